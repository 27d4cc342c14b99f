"""Lines of text by their ink: where the characters of a cell stand, without reading them.

Lengths in this module are pixels of the straightened page.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.connected import connected
from extract.scan.recogniser import LineImage

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Share of the paper's brightness below which a pixel is ink; small local type on a
# grey copy keeps 0.55-0.7, shadows of folds stay above 0.8.
INK = 0.72
# Rows with fewer inked pixels than this share of the type size are between lines.
EMPTY = 0.04
# Pieces of a character (三, 言, a comma) lie within this share of the type size.
PIECE = 0.22
# A band higher than this many type sizes holds more than one line.
TALL = 1.65
# Rows with less than this share of a band's usual ink part its lines.
VALLEY = 0.3
# Room kept around the ink, in type sizes: what the recogniser was trained on.
MARGIN = 0.14
SIDE = 0.25
# A gap wider than this many type sizes splits a line into pieces read by themselves.
GAP = 2.0
# Marks smaller than this share of the type size on both sides, alone in their line, are dirt.
SPECK = 0.16
# Marks as large as a full stop are dirt further than this from the next ink: a comma that
# begins a line stands 0.85 off, the point behind full-width figures 0.6.
MARK = 0.3
ASIDE = 1.0
# Characters of a line stand nearer than this many type sizes, lines further apart.
ALONG = 0.35
# A piece of a vertical label that is lower than this share of the type size is a part of a
# character, with which it is no higher than the second.
PART = 0.5
HIGHEST = 1.3
# Pixels of type that tell which way lines run.
COARSE = 14.0
# Type in filings is 7.5 to 26 points.
MIN_TYPE = 6.0
MAX_TYPE = 30.0


class Span(NamedTuple):
    """A rectangle in pixels: left, top, right, bottom (half open)."""

    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class InkLine:
    """One stretch of text.

    `ink` is where its ink lies, `crop` what is shown to the recogniser.
    `stack`: the pieces of a vertical label, one character each, from top to
    bottom; they are set side by side for the recogniser.
    """

    ink: Span
    crop: Span
    stack: tuple[Span, ...] = ()


def ink_mask(grey: Grey) -> Mask:
    """Where there is ink on evened paper (255 = paper)."""
    return np.asarray(grey < INK * 255)


def type_size(marks: NDArray[np.int32], scale: float) -> float:
    """The height of ordinary characters on the page in pixels (0 = there are none).

    `scale` is pixels per point. Taken from the marks on the page (a row of `CC_STAT_*` each)
    that are as wide and high as a character: the median of the larger side.
    """
    width, height = marks[:, cv2.CC_STAT_WIDTH], marks[:, cv2.CC_STAT_HEIGHT]
    larger = np.maximum(width, height)
    smaller = np.minimum(width, height)
    fits = (larger >= MIN_TYPE * scale) & (larger <= MAX_TYPE * scale) & (smaller > 0.3 * larger)
    if not fits.any():
        return 0.0
    return float(np.percentile(larger[fits], 60))


def pieces_along(mask: Mask, size: float) -> tuple[int, int]:
    """How many pieces the ink falls into if what stands beside each other is joined, and if
    what stands above each other is. Along its lines text falls into few."""
    factor = min(1.0, COARSE / size)
    small = 255 * mask.view(np.uint8)
    if factor < 1:
        shrunk = cv2.resize(small, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        small = np.asarray(shrunk, np.uint8)
    inked = (small > 255 / 4).view(np.uint8)
    reach = max(3, round(ALONG * size * factor))
    along, across = (
        _larger(cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones(joins, np.uint8)), size * factor)
        for joins in ((1, reach), (reach, 1))
    )
    return along, across


def _larger(joined: NDArray[Any], size: float) -> int:
    """How many pieces are larger than half a character."""
    _, stats = connected(joined, few=True)
    larger = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT])
    return int((larger > size / 2).sum())


def ink_lines(mask: Mask, area: Span, size: float) -> list[InkLine]:
    """The lines within `area` in reading order. `size` is the type size of the page."""
    x0, top, x1, bottom = area
    inside = mask[top:bottom, x0:x1]
    if not inside.any():
        return []
    bands = _bands(inside, size)
    spans = [
        Span(x0 + left, top + upper, x0 + right, top + lower)
        for upper, lower in bands
        for left, right in _stretches(inside[upper:lower], size)
    ]
    spans = [span for span in spans if not _is_speck(span, size)]
    if _is_stack(spans, size):
        pieces = [
            one for span in _put_together(spans, size) for one in _taken_apart(span, mask, size)
        ]
        hull = _hull(pieces)
        return [InkLine(hull, hull, tuple(pieces))]
    return [InkLine(span, _crop(span, spans, area, size)) for span in spans]


def _bands(inside: Mask, size: float) -> list[tuple[int, int]]:
    """Rows of ink that make lines, top and bottom."""
    profile = inside.sum(axis=1)
    runs = _runs(profile > EMPTY * size)
    own = _own_size(runs, size)
    merged = _merged(runs, own)
    return [part for band in merged for part in _split(profile, band, own)]


def _own_size(runs: Sequence[tuple[int, int]], size: float) -> float:
    """The type size of this area: that of the page unless all its lines are of another."""
    heights = sorted(end - start for start, end in runs)
    single = [height for height in heights if 0.75 * size < height < 3 * size]
    if single and single[0] > 1.3 * size:
        return float(single[0])
    return size


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [*zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]


def _merged(runs: Sequence[tuple[int, int]], size: float) -> list[tuple[int, int]]:
    """Runs of rows, pieces of one line put together: 二 and 三 have gaps within."""
    bands: list[tuple[int, int]] = []
    for start, end in runs:
        if bands:
            before, last = bands[-1]
            low = min(end - start, last - before) < 0.6 * size
            if low and start - last <= PIECE * size and end - before <= 1.25 * size:
                bands[-1] = (before, end)
                continue
            if low and start - last <= 0.5 * size and end - before <= 1.02 * size:
                bands[-1] = (before, end)
                continue
        bands.append((start, end))
    return bands


def _split(
    profile: NDArray[np.int64], band: tuple[int, int], size: float
) -> Iterator[tuple[int, int]]:
    """A band as high as several lines, cut where there is least ink."""
    start, end = band
    height = end - start
    if height < TALL * size:
        yield band
        return
    count = max(2, round(height / (1.25 * size)))
    pitch = height / count
    cuts = [start]
    usual = float(profile[start:end].mean())
    for index in range(1, count):
        middle = start + index * pitch
        low, high = int(middle - 0.35 * pitch), int(middle + 0.35 * pitch) + 1
        cut = low + int(np.argmin(profile[low:high]))
        # Within the characters of a title there is more ink than between lines.
        if profile[cut] < VALLEY * usual:
            cuts.append(cut)
    cuts.append(end)
    yield from itertools.pairwise(cuts)


def _stretches(band: Mask, size: float) -> list[tuple[int, int]]:
    """Left and right of what stands together in one line; dirt beside it is left out."""
    runs = _runs(np.asarray(band.any(axis=0)))
    stretches: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(runs):
        if end - start < MARK * size:
            before = start - runs[index - 1][1] if index else size
            after = runs[index + 1][0] - end if index + 1 < len(runs) else size
            large = max(end - start, int(band[:, start:end].any(axis=1).sum())) / size
            apart = min(before, after) / size
            if large < MARK and apart > ASIDE:
                continue
        if stretches and start - stretches[-1][1] <= GAP * size:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _is_speck(span: Span, size: float) -> bool:
    return span.x1 - span.x0 < SPECK * size and span.bottom - span.top < 2 * SPECK * size


def _is_stack(spans: Sequence[Span], size: float) -> bool:
    """Whether these are a vertical label: single characters one below the other, at least two."""
    if len(spans) < 2:
        return False
    if any(span.x1 - span.x0 > 1.45 * size for span in spans):
        return False
    centres = [(span.x0 + span.x1) / 2 for span in spans]
    if max(centres) - min(centres) > 0.6 * size:
        return False
    # A column of figures or commas is no label.
    return any(span.x1 - span.x0 > 0.7 * size for span in spans)


def _put_together(spans: Sequence[Span], size: float) -> list[Span]:
    """Pieces of a vertical label as whole characters: 管 falls apart in print that is pale."""
    whole: list[Span] = []
    for span in spans:
        if whole:
            both = _hull([whole[-1], span])
            low = min(one.bottom - one.top for one in (whole[-1], span)) < PART * size
            if low and both.bottom - both.top <= HIGHEST * size:
                whole[-1] = both
                continue
        whole.append(span)
    return whole


def _taken_apart(span: Span, mask: Mask, size: float) -> list[Span]:
    """Characters of a vertical label that touch: 管 and 理 in print that is blurred."""
    x0, top, x1, bottom = span
    count = round((bottom - top) / size)
    if bottom - top < TALL * size or count < 2:
        return [span]
    ink = mask[top:bottom, x0:x1].sum(axis=1)
    pitch = len(ink) / count
    cuts = [0]
    for index in range(1, count):
        low, high = round((index - 0.2) * pitch), round((index + 0.2) * pitch) + 1
        cuts.append(low + int(np.argmin(ink[low:high])))
    return [
        Span(x0, top + start, x1, top + end) for start, end in itertools.pairwise([*cuts, len(ink)])
    ]


def _hull(spans: Sequence[Span]) -> Span:
    return Span(
        min(span.x0 for span in spans),
        min(span.top for span in spans),
        max(span.x1 for span in spans),
        max(span.bottom for span in spans),
    )


def _crop(span: Span, others: Sequence[Span], area: Span, size: float) -> Span:
    """What to show of a line: room around it, but nothing of its neighbours."""
    height = span.bottom - span.top
    tall = max(size, height) * (1 + 2 * MARGIN)
    middle = (span.top + span.bottom) / 2
    top, bottom = middle - tall / 2, middle + tall / 2
    for other in others:
        if other is span or other.x1 <= span.x0 or other.x0 >= span.x1:
            continue
        if other.bottom <= span.top:
            top = max(top, (other.bottom + span.top) / 2)
        elif other.top >= span.bottom:
            bottom = min(bottom, (other.top + span.bottom) / 2)
    side = SIDE * size
    return Span(
        max(area.x0, int(span.x0 - side)),
        max(area.top, int(top)),
        min(area.x1, int(span.x1 + side) + 1),
        min(area.bottom, int(bottom) + 1),
    )


def picture_of(grey: Grey, line: InkLine, size: float) -> LineImage:
    """The picture of a line; a vertical label's characters stand side by side."""
    if not line.stack:
        x0, top, x1, bottom = line.crop
        return np.ascontiguousarray(grey[top:bottom, x0:x1])
    side = max(
        round(size * (1 + 2 * MARGIN)),
        *(max(span.bottom - span.top, span.x1 - span.x0) for span in line.stack),
    )
    tiles = [_tile(grey, span, side) for span in line.stack]
    return np.ascontiguousarray(np.hstack(tiles))


def _tile(grey: Grey, span: Span, side: int) -> LineImage:
    """One character of a vertical label, on a square of paper."""
    height, width = span.bottom - span.top, span.x1 - span.x0
    tile = np.full((side, side), 255, np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    tile[top : top + height, left : left + width] = grey[span.top : span.bottom, span.x0 : span.x1]
    return tile


def lean(picture: LineImage) -> float:
    """How far a lone stroke runs to the right for its height, from bottom to top."""
    ys, xs = np.nonzero(picture < INK * 255)
    if len(ys) < 4 or ys.max() - ys.min() < 3:
        return 0.0
    y, x = ys - ys.mean(), xs - xs.mean()
    return -float((x * y).sum() / (y * y).sum())
