"""预算执行 of a self-evaluation: what was to be spent, what was, and the points for it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from normalize.models import Execution, Threshold
from rules.knowledge_levels import level2_kind
from rules.money_said import yuan
from rules.names import is_total, plain_name
from rules.reached import exact
from rules.rule import EVALUATIONS, PASS, Verdicts, fail, rule, undetermined
from rules.sums import HUNDRED, ZERO, compare_share, last_unit
from rules.view import View

SOURCE = "财预〔2020〕10号 项目支出绩效评价管理办法, 自评表: 执行率 = 执行数 / 全年预算数"

# Points for the rate are filed as computed (9.73), to a tenth, and as whole or half points.
SCORE_SLACK = Decimal("0.5")


def rows_of(view: View) -> Iterator[tuple[str, Execution]]:
    """The rows of the table with their pointers."""
    for place, row in enumerate(view.evaluation.execution):
        yield f"/execution/{place}", row


def whole_row(view: View) -> tuple[str, Execution] | None:
    """The row of the whole money: 年度资金总额, 合计, or the only one."""
    rows = list(rows_of(view))
    named = [
        (pointer, row)
        for pointer, row in rows
        if is_total(plain_name(row.item)) or plain_name(row.item).endswith("总额")
    ]
    found = named or rows
    return found[0] if len(found) == 1 else None


def _budgets(row: Execution) -> list[Decimal]:
    """What the money spent may be held against: the adjusted budget, the one before."""
    return [value for value in (row.adjusted, row.initial) if value is not None]


def spent_rate(view: View) -> Decimal | None:
    """The rate of the whole money in percent: computed, or as printed where it cannot be."""
    found = whole_row(view)
    if found is None:
        return None
    row = found[1]
    budgets = _budgets(row)
    if row.executed is not None and budgets and budgets[0]:
        return row.executed / budgets[0] * HUNDRED
    return row.rate


def _unread(view: View, pointer: str, row: Execution, *names: str) -> Verdicts:
    missing = tuple(
        f"{pointer}/{name}"
        for name in names
        if getattr(row, name) is None and view.is_unread(f"{pointer}/{name}")
    )
    if missing:
        yield undetermined(
            f"“{plain_name(row.item)}”有未能读出的数，无法核对",
            f"figures of “{plain_name(row.item)}” could not be read",
            missing,
        )


def is_rate(executed: Decimal, budget: Decimal, rate: Decimal) -> bool:
    """Whether the printed rate, a percentage or a fraction, is what was spent of the budget."""
    if executed > budget and rate == HUNDRED:
        return True
    return any(
        compare_share(executed, budget, rate, scale).closeness != "apart"
        for scale in (HUNDRED, Decimal(1))
    )


@rule(
    "execution.rate",
    number="V01",
    title="预算执行率与金额不符",
    title_en="The rate of execution is not executed by budget",
    severity="error",
    source=SOURCE,
    slack="one unit of the last digit of the rate, and what rounding of the amounts moves it",
    forms=EVALUATIONS,
)
def rate(view: View) -> Verdicts:
    """Each printed 执行率 is 执行数 by 全年预算数, or by 年初预算数 where that fits.

    A rate cut off at 100% passes; fractions (0.97) are rates too.

    Example: 预算 300, 执行 291.9: 97.3%. Filed as 93.7%: fail.
    """
    for pointer, row in rows_of(view):
        yield from _unread(view, pointer, row, "adjusted", "executed", "rate")
        budgets = [value for value in _budgets(row) if value > ZERO]
        if row.rate is None or row.executed is None or not budgets:
            continue
        if any(is_rate(row.executed, budget, row.rate) for budget in budgets):
            yield PASS
            continue
        right = compare_share(row.executed, budgets[0], row.rate, HUNDRED).expected
        yield fail(
            f"“{plain_name(row.item)}”执行率应为 {right}%，填报为 {row.rate}%",
            f"the rate of “{plain_name(row.item)}” should be {right}%, filed as {row.rate}%",
            (f"{pointer}/rate", f"{pointer}/executed", f"{pointer}/adjusted"),
            also=(f"{pointer}/initial",),
            expected=str(right),
            actual=str(row.rate),
            figures=True,
        )


def _points(row: Execution) -> list[Decimal]:
    """The points that the rate earns, by the printed rate and by the amounts."""
    rates = [row.rate] if row.rate is not None else []
    if row.executed is not None:
        rates += [row.executed / budget * HUNDRED for budget in _budgets(row) if budget > ZERO]
    weight = row.weight or ZERO
    return [min(max(one, ZERO), HUNDRED) / HUNDRED * weight for one in rates]


@rule(
    "execution.score",
    number="V02",
    title="执行率得分错误",
    title_en="The points for the rate of execution are wrong",
    severity="error",
    source=SOURCE,
    slack="half a point: points are filed to a hundredth, a tenth, as halves and as wholes",
    forms=EVALUATIONS,
)
def score(view: View) -> Verdicts:
    """得分 is 执行率 times 分值, and no more than the 分值.

    The rate as printed or as computed from the amounts, whichever fits.

    Example: 97.3% of 10 points is 9.73; 9.7 and 10 pass, 8 fails.
    """
    for pointer, row in rows_of(view):
        yield from _unread(view, pointer, row, "rate", "weight", "score")
        points = _points(row)
        if not row.weight or row.score is None or not points:
            continue
        if any(abs(row.score - one) <= SCORE_SLACK for one in points):
            yield PASS
            continue
        right = points[0].quantize(Decimal("0.01"))
        yield fail(
            f"“{plain_name(row.item)}”执行率得分应为 {right}，填报为 {row.score}",
            f"the points of “{plain_name(row.item)}” should be {right}, filed are {row.score}",
            tuple(f"{pointer}/{name}" for name in ("score", "weight", "rate")),
            also=tuple(f"{pointer}/{name}" for name in ("adjusted", "executed")),
            expected=str(right),
            actual=str(row.score),
            figures=True,
        )


@rule(
    "execution.zero_budget",
    number="V03",
    title="预算为0仍计执行率或得分",
    title_en="A rate or points for a budget of zero",
    severity="error",
    source=SOURCE,
    forms=EVALUATIONS,
)
def zero_budget(view: View) -> Verdicts:
    """Nothing was to be spent: there is no rate of it, and nothing to score.

    A budget is zero where each of its figures that is filed is zero.

    Example: 全年预算数 0, 执行率 100%, 得分 10: fail. 全年预算数 0, 执行率 0 or blank: pass.
    """
    for pointer, row in rows_of(view):
        yield from _unread(view, pointer, row, "initial", "adjusted")
        budgets = _budgets(row)
        if not budgets or any(budgets):
            continue
        claimed = [name for name in ("rate", "score") if getattr(row, name)]
        if not claimed:
            yield PASS
            continue
        yield fail(
            f"“{plain_name(row.item)}”预算为 0，却填报了执行率或得分",
            f"the budget of “{plain_name(row.item)}” is zero, and a rate or points are filed",
            tuple(f"{pointer}/{name}" for name in ("adjusted", *claimed)),
            also=(f"{pointer}/initial",),
            actual=str(getattr(row, claimed[0])),
        )


@rule(
    "execution.over_budget",
    number="V04",
    title="执行数大于预算数",
    title_en="More was spent than the adjusted budget",
    severity="warning",
    source=SOURCE,
    slack="one unit of the last printed digit",
    forms=EVALUATIONS,
)
def over_budget(view: View) -> Verdicts:
    """执行数 is not above 全年预算数; without that column, not above 年初预算数.

    Example: 年初 300, 调整后 320, 执行 319: pass. 调整后 300, 执行 319: fail.
    """
    for pointer, row in rows_of(view):
        yield from _unread(view, pointer, row, "adjusted", "executed")
        if row.executed is None or (row.adjusted is None and view.is_unread(f"{pointer}/adjusted")):
            continue
        name = "initial" if row.adjusted is None else "adjusted"
        budget = getattr(row, name)
        if not budget:
            continue
        if row.executed - budget <= last_unit([row.executed, budget]):
            yield PASS
            continue
        yield fail(
            f"“{plain_name(row.item)}”执行数 {row.executed} 大于预算数 {budget}，未见预算调整",
            f"“{plain_name(row.item)}”: {row.executed} was spent of {budget}",
            (f"{pointer}/executed", f"{pointer}/{name}"),
            expected=f"<= {budget}",
            actual=str(row.executed),
            figures=True,
        )


# The cost of the whole project, and of no part or piece of it.
WHOLE_COST = re.compile(
    r"(?:项目|年度|预算|支出|经费|资金)*(?:总成本|总投入|总支出|总费用|成本总额|支出总额|总额)"
    r"(?:控制数?|控制额|金额)?"
)


def _costs(view: View) -> Iterator[tuple[str, str, Threshold]]:
    for result in view.results:
        row, actual = result.row, exact(result.filed.actual)
        cost = level2_kind(row.indicator.level2) == "cost"
        if cost and actual and actual.base_unit == "元" and WHOLE_COST.fullmatch(row.name):
            yield row.actual_pointer, row.name, actual


@rule(
    "execution.cost",
    number="V18",
    title="成本完成值与执行数不符",
    title_en="The cost that was reached is not what was spent",
    severity="warning",
    source=SOURCE,
    slack="half a unit of the last digit that the cost is filed with",
    forms=EVALUATIONS,
)
def cost(view: View) -> Verdicts:
    """The actual of the whole cost, in 元, is an amount that was spent, in the filing's unit.

    Only for names of the whole cost (项目总成本, 总支出), against every row's 执行数.

    Example: 项目总成本 reached 95万元, 执行数 89.974: fail. Reached 90万元: pass, it is rounded.
    """
    scale = yuan(view)
    spent = [
        (f"{pointer}/executed", row.executed)
        for pointer, row in rows_of(view)
        if row.executed is not None
    ]
    if scale is None or not spent:
        return
    for pointer, name, actual in _costs(view):
        one = actual.base_value / actual.value if actual.value else Decimal(1)
        half = last_unit([actual.value]) * one / 2
        if any(abs(value * scale - actual.base_value) <= half for _, value in spent):
            yield PASS
            continue
        yield fail(
            f"“{name}”完成值 {actual.raw} 与执行数 {spent[0][1]} 不符",
            f"“{name}” reached {actual.raw}, and {spent[0][1]} was spent",
            (pointer, *(place for place, _ in spent)),
            also=("/currency_unit",),
            expected=str(spent[0][1]),
            actual=actual.raw,
            figures=True,
        )
