"""Values of indicators in the many ways that filers of every form write them.

Each function gives the typed truth and one of its spellings; where a spelling was
seen stands beside it.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from corpus.written import Hand, Written, between, deadline, digits, quantity, threshold, words

_RARE: Mapping[str, tuple[str, ...]] = {
    # `达到85%`, `（含）`: provincial project forms; `至少`, `及以上`: municipal ones.
    ">=": ("达到{q}", "至少{q}", "{q}及以上", "{q}（含）以上", "不少于{q}"),
    # `控制在10730万元之内`: the Ministry's layout; `30分钟内`: emergency services.
    "<=": ("控制在{q}之内", "{q}以内", "{q}之内", "不高于{q}", "不超过{q}"),
    "=": ("{q}", "={q}"),
}
_ABOUT = ("约{q}", "{q}左右", "约{q}", "每年{q}左右")
"""`约30个` in the Ministry's layout, `每年110项左右`, `350所左右` in provincial ones."""

QUALITIES = ("优", "优/良", "良好", "达标", "合格", "2:1", "1:1.2")
"""Words and ratios that no number follows from."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a numeric target means: `>= 58000 人`."""

    op: str
    value: str
    unit: str


def spelled(rng: Random, hand: Hand, meant: Quantity, bracketed: bool = False) -> Written:
    """A threshold as this filer writes it; `bracketed` writes `≥90.00(%)` as one system does."""
    if bracketed:
        return _bracketed(meant)
    if rng.random() < 0.12:
        return _rare(rng, hand, meant)
    return threshold(rng, hand, meant.op, meant.value, meant.unit)


def _truth(meant: Quantity, approximate: bool = False) -> dict[str, object]:
    return {
        "kind": "threshold", "op": meant.op, "value": meant.value, "unit": meant.unit,
        "approximate": approximate,
    }  # fmt: skip


def beside(hand: Hand, meant: Quantity, signed: bool) -> Written:
    """A number whose unit stands elsewhere (`报到率（%）`), with its sign unless that does too."""
    sign = {">=": "≥", "<=": "≤", "=": ""}[meant.op] if signed else ""
    return Written(_truth(meant), sign + digits(meant.value, hand))


def _bracketed(meant: Quantity) -> Written:
    """`=100.00(%)`, `≥12.00(场)`: two decimals and the unit in brackets."""
    value = meant.value if "." in meant.value else f"{meant.value}.00"
    sign = {">=": "≥", "<=": "≤"}.get(meant.op, meant.op)
    exact = Quantity(meant.op, value, meant.unit)
    return Written(_truth(exact), f"{sign}{value}({meant.unit})")


def _rare(rng: Random, hand: Hand, meant: Quantity) -> Written:
    spelling = rng.choice(_RARE[meant.op])
    return Written(_truth(meant), spelling.format(q=quantity(meant.value, meant.unit, hand)))


def around(rng: Random, hand: Hand, value: str, unit: str) -> Written:
    """`约30个`, `350所左右`."""
    truth = _truth(Quantity("=", value, unit), approximate=True)
    return Written(truth, rng.choice(_ABOUT).format(q=quantity(value, unit, hand)))


def reached(hand: Hand, value: str, unit: str) -> Written:
    """What was reached: `98.2%`, `1,260公里`."""
    return Written(_truth(Quantity("=", value, unit)), quantity(value, unit, hand))


def span(rng: Random, hand: Hand, low: str, high: str, unit: str) -> Written:
    """`90%-95%`, `3～5个`."""
    return between(rng, hand, low, high, unit)


def months(rng: Random, year: int) -> Written:
    """`1月至12月`: a stretch of time that is no deadline stays words."""
    return words(rng.choice(("1月至12月", "1-12月", f"{year}年1月-12月", "全年", "按季度")))


def due(rng: Random, year: int, yearless: bool = False) -> Written:
    """A deadline within the year, or its day alone (`2024-11-30`).

    `yearless` allows `12月底前`, whose year is the one that the form is for.
    """
    if yearless and rng.random() < 0.2:
        return _yearless(rng, year)
    if rng.random() < 0.12:
        return day(datetime.date(year, rng.randint(6, 11), rng.randint(10, 30)))
    return deadline(rng, year)


def _yearless(rng: Random, year: int) -> Written:
    month, last = rng.choice(((6, 30), (9, 30), (10, 31), (11, 30), (12, 31)))
    date = datetime.date(year, month, last).isoformat()
    truth = {"kind": "date", "op": "<=", "date": date, "date_precision": "month"}
    return Written(truth, f"{month}月底前")


def day(date: datetime.date, paper: str = "") -> Written:
    """One day, exactly."""
    truth = {"kind": "date", "op": "=", "date": date.isoformat(), "date_precision": "day"}
    return Written(truth, paper or date.isoformat())


def decimal_paper(value: str, hand: Hand) -> Written:
    """A number of its own: a weight, a score, a rate in percent."""
    return Written(value, digits(value, Hand(0, hand.wide, False, False, 0.0)))
