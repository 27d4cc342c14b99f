"""Tables row by row: which cells cover a row, which start in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.records import Cell, Table
from normalize.repair import squeeze


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    `cells` are all that cover it from left to right, merged ones among them;
    `starting` those that begin in it. `texts` are the squeezed texts of `cells`.
    """

    table: int
    index: int
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]

    @property
    def starting(self) -> list[tuple[Cell, str]]:
        """Cells that begin in this row, with their squeezed texts."""
        return [
            (cell, text)
            for cell, text in zip(self.cells, self.texts, strict=True)
            if cell.row == self.index
        ]

    @property
    def is_blank(self) -> bool:
        """Nothing stands in any cell that begins here."""
        return not any(text for _, text in self.starting)


def rows_of(tables: Sequence[Table]) -> list[Row]:
    """The rows of all tables, one after the other."""
    return [row for number, table in enumerate(tables) for row in _rows(number, table)]


def _rows(number: int, table: Table) -> Iterable[Row]:
    covering: list[list[tuple[Cell, str]]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        text = squeeze(cell.text)
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            covering[row].append((cell, text))
    for index, found in enumerate(covering):
        found.sort(key=lambda item: item[0].column)
        yield Row(number, index, tuple(cell for cell, _ in found), tuple(text for _, text in found))


def next_cell(row: Row, cell: Cell) -> Cell | None:
    """The cell to the right."""
    position = row.cells.index(cell)
    return row.cells[position + 1] if position + 1 < len(row.cells) else None
