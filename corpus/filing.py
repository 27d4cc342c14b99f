"""What a filing says and how it is written: records, and the truth they stand for.

`declaration_of` gives the truth in the JSON form of the contract. It leaves out
`raw`, `base_value` and `base_unit` of a target: a reader derives those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from corpus.written import Hand, Written
from normalize.models import Declaration


@dataclass(frozen=True, slots=True)
class FundingRow:
    """A row of income or expenditure; `history` is the earlier, then the later year."""

    item: Written
    amount: Written
    share: Written
    history: tuple[Written, Written]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A row of the project table."""

    name: Written
    category: Written
    total_budget: Written
    annual_budget: Written
    purpose: Written


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of an indicator table; `history` is empty in the long-term block.

    `shape` is how the values behave (see `vocabulary.Shape`), for plants.
    """

    level1: Written
    level2: Written
    level3: Written
    target: Written
    basis: Written
    category: Written
    history: tuple[Written, ...] = ()
    shape: str = ""


@dataclass(frozen=True, slots=True)
class FilingDraft:
    """Everything a filing says. `years` are the two history years as printed."""

    years: tuple[int, int]
    stated_year: Written
    filed_on: Written
    currency_unit: Written
    department: Written
    preparer: Written
    phone: Written
    share_sign: bool
    income: tuple[FundingRow, ...]
    expenditure: tuple[FundingRow, ...]
    functions: tuple[Written, ...]
    tasks: tuple[Written, ...]
    projects: tuple[ProjectRow, ...]
    until: Written
    long_goal: Written
    annual_goal: Written
    long_term: tuple[IndicatorRow, ...]
    annual: tuple[IndicatorRow, ...]
    hand: Hand


_DECLARATION: TypeAdapter[Declaration] = TypeAdapter(Declaration)


def declaration_of(filing: FilingDraft) -> dict[str, Any]:
    """The truth in the contract's JSON form."""
    years = [str(year) for year in filing.years]
    return {
        "form": "部门整体绩效目标申报表",
        "fiscal_year": filing.years[1] + 1,
        "stated_year": filing.stated_year.truth,
        "filed_on": filing.filed_on.truth,
        "currency_unit": filing.currency_unit.truth,
        "department": filing.department.truth,
        "preparer": filing.preparer.truth,
        "phone": filing.phone.truth,
        "funding": {
            "income": [_funding_json(row, years) for row in filing.income],
            "expenditure": [_funding_json(row, years) for row in filing.expenditure],
        },
        "functions": [item.truth for item in filing.functions],
        "tasks": [item.truth for item in filing.tasks],
        "projects": [_project_json(row) for row in filing.projects],
        "long_term": {
            "until": filing.until.truth,
            "goal": filing.long_goal.truth,
            "indicators": [_indicator_json(row, ()) for row in filing.long_term],
        },
        "annual": {
            "goal": filing.annual_goal.truth,
            "indicators": [_indicator_json(row, years) for row in filing.annual],
        },
    }


def validated(declaration: dict[str, Any]) -> Declaration:
    """The truth as the model, what a reader derives filled in with stand-ins.

    Raises pydantic's `ValidationError` where the truth breaks the contract.
    """
    return _DECLARATION.validate_python(_with_stand_ins(declaration))


def _with_stand_ins(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_stand_ins(item) for item in value]
    if not isinstance(value, dict):
        return value
    filled = {key: _with_stand_ins(item) for key, item in value.items()}
    kind = filled.get("kind")
    if kind == "threshold":
        filled |= {"base_value": filled["value"], "base_unit": filled["unit"]}
    if kind == "range":
        filled |= {"base_low": filled["low"], "base_high": filled["high"]}
        filled |= {"base_unit": filled["unit"]}
    return filled if kind is None else {"raw": ""} | filled


def _funding_json(row: FundingRow, years: Sequence[str]) -> dict[str, Any]:
    return {
        "item": row.item.truth,
        "amount": row.amount.truth,
        "share": row.share.truth,
        "history": {year: value.truth for year, value in zip(years, row.history, strict=True)},
    }


def _project_json(row: ProjectRow) -> dict[str, Any]:
    return {
        "name": row.name.truth,
        "category": row.category.truth,
        "total_budget": row.total_budget.truth,
        "annual_budget": row.annual_budget.truth,
        "purpose": row.purpose.truth,
    }


def _indicator_json(row: IndicatorRow, years: Sequence[str]) -> dict[str, Any]:
    return {
        "level1": row.level1.truth,
        "level2": row.level2.truth,
        "level3": row.level3.truth,
        "target": row.target.truth,
        "basis": row.basis.truth,
        "category": row.category.truth,
        "history": {year: value.truth for year, value in zip(years, row.history, strict=True)},
    }
