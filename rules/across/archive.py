"""The filings of an archive, and those of one department among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from rules.across.facts import FilingFacts
from rules.across.names import names_its_place
from rules.rule import (
    DEPARTMENT_EVALUATION,
    DEPARTMENT_FORM,
    PROJECT_EVALUATION,
    PROJECT_FORM,
)

DECLARATION_OF = {
    DEPARTMENT_EVALUATION: DEPARTMENT_FORM,
    PROJECT_EVALUATION: PROJECT_FORM,
}

Subject = tuple[str, str, int]
"""What a filing is about: its form, its project (`""` of a department's own), the year."""


def subject_of(facts: FilingFacts) -> Subject | None:
    """What the filing is about; None where the year is not known, or the project."""
    nameless = facts.form in (PROJECT_FORM, PROJECT_EVALUATION) and not facts.project
    return None if facts.year is None or nameless else (facts.form, facts.project, facts.year)


def in_time(facts: FilingFacts) -> tuple[int, str, str]:
    """A key that sorts filings by year, then by the day of filing, then by file."""
    return facts.year or 0, str(facts.filed_on or ""), facts.file


def newest(versions: Sequence[FilingFacts]) -> FilingFacts | None:
    """The one that holds: the only one, or the last filed; None where that is not known."""
    if len(versions) < 2:
        return versions[0] if versions else None
    if len({version_of(facts) for facts in versions}) == 1:
        return versions[0]
    days = [facts.filed_on for facts in versions]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or days.count(max(known)) > 1:
        return None
    return versions[days.index(max(known))]


def version_of(facts: FilingFacts) -> object:
    """What makes two versions the same: figures, targets and texts."""
    aims = tuple((aim.name, aim.target and aim.target.raw) for aim in facts.annual)
    amounts = tuple(line.amount.value for line in facts.lines)
    listed = tuple((row.name, row.annual.value) for row in facts.listed)
    return aims, amounts, listed, facts.budget and facts.budget.value


@dataclass(frozen=True)
class Group:
    """The filings of the department `name`, by year.

    `own` are those that it is the department of, `implemented` those of projects of other
    departments that it carries out.
    """

    name: str
    own: tuple[FilingFacts, ...]
    implemented: tuple[FilingFacts, ...] = ()

    @cached_property
    def versions(self) -> dict[Subject, list[FilingFacts]]:
        """The department's own filings by what they are about."""
        found: dict[Subject, list[FilingFacts]] = {}
        for facts in self.own:
            if subject := subject_of(facts):
                found.setdefault(subject, []).append(facts)
        return found

    @cached_property
    def current(self) -> dict[Subject, FilingFacts]:
        """The version of each that holds, where that is known."""
        chosen = {subject: newest(all_of) for subject, all_of in self.versions.items()}
        return {subject: facts for subject, facts in chosen.items() if facts}

    def of_form(self, *forms: str) -> list[FilingFacts]:
        """The versions that hold of some forms."""
        return [facts for facts in self.current.values() if facts.form in forms]

    def before(self, facts: FilingFacts) -> FilingFacts | None:
        """The filing about the same, a year earlier."""
        subject = subject_of(facts)
        return self.current.get((subject[0], subject[1], subject[2] - 1)) if subject else None

    def declared(self, evaluation: FilingFacts) -> FilingFacts | None:
        """The declaration that an evaluation is of."""
        subject = subject_of(evaluation)
        if subject is None:
            return None
        return self.current.get((DECLARATION_OF[subject[0]], subject[1], subject[2]))

    def project_forms(self, year: int) -> list[FilingFacts]:
        """The project declarations of a year that the department or its people filed.

        A project with several versions of which none is known to hold is left out.
        """
        own = [facts for facts in self.of_form(PROJECT_FORM) if facts.year == year]
        others: dict[str, list[FilingFacts]] = {}
        for facts in self.implemented:
            if facts.form == PROJECT_FORM and facts.year == year and facts.project:
                others.setdefault(facts.project, []).append(facts)
        return own + [one for all_of in others.values() if (one := newest(all_of))]


class Archive(Protocol):
    """All filings. Places count from 0, in the order of `in_time`."""

    def in_order(self) -> Iterator[tuple[int, FilingFacts]]:
        """Every filing with its place, earlier ones first."""
        ...

    def at(self, place: int) -> FilingFacts:
        """The filing at a place."""
        ...

    def groups(self) -> Iterator[Group]:
        """The filings of each department whose name belongs to one body alone."""
        ...


class MemoryArchive:
    """A small archive, held in memory."""

    def __init__(self, filings: Iterable[FilingFacts]) -> None:
        self._filings = sorted(filings, key=in_time)

    def in_order(self) -> Iterator[tuple[int, FilingFacts]]:
        """Every filing with its place, earlier ones first."""
        return enumerate(self._filings)

    def at(self, place: int) -> FilingFacts:
        """The filing at a place."""
        return self._filings[place]

    def groups(self) -> Iterator[Group]:
        """The filings of each department whose name belongs to one body alone."""
        members: dict[str, list[FilingFacts]] = {}
        for facts in self._filings:
            for key in facts.keys:
                members.setdefault(key, []).append(facts)
        for name in sorted(filter(names_its_place, members)):
            yield group_of(name, members[name])


def group_of(name: str, filings: Sequence[FilingFacts]) -> Group:
    """The group of a department, from all filings that have it among their `keys`."""
    return Group(
        name,
        tuple(facts for facts in filings if facts.keys[0] == name),
        tuple(facts for facts in filings if facts.keys[0] != name),
    )
