"""The cells of a drawn page, whatever a recogniser says of its lines."""

from dataclasses import replace

import numpy as np
import pytest
from sheets import SCALE, Page, draw_line, draw_table, draw_text, px, sheet

from extract.records import Cell
from extract.scan.page import read_scan
from extract.scan.pictures import Picture
from extract.scan.recogniser import Char, LineImage, Reading
from extract.scan.voices import Voices


class Says:
    """A recogniser to whom every line says the same."""

    name = "says"

    def read(self, lines: list[LineImage]) -> list[Reading]:
        chars = (
            Char(text, index / 4, index / 4 + 0.2, 0.99) for index, text in enumerate("年度目标")
        )
        return [Reading(tuple(chars))] * len(lines)


def cells_of(page: Page) -> list[Cell]:
    picture = Picture(1, np.ascontiguousarray(page), 595, 842)
    (table,) = read_scan(picture, Voices(Says())).layout.tables
    return sorted(table.cells, key=lambda cell: (cell.row, cell.column))


def goals(fold: float) -> Page:
    """Two goals, the label of the second cut by a line at `fold`."""
    page = sheet()
    for y in (80, 160, 320):
        draw_line(page, 60, y, 540, y)
    for x in (60, 150, 540):
        draw_line(page, x, 80, x, 320)
    draw_line(page, 60, fold, 150, fold)
    for y in (110, 260):
        draw_text(page, 80, y, 4)
    for y in (*range(90, 150, 16), *range(170, 310, 16)):
        draw_text(page, 160, y, 34)
    return page


def test_a_fold_through_a_label_beside_one_text_cuts_nothing() -> None:
    cells = cells_of(goals(fold=215))
    assert [(cell.row, cell.row_span, cell.column) for cell in cells] == [
        (0, 1, 0), (0, 1, 1), (1, 2, 0), (1, 2, 1),
    ]  # fmt: skip
    label = cells[2]
    assert label.lines and label.places[0].box.top < 165 and label.places[0].box.bottom > 315


class Upright:
    """A recogniser to whom what begins with a block of ink is legible, all else hardly."""

    name = "upright"

    def read(self, lines: list[LineImage]) -> list[Reading]:
        return [self._one(line) for line in lines]

    def _one(self, line: LineImage) -> Reading:
        inked = np.flatnonzero((line < 128).any(axis=0))
        start = int(inked[0]) if len(inked) else 0
        legible = bool((line[:, start : start + 6] < 128).mean() > 0.5)
        return Reading((Char("字", 0.0, 1.0, 0.95 if legible else 0.5),))


def test_a_page_of_long_lines_stays_upright() -> None:
    page = sheet()
    for y in (80, 180, 320):
        draw_line(page, 60, y, 540, y)
    for x in (60, 540):
        draw_line(page, x, 80, x, 320)
    for y in (*range(90, 170, 16), *range(190, 310, 16)):
        page[round(y * SCALE) : round((y + 9) * SCALE), round(64 * SCALE) : round(73 * SCALE)] = 0
        draw_text(page, 76, y, 44)
    # A short line that reads well the wrong way up, as some page numbers do.
    draw_text(page, 100, 400, 4)
    page[round(400 * SCALE) : round(409 * SCALE), round(141 * SCALE) : round(150 * SCALE)] = 0
    picture = Picture(1, page, 595, 842)
    scan = read_scan(picture, Voices(Upright()))
    (table,) = scan.layout.tables
    assert table.cells[0].places[0].box.top == pytest.approx(80, abs=3)


class Short(Upright):
    """Reads lines of two characters only."""

    def _one(self, line: LineImage) -> Reading:
        if line.shape[1] > 4 * line.shape[0]:
            return Reading((Char("字", 0.0, 1.0, 0.3),))
        return super()._one(line)


class Anything(Upright):
    """Reads all, what is two characters wide best of all."""

    def _one(self, line: LineImage) -> Reading:
        short = line.shape[1] < 3 * line.shape[0]
        return Reading((Char("字", 0.0, 1.0, 0.999 if short else 0.99),))


def test_a_row_that_is_left_of_a_table_stays_upright() -> None:
    page = sheet()
    for y in (80, 110):
        draw_line(page, 60, y, 540, y)
    for x in (60, 180, 300, 420, 540):
        draw_line(page, x, 80, x, 110)
    for x in (230, 350, 470):
        for char in (x, x + 16):
            draw_text(page, char, 90, 1)
    draw_text(page, 270, 780, 7)
    # Alone, they tell nothing of how lines run.
    for index in range(9):
        draw_text(page, 70 + 50 * index, 300 + 40 * index, 1)
    scan = read_scan(Picture(1, page, 595, 842), Voices(Anything()))
    assert {cell.row for cell in scan.layout.tables[0].cells} == {0}


def test_ink_does_not_turn_a_page_that_can_be_read_as_it_lies() -> None:
    page = sheet()
    for y in (60, 230, 400):
        draw_line(page, 40, y, 540, y)
    for x in (40, 540):
        draw_line(page, x, 60, x, 400)
    for x in range(60, 520, 90):
        for y in (*range(70, 220, 12), *range(240, 390, 12)):
            page[round(y * SCALE) : round((y + 9) * SCALE), round(x * SCALE) : px(x + 9)] = 0
            draw_text(page, x + 11, y, 1)
    picture = Picture(1, page, 595, 842)
    (table,) = read_scan(picture, Voices(Short())).layout.tables
    assert table.cells[0].places[0].box.x1 == pytest.approx(540, abs=3)


class Knows:
    """Knows a sign by the digits beside it only."""

    name = "knows"

    def __init__(self, sign: Char, both: tuple[str, str], other: str = "") -> None:
        self.sign, self.both, self.other = sign, both, other

    def read(self, lines: list[LineImage]) -> list[Reading]:
        return [self._one(line) for line in lines]

    def _one(self, line: LineImage) -> Reading:
        inked = np.flatnonzero((line < 128).any(axis=0))
        width = (inked[-1] - inked[0]) / line.shape[0] if len(inked) else 0
        if width < 0.7:
            return Reading((self.sign,) if self.sign.text else ())
        left, right = self.both
        text = max(self.both, key=len) if width < 2.2 else f"{left} {right}"
        chars = [Char(c, i / len(text), (i + 1) / len(text), 0.97) for i, c in enumerate(text)]
        if self.other and width >= 2.2:
            chars[0] = replace(chars[0], confidence=0.55, other=self.other, other_confidence=0.3)
        return Reading(tuple(chars))


@pytest.mark.parametrize(
    ("alone", "believed", "both", "other", "cells"),
    [
        ("V", 0.4, ("≥", "740"), "", ["≥", "740"]),
        ("M", 0.99, ("≤", "740"), "", ["≤", "740"]),
        ("二", 0.99, ("=", "740"), "", ["=", "740"]),
        ("", 0.0, ("≥", "740"), "", ["≥", "740"]),
        ("", 0.0, (">", "740"), "≥", ["≥", "740"]),
        ("", 0.0, ("2", "740"), "≥", ["≥", "740"]),
        ("名", 0.5, ("740", "%"), "", ["740", "%"]),
        ("人", 0.99, ("740", "%"), "", ["740", "人"]),
        ("≥", 0.99, ("≤", "740"), "", ["≥", "740"]),
    ],
)
def test_a_sign_in_the_cell_beside_its_number_is_known_by_it(
    alone: str, believed: float, both: tuple[str, str], other: str, cells: list[str]
) -> None:
    page = sheet()
    for y in (80, 120):
        draw_line(page, 60, y, 300, y)
    for x in (60, 150, 300):
        draw_line(page, x, 80, x, 120)
    for x, part in zip((100, 200), both, strict=True):
        draw_text(page, x, 95, 2 if len(part) > 1 else 1, size=10 if len(part) > 1 else 7)
    picture = Picture(1, np.ascontiguousarray(page), 595, 842)
    knows = Knows(Char(alone, 0.0, 1.0, believed), both, other)
    (table,) = read_scan(picture, Voices(knows)).layout.tables
    assert [cell.text for cell in table.cells] == cells


@pytest.mark.parametrize("by", [60, 190, -60, -150])
def test_a_column_that_the_scanner_cut_off_is_as_wide_as_on_the_page_before(by: int) -> None:
    whole = sheet()
    draw_table(whole)
    for x in (80, 230, 350):
        for y in (88, 125, 175, 230):
            draw_text(whole, x, y, 5)
    first = read_scan(Picture(1, whole, 595, 842), Voices(Says())).layout
    cut = np.full_like(whole, 255)
    moved = px(abs(by))
    if by > 0:
        cut[:, moved:] = whole[:, :-moved]
    else:
        cut[:, :-moved] = whole[:, moved:]
    second = read_scan(Picture(2, cut, 595, 842), Voices(Says()), first).layout
    assert second.tables[0].grid.xs == pytest.approx(first.tables[0].grid.xs, abs=1.5)


class Speck:
    """Every line is a speck."""

    name = "speck"

    def read(self, lines: list[LineImage]) -> list[Reading]:
        return [Reading((Char("•", 0.2, 0.8, 0.99),))] * len(lines)


def test_a_speck_is_no_label_of_several_rows() -> None:
    page = sheet()
    draw_table(page)
    page[px(150) - 3 : px(150) + 4, px(60) + 4 : px(200) - 4] = 255
    draw_text(page, 120, 145, 1)
    draw_text(page, 400, 120, 1)
    picture = Picture(1, np.ascontiguousarray(page), 595, 842)
    (table,) = read_scan(picture, Voices(Speck())).layout.tables
    said = {(cell.row, cell.column): (cell.text, bool(cell.doubt)) for cell in table.cells}
    assert said[1, 0] == ("", True)
    assert said[1, 2] == ("•", False)
