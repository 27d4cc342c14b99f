"""Glyphs to text lines in reading order: doubles dropped, vertical writing read down."""

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter, sub

from extract.records import Box, Glyph, TextLine

# Two glyphs share a line if they overlap by this share of the lower one's height.
# Superscripts and mixed fonts overlap by more, lines set solid by less.
SAME_LINE = 0.5
# A gap wider than this share of the type size is a space. Letter-spaced Chinese
# stays below 0.25; a Latin word space is 0.25-0.33, thin ones 0.2.
SPACE = 0.3
LATIN_SPACE = 0.15
# The same character drawn again this near (share of its width) is a fake bold.
DOUBLE = 0.35
# Vertical writing in filings is labels: at most this many columns and characters.
MAX_STACKS = 4
MAX_LABEL = 40
# Columns of vertical writing stand at least this many type sizes apart (1.4-1.6
# seen), characters along a line less (1.0-1.05).
STACK_STEP = 1.12


def text_lines(glyphs: Sequence[Glyph], page: int) -> list[TextLine]:
    """The lines of one cell, or of a page's text outside tables."""
    if not glyphs:
        return []
    if any(map(_turn, glyphs)):
        return _turned_lines(glyphs, page)
    if 2 < len(glyphs) < MAX_LABEL and (stacks := _vertical_stacks(glyphs)):
        return [_line(stack, page, vertical=True) for stack in stacks]
    return [_line(row, page) for row in _rows(glyphs)]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line from top to bottom, each from left to right without doubles."""
    rows: list[list[Glyph]] = []
    row: list[Glyph] = []
    top = bottom = height = 0.0
    for glyph in sorted(glyphs, key=_middle):
        upper, lower = glyph[2], glyph[4]
        size = lower - upper
        overlap = (bottom if bottom < lower else lower) - (top if top > upper else upper)
        if row and overlap > SAME_LINE * (height if height < size else size):
            row.append(glyph)
            # The tallest glyph speaks for the line; a comma must not.
            if size > height:
                top, bottom, height = upper, lower, size
            continue
        row = [glyph]
        rows.append(row)
        top, bottom, height = upper, lower, size
    return [_without_doubles(sorted(row, key=_left)) for row in rows]


def _middle(glyph: Glyph) -> float:
    return glyph[2] + glyph[4]


_char, _left, _top, _right, _bottom, _turn = map(itemgetter, range(6))


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    if len(set(map(_char, row))) == len(row):
        return row
    kept: list[Glyph] = []
    for glyph in row:
        char, left, right = glyph[0], glyph[1], glyph[3]
        near = left - DOUBLE * (right - left)
        for other in kept[-3:]:
            if other[0] == char and other[1] > near:
                break
        else:
            kept.append(glyph)
    return kept


def _line(glyphs: Sequence[Glyph], page: int, vertical: bool = False) -> TextLine:
    """One line; a space stands where a gap is wide enough."""
    new = tuple.__new__
    text: list[str] = []
    boxes: list[Box] = []
    tops, bottoms = [*map(_top, glyphs)], [*map(_bottom, glyphs)]
    # A thin glyph (一) may come with a tight box: the tallest gives the type size.
    size = max(map(sub, bottoms, tops))
    narrow = float("inf") if vertical else LATIN_SPACE * size
    end = glyphs[0][1]
    before = ""
    for glyph in glyphs:
        char, left, upper, right, lower, _, spaced = glyph
        gap = left - end
        if before and (gap > narrow or (spaced and not vertical)):
            latin = char.isascii() and before.isascii() and (char.isalpha() or before.isalpha())
            if latin or gap > SPACE * size:
                text.append(" ")
                boxes.append(Box(end, upper, left, lower))
        text.append(char)
        if len(char) == 1:
            boxes.append(new(Box, glyph[1:5]))
        else:
            # A ligature (`ﬁ`) is one glyph of several characters.
            boxes += [Box(left, upper, right, lower)] * len(char)
        end, before = right, char
    box = Box(min(map(_left, glyphs)), min(tops), max(map(_right, glyphs)), max(bottoms))
    return TextLine(page, box, "".join(text), tuple(boxes))


def _vertical_stacks(glyphs: Sequence[Glyph]) -> list[list[Glyph]] | None:
    """Columns of vertical writing from right to left, None where it is horizontal.

    Along a line the step from character to character is the type size; from line
    to line it is larger. A single stack reads the same both ways.
    """
    for glyph in glyphs:
        if glyph[0].isascii():
            return None
    size = max(map(sub, map(_right, glyphs), map(_left, glyphs)))
    stacks: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.x0):
        if stacks and stacks[-1][0].x0 - glyph.x0 < 0.5 * size:
            stacks[-1].append(glyph)
        elif len(stacks) == MAX_STACKS:
            return None
        else:
            stacks.append([glyph])
    stacks = [sorted(stack, key=lambda glyph: glyph.top) for stack in stacks]
    if len(stacks) < 2 or any(
        right[0].x0 - left[0].x0 < STACK_STEP * size for right, left in pairwise(stacks)
    ):
        return None
    down = [b.top - a.top for stack in stacks for a, b in pairwise(stack)]
    return stacks if down and min(down) < STACK_STEP * size else None


def _turned_lines(glyphs: Sequence[Glyph], page: int) -> list[TextLine]:
    """Lines of text that is set on its side, by turning it upright first."""
    result: list[TextLine] = []
    for turn in sorted({glyph.turn for glyph in glyphs}):
        group = [glyph for glyph in glyphs if glyph.turn == turn]
        if turn == 0:
            result += text_lines(group, page)
            continue
        for row in _rows([Glyph(g.text, *_turned(g, turn), 0, g.spaced) for g in group]):
            line = _line(row, page)
            boxes = tuple(_turned_back(box, turn) for box in line.boxes)
            result.append(TextLine(page, _turned_back(line.box, turn), line.text, boxes))
    return result


def _turned(glyph: Glyph, turn: int) -> Box:
    """The glyph's box in a frame in which it stands upright."""
    _, x0, top, x1, bottom, *_ = glyph
    if turn == 1:
        return Box(top, -x1, bottom, -x0)
    if turn == 2:
        return Box(-x1, -bottom, -x0, -top)
    return Box(-bottom, x0, -top, x1)


def _turned_back(box: Box, turn: int) -> Box:
    x0, top, x1, bottom = box
    if turn == 1:
        return Box(-bottom, x0, -top, x1)
    if turn == 2:
        return Box(-x1, -bottom, -x0, -top)
    return Box(top, -x1, bottom, -x0)
