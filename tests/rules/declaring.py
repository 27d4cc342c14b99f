"""Tiny declarations for the tests of the rules."""

import datetime
import re
from decimal import Decimal
from typing import Any

from normalize.models import (
    Annual,
    DateTarget,
    DepartmentDeclaration,
    DepartmentIndicator,
    EvaluatedGoal,
    EvaluatedIndicator,
    Execution,
    Funding,
    FundingItem,
    Goal,
    Indicator,
    LongTerm,
    Period,
    Project,
    ProjectDeclaration,
    ProjectEvaluation,
    ProjectFunding,
    Qualitative,
    Range,
    Target,
    Threshold,
)

OPS = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "=", "": "="}
NUMBER = r"-?\d+(?:\.\d+)?"


def target(raw: str | None) -> Target | None:
    """`≥98%`, `约200户`, `0%-100%`, `2024-12-31`, or words."""
    if raw is None:
        return None
    if found := re.fullmatch(rf"(约?)([≥≤<>=]?)({NUMBER})([^\d\-]*)", raw):
        about, op, value, unit = found.groups()
        return Threshold(
            raw=raw, op=OPS[op], value=value, unit=unit, approximate=bool(about),
            base_value=Decimal(value) * (10_000 if unit.startswith("万") else 1),
            base_unit=unit.removeprefix("万"),
        )  # fmt: skip
    if found := re.fullmatch(rf"({NUMBER})%-({NUMBER})%", raw):
        low, high = found.groups()
        return Range(
            raw=raw, low=low, high=high, unit="%", base_low=low, base_high=high, base_unit="%"
        )
    if re.fullmatch(r"\d{4}-\d\d-\d\d", raw):
        day = datetime.date.fromisoformat(raw)
        return DateTarget(raw=raw, op="<=", date=day, date_precision="day")
    return Qualitative(raw=raw, text=raw)


def indicator(
    level3: str | None,
    raw: str | None,
    *,
    last: str | None = None,
    basis: str | None = None,
    level1: str | None = None,
    level2: str | None = "二级",
) -> DepartmentIndicator:
    """An indicator; `last` is what 2023 reached."""
    return DepartmentIndicator(
        level1=level1, level2=level2, level3=level3, target=target(raw), basis=basis,
        category=None, history={} if last is None else {"2022": None, "2023": target(last)},
    )  # fmt: skip


def item(name: str | None, *cells: str | None) -> FundingItem:
    """A funding row: amount, share, 2022, 2023, as many as given."""
    amount, share, *years = (*cells, None, None)[: max(2, len(cells))]
    history = dict(zip(("2022", "2023"), years, strict=False))
    return FundingItem(item=name, amount=amount, share=share, history=history)


def project(
    name: str,
    total: str | None = None,
    annual: str | None = None,
    category: str | None = "特定目标类",
) -> Project:
    return Project(
        name=name, category=category, total_budget=total, annual_budget=annual, purpose=None
    )


def declare(
    income: list[FundingItem] | None = None,
    expenditure: list[FundingItem] | None = None,
    projects: list[Project] | None = None,
    long_term: list[DepartmentIndicator] | None = None,
    annual: list[DepartmentIndicator] | None = None,
    until: int | None = None,
    **fields: Any,
) -> DepartmentDeclaration:
    """A declaration of these parts alone."""
    return DepartmentDeclaration(
        funding=Funding(income=income or [], expenditure=expenditure or []),
        projects=projects or [],
        long_term=LongTerm(until=until, indicators=long_term or []),
        annual=Annual(indicators=annual or []),
        **fields,
    )


def row(
    level3: str | None,
    raw: str | None,
    *,
    level1: str | None = "产出指标",
    level2: str | None = "数量指标",
    weight: str | None = None,
) -> Indicator:
    """An indicator of a project."""
    return Indicator(level1=level1, level2=level2, level3=level3, target=target(raw), weight=weight)


def declare_project(
    annual: list[Indicator] | None = None,
    long_term: list[Indicator] | None = None,
    *,
    goal: str | None = None,
    long_goal: str | None = None,
    money: list[tuple[str, str | None, str | None]] | None = None,
    period: tuple[str, str] | None = None,
    **fields: Any,
) -> ProjectDeclaration:
    """A project's declaration of these parts alone; `money` is item, total, annual."""
    return ProjectDeclaration(
        annual=Goal(goal=goal, indicators=annual or []),
        long_term=Goal(goal=long_goal, indicators=long_term or []),
        funding=[
            ProjectFunding(item=item, total=total, annual=year) for item, total, year in money or []
        ],
        period=Period(start=period[0], end=period[1]) if period else Period(),
        **fields,
    )


def result(
    level3: str | None,
    raw: str | None,
    actual: str | None,
    score: str | None = "10",
    *,
    weight: str | None = "10",
    reason: str | None = None,
    level1: str | None = "产出指标",
    level2: str | None = "数量指标",
) -> EvaluatedIndicator:
    """An indicator after the year."""
    return EvaluatedIndicator(
        level1=level1, level2=level2, level3=level3, target=target(raw), actual=target(actual),
        weight=weight, score=score, reason=reason,
    )  # fmt: skip


def spent(
    initial: str | None = None,
    adjusted: str | None = None,
    executed: str | None = None,
    rate: str | None = None,
    score: str | None = None,
    *,
    weight: str | None = "10",
    item: str | None = "年度资金总额",
) -> Execution:
    """A row of 预算执行."""
    return Execution(
        item=item, initial=initial, adjusted=adjusted, executed=executed, weight=weight,
        rate=rate, score=score,
    )  # fmt: skip


def evaluate(
    *indicators: EvaluatedIndicator,
    execution: list[Execution] | None = None,
    goal: str | None = None,
    actual: str | None = None,
    **fields: Any,
) -> ProjectEvaluation:
    """A project's self-evaluation of these parts alone."""
    return ProjectEvaluation(
        annual=EvaluatedGoal(goal=goal, actual=actual, indicators=list(indicators)),
        execution=execution or [],
        **fields,
    )
