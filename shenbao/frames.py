"""Tidy data frames of filings: one row a record, the same columns for every filing.

Numbers stay `Decimal` (pandas dtype object): what was filed is what comes out.
Names and telephone numbers of persons are in no frame.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import pandas as pd

from normalize.draft import escape
from normalize.models import (
    DateTarget,
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    DepartmentIndicator,
    EvaluatedIndicator,
    Execution,
    Filing,
    Finding,
    FundingItem,
    Indicator,
    MainTask,
    OtherDeclaration,
    Project,
    ProjectDeclaration,
    ProjectEvaluation,
    ProjectFunding,
    Qualitative,
    Range,
    Target,
    Threshold,
)
from shenbao.places import Places
from shenbao.report.persons import Persons, persons_of

Frames = dict[str, pd.DataFrame]
Row = dict[str, Any]
V = TypeVar("V")

OF_FILING = ["file", "part", "department", "fiscal_year", "form", "project"]
TARGET = [
    "raw",
    "kind",
    "op",
    "value",
    "low",
    "high",
    "unit",
    "base_value",
    "base_low",
    "base_high",
    "base_unit",
    "approximate",
    "date",
]
HISTORY = ["prior_year", "prior_year_{}", "prior2_year", "prior2_year_{}"]


def _target_columns(what: str) -> list[str]:
    return [f"{what}_{column}" for column in TARGET]


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
        "total",
        "annual",
        "currency_unit",
        "page",
    ],
    "execution": [
        *OF_FILING,
        "item",
        "initial",
        "adjusted",
        "executed",
        "weight",
        "rate",
        "score",
        "currency_unit",
        "page",
    ],
    "main_tasks": [
        *OF_FILING,
        "name",
        "content",
        "amount",
        "fiscal",
        "other",
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
        *_target_columns("target"),
        "weight",
        "basis",
        "category",
        *_history_columns("actual"),
        *_target_columns("actual"),
        "score",
        "reason",
        "page",
    ],
    "attributes": [*OF_FILING, "kind", "name", "value", "page"],
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
"""The columns of each frame, in order; also of an empty one.

`part` is the number of the filing where its file holds several, else None.
`attributes` holds what forms ask besides: `kind` is `choice` (a row for each box that is
ticked), `attribute` (a label and its text), or what a user's own definition names: `value`,
or `record` (`name` is list/row/column).
"""


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
        "part": filing.source.part.number if filing.source.part else None,
        "department": getattr(declaration, "department", None),
        "fiscal_year": declaration.fiscal_year if declaration else None,
        "form": declaration.form if declaration else None,
        "project": getattr(declaration, "project", None),
    }
    for finding in filing.findings:
        yield "findings", head | _finding(finding, places)
    if declaration is None:
        return
    money = {"currency_unit": declaration.currency_unit}
    for name, pointer, row in _records(declaration):
        of_money = money if "currency_unit" in COLUMNS[name] else {}
        yield name, head | of_money | {"page": places.page(pointer)} | row
    for pointer, row in _attributes(declaration, persons_of(filing)):
        yield "attributes", head | {"page": places.page(pointer)} | row


def _records(declaration: Declaration) -> Iterator[tuple[str, str, Row]]:
    """Each record with the name of its frame and its pointer."""
    match declaration:
        case DepartmentDeclaration(funding=funding):
            for direction, items in (
                ("income", funding.income),
                ("expenditure", funding.expenditure),
            ):
                for index, item in enumerate(items):
                    row = {"direction": direction} | _funding(item)
                    yield "funding", f"/funding/{direction}/{index}", row
            for index, project in enumerate(declaration.projects):
                yield "projects", f"/projects/{index}", _project(project)
            for index, task in enumerate(declaration.main_tasks):
                yield "main_tasks", f"/main_tasks/{index}", _main_task(task)
        case ProjectDeclaration():
            for index, part in enumerate(declaration.funding):
                yield "funding", f"/funding/{index}", _project_funding(part)
        case ProjectEvaluation() | DepartmentEvaluation():
            for index, spent in enumerate(declaration.execution):
                yield "execution", f"/execution/{index}", _execution(spent)
    for block in ("long_term", "annual"):
        half = getattr(declaration, block, None)
        for index, indicator in enumerate(half.indicators if half else ()):
            row = {"block": block} | _indicator(indicator)
            yield "indicators", f"/{block}/indicators/{index}", row


def _attributes(declaration: Declaration, persons: Persons) -> Iterator[tuple[str, Row]]:
    """What the form asks besides, persons masked, each with its pointer."""
    for name, ticked in declaration.choices.items():
        for index, option in enumerate(ticked):
            pointer = f"/choices/{escape(name)}/{index}"
            yield pointer, {"kind": "choice", "name": name, "value": persons.text(option)}
    for name, text in declaration.attributes.items():
        pointer = f"/attributes/{escape(name)}"
        yield pointer, {"kind": "attribute", "name": name, "value": persons.value(pointer, text)}
    if not isinstance(declaration, OtherDeclaration):
        return
    for name, value in declaration.values.items():
        row = {"kind": "value", "name": name, "value": persons.text(_text(value))}
        yield f"/values/{escape(name)}", row
    for name, records in declaration.records.items():
        for index, record in enumerate(records):
            for column, value in record.items():
                pointer = f"/records/{escape(name)}/{index}/{escape(column)}"
                text = persons.text(_text(value))
                yield (
                    pointer,
                    {"kind": "record", "name": f"{name}/{index}/{column}", "value": text},
                )


def _text(value: object) -> str:
    """A value of a form of another kind, as filed."""
    if isinstance(value, Threshold | Range | Qualitative | DateTarget):
        return value.raw
    return "" if value is None else str(value)


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


def _project_funding(part: ProjectFunding) -> Row:
    return {"item": part.item, "total": part.total, "annual": part.annual}


def _main_task(task: MainTask) -> Row:
    return {
        "name": task.name,
        "content": task.content,
        "amount": task.amount,
        "fiscal": task.fiscal,
        "other": task.other,
    }


def _execution(spent: Execution) -> Row:
    return {
        "item": spent.item,
        "initial": spent.initial,
        "adjusted": spent.adjusted,
        "executed": spent.executed,
        "weight": spent.weight,
        "rate": spent.rate,
        "score": spent.score,
    }


def _indicator(indicator: Indicator) -> Row:
    row: Row = {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "level3": indicator.level3,
        "weight": indicator.weight,
    }
    row |= _target("target", indicator.target)
    if isinstance(indicator, DepartmentIndicator):
        actual = {year: target and target.raw for year, target in indicator.history.items()}
        row |= {"basis": indicator.basis, "category": indicator.category}
        row |= _history("actual", actual)
    elif isinstance(indicator, EvaluatedIndicator):
        row |= {"score": indicator.score, "reason": indicator.reason}
        row |= _target("actual", indicator.actual)
    return row


def _history(what: str, history: Mapping[str, V]) -> Row:
    """The last two years in columns of their own, the later one first."""
    row: Row = {}
    for name, year in zip(
        ("prior_year", "prior2_year"), sorted(history, reverse=True), strict=False
    ):
        row[name] = year
        row[f"{name}_{what}"] = history[year]
    return row


def _target(what: str, target: Target | None) -> Row:
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
    return {f"{what}_{name}": value for name, value in fields.items()}


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
