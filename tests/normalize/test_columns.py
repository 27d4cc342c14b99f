"""Header rows of table sections, and the columns that they name."""

import itertools
from dataclasses import replace

import pytest
from papered import recognised, table

from extract.records import Box
from normalize.columns import Header, Leaf, find_header, leaf_of, with_columns, with_years
from normalize.definition import Section
from normalize.rows import Row, rows_of
from shenbao.forms import shipped_forms

FORM = next(form for form in shipped_forms() if form.title == "部门整体绩效目标申报表")
SECTIONS = {section.path: section for section in FORM.sections}
FUNDING = SECTIONS["funding"]
PROJECTS = SECTIONS["projects"]
LONG_TERM = SECTIONS["long_term.indicators"]
ANNUAL = SECTIONS["annual.indicators"]


def read(grid: str, section: Section, first_column: int = 0) -> tuple[Header, list[Row]]:
    rows = rows_of([table(grid)])
    return find_header(rows, section, first_column), rows


def named(header: Header) -> list[str | tuple[str, int | None]]:
    """The path of each column from left to right, a year's with its year or offset."""
    return [_named(leaf) for leaf in header.leaves]


def _named(leaf: Leaf) -> str | tuple[str, int | None]:
    if leaf.column is None:
        return f"?{leaf.header}"
    if leaf.column.years:
        return leaf.column.path, leaf.year or leaf.offset
    return leaf.column.path


TWO_LEVELS = """
资金情况 | 当年金额 | 占比 | 近两年收支金额 | <
^        | ^        | ^    | 2022           | 2023
财政拨款 | 428.34   | 98.62% | 279.77       | 416.97
"""
THREE_LEVELS = """
一级指标 | 二级指标 | 三级指标 | 指标值       | <    | <              | 指标值确定依据 | 指标分类
^        | ^        | ^        | 近两年指标值 | <    | 预期当年实现值 | ^              | ^
^        | ^        | ^        | 前年         | 上年 | ^              | ^              | ^
履职效能 | 核心业务 | 参保人数 | 56000        | 57000 | ≥58000人      | 计划标准       | 基本型
"""


def test_one_level() -> None:
    header, _ = read(
        """
        项目名称 | 支出项目类别 | 项目总预算 | 项目本年度预算 | 项目主要支出方向和用途
        后勤保障 | 特定目标类   | 116.88     | 20.16          | 办公
        """,
        PROJECTS,
    )
    assert named(header) == ["name", "category", "total_budget", "annual_budget", "purpose"]
    assert header.rows == {0}


def test_two_levels() -> None:
    header, _ = read(TWO_LEVELS, FUNDING)
    assert named(header) == ["item", "amount", "share", ("history", 2022), ("history", 2023)]
    assert header.rows == {0, 1}
    assert [(leaf.x0, leaf.x1) for leaf in header.leaves][3:] == [(300, 400), (400, 500)]


def test_three_levels() -> None:
    header, _ = read(THREE_LEVELS, ANNUAL)
    assert named(header) == [
        "level1", "level2", "level3", ("history", -2), ("history", -1), "target", "basis",
        "category",
    ]  # fmt: skip
    assert header.rows == {0, 1, 2}


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("2022年 | 2023年", [2022, 2023]),
        ("2022年度 | 2023年度", [2022, 2023]),
        ("（2022） | (2023)", [2022, 2023]),
        ("２０２２ | ２０２３", [2022, 2023]),
        ("20⏎22 | 2023⏎年", [2022, 2023]),
        ("2022年金额 | 2023年金额", [2022, 2023]),
        ("2023 | 2022", [2023, 2022]),
        ("/2022年 | 122023年", [2022, 2023]),
    ],
)
def test_years_in_headers(years: str, expected: list[int]) -> None:
    header, _ = read(TWO_LEVELS.replace("2022           | 2023", years), FUNDING)
    assert [leaf.year for leaf in header.leaves if leaf.column and leaf.column.years] == expected


@pytest.mark.parametrize(
    ("words", "offsets"),
    [("前年 | 上年", [-2, -1]), ("前年度 | 上年度", [-2, -1]), ("前年 | 去年", [-2, -1])],
)
def test_years_by_their_distance(words: str, offsets: list[int]) -> None:
    header, _ = read(THREE_LEVELS.replace("前年         | 上年", words), ANNUAL)
    found = [leaf for leaf in header.leaves if leaf.column and leaf.column.years]
    assert [leaf.offset for leaf in found] == offsets
    assert [leaf.year for leaf in found] == [None, None]


UNITS = [
    ("当年金额（万元）", "amount"),
    ("当年金额(单位：万元)", "amount"),
    ("当年⏎金额⏎（元）", "amount"),
    ("当 年 金 额", "amount"),
    ("占比（%）", "share"),
    ("占比(%)", "share"),
    ("占比%", "share"),
    ("所占比例（％）", "share"),
]


@pytest.mark.parametrize(("text", "path"), UNITS)
def test_units_in_headers(text: str, path: str) -> None:
    header, _ = read(f"资金情况 | {text}\n财政拨款 | 5", FUNDING)
    assert named(header) == ["item", path]


def test_the_label_beside_the_header_is_none_of_it() -> None:
    header, _ = read(
        """
        资金情况 | 项目 | 当年金额 | 占比
        ^        | 财政拨款 | 428.34 | 98.62%
        """,
        FUNDING,
        first_column=1,
    )
    assert named(header) == ["item", "amount", "share"]


def test_a_header_that_comes_back_is_found_and_names_nothing_new() -> None:
    header, rows = read(
        """
        一级指标 | 二级指标 | 三级指标 | 指标值
        履职效能 | 核心业务 | 参保人数 | ≥58000人
        一级指标 | 二级指标 | 三级指标 | 指标值
        满意度   | 服务对象 | 群众满意度 | ≥95%
        """,
        LONG_TERM,
    )
    assert header.rows == {0, 2}
    assert named(header) == ["level1", "level2", "level3", "target"]
    assert len(rows) == 4


def test_a_column_that_the_form_does_not_know_keeps_its_place() -> None:
    header, _ = read(
        """
        序号 | 项目名称 | 项目类别 | 项目总预算 | 备注
        1    | 后勤保障 | 其他类   | 5          | 无
        """,
        PROJECTS,
    )
    assert named(header) == ["?序号", "name", "category", "total_budget", "?备注"]


def test_rows_of_values_are_no_header() -> None:
    header, _ = read("财政拨款 | 428.34 | 98.62%\n合计 | 434.34 | 100%", FUNDING)
    assert header.leaves == () and header.rows == frozenset()


def test_one_value_that_reads_like_a_header_makes_none() -> None:
    header, _ = read(
        """
        三级指标 | 指标值 | 依据
        依据     | ≥5个   | 计划标准
        """,
        LONG_TERM,
    )
    assert header.rows == {0}


PLACES = [
    ("exactly", 100, 200, 1),
    ("narrower", 120, 180, 1),
    ("wider, over the next as well", 100, 400, 1),
    ("half of it", 140, 210, 1),
    ("a little into the next", 0, 110, 0),
    ("outside", 900, 950, None),
]


@pytest.mark.parametrize(("x0", "x1", "index"), [case[1:] for case in PLACES])
def test_which_column_a_cell_belongs_to(x0: float, x1: float, index: int | None) -> None:
    header, rows = read(TWO_LEVELS, FUNDING)
    cell = rows[2].cells[0]
    place = cell.places[0]._replace(box=cell.places[0].box._replace(x0=x0, x1=x1))
    moved = type(cell)(cell.row, cell.column, 1, 1, (place,), cell.lines)
    found = leaf_of(moved, header.leaves)
    assert found == (None if index is None else header.leaves[index])


SCRIBBLED = """
一级指标 | 二级指标 | 三级指标 | 分值 | 可1-1J   | 指标值确定依据 | 指标分类
履职效能 | 核心业务 | 参保人数 | 4    | ≥58000人 | 计划标准       | 基本型
"""


def scanned(grid: str, section: Section, reader: str = "rapidocr") -> Header:
    """The header as it is read from a scan."""
    return find_header(rows_of([recognised(table(grid), reader)]), section, 0)


@pytest.mark.parametrize(("reader", "path"), [("rapidocr", "target"), ("text", "?可1-1J")])
def test_a_header_under_a_scribble_is_the_one_that_no_other_names(reader: str, path: str) -> None:
    header = scanned(SCRIBBLED, LONG_TERM, reader)
    assert named(header) == ["level1", "level2", "level3", "weight", path, "basis", "category"]


def test_of_two_lost_headers_none_is_guessed() -> None:
    grid = SCRIBBLED.replace("分值", "J11").replace("指标分类", "T8r")
    header, _ = read(grid, LONG_TERM)
    assert header.leaves[3].column is None and header.leaves[6].column is None


def test_a_header_of_which_nothing_is_left_is_one_all_the_same() -> None:
    grid = TWO_LEVELS.replace("占比", "    ")
    assert named(scanned(grid, FUNDING))[2] == "share"
    assert len(read(grid, FUNDING)[0].leaves) == 4


def test_an_empty_piece_beside_a_header_that_no_row_has_is_none() -> None:
    grid = """
    一级指标 | 二级指标 |          | 三级指标 | 指标值   | 指标分类
    履职效能 | 核心业务 | 参保人数 | <        | ≥58000人 | 基本型
    满意度   | 群众     | 满意率   | <        | ≥95%     | 基本型
    """
    assert named(scanned(grid, LONG_TERM)) == [
        "level1", "level2", "level3", "target", "category"
    ]  # fmt: skip


def test_headers_each_misread_in_one_character_are_headers() -> None:
    grid = TWO_LEVELS.replace("资金情况", "总生资金情况").replace("当年金额", "业年全额")
    header = scanned(grid.replace("近两年收支金额", "近两年收支全额"), FUNDING)
    assert header.rows == {0, 1}


@pytest.mark.parametrize(
    ("text", "path"), [("指标分", "category"), ("", None), ("指标值", None), ("备注", None)]
)
def test_a_header_that_lost_its_end_is_what_the_next_table_has_there(
    text: str, path: str | None
) -> None:
    def header(last: str, section: Section) -> Header:
        grid = (
            f"一级指标 | 二级指标 | 三级指标 | 目标值 | {last}\n产出 | 数量 | 人数 | 5人 | 基本型"
        )
        return find_header(rows_of([table(grid)]), section, 0)

    known, lost = header("指标分类", ANNUAL), header("指标", LONG_TERM)
    lost = replace(
        lost, leaves=(*lost.leaves[:-1], replace(lost.leaves[-1], column=None, header=text))
    )
    (found, same, none) = with_columns([lost, known, None], [LONG_TERM, ANNUAL, LONG_TERM])
    assert found is not None and none is None and same == known
    column = found.leaves[-1].column
    assert (column.path if column else None) == path


def test_two_headers_in_one_cell_are_two_columns() -> None:
    header = scanned(
        """
        总体资金情况 | 当年金额 占比 | <    | 近两年收支金额
        合计         | 5             | 100% | 6
        """,
        FUNDING,
    )
    assert named(header)[:3] == ["item", "amount", "share"]
    amount, share = header.leaves[1:3]
    assert amount.x0 == 100 and share.x1 == 300 and 100 < amount.x1 == share.x0 < 300


def test_two_headers_in_one_cell_may_stand_apart_without_a_space() -> None:
    grid = recognised(table("一级指标二级指标 | < | 三级指标\n产出指标 | 数量指标 | 参保人数"))
    (line,) = grid.cells[0].lines
    edges = [4, 14, 24, 34, 54, 74, 84, 94, 104]
    boxes = tuple(
        Box(x0, line.box.top, x1, line.box.bottom) for x0, x1 in itertools.pairwise(edges)
    )
    cells = (replace(grid.cells[0], lines=(replace(line, boxes=boxes),)), *grid.cells[1:])
    header = find_header(rows_of([replace(grid, cells=cells)]), LONG_TERM, 0)
    assert named(header) == ["level1", "level2", "level3"]
    assert header.leaves[0].x1 == header.leaves[1].x0 == 54


def test_a_header_of_two_words_is_one_column() -> None:
    header = scanned(
        """
        一级指标 | 二级指标 | 三级指标 | 指标值   | 指标值权重
        产出指标 | 数量指标 | 参保人数 | ≥58000人 | 12
        """,
        LONG_TERM,
    )
    assert named(header)[-2:] == ["target", "weight"]


def test_a_year_that_one_header_lacks_is_that_of_the_other() -> None:
    def years(*told: str) -> Header:
        line = " | ".join(told)
        return scanned(
            f"资金情况 | 当年金额 | 近两年收支金额 | <\n^ | ^ | {line}\n合计 | 5 | 6 | 7", FUNDING
        )

    whole, hidden, other = years("2021年", "2022年"), years("乂", "2022年"), years("乂", "2023年")
    filled = with_years([hidden, None, whole, other])
    told = [
        [leaf.year for leaf in h.leaves if leaf.column and leaf.column.years] for h in filled if h
    ]
    assert told == [[2021, 2022], [2021, 2022], [None, 2023]]


def test_a_line_through_the_headers_hides_none_of_them() -> None:
    header = scanned(
        """
        总体资金情况 | 当年金额 | 占比 | 近两年收支金额 | <
        ^            | ^        | ^    |                | <
        ^            | ^        | ^    | 2021年         | 2022年
        合计         | 5        | 100% | 6              | 7
        """,
        FUNDING,
    )
    assert header.rows == {0, 1, 2}
    assert [leaf.year for leaf in header.leaves] == [None, None, None, 2021, 2022]


def test_the_first_header_without_its_first_line_is_told_by_its_place() -> None:
    grid = SCRIBBLED.replace("可1-1J", "指标值").replace("一级指标", "指标")
    assert named(scanned(grid, LONG_TERM))[0] == "level1"


def test_the_column_of_items_is_the_first_though_its_header_is_illegible() -> None:
    grid = TWO_LEVELS.replace("资金情况", "        ")
    assert named(scanned(grid, FUNDING))[0] == "item"


@pytest.mark.parametrize("text", ["下级指标", "三级指标"])
def test_a_header_under_a_pen_is_what_the_other_half_has_there(text: str) -> None:
    project = next(form for form in shipped_forms() if form.title == "项目支出绩效目标申报表")
    halves = next(section for section in project.sections if section.path == "*.indicators")
    header = scanned(
        f"""
        一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | {text}   | 指标值
        产出指标 | 数量指标 | 培训人数 | ≥40人  | 数量指标 | 培训人数 | ≥20人
        """,
        halves,
    )
    levels = ["level2", "level3", "target"]
    assert named(header) == ["level1", *levels, *levels]


@pytest.mark.parametrize(
    "headers",
    [
        "序号 | 一级指标 | 二级指标 | Z | 权重 | 指标值",
        "序号 | 一级指标 |  | 三级指标 | 权重 | 指标值",
        "序号 | 一级指标 | V/ | 三级指标 | 权重 | 指标值",
        "序号 | 级指标 | 二级指标 | 三级指标 | 权重 | 指标值",
    ],
)
def test_an_illegible_level_is_the_one_that_is_missing(headers: str) -> None:
    records = "1 | 运行成本 | 成本控制 | 会议费 | 4 | ≤2%\n2 | 运行成本 | 成本控制 | 接待 | 4 | ≤2%"
    found = named(scanned(f"{headers}\n{records}", LONG_TERM))
    assert found[1:] == ["level1", "level2", "level3", "weight", "target"]


@pytest.mark.parametrize(
    "headers",
    [
        "一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 | 指标值 | 指分",
        "一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 | Z | V",
    ],
)
def test_lost_headers_are_what_the_form_has_between_their_neighbours(headers: str) -> None:
    records = "履职效能 | 核心业务 | 参保人数 | 4 | ≥58000人 | 计划标准 | 基本型"
    expected = ["level1", "level2", "level3", "weight", "target", "basis", "category"]
    assert named(scanned(f"{headers}\n{records}", LONG_TERM)) == expected
