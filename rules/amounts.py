"""Single amounts and tables of projects: magnitude, digits, totals of their own."""

import re
from collections.abc import Iterator
from decimal import Decimal

from normalize.models import DepartmentDeclaration, ProjectDeclaration
from rules.matches import Checked, Match, errors
from rules.names import is_nested, is_total, plain_name
from rules.projects import SOURCE as PROJECTS_TABLE
from rules.projects import is_sum
from rules.rule import (
    DECLARATIONS,
    DEPARTMENT_FORM,
    EVERY_FORM,
    PASS,
    Verdicts,
    fail,
    rule,
    undetermined,
)
from rules.sources import FAR_APART
from rules.sums import Figure, compare_sum, decimals, last_unit
from rules.view import View

SOURCE = "the catalogue of inconsistencies, parts B and C"

# In 万元 this is 10,000,000,000 元: more than all but a few departments of a province
# have. Amounts of 元 under the heading 万元 begin here for 1,000,000 元.
FAR_TOO_MANY_WAN = Decimal(1_000_000)
# In 元 less than any project costs; 428.34 is how 万元 look.
FAR_TOO_FEW_YUAN = Decimal(1_000)


def _totals(view: View) -> Iterator[Figure]:
    for column in view.money:
        if column.total is not None and column.total.value:
            yield column.total


def _is_off(value: Decimal, unit: str) -> bool:
    return value >= FAR_TOO_MANY_WAN if unit == "万元" else value < FAR_TOO_FEW_YUAN


@rule(
    "amount.magnitude",
    number="C02",
    title="金额单位与数值量级不符",
    title_en="Amounts that do not look like their unit",
    severity="warning",
    source=SOURCE,
    slack="totals from 1,000 元 up to 1,000,000 万元",
    forms=EVERY_FORM,
)
def magnitude(view: View) -> Verdicts:
    """A total in 万元 is not in the range of 元, nor one in 元 in the range of 万元.

    Example: 单位：万元 over a total of 3498000.00, which are 34,980,000,000 元: fail. 单位：元 over
    a total of 428.34: fail.
    """
    unit = plain_name(view.declaration.currency_unit)
    if unit not in ("元", "万元"):
        return
    totals = list(_totals(view))
    off = [total for total in totals if _is_off(abs(total.value or Decimal(0)), unit)]
    if not off:
        yield from (PASS for _ in totals)
        return
    likely = "元" if unit == "万元" else "万元"
    yield fail(
        f"金额单位为{unit}，总额 {off[0].value} 的量级更像{likely}",
        f"the unit is {unit}, but the total {off[0].value} looks like {likely}",
        (*(total.pointer for total in off), "/currency_unit"),
        expected=likely,
        actual=unit,
    )


# 0.01 万元 is 100 元: filers stop at two decimals, or go down to 1 元 (four) or to a cent
# (six). Whole numbers drop their zeros and tell nothing.
DIGITS_APART = 2


@rule(
    "amount.decimals",
    number="C09",
    title="金额小数位数不一致",
    title_en="Amounts of one column to different digits",
    severity="info",
    source=SOURCE,
    slack="one digit, for filers drop a trailing zero; whole numbers are not counted",
    forms=EVERY_FORM,
)
def precision(view: View) -> Verdicts:
    """Amounts of one column are given to the same number of decimals.

    Example: 12.5 beside 3.1416: three digits apart, a note. 428.34 beside 11.4 and 6: pass.
    """
    for column in view.money:
        figures = [
            (digits, row.figure)
            for row in column.rows
            if row.figure.value is not None and (digits := decimals(row.figure.value))
        ]
        if not figures:
            continue
        (least, one), (most, other) = min(figures), max(figures)
        if most - least < DIGITS_APART:
            yield PASS
            continue
        yield fail(
            f"{column.title}的小数位数不一致：{one.value} 与 {other.value}",
            f"{column.title_en}: {one.value} and {other.value} are given to different digits",
            (one.pointer, other.pointer),
            actual=str(other.value),
        )


def _own_totals(view: View) -> Iterator[Checked]:
    projects = view.department.projects
    totals = [place for place, row in enumerate(projects) if is_total(plain_name(row.name))]
    nested = any(is_nested(plain_name(row.name)) for row in projects)
    if len(totals) != 1 or nested:
        return
    for field, zh in (("total_budget", "项目总预算"), ("annual_budget", "本年度预算")):
        figures = [
            Figure(f"/projects/{place}/{field}", getattr(row, field))
            for place, row in enumerate(projects)
        ]
        total = figures.pop(totals[0])
        blank = tuple(figure.pointer for figure in figures if figure.value is None)
        if unread := tuple(filter(view.is_unread, blank)):
            yield undetermined(
                f"{zh}有未能读出的金额，无法核对合计", f"{field}: amounts were not read", unread
            )
            continue
        shown = [figure for figure in figures if figure.value is not None]
        if total.value is None or not shown:
            continue
        comparison = compare_sum([f.value for f in shown if f.value is not None], total.value)
        yield Match(
            comparison,
            f"项目表{zh}合计应为各项目之和 {comparison.expected}，填报为 {total.value}",
            f"{field}: the projects add up to {comparison.expected}, the total is {total.value}",
            (total.pointer, *(figure.pointer for figure in shown)),
            (*blank, *(f"/projects/{place}/name" for place in range(len(projects)))),
            expected=str(comparison.expected),
            actual=str(total.value),
        )


@rule(
    "projects.own_total",
    number="B11",
    title="项目表合计与各项目之和不符",
    title_en="The projects do not add up to the total of their table",
    severity="error",
    source=PROJECTS_TABLE,
    slack="(n+1)/2 units of the last printed digit, n projects",
    forms=(DEPARTMENT_FORM,),
)
def own_total(view: View) -> Verdicts:
    """The projects of the table add up to its own row 合计, for both budgets.

    Example: 20.16 + 48.79 against 合计 86.95: fail.
    """
    return errors(_own_totals(view))


def _budgets(view: View) -> Iterator[tuple[str, Figure, Figure]]:
    """Name, budget of the whole and of the year, of the projects of either form."""
    declaration = view.declaration
    if isinstance(declaration, DepartmentDeclaration):
        for place, row in enumerate(declaration.projects):
            path = f"/projects/{place}"
            whole = Figure(f"{path}/total_budget", row.total_budget)
            yield row.name or "", whole, Figure(f"{path}/annual_budget", row.annual_budget)
    if isinstance(declaration, ProjectDeclaration):
        for place, item in enumerate(declaration.funding):
            path = f"/funding/{place}"
            whole = Figure(f"{path}/total", item.total)
            yield item.item or "", whole, Figure(f"{path}/annual", item.annual)


@rule(
    "project.year_over_whole",
    number="B19",
    title="年度金额大于项目总额",
    title_en="The year costs more than the whole project",
    severity="warning",
    source=SOURCE,
    slack="one unit of the last printed digit",
    forms=DECLARATIONS,
)
def year_over_whole(view: View) -> Verdicts:
    """The year's amount is not more than that of the whole project or medium term.

    Less is never wrong: a whole of several years is not compared with the year further.

    Example: 中期资金总额 5730, 年度资金总额 10730: fail. 总预算 116.88, 本年 20.16: pass.
    """
    for name, whole, year in _budgets(view):
        if not whole.value or year.value is None:
            continue
        over = year.value - whole.value
        if over <= 0 or over <= last_unit([over]):
            yield PASS
            continue
        if year.value >= FAR_APART * whole.value:
            continue  # another unit: amount.unit_mixed says so
        yield fail(
            f"“{name}”年度金额 {year.value} 大于项目总额 {whole.value}",
            f"{name}: the year's {year.value} is more than the whole of {whole.value}",
            (year.pointer, whole.pointer),
            expected=f"<= {whole.value}",
            actual=str(year.value),
            figures=True,
        )


@rule(
    "projects.blank_budget",
    number="A14",
    title="项目未填预算",
    title_en="A project without any budget",
    severity="warning",
    source=PROJECTS_TABLE,
    forms=(DEPARTMENT_FORM,),
)
def blank_budget(view: View) -> Verdicts:
    """A named project has a budget, in total or for the year, while others have one.

    Where no project has one the column was not asked for, or not read. A row of a name
    alone may be the end of the one above, over a page's edge.

    Example: 乡村振兴 with both budgets blank between projects that have them: fail.
    """
    projects = [
        (f"/projects/{place}", row)
        for place, row in enumerate(view.department.projects)
        if plain_name(row.name) and (row.category or row.purpose) and not is_sum(row)
    ]
    filled = [row for _, row in projects if row.total_budget or row.annual_budget]
    for path, row in projects if filled else ():
        if row.total_budget is not None or row.annual_budget is not None:
            yield PASS
            continue
        places = (f"{path}/total_budget", f"{path}/annual_budget")
        blank = tuple(filter(view.is_blank, places))
        if blank and not any(map(view.is_unread, places)):
            yield fail(f"项目“{row.name}”未填预算", f"project {row.name} has no budget", blank)


# `200人×450元=9万元`, `12个月*2人*3000元/人=7.2万元`: factors with what stands behind them.
_FACTOR = r"\d[\d,，]*(?:\.\d+)?[^\d×✕*xX=＝,，;；。、+＋\-]{0,8}"
_PRODUCT = re.compile(
    rf"(?<![\d.×✕*xX+＋\-/])({_FACTOR}(?:[×✕*xX]{_FACTOR})+)[=＝](\d[\d,，]*(?:\.\d+)?)(亿元|万元|元)"
)
_PART = re.compile(r"(\d[\d,，]*(?:\.\d+)?)([^\d]*)")
_SCALES = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "元": Decimal(1)}


def _factor(text: str) -> tuple[Decimal, bool] | None:
    """A factor in 元 where it is money; whether it is; None where it is no number."""
    found = _PART.match(text)
    if found is None:
        return None
    value, behind = Decimal(re.sub("[,，]", "", found[1])), found[2].split("/")[0]
    scale = next((one for name, one in _SCALES.items() if behind.startswith(name)), None)
    if behind.startswith(("%", "％")):
        return value / 100, False
    if behind.startswith(("万", "千", "百")) and scale is None:
        return None
    return value * (scale or 1), scale is not None


def _is_product(factors: list[tuple[Decimal, bool]], result: Decimal, unit: str) -> bool | None:
    """Whether the factors give the result; None where it is not certain what is meant."""
    product = Decimal(1)
    for value, _ in factors:
        product *= value
    prices = sum(money for _, money in factors)
    if prices > 1:
        return None
    scales = (Decimal(1),) if prices else (Decimal(1), Decimal(10**4))
    half = last_unit([result]) / 2
    return any(abs(product * scale / _SCALES[unit] - result) <= half for scale in scales)


@rule(
    "text.product",
    number="B12",
    title="单价乘数量与金额不符",
    title_en="Price times number is not the amount",
    severity="warning",
    source="测算依据: 单价×数量=金额",
    slack="half a unit of the last printed digit of the amount",
    forms=EVERY_FORM,
)
def product(view: View) -> Verdicts:
    """Where a text works an amount out (单价×数量=金额), it comes out so.

    A price without unit may be in 元 or 万元.

    Example: 培训200人×450元/人=9万元: pass. 200人×450元/人=19万元: fail.
    """
    for said in view.texts:
        if "=" not in said.text and "＝" not in said.text:
            continue
        for found in _PRODUCT.finditer(said.text):
            factors = [_factor(part) for part in re.split("[×✕*xX]", found[1])]
            known = [factor for factor in factors if factor is not None]
            result = Decimal(re.sub("[,，]", "", found[2]))
            right = _is_product(known, result, found[3]) if len(known) == len(factors) else None
            if right is None:
                continue
            if right:
                yield PASS
                continue
            yield fail(
                f"“{found[0]}”计算有误", f"{found[0]} does not come out so", (said.pointer,),
                actual=f"{found[2]}{found[3]}",
            )  # fmt: skip
