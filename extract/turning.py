"""From the coordinates of a file to those of the page as displayed."""

from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter

from extract.records import Box, Glyph, Page, Ruling


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page in PDF coordinates (origin bottom left, y up).

    `rotation` is /Rotate in clockwise quarter turns.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    @property
    def width(self) -> float:
        """Width as displayed."""
        sides = (self.right - self.left, self.top - self.bottom)
        return sides[self.rotation % 2]

    @property
    def height(self) -> float:
        """Height as displayed."""
        sides = (self.top - self.bottom, self.right - self.left)
        return sides[self.rotation % 2]

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """What `point` does, as a matrix (a, b, c, d, e, f)."""
        return (
            (1.0, 0.0, 0.0, -1.0, -self.left, self.top),
            (0.0, 1.0, 1.0, 0.0, -self.bottom, -self.left),
            (-1.0, 0.0, 0.0, 1.0, self.right, -self.bottom),
            (0.0, -1.0, -1.0, 0.0, self.top, self.right),
        )[self.rotation]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as displayed, origin top left, y down."""
        rotation = self.rotation
        if rotation == 0:
            return x - self.left, self.top - y
        if rotation == 1:
            return y - self.bottom, x - self.left
        if rotation == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle as displayed."""
        if self.rotation == 0:
            x, y = self.left, self.top
            return Box(left - x, y - top, right - x, y - bottom)
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def upright(page: Page) -> Page:
    """Turns a page whose text lies on its side or on its head; others stay as they are.

    Only a clear majority turns the page: rotated labels in cells are common.
    """
    turns = Counter(map(itemgetter(5), page.glyphs))
    if not turns:
        return page
    turn, count = turns.most_common(1)[0]
    if turn == 0 or count < 0.8 * len(page.glyphs):
        return page
    width, height = (page.height, page.width) if turn % 2 else (page.width, page.height)
    return replace(
        page,
        width=width,
        height=height,
        glyphs=tuple(_turn_glyph(glyph, page, turn) for glyph in page.glyphs),
        rulings=tuple(_turn_ruling(ruling, page, turn) for ruling in page.rulings),
        turn=(-turn) % 4,
    )


def turn_box(box: Box, width: float, height: float, quarters: int) -> Box:
    """The box after the page of this width and height was turned clockwise."""
    x0, top, x1, bottom = box
    if quarters == 1:
        return Box(height - bottom, x0, height - top, x1)
    if quarters == 2:
        return Box(width - x1, height - bottom, width - x0, height - top)
    if quarters == 3:
        return Box(top, width - x1, bottom, width - x0)
    return box


def _turn_glyph(glyph: Glyph, page: Page, turn: int) -> Glyph:
    box = turn_box(
        Box(glyph.x0, glyph.top, glyph.x1, glyph.bottom), page.width, page.height, (-turn) % 4
    )
    return Glyph(glyph.text, *box, (glyph.turn - turn) % 4, glyph.spaced)


def _turn_ruling(ruling: Ruling, page: Page, turn: int) -> Ruling:
    if ruling.axis == "h":
        box = Box(ruling.start, ruling.at, ruling.end, ruling.at)
    else:
        box = Box(ruling.at, ruling.start, ruling.at, ruling.end)
    turned = turn_box(box, page.width, page.height, (-turn) % 4)
    if (ruling.axis == "h") == (turn % 2 == 0):
        return Ruling("h", turned.top, turned.x0, turned.x1)
    return Ruling("v", turned.x0, turned.top, turned.bottom)
