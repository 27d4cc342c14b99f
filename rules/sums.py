"""Sums and shares of printed figures, judged with the slack of their last digit."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

ZERO = Decimal(0)
HUNDRED = Decimal(100)

Closeness = Literal["equal", "rounding", "apart"]


class Figure(NamedTuple):
    """A printed number and where it stands; None where the cell is blank or unread."""

    pointer: str
    value: Decimal | None


class Comparison(NamedTuple):
    """Two figures that should be equal. `difference` is `actual - expected`."""

    expected: Decimal
    actual: Decimal
    difference: Decimal
    slack: Decimal
    closeness: Closeness


def decimals(number: Decimal) -> int:
    """How many digits stand after the point: 2 of 6.10, none of 6."""
    exponent = number.as_tuple()[2]
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def last_unit(numbers: Sequence[Decimal]) -> Decimal:
    """One unit of the last printed digit: the finest, for filers drop trailing zeros.

    `428.34` and `6` stand side by side in the reference filing: the 6 is 6.00.
    """
    return _unit(max(map(decimals, numbers), default=0))


@lru_cache(maxsize=64)
def _unit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _is_rounded(exact: Decimal, printed: Decimal) -> bool:
    return exact.quantize(last_unit([printed]), ROUND_HALF_UP) == printed


def compare_sum(parts: Sequence[Decimal], total: Decimal) -> Comparison:
    """Whether `parts` add up to `total`, with the slack of the printed digits.

    n parts and a total, each rounded to the last printed digit, differ by at most
    (n+1)/2 units of it. A total that is the sum rounded to fewer digits (434.3 of
    434.34) is rounding too.
    """
    comparison = compare_to_whole(parts, total)
    if comparison.closeness == "apart" and _is_rounded(comparison.expected, total):
        return comparison._replace(closeness="rounding")
    return comparison


def compare_to_whole(parts: Sequence[Decimal], whole: Decimal) -> Comparison:
    """Whether `parts` add up to a `whole` that is no rounded figure itself: 100%.

    91% is not 100% rounded, however few digits 100 has.
    """
    summed = sum(parts, ZERO)
    difference = whole - summed
    # A difference has the digits of the finest figure in it.
    slack = (len(parts) + 1) * last_unit([difference]) / 2
    near = abs(difference) <= slack
    closeness: Closeness = "equal" if not difference else "rounding" if near else "apart"
    return Comparison(summed, whole, difference, slack, closeness)


def compare_share(part: Decimal, whole: Decimal, share: Decimal, scale: Decimal) -> Comparison:
    """Whether `share` is `part / whole` on `scale` (100, or 1 for fractions).

    Nearer than half a unit of the printed share, plus what rounding of the two
    amounts can move it, is equal. One unit more is rounding: filers cut digits
    off, or shift one so that the column closes at 100%.
    """
    exact = part / whole * scale
    printed = last_unit([share])
    half_amount = last_unit([part, whole]) / 2
    moved = scale * half_amount * (1 + abs(part / whole)) / abs(whole)
    slack = printed / 2 + moved
    difference = share - exact
    far = abs(difference)
    closeness: Closeness = (
        "equal" if far <= slack else "rounding" if far < printed + moved else "apart"
    )
    return Comparison(exact.quantize(printed, ROUND_HALF_UP), share, difference, slack, closeness)
