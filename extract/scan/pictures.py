"""Pages as pictures: those of a TIFF, PNG or JPEG, and PDF pages rendered.

A picture is at most `MOST_PIXELS` large, whatever the file holds.
"""

import ctypes
import io
import math
import struct
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdf
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from extract.pdfium import MAX_FORM_DEPTH, MAX_OBJECTS, opened
from extract.scan.decoding import MOST_PIXELS, PictureError, Pixels, decoded, squared
from extract.turning import Frame

__all__ = ["PdfPictures", "Picture", "PictureError", "PictureFile"]

POINT = 72.0
# What Pillow may take a file for; others it knows run programs or are no pages.
FORMATS = ("TIFF", "JPEG", "PNG", "BMP", "WEBP", "GIF")
# What Pillow raises on files that were damaged at random, warnings apart.
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, LookupError, TypeError)
# Exif's tag; from this value on the stored sides change places.
ORIENTATION = 0x0112
SIDEWAYS = 5
NEW_SUBFILE_TYPE, SUBFILE_TYPE = 254, 255
# NewSubfileType: a smaller copy of another page, or the mask of one.
REDUCED, MASK = 1, 4
# SubfileType, which it replaced: a smaller copy.
OLD_REDUCED = 2

# Resolutions that a scanner can have had. 72 and 96 are what writers put who know none;
# PNG turns 100 into 99.9998. A fax has up to 2.1 times as many pixels across as down (204 and 98).
CREDIBLE = (98.0, 1300.0)
UNEVEN = 2.5
# Points, the longer side: pages are A5 to A2.
SHORT_PAGE, LONG_PAGE = 500.0, 1800.0
# Where nothing credible is said: sheets that scanners take, in points, at the resolutions
# that they offer. No two of these come closer than 6%, and feeders cut sheets to within 3%.
A4, A3 = (595.28, 841.89), (841.89, 1190.55)
USUAL = (300, 200, 150, 600, 400, 240, 100)
CUT = 0.03

# PDF pages are rendered at the resolution of their pictures, within these; those that are
# mostly vectors at `PLAIN` or finer.
COARSE, FINE, PLAIN = 150.0, 310.0, 200.0
# Of two pictures of about one size (a scan's paper and, finer, its ink) the finer counts;
# pictures on less of the page than this are no scan.
ABOUT = 0.5
# A PDF page whose longer side, in points, is outside these was sized by the pixels of its
# picture: a scan of A4 taken at 72 or 96 dpi has 1,316 (150 dpi) to 7,016 (600 dpi) points.
SMALL_SHEET, LARGE_SHEET = 500.0, 1260.0
# A picture drawn within so many pixels of its own size is meant to have it; it is then
# drawn by so little smaller.
SAME_PIXELS = 1.5
INSIDE = 0.01
# Points that PDF pages may have; the format itself ends at 14,400.
LARGEST_PAGE = 20_000.0
# Pixels of a picture in a PDF: an A4 sheet at 1200 dpi has 139 million. PDFium decodes JPEG 2000
# and Flate as a whole: 640 MB for 144 million in colour, 800 MB for 250 million.
MOST_IN_PDF = 140_000_000

_lock = threading.RLock()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One page as a picture.

    `number` counts from 1; `pixels` are uint8, (H, W, 3) RGB or (H, W) grey;
    `width` and `height` are those of the sheet, in points. The page as displayed
    is `zoom` times as large: some programs take a scan's pixels for points.
    """

    number: int
    pixels: NDArray[np.uint8]
    width: float
    height: float
    zoom: float = 1.0

    @property
    def dpi(self) -> float:
        """Pixels per inch."""
        return float(self.pixels.shape[1]) / self.width * POINT


class PictureFile:
    """The pages of a picture file, from 1: all of a TIFF, the first picture of others."""

    def __init__(self, data: bytes) -> None:
        """Raises `PictureError` where this is no picture that can be opened."""
        self._data = data
        with _opened(data) as image:
            self._frames = _frames(image)

    def __len__(self) -> int:
        return len(self._frames)

    def picture(self, number: int) -> Picture:
        """One page. Raises `PictureError`."""
        # Opened anew: Pillow holds what it decoded for as long as a file is open.
        with _opened(self._data) as image:
            image.seek(self._frames[number - 1])
            return _picture(image, number)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """A picture file; what goes wrong with it inside is a `PictureError`.

    Pillow's own limit of pixels, which knows nothing of reduced decoding, and its
    warnings are off: both are settings of the whole process, hence the lock.
    """
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                yield image
        except PictureError:
            raise
        except UnidentifiedImageError as error:
            raise _damaged("its beginning makes no sense") from error
        except MemoryError as error:
            raise PictureError("the picture takes more memory than there is") from error
        except DAMAGE as error:
            raise _damaged(str(error)) from error
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def _damaged(why: str) -> PictureError:
    remedy = "Copy the file again, or scan the page anew."
    return PictureError(f"the picture is damaged or cut off ({why})", remedy)


def _frames(image: Image.Image) -> list[int]:
    """Which pictures of the file are pages.

    Those after the first of a JPEG are depth maps and previews of phones, those of
    GIF, PNG and WebP move. Where a TIFF breaks off, the page after the last counts
    too: reading it says so.
    """
    if image.format != "TIFF":
        return [0]
    frames: list[int] = []
    index = 0
    while True:
        try:
            image.seek(index)
        except EOFError:
            return frames or [0]
        except DAMAGE:
            return [*frames, index]
        if not _is_copy(image):
            frames.append(index)
        index += 1


def _is_copy(frame: Image.Image) -> bool:
    """A thumbnail or a mask within a TIFF."""
    tags: Any = getattr(frame, "tag_v2", {})
    kind, old = tags.get(NEW_SUBFILE_TYPE, 0), tags.get(SUBFILE_TYPE, 0)
    return bool(isinstance(kind, int) and kind & (REDUCED | MASK)) or old == OLD_REDUCED


def _picture(image: Image.Image, number: int) -> Picture:
    width, height = image.size
    across, down = _said(image)
    # Pillow turns TIFFs itself and then forgets how; of a PNG it tells only after decoding.
    is_tiff = image.format == "TIFF"
    orientation = _orientation(image) if is_tiff else 1
    pixels = decoded(image)
    if not is_tiff:
        orientation = _orientation(image)
        pixels = np.ascontiguousarray(_TURNS[orientation](pixels))
    if orientation >= SIDEWAYS:
        across, down = down, across
        if not is_tiff:
            width, height = height, width
    if not _credible(width, height, across, down):
        across = down = _guessed(width, height)
    pixels = squared(pixels, across, down)
    return Picture(number, pixels, width / across * POINT, height / down * POINT)


_TURNS: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda pixels: pixels,
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: np.rot90(pixels, 2).swapaxes(0, 1),
    8: lambda pixels: np.rot90(pixels),
}
"""By Exif's orientation: from the pixels as they are stored to the page as displayed."""


def _orientation(image: Image.Image) -> int:
    """Exif's orientation, 1 (upright) where it is missing or makes no sense."""
    try:
        said = image.getexif().get(ORIENTATION, 1)
    except DAMAGE:
        return 1
    return said if said in _TURNS else 1


def _said(image: Image.Image) -> tuple[float, float]:
    """Pixels per inch across and down as the file has them, 0 where it has none."""
    said = image.info.get("dpi") or image.info.get("resolution") or (0, 0)
    try:
        return float(said[0]), float(said[1])
    except (TypeError, ValueError, LookupError, ZeroDivisionError):
        return 0.0, 0.0


def _credible(width: int, height: int, across: float, down: float) -> bool:
    """Whether a scanner can have had this resolution and a page this size."""
    if not (CREDIBLE[0] <= max(across, down) <= CREDIBLE[1]):
        return False
    if min(across, down) * UNEVEN < max(across, down):
        return False
    return SHORT_PAGE <= max(width / across, height / down) * POINT <= LONG_PAGE


def _guessed(width: int, height: int) -> float:
    """Pixels per inch of a usual sheet at a usual resolution, else of one as long as A4."""
    shorter, longer = sorted((width, height))
    for dpi in USUAL:
        for short, long in (A4, A3):
            scale = dpi / POINT
            if abs(shorter / (short * scale) - 1) < CUT and abs(longer / (long * scale) - 1) < CUT:
                return float(dpi)
    return longer / A4[1] * POINT


class PdfPictures:
    """PDF pages as pictures, rendered by PDFium with /Rotate applied.

    To be closed: PDFium ends the process that lets it go with a file open.
    """

    def __init__(self, data: bytes, password: str | None = None) -> None:
        """Raises `PdfError`."""
        self._stack = ExitStack()
        self._handle = self._stack.enter_context(opened(data, password)).handle

    def picture(self, number: int) -> Picture:
        """One page (from 1). Raises `PictureError`."""
        page = pdf.FPDF_LoadPage(self._handle, number - 1)
        if not page:
            raise PictureError("it cannot be drawn", "Print the file anew to a PDF.")
        try:
            return _rendered(page, number)
        finally:
            pdf.FPDF_ClosePage(page)

    def close(self) -> None:
        """Lets the file go."""
        self._stack.close()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture on a PDF page: pixels and, in square points, the area that it takes."""

    handle: Any
    width: int
    height: int
    area: float
    in_form: bool

    @property
    def scale(self) -> float:
        """Pixels per point."""
        return math.sqrt(self.width * self.height / self.area)


def _rendered(page: Any, number: int) -> Picture:
    width, height = pdf.FPDF_GetPageWidthF(page), pdf.FPDF_GetPageHeightF(page)
    if not (1 <= width <= LARGEST_PAGE and 1 <= height <= LARGEST_PAGE):
        raise PictureError(
            f"the page is {width:.0f} x {height:.0f} points large", "Print the file anew to a PDF."
        )
    drawn = list(_pictures_on(page))
    for one in drawn:
        if one.width * one.height > MOST_IN_PDF:
            raise PictureError(
                f"its picture of {one.width} x {one.height} pixels is more than can be held"
            )
    zoom = _zoom(drawn, max(width, height))
    dpi = _dpi(drawn, zoom, width * height)
    width, height = width / zoom, height / zoom
    scale = min(dpi / POINT, math.sqrt(MOST_PIXELS / (width * height)))
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    pixels = np.full((down, across, 3), 255, np.uint8)
    bitmap = pdf.FPDFBitmap_CreateEx(
        across, down, pdf.FPDFBitmap_BGR, pixels.ctypes.data_as(ctypes.c_void_p), 3 * across
    )
    if not bitmap:
        raise PictureError("it takes more memory than there is")
    matrix = _to_pixels(page, drawn, across, down)
    whole = pdf.FS_RECTF(0, 0, across, down)
    flags = pdf.FPDF_ANNOT | pdf.FPDF_REVERSE_BYTE_ORDER
    pdf.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, whole, flags)
    pdf.FPDFBitmap_Destroy(bitmap)
    if drawn and pixels.min() == 255 and not _can_be_drawn(drawn):
        raise PictureError("its picture is damaged", "Scan the page again.")
    return Picture(number, pixels, width, height, zoom)


def _to_pixels(page: Any, drawn: list[_Drawn], across: int, down: int) -> Any:
    """From points as displayed to the pixels of a bitmap.

    A picture that is drawn at its own size lands on whole pixels: files round its
    place, and PDFium would stretch it over one pixel more and blur it.
    """
    rect = pdf.FS_RECTF()
    pdf.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
    frame = Frame(rect.left, rect.bottom, rect.right, rect.top, pdf.FPDFPage_GetRotation(page) % 4)
    x, y = across / frame.width, down / frame.height
    plain = pdf.FS_MATRIX(x, 0, 0, y, 0, 0)
    whole = max(drawn, key=lambda one: one.area, default=None)
    if whole is None or whole.in_form:
        return plain
    edges = [ctypes.c_float() for _ in range(4)]
    pdf.FPDFPageObj_GetBounds(whole.handle, *map(ctypes.byref, edges))
    box = frame.box(*(edge.value for edge in edges))
    wide, high = (box.x1 - box.x0) * x, (box.bottom - box.top) * y
    for width, height in ((whole.width, whole.height), (whole.height, whole.width)):
        if abs(wide - width) < SAME_PIXELS and abs(high - height) < SAME_PIXELS:
            x *= (width - 2 * INSIDE) / wide
            y *= (height - 2 * INSIDE) / high
            left, top = round(box.x0 * x) + INSIDE, round(box.top * y) + INSIDE
            return pdf.FS_MATRIX(x, 0, 0, y, left - box.x0 * x, top - box.top * y)
    return plain


def _zoom(drawn: list[_Drawn], longer: float) -> float:
    """How many times as large as its sheet a page is whose longer side has so many points."""
    if SMALL_SHEET <= longer <= LARGE_SHEET:
        return 1.0
    if not drawn:
        return longer / A4[1]
    whole = max(drawn, key=lambda one: one.area)
    return longer / (max(whole.width, whole.height) / _guessed(whole.width, whole.height) * POINT)


def _dpi(drawn: list[_Drawn], zoom: float, area: float) -> float:
    """At how many pixels per inch of its sheet a page of so many square points is rendered."""
    if not drawn:
        return PLAIN
    largest = max(one.area for one in drawn)
    coarse = COARSE if sum(one.area for one in drawn) > ABOUT * area else PLAIN
    finest = max(one.scale for one in drawn if one.area > ABOUT * largest)
    return min(max(finest * zoom * POINT, coarse), FINE)


def _pictures_on(page: Any) -> Iterator[_Drawn]:
    """The pictures that a page draws, those in forms too."""
    waiting = [
        (pdf.FPDFPage_GetObject(page, index), 1.0, 0)
        for index in range(min(pdf.FPDFPage_CountObjects(page), MAX_OBJECTS))
    ]
    looked = 0
    while waiting and looked < MAX_OBJECTS:
        item, outer, depth = waiting.pop()
        looked += 1
        kind = pdf.FPDFPageObj_GetType(item)
        if kind == pdf.FPDF_PAGEOBJ_IMAGE:
            width, height = ctypes.c_uint(), ctypes.c_uint()
            pdf.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(width), ctypes.byref(height))
            area = outer * _grows(item)
            if width.value and height.value and area > 0:
                yield _Drawn(item, width.value, height.value, area, depth > 0)
        elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = outer * _grows(item)
            count = min(pdf.FPDFFormObj_CountObjects(item), MAX_OBJECTS - len(waiting))
            waiting += [
                (pdf.FPDFFormObj_GetObject(item, index), inner, depth + 1) for index in range(count)
            ]


def _grows(item: Any) -> float:
    """How many times as large an object's matrix makes an area; a picture's is 1 before."""
    matrix = pdf.FS_MATRIX()
    pdf.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return float(abs(matrix.a * matrix.d - matrix.b * matrix.c))


def _can_be_drawn(drawn: list[_Drawn]) -> bool:
    """Whether PDFium can decode the largest of the pictures."""
    bitmap = pdf.FPDFImageObj_GetBitmap(max(drawn, key=lambda one: one.area).handle)
    if bitmap:
        pdf.FPDFBitmap_Destroy(bitmap)
    return bool(bitmap)
