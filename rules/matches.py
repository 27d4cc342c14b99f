"""Two figures of a filing that should agree, and what is said when they do not.

One comparison serves two rules: the error, when the figures are apart, and the
note, when rounding explains the difference.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rules.rule import PASS, Verdict, Verdicts, fail
from rules.sums import Comparison


class Match(NamedTuple):
    """A comparison with its place and its words, as a finding will need them."""

    comparison: Comparison
    message: str
    message_en: str
    pointers: tuple[str, ...]
    also: tuple[str, ...]
    expected: str
    actual: str


Checked = Match | Verdict
"""A match, or a verdict that needs none: the figures could not be read, or are equal (`PASS`).

Most figures are equal, and wording a match takes longer than comparing it.
"""


def _failed(match: Match, zh: str = "", en: str = "") -> Verdict:
    return fail(
        match.message + zh,
        match.message_en + en,
        match.pointers,
        also=match.also,
        expected=match.expected,
        actual=match.actual,
        figures=True,
    )


def errors(checked: Iterable[Checked]) -> Verdicts:
    """A `fail` for each match that is apart, a pass for each that is not."""
    for match in checked:
        if isinstance(match, Verdict):
            yield match
        else:
            yield _failed(match) if match.comparison.closeness == "apart" else PASS


def notes(checked: Iterable[Checked]) -> Verdicts:
    """A `fail` for each match that only rounding holds apart; errors are not its matter."""
    for match in checked:
        if match is PASS or (isinstance(match, Match) and match.comparison.closeness == "equal"):
            yield PASS
        elif isinstance(match, Match) and match.comparison.closeness == "rounding":
            yield _failed(match, "，属舍入差", " (rounding)")
