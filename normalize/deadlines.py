"""Targets that are dates: `2024年12月底前`, `2024年6月30日`, `二〇二四年第四季度`."""

import re
from calendar import monthrange
from datetime import date

from normalize.dates import FiledDate, parse_date
from normalize.models import DateTarget, Op

_YEAR_MARKED = re.compile("年|[12][0-9]{3}[-./][0-9]{1,2}[-./]|[12][0-9]{7}")
_BEFORE_DATE: dict[str, Op | None] = {
    "": None,
    "于": None,
    "在": None,
    "≤": "<=",
    "不晚于": "<=",
    "不迟于": "<=",
    "最晚": "<=",
    "最迟": "<=",
    "=": "=",
}
_BEFORE_DAY: dict[str, Op | None] = {"≥": ">=", ">": ">", "<": "<"}
_BY = re.compile("(?:之前|以前|前)(?:全部)?(?:完成|完工|竣工|建成)?")
_AFTER_DATE = {  # (what a stretch of time ends with, then "by")
    "day": re.compile(""),
    "month": re.compile("月?[底末]"),
    "year": re.compile("年?度?(?:年?[底末])"),
}
_WITHIN = {
    "day": ("",),
    "month": ("", "份", "内", "底", "末"),
    "year": ("", "度", "内", "度内", "底", "末", "年底", "年末"),
}
_QUARTER = re.compile("第?([一二三四1-4])季度[内底末]?")
# A deadline that leaves the year to the form it stands in. A month alone (`12月`) could
# as well say how long.
_YEARLESS = re.compile(
    r"(?P<before>不晚于|不迟于|最晚|最迟|≤|于|在)?(?:本年度?|当年|今年)?"
    r"(?P<rest>(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?=.*[底末前日号]).*"
    r"|第?[一二三四1-4]季度.*|年?[底末].*)"
)


def parse_deadline(raw: str, cell: str) -> DateTarget | None:
    """`2024年12月底前`, `2024年6月30日`; `2024年12月前` could mean its start or end: None.

    A quarter is met by its last day: `2024年第四季度` is `<=` 2024-12-31, to the month.
    """
    if not _YEAR_MARKED.search(cell):
        return None
    filed = parse_date(cell)
    if filed is None or (filed.precision != "day" and "年" not in cell[filed.start : filed.end]):
        return None
    before, after = cell[: filed.start], cell[filed.end :]
    if filed.precision == "year" and (quarter := _QUARTER.match(after)):
        return _by_quarter(raw, before, filed.date.year, quarter)
    op = _date_op(before, after, filed)
    if op is None or (op == "=" and cell.isdecimal()):
        return None
    return DateTarget(raw=raw, op=op, date=filed.date, date_precision=filed.precision)


def with_year(cell: str, year: int) -> str | None:
    """`12月底前` as `2024年12月底前`; None for what is no deadline without a year."""
    match = _YEARLESS.fullmatch(cell)
    if match is None:
        return None
    rest = match["rest"].removeprefix("年")
    return f"{match['before'] or ''}{year}年{rest}"


def _by_quarter(raw: str, before: str, year: int, quarter: re.Match[str]) -> DateTarget | None:
    after = quarter.string[quarter.end() :]
    if _BEFORE_DATE.get(before, "=") == "=" or (after and not _BY.fullmatch(after)):
        return None
    if after and quarter[0].endswith("季度"):  # `2024年四季度前`: its start or its end
        return None
    month = 3 * ("一二三四1234".index(quarter[1]) % 4 + 1)
    last = date(year, month, monthrange(year, month)[1])
    return DateTarget(raw=raw, op="<=", date=last, date_precision="month")


def _date_op(before: str, after: str, filed: FiledDate) -> Op | None:
    allowed = _BEFORE_DATE | (_BEFORE_DAY if filed.precision == "day" else {})
    if before not in allowed:
        return None
    said = allowed[before]
    if after in _WITHIN[filed.precision]:
        return said or "="
    end = _AFTER_DATE[filed.precision].match(after)
    if end is None or said not in (None, "<=") or not _BY.fullmatch(after, end.end()):
        return None
    return "<="
