"""Labels that the page edge broke in two, made whole by what the form calls its parts."""

from collections.abc import Sequence, Set
from dataclasses import replace

from extract.records import Cell, Table, TextLine
from normalize.definition import FormDefinition
from normalize.misread import completed
from normalize.repair import squeeze

# So many characters tell the level that they begin.
BEGUN = 4


def mend_labels(table: Table, form: FormDefinition) -> Table:
    """Joins a cell at the foot of a page with the one at the head of the next where only
    the two together are one of the form's labels: `可持续发展能` and `力`.

    Where such a label has one text beside it, the row is a broken one and its
    text is joined as well.
    """
    if len(table.pages) < 2:
        return table
    table = _without_spills(table, form.words)
    starting = {(cell.row, cell.column, cell.column_span): cell for cell in table.cells}
    for cell in table.cells:
        below = starting.get((cell.row + cell.row_span, cell.column, cell.column_span))
        if below is None or not _is_broken(cell, below, form):
            continue
        upper = [other for other in table.cells if other.row == cell.row]
        lower = [other for other in table.cells if other.row == below.row]
        single = all(other.row_span == 1 for other in (*upper, *lower))
        if single and len(upper) == len(lower) == 2 and _columns(upper) == _columns(lower):
            return mend_labels(_without_row(table, below.row, upper, lower), form)
        new: dict[int, Cell | None] = {}
        for above, under in _going_on(table, cell, below):
            whole = _joined(above, under)
            if word := _begun(squeeze(whole.text), form.vocabulary) if above is cell else "":
                whole = replace(whole, lines=(completed(whole.lines, word),))
            new[id(above)] = replace(whole, row_span=above.row_span + under.row_span)
            new[id(under)] = None
        return mend_labels(_replaced(table, new), form)
    return table


def _without_spills(table: Table, words: Set[str]) -> Table:
    """Gives a vertical label the characters that ran out of its cell into the label below:
    `可持续发展能` above `力满意度`. At a page edge cells do not grow with their text."""
    ending = {
        (cell.row + cell.row_span, cell.column, cell.column_span): cell
        for cell in table.cells
        if cell.lines and all(len(line.text) == 1 for line in cell.lines)
    }
    new: dict[int, Cell | None] = {}
    for below in table.cells:
        cell = ending.get((below.row, below.column, below.column_span))
        if cell is None or id(cell) in new or squeeze(below.text) in words:
            continue
        above = ending.get((cell.row, cell.column, cell.column_span))
        for count in range(1, len(below.lines)):
            spilled, own = below.lines[:count], below.lines[count:]
            if len(spilled[-1].text) > 1:
                break
            if _joint(own) not in words:
                continue
            rest = _rest_of(cell, above, spilled, words)
            if rest is not None:
                new[id(cell)] = replace(cell, lines=rest)
                new[id(below)] = replace(below, lines=own)
                break
    return _replaced(table, new) if new else table


def _rest_of(
    cell: Cell, above: Cell | None, spilled: Sequence[TextLine], words: Set[str]
) -> tuple[TextLine, ...] | None:
    """The lines of a label with those that ran out of it, None where they are not its own. In
    a scan they lie over other print and may be read as anything."""
    said = squeeze(cell.text)
    for before in ("", squeeze(above.text)) if above else ("",):
        whole = before + said
        if whole + _joint(spilled) in words:
            return (*cell.lines, *spilled)
        bare = "".join(char for char in whole if char.isalpha())
        found = [w for w in words if w.startswith(bare) and len(w) == len(bare) + len(spilled)]
        if cell.recognised and len(found) == 1 and len(bare) >= BEGUN:
            return (completed(cell.lines, found[0][len(before) :]),)
    return None


def _joint(lines: Sequence[TextLine]) -> str:
    return "".join(line.text for line in lines)


def _going_on(table: Table, label: Cell, below: Cell) -> list[tuple[Cell, Cell]]:
    """The broken label and the labels to its right that are empty on one of the pages."""
    pairs = [(label, below)]
    under = {(cell.column, cell.column_span): cell for cell in table.cells if cell.row == below.row}
    column = label.column + label.column_span
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        if cell.column != column or cell.row + cell.row_span != below.row:
            continue
        other = under.get((cell.column, cell.column_span))
        if other is None or (cell.lines and other.lines):
            break
        pairs.append((cell, other))
        column += cell.column_span
    return pairs


def _columns(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    return [(cell.column, cell.column_span) for cell in cells]


def _joined(upper: Cell, lower: Cell) -> Cell:
    return replace(
        upper,
        places=(*upper.places, *lower.places),
        lines=(*upper.lines, *lower.lines),
        doubt=upper.doubt or lower.doubt,
    )


def _replaced(table: Table, new: dict[int, Cell | None]) -> Table:
    cells = (new.get(id(cell), cell) for cell in table.cells)
    return replace(table, cells=tuple(cell for cell in cells if cell is not None))


def _without_row(table: Table, row: int, upper: Sequence[Cell], lower: Sequence[Cell]) -> Table:
    """The table with `row` joined to the one above."""
    new: dict[int, Cell | None] = {
        id(above): _joined(above, below) for above, below in zip(upper, lower, strict=True)
    }
    new.update((id(cell), None) for cell in lower)
    for cell in table.cells:
        if cell.row > row:
            new[id(cell)] = replace(cell, row=cell.row - 1)
        elif cell.row < row < cell.row + cell.row_span:
            new[id(cell)] = replace(cell, row_span=cell.row_span - 1)
    return replace(_replaced(table, new), rows=table.rows - 1)


def _is_broken(upper: Cell, lower: Cell, form: FormDefinition) -> bool:
    if not upper.lines or not lower.lines or upper.places[-1].page == lower.places[0].page:
        return False
    first, second = squeeze(upper.text), squeeze(lower.text)
    words, levels = form.words, form.vocabulary
    if first + second in levels and second not in levels:
        return True
    if lower.recognised and not {first, second} & words and _begun(first + second, levels):
        return True
    if _is_label(first, words) and (_is_label(second, words) or "(" in first):
        return False
    return _is_label(first + second, words)


def _begun(text: str, levels: Sequence[str]) -> str:
    """The one level that a text lacks the last character of, or two; "" where there is none.

    Where a page cuts a label its end may run out of its cell and be printed over."""
    bare = "".join(char for char in text if char.isalpha())
    found = [word for word in levels if bare in (word[:-1], word[:-2]) and len(bare) >= BEGUN]
    return found[0] if len(found) == 1 and bare not in levels else ""


def _is_label(text: str, words: Set[str]) -> bool:
    """A label of the form, also with something in brackets: `长期目标(截止2026年)`."""
    return text in words or (text.endswith(")") and text.partition("(")[0] in words)
