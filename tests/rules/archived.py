"""Tiny archives for the tests of the rules across filings."""

import datetime
from decimal import Decimal

from declaring import declare, indicator, item, project, target

from normalize.models import (
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    EvaluatedGoal,
    EvaluatedIndicator,
    Execution,
    Goal,
    Indicator,
    Project,
    ProjectDeclaration,
    ProjectEvaluation,
    ProjectFunding,
)
from rules.across.archive import MemoryArchive
from rules.across.facts import FilingFacts, facts_of

BUREAU = "广水市水务局"
SUPPLY = "农村饮水安全维修养护"

Aims = dict[str, str | None]
Filings = list[tuple[str, Declaration]]
"""Names of documents with what they declare."""


def bureau(
    year: int,
    aims: Aims | None = None,
    total: str | None = None,
    *,
    name: str | None = BUREAU,
    history: dict[str, str] | None = None,
    projects: list[Project] | None = None,
    lines: dict[str, str] | None = None,
    reached: dict[str, str] | None = None,
    goal: str | None = None,
    unit: str | None = "万元",
    day: int = 1,
) -> DepartmentDeclaration:
    """A department's declaration: indicators with targets, expenditure, projects.

    `total` is the row 合计 of expenditure, `history` its earlier years; `lines` are further
    rows; `reached` is what last year reached, by indicator.
    """
    rows = [item(title, amount) for title, amount in (lines or {}).items()]
    whole = item("合计", total).model_copy(
        update={"history": {year: Decimal(amount) for year, amount in (history or {}).items()}}
    )
    reached = reached or {}
    indicators = [
        indicator(title, raw).model_copy(
            update={"history": {str(year - 1): target(reached.get(title))}}
        )
        for title, raw in (aims or {}).items()
    ]
    declared = declare(
        expenditure=[*rows, whole],
        projects=projects,
        annual=indicators,
        department=name,
        fiscal_year=year,
        filed_on=datetime.date(year - 1, 10, day),
        currency_unit=unit,
    )
    annual = declared.annual.model_copy(update={"goal": goal})
    return declared.model_copy(update={"annual": annual})


def form(
    year: int,
    name: str | None = SUPPLY,
    annual: str | None = None,
    aims: Aims | None = None,
    *,
    department: str = BUREAU,
    unit: str | None = None,
    currency: str | None = "万元",
    nature: str | None = None,
    goal: str | None = None,
) -> ProjectDeclaration:
    """A project's declaration; `annual` is its amount of the year."""
    return ProjectDeclaration(
        project=name,
        department=department,
        unit=unit,
        fiscal_year=year,
        currency_unit=currency,
        nature=nature,
        funding=[ProjectFunding(item="年度资金总额", total=None, annual=annual)],
        annual=Goal(goal=goal, indicators=_plain(aims)),
    )


def _plain(aims: Aims | None) -> list[Indicator]:
    return [
        Indicator(level1=None, level2=None, level3=title, target=target(raw))
        for title, raw in (aims or {}).items()
    ]


def _evaluated(aims: Aims | None, reason: str | None) -> EvaluatedGoal:
    rows = [
        EvaluatedIndicator(
            level1=None, level2=None, level3=title, target=target(raw), reason=reason
        )
        for title, raw in (aims or {}).items()
    ]
    return EvaluatedGoal(indicators=rows)


def _execution(initial: str | None, executed: str | None) -> list[Execution]:
    return [
        Execution(
            item="年度资金总额", initial=initial, adjusted=None, executed=executed,
            weight=None, rate=None, score=None,
        )
    ]  # fmt: skip


def evaluation(
    year: int,
    aims: Aims | None = None,
    initial: str | None = None,
    *,
    name: str = SUPPLY,
    reason: str | None = None,
    currency: str | None = "万元",
) -> ProjectEvaluation:
    """A project's self-evaluation."""
    return ProjectEvaluation(
        project=name,
        department=BUREAU,
        fiscal_year=year,
        currency_unit=currency,
        execution=_execution(initial, None),
        annual=_evaluated(aims, reason),
    )


def own_evaluation(
    year: int, aims: Aims | None = None, initial: str | None = None, executed: str | None = None
) -> DepartmentEvaluation:
    """A department's self-evaluation."""
    return DepartmentEvaluation(
        department=BUREAU,
        fiscal_year=year,
        currency_unit="万元",
        execution=_execution(initial, executed),
        annual=_evaluated(aims, None),
    )


def listed(name: str, annual: str | None, category: str = "特定目标类") -> Project:
    """A row of a department's project table."""
    return project(name, None, annual, category)


def archive(filings: Filings, doubted: dict[str, str] | None = None) -> MemoryArchive:
    """The filings; `doubted` maps a document to the pointer that was read with doubt."""
    return MemoryArchive(facts(filings, doubted or {}))


def facts(filings: Filings, doubted: dict[str, str]) -> list[FilingFacts]:
    return [
        facts_of(
            declaration,
            f"filings/{name}.json",
            f"{name}.pdf",
            frozenset({doubted[name]} if name in doubted else ()),
        )
        for name, declaration in filings
    ]


def named(*declarations: Declaration) -> Filings:
    """Filings a, b, c, ..."""
    return list(zip("abcdefghijklmnopqrstuvwxyz", declarations, strict=False))


__all__ = ["Filings", "archive", "bureau", "evaluation", "form", "listed", "named"]
