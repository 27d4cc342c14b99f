"""The funding table as columns: one side's parts and their total in one year."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from normalize.models import Funding, FundingItem
from rules.knowledge_money import PARENTS, money_item
from rules.names import is_nested, is_total, plain_name
from rules.sums import HUNDRED, Figure

SideName = Literal["income", "expenditure"]

SIDES: tuple[SideName, ...] = ("income", "expenditure")
SIDE_ZH: dict[SideName, str] = {"income": "收入", "expenditure": "支出"}


class Column(NamedTuple):
    """One year's figures of one side of the table; `year` is None for the budget year.

    `total` is the row 合计; `labels` are the pointers of the rows' names. `sound`
    is False where the rows are not plainly some parts and one total.
    """

    side: SideName
    year: str | None
    parts: tuple[Figure, ...]
    total: Figure | None
    labels: tuple[str, ...]
    sound: bool

    @property
    def title(self) -> str:
        """`收入`, `2022年收入`."""
        return year_zh(self.year) + SIDE_ZH[self.side]

    @property
    def title_en(self) -> str:
        """`income`, `2022 income`."""
        return f"{self.year} {self.side}" if self.year else self.side

    @property
    def shown(self) -> tuple[str, ...]:
        """Pointers of the parts that have a figure."""
        return tuple(figure.pointer for figure in self.parts if figure.value is not None)

    @property
    def leant_on(self) -> tuple[str, ...]:
        """Pointers of the blanks that count as nothing, and of the rows' names."""
        blank = (figure.pointer for figure in self.parts if figure.value is None)
        return (*blank, *self.labels)

    @property
    def values(self) -> list[Decimal]:
        """The parts that have a figure."""
        return [figure.value for figure in self.parts if figure.value is not None]


def year_zh(year: str | None) -> str:
    """`2022年`, or nothing for the budget year."""
    return f"{year}年" if year else ""


def items_of(funding: Funding, side: SideName) -> list[FundingItem]:
    """The rows of one side."""
    return funding.income if side == "income" else funding.expenditure


def _figure(side: SideName, place: int, item: FundingItem, year: str | None) -> Figure:
    if year is None:
        return Figure(f"/funding/{side}/{place}/amount", item.amount)
    return Figure(f"/funding/{side}/{place}/history/{year}", item.history.get(year))


def _outermost(names: list[str]) -> list[bool]:
    """Which rows are neither a total nor parts of another row that is there too.

    `人员经费` beside `基本支出` is part of it, with or without 其中 before it.
    """
    kinds = [money_item(name).kind for name in names]
    return [
        not is_total(name) and PARENTS.get(kind) not in kinds
        for name, kind in zip(names, kinds, strict=True)
    ]


def _columns(
    side: SideName, items: list[FundingItem], years: tuple[str | None, ...]
) -> Iterator[Column]:
    """The columns of one side; what its rows are is the same in all of them."""
    names = [plain_name(item.item) for item in items]
    outermost = _outermost(names)
    totals = [place for place, name in enumerate(names) if is_total(name)]
    nested = any(outer and is_nested(name) for name, outer in zip(names, outermost, strict=True))
    nameless = [place for place, name in enumerate(names) if not name]
    labels = tuple(f"/funding/{side}/{place}/item" for place in range(len(items)))
    for year in years:
        figures = [_figure(side, place, item, year) for place, item in enumerate(items)]
        unnamed = any(figures[place].value is not None for place in nameless)
        yield Column(
            side,
            year,
            parts=tuple(figure for figure, outer in zip(figures, outermost, strict=True) if outer),
            total=figures[totals[0]] if len(totals) == 1 else None,
            labels=labels,
            sound=len(totals) == 1 and not unnamed and not nested,
        )


def read_columns(funding: Funding) -> dict[tuple[SideName, str | None], Column]:
    """The columns of both sides: the budget year (None) and each history year."""
    rows = (*funding.income, *funding.expenditure)
    years = (None, *{year for item in rows for year in item.history})
    return {
        (side, column.year): column
        for side in SIDES
        for column in _columns(side, items_of(funding, side), years)
    }


def shares(funding: Funding, side: SideName) -> tuple[Figure, ...]:
    """One side's printed shares, of the rows that make up the total."""
    items = items_of(funding, side)
    outermost = _outermost([plain_name(item.item) for item in items])
    return tuple(
        Figure(f"/funding/{side}/{place}/share", item.share)
        for place, (item, outer) in enumerate(zip(items, outermost, strict=True))
        if outer
    )


def whole_share(funding: Funding, side: SideName) -> Decimal:
    """100, or 1 where the filer wrote fractions (the share of 合计 is 1)."""
    rows = items_of(funding, side)
    totals = [row.share for row in rows if is_total(plain_name(row.item))]
    return Decimal(1) if totals == [Decimal(1)] else HUNDRED
