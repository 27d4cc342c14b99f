"""A rule across filings: what it judges and what it says.

A `GroupRule` looks at all filings of one department, an `ArchiveRule` at all there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from normalize.models import Severity
from rules.across.archive import Archive, Group
from rules.across.facts import FilingFacts
from rules.rule import RuleFacts, halves

Place = tuple[FilingFacts, str]
"""A filing and a JSON Pointer into its declaration."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a rule says of one filing in the light of others.

    `pointers` are values of `filing`, `others` places in other filings; `also` are places
    leant on without being shown, `lists` parts that must have been read whole (something
    is said to be missing there).
    """

    outcome: Literal["pass", "fail", "undetermined"]
    filing: FilingFacts
    message: str = ""
    message_en: str = ""
    pointers: tuple[str, ...] = ()
    others: tuple[Place, ...] = ()
    also: tuple[Place, ...] = ()
    lists: tuple[Place, ...] = ()
    expected: str | None = None
    actual: str | None = None


Statements = Iterator[Statement]


def passed(filing: FilingFacts) -> Statement:
    """Looked, and found the filings at one."""
    return Statement("pass", filing)


@dataclass(frozen=True, slots=True)
class GroupRule(RuleFacts):
    """A rule over the filings of one department."""

    judge: Callable[[Group], Statements]


@dataclass(frozen=True, slots=True)
class ArchiveRule(RuleFacts):
    """A rule over all filings; `judge` may go through them more than once."""

    judge: Callable[[Archive], Statements]


AcrossRule = GroupRule | ArchiveRule
SOURCE = "the catalogue of inconsistencies, part J"


def across(
    id: str,
    *,
    number: str,
    title: str,
    title_en: str,
    severity: Severity,
    forms: tuple[str, ...],
    source: str = SOURCE,
    slack: str = "none",
) -> Callable[[Callable[[Group], Statements]], GroupRule]:
    """Make a rule over the filings of a department of the function below."""

    def record(judge: Callable[[Group], Statements]) -> GroupRule:
        return GroupRule(
            id, number, title, title_en, severity, forms, source, slack, *halves(judge), judge
        )

    return record


def across_all(
    id: str,
    *,
    number: str,
    title: str,
    title_en: str,
    severity: Severity,
    forms: tuple[str, ...],
    source: str = SOURCE,
    slack: str = "none",
) -> Callable[[Callable[[Archive], Statements]], ArchiveRule]:
    """Make a rule over the whole archive of the function below."""

    def record(judge: Callable[[Archive], Statements]) -> ArchiveRule:
        return ArchiveRule(
            id, number, title, title_en, severity, forms, source, slack, *halves(judge), judge
        )

    return record
