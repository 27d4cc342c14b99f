"""What is known of units: which measure the same kind of thing.

Sources: normalize/units.py for base units; measure words by their use in filings of the
corpus and the reference filing. 个 and 项 count nearly everything, but no 人次.
"""

from functools import lru_cache

_FAMILIES = {
    **dict.fromkeys(("%", "个百分点"), "share"),
    "元": "money",
    **dict.fromkeys(("天", "工作日", "分钟", "个月"), "time"),
    "米": "length",
    **dict.fromkeys(("亩", "平方米"), "area"),
    "千克": "weight",
    **dict.fromkeys(("立方米", "升"), "volume"),
}

# Measure words that may stand for one another: 5场 and 6次 of one activity, 2处 and 2个.
ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "人 名 位 户 个 人次",
        "户 家 个 户次",
        "件 起 宗 例 个 项 次 条 笔 件次",
        "家 个 所 处 座 村 社区 家次 户 项",
        "次 场 场次 期 批 批次 轮 趟 班次 班 个 项 件 部 学时 课时",
        "台 套 个 辆 架 部 件 台次 台套 辆次 批 项 组",
        "份 本 册 张 篇 套 个 件 期 部",
        "处 座 所 个 栋 间 片 口 眼 条 段 项 家 点",
        "株 棵 只 头 羽 匹 个",
        "剂次 剂 支 人次 人 针次",
    )
)
_MEASURE_WORDS = frozenset().union(*ALIKE)


def unit_family(unit: str) -> str:
    """What a base unit measures: `share`, `money`, `time`, … or `count`."""
    return _FAMILIES.get(unit.partition("/")[0], "count")


@lru_cache(maxsize=1024)
def may_be_alike(unit: str, other: str) -> bool:
    """Whether two base units may measure one thing; an unknown measure word may be any."""
    family = unit_family(unit)
    if family != unit_family(other):
        return False
    if family != "count" or unit == other or not {unit, other} <= _MEASURE_WORDS:
        return True
    if {unit, other} in ({"个", "人次"}, {"项", "人次"}):
        return False
    return any({unit, other} <= group for group in ALIKE)
