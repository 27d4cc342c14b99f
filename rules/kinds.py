"""The kind of value that a 二级指标 asks for, against the kind that was filed."""

import re
from collections.abc import Callable

from normalize.models import Qualitative, Target, Threshold
from rules.knowledge_levels import Level2, level2_kind
from rules.knowledge_names import COUNT_UNITS
from rules.rule import EVERY_FORM, PASS, Verdicts, fail, rule
from rules.targets import unread_targets, where, where_en
from rules.view import Row, View

SOURCE = "财预〔2015〕88号 and 财预〔2021〕101号: 数量、质量、时效指标各填何种指标值"

_NUMERAL = re.compile(r"[\d０-９一二两三四五六七八九十百千万亿零]")

# Words that say how many without a figure: 全覆盖, 应保尽保, 全部, 据实, 按需, 零.
_SAYS_HOW_MANY = re.compile(r"全|应.{1,2}尽|零|据实|按实|按需|逐[户人个项]|每|若干|无|均")


def _no_quantity(target: Target) -> bool:
    if not isinstance(target, Qualitative):
        return False
    return not _NUMERAL.search(target.text) and not _SAYS_HOW_MANY.search(target.text)


# What is counted and yet says how good something is: prizes, and faults that were left.
_QUALITY_COUNTED = re.compile(
    r"奖|专利|论文|成果|标准|等级|品牌|示范|事故|投诉|差错|问题|违|错|故障|次品|缺陷|不合格|病|死|伤"
)
_COUNT_NAME = re.compile(r"(?:数量|人数|人次|场次|次数|户数|个数|件数|台数|批次|面积|里程)$")
_MEASURED = COUNT_UNITS - {"次", "起", "分"}


def _a_quantity(row: Row, target: Target) -> bool:
    if not isinstance(target, Threshold) or target.base_unit not in _MEASURED:
        return False
    return bool(_COUNT_NAME.search(row.name)) and not _QUALITY_COUNTED.search(row.name)


# How often, how soon, at what time, in time: all of them speak of time. 达到预期目标 of a
# 进度指标 does too, and so do words of being done.
_OF_TIME = re.compile(
    r"\d|[年月日天周季时分秒期旬早晚前后底末内按即先迟延准快]|完|达|如约|进度|实时|同步|当场|到位|正常|逐步|长期|持续|常态"
)
_NO_TIME_UNITS = frozenset(
    ("人", "户", "家", "个", "台", "套", "处", "座", "所", "亩", "平方米", "元", "辆", "村")
)
_TIME_NAME = re.compile(r"[年月日天周季时期]|率|进度|频|次")


def _no_time(row: Row, target: Target) -> bool:
    if isinstance(target, Qualitative):
        return not _OF_TIME.search(target.text) and not _NUMERAL.search(target.text)
    if not isinstance(target, Threshold) or _TIME_NAME.search(row.name):
        return False
    return target.base_unit in _NO_TIME_UNITS


def _unfit(
    view: View, kind: Level2, is_unfit: Callable[[Row, Target], bool], zh: str, en: str
) -> Verdicts:
    rows = [row for row in view.rows if level2_kind(row.indicator.level2) == kind]
    yield from unread_targets(view, rows)
    for row in rows:
        if row.target is None:
            continue
        if is_unfit(row, row.target):
            yield fail(
                f"{where(row)}属{row.indicator.level2}，指标值“{row.target.raw}”{zh}",
                f"{where_en(row)}: the target {row.target.raw} {en}",
                (row.target_pointer,),
                also=(f"{row.pointer}/level2", f"{row.pointer}/level3"),
                actual=row.target.raw,
            )
        else:
            yield PASS


@rule(
    "target.count_without_number",
    number="D07",
    title="数量指标没有数值",
    title_en="A 数量指标 without a number",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def count_without_number(view: View) -> Verdicts:
    """The target of a row under 数量指标 is words alone, with no number in them.

    Words that say how many without a figure (全覆盖, 应保尽保, 据实) pass.

    Example: 数量指标 / 培训场次 with the target 较多: fail. 约30个, 全覆盖: pass.
    """
    return _unfit(
        view, "count", lambda _, target: _no_quantity(target), "没有数值", "has no number"
    )


@rule(
    "target.quality_as_count",
    number="D09",
    title="质量指标填写了数量",
    title_en="A 质量指标 with a quantity",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def quality_as_count(view: View) -> Verdicts:
    """A row under 质量指标 is by name and by unit a mere count.

    Both the name (…人数, …场次) and the unit (人, 场) must be those of a count; prizes,
    faults and accidents are counted and still speak of quality.

    Example: 质量指标 / 培训人次 ≥500人次: fail. 质量指标 / 安全事故次数 ≤0次: pass.
    """
    return _unfit(view, "quality", _a_quantity, "是数量而非质量", "is a quantity")


@rule(
    "target.time_without_time",
    number="D10",
    title="时效指标与时间无关",
    title_en="A 时效指标 that speaks of no time",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def time_without_time(view: View) -> Verdicts:
    """The target of a row under 时效指标 is no date, no duration, no rate, no word of time.

    Said only of words without number and without any word of time or of completion, and
    of counts of things (人, 个, 亩) under a name that speaks of no time either.

    Example: 时效指标 / 项目推进 with the target 良好: fail. 2024年12月底前, 及时, ≥95%: pass.
    """
    return _unfit(view, "time", _no_time, "与时间无关", "speaks of no time")
