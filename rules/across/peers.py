"""Targets that lie far from those of other departments for the same thing."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from rules.across.archive import Archive
from rules.across.facts import Aim, FilingFacts, Value
from rules.across.rule import Statement, Statements, across_all, passed
from rules.across.values import AT_LEAST, AT_MOST, single
from rules.knowledge import is_limit_by_definition, trait_of
from rules.rule import DECLARATIONS

# Of fewer departments nobody can say what is usual.
FEWEST_PEERS = 20

# Percentage points below (above) the median that are far in any case: made filings' 合格率,
# 覆盖率, 满意率 lie between 85% and 100%, declared 满意度 seldom under 80%.
FAR = 30.0

# Where more than this share of all lies as far, the name is used for two things (在职人员控制率
# ≤5% beside ≤95% in made filings) and nobody is an outlier.
LONELY = 0.05

# Medians of absolute deviations, made comparable to a standard deviation (1.4826), beyond
# which a value is an outlier: 3.5 is the customary limit (Iglewicz and Hoaglin 1993), doubled.
DEVIATIONS = 7.0
TO_SIGMA = 1.4826


@dataclass(slots=True)
class Spread:
    """The percentages of one indicator over an archive, and whose they are."""

    values: "array[float]" = field(default_factory=lambda: array("d"))
    departments: "array[int]" = field(default_factory=lambda: array("L"))


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual: the median of `count` departments, and how far below (`low`) and above
    (`high`) it is too far; None where too many lie there.
    """

    median: float
    low: float | None
    high: float | None
    count: int


def _percentages(facts: FilingFacts) -> Iterator[tuple[Aim, Value, str]]:
    """The year's exact percentages of indicators whose better way is known, with that way."""
    for aim in facts.annual:
        value = single(aim.target)
        if value is None or value.unit != "%":
            continue
        trait = trait_of(aim.title, aim.level1)
        wrong = AT_MOST if trait.direction == "high" else AT_LEAST
        limit = is_limit_by_definition(aim.title)
        if trait.direction and not (trait.change or limit) and value.op not in wrong:
            yield aim, value, trait.direction


def _usual(archive: Archive) -> dict[str, Usual]:
    spreads: dict[str, Spread] = {}
    numbers: dict[str, int] = {}
    for _, facts in archive.in_order():
        if facts.form in DECLARATIONS and facts.keys:
            number = numbers.setdefault(facts.keys[0], len(numbers))
            for aim, value, _ in _percentages(facts):
                spread = spreads.setdefault(aim.name, Spread())
                spread.values.append(float(value.low or 0))
                spread.departments.append(number)
    found = ((name, _usual_of(spread)) for name, spread in spreads.items())
    return {name: usual for name, usual in found if usual.count >= FEWEST_PEERS}


def _usual_of(spread: Spread) -> Usual:
    values = np.array(spread.values)
    median = float(np.median(values))
    deviation = float(np.median(np.abs(values - median))) * TO_SIGMA
    far = max(FAR, DEVIATIONS * deviation)
    low, high = median - far, median + far
    return Usual(
        median,
        low if np.mean(values < low) <= LONELY else None,
        high if np.mean(values > high) <= LONELY else None,
        len(set(spread.departments)),
    )


@across_all(
    "across.far_from_peers",
    number="X14",
    title="指标值远离同类单位",
    title_en="A target lies far from those of other departments",
    severity="info",
    forms=DECLARATIONS,
    slack=f"{FAR:.0f} percentage points, and {DEVIATIONS:.0f} median deviations",
)
def far_from_peers(archive: Archive) -> Statements:
    """A percentage asks for much less than the other departments' targets of the same name.

    Only on the easy side, and of names whose better way is known, 控制率 apart. At least 20
    departments must have the indicator, and at most one in twenty lie as far. Limits that point
    the wrong way are target.direction's matter.

    Example: 服务对象满意度 ≥30%, where the median of 64 departments is 95%: fail; ≥70%: pass.
    """
    usual = _usual(archive)
    for _, facts in archive.in_order():
        if facts.form not in DECLARATIONS:
            continue
        for aim, value, way in _percentages(facts):
            if peers := usual.get(aim.name):
                yield _beside_peers(facts, aim, value, way, peers)


def _beside_peers(facts: FilingFacts, aim: Aim, value: Value, way: str, peers: Usual) -> Statement:
    number = float(value.low or 0)
    too_low = way == "high" and peers.low is not None and number < peers.low
    too_high = way == "low" and peers.high is not None and number > peers.high
    if not (too_low or too_high):
        return passed(facts)
    return Statement(
        "fail",
        facts,
        f"“{aim.title}”指标值为 {value.raw}，{peers.count} 个单位的中位数为 {peers.median:g}%",
        f"the target of “{aim.title}” is {value.raw}, the median of {peers.count} departments "
        f"{peers.median:g}%",
        (aim.target_pointer,),
        also=((facts, f"{aim.pointer}/level3"),),
        expected=f"{peers.median:g}%",
        actual=value.raw,
    )
