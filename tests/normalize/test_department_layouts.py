"""部门整体绩效目标申报表 in layouts other than the reference's."""

from typing import Any

from papered import document, table, text_line

from normalize.form import Reading, read_form
from shenbao.forms import shipped_forms

TITLE = "部门整体支出绩效目标申报表"


def read(*grids: str, lines: tuple[str, ...] = (TITLE, "（2024年度）")) -> Reading:
    tables = [table(grid, width=70, top=50 + 300 * at) for at, grid in enumerate(grids)]
    return read_form(document(*tables, lines=lines), shipped_forms())


def declared(reading: Reading) -> dict[str, Any]:
    assert reading.declaration is not None, reading.problems
    data: dict[str, Any] = reading.declaration.model_dump(mode="json")
    return data


OF_THE_YEAR = """
部门（单位）名称 | 某市水务局 | < | < | < | <
年度⏎主要⏎任务 | 任务名称 | 主要内容 | 预算金额（万元） | < | <
^ | ^ | ^ | 总额 | 财政拨款 | 其他资金
^ | 河道治理 | 清淤、护岸。 | 300.5 | 300.5 |
^ | 供水保障 | 管网改造。 | 120 | 100 | 20
^ | 金额合计 | < | 420.5 | 400.5 | 20
年度总体目标 | 目标1：治理河道。 | < | < | < | <
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值
^ | 产出指标 | 数量指标 | 治理河道 | ≥30公里 | 50
^ | 满意度指标 | 服务对象满意度 | 居民满意度 | ≥90% | 10分
"""


def test_main_tasks_with_their_amounts() -> None:
    reading = read(OF_THE_YEAR)
    data = declared(reading)
    assert data["main_tasks"] == [
        {
            "name": "河道治理",
            "content": "清淤、护岸。",
            "amount": "300.5",
            "fiscal": "300.5",
            "other": None,
        },
        {
            "name": "供水保障",
            "content": "管网改造。",
            "amount": "120",
            "fiscal": "100",
            "other": "20",
        },
        {
            "name": "金额合计",
            "content": None,
            "amount": "420.5",
            "fiscal": "400.5",
            "other": "20",
        },
    ]
    assert data["tasks"] == [] and data["currency_unit"] == "万元"
    assert data["annual"]["goal"] == "目标1：治理河道。"
    assert [row["weight"] for row in data["annual"]["indicators"]] == ["50", "10"]
    assert reading.problems == () and reading.fit == 1.0


def test_tasks_in_words_share_the_label() -> None:
    reading = read("部门职能概述 | 治水。\n年度主要任务 | 1、清淤；2、护岸。\n年度目标 | 好。")
    data = declared(reading)
    assert (data["tasks"], data["main_tasks"]) == (["清淤；", "护岸。"], [])


def test_numbered_rows() -> None:
    reading = read(
        """
        部门职能概述 | 治水。 | < | < | <
        项目支出情况 | 序号 | 项目名称 | 项目类别 | 项目总预算
        ^ | 1 | 河道治理 | 特定目标类 | 300
        ^ | 2 | 供水保障 | 特定目标类 | 120
        年度绩效指标 | 序号 | 二级指标 | 三级指标 | 指标值
        ^ | 1 | 数量指标 | 治理河道 | ≥30公里
        ^ | 2 | 质量指标 | 合格率 | 100%
        """
    )
    data = declared(reading)
    assert [row["name"] for row in data["projects"]] == ["河道治理", "供水保障"]
    assert [row["level3"] for row in data["annual"]["indicators"]] == ["治理河道", "合格率"]
    assert data["unplaced"] == []


def test_a_table_for_each_section() -> None:
    indicators = "一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | {} | ≥3个"
    tables = [
        table("部门名称 | 某市水务局 | 填报人 | 陈某", top=50),
        table(
            "项目名称 | 项目类别 | 项目总预算 | 本年度预算\n河道治理 | 其他 | 300 | 100", top=350
        ),
        table(indicators.format("长期的"), top=650),
        table(indicators.format("今年的"), top=950),
    ]
    lines = [
        text_line(TITLE, 50, 0),
        text_line("二、项目支出情况", 50, 330),
        text_line("三、长期绩效指标", 50, 630),
        text_line("四、年度绩效指标", 50, 930),
    ]
    data = declared(read_form(document(*tables, lines=lines), shipped_forms()))
    assert (data["department"], data["preparer"]) == ("某市水务局", "陈某")
    assert [row["annual_budget"] for row in data["projects"]] == ["100"]
    assert [row["level3"] for row in data["long_term"]["indicators"]] == ["长期的"]
    assert [row["level3"] for row in data["annual"]["indicators"]] == ["今年的"]
