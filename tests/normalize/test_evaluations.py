"""绩效自评表 of projects and departments, in the layouts of several offices."""

# ruff: noqa: E501 - a row of a form stays on one line.

from typing import Any

import pytest
from papered import document, recognised, table

from normalize.form import Reading, read_form
from normalize.models import DepartmentEvaluation, ProjectEvaluation
from shenbao.forms import shipped_forms

MINISTRY = """
项目名称           | <              | <            | 道路养护     | <          | <          | <    | <      | <
主管部门           | <              | <            | 交通局       | <          | 实施单位   | <    | 公路站 | <
项目资金（万元）   | <              |              | 年初预算数   | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^                  | ^              | 年度资金总额 | 100          | 90         | 81.9       | 10   | 91%    | 9.1
^                  | ^              | 其中：当年财政拨款 | 100    | 90         | 81.9       | —    | 91%    | —
^                  | ^              | 其他资金     |              |            |            | —    |        | —
年度总体目标       | 预期目标       | <            | <            | <          | 实际完成情况 | <  | <      | <
^                  | 养护道路50公里 | <            | <            | <          | 养护道路48公里 | < | <     | <
绩效指标           | 一级指标       | 二级指标     | 三级指标     | 年度指标值 | 实际完成值 | 分值 | 得分   | 偏差原因分析及改进措施
^                  | 产出指标（50分） | 数量指标   | 养护里程     | ≥50公里    | 48公里     | 25   | 24     | 雨季停工
^                  | ^              | 时效指标     | 简报         | ≥4期       | 5期        | 25.00 | 25.00 |
^                  | 效益指标       | 社会效益指标 | 事故起数     | ≤3起       | 2          | 40分 | 40     | /
总分               | <              | <            | <            | <          | <          | 100  | 98.1   |
自评等级           | <              | 优           | <            | <          | <          | <    | <      | <
"""


def read(grid: str, *lines: str) -> Reading:
    return read_form(document(table(grid), lines=lines), shipped_forms())


def dumped(reading: Reading) -> dict[str, Any]:
    assert reading.declaration is not None
    return reading.declaration.model_dump(mode="json", by_alias=True)


def test_the_ministrys_layout() -> None:
    reading = read(MINISTRY, "项目支出绩效自评表", "（2023年度）")
    declaration = dumped(reading)
    assert isinstance(reading.declaration, ProjectEvaluation)
    assert (declaration["project"], declaration["unit"]) == ("道路养护", "公路站")
    assert (declaration["fiscal_year"], declaration["currency_unit"]) == (2023, "万元")
    assert [tuple(row.values()) for row in declaration["execution"]] == [
        ("合计", "100", "90", "81.9", "10", "91", "9.1"),
        ("当年财政拨款", "100", "90", "81.9", None, "91", None),
        ("其他资金", None, None, None, None, None, None),
    ]
    annual = declaration["annual"]
    assert (annual["goal"], annual["actual"]) == ("养护道路50公里", "养护道路48公里")
    assert [
        (row["level1"], row["weight"], row["score"], row["reason"]) for row in annual["indicators"]
    ] == [
        ("产出指标（50分）", "25", "24", "雨季停工"),
        ("产出指标（50分）", "25.00", "25.00", None),
        ("效益指标", "40", "40", None),
    ]
    actual = [row["actual"] for row in annual["indicators"]]
    assert [(found["value"], found["unit"]) for found in actual] == [
        ("48", "公里"), ("5", "期"), ("2", ""),
    ]  # fmt: skip
    assert (declaration["total_score"], declaration["grade"]) == ("98.1", "优")
    assert declaration["unplaced"] == []
    assert reading.problems == ()


@pytest.mark.parametrize("read_as", ["总分", "安夏总分27", "一聪分"])
def test_the_row_of_the_sum_is_known_under_a_seal(read_as: str) -> None:
    paper = recognised(table(MINISTRY.replace("总分  ", read_as)))
    reading = read_form(document(paper, lines=["项目支出绩效自评表"]), shipped_forms())
    declaration = dumped(reading)
    assert (declaration["total_score"], len(declaration["annual"]["indicators"])) == ("98.1", 3)


SICHUAN = """
项目名称 | 51000021R000012-道路养护 | < | < | < | < | < | < | < | < | <
主管部门 | 交通局 | < | < | 实施单位 | 公路站 | < | < | < | < | <
项目基本情况 | 1.项目年度目标完成情况 | < | 项目年度目标 | < | < | < | 年度目标完成情况 | < | < | <
^ | ^ | ^ | 养护道路 | < | < | < | 已养护 | < | < | <
预算执行情况（10分） | 年度预算数（万元） | < | 年初预算 | < | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因
^ | 总额 | < | 238.93 | < | 251.89 | 251.89 | 100.00% | 10 | 10 | 追加
^ | 其中：财政资金 | < | 238.93 | < | 251.89 | 251.89 | 100.00% | / | / |
绩效指标（90分） | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因分析
^ | 产出指标 | 数量指标 | 里程 | ≥ | 50 | 公里 | 52 | 60 | 60 |
^ | 效益指标 | 社会效益指标 | 评价 | 定性 | 优 | | 良 | 30 | 20 | 未达到
合计 | < | < | < | < | < | < | < | 100 | 90 |
评价结论 | 完成较好 | < | < | < | < | < | < | < | < | <
存在问题 | 无 | < | < | < | < | < | < | < | < | <
"""


def test_a_provinces_layout_with_signs_and_units_in_columns_of_their_own() -> None:
    reading = read(SICHUAN, "部门预算项目支出绩效自评表（2023年度）")
    declaration = dumped(reading)
    assert (declaration["project"], declaration["project_code"]) == ("道路养护", "51000021R000012")
    assert declaration["annual"]["goal"] == "养护道路"
    assert declaration["annual"]["actual"] == "已养护"
    assert [row["item"] for row in declaration["execution"]] == ["合计", "财政资金"]
    assert declaration["execution"][0]["adjusted"] == "251.89"
    assert declaration["currency_unit"] == "万元"
    first, second = declaration["annual"]["indicators"]
    assert (first["target"]["op"], first["target"]["value"], first["target"]["unit"]) == (
        ">=", "50", "公里",
    )  # fmt: skip
    assert (first["actual"]["value"], first["actual"]["unit"]) == ("52", "公里")
    assert second["target"]["text"] == "优"
    assert declaration["total_score"] == "90"
    assert declaration["attributes"]["评价结论"] == "完成较好"
    assert reading.evidence["/annual/indicators/0/target"].repairs == [
        "sign_from_column",
        "unit_from_column",
    ]


DEPARTMENT = """
部门名称 | < | 交通局 | < | < | < | < | <
年度预算（万元） | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 资金总额 | 100 | 100 | 95 | 10 | 95% | 9.5
^ | 基本支出 | 60 | 60 | 60 | — | 100% | —
^ | 项目支出 | 40 | 40 | 35 | — | 87.5% | —
年度主要任务 | 修路 | < | < | < | < | < | <
年度总体目标 | 保障畅通 | < | < | < | < | < | <
年度目标完成情况 | 基本畅通 | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分 | 未完成原因分析
履职效能 | 数量指标 | 里程 | 90 | ≥50公里 | 50公里 | 90 |
总分 | < | < | < | < | < | 99.5 |
"""


def test_a_departments_layout() -> None:
    reading = read(DEPARTMENT, "2023年度部门整体支出绩效自评表")
    declaration = dumped(reading)
    assert isinstance(reading.declaration, DepartmentEvaluation)
    assert (declaration["department"], declaration["fiscal_year"]) == ("交通局", 2023)
    assert [row["item"] for row in declaration["execution"]] == ["合计", "基本支出", "项目支出"]
    assert declaration["annual"]["goal"] == "保障畅通"
    assert declaration["annual"]["actual"] == "基本畅通"
    assert declaration["total_score"] == "99.5"
    assert declaration["attributes"] == {"年度主要任务": "修路"}
    assert reading.problems == ()


def test_points_to_be_had_are_no_total_where_it_is_blank() -> None:
    reading = read(MINISTRY.replace("98.1  ", "      "), "项目支出绩效自评表")
    assert dumped(reading)["total_score"] is None


@pytest.mark.parametrize("title", ["部门整体支出绩效自评表", "整体支出绩效自评表（2023年度）"])
def test_the_year_follows_from_the_filing_date(title: str) -> None:
    reading = read(DEPARTMENT, title, "填报日期：2024年3月5日")
    assert dumped(reading)["fiscal_year"] == 2023


def test_a_form_of_goals_is_no_evaluation() -> None:
    reading = read("项目名称 | 修路\n主管部门 | 交通局", "项目支出绩效目标申报表")
    assert dumped(reading)["form"] == "项目支出绩效目标申报表"
