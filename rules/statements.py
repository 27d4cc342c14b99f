"""What the filing says in words, against its tables."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from normalize.models import Project, Qualitative, Threshold
from rules.names import plain_name
from rules.projects import is_sum
from rules.rule import EVERY_FORM, PASS, Verdicts, fail, rule, undetermined
from rules.texts import Said
from rules.view import View

YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}

SCALE = {
    "": Decimal(1),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}

# `无100万以上的项目`, `没有超过100万元的项目`, `无单个金额100万元（含）以上项目`. Only words
# that speak of every project's size may stand between: `无100万元以上政府采购项目` is
# about some of them, `无100万以上项目未评估` about something else, `有无…` asks.
NO_PROJECT_ABOVE = re.compile(
    r"(?<!有)(?:没有|不存在|未安排|无)"
    r"(?:单个|单项|预算|金额|总预算|总额|资金)*(?P<over>达到|超过|高于|大于)?"
    r"(?P<number>\d+(?:\.\d+)?|一)?(?P<scale>百万|千万|万|千|亿)?元?"
    r"(?P<above>[（(]?含?[）)]?及?以上)?的?(?:支出)?项目"
    r"(?=$|[，。；、,.;:：）)」”])"
)

# The year's budget is meant when the words before say so.
OF_THE_YEAR = re.compile(r"本年|当年|今年|年度|年[^，。；]{0,4}$")

# Salaries are listed as projects by form, and are not what the words deny.
NOT_MEANT = ("人员类",)

SOURCE = "the filing's own words against its table “项目支出情况”"


class Statement(NamedTuple):
    """`无100万以上的项目` in some text of the filing; `limit` in yuan."""

    pointer: str
    words: str
    limit: Decimal
    of_year: bool


def _texts(view: View) -> Iterator[tuple[str, str]]:
    """Texts, bases and targets in words that speak of a 项目."""
    for row in (*view.long_term, *view.annual):
        if row.basis and "项目" in row.basis:
            yield f"{row.pointer}/basis", row.basis
        if isinstance(row.target, Qualitative) and "项目" in row.target.text:
            yield row.target_pointer, row.target.text
    for said in view.texts:
        if "项目" in said.text:
            yield said.pointer, said.text


def _statement(pointer: str, text: str) -> Statement | None:
    bare = "".join(text.split())
    match = NO_PROJECT_ABOVE.search(bare)
    if match is None or not (match["over"] or match["above"]):
        return None
    if not match["number"] and match["scale"] not in ("百万", "千万"):
        return None
    number = Decimal(1) if match["number"] in (None, "一") else Decimal(match["number"])
    of_year = bool(OF_THE_YEAR.search(bare[: match.start()]))
    return Statement(pointer, match[0], number * SCALE[match["scale"] or ""], of_year)


def statements(view: View) -> list[Statement]:
    """All places where the filing denies projects above some amount."""
    return [statement for pointer, text in _texts(view) if (statement := _statement(pointer, text))]


def _candidates(view: View) -> list[tuple[int, Project]]:
    return [
        (place, project)
        for place, project in enumerate(view.department.projects)
        if not is_sum(project) and not plain_name(project.category).startswith(NOT_MEANT)
    ]


def _judge(view: View, statement: Statement, yuan: Decimal) -> Verdicts:
    field = "annual_budget" if statement.of_year else "total_budget"
    budgets = [
        (f"/projects/{place}/{field}", project.name, getattr(project, field), place)
        for place, project in _candidates(view)
    ]
    above = [row for row in budgets if row[2] is not None and row[2] * yuan > statement.limit]
    unread = [row[0] for row in budgets if row[2] is None and view.is_unread(row[0])]
    if above:
        named = "、".join(f"{name or '未命名'} {budget}" for _, name, budget, _ in above)
        yield fail(
            f"“{statement.words}”与项目表不符：有 {len(above)} 个项目超过（{named}）",
            f"“{statement.words}” is denied by {len(above)} projects above: {named}",
            (statement.pointer, *(row[0] for row in above)),
            also=("/currency_unit", *(f"/projects/{row[3]}/category" for row in above)),
            expected="0",
            actual=str(len(above)),
        )
    elif unread:
        yield undetermined(
            f"“{statement.words}”：有项目金额未能读出，无法核对",
            f"“{statement.words}”: amounts of projects could not be read",
            (statement.pointer, *unread),
        )
    elif budgets:
        yield PASS


@rule(
    "statement.no_project_above",
    number="N02",
    title="称无某金额以上项目，项目表中却有",
    title_en="A statement that there is no project above an amount, and there is one",
    severity="error",
    source=SOURCE,
    slack="an amount that equals the limit passes",
)
def no_project_above(view: View) -> Verdicts:
    """A basis or text denies projects above an amount while a project's budget is above it.

    Compared is the total budget (the year's, where the words speak of the year) in
    the filing's currency unit, of projects that are not 人员类. Words about some
    projects only (`无100万元以上政府采购项目`) are not judged.

    Example: basis 无100万以上的项目, 后勤保障服务 has a total budget of 116.88 万元: fail
    (the reference filing).
    """
    found = statements(view)
    if not found or not view.department.projects:
        return
    yuan = YUAN.get(plain_name(view.declaration.currency_unit))
    if yuan is None:
        if view.is_unread("/currency_unit"):
            yield undetermined(
                "金额单位未能读出，无法核对项目金额",
                "the currency unit could not be read",
                ("/currency_unit",),
            )
        return
    for statement in found:
        yield from _judge(view, statement, yuan)


# 参保人数达到58000人, 培训人次不少于500人次: what may stand between a name and its figure.
_LINK = re.compile(
    r"(?:数量)?(?:将)?(?:达到|达|不少于|不低于|不超过|至少|大于|超过|为|控制在|保持在|≥|≤|=|：|:)*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>亿|万)?(?P<unit>[%a-zA-Z㎡一-龥]{1,4})"
)

# A name shorter than this is part of other words: 率, 人数, 满意度.
LONG_NAME = 4

# The clause speaks of another year, or of several.
_OTHER_YEARS = re.compile(r"上年|去年|累计|[三五]年|20\d\d年")


def _counts_said(goals: list[Said], name: str) -> Iterator[tuple[Said, re.Match[str]]]:
    for said in goals:
        if name not in said.text:
            continue
        for named in re.finditer(re.escape(name), said.text):
            before = re.split("[。；]", said.text[: named.start()])[-1]
            match = _LINK.match(said.text, named.end())
            if match and not _OTHER_YEARS.search(before):
                yield said, match


def _filed_values(view: View, name: str) -> list[tuple[str, Threshold]]:
    """What the tables say under a name, in both blocks and in earlier years."""
    found = []
    for row in view.rows:
        if row.name == name:
            values = [(row.target_pointer, row.target)]
            values += [(f"{row.pointer}/history/{year}", old) for year, old in row.history.items()]
            found += [(place, one) for place, one in values if isinstance(one, Threshold)]
    return found


def _says(match: re.Match[str], filed: Threshold) -> bool | None:
    """Whether a text says a filed value, in its unit or on its base scale; None in another."""
    number, scale, unit = match["number"].replace(",", ""), match["scale"] or "", match["unit"]
    if filed.unit and f"{scale}{unit}".startswith(filed.unit):
        return Decimal(number) == filed.value
    if filed.base_unit and unit.startswith(filed.base_unit):
        return Decimal(number) * SCALE[scale] == filed.base_value
    return None


@rule(
    "statement.indicator_value",
    number="N02",
    title="总体目标所述数量与指标值不一致",
    title_en="The goal names another figure than the indicator",
    severity="warning",
    source="the goals' own words against the indicators of the same name",
    forms=EVERY_FORM,
)
def indicator_value(view: View) -> Verdicts:
    """A goal names an indicator and right after it a figure that no row of this name has.

    Compared in one unit, with the targets of both blocks and with earlier years' values;
    names of fewer than four characters are not looked for.

    Example: 参保人数达到68000人 in the goal, 参保人数 ≥58000人 in the table: fail.
    """
    goals = [one for one in view.texts if one.pointer in ("/long_term/goal", "/annual/goal")]
    for name in dict.fromkeys(row.name for row in view.rows if len(row.name) >= LONG_NAME):
        for said, match in _counts_said(goals, name):
            filed = [
                (place, one, agrees)
                for place, one in _filed_values(view, name)
                if (agrees := _says(match, one)) is not None
            ]
            if not filed:
                continue
            if any(agrees for _, _, agrees in filed):
                yield PASS
                continue
            yield fail(
                f"总体目标称“{name}{match[0]}”，指标值为 {filed[0][1].raw}",
                f"the goal says “{name}{match[0]}”, the indicator {filed[0][1].raw}",
                (said.pointer, *(place for place, _, _ in filed)),
                expected=filed[0][1].raw,
                actual=match[0],
            )
