"""Pictures of bands, drawn from the file that a filing was read from.

Native code draws strangers' files here: in a worker, with limits.
"""

import io
import math
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from normalize.models import BoxModel
from shenbao.errors import ShenbaoError
from shenbao.kinds import kind_of
from shenbao.report.bands import Band
from shenbao.report.persons import Persons

Pixels = NDArray[np.uint8]

SCALE = 1.6
"""Pixels a point (115 an inch): 9-point Chinese text is easily read, a row of A4 takes 4 KB."""

MOST_PIXELS = 12_000_000
"""Of a page's shown part; A3 at `SCALE` has 2.6 million. More is drawn coarser."""

SHADES = 8
"""Of grey, for pages made by programs: 13% smaller than 16, and text looks no different."""

QUALITY = 40
"""WebP's, for paper that was scanned: seals stay red, text stays sharp."""

ROUNDING = 0.01
POINT = 72.0

COVER = 168
"""The grey that persons are painted over with."""

COVER_PAD = 1.5
"""Points around a covered box: scans are read a little beside."""


class CannotDrawError(Exception):
    """The file can't be drawn: it is damaged, or its password is missing."""


@dataclass(frozen=True, slots=True)
class Crop:
    """The picture of a band."""

    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A part of a page: `scale` pixels a point; `left` and `top` (pixels) are its corner."""

    pixels: Pixels
    scale: float
    left: float
    top: float

    def cut(self, box: BoxModel, pad: float = 0.0) -> Pixels:
        """The pixels that show a box (points of the page) and `pad` points around it: a view."""
        x0, top = box[0] - pad, box[1] - pad
        x1, bottom = box[2] + pad, box[3] + pad
        left, upper = (
            math.floor(x0 * self.scale - self.left),
            math.floor(top * self.scale - self.top),
        )
        right, lower = (
            math.ceil(x1 * self.scale - self.left),
            math.ceil(bottom * self.scale - self.top),
        )
        return self.pixels[max(0, upper) : max(0, lower), max(0, left) : max(0, right)]


Part = Callable[[int, BoxModel], Drawing]
"""Draws a part (points) of a page (from 1), grey or RGB."""


def draw(
    data: bytes, bands: Iterable[Band], persons: Persons, scanned: bool, password: str | None
) -> Iterator[tuple[Band, Crop]]:
    """The pictures of bands, persons painted over. Bands that lie outside their page have none.

    Raises:
        CannotDrawError: nothing of the file can be drawn.
    """
    by_page: dict[int, list[Band]] = {}
    for band in bands:
        by_page.setdefault(band.page, []).append(band)
    with _opened(data, scanned, password) as part:
        for page, wanted in by_page.items():
            yield from _of_page(part, page, wanted, persons.on(page), scanned)


def _of_page(
    part: Part, page: int, bands: list[Band], covered: Iterable[BoxModel], scanned: bool
) -> Iterator[tuple[Band, Crop]]:
    # One drawing from the first band to the last: loading a page takes the most time.
    whole = (
        max(0.0, min(band.box[0] for band in bands)),
        max(0.0, min(band.box[1] for band in bands)),
        max(band.box[2] for band in bands),
        max(band.box[3] for band in bands),
    )
    drawing = part(page, whole)
    for box in covered:
        drawing.cut(box, COVER_PAD)[...] = COVER
    for band in bands:
        cut = drawing.cut(band.box)
        if cut.size:
            yield band, _photo(cut) if scanned or cut.ndim > 2 else _drawing(cut)


@contextmanager
def _opened(data: bytes, scanned: bool, password: str | None) -> Iterator[Part]:
    try:
        kind = kind_of(data)
    except ShenbaoError as error:
        raise CannotDrawError(str(error)) from error
    if kind == "picture":
        yield _picture_part(data)
        return
    try:
        file = pypdfium2.PdfDocument(data, password)
    except pypdfium2.PdfiumError as error:
        raise CannotDrawError(str(error)) from error
    try:
        yield _pdf_part(file, scanned)
    finally:
        file.close()


def _pdf_part(file: pypdfium2.PdfDocument, coloured: bool) -> Part:
    def part(number: int, whole: BoxModel) -> Drawing:
        try:
            page = file[number - 1]
        except (pypdfium2.PdfiumError, IndexError, OverflowError) as error:
            raise CannotDrawError(str(error)) from error
        drawing = _drawn(page, whole, coloured)
        page.close()
        return drawing

    return part


def _drawn(page: pypdfium2.PdfPage, whole: BoxModel, coloured: bool) -> Drawing:
    width, height = page.get_size()
    x0, top, x1, bottom = whole[0], whole[1], min(whole[2], width), min(whole[3], height)
    if x0 >= x1 or top >= bottom:
        return Drawing(np.empty((0, 0), np.uint8), SCALE, 0, 0)
    scale = min(SCALE, math.sqrt(MOST_PIXELS / ((x1 - x0) * (bottom - top))))
    left, upper = math.floor(x0 * scale), math.floor(top * scale)
    right = math.ceil(width * scale) - math.ceil(x1 * scale)
    lower = math.ceil(height * scale) - math.ceil(bottom * scale)
    # pypdfium2 rounds what is cut off up to whole pixels.
    crop = tuple(max(0.0, side - ROUNDING) / scale for side in (left, lower, right, upper))
    bitmap = page.render(scale=scale, crop=crop, grayscale=not coloured, rev_byteorder=True)
    return Drawing(np.array(bitmap.to_numpy()), scale, left, upper)


def _picture_part(data: bytes) -> Part:
    # OpenCV takes a fifth of a second to load, and PDFs need none of it.
    from extract.scan.pictures import PictureError, PictureFile

    try:
        file = PictureFile(data)
    except PictureError as error:
        raise CannotDrawError(str(error)) from error

    def part(number: int, whole: BoxModel) -> Drawing:
        try:
            picture = file.picture(number)
        except (PictureError, IndexError) as error:
            raise CannotDrawError(str(error)) from error
        fine = Drawing(picture.pixels, picture.dpi / POINT, 0, 0)
        cut = fine.cut(whole)
        if not cut.size:
            return fine
        shrink = min(1.0, SCALE / fine.scale)
        height, width = (max(1, round(side * shrink)) for side in cut.shape[:2])
        shrunk = Image.fromarray(cut).resize((width, height), Image.Resampling.BOX)
        left, top = (math.floor(side * fine.scale) * shrink for side in whole[:2])
        return Drawing(np.array(shrunk), fine.scale * shrink, left, top)

    return part


def _photo(pixels: Pixels) -> Crop:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "WEBP", quality=QUALITY, method=3)
    return Crop(buffer.getvalue(), "image/webp")


def _drawing(pixels: Pixels) -> Crop:
    step = 255 / (SHADES - 1)
    levels = np.round(pixels / step).astype(np.uint8)
    picture = Image.fromarray(levels)
    picture.putpalette([round(level * step) for level in range(SHADES) for _ in "rgb"])
    buffer = io.BytesIO()
    # Runs of paper and rulings: half the time of zlib's default for 7% more bytes.
    picture.save(buffer, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return Crop(buffer.getvalue(), "image/png")
