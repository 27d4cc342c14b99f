"""Rulings told from all else that is straight on a page."""

import cv2
import numpy as np
import pytest
from sheets import SCALE, XS, YS, draw_line, draw_table, draw_text, only_grid, px, ruled, sheet

from corpus.paper import _folded
from extract.grid import grids
from extract.scan.connected import connected
from extract.scan.ink import ink_mask, pieces_along, type_size
from extract.scan.painting import print_of, without_rulings
from extract.scan.seals import rings_of
from extract.scan.straighten import evened
from extract.scan.strokes import strokes_of


def test_what_a_black_and_white_copy_leaves_of_rulings() -> None:
    page = sheet()
    draw_table(page)
    for y in (120, 165, 225):
        draw_text(page, 80, y, 6)
        draw_text(page, 350, y, 9)
    lost = np.random.default_rng(3).random(page.shape) < 0.75
    rows = np.zeros(page.shape, bool)
    for y in YS:
        rows[px(y) - 2 : px(y) + 3] = True
    page[lost & rows] = 255
    assert only_grid(page) == (3, 4, 12)


def test_a_piece_of_a_ruling_is_missing_where_it_is_expected() -> None:
    page = sheet()
    draw_table(page)
    page[px(150) - 3 : px(150) + 4, px(215) : px(300)] = 255
    page[px(150), px(220) : px(300) : 9] = 0
    assert only_grid(page) == (3, 4, 12)


def test_a_merged_cell_stays_merged() -> None:
    page = sheet()
    draw_table(page)
    page[px(150) - 3 : px(150) + 4, px(XS[0]) + 4 : px(XS[1]) - 4] = 255
    draw_text(page, 110, 145, 4)
    assert only_grid(page) == (3, 4, 11)


def test_characters_of_a_narrow_label_are_no_rulings() -> None:
    page = sheet()
    draw_table(page)
    for x in (60, 84):
        draw_line(page, x, 80, x, 260)
    for y in YS[1:-1]:
        page[px(y) - 3 : px(y) + 4, px(62) : px(82)] = 255
        draw_text(page, 67, y - 9, 1)
    (found,) = grids(ruled(page))
    labels = [region for region in found.regions if region.column == 0]
    assert [(region.row, region.row_end) for region in labels] == [(0, 4)]


def test_brackets_one_below_the_other_are_no_ruling() -> None:
    page = sheet()
    draw_table(page)
    for y in range(152, 208, 16):
        middle = (px(345) + 12, px(y + 7))
        cv2.ellipse(page, middle, (14, px(6)), 0, 110, 250, 0, 2)
        draw_text(page, 352, y, 14)
    assert only_grid(page) == (3, 4, 12)


def test_text_that_touches_a_ruling_does_not_lengthen_it() -> None:
    page = sheet()
    draw_table(page)
    page[px(150) - 3 : px(150) + 4, px(XS[0]) + 4 : px(XS[1]) - 4] = 255
    draw_text(page, 170, 145.5, 3)
    assert only_grid(page) == (3, 4, 11)


def test_double_rulings_are_one_each() -> None:
    page = sheet()
    for aside in (-1.5, 1.5):
        for y in YS:
            draw_line(page, XS[0], y + aside, XS[-1], y + aside)
        for x in XS:
            draw_line(page, x + aside, YS[0], x + aside, YS[-1])
    assert only_grid(page) == (3, 4, 12)


def test_a_fold_is_told_to_be_painted_over() -> None:
    page = sheet()
    draw_table(page)
    cv2.line(page, (px(430), 0), (px(431), px(842)), 170, 2)
    assert only_grid(page) == (3, 4, 12)
    clean = without_rulings(page, ruled(page), SCALE)
    ink = ink_mask(clean)
    gone = ink & ~print_of(ink, strokes_of(page, SCALE), ruled(page), SCALE).mask
    assert gone[px(500), px(430) - 4 : px(430) + 6].any()


def test_columns_that_the_page_cuts_are_no_folds() -> None:
    page = sheet()
    draw_table(page)
    for x in XS:
        draw_line(page, x, 0, x, YS[0])
    (found,) = grids(ruled(page))
    assert len(found.xs) == 4


def test_a_row_of_an_open_table_that_nearly_reaches_the_edge_is_no_fold() -> None:
    page = sheet()
    for y in YS:
        draw_line(page, 60, y, 583 if y == YS[2] else 578, y)
    for x in (60, 200, 320, 520):
        draw_line(page, x, YS[0], x, YS[-1])
    (found,) = grids(ruled(page))
    assert len(found.ys) == 5


def test_rulings_of_a_table_that_is_open_at_both_sides_are_no_folds() -> None:
    page = sheet()
    for y in YS:
        draw_line(page, 38, y, 565, y)
    for x in (125, 200, 320, 500):
        draw_line(page, x, YS[0], x, YS[-1])
    (found,) = grids(ruled(page))
    assert len(found.ys) == 5


def test_columns_of_rows_that_the_page_edges_cut_are_no_folds() -> None:
    page = sheet()
    draw_table(page)
    for x in (XS[0], XS[1], XS[-1]):
        draw_line(page, x, 46, x, 790)
    (found,) = grids(ruled(page))
    assert len(found.xs) == 4


def test_rulings_of_a_label_beyond_the_edge_are_no_folds() -> None:
    page = sheet()
    draw_table(page)
    for y in (YS[1], YS[2]):
        draw_line(page, 0, y, XS[0], y)
    (found,) = grids(ruled(page))
    assert len(found.ys) == 5


def test_a_low_row_that_is_open_at_the_top_keeps_its_columns() -> None:
    page = sheet()
    draw_table(page)
    page[px(YS[0]) - 4 : px(YS[0]) + 5, :] = 255
    page[: px(YS[1] - 16), :] = 255
    (found,) = grids(ruled(page))
    assert found.open_top and len(found.ys) == 5
    assert len([region for region in found.regions if region.row == 0]) == 3


def test_a_pale_fold_through_a_merged_cell_does_not_part_it() -> None:
    page = sheet()
    draw_table(page)
    page[px(150) - 3 : px(150) + 4, px(XS[0]) + 4 : px(XS[1]) - 4] = 255
    cv2.line(page, (0, px(149)), (px(210), px(150)), 232, 2)
    assert only_grid(page) == (3, 4, 11)


@pytest.mark.parametrize(("shade", "lean"), [(200, 0), (215, 0), (215, 2), (235, 4)])
def test_a_fold_is_known_by_what_is_seen_of_it_beside_the_table(shade: int, lean: int) -> None:
    page = sheet()
    draw_table(page, shade=120)
    cv2.line(page, (0, px(176)), (page.shape[1], px(176 + lean)), shade, 2)
    assert only_grid(page) == (3, 4, 12)


@pytest.mark.parametrize(("at", "lean"), [(151.5, 3), (150, 8), (151.5, -6)])
def test_a_ruling_under_a_fold_stays(at: float, lean: int) -> None:
    page = sheet()
    draw_table(page, shade=140)
    fold = page.copy()
    cv2.line(fold, (0, px(at - lean / 2)), (page.shape[1], px(at + lean / 2)), 160, 2)
    assert only_grid(np.minimum(page, fold)) == (3, 4, 12)


def test_the_stroke_of_a_pen_beside_a_ruling_is_none() -> None:
    page = sheet()
    draw_table(page)
    draw_line(page, 322, 146.2, 395, 146)
    assert only_grid(page) == (3, 4, 12)


def test_a_stroke_at_the_page_edge_is_no_fold_of_a_ruling_in_line_with_it() -> None:
    page = sheet()
    draw_table(page)
    draw_line(page, 321, 822, 320, 842)
    draw_line(page, 575, 150, 595, 150)
    assert only_grid(page) == (3, 4, 12)


def draw_fold(page: np.ndarray, at: float, shade: int, wavers: float, step: float) -> None:
    """A line from edge to edge that wavers so many points, once in 6 `step` points."""
    xs = np.arange(page.shape[1])
    ys = px(at) - wavers * SCALE * np.cos(xs / px(step))
    fold = np.full_like(page, 255)
    cv2.polylines(fold, [np.stack([xs, ys], 1).round().astype(np.int32)], False, shade, 2)
    np.minimum(page, fold, out=page)


@pytest.mark.parametrize("at", [0.5, 841])
def test_a_fold_at_the_very_edge_of_the_page(at: float) -> None:
    page = sheet()
    draw_table(page)
    draw_line(page, 0, at, 595, at, 120)
    assert only_grid(page) == (3, 4, 12)


@pytest.mark.parametrize("above", [2.5, 3, 3.5])
def test_a_short_ruling_under_a_fold_stays(above: float) -> None:
    page = sheet()
    draw_table(page, shade=215)
    page[px(150) - 3 : px(150) + 4, px(XS[0]) + 4 : px(XS[1]) - 4] = 255
    draw_fold(page, 150 - above, 205, 0.7, 30)
    assert only_grid(page) == (3, 4, 11)


@pytest.mark.parametrize("seed", [67, 143])
def test_a_fold_over_a_table_as_pale_as_it(seed: int) -> None:
    page = sheet()
    xs, ys = (60, 200, 330, 430, 540), range(60, 781, 24)
    for y in ys:
        draw_line(page, xs[0], y, xs[-1], y, 215)
    for x in xs:
        draw_line(page, x, ys[0], x, ys[-1], 215)
    for y in ys[:-1]:
        for x, count in ((70, 7), (210, 5), (340, 3), (440, 4)):
            draw_text(page, x, y + 7, count)
    creased = _folded(np.dstack([page] * 3), round(SCALE * 72), np.random.default_rng(seed))
    assert only_grid(evened(np.ascontiguousarray(creased[:, :, 0]), SCALE)) == (4, 30, 120)


def test_of_a_ruling_that_a_copy_left_little_of_the_network_knows() -> None:
    page = sheet()
    draw_table(page)
    for y in (120, 165, 225):
        draw_text(page, 80, y, 6)
        draw_text(page, 350, y, 9)
    lost = np.random.default_rng(5).random(page.shape) < 0.93
    for y in YS[1:-1]:
        lost[px(y) - 3 : px(y) + 4, px(XS[1]) :] = False
        page[px(y) - 3 : px(y) + 4][lost[px(y) - 3 : px(y) + 4]] = 255
    assert only_grid(page) == (3, 4, 12)


@pytest.mark.parametrize("text", [True, False])
def test_a_seal_in_a_grey_copy_is_told_by_its_ring(text: bool) -> None:
    page = sheet()
    draw_table(page)
    if text:
        for y in range(300, 700, 18):
            draw_text(page, 70, y, 44)
    cv2.circle(page, (px(300), px(500)), px(58), 130, 4)
    ((x, y, radius),) = rings_of(strokes_of(page, SCALE))
    assert abs(x - 300) < 4 and abs(y - 500) < 4 and abs(radius - 61) < 4


def test_a_table_and_text_have_no_seal() -> None:
    page = sheet()
    draw_table(page)
    for y in range(300, 700, 18):
        draw_text(page, 70, y, 44)
    assert rings_of(strokes_of(page, SCALE)) == []


def test_the_ring_of_a_seal_is_no_ruling() -> None:
    page = sheet()
    draw_table(page)
    cv2.circle(page, (px(300), px(260)), px(58), 90, 5)
    assert not [line for line in ruled(page) if line.axis == "v" and abs(line.at - 242) < 5]


@pytest.mark.parametrize("turn", [0, 1])
def test_which_way_lines_run_is_told_by_their_ink(turn: int) -> None:
    page = sheet()
    for y in range(80, 700, 16):
        draw_text(page, 70, y, 12)
        draw_text(page, 320, y, 3)
    mask = ink_mask(np.rot90(page, turn))
    along, across = pieces_along(mask, type_size(connected(mask)[1][1:], SCALE))
    assert (along < across / 2) if turn == 0 else (across < along / 2)
