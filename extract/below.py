"""Pages laid below each other: a table's columns lie where they lay on the page before.

Sheets lie a little differently in the scanner, and a digital page among scanned ones lies
differently from all of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.records import Box, Page, Ruling
from extract.rulings import SNAP

# Photos are nearer or further: tables whose widths differ by less than this share are one
# table's parts.
SAME_WIDTH = 0.03
# Share of the column edges that lie upon each other where a table goes on.
ALIKE = 0.6


class Shift(NamedTuple):
    """How places across a page move to lie below those of the page before, in points."""

    stretch: float = 1.0
    right: float = 0.0

    def x(self, at: float) -> float:
        """Where a place of the page comes to lie."""
        return at * self.stretch + self.right

    def box(self, box: Box) -> Box:
        """A box of the page, moved."""
        return box._replace(x0=self.x(box.x0), x1=self.x(box.x1))

    def back(self, box: Box) -> Box:
        """A moved box where it was on the page."""
        x0, top, x1, bottom = box
        return Box((x0 - self.right) / self.stretch, top, (x1 - self.right) / self.stretch, bottom)

    def ruling(self, line: Ruling) -> Ruling:
        """A ruling of the page, moved."""
        if line.axis == "v":
            return line._replace(at=self.x(line.at))
        return line._replace(start=self.x(line.start), end=self.x(line.end))


UNMOVED = Shift()


def shift_below(ours: Sequence[float], theirs: Sequence[float]) -> Shift | None:
    """The move that lays most column edges of a page upon those of the one before; None
    where too few lie upon each other to be those of one table."""
    best: tuple[int, float, Shift] | None = None
    stretches = {1.0, (theirs[-1] - theirs[0]) / (ours[-1] - ours[0])}
    for stretch in (value for value in stretches if abs(value - 1) <= SAME_WIDTH):
        for one in ours:
            for other in theirs:
                shift = Shift(stretch, other - one * stretch)
                offs = [min(abs(shift.x(x) - at) for at in theirs) for x in ours]
                near = [off for off in offs if off <= SNAP]
                if best is None or (len(near), -sum(near)) > best[:2]:
                    best = len(near), -sum(near), shift
    if best is None or best[0] < max(2, ALIKE * min(len(ours), len(theirs))):
        return None
    return best[2]


def moved_page(page: Page, shift: Shift) -> Page:
    """A digital page whose glyphs and rulings are moved."""
    glyphs = (g._replace(x0=shift.x(g.x0), x1=shift.x(g.x1)) for g in page.glyphs)
    rulings = tuple(map(shift.ruling, page.rulings))
    return replace(page, glyphs=tuple(glyphs), rulings=rulings)
