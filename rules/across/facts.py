"""What the rules across filings need of one filing: a tenth of its declaration.

A record of plain values, so that 100,000 of them can be kept aside and sorted by
department without holding the filings themselves.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from normalize.models import (
    DateTarget,
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    DepartmentIndicator,
    EvaluatedIndicator,
    Execution,
    FundingItem,
    Indicator,
    ProjectDeclaration,
    ProjectEvaluation,
    ProjectFunding,
    Range,
    Target,
    Threshold,
)
from rules.across.names import squeezed
from rules.columns import SIDES, SideName, items_of
from rules.names import is_nested, is_total, plain_name
from rules.sums import Figure

# 元 in one of what amounts are filed in.
UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10**4), "亿元": Decimal(10**8)}


class Value(NamedTuple):
    """A target or actual. Numbers are in `unit` (the contract's `base_unit`).

    A threshold has `low` for `low` and for `high`; a date stands in `date`; words have
    neither.
    """

    raw: str
    op: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool
    date: datetime.date | None


class Aim(NamedTuple):
    """A row of an indicator table. `name` is squeezed, `title` as printed.

    `history` gives what earlier years reached, `reason` why an evaluation deviates.
    """

    pointer: str
    name: str
    title: str
    level1: str | None
    target: Value | None
    history: tuple[tuple[str, Value | None], ...]
    reason: str

    @property
    def target_pointer(self) -> str:
        """The JSON Pointer of the target."""
        return f"{self.pointer}/target"


class Line(NamedTuple):
    """A funding row: its amount in the budget year and in earlier ones."""

    side: SideName
    name: str
    title: str
    amount: Figure
    history: tuple[tuple[str, Figure], ...]


class Listed(NamedTuple):
    """A row of a department's project table."""

    pointer: str
    name: str
    title: str
    category: str
    annual: Figure


class Text(NamedTuple):
    """A text that a filer should have written himself. `kind` in Chinese, for messages."""

    pointer: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """One filing. `file` is its document (`filings/a.json`), `source` the filing's own name.

    Names are squeezed, `""` where there is none; `title` is the department's as printed,
    `unit_yuan` what one of its amounts is worth in 元 (None where the unit is not known).
    `budget` is the year's total: 合计 of expenditure, of the project's funding, 年初预算 of
    an evaluation, whose `adjusted` and `executed` are the further columns.
    """

    file: str
    source: str
    form: str
    year: int | None
    filed_on: datetime.date | None
    department: str
    title: str
    unit: str
    project: str
    nature: str
    unit_yuan: Decimal | None
    budget: Figure | None
    adjusted: Figure | None
    executed: Figure | None
    lines: tuple[Line, ...]
    listed: tuple[Listed, ...]
    annual: tuple[Aim, ...]
    texts: tuple[Text, ...]
    doubted: frozenset[str]
    unread: frozenset[str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The bodies that the filing is of: its department first, then its 实施单位."""
        return tuple(dict.fromkeys(key for key in (self.department, self.unit) if key))

    def is_doubtful(self, pointer: str) -> bool:
        """Whether a value, a part of it, or what holds it was not read for sure."""
        held = (pointer, *_holders(pointer))
        for doubtful in (self.doubted, self.unread):
            if any(part in doubtful for part in held):
                return True
            if any(found.startswith(f"{pointer}/") for found in doubtful):
                return True
        return False

    def is_unread(self, pointer: str) -> bool:
        """Whether a part, or anything in it, was not read."""
        held = (pointer, *_holders(pointer))
        inside = any(part.startswith(f"{pointer}/") for part in self.unread)
        return inside or any(part in self.unread for part in held)


def _holders(pointer: str) -> Iterable[str]:
    while pointer := pointer.rpartition("/")[0]:
        yield pointer


def facts_of(
    declaration: Declaration,
    file: str,
    source: str,
    doubted: frozenset[str] = frozenset(),
    unread: frozenset[str] = frozenset(),
) -> FilingFacts:
    """The facts of a declaration; those of a user's own form have no figures."""
    project = declaration if isinstance(declaration, _OF_PROJECT) else None
    budget, adjusted, executed = _totals(declaration)
    return FilingFacts(
        file=file,
        source=source,
        form=declaration.form,
        year=declaration.fiscal_year,
        filed_on=declaration.filed_on,
        department=squeezed(declaration.department),
        title=plain_name(declaration.department),
        unit=squeezed(project.unit) if project else "",
        project=squeezed(project.project) if project else "",
        nature=plain_name(getattr(declaration, "nature", None)),
        unit_yuan=UNITS.get(plain_name(declaration.currency_unit)),
        budget=budget,
        adjusted=adjusted,
        executed=executed,
        lines=_lines(declaration),
        listed=_listed(declaration),
        annual=_aims(declaration),
        texts=_texts(declaration),
        doubted=doubted,
        unread=unread,
    )


_OF_PROJECT = (ProjectDeclaration, ProjectEvaluation)
_EVALUATIONS = (ProjectEvaluation, DepartmentEvaluation)


def value_of(target: Target | None) -> Value | None:
    """A target as plain values."""
    if target is None:
        return None
    if isinstance(target, Threshold):
        low = high = target.base_value
        about = target.approximate
        return Value(target.raw, target.op, low, high, target.base_unit, about, None)
    if isinstance(target, Range):
        low, high, about = target.base_low, target.base_high, target.approximate
        return Value(target.raw, "", low, high, target.base_unit, about, None)
    if isinstance(target, DateTarget):
        return Value(target.raw, target.op, None, None, "", False, target.date)
    return Value(target.raw, "", None, None, "", False, None)


def _aims(declaration: Declaration) -> tuple[Aim, ...]:
    part = getattr(declaration, "annual", None)
    rows: list[Indicator] = part.indicators if part else []
    return tuple(
        _aim(f"/annual/indicators/{place}", row)
        for place, row in enumerate(rows)
        if plain_name(row.level3)
    )


def _aim(pointer: str, row: Indicator) -> Aim:
    history = row.history if isinstance(row, DepartmentIndicator) else {}
    reason = row.reason if isinstance(row, EvaluatedIndicator) else None
    return Aim(
        pointer,
        squeezed(row.level3),
        plain_name(row.level3),
        row.level1,
        value_of(row.target),
        tuple((year, value_of(reached)) for year, reached in history.items()),
        plain_name(reason),
    )


def _lines(declaration: Declaration) -> tuple[Line, ...]:
    if not isinstance(declaration, DepartmentDeclaration):
        return ()
    return tuple(
        _line(side, f"/funding/{side}/{place}", item)
        for side in SIDES
        for place, item in enumerate(items_of(declaration.funding, side))
    )


def _line(side: SideName, pointer: str, item: FundingItem) -> Line:
    history = item.history.items()
    return Line(
        side,
        squeezed(item.item),
        plain_name(item.item),
        Figure(f"{pointer}/amount", item.amount),
        tuple((year, Figure(f"{pointer}/history/{year}", amount)) for year, amount in history),
    )


def _listed(declaration: Declaration) -> tuple[Listed, ...]:
    if not isinstance(declaration, DepartmentDeclaration):
        return ()
    return tuple(
        Listed(
            f"/projects/{place}",
            squeezed(row.name),
            name,
            plain_name(row.category),
            Figure(f"/projects/{place}/annual_budget", row.annual_budget),
        )
        for place, row in enumerate(declaration.projects)
        if (name := plain_name(row.name)) and not is_total(name) and not is_nested(name)
    )


Totals = tuple[Figure | None, Figure | None, Figure | None]


def _totals(declaration: Declaration) -> Totals:
    if isinstance(declaration, DepartmentDeclaration):
        return (
            _sum_row(declaration.funding.expenditure, "/funding/expenditure", "amount"),
            None,
            None,
        )
    if isinstance(declaration, ProjectDeclaration):
        return _sum_row(declaration.funding, "/funding", "annual"), None, None
    if isinstance(declaration, _EVALUATIONS):
        initial, adjusted, executed = (
            _sum_row(declaration.execution, "/execution", column)
            for column in ("initial", "adjusted", "executed")
        )
        return initial, adjusted, executed
    return None, None, None


def _sum_row(
    rows: Sequence[FundingItem | ProjectFunding | Execution], pointer: str, column: str
) -> Figure | None:
    """The one row 合计 (年度资金总额); None where there are none or several."""
    found = [
        Figure(f"{pointer}/{place}/{column}", getattr(row, column))
        for place, row in enumerate(rows)
        if is_total(name := plain_name(row.item)) or name.endswith("总额")
    ]
    return found[0] if len(found) == 1 and found[0].value is not None else None


def _texts(declaration: Declaration) -> tuple[Text, ...]:
    """Goals and tasks. 部门职能 are given by others, and rightly alike in like bodies."""
    found = []
    for block, kind in (("long_term", "长期目标"), ("annual", "年度目标")):
        part = getattr(declaration, block, None)
        if part and part.goal:
            found.append(Text(f"/{block}/goal", kind, part.goal))
    if isinstance(declaration, DepartmentDeclaration) and declaration.tasks:
        found.append(Text("/tasks", "年度工作任务", "".join(declaration.tasks)))
    return tuple(found)
