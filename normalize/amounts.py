"""Blocks of amounts: labels and amounts in pairs, in one or two columns, or under headers.

    项目资金 | 中期资金总额   | 5730 | 年度资金总额   | 10730
    （万元） | 其中：财政拨款 | 3250 | 其中：财政拨款 | 6250
             | 其他资金       | 2480 | 其他资金       | 4480

The labels of the sums open a side each; an item belongs to the side that its label
or its amount stands below, else to the last one opened to its left. Labels may also
stand in a row above their amounts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from extract.records import Cell, TextLine
from normalize.cells import Value, cell_value, is_doubtful, value_of
from normalize.definition import Section, bare_label, known_label
from normalize.draft import Draft, list_at
from normalize.labelled import put_currency, unsure
from normalize.models import ProblemModel
from normalize.numbers import parse_amount
from normalize.repair import squeeze
from normalize.rows import Row
from normalize.sections import Block

# `其中：1.财政拨款` is the item 财政拨款.
_BEFORE_ITEM = re.compile(r"(?:其中|[-—*·•]+|\(?\d{1,2}[)、.．]|[(（]\d[)）])[:：]?")


@dataclass(frozen=True, slots=True)
class _Side:
    """A side that a label of a sum opened; `is_header`: its amounts stand below it."""

    name: str
    cell: Cell
    is_header: bool


@dataclass(slots=True)
class _Reader:
    draft: Draft
    section: Section
    default: str
    sides: list[_Side] = field(default_factory=list)
    heads: list[Cell] = field(default_factory=list)

    def read(self, row: Row, block: Block) -> None:
        """The labels and amounts of one row."""
        label: Cell | None = None
        labels: list[Cell] = []
        for cell, text, after in _cells(row, block):
            if cell.row != row.index:
                continue
            if self._is_split(cell, after):
                continue
            amount_here = label is not None and self._below(cell) is not None
            if not _is_label(cell, text, label, None if amount_here else after, self.section):
                self._put(label or self._head(cell), cell)
                labels = []
                # Under headers one label has several amounts.
                label = label if self._below(cell) is not None else None
                continue
            label = cell
            labels.append(cell)
            self.draft.place(cell)
            side = self._side_of(text)
            if side:
                header = after is None or bool(after[1] and not _is_amount(after[1]))
                self.sides = [old for old in self.sides if old.cell.column != cell.column]
                self.sides.append(_Side(side, cell, header))

        self.heads = labels or self.heads

    def _is_split(self, cell: Cell, after: tuple[Cell, str] | None) -> bool:
        """Whether a blank cell is a part of the next one, in which the amount stands."""
        if cell.lines or after is None or not _is_amount(after[1]):
            return False
        return self._below(cell) is None and self._below(after[0]) is None

    def _head(self, cell: Cell) -> Cell | None:
        """The label that stands above an amount."""
        if not cell.lines:
            return None
        return next((head for head in self.heads if _overlap(head, cell) > 0), None)

    def _side_of(self, text: str) -> str:
        return side_of(text, self.section)

    def _below(self, cell: Cell) -> _Side | None:
        """The header that an amount stands below."""
        for side in self.sides:
            if side.is_header and _overlap(side.cell, cell) > 0:
                return side
        return None

    def _put(self, label: Cell | None, cell: Cell) -> None:
        below = self._below(cell)
        if label is None and not cell.lines:
            return
        if below is not None:
            side = below.name
        elif label is not None:
            left = [side for side in self.sides if side.cell.column <= label.column]
            nearest = max(left, key=lambda side: side.cell.column, default=None)
            side = nearest.name if nearest else self.default
        else:
            side = self.default
        put_amount(self.draft, self.section, label, side, cell)


def read_amounts(draft: Draft, block: Block) -> None:
    """Adds an item for each label of the block, its amounts by side."""
    section = block.section
    if block.label.lines:
        draft.place(block.label)
        put_currency(draft, block.label.lines, block.label.places[0])
    named = side_of(squeeze(block.label.text), section)
    reader = _Reader(draft, section, named or next(iter(section.sides)))
    for row in block.rows:
        reader.read(row, block)
    if not draft.at(section.path):
        message = f"the amounts of {section.labels[0]} were not recognised"
        draft.problems.append(ProblemModel(stage="form", message=message, page=block.label.page))


def _overlap(one: Cell, other: Cell) -> float:
    """How far two cells stand above each other, in points."""
    first, second = one.places[0].box, other.places[0].box
    return min(first.x1, second.x1) - max(first.x0, second.x0)


def side_of(text: str, section: Section) -> str:
    """The side whose sum a squeezed label names, or ""."""
    label = known_label(_BEFORE_ITEM.sub("", text), section.side_labels)
    return section.side_labels[label] if label else ""


def put_sum(
    draft: Draft, section: Section, side: str, label: Cell, lines: Sequence[TextLine], cell: Cell
) -> None:
    """An amount whose label stands among other pairs: `项目总预算（元） | 1200000`.

    `lines` are those of the amount, which may stand in the label's own cell.
    """
    put_currency(draft, label.lines, label.places[0])
    value = value_of(lines, cell.places[0], "amount", cell.doubt)
    name = replace(cell_value(label, "text"), value=section.total)
    _put(draft, section, name, side, value)


def put_amount(draft: Draft, section: Section, label: Cell | None, side: str, cell: Cell) -> None:
    """Adds an amount to the item that a label names; without one it is the sum."""
    draft.place(cell)
    value = cell_value(cell, "amount")
    if label is not None:
        put_currency(draft, label.lines, label.places[0])
        value = unsure(value) if _is_misread(label, section) else value
    _put(draft, section, _item(section, label, cell), side, value)


def _is_misread(label: Cell, section: Section) -> bool:
    """Whether a label was read with doubt and is none that the form has: it may open a side."""
    text = squeeze(label.text)
    is_known = side_of(text, section) or bare_label(_BEFORE_ITEM.sub("", text)) in section.items
    return is_doubtful(label.lines) and not is_known


def _put(draft: Draft, section: Section, name: Value, side: str, value: Value) -> None:
    holder, pointer = list_at(draft, section.path)
    index = _index_of(holder, name.value, side)
    if index is None:
        index = len(holder)
        item: dict[str, Any] = {"item": None} | dict.fromkeys(section.sides)
        holder.append(item)
        draft.put(item, "item", f"{pointer}/{index}", name)
    draft.put(holder[index], side, f"{pointer}/{index}", value)


def _index_of(holder: list[dict[str, Any]], name: Any, side: str) -> int | None:
    """The item of that name that has no amount of that side yet."""
    for index, item in enumerate(holder):
        if item["item"] == name and item[side] is None:
            return index
    return None


def _item(section: Section, label: Cell | None, cell: Cell) -> Value:
    if label is None:
        value = cell_value(cell, "text")
        return replace(value, value=section.total)
    value = cell_value(label, "text")
    if side_of(squeeze(label.text), section) or value.value is None:
        return replace(value, value=section.total)
    return replace(value, value=_bare_item(value.value) or section.total)


def item_value(section: Section, cell: Cell) -> Value:
    """The item that a cell of a table names: `其中：财政拨款` is 财政拨款."""
    value = cell_value(cell, "text")
    if value.value is None:
        return value
    if known_label(squeeze(cell.text), section.sums):
        return replace(value, value=section.total)
    return replace(value, value=_bare_item(value.value))


def _bare_item(text: str) -> str:
    return _CURRENCY.sub("", _BEFORE_ITEM.sub("", text)).strip(":：")


_CURRENCY = re.compile(r"[(（][^()（）]*元[)）]")


def _cells(row: Row, block: Block) -> Iterator[tuple[Cell, str, tuple[Cell, str] | None]]:
    """The content cells of a row, each with the one to its right."""
    cells = [
        (cell, text) for cell, text in zip(row.cells, row.texts, strict=True) if block.holds(cell)
    ]
    for index, (cell, text) in enumerate(cells):
        yield cell, text, cells[index + 1] if index + 1 < len(cells) else None


def _is_label(
    cell: Cell,
    text: str,
    label: Cell | None,
    after: tuple[Cell, str] | None,
    section: Section,
) -> bool:
    """Whether a cell says what an amount is: a text that no label waits for, or one that
    is a sum's or an item's, or that an amount follows (`after`: the cell to its right, None
    where it stands in the place of an amount itself: 据实列支)."""
    if not text or _is_amount(text) or parse_amount(cell.text).state == "placeholder":
        return False
    if label is None or side_of(text, section) or text.startswith("其中"):
        return True
    if bare_label(text) in section.items:
        return True
    return after is not None and _is_amount(after[1])


def _is_amount(text: str) -> bool:
    return parse_amount(text).state == "value"
