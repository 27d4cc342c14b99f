"""Targets in the plainest words, to be read again."""

from normalize.models import DateTarget, Op, Qualitative, Range, Threshold
from normalize.targets import AnyTarget
from normalize.units import countable_alone, is_known, spans_alone

_SYMBOLS: dict[Op, str] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


def print_target(target: AnyTarget) -> str:
    """A target in the plainest words; `parse_target` reads the same target from them."""
    if isinstance(target, Qualitative):
        return target.text
    if isinstance(target, DateTarget):
        return _print_date(target)
    about = "约" if target.approximate else ""
    if isinstance(target, Threshold):
        alone = target.op == "=" and countable_alone(target.value, target.unit)
        sign = "" if alone else _SYMBOLS[target.op]
        return f"{about}{sign}{target.value:f}{target.unit}"
    return about + _print_range(target)


def _print_range(target: Range) -> str:
    inclusive = target.low_inclusive and target.high_inclusive
    if inclusive and is_known(target.unit) and spans_alone(target.low, target.high, target.unit):
        return f"{target.low:f}~{target.high:f}{target.unit}"
    low, high = (f"{number:f}{target.unit}" for number in (target.low, target.high))
    lower = "≥" if target.low_inclusive else ">"
    return f"{lower}{low}且{'≤' if target.high_inclusive else '<'}{high}"


def _print_date(target: DateTarget) -> str:
    year, month, day = target.date.year, target.date.month, target.date.day
    if target.date_precision == "day":
        sign = "" if target.op in ("=", "<=") else _SYMBOLS[target.op]
        return f"{sign}{year}年{month}月{day}日" + ("前" if target.op == "<=" else "")
    said = f"{year}年{month}月" if target.date_precision == "month" else f"{year}年"
    return said if target.op == "=" else f"{said}底前"
