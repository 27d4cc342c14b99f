"""Parts of tables on successive pages to whole tables."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from drawn import PAGE, glyphs, page, ruled, spans, texts, written

from extract.layout import Layout, lay_out
from extract.records import Box, Place, Table, TextLine
from extract.stitch import _Draft, _lacks_decimals, stitch

HEAD = ["指标", "目标", "依据"]
FULL = "完善城乡居民养老保险"
"""Ten characters: more does not fit into a column of 105 points."""
WIDTHS = (60, 106, 106)


def pages(*parts: Sequence[Sequence[str]], **more: Any) -> list[Layout]:
    """Each part a table alone on a page of its own, with a page number at the foot."""
    return [
        written(number, part, foot=f"— {number} —", **{"widths": WIDTHS, **more})
        for number, part in enumerate(parts, 1)
    ]


def one(layouts: Sequence[Layout]) -> Table:
    (table,) = stitch(layouts)
    return table


def rows(table: Table) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        found[cell.row].append("".join(cell.text.split()))
    return found


def test_a_table_on_one_page() -> None:
    table = one(pages([HEAD, ["甲", "乙", "丙"]]))
    assert (table.pages, table.rows, table.columns) == ((1,), 2, 3)
    assert rows(table) == [HEAD, ["甲", "乙", "丙"]]


def test_new_rows_are_not_joined() -> None:
    table = one(pages([HEAD, ["甲", "基本健全", "计划标准"]], [["乙", "按时完成", "行业标准"]]))
    assert table.pages == (1, 2)
    assert rows(table) == [HEAD, ["甲", "基本健全", "计划标准"], ["乙", "按时完成", "行业标准"]]
    assert [cell.page for cell in table.cells] == [1] * 6 + [2] * 3


def test_a_repeated_header_is_dropped() -> None:
    table = one(pages([HEAD, ["甲", "健全", "计划"]], [HEAD, ["乙", "完成", "行业"]]))
    assert rows(table) == [HEAD, ["甲", "健全", "计划"], ["乙", "完成", "行业"]]


def test_a_repeated_header_of_two_rows() -> None:
    top = [["资金情况", "", ""], HEAD]
    merged = [(0, 0, 1, 3)]
    layouts = pages([*top, ["甲", "健全", "计划"]], [*top, ["乙", "完成", "行业"]], merged=merged)
    table = one(layouts)
    assert rows(table) == [["资金情况"], HEAD, ["甲", "健全", "计划"], ["乙", "完成", "行业"]]


def recognised(layout: Layout, confidence: float = 0.9) -> Layout:
    """The same page as a scan."""

    def read(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
        return tuple(replace(line, reader="rapidocr", confidence=confidence) for line in lines)

    tables = tuple(
        replace(part, cells=tuple(replace(cell, lines=read(cell.lines)) for cell in part.cells))
        for part in layout.tables
    )
    return replace(layout, tables=tables, lines=read(layout.lines))


@pytest.mark.parametrize("misread", ["— 目标", "目标1", "目标值"])
def test_a_repeated_header_that_was_misread_is_dropped(misread: str) -> None:
    first = [["指标", misread, "依据"], ["甲", "健全", "计划"]]
    layouts = pages(first, [HEAD, ["乙", "完成", "行业"]])
    assert len(rows(one([recognised(layout) for layout in layouts]))) == 3
    assert len(rows(one(layouts))) == 4


def test_titles_that_differ_in_a_word_are_two_though_they_were_recognised() -> None:
    """年度绩效指标 below 长期绩效指标 begins another table."""
    head = ["一级指标", "指标值", "依据"]
    merged = [(0, 0, 1, 3)]
    parts = [
        [[title, "", ""], head, ["履职效能", value, "计划标准"]]
        for title, value in (("长期绩效指标", "≥58000人"), ("年度绩效指标", "≥57000人"))
    ]
    layouts = [recognised(layout) for layout in pages(*parts, merged=merged)]
    assert len(stitch(layouts)) == 2


def test_the_rest_of_a_level_below_a_repeated_head_begins_no_other_form() -> None:
    head = [["长期指标", "", ""], ["一级指标", "指标值", "依据"]]
    merged = [(0, 0, 1, 3)]
    first = [*head, ["运行成本", "≤90%", "计划"], ["运行成本", "≤3.2万元", "计划"]]
    second = [*head, ["成本", "", ""], ["运行成本", "≤3%", "历史"]]
    table = one([recognised(layout) for layout in pages(first, second, merged=merged)])
    assert table.pages == (1, 2)


@pytest.mark.parametrize(("confidence", "tables"), [(0.4, 1), (0.9, 2)])
def test_dirt_on_the_back_of_a_sheet_parts_no_table(confidence: float, tables: int) -> None:
    first, last = pages([HEAD, ["甲", "健全", "计划"]], [["乙", "完成", "行业"]])
    line = TextLine(2, Box(50, 90, 90, 100), "巧克", (), confidence, "rapidocr")
    back = Layout(2, *PAGE, (), (line,))
    assert len(stitch([first, back, replace(last, number=3)])) == tables


def test_a_side_without_a_ruling_is_where_it_was() -> None:
    """Where lines end there is an accident of the copier."""
    layouts = pages([HEAD, ["甲", "健全", "计划"]], [["乙", "完成", "行业"]], sides="ltb")
    (part,) = layouts[1].tables
    shorter = replace(part.grid, xs=(*part.grid.xs[:-1], part.grid.xs[-1] - 9))
    assert shorter.open_right
    layouts[1] = replace(layouts[1], tables=(replace(part, grid=shorter),))
    table = one(layouts)
    assert (table.rows, table.columns) == (3, 3)


def test_a_header_alone_on_a_page_is_kept() -> None:
    """A part that is nothing but the header would vanish."""
    table = one(pages([HEAD, ["甲", "健全", "计划"]], [HEAD]))
    assert rows(table)[-1] == HEAD


def test_three_pages() -> None:
    parts = [[HEAD, ["甲", "健全", "计划"]], [["乙", "完成", "行业"]], [["丙", "达标", "历史"]]]
    table = one(pages(*parts))
    assert table.pages == (1, 2, 3)
    assert [row[0] for row in rows(table)] == ["指标", "甲", "乙", "丙"]


def test_a_broken_row_is_joined_cell_by_cell() -> None:
    table = one(
        pages(
            [HEAD, ["参保", FULL, "计划标准"]],
            [["", "制度", ""], ["乙", "完成", "行业"]],
        )
    )
    assert rows(table) == [HEAD, ["参保", FULL + "制度", "计划标准"], ["乙", "完成", "行业"]]
    (joined,) = [cell for cell in table.cells if cell.text.startswith("完善")]
    assert [place.page for place in joined.places] == [1, 2]
    assert [line.page for line in joined.lines] == [1, 2]
    assert joined.places[0].box != joined.places[1].box
    # All cells of the row stand on both pages, the empty halves too.
    assert all(len(cell.places) == 2 for cell in table.cells if cell.row == 1)


def test_a_row_broken_over_three_pages() -> None:
    table = one(
        pages(
            [HEAD, ["参保", f"{FULL}\n{FULL}", "计划"]],
            [["", f"{FULL}\n{FULL}", ""]],
            [["", "制度", ""], ["乙", "完成", "行业"]],
        )
    )
    assert rows(table) == [HEAD, ["参保", FULL * 4 + "制度", "计划"], ["乙", "完成", "行业"]]
    (joined,) = [cell for cell in table.cells if cell.text.startswith("完善")]
    assert [place.page for place in joined.places] == [1, 2, 3]


def test_a_broken_row_below_a_repeated_header() -> None:
    table = one(
        pages([HEAD, ["参保", FULL, "计划"]], [HEAD, ["", "制度", ""], ["乙", "完成", "行业"]])
    )
    assert rows(table) == [HEAD, ["参保", FULL + "制度", "计划"], ["乙", "完成", "行业"]]


def test_the_padding_of_a_row_that_fitted_is_no_row() -> None:
    table = one(pages([HEAD, ["甲", "健全", "计划"]], [["", "", ""], ["乙", "完成", "行业"]]))
    assert rows(table) == [HEAD, ["甲", "健全", "计划"], ["乙", "完成", "行业"]]
    assert len(table.cells[3].places) == 2


def test_the_padding_before_a_row_that_did_not_fit() -> None:
    table = one(pages([HEAD, ["甲", "健全", "计划"], ["", "", ""]], [["乙", "完成", "行业"]]))
    assert rows(table) == [HEAD, ["甲", "健全", "计划"], ["乙", "完成", "行业"]]
    assert table.cells[-1].page == 1 and table.cells[-1].lines[0].page == 2


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("758.", "30", True),
        ("758", ".30", True),
        ("1,280,", "000.00", True),
        ("≥94", "%", True),
        ("不少于94", "％", True),
        ("758.30", "416.97", False),
        ("100", "100", False),
    ],
)
def test_a_number_broken_at_the_page_edge(upper: str, lower: str, joined: bool) -> None:
    """Only within its digits, and only where something says that it is broken."""
    widths = (60, 100, 8 + sum(5 if char.isascii() else 10 for char in upper))
    above = [["项目", "用途", "金"], ["甲", FULL[:9] + "各", upper]]
    below = [["", "项", lower], ["乙", "其他", "1.5"]] if joined else [["丙", "其他", lower]]
    table = one(pages(above, below, widths=widths))
    last = [row[2] for row in rows(table)]
    assert last == (["金", upper + lower, "1.5"] if joined else ["金", upper, lower])


def test_figures_that_together_stand_elsewhere_are_two() -> None:
    above = [HEAD, ["甲", "3.84", "计划"], ["乙", "3.8", "行业"]]
    table = one(pages(above, [["丙", "4", ""], ["丁", "5", "历史"]]))
    assert [row[1] for row in rows(table)] == ["目标", "3.84", "3.8", "4", "5"]


@pytest.mark.parametrize(("width", "is_broken"), [(38, True), (60, False)])
def test_a_digit_that_found_no_room_belongs_to_the_number_above(
    width: float, is_broken: bool
) -> None:
    widths = (60, 106, width, 60)
    above = [["名称", "内容", "额", "其他"], ["社保卡发放", FULL, "1464.5", "9"]]
    table = one(pages(above, [["用", "不断提高", "4", ""]], widths=widths))
    amounts = [row[2] for row in rows(table)]
    assert amounts == (["额", "1464.54"] if is_broken else ["额", "1464.5", "4"])


@pytest.mark.parametrize(("pitch", "is_broken"), [(10, True), (6, False)])
def test_of_wide_figures_one_alone_is_narrower_than_its_place(
    pitch: float, is_broken: bool
) -> None:
    above = TextLine(1, Box(4, 0, 4 + 5 * pitch, 10), "289.8", (), 0.99, "rapidocr")
    below = TextLine(2, Box(28, 0, 33, 10), "5", (), 0.99, "rapidocr")
    upper, lower = (
        _Draft(0, 1, 0, 64, [Place(line.page, Box(0, 0, 64, 20))], [line], "")
        for line in (above, below)
    )
    assert _lacks_decimals(upper, lower) is is_broken


def merged_label(first: str, second: str) -> Table:
    """A label over two rows on both pages."""
    merged = [(0, 0, 2, 1)]
    return one(
        pages(
            [[first, "甲甲", "计划"], ["", "乙乙", "行业"]],
            [[second, "丙丙", "历史"], ["", "丁丁", "其他"]],
            merged=merged,
        )
    )


def test_a_merged_label_goes_on() -> None:
    table = merged_label("产出", "")
    assert (0, 0, 4, 1) in spans(table) and table.rows == 4
    label = table.cells[0]
    assert label.text == "产出" and [place.page for place in label.places] == [1, 2]


def test_a_merged_label_that_stands_on_the_later_page_goes_back() -> None:
    table = merged_label("", "产出")
    assert (0, 0, 4, 1) in spans(table)
    assert table.cells[0].text == "产出"


@pytest.mark.parametrize(
    ("lower", "is_rest"),
    [
        (["2", "", "", "人", "", ""], True),
        (["", "", "", "人", "", ""], True),
        (["……", "……", "", "", "", ""], False),
        (["产出", "数量指标", "", "", "", ""], False),
        (["2", "率", "", "人", "", ""], False),
    ],
)
def test_a_row_of_which_a_character_or_two_are_left_is_broken(
    lower: list[str], is_rest: bool
) -> None:
    upper = ["产出", "参保人数", "3", "≥159", "标准", "基本型"]
    widths = (60, 106, 30, 60, 60, 60)
    table = one([written(1, [upper], widths=widths), written(2, [lower], widths=widths)])
    assert (table.rows == 1) is is_rest


def test_a_text_above_a_row_that_sums_up_is_no_label() -> None:
    """`总分` reaches over all columns but those of figures and of words, which are like labels."""
    merged = [(0, 0, 1, 2)]
    layouts = [
        written(1, [["甲", "健全", "5", "工作滞后"]], widths=(60, 60, 30, 80)),
        written(2, [["总分", "", "100", ""]], widths=(60, 60, 30, 80), merged=merged),
    ]
    table = one(layouts)
    assert rows(table) == [["甲", "健全", "5", "工作滞后"], ["总分", "100", ""]]
    assert {(0, 3, 1, 4), (1, 3, 2, 4)} <= spans(table)


def test_a_label_that_goes_on_in_both_halves_of_a_form() -> None:
    """`中期 | 年度` side by side: the same level stands at the left and in the middle."""
    widths = (60, 60, 60, 60)
    table = one(
        pages(
            [["生态", "绿化率", "生态", "造林"]],
            [["", "处置率", "", "清淤"], ["社会", "知晓率", "社会", "宣传"]],
            widths=widths,
        )
    )
    assert {(0, 0, 2, 1), (0, 2, 2, 3), (2, 2, 3, 3)} <= spans(table)


def test_a_header_cut_by_the_page_edge_is_whole_as_it_was_before() -> None:
    """Of a header over three rows a page has one; `确定依据` stood above in one piece."""
    years = [["", "近两年", "", "", ""], ["", "去年", "今年", "", ""]]
    head = [["指标", "目标", "", "确定依据", "分类"], *years]
    merged = [(0, 0, 3, 1), (0, 1, 1, 3), (1, 1, 2, 3), (0, 3, 3, 4), (0, 4, 3, 5)]
    cut = [["指标", "目标", "", "确定", ""]]
    rest = [["", "近两年", "", "依据", "分类"], years[1], ["乙", "1", "2", "行业", "基本"]]
    merged_rest = [(0, 0, 2, 1), (0, 1, 1, 3), (0, 3, 2, 4), (0, 4, 2, 5)]
    widths = (50, 50, 50, 50, 50)
    table = one(
        [
            written(1, [*head, ["甲", "1", "2", "计划", "基本"]], widths, merged=merged),
            written(2, cut, widths, top=350, merged=[(0, 1, 1, 3)]),
            written(3, rest, widths, merged=merged_rest),
        ]
    )
    assert rows(table)[4] == ["指标", "目标", "确定依据", "分类"]
    assert {(4, 0, 7, 1), (4, 1, 5, 3), (4, 3, 7, 4), (4, 4, 7, 5)} <= spans(table)


def test_two_labels_stay_two() -> None:
    assert {(0, 0, 2, 1), (2, 0, 4, 1)} <= spans(merged_label("产出", "效益"))


FILED = [
    ["项目名称", "河道", ""],
    ["主管部门", "水务局", ""],
    ["资金", "三万", ""],
    ["目标", "清", ""],
]
FILED_AGAIN = [
    ["项目名称", "水库", ""],
    ["主管部门", "水务局", ""],
    ["资金", "四万", ""],
    ["目标", "蓄", ""],
]
DIFFERENT: dict[str, list[Layout]] = {
    "other outer edges": [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS),
        written(2, [["乙", "完成", "行业"]], (60, 106, 66)),
    ],
    "text between them": [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS, below="注：以上为初步数据"),
        written(2, [["乙", "完成", "行业"]], WIDTHS),
    ],
    "a title above the second": [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS),
        written(2, [["乙", "完成", "行业"]], WIDTHS, above="项目支出绩效目标申报表"),
    ],
    "a title row": [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS),
        written(2, [["项目支出表", "", ""], ["乙", "完成", "行业"]], WIDTHS, merged=[(0, 0, 1, 3)]),
    ],
    "room below the first for rows of other columns": [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS),
        written(2, [["乙", "完成", "行业", "5"], ["丙", "完成", "行业", "5"]], (68, 68, 68, 68)),
    ],
    "a page between them": [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS),
        lay_out(page((), glyphs("说明", 30, 40), 2)),
        written(3, [["乙", "完成", "行业"]], WIDTHS),
    ],
}


@pytest.mark.parametrize("layouts", DIFFERENT.values(), ids=DIFFERENT)
def test_different_tables_stay_apart(layouts: list[Layout]) -> None:
    first, second = stitch(layouts)
    assert (first.rows, first.pages) == (2, (1,))
    assert second.pages == (layouts[-1].number,)


@pytest.mark.parametrize(
    ("widths", "top"),
    [
        ((68, 68, 136), 40),  # one edge is that of the row before
        ((68, 68, 68, 68), 330),  # no room for two rows
    ],
)
def test_other_columns_alone_make_no_table(widths: tuple[float, ...], top: float) -> None:
    """Sections of a form differ in their columns; what follows is of the same table."""
    layouts = [
        written(1, [["甲", "健全"], ["乙", "完成"]], (136, 136), top=top),
        written(2, [["丙"] * len(widths)], widths),
    ]
    assert one(layouts).rows == 3


@pytest.mark.parametrize("above", ["项目支出绩效目标申报表", ""])
def test_a_form_that_is_filed_again_is_another_table(above: str) -> None:
    layouts = [
        written(number, part, WIDTHS, above=above)
        for number, part in enumerate([FILED, FILED_AGAIN], start=1)
    ]
    first, second = stitch(layouts)
    assert rows(first) == FILED
    assert rows(second) == FILED_AGAIN


def test_a_form_that_is_filed_again_below_the_last_table_of_the_one_before() -> None:
    layouts = [
        written(1, FILED, WIDTHS),
        written(2, [HEAD, ["甲", "健全", "计划"]], WIDTHS, above="绩效指标"),
        written(3, FILED_AGAIN, WIDTHS),
    ]
    assert [rows(table) for table in stitch(layouts)][2] == FILED_AGAIN


def test_a_head_of_four_rows_that_comes_back_is_no_second_form() -> None:
    layouts = [
        written(1, [*FILED, ["甲", "健全", "计划"]], WIDTHS),
        written(2, [*FILED, ["乙", "完成", "行业"]], WIDTHS),
    ]
    assert rows(one(layouts)) == [*FILED, ["甲", "健全", "计划"], ["乙", "完成", "行业"]]


def test_a_level_that_comes_back_in_each_row_is_no_second_form() -> None:
    one_page, other = (
        [HEAD, *(["产出", f"{word}{number}", "计划"] for number in "一二三四")] for word in "甲乙"
    )
    assert one([written(1, one_page, WIDTHS), written(2, other, WIDTHS)]).rows == 9


@pytest.mark.parametrize("foot", ["— 1 —", "第 1 页 共 2 页", "1/2", ""])
def test_page_furniture_does_not_part_a_table(foot: str) -> None:
    layouts = [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS, foot=foot),
        written(2, [["乙", "完成", "行业"]], WIDTHS, foot=foot.replace("1", "2")),
    ]
    assert one(layouts).rows == 3


def test_a_running_head_does_not_part_a_table() -> None:
    layouts = [
        written(number, [["甲", "健全", "计划"]], WIDTHS, above="某市某单位部门整体绩效目标申报表")
        for number in (1, 2)
    ]
    assert one(layouts).rows == 2


def test_a_table_marked_as_going_on() -> None:
    layouts = [
        written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS),
        written(2, [["乙", "完成", "行业"]], WIDTHS, above="续表"),
    ]
    assert one(layouts).rows == 3


def test_a_second_table_on_the_page_is_one_of_its_own() -> None:
    xs = [20.0, 126.0, 232.0]
    lines = ruled(xs, [40.0, 60.0]) + ruled(xs, [100.0, 120.0])
    letters = [*glyphs("甲", 25, 45), *glyphs("乙", 25, 105)]
    following = lay_out(page(ruled(xs, [40.0, 60.0]), glyphs("丙", 25, 45), 2))
    tables = stitch([lay_out(page(lines, letters)), following])
    assert [table.pages for table in tables] == [(1,), (1, 2)]
    assert [rows(table) for table in tables] == [[["甲", ""]], [["乙", ""], ["丙", ""]]]


def test_columns_that_differ_from_page_to_page() -> None:
    """Below a block of three columns one of two: edges of both, cells with their spans."""
    first = written(1, [HEAD, ["甲", "健全", "计划"]], (60, 106, 106))
    second = written(2, [["乙", "其他"]], (166, 106))
    table = one([first, second])
    assert table.columns == 3
    assert (2, 0, 3, 2) in spans(table) and (2, 2, 3, 3) in spans(table)


def test_edges_may_be_off_a_little() -> None:
    first = written(1, [HEAD, ["甲", "健全", "计划"]], WIDTHS)
    second = written(2, [["乙", "完成", "行业"]], (60.5, 106, 106), left=19.5)
    table = one([first, second])
    assert (table.rows, table.columns) == (3, 3)


def test_doubt_goes_on_with_the_cell() -> None:
    layouts = pages([HEAD, ["参保", FULL, "计划"]], [["", "制度制", ""], ["乙", "完成", "行业"]])
    doubted = [
        type(cell)(**{f: getattr(cell, f) for f in cell.__slots__} | {"doubt": "smudged"})
        if cell.text == "制度制"
        else cell
        for cell in layouts[1].tables[0].cells
    ]
    part = layouts[1].tables[0]
    second = Layout(2, *PAGE, (type(part)(2, part.grid, tuple(doubted)),), layouts[1].lines)
    table = one([layouts[0], second])
    assert [cell.doubt for cell in table.cells if cell.text.startswith("完善")] == ["smudged"]


def test_nothing() -> None:
    assert stitch([]) == []
    assert stitch([Layout(1, *PAGE)]) == []


def test_no_text_is_lost() -> None:
    parts = [[HEAD, ["参保", FULL, "计划"]], [["", "制度", ""], ["乙", "完成", "行业"]]]
    layouts = pages(*parts)
    before = sorted(text for lay in layouts for part in lay.tables for *_, text in texts(part))
    after = sorted(line.text for cell in one(layouts).cells for line in cell.lines)
    assert before == after


def test_an_empty_back_does_not_part_a_table() -> None:
    first, last = (
        written(number, part, widths=WIDTHS)
        for number, part in ((1, [HEAD, ["甲", "乙", "丙"]]), (3, [["丁", "戊", "己"]]))
    )
    back = Layout(2, *PAGE)
    assert rows(one([first, back, last])) == [HEAD, ["甲", "乙", "丙"], ["丁", "戊", "己"]]


@pytest.mark.parametrize(("confidence", "tables"), [(0.5, 1), (1.0, 2)])
def test_a_signature_does_not_part_a_table_and_a_note_does(confidence: float, tables: int) -> None:
    first, last = pages([HEAD, ["甲", "乙", "丙"]], [["丁", "戊", "己"]])
    below = first.tables[-1].box.bottom + 10
    line = TextLine(1, Box(200, below, 260, below + 12), "TY 9", (), confidence, "rapidocr")
    signed = replace(first, lines=(line, *first.lines))
    assert len(stitch([signed, last])) == tables
