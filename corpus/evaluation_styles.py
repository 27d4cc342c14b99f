"""The 绩效自评表 of projects and of departments in the layouts of several offices.

What stands in a row is explained in `corpus.ruled`.
"""

# ruff: noqa: E501 - a row of a form stays on one line.

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from corpus.evaluations import OF_DEPARTMENT, OF_PROJECT, Needs, draw_evaluation
from corpus.ruled import Each, Part, Rows, Side
from corpus.styles import Style
from corpus.tree import TreeDraft

_SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")


def _drawn(
    form: str, items: tuple[str, ...], **needs: Any
) -> Callable[[Random, str, bool], TreeDraft]:
    return partial(draw_evaluation, needs=Needs(form, items, **needs))


_MONEY: tuple[Part, ...] = (
    Rows(
        "30 | 年初预算数 44 | 全年预算数 58 | 全年执行数 72 | 分值 80 | 执行率 90 | 得分 100",
        head=True,
    ),
    Rows("""
        {execution/0/item} 30l | {execution/0/initial} 44 | {execution/0/adjusted} 58 | {execution/0/executed} 72 | {execution/0/weight} 80 | {execution/0/rate} 90 | {execution/0/score} 100
        其中：{execution/1/item} 30r | {execution/1/initial} 44 | {execution/1/adjusted} 58 | {execution/1/executed} 72 | {execution/1/weight} 80 | {execution/1/rate} 90 | {execution/1/score} 100
        {execution/2/item} 30r | {execution/2/initial} 44 | {execution/2/adjusted} 58 | {execution/2/executed} 72 | {execution/2/weight} 80 | {execution/2/rate} 90 | {execution/2/score} 100
        {execution/3/item} 30r | {execution/3/initial} 44 | {execution/3/adjusted} 58 | {execution/3/executed} 72 | {execution/3/weight} 80 | {execution/3/rate} 90 | {execution/3/score} 100
    """),
)
"""The budget block of 财预〔2020〕10号."""

_GOAL = Side(
    "年度总体目标~年度¶总体¶目标 6v",
    (
        Rows("""
            预期目标 58 | 实际完成情况 100
            {annual/goal} 58t | {annual/actual} 100t
        """),
    ),
)

_INDICATORS: tuple[Part, ...] = (
    Rows(
        "一级指标 13 | 二级指标 22 | 三级指标 40 | 年度指标值 52 | 实际完成值 64 | 分值 71 | 得分 79"
        " | 偏差原因分析及改进措施 100",
        head=True,
    ),
    Each(
        "annual/indicators",
        "{annual/indicators/*/level1} 13m | {annual/indicators/*/level2} 22m"
        " | {annual/indicators/*/level3} 40l | {annual/indicators/*/target} 52"
        " | {annual/indicators/*/actual} 64 | {annual/indicators/*/weight} 71"
        " | {annual/indicators/*/score} 79 | {annual/indicators/*/reason} 100l",
    ),
)
_WEIGHT_FIRST: tuple[Part, ...] = (
    Rows(
        "一级指标 14 | 二级指标 24 | 三级指标 42 | 分值~权重 49 | 年度指标值~预期指标值 61 | 实际完成值~全年实际值 73"
        " | 得分~自评得分 81 | 偏差原因分析及改进措施~未完成原因分析 100",
        head=True,
    ),
    Each(
        "annual/indicators",
        "{annual/indicators/*/level1} 14m | {annual/indicators/*/level2} 24m"
        " | {annual/indicators/*/level3} 42l | {annual/indicators/*/weight} 49"
        " | {annual/indicators/*/target} 61 | {annual/indicators/*/actual} 73"
        " | {annual/indicators/*/score} 81 | {annual/indicators/*/reason} 100l",
    ),
)

NOTICE = Style(
    "notice",
    ("项目支出绩效自评表", "项目支出绩效目标自评表", "财政项目支出绩效自评表"),
    (
        (
            Rows("""
                项目名称 13 | {project} 100
                主管部门 13 | {department} 58 | 实施单位 72 | {unit} 100
            """),
            Side("项目资金¶（{currency_unit}） 13", _MONEY),
            _GOAL,
            Side("绩效指标~绩¶效¶指¶标 6v", _INDICATORS),
            Rows("总分 64 | 100 71 | {total_score} 79 | 100"),
        ),
    ),
    _drawn(OF_PROJECT, _SOURCES),
)

MANAGED = Style(
    "managed",
    ("{stated_year}年度项目支出绩效自评表", "{stated_year}年项目支出绩效自评表"),
    (
        (
            Rows("""
                项目名称 14 | {project} 58 | 项目编码 72 | {project_code} 100
                主管部门 14 | {department} 58 | 实施单位 72 | {unit} 100
                项目负责人 14 | {manager} 58 | 联系电话 72 | {phone} 100
                填报部门 14 | {attributes/填报部门} 100
            """),
            Side("项目资金（{currency_unit}）~预算执行情况¶（{currency_unit}） 14", _MONEY),
            Rows(
                "年度目标~年度绩效目标 14 | {annual/goal} 100t\n年度目标完成情况~目标完成情况 14 | {annual/actual} 100t"
            ),
            *_WEIGHT_FIRST,
            Rows("总分~合计 73 | {total_score} 81 | 100\n自评等级~评价等级 14 | {grade} 100"),
        ),
    ),
    _drawn(OF_PROJECT, _SOURCES, pointed=True),
    above=(("填报日期：{filed_on}　　　　填报人：{preparer}", "left"),),
)

PARTED = Style(
    "parted",
    ("项目支出绩效自评表", "项目绩效自评表", "部门预算项目支出绩效自评表"),
    (
        (
            Rows("""
                项目名称 15 | {project} 55 | 主管部门 68 | {department} 100
                实施单位 15 | {unit} 55 | 联系电话 68 | {phone} 100
            """),
            Rows(
                "资金来源 25 | 预算数（A） 45 | 执行数（B） 65 | 执行率（B/A） 80 | 分值 90 | 得分 100",
                head=True,
            ),
            Each(
                "execution",
                "{execution/*/item} 25 | {execution/*/adjusted} 45 | {execution/*/executed} 65"
                " | {execution/*/rate} 80 | {execution/*/weight} 90 | {execution/*/score} 100",
            ),
            Rows("预期目标 50 | 实际完成情况 100\n{annual/goal} 50t | {annual/actual} 100t"),
        ),
        (*_WEIGHT_FIRST, Rows("总分 73 | {total_score} 81 | 100")),
    ),
    _drawn(OF_PROJECT, ("财政拨款", "其他资金"), whole="合计", in_yuan=True),
    above=(("（{stated_year}年度）", "center"), ("金额单位：{currency_unit}", "right")),
    below=("填报人：{preparer}　　　　填报日期：{filed_on}",),
)

WHOLE = Style(
    "whole",
    ("部门整体支出绩效自评表", "部门整体绩效自评表", "部门（单位）整体支出绩效自评表"),
    (
        (
            Rows("部门名称~部门（单位）名称 13 | {department} 100"),
            Side("年度预算¶（{currency_unit}）~预算执行¶（{currency_unit}） 13", _MONEY),
            _GOAL,
            Side("绩效指标~绩¶效¶指¶标 6v", _INDICATORS),
            Rows("总分 64 | 100 71 | {total_score} 79 | 100"),
        ),
    ),
    _drawn(OF_DEPARTMENT, _SOURCES),
)

GRADED = Style(
    "graded",
    ("{stated_year}年度部门整体支出绩效自评表", "{stated_year}年部门整体绩效自评表"),
    (
        (
            Rows("""
                部门名称~单位名称 14 | {department} 100
                填报人 14 | {preparer} 58 | 联系电话 72 | {phone} 100
            """),
            Side("部门资金（{currency_unit}）~部门整体支出¶（{currency_unit}） 14", _MONEY),
            Rows(
                "年度总体目标~年度绩效目标 14 | {annual/goal} 100t\n年度目标完成情况~目标完成情况 14 | {annual/actual} 100t"
            ),
            *_WEIGHT_FIRST,
            Rows("总分~合计 73 | {total_score} 81 | 100\n自评等级~评价等级 14 | {grade} 100"),
        ),
    ),
    _drawn(OF_DEPARTMENT, ("基本支出", "项目支出", "其他支出"), whole="资金总额", pointed=True),
    above=(("填报日期：{filed_on}", "left"),),
)

COLUMNS = Style(
    "columns",
    ("部门整体支出绩效自评表", "部门整体绩效自评表"),
    (
        (
            Rows("预算部门~部门名称 16 | {department} 55 | 联系电话 68 | {phone} 100"),
            Rows(
                "资金构成~资金来源 16 | 年初预算数 32 | 全年预算数 48 | 全年执行数 64 | 执行率 78 | 分值 89 | 得分 100",
                head=True,
            ),
            Each(
                "execution",
                "{execution/*/item} 16 | {execution/*/initial} 32 | {execution/*/adjusted} 48"
                " | {execution/*/executed} 64 | {execution/*/rate} 78 | {execution/*/weight} 89"
                " | {execution/*/score} 100",
            ),
            Rows("预期目标 50 | 实际完成情况 100\n{annual/goal} 50t | {annual/actual} 100t"),
        ),
        (*_INDICATORS, Rows("总分 64 | 100 71 | {total_score} 79 | 100")),
    ),
    _drawn(
        OF_DEPARTMENT,
        ("基本支出", "项目支出"),
        whole="合计",
        parts=("人员经费", "公用经费"),
        in_yuan=True,
    ),
    above=(("（{stated_year}年度）", "center"), ("金额单位：{currency_unit}", "right")),
    below=("填报人：{preparer}　　　　填报日期：{filed_on}",),
)

OF_PROJECTS = (NOTICE, MANAGED, PARTED)
OF_DEPARTMENTS = (WHOLE, GRADED, COLUMNS)
