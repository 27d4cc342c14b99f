"""From when to when: `2024年1月至12月`, `（2019）年-（2021）年`, `2024-01-01—2026-12-31`."""

import re
from typing import NamedTuple

from normalize.dates import FIRST_YEAR, LAST_YEAR, parse_date, parse_year

Point = tuple[int, ...]  # year; year and month; year, month and day


class FiledPeriod(NamedTuple):
    """Both ends as precise as filed (`2024`, `2024-01`, `2024-01-01`); None: not said.

    `year_from_form`: the text names months alone, the year is the form's. `left_blank`:
    there is room for both ends, and one was not filled in.
    """

    start: str | None
    end: str | None
    year_from_form: bool = False
    left_blank: bool = False


_LONGEST = 60
_CANONICAL = str.maketrans("（）〔〕［］～〜∼．／－−", "()()()~~~./--")
_SEPARATOR = re.compile("[-~—–―─]{1,2}|至|到")
_BLANK = re.compile("[()年月日度_]*")
_MONTH = re.compile(r"([0-9]{1,2})月?(?:([0-9]{1,2})[日号])?")
_YEAR = re.compile(
    r"\(?([0-9]{4}|[一二][〇○零一二三四五六七八九]{3}|[1-4][0-9](?=\)?年))\)?(?:年度?)?"
)
_FULL_YEAR = re.compile(r"\(?[0-9]{4}\)?年")
_YEAR_MONTH = re.compile(r"\(?([0-9]{4})\)?(?:年|[-./])\(?([0-9]{1,2})\)?月?份?")
_AROUND = re.compile(
    r"(?:从|自)?(?P<core>.*?)(?:为?止)?(?:\(共?[0-9一二三四五]+年\)|共[0-9一二三四五]+年)?"
)


def parse_period(text: str, year: int | None = None) -> FiledPeriod | None:
    """The period that a whole cell names; None where it names none for certain.

    `year` is the one that `1月至12月` is in where the form says it elsewhere. A year
    alone is a period; a month or a day alone is none.
    """
    cell = "".join(text.split()).translate(_CANONICAL)
    around = _AROUND.fullmatch(cell)
    core = around["core"] if around else ""
    if not core or len(cell) > _LONGEST:
        return None
    if core[0] == "(" and core[-1] == ")" and core.count("(") == 1:
        core = core[1:-1]
    found = {period for match in _SEPARATOR.finditer(core) if (period := _split(core, match, year))}
    if found:
        return found.pop() if len(found) == 1 else None
    only = _point(core.removesuffix("起"))
    if only is None or (len(only) > 1 and not core.endswith("起")):
        return None
    return FiledPeriod(_iso(only), None if core.endswith("起") else _iso(only))


def parse_moment(text: str) -> str | None:
    """A day, month or year that a whole cell names, as precise as filed; else None."""
    cell = "".join(text.split()).translate(_CANONICAL)
    point = _point(cell) if len(cell) <= _LONGEST else None
    return None if point is None else _iso(point)


_IN_LABEL = re.compile(r"[(（〔]?[-~～—–―─至到]{0,2}(?:19|20)[0-9]{2}.*")


def period_in_label(label: str) -> FiledPeriod | None:
    """The period that ends a label: `中期目标（2019年-2021年）`. One year alone says whose
    goal it is, not how long the project takes."""
    match = _IN_LABEL.search("".join(label.split()))
    period = parse_period(match[0].rstrip(":：")) if match else None
    if match is None or period is None:
        return None
    once = period.start == period.end and len(re.findall("(?:19|20)[0-9]{2}", match[0])) == 1
    return None if once else period


def _split(core: str, at: re.Match[str], year: int | None) -> FiledPeriod | None:
    left = re.sub("起$|开始$", "", core[: at.start()])
    right = re.sub("[底末]$|年[底末]$|止$", "", core[at.end() :])
    if _BLANK.fullmatch(left) or _BLANK.fullmatch(right):
        return _with_one_end(left, right)
    start = _point(left)
    assumed = start is None and year is not None and "月" in core
    if assumed and year is not None:
        start = _in_year(left, year)
    if start is None:
        return None
    end = _point(right) or (_in_year(right, start[0]) if len(start) > 1 and "月" in right else None)
    if end is None or (_is_reversed(start, end) and not _says_both_years(left, right)):
        return None
    return FiledPeriod(_iso(start), _iso(end), assumed)


def _with_one_end(left: str, right: str) -> FiledPeriod | None:
    """`2024年—`, `（2024）年-（  ）年`: the end that was filled in is said all the same."""
    start, end = _point(left), _point(right)
    if start is None and end is None:
        return None
    return FiledPeriod(_iso(start) if start else None, _iso(end) if end else None, left_blank=True)


def _is_reversed(start: Point, end: Point) -> bool:
    return start[: len(end)] > end[: len(start)]


def _says_both_years(left: str, right: str) -> bool:
    """Whether each end has a year of four digits: then one before the other is a slip of the
    filer, and not of where the text was cut in two.
    """
    return all(_FULL_YEAR.match(part) for part in (left, right))


def _point(text: str) -> Point | None:
    """A year, a month or a day that a text is, whole."""
    if match := _YEAR.fullmatch(text):
        year = parse_year(match[1] + "年") or (2000 + int(match[1]) if len(match[1]) == 2 else None)
        return (year,) if year is not None else None
    if match := _YEAR_MONTH.fullmatch(text):
        return _sound((int(match[1]), int(match[2])))
    filed = parse_date(text)
    if filed is None or (filed.start, filed.end) != (0, len(text)):
        return None
    day = filed.date
    whole = (day.year, day.month, day.day)
    return _sound(whole[: {"year": 1, "month": 2, "day": 3}[filed.precision]])


def _in_year(text: str, year: int) -> Point | None:
    """`12月`, `12月31日` and the `1` of `1-12月` in a known year."""
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    if match[2] is None:
        return _sound((year, int(match[1])))
    return _point(f"{year}年{match[1]}月{match[2]}日")


def _sound(point: Point) -> Point | None:
    in_range = FIRST_YEAR <= point[0] <= LAST_YEAR and (len(point) == 1 or 1 <= point[1] <= 12)
    return point if in_range else None


def _iso(point: Point) -> str:
    return "-".join([f"{point[0]:04d}", *(f"{part:02d}" for part in point[1:])])
