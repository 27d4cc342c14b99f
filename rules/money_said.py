"""Amounts of money that a text names, against the amounts of the tables."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from normalize.models import (
    DepartmentDeclaration,
    DepartmentEvaluation,
    OtherDeclaration,
    ProjectDeclaration,
    ProjectEvaluation,
)
from rules.names import is_total, plain_name
from rules.rule import (
    DEPARTMENT_FORM,
    EVERY_FORM,
    PASS,
    PROJECT_FORM,
    Verdicts,
    fail,
    rule,
    undetermined,
)
from rules.statements import YUAN
from rules.sums import Figure, last_unit
from rules.view import View

SOURCE = "the filing's own words against its tables (the catalogue of inconsistencies, part H)"

_MONEY = r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|百万元|万元|千元|元)"

# The whole of the money, and nothing that could be a part of it or another's.
WHOLE = re.compile(
    r"(?:^|[，。；：:、,;]|年度?|本|项目|部门|单位)"
    r"(?P<said>(?:预算(?:资金)?总额|资金总额|总预算|项目总投资|预算总投入|年度预算总额|年度资金总额)"
    rf"(?:为|共计|共|合计|总计|是|:|：)*{_MONEY})"
)

# 项目支出 as a whole, and what the targets cover of it.
PROJECT_SPENDING = re.compile(
    r"(?P<said>(?:项目支出(?:预算)?(?:总额|资金)?|绩效目标?涉及资金|纳入绩效目标管理的?(?:项目)?资金)"
    rf"(?:为|共计|共|合计|总计|是|:|：)*{_MONEY})"
)
ANY_MONEY = re.compile(f"(?P<said>{_MONEY})")

# Purposes and duties speak of other money as often as of the filing's own.
GOALS = frozenset(("/long_term/goal", "/annual/goal", "/annual/actual"))

# A clause that speaks of a part, or of another year: its figures are in no table here.
ELSEWHERE = re.compile(r"其中|上年|去年|前年|往年|以前年度|累计|历年|每年|三年|分年|总共\d+年")


class Amount(NamedTuple):
    """An amount that a text names; `printed` and `unit` as they stand there."""

    pointer: str
    words: str
    printed: Decimal
    unit: str


def amounts_said(view: View, pattern: re.Pattern[str]) -> Iterator[Amount]:
    """What the goals say with `pattern`; clauses about parts and other years are left out."""
    for said in view.texts:
        if said.pointer not in GOALS or "元" not in said.text:
            continue
        for match in pattern.finditer(said.text):
            before = re.split("[。；;]", said.text[: match.start("said")])[-1]
            if ELSEWHERE.search(before):
                continue
            printed = Decimal(match["number"].replace(",", ""))
            yield Amount(said.pointer, match["said"], printed, match["unit"])


def _figures_of_department(declaration: DepartmentDeclaration) -> Iterator[Figure]:
    for side in ("income", "expenditure"):
        for place, item in enumerate(getattr(declaration.funding, side)):
            yield Figure(f"/funding/{side}/{place}/amount", item.amount)
            for year, amount in item.history.items():
                yield Figure(f"/funding/{side}/{place}/history/{year}", amount)
    for place, project in enumerate(declaration.projects):
        yield Figure(f"/projects/{place}/annual_budget", project.annual_budget)
        yield Figure(f"/projects/{place}/total_budget", project.total_budget)
    for place, task in enumerate(declaration.main_tasks):
        yield Figure(f"/main_tasks/{place}/amount", task.amount)


def _figures_of_project(declaration: ProjectDeclaration) -> Iterator[Figure]:
    for place, item in enumerate(declaration.funding):
        yield Figure(f"/funding/{place}/total", item.total)
        yield Figure(f"/funding/{place}/annual", item.annual)


def _figures_of_evaluation(
    declaration: ProjectEvaluation | DepartmentEvaluation,
) -> Iterator[Figure]:
    for place, row in enumerate(declaration.execution):
        yield Figure(f"/execution/{place}/initial", row.initial)
        yield Figure(f"/execution/{place}/adjusted", row.adjusted)
        yield Figure(f"/execution/{place}/executed", row.executed)


def figures(view: View) -> list[Figure]:
    """Every amount of the tables, blank ones too."""
    declaration = view.declaration
    if isinstance(declaration, DepartmentDeclaration):
        return list(_figures_of_department(declaration))
    if isinstance(declaration, ProjectDeclaration):
        return list(_figures_of_project(declaration))
    if isinstance(declaration, OtherDeclaration):
        return []
    return list(_figures_of_evaluation(declaration))


def yuan(view: View) -> Decimal | None:
    """What one unit of the filing's amounts is in yuan; None where it is not known."""
    return YUAN.get(plain_name(view.declaration.currency_unit))


def is_rounded(amount: Decimal, said: Amount) -> bool:
    """Whether an amount in yuan, in the unit that is said, rounds to what is said."""
    return abs(amount / YUAN[said.unit] - said.printed) <= last_unit([said.printed]) / 2


def _sums(found: list[Figure]) -> list[Decimal]:
    """What else a text may rightly name: the projects' budgets together."""
    names = ("annual_budget", "total_budget")
    parts = [
        [one.value for one in found if one.pointer.endswith(name) and one.value is not None]
        for name in names
    ]
    return [sum(values, Decimal(0)) for values in parts if values]


def _against_tables(view: View, pattern: re.Pattern[str]) -> Verdicts:
    said = list(amounts_said(view, pattern)) if "元" in view.words else []
    if not said:
        return
    found = figures(view)
    scale = yuan(view)
    filed = [one for one in found if one.value is not None]
    blank = [one.pointer for one in found if one.value is None]
    missing = tuple(filter(view.is_unread, ["/currency_unit", *blank, "/funding", "/execution"]))
    if missing:
        yield undetermined(
            "表中有未能读出的金额或单位，无法与文字核对",
            "amounts or the unit of the tables could not be read",
            missing,
        )
        return
    if scale is None or not filed:
        return
    amounts = [one.value * scale for one in filed if one.value is not None]
    amounts += [value * scale for value in _sums(found)]
    for one in said:
        if any(is_rounded(amount, one) for amount in amounts):
            yield PASS
            continue
        yield fail(
            f"文字称“{one.words}”，表中没有这一金额",
            f"“{one.words}” is said, and no amount of the tables is that",
            (one.pointer,),
            also=("/currency_unit", *(figure.pointer for figure in filed)),
            actual=f"{one.printed}{one.unit}",
        )


@rule(
    "statement.total_amount",
    number="N01",
    title="文字所述资金总额与表不一致",
    title_en="The total that the text names stands in no table",
    severity="error",
    source=SOURCE,
    slack="half a unit of the last digit that the text prints",
    forms=EVERY_FORM,
)
def total_amount(view: View) -> Verdicts:
    """A text names the total (预算总额, 资金总额, 总投资) and no amount of the tables is it.

    Units are aligned (万元, 元). Clauses about parts (其中) and other years are not
    judged; any amount of the tables that rounds to what is said lets it pass.

    Example: “项目总投资860万元” beside 资金总额 680 and 300 万元: fail. Beside 8,600,000 元: pass.
    """
    return _against_tables(view, WHOLE)


@rule(
    "statement.project_spending",
    number="N14",
    title="文字所述项目支出与表不一致",
    title_en="The project spending that the text names stands in no table",
    severity="error",
    source=SOURCE,
    slack="half a unit of the last digit that the text prints",
    forms=(DEPARTMENT_FORM,),
)
def project_spending(view: View) -> Verdicts:
    """A text names 项目支出, or the money that targets cover, and no amount or sum is it.

    Compared are all amounts of the tables and the sums of the projects' budgets.

    Example: “项目支出共140.59万元”, the expenditure item is 140.59: pass. 150.59万元: fail.
    """
    return _against_tables(view, PROJECT_SPENDING)


def _whole(declaration: ProjectDeclaration) -> tuple[int, Decimal, Decimal] | None:
    """The row of the project's whole money: place, total and the year's part."""
    rows = [
        (place, row.total, row.annual)
        for place, row in enumerate(declaration.funding)
        if is_total(plain_name(row.item)) and row.total is not None and row.annual is not None
    ]
    place, total, annual = rows[0] if len(rows) == 1 else (0, None, None)
    return (place, total, annual) if total is not None and annual is not None else None


@rule(
    "statement.only_the_whole",
    number="N15",
    title="年度目标只写了多年总额",
    title_en="The year's goal names the money of all years alone",
    severity="warning",
    source=SOURCE,
    slack="half a unit of the last digit that the text prints",
    forms=(PROJECT_FORM,),
)
def only_the_whole(view: View) -> Verdicts:
    """The annual goal names the project's total and not the year's amount, and the two differ.

    Example: total 860, the year's 300 万元, “投入860万元用于维修养护”: fail. “总投资860万元，
    本年300万元”: pass.
    """
    whole, scale = _whole(view.project), yuan(view)
    said = [one for one in amounts_said(view, ANY_MONEY) if one.pointer == "/annual/goal"]
    if whole is None or scale is None or not said:
        return
    place, total, annual = whole
    names_total = [one for one in said if is_rounded(total * scale, one)]
    names_year = any(is_rounded(annual * scale, one) for one in said)
    if total == annual or not names_total or names_year:
        yield PASS
        return
    yield fail(
        f"年度目标称“{names_total[0].words}”，为项目总额；本年度资金 {annual} 没有写明",
        f"the year's goal names the total {total} and not the year's {annual}",
        ("/annual/goal", f"/funding/{place}/total", f"/funding/{place}/annual"),
        also=("/currency_unit",),
        expected=str(annual),
        actual=str(total),
    )
