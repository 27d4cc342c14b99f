"""`shenbao report`: kept results for an auditor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shenbao.cli.console import stderr, stdout
from shenbao.cli.options import UNREADABLE, default_workers
from shenbao.errors import printable
from shenbao.report.gather import gather
from shenbao.report.looking import Options
from shenbao.report.markdown import render_markdown
from shenbao.report.page import render_page
from shenbao.report.report import Report
from shenbao.report.results import find_results
from shenbao.report.words import Language
from shenbao.report.workbook import write_workbook
from shenbao.writing import prepare_folder, write_whole, write_whole_with

Format = Literal["html", "xlsx", "md"]


@click.command("report", epilog="Example: shenbao report results --to html")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--to",
    type=click.Choice(["html", "xlsx", "md"]),
    required=True,
    help="A page to work in, an audit working paper, or a short summary.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; DIR/report.html (or .xlsx, .md) where it is left out.",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Of the report; what filings say stays as it is.",
)
@click.option("--with-contacts", is_flag=True, help="Show names and numbers of persons.")
@click.option(
    "--filings-from",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    metavar="FOLDER",
    help="Where the filings lie now, if not where they were read.",
)
@click.option("--no-crops", is_flag=True, help="HTML without pictures of the filings.")
@click.option(
    "--password",
    envvar="SHENBAO_PASSWORD",
    help="Opens encrypted filings for their pictures. Better in SHENBAO_PASSWORD.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=default_workers,
    show_default="one a processor, at most 8",
    help="How many filings are looked at once.",
)
def command(
    folder: Path,
    to: Format,
    out: Path | None,
    lang: Language,
    with_contacts: bool,
    filings_from: Path | None,
    no_crops: bool,
    password: str | None,
    workers: int,
) -> None:
    """Write a report about the results that a run left.

    DIR is what `shenbao run --out` wrote to. The page shows each finding with the
    place on paper that it speaks of; pictures come from the filings themselves.
    Names and numbers of persons are hidden.

    Exit codes: 0 done, 2 nothing to report or no place to write to, 3 done, but
    documents that make no sense were left out.
    """
    results = find_results(folder)
    target = out or folder / f"report.{to}"
    prepare_folder(target.parent)
    crops = to == "html" and not no_crops
    options = Options(lang, with_contacts, crops, filings_from, password)
    with _bar(len(results.kept)) as advance:
        gathered = gather(results, options, workers, advance)
    report = Report(results, gathered, lang, with_contacts)
    _write(report, to, target)
    for note in report.notes:
        stderr().print(f"Warning: {printable(note)}", style="yellow", soft_wrap=True)
    stdout().print(f"Report in {printable(target)}", soft_wrap=True)
    if gathered.broken:
        click.get_current_context().exit(UNREADABLE)


def _write(report: Report, to: Format, target: Path) -> None:
    """Raises `OutputNotWritable`."""
    match to:
        case "html":
            write_whole(target, render_page(report))
        case "xlsx":
            write_whole_with(target, lambda path: write_workbook(report, path))
        case "md":
            write_whole(target, render_markdown(report).encode())


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], object]]:
    """A progress bar on a terminal, nothing elsewhere."""
    console = stderr()
    columns = (TextColumn("Looking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
