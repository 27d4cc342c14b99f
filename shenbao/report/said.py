"""What a run said of files and pages, in the report's language.

Results keep such sentences in English. Those that `said.toml` knows are put into Chinese;
others (a library's own words) stay as they are.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from shenbao.report.words import Language

MOST_QUOTED = 60
"""Characters of a cell: which one is meant is told by the page and its beginning."""

_QUOTED = re.compile(r"(['\"])(.*)\1", re.DOTALL)


def said_in(language: Language, text: str) -> str:
    """A sentence as the reader is told it."""
    if language == "en":
        return text
    for english, chinese in sayings():
        if found := english.fullmatch(text):
            return chinese.format(*(said_in(language, _bare(part)) for part in found.groups()))
    return text


@cache
def sayings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """English sentences as patterns, with their Chinese."""
    text = files("shenbao.report").joinpath("said.toml").read_text("utf-8")
    return tuple(
        (re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL), chinese)
        for english, chinese in tomllib.loads(text).items()
    )


def _bare(text: str) -> str:
    """A text without the quotes and line ends of its `repr`; of a long one the beginning."""
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        return text
    line = quoted[2].replace("\\n", "")
    return line if len(line) <= MOST_QUOTED else f"{line[:MOST_QUOTED]}…"
