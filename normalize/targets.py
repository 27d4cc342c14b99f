"""Targets of indicators (`指标值`): a threshold, a range, a date, or words.

A number is given only where the whole cell is understood: operator words,
number, unit, and the adornments named here (`每年`, `约`, `（含）`). Anything
else is words, because a wrong threshold that nobody notices is the worst.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from normalize.dates import FiledDate, parse_date
from normalize.models import DateTarget, Op, Qualitative, Range, Threshold
from normalize.numbers import MOST_DIGITS, chinese_number, parse_amount
from normalize.repair import is_placeholder, repair_text

AnyTarget = Threshold | Range | Qualitative | DateTarget


class Scale(NamedTuple):
    """How a unit is brought to the base unit of its family: `value * times / per`."""

    unit: str
    times: Decimal = Decimal(1)
    per: int = 1


# One scale a family. `工作日` and `天` stay apart, and so do `小时` and `天`; only a
# second does not go into its base without rest, and is rounded (see `_on_scale`).
_BASES: dict[str, Scale] = {
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

_MULTIPLIERS = {
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
_MULTIPLIED = re.compile(f"({'|'.join(_MULTIPLIERS)})(.*)")


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
_KNOWN = _MEASURES | _COUNTED | _BASES.keys()
# `3级`, `15日`, `2期` alone say which one, not how many: a number only beside an operator.
_ORDINALS = _words("日 级 星 期 届 档 类 班 集 卷 页 首")
_DATE_LIKE = _words("月 号 时 点 月份 年度 月底")
# With Chinese numerals only what cannot be an idiom (`一起`, `十分`, `一级`, `三月`).
_COUNTED_IN_NUMERALS = _words(
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

_PREFIXES: dict[str, tuple[str, str]] = {
    word: (kind, value)
    for (kind, value), words in {
        ("op", ">="): "≥ ≮ 不低于 不少于 不小于 不得低于 不得少于 不应低于 至少 最少 最低 大于等于"
        " 大于或等于 高于等于 高于或等于 多于等于",
        ("op", "<="): "≤ ≯ 不超过 不超出 不高于 不大于 不多于 不得超过 不得高于 不得多于 不应超过"
        " 至多 最多 最高 小于等于 小于或等于 低于等于 低于或等于 少于等于",
        ("op", ">"): "> 大于 高于 多于 超过 超出 超 逾",
        ("op", "<"): "< 小于 低于 少于 不足 不到",
        ("op", "="): "= 等于",
        ("weak", ">="): "达到 达",
        ("weak", "<="): "控制在 控制到",
        ("about", ""): "约 大约 约为 大概 ≈ 接近",
        ("about", "近"): "近 将近",
        ("verb", ""): "完成 实现 保持 保持在 维持在 稳定在 为 在 介于",
        ("sure", ""): "确保",
        ("period", ""): "每年 每年度 全年 年均 年度 累计 共 共计 合计 总计",
        ("period", "月"): "每月 每个月 月均",
        ("period", "季度"): "每季度 每个季度",
        ("period", "周"): "每周",
        ("period", "天"): "每天 每日",
        ("period", "人"): "每人 人均",
        ("period", "户"): "每户 户均",
    }.items()
    for word in words.split()
}
_PREFIX = re.compile("|".join(sorted(map(re.escape, _PREFIXES), key=len, reverse=True)))

_SUFFIXES = {
    word: (kind, value)
    for (kind, value), words in {
        ("after", ">="): "以上 及以上 或以上 及其以上",
        ("after", "<="): "以下 及以下 或以下 以内 之内 内",
        ("around", ""): "左右 上下",
        ("excluded", ""): "(不含)",
        ("between", ""): "之间",
    }.items()
    for word in words.split()
}
_SUFFIX = re.compile(
    rf"(?P<word>{'|'.join(sorted(map(re.escape, _SUFFIXES), key=len, reverse=True))})$"
    r"|\(含(?P<same>[^()]*)\)$"
)

_UNSIGNED = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?(?![0-9.,]*[0-9])"
_NUMBER = rf"[+-]?{_UNSIGNED}"
_UNIT = r"[^0-9()+±~]*[²³23]?|[^0-9()+±~]*\((?!不?含)[^()]{1,8}\)"
_SINGLE = re.compile(rf"(?P<pm>±)?(?P<value>{_NUMBER})(?P<unit>{_UNIT})")
_NUMERAL = re.compile(
    r"(?P<percent>百分之)?(?P<value>[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+)"
    r"(?P<unit>[^0-9()]*)"
)
_DASHES = "~—–―─"
_SPAN = re.compile(
    rf"(?P<low>{_NUMBER})(?P<low_unit>[^0-9()+±{_DASHES}至到-]*)(?P<low_mark>\(不?含\))?"
    rf"(?P<mark>[{_DASHES}]{{1,2}}|--?|至|到)"
    rf"(?P<high>{_NUMBER})(?P<unit>{_UNIT})(?P<high_mark>\(不?含\))?"
)
_ANY_NUMBER = re.compile(rf"(?<![0-9.,]){_UNSIGNED}")
_JOINT = re.compile(r"[,;、]?(?:并且|且|但|同时)?")

_CANONICAL = str.maketrans("（），；～〜∼﹙﹚", "(),;~~~()")
_TWO_NUMBERS = re.compile(r"[0-9.,] +[0-9.,]")
_A_NUMBER = re.compile("[0-9一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟零〇]")
_LONGEST = 60  # of a cell that could be understood whole; the longest seen is about 20


class _Bound(NamedTuple):
    """One number with what was said of it; `op` None = nothing."""

    op: Op | None
    value: Decimal
    unit: str
    approximate: bool
    plus_minus: bool


@lru_cache(maxsize=8192)
def parse_target(text: str) -> AnyTarget | None:
    """What an indicator's cell asks for; None for a blank or a placeholder.

    Takes raw or repaired text of one paragraph. Never raises. Words, and all that is
    not understood whole, are `Qualitative`, with the whole text.
    """
    text = repair_text(text.split("\n")).text
    if not text or is_placeholder(text):
        return None
    return _understood(text) or Qualitative(raw=text, text=text)


def _understood(text: str) -> AnyTarget | None:
    if len(text) > _LONGEST or not _A_NUMBER.search(text) or _TWO_NUMBERS.search(text):
        return None
    cell = text.translate(_CANONICAL).replace(" ", "").rstrip("。;,")
    return _date(text, cell) or _threshold(text, cell) or _range(text, cell)


def _threshold(raw: str, cell: str) -> Threshold | Range | None:
    """A cell with one number; `±5%` is the range from -5% to 5%."""
    bound = _bound(cell)
    if bound is None:
        return None
    op = bound.op
    if bound.plus_minus:
        if op not in (None, "<=", "<") or bound.value < 0:
            return None
        inclusive = op != "<"
        low = bound.value.copy_negate()
        return _make_range(raw, bound, low, bound.value, inclusive, inclusive)
    if op is None and not _countable_alone(bound.value, bound.unit):
        return None
    base_value, base_unit = _on_scale(bound.value, bound.unit)
    return Threshold(
        raw=raw,
        op=op or "=",
        value=bound.value,
        unit=bound.unit,
        approximate=bound.approximate,
        base_value=base_value,
        base_unit=base_unit,
    )


def _make_range(
    raw: str, of: _Bound, low: Decimal, high: Decimal, low_inclusive: bool, high_inclusive: bool
) -> Range | None:
    """The range in the unit of a bound, or None if nothing lies in it."""
    if low > high or (low == high and not (low_inclusive and high_inclusive)):
        return None
    base_low, base_unit = _on_scale(low, of.unit)
    return Range(
        raw=raw,
        low=low,
        high=high,
        low_inclusive=low_inclusive,
        high_inclusive=high_inclusive,
        unit=of.unit,
        approximate=of.approximate,
        base_low=base_low,
        base_high=_on_scale(high, of.unit)[0],
        base_unit=base_unit,
    )


def _range(raw: str, cell: str) -> Range | None:
    """A cell with two numbers: `3～5个`, or two bounds such as `大于3小于等于5`."""
    numbers = list(_ANY_NUMBER.finditer(cell))
    if len(numbers) != 2:
        return None
    span = _span(raw, cell)
    if span is not None:
        return span
    cuts = _halves(cell, numbers[0].end(), numbers[1].start())
    found = {between for left, right in cuts if (between := _between(raw, left, right))}
    return found.pop() if len(found) == 1 else None


def _halves(cell: str, first_end: int, second_start: int) -> Iterator[tuple[_Bound, _Bound]]:
    """Every way to cut a cell between its two numbers into two bounds."""
    for cut in range(first_end, second_start + 1):
        left = _bound(cell[:cut])
        joint = _JOINT.match(cell, cut)
        right = _bound(cell[joint.end() if joint else cut :]) if left else None
        if left and right:
            yield left, right


def _between(raw: str, left: _Bound, right: _Bound) -> Range | None:
    """Two bounds as a range: one from below, one from above, in one unit."""
    lower, upper = (left, right) if left.op in (">=", ">") else (right, left)
    if lower.op not in (">=", ">") or upper.op not in ("<=", "<"):
        return None
    if left.plus_minus or right.plus_minus:
        return None
    if left.unit != right.unit and left.unit:
        return None
    of = right._replace(approximate=left.approximate or right.approximate)
    return _make_range(raw, of, lower.value, upper.value, lower.op == ">=", upper.op == "<=")


def _span(raw: str, cell: str) -> Range | None:
    """`90%-95%`, `3至5个左右`, `在90%（含）—95%（不含）之间`."""
    said: dict[str, str] = {}
    core = _without_suffixes(_without_prefixes(cell, said), said, keep_marks=True)
    match = _SPAN.fullmatch(core)
    if match is None or said.keys() & {"op", "after", "excluded", "included"}:
        return None
    low, high = _decimal(match["low"]), _decimal(match["high"])
    unit = _span_unit(match["low_unit"], _unwrapped(match["unit"]))
    if unit is None or low is None or high is None or (low < 0 and "-" in match["mark"]):
        return None
    if not _is_unit(unit, beside_op=False) or not _spans_alone(low, high, unit):
        return None
    unit_said = _per_period(unit, said)
    if unit_said is None or (said.get("about") == "近" and _is_time(unit_said)):
        return None
    about = "about" in said or "around" in said
    of = _Bound(None, high, unit_said, about, False)
    inclusive = (mark != "(不含)" for mark in (match["low_mark"], match["high_mark"]))
    return _make_range(raw, of, low, high, *inclusive)


def _span_unit(low_unit: str, unit: str) -> str | None:
    """The one unit of a range: `3-5个`, `3个-5个`, `3万-5万元`; else None."""
    if low_unit in ("", unit) or (low_unit in _MULTIPLIERS and unit.startswith(low_unit)):
        return unit
    return None


def _bound(cell: str) -> _Bound | None:
    """One number, understood whole, or None."""
    said: dict[str, str] = {}
    core = _without_suffixes(_without_prefixes(cell, said), said)
    op = _said_op(said) if core else None
    if not core or "conflict" in said or "between" in said:
        return None
    number = _number_and_unit(core, beside_op=op is not None)
    if number is None or said.get("included", "") not in ("", "本数", core):
        return None
    value, unit, plus_minus = number
    unit_said = _per_period(unit, said)
    if unit_said is None or (said.get("about") == "近" and _is_time(unit_said)):
        return None
    if unit in ("年", "周年") and 1900 <= abs(value) <= 2100:  # a year, not a stretch of time
        return None
    return _Bound(op, value, unit_said, "about" in said or "around" in said, plus_minus)


def _without_prefixes(cell: str, said: dict[str, str]) -> str:
    """The cell without leading operator words and adornments, which go to `said` by kind.

    "" if two of a kind are said.
    """
    position = 0
    while match := _PREFIX.match(cell, position):
        kind, value = _PREFIXES[match[0]]
        if kind in said:
            return ""
        said[kind] = value
        position = match.end()
    return cell[position:]


def _without_suffixes(core: str, said: dict[str, str], keep_marks: bool = False) -> str:
    """The same from the end; `keep_marks` leaves `（含）` and `（不含）` in their place."""
    while match := _SUFFIX.search(core):
        word = match["word"]
        kind, value = _SUFFIXES[word] if word else ("included", match["same"])
        if keep_marks and kind in ("included", "excluded"):
            break
        if kind in said:
            return ""
        said[kind] = value
        core = core[: match.start()]
    return core


def _said_op(said: dict[str, str]) -> Op | None:
    """The operator that prefix and suffix agree on; marks "conflict" where they do not."""
    before, after = said.get("op"), said.get("after")
    if before and after and before != after:
        said["conflict"] = ""
    op = before or after or said.get("weak")
    if "included" in said and (op not in (">=", "<=") or "excluded" in said):
        said["conflict"] = ""
    if "excluded" in said:
        if before or not after:
            said["conflict"] = ""
        op = ">" if after == ">=" else "<"
    for known in _OPS:
        if op == known:
            return known
    return None


_OPS: tuple[Op, ...] = (">=", "<=", ">", "<", "=")


def _number_and_unit(core: str, beside_op: bool) -> tuple[Decimal, str, bool] | None:
    """Value, unit and whether `±` stands before it."""
    if match := _SINGLE.fullmatch(core):
        value, unit = _decimal(match["value"]), _unwrapped(match["unit"])
        if value is None or not _is_unit(unit, beside_op):
            return None
        return value, unit, match["pm"] is not None
    return _number_in_numerals(core)


def _number_in_numerals(core: str) -> tuple[Decimal, str, bool] | None:
    """`壹佰万元整`, `百分之九十五`, `十二个月`."""
    if core in ("百分之百", "百分百"):
        return Decimal(100), "%", False
    match = _NUMERAL.fullmatch(core)
    if match is None:
        return None
    unit = match["unit"]
    value = chinese_number(match["value"])
    if match["percent"]:
        return (value, "%", False) if value is not None and not unit else None
    if value is not None and unit in _COUNTED_IN_NUMERALS:
        return value, unit.removesuffix("整"), False
    amount = parse_amount(core)
    if amount.value is None or amount.unit != "元":
        return None
    return amount.value, "元", False


def _decimal(digits: str) -> Decimal | None:
    plain = digits.replace(",", "")
    return Decimal(plain) if len(plain) <= MOST_DIGITS else None


def _unwrapped(unit: str) -> str:
    """`(%)` as `%`."""
    return unit[1:-1] if unit.startswith("(") else unit


def _per_period(unit: str, said: dict[str, str]) -> str | None:
    """`次` of `每月3次` as `次/月`; a year is the indicator's own period and adds nothing.

    None where a period does not go with the unit (`每月95%`).
    """
    period = said.get("period")
    if not period:
        return unit
    return None if not unit or "/" in unit or unit in ("%", "‰", "百分比") else f"{unit}/{period}"


@lru_cache(maxsize=1024)
def _is_known(unit: str) -> bool:
    """Whether a text is surely a unit: one of the lists, counted in `万`, or a rate of such."""
    if unit in _KNOWN or not unit:
        return True
    if "/" in unit or "·" in unit:
        parts = re.split("[/·]", unit)
        return all(part and (part == "月" or _is_known(part)) for part in parts)
    if unit[0] in _MEASURES and unit[1:] in _NOUNS:
        return True
    if alternative := _ALTERNATIVE.fullmatch(unit):
        return all(part in _MEASURES or part in _COUNTED for part in alternative.groups())
    multiplied = None if unit.startswith("百分") else _MULTIPLIED.fullmatch(unit)
    return multiplied is not None and _is_known(multiplied[2])


def _is_unit(unit: str, beside_op: bool) -> bool:
    """Whether a text is a unit; beside an operator also an unknown short one (`≥5垄`)."""
    if unit in _DATE_LIKE:
        return False
    if _is_known(unit):
        return True
    return beside_op and all(
        _is_known(part)
        or (_UNKNOWN_UNIT.fullmatch(part) and _NO_UNIT.isdisjoint(part) and part not in _DATE_LIKE)
        for part in unit.split("/")
    )


def _countable_alone(value: Decimal, unit: str) -> bool:
    """Whether a number without operator says how many: not `15日`, not `20241231`."""
    if unit in _ORDINALS or not _is_known(unit):
        return False
    return bool(unit) or len(str(value)) != 8 or parse_date(str(value)) is None


def _spans_alone(low: Decimal, high: Decimal, unit: str) -> bool:
    """Whether `low~high` with the unit is a range: not two years, not the days of a month."""
    if unit in _ORDINALS:
        return False
    years = all(1900 <= number <= 2100 and number == int(number) for number in (low, high))
    return not (years and unit in ("", "年", "周年"))


def _is_time(unit: str) -> bool:
    """`近3年` is the last three years, not about three."""
    return scale_of(unit).unit in ("个月", "天", "工作日", "分钟")


@lru_cache(maxsize=1024)
def scale_of(unit: str) -> Scale:
    """The base unit of a unit and the way there: `万人` is 10000 `人`.

    A rate (`万元/年`) keeps what is below the line.
    """
    if unit in _BASES:
        return _BASES[unit]
    if "/" in unit:
        head, _, below = unit.partition("/")
        scale = scale_of(head)
        return scale._replace(unit=f"{scale.unit}/{below}")
    if multiplied := _MULTIPLIED.fullmatch(unit):
        scale = scale_of(multiplied[2])
        return scale._replace(times=scale.times * _MULTIPLIERS[multiplied[1]])
    return Scale(unit)


def _on_scale(value: Decimal, unit: str) -> tuple[Decimal, str]:
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


_YEAR_MARKED = re.compile("年|[12][0-9]{3}[-./][0-9]{1,2}[-./]|[12][0-9]{7}")
_BEFORE_DATE: dict[str, Op | None] = {
    "": None,
    "于": None,
    "在": None,
    "≤": "<=",
    "不晚于": "<=",
    "不迟于": "<=",
    "最晚": "<=",
    "最迟": "<=",
    "=": "=",
}
_BEFORE_DAY: dict[str, Op | None] = {"≥": ">=", ">": ">", "<": "<"}
_BY = re.compile("(?:之前|以前|前)(?:完成|完工|竣工)?")
_AFTER_DATE = {  # (what a stretch of time ends with, then "by")
    "day": re.compile(""),
    "month": re.compile("月?[底末]"),
    "year": re.compile("年?度?(?:年?[底末])"),
}
_WITHIN = {
    "day": ("",),
    "month": ("", "份", "内", "底", "末"),
    "year": ("", "度", "内", "度内", "底", "末"),
}


def _date(raw: str, cell: str) -> DateTarget | None:
    """`2024年12月底前`, `2024年6月30日`; `2024年12月前` could mean its start or end: None."""
    if not _YEAR_MARKED.search(cell):
        return None
    filed = parse_date(cell)
    if filed is None or (filed.precision != "day" and "年" not in cell[filed.start : filed.end]):
        return None
    op = _date_op(cell[: filed.start], cell[filed.end :], filed)
    if op is None or (op == "=" and cell.isdecimal()):
        return None
    return DateTarget(raw=raw, op=op, date=filed.date, date_precision=filed.precision)


def _date_op(before: str, after: str, filed: FiledDate) -> Op | None:
    allowed = _BEFORE_DATE | (_BEFORE_DAY if filed.precision == "day" else {})
    if before not in allowed:
        return None
    said = allowed[before]
    if after in _WITHIN[filed.precision]:
        return said or "="
    end = _AFTER_DATE[filed.precision].match(after)
    if end is None or said not in (None, "<=") or not _BY.fullmatch(after, end.end()):
        return None
    return "<="


_SYMBOLS: dict[Op, str] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


def print_target(target: AnyTarget) -> str:
    """A target in the plainest words; `parse_target` reads the same target from them."""
    if isinstance(target, Qualitative):
        return target.text
    if isinstance(target, DateTarget):
        return _print_date(target)
    about = "约" if target.approximate else ""
    if isinstance(target, Threshold):
        alone = target.op == "=" and _countable_alone(target.value, target.unit)
        sign = "" if alone else _SYMBOLS[target.op]
        return f"{about}{sign}{target.value:f}{target.unit}"
    return about + _print_range(target)


def _print_range(target: Range) -> str:
    inclusive = target.low_inclusive and target.high_inclusive
    if inclusive and _is_known(target.unit) and _spans_alone(target.low, target.high, target.unit):
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
