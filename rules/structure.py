"""How the indicators are laid out: levels that are missing, rows that say nothing."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from normalize.models import Threshold
from rules.knowledge_levels import level2_kind
from rules.names import plain_name
from rules.rule import (
    DEPARTMENT_FORM,
    EVALUATIONS,
    EVERY_FORM,
    PASS,
    PROJECT_EVALUATION,
    PROJECT_FORM,
    Verdicts,
    fail,
    rule,
    undetermined,
)
from rules.view import BLOCK_EN, BLOCK_ZH, Row, View

GUIDE = "财预〔2021〕101号 项目支出绩效指标设置及取值指引: 成本、产出、效益、满意度指标"
PROJECTS = (PROJECT_FORM, PROJECT_EVALUATION)


def _heads(rows: Iterable[Row]) -> set[str]:
    """一级 and 二级指标 of the rows, plain."""
    return {
        plain_name(level) for row in rows for level in (row.indicator.level1, row.indicator.level2)
    }


def _says(heads: set[str], *words: str) -> bool:
    return any(word in head for head in heads for word in words)


def _unread_heads(view: View, rows: tuple[Row, ...]) -> tuple[str, ...]:
    if not view.unread:
        return ()
    return tuple(
        pointer
        for row in rows
        for level, text in (("level1", row.indicator.level1), ("level2", row.indicator.level2))
        if text is None and view.is_unread(pointer := f"{row.pointer}/{level}")
    )


def _heads_of(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Pointers of the headings, one for each that differs."""
    found: dict[str, str] = {}
    for row in rows:
        for level in ("level1", "level2"):
            found.setdefault(f"{level} {getattr(row.indicator, level)}", f"{row.pointer}/{level}")
    return tuple(found.values())


# A project with fewer indicators than this leaves one of 产出, 效益 and 满意度 out, and is
# indicator.too_few's matter, not that of each level.
FEWEST = 3


def _year_rows(view: View) -> tuple[Row, ...]:
    """The year's named indicators; none where there are hardly any, or no heading was read."""
    rows = tuple(row for row in view.annual if row.name)
    return rows if len(rows) >= FEWEST and _heads(rows) - {""} else ()


def _missing(view: View, rows: tuple[Row, ...], here: bool, zh: str, en: str) -> Verdicts:
    if here:
        yield PASS
    elif unread := _unread_heads(view, rows):
        yield undetermined(
            f"有指标的级次未能读出，无法判断{zh}", f"levels were not read: {en}", unread
        )
    else:
        yield fail(zh, en, _heads_of(rows))


@rule(
    "indicator.output_missing",
    number="A06",
    title="缺少产出指标",
    title_en="No 产出指标 at all",
    severity="error",
    source=GUIDE,
    forms=PROJECTS,
)
def output_missing(view: View) -> Verdicts:
    """Among a project's indicators of the year there are 产出指标.

    Said only where 效益 or 满意度指标 show that the levels are those of the Ministry.

    Example: two 效益指标 and one 满意度指标 alone: fail.
    """
    rows = _year_rows(view)
    heads = _heads(rows)
    if _says(heads, "效益", "效果", "满意度", "产出"):
        here = _says(heads, "产出", "数量", "质量", "时效")
        yield from _missing(view, rows, here, "没有产出指标", "there are no 产出指标")


@rule(
    "indicator.benefit_missing",
    number="A06",
    title="缺少效益指标",
    title_en="No 效益指标 at all",
    severity="warning",
    source=GUIDE,
    forms=PROJECTS,
)
def benefit_missing(view: View) -> Verdicts:
    """Beside 产出指标 there are 效益 (or 效果) 指标.

    A warning: the notice lets projects leave out what truly has no benefit of its own.

    Example: 产出指标 and 满意度指标 alone: fail.
    """
    rows = _year_rows(view)
    heads = _heads(rows)
    if _says(heads, "产出"):
        here = _says(heads, "效益", "效果", "影响")
        yield from _missing(view, rows, here, "没有效益指标", "there are no 效益指标")


@rule(
    "indicator.satisfaction_missing",
    number="A06",
    title="缺少满意度指标",
    title_en="No 满意度指标 at all",
    severity="info",
    source=GUIDE,
    forms=EVERY_FORM,
)
def satisfaction_missing(view: View) -> Verdicts:
    """Among the year's indicators one is of 满意度, as a level or by its name.

    Only a note: what serves no public needs none by the notice.

    Example: 产出指标 and 效益指标 alone: a note.
    """
    rows = _year_rows(view)
    if any("产出" in (row.indicator.level1 or "") for row in rows):
        here = _says(_heads(rows), "满意") or any("满意" in row.name for row in rows)
        yield from _missing(view, rows, here, "没有满意度指标", "there are no 满意度指标")


def _output_kinds(rows: tuple[Row, ...]) -> set[str]:
    """The kinds of 产出指标 by their 二级指标; empty where none is one of the Ministry's."""
    kinds = (level2_kind(row.indicator.level2) for row in rows)
    return {kind for kind in kinds if kind in ("count", "quality", "time", "cost")}


@rule(
    "indicator.count_missing",
    number="A07",
    title="缺少数量指标",
    title_en="No 数量指标 at all",
    severity="warning",
    source=GUIDE + "; 数量指标为必设指标",
    forms=PROJECTS,
)
def count_missing(view: View) -> Verdicts:
    """Beside 质量, 时效 or 成本指标 there is a 数量指标.

    Example: 产出指标 with 质量指标 and 时效指标 alone: fail.
    """
    rows = _year_rows(view)
    kinds = _output_kinds(rows)
    if kinds & {"quality", "time"} or "count" in kinds:
        yield from _missing(view, rows, "count" in kinds, "没有数量指标", "there are no 数量指标")


@rule(
    "indicator.quality_or_time_missing",
    number="A07",
    title="缺少质量或时效指标",
    title_en="No 质量指标 or no 时效指标",
    severity="info",
    source=GUIDE,
    forms=PROJECTS,
)
def quality_or_time_missing(view: View) -> Verdicts:
    """Beside 数量指标 there are 质量 and 时效指标.

    Only a note: the notice asks for them where quality or time are what matters.

    Example: 数量指标 and 质量指标 without 时效指标: a note.
    """
    rows = _year_rows(view)
    kinds = _output_kinds(rows)
    if "count" not in kinds:
        return
    words = [zh for kind, zh in (("quality", "质量"), ("time", "时效")) if kind not in kinds]
    zh = f"没有{'、'.join(words)}指标"
    yield from _missing(view, rows, not words, zh, f"there are no {', '.join(words)}指标")


_NOBODY = re.compile(r"(?:综合|总体|整体)?满意(?:度|率|程度)?(?:指标)?(?:调查)?(?:得分)?")


@rule(
    "indicator.satisfaction_of_nobody",
    number="A08",
    title="满意度指标未写明对象",
    title_en="A 满意度指标 that does not say whose",
    severity="info",
    source=GUIDE,
    forms=EVERY_FORM,
)
def satisfaction_of_nobody(view: View) -> Verdicts:
    """The name of a 满意度指标 says whom it asks.

    服务对象满意度 names those the project serves, and passes.

    Example: 三级指标 满意度 ≥95%: a note. 参保群众满意度 ≥95%: pass.
    """
    for row in view.rows:
        if "满意" not in row.name:
            continue
        if _NOBODY.fullmatch(row.name):
            yield fail(
                f"{BLOCK_ZH[row.block]}指标“{row.name}”没有写明对象",
                f"the {BLOCK_EN[row.block]} indicator {row.name} does not say whose",
                (f"{row.pointer}/level3",),
                actual=row.name,
            )
        else:
            yield PASS


_WORD_INDICATOR = re.compile(r"指标$|[（(][^（()）]*[)）]$|[:：]$")


@lru_cache(maxsize=8192)
def _bare(name: str) -> str:
    """A heading without 指标, brackets and colon behind it."""
    return _WORD_INDICATOR.sub("", name)


@rule(
    "indicator.not_refined",
    number="A15",
    title="三级指标未细化",
    title_en="A 三级指标 that only repeats its 二级指标",
    severity="warning",
    source=GUIDE,
    forms=EVERY_FORM,
)
def not_refined(view: View) -> Verdicts:
    """The name of a 三级指标 says more than the heading that it stands under.

    满意度 headings name whom they ask and are left out.

    Example: 社会效益指标 / 社会效益 with the target 显著: fail.
    """
    for row in view.rows:
        head = _bare(plain_name(row.indicator.level2))
        if not head or "满意" in head:
            continue
        if _bare(row.name) != head:
            yield PASS
            continue
        yield fail(
            f"{BLOCK_ZH[row.block]}指标“{row.name}”与其二级指标相同，未细化",
            f"the {BLOCK_EN[row.block]} indicator {row.name} only repeats its 二级指标",
            (f"{row.pointer}/level3", f"{row.pointer}/level2"),
            actual=row.name,
        )


# So many rows with the same bare number, and this share of all that have a target.
SAME_ROWS = 5
SAME_SHARE = 0.8


def _bare_number(row: Row) -> str | None:
    target = row.target
    if isinstance(target, Threshold) and target.op == "=" and not target.unit:
        return str(target.value)
    return None


@rule(
    "indicator.same_numbers",
    number="A05",
    title="指标值成片雷同",
    title_en="The same bare number all over",
    severity="warning",
    source="the catalogue of inconsistencies, part A",
    slack="fewer than 5 rows, or less than 80% of the targets of a block",
    forms=EVERY_FORM,
)
def same_numbers(view: View) -> Verdicts:
    """Most targets of a block are one and the same number without unit or operator.

    100% of many rates is right and not meant: it has a unit.

    Example: 88 for six indicators of seven, from 培训人次 to 验收合格率: fail.
    """
    for rows in (view.long_term, view.annual):
        filled = [row for row in rows if row.target is not None]
        counts = Counter(number for row in filled if (number := _bare_number(row)))
        if not counts:
            continue
        number, count = counts.most_common(1)[0]
        if count < SAME_ROWS or count < SAME_SHARE * len(filled):
            yield PASS
            continue
        same = [row for row in filled if _bare_number(row) == number]
        yield fail(
            f"{BLOCK_ZH[same[0].block]}指标有 {count} 个的指标值均为 {number}",
            f"{count} {BLOCK_EN[same[0].block]} targets are all {number}",
            tuple(row.target_pointer for row in same),
            actual=number,
        )


@rule(
    "indicator.block_missing",
    number="A13",
    title="有目标而无年度指标",
    title_en="A goal, and no indicators of the year",
    severity="warning",
    source=GUIDE,
    forms=EVERY_FORM,
)
def block_missing(view: View) -> Verdicts:
    """Where the rows of the year's indicators are there, one of them is named.

    Said only where the form has the rows: a table that was not found accuses nobody.

    Example: 一级 and 二级指标 printed, every 三级指标 blank: fail.
    """
    if any(row.name for row in view.annual):
        yield PASS
        return
    blank = tuple(
        pointer for row in view.annual if view.is_blank(pointer := f"{row.pointer}/level3")
    )
    if blank and len(blank) == len(view.annual):
        yield fail("年度绩效指标均未填写", "none of the year's indicators is filled in", blank)


# Fewer rows say nothing about a column.
HISTORY_ROWS = 5


@rule(
    "indicator.history_blank",
    number="A16",
    title="近两年指标值均为空",
    title_en="No indicator says what earlier years reached",
    severity="warning",
    source="部门整体绩效目标申报表“近两年指标值”",
    slack="fewer than 5 rows say nothing",
    forms=(DEPARTMENT_FORM,),
)
def history_blank(view: View) -> Verdicts:
    """Where the form asks what the last two years reached, some indicator says it.

    A department without money in those years is new, and has nothing to say.

    Example: 近两年指标值 blank for all of 20 indicators: fail.
    """
    asked = [row for row in view.annual if row.name and row.history]
    if len(asked) < HISTORY_ROWS or not view.history_years:
        return
    if any(value is not None for row in asked for value in row.history.values()):
        yield PASS
        return
    places = [f"{row.pointer}/history/{year}" for row in asked for year in row.history]
    if all(map(view.is_blank, places)):
        yield fail(
            f"{len(asked)} 个年度指标的近两年指标值均为空",
            f"none of {len(asked)} indicators says what earlier years reached",
            tuple(places),
        )


# Beyond so many, weights get below 2 of 100.
MOST = 20
SMALLEST_WEIGHT = 2


@rule(
    "indicator.too_few",
    number="W05",
    title="指标数量过少",
    title_en="Hardly any indicators",
    severity="info",
    source=GUIDE,
    slack="fewer than 3",
    forms=EVERY_FORM,
)
def too_few(view: View) -> Verdicts:
    """The year has at least three indicators.

    Example: two indicators: a note.
    """
    rows = [row for row in view.annual if row.name]
    if not rows:
        return
    if len(rows) >= FEWEST:
        yield PASS
        return
    yield fail(
        f"年度指标只有 {len(rows)} 个",
        f"there are only {len(rows)} indicators of the year",
        tuple(f"{row.pointer}/level3" for row in rows),
        expected=f">= {FEWEST}",
        actual=str(len(rows)),
    )


@rule(
    "indicator.too_many",
    number="W06",
    title="指标过多，权重分散",
    title_en="So many indicators that weights lose their meaning",
    severity="info",
    source=GUIDE,
    slack="up to 20, or no weight below 2",
    forms=(PROJECT_FORM, *EVALUATIONS),
)
def too_many(view: View) -> Verdicts:
    """More than twenty indicators, and weights below 2 of 100 among them.

    Example: 26 indicators, eleven of them with a weight of 1: a note.
    """
    rows = [row for row in view.annual if row.name]
    weighed = [row for row in rows if row.indicator.weight is not None]
    if not weighed:
        return
    small = [row for row in weighed if (row.indicator.weight or 0) < SMALLEST_WEIGHT]
    if len(rows) <= MOST or not small:
        yield PASS
        return
    yield fail(
        f"年度指标共 {len(rows)} 个，其中 {len(small)} 个分值不足 {SMALLEST_WEIGHT} 分",
        f"{len(rows)} indicators, {len(small)} of them with a weight below {SMALLEST_WEIGHT}",
        tuple(f"{row.pointer}/weight" for row in small),
        expected=f"<= {MOST}",
        actual=str(len(rows)),
    )
