"""From the picture of a page to a page that is even, upright and straight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.records import Box
from extract.scan.bend import Bend, Maps, bend_of, smaller
from extract.scan.seals import Ring, Seals, without_seals

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Matrix = NDArray[np.float64]

# Finer scans say no more: recognisers look at lines of 48 pixels.
FINEST = 310 / 72
# The paper's brightness is looked at in cells of this many points.
PAPER_CELL = 3.0
# Pixels per point at which angles are measured: 100 dpi.
LOOK = 100 / 72
# Degrees: feeders skew by up to 5.
MOST_SKEW = 8.0
# A page off by fewer degrees, or bent by fewer points, is straight.
UPRIGHT = 0.1
STRAIGHT = 0.3
# Pixels looked at: more change no angle.
POINTS = 60_000
# A bed darker than this share of the paper is no paper.
BED = 0.55


@dataclass(frozen=True, slots=True, eq=False)
class Straight:
    """A page upright and straight.

    `grey` is uint8 (H, W), paper near 255, coloured seals taken out; `scale` its
    pixels per point, `width` and `height` its size in points. `seals` are boxes
    in points of this page, `sealed` (H, W) marks pixels that lie or lay under one;
    `cleared`: none is left.
    `bend` and then `matrix` lead from its pixels to points of the page as displayed.
    """

    grey: Grey
    scale: float
    width: float
    height: float
    matrix: Matrix
    bend: Bend
    seals: tuple[Box, ...] = ()
    sealed: Mask | None = None
    cleared: bool = True

    def sealed_by(self, rings: Sequence[Ring]) -> "Straight":
        """The same with seals that are left on it."""
        if not rings:
            return self
        sealed = np.zeros(self.grey.shape, np.uint8)
        for x, y, radius in rings:
            middle = round(x * self.scale), round(y * self.scale)
            cv2.circle(sealed, middle, round(radius * self.scale), 1, -1)
        boxes = tuple(
            Box(
                max(0.0, x - radius),
                max(0.0, y - radius),
                min(self.width, x + radius),
                min(self.height, y + radius),
            )
            for x, y, radius in rings
        )
        return replace(self, seals=boxes, sealed=sealed > 0, cleared=False)

    def to_page(self, box: Box) -> Box:
        """Points here to points of the page as displayed: the hull of the corners."""
        x0, top, x1, bottom = (value * self.scale for value in box)
        x, y = np.array([x0, x1, x1, x0]), np.array([top, top, bottom, bottom])
        right, down = self.bend.at(x, y)
        corners = np.stack([x + right, y + down], axis=-1)[None]
        moved = cv2.perspectiveTransform(corners, self.matrix)[0]
        (left, upper), (right, lower) = moved.min(axis=0), moved.max(axis=0)
        return Box(float(left), float(upper), float(right), float(lower))


def straighten(pixels: NDArray[np.uint8], width: float, height: float, turn: int = 0) -> Straight:
    """Straightens a picture, (H, W, 3) RGB or (H, W) grey, of a page of so many points.

    `turn` is the number of clockwise quarter turns that set it upright.
    """
    pixels, to_points = _sized(pixels, width, height)
    if turn % 4:
        pixels, to_points = _turned(pixels, to_points, turn % 4)
    scale = 1 / float(np.sqrt(abs(np.linalg.det(to_points[:2, :2]))))
    even, seals = cleared(pixels, scale)
    small, factor = smaller(even, scale)
    skew = _skew(small, scale * factor)
    back = _rotation(-skew, even.shape[1], even.shape[0])
    turned = _flat(small, _rotation(-skew, small.shape[1], small.shape[0]), None, cv2.INTER_LINEAR)
    bend = bend_of(turned).zoomed(1 / factor)
    maps = None
    if bend.most >= STRAIGHT * scale:
        maps = bend.maps(even.shape[1], even.shape[0], back)
    else:
        bend = Bend(bend.width, bend.height)
    even = _flat(even, back, maps, cv2.INTER_CUBIC)
    sealed = None
    if seals.mask is not None:
        sealed = _flat(seals.mask.astype(np.uint8), back, maps, cv2.INTER_NEAREST, 0) > 0
    forth = np.asarray(np.linalg.inv(back), np.float64)
    boxes = [_hull(box, forth) for box in seals.boxes]
    return Straight(
        even,
        scale,
        even.shape[1] / scale,
        even.shape[0] / scale,
        to_points @ back,
        bend,
        tuple(Box(*(value / scale for value in box)) for box in boxes),
        sealed,
    )


def cleared(pixels: NDArray[np.uint8], scale: float) -> tuple[Grey, Seals]:
    """Grey on white paper, coloured seals taken out, and the seals. `scale`: pixels per point."""
    if pixels.ndim == 3 and _has_colour(pixels):
        seals = without_seals(pixels, scale)
        return evened(seals.grey, scale), seals
    even = evened(_as_grey(pixels), scale)
    return even, Seals(even)


def _flat(pixels: Grey, back: Matrix, maps: Maps | None, how: int, beyond: int = 255) -> Grey:
    """The page as `back` turned it or, where it is bent, as `maps` say, in one resampling."""
    if maps is not None:
        flat = cv2.remap(pixels, *maps, how, borderValue=(beyond,))
    else:
        size = (pixels.shape[1], pixels.shape[0])
        flags = how | cv2.WARP_INVERSE_MAP
        flat = cv2.warpAffine(pixels, back[:2], size, flags=flags, borderValue=(beyond,))
    return np.asarray(flat, np.uint8)


def _hull(box: tuple[int, int, int, int], forth: Matrix) -> tuple[float, ...]:
    x0, top, x1, bottom = box
    corners = np.array([[[x0, top], [x1, top], [x1, bottom], [x0, bottom]]], np.float64)
    moved = cv2.perspectiveTransform(corners, forth)[0]
    return (*moved.min(axis=0).tolist(), *moved.max(axis=0).tolist())


def _sized(
    pixels: NDArray[np.uint8], width: float, height: float
) -> tuple[NDArray[np.uint8], Matrix]:
    """The picture, reduced where it is finer than needed, and its pixels to points."""
    factor = min(1.0, FINEST * width / pixels.shape[1])
    if factor < 0.97:
        pixels = np.asarray(
            cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
        )
    return pixels, np.diag([width / pixels.shape[1], height / pixels.shape[0], 1.0])


def _turned(
    pixels: NDArray[np.uint8], to_points: Matrix, turn: int
) -> tuple[NDArray[np.uint8], Matrix]:
    """Clockwise quarter turns."""
    h, w = pixels.shape[:2]
    back = {
        1: np.array([[0.0, 1, 0], [-1, 0, h], [0, 0, 1]]),
        2: np.array([[-1.0, 0, w], [0, -1, h], [0, 0, 1]]),
        3: np.array([[0.0, -1, w], [1, 0, 0], [0, 0, 1]]),
    }[turn]
    return np.ascontiguousarray(np.rot90(pixels, -turn)), to_points @ back


def _has_colour(pixels: NDArray[np.uint8]) -> bool:
    thumb = pixels[::8, ::8].astype(np.int16)
    return bool((thumb.max(axis=2) - thumb.min(axis=2) > 40).mean() > 0.0005)


def _as_grey(pixels: NDArray[np.uint8]) -> Grey:
    return (
        pixels
        if pixels.ndim == 2
        else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    )


def evened(grey: Grey, scale: float) -> Grey:
    """Paper to white wherever light falls unevenly; what is no paper to white too."""
    cell = max(1, round(PAPER_CELL * scale))
    h, w = grey.shape
    small = cv2.resize(grey, (max(1, w // cell), max(1, h // cell)), interpolation=cv2.INTER_AREA)
    # Paper is the brightest of its neighbourhood, whatever is printed on it.
    paper = cv2.dilate(small, np.ones((5, 5), np.uint8))
    paper = cv2.medianBlur(paper, 9)
    usual = float(np.percentile(paper, 70))
    bed = _bed(cv2.medianBlur(small, 5) < BED * usual)
    paper = np.maximum(paper, np.uint8(BED * usual))
    full = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 3), (w, h), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, full, scale=255.0)
    # The faint texture of paper and what shines through it is not ink.
    even = cv2.convertScaleAbs(even, alpha=255 / 240)
    if bed is not None:
        even[cv2.resize(bed.astype(np.uint8), (w, h), interpolation=cv2.INTER_NEAREST) > 0] = 255
    return np.asarray(even, np.uint8)


def _bed(dark: Mask) -> Mask | None:
    """Dark areas that touch the picture's edge: the scanner's lid, a desk."""
    if not dark.any():
        return None
    _, labels = cv2.connectedComponents(dark.astype(np.uint8))
    rim = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    outside = np.isin(labels, [label for label in np.unique(rim) if label])
    grown = cv2.dilate(outside.astype(np.uint8), np.ones((5, 5), np.uint8))
    return grown.astype(bool) if outside.any() else None


# --- angles ----------------------------------------------------------------------------


def _rotation(degrees: float, w: int, h: int) -> Matrix:
    """Straight to skewed: turned about the middle."""
    return np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0), [0, 0, 1]])


def _skew(even: Grey, scale: float) -> float:
    """Degrees, clockwise, by which lines fall to the right."""
    factor = LOOK / scale
    small = cv2.resize(even, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ys, xs = _points(np.asarray(small < 200))
    if len(xs) < 50:
        return 0.0
    best = 0.0
    for reach, step in ((MOST_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[np.argmax([_sharpness(xs, ys, angle) for angle in angles])])
    return best if abs(best) > UPRIGHT else 0.0


def _points(ink: Mask) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    ys, xs = np.nonzero(ink)
    if len(xs) > POINTS:
        # Every n-th along rows would thin lines by their slope.
        keep = np.random.default_rng(0).choice(len(xs), POINTS, replace=False)
        ys, xs = ys[keep], xs[keep]
    return ys.astype(np.float64), xs.astype(np.float64)


def _sharpness(along: NDArray[np.float64], across: NDArray[np.float64], degrees: float) -> float:
    """How much the ink gathers in lines of this slope."""
    places = across - along * np.tan(np.radians(degrees))
    counts = np.bincount((places - places.min()).astype(np.int64)).astype(np.float64)
    return float((counts * counts).sum())
