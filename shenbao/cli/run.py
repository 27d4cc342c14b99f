"""`shenbao run`: a batch."""

import datetime
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import click
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from shenbao.across import forget_across
from shenbao.bulk import (
    TABLES,
    FileReport,
    Summary,
    complete,
    filings_of,
    read_batch,
    summarise,
    write_summary,
)
from shenbao.cli import INTERRUPTED
from shenbao.cli.across import check_folder_across
from shenbao.cli.console import stderr, stdout
from shenbao.cli.options import (
    FINDINGS,
    UNREADABLE,
    counts_as_failure,
    default_workers,
    fail_on_option,
    limits,
    profile_option,
    read_options,
    reading_options,
)
from shenbao.errors import UsageError, printable
from shenbao.inputs import Found, find_inputs
from shenbao.writing import prepare_folder


@dataclass(slots=True)
class _Progress:
    """Reports so far, kept outside the loop that Ctrl-C may leave."""

    reports: list[FileReport] = field(default_factory=list)
    interrupted: bool = False


@click.command(
    "run",
    epilog="Example: shenbao run filings/ 'more/*.pdf' --out results --tables xlsx",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the results; it is made where it is missing.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=default_workers,
    show_default="one a processor, at most 8",
    help="How many filings are read at once.",
)
@reading_options
@profile_option
@click.option(
    "--tables",
    type=click.Choice(["csv", "xlsx"]),
    help="Also write funding, projects, indicators and findings of all filings to DIR/tables.",
)
@click.option(
    "--across",
    "goes_across",
    is_flag=True,
    help="Also hold the filings in DIR against each other; findings go to DIR/across.json.",
)
@fail_on_option
def command(
    paths: tuple[str, ...],
    out: Path,
    workers: int,
    tables: Literal["csv", "xlsx"] | None,
    goes_across: bool,
    fail_on: Literal["error", "warning"] | None,
    **reading: Any,
) -> None:
    """Read filings into JSON documents, many at once.

    PATH is a PDF or a picture (TIFF, PNG, JPEG, ...), a folder (searched with all
    below it for such files) or a pattern in quotes. DIR/filings gets a document for
    each filing, DIR/run.json the
    summary. Results of earlier runs are replaced where the same names come up
    and otherwise left alone.

    Exit codes: 0 all read, 2 wrong usage, 3 some could not be read (this goes
    before 4), 4 findings that --fail-on asks for, 130 interrupted: what was done
    until then is kept.
    """
    started, clock = datetime.datetime.now().astimezone(), time.perf_counter()
    found = _found(paths)
    forget_across(out)
    progress = _Progress()
    with _stopped_gently(progress), _bar(found) as advance:
        for reports in read_batch(found, out, read_options(reading), limits(reading), workers):
            progress.reports.extend(reports)
            advance()
    reports = complete(progress.reports, found)
    summary = summarise(reports, time.perf_counter() - clock)
    settings = _settings(reading, workers)
    write_summary(out, reports, summary, settings, started, progress.interrupted)
    if tables and not progress.interrupted:
        _write_tables(out, reports, tables)
    _print_failures(reports)
    _print_summary(summary, out)
    if goes_across and summary.read and not progress.interrupted:
        findings = Counter(summary.findings)
        findings.update(check_folder_across(out, reading["profile"], workers).counts())
        summary = replace(summary, findings=dict(findings))
    sys.exit(_exit_code(summary, progress.interrupted, fail_on))


def _found(paths: tuple[str, ...]) -> Found:
    """What to read.

    Raises:
        UsageError: there is nothing to read.
    """
    found = find_inputs(paths)
    for folder in found.empty:
        message = f"{printable(folder)}: no PDF or picture in this folder or below it"
        if not found.inputs and not found.failures:
            raise UsageError(f"{message}. Name a folder that holds filings.")
        stderr().print(f"Warning: {message}.", style="yellow")
    return found


@contextmanager
def _stopped_gently(progress: _Progress) -> Iterator[None]:
    """Let Ctrl-C, and a request to end, stop the reading but not the report about it."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        progress.interrupted = True
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _bar(found: Found) -> Iterator[Any]:
    """A progress bar on a terminal, nothing elsewhere."""
    console = stderr()
    columns = (
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    total = len(found.inputs) + len(found.failures)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _settings(reading: dict[str, Any], workers: int) -> dict[str, Any]:
    """How the batch was read, for `run.json`; the password stays out of it."""
    kept = {
        name: str(value) if isinstance(value, Path) else value
        for name, value in reading.items()
        if name != "password"
    }
    return kept | {"workers": workers}


def _write_tables(out: Path, reports: list[FileReport], to: Literal["csv", "xlsx"]) -> None:
    from shenbao.export.frames import write_csv, write_xlsx  # pandas is slow to import
    from shenbao.frames import frames_of

    folder = out / TABLES
    prepare_folder(folder)
    write = write_csv if to == "csv" else write_xlsx
    write(frames_of(filings_of(out, reports)), folder)


def _print_failures(reports: list[FileReport]) -> None:
    console = stderr()
    for report in reports:
        if report.status == "unreadable":
            place = "" if report.page is None else f", page {report.page}"
            text = f"{printable(report.file)}{place}: {report.reason}. {report.remedy}"
            console.print(text, style="red", soft_wrap=True)
            context = click.get_current_context().find_root()
            if report.details and context.params.get("traceback"):
                console.print(report.details, soft_wrap=True)


def _print_summary(summary: Summary, out: Path) -> None:
    table = Table("", "", title="shenbao run", title_justify="left", show_header=False)
    table.columns[1].justify = "right"
    rows: list[tuple[str, object]] = [
        ("filings", summary.filings),
        ("read", summary.read),
        ("could not be read", summary.unreadable),
        ("pages", summary.pages),
        *((f"findings: {name}", count) for name, count in summary.findings.items()),
        ("undetermined (a person must look)", summary.undetermined),
        ("problems of reading", summary.problems),
        ("seconds", f"{summary.seconds:.1f}"),
        ("pages per second", f"{summary.pages_per_second:.1f}"),
    ]
    if summary.not_reached:
        rows.insert(3, ("not reached", summary.not_reached))
    for name, value in rows:
        table.add_row(name, str(value))
    console = stdout()
    console.print(table)
    console.print(f"Results in {printable(out)}", soft_wrap=True)


def _exit_code(
    summary: Summary, interrupted: bool, fail_on: Literal["error", "warning"] | None
) -> int:
    """What the shell is told; a filing that nobody could read goes before findings."""
    if interrupted:
        return INTERRUPTED
    if summary.unreadable:
        return UNREADABLE
    return FINDINGS if counts_as_failure(summary.findings, fail_on) else 0
