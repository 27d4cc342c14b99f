"""Which rows belong to which section of a form."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.records import Cell, Place
from normalize.definition import FormDefinition, Section
from normalize.repair import squeeze
from normalize.rows import Row

_NUMBERING = "一二三四五六七八九十0123456789、,.．()"
# This many headers of a section in one row are no chance: names of indicators and
# projects are none, `项目` and `金额` alone are common.
MIN_HEADERS = 3
# Headers stand in at most this many rows.
HEADER_ROWS = 3


@dataclass(slots=True)
class Block:
    """The rows of one section. `label` is the cell that marks it, `column` the
    first column that belongs to its content."""

    section: Section
    label: Cell
    column: int
    rows: list[Row] = field(default_factory=list)


def find_blocks(rows: Sequence[Row], form: FormDefinition) -> tuple[list[Block], list[Row]]:
    """The sections found, in order, and the rows that are in none."""
    labels = {label: section for section in form.sections for label in section.labels}
    blocks: list[Block] = []
    loose: list[Row] = []
    pairs = {label for pair in form.pairs for label in pair.labels}
    for position, row in enumerate(rows):
        found = _label_in(row, labels, blocks[-1] if blocks else None)
        headed = _headed(row, labels)
        if found is None and headed is not None:
            blocks.append(headed)
            headed.rows.append(row)
            continue
        if found is None:
            unlabelled = _by_header(rows[position : position + HEADER_ROWS], form, blocks)
            if unlabelled is not None:
                blocks.append(unlabelled)
            starts_pair = (
                bool(row.texts) and row.cells[0].row == row.index and (row.texts[0] in pairs)
            )
            if blocks and not starts_pair:
                blocks[-1].rows.append(row)
            else:
                loose.append(row)
            continue
        section, cell, text = found
        heading = len(row.cells) == 1
        last = blocks[-1] if blocks else None
        if last is not None and last.section is section:
            # The label came back on the next page.
            if not heading:
                last.rows.append(row)
            continue
        column = 0 if heading else cell.column + cell.column_span
        block = Block(section, cell, column)
        if not heading or (section.kind != "table" and _says_more(text, section)):
            block.rows.append(row)
        blocks.append(block)
    return blocks, loose


def _headed(row: Row, labels: dict[str, Section]) -> Block | None:
    """The section that a line above the table names: `三、长期绩效指标`."""
    for line in row.headings:
        section = match_label(squeeze(line.text), labels, heading=True)
        if section is not None:
            place = Place(line.page, line.box)
            return Block(section, Cell(0, 0, 1, 0, (place,), (line,)), 0)
    return None


def _by_header(rows: Sequence[Row], form: FormDefinition, blocks: Sequence[Block]) -> Block | None:
    """A table section whose label was not read, known by the headers of these rows.

    It is one that was not found yet and has more of them than the one at hand;
    of several the first in the form.
    """
    row = rows[0]
    own = [text for _, text in row.starting if text]
    if sum(1 for text in own if text in form.headers) < MIN_HEADERS or all(
        _matches(section, own) < MIN_HEADERS for section in form.sections
    ):
        return None
    texts = [text for line in rows for _, text in line.starting if text]
    done = {block.section.path for block in blocks}
    least = _matches(blocks[-1].section, texts) if blocks else 0
    new_table = bool(blocks and blocks[-1].rows) and blocks[-1].rows[-1].table != row.table
    best: Section | None = None
    for section in form.sections:
        count = _matches(section, texts)
        more = count > least or (new_table and count == least > 0)
        if section.path not in done and count >= MIN_HEADERS and more:
            best, least, new_table = section, count, False
    if best is None:
        return None
    known = best.headers
    column = min(cell.column for cell, text in row.starting if text in known)
    return Block(best, row.cells[0], column)


def _matches(section: Section, texts: Sequence[str]) -> int:
    """How many of the texts are headers of the section."""
    if section.kind != "table":
        return 0
    return sum(1 for text in texts if text in section.headers)


def _label_in(
    row: Row, labels: dict[str, Section], current: Block | None
) -> tuple[Section, Cell, str] | None:
    """The section whose label begins in this row: its first cell, or the second
    where the first is a label over several sections."""
    for position in (0, 1):
        if position >= len(row.cells):
            return None
        cell, text = row.cells[position], row.texts[position]
        if cell.row != row.index:
            continue
        if position == 1 and not _may_nest(row, current):
            return None
        section = match_label(text, labels, len(row.cells) == 1)
        if section is not None:
            return section, cell, text
    return None


def _may_nest(row: Row, current: Block | None) -> bool:
    """Whether the second cell can be a section's label: no section owns the first."""
    first = row.cells[0]
    return first.row_span > 1 and (current is None or current.label is not first)


def match_label(text: str, labels: dict[str, Section], heading: bool) -> Section | None:
    """The section that a squeezed label names.

    `长期目标:(截止2026年)` names 长期目标; a heading over the whole width may be
    numbered (`一、部门职能概述`).
    """
    if not text:
        return None
    if text in labels:
        return labels[text]
    bare = text.lstrip(_NUMBERING) if heading else text
    for label in sorted(labels, key=len, reverse=True):
        if not bare.startswith(label):
            continue
        rest = bare[len(label) :].lstrip(":：")
        if not rest or (rest[0] == "(" and rest[-1] == ")") or heading:
            return labels[label] if not heading or _is_heading(rest, labels[label]) else None
    return None


def _is_heading(rest: str, section: Section) -> bool:
    return not rest or section.kind != "table" or rest[0] == "("


def _says_more(text: str, section: Section) -> bool:
    """A heading cell that holds the text itself: `长期目标：…`."""
    return not any(text.lstrip(_NUMBERING).rstrip(":") == label for label in section.labels)
