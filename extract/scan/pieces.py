"""Straight pieces of ink on a page: strokes of rulings, with paper beside them.

The page is straight. Inside, lengths are pixels of the page; constants are points.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]

# Dots and gaps of this length are bridged along a line before it is looked for.
BRIDGE = 2.6
# A piece of a ruling: longer than the stroke of any character but a title's.
PIECE = 16.0
# Share of a piece that is ink before it was bridged: dotted lines have 0.4 to 0.5.
INKED = 0.38
# What black-and-white scans leave of a thin ruling: dots with gaps up to this wide, seen
# over at least this length, of which so much is inked.
WEAK_BRIDGE = 9.0
WEAK_PIECE = 36.0
WEAK_INKED = 0.06
WEAK_FREE = 0.85
# No character of a filing's table is larger.
LONGEST = 30.0
# Brackets are wider than what is left of a thin ruling, no higher than type, and bent:
# they fill less of their box than a dash. Dots are shorter.
BRACKET = (1.3, 5.0, 16.0)
BENT_FILL = 0.7
# Rulings are 0.25 to 2.5 thick; a shaded cell or a bar is more.
THICKEST = 3.6
# A piece up to this long whose middle is off by this much is an arc: seals have radii of
# 45 to 65, a page is bowed by 1.5 over its whole width.
BENT = 110.0
SAGITTA = 0.4
# Beside a ruling is paper. Looked at this far from its middle, on both sides, it is free
# over at least this share of its length: the strokes of characters have others beside them.
BESIDE = 2.6
ENDS = 3.0
FREE = 0.7
# A ruling without gaps may have text close by on one side.
SOLID = 0.97
# A short line has no gaps: strokes of neighbouring characters have.
UNBROKEN = 0.9
ALL_FREE = 0.93
# Pieces in one line, at most this far apart, across and along, are one ruling.
OFFSET = 1.3
# Pieces over a wider gap are joined only where it is known what they meet: tables stand
# at least 4 apart.
SMALL_GAP = 3.0
# A ruling whose end comes this near to another that crosses there meets it.
REACHES = 4.5
# A line that stands in no corner is a ruling only if it is this long.
ALONE = 60.0


class Trace(NamedTuple):
    """A stretch of line in pixels: place across it, start and end along it, thickness.

    `inked` is the share of its length that has ink.
    """

    at: float
    start: float
    end: float
    thick: float
    inked: float


class Seen(NamedTuple):
    """The ink of a page whose lines lie along its rows, what of it is no character, and
    the characters."""

    ink: Bits
    low: Bits
    glyphs: Bits


def without_glyphs(ink: Bits, scale: float) -> Bits:
    """Without what is neither thin nor long: characters and figures."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    narrow, long = np.minimum(wide, high) / scale, np.maximum(wide, high) / scale
    filled = stats[:, cv2.CC_STAT_AREA] / (wide * high)
    bracket = (narrow > BRACKET[0]) & (long > BRACKET[1]) & (long < BRACKET[2])
    bracket &= filled < BENT_FILL
    glyph = ((narrow > THICKEST) & (long < LONGEST)) | bracket
    return np.where(glyph[labels], 0, ink).astype(np.uint8)


def free_lines(seen: Seen, scale: float) -> list[Trace]:
    """Horizontal lines of a page."""
    ink = seen.ink
    plain = _components(_pieces(ink, scale), ink, scale, INKED)
    weak = _components(_weak_pieces(seen, scale), ink, scale, WEAK_INKED)
    free = [
        *(trace for trace in plain if is_free(trace, ink, scale)),
        *(trace for trace in weak if _is_clear(trace, seen, scale, WEAK_FREE)),
    ]
    # Strokes of a line of text, one by one free of others, are not so together; short
    # ones leave gaps.
    return [
        trace
        for trace in _joined(free, scale)
        if is_free(trace, ink, scale)
        and (
            trace.inked >= UNBROKEN
            or trace.end - trace.start >= ALONE * scale
            or is_free(trace, ink, scale, ALL_FREE)
        )
    ]


def _pieces(ink: Bits, scale: float) -> Bits:
    """Pixels that lie in long runs along a row."""
    # A line that is not quite straight steps from row to row.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, _row(BRIDGE * scale))
    return np.asarray(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, _row(PIECE * scale)), np.uint8)


def _weak_pieces(seen: Seen, scale: float) -> Bits:
    """Pixels of lines that are hardly there, with nothing else on their row."""
    high = np.ones((round(THICKEST * scale), 1), np.uint8)
    tall = cv2.morphologyEx(seen.ink, cv2.MORPH_OPEN, high)
    low = cv2.subtract(seen.low, cv2.dilate(tall, np.ones((3, 3), np.uint8)))
    thick = cv2.dilate(low, np.ones((3, 1), np.uint8))
    bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, _row(WEAK_BRIDGE * scale))
    return np.asarray(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, _row(WEAK_PIECE * scale)), np.uint8)


def _row(length: float) -> Bits:
    return np.ones((1, max(3, round(length) | 1)), np.uint8)


def _components(pieces: Bits, ink: Bits, scale: float, least: float) -> list[Trace]:
    """What hangs together in lines, cut where a line is as thick as a bar.

    At least the share `least` of their length has ink.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(pieces, connectivity=8)
    traces: list[Trace] = []
    for index in range(1, count):
        x0, y0, width, height, _ = stats[index]
        part = (slice(y0, y0 + height), slice(x0, x0 + width))
        mine = labels[part] == index
        for left, right in _thin(mine, scale):
            strip = mine[:, left:right]
            rows = np.flatnonzero(strip)
            inked = ink[part][:, left:right] * strip
            share = float(inked.any(axis=0).mean())
            if share < least:
                continue
            weight = inked.sum(axis=1).astype(float)
            at = y0 + float(np.average(np.arange(height), weights=weight)) + 0.5
            thick = max(1.0, float(inked.sum()) / max(1, inked.any(axis=0).sum()))
            if len(rows) and not _is_arc(inked, scale):
                traces.append(Trace(at, float(x0 + left), float(x0 + right), thick, share))
    return traces


def _is_arc(inked: Bits, scale: float) -> bool:
    """Whether a short piece is bent, as the ring of a seal is."""
    columns = np.flatnonzero(inked.any(axis=0))
    length = len(columns)
    if length > BENT * scale:
        return False
    rows = np.arange(len(inked))[:, None]
    middles = (inked * rows).sum(axis=0)[columns] / inked.sum(axis=0)[columns]
    along = (columns - columns.mean()) / max(1.0, length / 2)
    return bool(abs(np.polyfit(along, middles, 2)[0]) > SAGITTA * scale)


def _thin(mine: NDArray[np.bool_], scale: float) -> list[tuple[int, int]]:
    """Stretches of a component, long enough, where it is no thicker than a ruling."""
    # Two rows of every component were added when it was thickened.
    thin = mine.sum(axis=0) <= THICKEST * scale + 2
    if thin.all():
        return [(0, mine.shape[1])]
    closed = cv2.morphologyEx(thin.astype(np.uint8)[None, :], cv2.MORPH_CLOSE, _row(4 * scale))[
        0
    ].astype(bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], closed, [False])).astype(np.int8)))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(start, end) for start, end in runs if end - start >= PIECE * scale]


def is_free(trace: Trace, ink: Bits, scale: float, least: float = FREE) -> bool:
    """Whether paper lies beside the line, on at least one side, wherever it has ink."""
    upper, lower = free_sides(trace, ink, scale)
    if not len(upper):
        return False
    both = float((upper & lower).mean())
    either = max(float(upper.mean()), float(lower.mean()))
    return both >= least or (trace.inked >= SOLID and either >= 0.6)


def _is_clear(trace: Trace, seen: Seen, scale: float, least: float) -> bool:
    """Whether no characters stand beside what of the line is none: rulings may cross it."""
    upper, lower = free_sides(trace, seen.low, scale, seen.glyphs)
    return len(upper) > 0 and float((upper & lower).mean()) >= least


def free_sides(
    trace: Trace, ink: Bits, scale: float, others: Bits | None = None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where along its ink a line has paper (or none of the `others`) above, and below."""
    # At its ends others cross.
    start, end = int(trace.start + ENDS * scale), int(trace.end - ENDS * scale)
    own = band(ink, trace.at, start, end, max(1, round(trace.thick / 2)))
    off = BESIDE * scale + trace.thick / 2
    beside = ink if others is None else others
    return (
        ~band(beside, trace.at - off, start, end, 1)[own],
        ~band(beside, trace.at + off, start, end, 1)[own],
    )


def band(ink: Bits, at: float, start: int, end: int, half: int) -> NDArray[np.bool_]:
    """Where along a stretch of some rows there is any ink; none beyond the page."""
    row = int(at)
    if not 0 <= row < len(ink) or end <= start:
        return np.zeros(max(0, end - start), bool)
    return np.asarray(ink[max(0, row - half) : row + half + 1, start:end].any(axis=0))


def _joined(traces: Iterable[Trace], scale: float) -> list[Trace]:
    """Pieces of one ruling put together over gaps."""
    result: list[Trace] = []
    for trace in sorted(traces, key=lambda trace: trace.start):
        best = None
        for index, other in enumerate(result):
            if abs(other.at - trace.at) > OFFSET * scale:
                continue
            if trace.start - other.end > SMALL_GAP * scale:
                continue
            if best is None or abs(other.at - trace.at) < abs(result[best].at - trace.at):
                best = index
        if best is None:
            result.append(trace)
        else:
            result[best] = joined_pair(result[best], trace)
    return result


def joined_pair(one: Trace, other: Trace) -> Trace:
    """Two pieces in one line as one."""
    a, b = one.end - one.start, other.end - other.start
    return Trace(
        (one.at * a + other.at * b) / (a + b),
        min(one.start, other.start),
        max(one.end, other.end),
        max(one.thick, other.thick),
        (one.inked * a + other.inked * b) / (a + b),
    )


def passing(crossing: Sequence[Trace], at: float, reach: float) -> list[Trace]:
    """The lines that pass here."""
    return [other for other in crossing if other.start - reach <= at <= other.end + reach]


def met_by(trace: Trace, crossing: Sequence[Trace], reach: float) -> int:
    """How many lines a line meets."""
    return sum(
        1
        for other in passing(crossing, trace.at, reach)
        if trace.start - reach <= other.at <= trace.end + reach
    )
