"""The rules across filings over kept results: `across.json` beside `run.json`.

Documents are read in worker processes, what the rules need of each goes to a spool on
disk, and the rules then see one department at a time.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import orjson

from normalize.models import Finding
from rules.across.catalogue import ACROSS
from rules.across.check import Crash, Judged, check_across
from rules.across.facts import facts_of
from rules.profile import Profile
from shenbao import __version__
from shenbao.batch import run_limited
from shenbao.bulk import FILINGS, count_findings
from shenbao.checking import doubts_of
from shenbao.errors import OutputNotWritable, UnreadableFile
from shenbao.kept import read_kept
from shenbao.recheck import LIMITS
from shenbao.spool import Packed, Spool, packed
from shenbao.writing import write_whole

ACROSS_FILE = "across.json"

FORMS = frozenset(form for rule in ACROSS.values() for form in rule.forms)
"""The forms that any rule across filings speaks of."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document to take the facts of."""

    path: str


@dataclass(slots=True)
class Across:
    """What the rules across filings said. `findings` goes by document (`filings/a.json`).

    `outcomes` counts for each rule how often it looked and how that ended; `failures`
    are documents that are broken.
    """

    filings: int = 0
    departments: int = 0
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    crashes: list[Crash] = field(default_factory=list)
    failures: list[UnreadableFile] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Findings that say `fail`, by severity."""
        return count_findings(one for some in self.findings.values() for one in some)


def look_across(documents: Sequence[Path], profile: Profile, workers: int) -> Across:
    """Run the rules across filings over kept documents."""
    across = Across()
    rules = profile.applied(ACROSS)
    with Spool() as spool:
        for facts in _all_facts(documents, workers, across):
            spool.add(facts)
        spool.settle()
        across.departments = sum(1 for _ in spool.names())
        for said in check_across(spool, rules):
            _note(across, said)
    across.outcomes |= {id: Counter() for id in rules if id not in across.outcomes}
    return across


def _all_facts(documents: Sequence[Path], workers: int, across: Across) -> Iterator[Packed]:
    for outcome in run_limited(take_facts, [Job(str(path)) for path in documents], LIMITS, workers):
        if outcome.failure is not None:
            across.failures.append(outcome.failure)
        elif outcome.result:
            across.filings += 1
            yield outcome.result


def take_facts(job: Job) -> Packed | Literal[""]:
    """In the worker: what the rules need of a document, packed; "" where no rule speaks of it.

    Raises:
        NoDocument: it is none of ours.
    """
    path = Path(job.path)
    kept = read_kept(path)
    declaration = kept.declaration
    if declaration is None or declaration.form not in FORMS:
        return ""
    doubts = doubts_of(kept.evidence, kept.problems)
    document = f"{FILINGS}/{path.name}"
    return packed(facts_of(declaration, document, kept.source.file, doubts.doubted, doubts.unread))


def _note(across: Across, said: Judged | Crash) -> None:
    if isinstance(said, Crash):
        across.crashes.append(said)
        return
    across.outcomes.setdefault(said.rule, Counter())[said.outcome] += 1
    if said.finding:
        across.findings.setdefault(said.file, []).append(said.finding)


def write_across(out: Path, across: Across, settings: dict[str, Any]) -> None:
    """Write `across.json`.

    Raises:
        OutputNotWritable
    """
    document = {
        "shenbao": __version__,
        "at": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "settings": settings,
        "filings": across.filings,
        "departments": across.departments,
        "outcomes": across.outcomes,
        "findings": {
            file: [finding.model_dump(mode="json") for finding in findings]
            for file, findings in sorted(across.findings.items())
        },
        "problems": [_problem(crash) for crash in across.crashes],
    }
    write_whole(out / ACROSS_FILE, orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")


def _problem(crash: Crash) -> dict[str, str]:
    return {"rule": crash.rule, "department": crash.group, "message": crash.message}


def forget_across(out: Path) -> None:
    """Take away what was found across filings: its documents are about to change.

    Raises:
        OutputNotWritable
    """
    path = out / ACROSS_FILE
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputNotWritable(path, error.strerror or str(error)) from None


def read_across(out: Path) -> dict[str, list[Finding]]:
    """The findings across filings of an output folder, by document; empty where none were sought.

    Raises:
        ValueError: `across.json` is broken.
    """
    path = out / ACROSS_FILE
    if not path.exists():
        return {}
    found: dict[str, Iterable[Any]] = orjson.loads(path.read_bytes())["findings"]
    return {file: [Finding.model_validate(one) for one in some] for file, some in found.items()}
