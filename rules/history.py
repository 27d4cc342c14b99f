"""Indicators' targets against what the last year reached."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from normalize.models import Threshold
from rules.knowledge import is_limit_by_definition
from rules.reached import threshold
from rules.rule import PASS, Verdict, Verdicts, fail, rule, undetermined
from rules.sums import HUNDRED, ZERO
from rules.targets import (
    AT_LEAST,
    AT_MOST,
    SOURCE,
    met_by_all,
    said_direction,
    unread_targets,
    where,
    where_en,
)
from rules.view import Row, View, listed_once

# How much below last year's actual a target may lie before it is called weaker:
# filers set a round figure below what was measured (98.6% reached, ≥98% declared).
WEAKER_HIGH = Decimal("0.99")

# The same where only the filer's own ≥ says that more is better: what no table knows is
# given more room. From 0.95 to 0.99 the made filings' faults are found all the same.
WEAKER_SAID = Decimal("0.97")

# A limit is a limit and not a forecast: 成本 and 结转结余率 are rightly allowed some
# room above last year's actual. One fifth more is room, beyond it a person should look.
WEAKER_LOW = Decimal("1.2")

# 18.81% last year against ≤5% in the reference filing is 3.8 times; below twice,
# targets and actuals of one indicator differ in ordinary years.
FAR = 2

# Differences too small to speak of, whatever their ratio: 2.23% against ≤2%,
# 1 complaint against 3.
TINY_PERCENT = Decimal(5)
TINY_COUNT = Decimal(10)


class Pair(NamedTuple):
    """A target and last year's actual on one scale, and where the actual stands."""

    limit: Threshold
    reached: Threshold
    year: str
    pointer: str


def compared_with_actual(view: View, row: Row) -> Pair | None:
    """The target beside last year's actual; None where they cannot be compared."""
    limit = row.limit
    actual = view.latest_actual(row) if limit else None
    reached = threshold(actual.value) if actual else None
    if actual is None or limit is None or reached is None or reached.op != "=":
        return None
    if limit.base_unit != reached.base_unit:
        return None
    return Pair(limit, reached, actual.year, actual.pointer)


def tiny(one: Threshold, other: Threshold) -> bool:
    """Whether the two are too near, or too small, for their ratio to mean anything."""
    if one.base_unit == "%":
        return abs(one.base_value - other.base_value) < TINY_PERCENT
    return max(abs(one.base_value), abs(other.base_value)) < TINY_COUNT


def weaker(row: Row, pair: Pair) -> bool | None:
    """Whether the target asks for less than was reached; None where it cannot be said.

    Where the name does not say which way is better, the filer's own ≥ does. Silent for
    100% of what is better high (a full plan is full), for a limit that the definition
    sets, for an actual of zero.
    """
    limit, reached = pair.limit, pair.reached
    goal, actual = limit.base_value, reached.base_value
    if said_direction(row, limit) == "high" and limit.op not in AT_MOST:
        full = limit.base_unit == "%" and goal >= HUNDRED
        room = WEAKER_HIGH if row.trait.direction else WEAKER_SAID
        return None if full else goal < actual * room
    if row.trait.direction == "low" and limit.op not in AT_LEAST:
        if row.trait.change or actual <= ZERO or is_limit_by_definition(row.name):
            return None
        return goal > actual * WEAKER_LOW and not tiny(limit, reached)
    return None


@listed_once
def pairs(view: View) -> Iterator[tuple[Row, Pair, bool | None]]:
    """The named annual rows that can be compared with last year, and whether they ask for less."""
    found = ((row, compared_with_actual(view, row)) for row in view.annual if row.name)
    return ((row, pair, weaker(row, pair)) for row, pair in found if pair)


def _may_be_weaker(row: Row) -> bool:
    """Whether the rule would speak of the row, had its target been read."""
    known = row.trait.direction is not None
    return known or (bool(row.name) and not (row.trait.change or row.trait.signed))


def _unread_history(view: View, rows: Iterable[Row]) -> Verdicts:
    """The same for targets and last year's actuals, of rows that have a history."""
    rows = [row for row in rows if row.history] if view.unread else []
    yield from unread_targets(view, rows)
    actuals = [actual for row in rows if (actual := view.latest_actual(row))]
    missing = tuple(
        actual.pointer
        for actual in actuals
        if actual.value is None and view.is_unread(actual.pointer)
    )
    if missing:
        yield undetermined(
            f"有 {len(missing)} 个上年指标值未能读出，无法与目标核对",
            f"{len(missing)} actual values of last year could not be read",
            missing,
        )


def _against_actual(row: Row, pair: Pair, zh: tuple[str, str], en: str) -> Verdict:
    goal, actual = pair.limit.raw, pair.reached.raw
    return fail(
        f"{where(row)}的指标值 {goal} {zh[0]} {pair.year} 年实际 {actual}{zh[1]}",
        f"{where_en(row)}: the target {goal} {en} the actual {actual} of {pair.year}",
        (row.target_pointer, pair.pointer),
        also=(f"{row.pointer}/level3",),
        expected=actual,
        actual=goal,
    )


@rule(
    "target.weaker_than_actual",
    number="D16",
    title="目标值低于上年实际",
    title_en="A target weaker than last year's actual",
    severity="warning",
    source=SOURCE,
    slack="1% of the actual where more is better, 3% where only the filer's ≥ says so; a fifth of "
    "it, 5 percentage points and 10 pieces where less is better, for a limit is no forecast",
)
def weaker_than_actual(view: View) -> Verdicts:
    """The target asks for less than the last history year reached.

    Only where both are on one scale, and the direction is known by the name or said by
    the filer's own ≥ (never of changes, of money and time). 100% of what is better high,
    and the ≤100% of a 控制率, are goals by definition and pass.

    Example: 参保人数 54000 last year, target ≥50000: fail. 满意率 98.6%, target ≥98%: pass.
    """
    yield from _unread_history(view, (row for row in view.annual if _may_be_weaker(row)))
    for row, pair, is_weaker in pairs(view):
        if is_weaker:
            yield _against_actual(row, pair, ("弱于", ""), "is weaker than")
        elif is_weaker is not None:
            yield PASS


def far(row: Row, pair: Pair) -> bool | None:
    """Whether target and actual are more than `FAR` times apart; None where it means nothing.

    A limit far above the actual is room, and no news; changes swing by nature.
    """
    limit, reached = pair.limit, pair.reached
    goal, actual = limit.base_value, reached.base_value
    if row.trait.change or goal <= ZERO or actual <= ZERO:
        return None
    if limit.op in AT_MOST and goal > actual:
        return False
    return max(goal, actual) > FAR * min(goal, actual) and not tiny(limit, reached)


@rule(
    "target.far_from_history",
    number="D17",
    title="目标值与历史相差悬殊",
    title_en="A target far from last year's actual",
    severity="warning",
    source=SOURCE,
    slack="a factor of 2; differences under 5 percentage points and figures under 10 are tiny",
)
def far_from_history(view: View) -> Verdicts:
    """Target and last year's actual are more than twice apart, neither being zero.

    Nothing is said of a limit above the actual, of changes (增长率), and of what
    target.weaker_than_actual already speaks of.

    Example: 预算调整率 18.81% last year against ≤5%: 3.8 times, fail (the reference filing).
    """
    yield from _unread_history(view, view.annual)
    for row, pair, is_weaker in pairs(view):
        is_far = far(row, pair)
        if is_far is None:
            continue
        if is_far and not is_weaker and not met_by_all(row):
            yield _against_actual(row, pair, ("与", " 相差悬殊"), "is far from")
        else:
            yield PASS
