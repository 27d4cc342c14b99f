"""What printing, age and a camera do to a page, in pixels (blue, green, red; or grey)."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from corpus.faults import Bed, Faults, Tint
from corpus.warp import Image

TINTS: dict[Tint, tuple[int, int, int]] = {
    "white": (254, 254, 253),
    "warm": (240, 249, 252),
    "yellowed": (204, 229, 241),
    "grey": (222, 224, 223),
}
"""Blue, green, red of the paper under white light."""

BEDS: dict[Bed, tuple[int, int, int]] = {
    "white": (246, 247, 247),
    "dark": (48, 46, 46),
    "desk": (74, 98, 128),
}

RULING = 26.0
"""Points: a dark stroke as long as this is a ruling, no character of a form is as wide."""

SHORT_RULING = 12.0
"""Points: a stroke as long as this is a ruling where it meets one, for rows may be low."""

DARK = 150
"""Grey level below which a pixel is print: shaded cells are lighter, grey rulings darker."""

WHITE_POINT = 0.9
"""A scanner that whitens makes white whatever is at least so light as the paper."""


def printed(page: Image, faults: Faults, rng: np.random.Generator) -> Image:
    """The page as a worn printer puts it on paper: pale, rulings faint or broken."""
    out = page
    if faults.rulings < 1 or faults.gaps > 0:
        out = _worn_rulings(out, faults, rng)
    if faults.ink < 1:
        black = np.array((255, 251, 246), np.float32) * (1 - faults.ink)
        ramp = np.arange(256, dtype=np.float32)[:, None] / 255
        table = (black + (255 - black) * ramp).round().astype(np.uint8)
        out = _uint8(cv2.LUT(out, table[None]))
    return out


def aged(
    sheet: Image, behind: Image | None, print_left: float, faults: Faults, rng: np.random.Generator
) -> Image:
    """The sheet with its colour, what shines through, folds, and holes that show the bed.

    `print_left` is where the print begins, in pixels.
    """
    out = _uint8(cv2.LUT(sheet, _scaled_table(TINTS[faults.tint])))
    if behind is not None and faults.bleed:
        out = _bled(out, behind, faults)
    for _ in range(faults.folds):
        out = _folded(out, faults.dpi, rng)
    if faults.holes:
        _punch(out, print_left, faults)
    return out


def in_mode(picture: Image, faults: Faults) -> Image:
    """Grey where the scanner sees no colour."""
    if faults.mode == "colour":
        return picture
    return _uint8(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def photographed(picture: Image, faults: Faults, rng: np.random.Generator) -> Image:
    """What lamp, lens, sensor and the scanner's own program make of it."""
    out = picture
    if faults.light:
        out = _lit(out, faults.light, rng)
    for _ in range(faults.streaks):
        _streak(out, rng)
    if faults.blur:
        out = _uint8(cv2.GaussianBlur(out, (0, 0), faults.blur))
    if faults.specks:
        _speck(out, faults, rng)
    if faults.noise:
        out = _noisy(out, faults.noise, rng)
    if faults.sharpen:
        soft = cv2.GaussianBlur(out, (0, 0), 1.2)
        out = _uint8(cv2.addWeighted(out, 1 + faults.sharpen, soft, -faults.sharpen, 0))
    if faults.whitened:
        out = _whitened(out)
    if faults.mode == "black-and-white":
        out = _bitonal(out)
    return out


def print_mask(page: Image) -> npt.NDArray[np.uint8]:
    """255 where there is print."""
    grey = page if page.ndim == 2 else _uint8(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY))
    return _uint8(cv2.threshold(grey, DARK, 255, cv2.THRESH_BINARY_INV)[1])


def _worn_rulings(page: Image, faults: Faults, rng: np.random.Generator) -> Image:
    """Long thin strokes paler, and missing in places."""
    dark = print_mask(page)
    strength = _ruling_strength(page.shape[:2], faults, rng)
    line = _ruling_mask(dark, faults.dpi)
    wide = cv2.dilate(line, np.ones((3, 3), np.uint8)) > 0
    # Where a character touches the ruling its own strokes stay.
    wide &= (line > 0) | (dark == 0)
    out = page.copy()
    paler = 255 - (255 - page[wide].astype(np.float32)) * strength[wide][:, None]
    out[wide] = paler.round().astype(np.uint8)
    return out


def _ruling_mask(dark: Image, dpi: int) -> Image:
    """255 on rulings: what is long, and what is shorter and meets something long."""
    long = _strokes(dark, RULING * dpi / 72)
    short = _strokes(dark, SHORT_RULING * dpi / 72)
    _, labels = cv2.connectedComponents(short)
    meeting = np.unique(labels[(long > 0) & (short > 0)])
    known = np.zeros(int(labels.max()) + 1, np.uint8)
    known[meeting[meeting > 0]] = 255
    return _uint8(known[labels])


def _strokes(dark: Image, length: float) -> Image:
    """255 on the dark strokes, across or down, that are at least so many pixels long."""
    across, down = (
        cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        for shape in ((round(length), 1), (1, round(length)))
    )
    return _uint8(cv2.bitwise_or(across, down))


def _ruling_strength(
    size: tuple[int, int], faults: Faults, rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """How much of a ruling is left at each pixel: it varies, and is nought in the gaps."""
    height, width = size
    cell = max(2, round(2.2 * faults.dpi / 72))
    rough = rng.random((height // cell + 1, width // cell + 1)).astype(np.float32)
    shape = (width, height)
    kept = cv2.resize((rough >= faults.gaps).astype(np.float32), shape)
    coarse = rng.uniform(0.85, 1.15, (12, 9)).astype(np.float32)
    even = cv2.resize(coarse, shape, interpolation=cv2.INTER_LINEAR)
    strength: npt.NDArray[np.float32] = np.clip(faults.rulings * even, 0, 1) * kept
    return strength


def _bled(sheet: Image, behind: Image, faults: Faults) -> Image:
    """The mirrored print of the next page, softened by the paper between."""
    height, width = sheet.shape[:2]
    mirrored = cv2.flip(behind, 1)
    if mirrored.shape[:2] != (height, width):
        mirrored = cv2.resize(mirrored, (width, height), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(mirrored, (0, 0), 0.5 * faults.dpi / 72)
    pale = cv2.addWeighted(soft, faults.bleed, np.full_like(soft, 255), 1 - faults.bleed, 0)
    return _uint8(cv2.multiply(sheet, pale, scale=1 / 255))


def _folded(sheet: Image, dpi: int, rng: np.random.Generator) -> Image:
    """A crease across the page: a thin line, light on one side and shade on the other."""
    height, width = sheet.shape[:2]
    across = bool(rng.random() < 0.75)
    length, breadth = (height, width) if across else (width, height)
    at = float(rng.choice((1 / 3, 1 / 2, 2 / 3)) + rng.uniform(-0.02, 0.02)) * length
    bend = rng.uniform(-0.004, 0.004) * breadth
    wander = cv2.resize(rng.normal(0, 0.35, (1, 40)).astype(np.float32), (breadth, 1))[0]
    centre = at + bend * np.linspace(-1, 1, breadth) + wander * dpi / 72
    reach = 14 * dpi / 72
    low, high = (int(np.clip(v, 0, length)) for v in (at - 3 * reach, at + 3 * reach))
    off = np.arange(low, high, dtype=np.float32)[:, None] - centre[None].astype(np.float32)
    shade = rng.uniform(0.02, 0.07) * np.exp(-np.abs(off) / reach) * np.sign(off)
    crease = rng.uniform(0.06, 0.22) * np.exp(-((off / (0.45 * dpi / 72)) ** 2))
    factor = (1 - shade - crease).astype(np.float32)
    out = sheet.copy()
    band = out[low:high] if across else out[:, low:high]
    by = factor if across else factor.T
    band[:] = np.clip(band * by[..., None], 0, 255).astype(np.uint8)
    return out


def _punch(sheet: Image, print_left: float, faults: Faults) -> None:
    """Two holes of 6 mm, 80 mm apart, 12 mm from the left edge (ISO 838).

    Where the print begins further out they bite 1 mm into it: through the outer
    ruling, not through a value, which would have no truth any more.
    """
    scale = faults.dpi / 25.4
    x, middle = min(12 * scale, print_left - 2 * scale), sheet.shape[0] / 2
    for down in (-40, 40):
        centre = (round(x), round(middle + down * scale))
        cv2.circle(sheet, centre, round(3.08 * scale), (150, 150, 150), -1, cv2.LINE_AA)
        cv2.circle(sheet, centre, round(2.9 * scale), BEDS[faults.bed], -1, cv2.LINE_AA)


def _lit(picture: Image, loss: float, rng: np.random.Generator) -> Image:
    """Light that falls off to one side and a little towards the corners."""
    y, x = np.mgrid[-1:1:24j, -1:1:24j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = (np.cos(angle) * x + np.sin(angle) * y) / 1.42
    rim = (x**2 + y**2) / 2
    patches = cv2.resize(rng.normal(0, 1, (4, 4)), (24, 24), interpolation=cv2.INTER_CUBIC)
    fall = 0.5 + 0.5 * slope + 0.25 * rim + 0.12 * patches
    fall = (fall - fall.min()) / (fall.max() - fall.min())
    field = (255 * (1 - loss * fall)).astype(np.float32)
    height, width = picture.shape[:2]
    full = cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC)
    whole = np.clip(full, 0, 255).astype(np.uint8)
    by = whole if picture.ndim == 2 else cv2.merge([whole] * 3)
    return _uint8(cv2.multiply(picture, by, scale=1 / 255))


def _streak(picture: Image, rng: np.random.Generator) -> None:
    """Dust on a feeder's glass: one column a little darker all the way down."""
    x = int(rng.integers(picture.shape[1] // 20, picture.shape[1] * 19 // 20))
    wide = int(rng.integers(1, 3))
    left = rng.uniform(0.75, 0.93)
    column = picture[:, x : x + wide]
    column[:] = (column * left).astype(np.uint8)


def _speck(picture: Image, faults: Faults, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    for _ in range(faults.specks):
        centre = (int(rng.integers(width) * 16), int(rng.integers(height) * 16))
        radius = int(16 * rng.uniform(0.12, 0.55) * faults.dpi / 72)
        level = int(rng.integers(40, 190))
        cv2.circle(picture, centre, radius, (level, level, level), -1, cv2.LINE_AA, shift=4)


def _noisy(picture: Image, sigma: float, rng: np.random.Generator) -> Image:
    """Noise in lightness at every pixel, in colour in blotches of two by two."""
    height, width = picture.shape[:2]
    light = rng.standard_normal((height, width), np.float32) * np.float32(sigma)
    if picture.ndim == 2:
        return _uint8(cv2.add(picture, light, dtype=cv2.CV_8U))
    blotch = rng.standard_normal((height // 2, width // 2), np.float32) * np.float32(sigma * 0.5)
    tone = cv2.resize(blotch, (width, height))
    noise = cv2.merge([light + tone, light, light - tone])
    return _uint8(cv2.add(picture, noise, dtype=cv2.CV_8U))


def _whitened(picture: Image) -> Image:
    """Stretches the levels so that the paper, its colour gone, is white."""
    flat = picture.reshape(-1, 1) if picture.ndim == 2 else picture.reshape(-1, 3)
    paper = np.median(flat[::97], axis=0) * WHITE_POINT / 0.95
    return _uint8(cv2.LUT(picture, _stretch_table(paper)))


def _bitonal(picture: Image) -> Image:
    """Black and white, at a level well below the paper's."""
    level = float(np.median(picture[::7, ::7])) * 0.72
    return _uint8(cv2.threshold(picture, level, 255, cv2.THRESH_BINARY)[1])


def _scaled_table(white: tuple[int, int, int]) -> npt.NDArray[np.uint8]:
    ramp = np.arange(256, dtype=np.float32)[:, None] / 255
    return (ramp * np.array(white, np.float32)).round().astype(np.uint8)[None]


def _stretch_table(white: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    ramp = np.arange(256, dtype=np.float64)[:, None]
    table = np.clip(ramp * 255 / np.maximum(white, 1), 0, 255).round().astype(np.uint8)
    return table[None] if table.shape[1] > 1 else table[:, 0]


def _uint8(image: npt.NDArray[Any]) -> Image:
    """OpenCV's results are typed as any number; these are all bytes."""
    return np.asarray(image, dtype=np.uint8)
