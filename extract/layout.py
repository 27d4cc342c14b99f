"""One page: rulings to grids, glyphs into cells, the rest into lines."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.grid import Grid, Region, grids
from extract.lines import text_lines
from extract.pagination import is_page_number
from extract.records import Box, Cell, Glyph, Page, Place, TextLine

# A glyph that lies on a ruling by more than this share of its width on both
# sides may belong to either cell.
ACROSS = 0.3
# A line that ran out of its cell follows the one before by less than RUNS_OUT type
# sizes, which ends within PADDED of the ruling; it starts within OVERFLOW of it. Seen
# in labels only, which are at most LABEL_WIDTH wide: a short note below a wide cell
# looks the same. A line that the ruling itself crosses is the cell's in any case.
RUNS_OUT = 0.6
PADDED = 0.38
LABEL_WIDTH = 7.5
HANGS_OVER = 0.25
# So far apart, in type sizes, may the middles of stacked characters be: ink differs.
IN_LINE = 0.2
OVERFLOW = 1.5
# Signatures, stamps and dirt are read as something, with a confidence of 0.3 to 0.55;
# printed lines have more.
PRINTED = 0.6


@dataclass(frozen=True, slots=True)
class PageTable:
    """The part of a table that stands on one page.

    `grid` are its edges.
    """

    page: int
    grid: Grid
    cells: tuple[Cell, ...]

    @property
    def xs(self) -> tuple[float, ...]:
        """Column edges."""
        return self.grid.xs

    @property
    def ys(self) -> tuple[float, ...]:
        """Row edges."""
        return self.grid.ys

    @property
    def box(self) -> Box:
        """The whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(frozen=True, slots=True)
class Layout:
    """Tables and text lines outside them, from top to bottom."""

    number: int
    width: float
    height: float
    tables: tuple[PageTable, ...] = ()
    lines: tuple[TextLine, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed here, as on the back of a sheet."""
        return not self.tables and all(line.confidence < PRINTED for line in self.lines)


def lay_out(
    page: Page, before: Layout | None = None, found: Sequence[Grid] | None = None
) -> Layout:
    """Finds the ruled tables of a page and what stands in their cells.

    `before` is the last page before that is not blank; `found` are grids that are known
    already (of a table without rulings).
    """
    if found is None:
        last = before.tables[-1].grid if before is not None and _goes_on(before, page) else None
        found = grids(page.rulings, last)
    inside, outside = _sorted_in(found, page.glyphs)
    for grid, cells in zip(found, inside, strict=True):
        outside = _taken_back(grid, cells, outside)
    tables = tuple(
        _page_table(page.number, grid, cells)
        for grid, cells in zip(found, inside, strict=True)
        if any(cells.values())
    )
    return Layout(
        page.number, page.width, page.height, tables, tuple(text_lines(outside, page.number))
    )


def _goes_on(before: Layout, page: Page) -> bool:
    """Whether the last table of the page before may go on here: not on paper of another size."""
    same_size = abs(before.width - page.width) < 1 and abs(before.height - page.height) < 1
    return bool(before.tables) and same_size


@dataclass(slots=True)
class _CellGlyphs:
    """What falls into one cell."""

    glyphs: list[Glyph]
    across: bool = False


def _sorted_in(
    found: Sequence[Grid], glyphs: Sequence[Glyph]
) -> tuple[list[dict[int, _CellGlyphs]], list[Glyph]]:
    """Each glyph to the cell that its middle lies in, or outside."""
    inside: list[dict[int, _CellGlyphs]] = [{} for _ in found]
    outside: list[Glyph] = []
    bounds = [
        (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1], grid, cells)
        for grid, cells in zip(found, inside, strict=True)
    ]
    # The cell of the glyph before: most often the next one stands in it as well.
    left = upper = right = lower = 0.0
    take = outside.append
    for glyph in glyphs:
        _, gx0, gtop, gx1, gbottom, _, _ = glyph
        y = (gtop + gbottom) / 2
        if left <= gx0 and gx1 < right and upper <= y < lower:
            take(glyph)
            continue
        x = (gx0 + gx1) / 2
        for x0, top, x1, bottom, grid, cells in bounds:
            if x0 <= x <= x1 and top <= y <= bottom:
                xs = grid.xs
                row = min(bisect_right(grid.ys, y), len(grid.ys) - 1) - 1
                column = min(bisect_right(xs, x), len(xs) - 1) - 1
                owners = grid.owner[row]
                index = owners[column]
                cell = cells.get(index)
                if cell is None:
                    cell = cells[index] = _CellGlyphs([])
                take = cell.glyphs.append
                take(glyph)
                region = grid.regions[index]
                left, right = xs[region.column], xs[region.column_end]
                upper, lower = grid.ys[region.row], grid.ys[region.row_end]
                margin = ACROSS * (gx1 - gx0)
                if (
                    column + 1 < len(owners)
                    and gx1 - margin > xs[column + 1]
                    and owners[column + 1] != index
                ) or (column and gx0 + margin < xs[column] and owners[column - 1] != index):
                    cell.across = True
                break
        else:
            outside.append(glyph)
    return inside, outside


def _taken_back(grid: Grid, cells: dict[int, _CellGlyphs], outside: Sequence[Glyph]) -> list[Glyph]:
    """Gives a bottom cell the lines that run out of it, and returns the other glyphs.

    Chromium lets a label run on below a row that the page edge cut. Such a line
    follows the cell's last one closely and lies within the cell's width; a note
    below the table starts further down or is wider.
    """
    bottom = grid.ys[-1]
    below = [
        glyph
        for glyph in outside
        if grid.xs[0] < glyph.x0
        and glyph.x1 < grid.xs[-1]
        and abs(glyph.top - bottom) < OVERFLOW * (glyph.bottom - glyph.top)
    ]
    if not below:
        return list(outside)
    taken: set[int] = set()
    for row in _by_height(below):
        pieces = _by_cell(grid, row)
        if all(
            _is_of(grid, grid.regions[index], cells.get(index), piece) for index, piece in pieces
        ):
            for index, piece in pieces:
                cells.setdefault(index, _CellGlyphs([])).glyphs += piece
                taken.update(map(id, piece))
    return [glyph for glyph in outside if id(glyph) not in taken]


def _by_cell(grid: Grid, row: Sequence[Glyph]) -> list[tuple[int, list[Glyph]]]:
    """A line below the grid by the bottom cells that it stands under."""
    pieces: dict[int, list[Glyph]] = {}
    for glyph in row:
        column = min(bisect_right(grid.xs, (glyph.x0 + glyph.x1) / 2), len(grid.xs) - 1) - 1
        pieces.setdefault(grid.owner[-1][column], []).append(glyph)
    return list(pieces.items())


def _is_of(grid: Grid, region: Region, cell: _CellGlyphs | None, piece: Sequence[Glyph]) -> bool:
    """Whether this part of a line below the grid belongs to the cell above it."""
    left, right, bottom = grid.xs[region.column], grid.xs[region.column_end], grid.ys[-1]
    size = piece[0].bottom - piece[0].top
    if piece[0].x0 < left or piece[-1].x1 > right + 1:
        return False
    if piece[0].top < bottom - HANGS_OVER * size:
        return True
    narrow = right - left < LABEL_WIDTH * size
    return cell is not None and narrow and _runs_out(piece, cell.glyphs, bottom, size)


def _by_height(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top):
        if rows and glyph.top < (rows[-1][0].top + rows[-1][0].bottom) / 2:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.x0) for row in rows]


def _runs_out(row: Sequence[Glyph], above: Sequence[Glyph], bottom: float, size: float) -> bool:
    """Whether a row below a cell goes on with its text, which has left its padding."""
    if row[0].top >= bottom and is_page_number("".join(glyph.text for glyph in row)):
        return False
    last = max(glyph.bottom for glyph in above)
    unpadded = bottom - last < PADDED * size or row[0].top < bottom
    return (unpadded or _stacked(row, above, size)) and abs(row[0].top - last) < RUNS_OUT * size


def _stacked(row: Sequence[Glyph], above: Sequence[Glyph], size: float) -> bool:
    """Whether a single character stands below a stack of such, middle below middle."""
    middle = row[0].x0 + row[0].x1
    return (
        len(row) == 1
        and len(above) > 1
        and all(abs(glyph.x0 + glyph.x1 - middle) < 2 * IN_LINE * size for glyph in above)
    )


def _page_table(number: int, grid: Grid, cells: dict[int, _CellGlyphs]) -> PageTable:
    nothing = _CellGlyphs([])
    return PageTable(
        number,
        grid,
        tuple(
            _cell(number, grid, region, cells.get(index, nothing))
            for index, region in enumerate(grid.regions)
        ),
    )


def _cell(number: int, grid: Grid, region: Region, found: _CellGlyphs) -> Cell:
    return Cell(
        region.row,
        region.column,
        region.row_end - region.row,
        region.column_end - region.column,
        (Place(number, grid.box(region)),),
        tuple(text_lines(found.glyphs, number)),
        "text crosses a ruling" if found.across else "",
    )
