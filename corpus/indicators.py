"""The indicators of a filing: sensible targets, this year between the past and the long term."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from corpus.amounts import cents
from corpus.filing import IndicatorRow
from corpus.vocabulary import BASES, KINDS, LEVEL1, NOT_ABOVE, Field, IndicatorKind
from corpus.written import (
    BLANK,
    Hand,
    Written,
    about,
    between,
    deadline,
    placeholder,
    quantity,
    text,
    threshold,
    words,
)


@dataclass(frozen=True, slots=True)
class _Targets:
    """What one indicator aims at: long term, this year, and the two years before."""

    long: Written
    annual: Written
    history: tuple[Written, Written]


def draw_indicators(
    rng: Random, hand: Hand, field: Field, year: int, small_projects: bool
) -> tuple[tuple[IndicatorRow, ...], tuple[IndicatorRow, ...]]:
    """The long-term and the annual block; most indicators stand in both.

    `small_projects` says that no project is above 100 万元, so that the filing
    may state it.
    """
    kinds = _draw_kinds(rng, field)
    category_long, category_annual = rng.choice(
        (("绩效基本型", "基本型"), ("绩效基本型", "绩效基本型"), ("基本型", "基本型"))
    )
    odd_share = rng.choice((0.0, 0.03, 0.1))
    gaps = rng.random() < 0.3
    long_term: list[IndicatorRow] = []
    annual: list[IndicatorRow] = []
    for kind in kinds:
        aims = _draw_targets(rng, hand, kind, year)
        not_above = kind.shape == "pre_assessment" and small_projects
        basis = text(NOT_ABOVE if not_above else rng.choice(BASES))
        modern = rng.random() < 0.15
        levels = (text(kind.level1), text(kind.level2), text(kind.level3))

        def kept(value: Written) -> Written:
            return placeholder(rng) if rng.random() < odd_share else value

        def category(name: str, modern: bool = modern) -> Written:
            return text(name.replace("基本型", "创新型") if modern else name)

        if rng.random() < 0.93:
            row = IndicatorRow(*levels, aims.long, kept(basis), kept(category(category_long)))
            long_term.append(_shaped(row, kind.shape))
        if rng.random() < 0.93:
            history = (kept(aims.history[0]), kept(aims.history[1]))
            row = IndicatorRow(
                *levels, aims.annual, kept(basis), kept(category(category_annual)), history
            )
            annual.append(_shaped(row, kind.shape))
    if gaps:
        long_term = _with_gaps(rng, long_term, 0)
        annual = _with_gaps(rng, annual, 2)
    return tuple(long_term), tuple(annual)


def _shaped(row: IndicatorRow, shape: str) -> IndicatorRow:
    return IndicatorRow(
        row.level1, row.level2, row.level3, row.target, row.basis, row.category, row.history, shape
    )


def _draw_kinds(rng: Random, field: Field) -> list[IndicatorKind]:
    """Indicators of one filing in the order of the form's tree."""
    counts = rng.sample(field.counts, rng.randint(2, len(field.counts)))
    core = [
        IndicatorKind("履职效能", f"核心业务产出{1 + i % 3}", name, "count", (unit, str(size)))
        for i, (name, unit, size) in enumerate(counts)
    ]
    core += [
        IndicatorKind("履职效能", f"核心业务产出{1 + i % 3}", name, "up_rate")
        for i, name in enumerate(rng.sample(field.rates, rng.randint(1, len(field.rates))))
    ]
    wanted = rng.randint(8, 40)
    optional = rng.sample(KINDS, min(len(KINDS), max(4, wanted - len(core))))
    chosen = [*(kind for kind in KINDS if kind in optional), *core]
    order = {(k.level1, k.level2): i for i, k in reversed(list(enumerate(KINDS)))}
    return sorted(
        chosen,
        key=lambda k: (LEVEL1.index(k.level1), order.get((k.level1, k.level2), 0), k.level2),
    )


def _with_gaps(rng: Random, rows: list[IndicatorRow], years: int) -> list[IndicatorRow]:
    """Adds a row of placeholders under a level 2 that the filing does not use."""
    used = {row.level2.truth for row in rows}
    present = {row.level1.truth for row in rows}
    unused = [k for k in KINDS if k.level2 not in used and k.level1 in present]
    if not unused:
        return rows
    kind = rng.choice(unused)
    dots = Written(None, ".....")
    blanks = tuple(BLANK for _ in range(years))
    level2 = text(kind.level2) if rng.random() < 0.7 else dots
    row = IndicatorRow(text(kind.level1), level2, dots, BLANK, BLANK, BLANK, blanks, "gap")
    last = max(i for i, r in enumerate(rows) if r.level1.truth == kind.level1)
    return [*rows[: last + 1], row, *rows[last + 1 :]]


def _draw_targets(rng: Random, hand: Hand, kind: IndicatorKind, year: int) -> _Targets:
    match kind.shape:
        case "up_rate":
            return _rising_rate(rng, hand)
        case "full":
            return _full_rate(rng, hand)
        case "cap_rate":
            return _capped_rate(rng, hand)
        case "zero":
            return _zero_rate(rng, hand)
        case "pre_assessment":
            zero = threshold(rng, _plain(hand), "=", "0", "%")
            return _Targets(zero, zero, (_rate("0", hand), _rate("0", hand)))
        case "count":
            return _rising_count(rng, hand, kind.hints[0], int(kind.hints[1]))
        case "cost":
            return _falling_cost(rng, hand, kind.hints[0])
        case "deadline":
            done = words("已完成"), words("已完成")
            return _Targets(deadline(rng, year + 2), deadline(rng, year), done)
        case "words":
            value = words(rng.choice(kind.hints))
            return _Targets(value, value, (value, value))


def _plain(hand: Hand) -> Hand:
    return Hand(0, hand.wide, hand.thousands, hand.spaced_unit, 0.0)


def _rate(value: str, hand: Hand) -> Written:
    """A rate that was reached: `97.8%`."""
    truth = {"kind": "threshold", "op": "=", "value": value, "unit": "%", "approximate": False}
    return Written(truth, quantity(value, "%", hand))


def _number(value: Decimal | int | float) -> str:
    return format(Decimal(str(value)), "f")


def _rising_rate(rng: Random, hand: Hand) -> _Targets:
    annual = rng.randint(85, 98)
    long = min(99, annual + rng.randint(0, 4))
    last = annual - rng.choice((0, 0.5, 1, 1.5, 2))
    before = last - rng.choice((0, 0.5, 1, 1.2))
    history = (_rate(_number(before), hand), _rate(_number(last), hand))
    op = rng.choices((">=", ">", "="), (14, 1, 1))[0]
    if op == ">=" and rng.random() < 0.05 and annual + 2 <= long:
        return _Targets(
            threshold(rng, hand, ">=", str(long), "%"),
            between(rng, hand, str(annual), str(long), "%"),
            history,
        )
    return _Targets(
        threshold(rng, hand, op, str(long), "%"),
        threshold(rng, hand, op, str(annual), "%"),
        history,
    )


def _full_rate(rng: Random, hand: Hand) -> _Targets:
    op = rng.choice(("=", "=", ">="))
    aim = threshold(rng, hand, op, "100", "%")
    last = rng.choice((100, 100, 99.5, 98))
    return _Targets(aim, aim, (_rate(_number(min(last, 98.6)), hand), _rate(_number(last), hand)))


def _capped_rate(rng: Random, hand: Hand) -> _Targets:
    base = rng.choice((2, 3, 5, 90, 95, 98, 100))
    annual = base + rng.choice((0, 1))
    last = annual + rng.choice((0, 0.5, 1.25))
    before = last + rng.choice((0, 0.3, 1))
    op = rng.choices(("<=", "<"), (15, 1))[0]
    return _Targets(
        threshold(rng, hand, op, str(base), "%"),
        threshold(rng, hand, op, str(annual), "%"),
        (_rate(_number(before), hand), _rate(_number(last), hand)),
    )


def _zero_rate(rng: Random, hand: Hand) -> _Targets:
    aim = threshold(rng, hand, "<=", "0", "%")
    return _Targets(aim, aim, (_rate("0", hand), _rate("0", hand)))


def _count(value: int, unit: str, hand: Hand) -> Written:
    truth = {
        "kind": "threshold", "op": "=", "value": str(value), "unit": unit, "approximate": False,
    }  # fmt: skip
    return Written(truth, quantity(str(value), unit, hand))


def _rising_count(rng: Random, hand: Hand, unit: str, size: int) -> _Targets:
    step = 10 ** max(0, len(str(size)) - 3)
    last = max(2, int(size * rng.uniform(0.7, 1.1)))
    annual = -(-int(last * rng.uniform(1.01, 1.08)) // step) * step
    annual = max(annual, last + 1)
    long = -(-int(annual * rng.uniform(1.02, 1.15)) // step) * step + step
    before = max(1, int(last * rng.uniform(0.92, 1.0)))
    bare = rng.random() < 0.2
    past_unit = "" if bare else unit
    history = (_count(before, past_unit, hand), _count(last, past_unit, hand))
    if rng.random() < 0.06:
        return _Targets(about(str(long), unit, hand), about(str(annual), unit, hand), history)
    if rng.random() < 0.06:
        return _Targets(
            threshold(rng, hand, ">=", str(long + step), unit),
            between(rng, hand, str(annual), str(annual + step), unit),
            history,
        )
    return _Targets(
        threshold(rng, hand, ">=", str(long), unit),
        threshold(rng, hand, ">=", str(annual), unit),
        history,
    )


def _falling_cost(rng: Random, hand: Hand, unit: str) -> _Targets:
    long = Decimal(rng.randint(15, 60)) / 10 if unit == "万元" else Decimal(rng.randint(20, 300))
    annual = cents(long * Decimal("1.02")).normalize()
    last = cents(annual * Decimal("1.03")).normalize()
    past = _count_of(last, unit, hand)
    return _Targets(
        threshold(rng, hand, "<=", _number(long), unit),
        threshold(rng, hand, "<=", _number(annual), unit),
        (past, past),
    )


def _count_of(value: Decimal, unit: str, hand: Hand) -> Written:
    number = _number(value)
    truth = {"kind": "threshold", "op": "=", "value": number, "unit": unit, "approximate": False}
    return Written(truth, quantity(number, unit, hand))
