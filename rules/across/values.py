"""Targets of two filings compared: the same, another, more, less."""

from rules.across.facts import Aim, FilingFacts, Value
from rules.across.names import squeezed
from rules.knowledge import trait_of

AT_LEAST, AT_MOST = frozenset({">=", ">"}), frozenset({"<=", "<"})


def same_target(one: Value, other: Value) -> bool | None:
    """Whether two targets ask for the same; None where that cannot be said.

    Words are not compared (基本健全 may be worded anew), nor numbers in different units.
    A bare number and its ≥ are the same; ≥ and ≤ are not.
    """
    if squeezed(one.raw) == squeezed(other.raw):
        return True
    if one.date and other.date:
        return one.date == other.date
    if one.low is None or other.low is None or one.approximate or other.approximate:
        return None
    if (one.low, one.high) != (other.low, other.high):
        return False if one.unit == other.unit else None
    return {one.op, other.op} & AT_LEAST == set() or {one.op, other.op} & AT_MOST == set()


def single(value: Value | None) -> Value | None:
    """The value if it is one exact number: no range, no words, no `约`."""
    exact = value is not None and value.low is not None and value.low == value.high
    return value if exact and value is not None and not value.approximate else None


def aims_by_name(facts: FilingFacts) -> dict[str, Aim]:
    """The year's indicators by name; a name that stands twice is left out."""
    found: dict[str, list[Aim]] = {}
    for aim in facts.annual:
        if aim.name:
            found.setdefault(aim.name, []).append(aim)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def better(aim: Aim, value: Value) -> str | None:
    """Which way is better: by the name, or by the filer's own ≥ of a count."""
    trait = trait_of(aim.title, aim.level1)
    if trait.direction or trait.change or trait.signed:
        return trait.direction
    return "high" if value.op in AT_LEAST and value.unit != "%" else None
