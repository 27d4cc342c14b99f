"""Other plausible readings of a doubtful value: which of them makes figures agree.

A form says many things twice. Where two figures disagree and one of them was read with
doubt, the rule is asked again about the declaration with the other reading in its
place: no rule knows of it, and every sum, share, product and rate is covered.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, NamedTuple

from normalize.models import Declaration, Model, Threshold
from rules.places import place_zh, tokens
from rules.rule import Verdict
from rules.view import View

Readings = Mapping[str, tuple[str, ...]]
"""Pointers to the other texts that may stand there, the likeliest first."""

Judge = Callable[[View], Iterator[Verdict]]

# A doubtful digit has two or three readings, a number two or three doubtful digits: more
# than that is no doubt but a guess, and a sum can be closed with any part of it.
MOST_TRIED = 24


class Proposal(NamedTuple):
    """A value and the other reading of it with which the figures agree."""

    pointer: str
    reading: str


def with_reading(declaration: Declaration, pointer: str, reading: str) -> Declaration | None:
    """The declaration with another number at `pointer`; None where there is no number."""
    try:
        changed = _changed(declaration, tokens(pointer), Decimal(reading))
    except (InvalidOperation, LookupError, AttributeError, TypeError, ValueError):
        return None
    return changed if isinstance(changed, type(declaration)) else None


def _changed(value: Any, path: list[str], number: Decimal) -> Any:
    if not path:
        return _renumbered(value, number)
    key, rest = path[0], path[1:]
    if isinstance(value, list):
        place = int(key)
        return [*value[:place], _changed(value[place], rest, number), *value[place + 1 :]]
    if isinstance(value, dict):
        return {**value, key: _changed(value[key], rest, number)}
    if isinstance(value, Threshold) and key == "value" and not rest:
        return _renumbered(value, number)
    if isinstance(value, Model):
        return value.model_copy(update={key: _changed(getattr(value, key), rest, number)})
    raise TypeError(f"{key} leads nowhere")


def _renumbered(value: Any, number: Decimal) -> Any:
    """The number, or the threshold with it; its base value moves along."""
    if isinstance(value, Threshold):
        scale = value.base_value / value.value if value.value else Decimal(1)
        return value.model_copy(update={"value": number, "base_value": number * scale})
    if isinstance(value, Decimal):
        return number
    raise TypeError("no number stands there")


def _tries(
    view: View, doubtful: tuple[str, ...], readings: Readings
) -> Iterator[tuple[Proposal, View]]:
    for pointer in doubtful:
        for reading in readings.get(pointer, ()):
            changed = with_reading(view.declaration, pointer, reading)
            if changed is not None:
                yield Proposal(pointer, reading), view.of(changed)


def _fails(judge: Judge, view: View) -> list[tuple[str, ...]]:
    return [verdict.pointers for verdict in judge(view) if verdict.outcome == "fail"]


def closing(
    judge: Judge,
    view: View,
    failed: Verdict,
    doubtful: tuple[str, ...],
    readings: Readings,
    others: tuple[Judge, ...],
) -> Proposal | None:
    """The reading of one of `doubtful` with which `failed` no longer fails, if there is one.

    Where several do (a part or the total), the one under which the fewest of the `others`
    fail; None where that leaves two.
    """
    before = len(list(judge(view)))
    found = [
        (proposal, changed)
        for proposal, changed in islice(_tries(view, doubtful, readings), MOST_TRIED)
        if failed.pointers not in _fails(judge, changed) and len(list(judge(changed))) == before
    ]
    if len(found) > 1:
        counts = [sum(len(_fails(other, changed)) for other in others) for _, changed in found]
        least = min(counts)
        found = [pair for pair, count in zip(found, counts, strict=True) if count == least]
    return found[0][0] if len(found) == 1 else None


def proposed(declaration: Declaration, failed: Verdict, proposal: Proposal) -> Verdict:
    """`undetermined`, with the reading that a person should look for, its place first."""
    place = place_zh(declaration, proposal.pointer)
    return replace(
        failed,
        outcome="undetermined",
        message=f"无法判断：{place}若为 {proposal.reading} 则相符，请核对读数。{failed.message}",
        message_en=f"cannot tell: with {proposal.reading} at {proposal.pointer} the figures agree, "
        f"please look: {failed.message_en}",
        pointers=tuple(dict.fromkeys((proposal.pointer, *failed.pointers))),
        also=(),
        expected=proposal.reading,
    )
