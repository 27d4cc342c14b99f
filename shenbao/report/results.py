"""The results that `shenbao run` left in a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson

from normalize.models import Finding
from shenbao.across import ACROSS_FILE, read_across
from shenbao.bulk import FILINGS, SUMMARY, FileReport
from shenbao.errors import UsageError, printable
from shenbao.report.sources import KeptFiling

COLUMNS = frozenset(column.name for column in fields(FileReport))


@dataclass(frozen=True, slots=True)
class Results:
    """What a folder holds.

    `failed` are the files of the last run that left no document. `started` is when
    that run began, None where `run.json` doesn't tell; `across` are the findings
    between filings, by document (`filings/a.json`); `notes` say what can't be used.
    """

    folder: Path
    kept: tuple[KeptFiling, ...]
    failed: tuple[FileReport, ...] = ()
    started: str | None = None
    across: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def find_results(folder: Path) -> Results:
    """The documents in `folder`/filings, in the order of the run, then by name.

    Documents of earlier runs count too.

    Raises:
        UsageError: no such folder, or nothing in it that a run left.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "no such folder"
        raise UsageError(f"{printable(folder)}: {what}. Name what `shenbao run --out` wrote to.")
    run, notes = _summary(folder / SUMMARY)
    reports = [report for row in run.get("files", ()) if (report := _report(row))]
    documents = sorted((folder / FILINGS).glob("[!.]*.json"))
    failed = tuple(report for report in reports if report.status != "read")
    if not documents and not failed:
        raise UsageError(
            f"{printable(folder)}: no results of `shenbao run` in here "
            f"(no {FILINGS}/*.json). Name the folder that was given to --out."
        )
    files = {report.output: report.file for report in reports if report.output}
    order = {output: place for place, output in enumerate(files)}
    kept = [KeptFiling(path, files.get(f"{FILINGS}/{path.name}")) for path in documents]
    kept.sort(key=lambda one: order.get(f"{FILINGS}/{one.document.name}", len(order)))
    across, more = _across(folder)
    return Results(folder, tuple(kept), failed, run.get("started"), across, notes + more)


def _summary(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """`run.json`; an empty one and a note where it is missing or broken."""
    try:
        run = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}, (f"{SUMMARY} is missing: files that could not be read are not listed",)
    except (OSError, orjson.JSONDecodeError) as error:
        return {}, (f"{SUMMARY} cannot be read ({error})",)
    if not isinstance(run, dict) or not isinstance(run.get("files"), list):
        return {}, (f"{SUMMARY} is not what `shenbao run` writes",)
    return run, ()


def _across(folder: Path) -> tuple[Mapping[str, Sequence[Finding]], tuple[str, ...]]:
    """Findings across filings, where they were sought; a note where they can't be read."""
    try:
        return read_across(folder), ()
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        return {}, (f"{ACROSS_FILE} cannot be read ({error})",)


def _report(row: Any) -> FileReport | None:
    """A row of `run.json`; None where it makes no sense. Later versions may say more."""
    if not isinstance(row, dict) or not {"file", "status"} <= row.keys():
        return None
    return FileReport(**{name: value for name, value in row.items() if name in COLUMNS})
