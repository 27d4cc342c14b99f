"""A profile's tolerance: which differences between two figures it lets pass besides."""

import re
from decimal import Decimal

from rules.rule import PASS, Tolerance, Verdict
from rules.sums import HUNDRED

# A figure as findings state it: `428.34`, `≥98%`, `5.8万人`.
_FIGURE = re.compile(r"[≥≤<>=＝]*\s*(-?\d+(?:\.\d+)?)\s*(\D*)")


def _figure(text: str | None) -> tuple[Decimal, str] | None:
    found = _FIGURE.fullmatch(text.strip()) if text else None
    return (Decimal(found[1]), found[2]) if found else None


def tolerated_figures(
    expected: str | None, actual: str | None, tolerance: Tolerance | None
) -> bool:
    """Whether two figures, as findings state them, differ by no more than is tolerated.

    Words and figures in different units have no difference, and are never near.
    """
    one, other = _figure(expected), _figure(actual)
    if tolerance is None or one is None or other is None or one[1] != other[1]:
        return False
    share = abs(one[0]) / HUNDRED if tolerance.percent else 1
    return abs(other[0] - one[0]) <= tolerance.amount * share


def tolerated(verdict: Verdict, tolerance: Tolerance | None) -> Verdict:
    """The verdict; a pass where it fails for a difference that is tolerated."""
    if tolerance is None or verdict.outcome != "fail":
        return verdict
    return PASS if tolerated_figures(verdict.expected, verdict.actual, tolerance) else verdict
