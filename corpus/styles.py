"""The layouts of forms other than the department's declaration, each as a table of rows.

What stands in a row is explained in `corpus.ruled`.
"""

# ruff: noqa: E501 - a row of a form stays on one line.

from dataclasses import dataclass
from random import Random

from corpus.layout import Layout
from corpus.projects import FORM as PROJECT
from corpus.projects import Needs
from corpus.ruled import Each, Part, Rows, Side, block_of, paragraphs_of, pen_of
from corpus.sheet import Align, Grid, Line, Sheet, stacked
from corpus.tree import Tree, TreeDraft


@dataclass(frozen=True, slots=True)
class Style:
    """A layout of a form: titles to choose from, lines, and tables as tuples of parts.

    The second and later tables have a header of `heads` rows that may be repeated.
    """

    name: str
    form: str
    titles: tuple[str, ...]
    tables: tuple[tuple[Part, ...], ...]
    needs: Needs
    above: tuple[tuple[str, Align], ...] = (("（{stated_year}年度）", "center"),)
    below: tuple[str, ...] = ()
    heads: int = 1


def sheet_of_style(draft: TreeDraft, style: Style, layout: Layout) -> Sheet:
    """The filing on its sheet."""
    pen = pen_of(draft.tree, layout)
    annex = (Line(paragraphs_of(layout.annex, "", draft.tree)[0]),) if layout.annex else ()
    title = paragraphs_of(Random(layout.seed).choice(style.titles), "", draft.tree)[0]
    lines = [_line(text, draft.tree, align) for text, align in style.above]
    grids: list[Grid] = []
    for number, parts in enumerate(style.tables):
        blocks = [block_of(part, pen) for part in parts]
        head = style.heads if number else 0
        grids.append(stacked(blocks, head, layout.repeat_header and head > 0))
    below = tuple(_line(text, draft.tree, "left") for text in style.below)
    above = (*annex, Line(title, "center", 1.7, True, 0.4), *lines)
    return Sheet(above, tuple(grids), below)


def _line(text: str, tree: Tree, align: Align) -> Line:
    return Line(paragraphs_of(text, "", tree)[0], align, after=0.3)


def printed_pointers(sheet: Sheet) -> set[str]:
    """Pointers of all leaves that stand on the sheet."""
    lines = [run for line in (*sheet.above, *sheet.below) for run in line.runs]
    cells = [run for g in sheet.grids for c in g.cells for p in c.paragraphs for run in p]
    return {pointer for run in (*lines, *cells) for pointer in run.pointers}


_MINISTRY = Style(
    "halves",
    PROJECT,
    ("项目支出绩效目标申报表", "项目支出绩效目标申报表", "财政项目支出绩效目标申报表"),
    (
        (
            Rows("""
                项目名称 16 | {project} 100
                主管部门及代码~主管部门 16 | {department} 50l | 实施单位 66 | {unit} 100l
                项目属性 16 | {nature} 50l | 项目期 66 | {attributes/项目期} 100l
            """),
            Side(
                "项目资金¶（{currency_unit}） 16",
                (
                    Rows("""
                        中期{funding/0/item}： 36l | {funding/0/total} 50 | 年度资金总额： 74l | {funding/0/annual} 100
                        其中：{funding/1/item} 36r | {funding/1/total} 50 | 其中：财政拨款 74r | {funding/1/annual} 100
                        {funding/2/item} 36r | {funding/2/total} 50 | 其他资金 74r | {funding/2/annual} 100
                    """),
                ),
            ),
            Side(
                "总体目标 5v",
                (
                    Rows("中期目标（{period/from}—{period/to}） 50 | 年度目标 100"),
                    Rows("{long_term/goal} 50t | {annual/goal} 100t"),
                ),
            ),
            Side(
                "绩效指标 5v",
                (
                    Rows(
                        "一级指标 13 | 二级指标 23 | 三级指标 39 | 指标值 50"
                        " | 二级指标 61 | 三级指标 84 | 指标值 100",
                        head=True,
                    ),
                    Each(
                        "annual/indicators",
                        "{annual/indicators/*/level1&long_term/indicators/*/level1} 13vm"
                        " | {long_term/indicators/*/level2} 23m"
                        " | {long_term/indicators/*/level3} 39l | {long_term/indicators/*/target} 50"
                        " | {annual/indicators/*/level2} 61m"
                        " | {annual/indicators/*/level3} 84l | {annual/indicators/*/target} 100l",
                    ),
                ),
            ),
        ),
    ),
    Needs((("财政拨款", "财政拨款"), ("其他资金", "其他资金"))),
)

_DATES = Style(
    "dates",
    PROJECT,
    ("财政项目支出绩效目标申报表", "项目支出绩效目标申报表"),
    (
        (
            Rows("""
                项目名称 14 | {project} 44 | 项目性质 56 | {nature} 66 | 项目类别 80 | {category} 100
                主管部门 14 | {department} 44 | 实施单位 56 | {unit} 100
                计划开始日期 14 | {period/from} 44 | 计划完成日期 56 | {period/to} 100
            """),
            Side(
                "项目资金¶（{currency_unit}） 14",
                (
                    Rows("""
                        项目{funding/0/item} 34 | {funding/0/total} 56 | 年度资金申请总额 80 | {funding/0/annual} 100
                        其中：{funding/1/item} 34 | {funding/1/total} 56 | 其中：{funding/2/item} 80 | {funding/2/annual} 100
                        34 | 56 | {funding/3/item} 80 | {funding/3/annual} 100
                        {funding/4/item} 34 | {funding/4/total} 56 | 其他资金 80 | {funding/4/annual} 100
                    """),
                ),
            ),
            Side(
                "项目¶绩效¶目标 14",
                (
                    Rows("""
                        项目总体目标 56 | 年度总体目标 100
                        {long_term/goal} 56t | {annual/goal} 100t
                    """),
                ),
            ),
            Side(
                "绩效¶指标 14",
                (
                    Rows(
                        "一级指标 28 | 二级指标 44 | 三级指标 74 | 年度(/项目)指标值~年度指标值~指标值 100",
                        head=True,
                    ),
                    Each(
                        "annual/indicators",
                        "{annual/indicators/*/level1} 28m | {annual/indicators/*/level2} 44m"
                        " | {annual/indicators/*/level3} 74l | {annual/indicators/*/target} 100",
                    ),
                ),
            ),
        ),
    ),
    Needs(
        (("财政资金", "当年财政拨款"), (None, "上年结转资金"), ("其他资金", "其他资金")),
        in_yuan=True,
        dated=True,
        bracketed=True,
    ),
)

STYLES = (_MINISTRY, _DATES)
"""Every layout there is."""


def styles_of(form: str) -> tuple[Style, ...]:
    """The layouts of a form, by its title."""
    return tuple(style for style in STYLES if style.form == form)
