"""Glyphs to text lines in reading order."""

import random

import pytest
from drawn import glyphs, near, stacked
from hypothesis import given
from hypothesis import strategies as st

from extract.lines import text_lines
from extract.records import Glyph


def read(letters: list[Glyph]) -> list[str]:
    return [line.text for line in text_lines(letters, 1)]


HORIZONTAL = [
    ("one line", "财政拨款", ["财政拨款"]),
    ("two lines", "财政\n拨款", ["财政", "拨款"]),
    ("one character a line", "履\n职\n效\n能", ["履", "职", "效", "能"]),
    ("words", "shen bao 2024", ["shen bao 2024"]),
    ("number and unit", "58000人", ["58000人"]),
    ("a wide gap", "单位：万元    2024年", ["单位：万元 2024年"]),
    ("signs", "≥95%", ["≥95%"]),
    ("one character", "一", ["一"]),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("text", "lines"), [case[1:] for case in HORIZONTAL])
def test_horizontal(text: str, lines: list[str]) -> None:
    assert read(glyphs(text, 20, 30)) == lines


@pytest.mark.parametrize(("text", "lines"), [case[1:] for case in HORIZONTAL])
def test_the_order_of_the_file_does_not_matter(text: str, lines: list[str]) -> None:
    letters = glyphs(text, 20, 30)
    random.Random(1).shuffle(letters)
    assert read(letters) == lines


def spaced(text: str, gap: float) -> list[Glyph]:
    """Characters `gap` apart, a Latin one 5 wide, a Chinese one 10."""
    found, left = [], 0.0
    for char in text:
        width = 5 if char.isascii() else 10
        found.append(Glyph(char, left, 0, left + width, 10, 0))
        left += width + gap
    return found


SPACED = [
    ("人员", 2.4, "人员"),
    ("人员", 4, "人 员"),
    ("ab", 1, "ab"),
    ("ab", 2, "a b"),
    ("12", 2, "12"),
    ("12", 4, "1 2"),
    ("a1", 2, "a 1"),
    ("人a", 2, "人a"),
]


@pytest.mark.parametrize(("text", "gap", "expected"), SPACED)
def test_spaces(text: str, gap: float, expected: str) -> None:
    assert read(spaced(text, gap)) == [expected]


@pytest.mark.parametrize(
    ("text", "gap", "expected"),
    [("ab", 0.5, "a b"), ("12", 0.5, "12"), ("人员", 0.5, "人员"), ("人员", 4, "人 员")],
)
def test_a_space_of_the_text_layer_counts_between_latin_letters(
    text: str, gap: float, expected: str
) -> None:
    """Of a font that is not embedded the boxes are those of another, which may be wider."""
    first, second = spaced(text, gap)
    assert read([first, second._replace(spaced=True)]) == [expected]


def test_a_space_has_the_gap_it_fills() -> None:
    (line,) = text_lines(glyphs("ab cd", 20, 30), 1)
    assert line.text == "ab cd" and line.boxes[2] == (30, 30, 35, 40)
    assert line.box == (20, 30, 45, 40)


@pytest.mark.parametrize("shift", [0, 0.3, 1, 3])
def test_fake_bold_is_read_once(shift: float) -> None:
    letters = glyphs("绩效目标", 20, 30) + glyphs("绩效目标", 20 + shift, 30)
    assert read(letters) == ["绩效目标"]


def test_fake_bold_shifted_down() -> None:
    assert read(glyphs("绩效", 20, 30) + glyphs("绩效", 20.3, 30.3)) == ["绩效"]


@pytest.mark.parametrize("text", ["一一", "2200", "人人", "——", "......"])
def test_a_character_twice_stays_twice(text: str) -> None:
    assert read(glyphs(text)) == [text]


def test_a_thin_glyph_with_a_tight_box() -> None:
    letters = glyphs("第一季度", 20, 30)
    letters[1] = Glyph("一", 31, 34.5, 39, 35.5, 0)
    assert read(letters) == ["第一季度"]


def test_a_thin_glyph_alone_in_the_middle_of_lines() -> None:
    letters = [*glyphs("核心\n业务", 20, 30), Glyph("一", 20, 58.5, 30, 59.5, 0)]
    assert read(letters) == ["核心", "业务", "一"]


def test_a_comma_does_not_draw_two_lines_together() -> None:
    first, second = glyphs("甲", 0, 0), glyphs("乙", 0, 10)
    comma = Glyph(",", 10, 7, 12, 11, 0)
    assert read([*first, comma, *second]) == ["甲,", "乙"]


def test_mixed_sizes_share_a_line() -> None:
    letters = [*glyphs("面积", 0, 0), Glyph("m", 20, 2, 25, 10, 0), Glyph("2", 25, 0, 28, 5, 0)]
    assert read(letters) == ["面积m2"]


def test_two_columns_of_vertical_writing_are_read_from_the_right() -> None:
    letters = stacked("部门总体", 30) + stacked("资金情况", 15)
    assert read(letters) == ["部门总体", "资金情况"]


def test_one_column_is_one_character_a_line() -> None:
    assert read(stacked("部门职能概述", 30)) == list("部门职能概述")


def test_a_narrow_cell_set_in_lines_is_no_vertical_writing() -> None:
    assert read(glyphs("部门\n总体\n资金\n情况")) == ["部门", "总体", "资金", "情况"]


def test_vertical_writing_with_latin_is_left_alone() -> None:
    assert read(glyphs("A1\nB2\nC3")) == ["A1", "B2", "C3"]


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_text_on_its_side_is_read_along_it(turn: int) -> None:
    """Three characters along the direction of writing, in a frame of 100 points."""
    upright = glyphs("经济\n效益", 20, 30)
    turned = [_quarters(glyph, turn) for glyph in upright]
    lines = text_lines(turned, 1)
    assert [line.text for line in lines] == ["经济", "效益"]
    for line, before in zip(lines, text_lines(upright, 1), strict=True):
        assert near(line.box, _quarters(Glyph("x", *before.box, 0), turn)[1:5])
        for box, old in zip(line.boxes, before.boxes, strict=True):
            assert near(box, _quarters(Glyph("x", *old, 0), turn)[1:5])


def _quarters(glyph: Glyph, turn: int) -> Glyph:
    """The glyph after its page of 100 by 100 points was turned clockwise."""
    text, x0, top, x1, bottom, *_ = glyph
    for _ in range(turn):
        x0, top, x1, bottom = 100 - bottom, x0, 100 - top, x1
    return Glyph(text, x0, top, x1, bottom, turn)


def test_upright_and_turned_text_in_one_cell() -> None:
    letters = [*glyphs("甲乙", 0, 0), *(_quarters(g, 1) for g in glyphs("丙丁", 40, 20))]
    assert sorted(read(letters)) == ["丙丁", "甲乙"]


chinese = st.text(st.sampled_from("财政拨款人员经费一二三合计项目绩效"), min_size=1, max_size=14)


@given(st.lists(chinese, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_no_character_is_lost(texts: list[str], random: random.Random) -> None:
    letters = [glyph for n, text in enumerate(texts) for glyph in glyphs(text, 5, 14.0 * n)]
    random.shuffle(letters)
    lines = text_lines(letters, 3)
    assert [line.text for line in lines] == texts
    for line in lines:
        assert line.page == 3 and len(line.boxes) == len(line.text)
        assert line.box.x0 == min(box.x0 for box in line.boxes)
        assert line.box.bottom == max(box.bottom for box in line.boxes)


@given(
    st.lists(
        st.builds(
            lambda char, x, y, w, h, turn: Glyph(char, x, y, x + w, y + h, turn),
            st.sampled_from("财政拨款A1一.,"),
            st.floats(0, 200),
            st.floats(0, 200),
            st.floats(0, 12),
            st.floats(0, 12),
            st.integers(0, 3),
        ),
        max_size=30,
    )
)
def test_any_glyphs_are_read_and_none_invented(letters: list[Glyph]) -> None:
    lines = text_lines(letters, 1)
    drawn = [glyph.text for glyph in letters]
    for line in lines:
        assert len(line.boxes) == len(line.text)
        for char in line.text:
            if char != " ":
                drawn.remove(char)
