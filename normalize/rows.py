"""Tables row by row: which cells cover a row, which start in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.records import Cell, Place, Table, TextLine
from normalize.repair import squeeze


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    `cells` are all that cover it from left to right, merged ones among them;
    `starting` those that begin in it. `texts` are the squeezed texts of `cells`.
    `headings` are the lines between a table and the one before, nearest first;
    only the first row of a table has them.
    """

    table: int
    index: int
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    starting: tuple[tuple[Cell, str], ...] = ()
    headings: tuple[TextLine, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing stands in any cell that begins here."""
        return not any(text for _, text in self.starting)


def rows_of(tables: Sequence[Table], lines: Sequence[TextLine] = ()) -> list[Row]:
    """The rows of all tables, one after the other; `lines` are those outside them."""
    rows: list[Row] = []
    before: Place | None = None
    for number, table in enumerate(tables):
        first, *rest = _rows(number, table)
        rows += [replace(first, headings=_between(before, table.cells[0].places[0], lines)), *rest]
        before = max(cell.places[-1] for cell in table.cells)
    return rows


def _between(before: Place | None, first: Place, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Lines above a table that stand below the one before, from bottom to top."""
    start = (before.page, before.box.bottom - 1) if before is not None else (0, 0.0)
    end = (first.page, first.box.top + 1)
    between = [line for line in lines if start <= (line.page, line.box.top) <= end]
    return tuple(sorted(between, key=lambda line: (-line.page, -line.box.top)))


def _rows(number: int, table: Table) -> Iterable[Row]:
    covering: list[list[tuple[Cell, str]]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        text = squeeze(cell.text)
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            covering[row].append((cell, text))
    for index, found in enumerate(covering):
        found.sort(key=lambda item: item[0].column)
        cells, texts = zip(*found, strict=True) if found else ((), ())
        starting = tuple([item for item in found if item[0].row == index])
        yield Row(number, index, cells, texts, starting)


def next_cell(row: Row, cell: Cell) -> Cell | None:
    """The cell to the right."""
    position = row.cells.index(cell)
    return row.cells[position + 1] if position + 1 < len(row.cells) else None
