"""Cells of a scanned page where a fold drew a ruling that is none, or one was not seen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.grid import Grid
from extract.records import Box, Cell

# Cells narrower than this many type sizes hold no character.
SLIVER = 1.8
# Rows of a table have so many cells beside their label.
ABOVE = 3


def tidied(cells: Sequence[Cell], grid: Grid, size: float) -> tuple[Cell, ...]:
    """The cells of a grid as they were drawn; `size` is that of the type, in points."""
    return _with_own_rows(grid, _without_cuts(_without_slivers(cells, SLIVER * size)))


def _without_slivers(cells: Sequence[Cell], narrow: float) -> tuple[Cell, ...]:
    """The cells without empty ones too narrow for a character: a fold drew one of their
    sides, the one that fewer rows have."""
    uses: Counter[int] = Counter()
    for cell in cells:
        for edge in (cell.column, cell.column + cell.column_span):
            uses[edge] += cell.row_span
    kept = [*cells]
    for cell in cells:
        box = cell.places[0].box
        if cell.lines or box.x1 - box.x0 > narrow:
            continue
        left, right = cell.column, cell.column + cell.column_span
        for other in kept:
            at_left = other.column + other.column_span == left and uses[left] < uses[right]
            at_right = other.column == right and uses[right] < uses[left]
            same_rows = (other.row, other.row_span) == (cell.row, cell.row_span)
            if same_rows and (at_left or at_right) and cell in kept:
                kept[kept.index(other)] = _together(other, cell)
                kept.remove(cell)
                break
    return tuple(kept)


def _without_cuts(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells without the empty half of a label that a fold cut, beside the one text of
    its row."""
    kept = [*cells]
    for text in cells:
        rows = range(text.row, text.row + text.row_span)
        beside = [c for c in kept if c.row < rows.stop and rows.start < c.row + c.row_span]
        filled = [cell for cell in beside if cell.lines and cell is not text]
        empty = [cell for cell in beside if not cell.lines]
        if not text.lines or len(beside) != 3 or len(filled) != 1 or len(empty) != 1:
            continue
        label, half = filled[0], empty[0]
        same_column = (label.column, label.column_span) == (half.column, half.column_span)
        if same_column and label.row_span + half.row_span == text.row_span:
            kept[kept.index(label)] = _together(label, half)
            kept.remove(half)
    return tuple(kept)


def _with_own_rows(grid: Grid, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells with labels in the row of the one text that they name, where the ruling above
    them was not seen: they reached up over the rows of a table."""
    result: list[Cell] = []
    for cell in cells:
        last = cell.row + cell.row_span - 1
        beside = [c for c in cells if c.row <= last < c.row + c.row_span and c is not cell]
        above = [c for c in cells if c.row <= last - 1 < c.row + c.row_span and c is not cell]
        low = all((line.box.top + line.box.bottom) / 2 > grid.ys[last] for line in cell.lines)
        is_one_text = len(beside) == 1 and beside[0].row == last and len(above) >= ABOVE
        if cell.column or cell.row_span < 2 or not cell.lines or not low or not is_one_text:
            result.append(cell)
            continue
        place = cell.places[0]
        upper, lower = (
            place._replace(box=place.box._replace(bottom=grid.ys[last])),
            place._replace(box=place.box._replace(top=grid.ys[last])),
        )
        result.append(replace(cell, row_span=cell.row_span - 1, places=(upper,), lines=()))
        result.append(replace(cell, row=last, row_span=1, places=(lower,)))
    return tuple(result)


def _together(cell: Cell, other: Cell) -> Cell:
    """A cell and an empty one beside, above or below it as one."""
    place, (_, box) = cell.places[0], other.places[0]
    whole = Box(
        min(place.box.x0, box.x0),
        min(place.box.top, box.top),
        max(place.box.x1, box.x1),
        max(place.box.bottom, box.bottom),
    )
    row, column = min(cell.row, other.row), min(cell.column, other.column)
    end = max(cell.row + cell.row_span, other.row + other.row_span)
    right = max(cell.column + cell.column_span, other.column + other.column_span)
    places = (place._replace(box=whole),)
    return replace(
        cell, row=row, column=column, row_span=end - row, column_span=right - column, places=places
    )
