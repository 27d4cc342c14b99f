"""The rules across filings, for the commands that offer `--across`."""

import time
from pathlib import Path
from typing import Any

from rich.table import Table

from rules.profile import Profile
from shenbao.across import ACROSS_FILE, Across, look_across, write_across
from shenbao.cli.console import stderr, stdout
from shenbao.cli.options import profile_of
from shenbao.recheck import kept_documents


def check_folder_across(folder: Path, profile: Path | None, workers: int) -> Across:
    """Hold the filings of a folder against each other, write and print what that finds.

    Broken documents are not named here: whoever checked the folder did that.
    """
    clock = time.perf_counter()
    settings = profile_of(profile)
    across = look_across(kept_documents(folder), settings, workers)
    write_across(folder, across, settings_of(profile, settings))
    for crash in across.crashes:
        text = f"{crash.rule} stumbled over {crash.group or 'the archive'}: {crash.message}"
        stderr().print(f"Warning: {text}", style="yellow", soft_wrap=True)
    _print_across(across, time.perf_counter() - clock)
    return across


def settings_of(path: Path | None, profile: Profile) -> dict[str, Any]:
    """What is kept of how filings were checked."""
    return {"profile": str(path) if path else None, "profile_name": profile.name or None}


def _print_across(across: Across, seconds: float) -> None:
    table = Table("", "", title="across filings", title_justify="left", show_header=False)
    table.columns[1].justify = "right"
    undetermined = sum(counts["undetermined"] for counts in across.outcomes.values())
    for name, value in (
        ("filings", across.filings),
        ("departments", across.departments),
        *((f"findings: {name}", count) for name, count in across.counts().items()),
        ("undetermined (a person must look)", undetermined),
        ("seconds", f"{seconds:.1f}"),
    ):
        table.add_row(name, str(value))
    stdout().print(table)
    stdout().print(f"Findings across filings in {ACROSS_FILE}", soft_wrap=True)
