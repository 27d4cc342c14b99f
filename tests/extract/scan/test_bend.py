"""Bent pages: what a camera does to a sheet, undone."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import SCALE, Page, draw_table, draw_text, only_grid, px, ruled, sheet

from extract.grid import grids
from extract.records import Box
from extract.scan.bend import Bend, bend_of, smaller
from extract.scan.straighten import straighten

Moves = tuple[float, float, float, float]


def found_in(page: np.ndarray) -> Bend:
    small, factor = smaller(page, SCALE)
    return bend_of(small).zoomed(1 / factor)


def bent(page: Page, right: Moves, down: Moves) -> Page:
    """What stands at (x, y) of the page comes to lie a little to the right and down (points)."""
    height, width = page.shape
    bend = Bend(width, height, *(tuple(-v * SCALE for v in moves) for moves in (right, down)))
    maps = bend.maps(width, height)
    return np.asarray(cv2.remap(page, *maps, cv2.INTER_LINEAR, borderValue=(255,)), np.uint8)


def tall_table() -> Page:
    """A table that takes most of a page, with text in it."""
    page = sheet()
    for y in range(80, 780, 50):
        cv2.line(page, (px(60), px(y)), (px(540), px(y)), 60, 2)
        if y < 730:
            draw_text(page, 80, y + 12, 9)
            draw_text(page, 330, y + 12, 4)
    for x in (60, 200, 320, 540):
        cv2.line(page, (px(x), px(80)), (px(x), px(730)), 60, 2)
    return page


@pytest.mark.parametrize(
    ("right", "down"),
    [
        ((0, 0, 0, 0), (0, 0, 5, 0)),
        ((0, 0, 0, 0), (0, 0, -6, 0)),
        ((8, 0, 0, 0), (0, 6, 0, 0)),
        ((-8, 6, 2, 0), (0, -6, 4, 1)),
    ],
    ids=["bowed down", "bowed up", "leaning", "all at once"],
)
def test_a_bent_table_has_its_grid_back(right: Moves, down: Moves) -> None:
    straight = straighten(bent(tall_table(), right, down), 595, 842)
    assert only_grid(straight.grey) == (3, 13, 39)


def test_boxes_of_a_bent_page_lead_back() -> None:
    picture = bent(tall_table(), (0, 0, 0, 0), (0, 0, 6, 0))
    straight = straighten(picture, 595, 842)
    (found,) = grids(ruled(straight.grey, straight.scale))
    middle = straight.to_page(Box(297, found.ys[6], 298, found.ys[6]))
    side = straight.to_page(Box(found.xs[-1] - 1, found.ys[6], found.xs[-1], found.ys[6]))
    # A bow of 6 points is not there in the middle and 4 high at x = 540.
    assert side.top - middle.top == pytest.approx(6 * (2 * 540 / 595 - 1) ** 2, abs=0.7)


@settings(max_examples=12, deadline=None)
@given(
    lean=st.floats(-6, 6), more=st.floats(-4, 4), bow=st.floats(-5, 5), shade=st.integers(20, 190)
)
def test_rulings_tell_the_bend(lean: float, more: float, bow: float, shade: int) -> None:
    page = tall_table()
    page[page == 60] = shade
    found = found_in(bent(page, (lean, 0, 0, 0), (0, more, bow, 0)))
    x, y = np.array([px(60), px(540), px(300)]), np.array([px(80), px(730), px(400)])
    right, down = found.at(x, y)
    height, width = page.shape
    u, v = 2 * x / width - 1, 2 * y / height - 1
    # Only differences count: a page that lies elsewhere is not bent.
    want = (more * u * v + bow * u**2) * SCALE
    assert np.ptp(down - want) < 1.5 * SCALE
    assert np.ptp(right - lean * v * SCALE) < 1.5 * SCALE


def test_a_page_without_rulings_has_no_bend() -> None:
    page = sheet()
    for row in range(20):
        draw_text(page, 80, 80 + 20 * row, 30)
    assert found_in(page).most < 1.2 * SCALE


def test_a_fold_and_a_pen_bend_nothing() -> None:
    page = sheet()
    draw_table(page)
    for y in range(300, 700, 40):
        cv2.line(page, (px(60), px(y)), (px(540), px(y)), 0, 2)
    cv2.line(page, (0, px(500)), (page.shape[1], px(520)), 120, 2)
    assert found_in(page).most < 0.6 * SCALE


def test_folds_and_a_streak_do_not_shear_a_page() -> None:
    """They run over the whole page, straight up where the table leans, but are pale."""
    page = tall_table()
    leaning = bent(page, (-12, 0, 0, 0), (0, 0, 0, 0))
    for x, shade in ((150, 170), (400, 185), (480, 175)):
        cv2.line(leaning, (px(x), 0), (px(x), leaning.shape[0]), shade, 2)
    found = found_in(leaning)
    right, _ = found.at(np.array([px(300)] * 2), np.array([px(80), px(730)]))
    v = np.array([px(80), px(730)]) / page.shape[0] * 2 - 1
    assert np.ptp(right + 12 * v * SCALE) < 1.5 * SCALE
