"""What the rows of a money table are, by their names: totals, sources, parts of sources.

Sources: (a) 财预〔2015〕88号 项目支出绩效目标申报表: 资金总额 = 财政拨款 + 其他资金;
(b) 财预〔2020〕10号 项目支出绩效自评表: 年度资金总额 = 当年财政拨款 + 上年结转资金 + 其他资金;
(c) 政府收支分类科目: 一般公共预算, 政府性基金预算 and 国有资本经营预算 make up 财政拨款;
(d) 部门预算: 基本支出 = 人员经费 + 公用经费, 支出 = 基本支出 + 项目支出; 预算管理一体化规范:
人员类, 运转类 and 特定目标类 are the three kinds of 项目支出.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rules.names import is_total

Kind = Literal[
    "total", "fiscal", "budget", "level", "carried", "other", "basic", "basic_part", "projects",
    "projects_part", "unknown",
]  # fmt: skip


class Item(NamedTuple):
    """What a row is. `nested` says that it is marked as a part: `其中：…`."""

    kind: Kind
    nested: bool


# The part of a name that says whose year it is: 当年财政拨款, 年度资金总额, 项目资金总额.
_OF_YEAR = r"(?:(?:当年|本年度?|年度|全年|项目|中期|预算|实施期|申请)*)"

_MONEY = r"(?:财政)?(?:资金|拨款|补助|补助资金|配套资金|安排|收入)?"
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("total", rf"{_OF_YEAR}(?:资金|预算|经费)?(?:申请)?(?:总额|总计|合计|总金额)"),
    ("carried", r"(?:上年|以前年度|历年)?(?:财政|财政拨款|资金|项目)?(?:结转|结余)+(?:资金)?"),
    ("fiscal", rf"{_OF_YEAR}(?:财政|财政性|财政预算)(?:拨款|资金|拨款资金|补助|补助资金)"),
    ("budget", rf"(?:一般公共预算|一般公共|政府性基金|国有资本经营)(?:预算)?{_MONEY}"),
    ("level", rf"(?:中央|省级?|市级?|县级?|区级?|市县|地方|本级|上级){_MONEY}"),
    (
        "other",
        r"(?:单位)?(?:其他|其它|单位|自有|自筹|社会|财政专户管理|事业|经营)"
        r"(?:资金|收入|来源|支出)?",
    ),
    ("basic", r"基本支出"),
    ("basic_part", r"(?:人员|公用|日常公用|商品和服务)(?:经费|支出)"),
    ("projects", r"项目支出"),
    ("projects_part", r"(?:人员类|运转类|其他运转类|公用经费类|特定目标类)(?:项目)?(?:支出)?"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)

_ADORNMENT = re.compile(
    r"^(?:[(（]?[一二三四五六七八九\d]+[)）]?[、.．])+|[：:]|[(（][^（()）]*[)）]$"
)
_NESTED = re.compile(r"^其中[：:]?")


@lru_cache(maxsize=4096)
def money_item(name: str) -> Item:
    """What a row of this plain name is: `其中：财政拨款` is fiscal, and marked as a part."""
    bare = _NESTED.sub("", name)
    nested = bare != name
    bare = _ADORNMENT.sub("", bare)
    if is_total(bare):
        return Item("total", nested)
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(bare):
            return Item(kind, nested)
    return Item("unknown", nested)


PARENTS: dict[Kind, Kind] = {
    "budget": "fiscal",
    "level": "fiscal",
    "basic_part": "basic",
    "projects_part": "projects",
}
"""Rows that are parts of another row where that one is in the table too."""

# What the three or two parts of a whole are called: with all of them in the table their
# sum is the whole, with some of them it is at most that.
COMPLETE: dict[Kind, tuple[str, ...]] = {
    "budget": ("一般公共", "政府性基金", "国有资本"),
    "basic_part": ("人员", "公用"),
    "projects_part": ("人员类", "运转类", "特定目标类"),
}

MAY_BE_NEGATIVE = re.compile(r"结转|结余|调整|增减|冲减|退|差额|盈亏|利润")
"""Rows whose amount is below zero without a fault: balances and changes."""
