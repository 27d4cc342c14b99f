"""Money, shares and Chinese numerals, through one door and never as a float.

Blank, placeholder, zero and unread are four things: an `Amount` says which.
What is not understood whole is unread, not guessed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from normalize.repair import fold_characters, is_placeholder

State = Literal["value", "blank", "placeholder", "unread"]

# More digits than any budget has; keeps every later product exact in decimal's 28 places.
MOST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a cell.

    `value` is None unless `state` is "value"; `unit` is what stood beside it
    (`万元`, `%`) and is not multiplied in. `raw` is the text as given. The
    repairs `look_alike`, `join_lines` and `drop_inner_space` mean that the
    digits were put together by us: a reason for doubt.
    """

    value: Decimal | None
    state: State
    raw: str
    repairs: tuple[str, ...] = ()
    unit: str = ""


_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
_DIGITS = re.compile(
    r"(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]+)?"
)  # `1,23` is neither grouped nor plain: unread

_MONEY_UNIT = "(?:万亿|千亿|百亿|亿|千万|百万|十万|万|千|百)?元|万|亿"
_SHARE_UNIT = "%|百分比"


def _written(unit: str) -> re.Pattern[str]:
    """How a number with this unit is written: currency, sign, digits, unit."""
    return re.compile(
        r"(?:人民币|RMB)?\s*¥?\s*(?P<sign>[-+–△▲]?)\s*¥?\s*"
        r"(?P<body>[0-9OoIl][0-9OoIl,.。·\s]*)"
        rf"(?:\(\s*(?P<bracketed>{unit})\s*\)|(?P<unit>{unit}))?整?"
    )


_WRITTEN_MONEY = _written(_MONEY_UNIT)
_WRITTEN_SHARE = _written(_SHARE_UNIT)

_UNIFIED = str.maketrans("，（）￥", ",()¥")
_LOOK_ALIKES = str.maketrans("OoIl。·", "0011..")
_HAS_LOOK_ALIKE = re.compile(r"[OoIl。·]")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_LONGEST = 80


@lru_cache(maxsize=8192)
def parse_amount(text: str) -> Amount:
    """The money that a cell names: `428.34`, `18,000,\\n000.00`, `（6.00）`, `壹佰万元整`.

    A percentage is unread here; for `98.62%` there is `parse_share`. Raises
    TypeError for anything but a str.
    """
    return _parse(text, _WRITTEN_MONEY, "money")


@lru_cache(maxsize=8192)
def parse_share(text: str) -> Amount:
    """The share in percent that a cell names: `98.62%` and `98.62` are both 98.62.

    Raises TypeError for anything but a str.
    """
    return _parse(text, _WRITTEN_SHARE, "share")


def _parse(text: str, written: re.Pattern[str], kind: Literal["money", "share"]) -> Amount:
    if not isinstance(text, str):
        raise TypeError(f"a number of a filing is read from its text, not from {text!r}")
    if _PLAIN.fullmatch(text):
        return Amount(Decimal(text), "value", text)
    folded = fold_characters(text)
    repairs = ["fold_width"] if folded != text else []
    folded = folded.strip()
    if not folded:
        return Amount(None, "blank", text)
    if is_placeholder(folded):
        return Amount(None, "placeholder", text)
    if len(folded) > _LONGEST:
        return Amount(None, "unread", text)
    read = _written_number(folded.translate(_UNIFIED), written, repairs)
    if read is None and kind == "money":
        read = _uppercase(folded, repairs)
    if read is None:
        return Amount(None, "unread", text)
    return Amount(read[0], "value", text, tuple(repairs), read[1])


def _written_number(
    text: str, written: re.Pattern[str], repairs: list[str]
) -> tuple[Decimal, str] | None:
    """Value and unit of a number in digits; what was repaired is added to `repairs`."""
    bracketed = _BRACKETED.fullmatch(text)
    match = written.fullmatch(bracketed[1].strip() if bracketed else text)
    if match is None or (bracketed and match["sign"]):
        return None
    found: list[str] = []
    digits = _digits(match["body"].strip(), found)
    if digits is None:
        return None
    negative = bracketed is not None or match["sign"] in ("-", "–", "△", "▲")
    if negative and match["sign"] != "-":
        found.append("unify_sign")
    repairs.extend(found)
    value = Decimal(digits)
    return (value.copy_negate() if negative else value), match["bracketed"] or match["unit"] or ""


def _digits(body: str, repairs: list[str]) -> str | None:
    """The body of a number as plain digits with at most one point, or None."""
    joined = _without_spaces(body, repairs)
    if joined is None:
        return None
    if _HAS_LOOK_ALIKE.search(joined):
        if not any(c in "0123456789" for c in joined):
            return None
        joined = joined.translate(_LOOK_ALIKES)
        repairs.append("look_alike")
    if len(joined) > MOST_DIGITS + 8 or not _DIGITS.fullmatch(joined):
        return None
    if "," in joined:
        joined = joined.replace(",", "")
        repairs.append("drop_separator")
    return joined if len(joined) <= MOST_DIGITS + 1 else None


_BESIDE_POINT = re.compile(r"(?<=[,.])[^\S\n]+|[^\S\n]+(?=[,.])")
_SPACED_OUT = re.compile(r"\S(?: \S){2,}")
_SPACED_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+\.[0-9]+")


def _without_spaces(body: str, repairs: list[str]) -> str | None:
    """The body without the breaks and spaces inside one number.

    A line break may stand anywhere (a narrow column breaks numbers). A space may
    stand beside a point or separator, between groups of three digits that end in a
    point (`1 000.00`) or between all digits (`4 2 8`); elsewhere (`100 200`) there
    may be two numbers: None.
    """
    if "\n" in body:
        body = re.sub(r"\s*\n\s*", "", body)
        repairs.append("join_lines")
    if " " not in body and not any(c.isspace() for c in body):
        return body
    spaced = " ".join(body.split())
    if not _SPACED_OUT.fullmatch(spaced):
        spaced = _BESIDE_POINT.sub("", spaced)
        if " " in spaced and not _SPACED_GROUPS.fullmatch(spaced):
            return None
    repairs.append("drop_inner_space")
    return spaced.replace(" ", "")


_NUMERALS = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參叄陸"
_NUMERAL_UNIFIED = str.maketrans(
    "〇○壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億", "零零一二二三三三四五六六七八九十百千万亿"
)
_NUMERAL_DIGITS = {c: value for value, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMERAL_UNITS = {"十": 10, "百": 100, "千": 1000}
_UPPERCASE = re.compile(
    rf"(?:人民币)?(?P<whole>[{_NUMERALS}]+?)"
    r"(?:(?P<unit>[元圆圓])(?:(?P<tenths>[壹贰貳叁參叄肆伍陆陸柒捌玖零一二三四五六七八九])角)?"
    r"零?(?:(?P<cents>[壹贰貳叁參叄肆伍陆陸柒捌玖一二三四五六七八九])分)?[整正]?)?"
)


def _uppercase(text: str, repairs: list[str]) -> tuple[Decimal, str] | None:
    """`壹佰万元整` as (1000000, 元); its `万` belongs to the number, not to the unit."""
    match = _UPPERCASE.fullmatch("".join(text.split()))
    whole = chinese_number(match["whole"]) if match else None
    if match is None or whole is None:
        return None
    repairs.append("chinese_numeral")
    tenths, cents = (chinese_number(match[part] or "零") for part in ("tenths", "cents"))
    fraction = f"{whole}.{tenths}{cents}" if match["tenths"] or match["cents"] else str(whole)
    return Decimal(fraction), "元" if match["unit"] else ""


@lru_cache(maxsize=1024)
def chinese_number(text: str) -> Decimal | None:
    """A whole number in Chinese numerals, small or `大写`: `一百二十`, `十二`, `两千零五`.

    Also a row of digits that holds a zero or is three long (`二〇二三`). Clipped
    ways to speak (`一百二`, `三万五`) and pairs (`三四`: three or four) are None.
    """
    numeral = text.translate(_NUMERAL_UNIFIED)
    if not numeral or len(numeral) > 40:
        return None
    if all(c in _NUMERAL_DIGITS for c in numeral) and len(numeral) > 1:
        if numeral[0] == "零" or "两" in numeral or (len(numeral) == 2 and "零" not in numeral):
            return None
        return Decimal("".join(str(_NUMERAL_DIGITS[c]) for c in numeral))
    number = _scaled(numeral)
    return None if number is None else Decimal(number)


def _scaled(numeral: str) -> int | None:
    """A numeral with the scales `亿` and `万`, each led by a number below it."""
    for scale, worth in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = numeral.rpartition(scale)
        if not found:
            continue
        high = None if scale in head else _scaled(head)
        low = 0 if not tail else _scaled(tail.removeprefix("零"))
        if not high or low is None or (tail and low == 0) or low >= worth:
            return None
        if tail and not tail.startswith("零") and low < worth // 10:
            return None
        return high * worth + low
    return _section(numeral)


def _section(numeral: str) -> int | None:
    """A numeral below ten thousand, its units falling."""
    if numeral in _NUMERAL_DIGITS:
        return _NUMERAL_DIGITS[numeral]
    total, last, pending, zero = 0, 10000, "", False
    for c in numeral:
        if c in _NUMERAL_UNITS:
            unit = _NUMERAL_UNITS[c]
            if unit >= last or (not pending and (unit != 10 or total)):
                return None
            total += _NUMERAL_DIGITS.get(pending, 1) * unit
            last, pending, zero = unit, "", False
        elif c == "零":
            if pending or zero or not total:
                return None
            zero = True
        elif c in _NUMERAL_DIGITS and not pending:
            pending = c
        else:
            return None
    if not pending:
        return None if zero else total or None
    if pending == "两" or (last > 10 and not zero):
        return None
    return total + _NUMERAL_DIGITS[pending]
