"""Check boxes that a recogniser passes over, `■` above all, by their ink."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.scan.connected import connected
from extract.scan.ink import INK
from extract.scan.recogniser import Char, LineImage, Reading
from extract.scan.voices import Heard

# How high a box is beside the type, a filled one at least, and how wide beside its height. Of
# dust nothing is as large and square.
HIGH = (0.6, 1.35)
SMALL = 0.42
SLIM = 0.4
SQUARE = (0.8, 1.25)
# The middles of two characters lie at least so far apart, in type sizes: what is nearer to one
# that was read is a part of it, the 口 of 织.
APART = 0.65
# The four sides of a box are whole, within this share of it from its edge.
SIDE = 0.2
WHOLE = 0.9
# Between them nothing is an empty box, ink all over a filled one, else a tick stands there.
INSIDE = 0.28
FILLED = 0.9
EMPTY = 0.06


def with_boxes(picture: LineImage, heard: Heard, size: float) -> Heard:
    """What was heard with the boxes that stand where no character was. `size` is the type's
    height in pixels."""
    chars = [*heard.reading.chars]
    inked = picture < INK * 255
    width = picture.shape[1]
    found = []
    for x0, top, wide, high, _ in connected(inked, few=True)[1][1:]:
        if not _may_be_one(wide, high, size):
            continue
        start, end, reach = x0 / width, (x0 + wide) / width, APART * size / width
        near = [c for c in chars if abs(c.start + c.end - start - end) / 2 < reach]
        if not all(char.text.isspace() for char in near):
            continue
        # A tick may stick out above its box.
        is_square = SQUARE[0] <= wide / high
        mark = _box(inked[top + (0 if is_square else high - wide) : top + high, x0 : x0 + wide])
        shown = "■" if high < HIGH[0] * size else "■□☑"
        if mark and mark in (shown if is_square else "☑"):
            chars = [char for char in chars if char not in near]
            found.append(Char(mark, float(start), float(end), 1.0))
    if not found:
        return heard
    chars = sorted([*chars, *found], key=lambda char: char.start + char.end)
    # A lone box was heard as nothing, which nobody is sure of.
    confidence = heard.confidence if heard.reading.chars else 1.0
    return replace(heard, reading=Reading(tuple(chars)), confidence=confidence)


def _may_be_one(wide: int, high: int, size: float) -> bool:
    return (
        min(wide, high) >= SMALL * size
        and high <= HIGH[1] * size
        and SLIM <= wide / high <= SQUARE[1]
    )


def _box(inked: NDArray[np.bool_]) -> str:
    """What kind of box the ink is, "" for none."""
    high, wide = inked.shape
    deep, across = max(1, round(SIDE * high)), max(1, round(SIDE * wide))
    bands = (inked[:deep], inked[-deep:], inked[:, :across].T, inked[:, -across:].T)
    if min(float(band.max(axis=0).mean()) for band in bands) < WHOLE:
        return ""
    rows, columns = round(INSIDE * high), round(INSIDE * wide)
    share = float(inked[rows : high - rows, columns : wide - columns].mean())
    return "■" if inked.mean() > FILLED else "□" if share < EMPTY else "☑"
