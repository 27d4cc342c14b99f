"""Measures and bodies that a text names otherwise than the form does."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from rules.knowledge_topics import topics
from rules.rule import EVERY_FORM, PASS, Verdicts, fail, rule
from rules.targets import where
from rules.texts import Said
from rules.view import Row, View

SOURCE = "the catalogue of inconsistencies, part C"

# What 1 of it is in 平方米, 米, 千克 or 立方米: 国务院关于在我国统一实行法定计量单位的命令;
# 15 亩 are 1 公顷. Exact enough to tell 5 亩 from 5 万亩.
MEASURES: dict[str, tuple[str, Decimal]] = {
    "平方公里": ("area", Decimal(10**6)), "平方千米": ("area", Decimal(10**6)),
    "公顷": ("area", Decimal(10**4)), "亩": ("area", Decimal(10**4) / 15),
    "平方米": ("area", Decimal(1)), "㎡": ("area", Decimal(1)),
    "公里": ("length", Decimal(1000)), "千米": ("length", Decimal(1000)),
    "米": ("length", Decimal(1)), "吨": ("weight", Decimal(1000)),
    "公斤": ("weight", Decimal(1)), "千克": ("weight", Decimal(1)),
    "立方米": ("volume", Decimal(1)),
}  # fmt: skip
# What the reading of targets brings them to.
BASE_UNITS = ("亩", "平方米", "米", "千克", "立方米")
_SCALE = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_MEASURE = re.compile(
    rf"(?<![\d.])(?P<number>{_NUMBER})(?P<scale>[万亿]?)"
    rf"(?P<unit>{'|'.join(sorted(MEASURES, key=len, reverse=True))})(?![/／每])"
)
# Figures of one thing in other units are this far apart, or they may be of two things.
FAR = 10


class Measure(NamedTuple):
    """A measure as it is printed: `5万亩`; `value` in the unit of its dimension."""

    words: str
    number: Decimal
    dimension: str
    value: Decimal


def _measures(text: str) -> Iterator[Measure]:
    for found in _MEASURE.finditer(text):
        number = Decimal(found["number"].replace(",", ""))
        dimension, times = MEASURES[found["unit"]]
        yield Measure(found[0], number, dimension, number * _SCALE[found["scale"]] * times)


def _measured(view: View) -> Iterator[tuple[Row, Measure]]:
    for row, limit in view.limits:
        if limit.base_unit not in BASE_UNITS:
            continue
        yield from ((row, measure) for measure in _measures(f"{limit.value}{limit.unit}"))


def _clauses(texts: tuple[Said, ...]) -> list[tuple[str, str]]:
    """The clauses of all texts that name a measure."""
    return [
        (said.pointer, clause)
        for said in texts
        for clause in re.split("[，。；;]", said.text)
        if _MEASURE.search(clause)
    ]


@rule(
    "unit.measure_said",
    number="C07",
    title="面积、长度或重量与文字相差悬殊",
    title_en="A measure that is of another magnitude in the text",
    severity="warning",
    source=SOURCE,
    slack="only one printed number in two units, at least ten times apart, of one subject",
    forms=EVERY_FORM,
)
def measure_said(view: View) -> Verdicts:
    """An area, length, weight or volume is printed with one unit in the table and in the text.

    Looked for is the indicator's own number in a clause that shares its subject.

    Example: 新增灌溉面积 ≥5亩, “新增灌溉面积5万亩” in the goal: fail. 12公里 and 12千米: pass.
    """
    measured = list(_measured(view))
    clauses = _clauses(view.texts) if measured else []
    for row, measure in measured:
        subjects = topics(row.name)
        for pointer, clause in clauses:
            if not subjects & topics(clause):
                continue
            for other in _measures(clause):
                if other.dimension != measure.dimension or other.number != measure.number:
                    continue
                low, high = sorted((other.value, measure.value))
                if high < FAR * low:
                    yield PASS
                    continue
                yield fail(
                    f"{where(row)}为 {measure.words}，文字称 {other.words}",
                    f"{row.name} is {measure.words} in the table and {other.words} in the text",
                    (row.target_pointer, pointer),
                    also=(f"{row.pointer}/level3",),
                    expected=other.words,
                    actual=measure.words,
                )


_BODIES = {"部门": re.compile("[本我]部门"), "单位": re.compile("[本我]单位")}


@rule(
    "statement.department_or_unit",
    number="C08",
    title="部门与单位口径混用",
    title_en="The filing calls itself a department and a unit",
    severity="info",
    source=SOURCE,
    forms=EVERY_FORM,
)
def department_or_unit(view: View) -> Verdicts:
    """The texts call the filing body 本部门 or 本单位, and not both.

    A 部门 has 单位 below it: which of the two the figures are of is not certain.

    Example: “保障本部门运转” in the goal, “本单位人员经费” in a purpose: a note.
    """
    if "本" not in view.words and "我" not in view.words:
        return
    said = {
        name: [said.pointer for said in view.texts if pattern.search(said.text)]
        for name, pattern in _BODIES.items()
    }
    if all(said.values()):
        yield fail(
            "文字中“本部门”与“本单位”混用",
            "the texts speak of 本部门 and of 本单位",
            tuple(dict.fromkeys(place for places in said.values() for place in places)),
        )
    elif any(said.values()):
        yield PASS
