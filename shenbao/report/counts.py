"""What a report adds up: filings by state, findings by rule and by department."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shenbao.report.gather import Gathered
from shenbao.report.results import Results
from shenbao.report.shown import FilingShown, FindingShown

Weight = Literal["error", "warning", "info", "undetermined"]
WEIGHTS: tuple[Weight, ...] = ("error", "warning", "info", "undetermined")
"""How much a finding weighs: its severity, or that a person must look."""

STATES = (*WEIGHTS, "clean", "unknown", "unreadable", "not_reached")


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings that share something (a rule's id, a department), by weight."""

    key: str
    by_weight: Mapping[Weight, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_weight.values())


@dataclass(frozen=True, slots=True)
class Counts:
    """The overview. `states` counts files of the batch, read or not, each once."""

    states: Mapping[str, int]
    weights: Mapping[Weight, int]
    rules: tuple[Tally, ...]
    departments: tuple[Tally, ...]

    @property
    def files(self) -> int:
        """All files of the batch."""
        return sum(self.states.values())

    @property
    def findings(self) -> int:
        """All findings."""
        return sum(self.weights.values())


def weight_of(finding: FindingShown) -> Weight:
    """A finding's severity where the form contradicts itself, else `undetermined`."""
    return finding.severity if finding.outcome == "fail" else "undetermined"


def count(results: Results, gathered: Gathered) -> Counts:
    """The overview of what was gathered; tallies come largest first."""
    states = Counter(filing.state for filing in gathered.filings)
    failed = Counter(report.status for report in results.failed)
    pairs = [(filing, finding) for filing in gathered.filings for finding in filing.findings]
    return Counts(
        states={state: states[state] + failed[state] for state in STATES},  # type: ignore[index]
        weights=_by_weight(finding for _, finding in pairs),
        rules=_tallies((finding.rule, finding) for _, finding in pairs),
        departments=_tallies((filing.department or "", finding) for filing, finding in pairs),
    )


def of_filing(filing: FilingShown) -> Mapping[Weight, int]:
    """A filing's findings by weight."""
    return _by_weight(filing.findings)


def _by_weight(findings: Iterable[FindingShown]) -> dict[Weight, int]:
    counted = Counter(map(weight_of, findings))
    return {weight: counted[weight] for weight in WEIGHTS}


def _tallies(pairs: Iterable[tuple[str, FindingShown]]) -> tuple[Tally, ...]:
    groups: dict[str, list[FindingShown]] = {}
    for key, finding in pairs:
        groups.setdefault(key, []).append(finding)
    tallies = [Tally(key, _by_weight(group)) for key, group in groups.items()]
    return tuple(sorted(tallies, key=_order))


def _order(tally: Tally) -> tuple[Sequence[int], str]:
    """The most findings first, of as many the graver ones."""
    return [-tally.total, *(-tally.by_weight[weight] for weight in WEIGHTS)], tally.key
