"""A document and the definitions of forms to a declaration with evidence.

Everything that differs between forms stands in their definitions; here are the
few ways in which forms say things: a label beside a value, a label in a line, a
numbered list, a text, a table under headers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.records import Cell, Document, Place, Table, TextLine
from normalize.cells import Value, cell_value, evidence_of, hard_breaks, value_of
from normalize.columns import Header, Leaf, find_header, leaf_of
from normalize.dates import parse_year
from normalize.definition import Column, FormDefinition, Label, Section
from normalize.items import part_of, split_items
from normalize.mending import mend_labels
from normalize.models import (
    DateTarget,
    Declaration,
    DepartmentDeclaration,
    Evidence,
    ProblemModel,
    Qualitative,
    Range,
    Threshold,
)
from normalize.repair import is_placeholder, repair_text, squeeze
from normalize.rows import Row, next_cell, rows_of
from normalize.sections import Block, find_blocks

# A form fits by its title, or if this share of its sections is found.
ENOUGH_SECTIONS = 0.6
# Titles stand within this many lines of the top, cover sheet aside.
_STATED_YEAR = re.compile(r"[(（]?\s*((?:19|20)\d\d)\s*[)）]?\s*年\s*(?:度|部门|单位|整体|项目|$)")
_TARGET_LEAVES = {
    kind: tuple(kind.model_fields) for kind in (Threshold, Range, Qualitative, DateTarget)
}
_CURRENCY = re.compile(r"(亿元|百万元|万元|千元|元)")
# From this month on a declaration is for the next year (budgets are drawn up
# from summer on; adjustments of the running year are filed in spring).
NEXT_YEAR_FROM = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: `declaration` is None where no definition fits.

    `tables` are the document's, labels mended where the form is known.
    """

    declaration: Declaration | None
    evidence: dict[str, Evidence]
    problems: tuple[ProblemModel, ...]
    tables: tuple[Table, ...] = ()


@dataclass(slots=True)
class _Draft:
    """Leaves and evidence while the form is read."""

    data: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    problems: list[ProblemModel] = field(default_factory=list)

    def put(self, holder: Any, key: str | int, pointer: str, value: Value) -> None:
        """Sets a leaf of `holder`, which stands at `pointer` without its last step."""
        path = f"{pointer}/{escape(str(key))}"
        holder[key] = value.value
        self.record(path, value)

    def record(self, path: str, value: Value) -> None:
        """Keeps the evidence of a leaf; that of a target stands at its leaves too."""
        evidence = value.evidence
        self.evidence[path] = evidence
        leaves = _TARGET_LEAVES.get(type(value.value))
        if leaves:
            for leaf in leaves:
                self.evidence[f"{path}/{leaf}"] = evidence
        if value.unread:
            self.problems.append(
                ProblemModel(
                    stage="values",
                    message=f"{evidence.raw!r} was not understood",
                    page=evidence.page,
                    bbox=evidence.bbox,
                    pointer=path,
                )
            )


def escape(step: str) -> str:
    """One step of a JSON Pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


def read_form(document: Document, forms: Sequence[FormDefinition]) -> Reading:
    """Reads the form that fits best; None and a problem where none does."""
    rows = rows_of(document.tables, document.lines)
    heads = _head_lines(document, rows)
    best = max(
        ((_fit(form, heads, rows), form) for form in forms), key=lambda item: item[0], default=None
    )
    if best is None or best[0] < ENOUGH_SECTIONS:
        return Reading(None, {}, (_unknown_form(document),), document.tables)
    return _read(document, best[1], heads)


def _unknown_form(document: Document) -> ProblemModel:
    if document.tables:
        message = "no form definition fits: tables are given as they stand, nothing was checked"
    elif any(page.kind == "scanned" for page in document.pages):
        message = "no form was found: pages that are pictures are not read yet"
    else:
        message = "no form was found: there is no ruled table in this file"
    return ProblemModel(stage="form", message=message)


def _head_lines(document: Document, rows: Sequence[Row]) -> list[TextLine]:
    """Lines outside tables, and those of cells that take a row's whole width."""
    wide = [
        line
        for row in rows[:4]
        if len(row.cells) == 1 and row.cells[0].row == row.index
        for line in row.cells[0].lines
    ]
    return [*document.lines, *wide]


def _fit(form: FormDefinition, heads: Sequence[TextLine], rows: Sequence[Row]) -> float:
    """1 and more for a title, plus the share of the form's sections that were found."""
    blocks, _ = find_blocks(rows, form)
    share = len({block.section.path for block in blocks}) / max(1, len(form.sections))
    return share + (1.0 if share and _title_line(form, heads) is not None else 0.0)


def _title_line(form: FormDefinition, heads: Sequence[TextLine]) -> TextLine | None:
    titles = sorted(form.titles, key=len, reverse=True)
    for line in heads:
        text = squeeze(line.text)
        if len(text) < 60 and any(title in text for title in titles):
            return line
    return None


def _read(document: Document, form: FormDefinition, heads: Sequence[TextLine]) -> Reading:
    draft = _Draft()
    tables = tuple(mend_labels(table, form) for table in document.tables)
    blocks, loose = find_blocks(rows_of(tables, document.lines), form)
    headers = {id(block): find_header(block.rows, block.section, block.column) for block in blocks}
    _read_title(draft, form, heads)
    _read_lines(draft, form, heads)
    _read_pairs(draft, form, loose)
    _read_fiscal_year(draft, list(headers.values()))
    for block in blocks:
        if block.section.kind == "table":
            _read_table(draft, block, headers[id(block)])
        elif block.section.kind == "items":
            _read_items(draft, block)
        else:
            _read_text(draft, block)
    found = {block.section.path for block in blocks}
    for section in form.sections:
        if section.path not in found:
            message = f"the section {section.labels[0]} was not found"
            draft.problems.append(ProblemModel(stage="form", message=message))
    declaration = DepartmentDeclaration.model_validate(draft.data)
    return Reading(declaration, draft.evidence, tuple(draft.problems), tables)


def _read_title(draft: _Draft, form: FormDefinition, heads: Sequence[TextLine]) -> None:
    draft.data["form"] = form.title
    line = _title_line(form, heads)
    if line is None:
        return
    draft.evidence["/form"] = evidence_of([line], Place(line.page, line.box), line.text)
    near = [
        other
        for other in heads
        if other.page == line.page and abs(other.box.top - line.box.top) < 60
    ]
    for candidate in (line, *near):
        match = _STATED_YEAR.search(candidate.text)
        if match:
            year = parse_year(match.group(1))
            evidence = evidence_of([candidate], Place(line.page, candidate.box), candidate.text)
            draft.put(draft.data, "stated_year", "", Value(year, evidence))
            return


def _read_lines(draft: _Draft, form: FormDefinition, heads: Sequence[TextLine]) -> None:
    """Labels and values within text lines: `填报日期：2023年10月9日 单位：万元`."""
    every = [label for rule in form.lines for label in rule.labels]
    for rule in form.lines:
        for line in heads:
            found = _labelled(line, rule, every)
            if found is None:
                continue
            value = _line_value(found, rule)
            if value.value is not None:
                draft.put(draft.data, rule.path, "", value)
                break


def _labelled(line: TextLine, rule: Label, every: Sequence[str]) -> TextLine | None:
    """What stands behind the label, up to the next label of the line."""
    for label in rule.labels:
        pattern = r"\s*".join(re.escape(char) for char in label).replace(r"\(", "[(（]")
        match = re.search(
            rf"(?:^|[\s：:，,；;）)(（]){pattern.replace(chr(92) + ')', '[)）]')}\s*[:：]",
            line.text,
        )
        if match is None:
            continue
        end = len(line.text)
        for other in every:
            spaced = r"\s*".join(re.escape(char) for char in other)
            follow = re.compile(rf"\s{spaced}\s*[:：(（]").search(line.text, match.end())
            if follow:
                end = min(end, follow.start())
        follow = re.compile(r"\s{1,}\S{2,12}[:：]").search(line.text, match.end() + 1)
        if follow:
            end = min(end, follow.start())
        if line.text[match.end() : end].strip():
            return part_of(line, match.end(), end)
    return None


def _line_value(line: TextLine, rule: Label) -> Value:
    place = Place(line.page, line.box)
    if rule.type != "currency":
        return value_of([line], place, rule.type)
    match = _CURRENCY.match(squeeze(line.text))
    return Value(match.group(1) if match else None, evidence_of([line], place, line.text))


def _read_pairs(draft: _Draft, form: FormDefinition, rows: Sequence[Row]) -> None:
    """Labels and values in cells side by side; unknown ones become attributes."""
    known = {label: rule for rule in form.pairs for label in rule.labels}
    attributes: dict[str, str] = {}
    for row in rows:
        taken: set[int] = set()
        for cell, text in row.starting:
            if not text or cell.column in taken:
                continue
            beside = next_cell(row, cell)
            if beside is None:
                continue
            rule = known.get(text)
            if rule is None:
                _read_attribute(draft, attributes, text, beside, known)
                if beside.lines:
                    taken.add(beside.column)
                continue
            taken.add(beside.column)
            value = cell_value(beside, "text" if rule.type == "currency" else rule.type)
            if rule.path not in draft.data or value.value is not None:
                draft.put(draft.data, rule.path, "", value)
    if attributes:
        draft.data["attributes"] = attributes


def _read_attribute(
    draft: _Draft, attributes: dict[str, str], label: str, beside: Cell, known: dict[str, Label]
) -> None:
    value = cell_value(beside, "text")
    if value.value is None or squeeze(beside.text) in known or label in attributes:
        return
    attributes[label] = value.value
    draft.evidence[f"/attributes/{escape(label)}"] = value.evidence


def _read_fiscal_year(draft: _Draft, headers: Sequence[Header]) -> None:
    """The year after the later history year, else the stated one, else by filing date."""
    years = [
        (leaf.year, cell)
        for header in headers
        for leaf in header.leaves
        for cell in header.cells
        if leaf.year and squeeze(cell.text) == leaf.header and cell.places[0].box.x0 == leaf.x0
    ]
    data = draft.data
    if years:
        latest, cell = max(years, key=lambda item: item[0])
        raw = "\n".join(line.text for line in cell.lines)
        evidence = evidence_of(cell.lines, cell.places[0], raw, sure=not cell.doubt)
        draft.put(data, "fiscal_year", "", Value(latest + 1, evidence))
    elif data.get("stated_year"):
        draft.put(
            data, "fiscal_year", "", Value(data["stated_year"], draft.evidence["/stated_year"])
        )
    elif data.get("filed_on"):
        filed = data["filed_on"]
        year = filed.year + (1 if filed.month >= NEXT_YEAR_FROM else 0)
        draft.put(data, "fiscal_year", "", Value(year, draft.evidence["/filed_on"]))


def _holder(draft: _Draft, path: str) -> tuple[Any, str]:
    """The object at a dotted path, made where it is missing, and its pointer."""
    holder: Any = draft.data
    for step in path.split("."):
        holder = holder.setdefault(step, {})
    return holder, "/" + path.replace(".", "/")


def _content(block: Block) -> list[Cell]:
    """The cells of a text section beside or below its label, in reading order."""
    seen: set[int] = set()
    cells = []
    for row in block.rows:
        for cell in row.cells:
            if cell.column < block.column or id(cell) in seen or cell is block.label:
                continue
            seen.add(id(cell))
            if cell.lines:
                cells.append(cell)
    return cells


def _read_items(draft: _Draft, block: Block) -> None:
    cells = _content(block)
    lines = [line for cell in cells for line in cell.lines]
    holder: list[str] = draft.data.setdefault(block.section.path, [])
    if not lines:
        return
    box = max((cell.places[0].box for cell in cells), key=lambda box: box.x1 - box.x0)
    doubt = next((cell.doubt for cell in cells if cell.doubt), "")
    for item in split_items(lines, hard_breaks(lines, box)):
        repaired = repair_text([line.text for line in item.lines])
        if not repaired.text or is_placeholder(repaired.text):
            continue
        place = Place(item.lines[0].page, item.lines[0].box)
        evidence = evidence_of(item.lines, place, repaired.raw, repaired.repairs, not doubt)
        holder.append(repaired.text)
        draft.evidence[f"/{block.section.path}/{len(holder) - 1}"] = evidence


def _read_text(draft: _Draft, block: Block) -> None:
    section = block.section
    holder, pointer = _holder(draft, section.path)
    cells = _content(block)
    if section.year:
        year = parse_year(squeeze(block.label.text).replace("年度", "年"))
        if year is not None:
            value = cell_value(block.label, "text")
            draft.put(holder, section.year, pointer, Value(year, value.evidence))
    if not cells and block.rows and block.column == 0:
        cells = [block.label]
    if not cells:
        empty = next((c for row in block.rows for c in row.cells if c.column >= block.column), None)
        if empty is not None:
            draft.put(holder, section.text, pointer, cell_value(empty, "text"))
        return
    lines = [line for cell in cells for line in cell.lines]
    doubt = next((cell.doubt for cell in cells if cell.doubt), "")
    draft.put(holder, section.text, pointer, value_of(lines, cells[0].places[0], "text", doubt))


@dataclass(slots=True)
class _Record:
    """The cells of one record by column path (a year column by path and year)."""

    cells: dict[str, Cell] = field(default_factory=dict)
    years: dict[int, Cell] = field(default_factory=dict)
    types: dict[str, Column] = field(default_factory=dict)


def _read_table(draft: _Draft, block: Block, header: Header) -> None:
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


def _note_unknown(draft: _Draft, section: Section, header: Header) -> None:
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
    draft: _Draft,
    path: str,
    section: Section,
    record: _Record,
    filled: dict[str, tuple[Value, Cell]],
) -> None:
    holder, pointer = _list_at(draft, path)
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


def _year_at(draft: _Draft, offset: int) -> int | None:
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


def _list_at(draft: _Draft, path: str) -> tuple[list[dict[str, Any]], str]:
    *steps, last = path.split(".")
    holder: Any = draft.data
    for step in steps:
        holder = holder.setdefault(step, {})
    return holder.setdefault(last, []), "/" + path.replace(".", "/")
