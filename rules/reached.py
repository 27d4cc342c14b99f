"""What was reached against what was promised: pure functions over two targets."""

from datetime import date
from decimal import Decimal

from normalize.models import DateTarget, Qualitative, Range, Target, Threshold
from rules.knowledge import Direction
from rules.knowledge_names import COUNT_UNITS
from rules.knowledge_words import band_of

ONE = Decimal(1)


def threshold(target: Target | None) -> Threshold | None:
    """The target if it is one exact limit: no range, no words, no `约`."""
    return target if isinstance(target, Threshold) and not target.approximate else None


def exact(value: Target | None) -> Threshold | None:
    """The value if it is one exact figure: no limit, no range, no words, no `约`."""
    if isinstance(value, Threshold) and value.op == "=" and not value.approximate:
        return value
    return None


def _bare(number: Decimal, unit: str, other: Decimal) -> bool:
    """Whether a figure without unit may be taken in the other's: 98 beside ≥95%, not 0.98."""
    if unit == "%":
        return number > ONE or not number or other <= ONE
    return unit in COUNT_UNITS


def in_unit_of(target: Threshold, value: Target | None) -> Decimal | None:
    """The value on the base scale of the target; None where it is not one figure of that kind."""
    reached = exact(value)
    if reached is None:
        return None
    if reached.base_unit == target.base_unit:
        return reached.base_value
    if not reached.unit and target.unit == target.base_unit:
        bare = _bare(reached.value, target.base_unit, target.value)
        return reached.value if bare else None
    if not target.unit and reached.unit == reached.base_unit:
        return reached.value if _bare(target.value, reached.base_unit, reached.value) else None
    return None


def meets_limit(limit: Threshold, value: Decimal, better: Direction | None) -> bool | None:
    """Whether a figure meets a limit; beyond an exact one it does where that is the better way."""
    goal = limit.base_value
    if limit.op != "=":
        return {
            ">=": value >= goal,
            ">": value > goal,
            "<=": value <= goal,
            "<": value < goal,
        }[limit.op]
    if value == goal:
        return True
    if better is None:
        return None
    return value > goal if better == "high" else value < goal


def _in_range(target: Range, value: Threshold, better: Direction | None) -> bool | None:
    if value.base_unit != target.base_unit:
        return None
    low, high, reached = target.base_low, target.base_high, value.base_value
    above = reached > low or (target.low_inclusive and reached == low)
    below = reached < high or (target.high_inclusive and reached == high)
    if above and below:
        return True
    return (better == "high") == above if better else None


def _first_day(value: DateTarget) -> date:
    """The earliest day that a date filed to the month or the year may mean."""
    if value.date_precision == "year":
        return value.date.replace(month=1, day=1)
    return value.date.replace(day=1) if value.date_precision == "month" else value.date


def _in_time(target: DateTarget, value: DateTarget) -> bool | None:
    if target.op in (">=", ">"):
        return None
    if value.date <= target.date:
        return True
    return False if _first_day(value) > target.date else None


def is_met(
    target: Target | None, actual: Target | None, better: Direction | None = None
) -> bool | None:
    """Whether what was reached meets the target; None where it cannot be said for certain.

    Words are judged where they are the target's own, or name their class (达成, 部分达成,
    未达成). Approximate targets, figures of another kind and blanks are not. `better`
    decides what lies beyond an exact target or a range.
    """
    if isinstance(actual, Qualitative):
        band = band_of(actual.text)
        copied = isinstance(target, Qualitative) and target.text == actual.text
        return band[1] == 100 if band else True if copied else None
    if isinstance(target, DateTarget) and isinstance(actual, DateTarget):
        return _in_time(target, actual)
    if isinstance(target, Threshold) and not target.approximate:
        value = in_unit_of(target, actual)
        return None if value is None else meets_limit(target, value, better)
    reached = exact(actual)
    if isinstance(target, Range) and not target.approximate and reached:
        return _in_range(target, reached, better)
    return None


def over_fulfilment(target: Target | None, actual: Target | None) -> Decimal | None:
    """Actual by target, 1 for as much as was promised; None without two figures of one kind."""
    if not isinstance(target, Threshold) or target.approximate or target.base_value <= 0:
        return None
    value = in_unit_of(target, actual)
    return None if value is None else value / target.base_value
