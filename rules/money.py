"""The money of any form as columns of rows, for rules that speak of all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from normalize.models import (
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    ProjectDeclaration,
    ProjectEvaluation,
)
from rules.knowledge_money import PARENTS, Kind, money_item
from rules.names import plain_name
from rules.sums import Figure


class MoneyRow(NamedTuple):
    """A figure and the row that it stands in; `label` is the pointer of the row's name."""

    name: str
    kind: Kind
    nested: bool
    figure: Figure
    label: str


@dataclass(frozen=True)
class MoneyColumn:
    """One column of a money table: `年度资金`, `收入`, `2022年支出`, `全年执行数`."""

    title: str
    title_en: str
    rows: tuple[MoneyRow, ...]

    def of(self, *kinds: Kind) -> tuple[MoneyRow, ...]:
        """The rows of these kinds that have a figure."""
        return tuple(row for row in self.rows if row.kind in kinds and row.figure.value is not None)

    @cached_property
    def total(self) -> Figure | None:
        """The one total that has a figure; None where there is none, or more than one."""
        totals = self.of("total")
        return totals[0].figure if len(totals) == 1 else None

    @cached_property
    def parts(self) -> tuple[MoneyRow, ...]:
        """The rows below the total that are parts of no other row, with a figure."""
        kinds = {row.kind for row in self.rows if row.figure.value is not None}
        return tuple(
            row
            for row in self.rows
            if row.kind != "total"
            and row.figure.value is not None
            and PARENTS.get(row.kind) not in kinds
        )


def _row(name: str | None, path: str, field: str, figure: Figure) -> MoneyRow:
    plain = plain_name(name)
    item = money_item(plain)
    return MoneyRow(plain, item.kind, item.nested, figure, f"{path}/{field}")


def _of_department(declaration: DepartmentDeclaration) -> Iterator[MoneyColumn]:
    sides = (("income", "收入"), ("expenditure", "支出"))
    for side, zh in sides:
        items = getattr(declaration.funding, side)
        paths = [f"/funding/{side}/{place}" for place in range(len(items))]
        yield MoneyColumn(
            zh,
            side,
            tuple(
                _row(item.item, path, "item", Figure(f"{path}/amount", item.amount))
                for path, item in zip(paths, items, strict=True)
            ),
        )
        for year in sorted({year for item in items for year in item.history}):
            yield MoneyColumn(
                f"{year}年{zh}",
                f"{year} {side}",
                tuple(
                    _row(
                        item.item,
                        path,
                        "item",
                        Figure(f"{path}/history/{year}", item.history.get(year)),
                    )
                    for path, item in zip(paths, items, strict=True)
                ),
            )


# Where a form has money by source: field, name of the column.
_PROJECT = (
    ("total", "项目总资金", "the project's funds"),
    ("annual", "年度资金", "the year's funds"),
)
_EXECUTION = (
    ("initial", "年初预算数", "the initial budget"),
    ("adjusted", "全年预算数", "the adjusted budget"),
    ("executed", "全年执行数", "the execution"),
)


def _by_source(
    part: str, items: list[object], columns: tuple[tuple[str, str, str], ...]
) -> Iterator[MoneyColumn]:
    for field, zh, en in columns:
        rows = tuple(
            _row(
                getattr(item, "item", None),
                f"/{part}/{place}",
                "item",
                Figure(f"/{part}/{place}/{field}", getattr(item, field)),
            )
            for place, item in enumerate(items)
        )
        yield MoneyColumn(zh, en, rows)


def money_columns(declaration: Declaration) -> tuple[MoneyColumn, ...]:
    """The columns of the form's money table."""
    if isinstance(declaration, DepartmentDeclaration):
        return tuple(_of_department(declaration))
    if isinstance(declaration, ProjectDeclaration):
        return tuple(_by_source("funding", list(declaration.funding), _PROJECT))
    if isinstance(declaration, ProjectEvaluation | DepartmentEvaluation):
        return tuple(_by_source("execution", list(declaration.execution), _EXECUTION))
    return ()
