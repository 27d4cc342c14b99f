"""Drawn paths to rulings: strokes, thin rectangles, frames, dashes, dots."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.records import Box, Ruling

# A filled rectangle thinner than this is a line. Word and WPS draw 0.48-1.5,
# double borders in LibreOffice up to 3; the lowest shaded rows seen are 9 high.
MAX_THICKNESS = 3.0
# How far a line may lean and still be straight: 0.3 seen in spreadsheets' exports.
MAX_LEAN = 0.6
# Dots of a dotted border are 0.5-2.5 wide and at most this far apart (centres).
MAX_DOT_STEP = 6.0
# A chain of dots shorter than this is a full stop or a bullet.
MIN_DOTS = 4
# Where both corners of a frame are given, its two rectangles lie this close.
MAX_FRAME = 4.0


# A line along the edge of the clip is shown by half its width.
ON_EDGE = 1.0
EVERYWHERE = Box(float("-inf"), float("-inf"), float("inf"), float("inf"))


class RulingSet:
    """Gathers the rulings of one page."""

    def __init__(self) -> None:
        self._rulings: list[Ruling] = []
        self._dots: list[tuple[float, float]] = []

    def add_stroked(self, points: Sequence[tuple[float, float]], clip: Box = EVERYWHERE) -> None:
        """A stroked subpath: each straight side is a ruling, as far as `clip` shows it."""
        for start, end in pairwise(points):
            shown = _clipped(*start, *end, clip)
            if shown is None:
                continue
            x0, y0, x1, y1 = shown
            across, down = abs(x1 - x0), abs(y1 - y0)
            if across < MAX_LEAN and down < MAX_LEAN:
                self._dots.append((x0, y0))
            elif down <= MAX_LEAN:
                self._rulings.append(Ruling("h", (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif across <= MAX_LEAN:
                self._rulings.append(Ruling("v", (x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def add_filled(self, boxes: Sequence[Box], clip: Box = EVERYWHERE) -> None:
        """The boxes of a filled path's subpaths: thin ones are rulings."""
        for whole in boxes:
            shown = _clipped(*whole, clip)
            if shown is None:
                continue
            x0, top, x1, bottom = shown
            width, height = x1 - x0, bottom - top
            if width <= MAX_THICKNESS and height <= MAX_THICKNESS:
                self._dots.append(((x0 + x1) / 2, (top + bottom) / 2))
            elif height <= MAX_THICKNESS:
                self._rulings.append(Ruling("h", (top + bottom) / 2, x0, x1))
            elif width <= MAX_THICKNESS:
                self._rulings.append(Ruling("v", (x0 + x1) / 2, top, bottom))
        if len(boxes) == 2:
            self._add_frame(boxes[0], boxes[1], clip)

    def _add_frame(self, first: Box, second: Box, clip: Box) -> None:
        """Two rectangles, one just inside the other, filled between: a border."""
        if any(abs(a - b) > MAX_FRAME for a, b in zip(first, second, strict=True)):
            return
        middle = Box(*((a + b) / 2 for a, b in zip(first, second, strict=True)))
        if min(middle.x1 - middle.x0, middle.bottom - middle.top) <= MAX_FRAME:
            return
        x0, top, x1, bottom = middle
        self.add_stroked([(x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top)], clip)

    def rulings(self) -> list[Ruling]:
        """All rulings found, dots in a row among them."""
        if len(self._dots) < MIN_DOTS:
            return list(self._rulings)
        flipped = [(y, x) for x, y in self._dots]
        return [
            *self._rulings,
            *(Ruling("h", at, start, end) for at, start, end in _chains(self._dots)),
            *(Ruling("v", at, start, end) for at, start, end in _chains(flipped)),
        ]


def _chains(dots: Sequence[tuple[float, float]]) -> list[tuple[float, float, float]]:
    """Rows of dots as (y, first x, last x)."""
    rows: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for x, y in dots:
        rows[round(y)].append((x, y))
    chains = []
    for row in rows.values():
        row.sort()
        start = 0
        for index in range(1, len(row) + 1):
            if index == len(row) or row[index][0] - row[index - 1][0] > MAX_DOT_STEP:
                if index - start >= MIN_DOTS:
                    chains.append((row[start][1], row[start][0], row[index - 1][0]))
                start = index
    return chains


def _clipped(
    x0: float, y0: float, x1: float, y1: float, clip: Box
) -> tuple[float, float, float, float] | None:
    """The part of a straight line or box that lies within the clip, None if nothing does."""
    left, upper, right, lower = clip
    if (
        left <= x0 <= right
        and left <= x1 <= right
        and upper <= y0 <= lower
        and upper <= y1 <= lower
    ):
        return x0, y0, x1, y1
    if (
        min(x0, x1) > clip.x1 + ON_EDGE
        or max(x0, x1) < clip.x0 - ON_EDGE
        or min(y0, y1) > clip.bottom + ON_EDGE
        or max(y0, y1) < clip.top - ON_EDGE
    ):
        return None
    return (
        min(max(x0, clip.x0 - ON_EDGE), clip.x1 + ON_EDGE),
        min(max(y0, clip.top - ON_EDGE), clip.bottom + ON_EDGE),
        min(max(x1, clip.x0 - ON_EDGE), clip.x1 + ON_EDGE),
        min(max(y1, clip.top - ON_EDGE), clip.bottom + ON_EDGE),
    )
