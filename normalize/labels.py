"""Labels and values: in a text line, and in cells side by side."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from extract.records import Cell, Place, TextLine
from normalize.cells import Value, cell_value, evidence_of, value_of
from normalize.definition import FormDefinition, Label
from normalize.draft import Draft, escape
from normalize.items import part_of
from normalize.repair import squeeze
from normalize.rows import Row, next_cell

_CURRENCY = re.compile(r"(亿元|百万元|万元|千元|元)")
# From here on the form explains its columns: `1.部门（单位）名称：填写…全称。`
_INSTRUCTIONS = re.compile(r"(?:填报|填表|编报|指标)?说明$|填(?:报|表)(?:说明|须知|要求)|注\d?$")
# Another label follows a value in the same line: a gap, a word, a colon.
_NEXT_LABEL = re.compile(r"\s\S{2,12}[:：]")


def read_lines(draft: Draft, form: FormDefinition, heads: Sequence[TextLine]) -> None:
    """Labels and values within text lines: `填报日期：2023年10月9日 单位：万元`."""
    every = [label for rule in form.lines for label in rule.labels]
    told = list(takewhile(lambda line: not _INSTRUCTIONS.match(squeeze(line.text)), heads))
    for rule in form.lines:
        if draft.data.get(rule.path) is not None:
            continue
        for line in told:
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
        match = _label_pattern(label).search(line.text)
        if match is None:
            continue
        follows = [
            found.start()
            for other in every
            if (found := _follow_pattern(other).search(line.text, match.end()))
        ]
        if found := _NEXT_LABEL.search(line.text, match.end() + 1):
            follows.append(found.start())
        end = min(follows, default=len(line.text))
        if line.text[match.end() : end].strip():
            return part_of(line, match.end(), end)
    return None


def _spaced(label: str) -> str:
    """A pattern for a squeezed label as it may stand: spaces inside, brackets of any width."""
    wide = {"(": "[(（]", ")": "[)）]"}
    return r"\s*".join(wide.get(char, re.escape(char)) for char in label)


@cache
def _label_pattern(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s：:，,；;）)(（]){_spaced(label)}\s*[:：]")


@cache
def _follow_pattern(label: str) -> re.Pattern[str]:
    return re.compile(rf"\s{_spaced(label)}\s*[:：(（]")


def _line_value(line: TextLine, rule: Label) -> Value:
    place = Place(line.page, line.box)
    if rule.type != "currency":
        return value_of([line], place, rule.type)
    match = _CURRENCY.match(squeeze(line.text))
    return Value(match.group(1) if match else None, evidence_of([line], place, line.text))


def read_pairs(draft: Draft, form: FormDefinition, rows: Sequence[Row]) -> None:
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
            if rule is None or draft.data.get(rule.path) is not None:
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
    draft: Draft, attributes: dict[str, str], label: str, beside: Cell, known: dict[str, Label]
) -> None:
    value = cell_value(beside, "text")
    if value.value is None or squeeze(beside.text) in known or label in attributes:
        return
    attributes[label] = value.value
    draft.evidence[f"/attributes/{escape(label)}"] = value.evidence
