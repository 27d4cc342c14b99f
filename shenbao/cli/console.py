"""Where commands print to."""

import os
import re
import sys

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from shenbao.errors import printable

PIPED_WIDTH = 120
"""Columns of a table that goes to a file or another program, where no terminal sets one."""


_UNBROKEN = re.compile(r" *(?:[!-~]+|[（“〔《]*.[，。；：、？！）”〕》…]*)")
"""A word of ASCII, or one Chinese character with the marks that stay beside it."""


def stdout() -> Console:
    """For results. As wide as the terminal, or `COLUMNS`, or else 120."""
    return _console(stderr=False)


def stderr() -> Console:
    """For progress, warnings and errors."""
    return _console(stderr=True)


def _console(stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def plain(text: object) -> Text:
    """Text of a filing as a cell: no markup, no control characters, lines kept."""
    return Text("\n".join(printable(line) for line in str(text).split("\n")))


def wrapped(text: str, width: int) -> str:
    """Chinese text in lines of at most `width` columns: it has no blanks for rich to break at."""
    lines = [""]
    for piece in _UNBROKEN.findall(text):
        if cell_len(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return "\n".join(lines)
