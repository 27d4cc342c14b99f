"""Tables under headers to records: one row, one record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.records import Cell
from normalize.cells import Value, cell_value
from normalize.columns import Header, Leaf, leaf_of
from normalize.definition import Column, Section
from normalize.draft import Draft, list_at
from normalize.models import ProblemModel
from normalize.rows import Row
from normalize.sections import Block


@dataclass(slots=True)
class _Record:
    """The cells of one record by column path (a year column by path and year)."""

    cells: dict[str, Cell] = field(default_factory=dict)
    years: dict[int, Cell] = field(default_factory=dict)
    types: dict[str, Column] = field(default_factory=dict)


def read_table(draft: Draft, block: Block, header: Header) -> None:
    """Adds a record to the draft for each row of the section under its headers."""
    section = block.section
    if not header.leaves:
        message = f"the columns of {section.labels[0]} were not recognised"
        draft.problems.append(ProblemModel(stage="form", message=message, page=block.label.page))
        return
    _note_unknown(draft, section, header)
    group = next(iter(section.groups), "")
    filled: dict[str, tuple[Value, Cell]] = {}
    for position, row in enumerate(block.rows):
        if position in header.rows:
            continue
        group = _group(row, section, group, block.column)
        record = _record(row, header.leaves, section, block.column)
        if record is None:
            continue
        path = f"{section.path}.{group}" if section.groups else section.path
        _add_record(draft, path, section, record, filled)


def _note_unknown(draft: Draft, section: Section, header: Header) -> None:
    for leaf in header.leaves:
        if leaf.column is None and leaf.header not in ("序号", "编号"):
            message = f"the column {leaf.header} of {section.labels[0]} has no place in the form"
            draft.problems.append(ProblemModel(stage="form", message=message))


def _group(row: Row, section: Section, before: str, first_column: int) -> str:
    for cell, text in zip(row.cells, row.texts, strict=True):
        if cell.column < first_column:
            continue
        for group, labels in section.groups.items():
            if text in labels:
                return group
    return before


def _record(
    row: Row, leaves: Sequence[Leaf], section: Section, first_column: int
) -> _Record | None:
    """The record that begins in this row, None where none does."""
    record = _Record()
    group_labels = {label for labels in section.groups.values() for label in labels}
    begins = False
    anything = False
    for cell, text in zip(row.cells, row.texts, strict=True):
        if cell.column < first_column or text in group_labels:
            continue
        leaf = leaf_of(cell, leaves)
        if leaf is None or leaf.column is None:
            continue
        column = leaf.column
        starts = cell.row == row.index
        begins = begins or (starts and column.path not in section.fill_down)
        anything = anything or (starts and bool(text))
        if not column.years:
            if column.path not in record.cells or not record.cells[column.path].lines:
                record.cells[column.path] = cell
            record.types[column.path] = column
        elif leaf.year is not None or leaf.offset is not None:
            record.years[leaf.year or leaf.offset or 0] = cell
            record.types[column.path] = column
    return record if begins and anything else None


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
    for column in section.columns:
        if column.years:
            continue
        cell = record.cells.get(column.path)
        if cell is None:
            item.setdefault(column.path, None)
            continue
        value = cell_value(cell, column.type)
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


def _year_at(draft: Draft, offset: int) -> int | None:
    year = draft.data.get("fiscal_year")
    return year + offset if year is not None else None


def _filled(
    path: str, value: Value, cell: Cell, filled: dict[str, tuple[Value, Cell]], reset: bool
) -> tuple[Value, bool]:
    """A blank level takes the one above it, unless the level over it changed."""
    before = filled.get(path)
    if not cell.lines and before is not None and not reset:
        return before[0], reset
    changed = before is None or before[1] is not cell
    filled[path] = (value, cell)
    return value, reset or changed
