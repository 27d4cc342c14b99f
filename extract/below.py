"""Pages laid below each other: a table's columns lie where they lay on the page before.

Sheets lie a little differently in the scanner, and a digital page among scanned ones lies
differently from all of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extract.grid import Grid
from extract.records import Box, Page, Ruling
from extract.rulings import SNAP

# Photos are nearer or further: tables whose widths differ by less than this share are one
# table's parts; 0.05 seen.
SAME_WIDTH = 0.08
# Share of the column edges that lie upon each other where a table goes on.
ALIKE = 0.6
# Where another section begins on the page, both sides and one edge between them are enough.
SIDES_AND_ONE = 3
# Sheets lie no further from each other if they are whole; by their sides alone, no further than
# the second.
FAR = 60.0
NEAR = 20.0
# So many times as wide as on its other side a column is on a photo taken from aside; 1.17 seen.
MOST_TILT = 1.3


class Shift(NamedTuple):
    """How places across a page move to lie below those of the page before, in points.

    `tilt`: one side of the sheet was further away, which no ruling of its own tells.
    """

    stretch: float = 1.0
    right: float = 0.0
    tilt: float = 0.0

    def x(self, at: float) -> float:
        """Where a place of the page comes to lie."""
        return (at * self.stretch + self.right) / (1 + self.tilt * at)

    def back_x(self, x: float) -> float:
        """Where a moved place was on the page."""
        return (x - self.right) / (self.stretch - self.tilt * x)

    def box(self, box: Box) -> Box:
        """A box of the page, moved."""
        return box._replace(x0=self.x(box.x0), x1=self.x(box.x1))

    def back(self, box: Box) -> Box:
        """A moved box where it was on the page."""
        return box._replace(x0=self.back_x(box.x0), x1=self.back_x(box.x1))

    def ruling(self, line: Ruling) -> Ruling:
        """A ruling of the page, moved."""
        if line.axis == "v":
            return line._replace(at=self.x(line.at))
        return line._replace(start=self.x(line.start), end=self.x(line.end))


UNMOVED = Shift()


def shift_below(ours: Grid, theirs: Grid) -> Shift | None:
    """The move that lays most column edges of a page's table upon those of the one before;
    None where too few lie upon each other to be those of one table."""
    mine, other = _edges(ours, theirs), _edges(theirs, ours)
    wide = (other[-1] - other[0]) / (mine[-1] - mine[0])
    tried = [
        Shift(stretch, there - here * stretch)
        for stretch in {1.0, wide}
        if abs(stretch - 1) <= SAME_WIDTH
        for here in mine
        for there in other
    ]

    def fit(shift: Shift) -> tuple[int, float]:
        # Where a side is open, its edge is no further off than the sheet lies.
        is_near = abs(shift.x(mine[0]) - mine[0]) <= NEAR
        return _fit(shift, ours.xs, theirs.xs) if is_near else _fit(shift, mine, other)

    # A sheet that lies far aside is cut off there, and has all its other edges.
    tried = [
        shift
        for shift in tried
        if abs(shift.x(mine[0]) - mine[0]) <= FAR or fit(shift)[0] >= len(mine) - 1
    ]
    best = max(tried, key=fit, default=None)
    tilted = _tilted(ours, theirs)
    if best and fit(best)[0] >= max(2, ALIKE * min(len(mine), len(other))):
        best = max(best, _evened(best, mine, other), key=fit)
        return tilted if tilted and fit(tilted)[0] > fit(best)[0] else best
    return _by_sides(ours, theirs, wide) or tilted


def _evened(shift: Shift, ours: Sequence[float], theirs: Sequence[float]) -> Shift:
    """A move that lays so many edges near others, so that it lays them as near as can be."""
    pairs = [(x, min(theirs, key=lambda at: abs(shift.x(x) - at))) for x in ours]
    near = [(x, at) for x, at in pairs if abs(shift.x(x) - at) <= SNAP]
    if len(near) < SIDES_AND_ONE + 2:
        return shift
    here, there = np.array(near).T
    stretch, right = np.polyfit(here, there, 1)
    return Shift(float(stretch), float(right)) if abs(stretch - 1) <= SAME_WIDTH else shift


def _by_sides(ours: Grid, theirs: Grid, wide: float) -> Shift | None:
    """The move where another section begins: the sides and one more edge tell."""
    if ours.open_right or theirs.open_right or ours.open_left or theirs.open_left:
        side = -1 if ours.open_left or theirs.open_left else 0
        shift = Shift(1.0, theirs.xs[side] - ours.xs[side])
        fits = _fit(shift, _edges(ours, theirs), _edges(theirs, ours))[0] >= SIDES_AND_ONE - 1
        return shift if fits and abs(shift.right) <= NEAR else None
    shift = Shift(wide, theirs.xs[0] - ours.xs[0] * wide)
    fits = _fit(shift, ours.xs, theirs.xs)[0] >= SIDES_AND_ONE
    return shift if fits and abs(wide - 1) <= SAME_WIDTH else None


def _tilted(ours: Grid, theirs: Grid) -> Shift | None:
    """The move of a sheet whose one side was further away: both sides, an edge between them, and
    two or more that this lays upon others."""
    if ours.open_right or theirs.open_right or ours.open_left or theirs.open_left:
        return None
    tried = [
        shift
        for here in ours.xs[1:-1]
        for there in theirs.xs[1:-1]
        if (
            shift := _through(
                (ours.xs[0], theirs.xs[0]), (here, there), (ours.xs[-1], theirs.xs[-1])
            )
        )
    ]
    best = max(tried, key=lambda shift: _fit(shift, ours.xs, theirs.xs), default=None)
    least = max(SIDES_AND_ONE + 2, ALIKE * min(len(ours.xs), len(theirs.xs)))
    return best if best and _fit(best, ours.xs, theirs.xs)[0] >= least else None


def _through(*places: tuple[float, float]) -> Shift | None:
    """The move that takes three places to three others; None where it tilts too far."""
    rows = [[at, 1.0, -at * there] for at, there in places]
    try:
        found = np.linalg.solve(rows, [there for _, there in places])
    except np.linalg.LinAlgError:
        return None  # the page's edge would be endlessly far away
    shift = Shift(*map(float, found))
    # Widths go with the square of what divides.
    near, far = (abs(1 + shift.tilt * at) for at, _ in (places[0], places[-1]))
    return shift if max(near, far) ** 2 < MOST_TILT * min(near, far) ** 2 else None


def _edges(grid: Grid, other: Grid) -> Sequence[float]:
    """The column edges that are drawn on both: where a side is open, lines end here or there."""
    left = grid.open_left or other.open_left
    right = grid.open_right or other.open_right
    drawn = grid.xs[1 if left else 0 : -1 if right else None]
    return drawn if len(drawn) > 1 else grid.xs


def _fit(shift: Shift, ours: Sequence[float], theirs: Sequence[float]) -> tuple[int, float]:
    """How many edges lie upon others, and how well."""
    offs = (min(abs(shift.x(x) - at) for at in theirs) for x in ours)
    near = [off for off in offs if off <= SNAP]
    return len(near), -sum(near)


def moved_page(page: Page, shift: Shift) -> Page:
    """A digital page whose glyphs and rulings are moved."""
    glyphs = (g._replace(x0=shift.x(g.x0), x1=shift.x(g.x1)) for g in page.glyphs)
    rulings = tuple(map(shift.ruling, page.rulings))
    return replace(page, glyphs=tuple(glyphs), rulings=rulings)
