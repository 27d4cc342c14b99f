"""Rows of text become ruled cells, and each leaf on them keeps its pointer."""

from random import Random

import pytest

from corpus.layout import draw_layout
from corpus.ruled import Each, Rows, Side, block_of, paragraphs_of, pen_of
from corpus.sheet import check_covered, stacked
from corpus.written import BLANK, text

TREE = {
    "project": text("农村饮水安全"),
    "code": BLANK,
    "rows": [
        {"level1": text("产出指标"), "level2": text(second), "level3": text(third)}
        for second, third in (
            ("数量指标", "供水工程"),
            ("数量指标", "泵站"),
            ("质量指标", "合格率"),
        )
    ],
}
LAYOUT = draw_layout(Random(3), "reportlab")


def cells(*parts):
    """What stands where: row, row span, text."""
    grid = stacked([block_of(part, pen_of(TREE, LAYOUT)) for part in parts])
    check_covered(grid)
    return {(c.row, c.row_span, c.text) for c in grid.cells}


def test_a_row_ends_its_cells_where_it_says():
    grid = stacked([block_of(Rows("项目名称 16 | {project} 100"), pen_of(TREE, LAYOUT))])
    label, value = grid.row_cells(0)
    assert (label.text, label.role) == ("项目名称", "label")
    assert (value.text, value.role) == ("农村饮水安全", "value")
    assert value.paragraphs[0][0].pointers == ("/project",)


def test_a_label_at_the_side_goes_over_all_its_rows():
    assert cells(Side("项目资金 16", (Rows("总额 50 | 1 100"), Rows("其他 50 | 2 100")))) >= {
        (0, 2, "项目资金")
    }


def test_a_cell_over_two_rows_is_stepped_over():
    found = cells(Rows("指标 30/2 | 年度 100\n上年 60 | 当年 100"))
    assert found == {(0, 2, "指标"), (0, 1, "年度"), (1, 1, "上年"), (1, 1, "当年")}


@pytest.mark.parametrize(
    ("mark", "expected"),
    [("m", {(0, 2, "数量指标"), (2, 1, "质量指标")}), ("", {(0, 1, "数量指标")})],
)
def test_equal_neighbours_are_one_cell_where_they_are_marked(mark, expected):
    each = Each("rows", f"{{rows/*/level2}} 40{mark} | {{rows/*/level3}} 100")
    assert cells(each) >= expected


def test_a_merged_cell_stands_for_the_leaves_of_all_its_rows():
    block = block_of(
        Each("rows", "{rows/*/level1} 40m | {rows/*/level3} 100"), pen_of(TREE, LAYOUT)
    )
    merged = next(box for box in block.boxes if box.row_span == 3)
    assert merged.paragraphs[0][0].pointers == tuple(f"/rows/{i}/level1" for i in range(3))


def test_one_print_may_stand_for_two_leaves():
    ((run,),) = paragraphs_of("{project&project}", "", TREE)
    assert run.pointers == ("/project", "/project")


def test_a_print_stands_for_no_leaf_that_is_blank():
    ((run,),) = paragraphs_of("{project&code}", "", TREE)
    assert run.pointers == ("/project",)


def test_a_cell_without_an_edge_is_an_error():
    with pytest.raises(ValueError, match="without its right edge"):
        cells(Rows("项目名称"))
