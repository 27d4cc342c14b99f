"""What is known of indicators by their names: which way is better, what they can reach.

A name is looked up by its end in the tables of rules/knowledge_names.py (`服务社区满意率`
ends in `满意率`), the longest entry wins (`投诉办结率` is a 办结率, `事故发生率` a 发生率). What no
table knows has no direction and no bounds, and no rule calls it an error.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rules.knowledge_names import (
    ADVERBS,
    AMISS,
    BAD_EVENT,
    BAD_RATES,
    BETTER_HIGH_OPEN,
    BETTER_LOW,
    CHANGE,
    DEALT_WITH,
    HELD_TO_THE_BUDGET,
    KEPT_DOWN,
    LIMIT_BY_DEFINITION,
    NEGATIONS,
    NO_OUTPUT,
    OPEN_RATES,
    OUTPUT_LEVEL1,
    OUTPUT_VERBS,
    PARTS_OF_A_WHOLE,
    PARTS_OF_A_WHOLE_IN_WORDS,
    SHARE_NAME,
    SIGNED,
    THRIFT,
    UNCLEAR_COMPLETION,
    WAITING,
    WAITING_ENDS,
)

Direction = Literal["high", "low"]


class Trait(NamedTuple):
    """What the name of an indicator tells.

    `direction`: which way is better, None if not known. `capped`: a percentage
    that cannot pass 100. `ceiling`: better high, and yet rightly held to 100% (what
    is spent of a budget). `signed`: may be negative. `change`: measures a change
    from one year to the next, which swings by nature.
    """

    direction: Direction | None = None
    capped: bool = False
    ceiling: bool = False
    signed: bool = False
    change: bool = False


UNKNOWN = Trait()

OwnNames = tuple[tuple[str, Trait], ...]
"""Ends of names with what they tell, the longest first: a profile's own vocabulary."""


def _rates(groups: tuple[str, ...]) -> list[str]:
    return [f"{word}率" for group in groups for word in group.split()]


_TABLE: dict[str, Trait] = {
    **dict.fromkeys(_rates(PARTS_OF_A_WHOLE), Trait("high", capped=True)),
    **dict.fromkeys(PARTS_OF_A_WHOLE_IN_WORDS, Trait("high", capped=True)),
    **dict.fromkeys(_rates(OPEN_RATES), Trait("high")),
    **dict.fromkeys(BETTER_HIGH_OPEN, Trait("high")),
    **dict.fromkeys(HELD_TO_THE_BUDGET, Trait("high", ceiling=True)),
    **dict.fromkeys(_rates(BAD_RATES), Trait("low")),
    **dict.fromkeys(BETTER_LOW, Trait("low")),
    **{f"{word}{end}": Trait("low") for word in WAITING.split() for end in WAITING_ENDS},
}
_LONGEST = max(map(len, _TABLE))

_MARKS = re.compile(r"[\s“”\"'‘’《》]+")
_BRACKETS = re.compile(r"[（(\[【][^（(\[【）)\]】]*[）)\]】]")


def _entry(name: str) -> str | None:
    for length in range(min(len(name), _LONGEST), 1, -1):
        if name[-length:] in _TABLE:
            return name[-length:]
    return None


def _known(name: str, entry: str) -> Trait:
    before = name[: -len(entry)]
    known = _TABLE[entry]
    if ADVERBS.sub("", before)[-1:] in NEGATIONS or CHANGE.search(before):
        return UNKNOWN
    if known.direction == "high" and before.endswith(AMISS):
        return UNKNOWN
    if BAD_EVENT.search(entry) and not entry.endswith("率") and DEALT_WITH.search(before):
        return UNKNOWN
    if entry == "完成率" and UNCLEAR_COMPLETION.search(before):
        return UNKNOWN
    return UNKNOWN if known.ceiling and THRIFT.search(before) else known


def _at_odds(bare: str, direction: Direction) -> bool:
    """Whether another of the names in one (`投诉率、满意度`) says the opposite."""
    others = (_entry(part) for part in bare.split("、")[:-1])
    return any(entry and _TABLE[entry].direction != direction for entry in others)


@lru_cache(maxsize=8192)
def trait(name: str) -> Trait:
    """What the name tells; brackets and quotation marks in it are passed over.

    `服务社区满意率` is better high and capped, `“三公经费”变动率` better low and
    signed, `干部队伍体系建设规划情况` unknown.
    """
    bare = plain_indicator(name)
    entry = _entry(bare)
    known = _known(bare, entry) if entry else UNKNOWN
    if known.direction and "、" in bare and _at_odds(bare, known.direction):
        known = UNKNOWN
    change = bool(CHANGE.search(bare))
    return known._replace(change=change, signed=change or bool(SIGNED.search(bare)))


def _own_trait(name: str, own: OwnNames) -> Trait | None:
    bare = plain_indicator(name)
    for end, told in own:
        if bare.endswith(end):
            negated = ADVERBS.sub("", bare.removesuffix(end))[-1:] in NEGATIONS
            return UNKNOWN if negated else told
    return None


@lru_cache(maxsize=8192)
def trait_of(name: str, level1: str | None, own: OwnNames = ()) -> Trait:
    """What the name tells together with its 一级指标; a profile's `own` names go first.

    `资助家庭经济困难学生人次` under 履职效能 counts work done, and is better high.
    """
    if own and (told := _own_trait(name, own)) is not None:
        return told
    known = trait(name)
    if known.direction or known.signed or plain_indicator(level1 or "") not in OUTPUT_LEVEL1:
        return known
    done = name.startswith(OUTPUT_VERBS) and not NO_OUTPUT.search(name)
    return known._replace(direction="high") if done else known


def plain_indicator(name: str) -> str:
    """The name without what stands in brackets, quotation marks and a `%` behind it."""
    return _BRACKETS.sub("", _MARKS.sub("", name)).rstrip("%％")


@lru_cache(maxsize=8192)
def is_share(name: str) -> bool:
    """Whether the name is that of a part of a whole (`…率`, `…占比`)."""
    return bool(SHARE_NAME.search(_BRACKETS.sub("", _MARKS.sub("", name))))


def is_limit_by_definition(name: str) -> bool:
    """Whether 100% is what the rate means and not a goal (`公用经费控制率`)."""
    return bool(LIMIT_BY_DEFINITION.search(name))


@lru_cache(maxsize=8192)
def is_kept_down(name: str) -> bool:
    """Whether the name is that of money or time, where more is hardly what is wanted."""
    return bool(KEPT_DOWN.search(name))
