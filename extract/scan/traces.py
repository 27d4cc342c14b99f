"""Rulings from pixels: faint, broken and dotted ones mended, everything else left alone.

The page is straight. Inside, lengths are pixels of the page; constants are points.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.records import Box, Ruling
from extract.scan.corners import met, remnants, trimmed
from extract.scan.foreign import foreign, touches_seal, without
from extract.scan.pieces import Seen, Trace, free_lines, without_glyphs

Grey = NDArray[np.uint8]

# Share of white below which a pixel may be part of a ruling; faint copies keep 0.8.
FAINT = 0.86


class Drawn(NamedTuple):
    """The straight lines of a page, in points: its rulings, and folds and dust beside them."""

    rulings: list[Ruling]
    foreign: list[Ruling]


def drawn(grey: Grey, scale: float, seals: Sequence[Box] = ()) -> Drawn:
    """The lines of a straight page. `scale`: pixels per point.

    `seals` are boxes in points of those that are still on it.
    """
    height, width = grey.shape
    ink = (grey < FAINT * 255).astype(np.uint8)
    low = without_glyphs(ink, scale)
    rows = Seen(ink, low, ink - low)
    columns = Seen(*(np.ascontiguousarray(part.T) for part in rows))
    across, down = free_lines(rows, scale), free_lines(columns, scale)
    folds = foreign(across, down, width, scale), foreign(down, across, height, scale)
    across = without(across, folds[0], down, height, scale)
    down = without(down, folds[1], across, width, scale)
    across = [trace for trace in across if not touches_seal(trace, "h", seals, scale)]
    down = [trace for trace in down if not touches_seal(trace, "v", seals, scale)]
    across, down = met(across, down, scale)
    across, down = trimmed(across, down, rows, scale), trimmed(down, across, columns, scale)
    across = [*across, *remnants(across, down, rows, scale)]
    down = [*down, *remnants(down, across, columns, scale)]
    across, down = met(across, down, scale)
    return Drawn(_as_rulings(across, down, scale), _as_rulings(*folds, scale))


def _as_rulings(across: Sequence[Trace], down: Sequence[Trace], scale: float) -> list[Ruling]:
    return [
        *(_ruling("h", trace, scale) for trace in across),
        *(_ruling("v", trace, scale) for trace in down),
    ]


def _ruling(axis: Literal["h", "v"], trace: Trace, scale: float) -> Ruling:
    return Ruling(axis, trace.at / scale, trace.start / scale, trace.end / scale)


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
