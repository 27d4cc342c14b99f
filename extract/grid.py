"""Rulings to grids: column and row edges, and rectangles of cells with spans."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.records import Box, Ruling
from extract.rulings import MEET, MIN_LENGTH, SNAP, components, joined

# How far rulings must stick out past the last crossing one for the side to be
# an open one (a table without outer border, a page break without a line).
# Sloppy corners stick out by up to 3; the narrowest open column seen is 15 wide.
STICK_OUT = 8.0
# Where several do they end at one place: 4 apart seen on scans.
SAME_END = 6.0
# Share of a unit edge that must be drawn for it to separate two cells.
DRAWN = 0.6
# A single box higher than this is a frame around a page or a picture; a lower one
# can be the first row of a table that goes on on the next page.
MAX_LONE_ROW = 60.0
# A merged column between two parts of a table is no wider, and so many of their rows, and such
# a share, are the same.
WIDEST_GAP = 120.0
MOST_ROWS = (4, 0.8)

# Rulings across and down that hang together.
_Part = tuple[list[Ruling], list[Ruling]]


@dataclass(frozen=True, slots=True)
class Region:
    """A cell of a grid: half-open ranges of rows and columns."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The skeleton of one table on one page.

    `xs` are the column edges from left to right, `ys` the row edges from top to
    bottom (n + 1 for n). `owner[row][column]` is the index of the region that a
    unit belongs to. `open_top` and `open_bottom`: no line is drawn there, the
    table goes on on another page or has no outer border.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    owner: tuple[tuple[int, ...], ...]
    open_top: bool = False
    open_bottom: bool = False
    open_left: bool = False
    open_right: bool = False

    def box(self, region: Region) -> Box:
        """Where a cell lies."""
        return Box(
            self.xs[region.column],
            self.ys[region.row],
            self.xs[region.column_end],
            self.ys[region.row_end],
        )


def grids(rulings: Iterable[Ruling], before: Grid | None = None) -> list[Grid]:
    """All grids that these rulings draw, from top to bottom; the outermost only
    where one lies inside another.

    `before` is the grid that ends the page before: a table without outer border
    shows its edge only where a line runs up to it, which may be on another page.
    """
    found: list[Grid] = []
    for horizontal, vertical in _one_beside_the_other(components(*joined(rulings))):
        grid = _grid(horizontal, vertical, None if found else before)
        if grid is not None:
            found.append(grid)
    return [grid for grid in found if not any(_inside(grid, other) for other in found)]


def _one_beside_the_other(parts: Iterable[_Part]) -> list[_Part]:
    """The parts of a table that a merged column, which goes on above and below, sets apart:
    they are as high, and have most rows in common."""
    whole: list[_Part] = []
    for part in parts:
        other = next((one for one in whole if _are_beside(one, part)), None)
        if other is None:
            whole.append(part)
        else:
            other[0].extend(part[0])
            other[1].extend(part[1])
    return whole


def _are_beside(one: _Part, other: _Part) -> bool:
    left, right = sorted((one, other), key=lambda part: min(line.at for line in part[1]))
    gap = min(line.start for line in right[0]) - max(line.end for line in left[0])
    if not 0 < gap < WIDEST_GAP:
        return False
    ends = [
        (min(line.start for line in part[1]), max(line.end for line in part[1]))
        for part in (left, right)
    ]
    if any(abs(a - b) > STICK_OUT for a, b in zip(*ends, strict=True)):
        return False
    fewer, more = sorted((_edges(line.at for line in part[0]) for part in (left, right)), key=len)
    common = sum(any(abs(at - to) <= SNAP for to in more) for at in fewer)
    return common >= MOST_ROWS[0] and common >= MOST_ROWS[1] * len(fewer)


def _inside(grid: Grid, other: Grid) -> bool:
    return (
        grid is not other
        and other.xs[0] - SNAP <= grid.xs[0]
        and grid.xs[-1] <= other.xs[-1] + SNAP
        and other.ys[0] - SNAP <= grid.ys[0]
        and grid.ys[-1] <= other.ys[-1] + SNAP
        and (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])
        < (other.xs[-1] - other.xs[0]) * (other.ys[-1] - other.ys[0])
    )


def _grid(horizontal: list[Ruling], vertical: list[Ruling], before: Grid | None) -> Grid | None:
    left, right = _open_sides(horizontal, vertical)
    if before is not None:
        first, last = min(line.at for line in vertical), max(line.at for line in vertical)
        if before.open_left and before.open_right and not left and not right:
            # Of a last row there is one line only, as wide as the table before.
            left, right = _as_wide(horizontal, before.xs[0], before.xs[-1], first, last)
        if before.open_left and not left and _alike(before.xs[-1], *(right or [last])):
            left = [before.xs[0]] if first - before.xs[0] > STICK_OUT else []
        if before.open_right and not right and _alike(before.xs[0], *(left or [first])):
            right = [before.xs[-1]] if before.xs[-1] - last > STICK_OUT else []
    # A row of label and text has one line, where the table has no outer border either.
    top, bottom = _open_sides(vertical, horizontal, 1 if left and right else 2)
    xs = _edges([*(line.at for line in vertical), *left, *right])
    ys = _edges([*(line.at for line in horizontal), *top, *bottom])
    if len(xs) < 2 or len(ys) < 2:
        return None
    if len(xs) == 2 and len(ys) == 2 and ys[1] - ys[0] > MAX_LONE_ROW:
        return None
    across = _drawn(ys, xs, horizontal)
    down = _drawn(xs, ys, vertical)
    for side, edge in ((left, 0), (right, -1)):
        if side:
            down[edge] = [True] * (len(ys) - 1)
    for side, edge in ((top, 0), (bottom, -1)):
        if side:
            across[edge] = [True] * (len(xs) - 1)
    owner, regions = _regions(across, down, len(ys) - 1, len(xs) - 1)
    return Grid(
        tuple(xs), tuple(ys), regions, owner, bool(top), bool(bottom), bool(left), bool(right)
    )


def _as_wide(
    lines: Sequence[Ruling], start: float, end: float, first: float, last: float
) -> tuple[list[float], list[float]]:
    """The sides at which a line begins and ends, where no line crosses; none without one."""
    if first - start <= STICK_OUT or end - last <= STICK_OUT:
        return [], []
    whole = any(
        abs(line.start - start) <= SAME_END and abs(line.end - end) <= SAME_END for line in lines
    )
    return ([start], [end]) if whole else ([], [])


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= SNAP


def _open_sides(
    lines: Sequence[Ruling], crossing: Sequence[Ruling], least: int = 2
) -> tuple[list[float], list[float]]:
    """Where `lines` stick out past the outermost of `crossing` on both sides.

    One position or none a side. At least two must end at the same place, so that
    one long line (a signature's) draws no column, unless `least` says otherwise.
    """
    first = min(line.at for line in crossing)
    last = max(line.at for line in crossing)
    before = [line.start for line in lines if first - line.start > STICK_OUT]
    after = [line.end for line in lines if line.end - last > STICK_OUT]
    return _outermost(before, least), [-end for end in _outermost([-end for end in after], least)]


def _outermost(ends: Sequence[float], least: int) -> list[float]:
    """The smallest position at which so many lines end at least; none is an empty list."""
    for end in sorted(ends):
        if sum(1 for other in ends if abs(other - end) <= SAME_END) >= least:
            return [end]
    return []


def _edges(positions: Iterable[float]) -> list[float]:
    """Sorted positions, those within `SNAP` taken as one."""
    edges: list[list[float]] = []
    for position in sorted(positions):
        if edges and position - edges[-1][0] <= SNAP:
            edges[-1].append(position)
        else:
            edges.append([position])
    return [sum(group) / len(group) for group in edges]


def _drawn(
    positions: Sequence[float], crossing: Sequence[float], lines: Sequence[Ruling]
) -> list[list[bool]]:
    """For each position, which unit edges between neighbours of `crossing` are drawn."""
    drawn = [[False] * (len(crossing) - 1) for _ in positions]
    units = list(pairwise(crossing))
    for line in lines:
        index = nearest(positions, line.at)
        row = drawn[index]
        for unit, (start, end) in enumerate(units):
            if (line.start <= start + MEET and line.end >= end - MEET) or min(line.end, end) - max(
                line.start, start
            ) >= max(DRAWN * (end - start), MIN_LENGTH):
                row[unit] = True
    return drawn


def nearest(positions: Sequence[float], at: float) -> int:
    """The index of the position (sorted) nearest to `at`."""
    index = bisect_left(positions, at)
    if index == len(positions) or (index and at - positions[index - 1] <= positions[index] - at):
        return index - 1
    return index


def _regions(
    across: Sequence[Sequence[bool]], down: Sequence[Sequence[bool]], rows: int, columns: int
) -> tuple[tuple[tuple[int, ...], ...], tuple[Region, ...]]:
    """Units that no drawn edge separates, as rectangles in reading order.

    A region is grown to the right, then down, as far as no edge is drawn; what
    is left of a shape that is no rectangle becomes regions of its own.
    """
    owner = [[-1] * columns for _ in range(rows)]
    regions: list[Region] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            column_end = column + 1
            while column_end < columns and not down[column_end][row] and owner[row][column_end] < 0:
                column_end += 1
            row_end = row + 1
            while row_end < rows and _goes_on(across, down, owner, row_end, column, column_end):
                row_end += 1
            for covered in range(row, row_end):
                owner[covered][column:column_end] = [len(regions)] * (column_end - column)
            regions.append(Region(row, column, row_end, column_end))
    return tuple(tuple(line) for line in owner), tuple(regions)


def _goes_on(
    across: Sequence[Sequence[bool]],
    down: Sequence[Sequence[bool]],
    owner: Sequence[Sequence[int]],
    row: int,
    column: int,
    column_end: int,
) -> bool:
    """Whether a region of these columns goes on into `row`."""
    if any(across[row][column:column_end]) or any(
        unit >= 0 for unit in owner[row][column:column_end]
    ):
        return False
    return not any(down[edge][row] for edge in range(column + 1, column_end))
