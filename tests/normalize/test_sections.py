"""Which rows belong to which section."""

import pytest
from papered import document, recognised, table, text_line

from extract.records import Box, TextLine
from normalize.repair import squeeze
from normalize.rows import next_cell, rows_of
from normalize.sections import Block, find_blocks, match_label
from shenbao.forms import shipped_forms

FORM = next(form for form in shipped_forms() if form.title == "部门整体绩效目标申报表")


def blocks(*grids: str, lines: tuple[TextLine, ...] = ()) -> tuple[list[Block], list[list[str]]]:
    tables = [table(grid, top=50 + 300 * number) for number, grid in enumerate(grids)]
    found, loose = find_blocks(rows_of(document(*tables).tables, lines), FORM)
    return found, [list(row.texts) for row in loose]


def paths(found: list[Block]) -> list[tuple[str, int]]:
    """Section and number of its rows."""
    return [(block.section.path, len(block.rows)) for block in found]


MATCHES = [
    ("部门职能概述", False, "functions"),
    ("长期目标", False, "long_term"),
    ("长期目标:(截止2026年)", False, "long_term"),
    ("长期目标(截止2026年)", False, "long_term"),
    ("年度绩效指标", False, "annual.indicators"),
    ("一、部门职能概述", True, "functions"),
    ("(一)部门职能概述", True, "functions"),
    ("3.项目支出情况", True, "projects"),
    ("一、部门职能概述", False, "functions"),
    ("长期目标:建成体系", True, "long_term"),
    ("长期目标:建成体系", False, None),
    ("项目支出情况说明如下", True, None),
    ("年度目标完成率", False, None),
    ("财政拨款", False, None),
    ("", False, None),
]


@pytest.mark.parametrize(("text", "heading", "path"), MATCHES)
def test_labels(text: str, heading: bool, path: str | None) -> None:
    marks = match_label(squeeze(text), FORM, heading)
    assert [mark.section.path for mark in marks][:1] == ([path] if path else [])


def test_labels_at_the_left() -> None:
    found, loose = blocks(
        """
        部门（单位）名称 | 广水市劳动保险服务中心 | <
        部门职能概述     | 1、宣传政策；          | <
        项目支出情况     | 项目名称               | 项目总预算
        ^                | 后勤保障               | 116.88
        长期目标         | 建成体系               | <
        """
    )
    assert paths(found) == [("functions", 1), ("projects", 2), ("long_term", 1)]
    assert [block.column for block in found] == [1, 1, 1]
    assert loose == [["部门(单位)名称", "广水市劳动保险服务中心"]]


def test_labels_as_headings_over_the_whole_width() -> None:
    found, _ = blocks(
        """
        一、部门职能概述 | <        | <
        宣传政策。       | <        | <
        二、项目支出情况 | <        | <
        项目名称         | 项目类别 | 项目总预算
        后勤保障         | 其他类   | 116.88
        """
    )
    assert paths(found) == [("functions", 1), ("projects", 2)]
    assert [block.column for block in found] == [0, 0]


def test_a_heading_that_holds_the_text_itself() -> None:
    found, _ = blocks("长期目标：建成体系 | <\n年度目标：办理业务 | <")
    assert paths(found) == [("long_term", 1), ("annual", 1)]


def test_a_label_beside_one_over_several_sections() -> None:
    found, _ = blocks(
        """
        整体绩效 | 长期目标     | 建成体系 | <
        ^        | 长期绩效指标 | 一级指标 | 三级指标
        ^        | ^            | 满意度   | 群众满意度
        """
    )
    assert paths(found) == [("long_term", 1), ("long_term.indicators", 2)]
    assert [block.column for block in found] == [2, 2]


def test_a_label_that_comes_back_on_the_next_page_goes_on() -> None:
    found, _ = blocks(
        """
        部门职能概述 | 1、宣传政策；
        部门职能概述 | 2、办理业务。
        年度工作任务 | 1、培训。
        """
    )
    assert paths(found) == [("functions", 2), ("tasks", 1)]


def test_a_value_that_reads_like_a_label_is_none() -> None:
    found, _ = blocks(
        """
        项目支出情况 | 项目名称 | 项目类别   | 项目总预算
        ^            | 年度目标 | 特定目标类 | 5
        """
    )
    assert paths(found) == [("projects", 2)]


def test_a_table_known_by_its_headers() -> None:
    found, _ = blocks(
        """
        项目名称 | 支出项目类别 | 项目总预算 | 项目主要支出方向和用途
        后勤保障 | 特定目标类   | 116.88     | 办公
        """
    )
    assert paths(found) == [("projects", 2)]


def test_a_header_that_reads_like_the_label_of_its_table_is_none() -> None:
    found, _ = blocks(
        """
        一部门总体资金情况 | 总体资金情况 | <        | 当年金额 | 占比
        ^                  | 收入构成     | 财政拨款 | 463.01   | 100%
        ^                  | ^            | 合计     | 463.01   | 100%
        """
    )
    assert paths(found) == [("funding", 3)]
    assert found[0].column == 1 and found[0].beside


def test_a_column_whose_header_is_hidden_belongs_to_the_table_without_its_label() -> None:
    paper = recognised(
        table(
            """
            长期效 | 一级     | 二级指标 | 三级指标 | 指标值
            ^      | 履职效能 | 核心业务 | 参保人数 | ≥58000人
            ^      | ^        | ^        | 参保率   | ≥98%
            """
        )
    )
    found, _ = find_blocks(rows_of([paper]), FORM)
    assert paths(found) == [("long_term.indicators", 3)] and found[0].column == 1


def test_a_section_named_by_a_line_above_its_table() -> None:
    grid = "一级指标 | 二级指标 | 三级指标 | 指标值\n满意度 | 服务对象 | 群众满意度 | ≥95%"
    lines = (text_line("长期绩效指标", 100, 35), text_line("年度绩效指标", 100, 335))
    found, _ = blocks(grid, grid, lines=lines)
    assert paths(found) == [("long_term.indicators", 2), ("annual.indicators", 2)]


def test_a_pair_after_a_section_is_loose() -> None:
    _, loose = blocks("部门职能概述 | 宣传政策。\n联系电话 | 13800000000")
    assert loose == [["联系电话", "13800000000"]]


def test_a_foreign_table_has_no_section() -> None:
    found, loose = blocks("姓名 | 年龄\n甲 | 5")
    assert found == [] and len(loose) == 2


def test_rows_and_the_cells_that_cover_them() -> None:
    rows = rows_of([table("产出 | 甲 | <\n^ | 乙 | 丙\n | 丁 | 戊")])
    assert [list(row.texts) for row in rows] == [
        ["产出", "甲"],
        ["产出", "乙", "丙"],
        ["", "丁", "戊"],
    ]
    assert [text for _, text in rows[1].starting] == ["乙", "丙"]
    assert not rows[1].is_blank
    beside = next_cell(rows[1], rows[1].cells[0])
    assert beside is not None and beside.text == "乙"
    assert next_cell(rows[1], rows[1].cells[2]) is None
    assert rows[0].cells[0].places[0].box == Box(0, 50, 100, 90)


def test_a_row_with_nothing_in_it() -> None:
    assert [row.is_blank for row in rows_of([table("甲 | 乙\n | \n丙 | ")])] == [False, True, False]


@pytest.mark.parametrize("side", ["一", "十", "指标", ""])
def test_what_stands_beside_the_records_of_the_next_page_ends_no_table(side: str) -> None:
    found, loose = blocks(
        f"""
        年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        {side}   | 履职效能 | 核心业务 | 参保人数 | ≥58000人
        ^        | ^        | ^        | 参保率   | ≥98%
        """
    )
    assert paths(found) == [("annual.indicators", 3)] and not loose


def test_a_section_below_a_table_begins_though_it_has_as_many_columns() -> None:
    found, _ = blocks(
        """
        长期绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        ^            | 履职效能 | 核心业务 | 参保人数 | ≥58000人
        年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        ^            | 履职效能 | 核心业务 | 参保人数 | ≥58000人
        """
    )
    assert paths(found) == [("long_term.indicators", 2), ("annual.indicators", 2)]


def test_headers_that_a_false_ruling_cuts_off_come_back() -> None:
    found, loose = blocks(
        """
        填报人           | 方某     | <        | 联系电话     | 138
                         | 资金情况 | 当年金额 | 近两年收支金额 | <
        ^                | ^        | ^        | 2021年       | 2022年
        部门总体资金情况 | 收入构成 | 463.01   | 492.45       | 456.94
        ^                | 合计     | 463.01   | 492.45       | 456.94
        """
    )
    assert paths(found) == [("funding", 4)] and len(loose) == 1


def test_headers_and_records_that_a_fold_cuts_off_their_label_come_back() -> None:
    found, loose = blocks(
        """
        年度目标     | 建成体系。 | <        | <        | <
                     | 一级指标   | 二级指标 | 三级指标 | 指标值
        ^            | 履职效能   | 核心业务 | 参保人数 | ≥58000人
        年度绩效指标 | ^          | ^        | 参保率   | ≥98%
        ^            | 满意度     | 群众     | 满意率   | ≥95%
        """
    )
    assert paths(found) == [("annual", 1), ("annual.indicators", 4)] and not loose


def test_records_of_the_table_above_are_not_taken_from_it() -> None:
    found, _ = blocks(
        """
        长期绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        ^            | 履职效能 | 核心业务 | 参保人数 | ≥58000人
        年度绩效指标 | 履职效能 | 核心业务 | 参保人数 | ≥57000人
        """
    )
    assert paths(found) == [("long_term.indicators", 2), ("annual.indicators", 1)]


def test_the_first_of_two_header_rows_belongs_to_the_table_whose_label_is_cut() -> None:
    found, loose = blocks(
        """
        年度十 | 任务名称   | 主要内容   | 预算金额（万元） | <        | <
        ^      | ^          | ^          | 总额             | 财政拨款 | 其他资金
        要任务 | 校园安全   | 持续推进。 | 150.24           | 150.24   | 0
        """
    )
    assert paths(found) == [("main_tasks", 3)] and not loose
