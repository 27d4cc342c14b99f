"""The rules again over kept results, without reading a filing again.

Each document is read, checked and put back in a worker process; one that is broken
is named and costs nothing else. Only counts come back, so that memory stays flat.
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from normalize.models import Finding, Outcomes
from rules.profile import Profile
from shenbao import __version__
from shenbao.batch import Limits, run_limited
from shenbao.bulk import FILINGS, SUMMARY, count_findings
from shenbao.checking import RULES_STAGE, check_reading, rule_problems
from shenbao.errors import UnreadableFile, UsageError, printable
from shenbao.kept import read_kept, with_findings
from shenbao.writing import write_whole

LIMITS = Limits(seconds=60, megabytes=1500, tasks=1000)
"""A document takes milliseconds; what takes a minute never ends. A worker's start takes as
long as ten documents, and there is no native code here that leaks.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A document to check again."""

    path: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules said of a document, as `run.json` counts it. `output` names it there."""

    output: str
    findings: dict[str, int]
    undetermined: int
    problems: int


def kept_documents(out: Path) -> list[Path]:
    """The documents of an output folder, in the order of their names.

    Raises:
        UsageError: there are none.
    """
    documents = sorted((out / FILINGS).glob("[!.]*.json"))
    if not documents:
        raise UsageError(
            f"{printable(out)}: no kept results ({FILINGS}/*.json) here. "
            "Name a folder that shenbao run wrote to."
        )
    return documents


def recheck(
    documents: Sequence[Path], profile: Profile, workers: int
) -> Iterator[Checked | UnreadableFile]:
    """Check documents again and rewrite them; reports come as they are done.

    Raises:
        OutputNotWritable: a document can't be put back.
    """
    jobs = [Job(str(path), profile) for path in documents]
    for outcome in run_limited(check_document, jobs, LIMITS, workers):
        yield outcome.result or outcome.failure or UnreadableFile(outcome.job.path)


def check_document(job: Job) -> Checked:
    """In the worker: read, check and rewrite one document.

    Raises:
        NoDocument: it is none of ours.
        OutputNotWritable: it can't be put back.
    """
    path = Path(job.path)
    kept = read_kept(path)
    report = check_reading(kept.declaration, kept.evidence, kept.problems, job.profile)
    findings = report.findings if report else []
    outcomes = report.outcomes if report else Outcomes.model_validate({})
    of_reading = [problem for problem in kept.problems if problem.stage != RULES_STAGE]
    problems = of_reading + rule_problems(report)
    data = with_findings(kept, findings, outcomes, problems)
    if data != kept.data:
        write_whole(path, data)
    return _counted(path, findings, len(problems))


def _counted(path: Path, findings: list[Finding], problems: int) -> Checked:
    return Checked(
        output=f"{FILINGS}/{path.name}",
        findings=count_findings(findings),
        undetermined=sum(finding.outcome == "undetermined" for finding in findings),
        problems=problems,
    )


def update_summary(out: Path, checked: Mapping[str, Checked], settings: Mapping[str, Any]) -> None:
    """Put the new counts into `run.json`, where there is one; `checked` goes by `output`.

    Raises:
        UsageError: `run.json` is none.
        OutputNotWritable
    """
    path = out / SUMMARY
    if not path.exists():
        return
    try:
        document = orjson.loads(path.read_bytes())
        rows, summary = document["files"], document["summary"]
        for row in rows:
            if new := checked.get(row.get("output")):
                row["findings"] = new.findings
                row["undetermined"], row["problems"] = new.undetermined, new.problems
        summary["findings"] = dict(total_findings(row["findings"] for row in rows))
        for name in ("undetermined", "problems"):
            summary[name] = sum(row[name] for row in rows)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{printable(path)}: is no summary of a run, and was left as it is. "
            "The documents were checked."
        ) from None
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    document["checked"] = {"shenbao": __version__, "at": now, "settings": dict(settings)}
    write_whole(path, orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")


def total_findings(counts: Iterator[Mapping[str, int]]) -> Counter[str]:
    """Findings of many by severity."""
    total: Counter[str] = Counter({"error": 0, "warning": 0, "info": 0})
    for count in counts:
        total.update(count)
    return total
