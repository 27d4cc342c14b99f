"""Rulings from what a page's strokes belong to: straight, ended on each other, whole.

The page is straight. Inside, lengths are pixels at `LOOK` per point; constants are points.
"""

from collections.abc import Sequence
from itertools import chain, pairwise
from statistics import fmean
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.records import Ruling
from extract.scan.connected import connected
from extract.scan.corners import ALONE, LONG_PIECE, OFFSET, REACHES, Trace, met, passing
from extract.scan.strokes import LOOK, Shares, Strokes

Places = NDArray[np.int64]

# From here on a pixel is believed to belong to a ruling; a line is followed as far as the
# second.
SURE = 0.5
LIKELY = 0.3
# Dots and gaps of this length are bridged along a line.
BRIDGE = 6.0
# Shorter ones are no rulings: the lowest row seen is 8 high.
LEAST = 6.0
# No row or column is as narrow as this; what runs so near to a ruling and has no more than this
# share of its length is none.
LOWEST = 5.0
SHORTER = 0.5
# A ruling of a straightened page leans or wavers by less; SLOW is how fast its level follows.
WAVERS = 4.0
SLOW = 0.02
# A streak that leans crosses rulings and hangs together with them: what keeps within so much
# over such a share of its length is one ruling.
STRAIGHT = 1.4
MOSTLY = 0.6
# Rulings of a straightened page lean by less than 1 over their whole length, double ones by
# the 3 between their lines; what steadily leans by more (this share of its wavering) is a
# streak. Seen on 100 pages, some of them bowed: 3 lines, all of them streaks, by 5 to 22.
DRIFTS = 4.0
STEADY = 0.9
# A piece up to this long whose middle is off by this much is an arc: seals have radii of 45
# to 65, a page is bowed by 1.5 over its whole width.
BENT = 110.0
SAGITTA = 0.5
# Rulings that lie so near to each other may be borders of two tables; between them is room if
# less than this share of it has ink.
NARROW = (3.5, 14.0)
BARE = 0.25
INKED = 0.15
# Folds and streaks reach the page's edge within so many points, from a table that is further
# off. So many lines that do are columns, cut off there.
EDGE = 14.0
OUTSIDE = 20.0
CUT = 3
# The next piece of a fold lies no further than this; a ruling in line with it has so much
# more ink.
APART = 200.0
DARKER = 1.5
# A margin is so wide at least; a line covers this share of it, with at least so much ink, and
# is so thin. It leans by this at most, and its pieces lie so near to it.
MARGIN = 16.0
COVERED = 0.6
FAINT = 0.02
THIN = 4.0
LEANS = 0.02
ASIDE = 1.6
# A ruling that a fold lies over keeps its row where the fold has left it by so much, over such
# a share of its length: all but so much of it has at least so much ink there.
LEFT = 1.8
OWN = 0.2
KEEPS = 0.95
TRACE = 0.04
# It is looked for so far from what was seen of both.
BELOW = 2.4
# Stretches that are surely ruling, with no print on them, tell how dark rulings are. Of four
# folds that were looked at the darkest was a fourth as dark as they.
CLEAN = 0.8
PALE = 0.25
# Of a thin ruling on a black-and-white copy next to nothing may be left. The network knows it,
# on bare paper; a fold of which as little is left is seen beside the table as well.
KNOWN = 0.8
NONE = 0.02
# So much of a stretch tells what it is, if it is free of print.
FREE = 0.15
# Of a ruling under print this share is there, beside what is usual on the page. One that the
# network does not see for print is longer than a character's stroke and has no gap.
UNDER_PRINT = 0.9
STROKE = 11.0
SOLID = 0.97


def rulings_of(strokes: Strokes) -> list[Ruling]:
    """The rulings of a page, in points."""
    ink = strokes.ink
    rows, columns = _traces(strokes.across), _traces(strokes.down.T)
    rows, columns = _without_strokes(rows, columns), _without_strokes(columns, rows)
    across, down = met(rows, columns, LOOK)
    rows, columns = _without_folds(rows, down, ink), _without_folds(columns, across, ink.T)
    across, down = met(rows, columns, LOOK)
    wide = [_stretches(trace, down, strokes) for trace in across]
    tall = [_stretches(trace, across, strokes.turned) for trace in down]
    usual = _usual([*chain(*wide, *tall)])
    across = [*chain(*(_supported(stretches, usual) for stretches in wide))]
    down = [*chain(*(_supported(stretches, usual) for stretches in tall))]
    across, down = (
        _completed(across, down, strokes, usual),
        _completed(down, across, strokes.turned, usual),
    )
    across, down = _parted(across, down, ink), _parted(down, across, ink.T)
    across, down = met(across, down, LOOK)
    return [
        *(_ruling("h", trace) for trace in across),
        *(_ruling("v", trace) for trace in down),
    ]


def _ruling(axis: Literal["h", "v"], trace: Trace) -> Ruling:
    return Ruling(axis, trace.at / LOOK, trace.start / LOOK, trace.end / LOOK)


def _traces(shares: Shares) -> list[Trace]:
    """Lines along the rows."""
    likely = (shares > LIKELY).astype(np.uint8)
    bridge = np.ones((1, round(BRIDGE * LOOK) | 1), np.uint8)
    joined = cv2.morphologyEx(likely, cv2.MORPH_CLOSE, bridge)
    labels, stats = connected(joined)
    traces: list[Trace] = []
    for index in range(1, len(stats)):
        x0, y0, width, height, _ = stats[index]
        if width < LEAST * LOOK:
            continue
        part = (slice(y0, y0 + height), slice(x0, x0 + width))
        mine = np.where(labels[part] == index, shares[part], 0)
        for one in _crossed(mine) if height > WAVERS * LOOK else [mine]:
            traces += _traces_of(one, x0, y0)
    return traces


def _crossed(mine: Shares) -> list[Shares]:
    """A line that runs straight through most of what hangs together, and the rest: a streak
    that leans crosses it."""
    width = mine.shape[1]
    band = round(STRAIGHT * LOOK)
    along = np.pad((mine > LIKELY).sum(axis=1), band)
    rows = np.convolve(along, np.ones(2 * band + 1), "valid")
    at = int(rows.argmax())
    line = np.zeros_like(mine)
    near = slice(max(0, at - band), at + band + 1)
    line[near] = mine[near]
    places = np.flatnonzero(line.max(axis=0) > LIKELY)
    if len(places) < MOSTLY * width or not _leads_away(mine, at):
        return [mine]
    return [line, mine - line]


def _leads_away(mine: Shares, at: int) -> bool:
    """Whether something hangs on the line along row `at` and leads away from it: it is neither
    its own wavering nor the other line of a double one."""
    rows = np.arange(len(mine))
    rest = mine[abs(rows - at) > WAVERS * LOOK]
    return len(rest) > 0 and bool((rest.max(axis=0) > LIKELY).sum() > LEAST * LOOK)


def _traces_of(mine: Shares, x0: int, y0: int) -> list[Trace]:
    """The straight stretches of what hangs together; its corner lies at `x0`, `y0`."""
    columns = np.flatnonzero(mine.max(axis=0) > LIKELY)
    weight = mine[:, columns]
    middle = y0 + 0.5 + (np.arange(len(mine)) @ weight) / weight.sum(axis=0)
    traces: list[Trace] = []
    for few in _level(x0 + columns, middle):
        sure = float((weight[:, few].max(axis=0) > SURE).mean())
        start, end = x0 + columns[few.start], x0 + columns[few.stop - 1] + 1
        if sure >= SURE and not _is_arc(middle[few]):
            lean = _lean(columns[few], middle[few])
            traces.append(Trace(float(middle[few].mean()), float(start), float(end), lean))
    return traces


def _lean(columns: Places, middle: Shares) -> float:
    """How far a long line steadily leans, in pixels a pixel; 0 where it is as straight as
    rulings are."""
    length = float(columns[-1] - columns[0])
    if length < ALONE * LOOK:
        return 0.0
    line = np.polynomial.Polynomial.fit(columns, middle, 1)
    lean = float(line.convert().coef[-1])
    wavers = float(np.var(middle - line(columns)))
    steady = wavers < (1 - STEADY) * float(np.var(middle))
    return lean if steady and abs(lean) * length > DRIFTS * LOOK else 0.0


def _without_strokes(traces: Sequence[Trace], crossing: Sequence[Trace]) -> list[Trace]:
    """Without the strokes of a pen that run beside a ruling, nearer than any row is low: no line
    ends on them."""
    return [
        trace
        for trace in traces
        if not any(
            0 < abs(other.at - trace.at) < LOWEST * LOOK
            and other.start <= trace.start
            and trace.end <= other.end
            and trace.end - trace.start < SHORTER * (other.end - other.start)
            for other in traces
        )
        or any(
            min(abs(line.start - trace.at), abs(line.end - trace.at)) < WAVERS / 2 * LOOK
            for line in crossing
            if trace.start - REACHES * LOOK <= line.at <= trace.end + REACHES * LOOK
        )
    ]


def _level(columns: Places, middle: Shares) -> list[slice]:
    """Where along a line it keeps its height; all of it, as a rule.

    A line that leans or wavers more, or runs into another, is cut in stretches.
    """
    low, high = np.percentile(middle, (5, 95))
    if high - low <= WAVERS * LOOK:
        return [slice(0, len(columns))]
    cuts, level = [0], float(middle[0])
    for index, at in enumerate(middle):
        if abs(at - level) > WAVERS / 2 * LOOK:
            cuts.append(index)
            level = float(at)
        else:
            level += (float(at) - level) * SLOW
    return [slice(*ends) for ends in pairwise([*cuts, len(columns)])]


def _is_arc(middle: Shares) -> bool:
    """Whether a short line is bent, as the ring of a seal is. One place a column."""
    if not LEAST * LOOK < len(middle) <= BENT * LOOK:
        return False
    bend = np.polynomial.Polynomial.fit(np.arange(len(middle)), middle, 2)
    return bool(abs(bend.coef[2]) > SAGITTA * LOOK)


def _parted(traces: Sequence[Trace], crossing: Sequence[Trace], ink: Shares) -> list[Trace]:
    """Lines that run over the room between two tables are cut there."""
    parts: list[Trace] = []
    for trace in traces:
        marks = sorted(
            other.at
            for other in passing(crossing, trace.at, LOOK)
            if trace.start < other.at < trace.end
        )
        for one, other in pairwise(marks):
            if NARROW[0] * LOOK < other - one < NARROW[1] * LOOK:
                along = _along(ink, trace.at, one + LOOK, other - LOOK)
                if len(along) and float((along > INKED).mean()) < BARE:
                    parts.append(trace._replace(end=one))
                    trace = trace._replace(start=other)
        parts.append(trace)
    return parts


def _without_folds(traces: Sequence[Trace], crossing: Sequence[Trace], ink: Shares) -> list[Trace]:
    """Without folds and the streaks of a feeder, and without their pieces in the table: they
    come in from the page's edge, alone. Where the page cuts a table, several lines do."""
    near, far = EDGE * LOOK, len(ink[0]) - EDGE * LOOK
    sides = [
        *(other.at for other in crossing),
        # A table without a line at its sides ends where several lines do, or where two do
        # that begin together.
        *(trace.start for trace in traces if _ends_with_others(trace, traces, 1)),
        *(trace.end for trace in traces if _ends_with_others(trace, traces, 2)),
        *(end for trace in traces if _has_twin(trace, traces) for end in (trace.start, trace.end)),
    ]
    inside = [at for at in sides if near < at < far]
    first, last = min(inside, default=far), max(inside, default=near)
    beside = _seen_beside(ink, first, last)
    under = [(trace, _ruling_under(trace, beside, crossing, ink)) for trace in traces]
    straight = {
        ruling._replace(start=max(ruling.start, first), end=min(ruling.end, last))
        for _, ruling in under
        if ruling is not None
    }
    traces = [
        trace
        for trace, ruling in under
        if ruling is None and not any(_is_part_of(trace, other) for other in straight)
    ]
    folds = [
        trace
        for trace in traces
        if (trace.start < near < first - OUTSIDE * LOOK and not _ends_with_others(trace, traces, 1))
        or (trace.end > far > last + OUTSIDE * LOOK and not _ends_with_others(trace, traces, 2))
    ]
    if len(folds) >= CUT:
        folds = []
    folds = [fold for fold in folds if not _ends_on_a_side(fold, first, last)]
    rulings = [ruling for fold in folds if (ruling := _ruling_in(fold, first, last, ink))]
    folds += [
        trace
        for trace in traces
        if trace not in folds and (trace.lean or any(_lies_in(trace, fold, ink) for fold in beside))
    ]
    rest = [trace for trace in traces if trace not in folds]
    for fold in folds:
        pieces = [trace for trace in rest if _in_line(trace, fold, ink)]
        rest = [trace for trace in rest if trace not in pieces]
        # A fold leans: its pieces lead from one to the next.
        folds += pieces
    return [*rest, *rulings, *straight]


def _ends_with_others(trace: Trace, traces: Sequence[Trace], end: Literal[1, 2]) -> bool:
    """Whether a line ends where several do: those of a table that is open at that side."""
    return sum(abs(other[end] - trace[end]) < REACHES * LOOK for other in traces) > CUT


def _is_part_of(trace: Trace, ruling: Trace) -> bool:
    """Whether a line is a piece of a ruling that was found as a whole."""
    within = ruling.start - LOOK < trace.start and trace.end < ruling.end + LOOK
    return within and abs(trace.at - ruling.at) < OFFSET * LOOK


def _has_twin(trace: Trace, traces: Sequence[Trace]) -> bool:
    """Whether another line begins and ends beside a long one: its table's other side."""
    return trace.end - trace.start > ALONE * LOOK and any(
        other is not trace
        and abs(other.start - trace.start) < REACHES * LOOK
        and abs(other.end - trace.end) < REACHES * LOOK
        for other in traces
    )


def _seen_beside(ink: Shares, first: float, last: float) -> list[Trace]:
    """Folds and streaks by what is seen of them on both sides of the table: a pale line on
    bare paper. Each from margin to margin, leaning as it does."""
    sides = []
    for start, end in (
        (EDGE / 2 * LOOK, first - REACHES * LOOK),
        (last + REACHES * LOOK, len(ink[0]) - EDGE / 2 * LOOK),
    ):
        if end - start < MARGIN * LOOK:
            return []
        # A line that leans is in one row here and in the next there.
        strip = cv2.dilate(ink[:, round(start) : round(end)], np.ones((3, 1), np.uint8))
        rows = np.flatnonzero((strip > FAINT).mean(axis=1) > COVERED)
        runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []
        thin = [run for run in runs if len(run) <= THIN * LOOK]
        sides.append([((start + end) / 2, float(run.mean()) + 0.5) for run in thin])
    lines = []
    for x0, left in sides[0]:
        for x1, right in sides[1]:
            lean = (right - left) / (x1 - x0)
            if abs(lean) <= LEANS:
                lines.append(Trace((left + right) / 2, x0, x1, lean))
    return lines


def _lies_in(trace: Trace, fold: Trace, ink: Shares) -> bool:
    """Whether a line is a piece of what is seen beside the table, and no darker."""
    aside = abs(trace.at - fold.at_place((trace.start + trace.end) / 2))
    if aside > ASIDE * LOOK:
        return False
    ends = ((fold.start - REACHES * LOOK, fold.start), (fold.end, fold.end + REACHES * LOOK))
    # A fold wavers.
    rows = range(-round(ASIDE * LOOK), round(ASIDE * LOOK) + 1)
    outside = [
        max(float(_along(ink, fold.at_place(start) + off, start, end).mean()) for off in rows)
        for start, end in ends
    ]
    return _darkness(trace, ink) < DARKER * fmean(outside)


def _ruling_under(
    trace: Trace, beside: Sequence[Trace], crossing: Sequence[Trace], ink: Shares
) -> Trace | None:
    """The ruling that lies in what a fold runs over: it keeps its row where the fold, seen
    beside the table, has left it. It may be shorter than the fold, and ends on other lines."""
    columns = np.arange(int(trace.start), int(trace.end))
    near = [
        fold
        for fold in beside
        if abs(trace.at - fold.at_place((trace.start + trace.end) / 2)) < WAVERS * LOOK
    ]
    if not near or not len(columns):
        return None
    marks = [other.at for other in passing(crossing, trace.at, LOOK)]
    inner = (mark - trace.start for mark in marks if trace.start < mark < trace.end)
    ends = sorted({0, *(int(mark) for mark in inner), len(columns)})
    found: list[tuple[float, Trace]] = []
    first, last = int(trace.at - BELOW * LOOK), int(trace.at + BELOW * LOOK)
    for row in range(max(1, first), min(len(ink), last + 1)):
        own = np.ones(len(columns), bool)
        for fold in near:
            at = fold.at_place(float(columns[0])), fold.at_place(float(columns[-1]))
            own &= abs(np.linspace(*at, len(columns)) - row - 0.5) > LEFT * LOOK
        along = ink[row - 1 : row + 2].max(axis=0)
        for few in _kept(along[columns] > TRACE, own, ends):
            start, end = _as_far_as(along > TRACE, columns[few])
            dark = float(ink[row, columns[few]][own[few]].sum())
            found.append((dark, Trace(row + 0.5, start, end)))
    return max(found)[1] if found else None


def _kept(inked: NDArray[np.bool_], own: NDArray[np.bool_], ends: Sequence[int]) -> list[slice]:
    """Where, from one of the `ends` to another, nearly all has ink of what is a ruling's
    `own`, and much is, most where it is not all the way."""
    runs: list[slice] = []
    for start, end in pairwise(ends):
        part = inked[start:end][own[start:end]]
        if not len(part) or part.mean() <= KEEPS:
            continue
        if runs and runs[-1].stop == start:
            runs[-1] = slice(runs[-1].start, end)
        else:
            runs.append(slice(start, end))
    if runs == [slice(ends[0], ends[-1])]:
        return [run for run in runs if own[run].mean() > OWN]
    long = [run for run in runs if run.stop - run.start > LONG_PIECE * LOOK]
    return [run for run in long if own[run].mean() > MOSTLY]


def _as_far_as(inked: NDArray[np.bool_], columns: Places) -> tuple[float, float]:
    """Where the ink of a row begins and ends that hangs together with these columns."""
    there = np.flatnonzero(inked)
    gaps = np.flatnonzero(np.diff(there) > BRIDGE * LOOK)
    start = there[[0, *(gaps + 1)]]
    end = there[[*gaps, -1]] + 1
    return (
        float(max(start[start <= columns[0]], default=columns[0])),
        float(min(end[end > columns[-1]], default=columns[-1] + 1)),
    )


def _ends_on_a_side(fold: Trace, first: float, last: float) -> bool:
    """Whether what comes in from the page's edge ends on the far side of the table: a ruling
    of a sheet that lay beyond the scanner's edge."""
    return abs(fold.end - last) < REACHES * LOOK or abs(fold.start - first) < REACHES * LOOK


def _ruling_in(fold: Trace, first: float, last: float, ink: Shares) -> Trace | None:
    """The ruling of the table that lies in a fold: there is far more ink between the
    table's sides than outside."""
    inner = fold._replace(start=max(fold.start, first), end=min(fold.end, last))
    if inner.end - inner.start < LEAST * LOOK or fold.lean:
        return None
    outer = (fold.at, fold.start, first - LOOK), (fold.at, last + LOOK, fold.end)
    outside = np.concatenate([_along(ink, *line) for line in outer])
    if _darkness(inner, ink) < DARKER * float(outside.mean() if len(outside) else 1):
        return None
    return inner


def _in_line(trace: Trace, fold: Trace, ink: Shares) -> bool:
    """Whether a line is likely a piece of a fold: it goes on where that ends, no darker."""
    gap = max(trace.start - fold.end, fold.start - trace.end)
    length = trace.end - trace.start
    # What leans tells no straight line, what is short none that is long.
    if length > ALONE * LOOK and (fold.lean or fold.end - fold.start < LONG_PIECE * LOOK):
        return False
    aside = abs(trace.at - fold.at_place((trace.start + trace.end) / 2))
    if aside > WAVERS * LOOK or gap > APART * LOOK:
        return False
    return _darkness(trace, ink) < DARKER * _darkness(fold, ink)


def _darkness(trace: Trace, ink: Shares) -> float:
    return float(_along(ink, trace.at, trace.start, trace.end).mean())


class _Stretch(NamedTuple):
    """A line from one crossing line to the next: how surely it is a ruling, and its ink and
    how much of that is print, place by place."""

    trace: Trace
    share: float
    print: Shares
    ink: Shares
    bare: bool
    """Nothing is in line with it beside the table."""


class _Usual(NamedTuple):
    """The ink of the page's rulings where nothing else is: how dark, and over what share of
    their length there is any."""

    dark: float
    inked: float

    def share(self, ink: Shares) -> float:
        """How much of a stretch has the ink of a ruling, beside what is usual."""
        return float((ink > self.dark / 2).mean()) / self.inked if len(ink) else 0.0


def _stretches(trace: Trace, crossing: Sequence[Trace], page: Strokes) -> list[_Stretch]:
    marks = [other.at for other in passing(crossing, trace.at, LOOK)]
    ends = sorted({trace.start, trace.end, *(m for m in marks if trace.start < m < trace.end)})
    bare = _is_bare_beside(page, trace.at, crossing)
    return [
        _Stretch(
            trace._replace(start=start, end=end),
            float(_along(page.across, trace.at, start, end).mean()),
            _along(page.print, trace.at, start + LOOK, end - LOOK),
            _along(page.ink, trace.at, start + LOOK, end - LOOK),
            bare,
        )
        for start, end in pairwise(ends)
        if end - start > 1
    ]


def _is_bare_beside(page: Strokes, at: float, crossing: Sequence[Trace]) -> bool:
    """Whether on either side of the table nothing but print is in line with a row."""
    inside = [other.at for other in crossing]
    ends = (
        (EDGE / 2 * LOOK, min(inside, default=0) - REACHES * LOOK),
        (max(inside, default=0) + REACHES * LOOK, len(page.ink[0]) - EDGE / 2 * LOOK),
    )
    beside = [
        _along(page.ink, at, *place)[_along(page.print, at, *place) < LIKELY]
        for place in ends
        if place[1] - place[0] > LOOK
    ]
    wide = any(len(along) > MARGIN * LOOK for along in beside)
    return wide and all(float((along > INKED).mean()) < NONE for along in beside if len(along))


def _usual(stretches: Sequence[_Stretch]) -> _Usual:
    clean = [
        one.ink
        for one in stretches
        if one.share > CLEAN and len(one.ink) > STROKE * LOOK and one.print.mean() < 1 - CLEAN
    ]
    if not clean:
        return _Usual(INKED, 1.0)
    dark = float(np.median([ink.mean() for ink in clean]))
    return _Usual(dark, max(SURE, float(np.median([(ink > dark / 2).mean() for ink in clean]))))


def _supported(stretches: Sequence[_Stretch], usual: _Usual) -> list[Trace]:
    """A line without the stretches that are a fold or print rather than ruling: a line of
    text in a merged cell stands in line with the rulings beside it."""
    runs: list[Trace] = []
    for one in stretches:
        if not _is_ruling(one, usual):
            continue
        if runs and runs[-1].end == one.trace.start:
            runs[-1] = runs[-1]._replace(end=one.trace.end)
        else:
            runs.append(one.trace)
    return runs


def _is_ruling(one: _Stretch, usual: _Usual) -> bool:
    """Whether there is ink where no print is: a line of text leaves its cell's sides free."""
    if len(one.ink) < REACHES * LOOK:
        return True
    if one.bare and one.share > KNOWN and one.print.mean() < NONE:
        return True
    free = one.ink[one.print < LIKELY]
    if len(free) < FREE * len(one.ink):
        return usual.share(one.ink) > UNDER_PRINT
    return float(free.mean()) > PALE * usual.dark


def _completed(
    traces: Sequence[Trace], crossing: Sequence[Trace], page: Strokes, usual: _Usual
) -> list[Trace]:
    """Lines drawn on to the next crossing one where they are there: text runs into them."""

    def is_there(at: float, start: float, end: float) -> bool:
        along, printed = (
            _along(part, at, start + LOOK, end - LOOK) for part in (page.ink, page.print)
        )
        free = along[printed < LIKELY]
        return (
            len(along) > STROKE * LOOK
            and usual.share(along) > SOLID
            and (not len(free) or usual.share(free) > UNDER_PRINT)
        )

    longer: list[Trace] = []
    for trace in traces:
        marks = sorted(other.at for other in passing(crossing, trace.at, LOOK))
        for one, other in pairwise(marks):
            if one <= trace.end < other - LOOK and is_there(trace.at, one, other):
                trace = trace._replace(end=other)
        for one, other in pairwise(reversed(marks)):
            if other + LOOK < trace.start <= one and is_there(trace.at, other, one):
                trace = trace._replace(start=other)
        longer.append(trace)
    return longer


def _along(ink: Shares, at: float, start: float, end: float) -> Shares:
    """The most ink across a line, at every place along it."""
    row = int(at)
    rows = ink[max(0, row - 1) : max(0, row + 2), max(0, int(start)) : max(0, int(end))]
    return rows.max(axis=0) if len(rows) else rows.reshape(-1)
