"""A filing laid out on an abstract sheet: lines of text and ruled grids.

What stands here knows nothing of PDF. A run of text carries the JSON pointers
of the leaves it writes, so that each writer can say where they came to stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["label", "header", "value", "text"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text written in one go, with the pointers of the leaves it stands for."""

    text: str
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside the tables. `scale` is relative to the table's size."""

    runs: tuple[Run, ...]
    align: Align = "left"
    scale: float = 1.0
    bold: bool = False
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at offsets from 0 with its spans; a paragraph is a tuple of runs."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[tuple[Run, ...], ...]
    role: Role = "value"
    align: Align = "center"
    vertical: bool = False

    @property
    def text(self) -> str:
        """Everything printed in the cell."""
        return "".join(run.text for paragraph in self.paragraphs for run in paragraph)


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. `edges` are fractions of the width from 0 to 1, `columns`+1 of them.

    The first `header_rows` rows are repeated on every page where `repeats` is set.
    """

    edges: tuple[float, ...]
    rows: int
    cells: tuple[GridCell, ...]
    header_rows: int = 0
    repeats: bool = False

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self.edges) - 1

    def row_cells(self, row: int) -> list[GridCell]:
        """Cells that begin in `row`, left to right."""
        return sorted((c for c in self.cells if c.row == row), key=lambda c: c.column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole filing: lines above, tables one under the other, lines below."""

    above: tuple[Line, ...]
    grids: tuple[Grid, ...]
    below: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a block whose edges are not columns yet: fractions left and right."""

    row: int
    left: float
    right: float
    paragraphs: tuple[tuple[Run, ...], ...]
    row_span: int = 1
    role: Role = "value"
    align: Align = "center"
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a table."""

    rows: int
    boxes: tuple[Box, ...]


SNAP = 0.025
"""Edges nearer than this share of the table's width become one column edge.

2.5% of 480 points is 12 points, about one Chinese character: two edges that a
person would tell apart are kept, none lie so near that a reader must guess.
Blocks keep their own edges more than twice as far apart, so none collapses.
"""


def stacked(blocks: Sequence[Block], header_rows: int = 0, repeats: bool = False) -> Grid:
    """Blocks one under the other as a grid whose columns are all their edges."""
    boxes: list[Box] = []
    offset = 0
    for block in blocks:
        boxes += [_moved(box, offset) for box in block.boxes]
        offset += block.rows
    # The block with the most columns has the closest edges: it keeps them all.
    finest_first = sorted((_block_edges(block) for block in blocks), key=len, reverse=True)
    edges = _snapped_edges(value for values in finest_first for value in values)
    cells = tuple(_cell(box, edges) for box in boxes)
    return Grid(edges, offset, cells, header_rows, repeats)


def _block_edges(block: Block) -> list[float]:
    return sorted({value for box in block.boxes for value in (box.left, box.right)})


def _moved(box: Box, rows: int) -> Box:
    return Box(
        box.row + rows, box.left, box.right, box.paragraphs, box.row_span, box.role, box.align,
        box.vertical,
    )  # fmt: skip


def _snapped_edges(values: Iterable[float]) -> tuple[float, ...]:
    kept = [0.0, 1.0]
    for value in values:
        if min(abs(value - edge) for edge in kept) >= SNAP:
            kept.append(value)
    return tuple(sorted(kept))


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _cell(box: Box, edges: Sequence[float]) -> GridCell:
    left, right = _nearest(edges, box.left), _nearest(edges, box.right)
    return GridCell(
        row=box.row,
        column=left,
        row_span=box.row_span,
        column_span=right - left,
        paragraphs=box.paragraphs,
        role=box.role,
        align=box.align,
        vertical=box.vertical,
    )


def check_covered(grid: Grid) -> None:
    """Raises `ValueError` unless every slot of the grid belongs to exactly one cell."""
    seen: set[tuple[int, int]] = set()
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                if (row, column) in seen:
                    raise ValueError(f"two cells claim row {row}, column {column}")
                seen.add((row, column))
    if len(seen) != grid.rows * grid.columns:
        raise ValueError(f"{grid.rows * grid.columns - len(seen)} slots belong to no cell")
