"""Rulings end on rulings: ends drawn to the next one, gaps mended, what holds on nothing dropped.

Lengths are pixels, `scale` of them to a point; constants are points.
"""

from collections.abc import Sequence
from typing import NamedTuple

# Pieces in one line, at most this far apart across it, are one ruling.
OFFSET = 1.3
# A ruling whose end comes this near to another that crosses there meets it.
REACHES = 4.5
# A line that stands in no corner is a ruling only if it is this long.
ALONE = 60.0
# So many others have the same ends where a row is open at the page's edge.
ALIKE = 2
# Pieces of one ruling are joined over a gap up to this wide if both are so long: below a
# column's line stand characters.
GAP = 14.0
LONG_PIECE = 26.0


class Trace(NamedTuple):
    """A stretch of line: place across it (in its middle), start and end along it, and how far
    it leans (0: not seen to)."""

    at: float
    start: float
    end: float
    lean: float = 0.0

    def at_place(self, along: float) -> float:
        """Where it would be across, were it drawn on to a place along it."""
        return self.at + self.lean * (along - (self.start + self.end) / 2)


def met(
    across: Sequence[Trace], down: Sequence[Trace], scale: float
) -> tuple[list[Trace], list[Trace]]:
    """Ends drawn to the lines that they nearly reach, gaps mended where a line does not
    end on another; what stands in no corner is dropped."""
    reach = REACHES * scale
    longer = _mended([_reached(trace, down, reach) for trace in across], down, scale)
    taller = _mended([_reached(trace, across, reach) for trace in down], across, scale)
    kept = [t for t in longer if _holds(t, taller, longer, scale)]
    return kept, [t for t in taller if _holds(t, kept, taller, scale)]


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
            result[index] = _joined_pair(other, trace)
            break
        else:
            result.append(trace)
    return result


def _holds(trace: Trace, crossing: Sequence[Trace], beside: Sequence[Trace], scale: float) -> bool:
    """Whether a line is long enough for as many others as it meets, or one of several alike:
    a low row that is open at the page's edge."""
    met = _met_by(trace, crossing, REACHES * scale)
    if trace.end - trace.start >= (ALONE, LONG_PIECE, 0.0)[min(met, 2)] * scale:
        return True
    alike = [t for t in beside if _differ(t, trace) <= REACHES * scale]
    return met == 1 and len(alike) > ALIKE


def _differ(one: Trace, other: Trace) -> float:
    """How far their ends lie from each other."""
    return max(abs(one.start - other.start), abs(one.end - other.end))


def _joined_pair(one: Trace, other: Trace) -> Trace:
    """Two pieces in one line as one."""
    a, b = one.end - one.start, other.end - other.start
    at = (one.at * a + other.at * b) / (a + b)
    return Trace(at, min(one.start, other.start), max(one.end, other.end))


def passing(crossing: Sequence[Trace], at: float, reach: float) -> list[Trace]:
    """The lines that pass here."""
    return [other for other in crossing if other.start - reach <= at <= other.end + reach]


def _met_by(trace: Trace, crossing: Sequence[Trace], reach: float) -> int:
    """How many lines a line meets."""
    return sum(
        1
        for other in passing(crossing, trace.at, reach)
        if trace.start - reach <= other.at <= trace.end + reach
    )
