"""Several filings of one form, department (or project) and year."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rules.across.archive import Group, in_time, version_of
from rules.across.facts import FilingFacts
from rules.across.rule import Statement, Statements, across, passed
from rules.across.values import aims_by_name, same_target
from rules.rule import EVERY_FORM
from rules.sums import Figure

# Differences shown in one message; the pointers name all.
SHOWN = 4


class Difference(NamedTuple):
    """A value that stands differently in two versions."""

    title: str
    now: str
    then: str
    pointer: str
    other: str


def _amounts(facts: FilingFacts) -> Iterator[tuple[str, Figure]]:
    """The amounts of a filing with their titles."""
    if facts.budget:
        yield "年度金额合计", facts.budget
    for line in facts.lines:
        side = "收入" if line.side == "income" else "支出"
        yield f"{side}“{line.title}”", line.amount
    for row in facts.listed:
        yield f"项目“{row.title}”本年度预算", row.annual


def _differences(facts: FilingFacts, earlier: FilingFacts) -> list[Difference]:
    found: list[Difference] = []
    amounts = dict(_amounts(earlier))
    for title, figure in _amounts(facts):
        other = amounts.get(title)
        if other and figure.value != other.value and None not in (figure.value, other.value):
            found.append(
                Difference(
                    title, f"{figure.value:f}", f"{other.value:f}", figure.pointer, other.pointer
                )
            )
    aims = aims_by_name(earlier)
    for name, aim in aims_by_name(facts).items():
        target, was = aim.target, aims[name].target if name in aims else None
        if target and was and same_target(target, was) is False:
            pointers = aim.target_pointer, aims[name].target_pointer
            found.append(Difference(f"“{aim.title}”", target.raw, was.raw, *pointers))
    return list({one.pointer: one for one in found}.values())


def _speak_of_the_same(facts: FilingFacts, earlier: FilingFacts) -> bool:
    """Whether most indicators of one stand in the other: two bodies may share a name."""
    mine = {aim.name for aim in facts.annual}
    theirs = {aim.name for aim in earlier.annual}
    return 2 * len(mine & theirs) >= max(len(mine), len(theirs))


@across(
    "across.versions",
    number="X13",
    title="同一申报的多个版本互相矛盾",
    title_en="Two versions of one filing contradict each other",
    severity="warning",
    forms=EVERY_FORM,
    slack="a bare number and its ≥; words and numbers in other units; a value that stands in one "
    "version alone",
)
def versions(group: Group) -> Statements:
    """Two filings of the same form, department, project and year state different figures.

    Each is held against the one before it. Two that share fewer than half of their indicators
    may be of two bodies of one name, and are not compared. Values that were read with doubt
    are left out where others differ for sure.

    Example: two declarations of one centre for 2024, with 434.34 and 443.34 of expenditure: fail.
    """
    for filings in group.versions.values():
        ordered = sorted(filings, key=in_time)
        for earlier, facts in pairwise(ordered):
            if version_of(facts) == version_of(earlier):
                yield passed(facts)
            elif _speak_of_the_same(facts, earlier):
                yield _contradiction(facts, earlier, _differences(facts, earlier))


def _contradiction(facts: FilingFacts, earlier: FilingFacts, found: list[Difference]) -> Statement:
    sure = [
        one
        for one in found
        if not facts.is_doubtful(one.pointer) and not earlier.is_doubtful(one.other)
    ]
    shown = sure or found
    if not shown:
        return passed(facts)
    listed = "；".join(f"{one.title}为 {one.now}，另一版本为 {one.then}" for one in shown[:SHOWN])
    more = "等" * (len(shown) > SHOWN)
    return Statement(
        "fail",
        facts,
        f"与同年同名申报的另一版本（{earlier.source}）有 {len(shown)} 处不同：{listed}{more}",
        f"{len(shown)} values differ from another version ({earlier.source}): "
        + "; ".join(f"{one.title} {one.now}, there {one.then}" for one in shown[:SHOWN]),
        tuple(one.pointer for one in shown),
        tuple((earlier, one.other) for one in shown),
        expected=shown[0].then,
        actual=shown[0].now,
    )
