"""Weights of indicators (分值, 权重): their sums, and how they are shared out."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from normalize.models import DepartmentEvaluation, ProjectEvaluation
from rules.knowledge_weights import EXECUTION, FULL, SPLITS
from rules.matches import Checked, Match, errors
from rules.names import plain_name
from rules.rule import EVALUATIONS, EVERY_FORM, PASS, Verdicts, fail, rule, undetermined
from rules.sums import Comparison, Figure, compare_to_whole, decimals
from rules.view import BLOCK_EN, BLOCK_ZH, Row, View

SOURCE = "财预〔2020〕10号 项目支出绩效评价管理办法: 自评总分 100 分, 预算执行率 10 分"


# Filers are off by 5 to 20. Less than this is a table of which a page or a column was not
# read: a continuation page left out has been called the filer's fault elsewhere.
READ_IN_PART = Decimal(60)


def _compare(weights: Sequence[Decimal], whole: Decimal) -> Comparison:
    """Weights against their sum. Whole numbers are chosen, not rounded: no slack for them."""
    comparison = compare_to_whole(weights, whole)
    if comparison.difference and not any(map(decimals, weights)):
        return comparison._replace(slack=Decimal(0), closeness="apart")
    return comparison


def _weights(rows: tuple[Row, ...]) -> list[Figure]:
    return [
        Figure(f"{row.pointer}/weight", row.indicator.weight)
        for row in rows
        if row.indicator.weight is not None
    ]


def _lacking(view: View, rows: tuple[Row, ...]) -> tuple[list[str], list[str]]:
    """Pointers of weights that named rows lack: those unread, and all of them."""
    lacking = [f"{row.pointer}/weight" for row in rows if row.name and row.indicator.weight is None]
    return list(filter(view.is_unread, lacking)), lacking


def _execution(view: View) -> list[Figure]:
    """The weight of 预算执行率, which stands in the table of money."""
    if not isinstance(view.declaration, ProjectEvaluation | DepartmentEvaluation):
        return []
    return [
        Figure(f"/execution/{place}/weight", row.weight)
        for place, row in enumerate(view.declaration.execution)
        if row.weight is not None
    ]


def _nearest(indicators: list[Decimal], execution: list[Decimal]) -> Comparison:
    """The weights against 100: with 预算执行率, without it, or 90 where it stands elsewhere."""
    ways = [_compare([*indicators, *execution], FULL), _compare(indicators, FULL)]
    if not execution:
        ways.append(_compare(indicators, FULL - EXECUTION))
        ways.append(_compare(indicators, Decimal(1)))
    closed = [way for way in ways if way.closeness != "apart"]
    return (closed or ways)[0]


def _sums(view: View) -> Iterator[Checked]:
    execution = _execution(view)
    for block, rows in (("annual", view.annual), ("long_term", view.long_term)):
        weights = _weights(rows)
        if not weights:
            continue
        unread, lacking = _lacking(view, rows)
        if unread:
            yield undetermined(
                "有指标分值未能读出，无法核对权重合计", "weights could not be read", tuple(unread)
            )
            continue
        if lacking:
            continue
        beside = execution if block == "annual" else []
        comparison = _nearest(
            [figure.value for figure in weights if figure.value is not None],
            [figure.value for figure in beside if figure.value is not None],
        )
        if 1 < comparison.expected < READ_IN_PART:
            continue
        with_it = f"（含预算执行率 {beside[0].value} 分）" if beside else ""
        yield Match(
            comparison,
            f"指标分值合计{with_it}为 {comparison.expected}，应为 {FULL}",
            f"the weights add up to {comparison.expected}, they should make {FULL}",
            (*(figure.pointer for figure in weights), *(figure.pointer for figure in beside)),
            (),
            expected=str(FULL),
            actual=str(comparison.expected),
        )


@rule(
    "weight.sum",
    number="W01",
    title="权重合计不为100",
    title_en="Weights do not add up to 100",
    severity="error",
    source=SOURCE,
    slack="none for whole numbers, (n+1)/2 units of the last printed digit for n others; sums "
    "below 60 are not judged",
    forms=EVERY_FORM,
)
def weight_sum(view: View) -> Verdicts:
    """The weights of a block add up to 100, with 预算执行率 or without.

    90 is right where the 10 points of 预算执行率 stand outside the table, 1 where weights
    are fractions. Nothing is said where a named row has no weight (cells may be merged), nor
    of less than 60, which is a table read in part.

    Example: 50 + 30 + 10 and 预算执行率 10: pass. 50 + 35 + 10 and 10: 105, fail.
    """
    return errors(_sums(view))


_PRINTED = re.compile(r"[（(](?:权重|分值)?[：:]?(\d+(?:\.\d+)?)(?:分|%|％)?[)）]")


def _printed(text: str | None) -> Decimal | None:
    """The points that a heading prints: 50 of `产出指标（50分）`."""
    found = _PRINTED.search(plain_name(text))
    return Decimal(found[1]) if found else None


def _level_sums(view: View) -> Iterator[Checked]:
    for rows in (view.annual, view.long_term):
        for level1, group in groupby(rows, key=lambda row: row.indicator.level1):
            part = tuple(group)
            printed, weights = _printed(level1), _weights(part)
            if printed is None or not weights:
                continue
            unread, lacking = _lacking(view, part)
            if unread:
                yield undetermined(
                    f"{level1}有分值未能读出", f"weights of {level1} were not read", tuple(unread)
                )
                continue
            if lacking:
                continue
            comparison = _compare(
                [figure.value for figure in weights if figure.value is not None], printed
            )
            yield Match(
                comparison,
                f"{level1}下各指标分值之和为 {comparison.expected}",
                f"the weights under {level1} add up to {comparison.expected}",
                (*(figure.pointer for figure in weights), f"{part[0].pointer}/level1"),
                (),
                expected=str(printed),
                actual=str(comparison.expected),
            )


@rule(
    "weight.of_level",
    number="W02",
    title="一级指标权重与所标分值不符",
    title_en="Weights do not add up to what their heading prints",
    severity="error",
    source=SOURCE,
    slack="none for whole numbers; (n+1)/2 units of the last printed digit of n others",
    forms=EVERY_FORM,
)
def of_level(view: View) -> Verdicts:
    """The weights under a 一级指标 add up to the points printed in its heading.

    Example: 产出指标（50分） over 20, 15 and 10: 45, fail.
    """
    return errors(_level_sums(view))


def _by_level(rows: tuple[Row, ...]) -> dict[str, Decimal]:
    """Weights by 一级指标."""
    found: dict[str, Decimal] = {}
    for row in rows:
        head = plain_name(row.indicator.level1)
        found[head] = found.get(head, Decimal(0)) + (row.indicator.weight or 0)
    return found


def _fits(levels: dict[str, Decimal], split: dict[str, int]) -> bool:
    """Whether every level has the weight of the split that its name is in."""
    return all(
        any(word in level and weight == points for word, points in split.items())
        for level, weight in levels.items()
    )


@rule(
    "weight.split",
    number="W03",
    title="一级指标权重偏离规定",
    title_en="Weights of the levels differ from the notice",
    severity="info",
    source="财预〔2020〕10号 and 财预〔2021〕101号 (rules/knowledge_weights.py)",
    forms=EVALUATIONS,
)
def split(view: View) -> Verdicts:
    """The levels have the weights of a notice in force in the year evaluated.

    Only where the levels are those that the notice names, all weighed; it allows for
    exceptions, so this is a note.

    Example: 产出 40, 效益 40, 满意度 10 for 2020: a note. 50, 30 and 10: pass.
    """
    levels = _by_level(view.annual)
    year = view.declaration.fiscal_year
    _, lacking = _lacking(view, view.annual)
    if lacking or not any(levels.values()) or year is None:
        return
    known = [one for one in SPLITS if one.since <= year and len(one.weights) == len(levels)]
    named = [
        one for one in known if all(any(word in level for level in levels) for word in one.weights)
    ]
    if not named:
        return
    if any(_fits(levels, one.weights) for one in named):
        yield PASS
        return
    wanted = "、".join(f"{word} {points}" for word, points in named[-1].weights.items())
    filed = "、".join(f"{level} {weight}" for level, weight in levels.items())
    yield fail(
        f"一级指标权重为{filed}，{named[-1].source}规定为{wanted}",
        f"the levels have {filed}, the notice sets {wanted}",
        tuple(f"{row.pointer}/weight" for row in view.annual),
        expected=wanted,
        actual=filed,
    )


# With fewer rows under a heading one of them has half of it by nature.
ROWS_OF_CLASS = 3


@rule(
    "weight.single",
    number="W04",
    title="单项权重为0或畸高",
    title_en="A weight of nothing, or over half of its class",
    severity="warning",
    source="the catalogue of inconsistencies, part E",
    slack="classes of fewer than 3 indicators",
    forms=EVERY_FORM,
)
def single(view: View) -> Verdicts:
    """No indicator weighs nothing, and none more than all others under its 一级指标 together.

    Example: 产出指标 with weights 32, 6, 6 and 6: fail. 20, 15 and 15: pass.
    """
    for rows in (view.annual, view.long_term):
        for _, group in groupby(rows, key=lambda row: row.indicator.level1):
            part = [row for row in group if row.indicator.weight is not None]
            total = sum((row.indicator.weight or Decimal(0) for row in part), Decimal(0))
            for row in part if total else ():
                yield from _single(row, total, len(part))


def _single(row: Row, total: Decimal, count: int) -> Verdicts:
    weight = row.indicator.weight or Decimal(0)
    if weight > 0 and (count < ROWS_OF_CLASS or weight * 2 <= total):
        yield PASS
        return
    zh = f"分值为 {weight}" if weight <= 0 else f"分值 {weight} 超过同类合计 {total} 的一半"
    yield fail(
        f"{BLOCK_ZH[row.block]}指标“{row.name}”{zh}",
        f"the {BLOCK_EN[row.block]} indicator {row.name} weighs {weight} of {total}",
        (f"{row.pointer}/weight",),
        actual=str(weight),
    )
