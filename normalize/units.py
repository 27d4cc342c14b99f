"""Units of what indicators count: which texts are units, and their common scale."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from normalize.dates import parse_date


class Scale(NamedTuple):
    """How a unit is brought to the base unit of its family: `value * times / per`."""

    unit: str
    times: Decimal = Decimal(1)
    per: int = 1


# One scale a family. `工作日` and `天` stay apart, and so do `小时` and `天`; only a
# second does not go into its base without rest, and is rounded (see `on_scale`).
BASES: dict[str, Scale] = {
    unit: Scale(base, Decimal(times), per)
    for base, members in {
        "%": (("%", "1", 1), ("‰", "0.1", 1), ("百分比", "1", 1), ("成", "10", 1)),
        "个百分点": (("个百分点", "1", 1), ("百分点", "1", 1)),
        "元": (("元", "1", 1), ("元整", "1", 1), ("角", "0.1", 1)),
        "分钟": (
            *(("分钟", "1", 1), ("min", "1", 1), ("秒", "1", 60), ("s", "1", 60)),
            *(("小时", "60", 1), ("个小时", "60", 1), ("h", "60", 1)),
        ),
        "天": (
            ("天", "1", 1),
            ("日", "1", 1),
            ("周", "7", 1),
            ("星期", "7", 1),
            ("个星期", "7", 1),
        ),
        "工作日": (("工作日", "1", 1), ("个工作日", "1", 1)),
        "个月": (
            *(("个月", "1", 1), ("季度", "3", 1), ("个季度", "3", 1)),
            *(("年", "12", 1), ("周年", "12", 1)),
        ),
        "米": (
            *(("米", "1", 1), ("m", "1", 1), ("公里", "1000", 1), ("千米", "1000", 1)),
            *(("km", "1000", 1), ("厘米", "0.01", 1), ("cm", "0.01", 1)),
            *(("毫米", "0.001", 1), ("mm", "0.001", 1)),
        ),
        "平方米": (
            *(("平方米", "1", 1), ("㎡", "1", 1), ("m²", "1", 1), ("m2", "1", 1)),
            *(("平方公里", "1000000", 1), ("平方千米", "1000000", 1)),
            *(("km²", "1000000", 1), ("km2", "1000000", 1)),
        ),
        "亩": (("亩", "1", 1), ("公顷", "15", 1), ("ha", "15", 1)),
        "立方米": (("立方米", "1", 1), ("m³", "1", 1), ("m3", "1", 1)),
        "升": (("升", "1", 1), ("L", "1", 1), ("毫升", "0.001", 1), ("mL", "0.001", 1)),
        "千克": (
            *(("千克", "1", 1), ("公斤", "1", 1), ("kg", "1", 1), ("斤", "0.5", 1)),
            *(("克", "0.001", 1), ("g", "0.001", 1), ("吨", "1000", 1), ("t", "1000", 1)),
        ),
        "千瓦": (("千瓦", "1", 1), ("kW", "1", 1), ("兆瓦", "1000", 1), ("MW", "1000", 1)),
        "千瓦时": (("千瓦时", "1", 1), ("kWh", "1", 1)),
        "℃": (("℃", "1", 1), ("°C", "1", 1), ("摄氏度", "1", 1)),
        "分贝": (("分贝", "1", 1), ("dB", "1", 1)),
        "人": (("人", "1", 1), ("名", "1", 1), ("位", "1", 1)),
    }.items()
    for unit, times, per in members
}

MULTIPLIERS = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
_MULTIPLIED = re.compile(f"({'|'.join(MULTIPLIERS)})(.*)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MEASURES = _words(
    "个 项 件 起 宗 次 场 期 批 轮 篇 份 本 册 套 台 辆 架 艘 把 张 块 条 只 头 羽 匹 棵"
    " 株 盏 根 处 座 栋 幢 间 所 片 户 家 人 名 位 支 门 种 类 级 星 档 届 节 班 部 幅 首"
    " 集 卷 页 倍 分 例 笔 组 队 对 双 床 口 眼 村 镇 乡 县 方 立方 趟 里"
)
_COUNTED = _words(
    "人次 场次 户次 家次 项次 件次 批次 台次 台套 车次 班次 课时 学时 课次 趟次 床位 张床位"
    " 剂次 剂 支次 宗次 组次 份次 辆次 艘次 篇次 例次 户数 人份"
    " 人年 人月 人天 人日 乡镇 街道 社区 小区 学校 行政村 自然村 标段 航次 架次 亩次 例次"
    " 头次 只次 工日 立方公里 Mbps MB GB TB mg"
)
# What a measure word may be followed by and still be a unit: `个项目`, `名教师`.
_NOUNS = _words(
    "项目 乡镇 街道 社区 小区 村 行政村 自然村 乡 镇 县 县区 县市区 区县 市县 区 市 省 单位"
    " 部门 企业 学校 医院 机构 班 班级 班次 课题 品种 标段 站点 点位 点 案件 岗位 床位 学生"
    " 学员 教师 医生 村民 群众 农户 贫困户 家庭 人 人员 工程 活动 系统 平台 网站 片区 园区"
    " 基地 场所 场馆 窗口 路口 车位 文件 报告 专题 主题 批次 小组 团队 省份 城市 国家 地区"
    " 次 工作组 公园 水库 泵站 监测点 示范点 服务点 合作社 党支部 支部 党组织"
)
_KNOWN = _MEASURES | _COUNTED | BASES.keys()
# `3级`, `15日`, `2期` alone say which one, not how many: a number only beside an operator.
_NUMBERED = _words("期 届 班 集 卷 页")
_ORDINALS = _NUMBERED | _words("日 级 星 档 类 首")
_DATE_LIKE = _words("月 号 时 点 月份 年度 月底")
# With Chinese numerals only what cannot be an idiom (`一起`, `十分`, `一级`, `三月`).
COUNTED_IN_NUMERALS = _words(
    "个 项 次 人 家 户 天 年 个月 元 元整 场 份 套 台 本 名 篇 件 所 座 人次 场次 小时 分钟"
    " 亩 公里 米 吨 个工作日 工作日 个百分点"
)
# Characters of verbs, judgements and adverbs: text with one of them is no unknown unit.
_NO_UNIT = frozenset(
    "完成开展建设立的了在是不未无非及和与或以内外上下左右约前后中间达到超过提高升增加减少降低"
    "长满意合格率标通验收优良好差余多来几数每均总共全部已将为能可应需至从被得着起止底末初"
    "一二三四五六七八九十零百千万亿有没办结使用投入支付发放保障实现落施质覆盖参与制度报获奖"
    "评定改善修护管理并且等各其他大小于高少足仅只"
)
_ALTERNATIVE = re.compile(r"([^()]+)\(([^()]+)\)")  # `台（套）`
_UNKNOWN_UNIT = re.compile("[一-龥]{1,2}")


@lru_cache(maxsize=1024)
def is_known(unit: str) -> bool:
    """Whether a text is surely a unit: one of the lists, counted in `万`, or a rate of such."""
    if unit in _KNOWN or not unit:
        return True
    if "/" in unit or "·" in unit:
        parts = re.split("[/·]", unit)
        return all(part and (part == "月" or is_known(part)) for part in parts)
    if unit[0] in _MEASURES and unit[1:] in _NOUNS:
        return True
    if alternative := _ALTERNATIVE.fullmatch(unit):
        return all(part in _MEASURES or part in _COUNTED for part in alternative.groups())
    multiplied = None if unit.startswith("百分") else _MULTIPLIED.fullmatch(unit)
    return multiplied is not None and is_known(multiplied[2])


def is_unit(unit: str, beside_op: bool) -> bool:
    """Whether a text is a unit; beside an operator also an unknown short one (`≥5垄`)."""
    if unit in _DATE_LIKE:
        return False
    if is_known(unit):
        return True
    return beside_op and all(
        is_known(part)
        or (_UNKNOWN_UNIT.fullmatch(part) and _NO_UNIT.isdisjoint(part) and part not in _DATE_LIKE)
        for part in unit.split("/")
    )


def countable_alone(value: Decimal, unit: str, about: bool = False) -> bool:
    """Whether a number without operator says how many: not `15日`, `20241231`, `2024.12`.

    `about` three issues (`约3期`) are not the third.
    """
    if about and unit in _NUMBERED:
        return True
    if unit in _ORDINALS or not is_known(unit):
        return False
    digits = str(value)
    return bool(unit) or len(digits) not in (7, 8) or parse_date(digits) is None


def spans_alone(low: Decimal, high: Decimal, unit: str) -> bool:
    """Whether `low~high` with the unit is a range: not two years, not the days of a month."""
    if unit in _ORDINALS:
        return False
    years = all(1900 <= number <= 2100 and number == int(number) for number in (low, high))
    return not (years and unit in ("", "年", "周年"))


def is_time(unit: str) -> bool:
    """`近3年` is the last three years, not about three."""
    return scale_of(unit).unit in ("个月", "天", "工作日", "分钟")


@lru_cache(maxsize=1024)
def scale_of(unit: str) -> Scale:
    """The base unit of a unit and the way there: `万人` is 10000 `人`.

    A rate (`万元/年`) keeps what is below the line.
    """
    if unit in BASES:
        return BASES[unit]
    if "/" in unit:
        head, _, below = unit.partition("/")
        scale = scale_of(head)
        return scale._replace(unit=f"{scale.unit}/{below}")
    if multiplied := _MULTIPLIED.fullmatch(unit):
        scale = scale_of(multiplied[2])
        return scale._replace(times=scale.times * MULTIPLIERS[multiplied[1]])
    return Scale(unit)


def on_scale(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The quantity in its base unit, exact but for seconds (ten decimals of a minute)."""
    scale = scale_of(unit)
    if scale.times == 1 and scale.per == 1:
        return value, scale.unit
    product = value * scale.times
    if scale.per != 1:
        product = round(product / scale.per, 10)
    short = product.normalize()
    exponent = short.as_tuple().exponent
    return (short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short), (
        scale.unit
    )
