"""What is no print, taken off a page before its text is read: rulings, folds, streaks."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.records import Ruling
from extract.scan.strokes import Shares

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Ink of which less than this share is believed to be print, and which is as long and thin
# as no stroke of a character, is a fold, a streak, or what is left of a ruling.
PRINTED = 0.15
LONG = 12.0
THIN = 3.2
# From here on a pixel is believed to be print.
SURE = 0.5


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


def dirt(mask: Mask, print: Shares, scale: float) -> Mask:
    """Ink that is no print: folds, streaks, what is left of rulings. Handwriting and seals
    are kept, which a person must look at, and small marks: a point may be one."""
    ink = mask.astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    size = (mask.shape[1], mask.shape[0])
    near = cv2.dilate(print, np.ones((3, 3), np.uint8))
    believed = (cv2.resize(near, size, interpolation=cv2.INTER_NEAREST) > SURE) & mask
    printed = np.bincount(labels[believed], minlength=len(stats)) / stats[:, cv2.CC_STAT_AREA]
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    narrow, long = np.minimum(wide, high) / scale, np.maximum(wide, high) / scale
    gone = (narrow < THIN) & (long > LONG) & (printed < PRINTED)
    gone[0] = False
    return np.asarray(gone[labels])
