"""Rulings end on rulings: pieces of lines drawn together, cut back or completed."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extract.scan.pieces import (
    ALONE,
    OFFSET,
    REACHES,
    SOLID,
    UNBROKEN,
    WEAK_FREE,
    Seen,
    Trace,
    band,
    free_sides,
    is_free,
    joined_pair,
    met_by,
    passing,
)

Bits = NDArray[np.uint8]

# A line by itself has ink over half of a stretch.
HALF = 0.5
# Dots with their gaps: 0.38 to 0.5 of the length has ink.
DOTTED = 0.3
# Dashes with their gaps: 0.8 to 0.88.
DASHED = 0.7
# Columns that are open at a page's edge are cut at least so far from the last ruling.
OVERHANG = 14.0
# Of a ruling that is expected between two others, so much of its length is enough.
REMNANT = 0.2
# Pieces of one ruling are joined over a gap up to this wide if both are so long: below a
# column's line stand characters.
GAP = 14.0
LONG_PIECE = 26.0


def met(
    across: Sequence[Trace], down: Sequence[Trace], scale: float
) -> tuple[list[Trace], list[Trace]]:
    """Ends drawn to the lines that they nearly reach, gaps mended where a line does not
    end on another; what stands in no corner is dropped."""
    reach = REACHES * scale
    longer = _mended([_reached(trace, down, reach) for trace in across], down, scale)
    taller = _mended([_reached(trace, across, reach) for trace in down], across, scale)
    kept = [t for t in longer if _holds(t, taller, scale)]
    return kept, [t for t in taller if _holds(t, kept, scale)]


def trimmed(
    traces: Sequence[Trace], crossing: Sequence[Trace], seen: Seen, scale: float
) -> list[Trace]:
    """Ends cut back to the last crossing where they run into a character beyond it."""
    reach = REACHES * scale
    result: list[Trace] = []
    for trace in traces:
        marks = sorted(other.at for other in passing(crossing, trace.at, reach))
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
    """Whether a stretch of a line is one by itself: enough of it there, nothing beside it."""
    if end - start < OVERHANG * scale:
        return False
    part = trace._replace(start=start, end=end)
    inked = float(band(seen.ink, trace.at, int(start), int(end), 1).mean())
    return inked >= DOTTED and is_free(part, seen.ink, scale, WEAK_FREE)


def remnants(
    traces: Sequence[Trace], crossing: Sequence[Trace], seen: Seen, scale: float
) -> list[Trace]:
    """What is left of rulings between two crossing ones, in line with a known one.

    Far less tells a ruling here than where nothing is known: it is expected.
    """
    reach = REACHES * scale
    found: list[Trace] = []
    for trace in traces:
        marks = sorted(other.at for other in passing(crossing, trace.at, 0.0))
        for left, right in itertools.pairwise(marks):
            if right - left < 2 * reach or _covers([*traces, *found], trace.at, left, right, scale):
                continue
            rest = _remnant(trace, left + reach / 2, right - reach / 2, seen, scale)
            if rest is not None:
                found.append(rest._replace(start=left, end=right))
    return found


def _remnant(trace: Trace, start: float, end: float, seen: Seen, scale: float) -> Trace | None:
    """The ruling on a stretch: unbroken, in dashes, or in pieces with nothing beside them."""
    whole = _piece(trace, start, end, seen.ink, scale)
    if whole.inked >= UNBROKEN and end - start > LONG_PIECE * scale:
        return whole
    if whole.inked >= DASHED and is_free(whole, seen.ink, scale, WEAK_FREE):
        return whole
    rest = _piece(trace, start, end, seen.low, scale)
    pieces = band(seen.low, rest.at, int(start), int(end), 1)
    outer = max(1, len(pieces) // 4)
    # A dash or a stroke stands in the middle of its cell, a ruling all along.
    if rest.inked < REMNANT or not (pieces[:outer].any() and pieces[-outer:].any()):
        return None
    upper, lower = free_sides(rest, seen.ink, scale)
    both, either = float((upper & lower).mean()), max(float(upper.mean()), float(lower.mean()))
    return rest if both >= WEAK_FREE or (rest.inked >= HALF and either >= SOLID) else None


def _piece(trace: Trace, start: float, end: float, ink: Bits, scale: float) -> Trace:
    """A stretch in line with a ruling, where there is most ink."""
    at = _darkest(ink, trace.at, int(start), int(end), round(OFFSET * scale))
    inked = float(band(ink, at, int(start), int(end), 1).mean())
    return Trace(at, start, end, trace.thick, inked)


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
    for other in passing(crossing, trace.at, reach):
        if abs(other.at - trace.start) <= reach:
            start = min(start, other.at)
        if abs(other.at - trace.end) <= reach:
            end = max(end, other.at)
    return trace._replace(start=start, end=end)


def _mended(traces: Sequence[Trace], crossing: Sequence[Trace], scale: float) -> list[Trace]:
    """Wide gaps closed, except between tables: there both ends stand on a border."""
    reach = REACHES * scale

    def ends_on_border(trace: Trace, at: float) -> bool:
        return any(abs(other.at - at) <= reach for other in passing(crossing, trace.at, reach))

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
            result[index] = joined_pair(other, trace)
            break
        else:
            result.append(trace)
    return result


def _holds(trace: Trace, crossing: Sequence[Trace], scale: float) -> bool:
    """Whether a line is long enough for as many others as it meets."""
    met = met_by(trace, crossing, REACHES * scale)
    return trace.end - trace.start >= (ALONE, LONG_PIECE, 0.0)[min(met, 2)] * scale
