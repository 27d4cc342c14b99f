"""Options that several commands share, and what they come to."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import click

from rules.profile import SHIPPED, Profile
from shenbao.batch import Limits
from shenbao.forms import forms_with
from shenbao.process import ReadOptions
from shenbao.profile import load_profile

F = TypeVar("F", bound=Callable[..., Any])

_READING = (
    click.option(
        "--reader",
        type=click.Choice(["pdfium", "pdfplumber"]),
        default="pdfium",
        show_default=True,
        help="What takes characters and lines off a page.",
    ),
    click.option(
        "--verify",
        is_flag=True,
        help="Read every page with both readers and mark the cells on which they disagree.",
    ),
    click.option(
        "--ocr",
        type=click.Choice(["rapidocr", "tesseract", "none"]),
        default="rapidocr",
        show_default=True,
        help="Who reads pages that are pictures; the other one is asked where in doubt.",
    ),
    click.option(
        "--debug-images",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Draw what was seen of each scanned page: rulings, cells, lines, doubt.",
    ),
    click.option(
        "--password",
        envvar="SHENBAO_PASSWORD",
        help="Opens encrypted PDFs. Better in SHENBAO_PASSWORD, where others can't see it.",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(min=0, min_open=True),
        default=180.0,
        show_default=True,
        metavar="SECONDS",
        help="A filing that takes longer is given up; raise it for hundreds of pages.",
    ),
    click.option(
        "--memory-limit",
        type=click.IntRange(min=100),
        default=3000,
        show_default=True,
        metavar="MB",
        help="A filing that needs more is given up.",
    ),
)


UNREADABLE = 3
FINDINGS = 4
MOST_WORKERS = 8
"""By default; each may take the memory limit."""

FailOn = Literal["error", "warning"] | None

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    help="Exit with 4 when there are findings of this severity or above.",
)


def counts_as_failure(findings: Mapping[str, int], fail_on: FailOn) -> bool:
    """Whether findings, counted by severity, are such as --fail-on asks for."""
    counted = {"error": ("error",), "warning": ("error", "warning"), None: ()}[fail_on]
    return any(findings[severity] for severity in counted)


def default_workers() -> int:
    """The processors that this process may use, at most `MOST_WORKERS`."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    return min(os.cpu_count() or 1, MOST_WORKERS)


profile_option = click.option(
    "--profile",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="TOML file that sets rules' severity and tolerance, turns rules off, adds names.",
)


def profile_of(path: Path | None) -> Profile:
    """The profile that --profile names, or the shipped one.

    Raises:
        ProfileError: it says what has no meaning.
    """
    return load_profile(path) if path else SHIPPED


forms_option = click.option(
    "--forms",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with form definitions (*.toml) of your own; see `shenbao forms`.",
)


def reading_options(function: F) -> F:
    """Add the options that say how filings are read and within which limits."""
    for option in reversed((*_READING, forms_option)):
        function = option(function)
    return function


def read_options(values: dict[str, Any]) -> ReadOptions:
    """How to read, from the values of the options."""
    return ReadOptions(
        reader=values["reader"],
        ocr=values["ocr"],
        verify=values["verify"],
        password=values["password"],
        debug_images=values["debug_images"],
        profile=profile_of(values.get("profile")),
        forms=_sound(values["forms"]),
    )


def _sound(folder: Path | None) -> Path | None:
    """The folder of definitions, once all of them are known to be sound."""
    forms_with(folder)
    return folder


def limits(values: dict[str, Any]) -> Limits:
    """What a filing may take, from the values of the options."""
    return Limits(
        seconds=cast(float, values["time_limit"]), megabytes=cast(int, values["memory_limit"])
    )
