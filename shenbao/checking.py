"""The rules over one declaration as it was read, now or kept from before."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from normalize.models import Declaration, Evidence, ProblemModel, Threshold
from normalize.repair import is_placeholder
from normalize.targets import parse_target
from rules.catalogue import RULES
from rules.check import Report, check
from rules.profile import SHIPPED, Profile
from rules.readings import Readings
from rules.rule import Rule


class Told(NamedTuple):
    """What the rules need of a value's `Evidence`, of a kept document."""

    raw: str
    sure: bool = True
    others: Sequence[str] = ()


class Doubts(NamedTuple):
    """Pointers of values that were read with doubt, and of values that were not read.

    `blanks` has the text that stands at places without a value (see `rules.view.View`),
    `readings` the other numbers that may stand at a doubted pointer.
    """

    doubted: frozenset[str]
    unread: frozenset[str]
    blanks: Mapping[str, str]
    readings: Readings


def doubts_of(evidence: Mapping[str, Evidence | Told], problems: Iterable[ProblemModel]) -> Doubts:
    """What accuses nobody: evidence that is not sure, and what a problem points to."""
    unread = frozenset(problem.pointer for problem in problems if problem.pointer)
    return Doubts(
        frozenset(path for path, found in evidence.items() if not found.sure),
        unread,
        {
            path: found.raw
            for path, found in evidence.items()
            if says_nothing(found.raw) or path in unread
        },
        {
            path: numbers
            for path, found in evidence.items()
            if found.others and not found.sure and (numbers := _numbers(found.others))
        },
    )


def _numbers(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that say a number, as numbers; a threshold's is its value."""
    values = []
    for text in texts:
        target = parse_target(text)
        if isinstance(target, Threshold):
            values.append(str(target.value))
    return tuple(dict.fromkeys(values))


def says_nothing(raw: str) -> bool:
    """Whether a cell is blank or holds a placeholder."""
    first = raw[:1]
    if "0" <= first <= "9" or ("一" <= first <= "鿿" and first not in "无待"):
        return False  # most cells by far, and no placeholder begins so
    return not raw or raw.isspace() or is_placeholder(raw)


@lru_cache(maxsize=4)
def rules_of(profile: Profile) -> Mapping[str, Rule]:
    """The rules of a profile."""
    return profile.applied(RULES)


def check_reading(
    declaration: Declaration | None,
    evidence: Mapping[str, Evidence | Told],
    problems: Iterable[ProblemModel],
    profile: Profile = SHIPPED,
) -> Report | None:
    """What the rules say; None where no form fitted."""
    if declaration is None:
        return None
    doubts = doubts_of(evidence, problems)
    return check(
        declaration,
        **doubts._asdict(),
        rules=rules_of(profile),
        names=profile.names,
    )


def rule_problems(report: Report | None) -> list[ProblemModel]:
    """Rules that crashed, as problems of our own."""
    return [
        ProblemModel(stage=RULES_STAGE, message=f"{rule}: {message}")
        for rule, message in (report.problems if report else ())
    ]


RULES_STAGE = "rules"
"""The stage of a problem that a crashed rule leaves."""
