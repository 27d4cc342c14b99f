"""Numbered items in running text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papered import text_line, text_lines

from normalize.items import Item, part_of, split_items
from normalize.repair import repair_text


def read(text: str, hard: tuple[int, ...] = ()) -> list[str]:
    return [joined(item) for item in split_items(text_lines(text), hard)]


def joined(item: Item) -> str:
    return repair_text([line.text for line in item.lines]).text


STYLES = [
    ("1、{};⏎2、{}。", "plain"),
    ("1.{};⏎2.{}。", "point"),
    ("1．{};⏎2．{}。", "full-width point"),
    ("１、{};⏎２、{}。", "full-width digit"),
    ("(1){};⏎(2){}。", "brackets"),
    ("（1）{};⏎（2）{}。", "full-width brackets"),
    ("（１）{};⏎（２）{}。", "all full width"),
    ("（1）、{};⏎（2）、{}。", "brackets and a comma"),
    ("1){};⏎2){}。", "half brackets"),
    ("1）{};⏎2）{}。", "full-width half brackets"),
    ("一、{};⏎二、{}。", "chinese"),
    ("（一）{};⏎（二）{}。", "chinese in brackets"),
    ("(一){};⏎(二){}。", "chinese in narrow brackets"),
    ("①{};⏎②{}。", "circles"),
    ("1 、{};⏎2 、{}。", "a space"),
    ("( 1 ){};⏎( 2 ){}。", "spaces within brackets"),
]


@pytest.mark.parametrize("pattern", [s[0] for s in STYLES], ids=[s[1] for s in STYLES])
def test_numbering_styles(pattern: str) -> None:
    assert read(pattern.format("宣传政策", "办理业务")) == ["宣传政策;", "办理业务。"]
    inline = pattern.replace("⏎", "").format("宣传政策", "办理业务")
    assert read(inline) == ["宣传政策;", "办理业务。"]


CASES = [
    ("nothing", "", []),
    ("no numbers", "宣传政策，⏎办理业务。", ["宣传政策，办理业务。"]),
    ("one item", "1、宣传政策。", ["宣传政策。"]),
    (
        "an item over lines",
        "1、宣传养老、工伤⏎保险政策。⏎2、办理业务。",
        ["宣传养老、工伤保险政策。", "办理业务。"],
    ),
    (
        "a wrapped line that begins with a number",
        "1、全年培训不少于⏎3、4次，参加⏎20人次。⏎2、办理业务。",
        ["全年培训不少于3、4次，参加20人次。", "办理业务。"],
    ),
    (
        "a wrapped line that begins with the next number",
        "1、完成第1、⏎2、3批项目验收。⏎2、办理业务。",
        ["完成第1、2、3批项目验收。", "办理业务。"],
    ),
    (
        "a wrapped line that begins with a decimal",
        "1、投入资金⏎2.5万元用于宣传；⏎2、办理业务。",
        ["投入资金2.5万元用于宣传；", "办理业务。"],
    ),
    (
        "numbers within an item",
        "1、完成指标1、指标2、指标3。2、办理业务。",
        ["完成指标1、指标2、指标3。", "办理业务。"],
    ),
    (
        "another style within an item",
        "一、宣传政策：1.入户宣传；2.网上宣传。⏎二、办理业务。",
        ["宣传政策：1.入户宣传；2.网上宣传。", "办理业务。"],
    ),
    (
        "circles within items",
        "1、宣传：①入户；②网上。⏎2、办理。",
        ["宣传：①入户；②网上。", "办理。"],
    ),
    (
        "ten and more",
        "".join(f"{n}、任务。⏎" for n in range(1, 13)),
        ["任务。"] * 12,
    ),
    (
        "chinese ten and more",
        "".join(f"{n}、任务。⏎" for n in [*"一二三四五六七八九十", "十一", "十二"]),
        ["任务。"] * 12,
    ),
    (
        "a number broken over two lines",
        "".join(f"{n}、任务。⏎" for n in range(1, 10)) + "1 0、末项。",
        ["任务。"] * 9 + ["末项。"],
    ),
    ("a lead-in", "1、宣传政策2、办理业务", ["宣传政策2、办理业务"]),
    ("a date", "1、于2024年1月完成。2、办理业务。", ["于2024年1月完成。", "办理业务。"]),
    ("a mark alone in a line", "1、⏎宣传政策。⏎2、⏎办理业务。", ["宣传政策。", "办理业务。"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_items(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_without_numbers_paragraphs_are_items() -> None:
    assert read("宣传政策。⏎办理业务，⏎发放待遇。", (0,)) == ["宣传政策。", "办理业务，发放待遇。"]


def test_an_item_over_pages_keeps_its_lines() -> None:
    lines = [text_line("1、宣传养老、工伤", page=1), text_line("保险政策。2、办理。", page=2)]
    first, second = split_items(lines, ())
    assert [line.page for line in first.lines] == [1, 2]
    assert joined(first) == "宣传养老、工伤保险政策。"
    assert [(line.page, line.text) for line in second.lines] == [(2, "办理。")]


def test_the_box_of_an_item_is_that_of_its_text() -> None:
    (item,) = split_items([text_line("1、宣传", 20, 30)], ())
    # `1` is 5 wide, `、` 10.
    assert item.lines[0].box == (35, 30, 55, 40)
    assert len(item.lines[0].boxes) == 2


def test_a_part_of_a_line_is_trimmed() -> None:
    part = part_of(text_line(" 甲 乙 "), 0, 5)
    assert part.text == "甲 乙" and len(part.boxes) == 3
    assert part_of(text_line("甲乙"), 0, 2).text == "甲乙"
    assert part_of(text_line("单位："), 3, 3).text == ""


STYLE = st.sampled_from(["{}、", "{}.", "({})", "（{}）", "{})", "{}）"])
PHRASE = st.text(st.sampled_from("宣传政策办理业务参保人员，"), min_size=2, max_size=30).map(
    lambda text: "项" + text + "完"
)


@given(STYLE, st.lists(PHRASE, min_size=1, max_size=15), st.integers(5, 20), st.booleans())
def test_numbered_items_come_back_however_the_lines_break(
    style: str, phrases: list[str], width: int, each_on_its_own: bool
) -> None:
    texts = [f"{style.format(n)}{phrase}。" for n, phrase in enumerate(phrases, 1)]
    flows = texts if each_on_its_own else ["".join(texts)]
    lines = []
    for flow in flows:
        start = 0
        while start < len(flow):
            end = start + width
            # A mark is not broken over lines.
            while end < len(flow) and (flow[end - 1] in "0123456789(（" or flow[end] in ".)、）"):
                end += 1
            lines.append(text_line(flow[start:end]))
            start = end
    assert [joined(item) for item in split_items(lines, ())] == [f"{p}。" for p in phrases]


@given(st.lists(st.text(st.sampled_from("一二1234、.()（）①②。；宣传 "), min_size=1), max_size=8))
def test_no_character_is_lost_but_marks(texts: list[str]) -> None:
    lines = [text_line(text) for text in texts if text.strip()]
    items = split_items(lines, ())
    before = [char for line in lines for char in line.text if not char.isspace()]
    after = [
        char for item in items for line in item.lines for char in line.text if not char.isspace()
    ]
    kept = iter(before)
    assert all(char in kept for char in after), "order or invention"
    assert sum(char in "宣传" for char in before) == sum(char in "宣传" for char in after)


def scanned(text: str) -> list[str]:
    lines = [replace(line, reader="rapidocr") for line in text_lines(text)]
    return [joined(item) for item in split_items(lines, ())]


@pytest.mark.parametrize(
    "text",
    [
        "(1负责甲。⏎(2)负责乙。⏎(3)负责丙。",
        "(1)负责甲。⏎(2负责乙。⏎(3)负责丙。",
        "（l）负责甲。⏎（2）负责乙。⏎3）负责丙。",
        "1负责甲。⏎2、负责乙。⏎3、负责丙。",
        "1、负责甲。⏎2负责乙。⏎3，负责丙。",
    ],
)
def test_the_sign_of_a_number_that_was_misread_parts_items_still(text: str) -> None:
    assert scanned(text) == ["负责甲。", "负责乙。", "负责丙。"]


@pytest.mark.parametrize(
    "text",
    ["1、完成甲⏎2万元以上。⏎2、乙。", "1、到2024年建成⏎2个中心。⏎2、乙。", "1、占⏎2%。⏎2、乙。"],
)
def test_a_figure_at_the_start_of_a_line_is_no_number_of_an_item(text: str) -> None:
    assert len(scanned(text)) == 2


def test_nothing_of_a_text_layer_is_taken_for_misread() -> None:
    assert read("(1负责甲。⏎(2)负责乙。") == ["(1负责甲。(2)负责乙。"]
