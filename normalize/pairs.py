"""Labels and values in cells side by side, several in a row."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from extract.records import Cell, TextLine
from normalize.amounts import put_sum
from normalize.cells import Value, value_of
from normalize.definition import FormDefinition, Label, known_label
from normalize.draft import Draft, escape
from normalize.items import part_of
from normalize.labelled import put_attribute, put_currency, put_labelled
from normalize.lines import follows_label, is_instruction
from normalize.models import ProblemModel
from normalize.repair import squeeze
from normalize.rows import Row
from normalize.texts import label_text, table_text

# Labels of forms have up to 20 characters (保证项目实施的制度、措施; 同名项目上年预算执行数);
# what is longer is a text.
LONGEST_LABEL = 24
DRAWN_OFF = "an empty cell stands before it"
_COLON = re.compile(r"[:：]")
_INLINE = re.compile(r"(?!其中)[一-龥()]{3,12}")
_NO_LABEL = re.compile(r"[\d.,%≥≤><=年月日\-—/()元万个]*|.*[。；;]$")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value: `lines` in the cell `beside`; `group` is a label over several."""

    label: str
    group: str
    cell: Cell
    beside: Cell
    lines: tuple[TextLine, ...]


def read_pairs(draft: Draft, form: FormDefinition, rows: Sequence[Row]) -> None:
    """Sets the leaves that the labels of these rows name; unknown ones become attributes.

    Of several labels of one leaf the rule's first counts (主管部门 before 申报部门). A
    label that several rules name is that of the first where it stands first.
    """
    known: dict[str, list[tuple[int, Pair, Label]]] = {}
    others: list[Pair] = []
    seen: Counter[str] = Counter()
    for pair in _pairs(draft, form, rows):
        draft.place(pair.cell, pair.beside)
        label = known_label(pair.label, form.pair_labels)
        if label:
            rules = form.pair_labels[label]
            rule = rules[min(seen[label], len(rules) - 1)]
            seen[label] += 1
            rank = (0 if pair.lines else len(rule.labels)) + rule.labels.index(label)
            known.setdefault(rule.path, []).append((rank, pair, rule))
        elif side := form.side_of(pair.label):
            put_sum(draft, *side, pair.cell, pair.lines, pair.beside)
        elif path := _text_path(pair.label, form):
            draft.put_at(path, _text(pair))
        else:
            others.append(pair)
    for found in known.values():
        found.sort(key=lambda item: item[0])
        _, best, rule = found[0]
        others += [pair for _, pair, _ in found[1:]]
        if draft.at(rule.path) is not None or not _put(draft, rule, best):
            others.append(best)
    for pair in others:
        _put_attribute(draft, pair)


def _put(draft: Draft, rule: Label, pair: Pair) -> bool:
    put_currency(draft, pair.cell.lines, pair.cell.places[0])
    place = pair.beside.places[0]
    return put_labelled(draft, rule, pair.label, pair.lines, place, pair.beside.doubt)


def _text_path(label: str, form: FormDefinition) -> str:
    """Where the text of a section goes whose label stands among pairs (`年度目标`), or ""."""
    for section, half in form.marks.get(known_label(label, form.marks), ()):
        if section.kind == "text" and section.text:
            half = half or (list(form.halves) or [""])[-1]
            return f"{section.path_of(half)}.{section.text}"
    return ""


def _text(pair: Pair) -> Value:
    return value_of(pair.lines, pair.beside.places[0], "text", pair.beside.doubt)


def _put_attribute(draft: Draft, pair: Pair) -> None:
    label = label_text(pair.cell) if pair.cell is not pair.beside else pair.label
    attributes = draft.data.get("attributes", {})
    if label in attributes or label in draft.data.get("choices", {}):
        label = f"{pair.group}/{label}" if pair.group else f"{label}({len(attributes)})"
    put_attribute(draft, label, pair.lines, _text(pair))


def _pairs(draft: Draft, form: FormDefinition, rows: Sequence[Row]) -> Iterator[Pair]:
    inside: set[int] = set()
    for position, row in enumerate(rows):
        if id(row) in inside:
            continue
        region = _table_within(rows[position:], form)
        if region:
            inside.update(map(id, region))
            _put_table(draft, region)
        else:
            yield from _pairs_in(draft, form, row)


def _pairs_in(draft: Draft, form: FormDefinition, row: Row) -> Iterator[Pair]:
    """The pairs of one row, from left to right."""
    group = ""
    position = 0
    while position < len(row.cells):
        cell, text = row.cells[position], row.texts[position]
        position += 1
        if cell.row != row.index or not text:
            group = group or (text if cell.row_span > 1 else "")
            continue
        inline = _inline(cell, form)
        if inline is not None:
            yield inline
            continue
        if position == len(row.cells) or not _may_be_label(text, form):
            continue
        beside = row.cells[position]
        if _is_group(row, position - 1, form):
            group = text
            draft.place(cell)
        elif beside.row == row.index and not _is_known(row.texts[position], form):
            if _is_drawn_off(row, position, form):
                # A fold through the value's cell: what stands behind it, with doubt.
                beside = replace(row.cells[position + 1], doubt=DRAWN_OFF)
                position += 1
            yield Pair(text, group, cell, beside, beside.lines)
            position += 1


def _is_drawn_off(row: Row, position: int, form: FormDefinition) -> bool:
    """Whether the cell behind a label of a scan is empty and the next one holds no label."""
    if position + 1 >= len(row.cells) or row.texts[position]:
        return False
    label, behind, text = row.cells[position - 1], row.cells[position + 1], row.texts[position + 1]
    odd = len(row.starting) % 2 == 1
    known = _is_known(row.texts[position - 1], form) and not _is_known(text, form)
    return label.recognised and odd and known and bool(text) and behind.row == row.index


def is_label(cell: Cell, text: str, form: FormDefinition) -> bool:
    """Whether a cell is, or begins with, a label that the form knows."""
    inline = _inline(cell, form) if cell.lines else None
    return _is_known(text, form) or (inline is not None and _is_known(inline.label, form))


def _is_known(text: str, form: FormDefinition) -> bool:
    return bool(known_label(text, form.pair_labels)) or form.side_of(text) is not None


def _may_be_label(text: str, form: FormDefinition) -> bool:
    if _is_known(text, form):
        return True
    return len(text) <= LONGEST_LABEL and not _NO_LABEL.fullmatch(text)


def _is_group(row: Row, position: int, form: FormDefinition) -> bool:
    """Whether a cell is a label over pairs to its right: it spans more rows than they do, or
    what follows is a label that is known."""
    if _is_known(row.texts[position], form):
        return False
    cell, beside = row.cells[position], row.cells[position + 1]
    if cell.row_span > beside.row_span and position + 2 < len(row.cells):
        return True
    return position + 2 < len(row.cells) and _is_known(row.texts[position + 1], form)


def _inline(cell: Cell, form: FormDefinition) -> Pair | None:
    """A label and its value in one cell: `项目负责人：蔡某`."""
    first = cell.lines[0]
    colon = _COLON.search(first.text)
    if colon is None or follows_label(first.text, colon.end()) or is_instruction(first):
        return None
    label = squeeze(first.text[: colon.start()])
    rest = part_of(first, colon.end(), len(first.text))
    lines = (rest, *cell.lines[1:]) if rest.text else cell.lines[1:]
    if not lines or not (_is_known(label, form) or _INLINE.fullmatch(label)):
        return None
    return Pair(label, "", cell, cell, tuple(lines))


def _table_within(rows: Sequence[Row], form: FormDefinition) -> list[Row]:
    """The rows of a table that stands beside a label, which is no pairs: an odd number of
    cells in some row, and no label that is known."""
    label = rows[0].cells[0] if rows[0].cells else None
    if label is None or label.row != rows[0].index or label.row_span == 1 or not label.lines:
        return []
    region = list(takewhile(lambda row: row.cells and row.cells[0] is label, rows))
    beside = [[text for cell, text in row.starting if cell is not label] for row in region]
    odd = any(len(texts) > 1 and len(texts) % 2 for texts in beside)
    known = any(_is_known(text, form) for texts in beside for text in texts)
    return region if odd and not known else []


def _put_table(draft: Draft, rows: Sequence[Row]) -> None:
    """A label's table as the text of an attribute, a line a row; that is said."""
    label, *_ = rows[0].cells
    page, box = label.places[0]
    message = f"a table of {len(rows)} rows has no section in the form and is kept as text"
    draft.problems.append(
        ProblemModel(
            stage="form",
            message=message,
            page=page,
            bbox=box,
            pointer=f"/attributes/{escape(label_text(label))}",
        )
    )
    cells = [[cell for cell, _ in row.starting if cell is not label] for row in rows]
    draft.place(label, *(cell for row in cells for cell in row))
    lines = [line for row in cells for cell in row for line in cell.lines]
    put_attribute(draft, label_text(label), lines, table_text(cells))
