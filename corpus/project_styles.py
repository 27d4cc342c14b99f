"""The 项目支出绩效目标申报表 in the layouts of several offices.

What stands in a row is explained in `corpus.ruled`.
"""

# ruff: noqa: E501 - a row of a form stays on one line.

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from corpus.projects import Needs, draw_project
from corpus.ruled import Each, Rows, Side
from corpus.styles import Style
from corpus.tree import TreeDraft


def _drawn(
    items: tuple[tuple[str | None, str | None], ...], **needs: Any
) -> Callable[[Random, str, bool], TreeDraft]:
    return partial(draw_project, needs=Needs(items, **needs))


MINISTRY = Style(
    "halves",
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
    _drawn((("财政拨款", "财政拨款"), ("其他资金", "其他资金"))),
)

DATES = Style(
    "dates",
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
    _drawn(
        (("财政资金", "当年财政拨款"), (None, "上年结转资金"), ("其他资金", "其他资金")),
        in_yuan=True,
        dated=True,
        bracketed=True,
    ),
)

POLICY = Style(
    "policy",
    ("项目支出绩效目标申报表", "省级项目支出绩效目标申报表", "项目支出绩效目标表"),
    (
        (
            Rows("""
                项目名称 15 | {project} 58 | 项目编码 72 | {project_code} 100
                主管部门~主管部门名称 15 | {department} 58 | 实施单位~项目实施单位 72 | {unit} 100
                项目负责人 15 | {manager} 58 | 联系电话 72 | {phone} 100
                项目类别 15 | {category} 58 | 实施周期 72 | {period/from}至{period/to}~{period/from}-{period/to} 100
                政策依据 15 | {attributes/政策依据} 100t
                项目概况 15 | {attributes/项目概况} 100t
            """),
            Side(
                "资金情况¶（{currency_unit}）~项目资金¶（{currency_unit}） 15",
                (
                    Rows(
                        "资金来源 45 | 实施周期金额~实施周期资金 72 | 年度金额~年度资金 100",
                        head=True,
                    ),
                    Each(
                        "funding",
                        "{funding/*/item} 45 | {funding/*/total} 72 | {funding/*/annual} 100",
                    ),
                ),
            ),
            Side(
                "总体目标 6v",
                (
                    Rows(
                        "实施周期目标~实施周期总体目标 15 | {long_term/goal} 100t\n年度目标~年度总体目标 15 | {annual/goal} 100t"
                    ),
                ),
            ),
            Side(
                "绩效指标 6v",
                (
                    Rows(
                        """
                        一级指标 15/2 | 二级指标 29/2 | 三级指标 58/2 | 指标值 100
                        实施周期指标值~实施周期 79 | 年度指标值~年度 100
                    """,
                        head=True,
                    ),
                    Each(
                        "annual/indicators",
                        "{annual/indicators/*/level1&long_term/indicators/*/level1} 15m"
                        " | {annual/indicators/*/level2&long_term/indicators/*/level2} 29m"
                        " | {annual/indicators/*/level3&long_term/indicators/*/level3} 58l"
                        " | {long_term/indicators/*/target} 79 | {annual/indicators/*/target} 100",
                    ),
                ),
            ),
        ),
    ),
    _drawn(
        (
            ("一般公共预算财政拨款", "一般公共预算财政拨款"),
            ("政府性基金预算财政拨款", "政府性基金预算财政拨款"),
            ("其他资金", "其他资金"),
        ),
        whole="合计",
    ),
    above=(
        ("（{stated_year}年度）", "center"),
        ("填报日期：{filed_on}　　填报人：{preparer}", "left"),
    ),
)

BOXES = Style(
    "boxes",
    ("项目支出绩效目标申报表", "市级项目支出绩效目标申报表", "部门预算项目支出绩效目标申报表"),
    (
        (
            Rows("""
                项目名称 16 | {project} 50 | 项目属性 66 | {nature&choices/项目属性} 100
                主管部门~预算主管部门 16 | {department} 50 | 实施单位~项目单位 66 | {unit} 100
                项目负责人 16 | {manager} 50 | 联系电话 66 | {phone} 100
                填报部门 16 | {attributes/填报部门} 100
                单位地址 16 | {attributes/单位地址} 50 | 邮政编码 66 | {attributes/邮政编码} 100
                计划开始日期~项目开始时间 16 | {period/from} 50 | 计划完成日期~项目完成时间 66 | {period/to} 100
                资金用途 16 | {choices/资金用途} 100l
                采购形式 16 | {choices/采购形式} 100l
                项目概况 16 | {attributes/项目概况} 100t
                立项依据 16 | {attributes/立项依据} 100t
                项目立项必要性 16 | {attributes/项目立项必要性} 100t
                实施计划 16 | {attributes/实施计划} 100t
            """),
            Side(
                "项目资金¶（{currency_unit}） 16",
                (
                    Rows(
                        "资金来源 40 | 项目总额~项目总预算 70 | 其中：年度预算~年度预算 100",
                        head=True,
                    ),
                    Each(
                        "funding",
                        "{funding/*/item} 40 | {funding/*/total} 70 | {funding/*/annual} 100",
                    ),
                ),
            ),
            Rows(
                "项目总目标~项目绩效总目标 16 | {long_term/goal} 100t\n年度目标~年度绩效目标 16 | {annual/goal} 100t"
            ),
        ),
        (
            Rows("分解目标~年度绩效指标 100"),
            Rows("一级指标 16 | 二级指标 34 | 三级指标 74 | 年度指标值~指标值 100", head=True),
            Each(
                "annual/indicators",
                "{annual/indicators/*/level1} 16m | {annual/indicators/*/level2} 34m"
                " | {annual/indicators/*/level3} 74l | {annual/indicators/*/target} 100",
            ),
        ),
    ),
    _drawn(
        (("财政拨款", "财政拨款"), ("上年结转", "上年结转"), ("单位自有资金", "单位自有资金")),
        whole="合计",
        parts=("一般公共预算", "政府性基金预算", "国有资本经营预算"),
        dated=True,
        ticked=True,
    ),
    below=("填报人：{preparer}　　　　填报日期：{filed_on}",),
    heads=2,
)

YEARS = Style(
    "years",
    ("项目支出绩效目标申报表", "项目申报绩效目标表", "财政支出项目绩效目标申报表"),
    (
        (
            Rows("""
                项目名称 17 | {project} 50 | 项目编码 67 | {project_code} 100
                项目主管部门 17 | {department} 50 | 项目执行单位~项目实施单位 67 | {unit} 100
                项目负责人 17 | {manager} 50 | 联系电话 67 | {phone} 100
                项目属性 17 | {nature} 50 | 项目类型~支出项目类别 67 | {category} 100
                起始年度 17 | {period/from} 50 | 终止年度 67 | {period/to} 100
                立项依据 17 | {attributes/立项依据} 100t
                实施计划 17 | {attributes/实施计划} 100t
                {funding/0/item} 17 | {funding/0/total} 50 | 项目当年预算 67 | {funding/0/annual} 100
            """),
            Rows("长期绩效目标 17 | {long_term/goal} 100t\n年度绩效目标 17 | {annual/goal} 100t"),
            Rows("长期绩效目标表~长期绩效指标 100"),
            Rows(
                "一级指标 17 | 二级指标 34 | 三级指标 67 | 指标值 83 | 指标值权重~分值 100",
                head=True,
            ),
            Each(
                "long_term/indicators",
                "{long_term/indicators/*/level1} 17m | {long_term/indicators/*/level2} 34m"
                " | {long_term/indicators/*/level3} 67 | {long_term/indicators/*/target} 83"
                " | {long_term/indicators/*/weight} 100",
            ),
            Rows("年度绩效目标表~年度绩效指标 100"),
            Rows(
                "一级指标 17 | 二级指标 34 | 三级指标 67 | 指标值 83 | 指标值权重~分值 100",
                head=True,
            ),
            Each(
                "annual/indicators",
                "{annual/indicators/*/level1} 17m | {annual/indicators/*/level2} 34m"
                " | {annual/indicators/*/level3} 67 | {annual/indicators/*/target} 83"
                " | {annual/indicators/*/weight} 100",
            ),
        ),
    ),
    _drawn((("财政拨款", "财政拨款"),), whole="项目总预算"),
    above=(("填报日期：{filed_on}　　　　单位：{currency_unit}", "left"),),
)

SYSTEM = Style(
    "system",
    ("项目支出绩效目标表", "项目支出绩效目标申报表", "部门预算项目绩效目标申报表"),
    (
        (
            Rows("""
                项目名称 14 | {project} 50 | 项目编码 64 | {project_code} 100
                主管部门 14 | {department} 50 | 实施单位~预算单位 64 | {unit} 100
                项目类别 14 | {category} 50 | 项目负责人 64 | {manager} 100
            """),
            Side(
                "项目资金¶（{currency_unit}）~资金情况¶（{currency_unit}） 14",
                (
                    Rows("""
                        年度{funding/0/item} 50 | {funding/0/annual} 100
                        其中：{funding/1/item} 50 | {funding/1/annual} 100
                        {funding/2/item} 50 | {funding/2/annual} 100
                    """),
                ),
            ),
            Rows("年度目标~年度绩效目标 14 | {annual/goal} 100t"),
            Rows(
                "一级指标 14 | 二级指标 28 | 三级指标 56 | 指标性质~运算符号 65 | 指标值 78 | 计量单位~度量单位 89 | 权重~分值 100",
                head=True,
            ),
            Each(
                "annual/indicators",
                "{annual/indicators/*/level1} 14m | {annual/indicators/*/level2} 28m"
                " | {annual/indicators/*/level3} 56l | {annual/indicators/*/_sign} 65"
                " | {annual/indicators/*/target} 78 | {annual/indicators/*/_unit} 89"
                " | {annual/indicators/*/weight} 100",
            ),
        ),
    ),
    _drawn((("财政拨款", "财政拨款"), ("其他资金", "其他资金")), yearly=True, columned=True),
)

STYLES = (MINISTRY, DATES, POLICY, BOXES, YEARS, SYSTEM)
"""All of them."""
