"""`shenbao check`: the rules again over kept results."""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import click
from rich.progress import track
from rich.table import Table

from rules.profile import Profile
from shenbao.cli.across import check_folder_across, settings_of
from shenbao.cli.console import stderr, stdout
from shenbao.cli.options import (
    FINDINGS,
    UNREADABLE,
    counts_as_failure,
    default_workers,
    fail_on_option,
    profile_of,
    profile_option,
)
from shenbao.errors import UnreadableFile
from shenbao.recheck import Checked, kept_documents, recheck, total_findings, update_summary


@click.command("check", epilog="Example: shenbao check results --profile hubei.toml")
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=default_workers,
    show_default="one a processor, at most 8",
    help="How many documents are checked at once.",
)
@click.option(
    "--across",
    "goes_across",
    is_flag=True,
    help="Also hold the filings against each other; what that finds goes to DIR/across.json.",
)
@profile_option
@fail_on_option
def command(
    folder: Path,
    workers: int,
    goes_across: bool,
    profile: Path | None,
    fail_on: Literal["error", "warning"] | None,
) -> None:
    """Run the rules again over kept results, without reading the filings again.

    DIR is what `shenbao run` wrote: findings and outcomes in DIR/filings/*.json are
    put anew, as are the counts in DIR/run.json. A document that is broken or of
    another schema is named and left as it is.

    Exit codes: 0 all checked, 2 wrong usage, 3 some documents are broken (this goes
    before 4), 4 findings that --fail-on asks for.
    """
    settings = profile_of(profile)
    clock = time.perf_counter()
    checked, failures = _checked(folder, settings, workers)
    update_summary(folder, checked, settings_of(profile, settings))
    for failure in failures:
        stderr().print(str(failure), style="red", soft_wrap=True)
    findings = total_findings(row.findings for row in checked.values())
    _print_summary(checked, failures, findings, time.perf_counter() - clock)
    if goes_across:
        findings.update(check_folder_across(folder, profile, workers).counts())
    sys.exit(UNREADABLE if failures else FINDINGS if counts_as_failure(findings, fail_on) else 0)


def _checked(
    folder: Path, profile: Profile, workers: int
) -> tuple[dict[str, Checked], list[UnreadableFile]]:
    documents = kept_documents(folder)
    checked: dict[str, Checked] = {}
    failures: list[UnreadableFile] = []
    console = stderr()
    for result in track(
        recheck(documents, profile, workers),
        "Checking",
        total=len(documents),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ):
        if isinstance(result, UnreadableFile):
            failures.append(result)
        else:
            checked[result.output] = result
    return checked, sorted(failures, key=lambda failure: failure.path)


def _print_summary(
    checked: dict[str, Checked],
    failures: list[UnreadableFile],
    findings: Counter[str],
    seconds: float,
) -> None:
    rows: Iterable[tuple[str, object]] = (
        ("documents", len(checked) + len(failures)),
        ("checked", len(checked)),
        ("broken, or of another schema", len(failures)),
        *((f"findings: {name}", count) for name, count in findings.items()),
        (
            "undetermined (a person must look)",
            sum(row.undetermined for row in checked.values()),
        ),
        ("seconds", f"{seconds:.1f}"),
    )
    table = Table("", "", title="shenbao check", title_justify="left", show_header=False)
    table.columns[1].justify = "right"
    for name, value in rows:
        table.add_row(name, str(value))
    stdout().print(table)
