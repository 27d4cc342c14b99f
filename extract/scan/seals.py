"""Seals: stamps in colour are taken out; in a grey copy they stay, and are told by their ring.

Lengths in this module are pixels unless a name says otherwise.
"""

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.connected import connected
from extract.scan.strokes import LOOK, Shares, Strokes

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
# What is ink where rings are looked for.
INKED = 30 / 255
# Official seals in points from the middle to the rim: 38 to 45 mm across, 58 at the most.
RADII = (38.0, 84.0)
# Pixels per point where rings are guessed, how dark ink is taken for there at the most, how far
# beside a ring paper is looked for, in pixels there, how many guesses are looked at, and how
# much darker than beside it a ring must be: 0.022 and more on 14 pages with seals, less than
# 0.009 on three in four without.
COARSE = 0.25
DARKEST = 0.3
ASIDE = 3
GUESSES = 6
DARKER = 0.012
# Share of a ring that has ink: of seals 0.84 and more, of circles that characters and
# rulings happen to make at most 0.5 on 20 pages.
CLOSED = 0.68
# A ring is looked for this many points around where a circle was guessed.
NEAR = 3.0
# What is printed outside the ring's middle line, in points.
RIM = 3.0


class Seals(NamedTuple):
    """A page without its coloured seals.

    `boxes` are (x0, top, x1, bottom); `mask` is where their ink lay, None where there is no
    seal.
    """

    grey: Grey
    boxes: tuple[tuple[int, int, int, int], ...] = ()
    mask: Mask | None = None


class Ring(NamedTuple):
    """The ring of a seal, in points: its middle, and how far its ink reaches."""

    x: float
    y: float
    radius: float


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
        return Seals(np.asarray(grey, np.uint8))
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


def rings_of(strokes: Strokes) -> list[Ring]:
    """The rings of the round seals on a page without colour: most of their ink is neither print
    nor ruling."""
    known = np.maximum(np.maximum(strokes.across, strokes.down), strokes.print)
    ink = np.asarray(strokes.ink > INKED)
    return [
        ring._replace(radius=ring.radius + RIM)
        for ring in _guessed(strokes.ink * (1 - known))
        if _closed(ink, ring) >= CLOSED
    ]


def _guessed(dark: Shares) -> list[Ring]:
    """Where rings may be: the darkest beside what is around."""
    factor = COARSE / LOOK
    dark = np.minimum(dark, DARKEST)
    small = cv2.resize(dark, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    radii = range(round(RADII[0] * COARSE), round(RADII[1] * COARSE) + 1)
    rings = np.stack([cv2.filter2D(small, cv2.CV_32F, _ring(radius)) for radius in radii])
    best, which = rings.max(axis=0), rings.argmax(axis=0)
    found: list[Ring] = []
    for _ in range(GUESSES):
        y, x = np.unravel_index(int(best.argmax()), best.shape)
        if best[y, x] < DARKER:
            break
        radius = radii[int(which[y, x])]
        across, down = (float(value + 0.5) / COARSE for value in (x, y))
        found.append(Ring(across, down, radius / COARSE))
        cv2.circle(best, (int(x), int(y)), round(SMALLEST * COARSE / 4), 0.0, -1)
    return found


@cache
def _ring(radius: int) -> NDArray[np.float32]:
    """A kernel that weighs a ring against the paper inside and outside of it."""
    side = 2 * (radius + ASIDE) + 1
    across = np.arange(side) - side // 2
    off = np.abs(np.hypot(across[:, None], across[None, :]) - radius)
    ring, around = off < 1, (off >= ASIDE - 1) & (off < ASIDE)
    return np.asarray(ring / ring.sum() - around / around.sum(), np.float32)


def _closed(ink: Mask, guess: Ring) -> float:
    """The share of the best ring near a guess that has ink. `ink` at `LOOK` pixels a point."""
    around = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    steps = np.arange(-NEAR, NEAR + 0.1, 1.0)
    right, down, wider = (part.reshape(-1, 1) for part in np.meshgrid(steps, steps, steps))
    radius = guess.radius + wider
    xs = np.round((guess.x + right + radius * np.cos(around)) * LOOK).astype(int)
    ys = np.round((guess.y + down + radius * np.sin(around)) * LOOK).astype(int)
    height, width = ink.shape
    inside = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
    rings = ink[ys.clip(0, height - 1), xs.clip(0, width - 1)] & inside
    return float(rings.mean(axis=1).max())


def _bright(strongest: Grey, tinted: Mask) -> float:
    """How bright the stamp itself is in its own light."""
    return float(np.percentile(strongest[tinted], 60)) if tinted.any() else 255.0


def _round_things(coloured: Mask, scale: float) -> list[tuple[int, int, int, int]]:
    reach = max(1, round(REACH * scale))
    flags = coloured.astype(np.uint8)
    joined = cv2.dilate(flags, np.ones((reach, reach), np.uint8))
    labels, stats = connected(joined)
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
