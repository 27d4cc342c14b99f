"""What a form asks for and the filer left blank, and what of its template was left in.

Only what the form asks for (`View.is_blank`) can be missing: a form without the label
is not an incomplete one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from normalize.models import ProjectDeclaration
from rules.names import plain_name
from rules.places import place_zh
from rules.rule import (
    DECLARATIONS,
    EVERY_FORM,
    PASS,
    PROJECT_FORM,
    Verdicts,
    fail,
    rule,
    undetermined,
)
from rules.texts import escaped
from rules.view import BLOCK_EN, BLOCK_ZH, Block, View

SOURCE = "the catalogue of inconsistencies, part A (after 财预〔2015〕88号 and 财预〔2021〕101号)"

IDENTITY = {"project": "项目名称", "department": "部门（主管部门）名称", "unit": "实施单位"}
SIGNATURE = {
    "preparer": "填报人",
    "phone": "联系电话",
    "filed_on": "填报日期",
    "manager": "项目负责人",
}

# 项目属性 as the forms print it; any other single text is the form's own list and passes.
NATURES = ("新增", "延续", "一次性", "经常性", "阶段性", "常年性")


def _filled(view: View, fields: dict[str, str]) -> Verdicts:
    for field, zh in fields.items():
        value: Any = getattr(view.declaration, field, None)
        if value is not None:
            yield PASS
        elif view.is_blank(f"/{field}") and not _mark(view, f"/{field}"):
            yield fail(f"{zh}未填写", f"{field} ({zh}) is blank", (f"/{field}",))


def _mark(view: View, pointer: str) -> str:
    """What stands there for nothing (`/`, `……`, 待定); `""` where it is blank indeed."""
    return "".join(view.blanks.get(pointer, "").split())


@rule(
    "form.identity_blank",
    number="A01",
    title="基本信息缺项",
    title_en="Whose form it is stands blank",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def identity_blank(view: View) -> Verdicts:
    """The names of the project, the department and the unit are filled in, where asked for.

    A mark in their place (`/`) is form.template_left's matter.

    Example: 实施单位 with a blank cell: fail.
    """
    return _filled(view, IDENTITY)


@rule(
    "form.signature_blank",
    number="A11",
    title="填报人、联系电话或日期缺失",
    title_en="The signature block is incomplete",
    severity="info",
    source=SOURCE,
    forms=EVERY_FORM,
)
def signature_blank(view: View) -> Verdicts:
    """填报人, 联系电话, 填报日期 and 项目负责人 are filled in, where asked for.

    Example: `填报人：` with nothing behind it in a cell of its own: a note.
    """
    return _filled(view, SIGNATURE)


def _lasts_years(view: View) -> bool:
    """Whether the project is said to go on into another year."""
    if not isinstance(view.declaration, ProjectDeclaration):
        return False
    period = view.declaration.period
    return bool(period.start and period.end) and str(period.start)[:4] < str(period.end)[:4]


@rule(
    "goal.blank",
    number="A02",
    title="总体目标为空",
    title_en="A goal that stands blank",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def goal_blank(view: View) -> Verdicts:
    """The goal's text is filled in, where asked for.

    A blank medium-term goal is one only where its half has indicators, or the project's
    period is longer than a year: a project of one year leaves that half out.

    Example: 年度总体目标 blank over eight indicators: fail.
    """
    blocks: tuple[tuple[Block, bool], ...] = (
        ("annual", True),
        ("long_term", any(row.name for row in view.long_term) or _lasts_years(view)),
    )
    for block, due in blocks:
        part = getattr(view.declaration, block, None)
        if part is None or not due:
            continue
        pointer = f"/{block}/goal"
        if part.goal is not None:
            yield PASS
        elif view.is_blank(pointer) and not _mark(view, pointer):
            yield fail(
                f"{BLOCK_ZH[block]}总体目标未填写",
                f"the {BLOCK_EN[block]} goal is blank",
                (pointer,),
            )


# The template's own words: `目标1：目标2：……`, `指标1：`, `XX单位`, `待定`, `请填写…`.
_NUMBERED = r"(?:(?:指标|目标|任务|内容|措施)[一二三四五六七八九十\d]{1,2}[:：]?[.…。·]*)+[.…。·]*"
_LEFT_OUT = r"待(?:定|填|补充|完善|确定|填写)|[xX×✕*＊]{2,}|示例|样例|TBD|tbd"
_ASKS = r"[（(【]?(?:请|此处|在此)(?:填写|输入|选择|填报|填列).{0,30}|点击.{0,8}输入.{0,10}"
TEMPLATE = re.compile(f"(?:{_NUMBERED}|{_LEFT_OUT}|{_ASKS})")
# A gap inside a sentence: `培训XX人次`, `××单位`. `138****1234` and `A级` are none.
GAP = re.compile(
    r"(?<![\dA-Za-z])(?:[xX]{2,4}|×{2,}|＊{2,}|\*{2,}|〇〇|○○)(?:年|月|单位|部门|项目|局|市|县|区|镇|村|人|个|家|次"
    r"|场|万元|元|亩|户|%|％|工作|活动)"
)


# A text without any of these has no gap; most have none, and are told at once.
_GAP_SIGNS = re.compile(r"[xX×＊*〇○]")


@lru_cache(maxsize=8192)
def is_template(text: str) -> bool:
    """Whether a text (without blanks) is the template's own, or has a gap that it left."""
    gap = _GAP_SIGNS.search(text) and GAP.search(text)
    return bool(gap or TEMPLATE.fullmatch(text))


def _names_left(view: View) -> Verdicts:
    for rows in (view.long_term, view.annual):
        named = [row for row in rows if row.name]
        left = [row for row in named if is_template(row.name)]
        if left:
            yield fail(
                f"{BLOCK_ZH[left[0].block]}指标有 {len(left)} 个名称仍为模板文字：{left[0].name}",
                f"{len(left)} {BLOCK_EN[left[0].block]} indicators still have the template's name, "
                f"as {left[0].name}",
                tuple(f"{row.pointer}/level3" for row in left),
                actual=left[0].name,
            )
        elif named:
            yield PASS


# What every form of the kind must say: a stroke is no answer there. In a table a stroke
# says that there is nothing, which is an answer.
REQUIRED = ("/project", "/department", "/unit", "/annual/goal", "/period/from", "/period/to")
PROMISED = re.compile(_LEFT_OUT)


def _left_out(view: View) -> Iterator[tuple[str, str]]:
    """Places with a mark where something must stand, or with a promise (待定, XX) anywhere."""
    for pointer, raw in view.blanks.items():
        if not raw or not view.is_blank(pointer):
            continue
        mark = "".join(raw.split())
        if mark and (pointer in REQUIRED or PROMISED.fullmatch(mark)):
            yield pointer, mark


@rule(
    "form.template_left",
    number="A04",
    title="占位符或模板文字残留",
    title_en="The template's own words were left in",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def template_left(view: View) -> Verdicts:
    """No cell holds the template's own words or a gap that was to be filled.

    Whole cells like `指标1：`, `目标1：目标2：……`, `XX`, 待定, 请填写…, and gaps in sentences
    (`培训XX人次`). A stroke or dots (`/`, `—`, `.....`, 无) stand for nothing: in a table that
    is an answer, in place of a name, a goal or a period it is none.

    Example: 中期目标 `目标1：目标2：目标3：……`, 三级指标 `指标1：` with a value of 33: fail.
    """
    yield from _names_left(view)
    for said in view.texts:
        if is_template(said.text):
            yield fail(
                f"仍有模板文字或占位符：“{said.text[:20]}”",
                f"the template's words were left in: {said.text[:20]}",
                (said.pointer,),
                actual=said.text[:20],
            )
        else:
            yield PASS
    for pointer, mark in _left_out(view):
        yield fail(
            f"{place_zh(view.declaration, pointer)}仅填“{mark}”",
            f"only {mark} stands at {pointer}, where a value is asked for",
            (pointer,),
            actual=mark,
        )


@rule(
    "indicator.nameless",
    number="A04",
    title="有指标值而无指标名称",
    title_en="A target without the name of its indicator",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def nameless(view: View) -> Verdicts:
    """A row that has a 指标值 names its 三级指标.

    Example: 数量指标 / `.....` / ≥20人: fail. A row of which all is crossed out: nothing is said.
    """
    for row in (*view.long_term, *view.annual):
        if row.target is None:
            continue
        if row.name:
            yield PASS
        elif view.is_blank(f"{row.pointer}/level3"):
            yield fail(
                f"{BLOCK_ZH[row.block]}指标值 {row.target.raw} 没有对应的三级指标名称",
                f"the {BLOCK_EN[row.block]} target {row.target.raw} has no indicator",
                (f"{row.pointer}/level3", row.target_pointer),
                actual=row.target.raw,
            )


@rule(
    "period.blank",
    number="A09",
    title="项目起止时间缺失",
    title_en="The project's period stands blank",
    severity="error",
    source=SOURCE,
    forms=(PROJECT_FORM,),
)
def period_blank(view: View) -> Verdicts:
    """Beginning and end of the project are filled in, where asked for.

    Example: 计划完成日期 blank: fail.
    """
    period = view.project.period
    for value, end, zh in ((period.start, "from", "开始"), (period.end, "to", "结束")):
        pointer = f"/period/{end}"
        if value is not None:
            yield PASS
        elif view.is_blank(pointer) and not _mark(view, pointer):
            yield fail(f"项目{zh}时间未填写", f"the project's period ({end}) is blank", (pointer,))


# Groups of boxes of which one excludes the other.
EXCLUSIVE = (
    frozenset(("是", "否")),
    frozenset(("有", "无")),
    frozenset(("新增项目", "延续项目")),
    frozenset(("新增", "延续")),
)
NATURE_LABEL = re.compile(r"项目(?:属性|性质|类型)")


def _natures(text: str) -> list[str]:
    return [nature for nature in NATURES if nature in text]


def _said_nature(view: View) -> Verdicts:
    """项目属性 as a text. Two kinds in a row are boxes whose ticks were not read."""
    if not isinstance(view.declaration, ProjectDeclaration):
        return
    said = plain_name(view.declaration.nature)
    if len(_natures(said)) > 1 and not re.search("[或/／]", said):
        yield undetermined(
            f"项目属性“{said}”未能读出勾选",
            f"which box of {said} is ticked was not read",
            ("/nature",),
        )
    elif said:
        yield PASS
    elif view.is_blank("/nature"):
        yield fail("项目属性未填写", "the project's nature is blank", ("/nature",))


@rule(
    "project.nature",
    number="A12",
    title="项目属性未选或双选",
    title_en="The project's nature is not exactly one",
    severity="error",
    source=SOURCE,
    forms=DECLARATIONS,
)
def nature(view: View) -> Verdicts:
    """项目属性 names one of its kinds; of boxes that exclude each other one is ticked.

    Of other groups of boxes any number may be ticked, or none.

    Example: 新增项目 and 延续项目 both ticked, or neither: fail. 是 and 否 both ticked: fail.
    """
    yield from _said_nature(view)
    for group, ticked in view.declaration.choices.items():
        pointer = f"/choices/{escaped(group)}"
        if any(boxes <= set(ticked) for boxes in EXCLUSIVE):
            yield fail(
                f"{group}同时选择了{'、'.join(ticked)}",
                f"{group}: boxes that exclude each other are ticked: {', '.join(ticked)}",
                (pointer,),
                actual="、".join(ticked),
            )
        elif not ticked and NATURE_LABEL.search(group):
            yield fail(f"{group}未选择", f"{group}: no box is ticked", (pointer,))
        elif ticked and any(boxes & set(ticked) for boxes in EXCLUSIVE):
            yield PASS
