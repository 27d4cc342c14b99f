"""Labels and values within a text line: `填报日期：2023年10月9日 单位：万元`."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from extract.records import Place, TextLine
from normalize.definition import FormDefinition, Label
from normalize.draft import Draft
from normalize.items import part_of
from normalize.labelled import put_labelled
from normalize.repair import is_placeholder, squeeze

# From here on the form explains its columns: `1.部门（单位）名称：填写…全称。`
_INSTRUCTIONS = re.compile(r"(?:填报|填表|编报|指标)?说明$|填(?:报|表)(?:说明|须知|要求)|注\d?$")
# Another label follows a value in the same line: a gap, a word, a colon.
# `填表人（签字）：`
_BRACKETED = r"(?:[(（][^()（）]{1,8}[)）]\s*)?"
_NEXT_LABEL = re.compile(r"\s\S{2,12}[:：]")


def read_lines(draft: Draft, form: FormDefinition, heads: Sequence[TextLine]) -> None:
    """Sets the leaves that labels within these lines name, unless they are known."""
    every = [label for rule in form.lines for label in rule.labels]
    told = list(takewhile(lambda line: not is_instruction(line), heads))
    for rule in form.lines:
        if draft.at(rule.path) is not None:
            continue
        for line in told:
            label, found = _labelled(line, rule, every)
            if found is None:
                continue
            draft.placed.add(id(line))
            if is_placeholder(found.text):
                continue
            put_labelled(draft, rule, label, [found], Place(found.page, found.box), "")
            if draft.at(rule.path) is not None:
                break


def is_instruction(line: TextLine) -> bool:
    """Whether the form begins to explain itself here: `填报说明`."""
    return _INSTRUCTIONS.match(squeeze(line.text)) is not None


def follows_label(text: str, start: int) -> bool:
    """Whether another label follows in a line after a value that begins at `start`."""
    return _NEXT_LABEL.search(text, start + 1) is not None


def _labelled(line: TextLine, rule: Label, every: Sequence[str]) -> tuple[str, TextLine | None]:
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
            return label, part_of(line, match.end(), end)
    return "", None


def _spaced(label: str) -> str:
    """A pattern for a squeezed label as it may stand: spaces inside, brackets of any width."""
    wide = {"(": "[(（]", ")": "[)）]"}
    return r"\s*".join(wide.get(char, re.escape(char)) for char in label)


@cache
def _label_pattern(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s：:，,；;）)(（]){_spaced(label)}\s*{_BRACKETED}[:：]")


@cache
def _follow_pattern(label: str) -> re.Pattern[str]:
    return re.compile(rf"\s{_spaced(label)}\s*[:：(（]")
