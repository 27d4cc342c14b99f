"""A batch: which filings, where their results go, and what became of each.

One worker reads a file and writes a document for each filing in it; what comes back is a
short report of each. Results of earlier runs for files that are not given again stay where
they are; a file that can't be read this time loses its old document, so that
none is taken for new.
"""

import datetime
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Literal

import orjson

from normalize.models import Filing, Finding
from shenbao import __version__
from shenbao.batch import Limits, Outcome, run_limited
from shenbao.errors import InternalError, UnreadableFile
from shenbao.inputs import Found, Input, display_name, display_path, folded, numbered_names
from shenbao.process import ReadOptions
from shenbao.single import read_file_all
from shenbao.writing import partial_name, prepare_folder, write_whole

FILINGS = "filings"
TABLES = "tables"
SUMMARY = "run.json"
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read and where to write the document of its first filing.

    Those of further filings get `-2`, `-3`, ... behind the name; `reserved` are such
    names that other files of the batch have.
    """

    path: str
    target: Path
    options: ReadOptions
    reserved: frozenset[str] = NONE


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a filing, or of a file that could not be read: a row of `run.json`.

    `findings` counts rules that failed, by severity; `undetermined` those that
    could not tell. `output` is the document, relative to the output folder.
    """

    file: str
    status: Literal["read", "unreadable", "not_reached"]
    output: str | None = None
    form: str | None = None
    kind: str | None = None
    sha256: str | None = None
    pages: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    undetermined: int = 0
    problems: int = 0
    seconds: float = 0.0
    error: str | None = None
    page: int | None = None
    reason: str | None = None
    remedy: str | None = None
    details: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch came to. `pages_per_second` is over the whole wall clock time."""

    filings: int
    read: int
    unreadable: int
    not_reached: int
    pages: int
    findings: dict[str, int]
    undetermined: int
    problems: int
    seconds: float
    pages_per_second: float


def read_batch(
    found: Found, out: Path, options: ReadOptions, limits: Limits, workers: int
) -> Iterator[list[FileReport]]:
    """Read filings into `out`/filings; the reports of a file come as it is done.

    Raises:
        OutputNotWritable: before anything is read, or when the disk fills up.
    """
    for part in (out, out / FILINGS):
        prepare_folder(part)
    yield from ([report_failure(failure)] for failure in found.failures)
    numbered = numbered_names(item.output for item in found.inputs)
    tasks = [
        Task(item.path, target_of(item, out), options, numbered.get(folded(item.output), NONE))
        for item in found.inputs
    ]
    for outcome in run_limited(read_and_write, tasks, limits, workers):
        yield _settle(outcome)


def target_of(item: Input, out: Path) -> Path:
    """Where the document of a file's first filing goes."""
    return out / FILINGS / f"{item.output}.json"


def targets_of(task: Task) -> Iterator[Path]:
    """Where the documents of a file's filings go, one after the other, without end."""
    yield task.target
    for number in count(2):
        stem = f"{task.target.stem}-{number}"
        if folded(stem) not in task.reserved:
            yield task.target.with_name(f"{stem}.json")


def read_and_write(task: Task) -> list[FileReport]:
    """In the worker: read the filings of a file and write their documents.

    Raises:
        UnreadableFile: nothing of it can be read.
        OutputNotWritable: a document can't be written.
    """
    start = time.perf_counter()
    filings = read_file_all(task.path, task.options)
    targets = targets_of(task)
    written = list(zip(filings, targets, strict=False))
    for filing, target in written:
        write_whole(target, document_of(filing))
    _drop_old(task, targets)
    seconds = (time.perf_counter() - start) / len(written)
    return [report_filing(task.path, target, filing, seconds) for filing, target in written]


def _drop_old(task: Task, targets: Iterator[Path]) -> None:
    """Removes documents that an earlier run wrote for filings which this file has no more."""
    for target in targets:
        if not target.is_file() or not _is_part_of(target, task.path):
            return
        target.unlink()


def _is_part_of(document: Path, path: str) -> bool:
    """Whether a document is that of a further filing in a file of this name."""
    try:
        source = orjson.loads(document.read_bytes())["source"]
        return bool(source["file"] == display_name(path) and source["part"]["number"] > 1)
    except (ValueError, KeyError, TypeError):
        return False


def document_of(filing: Filing) -> bytes:
    """The JSON document of the contract, UTF-8, one line."""
    return filing.model_dump_json(by_alias=True).encode() + b"\n"


def report_filing(path: str, target: Path, filing: Filing, seconds: float) -> FileReport:
    """The row of a filing that was read."""
    part = filing.source.part
    return FileReport(
        file=display_path(path),
        status="read",
        output=f"{FILINGS}/{target.name}",
        form=filing.declaration.form if filing.declaration else None,
        kind=filing.source.kind,
        sha256=filing.source.sha256,
        pages=len(part.pages) if part else filing.source.pages,
        findings=count_findings(filing.findings),
        undetermined=sum(finding.outcome == "undetermined" for finding in filing.findings),
        problems=len(filing.problems),
        seconds=round(seconds, 3),
    )


def count_findings(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity say that the filing contradicts itself."""
    counts = Counter(item.severity for item in findings if item.outcome == "fail")
    return {severity: counts[severity] for severity in ("error", "warning", "info")}


def report_failure(failure: UnreadableFile) -> FileReport:
    """The row of a file that could not be read."""
    return FileReport(
        file=display_path(failure.path),
        status="unreadable",
        error=type(failure).__name__,
        page=failure.page,
        reason=failure.reason,
        remedy=failure.remedy,
        details=failure.details if isinstance(failure, InternalError) else None,
    )


def _settle(outcome: Outcome[Task, list[FileReport]]) -> list[FileReport]:
    """The reports of a job; a failed one leaves no document behind, neither half nor old."""
    if outcome.result is not None:
        return outcome.result
    targets = targets_of(outcome.job)
    first = next(targets)
    for leftover in (first, partial_name(first)):
        leftover.unlink(missing_ok=True)
    _drop_old(outcome.job, targets)
    failure = outcome.failure or UnreadableFile(outcome.job.path)
    return [report_failure(failure)]


def complete(reports: Sequence[FileReport], found: Found) -> list[FileReport]:
    """Reports in the order of the input, with those that an interruption left out."""
    by_file: dict[str, list[FileReport]] = {}
    for report in reports:
        by_file.setdefault(report.file, []).append(report)
    paths = [item.path for item in found.inputs] + [item.path for item in found.failures]
    files = map(display_path, paths)
    return [
        report for file in files for report in by_file.get(file, [FileReport(file, "not_reached")])
    ]


def summarise(reports: Sequence[FileReport], seconds: float) -> Summary:
    """Counts over a batch that took `seconds`."""
    status = Counter(report.status for report in reports)
    findings: Counter[str] = Counter({"error": 0, "warning": 0, "info": 0})
    for report in reports:
        findings.update(report.findings)
    pages = sum(report.pages for report in reports)
    return Summary(
        filings=len(reports),
        read=status["read"],
        unreadable=status["unreadable"],
        not_reached=status["not_reached"],
        pages=pages,
        findings=dict(findings),
        undetermined=sum(report.undetermined for report in reports),
        problems=sum(report.problems for report in reports),
        seconds=round(seconds, 3),
        pages_per_second=round(pages / seconds, 1) if seconds else 0.0,
    )


def write_summary(
    out: Path,
    reports: Sequence[FileReport],
    summary: Summary,
    settings: dict[str, Any],
    started: datetime.datetime,
    interrupted: bool = False,
) -> None:
    """Write `run.json`. `settings` says how the batch was read (no password).

    Raises:
        OutputNotWritable
    """
    document = {
        "shenbao": __version__,
        "started": started.isoformat(timespec="seconds"),
        "interrupted": interrupted,
        "settings": settings,
        "summary": asdict(summary),
        "files": [
            {name: value for name, value in asdict(report).items() if value is not None}
            for report in reports
        ],
    }
    write_whole(out / SUMMARY, orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")


def filings_of(out: Path, reports: Iterable[FileReport]) -> Iterator[Filing]:
    """The filings of a batch, from the documents that it wrote."""
    for report in reports:
        if report.output is not None:
            yield Filing.model_validate_json((out / report.output).read_bytes())
