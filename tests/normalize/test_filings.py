"""Where one filing ends and the next begins, and what belongs to none."""

import pytest
from papered import document, table, text_line

from extract.records import Document, PageSize, Table, TextLine
from normalize.filings import Part, split_filings
from shenbao.forms import shipped_forms

TITLE = "部门整体绩效目标申报表"
FIRST = "部门名称 | 水务局\n年度工作任务 | 修河"
SECOND = "部门名称 | 文旅局\n年度工作任务 | 办展"
PRICES = "设备 | 单价\n水泵 | 3"


def paper(*tables: Table, lines: list[TextLine], pages: int) -> Document:
    return Document(
        tuple(PageSize(number, 600, 800, "digital") for number in range(1, pages + 1)),
        tables,
        tuple(sorted(lines, key=lambda line: (line.page, line.box.top))),
    )


def split(paper: Document) -> tuple[Part, ...]:
    return split_filings(paper, shipped_forms())


def title(page: int, top: float = 10, text: str = TITLE) -> TextLine:
    return text_line(text, 50, top, page)


def first_cells(part: Part) -> list[str]:
    return [table.cells[1].text for table in part.document.tables]


def test_two_forms_on_pages_of_their_own() -> None:
    one, two = split(
        paper(table(FIRST), table(SECOND, page=2), lines=[title(1), title(2)], pages=2)
    )
    assert (first_cells(one), one.pages) == (["水务局"], range(1, 2))
    assert (first_cells(two), two.pages) == (["文旅局"], range(2, 3))
    assert [line.page for line in two.document.lines] == [2]


def test_the_second_form_begins_in_the_middle_of_a_page() -> None:
    second = table(SECOND, page=2, top=400)
    one, two = split(
        paper(
            table(FIRST),
            table("三级指标 | 健全", page=2),
            second,
            lines=[title(1), title(2, 380)],
            pages=3,
        )
    )
    assert first_cells(one) == ["水务局", "健全"]
    assert first_cells(two) == ["文旅局"]
    assert (one.pages, two.pages) == (range(1, 3), range(2, 4))


def test_the_second_office_calls_its_name_otherwise() -> None:
    other = SECOND.replace("部门名称", "单位（部门）名称")
    parts = split(paper(table(FIRST), table(other, page=2), lines=[title(1), title(2)], pages=2))
    assert [part.pages for part in parts] == [range(1, 2), range(2, 3)]


def test_titles_in_the_first_row_of_a_table() -> None:
    grids = [f"{TITLE} | <\n{rows}" for rows in (FIRST, SECOND)]
    parts = split(paper(table(grids[0]), table(grids[1], page=2), lines=[], pages=2))
    assert [part.pages for part in parts] == [range(1, 2), range(2, 3)]


ONE: dict[str, Document] = {
    "no title at all": document(table(FIRST)),
    "no table": document(lines=[TITLE]),
    "nothing": document(),
    "a title that comes back above the next section": paper(
        table(FIRST),
        table("长期绩效指标 | 一级指标", page=2),
        lines=[title(1), title(2)],
        pages=2,
    ),
    "a title that comes back inside of a table": paper(
        table(FIRST, turns=[1]), table(SECOND, page=3), lines=[title(1), title(2)], pages=3
    ),
    "a cover with the title": paper(table(FIRST, page=2), lines=[title(1), title(2)], pages=2),
    "a sentence about the form": paper(
        table(FIRST),
        table(SECOND, page=2),
        lines=[title(1), title(2, text=f"现将《{TITLE}》报送你局")],
        pages=2,
    ),
}


@pytest.mark.parametrize("paper", ONE.values(), ids=ONE)
def test_one_filing(paper: Document) -> None:
    (part,) = split(paper)
    assert part.document.tables == paper.tables
    assert part.aside == ()
    assert part.pages == range(1, len(paper.pages) + 1)


def test_a_letter_with_a_table_before_the_form_is_left_out() -> None:
    letter = [
        text_line("关于报送2024年部门整体绩效目标申报表的函", 50, 10, 1),
        text_line("联系电话：010-1", 50, 700, 1),
        text_line(f"附件：1.{TITLE}", 50, 720, 1),
    ]
    (part,) = split(paper(table(PRICES), table(FIRST, page=2), lines=[*letter, title(2)], pages=2))
    assert first_cells(part) == ["水务局"]
    assert [line.page for line in part.document.lines] == [2]
    assert [table.cells[0].text for table in part.aside] == ["设备"]
    assert part.pages == range(1, 3)


@pytest.mark.parametrize("heading", ["附件2", "附表：设备价格", "设备明细表", "填报说明"])
def test_what_is_attached_is_left_out(heading: str) -> None:
    (part,) = split(
        paper(
            table(FIRST),
            table(PRICES, page=2),
            lines=[title(1), text_line(heading, 50, 20, 2), text_line("单位：元", 50, 35, 2)],
            pages=2,
        )
    )
    assert first_cells(part) == ["水务局"]
    assert [line.text for line in part.document.lines] == [TITLE]
    assert [table.cells[0].text for table in part.aside] == ["设备"]


@pytest.mark.parametrize(
    ("heading", "grid"),
    [("续表", "水泵 | 3"), ("附表", "年度绩效指标 | 一级指标"), ("", "水泵 | 3")],
)
def test_what_goes_on_is_no_attachment(heading: str, grid: str) -> None:
    lines = [title(1), *([text_line(heading, 50, 20, 2)] if heading else [])]
    (part,) = split(paper(table(FIRST), table(grid, page=2), lines=lines, pages=2))
    assert len(part.document.tables) == 2
