"""From a file's coordinates to those of the page as displayed."""

import pytest
from drawn import glyphs, near, page, ruled, texts
from hypothesis import given
from hypothesis import strategies as st

from extract.document import assemble
from extract.records import Box, Glyph, Page, Ruling
from extract.turning import Frame, turn_box, upright

# A page of 200 by 100 points whose visible part begins at (10, 20).
CORNERS = [
    # rotation, width, height, where the lower left and the upper right corner go
    (0, 200, 100, (0, 100), (200, 0)),
    (1, 100, 200, (0, 0), (100, 200)),
    (2, 200, 100, (200, 0), (0, 100)),
    (3, 100, 200, (100, 200), (0, 0)),
]


@pytest.mark.parametrize(("rotation", "width", "height", "lower_left", "upper_right"), CORNERS)
def test_frames(
    rotation: int,
    width: float,
    height: float,
    lower_left: tuple[float, float],
    upper_right: tuple[float, float],
) -> None:
    frame = Frame(10, 20, 210, 120, rotation)
    assert (frame.width, frame.height) == (width, height)
    assert frame.point(10, 20) == lower_left
    assert frame.point(210, 120) == upper_right
    assert frame.box(10, 20, 210, 120) == (0, 0, width, height)


def test_a_box_on_each_side() -> None:
    # 30 from the left and 10 from the bottom of the visible part, 40 by 20.
    boxes = [Frame(10, 20, 210, 120, rotation).box(40, 30, 80, 50) for rotation in range(4)]
    assert boxes == [(30, 70, 70, 90), (10, 30, 30, 70), (130, 10, 170, 30), (70, 130, 90, 170)]


@given(
    st.integers(0, 3),
    st.tuples(st.floats(0, 500), st.floats(0, 500), st.floats(0, 500), st.floats(0, 500)),
)
def test_a_box_is_that_of_its_corners(
    rotation: int, corners: tuple[float, float, float, float]
) -> None:
    x0, x1 = sorted(corners[:2])
    y0, y1 = sorted(corners[2:])
    frame = Frame(0, 0, 500, 500, rotation)
    points = [frame.point(x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert frame.box(x0, y0, x1, y1) == (min(xs), min(ys), max(xs), max(ys))


@given(st.integers(0, 3), st.floats(0, 100), st.floats(0, 200), st.floats(1, 50), st.floats(1, 50))
def test_turning_a_box_there_and_back(
    quarters: int, x: float, y: float, w: float, h: float
) -> None:
    box = Box(x, y, x + w, y + h)
    size = (200.0, 150.0) if quarters % 2 else (150.0, 200.0)
    turned = turn_box(box, 150, 200, quarters)
    assert near(turn_box(turned, *size, -quarters % 4), box, 1e-9)


def lying(turn: int, rulings: list[Ruling], letters: list[Glyph]) -> Page:
    """A page of 300 by 400 points turned clockwise with all that is on it."""
    whole = page(rulings, letters)
    size = (400.0, 300.0) if turn % 2 else (300.0, 400.0)
    lines = []
    for ruling in whole.rulings:
        across = ruling.axis == "h"
        box = (
            Box(ruling.start, ruling.at, ruling.end, ruling.at)
            if across
            else Box(ruling.at, ruling.start, ruling.at, ruling.end)
        )
        x0, top, x1, bottom = turn_box(box, 300, 400, turn)
        lines.append(
            Ruling("h", top, x0, x1) if x1 - x0 > bottom - top else Ruling("v", x0, top, bottom)
        )
    turned = tuple(
        Glyph(g.text, *turn_box(Box(*g[1:5]), 300, 400, turn), turn) for g in whole.glyphs
    )
    return Page(1, *size, "digital", turned, tuple(lines))


XS, YS = [20.0, 100.0, 200.0], [40.0, 60.0, 80.0]
LETTERS = glyphs("财政拨款", 25, 45) + glyphs("428.34", 105, 65) + glyphs("单位：万元", 150, 20)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_page_that_lies_on_its_side_stands_upright(turn: int) -> None:
    found = upright(lying(turn, ruled(XS, YS), LETTERS))
    assert (found.width, found.height) == (300, 400)
    assert found.turn == -turn % 4
    assert all(
        one.text == other.text and near(one[1:5], other[1:5]) and one.turn == 0
        for one, other in zip(found.glyphs, LETTERS, strict=True)
    )
    assert sorted(found.rulings) == sorted(ruled(XS, YS))


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_boxes_come_back_as_displayed(turn: int) -> None:
    document = assemble([upright(lying(turn, ruled(XS, YS), LETTERS))])
    size = (400, 300) if turn % 2 else (300, 400)
    assert [(sheet.width, sheet.height) for sheet in document.pages] == [size]
    (table,) = document.tables
    assert texts(table) == [(0, 0, "财政拨款"), (1, 1, "428.34")]
    cell = table.cells[0]

    def back(box: Box) -> Box:
        return document.restore[1](box) if turn else box

    assert near(back(cell.places[0].box), turn_box(Box(20, 40, 100, 60), 300, 400, turn))
    assert near(back(cell.lines[0].box), turn_box(Box(25, 45, 65, 55), 300, 400, turn))
    assert near(back(cell.lines[0].boxes[1]), turn_box(Box(35, 45, 45, 55), 300, 400, turn))
    (line,) = document.lines
    assert line.text == "单位：万元"
    assert near(back(line.box), turn_box(Box(150, 20, 200, 30), 300, 400, turn))


def test_turned_labels_do_not_turn_the_page() -> None:
    label = [glyph._replace(turn=3) for glyph in glyphs("产出", 25, 45)]
    whole = page(ruled(XS, YS), label + LETTERS)
    assert upright(whole) is whole


def test_a_page_without_text_stays() -> None:
    assert upright(page(ruled(XS, YS))).turn == 0
