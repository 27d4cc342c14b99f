"""From an opened picture to its pixels, within a limit of memory."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

# An A3 sheet at 400 dpi has 31 million; colour takes three bytes a pixel.
MOST_PIXELS = 36_000_000
# What a decoder may fill: an A4 sheet at 1200 dpi in colour takes 557 MB in Pillow.
MOST_BYTES = 600_000_000
# Pillow's bytes for a pixel; 4 where the mode is not named here.
PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}
# Pixels that are converted at a time: a copy of a whole picture would double what it takes.
BAND = 4_000_000
ALPHA = frozenset(("RGBA", "RGBa", "LA", "La", "PA"))
# What the brightest pixel of a deep grey picture may be: scanners deliver 10 to 16 bits.
DEPTHS = (255, 1023, 4095, 16383, 65535)

Pixels = NDArray[np.uint8]
"""uint8, (H, W) grey or (H, W, 3) RGB."""


class PictureError(ValueError):
    """A picture that cannot be read: `reason` is what is wrong, `remedy` a sentence."""

    def __init__(self, reason: str, remedy: str = "Scan the page again at 300 dpi.") -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.reason}. {self.remedy}"


def decoded(image: Image.Image) -> Pixels:
    """All pixels, transparency on white, reduced so that there are at most `MOST_PIXELS`.

    Raises `PictureError` where decoding would take more than `MOST_BYTES`, and what
    Pillow raises on damage.
    """
    width, height = image.size
    stored = width * height
    # JPEG is decoded at a half, a quarter or an eighth; others ignore this.
    factor = _factor(stored)
    image.draft(image.mode, (width // factor, height // factor))
    _check_memory(image, stored, f"its {width} x {height} pixels are more than can be held")
    image.load()
    return _flattened(image, _factor(image.width * image.height))


def squared(pixels: Pixels, across: float, down: float) -> Pixels:
    """Pixels as wide as high, from `across` and `down` of them to an inch: fax machines
    take finer steps across than down.
    """
    if math.isclose(across, down, rel_tol=0.02):
        return pixels
    height, width = pixels.shape[:2]
    finer = max(across, down)
    wide, high = width * finer / across, height * finer / down
    fit = min(1.0, math.sqrt(MOST_PIXELS / (wide * high)))
    size = (max(1, round(wide * fit)), max(1, round(high * fit)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _factor(count: int) -> int:
    """By how much each side is divided so that few enough of so many pixels are left."""
    return max(1, math.ceil(math.sqrt(count / MOST_PIXELS)))


def _check_memory(image: Image.Image, stored: int, message: str) -> None:
    needed = image.width * image.height * PIXEL_BYTES.get(image.mode, 4)
    if image.info.get("progressive"):
        # libjpeg keeps 16-bit coefficients of all of a progressive JPEG.
        needed += stored * 2 * len(image.getbands())
    if needed > MOST_BYTES:
        raise PictureError(message)


def _flattened(image: Image.Image, factor: int) -> Pixels:
    """8 bits a channel, grey or RGB, each side divided by `factor`."""
    width, height = image.size
    deep = image.mode.startswith(("I", "F"))
    alpha = image.mode in ALPHA or "transparency" in image.info
    grey = deep or (image.mode in ("1", "L") and not alpha)
    white = _white(image) if deep else 255.0
    size = (math.ceil(height / factor), math.ceil(width / factor))
    pixels = np.empty(size if grey else (*size, 3), np.uint8)
    rows = max(1, BAND // width // factor) * factor
    for top in range(0, height, rows):
        band = image.crop((0, top, width, min(top + rows, height)))
        if deep:
            band = _shallow(band, white)
        elif alpha:
            band = _on_white(band)
        flat = np.asarray(band.convert("L" if grey else "RGB").reduce(factor))
        start = top // factor
        pixels[start : start + len(flat)] = flat
    return pixels


def _white(image: Image.Image) -> float:
    """The value that stands for white in a picture of more than 8 bits."""
    brightest = float(np.max(image.getextrema()))
    if image.mode == "F" and brightest <= 1:
        return 1.0
    return float(next((depth for depth in DEPTHS if brightest <= depth), brightest))


def _shallow(band: Image.Image, white: float) -> Image.Image:
    values = np.nan_to_num(np.asarray(band, np.float32)) * (255.0 / white)
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _on_white(band: Image.Image) -> Image.Image:
    flat = Image.new("RGBA", band.size, "white")
    flat.alpha_composite(band.convert("RGBA"))
    return flat
