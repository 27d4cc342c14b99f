"""One scanned page: straightened, its grid found, then its lines read inside the cells."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

import numpy as np

from extract.below import UNMOVED, Shift, shift_below
from extract.document import Scan
from extract.grid import Grid, Region, grids
from extract.layout import Layout, PageTable
from extract.records import Box, Cell, Place, Ruling, TextLine
from extract.rulings import SNAP
from extract.scan.boxes import with_boxes
from extract.scan.cells import tidied
from extract.scan.heard import (
    CLOUDED,
    as_printed,
    doubted,
    has_hole,
    is_figure,
    is_illegible,
    is_lone_speck,
    is_remnant,
    is_speck,
    leaves_unread,
    with_full_stop,
    with_leaders,
    with_likelier_signs,
    with_points,
    without_specks,
)
from extract.scan.ink import (
    InkLine,
    Mask,
    Span,
    ink_lines,
    ink_mask,
    picture_of,
    pieces_along,
    type_size,
)
from extract.scan.painting import faint, print_of, without_rulings
from extract.scan.pictures import Picture
from extract.scan.recogniser import Char, LineImage, Reading, Recogniser
from extract.scan.seals import rings_of
from extract.scan.straighten import Straight, straighten
from extract.scan.strokes import strokes_of
from extract.scan.traces import rulings_of
from extract.scan.voices import CERTAIN, Heard, Voices

# Points from the picture's edge within which a table is cut off.
CUT = 4.0
# So many edges in common, and such a share, tell a table that lacks its first column.
LABELLED = 4
MOST = 0.75
# Points inside a ruling at which a cell's text may begin: half a thick line.
INSET = 0.8
# Mean confidence of a page's lines from which on it stands on its feet: on 160 pages
# upright ones reached 0.78 to 1, upside-down ones 0.09 to 0.51.
LEGIBLE = 0.7
# So many times as many pieces of text the wrong way as along the lines tell which way
# they run: 1.9 to 7 seen on whole pages.
RUNS = 1.3
# What is so many times as high as the type is a line of it and something else.
TALL = 1.7
# Text goes on in the next line where less than so many type sizes are left of this share of
# the cell's width.
WRAPS = 2.0
ROOM = 0.85
# What may stand alone above its number, and how wide in type sizes.
SIGNS = frozenset("≥≤=≧≦")
PER_CENT = frozenset("%％")
MISTAKEN = frozenset("一二三")
WIDEST_SIGN = 1.2
# Ink this near to the inside of a ruling, in points, may be the rest of what lies under it.
CUT_OFF = 2.0
ILLEGIBLE = "something could not be read"
APART = "texts stand apart in it: a ruling may be missing"
# So many lines are read to find out, of a width of so many heights.
SAMPLE = 14
SAMPLED = (2.5, 12.0)
# What runs out of a cell, as in `extract.layout`, by the ink: it is lower than the type.
RUNS_OUT = 0.85
PADDED = 0.75
LABEL_WIDTH = 8.5
# So many characters are a sentence, whose full stop may wrap.
SENTENCE = 9
# Points along the page's edge that hold the scanner's shadow only.
EDGE = 4.0


@dataclass(frozen=True, slots=True)
class Moved:
    """From pixels of the straightened page, `scale` to a point, to points in which pages lie
    above each other."""

    scale: float
    shift: Shift = UNMOVED

    def box(self, span: Span) -> Box:
        """Points of a rectangle in pixels."""
        return self.shift.box(Box(*(value / self.scale for value in span)))

    def back(self, box: Box) -> Box:
        """The box before pages were laid above each other, in points."""
        return self.shift.back(box)

    def x(self, at: float) -> float:
        """Pixels of a place across the page, in points."""
        return self.shift.back_x(at) * self.scale


Watch = Callable[[int, Straight, Sequence[Ruling], Layout, Moved], None]
"""Is shown what was seen of a page: to draw it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of text: where it lies (`cell` is -1 outside); `cut`: a ruling lies at its
    end, beside which there may have been more."""

    table: int
    cell: int
    line: InkLine
    cut: bool = False


_Read = tuple[_Found, LineImage, Heard]


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A page set upright one way, before anything on it is read."""

    straight: Straight
    traced: list[Ruling]
    moved: Moved
    grids: list[Grid]
    mask: Mask
    size: float
    stretches: list[_Found]
    pictures: list[LineImage]


def read_scan(
    picture: Picture, voices: Voices, before: Layout | None = None, watch: Watch | None = None
) -> Scan:
    """Reads one page. `before` is the page before, also as laid out here."""
    last = before.tables[-1].grid if before is not None and before.tables else None
    page, known = _upright(picture, voices.first, last)
    straight, moved = page.straight, page.moved
    sealed = [_is_sealed(item.line, straight) for item in page.stretches]
    heard = _with_signs(page, voices.read(page.pictures, sealed, known), voices)
    if not straight.cleared:
        heard = [doubted(one) if under else one for one, under in zip(heard, sealed, strict=True)]
    heard = [
        doubted(one) if item.cut and is_figure(one) else one
        for one, item in zip(heard, page.stretches, strict=True)
    ]
    layout = _layout(
        picture.number,
        straight,
        page.grids,
        zip(page.stretches, page.pictures, heard, strict=True),
        moved,
        page.size,
    )
    if watch is not None:
        watch(picture.number, straight, page.traced, layout, moved)

    def to_page(box: Box) -> Box:
        return straight.to_page(moved.back(box))

    seals = tuple(map(straight.to_page, straight.seals))
    return Scan(picture.width, picture.height, layout, to_page, seals)


def _with_signs(page: _Prepared, heard: list[Heard], voices: Voices) -> list[Heard]:
    """What was heard with the signs that stand alone above their number, `≥` above `59,900`,
    or in the cell to its left, and the `%` in the cell to its right: recognisers know them by
    the digits beside them only."""
    before, behind = [], []
    for index, (left, right) in enumerate(itertools.pairwise(page.stretches)):
        if left.cell < 0 or left.table != right.table:
            continue
        if _is_lone(index, page, heard) and heard[index + 1].reading.text[:1].isdigit():
            if left.cell == right.cell:
                is_sign = left.line.ink.bottom <= right.line.ink.top
            else:
                is_sign = _is_beside(left.line.ink, right.line.ink)
            before += [index] if is_sign else []
        elif (
            left.cell != right.cell
            and _is_lone(index + 1, page, heard)
            and heard[index].reading.text[-1:].isdigit()
            and _is_beside(left.line.ink, right.line.ink)
        ):
            behind.append(index)
    pairs = [*before, *behind]
    pictures = [_beside_each_other(*page.pictures[index : index + 2]) for index in pairs]
    read = voices.read(pictures, [False] * len(pairs))
    result = [*heard]
    for index, both in zip(before, read, strict=False):
        text, sign = both.reading.text, _sign_of(both)
        if sign is not None and text[1:].strip() == heard[index + 1].reading.text:
            result[index] = sign
    for index, both in zip(behind, read[len(before) :], strict=True):
        text = both.reading.text
        if text[-1:] in PER_CENT and text[:-1].strip() == heard[index].reading.text:
            result[index + 1] = _alone(both.reading.chars[-1], both)
    return result


def _sign_of(both: Heard) -> Heard | None:
    """The sign before a number, where it may be one: no digit stands in its place, and `≥` is
    filed far more often than `>`."""
    first = both.reading.chars[0] if both.reading.chars else None
    if first is None:
        return None
    if first.text not in SIGNS and first.other in SIGNS:
        first = replace(first, text=first.other, confidence=first.other_confidence)
    return _alone(first, both) if first.text in SIGNS or first.text in "><" else None


def _is_lone(index: int, page: _Prepared, heard: Sequence[Heard]) -> bool:
    """Whether a stretch is one character wide, and was read with doubt or as what signs are
    taken for."""
    ink = page.stretches[index].line.ink
    text, believed = heard[index].reading.text, heard[index].confidence
    if ink.x1 - ink.x0 >= WIDEST_SIGN * page.size or len(text) > 1:
        return False
    return believed < CERTAIN or text in MISTAKEN or (text.isascii() and text.isalpha())


def _alone(char: Char, both: Heard) -> Heard:
    """One character of what was heard, as all of its line: that it stands there is sure."""
    believed = max(min(char.confidence, both.confidence), CLOUDED)
    return Heard(Reading((replace(char, start=0.0, end=1.0),)), believed, both.reader)


def _is_beside(left: Span, right: Span) -> bool:
    """Whether one stands to the right of the other, in one line with it."""
    middle = (left.top + left.bottom) / 2
    return left.x1 < right.x0 and right.top < middle < right.bottom


def _beside_each_other(left: LineImage, right: LineImage) -> LineImage:
    """Two pictures as one, their middles in line."""
    high = max(len(left), len(right))
    parts = []
    for part in (left, right):
        above = (high - len(part)) // 2
        parts.append(np.pad(part, ((above, high - len(part) - above), (0, 0)), constant_values=255))
    return np.ascontiguousarray(np.hstack(parts))


def _upright(
    picture: Picture, recogniser: Recogniser, last: Grid | None
) -> tuple[_Prepared, dict[int, Reading]]:
    """The page turned so that it can be read, and what was read to find that out.

    Which way lines run is told by their ink, which way up by what can be read; the ink is not
    believed where nothing can be read along it, and all can the other way.
    """
    page = _prepared(picture, 0, last)
    if not page.pictures:
        return page, {}
    along, across = pieces_along(page.mask, page.size)
    turns = [0, 2, 1, 3] if across >= along else [1, 3, 0, 2]
    told = max(along, across) >= RUNS * min(along, across)
    first = page
    tried: list[tuple[bool, float, _Prepared, dict[int, Reading]]] = []
    for position, turn in enumerate(turns):
        page = _prepared(picture, turn, last) if turn else first
        known = _sampled(page, recogniser)
        legible = _legible([*known.values(), *_begun(page, recogniser, known)])
        if told and position >= 2 and legible < LEGIBLE:
            continue
        # Of a page on its side short lines are read as characters one below the other.
        lies = all(page.stretches[index].line.stack for index in known)
        tried.append((legible >= LEGIBLE and not lies, legible, page, known))
        if told and legible >= LEGIBLE:
            break
    _, _, page, known = max(tried, key=lambda one: one[:2])
    return page, known


def _prepared(picture: Picture, turn: int, last: Grid | None) -> _Prepared:
    straight = straighten(picture.pixels, picture.width, picture.height, turn)
    strokes = strokes_of(straight.grey, straight.scale)
    if not straight.seals:
        straight = straight.sealed_by(rings_of(strokes))
    traced = rulings_of(strokes)
    moved, found = _grids(traced, last, straight)
    clean = without_rulings(straight.grey, traced, straight.scale)
    ink = ink_mask(clean)
    mask, marks = print_of(ink, strokes, traced, straight.scale)
    clean[ink & ~mask] = 255
    mask |= faint(clean, mask, strokes)
    size = type_size(marks, straight.scale)
    stretches = _stretches(mask, found, moved, size, straight) if size else []
    pictures = [picture_of(clean, item.line, size) for item in stretches]
    return _Prepared(straight, traced, moved, found, mask, size, stretches, pictures)


def _sampled(page: _Prepared, recogniser: Recogniser) -> dict[int, Reading]:
    """Some lines of the page, read: those that say most in few pixels."""
    shapes = [(picture.shape[1] / max(1, picture.shape[0])) for picture in page.pictures]
    fit = [index for index, wide in enumerate(shapes) if SAMPLED[0] <= wide <= SAMPLED[1]]
    fit = [index for index in fit if not page.stretches[index].line.stack] or fit
    fit = fit or [*range(len(shapes))]
    chosen = fit[:: max(1, len(fit) // SAMPLE)][:SAMPLE]
    readings = recogniser.read([page.pictures[index] for index in chosen])
    return dict(zip(chosen, readings, strict=True))


def _begun(page: _Prepared, recogniser: Recogniser, known: Mapping[int, Reading]) -> list[Reading]:
    """The beginnings of long lines, where a page has few others that tell which way up it is."""
    long = [picture for index, picture in enumerate(page.pictures) if index not in known]
    wide = [line for line in long if line.shape[1] > SAMPLED[1] * line.shape[0]]
    missing = SAMPLE // 2 - len(known)
    if missing <= 0 or not wide:
        return []
    chosen = wide[:: max(1, len(wide) // missing)][:missing]
    return recogniser.read([line[:, : round(SAMPLED[1] * line.shape[0])] for line in chosen])


def _legible(readings: Sequence[Reading]) -> float:
    """The mean confidence of the lines, 0 where there are none.

    Of each line that of its least certain character: recognisers know some
    characters that lie on their side.
    """
    return fmean(reading.confidence for reading in readings) if readings else 0.0


def _is_sealed(line: InkLine, straight: Straight) -> bool:
    """Whether a seal lay over some of the line."""
    if straight.sealed is None:
        return False
    x0, top, x1, bottom = line.ink
    return bool(straight.sealed[top:bottom, x0:x1].any())


def _grids(
    traced: Sequence[Ruling], last: Grid | None, straight: Straight
) -> tuple[Moved, list[Grid]]:
    """The page's grids, moved to lie below those of the page before."""
    scale = straight.scale
    found = grids(traced)
    shift = shift_below(found[0], last) if last is not None and found else None
    if last is None or not found:
        return Moved(scale), grids(traced, last)
    moved = Moved(scale, shift or UNMOVED)
    found = grids(map(moved.shift.ruling, traced), last)
    first, left = found[0], moved.shift.right
    if (shift and first.xs[0] - left < CUT) or _lacks_label(first, last):
        found[0] = _widened(first, last.xs)
    if shift and found[0].xs[-1] > moved.shift.x(straight.width) - CUT:
        found[0] = _widened_right(found[0], last.xs)
    return moved, found


def _lacks_label(grid: Grid, last: Grid) -> bool:
    """Whether the first column is lost, of a label over the whole page that no ruling crosses:
    all edges are those of the page before but for its first one."""
    common = sum(any(abs(x - to) <= SNAP for to in last.xs) for x in grid.xs)
    return (
        abs(grid.xs[0] - last.xs[1]) <= SNAP
        and abs(grid.xs[-1] - last.xs[-1]) <= SNAP
        and common >= max(LABELLED, MOST * len(grid.xs))
    )


def _widened(grid: Grid, edges: Sequence[float]) -> Grid:
    """The grid of a sheet that lay beyond the scanner's edge: what is left of its first
    column in full width, and columns that are lost as empty ones."""
    known = [edge for edge in edges if edge <= grid.xs[0] + SNAP]
    if not known:
        return grid
    lost, rows = len(known) - 1, len(grid.ys) - 1
    regions = [
        *(Region(0, column, rows, column + 1) for column in range(lost)),
        *(replace(r, column=r.column + lost, column_end=r.column_end + lost) for r in grid.regions),
    ]
    owner = [(*range(lost), *(index + lost for index in line)) for line in grid.owner]
    return replace(grid, xs=(*known, *grid.xs[1:]), regions=tuple(regions), owner=tuple(owner))


def _widened_right(grid: Grid, edges: Sequence[float]) -> Grid:
    """The same for the last column."""
    beyond = [edge for edge in edges if edge > grid.xs[-1] + SNAP]
    if not beyond:
        return grid
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    lost = [columns + index for index in range(len(beyond) - 1)]
    first = len(grid.regions)
    regions = (*grid.regions, *(Region(0, column, rows, column + 1) for column in lost))
    added = tuple(first + index for index in range(len(lost)))
    owner = tuple((*line, *added) for line in grid.owner)
    return replace(grid, xs=(*grid.xs[:-1], *beyond), regions=regions, owner=owner)


def _stretches(
    mask: Mask, found: Sequence[Grid], moved: Moved, size: float, straight: Straight
) -> list[_Found]:
    """All text of the page: cell by cell, then what lies outside the tables."""
    result: list[_Found] = []
    outside = mask.copy()
    for table, grid in enumerate(found):
        for index, region in enumerate(grid.regions):
            area = _area(grid, region, moved, mask.shape)
            near = round(CUT_OFF * straight.scale)
            result += [
                _Found(
                    table,
                    index,
                    line,
                    line.ink.x0 - area.x0 < near or area.x1 - line.ink.x1 < near,
                )
                for line in ink_lines(mask, area, size)
            ]
        whole = _span(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1], moved, -2.0)
        outside[max(0, whole.top) : whole.bottom, max(0, whole.x0) : whole.x1] = False
    edge = round(EDGE * straight.scale)
    height, width = mask.shape
    page = Span(edge, edge, width - edge, height - edge)
    return _taken_back(result, _outside(outside, page, found, moved, size), found, moved, size)


def _taken_back(
    inside: Sequence[_Found],
    outside: Sequence[InkLine],
    found: Sequence[Grid],
    moved: Moved,
    size: float,
) -> list[_Found]:
    """All stretches, those that run out of a bottom cell given to it: of a row that the page
    edge cut, Chromium prints a label's lines on below the last ruling."""
    result = [*inside]
    table = len(found) - 1
    for line in outside:
        own = [item for item in result if item.table == table]
        cell = _above(line, own, found[-1], moved, size) if found else -1
        result.append(_Found(table if cell >= 0 else -1, cell, line))
    return result


def _above(line: InkLine, inside: Sequence[_Found], grid: Grid, moved: Moved, size: float) -> int:
    """The bottom cell whose text goes on in a line below the grid; -1: none. `inside` are the
    grid's own stretches."""
    rows = len(grid.ys) - 1
    bottom = grid.ys[-1] * moved.scale
    for index, region in enumerate(grid.regions):
        left, right = moved.x(grid.xs[region.column]), moved.x(grid.xs[region.column_end])
        within = left < line.ink.x0 and line.ink.x1 < right
        if region.row_end < rows or not within or right - left > LABEL_WIDTH * size:
            continue
        last = max((item.line.ink.bottom for item in inside if item.cell == index), default=-1)
        if last > bottom - PADDED * size and abs(line.ink.top - last) < RUNS_OUT * size:
            return index
    return -1


def _outside(
    mask: Mask, page: Span, found: Sequence[Grid], moved: Moved, size: float
) -> list[InkLine]:
    """Lines above, between and below the tables."""
    lines: list[InkLine] = []
    top = page.top
    for grid in found:
        bottom = round(grid.ys[0] * moved.scale)
        if bottom > top:
            lines += ink_lines(mask, Span(page.x0, top, page.x1, bottom), size)
        top = max(top, round(grid.ys[-1] * moved.scale))
    if page.bottom > top:
        lines += ink_lines(mask, Span(page.x0, top, page.x1, page.bottom), size)
    return lines


def _area(grid: Grid, region: Region, moved: Moved, shape: tuple[int, ...]) -> Span:
    span = _span(
        grid.xs[region.column],
        grid.ys[region.row],
        grid.xs[region.column_end],
        grid.ys[region.row_end],
        moved,
        INSET,
    )
    height, width = shape[:2]
    x0, top = min(max(0, span.x0), width), min(max(0, span.top), height)
    return Span(x0, top, min(width, max(x0, span.x1)), min(height, max(top, span.bottom)))


def _span(x0: float, top: float, x1: float, bottom: float, moved: Moved, inset: float) -> Span:
    by = inset * moved.scale
    return Span(
        round(moved.x(x0) + by),
        round(top * moved.scale + by),
        round(moved.x(x1) - by),
        round(bottom * moved.scale - by),
    )


def _layout(
    number: int,
    straight: Straight,
    found: Sequence[Grid],
    read: Iterable[_Read],
    moved: Moved,
    size: float,
) -> Layout:
    lines: dict[tuple[int, int], list[TextLine]] = {}
    legible, illegible = _sorted(list(read), found, moved, size)
    keys = [None, *((item.table, item.cell) for item, _, _ in legible), None]
    around = zip(keys, keys[2:], strict=False)
    for (item, picture, heard), (last, following) in zip(legible, around, strict=True):
        key, outside = (item.table, item.cell), item.cell < 0
        high = not item.line.stack and item.line.ink.bottom - item.line.ink.top > TALL * size
        if leaves_unread(heard, picture) or has_hole(heard) or (high and is_figure(heard)):
            heard = doubted(heard)
        heard = with_likelier_signs(heard)
        if not item.line.stack:
            heard = with_points(heard, picture, following == key and not outside)
        heard = without_specks(heard, last != key or outside, following != key or outside)
        lines.setdefault(key, []).extend(
            _text_lines(number, item.line, picture, heard, moved, size)
        )
    tables = tuple(
        PageTable(
            number,
            grid,
            tidied(
                [
                    _cell(
                        number,
                        grid,
                        region,
                        stretches := lines.get((table, index), []),
                        ILLEGIBLE if (table, index) in illegible else _apart(stretches),
                    )
                    for index, region in enumerate(grid.regions)
                ],
                grid,
                size / moved.scale,
            ),
        )
        for table, grid in enumerate(found)
        if any(lines.get((table, index)) for index in range(len(grid.regions)))
    )
    return Layout(
        number, straight.width, straight.height, tables, tuple(_rows(lines.get((-1, -1), [])))
    )


def _sorted(
    read: Sequence[_Read], found: Sequence[Grid], moved: Moved, size: float
) -> tuple[list[_Read], set[tuple[int, int]]]:
    """The stretches that are text, and the cells in which something else was."""
    parts = Counter((item.table, item.cell) for item, _, _ in read)
    said: Counter[tuple[int, int]] = Counter()
    for item, _, heard in read:
        said[item.table, item.cell] += len(heard.reading.chars)
    illegible: set[tuple[int, int]] = set()
    legible: list[_Read] = []
    for item, picture, heard in read:
        key = (item.table, item.cell)
        if is_speck(item.line, size):
            continue
        if item.cell >= 0:
            heard = with_leaders(item.line, picture, heard, size)
            heard = heard if item.line.stack else with_boxes(picture, heard, size)
            if said[key] >= SENTENCE:
                heard = with_full_stop(item.line, picture, heard, size)
        # Alone it may be a dot that says "nothing", but not in a label beside several rows.
        alone = item.cell >= 0 and parts[key] == 1 and not _is_tall(found[item.table], item.cell)
        if is_illegible(heard) or (item.cell >= 0 and not alone and is_lone_speck(heard)):
            illegible.add(key)
        else:
            legible.append((item, picture, heard))
    kept: list[_Read] = []
    for index, one in enumerate(legible):
        if _is_remnant(index, legible, found, moved, size):
            illegible.add((one[0].table, one[0].cell))
        else:
            kept.append(one)
    return kept, illegible


def _is_tall(grid: Grid, cell: int) -> bool:
    """Whether a cell stands beside several rows."""
    region = grid.regions[cell]
    return region.row_end - region.row > 1


def _is_remnant(
    index: int,
    read: Sequence[_Read],
    found: Sequence[Grid],
    moved: Moved,
    size: float,
) -> bool:
    """Whether one stretch of a cell is no text of it; see `is_remnant`."""
    item, _, heard = read[index]
    if item.cell < 0 or len(heard.reading.chars) != 1:
        return False
    grid = found[item.table]
    region = grid.regions[item.cell]
    room = moved.x(grid.xs[region.column_end]) - moved.x(grid.xs[region.column])
    others = [
        (other.line, said)
        for at, (other, _, said) in enumerate(read)
        if at != index and (other.table, other.cell) == (item.table, item.cell)
    ]
    widest = max((line.ink.x1 - line.ink.x0 for line, _ in others), default=0)
    # Nor has the first line found no room in one above.
    is_first = all(item.line.ink.bottom <= line.ink.top for line, _ in others)
    had_room = is_first or widest + WRAPS * size < ROOM * room
    return is_remnant(heard, [said for _, said in others], had_room)


def _cell(number: int, grid: Grid, region: Region, lines: Sequence[TextLine], doubt: str) -> Cell:
    return Cell(
        region.row,
        region.column,
        region.row_end - region.row,
        region.column_end - region.column,
        (Place(number, grid.box(region)),),
        tuple(_rows(lines)),
        doubt,
    )


def _text_lines(
    number: int, line: InkLine, picture: LineImage, heard: Heard, moved: Moved, size: float
) -> list[TextLine]:
    """What was read as lines; each character of a vertical label is one of its own."""
    chars = as_printed(heard, line, picture, size)
    if not chars:
        return []
    if line.stack and len(chars) == len(line.stack):
        return [
            TextLine(number, box, char.text, (box,), heard.confidence, heard.reader)
            for char, box in zip(chars, map(moved.box, line.stack), strict=True)
        ]
    ink = moved.box(line.ink)
    crop = moved.box(line.crop)
    wide = crop.x1 - crop.x0
    boxes = tuple(
        Box(
            min(max(ink.x0, crop.x0 + char.start * wide), ink.x1),
            ink.top,
            max(min(ink.x1, crop.x0 + char.end * wide), ink.x0),
            ink.bottom,
        )
        for char in chars
    )
    text = "".join(char.text for char in chars)
    boxes = _filled(boxes) if len(boxes) > 1 else (ink,)
    return [TextLine(number, ink, text, boxes, heard.confidence, heard.reader, heard.others)]


def _filled(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes grown towards each other: the recogniser fires in the middle of a character."""
    middles = [(box.x0 + box.x1) / 2 for box in boxes]
    half = median(b - a for a, b in itertools.pairwise(middles)) / 2
    first, last = boxes[0], boxes[-1]
    edges = [
        max(first.x0, middles[0] - half),
        *((a + b) / 2 for a, b in itertools.pairwise(middles)),
        min(last.x1, middles[-1] + half),
    ]
    edges[0], edges[-1] = min(edges[0], first.x0), max(edges[-1], last.x1)
    return tuple(
        Box(left, box.top, max(left, right), box.bottom)
        for box, left, right in zip(boxes, edges, edges[1:], strict=False)
    )


def _rows(lines: Sequence[TextLine]) -> list[TextLine]:
    """Stretches that stand beside each other as one line, a space between them."""
    rows: list[TextLine] = []
    for line in lines:
        if rows and _beside(rows[-1], line):
            rows[-1] = _joined(rows[-1], line)
        else:
            rows.append(line)
    return rows


def _apart(lines: Sequence[TextLine]) -> str:
    """Why a cell may be two: texts stand beside each other in it, and are no labels."""
    pairs = [pair for pair in itertools.pairwise(lines) if _beside(*pair)]
    if any(len(one.text) > 1 and not set(":：") & set(one.text) for pair in pairs for one in pair):
        return APART
    return ""


def _beside(left: TextLine, right: TextLine) -> bool:
    overlap = min(left.box.bottom, right.box.bottom) - max(left.box.top, right.box.top)
    lower = min(left.box.bottom - left.box.top, right.box.bottom - right.box.top)
    return left.box.x1 <= right.box.x0 and overlap > 0.5 * lower


def _joined(left: TextLine, right: TextLine) -> TextLine:
    gap = Box(left.box.x1, left.box.top, right.box.x0, left.box.bottom)
    box = Box(
        left.box.x0,
        min(left.box.top, right.box.top),
        right.box.x1,
        max(left.box.bottom, right.box.bottom),
    )
    return replace(
        left,
        box=box,
        text=f"{left.text} {right.text}",
        boxes=(*left.boxes, gap, *right.boxes),
        confidence=min(left.confidence, right.confidence),
    )
