"""Sections of running text and of numbered items."""

import re
from collections.abc import Sequence
from typing import Any

from extract.records import Cell, Place, TextLine
from normalize.cells import Value, cell_value, evidence_of, hard_breaks, value_of
from normalize.dates import parse_year
from normalize.definition import known_label
from normalize.draft import Draft, list_at
from normalize.items import part_of, split_items
from normalize.labelled import put_attribute, put_period
from normalize.periods import period_in_label
from normalize.repair import is_placeholder, repair_text, squeeze
from normalize.sections import Block

ATTRIBUTES = "attributes"


def read_items(draft: Draft, block: Block) -> None:
    """Adds the items of a section (`1、…；2、…`) to its list."""
    cells = _filled(draft, block)
    lines = [line for cell in cells for line in cell.lines]
    path = block.path
    items, pointer = list_at(draft, path)
    holder: list[Any] = items
    if not lines:
        return
    box = max((cell.places[0].box for cell in cells), key=lambda box: box.x1 - box.x0)
    doubt = _doubt(cells)
    for item in split_items(lines, hard_breaks(lines, box)):
        repaired = repair_text([line.text for line in item.lines])
        if not repaired.text or is_placeholder(repaired.text):
            continue
        place = Place(item.lines[0].page, item.lines[0].box)
        evidence = evidence_of(item.lines, place, repaired.raw, repaired.repairs, not doubt)
        holder.append(repaired.text)
        draft.evidence[f"{pointer}/{len(holder) - 1}"] = evidence


def read_text(draft: Draft, block: Block) -> None:
    """Sets the leaf of a text section, and the year or period that its label names."""
    section = block.section
    path = ".".join(filter(None, (block.path, section.text)))
    cells = _filled(draft, block)
    _read_years(draft, block)
    if path == ATTRIBUTES:
        _read_attribute(draft, block)
        return
    if not cells and block.rows and not block.beside and block.end is None:
        # The label's own cell, which says more than the label.
        value = _own_text(block)
    elif any(len(row) > 1 for row in _rows(block)):
        value = table_text(_rows(block))
    elif cells:
        lines = [line for cell in cells for line in cell.lines]
        value = value_of(lines, cells[0].places[0], "text", _doubt(cells))
    else:
        empty = next((cell for cell, _ in block.content()), None)
        if empty is None:
            return
        value = cell_value(empty, "text")
    if draft.at(path) is None:
        draft.put_at(path, value)
    elif value.value is not None and value.value != draft.at(path):
        put_attribute(draft, label_text(block.label), block.label.lines, value)


def _own_text(block: Block) -> Value:
    lines = list(block.label.lines)
    text = lines[0].text
    for end in range(len(text), 0, -1):
        if text[end - 1] in ":：" and known_label(squeeze(text[:end]), block.section.marks):
            lines[0] = part_of(lines[0], end, len(text))
            break
    lines = [line for line in lines if line.text]
    return value_of(lines, block.label.places[0], "text", block.label.doubt)


def _read_years(draft: Draft, block: Block) -> None:
    section = block.section
    if section.year:
        year = parse_year(squeeze(block.label.text).replace("年度", "年"))
        if year is not None:
            evidence = cell_value(block.label, "text").evidence
            draft.put_at(f"{block.path}.{section.year}", Value(year, evidence))
    period = period_in_label(block.label.text) if section.period else None
    if period is not None:
        put_period(draft, section.period, period, cell_value(block.label, "text"))


def _read_attribute(draft: Draft, block: Block) -> None:
    """A section of the form's own: its text, or that of its rows, under its label."""
    rows = _rows(block)
    if len(rows) > 1 or any(len(row) > 1 for row in rows):
        value = table_text(rows)
    elif rows:
        value = cell_value(rows[0][0], "text")
    elif block.rows and not block.beside and block.end is None:
        value = _own_text(block)
    else:
        return
    lines = [line for row in rows for cell in row for line in cell.lines]
    put_attribute(draft, label_text(block.label), lines, value)


def _rows(block: Block) -> list[list[Cell]]:
    """The cells that hold something, row by row."""
    rows = [
        [cell for cell, _ in row.starting if block.holds(cell) and cell.lines] for row in block.rows
    ]
    return [row for row in rows if row]


def label_text(cell: Cell) -> str:
    """A label as it stands: on one line, up to its colon."""
    text = repair_text([line.text for line in cell.lines]).text
    head = re.match(r"[^:：]{2,24}(?=[:：])", text)
    return head[0] if head else text.strip(":：")


def table_text(rows: Sequence[Sequence[Cell]]) -> Value:
    """The text of several cells, a line a row, cells apart by spaces."""
    texts = [" ".join(filter(None, map(_repaired, row))) for row in rows]
    lines: list[TextLine] = [line for row in rows for cell in row for line in cell.lines]
    cells = [cell for row in rows for cell in row]
    raw = "\n".join(line.text for line in lines)
    evidence = evidence_of(lines, cells[0].places[0], raw, sure=not _doubt(cells))
    return Value("\n".join(filter(None, texts)) or None, evidence)


def _repaired(cell: Cell) -> str:
    value: str | None = cell_value(cell, "text").value
    return value or ""


def _filled(draft: Draft, block: Block) -> list[Cell]:
    """The cells of a section that hold something, in reading order."""
    cells = [cell for cell, _ in block.content()]
    draft.place(block.label, *cells)
    return [cell for cell in cells if cell.lines]


def _doubt(cells: Sequence[Cell]) -> str:
    return next((cell.doubt for cell in cells if cell.doubt), "")
