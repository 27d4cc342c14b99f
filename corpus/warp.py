"""Where the points of a sheet come to lie in the picture of it, and the picture itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin

import cv2
import numpy as np
import numpy.typing as npt

from corpus.faults import Faults

Image = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

EDGE = 3.0
"""Points of paper that stay between the print and the edge of the picture."""

CUT = 1.8
"""Points of the outermost ruling and what is left of it that a clipped edge cuts away."""

DESK = 1.05
"""Width of a telephone picture in widths of the sheet."""

ALONG = np.linspace(0.0, 1.0, 9)


@dataclass(frozen=True, slots=True, eq=False)
class Warp:
    """From a sheet to its picture, in pixels from the top left corner.

    A line of the sheet hangs by `bow` pixels in its middle, then `matrix` (a
    homography) puts it into a picture of the size `picture`, which is turned
    clockwise by `turn` degrees.
    """

    matrix: Points
    bow: float
    sheet: tuple[int, int]
    picture: tuple[int, int]
    turn: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture after turning."""
        return self.picture if self.turn in (0, 180) else (self.picture[1], self.picture[0])

    def moved(self, points: Points) -> Points:
        """Points of the sheet (n x 2) in the picture."""
        hung = points.copy()
        hung[:, 1] += self.bow * np.sin(np.pi * points[:, 0] / self.sheet[0])
        return _turned(_through(self.matrix, hung), self.picture, self.turn)

    def moved_box(self, box: Sequence[float]) -> Box:
        """The upright box around a moved box, cut at the edges of the picture."""
        x0, y0, x1, y1 = hull(self.moved(outline(box)))
        width, height = self.size
        return (
            float(np.clip(x0, 0, width)),
            float(np.clip(y0, 0, height)),
            float(np.clip(x1, 0, width)),
            float(np.clip(y1, 0, height)),
        )


def outline(box: Sequence[float]) -> Points:
    """Points all along the edge of a box: a bowed edge is not between its ends."""
    x0, y0, x1, y1 = box
    across, down = x0 + (x1 - x0) * ALONG, y0 + (y1 - y0) * ALONG
    x = np.concatenate([across, across, np.full_like(down, x0), np.full_like(down, x1)])
    y = np.concatenate([np.full_like(across, y0), np.full_like(across, y1), down, down])
    return np.stack([x, y], axis=1)


def hull(points: Points) -> Box:
    """The upright box around points."""
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def warp_of(
    faults: Faults, sheet: tuple[int, int], print_box: Box, rng: np.random.Generator
) -> Warp:
    """The way of one page into its picture.

    `print_box` holds the print of the sheet in pixels: a shift never moves it
    out of the picture, it is rather made smaller, as copiers do.
    """
    scale = faults.dpi / 72
    grown = DESK if faults.photo else 1.0
    picture = (round(sheet[0] * grown), round(sheet[1] * grown))
    free = _free_matrix(faults, sheet, picture, rng)
    bow = faults.bow * scale
    rough = Warp(free, bow, sheet, picture, 0)
    kept = _kept_inside(rough, print_box, EDGE * scale) @ free
    if faults.clipped != "none":
        kept = _clipped(Warp(kept, bow, sheet, picture, 0), print_box, faults) @ kept
    return Warp(kept, bow, sheet, picture, faults.turn)


def warped(image: Image, warp: Warp, bed: Sequence[int]) -> Image:
    """The picture of a sheet; `bed` is the colour around it."""
    size, fill = warp.picture, [float(v) for v in bed]
    if warp.bow == 0:
        flat = cv2.warpPerspective(
            image, warp.matrix, size, flags=cv2.INTER_CUBIC, borderValue=fill
        )
    else:
        flat = _bowed(image, warp, fill)
    quarters = warp.turn // 90
    return np.ascontiguousarray(np.rot90(flat, -quarters)).astype(np.uint8, copy=False)


def _bowed(image: Image, warp: Warp, fill: list[float]) -> Image:
    """The same with lines that hang: each pixel asks where it came from."""
    inverse = np.linalg.inv(warp.matrix)
    width, height = warp.picture
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    m = inverse.astype(np.float32)
    w = m[2, 0] * x + m[2, 1] * y + m[2, 2]
    from_x = (m[0, 0] * x + m[0, 1] * y + m[0, 2]) / w
    from_y = (m[1, 0] * x + m[1, 1] * y + m[1, 2]) / w
    from_y -= np.float32(warp.bow) * np.sin(np.float32(pi / warp.sheet[0]) * from_x)
    out = cv2.remap(image, from_x, from_y, cv2.INTER_CUBIC, borderValue=fill)
    return out.astype(np.uint8, copy=False)


def _free_matrix(
    faults: Faults,
    sheet: tuple[int, int],
    picture: tuple[int, int],
    rng: np.random.Generator,
) -> Points:
    """Skew about the middle, shift, and corners out of place, held by nothing."""
    width, height = sheet
    angle = radians(faults.skew)
    centre = _translation(-width / 2, -height / 2)
    turn = np.array([[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]])
    scale = faults.dpi / 72
    back = _translation(
        picture[0] / 2 + faults.shift[0] * scale, picture[1] / 2 + faults.shift[1] * scale
    )
    matrix: Points = back @ turn @ centre
    if not faults.photo:
        return matrix
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    off = rng.uniform(-faults.photo, faults.photo, (4, 2)) * (width, height)
    placed = (_through(matrix, corners) + off).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), placed), np.float64)


def _kept_inside(warp: Warp, print_box: Box, edge: float) -> Points:
    """What is to be done after the warp so that the print lies within the picture."""
    x0, y0, x1, y1 = hull(warp.moved(outline(print_box)))
    width, height = warp.picture
    shrink = min(1.0, (width - 2 * edge) / (x1 - x0), (height - 2 * edge) / (y1 - y0))
    x0, y0, x1, y1 = (shrink * v for v in (x0, y0, x1, y1))
    right = max(0.0, edge - x0) - max(0.0, x1 - (width - edge))
    down = max(0.0, edge - y0) - max(0.0, y1 - (height - edge))
    return _translation(right, down) @ np.diag((shrink, shrink, 1.0))


def _clipped(warp: Warp, print_box: Box, faults: Faults) -> Points:
    """The move that puts the outermost ruling outside of the picture."""
    x0, _, x1, _ = hull(warp.moved(outline(print_box)))
    cut = CUT * faults.dpi / 72
    if faults.clipped == "left":
        return _translation(-x0 - cut, 0)
    return _translation(warp.picture[0] - x1 + cut, 0)


def _translation(right: float, down: float) -> Points:
    return np.array([[1.0, 0.0, right], [0.0, 1.0, down], [0.0, 0.0, 1.0]])


def _through(matrix: Points, points: Points) -> Points:
    lifted = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(lifted[:, :2] / lifted[:, 2:], np.float64)


def _turned(points: Points, size: tuple[int, int], turn: int) -> Points:
    """Points of a picture that is turned clockwise."""
    width, height = size
    x, y = points[:, 0], points[:, 1]
    ways = {
        0: (x, y),
        90: (height - y, x),
        180: (width - x, height - y),
        270: (y, width - x),
    }
    return np.stack(ways[turn], axis=1)
