"""Dates and years as filings write them."""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from normalize.numbers import chinese_number

Precision = Literal["day", "month", "year"]

FIRST_YEAR, LAST_YEAR = 1990, 2060  # of a budget; dates in prose may lie outside


@dataclass(frozen=True, slots=True)
class FiledDate:
    """A date as exact as filed, and the half-open span of text that says it.

    `date` is the last day covered: 2024-12-31 for `2024年12月` and for `2024年`.
    """

    date: datetime.date
    precision: Precision
    start: int
    end: int


_CN = "〇○零一二三四五六七八九"
_DATE = re.compile(
    rf"""
    (?:[(\[〔]\s*)?(?P<year>(?<![0-9])(?:19|20)[0-9]{{2}}|(?<![{_CN}])[一二][{_CN}]{{3}}
            |(?<![0-9.])[1-4][0-9](?=\s*年\s*(?:年?[底末]|[0-9]{{1,2}}\s*月)))\s*[)\]〕]?\s*年
        (?:\s*(?P<month>[0-9]+|[一二三四五六七八九十]{{1,3}})\s*月
            (?:\s*(?P<day>[0-9]+|[一二三四五六七八九十]{{1,3}})\s*[日号]
              |\s*(?P<bare_day>[0-9]{{1,2}})(?=\s*$))?
        )?
    | (?<![0-9])(?P<y>(?:19|20)[0-9]{{2}})\s*(?P<mark>[-./])\s*
        (?P<m>[0-9]{{1,2}})\s*(?P=mark)\s*(?P<d>[0-9]{{1,2}})(?![0-9])
    | (?<![0-9.])(?P<ym>(?:19|20)[0-9]{{2}})[-./](?P<mm>[0-9]{{2}})(?![0-9]|[-./][0-9])
    | (?<![0-9.])(?P<compact>(?:19|20)[0-9]{{6}})(?![0-9]|\.[0-9])
    """,
    re.VERBOSE,
)
# One to one, so that the span is that of the text as given.
_ONE_TO_ONE = str.maketrans("０１２３４５６７８９（）－．／−", "0123456789()-./-")
_HINT = re.compile(r"年|[0-9]{4}")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> FiledDate | None:
    """The first date in the text, or None where there is none or it does not exist.

    A form whose day was left open (`2023年10月  日`) gives the month: see `precision`.
    """
    plain = text.translate(_ONE_TO_ONE)
    if not _HINT.search(plain):
        return None
    for match in _DATE.finditer(plain):
        filed = _filed(match)
        if filed is not None or match["compact"] is None:
            return filed
    return None


def _filed(match: re.Match[str]) -> FiledDate | None:
    year, month, day = _parts(match)
    if year is None or (match["month"] and month is None) or (match["day"] and day is None):
        return None
    precision: Precision = "day" if day is not None else "month" if month is not None else "year"
    try:
        last = day if day is not None else monthrange(year, month or 12)[1]
        date = datetime.date(year, month if month is not None else 12, last)
    except ValueError:  # no such day or month
        return None
    return FiledDate(date, precision, match.start(), match.end())


def _parts(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    if compact := match["compact"]:
        return int(compact[:4]), int(compact[4:6]), int(compact[6:])
    year = _number(match["year"] or match["y"] or match["ym"])
    return (
        year + 2000 if year is not None and year < 100 else year,  # `24年底`
        _number(match["month"] or match["m"] or match["mm"]),
        _number(match["day"] or match["bare_day"] or match["d"]),
    )


def _number(digits: str | None) -> int | None:
    if digits is None:
        return None
    if digits[0] in "0123456789":
        return int(digits[:6])
    number = chinese_number(digits)
    return None if number is None else int(number)


_SAID_YEAR = re.compile(rf"(?<![0-9])([0-9]{{4}})\s*[)\]〕]?\s*年|([一二][{_CN}]{{3}})\s*年")
_BARE_YEAR = re.compile(r"(?<![0-9.,])([0-9]{4})(?![0-9]|[.,][0-9])")


@lru_cache(maxsize=1024)
def parse_year(text: str) -> int | None:
    """The first plausible year of a budget in the text; one with `年` after it goes before others.

    1990 to 2060.
    """
    plain = text.translate(_ONE_TO_ONE)
    for pattern in (_SAID_YEAR, _BARE_YEAR):
        for match in pattern.finditer(plain):
            year = _number(match[match.lastindex or 1])
            if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
                return year
    filed = parse_date(text)
    return filed.date.year if filed and FIRST_YEAR <= filed.date.year <= LAST_YEAR else None
