"""Labels that the page edge broke in two."""

import pytest
from papered import recognised, table

from extract.records import Table
from normalize.mending import mend_labels
from shenbao.forms import shipped_forms

FORM = next(form for form in shipped_forms() if form.title == "部门整体绩效目标申报表")


def mend(grid: str, *turns: int) -> Table:
    return mend_labels(table(grid, turns=turns), FORM)


def told(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, "".join(cell.text.split()))
        for cell in found.cells
    ]


def test_a_broken_level_is_one_label_over_both_pages() -> None:
    found = mend(
        """
        可持续发展能 | 科技支撑 | ≥5个
        力           | 人才支撑 | ≥3个
        """,
        1,
    )
    assert told(found) == [
        (0, 0, 2, 1, "可持续发展能力"),
        (0, 1, 1, 1, "科技支撑"),
        (0, 2, 1, 1, "≥5个"),
        (1, 1, 1, 1, "人才支撑"),
        (1, 2, 1, 1, "≥3个"),
    ]
    label = found.cells[0]
    assert [place.page for place in label.places] == [1, 2]
    assert [line.page for line in label.lines] == [1, 2]
    assert found.rows == 2


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [("可持续发", "展能", "可持续发展能力"), ("可持续发展", "", "可持续发展")],
)
def test_a_level_whose_end_is_printed_over_beyond_the_page(
    upper: str, lower: str, whole: str
) -> None:
    grid = f"{upper} | 科技支撑 | ≥5个\n{lower} | 人才支撑 | ≥3个"
    found = mend_labels(recognised(table(grid, turns=[1])), FORM)
    label = next(cell for cell in found.cells if cell.lines)
    assert "".join(label.text.split()) == whole
    assert all(line.confidence < 0.9 for line in label.lines) is (whole != upper)
    assert told(mend(grid, 1))[0][4] == upper


def test_labels_over_rows_on_both_pages() -> None:
    found = mend(
        """
        满意 | 服务对象满意度 | ≥95%
        ^    | 社会公众满意度 | ≥90%
        度   | 联系部门满意度 | ≥95%
        ^    | 联系部门满意度 | ≥96%
        """,
        2,
    )
    assert told(found)[0] == (0, 0, 4, 1, "满意度")
    assert len(found.cells) == 9


def test_an_empty_half_beside_it_goes_on_too() -> None:
    found = mend(
        """
        可持续发展能 | 科技支撑 | 专利 | ≥5个
        力           |          | 论文 | ≥3个
        """,
        1,
    )
    assert told(found)[:2] == [(0, 0, 2, 1, "可持续发展能力"), (0, 1, 2, 1, "科技支撑")]


def test_a_broken_row_of_label_and_text_is_one_row() -> None:
    found = mend(
        """
        部门职能 | 1、宣传政策；
        概述     | 2、办理业务。
        联系电话 | 138
        """,
        1,
    )
    assert told(found) == [
        (0, 0, 1, 1, "部门职能概述"),
        (0, 1, 1, 1, "1、宣传政策；2、办理业务。"),
        (1, 0, 1, 1, "联系电话"),
        (1, 1, 1, 1, "138"),
    ]
    assert found.rows == 2


def test_a_label_with_a_year_in_brackets() -> None:
    found = mend("长期目标（截止 | 建成\n2026年） | 体系", 1)
    assert told(found) == [(0, 0, 1, 1, "长期目标（截止2026年）"), (0, 1, 1, 1, "建成体系")]


def test_two_broken_labels() -> None:
    found = mend(
        """
        可持续发展能 | 科技支撑 | 5
        力           | 人才支撑 | 3
        满意         | 服务对象满意度 | 5
        度           | 社会公众满意度 | 3
        """,
        1,
        3,
    )
    assert [cell[4] for cell in told(found) if cell[2] == 2] == ["可持续发展能力", "满意度"]


def test_a_level_that_is_one_too_without_its_last_word() -> None:
    """`指标` is a header, and no level that would begin a row of its own."""
    project = next(form for form in shipped_forms() if form.title == "项目支出绩效目标申报表")
    grid = table("服务对象满意度 | 群众满意度 | 95%\n指标 | 企业满意度 | 90%", turns=(1,))
    found = mend_labels(grid, project)
    assert told(found)[0] == (0, 0, 2, 1, "服务对象满意度指标")


def test_a_vertical_label_that_ran_out_into_the_cell_below() -> None:
    """Where a page edge left no room for it, writers set its last characters below the ruling."""
    found = mend(
        """
        可⏎持⏎续         | 科技支撑 | ≥5个
        发⏎展⏎能         | 人才支撑 | ≥3个
        力⏎满⏎意⏎度      | 联系部门满意度 | ≥95%
        """,
        1,
    )
    assert [cell for cell in told(found) if cell[1] == 0] == [
        (0, 0, 2, 1, "可持续发展能力"),
        (2, 0, 1, 1, "满意度"),
    ]


def test_a_label_whole_but_for_what_ran_out() -> None:
    found = mend("社⏎会⏎效 | 社会效益 | 3\n应⏎满意度 | 服务对象满意度 | 5\n甲 | 乙 | 3", 2)
    assert [cell[4] for cell in told(found) if cell[1] == 0] == ["社会效应", "满意度", "甲"]


UNTOUCHED = [
    ("ran out of nothing", "甲⏎乙 | 5\n力⏎满⏎意⏎度 | 3", 1),
    ("into no label", "社⏎会⏎效 | 5\n应⏎甲⏎乙 | 3", 1),
    ("both are labels", "运行成本 | 5\n管理效率 | 3", 1),
    ("neither makes a label", "甲乙 | 5\n丙丁 | 3", 1),
    ("on one page", "可持续发展能 | 5\n力 | 3", 5),
    ("an empty half", "可持续发展能力 | 5\n | 3", 1),
    ("values", "5. | 5\n8 | 3", 1),
    ("in other columns", "可持续发展能 | <\n力 | 3", 1),
]


@pytest.mark.parametrize(
    ("grid", "turn"), [case[1:] for case in UNTOUCHED], ids=[case[0] for case in UNTOUCHED]
)
def test_nothing_else_is_joined(grid: str, turn: int) -> None:
    before = table(grid, turns=(turn,))
    assert mend_labels(before, FORM) == before


def test_doubt_is_kept() -> None:
    before = table("满意 | 甲 | 5\n度 | 乙 | 3", turns=(1,))
    cells = tuple(
        type(cell)(
            cell.row,
            cell.column,
            1,
            1,
            cell.places,
            cell.lines,
            "smudged" if cell.text == "度" else "",
        )
        for cell in before.cells
    )
    found = mend_labels(Table(before.pages, 2, 3, cells), FORM)
    assert found.cells[0].doubt == "smudged"


@pytest.mark.parametrize("read", ["力", "刀", "八"])
def test_a_character_that_ran_into_the_label_below_is_read_as_another(read: str) -> None:
    down = "⏎".join
    grid = f"""
        {down("可持续发展能")} | 科技支撑 | ≥5个
        {down(read + "满意度")} | 服务对象 | ≥95%
        """
    labels = [
        cell[4]
        for cell in told(mend_labels(recognised(table(grid, turns=[1])), FORM))
        if cell[1] == 0
    ]
    assert labels == ["可持续发展能力", "满意度"]
