"""Values as they are meant and as they are written on paper.

The truth is built from the parts (operator, value, unit), never by reading the
written form back: a reader that is checked against it shares no code with it.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from corpus.vocabulary import PLACEHOLDERS

_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    ">=": ("≥{q}", "≥ {q}", ">={q}", "＞＝{q}", "不低于{q}", "{q}以上", "$\\geq$ {q}", "≧{q}"),
    "<=": (
        "≤{q}",
        "≤ {q}",
        "<={q}",
        "＜＝{q}",
        "不超过{q}",
        "控制在{q}以内",
        "$\\leq$ {q}",
        "≦{q}",
    ),
    ">": (">{q}", "＞{q}", "大于{q}", "超过{q}", "＞ {q}"),
    "<": ("<{q}", "＜{q}", "小于{q}", "低于{q}", "＜ {q}"),
    "=": ("{q}", "={q}", "＝{q}", "{q}", "{q}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A leaf: `truth` in JSON form (None for blank or placeholder), `paper` as printed."""

    truth: Any
    paper: str


BLANK = Written(None, "")


def text(value: str) -> Written:
    """A value that is printed as it is."""
    return Written(value, value)


def placeholder(rng: Random) -> Written:
    """What filers put where they have nothing to say; the truth is null."""
    return Written(None, rng.choice((*PLACEHOLDERS, "", "")))


@dataclass(frozen=True, slots=True)
class Hand:
    """The habits of one filer, held over a whole filing.

    `spelling` picks the usual way to write a comparison, `wide` writes digits
    full width, `thousands` separates thousands, `stray` is the chance that a
    value departs from the habit, `trims` drops trailing zeros of amounts.
    """

    spelling: int
    wide: bool
    thousands: bool
    spaced_unit: bool
    stray: float
    trims: bool = False


def draw_hand(rng: Random) -> Hand:
    """Habits from the seed; most filers write `≥95%`."""
    return Hand(
        spelling=rng.choices(range(8), (12, 3, 2, 2, 2, 1, 1, 1))[0],
        wide=rng.random() < 0.06,
        thousands=rng.random() < 0.25,
        spaced_unit=rng.random() < 0.12,
        stray=rng.choice((0.0, 0.05, 0.2)),
        trims=rng.random() < 0.3,
    )


def digits(value: str, hand: Hand) -> str:
    """`58000` as the filer writes it: `58,000`, `５８０００`."""
    number = Decimal(value)
    plain = format(number, ",f") if hand.thousands else format(number, "f")
    return plain.translate(_WIDE) if hand.wide else plain


def money(value: Decimal | None, hand: Hand) -> Written:
    """An amount; the truth keeps the trailing zeros and drops the separators."""
    if value is None:
        return BLANK
    plain = format(value.normalize() if hand.trims else value, "f")
    return Written(plain, digits(plain, hand))


def share(value: Decimal | None, hand: Hand, sign: bool) -> Written:
    """A percentage of a whole; the sign is printed unless the heading has it."""
    if value is None:
        return BLANK
    plain = format(value, "f")
    return Written(plain, digits(plain, hand) + ("%" if sign else ""))


def threshold(rng: Random, hand: Hand, op: str, value: str, unit: str) -> Written:
    """`>= 58000 人` in one of the ways to write it."""
    value, unit = _in_ten_thousands(rng, value, unit)
    truth = {"kind": "threshold", "op": op, "value": value, "unit": unit, "approximate": False}
    spellings = _SPELLINGS[op]
    index = rng.randrange(8) if rng.random() < hand.stray else hand.spelling
    if op in ("<", ">", "="):
        index %= len(spellings)
    return Written(truth, spellings[index].format(q=quantity(value, unit, hand)))


def quantity(value: str, unit: str, hand: Hand) -> str:
    """A number with its unit: `58000人`, `58,000 人`, `９５％`."""
    gap = " " if hand.spaced_unit and unit not in ("", "%") else ""
    printed_unit = unit.translate(_WIDE) if hand.wide else unit
    return f"{digits(value, hand)}{gap}{printed_unit}"


def about(value: str, unit: str, hand: Hand) -> Written:
    """`约200户`."""
    truth = {"kind": "threshold", "op": "=", "value": value, "unit": unit, "approximate": True}
    return Written(truth, f"约{quantity(value, unit, hand)}")


def between(rng: Random, hand: Hand, low: str, high: str, unit: str) -> Written:
    """`90%-95%`, `3～5个`, `大于3小于等于5`."""
    form = rng.choice(("{l}-{h}", "{l}～{h}", "{l}~{h}", "{l}至{h}", "{l}—{h}"))
    low_unit = unit if unit == "%" else ""
    strict = rng.random() < 0.1
    truth = {
        "kind": "range",
        "low": low,
        "high": high,
        "low_inclusive": not strict,
        "high_inclusive": True,
        "unit": unit,
        "approximate": False,
    }
    if strict:
        form = "大于{l}小于等于{h}"
    paper = form.format(l=quantity(low, low_unit, hand), h=quantity(high, unit, hand))
    return Written(truth, paper)


def words(value: str) -> Written:
    """A qualitative target."""
    return Written({"kind": "qualitative", "text": value}, value)


_MONTH_DAYS = {3: 31, 6: 30, 9: 30, 10: 31, 11: 30, 12: 31}


def deadline(rng: Random, year: int) -> Written:
    """`2024年12月底前`, `2024年10月31日前`, `2024年底前`."""
    month = rng.choice(tuple(_MONTH_DAYS))
    last = datetime.date(year, month, _MONTH_DAYS[month])
    paper, date, precision = rng.choice(
        (
            (f"{year}年{month}月底前", last, "month"),
            (f"{year}年{month}月{last.day}日前", last, "day"),
            (f"{year}年底前", datetime.date(year, 12, 31), "year"),
        )
    )
    truth = {"kind": "date", "op": "<=", "date": date.isoformat(), "date_precision": precision}
    return Written(truth, paper)


def filing_date(rng: Random, date: datetime.date) -> Written:
    """A date as the line under the title prints it."""
    y, m, d = date.year, date.month, date.day
    forms = (
        f"{y} 年 {m} 月 {d} 日",
        f"{y}年{m}月{d}日",
        f"{y}年{m:02d}月{d:02d}日",
        f"{y}-{m:02d}-{d:02d}",
        f"{y}.{m}.{d}",
        f"{y}/{m}/{d}",
    )
    return Written(date.isoformat(), rng.choices(forms, (4, 4, 1, 1, 1, 1))[0])


def spread(value: str, paper: str) -> Written:
    """A word printed with gaps, such as `合　计`."""
    return Written(value, paper)


def _in_ten_thousands(rng: Random, value: str, unit: str) -> tuple[str, str]:
    number = Decimal(value)
    countable = unit not in ("", "%", "万元", "元", "公里")
    if not countable or number < 10000 or number % 1000 or rng.random() < 0.6:
        return value, unit
    return format((number / 10000).normalize(), "f"), f"万{unit}"
