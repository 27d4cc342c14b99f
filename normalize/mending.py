"""Labels that the page edge broke in two, made whole by what the form calls its parts."""

from collections.abc import Set
from dataclasses import replace

from extract.records import Cell, Table
from normalize.definition import FormDefinition
from normalize.repair import squeeze


def mend_labels(table: Table, form: FormDefinition) -> Table:
    """Joins a cell at the foot of a page with the one at the head of the next where only
    the two together are one of the form's labels: `可持续发展能` and `力`.
    """
    if len(table.pages) < 2:
        return table
    words = form.words
    starting = {(cell.row, cell.column, cell.column_span): cell for cell in table.cells}
    gone: set[int] = set()
    cells: list[Cell] = []
    for cell in table.cells:
        if id(cell) in gone:
            continue
        below = starting.get((cell.row + cell.row_span, cell.column, cell.column_span))
        if below is not None and _is_broken(cell, below, words):
            gone.add(id(below))
            cell = replace(
                cell,
                row_span=cell.row_span + below.row_span,
                places=(*cell.places, *below.places),
                lines=(*cell.lines, *below.lines),
            )
        cells.append(cell)
    return replace(table, cells=tuple(cells)) if gone else table


def _is_broken(upper: Cell, lower: Cell, words: Set[str]) -> bool:
    if not upper.lines or not lower.lines or upper.places[-1].page == lower.places[0].page:
        return False
    first, second = squeeze(upper.text), squeeze(lower.text)
    if first in words or second in words:
        return False
    whole = first + second
    return whole in words or ("(" in whole and whole[: whole.index("(")] in words)
