"""From the picture of a page to a page that is even, upright and straight."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.records import Box
from extract.scan.seals import without_seals

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Matrix = NDArray[np.float64]

# Finer scans say no more: recognisers look at lines of 48 pixels.
FINEST = 310 / 72
# The paper's brightness is looked at in cells of this many points.
PAPER_CELL = 3.0
# Pixels per point at which angles are measured: 100 dpi.
LOOK = 100 / 72
# Degrees. Feeders skew by up to 5; a page that is off by less than STRAIGHT moves a
# ruling by under a point from side to side.
MOST_SKEW = 8.0
STRAIGHT = 0.04
# A photo's lines differ in slope by this much between its sides.
LEANS = 0.12
# Pixels at 100 dpi of a piece of a ruling: with shorter ones, text and dashes lean too.
RUN = 40
# Pixels looked at: more change no angle.
POINTS = 60_000
# A bed darker than this share of the paper is no paper.
BED = 0.55


@dataclass(frozen=True, slots=True, eq=False)
class Straight:
    """A page upright and straight.

    `grey` is uint8 (H, W), paper near 255, coloured seals taken out; `scale` its
    pixels per point, `width` and `height` its size in points. `seals` are boxes
    in points of this page, `sealed` (H, W) marks pixels that lay under one.
    `matrix` leads from its pixels to points of the page as displayed.
    """

    grey: Grey
    scale: float
    width: float
    height: float
    matrix: Matrix
    seals: tuple[Box, ...] = ()
    sealed: Mask | None = None

    def to_page(self, box: Box) -> Box:
        """Points here to points of the page as displayed: the hull of the corners."""
        x0, top, x1, bottom = (value * self.scale for value in box)
        corners = np.array([[[x0, top], [x1, top], [x1, bottom], [x0, bottom]]], np.float64)
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
    if pixels.ndim == 3 and _has_colour(pixels):
        grey, found, sealed = without_seals(pixels, scale)
    else:
        grey, found, sealed = _as_grey(pixels), (), None
    even = evened(grey, scale)
    back = _homography(even, scale)
    matrix = to_points
    boxes: list[tuple[float, ...]] = [*found]
    if back is not None:
        forth = np.asarray(np.linalg.inv(back), np.float64)
        size = (even.shape[1], even.shape[0])
        even = np.asarray(
            cv2.warpPerspective(even, forth, size, flags=cv2.INTER_CUBIC, borderValue=(255.0,)),
            np.uint8,
        )
        if sealed is not None:
            flat = cv2.warpPerspective(
                sealed.astype(np.uint8), forth, size, flags=cv2.INTER_NEAREST
            )
            sealed = flat.astype(bool)
        matrix = to_points @ back
        boxes = [_hull(box, forth) for box in found]
    return Straight(
        even,
        scale,
        even.shape[1] / scale,
        even.shape[0] / scale,
        matrix,
        tuple(Box(*(value / scale for value in box)) for box in boxes),
        sealed,
    )


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


# --- angles -------------------------------------------------------------------------------


def _homography(even: Grey, scale: float) -> Matrix | None:
    """From straightened pixels to those of `even`; None where it is straight already."""
    factor = LOOK / scale
    small = np.asarray(
        cv2.resize(even, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
    )
    ink = np.asarray(small < 200)
    h, w = ink.shape
    total = np.eye(3)
    skew = _skew(ink)
    if skew:
        total = _rotation(-skew, w, h)
    for _ in range(3):
        flat = _moved(small, total)
        step = _lean(np.asarray(flat < 200))
        if step is None:
            break
        total = total @ step
    shift = np.abs(cv2.perspectiveTransform(_corners(w, h), total) - _corners(w, h)).max()
    if shift < np.radians(STRAIGHT) * max(w, h):
        return None
    zoom = np.diag([factor, factor, 1.0])
    return np.asarray(np.linalg.inv(zoom) @ total @ zoom)


def _moved(small: Grey, total: Matrix) -> Grey:
    size = (small.shape[1], small.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpPerspective(small, total, size, flags=flags, borderValue=(255.0,)), np.uint8
    )


def _corners(w: float, h: float) -> Matrix:
    return np.array([[[0.0, 0], [w, 0], [w, h], [0, h]]])


def _rotation(degrees: float, w: int, h: int) -> Matrix:
    """Straight to skewed: turned about the middle."""
    return np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0), [0, 0, 1]])


def _skew(ink: Mask) -> float:
    """Degrees, clockwise, by which lines fall to the right."""
    ys, xs = _points(ink)
    if len(xs) < 50:
        return 0.0
    best = 0.0
    for reach, step in ((MOST_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[np.argmax([_sharpness(xs, ys, angle) for angle in angles])])
    return best


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


def _lean(ink: Mask) -> Matrix | None:
    """What is left after turning: slopes of rulings that change over the page."""
    h, w = ink.shape
    flags = ink.astype(np.uint8)
    across = np.asarray(cv2.morphologyEx(flags, cv2.MORPH_OPEN, np.ones((1, RUN), np.uint8)))
    down = np.asarray(cv2.morphologyEx(flags, cv2.MORPH_OPEN, np.ones((RUN, 1), np.uint8)))
    slopes = _slopes(across.astype(np.uint8))
    leans = _slopes(down.T.astype(np.uint8))
    if slopes is None and leans is None:
        return None
    (s0, s1), (t0, t1) = slopes or (0.0, 0.0), leans or (0.0, 0.0)
    if slopes is None:
        s0, s1 = -t0, 0.0
    if leans is None:
        t0, t1 = -s0, 0.0
    extremes = [s0 - abs(s1) / 2, s0 + abs(s1) / 2, t0 - abs(t1) / 2, t0 + abs(t1) / 2]
    if max(map(abs, extremes)) < np.tan(np.radians(STRAIGHT)):
        return None
    top, bottom = (h * 0.0, s0 - s1 / 2), (h * 1.0, s0 + s1 / 2)
    left, right = (w * 0.0, t0 - t1 / 2), (w * 1.0, t0 + t1 / 2)
    quad = [
        _crossing(row, column, w, h)
        for row, column in ((top, left), (top, right), (bottom, right), (bottom, left))
    ]
    return np.asarray(
        cv2.getPerspectiveTransform(
            _corners(w, h)[0].astype(np.float32), np.array(quad, np.float32)
        )
    )


def _crossing(
    row: tuple[float, float], column: tuple[float, float], w: int, h: int
) -> tuple[float, float]:
    """Where y = y0 + s (x - w/2) meets x = x0 + t (y - h/2)."""
    (y0, s), (x0, t) = row, column
    x = (x0 + t * (y0 - s * w / 2 - h / 2)) / (1 - s * t)
    return x, y0 + s * (x - w / 2)


def _slopes(lines: NDArray[np.uint8]) -> tuple[float, float] | None:
    """Slope of rulings in the middle of the page, and its change from top to bottom.

    None where too few are seen. A line through the slopes of all long pieces,
    weighted by length; pieces far off (a fold, a pen stroke) are left out once.
    """
    h, _ = lines.shape
    joined = cv2.dilate(lines, np.ones((3, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[tuple[float, float, float]] = []
    for index in range(1, count):
        x0, y0, width, height, _ = stats[index]
        if width < 90 or height > max(8, 0.12 * width):
            continue
        part = (slice(y0, y0 + height), slice(x0, x0 + width))
        ys, xs = np.nonzero((labels[part] == index) & (lines[part] > 0))
        if len(xs) < 60:
            continue
        x = xs - xs.mean()
        spread = float((x * x).sum())
        if spread:
            found.append((float((x * ys).sum()) / spread, (y0 + float(ys.mean())) / h - 0.5, width))
    if not found:
        return None
    return _fitted(found)


def _fitted(found: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    slopes, places, weights = (np.array(column) for column in zip(*found, strict=True))
    usual = float(np.median(np.repeat(slopes, np.maximum(1, weights // 50).astype(int))))
    near = np.abs(slopes - usual) < 0.03
    slopes, places, weights = slopes[near], places[near], weights[near]
    if not len(slopes):
        return usual, 0.0
    for _ in range(2):
        spread = places.max() - places.min()
        if len(slopes) < 6 or spread < 0.3:
            return float(np.average(slopes, weights=weights)), 0.0
        change, middle = np.polyfit(places, slopes, 1, w=weights)
        off = np.abs(slopes - middle - change * places)
        keep = off <= max(0.0015, 2.5 * float(np.median(off)))
        if keep.all():
            break
        slopes, places, weights = slopes[keep], places[keep], weights[keep]
    off = np.abs(slopes - middle - change * places)
    if abs(change) < max(np.tan(np.radians(LEANS)), 2 * float(np.median(off))):
        return float(np.average(slopes, weights=weights)), 0.0
    return float(middle), float(change)
