"""Parts of tables on successive pages to whole tables.

Everything is decided on cells with boxes: same outer edges and nothing between
but page furniture make one table; a header that comes back is dropped; a row
that the page edge broke is joined cell by cell; a merged label goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import dropwhile
from typing import NamedTuple

from extract.furniture import body, running_lines
from extract.grid import nearest
from extract.layout import PRINTED, Layout, PageTable
from extract.records import Box, Cell, Place, Table, TextLine
from extract.rulings import SNAP

# Outer edges of two parts differ by at most this: 0.5 seen, scanned ones 3.
SAME_EDGE = 4.0
# Where a side has no ruling.
OPEN_SIDE = 20.0
# A line is full if what follows would not have fitted: the room left, in
# widths of the next character. Justified text leaves 0, ragged up to 0.9.
FULL = 1.15
# Space between a cell's ruling and its text: 1-5.4 (Word's default); more on the
# left than this is alignment.
PADDING = 5.5
# Text this near to the middle of its cell is centred; paragraphs are indented by
# two characters.
CENTRED = 3.0
INDENT = 2.7
# A line this short below a table is what ran out of a label, not a text.
STRAY = 2
# A line with this many characters is prose, not a name or a value.
PROSE = 15
# What a line that dirt draws is read as.
STROKES = frozenset("一丨1lI")
OPENING = frozenset("（(《【〔“‘「")
CLOSING = frozenset("）)》】〕”’」。，、；：！？%")
POINTS = ".,．，"
# What was recognised ends with its ink; behind these half a character is free.
NARROW = frozenset("、，。；：,.;:)）”》")
HALF = 0.55
PER_CENT = ("%", "％", "﹪", "‰")
FIGURES = POINTS + "%％-－≥≤"
# A section of running text is a label and a text.
LABEL_AND_TEXT = 2
# A break that nothing forced leaves room for more than the next row: writers keep some rows
# together.
ROWS_OF_ROOM = 2
# A row with this many cells is hardly broken in each of them.
MANY_CELLS = 3
# One cell in so many at most is filled by the rest of a row, with so many characters.
FEW = 3
TAIL = 2
# A form that is filed again begins with the same labels beside other values. Headers that
# come back on each page are one to three rows, the same in every cell.
SAME_LABELS = 3
LOOKED_AT = 8
# A header that comes back is hardly recognised the same twice: dirt read as characters, a
# character lost, one in four taken for another (two tell 长期绩效指标 from 年度绩效指标).
# It has this much in common with the first, as have so many of its row.
MISREAD = 0.6
REPLACED = 0.25
MOST_OF_A_ROW = 0.7


class _Key(NamedTuple):
    """A cell as it may come back: its edges, its text, whether that was recognised."""

    x0: float
    x1: float
    text: str
    recognised: bool


@dataclass(slots=True)
class _Draft:
    """A cell while its table grows, rows in the whole table, columns by edges."""

    row: int
    row_end: int
    x0: float
    x1: float
    places: list[Place]
    lines: list[TextLine]
    doubt: str

    @property
    def text(self) -> str:
        return "".join("".join(line.text.split()) for line in self.lines)

    def last_lines(self) -> list[TextLine]:
        """The lines on the last page it stands on."""
        page = self.places[-1].page
        return [line for line in self.lines if line.page == page]


@dataclass(slots=True)
class _Growing:
    """A table while parts are added. `head` are the rows that may come back."""

    first: PageTable
    last: PageTable
    above: frozenset[str]
    rows: int
    drafts: list[_Draft]
    pages: list[int]
    head: list[list[_Key]] = field(default_factory=list)


def stitch(layouts: Sequence[Layout]) -> list[Table]:
    """The tables of a filing, in order. Layouts are in order of pages."""
    running = running_lines(layouts)
    tables: list[_Growing] = []
    before: Layout | None = None
    for layout in layouts:
        lines = body(layout.lines, running)
        for index, part in enumerate(layout.tables):
            ceiling = layout.tables[index - 1].box.bottom if index else 0.0
            above = frozenset(
                "".join(line.text.split())
                for line in lines
                if ceiling - SNAP <= line.box.top
                and line.box.bottom <= part.box.top + SNAP
                and _is_printed(line)
            )
            if index or before is None or not tables:
                tables.append(_begin(part, above))
                continue
            wide = _with_its_sides(part, tables[-1].last)
            if _goes_on(
                tables[-1], wide, above, before, body(before.lines, running)
            ) and not _begins_again(tables, wide):
                _append(tables[-1], wide)
            else:
                tables.append(_begin(wide, above))
        if layout.tables or any(line.confidence >= PRINTED for line in lines):
            before = layout
    return [_finished(table) for table in tables]


def _with_its_sides(part: PageTable, last: PageTable) -> PageTable:
    """The part as wide as the last one where a side has no ruling: its lines end here or
    there."""
    ours, theirs = part.grid, last.grid
    xs = [*ours.xs]
    for side, is_open in (
        (0, ours.open_left or theirs.open_left),
        (-1, ours.open_right or theirs.open_right),
    ):
        inner = theirs.xs[side] - xs[side + 1 if side == 0 else side - 1]
        if is_open and abs(xs[side] - theirs.xs[side]) <= OPEN_SIDE and (inner > 0) == (side < 0):
            xs[side] = theirs.xs[side]
    return replace(part, grid=replace(ours, xs=tuple(xs)))


def _goes_on(
    table: _Growing,
    part: PageTable,
    above: frozenset[str],
    before: Layout,
    lines_before: Sequence[TextLine],
) -> bool:
    last = table.last
    # `before` is the last page with anything on it: empty backs of sheets lie between.
    if before.number != last.page:
        return False
    if abs(last.xs[0] - part.xs[0]) > SAME_EDGE or abs(last.xs[-1] - part.xs[-1]) > SAME_EDGE:
        return False
    if any(
        line.box.top >= last.box.bottom - SNAP and len(line.text) > STRAY and _is_printed(line)
        for line in lines_before
    ):
        return False
    if not last.grid.open_bottom and _had_room(last, part, before.height):
        return False
    if _has_own_title(part) and not _repeated(table, part) and not last.grid.open_bottom:
        return False
    return all(text in table.above or "续" in text for text in above)


def _is_printed(line: TextLine) -> bool:
    """Whether this is text, and not a signature, a stamp, or dirt that a recogniser read."""
    return not line.recognised or (
        line.confidence >= PRINTED
        and any(char.isalnum() and char not in STROKES for char in line.text)
    )


def _had_room(last: PageTable, part: PageTable, height: float) -> bool:
    """Whether the rows that begin the part would have fitted on the page before, and share no
    column with the last one there: a table goes on there, and was not begun elsewhere.
    """
    crossed = {row for cell in part.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    end = next(row for row in range(1, len(part.ys)) if row not in crossed)
    # The foot of the page has as wide a margin as the head at most.
    room = height - part.box.top - last.box.bottom
    if room < ROWS_OF_ROOM * (part.ys[end] - part.ys[0]):
        return False
    ending = _inner_edges(last, len(last.ys) - 2)
    beginning = _inner_edges(part, 0)
    return bool(
        ending
        and beginning
        and not any(abs(one - other) <= SAME_EDGE for one in ending for other in beginning)
    )


def _inner_edges(part: PageTable, row: int) -> list[float]:
    """Where the cells of a row meet."""
    return [
        part.xs[cell.column]
        for cell in part.cells
        if cell.row <= row < cell.row + cell.row_span and cell.column
    ]


def _has_own_title(part: PageTable) -> bool:
    """Whether the first row is one cell over the whole width: the title of a new table."""
    first = part.cells[0]
    return first.row_span == 1 and first.column_span == len(part.xs) - 1 and bool(first.lines)


def _begins_again(tables: Sequence[_Growing], part: PageTable) -> bool:
    """Whether the part is the first of another table like one before: the next filing's."""
    *others, last = tables
    if _is_another(last, part):
        return True
    return not _repeated(last, part) and any(
        len(set(_same_labels(table, part)[0])) >= SAME_LABELS for table in others
    )


def _is_another(table: _Growing, part: PageTable) -> bool:
    """Other values beside the same labels, two at least: rows of indicators may begin with
    one level for long. Or the very same filing once more."""
    labels, differing = _same_labels(table, part)
    if len(labels) == LOOKED_AT and not differing:
        return len(set(labels)) >= SAME_LABELS
    return len(labels) >= SAME_LABELS and len(differing) > 1


def _same_labels(table: _Growing, part: PageTable) -> tuple[list[str], set[str]]:
    """What the first rows of both begin with, row by row, and where the rest differs."""
    labels: list[str] = []
    differing: set[str] = set()
    for ours, theirs in list(zip(_row_keys(part), table.head, strict=False))[:LOOKED_AT]:
        if len(ours) != len(theirs) or not ours or not _same_key(ours[0], theirs[0]):
            break
        label = ours[0].text
        if not label or _is_figure(label):
            break
        labels.append(label)
        if not all(map(_same_key, ours, theirs)):
            differing.add(label)
    return labels, differing


def _begin(part: PageTable, above: frozenset[str]) -> _Growing:
    table = _Growing(part, part, above, len(part.ys) - 1, [], [part.page])
    table.drafts = [_draft(cell, part, 0) for cell in part.cells]
    table.head = _row_keys(part)
    return table


def _draft(cell: Cell, part: PageTable, offset: int) -> _Draft:
    return _Draft(
        cell.row + offset,
        cell.row + cell.row_span + offset,
        part.xs[cell.column],
        part.xs[cell.column + cell.column_span],
        list(cell.places),
        list(cell.lines),
        cell.doubt,
    )


def _row_keys(part: PageTable) -> list[list[_Key]]:
    """What starts in each row."""
    rows: list[list[_Key]] = [[] for _ in range(len(part.ys) - 1)]
    for cell in part.cells:
        key = _Key(
            part.xs[cell.column],
            part.xs[cell.column + cell.column_span],
            "".join(cell.text.split()),
            cell.recognised,
        )
        rows[cell.row].append(key)
    return rows


def _repeated(table: _Growing, part: PageTable) -> int:
    """How many rows at the top of the part repeat those at the top of the table."""
    count = 0
    for ours, theirs in zip(_row_keys(part), table.head, strict=False):
        texts = [key.text for key in ours if key.text]
        if not _same_row(ours, theirs):
            break
        if not texts or any(_is_figure(text) for text in texts):
            break
        count += 1
    if count == len(part.ys) - 1:
        return 0
    # A header whose label spans into the rows below would tear them off.
    while count and any(cell.row < count < cell.row + cell.row_span for cell in part.cells):
        count -= 1
    return count


def _same_row(ours: Sequence[_Key], theirs: Sequence[_Key]) -> bool:
    """Whether a row stands on both pages; as well as it was recognised, where a fold may have
    cut a piece off a cell."""
    if not any(key.recognised for key in (*ours, *theirs)):
        return len(ours) == len(theirs) and all(map(_same_key, ours, theirs))
    mine, other = ([key for key in keys if key.text] for keys in (ours, theirs))
    same = sum(any(_over(key, to) and _same_text(key, to) for to in other) for key in mine)
    return bool(mine) and same >= MOST_OF_A_ROW * max(len(mine), len(other))


def _over(ours: _Key, theirs: _Key) -> bool:
    """Whether one stands over most of the other."""
    common = min(ours.x1, theirs.x1) - max(ours.x0, theirs.x0)
    return common > MOST_OF_A_ROW * min(ours.x1 - ours.x0, theirs.x1 - theirs.x0)


def _same_key(ours: _Key, theirs: _Key) -> bool:
    return _same_edges(ours, theirs) and _same_text(ours, theirs)


def _same_edges(ours: _Key, theirs: _Key) -> bool:
    return abs(ours.x0 - theirs.x0) <= SAME_EDGE and abs(ours.x1 - theirs.x1) <= SAME_EDGE


def _same_text(ours: _Key, theirs: _Key) -> bool:
    one, other = ours.text, theirs.text
    if one == other:
        return True
    if not (ours.recognised or theirs.recognised) or _is_figure(one) or _is_figure(other):
        return False
    shorter, longer = sorted(map(len, (one, other)))
    if longer - shorter > max(1, shorter // 2):
        return False  # 成本, the rest of a level, is not 运行成本
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    replaced = sum(
        max(end - start, until - since)
        for change, start, end, since, until in matcher.get_opcodes()
        if change == "replace"
    )
    return matcher.ratio() >= MISREAD and replaced <= REPLACED * min(len(one), len(other))


def _is_figure(text: str) -> bool:
    return all(char.isdigit() or char in FIGURES for char in text)


def _append(table: _Growing, part: PageTable) -> None:
    skip = _repeated(table, part)
    fresh = [_draft(cell, part, 0) for cell in part.cells if cell.row >= skip]
    bottom = [draft for draft in table.drafts if draft.row_end == table.rows]
    top = [draft for draft in fresh if draft.row == skip]
    pairs = _pairs(bottom, top)
    broken = _is_broken(pairs, bottom, top, [*table.drafts, *fresh])
    offset = table.rows - skip - (1 if broken else 0)
    joined = pairs if broken else _labels(pairs, bottom, top, [*table.drafts, *fresh])
    for upper, lower in joined:
        upper.row_end = lower.row_end + offset
        upper.places += lower.places
        upper.lines += lower.lines
        upper.doubt = upper.doubt or lower.doubt
    done = {id(lower) for _, lower in joined}
    for draft in fresh:
        if id(draft) not in done:
            draft.row += offset
            draft.row_end += offset
            table.drafts.append(draft)
    table.rows += len(part.ys) - 1 - skip - (1 if broken else 0)
    table.pages.append(part.page)
    table.last = part


def _pairs(bottom: Sequence[_Draft], top: Sequence[_Draft]) -> list[tuple[_Draft, _Draft]]:
    """Cells at the bottom of a page and at the top of the next with the same edges."""
    return [
        (upper, lower)
        for upper in sorted(bottom, key=lambda draft: draft.x0)
        for lower in top
        if abs(upper.x0 - lower.x0) <= SAME_EDGE and abs(upper.x1 - lower.x1) <= SAME_EDGE
    ]


def _is_broken(
    pairs: Sequence[tuple[_Draft, _Draft]],
    bottom: Sequence[_Draft],
    top: Sequence[_Draft],
    others: Sequence[_Draft],
) -> bool:
    """Whether the page edge went through a row rather than between two.

    Both slices of a broken row have the same cells. Its text goes on where a
    line was full; a new row starts some cell although there was room.
    """
    if len(pairs) != len(bottom) or len(pairs) != len(top):
        return False
    last_row = max(upper.row for upper, _ in pairs)
    leaves = [
        (upper, lower)
        for upper, lower in pairs
        if upper.row == last_row or lower.row_end - lower.row == 1
    ]
    upper_filled = [pair for pair in leaves if pair[0].last_lines()]
    lower_filled = [pair for pair in leaves if pair[1].lines]
    if not lower_filled or not upper_filled:
        # The padding of a row whose text fitted on one side; a row of blanks would be lost.
        return True
    both = [pair for pair in upper_filled if pair[1].lines]
    if leaves[0][1].lines and not leaves[0][0].lines:
        return False
    if len(leaves) <= LABEL_AND_TEXT:
        return not leaves[0][1].lines or any(_is_cut_prose(*pair) for pair in both)
    if (
        len(lower_filled) == 1
        and len(leaves) > MANY_CELLS
        and leaves[0][0].lines
        and not leaves[0][1].lines
    ):
        return True
    # Nearly all cells are done, and what is left of the others is a character or two.
    few = len(leaves) > MANY_CELLS and FEW * len(lower_filled) <= len(leaves)
    if few and all(_is_tail(*pair) for pair in lower_filled):
        return True
    if any(_is_cut_number(*pair) for pair in both):
        return True
    known = _seen_before(both, others)
    if known is not None:
        return known
    if any(not _runs_on(*pair) for pair in both):
        return False
    # In narrow columns every cell of a whole row can look full, behind labels that go
    # on; of a broken row some cells are done.
    rest = list(dropwhile(lambda pair: not pair[1].lines, leaves))
    return len(both) < len(rest) or len(rest) < MANY_CELLS


def _is_tail(upper: _Draft, lower: _Draft) -> bool:
    """Whether a cell holds no more than the last character or two of the one above; rows that
    are numbered and left blank hold a figure below a figure."""
    written = any(char.isalnum() or char in PER_CENT for char in lower.text)
    numbers = _is_figure(upper.text) and _is_figure(lower.text)
    return bool(upper.lines) and written and len(lower.text) <= TAIL and not numbers


def _seen_before(both: Sequence[tuple[_Draft, _Draft]], others: Sequence[_Draft]) -> bool | None:
    """What the other cells of the columns say: the lower text stands there by itself
    (a new row), only the two together do (a broken one), or neither (None)."""
    verdict = None
    for upper, lower in both:
        column = {
            other.text
            for other in others
            if other is not upper
            and other is not lower
            and abs(other.x0 - upper.x0) <= SAME_EDGE
            and abs(other.x1 - upper.x1) <= SAME_EDGE
        }
        if len(lower.text) > 1 and lower.text in column:
            return False
        # Figures may stand together by chance: 3.8 above 4, and 3.84 elsewhere.
        figures = _is_figure(upper.text) and _is_figure(lower.text)
        if not figures and upper.text + lower.text in column and upper.text not in column:
            verdict = True
    return verdict


def _runs_on(upper: _Draft, lower: _Draft) -> bool:
    """Whether the text of `lower` can be the rest of `upper`'s: its last line is full."""
    lines = upper.last_lines()
    first = lower.lines[0]
    if _is_figure(upper.text) and _is_figure(lower.text):
        return _is_cut_number(upper, lower) or _lacks_decimals(upper, lower)
    if not any(char.isalnum() for char in lower.text):
        return False
    return _room(lines[-1], upper.places[-1].box) < FULL * _token_width(first)


def _is_cut_number(upper: _Draft, lower: _Draft) -> bool:
    """A number broken within its digits (`758.` and `30`), or off its sign (`≥94` and `%`)."""
    before, after = upper.text, lower.text
    if after in PER_CENT:
        return before[-1:].isdigit()
    if not _is_figure(before) or not _is_figure(after) or len(before) < 2 or len(after) < 2:
        return False
    return (before[-2].isdigit() and before[-1] in POINTS and after[0].isdigit()) or (
        before[-1].isdigit() and after[0] in POINTS and after[1].isdigit()
    )


def _lacks_decimals(upper: _Draft, lower: _Draft) -> bool:
    """`1464.5` over the whole width of its cell, and `4`: as much as a line's end can tell."""
    _, point, decimals = upper.text.replace("．", ".").partition(".")
    few = bool(point) and decimals.isdigit() and lower.text.isdigit() and len(lower.text) <= TAIL
    line, first = upper.last_lines()[-1], lower.lines[0]
    # Of figures as wide as Chinese characters one alone is half as wide as its place.
    width = max(_token_width(first) / len(first.text), (line.box.x1 - line.box.x0) / len(line.text))
    return few and _room(line, upper.places[-1].box) < FULL * width


def _is_cut_prose(upper: _Draft, lower: _Draft) -> bool:
    """A long line, full, that ends within a sentence."""
    last = upper.last_lines()[-1].text
    return len(last) >= PROSE and last[-1] not in "。；！？.;!?" and _runs_on(upper, lower)


def _room(line: TextLine, box: Box) -> float:
    """How much more would have fitted into a line, however it is aligned."""
    left = max(0.0, line.box.x0 - box.x0 - PADDING)
    right = max(0.0, box.x1 - line.box.x1 - PADDING)
    size = min(line.box.bottom - line.box.top, line.box.x1 - line.box.x0)
    if line.recognised and line.text[-1] in NARROW:
        right = max(0.0, right - HALF * size)
    if abs(left - right) > CENTRED and left <= INDENT * size:
        return right
    return left + right


def _token_width(line: TextLine) -> float:
    """The width of what can't be broken at the start of a line: a character, a Latin word."""
    end = 1
    if line.text[0].isascii():
        while end < len(line.text) and line.text[end].isascii() and line.text[end] != " ":
            end += 1
    elif line.text[0] in OPENING or line.text[1:2] in CLOSING:
        # These may not end or begin a line and take their neighbour along.
        end = 2
    end = min(end, len(line.text))
    if not line.boxes:
        return (line.box.x1 - line.box.x0) * end / len(line.text)
    return line.boxes[end - 1].x1 - line.boxes[0].x0


def _labels(
    pairs: Sequence[tuple[_Draft, _Draft]],
    bottom: Sequence[_Draft],
    top: Sequence[_Draft],
    others: Sequence[_Draft],
) -> list[tuple[_Draft, _Draft]]:
    """Merged cells that go on over the edge, one of the two halves empty.

    Left of the first text on both pages (row numbers aside) that is any cell,
    right of it only one that is merged on both, or that says what a label at the left
    does (the other half of a form). A text below several cells, such as `总分` over all
    columns, begins a row of its own. Where a text stands in one piece elsewhere in its
    column, a header was cut, and its merged cells go on.
    """
    below = [draft.x0 for draft in top if draft.lines and _covers_several(draft, bottom)]
    cut = {id(upper) for upper, lower in pairs if _is_cut_label(upper, lower, others)}
    going_on: list[tuple[_Draft, _Draft]] = []
    leading = True
    for pair in pairs:
        upper, lower = pair
        leading = leading and not any(x0 < lower.x0 for x0 in below)
        if id(upper) in cut:
            going_on.append(pair)
            continue
        if upper.lines and lower.lines:
            leading = leading and _is_figure(upper.text) and _is_figure(lower.text)
            continue
        text = upper.text or lower.text
        tall = [draft.row_end - draft.row > 1 for draft in pair]
        if text and (
            (leading and not _is_figure(text))
            or all(tall)
            or (cut and any(tall))
            or any(text in (above.text, below.text) for above, below in going_on)
        ):
            going_on.append(pair)
    return going_on


def _is_cut_label(upper: _Draft, lower: _Draft, others: Sequence[_Draft]) -> bool:
    """Whether a merged cell's text is in pieces: together they stand in the column above."""
    merged = lower.row_end - lower.row > 1 or upper.row_end - upper.row > 1
    return bool(merged and upper.lines and lower.lines and _seen_before([(upper, lower)], others))


def _covers_several(draft: _Draft, cells: Sequence[_Draft]) -> bool:
    within = (draft.x0 - SAME_EDGE <= cell.x0 and cell.x1 <= draft.x1 + SAME_EDGE for cell in cells)
    return sum(within) > 1


def _finished(table: _Growing) -> Table:
    edges = _edges([edge for draft in table.drafts for edge in (draft.x0, draft.x1)])
    cells = [
        Cell(
            draft.row,
            nearest(edges, draft.x0),
            draft.row_end - draft.row,
            max(1, nearest(edges, draft.x1) - nearest(edges, draft.x0)),
            tuple(draft.places),
            tuple(draft.lines),
            draft.doubt,
        )
        for draft in table.drafts
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(tuple(table.pages), table.rows, len(edges) - 1, tuple(cells))


def _edges(positions: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > SAME_EDGE:
            edges.append(position)
    return edges
