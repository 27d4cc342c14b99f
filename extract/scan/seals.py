"""Seals: stamps in colour are taken out, and where they lay is kept.

Lengths in this module are pixels unless a name says otherwise.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Colour = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Difference between the strongest and weakest channel, more than the paper's own, from
# which on ink is coloured: noise stays below 15, pale stamps begin at 30.
COLOURED = 24
# Official seals are 30 to 58 mm across, company and personal ones from 12 mm: points.
SMALLEST = 34.0
LARGEST = 230.0
# Seals are round, oval or square.
LONGEST = 2.6
# Coloured pixels of a seal, joined over gaps of this many points, are one thing.
REACH = 12.0
# A seal is a ring, a star and characters: this share of its box is coloured.
SPARSE = 0.04


class Seals(NamedTuple):
    """The page without its coloured seals.

    `boxes` are (x0, top, x1, bottom); `mask` is where coloured ink lay, None
    where there is no seal.
    """

    grey: Grey
    boxes: tuple[tuple[int, int, int, int], ...]
    mask: Mask | None


def without_seals(pixels: Colour, scale: float) -> Seals:
    """Grey without the seals of a colour picture (H, W, 3). `scale`: pixels per point.

    Under a seal the strongest channel is what a lamp of its colour would show:
    the stamp as bright as paper, black print dark. Coloured print outside seals
    stays as dark as it is.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = max(1, round(scale * 72 / 75))
    thumb = cv2.resize(pixels, None, fx=1 / small, fy=1 / small, interpolation=cv2.INTER_AREA)
    spread = thumb.max(axis=2).astype(np.int16) - thumb.min(axis=2)
    # Yellowed paper is coloured everywhere: what counts is more than the paper.
    usual = float(np.median(spread))
    coloured = spread > COLOURED + usual
    boxes = [tuple(v * small for v in box) for box in _round_things(coloured, scale / small)]
    if not boxes:
        return Seals(np.asarray(grey, np.uint8), (), None)
    mask = np.zeros(grey.shape, bool)
    out = np.array(grey, np.uint8)
    paper = float(np.median(grey))
    for x0, top, x1, bottom in boxes:
        part = pixels[top:bottom, x0:x1]
        strongest = part.max(axis=2)
        tinted = strongest.astype(np.int16) - part.min(axis=2) > COLOURED * 0.6 + usual
        # JPEG smears colour over 2 pixels: the rim of the stamp goes with it.
        tinted = cv2.dilate(tinted.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
        bright = np.minimum(255.0, strongest * (paper / max(1.0, _bright(strongest, tinted))))
        out[top:bottom, x0:x1] = np.where(tinted, bright, out[top:bottom, x0:x1]).astype(np.uint8)
        mask[top:bottom, x0:x1] |= tinted
    return Seals(out, tuple((b[0], b[1], b[2], b[3]) for b in boxes), mask)


def _bright(strongest: Grey, tinted: Mask) -> float:
    """How bright the stamp itself is in its own light."""
    return float(np.percentile(strongest[tinted], 60)) if tinted.any() else 255.0


def _round_things(coloured: Mask, scale: float) -> list[tuple[int, int, int, int]]:
    reach = max(1, round(REACH * scale))
    flags = cv2.morphologyEx(coloured.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, 1), np.uint8))
    joined = cv2.dilate(flags, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for index in range(1, len(stats)):
        x0, top, width, height, _ = stats[index]
        if min(width, height) < SMALLEST * scale or max(width, height) > LARGEST * scale:
            continue
        if max(width, height) > LONGEST * min(width, height):
            continue
        part = (slice(top, top + height), slice(x0, x0 + width))
        if flags[part][labels[part] == index].sum() < SPARSE * width * height:
            continue
        found.append((int(x0), int(top), int(x0 + width), int(top + height)))
    return found
