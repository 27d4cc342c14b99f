"""Options that several commands share, and what they come to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from shenbao.batch import Limits
from shenbao.process import ReadOptions

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


def reading_options(function: F) -> F:
    """Add the options that say how filings are read and within which limits."""
    for option in reversed(_READING):
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
    )


def limits(values: dict[str, Any]) -> Limits:
    """What a filing may take, from the values of the options."""
    return Limits(
        seconds=cast(float, values["time_limit"]), megabytes=cast(int, values["memory_limit"])
    )
