"""The words of the report in both languages, from `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["zh", "en"]


@cache
def words_of(language: Language) -> dict[str, Any]:
    """Words by key; `states`, `severities` and their like hold more of them."""
    text = files("shenbao.report").joinpath("words.toml").read_text("utf-8")
    words: dict[str, Any] = tomllib.loads(text)[language]
    return words
