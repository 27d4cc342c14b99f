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


def tolerated(verdict: Verdict, tolerance: Tolerance | None) -> Verdict:
    """The verdict; a pass where it fails for a difference that is tolerated.

    Words and figures in different units have no difference, and stay as they are.
    """
    if tolerance is None or verdict.outcome != "fail":
        return verdict
    expected, actual = _figure(verdict.expected), _figure(verdict.actual)
    if expected is None or actual is None or expected[1] != actual[1]:
        return verdict
    allowed = abs(expected[0]) * tolerance.amount / HUNDRED if tolerance.percent else None
    near = abs(actual[0] - expected[0]) <= (tolerance.amount if allowed is None else allowed)
    return PASS if near else verdict
