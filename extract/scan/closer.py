"""A closer look at the characters of a long line that were read in doubt, not at all of it.

A piece is cut out around each, with characters that are sure on either side: read again, they
tell how the piece joins what was read before.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.scan.recogniser import Char, LineImage, Reading

# So many characters that are sure stand on either side, of which the outermost may be cut and
# the next two must be read again as they were.
BESIDE = 4
ANCHOR = 2
# They may stand so much further in or out than before.
SLIPS = 2
# Pieces that make more than this share of a line are read with all of it.
MOST = 0.6
# Between two characters is paper within this share of the line's height from the middle.
GAP = 0.3

Piece = tuple[int, int]
"""The first character of a piece and the one behind it."""


def pieces_of(reading: Reading, believed: float) -> list[Piece]:
    """The pieces around characters that are believed less; none where all had to be read."""
    chars = reading.chars
    pieces: list[Piece] = []
    for index, char in enumerate(chars):
        if char.confidence >= believed:
            continue
        start, end = max(0, index - BESIDE), min(len(chars), index + BESIDE + 1)
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    inside = sum(end - start for start, end in pieces)
    return pieces if inside <= MOST * len(chars) else []


def cut_out(line: LineImage, reading: Reading, piece: Piece) -> tuple[int, int]:
    """Where a piece begins and ends in its line, in pixels: on paper."""
    inner = [_between(line, *pair) for pair in pairwise(reading.chars)]
    edges = [0, *inner, int(line.shape[1])]
    return edges[piece[0]], edges[piece[1]]


def _between(line: LineImage, one: Char, other: Char) -> int:
    """The column with the least ink where two characters meet."""
    height, width = line.shape
    middle = (one.start + one.end + other.start + other.end) / 4 * width
    near = round(GAP * height)
    first = min(max(0, round(middle) - near), width - 1)
    columns = line[:, first : max(first + 1, round(middle) + near)].min(axis=0)
    lightest = np.flatnonzero(columns == columns.max())
    return int(first + lightest[len(lightest) // 2])


def joined(
    line: LineImage, reading: Reading, read: Sequence[tuple[Piece, tuple[int, int], Reading]]
) -> Reading | None:
    """What was read with pieces of it read again, each with its place in the line; None where
    one does not join."""
    width = line.shape[1]
    chars = [*reading.chars]
    for (start, end), (x0, x1), again in reversed(read):
        scale = (x1 - x0) / width
        placed = [
            replace(c, start=x0 / width + c.start * scale, end=x0 / width + c.end * scale)
            for c in again.chars
        ]
        old, new = [c.text for c in reading.chars[start:end]], [c.text for c in placed]
        first = 0 if start == 0 else _found(new, old[1 : 1 + ANCHOR])
        last = 0 if end == len(reading.chars) else _found(new[::-1], old[-2 : -2 - ANCHOR : -1])
        if first is None or last is None or first + last > len(placed):
            return None
        kept_before, kept_behind = start + (start > 0), end - (end < len(reading.chars))
        chars[kept_before:kept_behind] = placed[first : len(placed) - last]
    return Reading(tuple(chars))


def _found(texts: Sequence[str], anchor: Sequence[str]) -> int | None:
    """How many characters come before those that must be there: one, or near to it."""
    for at in (1, 0, *range(2, SLIPS + 2)):
        if [*texts[at : at + len(anchor)]] == [*anchor]:
            return at
    return None
