"""What units measure, and which of them fit which names.

Sources: (a) 国务院关于在我国统一实行法定计量单位的命令 for measures; (b) 财预〔2021〕101号 for
率 (%), 满意度 (% or 分), 人数 (人), 人次; (c) units that filings print, as the reading
of targets knows them. What no table knows has no dimension, and nothing is said of it.
"""

import re
from functools import lru_cache
from typing import Literal

from rules.knowledge import plain_indicator
from rules.knowledge_names import COUNT_UNITS

Dimension = Literal["rate", "money", "time", "area", "length", "weight", "volume", "count", "score"]

_OF_BASE: dict[str, Dimension] = {
    "%": "rate", "个百分点": "rate", "百分点": "rate", "百分比": "rate", "‰": "rate",
    "元": "money",
    "分钟": "time", "天": "time", "工作日": "time", "个月": "time", "日": "time",
    "米": "length", "平方米": "area", "亩": "area", "立方米": "volume", "升": "volume",
    "千克": "weight", "分": "score",
}  # fmt: skip
# Measures that count things or weigh them by the case are left out: 件, 份, 场.
_COUNTS = COUNT_UNITS - _OF_BASE.keys()


@lru_cache(maxsize=2048)
def dimension(unit: str) -> Dimension | None:
    """What a base unit measures: `元/人` is money, `人次` a count; None for what is not known."""
    head = unit.split("/")[0].split("／")[0]
    return _OF_BASE.get(head) or ("count" if head in _COUNTS else None)


# What the end of a name asks for. A name that ends otherwise fits every unit.
_FITS: tuple[tuple[re.Pattern[str], frozenset[Dimension]], ...] = (
    (re.compile(r"(?<![频效功速税利汇倍])率$|占比$|比重$"), frozenset(("rate",))),
    (re.compile(r"满意度$"), frozenset(("rate", "score"))),
    (re.compile(r"(?:人数|人次|户数|户次|家数|场次|批次|件数|起数|台数|个数|期数)$"),
     frozenset(("count",))),
    (re.compile(r"面积$"), frozenset(("area",))),
    (re.compile(r"(?:里程|长度)$"), frozenset(("length",))),
    (re.compile(r"(?:金额|资金量|投资额|销售额|营业额)$"), frozenset(("money", "rate"))),
    (re.compile(r"(?:天数|时长|用时|工期)$"), frozenset(("time", "rate"))),
)  # fmt: skip


@lru_cache(maxsize=4096)
def fitting(name: str) -> frozenset[Dimension] | None:
    """What may measure an indicator of this name; None where the name says nothing of it."""
    bare = plain_indicator(name)
    return next((fits for pattern, fits in _FITS if pattern.search(bare)), None)


# The same things counted once each, or each time: a head and a visit.
HEADS_AND_VISITS = {"人": "人次", "户": "户次", "家": "家次", "台": "台次", "件": "件次"}

_COUNTED_AS = re.compile(r"(人次|户次|家次|台次|件次)(?:数|数量)?$|(人|户|家)数(?:量)?$")


@lru_cache(maxsize=4096)
def counted_as(name: str) -> str | None:
    """What a name says it counts: `培训人次` 人次, `参保人数` 人; None where it says nothing."""
    found = _COUNTED_AS.search(plain_indicator(name))
    return (found[1] or found[2]) if found else None


# Names of what is measured in several units, so that a bare number tells nothing: 面积 in
# 亩 or 平方米, 金额 in 元 or 万元, 时间 in 天 or 工作日. 人数 and 次数 say their unit.
_NEEDS_UNIT = re.compile(
    r"(?:面积|长度|里程|重量|产量|清运量|供水量|排放量|处理量|金额|成本|费用|经费|投资|产值"
    r"|时间|时限|时长|周期|工期)$"
)


@lru_cache(maxsize=4096)
def needs_unit(name: str) -> bool:
    """Whether a number without unit says nothing under this name."""
    return bool(_NEEDS_UNIT.search(plain_indicator(name))) and "（" not in name and "(" not in name
