"""How a page is bent: where rulings, known to be straight, lie on it.

A photo shows a sheet from the side and bowed; a feeder stretches it. Lengths are
pixels unless a name says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.connected import connected

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]
Maps = tuple[NDArray[np.float32], NDArray[np.float32]]

# Pixels per point at which rulings are looked at: 150 dpi.
LOOK = 150 / 72
# A ruling is darker than the paper above and below by this many grey levels once its
# pixels are averaged along so many points: faint copies leave 12, noise 3.
DARKER = 7
AVERAGED = 7.0
# Points of a piece of a ruling; shorter ones are strokes and dashes too.
PIECE = 29.0
# Points of ruling that must hang together to tell a direction, and its thickness.
LONG = 65.0
THICK = 3.4
# Rise and fall of a piece for its length: 4 degrees after the page was turned.
STEEP = 0.07
# Points by which a ruling may lie off the bend that the others tell; what lies further
# off is a fold or the stroke of a pen.
OFF = 1.2
# What speaks against a bend of higher order, in shares of all that is seen: a few lines
# close together tell a direction only.
STIFF = (0.0, 0.002, 0.002, 0.01)
ROUNDS = 4
# Points of a line beyond which it says no more; points off that are as good as none.
LONGEST = 250.0
NEAR = 0.2
# Points of line without which nothing is known: strokes of text make up to 140 on a page.
ENOUGH = 200.0
# Pixels within which a bend is told at once. What a second look finds beside that is as much as
# it leaves: 0.2 to 1.5 on 60 pages; of more, it leaves a third.
AT_ONCE = 1.5
# Lines that make this share of all say how a page is bent.
MOST = 0.5


class Bend(NamedTuple):
    """A straight page's pixel (x, y) shows what lies at (x, y) + `at(x, y)`.

    `right` and `down` are the coefficients of a smooth surface over a page of
    `width` and `height`.
    """

    width: float
    height: float
    right: tuple[float, ...] = (0.0,) * 4
    down: tuple[float, ...] = (0.0,) * 4

    def at(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """How far to the right and down from each place."""
        u, v = 2 * x / self.width - 1, 2 * y / self.height - 1
        return _surface(v, u) @ np.array(self.right), _surface(u, v) @ np.array(self.down)

    def zoomed(self, factor: float) -> "Bend":
        """The same of a page with so many times as many pixels a side."""
        return Bend(
            self.width * factor,
            self.height * factor,
            tuple(value * factor for value in self.right),
            tuple(value * factor for value in self.down),
        )

    def more(self, other: "Bend") -> "Bend":
        """Both, one after the other: they are small."""
        return self._replace(
            right=tuple(a + b for a, b in zip(self.right, other.right, strict=True)),
            down=tuple(a + b for a, b in zip(self.down, other.down, strict=True)),
        )

    @property
    def most(self) -> float:
        """No place is moved further."""
        return max(sum(map(abs, self.right)), sum(map(abs, self.down)))

    def maps(self, width: int, height: int, back: Floats | None = None, step: int = 16) -> Maps:
        """For `cv2.remap`: the source of every pixel, from one in `step` by interpolation;
        turned `back`, a matrix (3, 3), where the page had been turned before."""
        # One square more on every side: interpolation does not reach beyond the outermost.
        columns, rows = ((np.arange(-1, -(-n // step) + 1) + 0.5) * step for n in (width, height))
        x, y = np.meshgrid(columns - 0.5, rows - 0.5)
        right, down = self.at(x, y)
        x, y = x + right, y + down
        if back is not None:
            x, y = (row[0] * x + row[1] * y + row[2] for row in back[:2])
        part = np.s_[step : step + height, step : step + width]
        size = (len(columns) * step, len(rows) * step)
        fine = (
            np.asarray(cv2.resize(coarse.astype(np.float32), size, interpolation=cv2.INTER_LINEAR))
            for coarse in (x, y)
        )
        across, along = (one[part] for one in fine)
        return across, along


def _surface(along: Floats, across: Floats) -> Floats:
    """What a ruling's place may depend on: it is zero in the middle of the page."""
    return np.stack([along, along * across, along**2, along**2 * across], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """A piece of a ruling: how far across it its points lie, less their mean.

    `surface` is what that may depend on, less its mean as well; `weight` what it says
    beside others: a fold over the whole page is pale.
    """

    off: Floats
    surface: Floats
    weight: float


def bend_of(small: Grey) -> Bend:
    """The bend of an evened page whose text runs along its rows within a degree or two, made
    `smaller`. A page without rulings has none."""
    height, width = small.shape
    total = _step(small)
    if total.most > AT_ONCE:
        maps = total.maps(width, height)
        unbent = cv2.remap(small, *maps, cv2.INTER_LINEAR, borderValue=(255,))
        total = total.more(_step(np.asarray(unbent, np.uint8)))
    return total


def smaller(even: Grey, scale: float) -> tuple[Grey, float]:
    """A page of `scale` pixels per point with `LOOK` of them, where it has more; and how many
    times as large that is."""
    factor = min(1.0, LOOK / scale)
    if factor == 1.0:
        return even, 1.0
    small = cv2.resize(even, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), factor


def _step(small: Grey) -> Bend:
    height, width = small.shape
    down = _fitted(_chains(small))
    right = _fitted(_chains(np.ascontiguousarray(small.T)))
    if down is None and right is None:
        return Bend(width, height)
    # A page that was turned a little too far is so in both directions.
    if right is None:
        right = (-(down or (0.0,))[0] * height / width, 0.0, 0.0, 0.0)
    if down is None:
        down = (-right[0] * width / height, 0.0, 0.0, 0.0)
    return Bend(width, height, right, down)


def _chains(small: Grey) -> list[_Chain]:
    """The long horizontal lines of a page, each as points."""
    height, width = small.shape
    soft = cv2.blur(small, (round(AVERAGED * LOOK), 1))
    taller = np.ones((2 * round(THICK * LOOK) + 1, 1), np.uint8)
    dark = cv2.morphologyEx(soft, cv2.MORPH_BLACKHAT, taller)
    ink = (dark > DARKER).astype(np.uint8)
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    run = np.ones((1, round(PIECE * LOOK)), np.uint8)
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, run)
    joined = cv2.dilate(pieces, np.ones((1, 9), np.uint8))
    labels, stats = connected(joined, few=True)
    chains: list[_Chain] = []
    for index in range(1, len(stats)):
        x0, y0, wide, high, _ = stats[index]
        if wide < LONG * LOOK or high > STEEP * wide + THICK * LOOK + 3:
            continue
        part = (slice(y0, y0 + high), slice(x0, x0 + wide))
        mine = (labels[part] == index) & (ink[part] > 0)
        columns = np.flatnonzero(mine.any(axis=0))
        if len(columns) < LONG * LOOK / 2 or mine.sum() > THICK * LOOK * len(columns):
            continue
        rows = (mine * np.arange(high)[:, None]).sum(axis=0)[columns] / mine.sum(axis=0)[columns]
        strength = float((mine * dark[part]).sum() / mine.sum())
        chains.append(_chain((x0 + columns) * 1.0, y0 + rows, width, height, strength))
    return chains


def _chain(x: Floats, y: Floats, width: int, height: int, strength: float) -> _Chain:
    level = np.full(len(x), 2 * y.mean() / height - 1)
    surface = _surface(2 * x / width - 1, level)
    weight = strength * min(len(x), LONGEST * LOOK)
    return _Chain(y - y.mean(), surface - surface.mean(axis=0), weight)


def _fitted(chains: Sequence[_Chain]) -> tuple[float, ...] | None:
    """The surface on which most rulings lie; None where there is none."""
    if sum(len(chain.off) for chain in chains) < ENOUGH * LOOK:
        return None
    own = np.array([chain.weight for chain in chains])
    weights = own
    for _ in range(ROUNDS):
        found = _weighted(chains, weights)
        misses = np.array([_miss(chain, found) for chain in chains])
        # As many lines as can are to lie on it, not all of them nearly.
        weights = own / np.maximum(misses, NEAR * LOOK)
    nearer = np.flatnonzero(misses <= OFF * LOOK).tolist()
    if own[nearer].sum() < MOST * own.sum():
        return None
    return tuple(map(float, _weighted([chains[index] for index in nearer], own[nearer])))


def _weighted(chains: Sequence[_Chain], weights: Floats) -> Floats:
    """The surface that fits best, every point of a chain with its share of the weight."""
    shares = [weight / len(chain.off) for chain, weight in zip(chains, weights, strict=True)]
    each = np.concatenate([np.full(len(c.off), s) for c, s in zip(chains, shares, strict=True)])
    each /= each.sum()
    surface = np.concatenate([chain.surface for chain in chains])
    off = np.concatenate([chain.off for chain in chains])
    leaning = surface.T * each
    ridge = np.diag(STIFF) + np.eye(4) * 1e-9
    return np.asarray(np.linalg.solve(leaning @ surface + ridge, leaning @ off))


def _miss(chain: _Chain, found: Floats) -> float:
    return float(np.sqrt(np.mean((chain.off - chain.surface @ found) ** 2)))
