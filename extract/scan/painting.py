"""What is no print, taken off a page before its text is read: rulings, folds, streaks."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.records import Ruling
from extract.scan.connected import connected
from extract.scan.strokes import LOOK, Strokes

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Ink of which less than this share is believed to be print, and which is as long and thin
# as no stroke of a character, is a fold, a streak, or what is left of a ruling.
PRINTED = 0.15
LONG = 12.0
THIN = 3.2
# No stroke is so long, not even a dash of two characters.
LONGEST = 45.0
# Specks are shorter, and so many points beside and above them nothing is believed to be print:
# in a line of digits even what is not may be the decimal point (full-width ones stand 9 apart).
SMALL = 4.0
CLOSE = (12.0, 1.5)
# From here on a pixel is believed to be print.
SURE = 0.5
# Paper and what shines through it are brighter.
PALE = 0.88
# Pixels of a mark's rim that are pale.
RIM = 2
# So many points off its level is what is left of a ruling that leans.
STRAYS = 4.0


def without_rulings(grey: Grey, found: Iterable[Ruling], scale: float) -> Grey:
    """The page with its rulings painted over; strokes that cross them stay.

    `found` are in points.
    """
    clean = grey.copy()
    _paint(clean, grey, [r for r in found if r.axis == "h"], scale)
    _paint(clean.T, grey.T, [r for r in found if r.axis == "v"], scale)
    return clean


def _paint(clean: Grey, grey: Grey, found: Sequence[Ruling], scale: float) -> None:
    """Paints horizontal rulings over, column by column, where they are ruling only."""
    height, width = grey.shape
    half = max(2, round(1.9 * scale))
    for ruling in found:
        at = round(ruling.at * scale)
        top, bottom = max(0, at - half), min(height, at + half + 1)
        start = max(0, round((ruling.start - 1) * scale))
        end = min(width, round((ruling.end + 1) * scale))
        if top >= bottom or start >= end:
            continue
        band = grey[top:bottom, start:end]
        dark = band < 0.9 * 255
        # A stroke that crosses leaves the band on both sides; the ruling leaves it on none.
        through = dark[0] & dark[-1]
        through &= dark.mean(axis=0) > 0.85
        view = clean[top:bottom, start:end]
        view[:, ~through] = 255


class Print(NamedTuple):
    """What is print of a page's ink: its pixels, and a row of `CC_STAT_*` for each mark."""

    mask: Mask
    marks: NDArray[np.int32]


def print_of(ink: Mask, strokes: Strokes, found: Iterable[Ruling], scale: float) -> Print:
    """The ink without folds, streaks, and what is left of the rulings that were found, as they
    lean and waver, and without specks. Handwriting and seals are kept, which a person must look
    at."""
    size = (ink.shape[1], ink.shape[0])
    square = np.ones((3, 3), np.uint8)

    def enlarged(part: Mask, by: NDArray[np.uint8] = square) -> Mask:
        grown = cv2.dilate(part.astype(np.uint8), by)
        return np.asarray(cv2.resize(grown, size, interpolation=cv2.INTER_NEAREST)).view(bool)

    print_ = strokes.print > SURE
    believed = enlarged(print_)
    ruled = np.maximum(strokes.across, strokes.down) > SURE
    mask = ink & (believed | ~enlarged(ruled & _beside(found, ruled.shape)))
    labels, stats = connected(mask)
    # Ink is a twentieth of a page.
    inked = np.flatnonzero(mask)
    own = labels.ravel()[inked]
    beside, above = (2 * round(points * LOOK) + 1 for points in CLOSE)
    close = enlarged(print_, np.ones((above, beside), np.uint8))
    printed, near = (
        np.bincount(own[part.ravel()[inked]], minlength=len(stats)) for part in (believed, close)
    )
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    narrow, long = np.minimum(wide, high) / scale, np.maximum(wide, high) / scale
    pale = printed < PRINTED * stats[:, cv2.CC_STAT_AREA]
    gone = (narrow < THIN) & (long > LONG) & (pale | (long > LONGEST))
    gone |= (long < SMALL) & (near == 0)
    gone[0] = True
    mask.ravel()[inked[gone[own]]] = False
    return Print(mask, stats[~gone])


def faint(clean: Grey, mask: Mask, strokes: Strokes) -> Mask:
    """Marks too pale for ink that are print all the same, such as the full stop of a pale
    copy: none of their pixels is ink, and one at least is believed to be print."""
    size = (mask.shape[1], mask.shape[0])
    sure: NDArray[Any] = np.asarray(
        cv2.resize((strokes.print > SURE).view(np.uint8), size, interpolation=cv2.INTER_NEAREST),
        np.uint8,
    )
    square = np.ones((3, 3), np.uint8)
    pale: NDArray[Any] = (clean < PALE * 255).view(np.uint8)
    # The rims of what is ink are pale too, and most of all that is.
    rim: NDArray[Any] = mask.view(np.uint8)
    for _ in range(RIM):
        rim = np.asarray(cv2.dilate(rim, square)) & pale
    rest = pale & ~rim
    if not (rest & sure).any():
        return np.zeros_like(mask)
    labels, stats = connected(rest)
    left = np.flatnonzero(rest)
    own = labels.ravel()[left]
    inked, printed = (
        np.bincount(own[part.ravel()[left] > 0], minlength=len(stats)) > 0
        for part in (cv2.dilate(rim, square), sure)
    )
    result = np.zeros_like(mask)
    result.ravel()[left[(printed & ~inked)[own]]] = True
    return result


def _beside(found: Iterable[Ruling], shape: tuple[int, ...]) -> Mask:
    """Where rulings are, as far as they stray, at `LOOK` pixels a point."""
    near = np.zeros(shape, np.uint8)
    half = round(STRAYS * LOOK)
    for axis, at, start, end in found:
        line, along = round(at * LOOK), slice(max(0, round(start * LOOK)), round(end * LOOK))
        band = slice(max(0, line - half), line + half + 1)
        near[(band, along) if axis == "h" else (along, band)] = 1
    return near > 0
