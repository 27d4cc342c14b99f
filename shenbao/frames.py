"""Tidy data frames of filings: one row a record, the same columns for every filing.

Numbers stay `Decimal` (pandas dtype object): what was filed is what comes out.
Names and telephone numbers of persons are in no frame.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import pandas as pd

from normalize.models import (
    DateTarget,
    DepartmentDeclaration,
    DepartmentIndicator,
    Filing,
    Finding,
    FundingItem,
    Project,
    Qualitative,
    Range,
    Target,
    Threshold,
)
from shenbao.places import Places

Frames = dict[str, pd.DataFrame]
Row = dict[str, Any]
V = TypeVar("V")

OF_FILING = ["file", "department", "fiscal_year"]
TARGET = [
    "target_raw",
    "target_kind",
    "target_op",
    "target_value",
    "target_low",
    "target_high",
    "target_unit",
    "target_base_value",
    "target_base_low",
    "target_base_high",
    "target_base_unit",
    "target_approximate",
    "target_date",
]
HISTORY = ["prior_year", "prior_year_{}", "prior2_year", "prior2_year_{}"]


def _history_columns(what: str) -> list[str]:
    return [column.format(what) for column in HISTORY]


COLUMNS: dict[str, list[str]] = {
    "funding": [
        *OF_FILING,
        "direction",
        "item",
        "amount",
        "share",
        *_history_columns("amount"),
        "currency_unit",
        "page",
    ],
    "projects": [
        *OF_FILING,
        "name",
        "category",
        "total_budget",
        "annual_budget",
        "currency_unit",
        "purpose",
        "page",
    ],
    "indicators": [
        *OF_FILING,
        "block",
        "level1",
        "level2",
        "level3",
        *TARGET,
        "basis",
        "category",
        *_history_columns("actual"),
        "page",
    ],
    "findings": [
        *OF_FILING,
        "rule",
        "severity",
        "outcome",
        "message",
        "message_en",
        "expected",
        "actual",
        "pointers",
        "page",
    ],
}
"""The columns of each frame, in order; also of an empty one."""


def frames_of(filings: Iterable[Filing]) -> Frames:
    """The frames of a filing, or of a whole batch in its order."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for filing in filings:
        for name, row in _rows(filing):
            rows[name].append(row)
    return {
        name: pd.DataFrame(rows[name], columns=columns, dtype=object)
        for name, columns in COLUMNS.items()
    }


def _rows(filing: Filing) -> Iterator[tuple[str, Row]]:
    """Each row of a filing with the name of its frame."""
    declaration = filing.declaration
    places = Places(filing.evidence)
    head: Row = {
        "file": filing.source.file,
        "department": getattr(declaration, "department", None),
        "fiscal_year": declaration.fiscal_year if declaration else None,
    }
    for finding in filing.findings:
        yield "findings", head | _finding(finding, places)
    if not isinstance(declaration, DepartmentDeclaration):
        return
    money = head | {"currency_unit": declaration.currency_unit}
    for direction, items in (
        ("income", declaration.funding.income),
        ("expenditure", declaration.funding.expenditure),
    ):
        for index, item in enumerate(items):
            page = places.page(f"/funding/{direction}/{index}")
            yield "funding", money | {"direction": direction, "page": page} | _funding(item)
    for index, project in enumerate(declaration.projects):
        yield "projects", money | {"page": places.page(f"/projects/{index}")} | _project(project)
    for block, indicators in (
        ("long_term", declaration.long_term.indicators),
        ("annual", declaration.annual.indicators),
    ):
        for index, indicator in enumerate(indicators):
            page = places.page(f"/{block}/indicators/{index}")
            yield "indicators", head | {"block": block, "page": page} | _indicator(indicator)


def _funding(item: FundingItem) -> Row:
    row = {"item": item.item, "amount": item.amount, "share": item.share}
    return row | _history("amount", item.history)


def _project(project: Project) -> Row:
    return {
        "name": project.name,
        "category": project.category,
        "total_budget": project.total_budget,
        "annual_budget": project.annual_budget,
        "purpose": project.purpose,
    }


def _indicator(indicator: DepartmentIndicator) -> Row:
    actual = {year: target and target.raw for year, target in indicator.history.items()}
    row: Row = {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "level3": indicator.level3,
        "basis": indicator.basis,
        "category": indicator.category,
    }
    return row | _target(indicator.target) | _history("actual", actual)


def _history(what: str, history: Mapping[str, V]) -> Row:
    """The last two years in columns of their own, the later one first."""
    row: Row = {}
    for name, year in zip(
        ("prior_year", "prior2_year"), sorted(history, reverse=True), strict=False
    ):
        row[name] = year
        row[f"{name}_{what}"] = history[year]
    return row


def _target(target: Target | None) -> Row:
    """A target's fields in columns; what its kind lacks is left out."""
    match target:
        case None:
            return {}
        case Threshold():
            fields: Row = {
                "op": target.op,
                "value": target.value,
                "unit": target.unit,
                "base_value": target.base_value,
                "base_unit": target.base_unit,
                "approximate": target.approximate,
            }
        case Range():
            fields = {
                "low": target.low,
                "high": target.high,
                "unit": target.unit,
                "base_low": target.base_low,
                "base_high": target.base_high,
                "base_unit": target.base_unit,
                "approximate": target.approximate,
            }
        case DateTarget():
            fields = {"op": target.op, "date": target.date}
        case Qualitative():
            fields = {}
    fields |= {"raw": target.raw, "kind": target.kind}
    return {f"target_{name}": value for name, value in fields.items()}


def _finding(finding: Finding, places: Places) -> Row:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "message": finding.message,
        "message_en": finding.message_en,
        "expected": finding.expected,
        "actual": finding.actual,
        "pointers": " ".join(finding.pointers),
        "page": places.first_page(finding.pointers),
    }
