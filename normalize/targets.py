"""Targets of indicators (`指标值`): a threshold, a range, a date, or words.

A number is given only where the whole cell is understood: operator words,
number, unit, and the adornments named here (`每年`, `约`, `（含）`). Anything
else is words, because a wrong threshold that nobody notices is the worst.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from normalize.deadlines import parse_deadline
from normalize.models import DateTarget, Op, Qualitative, Range, Threshold
from normalize.numbers import MOST_DIGITS, chinese_number, parse_amount
from normalize.repair import is_placeholder, repair_text
from normalize.units import (
    COUNTED_IN_NUMERALS,
    MULTIPLIERS,
    countable_alone,
    is_time,
    is_unit,
    on_scale,
    spans_alone,
)

AnyTarget = Threshold | Range | Qualitative | DateTarget


_PREFIXES: dict[str, tuple[str, str]] = {
    word: (kind, value)
    for (kind, value), words in {
        ("op", ">="): "≥ ≮ 不低于 不少于 不小于 不得低于 不得少于 不应低于 不能低于 不能少于 至少"
        " 最少 最低 大于等于 大于或等于 高于等于 高于或等于 多于等于",
        ("op", "<="): "≤ ≯ 不超过 不超出 不高于 不大于 不多于 不得超过 不得高于 不得多于 不应超过"
        " 不能超过 不能高于 至多 最多 最高 小于等于 小于或等于 低于等于 低于或等于 少于等于",
        ("op", ">"): "> 大于 高于 多于 超过 超出 超 逾",
        ("op", "<"): "< 小于 低于 少于 不足 不到",
        ("op", "="): "= 等于",
        ("weak", ">="): "达到 达",
        ("weak", "<="): "控制在 控制到",
        ("about", ""): "约 大约 约为 大概 ≈ 接近",
        ("about", "近"): "近 将近",
        ("verb", ""): "完成 实现 保持 保持在 维持在 稳定在 为 在 介于",
        ("sure", ""): "确保",
        ("period", ""): "每年 每年度 全年 年均 年度 累计 共 共计 合计 总计",
        ("period", "月"): "每月 每个月 月均",
        ("period", "季度"): "每季度 每个季度",
        ("period", "周"): "每周",
        ("period", "天"): "每天 每日",
        ("period", "人"): "每人 人均",
        ("period", "户"): "每户 户均",
    }.items()
    for word in words.split()
}
_PREFIX = re.compile("|".join(sorted(map(re.escape, _PREFIXES), key=len, reverse=True)))

_SUFFIXES = {
    word: (kind, value)
    for (kind, value), words in {
        ("after", ">="): "以上 及以上 或以上 及其以上",
        ("after", "<="): "以下 及以下 或以下 以内 之内 内",
        ("around", ""): "左右 上下",
        ("excluded", ""): "(不含)",
        ("between", ""): "之间",
    }.items()
    for word in words.split()
}
_SUFFIX = re.compile(
    rf"(?P<word>{'|'.join(sorted(map(re.escape, _SUFFIXES), key=len, reverse=True))})$"
    r"|\(含(?P<same>[^()]*)\)$"
)

_UNSIGNED = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?(?![0-9.,]*[0-9])"
_NUMBER = rf"[+-]?{_UNSIGNED}"
_UNIT = r"[^0-9()+±~]*[²³23]?|[^0-9()+±~]*\((?!不?含)[^()]{1,8}\)"
_SINGLE = re.compile(rf"(?P<pm>±)?(?P<value>{_NUMBER})(?P<unit>{_UNIT})")
_NUMERAL = re.compile(
    r"(?P<percent>百分之)?(?P<value>[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+)"
    r"(?P<unit>[^0-9()]*)"
)
_DASHES = "~—–―─"
_SPAN = re.compile(
    rf"(?P<low>{_NUMBER})(?P<low_unit>[^0-9()+±{_DASHES}至到-]*)(?P<low_mark>\(不?含\))?"
    rf"(?P<mark>[{_DASHES}]{{1,2}}|--?|至|到)"
    rf"(?P<high>{_NUMBER})(?P<unit>{_UNIT})(?P<high_mark>\(不?含\))?"
)
_ANY_NUMBER = re.compile(rf"(?<![0-9.,]){_UNSIGNED}")
_JOINT = re.compile(r"[,;、]?(?:并且|且|但|同时)?")

_CANONICAL = str.maketrans("（），；～〜∼﹙﹚", "(),;~~~()")
_TWO_NUMBERS = re.compile(r"[0-9.,] +[0-9.,]")
_A_NUMBER = re.compile("[0-9一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟零〇]")
_LONGEST = 60  # of a cell that could be understood whole; the longest seen is about 20


class _Bound(NamedTuple):
    """One number with what was said of it; `op` None = nothing."""

    op: Op | None
    value: Decimal
    unit: str
    approximate: bool
    plus_minus: bool


@lru_cache(maxsize=8192)
def parse_target(text: str) -> AnyTarget | None:
    """What an indicator's cell asks for; None for a blank or a placeholder.

    Takes raw or repaired text of one paragraph. Never raises. Words, and all that is
    not understood whole, are `Qualitative`, with the whole text.
    """
    text = repair_text(text.split("\n")).text
    if not text or is_placeholder(text):
        return None
    return _understood(text) or Qualitative(raw=text, text=text)


def _understood(text: str) -> AnyTarget | None:
    if len(text) > _LONGEST or not _A_NUMBER.search(text) or _TWO_NUMBERS.search(text):
        return None
    cell = text.translate(_CANONICAL).replace(" ", "").rstrip("。;,")
    return parse_deadline(text, cell) or _threshold(text, cell) or _range(text, cell)


def _threshold(raw: str, cell: str) -> Threshold | Range | None:
    """A cell with one number; `±5%` is the range from -5% to 5%."""
    bound = _bound(cell)
    if bound is None:
        return None
    op = bound.op
    if bound.plus_minus:
        if op not in (None, "<=", "<") or bound.value < 0:
            return None
        inclusive = op != "<"
        low = bound.value.copy_negate()
        return _make_range(raw, bound, low, bound.value, inclusive, inclusive)
    if op is None and not countable_alone(bound.value, bound.unit, bound.approximate):
        return None
    base_value, base_unit = on_scale(bound.value, bound.unit)
    return Threshold(
        raw=raw,
        op=op or "=",
        value=bound.value,
        unit=bound.unit,
        approximate=bound.approximate,
        base_value=base_value,
        base_unit=base_unit,
    )


def _make_range(
    raw: str, of: _Bound, low: Decimal, high: Decimal, low_inclusive: bool, high_inclusive: bool
) -> Range | None:
    """The range in the unit of a bound, or None if nothing lies in it."""
    if low > high or (low == high and not (low_inclusive and high_inclusive)):
        return None
    base_low, base_unit = on_scale(low, of.unit)
    return Range(
        raw=raw,
        low=low,
        high=high,
        low_inclusive=low_inclusive,
        high_inclusive=high_inclusive,
        unit=of.unit,
        approximate=of.approximate,
        base_low=base_low,
        base_high=on_scale(high, of.unit)[0],
        base_unit=base_unit,
    )


def _range(raw: str, cell: str) -> Range | None:
    """A cell with two numbers: `3～5个`, or two bounds such as `大于3小于等于5`."""
    numbers = list(_ANY_NUMBER.finditer(cell))
    if len(numbers) != 2:
        return None
    span = _span(raw, cell)
    if span is not None:
        return span
    cuts = _halves(cell, numbers[0].end(), numbers[1].start())
    found = {between for left, right in cuts if (between := _between(raw, left, right))}
    return found.pop() if len(found) == 1 else None


def _halves(cell: str, first_end: int, second_start: int) -> Iterator[tuple[_Bound, _Bound]]:
    """Every way to cut a cell between its two numbers into two bounds."""
    for cut in range(first_end, second_start + 1):
        left = _bound(cell[:cut])
        joint = _JOINT.match(cell, cut)
        right = _bound(cell[joint.end() if joint else cut :]) if left else None
        if left and right:
            yield left, right


def _between(raw: str, left: _Bound, right: _Bound) -> Range | None:
    """Two bounds as a range: one from below, one from above, in one unit."""
    lower, upper = (left, right) if left.op in (">=", ">") else (right, left)
    if lower.op not in (">=", ">") or upper.op not in ("<=", "<"):
        return None
    if left.plus_minus or right.plus_minus:
        return None
    if left.unit != right.unit and left.unit:
        return None
    of = right._replace(approximate=left.approximate or right.approximate)
    return _make_range(raw, of, lower.value, upper.value, lower.op == ">=", upper.op == "<=")


def _span(raw: str, cell: str) -> Range | None:
    """`90%-95%`, `3至5个左右`, `在90%（含）—95%（不含）之间`."""
    said: dict[str, str] = {}
    core = _without_suffixes(_without_prefixes(cell, said), said, keep_marks=True)
    match = _SPAN.fullmatch(core)
    if match is None or said.keys() & {"op", "after", "excluded", "included"}:
        return None
    low, high = _decimal(match["low"]), _decimal(match["high"])
    unit = _span_unit(match["low_unit"], _unwrapped(match["unit"]))
    if unit is None or low is None or high is None or (low < 0 and "-" in match["mark"]):
        return None
    if not is_unit(unit, beside_op=False) or not spans_alone(low, high, unit):
        return None
    unit_said = _per_period(unit, said)
    if unit_said is None or (said.get("about") == "近" and is_time(unit_said)):
        return None
    about = "about" in said or "around" in said
    of = _Bound(None, high, unit_said, about, False)
    inclusive = (mark != "(不含)" for mark in (match["low_mark"], match["high_mark"]))
    return _make_range(raw, of, low, high, *inclusive)


def _span_unit(low_unit: str, unit: str) -> str | None:
    """The one unit of a range: `3-5个`, `3个-5个`, `3万-5万元`; else None."""
    if low_unit in ("", unit) or (low_unit in MULTIPLIERS and unit.startswith(low_unit)):
        return unit
    return None


def _bound(cell: str) -> _Bound | None:
    """One number, understood whole, or None."""
    said: dict[str, str] = {}
    core = _without_suffixes(_without_prefixes(cell, said), said)
    op = _said_op(said) if core else None
    if not core or "conflict" in said or "between" in said:
        return None
    number = _number_and_unit(core, beside_op=op is not None)
    if number is None or said.get("included", "") not in ("", "本数", core):
        return None
    value, unit, plus_minus = number
    unit_said = _per_period(unit, said)
    if unit_said is None or (said.get("about") == "近" and is_time(unit_said)):
        return None
    if unit in ("年", "周年") and 1900 <= abs(value) <= 2100:  # a year, not a stretch of time
        return None
    return _Bound(op, value, unit_said, "about" in said or "around" in said, plus_minus)


def _without_prefixes(cell: str, said: dict[str, str]) -> str:
    """The cell without leading operator words and adornments, which go to `said` by kind.

    "" if two of a kind are said.
    """
    position = 0
    while match := _PREFIX.match(cell, position):
        kind, value = _PREFIXES[match[0]]
        if kind in said:
            return ""
        said[kind] = value
        position = match.end()
    return cell[position:]


def _without_suffixes(core: str, said: dict[str, str], keep_marks: bool = False) -> str:
    """The same from the end; `keep_marks` leaves `（含）` and `（不含）` in their place."""
    while match := _SUFFIX.search(core):
        word = match["word"]
        kind, value = _SUFFIXES[word] if word else ("included", match["same"])
        if keep_marks and kind in ("included", "excluded"):
            break
        if kind in said:
            return ""
        said[kind] = value
        core = core[: match.start()]
    return core


def _said_op(said: dict[str, str]) -> Op | None:
    """The operator that prefix and suffix agree on; marks "conflict" where they do not."""
    before, after = said.get("op"), said.get("after")
    if before and after and before != after:
        said["conflict"] = ""
    op = before or after or said.get("weak")
    if "included" in said and (op not in (">=", "<=") or "excluded" in said):
        said["conflict"] = ""
    if "excluded" in said:
        if before or not after:
            said["conflict"] = ""
        op = ">" if after == ">=" else "<"
    for known in _OPS:
        if op == known:
            return known
    return None


_OPS: tuple[Op, ...] = (">=", "<=", ">", "<", "=")


def _number_and_unit(core: str, beside_op: bool) -> tuple[Decimal, str, bool] | None:
    """Value, unit and whether `±` stands before it."""
    if match := _SINGLE.fullmatch(core):
        value, unit = _decimal(match["value"]), _unwrapped(match["unit"])
        if value is None or not is_unit(unit, beside_op):
            return None
        return value, unit, match["pm"] is not None
    return _number_in_numerals(core)


def _number_in_numerals(core: str) -> tuple[Decimal, str, bool] | None:
    """`壹佰万元整`, `百分之九十五`, `十二个月`."""
    if core in ("百分之百", "百分百"):
        return Decimal(100), "%", False
    match = _NUMERAL.fullmatch(core)
    if match is None:
        return None
    unit = match["unit"]
    value = chinese_number(match["value"])
    if match["percent"]:
        return (value, "%", False) if value is not None and not unit else None
    if value is not None and unit in COUNTED_IN_NUMERALS:
        return value, unit.removesuffix("整"), False
    amount = parse_amount(core)
    if amount.value is None or amount.unit != "元":
        return None
    return amount.value, "元", False


def _decimal(digits: str) -> Decimal | None:
    plain = digits.replace(",", "")
    return Decimal(plain) if len(plain) <= MOST_DIGITS else None


def _unwrapped(unit: str) -> str:
    """`(%)` as `%`."""
    return unit[1:-1] if unit.startswith("(") else unit


def _per_period(unit: str, said: dict[str, str]) -> str | None:
    """`次` of `每月3次` as `次/月`; a year is the indicator's own period and adds nothing.

    None where a period does not go with the unit (`每月95%`).
    """
    period = said.get("period")
    if not period:
        return unit
    return None if not unit or "/" in unit or unit in ("%", "‰", "百分比") else f"{unit}/{period}"
