"""Targets and values outside of what is possible."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from normalize.models import Qualitative, Range, Target, Threshold
from rules.knowledge import is_share
from rules.knowledge_levels import level2_kind
from rules.reached import exact, threshold
from rules.rule import EVALUATIONS, EVERY_FORM, PASS, Verdict, Verdicts, fail, rule
from rules.sums import HUNDRED, ZERO
from rules.targets import (
    AT_LEAST,
    SOURCE,
    cannot_be_negative,
    unread_targets,
    where,
    where_en,
)
from rules.view import Row, View


def _refused(row: Row, target: Target, zh: str, en: str, expected: str | None = None) -> Verdict:
    return fail(
        f"{where(row)}的指标值 {target.raw} {zh}",
        f"{where_en(row)}: the target {target.raw} {en}",
        (row.target_pointer,),
        also=(f"{row.pointer}/level3",),
        expected=expected,
        actual=target.raw,
    )


def asks_over_100(target: Target | None) -> bool | None:
    """Whether a percentage over 100 is asked for; None where no percentage is."""
    if isinstance(target, Range):
        return target.base_high > HUNDRED if target.base_unit == "%" else None
    limit = threshold(target)
    if limit is None or limit.base_unit != "%" or limit.op in ("<=", "<"):
        return None
    return limit.base_value > HUNDRED


@rule(
    "target.over_100",
    number="D01",
    title="比率指标值超过100%",
    title_en="A target over 100% for what cannot pass it",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def over_100(view: View) -> Verdicts:
    """A rate that is part of a whole (满意度, 合格率, 覆盖率) is asked to be over 100%.

    Only for names that rules/knowledge.py knows as parts of a whole: 完成率, 执行率,
    增长率 may pass 100. A limit from above (≤120%) is target.always_met's matter.

    Example: 工程验收合格率 ≥105%: fail. 任务完成率 ≥105%: nothing is said.
    """
    capped = [row for row in view.rows if row.trait.capped]
    yield from unread_targets(view, capped)
    for row in capped:
        over = asks_over_100(row.target)
        if over and row.target:
            yield _refused(row, row.target, "超过 100%，不可能达到", "is over 100%", "<= 100%")
        elif over is not None:
            yield PASS


def met_by_none(row: Row, limit: Threshold) -> bool | None:
    """Whether no possible value meets the limit; None where the bounds are not known."""
    if limit.base_unit == "%" and row.trait.capped and limit.op in AT_LEAST:
        return limit.op == ">" and limit.base_value == HUNDRED
    if limit.op in AT_LEAST or not cannot_be_negative(row, limit.base_unit):
        return None
    return limit.base_value < ZERO or (limit.op == "<" and limit.base_value == ZERO)


@rule(
    "target.impossible",
    number="D03",
    title="不可能达到的指标值",
    title_en="A target that no possible value meets",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def impossible(view: View) -> Verdicts:
    """More than 100% of a whole, or less than none of a share or a count.

    Example: 服务对象满意度 >100%, 投诉次数 <0次: fail. 投诉次数 ≤0次: none is possible, pass.
    """
    speaks_of = (row for row in view.rows if row.trait.capped or is_share(row.name))
    yield from unread_targets(view, speaks_of)
    for row, limit in view.limits:
        none = met_by_none(row, limit)
        if none:
            yield _refused(row, limit, "任何情况下都不可能达到", "cannot be met")
        elif none is not None:
            yield PASS


# `95%-90%`, `30天~10天`: two numbers with a unit, the whole cell. Without a unit the two
# could be a date or a numbering, and months run over the new year (11月-3月); the reading of
# targets gives such a cell as words.
_SPAN = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?P<one>[^\d~～—–\-至到]*)(?:[~～—–\-至到]|——)"
    r"(?P<high>\d+(?:\.\d+)?)(?P<unit>[^\d~～—–\-年月日号时点期级][^\d~～—–\-]{0,3})"
)


def bounds(target: Target | None) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range in the order in which they are written."""
    if isinstance(target, Range):
        return target.base_low, target.base_high
    if not isinstance(target, Qualitative):
        return None
    match = _SPAN.fullmatch("".join(target.text.split()))
    if match is None or match["one"] not in ("", match["unit"]):
        return None
    return Decimal(match["low"]), Decimal(match["high"])


@rule(
    "target.range_reversed",
    number="D06",
    title="区间上下限颠倒",
    title_en="A range whose lower end is above its upper one",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def range_reversed(view: View) -> Verdicts:
    """The first number of a range is not above the second.

    Example: 95%-90%: fail. 90%-95%: pass. 90%-90%: pass, one value is a range too.
    """
    for row in view.rows:
        ends = bounds(row.target)
        if ends is None or row.target is None:
            continue
        if ends[0] <= ends[1]:
            yield PASS
        else:
            yield _refused(row, row.target, "上下限颠倒", "has its ends reversed")


def outside(row: Row, value: Target | None) -> str | None:
    """In words why a value cannot be; `""` where it can, None where nothing is known."""
    reached = threshold(value)
    if reached is None:
        return None
    unit = reached.base_unit
    if row.trait.capped and unit == "%" and reached.base_value > HUNDRED:
        return "超过 100%"
    known = cannot_be_negative(row, unit)
    if known and reached.base_value < ZERO and reached.op not in AT_LEAST:
        return "为负数"
    return "" if known or (row.trait.capped and unit == "%") else None


def _values(row: Row) -> Iterator[tuple[str, Target | None]]:
    """What was reached, with the year, or `""` for the actual of a self-evaluation."""
    yield from row.history.items()
    if row.evaluated:
        yield "", row.evaluated.actual


@rule(
    "value.outside_range",
    number="D11",
    title="实际值超出可能范围",
    title_en="A value that was reached and cannot be",
    severity="error",
    source=SOURCE,
    forms=("部门整体绩效目标申报表", *EVALUATIONS),
)
def outside_range(view: View) -> Verdicts:
    """What a year reached lies within what is possible.

    A part of a whole (满意度, 合格率) is not over 100%, a share or a count not below zero;
    changes and balances may be.

    Example: 服务对象满意度 reached 105% in 2023: fail. 任务完成率 reached 105%: nothing is said.
    """
    for row in view.rows:
        if row.trait.signed:
            continue
        for year, value in _values(row):
            why = outside(row, value)
            if why and value:
                yield fail(
                    f"{where(row)}的实际值 {value.raw} {why}，不可能出现",
                    f"{where_en(row)}: the value {value.raw} cannot be",
                    (f"{row.pointer}/history/{year}" if year else row.actual_pointer,),
                    also=(f"{row.pointer}/level3",),
                    actual=value.raw,
                )
            elif why is not None:
                yield PASS


# An assessment before the fact is due only for new and large projects (财预〔2021〕101号,
# 事前绩效评估): 0% is what a department without one files, as the reference filing does.
MAY_BE_NONE = re.compile(r"事前|新增资产|政府采购")


def _aims_at_none(row: Row, limit: Threshold) -> bool | None:
    """Whether nothing is promised of what is better high; None where it is not known to be."""
    if row.trait.direction != "high" or row.trait.change or row.trait.ceiling:
        return None
    return limit.op == "=" and limit.base_value == ZERO


def _is_explained(row: Row) -> bool:
    return bool(MAY_BE_NONE.search(row.name)) or (row.basis or "").startswith(("无", "没有", "未"))


def _zeros(view: View, aims: Callable[[Row, Threshold], bool | None]) -> Verdicts:
    yield from unread_targets(view, (row for row in view.rows if row.trait.direction == "high"))
    for row, limit in view.limits:
        none = aims(row, limit)
        if none and not _is_explained(row):
            yield _refused(row, limit, "为 0，而该指标越高越好", "is zero, and more is better")
        elif none is False:
            yield PASS


@rule(
    "target.zero",
    number="D12",
    title="目标值为0",
    title_en="A target of zero for what is better high",
    severity="warning",
    source=SOURCE,
    forms=("部门整体绩效目标申报表", "项目支出绩效目标申报表"),
)
def zero(view: View) -> Verdicts:
    """A target is exactly 0 although more is better, and no basis says why.

    Only for names known to be better high. Nothing is said of 事前绩效评估, which is due for
    large projects alone, and of rows whose basis begins with 无; ≥0 is target.always_met's.

    Example: 参保人数 = 0人: fail. 安全事故次数 = 0次: better low, nothing is said.
    """
    return _zeros(view, _aims_at_none)


@rule(
    "evaluation.zero_target",
    number="V22",
    title="自评指标的年度指标值为0",
    title_en="A self-evaluation scores a target of zero",
    severity="warning",
    source=SOURCE,
    forms=EVALUATIONS,
)
def zero_target(view: View) -> Verdicts:
    """What is better high was scored against a target of exactly 0.

    Known to be better high are names, and counts under 数量指标 of which something was
    reached for all the points: of accidents it would be a miss.

    Example: 服务对象满意度 = 0%, scored 10 of 10: fail. 安全事故次数 = 0次: nothing is said.
    """
    paid = {
        result.row.pointer
        for result in view.results
        if result.full and (reached := exact(result.filed.actual)) and reached.base_value > ZERO
    }

    def aims_at_none(row: Row, limit: Threshold) -> bool | None:
        if row.trait.direction or level2_kind(row.indicator.level2) != "count":
            return _aims_at_none(row, limit)
        none = limit.op == "=" and limit.base_value == ZERO
        return row.pointer in paid if none else None

    return _zeros(view, aims_at_none)
