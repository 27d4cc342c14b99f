"""A document and the definitions of forms to a declaration with evidence.

Everything that differs between forms stands in their definitions; here are the
few ways in which forms say things: a label beside a value, a label in a line, a
numbered list, a text, a table under headers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import is_not

from extract.records import Cell, Document, Place, Table, TextLine
from normalize.cells import Value, cell_value, evidence_of, hard_breaks, value_of
from normalize.columns import Header, find_header
from normalize.dates import parse_year
from normalize.definition import FormDefinition
from normalize.draft import Draft, holder_at
from normalize.items import split_items
from normalize.labels import read_lines, read_pairs
from normalize.mending import mend_labels
from normalize.misread import mend_misread
from normalize.models import Declaration, DepartmentDeclaration, Evidence, ProblemModel
from normalize.records import read_table
from normalize.repair import is_placeholder, repair_text, squeeze
from normalize.rows import Row, rows_of
from normalize.sections import Block, find_blocks

# A form fits by its title, or if this share of its sections is found.
ENOUGH_SECTIONS = 0.6
# A longer line that names the form is a sentence about it.
LONGEST_TITLE = 60
# The year stands within this many points of the title.
NEAR_TITLE = 60.0
_STATED_YEAR = re.compile(r"[(（]?\s*((?:19|20)\d\d)\s*[)）]?\s*年\s*(?:度|部门|单位|整体|项目|$)")
_YEAR_ALONE = re.compile(r"\(?(\S{4}年)度?\)?")
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


def read_form(document: Document, forms: Sequence[FormDefinition]) -> Reading:
    """Reads the form that fits best; None and a problem where none does."""
    if any(page.kind == "scanned" for page in document.pages):
        words = frozenset(word for form in forms for word in form.words)
        tables = tuple(mend_misread(table, words) for table in document.tables)
        document = replace(document, tables=tables)
    rows = rows_of(document.tables, document.lines)
    heads = _head_lines(document, rows)
    best = max(
        ((_fit(form, heads, rows), form) for form in forms), key=lambda item: item[0], default=None
    )
    if best is None or best[0] < ENOUGH_SECTIONS:
        return Reading(None, {}, (_unknown_form(document),), document.tables)
    return _read(document, best[1], rows, heads)


def _unknown_form(document: Document) -> ProblemModel:
    if document.tables:
        message = "no form definition fits: tables are given as they stand, nothing was checked"
    elif any(page.kind == "scanned" for page in document.pages):
        message = "no form was found: there is no ruled table in these pictures"
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
    return [*wide, *document.lines]


def _fit(form: FormDefinition, heads: Sequence[TextLine], rows: Sequence[Row]) -> float:
    """1 and more for a title, plus the share of the form's sections that were found."""
    blocks, _ = find_blocks(rows, form)
    share = len({block.section.path for block in blocks}) / max(1, len(form.sections))
    return share + (1.0 if share and _title_lines(form, heads) else 0.0)


def _title_lines(form: FormDefinition, heads: Sequence[TextLine]) -> list[TextLine]:
    """The line, or two lines one below the other, that hold the title; else none."""
    titles = sorted(form.titles, key=len, reverse=True)
    pairs = [[upper, lower] for upper, lower in pairwise(heads) if upper.page == lower.page]
    for lines in [*([line] for line in heads), *pairs]:
        text = squeeze("".join(line.text for line in lines))
        if len(text) < LONGEST_TITLE and any(title in text for title in titles):
            return lines
    return []


def _read(
    document: Document, form: FormDefinition, rows: Sequence[Row], heads: Sequence[TextLine]
) -> Reading:
    draft = Draft()
    tables = tuple(mend_labels(table, form) for table in document.tables)
    if any(map(is_not, tables, document.tables)):
        rows = rows_of(tables, document.lines)
    blocks, loose = find_blocks(rows, form)
    headers = {id(block): find_header(block.rows, block.section, block.column) for block in blocks}
    _read_title(draft, form, heads)
    read_pairs(draft, form, loose)
    read_lines(draft, form, heads)
    _read_fiscal_year(draft, list(headers.values()))
    for block in blocks:
        if block.section.kind == "table":
            read_table(draft, block, headers[id(block)])
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


def _read_title(draft: Draft, form: FormDefinition, heads: Sequence[TextLine]) -> None:
    draft.data["form"] = form.title
    title = _title_lines(form, heads)
    if not title:
        return
    first = title[0]
    place = Place(first.page, first.box)
    raw = "\n".join(line.text for line in title)
    draft.evidence["/form"] = evidence_of(title, place, raw)
    near = [
        line
        for line in heads
        if line.page == first.page and abs(line.box.top - first.box.top) < NEAR_TITLE
    ]
    for line in (*title, *near):
        match = _STATED_YEAR.search(line.text) or _YEAR_ALONE.fullmatch(squeeze(line.text))
        year = parse_year(match.group(1)) if match else None
        if year is not None:
            evidence = evidence_of([line], Place(line.page, line.box), line.text)
            draft.put(draft.data, "stated_year", "", Value(year, evidence))
            return


def _read_fiscal_year(draft: Draft, headers: Sequence[Header]) -> None:
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


def _read_items(draft: Draft, block: Block) -> None:
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


def _read_text(draft: Draft, block: Block) -> None:
    section = block.section
    holder, pointer = holder_at(draft, section.path)
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
