"""How targets are written: notes on what makes them hard to measure or to meet."""

import re
from collections.abc import Iterable

from normalize.models import Threshold
from rules.knowledge_words import is_vague
from rules.rule import DECLARATIONS, PASS, Verdicts, fail, rule
from rules.sums import HUNDRED
from rules.targets import AT_LEAST, AT_MOST, SOURCE, some_of
from rules.view import BLOCK_EN, BLOCK_ZH, Row, View

GUIDE = (
    "财预〔2021〕101号 中央部门项目支出核心绩效目标和指标设置及取值指引: 指标值应细化量化、可衡量"
)


def _names(rows: list[Row]) -> str:
    return some_of([f"“{row.name}”{row.target.raw if row.target else ''}" for row in rows])


def _noted(judged: Iterable[tuple[Row, bool]], zh: str, en: str) -> Verdicts:
    """One `fail` a block for all its rows that are judged so; else a pass, if any was judged."""
    found: dict[str, list[Row]] = {}
    for row, noted in judged:
        rows = found.setdefault(row.block, [])
        if noted:
            rows.append(row)
    for rows in found.values():
        if not rows:
            yield PASS
            continue
        block = rows[0].block
        yield fail(
            f"{BLOCK_ZH[block]}指标{_names(rows)}{zh}",
            f"{len(rows)} {BLOCK_EN[block]} targets {en}",
            tuple(row.target_pointer for row in rows),
            also=tuple(f"{row.pointer}/level3" for row in rows),
        )


@rule(
    "target.vague",
    number="D08",
    title="定性指标值不可衡量",
    title_en="Targets in words that nothing can be held against",
    severity="info",
    source=GUIDE,
    forms=DECLARATIONS,
)
def vague(view: View) -> Verdicts:
    """The whole target is a direction or a praise: 不断提高, 有所改善, 效果明显.

    Words that name a state to be reached (制度健全, 基本规范, 全覆盖) pass.

    Example: 服务保障水平 with the target 持续提升: a note. 基本健全: pass.
    """
    return _noted(
        ((row, is_vague(words)) for row, words in view.worded),
        "只写了方向或评价，没有衡量标准",
        "name a direction or a praise, and no standard",
    )


# Fewer rows with an operator than this are no habit of the filing.
HABIT = 3


def _bare(row: Row, limit: Threshold) -> bool:
    """Whether a count that is better high stands there without operator."""
    said = limit.op != "=" or not limit.raw[:1].isdecimal()
    return not said and row.trait.direction == "high"


def _is_count(row: Row, limit: Threshold) -> bool:
    return limit.base_unit not in ("%", "元", "天", "工作日", "个月", "分钟") and bool(row.name)


@rule(
    "target.operator_missing",
    number="D15",
    title="指标值缺少运算符",
    title_en="Numbers without operator where others have one",
    severity="info",
    source=SOURCE,
    forms=DECLARATIONS,
)
def operator_missing(view: View) -> Verdicts:
    """A count that is better high has no ≥, while at least three counts of its block have one.

    Rates are not judged (100% is right), nor money and time.

    Example: 培训人次 500人次 beside 检查次数 ≥20次, 受益人数 ≥900人, 救助人次 ≥80人次: a note.
    """
    for rows in (view.long_term, view.annual):
        counts = [(row, row.limit) for row in rows if row.limit and _is_count(row, row.limit)]
        if sum(limit.op in AT_LEAST | AT_MOST for _, limit in counts) >= HABIT:
            yield from _noted(
                ((row, _bare(row, limit)) for row, limit in counts),
                "缺少运算符，其他数量指标均有",
                "have no operator, the other counts have",
            )


def _fixed(row: Row, limit: Threshold) -> bool | None:
    """Whether `=` is written out for what may well be passed; None for what is no case of it."""
    if row.trait.direction != "high" or row.trait.ceiling:
        return None
    full = limit.base_unit == "%" and limit.base_value >= HUNDRED
    written = limit.raw.lstrip().startswith(("=", "＝", "等于"))
    return limit.op == "=" and written and not full and limit.base_value > 0


@rule(
    "target.equals_for_floor",
    number="D18",
    title="应设下限的指标用了等号",
    title_en="An equals sign where more would be better",
    severity="info",
    source=SOURCE,
    forms=DECLARATIONS,
)
def equals_for_floor(view: View) -> Verdicts:
    """`=` is written out for what is better high, so that doing more would miss the target.

    =100% is right; a bare number is target.operator_missing's matter.

    Example: 服务对象满意度 =95%: a note. =100%: pass.
    """
    judged = ((row, _fixed(row, limit)) for row, limit in view.limits)
    return _noted(
        ((row, fixed) for row, fixed in judged if fixed is not None),
        "用了等号，超额完成反而不达标",
        "are fixed with =, so that more than that would miss them",
    )


@rule(
    "target.equals_full",
    number="D19",
    title="≥100%只能等于100%",
    title_en="At least 100% of a whole can only be 100%",
    severity="info",
    source=SOURCE,
    forms=DECLARATIONS,
)
def equals_full(view: View) -> Verdicts:
    """≥100% of what cannot pass 100 is =100%, and better written so.

    Example: 绩效评价覆盖率 ≥100%: a note (the reference filing). 任务完成率 ≥100%: nothing is said.
    """
    return _noted(
        (
            (row, limit.op == ">=" and limit.base_value == HUNDRED)
            for row, limit in view.limits
            if row.trait.capped and limit.base_unit == "%"
        ),
        "不可能超过 100%，应为 =100%",
        "cannot be passed: =100% is meant",
    )


_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:%|万?元|万?[个人户次场件项家台套处座所亩]|公里|万)")


@rule(
    "target.mixed_with_prose",
    number="D20",
    title="指标值夹带文字",
    title_en="A figure inside of prose",
    severity="info",
    source=SOURCE,
    forms=DECLARATIONS,
)
def mixed_with_prose(view: View) -> Verdicts:
    """The target is a sentence with a figure in it: which limit is meant is not certain.

    Example: 全年力争培训500人次左右，合格率达90%: a note. 基本健全: pass.
    """
    return _noted(
        ((row, bool(_FIGURE.search(words))) for row, words in view.worded),
        "夹带文字，限值不明确",
        "are sentences with a figure in them",
    )
