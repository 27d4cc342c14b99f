"""What a filing says and how it is written: records, and the truth they stand for.

`declaration_of` gives the truth in the JSON form of the contract. It leaves out
`raw`, `base_value` and `base_unit` of a target: a reader derives those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
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
    weight: Written | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of 年度主要任务 with its money: the amount is the sum of the other two."""

    name: Written
    content: Written
    amount: Written
    fiscal: Written
    other: Written


@dataclass(frozen=True, slots=True)
class FilingDraft:
    """Everything a filing says. `years` are the two history years as printed.

    The form has the list `tasks` or, in other layouts, the table `main_tasks`. An
    indicator has a `weight` where the layout has a column of 分值.
    """

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
    main_tasks: tuple[TaskRow, ...] = ()


_DECLARATION: TypeAdapter[Declaration] = TypeAdapter(Declaration)


def declaration_of(filing: FilingDraft) -> dict[str, Any]:
    """The truth in the contract's JSON form."""
    head = {"form": "部门整体绩效目标申报表", "fiscal_year": filing.years[1] + 1}
    return head | {key: _truth(part) for key, part in department_tree(filing).items()}


def _truth(tree: Any) -> Any:
    if isinstance(tree, Written):
        return tree.truth
    if isinstance(tree, list):
        return [_truth(part) for part in tree]
    return {key: _truth(part) for key, part in tree.items()}


def department_tree(filing: FilingDraft) -> dict[str, Any]:
    """The leaves of a filing, each at the contract's pointer."""
    years = [str(year) for year in filing.years]
    tree: dict[str, Any] = {
        "stated_year": filing.stated_year,
        "filed_on": filing.filed_on,
        "currency_unit": filing.currency_unit,
        "department": filing.department,
        "preparer": filing.preparer,
        "phone": filing.phone,
        "funding": {
            "income": [_leaves(row, years) for row in filing.income],
            "expenditure": [_leaves(row, years) for row in filing.expenditure],
        },
        "functions": list(filing.functions),
        "tasks": list(filing.tasks),
        "projects": [_leaves(row, years) for row in filing.projects],
        "long_term": {
            "until": filing.until,
            "goal": filing.long_goal,
            "indicators": [_leaves(row, ()) for row in filing.long_term],
        },
        "annual": {
            "goal": filing.annual_goal,
            "indicators": [_leaves(row, years) for row in filing.annual],
        },
    }
    if filing.main_tasks:
        tree["main_tasks"] = [_leaves(row, years) for row in filing.main_tasks]
    return tree


def _leaves(row: Any, years: Sequence[str]) -> dict[str, Any]:
    """The leaves of a row; what the layout has no column for is left out."""
    leaves = {field.name: getattr(row, field.name) for field in fields(row)}
    if "history" in leaves:
        leaves["history"] = dict(zip(years, leaves["history"], strict=True))
    return {key: leaf for key, leaf in leaves.items() if isinstance(leaf, Written | dict)}


_PLACES: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("funding", "income"): ("income",),
    ("funding", "expenditure"): ("expenditure",),
    ("long_term", "indicators"): ("long_term",),
    ("annual", "indicators"): ("annual",),
    ("long_term", "goal"): ("long_goal",),
    ("annual", "goal"): ("annual_goal",),
    ("long_term", "until"): ("until",),
}
"""Where the record keeps what the contract has at another place."""


def department_changed(filing: FilingDraft, changes: Mapping[str, Written]) -> FilingDraft:
    """The filing with other leaves at these pointers."""
    years = [str(year) for year in filing.years]
    changed: Any = filing
    for pointer, leaf in changes.items():
        path = tuple(pointer.strip("/").split("/"))
        path = (*_PLACES.get(path[:2], path[:2]), *path[2:])
        if len(path) > 2 and path[-2] == "history":
            path = (*path[:-1], str(years.index(path[-1])))
        changed = _put(changed, path, leaf)
    if not isinstance(changed, FilingDraft):
        raise TypeError("a change has replaced the filing itself")
    return changed


def _put(part: Any, path: tuple[str, ...], leaf: Written) -> Any:
    if not path:
        return leaf
    if isinstance(part, tuple):
        index = int(path[0])
        return (*part[:index], _put(part[index], path[1:], leaf), *part[index + 1 :])
    return replace(part, **{path[0]: _put(getattr(part, path[0]), path[1:], leaf)})


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
