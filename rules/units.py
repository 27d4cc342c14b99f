"""Units of targets: missing, doubled, differing, or not what the name asks for."""

import re
from collections.abc import Iterator

from normalize.models import Range, Target, Threshold
from rules.knowledge import is_share
from rules.knowledge_units import (
    HEADS_AND_VISITS,
    counted_as,
    dimension,
    fitting,
    needs_unit,
)
from rules.rule import DECLARATIONS, EVERY_FORM, PASS, Verdict, Verdicts, fail, rule
from rules.targets import by_name, unread_targets, where, where_en
from rules.view import BLOCK_EN, BLOCK_ZH, Row, View, listed_once

SOURCE = "the catalogue of inconsistencies, part C (after 财预〔2021〕101号)"


def unit_of(target: Target | None) -> str | None:
    """The base unit of a number, `""` for a bare one; None for what is no number."""
    return target.base_unit if isinstance(target, Threshold | Range) else None


@listed_once
def _units(view: View) -> Iterator[tuple[Row, str, str, str]]:
    """A year's row and its unit, and the pointer and unit of another value of the indicator.

    The other is that of the long term under the same name, or what a year reached; both
    are numbers with a unit.
    """
    long_term = by_name(view.long_term)
    for row in view.annual:
        unit = unit_of(row.target)
        if not row.name or not unit:
            continue
        same = long_term.get(row.name)
        if same and (other := unit_of(same.target)):
            yield row, unit, same.target_pointer, other
        for year, value in row.history.items():
            if other := unit_of(value):
                yield row, unit, f"{row.pointer}/history/{year}", other


def _differ(row: Row, other_pointer: str, units: tuple[str, str]) -> Verdict:
    return fail(
        f"“{row.name}”前后单位不一致：{units[0]} 与 {units[1]}",
        f"{row.name} has different units: {units[0]} and {units[1]}",
        (row.target_pointer, other_pointer),
        also=(f"{row.pointer}/level3",),
        expected=units[1],
        actual=units[0],
    )


@rule(
    "unit.differs",
    number="C03",
    title="同一指标单位不一致",
    title_en="One indicator in units that measure different things",
    severity="error",
    source=SOURCE,
    forms=DECLARATIONS,
)
def differs(view: View) -> Verdicts:
    """The target, the long-term target and what was reached measure the same: not % and 人.

    Units of one dimension (亩 and 平方米, 个 and 家) pass, and so does a bare number.

    Example: 参保人数 ≥58000人 in the long term and ≥95% for the year: fail.
    """
    for row, unit, other_pointer, other in _units(view):
        one, two = dimension(unit), dimension(other)
        if one is None or two is None:
            continue
        same = one == two
        yield PASS if same else _differ(row, other_pointer, (unit, other))


def _counts_otherwise(unit: str, other: str) -> bool:
    return HEADS_AND_VISITS.get(unit) == other or HEADS_AND_VISITS.get(other) == unit


@rule(
    "unit.heads_and_visits",
    number="C05",
    title="人与人次、户与户次混用",
    title_en="Heads and visits mixed up",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def heads_and_visits(view: View) -> Verdicts:
    """人 and 人次 (户 and 户次) are not mixed: between name and unit, between two targets.

    Example: 培训人次 ≥500人: fail. 培训人次 ≥500人次, 参保人数 ≥58000人: pass.
    """
    for row in view.rows:
        named, unit = counted_as(row.name), unit_of(row.target)
        if named is None or not unit or row.target is None:
            continue
        if not _counts_otherwise(named, unit):
            yield PASS
            continue
        yield fail(
            f"{where(row)}以{named}计，指标值却为 {row.target.raw}",
            f"{where_en(row)} counts {named}, its target is {row.target.raw}",
            (row.target_pointer,),
            also=(f"{row.pointer}/level3",),
            expected=named,
            actual=unit,
        )
    for row, unit, other_pointer, other in _units(view):
        if _counts_otherwise(unit, other):
            yield _differ(row, other_pointer, (unit, other))


@rule(
    "unit.of_name",
    number="C04",
    title="单位与指标名称不符",
    title_en="A unit that does not measure what the name says",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def of_name(view: View) -> Verdicts:
    """A 率 or 占比 is in %, 人数 and 场次 are counts, 面积 is an area, 里程 a length.

    Only for names whose end says what they measure; 频率, 效率 and the like do not, nor do
    units per something else (例/万人).

    Example: 垃圾清运率 ≥90吨: fail. 事故发生频率 ≤2次: nothing is said.
    """
    yield from unread_targets(view, (row for row in view.rows if fitting(row.name)))
    for row in view.rows:
        fits, unit = fitting(row.name), unit_of(row.target)
        measured = dimension(unit) if unit else None
        if fits is None or measured is None or row.target is None or (unit and "/" in unit):
            continue
        if measured in fits:
            yield PASS
            continue
        yield fail(
            f"{where(row)}的指标值 {row.target.raw} 单位与名称不符",
            f"{where_en(row)}: the unit of {row.target.raw} does not fit the name",
            (row.target_pointer,),
            also=(f"{row.pointer}/level3",),
            actual=row.target.raw,
        )


def _together(rows: list[Row], judged: bool, zh: str, en: str) -> Verdicts:
    """One `fail` for all rows of a block, or a pass."""
    if rows:
        block = rows[0].block
        names = "、".join(f"“{row.name}”{row.target.raw if row.target else ''}" for row in rows[:3])
        more = f"等 {len(rows)} 项" if len(rows) > 3 else ""
        yield fail(
            f"{BLOCK_ZH[block]}指标{names}{more}{zh}",
            f"{len(rows)} {BLOCK_EN[block]} targets {en}",
            tuple(row.target_pointer for row in rows),
            also=tuple(f"{row.pointer}/level3" for row in rows),
            actual=rows[0].target.raw if rows[0].target else None,
        )
    elif judged:
        yield PASS


@rule(
    "unit.missing",
    number="A10",
    title="指标值缺少单位",
    title_en="A number without unit where several would fit",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def missing(view: View) -> Verdicts:
    """A number under a name like 面积, 金额 or 时限 says its unit, in the cell or in the name.

    人数, 次数 and the like say their unit by name, and rates are target.percent's matter.

    Example: 绿化面积 ≥90: fail, 亩 or 平方米. 绿化面积（亩） ≥90: pass.
    """
    for rows in (view.long_term, view.annual):
        judged = [
            row
            for row in rows
            if row.name and needs_unit(row.name) and unit_of(row.target) is not None
        ]
        bare = [row for row in judged if unit_of(row.target) == ""]
        yield from _together(bare, bool(judged), "缺少计量单位", "have no unit")


_DOUBLED = re.compile(r"[%％]\s*[%％]|\d\s*百分比|百分之[\d.]+[%％]|[%％]\s*百分")


def _percent(row: Row) -> bool | None:
    """Whether a rate's percent sign is missing or doubled; None for what is no rate."""
    target = row.target
    if target is None or not is_share(row.name):
        return None
    if _DOUBLED.search(target.raw):
        return True
    if not isinstance(target, Threshold):
        return None
    return target.base_unit == "" and target.base_value > 1 and "%" not in row.name


@rule(
    "unit.percent",
    number="C06",
    title="百分号重复或遗漏",
    title_en="A percent sign that is missing or doubled",
    severity="warning",
    source=SOURCE,
    slack="numbers up to 1 may be fractions",
    forms=EVERY_FORM,
)
def percent(view: View) -> Verdicts:
    """A rate is written with one percent sign, in the cell or in its name.

    Example: 满意率 ≥95, 满意率 95%%, 满意率 100百分比: fail. 满意率（%） ≥95: pass.
    """
    for rows in (view.long_term, view.annual):
        judged = [(row, wrong) for row in rows if row.name and (wrong := _percent(row)) is not None]
        yield from _together(
            [row for row, wrong in judged if wrong],
            bool(judged),
            "百分号遗漏或重复",
            "have no percent sign, or two",
        )
