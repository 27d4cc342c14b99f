"""Amounts of two filings on one scale, with the slack of their printed digits."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from rules.across.facts import FilingFacts
from rules.sums import ZERO, Figure, last_unit


class Money(NamedTuple):
    """A printed amount and the filing that it stands in."""

    filing: FilingFacts
    figure: Figure

    @property
    def amount(self) -> Decimal:
        """As printed; nothing where the cell is blank."""
        return self.figure.value or ZERO

    @property
    def yuan(self) -> Decimal:
        """In 元, or as printed where the unit is not known."""
        return self.amount * (self.filing.unit_yuan or 1)

    @property
    def shown(self) -> str:
        """`860万元`, or the bare figure where the unit is not known."""
        units = {1: "元", 1000: "千元", 10**4: "万元", 10**8: "亿元"}
        factor = self.filing.unit_yuan
        return f"{self.amount:f}{units.get(int(factor), '') if factor else ''}"


def on_one_scale(*amounts: Money) -> bool:
    """Whether all are in known units, or all of them in unknown ones that may be the same."""
    return all(one.filing.unit_yuan for one in amounts)


def agree(parts: Sequence[Money], whole: Money) -> bool:
    """Whether the parts add up to the whole, each rounded to its last printed digit.

    What is printed in one unit has the digits of the finest of it: beside 20.16 an 8 is
    8.00. Where a unit is not known, figures that agree as they are printed do agree.
    """
    if not on_one_scale(*parts, whole):
        bare = [one.amount for one in (*parts, whole)]
        slack = last_unit(bare) * len(bare) / 2
        if abs(sum(bare[:-1], ZERO) - bare[-1]) <= slack:
            return True
    difference = sum((one.yuan for one in parts), ZERO) - whole.yuan
    return abs(difference) <= _slack([*parts, whole])


def _slack(amounts: Sequence[Money]) -> Decimal:
    """Half a unit of the last printed digit of each, in 元."""
    printed: dict[Decimal, list[Decimal]] = {}
    for one in amounts:
        printed.setdefault(one.filing.unit_yuan or Decimal(1), []).append(one.amount)
    return sum((unit * len(same) * last_unit(same) / 2 for unit, same in printed.items()), ZERO)


def money(filing: FilingFacts, figure: Figure | None) -> Money | None:
    """The amount, if one is printed."""
    return Money(filing, figure) if figure is not None and figure.value is not None else None
