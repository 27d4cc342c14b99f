"""Rulings from pixels: faint, broken and dotted ones mended, everything else left alone.

The page is straight. Inside, lengths are pixels of the page; constants are points.
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.records import Box, Ruling

Grey = NDArray[np.uint8]
Bits = NDArray[np.uint8]

# Share of white below which a pixel may be part of a ruling; faint copies keep 0.8.
FAINT = 0.86
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
HALF = 0.5
# Columns that are open at a page's edge are cut at least so far from the last ruling.
OVERHANG = 14.0
# Of a ruling that is expected between two others, so much of its length is enough.
REMNANT = 0.2
# No character of a filing's table is larger.
LONGEST = 30.0
# Brackets are wider than what is left of a thin ruling, and no higher than type.
BRACKET = (1.3, 16.0)
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
# Lines this near to the picture's edge that meet no other are not the table's.
EDGE = 9.0
# A line that sticks out of its table so far is a fold, unless so many do with ends so
# near to each other: the table is open or cut off there. Folds waver by so much.
STICKS = 8.0
CLIPPED = 3
TOGETHER = 6.0
WAVERS = 2.5
# So near to the side of a seal's box its ring runs straight for a while.
RIM = 9.0
# Pieces in one line, at most this far apart, across and along, are one ruling.
OFFSET = 1.3
GAP = 14.0
# Over a gap wider than this only pieces this long are joined: below a column's line
# stand characters. Tables stand at least 4 apart.
SMALL_GAP = 3.0
LONG_PIECE = 26.0
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
    """The ink of a page whose lines lie along its rows, and what of it is no character."""

    ink: Bits
    low: Bits


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
    low = _without_glyphs(ink, scale)
    rows = Seen(ink, low)
    columns = Seen(np.ascontiguousarray(ink.T), np.ascontiguousarray(low.T))
    across, down = _traces(rows, scale), _traces(columns, scale)
    foreign = _foreign(across, down, width, scale), _foreign(down, across, height, scale)
    across = _without(across, foreign[0], down, height, scale)
    down = _without(down, foreign[1], across, width, scale)
    across = [trace for trace in across if not _touches(trace, "h", seals, scale)]
    down = [trace for trace in down if not _touches(trace, "v", seals, scale)]
    across, down = _met(across, down, scale)
    across, down = _trimmed(across, down, rows, scale), _trimmed(down, across, columns, scale)
    across = [*across, *_remnants(across, down, rows, scale)]
    down = [*down, *_remnants(down, across, columns, scale)]
    across, down = _met(across, down, scale)
    return Drawn(_as_rulings(across, down, scale), _as_rulings(*foreign, scale))


def _as_rulings(across: Sequence[Trace], down: Sequence[Trace], scale: float) -> list[Ruling]:
    return [
        *(_ruling("h", trace, scale) for trace in across),
        *(_ruling("v", trace, scale) for trace in down),
    ]


def _foreign(
    traces: Sequence[Trace], crossing: Sequence[Trace], length: int, scale: float
) -> list[Trace]:
    """Folds, dust in a feeder and the sheet's own edge: they come in from outside the
    table, alone. Where a table is open or cut off, several lines end in one place.
    """
    early = _sticking_out(traces, crossing, scale)
    turned = [_from_the_end(trace, length) for trace in traces]
    away = [other._replace(at=length - other.at) for other in crossing]
    late = _sticking_out(turned, away, scale)
    out = [one or other for one, other in zip(early, late, strict=True)]
    return [trace for trace, is_out in zip(traces, out, strict=True) if is_out]


def _without(
    traces: Sequence[Trace],
    foreign: Sequence[Trace],
    crossing: Sequence[Trace],
    breadth: int,
    scale: float,
) -> list[Trace]:
    """Without foreign lines, their pieces, and what lies at the page's edge and meets none."""
    edge, reach = EDGE * scale, REACHES * scale
    return [
        trace
        for trace in traces
        if (edge < trace.at < breadth - edge or _met_by(trace, crossing, reach))
        and not any(trace is other or _in_line(trace, other, scale) for other in foreign)
    ]


def _touches(trace: Trace, axis: Literal["h", "v"], seals: Sequence[Box], scale: float) -> bool:
    """Whether a short line lies along the rim of a seal, where the ring runs its way."""
    for seal in seals:
        x0, top, x1, bottom = (value * scale for value in seal)
        sides, low, high = ((top, bottom), x0, x1) if axis == "h" else ((x0, x1), top, bottom)
        inside = low < trace.start and trace.end < high
        short = trace.end - trace.start < (high - low) / 2
        if inside and short and min(abs(trace.at - side) for side in sides) < RIM * scale:
            return True
    return False


def _from_the_end(trace: Trace, length: int) -> Trace:
    return trace._replace(start=length - trace.end, end=length - trace.start)


def _sticking_out(traces: Sequence[Trace], crossing: Sequence[Trace], scale: float) -> list[bool]:
    """Which lines begin before the first that they meet, and where few others do."""
    reach = REACHES * scale
    out = []
    for trace in traces:
        met = [o.at for o in _at(crossing, trace.at, reach) if trace.start - reach <= o.at]
        first = min((at for at in met if at <= trace.end + reach), default=None)
        begins = (
            trace.start < EDGE * scale if first is None else first - trace.start > STICKS * scale
        )
        out.append(begins)
    starts = [trace.start for trace, is_out in zip(traces, out, strict=True) if is_out]
    return [
        is_out and sum(1 for s in starts if abs(s - trace.start) <= TOGETHER * scale) < CLIPPED
        for trace, is_out in zip(traces, out, strict=True)
    ]


def _in_line(trace: Trace, foreign: Trace, scale: float) -> bool:
    """Whether a piece is likely to be of the same fold; a whole ruling is itself."""
    longer = trace.end - trace.start >= foreign.end - foreign.start
    return abs(trace.at - foreign.at) <= WAVERS * scale and not (longer and trace.inked >= SOLID)


def _ruling(axis: Literal["h", "v"], trace: Trace, scale: float) -> Ruling:
    return Ruling(axis, trace.at / scale, trace.start / scale, trace.end / scale)


def _traces(seen: Seen, scale: float) -> list[Trace]:
    """Horizontal lines of a page."""
    ink = seen.ink
    plain = _components(_pieces(ink, scale), ink, scale, INKED)
    weak = _components(_weak_pieces(seen, scale), ink, scale, WEAK_INKED)
    free = [
        *(trace for trace in plain if _is_free(trace, ink, scale)),
        *(trace for trace in weak if _is_free(trace, ink, scale, WEAK_FREE)),
    ]
    # Strokes of a line of text, one by one free of others, are not so together; short
    # ones leave gaps.
    return [
        trace
        for trace in _joined(free, scale)
        if _is_free(trace, ink, scale)
        and (
            trace.inked >= UNBROKEN
            or trace.end - trace.start >= ALONE * scale
            or _is_free(trace, ink, scale, ALL_FREE)
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


def _without_glyphs(ink: Bits, scale: float) -> Bits:
    """Without what is neither thin nor long: characters and figures."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    narrow, long = np.minimum(wide, high) / scale, np.maximum(wide, high) / scale
    glyph = ((narrow > THICKEST) & (long < LONGEST)) | ((narrow > BRACKET[0]) & (long < BRACKET[1]))
    return np.where(glyph[labels], 0, ink).astype(np.uint8)


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


def _is_free(trace: Trace, ink: Bits, scale: float, least: float = FREE) -> bool:
    """Whether paper lies beside the line, on at least one side, wherever it has ink."""
    upper, lower = _free_sides(trace, ink, scale)
    if not len(upper):
        return False
    both = float((upper & lower).mean())
    either = max(float(upper.mean()), float(lower.mean()))
    return both >= least or (trace.inked >= SOLID and either >= 0.6)


def _free_sides(
    trace: Trace, ink: Bits, scale: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where along its ink a line has paper above, and below."""
    # At its ends others cross.
    start, end = int(trace.start + ENDS * scale), int(trace.end - ENDS * scale)
    own = _band(ink, trace.at, start, end, max(1, round(trace.thick / 2)))
    off = BESIDE * scale + trace.thick / 2
    return (
        ~_band(ink, trace.at - off, start, end, 1)[own],
        ~_band(ink, trace.at + off, start, end, 1)[own],
    )


def _band(ink: Bits, at: float, start: int, end: int, half: int) -> NDArray[np.bool_]:
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
            result[best] = _both(result[best], trace)
    return result


def _both(one: Trace, other: Trace) -> Trace:
    a, b = one.end - one.start, other.end - other.start
    return Trace(
        (one.at * a + other.at * b) / (a + b),
        min(one.start, other.start),
        max(one.end, other.end),
        max(one.thick, other.thick),
        (one.inked * a + other.inked * b) / (a + b),
    )


def _met(
    across: Sequence[Trace], down: Sequence[Trace], scale: float
) -> tuple[list[Trace], list[Trace]]:
    """Ends drawn to the lines that they nearly reach, gaps mended where a line does not
    end on another; what stands in no corner is dropped."""
    reach = REACHES * scale
    longer = _mended([_reached(trace, down, reach) for trace in across], down, scale)
    taller = _mended([_reached(trace, across, reach) for trace in down], across, scale)
    kept = [t for t in longer if _holds(t, taller, scale)]
    return kept, [t for t in taller if _holds(t, kept, scale)]


def _trimmed(
    traces: Sequence[Trace], crossing: Sequence[Trace], seen: Seen, scale: float
) -> list[Trace]:
    """Ends cut back to the last crossing where they run into a character beyond it."""
    reach = REACHES * scale
    result: list[Trace] = []
    for trace in traces:
        marks = sorted(other.at for other in _at(crossing, trace.at, reach))
        own = [at for at in marks if trace.start - reach <= at <= trace.end + reach]
        start, end = trace.start, trace.end
        if len(own) > 1:
            if own[0] - start > reach and not _is_line(trace, start, own[0], seen, scale):
                start = own[0]
            if end - own[-1] > reach and not _is_line(trace, own[-1], end, seen, scale):
                end = own[-1]
        result.append(trace._replace(start=start, end=end))
    return result


def _is_line(trace: Trace, start: float, end: float, seen: Seen, scale: float) -> bool:
    """Whether a stretch of a line is one by itself: half of it there, and no characters."""
    if end - start < OVERHANG * scale:
        return False
    part = trace._replace(start=start, end=end)
    low = float(_band(seen.low, trace.at, int(start), int(end), 1).mean())
    return low >= HALF and _is_free(part, seen.ink, scale)


def _remnants(
    traces: Sequence[Trace], crossing: Sequence[Trace], seen: Seen, scale: float
) -> list[Trace]:
    """What is left of rulings between two crossing ones, in line with a known one.

    Far less tells a ruling here than where nothing is known: it is expected.
    """
    reach = REACHES * scale
    found: list[Trace] = []
    for trace in traces:
        marks = sorted(other.at for other in _at(crossing, trace.at, 0.0))
        for left, right in itertools.pairwise(marks):
            if right - left < 2 * reach or _covers(traces, trace.at, left, right, scale):
                continue
            rest = _remnant(trace, left + reach / 2, right - reach / 2, seen, scale)
            if rest is not None:
                found.append(rest._replace(start=left, end=right))
    return found


def _remnant(trace: Trace, start: float, end: float, seen: Seen, scale: float) -> Trace | None:
    """The ruling on a stretch: unbroken, or in pieces with nothing beside them."""
    first, last, near = int(start), int(end), round(OFFSET * scale)
    at = _darkest(seen.ink, trace.at, first, last, near)
    inked = float(_band(seen.ink, at, first, last, 1).mean())
    if inked >= UNBROKEN and end - start > LONG_PIECE * scale:
        return Trace(at, start, end, trace.thick, inked)
    at = _darkest(seen.low, trace.at, first, last, near)
    pieces = _band(seen.low, at, first, last, 1)
    rest = Trace(at, start, end, trace.thick, float(pieces.mean()))
    outer = max(1, len(pieces) // 4)
    # A dash or a stroke stands in the middle of its cell, a ruling all along.
    if rest.inked < REMNANT or not (pieces[:outer].any() and pieces[-outer:].any()):
        return None
    upper, lower = _free_sides(rest, seen.ink, scale)
    both, either = float((upper & lower).mean()), max(float(upper.mean()), float(lower.mean()))
    return rest if both >= WEAK_FREE or (rest.inked >= HALF and either >= SOLID) else None


def _darkest(ink: Bits, at: float, start: int, end: int, reach: int) -> float:
    """The row near `at` that has most ink over a stretch."""
    first = max(0, int(at) - reach)
    return first + float(ink[first : int(at) + reach + 1, start:end].sum(axis=1).argmax()) + 0.5


def _covers(traces: Sequence[Trace], at: float, left: float, right: float, scale: float) -> bool:
    """Whether lines lie all along a stretch already."""
    slack = REACHES * scale
    return any(
        abs(other.at - at) <= OFFSET * scale
        and other.start <= left + slack
        and other.end >= right - slack
        for other in traces
    )


def _reached(trace: Trace, crossing: Sequence[Trace], reach: float) -> Trace:
    start, end = trace.start, trace.end
    for other in _at(crossing, trace.at, reach):
        if abs(other.at - trace.start) <= reach:
            start = min(start, other.at)
        if abs(other.at - trace.end) <= reach:
            end = max(end, other.at)
    return trace._replace(start=start, end=end)


def _at(crossing: Sequence[Trace], at: float, reach: float) -> list[Trace]:
    """The lines that pass here."""
    return [other for other in crossing if other.start - reach <= at <= other.end + reach]


def _mended(traces: Sequence[Trace], crossing: Sequence[Trace], scale: float) -> list[Trace]:
    """Wide gaps closed, except between tables: there both ends stand on a border."""
    reach = REACHES * scale

    def ends_on_border(trace: Trace, at: float) -> bool:
        return any(abs(other.at - at) <= reach for other in _at(crossing, trace.at, reach))

    result: list[Trace] = []
    for trace in sorted(traces, key=lambda trace: trace.start):
        for index, other in enumerate(result):
            if abs(other.at - trace.at) > OFFSET * scale:
                continue
            gap = trace.start - other.end
            short = min(trace.end - trace.start, other.end - other.start) < LONG_PIECE * scale
            if gap > GAP * scale or short:
                continue
            if ends_on_border(other, other.end) and ends_on_border(trace, trace.start):
                continue
            result[index] = _both(other, trace)
            break
        else:
            result.append(trace)
    return result


def _holds(trace: Trace, crossing: Sequence[Trace], scale: float) -> bool:
    """Whether a line is long enough for as many others as it meets."""
    met = _met_by(trace, crossing, REACHES * scale)
    return trace.end - trace.start >= (ALONE, LONG_PIECE, 0.0)[min(met, 2)] * scale


def _met_by(trace: Trace, crossing: Sequence[Trace], reach: float) -> int:
    """How many lines a line meets."""
    return sum(
        1
        for other in _at(crossing, trace.at, reach)
        if trace.start - reach <= other.at <= trace.end + reach
    )


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
