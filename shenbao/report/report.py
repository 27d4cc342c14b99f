"""A report before it is written: what was gathered, added up, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rules.rule import RuleFacts
from shenbao import errors
from shenbao.bulk import FileReport
from shenbao.errors import printable
from shenbao.report.counts import Counts, count
from shenbao.report.explained import EVERY, explanation_of
from shenbao.report.gather import Gathered
from shenbao.report.results import Results
from shenbao.report.said import said_in
from shenbao.report.shown import FilingShown
from shenbao.report.words import Language, words_of


@dataclass(frozen=True)
class Report:
    """What every format writes. `contacts`: persons are named."""

    results: Results
    gathered: Gathered
    language: Language
    contacts: bool

    @property
    def words(self) -> Mapping[str, Any]:
        """The report's own words."""
        return words_of(self.language)

    @property
    def filings(self) -> tuple[FilingShown, ...]:
        """Those whose documents could be read."""
        return self.gathered.filings

    @property
    def folder(self) -> str:
        """The folder of results, for people."""
        return printable(self.results.folder)

    @property
    def started(self) -> str | None:
        """When the run began, to the minute, as its clock showed it."""
        started = self.results.started
        return started and started[:16].replace("T", " ")

    @cached_property
    def counts(self) -> Counts:
        """The overview."""
        return count(self.results, self.gathered)

    @cached_property
    def rules(self) -> tuple[RuleFacts, ...]:
        """The rules that found something, in the order of the catalogue."""
        used = {finding.rule for filing in self.filings for finding in filing.findings}
        return tuple(rule for id, rule in EVERY.items() if id in used)

    def rule_name(self, id: str) -> str:
        """`B10 占比与金额不符`; a rule that this version doesn't know goes by its id."""
        rule = EVERY.get(id)
        if rule is None:
            return id
        return f"{rule.number} {explanation_of(rule, self.language).title}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader must know: documents left out, sources that can't be drawn."""
        told = [("left_out", failure) for failure in self.gathered.broken]
        told += [("undrawn", failure) for failure in self.gathered.undrawn]
        own = tuple(said_in(self.language, note) for note in self.results.notes)
        return own + tuple(
            self.words[key].format(
                name=printable(failure.path), reason=said_in(self.language, failure.reason)
            )
            for key, failure in told
        )


def reason_of(report: FileReport, language: Language) -> str:
    """Why a file was not read: the kind of failure, and what the run said of this one."""
    words = words_of(language)
    if report.status == "not_reached":
        return str(words["not_reached"])
    known = str(words["errors"].get(report.error, words["unreadable"]))
    kind = getattr(errors, report.error or "", errors.UnreadableFile)
    if report.reason in (None, "", kind.default_reason):
        return known
    told = said_in(language, str(report.reason))
    return str(words["kind_and_reason"]).format(kind=known, reason=told)


def remedy_of(report: FileReport, language: Language) -> str:
    """What to do about a file that was not read."""
    return said_in(language, report.remedy or "")
