"""What was heard of a line, set right by its ink: specks, leaders, lone strokes, signs.

`size` is the type's height in pixels of the page, pictures are the lines' own.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan import reading
from extract.scan.ink import INK, InkLine, lean
from extract.scan.reading import is_chinese, widened
from extract.scan.recogniser import Char, LineImage, Reading
from extract.scan.voices import CERTAIN, POSSIBLE, Heard

# A stroke this many times as wide as high is no 一, whose ends are weighted.
DASH = 5.0
# A slash runs this far to the side for its height; a slanted 1 runs 0.15.
LEAN = 0.22
# A mark smaller than this share of the type is none; one at most so large is a point, of
# which so many in a row lead nowhere.
LEAST = 0.17
POINT = 0.27
LEADERS = 3
# Their steps differ by this at most.
EVEN = 1.6
# The full stop's ring is at most so high beside its line, and beside the type where it stands
# alone: a small 0 is higher.
RING = 0.55
LONE_RING = 0.4
# It is about as wide as high, and this share of its square is bare paper within.
ROUND = (0.75, 1.34)
HOLLOW = 0.08
# What no recogniser makes a text of, by its least certain character and the mean of all.
NOTHING = (0.4, 0.62)
# What stands alone above or below its figures at times.
OF_FIGURES = frozenset("≥≤=≧≦<>%％")
# The signs that a thin line below makes others of.
OPEN, CLOSED = frozenset("><"), frozenset("≥≤≧≦")
# A sign is so wide beside the height of its line, and so far from its figures. Of 1,450 lines
# that begin with a digit 3 had a mark so wide before it, each a sign.
SIGN = 0.3
BEFORE = 0.12
# Of 942 figures no digit was further than 1.5 times as far from the next as is usual in it.
HOLE = 1.6
# A point is so far from the middle of a digit, beside the height of the line, so wide at least,
# and stands no higher than this share of the figures from their foot.
BEHIND = 0.3
LEAST_DOT = 0.08
DOT = 0.4
# What is believed of a line under a seal that could not be taken out, and of figures that a
# ruling or a speck may have changed.
CLOUDED = 0.6


def doubted(heard: Heard) -> Heard:
    """The same, believed no more than what was hidden in part."""
    return replace(heard, confidence=min(heard.confidence, CLOUDED))


def as_printed(heard: Heard, line: InkLine, picture: LineImage, size: float) -> list[Char]:
    """The characters of a line as its ink shows them."""
    chars = _spaced(heard.reading.chars)
    if len(chars) == 1:
        chars = [_lone(chars[0], line, picture, size)]
    return _full_stop(widened(chars), picture) if chars else chars


def with_likelier_signs(heard: Heard) -> Heard:
    """The same with `≥` for what may be one as well as `>`, which is filed far less often: with
    doubt, since two voices may have agreed on the `>`."""
    chars = tuple(map(_likelier, heard.reading.chars))
    if chars == heard.reading.chars:
        return heard
    return doubted(replace(heard, reading=Reading(chars)))


def _likelier(char: Char) -> Char:
    if char.text in OPEN and char.other in CLOSED and char.other_confidence > POSSIBLE:
        return replace(char, text=char.other)
    return char


def is_speck(line: InkLine, size: float) -> bool:
    """A lone mark no larger than a point says nothing."""
    x0, top, x1, bottom = line.ink
    return max(x1 - x0, bottom - top) < LEAST * size


def with_leaders(line: InkLine, picture: LineImage, heard: Heard, size: float) -> Heard:
    """A row of points (`.....` says "nothing") as points: recognisers read none of them. What is
    surely a word or a figure is pale print, of which the ink shows no more."""
    if line.stack or line.ink.bottom - line.ink.top > POINT * size:
        return heard
    if heard.confidence >= CERTAIN and any(char.text.isalnum() for char in heard.reading.chars):
        return heard
    inked = np.concatenate([[False], (picture < INK * 255).any(axis=0)])
    ends = np.flatnonzero(inked[1:] != inked[:-1]) / len(inked)
    if len(ends) < 2 * LEADERS:
        return heard
    steps = np.diff(ends[::2])
    if steps.max() > EVEN * steps.min():
        return heard
    points = zip(ends[::2], [*ends[1::2], 1.0][: len(ends[::2])], strict=True)
    chars = tuple(Char(".", float(start), float(end), 1.0) for start, end in points)
    return Heard(Reading(chars), 1.0, heard.reader)


def with_full_stop(line: InkLine, picture: LineImage, heard: Heard, size: float) -> Heard:
    """A small ring below a text as the full stop that wrapped: recognisers read a 0 or nothing.
    What a pen or dust leaves is no ring; what was read as one may be pale."""
    wide, high = line.ink.x1 - line.ink.x0, line.ink.bottom - line.ink.top
    if line.stack or len(heard.reading.chars) > 1:
        return heard
    believed = heard.confidence
    if _is_ring(picture, wide, high, size):
        believed = max(believed, CERTAIN)
    elif high >= LONE_RING * size or heard.reading.text not in ("0", "o", "O", "○"):
        return heard
    return Heard(Reading((Char("。", 0.0, 1.0, believed),)), believed, heard.reader)


def _is_ring(picture: LineImage, wide: int, high: int, size: float) -> bool:
    """Whether the ink is round, small and closed around bare paper."""
    if not LEAST * size <= high < LONE_RING * size or not ROUND[0] <= wide / high <= ROUND[1]:
        return False
    inked = picture < INK * 255
    rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return False  # paler than ink
    ring = inked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    outside = np.pad(~ring, 1, constant_values=True).astype(np.uint8)
    # Of bare paper there is what lies around it and, apart from that, what lies within.
    count, _, stats, _ = cv2.connectedComponentsWithStats(outside, connectivity=4)
    within = sorted(stats[1:, cv2.CC_STAT_AREA])[:-1]
    return count == 3 and within[0] > HOLLOW * ring.size


def without_specks(heard: Heard, starts: bool, ends: bool) -> Heard:
    """What was heard without the specks beside it; with doubt where one stood at figures."""
    chars, touched = reading.without_specks(heard.reading.chars, starts, ends)
    left = replace(heard, reading=Reading(tuple(chars)))
    return doubted(left) if touched else left


def is_figure(heard: Heard) -> bool:
    """Whether figures stand in it."""
    return any(char.text.isdigit() for char in heard.reading.chars)


def leaves_unread(heard: Heard, picture: LineImage) -> bool:
    """Whether a line of figures was read without what stands before or behind them: a
    recogniser drops the sign of `≥ 82座` without a trace where it is small."""
    chars = heard.reading.chars
    inked = np.concatenate([[False], (picture < INK * 255).any(axis=0), [False]])
    ends = np.flatnonzero(inked[1:] != inked[:-1])
    if not chars or len(ends) < 4:
        return False
    width, high = picture.shape[1], len(picture)
    first, last = (width * (char.start + char.end) / 2 for char in (chars[0], chars[-1]))
    (start, end), following = ends[:2], ends[2]
    (begin, stop), before = ends[-2:], ends[-3]
    return bool(
        chars[0].text.isdigit()
        and end - start > SIGN * high
        and following - end > BEFORE * high
        and first >= following
    ) or bool(
        chars[-1].text.isdigit()
        and stop - begin > SIGN * high
        and begin - before > BEFORE * high
        and last <= before
    )


def has_hole(heard: Heard) -> bool:
    """Whether between two digits of a figure there is room for one more, or a space where others
    have none: a point may have stood there of which nothing is left (`217 59`)."""
    chars = heard.reading.chars
    digits = [index for index, char in enumerate(chars) if char.text.isdigit()]
    gaps = [
        (before, after)
        for before, after in pairwise(digits)
        if all(char.text.isspace() for char in chars[before + 1 : after])
    ]
    if len(gaps) < 2:
        return False
    middles = [(char.start + char.end) / 2 for char in chars]
    steps = [middles[after] - middles[before] for before, after in gaps]
    spaced = [after - before > 1 for before, after in gaps]
    wide = len(steps) > 2 and max(steps) > HOLE * median(steps)
    return wide or (any(spaced) and not all(spaced))


def with_points(heard: Heard, picture: LineImage, goes_on: bool) -> Heard:
    """A number with the points that were not read: the recogniser drops one that stands apart, as
    in wide figures (`9．16`), also at the end where it goes on in the next line (`91．` above
    `5%`). With doubt."""
    inked = picture < INK * 255
    high, width = picture.shape
    rows = np.flatnonzero(inked.any(axis=1))
    if not len(rows):
        return heard
    lowest = rows[-1] - DOT * (rows[-1] - rows[0])
    chars: list[Char] = []
    following = [*heard.reading.chars[1:], None]
    for char, after in zip(heard.reading.chars, following, strict=True):
        chars.append(char)
        if not char.text.isdigit() or not (after.text.isdigit() if after else goes_on):
            continue
        first = width * (char.start + char.end) / 2 + BEHIND * high
        last = width * (after.start + after.end) / 2 - BEHIND * high if after else width
        place = _point_in(inked, round(first), round(last), lowest)
        if place:
            start, end = place
            chars.append(Char(".", start / width, end / width, CLOUDED))
    if len(chars) == len(heard.reading.chars):
        return heard
    return doubted(replace(heard, reading=Reading(tuple(chars))))


def _point_in(
    inked: NDArray[np.bool_], first: int, last: int, lowest: float
) -> tuple[int, int] | None:
    """From where to where a point stands, apart from all else, between two columns."""
    columns = np.concatenate([[False], inked[:, first:last].any(axis=0), [False]])
    ends = np.flatnonzero(columns[1:] != columns[:-1]) + first
    for start, end in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
        own = np.flatnonzero(inked[:, start:end].any(axis=1))
        # Of the digits themselves a part may stick out so far.
        apart = not inked[:, start - 1 : start].any() and not inked[:, end : end + 1].any()
        if apart and own[0] >= lowest and end - start >= LEAST_DOT * len(inked):
            return start, end
    return None


def is_lone_speck(heard: Heard) -> bool:
    """Whether nothing was heard but a mark that specks are read as."""
    return len(heard.reading.chars) == 1 and heard.reading.chars[0].text in reading.SPECKS


def is_remnant(heard: Heard, others: Sequence[Heard], had_room: bool) -> bool:
    """Whether a lone character is what a ruling, a fold or a pen left beside a text: read with
    doubt beside what was not; or a digit that would have fitted into the line of its number
    (`had_room`): `977.9` and `6` are one where it would not."""
    chars = heard.reading.chars
    sound = [one for one in others if one.confidence >= CERTAIN and len(one.reading.chars) > 1]
    if len(chars) != 1 or not sound or chars[0].text in OF_FIGURES:
        return False
    if any(map(is_figure, sound)):
        return had_room if chars[0].text.isdigit() else heard.confidence < CERTAIN
    return heard.confidence < CLOUDED and all(len(one.reading.chars) > 1 for one in others)


def is_illegible(heard: Heard) -> bool:
    """Ink that is no text: the rim of a seal, a signature, dirt."""
    chars = heard.reading.chars
    return not chars or (
        heard.confidence < NOTHING[0]
        and sum(char.confidence for char in chars) / len(chars) < NOTHING[1]
    )


def _lone(char: Char, line: InkLine, picture: LineImage, size: float) -> Char:
    """A lone stroke: `—` and `/` say "nothing", and are taken for 一 and 1; a lone ring that
    is no 0 is the full stop behind a gap. What was read as 0 is one, also where of pale print
    little is seen."""
    if char.text in "oO":
        is_low = line.ink.bottom - line.ink.top < LONE_RING * size
        return replace(char, text="。" if is_low else "0")
    wide, high = line.ink.x1 - line.ink.x0, line.ink.bottom - line.ink.top
    if char.text in "一-－ー_~" and wide > DASH * high:
        return replace(char, text="—")
    if char.text in "1lI|丨ノ丿" and LEAN < lean(picture) < 1.2:
        return replace(char, text="/")
    return char


def _full_stop(chars: list[Char], picture: LineImage) -> list[Char]:
    """A ring behind Chinese at a line's end: 。 is half as high as the 0 it is taken for."""
    if len(chars) < 2 or chars[-1].text not in "0oO" or not is_chinese(chars[-2].text):
        return chars
    before, last = chars[-2:]
    middle = (before.start + before.end + last.start + last.end) / 4
    rows = np.flatnonzero((picture < INK * 255).any(axis=1))
    ring = np.flatnonzero((picture[:, round(middle * picture.shape[1]) :] < INK * 255).any(axis=1))
    if not len(ring) or ring[-1] - ring[0] + 1 > RING * (rows[-1] - rows[0] + 1):
        return chars
    return [*chars[:-1], replace(last, text="。")]


def _spaced(chars: Sequence[Char]) -> list[Char]:
    """Without the spaces that a recogniser sets beside figures and at the ends: those
    between Latin words stay."""
    kept: list[Char] = []
    for index, char in enumerate(chars):
        if char.text.isspace():
            before = kept[-1].text if kept else ""
            after = chars[index + 1].text if index + 1 < len(chars) else ""
            if not (before + after).isascii() or not (before.isalpha() or after.isalpha()):
                continue
            if not before or not after:
                continue
        kept.append(char)
    return kept
