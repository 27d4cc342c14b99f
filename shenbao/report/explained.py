"""What the rules decide, in the reader's language.

English stands on the rules themselves, Chinese in `explained.toml`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rules.across.catalogue import ACROSS
from rules.catalogue import RULES
from rules.rule import RuleFacts
from shenbao.report.words import Language

EVERY: Mapping[str, RuleFacts] = {**RULES, **ACROSS}
"""The rules over one filing, then those across filings."""

_OTHER_RULE = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule as a reader is told of it; the fields are those of `RuleFacts`."""

    title: str
    decides: str
    example: str
    slack: str
    source: str


def explanation_of(rule: RuleFacts, language: Language) -> Explanation:
    """How a rule of the catalogue decides, with its example, slack and source."""
    if language == "en":
        return Explanation(rule.title_en, rule.decides, rule.example, rule.slack, rule.source)
    words = chinese()
    own = words["rules"][rule.id]
    slack, source = words["slack"][rule.slack], words["source"][rule.source]
    return Explanation(rule.title, *map(_naming, (own["decides"], own["example"], slack, source)))


@cache
def chinese() -> dict[str, Any]:
    """`explained.toml`: `rules` by their ids, `slack` and `source` by their English words."""
    text = files("shenbao.report").joinpath("explained.toml").read_text("utf-8")
    return tomllib.loads(text)


def _naming(text: str) -> str:
    """`由{funding.rounding}提示` with the rule's number and title in place of its id."""
    return _OTHER_RULE.sub(lambda id: f"{EVERY[id[1]].number}“{EVERY[id[1]].title}”", text)
