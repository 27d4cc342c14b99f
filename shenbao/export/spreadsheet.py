"""What text needs before a spreadsheet program may open it."""

import re

BOM = "\ufeff"
"""At the head of a CSV file it tells Excel that the text is UTF-8."""

LONGEST_CELL = 32767
"""Characters that Excel keeps in one cell; a longer text would be refused whole."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HARMLESS = re.compile(r"[+-]?[\d,.]*[%％]?")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,14})(?:\.\d{1,8})?")


def defuse(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    `=1+1` gets the usual apostrophe in front; a number, a lone dash and
    everything else stay as they are.
    """
    if text.startswith(_FORMULA_STARTS) and not _HARMLESS.fullmatch(text):
        return "'" + text
    return text


def fit(text: str) -> str:
    """Text that a cell can hold, its end cut off with a mark where it must be."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def as_number(text: str) -> tuple[float, str] | None:
    """A number and the format that shows it as filed: `1,280.50` is 1280.5 as `#,##0.00`.

    None for text, which includes codes (`007`) and what a float would change.
    """
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, decimals = text.partition(".")
    if sum(char.isdigit() for char in text) > 15:
        return None
    shape = "#,##0" if "," in whole else "0"
    return float(text.replace(",", "")), shape + ("." + "0" * len(decimals) if decimals else "")
