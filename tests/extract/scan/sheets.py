"""Drawn pages for the tests of scans: no font and no model is needed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.grid import grids
from extract.records import Ruling
from extract.scan.strokes import strokes_of
from extract.scan.traces import rulings_of

Page = NDArray[np.uint8]

SCALE = 200 / 72
XS, YS = (60, 200, 320, 540), (80, 110, 150, 210, 260)


def sheet(width: int = 595, height: int = 842) -> Page:
    return np.full((round(height * SCALE), round(width * SCALE)), 255, np.uint8)


def px(value: float) -> int:
    return round(value * SCALE)


def draw_line(page: Page, x0: float, y0: float, x1: float, y1: float, shade: int = 0) -> None:
    """From point to point; two pixels thick."""
    cv2.line(page, (px(x0), px(y0)), (px(x1), px(y1)), shade, 2)


def draw_table(page: Page, dash: int = 0, shade: int = 0) -> None:
    """A table of four rows and three columns; dashed in steps of `dash` pixels."""
    for y in YS:
        draw_line(page, XS[0], y, XS[-1], y, shade)
    for x in XS:
        draw_line(page, x, YS[0], x, YS[-1], shade)
    if dash:
        for start in range(0, page.shape[1], 2 * dash):
            for y in YS[1:-1]:
                page[px(y) - 2 : px(y) + 3, start : start + dash // 2] = 255


def draw_text(page: Page, x: float, y: float, chars: int, size: float = 10.0) -> None:
    """A line of `chars` made-up characters: strokes at uneven heights, as dense as type."""
    rng = np.random.default_rng([round(x), round(y)])
    for index in range(chars):
        left, top, side = px(x + index * size), px(y), px(size * 0.86)
        for height in rng.choice(side, 4, replace=False):
            start, end = sorted(rng.choice(side, 2, replace=False))
            cv2.line(page, (left + start, top + height), (left + end, top + height), 30, 2)
        for across in rng.choice(side, 3, replace=False):
            start, end = sorted(rng.choice(side, 2, replace=False))
            cv2.line(page, (left + across, top + start), (left + across, top + end), 30, 2)
        cv2.line(page, (left, top + side), (left + side, top), 30, 2)


def ruled(page: Page, scale: float = SCALE) -> list[Ruling]:
    return rulings_of(strokes_of(page, scale))


def only_grid(page: Page) -> tuple[int, int, int]:
    """Columns, rows and cells of the one table on a page."""
    (found,) = grids(ruled(page))
    return len(found.xs) - 1, len(found.ys) - 1, len(found.regions)
