"""Pages as pictures: those of a TIFF, PNG or JPEG, and PDF pages rendered.

A picture is at most `MOST_PIXELS` large, whatever the file holds.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence

# An A3 sheet at 400 dpi has 31 million; colour takes three bytes a pixel.
MOST_PIXELS = 36_000_000
# More than this is not decoded at all: 30,000 by 30,000 pixels of colour are 2.7 GB.
MOST_DECODED = 250_000_000
# Resolutions that a scanner can have had; what else a file says is a default of its writer.
CREDIBLE = (100, 1300)
# Points: pages are A5 to A2, the longer side.
SHORT_PAGE, LONG_PAGE = 500.0, 1800.0
# Where nothing credible is said, the longer side is taken for that of A4.
A4_LONG = 841.89
# PDF pages are rendered at the resolution of their pictures, within these.
COARSE, FINE = 150.0, 310.0
PLAIN = 200.0
POINT = 72.0


class PictureError(ValueError):
    """A picture that cannot be read; says why, and what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One page as a picture.

    `pixels` are uint8, (H, W, 3) RGB or (H, W) grey; `width` and `height` are
    those of the page as displayed, in points.
    """

    number: int
    pixels: NDArray[np.uint8]
    width: float
    height: float

    @property
    def dpi(self) -> float:
        """Pixels per inch."""
        return float(self.pixels.shape[1]) / self.width * POINT


class PictureFile:
    """The pages of a picture file, from 1."""

    def __init__(self, data: bytes) -> None:
        """Raises `PictureError` where this is no picture that can be opened."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._image = Image.open(io.BytesIO(data))
                self._frames = [
                    index
                    for index, frame in enumerate(ImageSequence.Iterator(self._image))
                    if not _is_reduced(frame)
                ]
        except Image.DecompressionBombError as error:
            raise PictureError(f"{error}: scan the page at 300 dpi") from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise PictureError(f"the picture is damaged ({error}): scan it again") from error

    def __len__(self) -> int:
        return len(self._frames)

    def picture(self, number: int) -> Picture:
        """One page. Raises `PictureError`."""
        with _no_limit():
            try:
                self._image.seek(self._frames[number - 1])
                return _picture(self._image, number)
            except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
                if isinstance(error, PictureError):
                    raise
                raise PictureError(f"the picture is damaged ({error}): scan it again") from error


@contextmanager
def _no_limit() -> Iterator[None]:
    """Pillow's limit is off: ours is checked before anything is decoded."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _is_reduced(frame: Image.Image) -> bool:
    """A thumbnail within a TIFF (NewSubfileType)."""
    tags: Any = getattr(frame, "tag_v2", None)
    return bool(tags is not None and int(tags.get(254, 0)) & 1)


def _picture(image: Image.Image, number: int) -> Picture:
    width, height = image.size
    if width * height > MOST_DECODED:
        # JPEG can be decoded at an eighth of its size.
        image.draft("RGB", (width // 8, height // 8))
        if image.size[0] * image.size[1] > MOST_DECODED:
            raise PictureError(
                f"its {width} x {height} pixels are more than can be held: scan it at 300 dpi"
            )
    across, down = _resolution(image, width, height)
    wide, high = width / across * POINT, height / down * POINT
    pixels = _pixels(image)
    orientation = image.getexif().get(0x0112, 1)
    if orientation in (5, 6, 7, 8):
        wide, high = high, wide
    factor = min(1.0, (MOST_PIXELS / (pixels.shape[0] * pixels.shape[1])) ** 0.5)
    # Fax machines have other steps across than down.
    size = (
        round(wide * max(across, down) / POINT * factor),
        round(high * max(across, down) / POINT * factor),
    )
    if min(size) < 1:
        raise PictureError("it is empty: scan the page again")
    if size != (pixels.shape[1], pixels.shape[0]):
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    return Picture(number, pixels, wide, high)


def _resolution(image: Image.Image, width: int, height: int) -> tuple[float, float]:
    """Pixels per inch across and down: what the file says where a page can be so large."""
    said = image.info.get("dpi", (0, 0))
    try:
        across, down = float(said[0]), float(said[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = down = 0.0
    if CREDIBLE[0] <= min(across, down) and max(across, down) <= CREDIBLE[1]:
        longer = max(width / across, height / down) * POINT
        if SHORT_PAGE <= longer <= LONG_PAGE and max(across, down) < 2.5 * min(across, down):
            return across, down
    even = max(width, height) / A4_LONG * POINT
    return even, even


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Grey or RGB, upright as its EXIF says, transparency on white."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        flat = Image.new("RGBA", upright.size, "white")
        flat.alpha_composite(upright.convert("RGBA"))
        upright = flat.convert("RGB")
    if upright.mode.startswith("I") or upright.mode == "F":
        values = np.asarray(upright, np.float32)
        top = 65535.0 if values.max() > 255 else 255.0
        return (values * (255.0 / top)).clip(0, 255).astype(np.uint8)
    if upright.mode in ("1", "L"):
        return np.asarray(upright.convert("L"), np.uint8)
    return np.asarray(upright.convert("RGB"), np.uint8)


class PdfPictures:
    """PDF pages as pictures, rendered by PDFium with /Rotate applied."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        self._document = pypdfium2.PdfDocument(data, password)

    def picture(self, number: int) -> Picture:
        """One page (from 1). Raises `PictureError`."""
        try:
            page = self._document[number - 1]
            width, height = page.get_size()
            if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
                raise PictureError(f"the page is {width:.0f} x {height:.0f} points large")
            scale = min(_scale(page), (MOST_PIXELS / (width * height)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        except pypdfium2.PdfiumError as error:
            raise PictureError(f"it cannot be drawn ({error})") from error
        pixels = np.array(bitmap.to_numpy()[..., :3])
        return Picture(number, pixels, width, height)

    def close(self) -> None:
        """Lets the file go."""
        self._document.close()


def _scale(page: Any) -> float:
    """Pixels per point: those of the largest picture on the page."""
    finest, largest = 0.0, 0.0
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = found.get_bounds()
        area = (right - left) * (top - bottom)
        if area > largest:
            largest = area
            across, down = found.get_px_size()
            finest = (across * down / area) ** 0.5
    dpi = finest * POINT if finest else PLAIN
    return min(max(dpi, COARSE), FINE) / POINT
