"""What is no print, taken off a page before its text is read: rulings, folds, streaks."""

from collections.abc import Iterable, Sequence

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
# So many points off its level is what is left of a ruling that leans.
STRAYS = 4.0


def without_rulings(grey: Grey, found: Iterable[Ruling], scale: float) -> Grey:
    """The page with its rulings painted over; strokes that cross them stay.

    `found` are in points.
    """
    clean = grey.copy()
    _paint(clean, grey, [r for r in found if r.axis == "h"], scale)
    upright = np.ascontiguousarray(clean.T)
    _paint(upright, np.ascontiguousarray(grey.T), [r for r in found if r.axis == "v"], scale)
    return np.ascontiguousarray(upright.T)


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


def dirt(mask: Mask, strokes: Strokes, found: Iterable[Ruling], scale: float) -> Mask:
    """Ink that is no print: folds, streaks, and what is left of the rulings that were found,
    as they lean and waver, and specks. Handwriting and seals are kept, which a person must
    look at."""
    size = (mask.shape[1], mask.shape[0])
    square = np.ones((3, 3), np.uint8)

    def enlarged(part: Mask, by: NDArray[np.uint8] = square) -> Mask:
        grown = cv2.dilate(part.astype(np.uint8), by)
        return np.asarray(cv2.resize(grown, size, interpolation=cv2.INTER_NEAREST) > 0)

    print_ = strokes.print > SURE
    believed = enlarged(print_) & mask
    ruled = np.maximum(strokes.across, strokes.down) > SURE
    left = enlarged(ruled & _beside(found, ruled.shape)) & mask & ~believed
    labels, stats = connected(mask & ~left)
    printed = np.bincount(labels[believed], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    narrow, long = np.minimum(wide, high) / scale, np.maximum(wide, high) / scale
    gone = (narrow < THIN) & (long > LONG) & ((printed < PRINTED) | (long > LONGEST))
    beside, above = (2 * round(points * LOOK) + 1 for points in CLOSE)
    close = enlarged(print_, np.ones((above, beside), np.uint8))
    gone |= (long < SMALL) & (np.bincount(labels[close & mask], minlength=len(stats)) == 0)
    gone[0] = False
    return np.asarray(gone[labels]) | left


def faint(clean: Grey, mask: Mask, strokes: Strokes) -> Mask:
    """Marks too pale for ink that are print all the same, such as the full stop of a pale
    copy: none of their pixels is ink, and one at least is believed to be print."""
    size = (mask.shape[1], mask.shape[0])
    sure = (
        cv2.resize((strokes.print > SURE).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        > 0
    )
    pale = clean < PALE * 255
    _, labels = cv2.connectedComponents(pale.astype(np.uint8), connectivity=8)
    inked, printed = np.unique(labels[mask]), np.unique(labels[sure & pale])
    whole = np.zeros(int(labels.max()) + 1, bool)
    whole[printed] = True
    whole[inked] = whole[0] = False
    return np.asarray(whole[labels])


def _beside(found: Iterable[Ruling], shape: tuple[int, ...]) -> Mask:
    """Where rulings are, as far as they stray, at `LOOK` pixels a point."""
    near = np.zeros(shape, np.uint8)
    half = round(STRAYS * LOOK)
    for axis, at, start, end in found:
        line, along = round(at * LOOK), slice(max(0, round(start * LOOK)), round(end * LOOK))
        band = slice(max(0, line - half), line + half + 1)
        near[(band, along) if axis == "h" else (along, band)] = 1
    return near > 0
