"""Page numbers and running lines."""

import pytest
from drawn import glyphs, page

from extract.furniture import body, is_page_number, running_lines
from extract.layout import Layout, lay_out

NUMBERS = [
    "— 2 —", "- 2 -", "－2－", "2", "12", "第 2 页 共 7 页", "第2页/共7页", "2/7", "第二页",
    "·2·", "– 12 –", "第2页,共7页", "2 of 7",
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize(
    "text", ["-2- /", "-1- 6 A", "’— 3 —", "第 2 页 t", "一 FF 第 1 页 共 3 页"]
)
def test_a_page_number_with_dirt_beside_it(text: str) -> None:
    assert is_page_number(text, recognised=True) and not is_page_number(text)


@pytest.mark.parametrize("text", ["2024年", "2.5 t", "≥58 A", "财政拨款", "-2- 附件一览", "- 5"])
def test_what_was_recognised_is_no_page_number_for_all_that(text: str) -> None:
    assert is_page_number(text, recognised=True) == is_page_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "— —",
        "2024年",
        "12345",
        "58000",
        "20242025",
        "123456789",
        "财政拨款",
        "2.5万元",
        "2024-10-09",
        "第二季度",
        "(2)",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_page_number(text)


def sheet(number: int, *lines: tuple[str, float]) -> Layout:
    letters = [glyph for text, top in lines for glyph in glyphs(text, 30, top)]
    return lay_out(page((), letters, number))


def left(layouts: list[Layout]) -> list[list[str]]:
    running = running_lines(layouts)
    return [[line.text for line in body(layout.lines, running)] for layout in layouts]


def test_a_running_head_is_furniture_a_title_is_not() -> None:
    assert left(
        [
            sheet(1, ("某市财政局", 20), ("部门整体绩效目标申报表", 60), ("— 1 —", 380)),
            sheet(2, ("某市财政局", 20), ("注：略", 200), ("— 2 —", 380)),
        ]
    ) == [["部门整体绩效目标申报表"], ["注：略"]]


def test_a_running_head_may_move_a_little() -> None:
    heads = [("某市财政局", 20), ("某市财政局", 20), ("某市财政局", 23)]
    assert left([sheet(n, head) for n, head in enumerate(heads, 1)]) == [[], [], []]


def test_the_same_text_elsewhere_on_the_page_stays() -> None:
    assert left([sheet(1, ("单位：万元", 60)), sheet(2, ("单位：万元", 200))]) == [
        ["单位：万元"],
        ["单位：万元"],
    ]


def test_twice_on_one_page_is_not_running() -> None:
    assert left([sheet(1, ("备注", 60), ("备注", 80)), sheet(2)]) == [["备注", "备注"], []]
