"""What is straight on a page and no ruling: folds, dust in a feeder, rims of seals."""

from collections.abc import Sequence
from typing import Literal

from extract.records import Box
from extract.scan.pieces import REACHES, SOLID, Trace, met_by

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


def foreign(
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


def without(
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
        if (edge < trace.at < breadth - edge or met_by(trace, crossing, reach))
        and not any(trace is other or _in_line(trace, other, scale) for other in foreign)
    ]


def touches_seal(trace: Trace, axis: Literal["h", "v"], seals: Sequence[Box], scale: float) -> bool:
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
    """Which lines begin outside the first line of the table, and where few others do."""
    out = [_begins_outside(trace, crossing, scale) for trace in traces]
    starts = [trace.start for trace, is_out in zip(traces, out, strict=True) if is_out]
    return [
        is_out and sum(1 for s in starts if abs(s - trace.start) <= TOGETHER * scale) < CLIPPED
        for trace, is_out in zip(traces, out, strict=True)
    ]


def _begins_outside(trace: Trace, crossing: Sequence[Trace], scale: float) -> bool:
    # A border that is broken here is there elsewhere.
    first = min((other.at for other in crossing), default=None)
    if first is None or first > trace.end + REACHES * scale:
        return trace.start < EDGE * scale
    return first - trace.start > STICKS * scale


def _in_line(trace: Trace, foreign: Trace, scale: float) -> bool:
    """Whether a piece is likely to be of the same fold; a whole ruling is itself."""
    longer = trace.end - trace.start >= foreign.end - foreign.start
    return abs(trace.at - foreign.at) <= WAVERS * scale and not (longer and trace.inked >= SOLID)
