"""Tables under headers to records: one row, one record (or one for each half of the form)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.records import Cell
from normalize.amounts import item_value
from normalize.beside import SIGN, Beside
from normalize.cells import Value, cell_value, is_doubtful, value_of
from normalize.columns import Header, Leaf, leaf_of
from normalize.definition import Column, Section
from normalize.draft import Draft, list_at
from normalize.labelled import put_currency, unsure
from normalize.models import ProblemModel
from normalize.repair import repair_text
from normalize.rows import Row
from normalize.sections import Block, closes_table


@dataclass(slots=True)
class _Record:
    """The cells of one record by column path (a year column by path and year).

    `signs` and `units` hold those of targets whose sign or unit has a column of its own.
    `crowded` are columns in which several cells with texts stand.
    """

    cells: dict[str, Cell] = field(default_factory=dict)
    years: dict[int, Cell] = field(default_factory=dict)
    signs: dict[str, Cell] = field(default_factory=dict)
    units: dict[str, Cell] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    crowded: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _List:
    """One list of records: its path, its columns as they stand, the levels so far."""

    path: str
    leaves: Sequence[Leaf]
    own: frozenset[int]
    filled: dict[str, tuple[Value, Cell]] = field(default_factory=dict)
    _known: dict[tuple[int, int, int], Leaf | None] = field(default_factory=dict)

    def leaf_of(self, row: Row, cell: Cell) -> Leaf | None:
        """The column that the cell stands in; cells over the same columns of a table share it."""
        over = row.table, cell.column, cell.column_span
        if over not in self._known:
            self._known[over] = leaf_of(cell, self.leaves)
        return self._known[over]


def read_table(draft: Draft, block: Block, header: Header) -> None:
    """Adds a record to the draft for each row of the section under its headers."""
    section = block.section
    if not header.leaves:
        message = f"the columns of {section.labels[0]} were not recognised"
        draft.problems.append(ProblemModel(stage="form", message=message, page=block.label.page))
        return
    draft.place(block.label, *(header.all_cells))
    if any(column.type == "amount" for column in section.columns):
        for cell in header.cells:
            put_currency(draft, cell.lines, cell.places[0])
    _note_unknown(draft, section, header)
    if any(column.type == "amount" for column in section.columns):
        for cell in (block.label, *header.cells):
            put_currency(draft, cell.lines, cell.places[0])
    lists = list(_lists(block, header))
    group = next(iter(section.groups), "")
    for position, row in enumerate(block.rows):
        if position in header.rows or _closes(draft, row, section, header):
            continue
        group = _group(draft, row, block, group)
        for found in lists:
            record = _record(draft, row, found, block)
            if record is not None:
                path = f"{found.path}.{group}" if section.groups else found.path
                _add_record(draft, path, section, record, found.filled)


def _closes(draft: Draft, row: Row, section: Section, header: Header) -> bool:
    """Whether a row sums up the records (`总分 | 100 | 95.5`); its values go where they belong."""
    texts = [(cell, text) for cell, text in row.starting if text]
    if not texts or not closes_table(*texts[0], section):
        return False
    draft.place(*(cell for cell, _ in texts))
    paths = {path: leaf for leaf in header.leaves if leaf.column for path in [leaf.column.path]}
    for path, goes_to in section.closes.items():
        for cell, _ in texts[1:]:
            leaf = leaf_of(cell, header.leaves)
            alone = len(row.starting) == 2 and len(section.closes) == 1
            if path in paths and (leaf is paths[path] or alone):
                draft.put_at(goes_to, cell_value(cell, paths[path].type))
    return True


def _lists(block: Block, header: Header) -> Iterator[_List]:
    """The lists that the columns belong to: one, or one for each half of the form."""
    section = block.section
    if not section.path.startswith("*"):
        yield _List(section.path, header.leaves, frozenset(map(id, header.leaves)))
        return
    for half in header.halves or (block.half or list(section.halves)[-1],):
        leaves = [leaf for leaf in header.leaves if leaf.half in ("", half)]
        own = [leaf for leaf in leaves if leaf.half]
        names_records = any(leaf.column and leaf.column.path == section.first for leaf in own)
        yield _List(
            section.path_of(half), leaves, frozenset(map(id, own if names_records else leaves))
        )


def _note_unknown(draft: Draft, section: Section, header: Header) -> None:
    for leaf in header.leaves:
        if leaf.column is None and leaf.header not in ("序号", "编号"):
            message = f"the column {leaf.header} of {section.labels[0]} has no place in the form"
            draft.problems.append(ProblemModel(stage="form", message=message))


def _group(draft: Draft, row: Row, block: Block, before: str) -> str:
    for cell, text in zip(row.cells, row.texts, strict=True):
        if cell.column < block.column:
            continue
        for group, labels in block.section.groups.items():
            if text in labels:
                draft.place(cell)
                return group
    return before


def _record(draft: Draft, row: Row, found: _List, block: Block) -> _Record | None:
    """The record that begins in this row, None where none does."""
    section = block.section
    record = _Record()
    group_labels = {label for labels in section.groups.values() for label in labels}
    begins = False
    anything = False
    covered: list[Cell] = []
    for cell, text in zip(row.cells, row.texts, strict=True):
        if not block.holds(cell) or text in group_labels:
            continue
        leaf = found.leaf_of(row, cell)
        if leaf is None:
            continue
        if leaf.column is None or not leaf.column.path:
            if leaf.header in ("序号", "编号") or leaf.column is not None:
                draft.place(cell)
            continue
        column = leaf.column
        starts = cell.row == row.index and id(leaf) in found.own
        begins = begins or (starts and column.path not in section.fill_down)
        anything = anything or (starts and bool(text))
        if _keep(record, leaf, cell):
            covered.append(cell)
    if not (begins and anything):
        return None
    draft.place(*covered)
    return record


def _keep(record: _Record, leaf: Leaf, cell: Cell) -> bool:
    """Puts a cell where its column belongs; False where another stands there."""
    column = leaf.column
    assert column is not None
    if column.years:
        if leaf.year is None and leaf.offset is None:
            return False
        record.years[leaf.year or leaf.offset or 0] = cell
        return True
    cells = {"op": record.signs, "unit": record.units}.get(column.part, record.cells)
    if column.path in cells and cells[column.path].lines:
        if cell.lines and cell.row == cells[column.path].row:
            record.crowded.add(column.path)
        return False
    cells[column.path] = cell
    if not column.part:
        record.headers[column.path] = leaf.header
    return True


def _add_record(
    draft: Draft,
    path: str,
    section: Section,
    record: _Record,
    filled: dict[str, tuple[Value, Cell]],
) -> None:
    holder, pointer = list_at(draft, path)
    item: dict[str, Any] = {}
    pointer = f"{pointer}/{len(holder)}"
    holder.append(item)
    reset = False
    name = record.cells.get(section.first)
    # A long-term deadline without a year may be that of any of them.
    year = None if path.startswith("long_term") else draft.data.get("fiscal_year")
    beside = Beside(name=name.text if name else "", year=year)
    for column in section.columns:
        if column.years or column.part or not column.path:
            continue
        cell = record.cells.get(column.path)
        if cell is None:
            item.setdefault(column.path, None)
            continue
        if column.path == "actual":
            beside = beside._replace(counted=getattr(item.get("target"), "unit", ""))
        value = _value(record, section, column, cell, beside)
        if column.path in record.crowded:
            value = unsure(value)
        if column.path in section.fill_down:
            value, reset = _filled(column.path, value, cell, filled, reset)
        draft.put(item, column.path, pointer, value)
    history: dict[str, Any] = {}
    for year, cell in sorted(record.years.items()):
        known = year if year > 0 else _year_at(draft, year)
        if known is None:
            continue
        type_ = next(column.type for column in section.columns if column.years)
        draft.put(history, str(known), f"{pointer}/history", cell_value(cell, type_))
    if any(column.years for column in section.columns) or "history" in item:
        item["history"] = history


def _value(record: _Record, section: Section, column: Column, cell: Cell, beside: Beside) -> Value:
    """The value of a cell; that of a target with its sign, its unit and what else tells them."""
    if column.type == "item":
        return item_value(section, cell)
    if column.type != "target":
        return cell_value(cell, column.type)
    # One column of units serves what was planned and what was reached.
    unit = record.units.get(column.path) or next(iter(record.units.values()), None)
    sign = record.signs.get(column.path)
    around = beside._replace(
        header=record.headers.get(column.path, ""),
        sign=sign.text if sign else "",
        unit=unit.text if unit else "",
    )
    doubt = next((part.doubt for part in (cell, sign, unit) if part and part.doubt), "")
    if not doubt and any(part and is_doubtful(part.lines) for part in (sign, unit)):
        doubt = "what stands beside it was read with doubt"
    if not doubt and sign is not None and _is_no_sign(sign, cell):
        doubt = "the sign beside it was not read"
    return value_of(cell.lines, cell.places[0], column.type, doubt, around)


def _is_no_sign(sign: Cell, target: Cell) -> bool:
    """Whether the sign beside a number of a scan is missing, or no sign: `M` for `≤`."""
    if not target.recognised or not any(char.isdigit() for char in target.text):
        return False
    text = repair_text([sign.text]).text
    is_word = len(text) > 1 and all("一" <= char <= "鿿" for char in text)
    return not is_word and not SIGN.fullmatch(text)


def _year_at(draft: Draft, offset: int) -> int | None:
    year = draft.data.get("fiscal_year")
    return year + offset if year is not None else None


def _is_no_word(text: str) -> bool:
    """Whether a level is what a pen was read as: a letter or two."""
    return len(text) <= 2 and text.isascii()


def _filled(
    path: str, value: Value, cell: Cell, filled: dict[str, tuple[Value, Cell]], reset: bool
) -> tuple[Value, bool]:
    """A blank level takes the one above it, unless the level over it changed; one in which
    something could not be read does so with doubt."""
    before = filled.get(path)
    dirty = cell.recognised and _is_no_word(cell.text)
    if (not cell.lines or dirty) and before is not None and not reset:
        return unsure(before[0]) if cell.doubt or dirty else before[0], reset
    changed = before is None or before[1] is not cell
    filled[path] = (value, cell)
    return value, reset or changed
