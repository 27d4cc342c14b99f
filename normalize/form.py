"""A document and the definitions of forms to a declaration with evidence.

Everything that differs between forms stands in their definitions; here are the
few ways in which forms say things: a label beside a value, a label in a line, a
numbered list, a text, amounts, a table under headers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import is_not

from extract.records import Cell, Document, Table, TextLine
from normalize.amounts import read_amounts
from normalize.cells import cell_value
from normalize.choosing import choose_form
from normalize.columns import find_header, with_columns, with_years
from normalize.definition import FormDefinition, Section
from normalize.draft import Draft
from normalize.leaves import MODELS
from normalize.lines import is_instruction, read_lines
from normalize.mending import mend_labels
from normalize.misread import mend_misread
from normalize.models import Declaration, Evidence, LabelledValue, ProblemModel
from normalize.pairs import is_label, read_pairs
from normalize.records import read_table
from normalize.rows import Row, rows_of
from normalize.sections import Block, find_blocks
from normalize.texts import read_items, read_text
from normalize.titles import Heads, heads_of, read_fiscal_year, read_title
from normalize.unknown import labelled_values

# A table without a section is the form's if this many labels of it stand there.
ENOUGH_PAIRS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: `declaration` is None where no definition fits.

    `tables` are the document's, labels mended where the form is known. `definition`
    is the name of the one that was used, `fit` the share of the cells in the form's
    tables that found their place by it (0 to 1). `pairs` are labels and values of an
    unknown form.
    """

    declaration: Declaration | None
    evidence: dict[str, Evidence]
    problems: tuple[ProblemModel, ...]
    tables: tuple[Table, ...] = ()
    definition: str = ""
    fit: float = 0.0
    pairs: tuple[LabelledValue, ...] = ()


def read_form(document: Document, forms: Sequence[FormDefinition]) -> Reading:
    """Reads the form that fits best; None and a problem where none does."""
    scanned = any(page.kind == "scanned" for page in document.pages)
    tables = document.tables
    words = frozenset(word for form in forms for word in form.words) if scanned else frozenset()
    if scanned:
        tables = tuple(mend_misread(table, words) for table in tables)
    rows = rows_of(tables, document.lines)
    heads = heads_of(document, rows)
    form = choose_form(forms, rows, heads)
    if form is None:
        return _unknown(document)
    if scanned:
        # What another form calls its parts is no help in this one.
        means = {
            label: frozenset(mark.section.path for mark in marks)
            for label, marks in form.marks.items()
        }
        tables = tuple(mend_misread(table, form.words, words, means) for table in document.tables)
    mended = tuple(mend_labels(table, form) for table in tables)
    if any(map(is_not, mended, document.tables)):
        document = replace(document, tables=mended)
        rows = rows_of(mended, document.lines)
    return _read(document, form, rows, heads)


def _unknown(document: Document) -> Reading:
    pairs = tuple(labelled_values(document))
    return Reading(None, {}, (_unknown_form(document),), document.tables, pairs=pairs)


def _unknown_form(document: Document) -> ProblemModel:
    if document.tables:
        message = "no form definition fits: tables are given as they stand, nothing was checked"
    elif any(page.kind == "scanned" for page in document.pages):
        message = "no form was found: there is no ruled table in these pictures"
    else:
        message = "no form was found: there is no ruled table in this file"
    return ProblemModel(stage="form", message=message)


def _read(document: Document, form: FormDefinition, rows: Sequence[Row], heads: Heads) -> Reading:
    draft = Draft()
    blocks, loose = find_blocks(rows, form)
    tables = _form_tables(form, blocks, loose)
    loose = [row for row in loose if row.table in tables]
    headers = with_years(
        [
            find_header(block.rows, block.section, block.column)
            if block.section.kind == "table"
            else None
            for block in blocks
        ]
    )
    if any(page.kind == "scanned" for page in document.pages):
        headers = with_columns(headers, [block.section for block in blocks])
    read_title(draft, form, heads)
    read_pairs(draft, form, loose)
    read_lines(draft, form, [*heads.lines, *_lines_in(draft, loose)])
    read_fiscal_year(draft, form, [header for header in headers if header])
    for block, header in zip(blocks, headers, strict=True):
        draft.place(*block.around)
        if header:
            read_table(draft, block, header)
        elif block.section.kind == "amounts":
            read_amounts(draft, block)
        elif block.section.kind == "items":
            read_items(draft, block)
        else:
            read_text(draft, block)
    _note_missing(draft, form, blocks)
    fit = _note_unplaced(draft, [document.tables[number] for number in sorted(tables)])
    declaration = MODELS[form.model].model_validate(draft.data)
    return Reading(
        declaration, draft.evidence, tuple(draft.problems), document.tables, form.name, fit
    )


def _form_tables(form: FormDefinition, blocks: Sequence[Block], loose: Sequence[Row]) -> set[int]:
    """The numbers of the tables that are the form's: not those of an attachment."""
    tables = {row.table for block in blocks for row in block.rows}
    labels = [
        row.table for row in loose for cell, text in row.starting if is_label(cell, text, form)
    ]
    return tables | {table for table in labels if labels.count(table) >= ENOUGH_PAIRS}


def _lines_in(draft: Draft, rows: Sequence[Row]) -> Iterator[TextLine]:
    """The lines of cells that are no pair: `填表人：张某 联系电话：138…` across a row."""
    for row in rows:
        for cell, _ in row.starting:
            if not draft.has_place(cell):
                yield from cell.lines


def _note_missing(draft: Draft, form: FormDefinition, blocks: Sequence[Block]) -> None:
    """Says which sections of the likeliest layout were not found; one whose label another
    took was."""
    found = {block.section.path for block in blocks}
    labels = {label for block in blocks for label in block.section.labels}
    best: list[Section] = []
    most = None
    for needed in form.needed:
        gone = [
            section
            for section in needed
            if section.path not in found
            and labels.isdisjoint(section.labels)
            and not draft.at(section.path)
        ]
        more_found = len(needed) - 2 * len(gone)
        if most is None or more_found > most:
            best, most = gone, more_found
    for section in best:
        message = f"the section {section.labels[0]} was not found"
        draft.problems.append(ProblemModel(stage="form", message=message))


def _note_unplaced(draft: Draft, tables: Sequence[Table]) -> float:
    """Keeps what found no place in the form; gives the share of what did."""
    cells = [cell for table in tables for cell in table.cells if cell.lines]
    unplaced = list(_before_instructions([cell for cell in cells if not draft.has_place(cell)]))
    for index, cell in enumerate(unplaced):
        value = cell_value(cell, "text")
        draft.data.setdefault("unplaced", []).append(value.value or cell.text)
        draft.evidence[f"/unplaced/{index}"] = value.evidence
    if unplaced:
        first = unplaced[0]
        message = f"{len(unplaced)} cells have no place in the form: {_shown(unplaced)}"
        draft.problems.append(
            ProblemModel(stage="form", message=message, page=first.page, pointer="/unplaced")
        )
    return round(1 - len(unplaced) / max(1, len(cells)), 4)


def _before_instructions(cells: Sequence[Cell]) -> Iterator[Cell]:
    for cell in cells:
        if is_instruction(cell.lines[0]):
            return
        yield cell


def _shown(cells: Sequence[Cell], most: int = 3) -> str:
    texts = ["".join(cell.text.split())[:20] for cell in cells[:most]]
    return "、".join(texts) + ("…" if len(cells) > most else "")
