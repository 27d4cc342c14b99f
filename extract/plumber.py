"""Reads digital pages with pdfplumber: the second, independent voice."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pdfplumber

from extract.paths import RulingSet
from extract.radicals import RADICALS
from extract.records import Box, Glyph, Page
from extract.textlayer import Picture, covers, judge
from extract.turning import Frame, upright

_WHITE = 0.96
# It complains of each font without a box, once a page.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


@contextmanager
def opened(data: bytes, password: str | None = None) -> Iterator["PlumberFile"]:
    """Opens a PDF held in memory."""
    with pdfplumber.open(io.BytesIO(data), password=password or "") as pdf:
        yield PlumberFile(pdf)


@dataclass(frozen=True, slots=True)
class PlumberFile:
    """An open file."""

    pdf: Any

    def __len__(self) -> int:
        return len(self.pdf.pages)

    def read(self, number: int) -> Page:
        """Reads page `number` (from 1)."""
        page = self.pdf.pages[number - 1]
        try:
            return _read(page, number)
        finally:
            # Parsed objects of a page stay in memory until they are dropped.
            page.close()


def _read(page: Any, number: int) -> Page:
    x, y, width, height = _crop(page)
    glyphs, unmapped = _glyphs(page.chars, x, y)
    pictures = [Picture(_box(image, x, y)) for image in page.images]
    # pdfminer tells neither render mode nor drawing order: text over a full-page
    # picture can't be told from text under it, and is not believed.
    under = any(covers(picture, width, height) for picture in pictures)
    kind, problems = judge(number, glyphs, unmapped, bool(pictures), under)
    if kind != "digital":
        return Page(number, width, height, kind, problems=problems)
    rulings = tuple(_rulings(page, x, y).rulings())
    return upright(Page(number, width, height, kind, tuple(glyphs), rulings, problems))


def _crop(page: Any) -> tuple[float, float, float, float]:
    """Where the displayed part of the page begins in pdfplumber's coordinates, and its size.

    pdfplumber counts from the media box, moved by that box's own corner.
    """
    left, bottom, right, top = map(float, page.page_obj.mediabox)
    media = Frame(left, bottom, right, top, page.rotation // 90)
    left, bottom, right, top = map(float, page.page_obj.cropbox)
    crop = media.box(left, bottom, right, top)
    x, y = crop.x0 + float(page.mediabox[0]), crop.top + float(page.mediabox[1])
    return x, y, crop.x1 - crop.x0, crop.bottom - crop.top


def _glyphs(chars: list[dict[str, Any]], x: float, y: float) -> tuple[list[Glyph], int]:
    glyphs = []
    unmapped = 0
    spaced = False
    for char in chars:
        text = char["text"]
        if text.startswith("(cid:"):
            unmapped += 1
            continue
        text = text.strip("\x00\xa0\u3000 \t\r\n")
        if not text:
            spaced = True
            continue
        box = _box(char, x, y)
        turn = _turn(char["matrix"])
        step = (box.x1 - box.x0) / len(text)
        for index, letter in enumerate(text):
            left = box.x0 + index * step
            place = (left, box.top, left + step, box.bottom)
            glyphs.append(Glyph(RADICALS.get(letter, letter), *place, turn, spaced))
            spaced = False
    return glyphs, unmapped


def _turn(matrix: tuple[float, ...]) -> int:
    """Clockwise quarter turns of a character as drawn on the displayed page."""
    a, b = matrix[0], matrix[1]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 3 if b > 0 else 1


def _box(item: dict[str, Any], x: float, y: float) -> Box:
    return Box(
        float(item["x0"]) - x,
        float(item["top"]) - y,
        float(item["x1"]) - x,
        float(item["bottom"]) - y,
    )


def _rulings(page: Any, x: float, y: float) -> RulingSet:
    found = RulingSet()
    for line in page.lines:
        if _visible(line, "stroking_color"):
            found.add_stroked([(px - x, py - y) for px, py in line["pts"]])
    for rect in page.rects:
        box = _box(rect, x, y)
        if rect.get("stroke") and _visible(rect, "stroking_color"):
            x0, top, x1, bottom = box
            found.add_stroked([(x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top)])
        elif rect.get("fill") and _visible(rect, "non_stroking_color"):
            found.add_filled([box])
    for curve in page.curves:
        if curve.get("stroke") and _visible(curve, "stroking_color"):
            found.add_stroked([(px - x, py - y) for px, py in curve["pts"]])
        elif curve.get("fill") and _visible(curve, "non_stroking_color"):
            found.add_filled([_box(curve, x, y)])
    return found


def _visible(item: dict[str, Any], key: str) -> bool:
    """Not white; colours are grey, RGB or CMYK from 0 to 1."""
    colour = item.get(key)
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, tuple | list) or not colour:
        return True
    if not all(isinstance(part, int | float) for part in colour):
        return True
    if len(colour) == 4:
        return bool(max(colour) > 1 - _WHITE)
    return bool(min(colour) < _WHITE)
