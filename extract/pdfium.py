"""Reads digital pages with PDFium: glyphs with boxes, rulings, pictures.

Plain ctypes calls: an object layer on top costs several times as much as the
calls. Nothing here knows of tables.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2.raw as pdf

from extract.paths import MAX_THICKNESS, RulingSet
from extract.radicals import RADICALS
from extract.records import Box, Glyph, Page
from extract.textlayer import Picture, covers, judge
from extract.turning import Frame, upright

# Forms inside forms are followed this deep; filings seen have at most 3. Each
# level may draw the same form many times, so objects are counted as well.
MAX_FORM_DEPTH = 8
MAX_OBJECTS = 200_000
MAX_GLYPHS = 100_000
# A path with more segments than this is a drawing (a map, a seal), not a table.
MAX_SEGMENTS = 4_000


def _bare(function: Any) -> Any:
    """A function of PDFium without checks of its arguments, which take longer than most calls.

    Numbers must be int or ctypes numbers, handles and references ctypes objects.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(function.restype)(address)


def _numbers(buffer: Any, code: Literal["f", "i", "I"]) -> Any:
    """A function that reads a ctypes array, four times as fast as going over it."""
    return memoryview(buffer).cast("B").cast(code).tolist


_unicode_at = _bare(pdf.FPDFText_GetUnicode)
_box_at = _bare(pdf.FPDFText_GetLooseCharBox)
_angle_at = _bare(pdf.FPDFText_GetCharAngle)
_object_at = _bare(pdf.FPDFPage_GetObject)
_type_of = _bare(pdf.FPDFPageObj_GetType)
_draw_mode = _bare(pdf.FPDFPath_GetDrawMode)
_fill_colour = _bare(pdf.FPDFPageObj_GetFillColor)
_stroke_colour = _bare(pdf.FPDFPageObj_GetStrokeColor)
_count_segments = _bare(pdf.FPDFPath_CountSegments)
_segment_at = _bare(pdf.FPDFPath_GetPathSegment)
_point_of = _bare(pdf.FPDFPathSegment_GetPoint)
_segment_type = _bare(pdf.FPDFPathSegment_GetType)
_closes = _bare(pdf.FPDFPathSegment_GetClose)
_bounds_of = _bare(pdf.FPDFPageObj_GetBounds)
_matrix_of = _bare(pdf.FPDFPageObj_GetMatrix)
_clip_path_of = _bare(pdf.FPDFPageObj_GetClipPath)
_count_clip_paths = _bare(pdf.FPDFClipPath_CountPaths)
_font_of = ctypes.PYFUNCTYPE(ctypes.c_void_p)(
    ctypes.cast(pdf.FPDFTextObj_GetFont, ctypes.c_void_p).value or 0
)
_ODD_CODES = frozenset((0xA0, 0x3000, 0xFFFE))
# PDFium gives a hyphen at a line's end as one of these.
_HYPHENS = (0x02, 0xFFFE)
_WHITE = 245
# Less than this high or wide is no extent at all.
NO_EXTENT = 0.01
# Runs of spaces are flat as well: at most a tenth of a page's texts.
FLAT = 0.3


class PdfError(Exception):
    """PDFium could not open the file; `code` is its FPDF_ERR_* number."""

    def __init__(self, code: int) -> None:
        super().__init__(f"PDFium error {code}")
        self.code = code


class UnplacedTextError(Exception):
    """PDFium leaves out text: its font is neither in the file nor on this machine."""


class TooComplexError(Exception):
    """A page draws more objects than any filing does."""


@contextmanager
def opened(data: bytes, password: str | None = None) -> Iterator["PdfiumFile"]:
    """Opens a PDF held in memory. Raises `PdfError`."""
    pdf.FPDF_InitLibrary()
    handle = pdf.FPDF_LoadMemDocument64(
        data, len(data), password.encode("utf-8") if password else None
    )
    if not handle:
        raise PdfError(pdf.FPDF_GetLastError())
    try:
        yield PdfiumFile(handle)
    finally:
        pdf.FPDF_CloseDocument(handle)


@dataclass(frozen=True, slots=True)
class PdfiumFile:
    """An open file."""

    handle: Any

    def __len__(self) -> int:
        return int(pdf.FPDF_GetPageCount(self.handle))

    def read(self, number: int) -> Page:
        """Reads page `number` (from 1).

        Raises `PdfError`, `TooComplexError`, and `UnplacedTextError` where another
        reader would see more.
        """
        page = pdf.FPDF_LoadPage(self.handle, number - 1)
        if not page:
            raise PdfError(pdf.FPDF_GetLastError())
        try:
            return _read_page(page, number)
        finally:
            pdf.FPDF_ClosePage(page)


def _read_page(page: Any, number: int) -> Page:
    frame = _frame(page)
    found = _objects(page, frame)
    if found.flat > FLAT * found.foreign:
        raise UnplacedTextError("text in a font that is neither in the file nor installed")
    text_page = pdf.FPDFText_LoadPage(page)
    try:
        glyphs, unmapped = _glyphs(text_page, frame)
    finally:
        pdf.FPDFText_ClosePage(text_page)
    kind, problems = judge(
        number, glyphs, unmapped, bool(found.pictures), found.covered and not found.text_over
    )
    if kind != "digital":
        return Page(number, frame.width, frame.height, kind, problems=problems)
    return upright(
        Page(
            number,
            frame.width,
            frame.height,
            kind,
            tuple(glyphs),
            tuple(found.rulings.rulings()),
            problems,
        )
    )


def _frame(page: Any) -> Frame:
    rect = pdf.FS_RECTF()
    pdf.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
    return Frame(rect.left, rect.bottom, rect.right, rect.top, pdf.FPDFPage_GetRotation(page) % 4)


def _codes(text_page: Any, count: int) -> list[int]:
    """The character codes of a page: in one call, or one by one where that leaves some out."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdf.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        return buffer[:count]
    return [_unicode_at(text_page, index) for index in range(count)]


def _glyphs(text_page: Any, frame: Frame) -> tuple[list[Glyph], int]:
    """All glyphs but spaces, and how many of them have no known character."""
    count = pdf.FPDFText_CountChars(text_page)
    if count > MAX_GLYPHS:
        raise TooComplexError(f"{count} characters")
    rect = (ctypes.c_float * 4)()
    reference, numbers = ctypes.byref(rect), _numbers(rect, "f")
    glyphs: list[Glyph] = []
    append, new = glyphs.append, tuple.__new__
    x_origin, y_origin = frame.left, frame.top
    unmapped = 0
    high = 0
    spaced = False
    rotation = frame.rotation
    for index, code in enumerate(_codes(text_page, count)):
        if code <= 32 or code in _ODD_CODES:
            if code not in _HYPHENS:
                unmapped += code == 0 and pdf.FPDFText_HasUnicodeMapError(text_page, index) == 1
                spaced = True
                continue
            code = 0x2D
        elif 0xD800 <= code < 0xDC00:
            high = code
            continue
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if not _box_at(text_page, index, reference):
            continue
        left, top, right, bottom = numbers()
        # Clockwise on the unturned page, whatever its documentation leaves open.
        angle = _angle_at(text_page, index)
        turn = round(angle * 2 / math.pi) if angle > 0.1 else 0
        if rotation == 0:
            box = (left - x_origin, y_origin - top, right - x_origin, y_origin - bottom)
        elif rotation == 1:
            box = (bottom - frame.bottom, left - x_origin, top - frame.bottom, right - x_origin)
        else:
            box = frame.box(left, bottom, right, top)
        char = chr(code)
        append(new(Glyph, (RADICALS.get(char, char), *box, (rotation + turn) % 4, spaced)))
        spaced = False
    return glyphs, unmapped


@dataclass(slots=True)
class _Found:
    """What the walk over a page's objects gathers.

    `covered`: a picture takes the whole page; `text_over`: visible text was drawn
    after it. `foreign` texts are in fonts that are not embedded, `flat` ones of them
    have no extent.
    """

    rulings: RulingSet
    pictures: list[Picture]
    covered: bool = False
    text_over: bool = False
    foreign: int = 0
    flat: int = 0
    objects: int = 0


_TEXT, _PATH = pdf.FPDF_PAGEOBJ_TEXT, pdf.FPDF_PAGEOBJ_PATH
_MOVE = pdf.FPDF_SEGMENT_MOVETO
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Matrix = tuple[float, float, float, float, float, float]


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _matrix(item: Any) -> _Matrix:
    matrix = (ctypes.c_float * 6)()
    _matrix_of(item, ctypes.byref(matrix))
    return tuple(matrix)


def _objects(page: Any, frame: Frame) -> _Found:
    found = _Found(RulingSet(), [])
    walker = _Walker(frame, found)
    embedded, visit = walker.embedded, walker.visit
    for index in range(pdf.FPDFPage_CountObjects(page)):
        item = _object_at(page, index)
        # Most of a page is text in embedded fonts, of which nothing is asked here.
        if _type_of(item) == _TEXT and not found.covered and embedded.get(_font_of(item)):
            continue
        visit(item, _IDENTITY, 0)
    return found


class _Walker:
    """Visits page objects; keeps the ctypes buffers that every call reuses."""

    def __init__(self, frame: Frame, found: _Found) -> None:
        self.frame = frame
        self.found = found
        buffer, colour = (ctypes.c_float * 4)(), (ctypes.c_uint * 4)()
        self.references = [ctypes.byref(buffer, 4 * index) for index in range(4)]
        self.numbers = _numbers(buffer, "f")
        self.colour_references = [ctypes.byref(colour, 4 * index) for index in range(4)]
        self.colours = _numbers(colour, "I")
        matrix, mode = (ctypes.c_float * 6)(), (ctypes.c_int * 2)()
        self.matrix_reference, self.matrix = ctypes.byref(matrix), _numbers(matrix, "f")
        self.mode_references = [ctypes.byref(mode, 4 * index) for index in range(2)]
        self.modes = _numbers(mode, "i")
        self.shown = frame.matrix
        self.whole = Box(0.0, 0.0, frame.width, frame.height)
        self.clip, self.clip_count = self.whole, -1
        self.embedded: dict[int, bool] = {}

    def visit(self, item: Any, outer: _Matrix, depth: int) -> None:
        kind = _type_of(item)
        found = self.found
        found.objects += 1
        if found.objects > MAX_OBJECTS:
            raise TooComplexError(f"more than {MAX_OBJECTS} objects")
        if kind == _PATH:
            self._path(item, outer)
        elif kind == pdf.FPDF_PAGEOBJ_IMAGE:
            self._picture(item, outer)
        elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = _times(_matrix(item), outer)
            for index in range(pdf.FPDFFormObj_CountObjects(item)):
                self.visit(pdf.FPDFFormObj_GetObject(item, index), inner, depth + 1)
        elif kind == _TEXT:
            self._text(item)

    def _text(self, item: Any) -> None:
        found = self.found
        font = _font_of(item)
        embedded = self.embedded.get(font)
        if embedded is None:
            handle = pdf.FPDFTextObj_GetFont(item)
            embedded = self.embedded[font] = pdf.FPDFFont_GetIsEmbedded(handle) == 1
        if not embedded:
            # Without the font's outlines text has no height (turned text no width), and PDFium
            # leaves out what is turned and takes equal texts of one column for doubles.
            _bounds_of(item, *self.references)
            left, bottom, right, top = self.numbers()
            found.foreign += 1
            found.flat += (right - left < NO_EXTENT) != (top - bottom < NO_EXTENT)
        if found.covered and not found.text_over:
            found.text_over = (
                pdf.FPDFTextObj_GetTextRenderMode(item) != pdf.FPDF_TEXTRENDERMODE_INVISIBLE
            )

    def _picture(self, item: Any, outer: _Matrix) -> None:
        picture = Picture(self._bounds(item, outer))
        self.found.pictures.append(picture)
        # A watermark lets the text below it show.
        if covers(picture, self.frame.width, self.frame.height) and not (
            pdf.FPDFPageObj_HasTransparency(item)
        ):
            self.found.covered, self.found.text_over = True, False

    def _bounds(self, item: Any, outer: _Matrix) -> Box:
        _bounds_of(item, *self.references)
        left, bottom, right, top = self.numbers()
        if outer is _IDENTITY:
            return self.frame.box(left, bottom, right, top)
        points = [_apply(outer, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return self.frame.box(min(xs), min(ys), max(xs), max(ys))

    def _path(self, item: Any, outer: _Matrix) -> None:
        if not _draw_mode(item, *self.mode_references):
            return
        fill, stroke = self.modes()
        filled = bool(fill) and self._visible(item, _fill_colour)
        stroked = bool(stroke) and self._visible(item, _stroke_colour)
        if not filled and not stroked:
            return
        segments = _count_segments(item)
        if segments < 2 or segments > MAX_SEGMENTS:
            return
        box = self._bounds(item, outer)
        clip = self._clip(item, outer, box)
        if not stroked:
            x0, top, x1, bottom = box
            if x1 - x0 <= MAX_THICKNESS or bottom - top <= MAX_THICKNESS or segments <= 5:
                self.found.rulings.add_filled((box,), clip)
                return
        _matrix_of(item, self.matrix_reference)
        matrix = tuple(self.matrix())
        if outer is not _IDENTITY:
            matrix = _times(matrix, outer)
        subpaths = self._subpaths(item, segments, _times(matrix, self.shown))
        if stroked:
            for points in subpaths:
                self.found.rulings.add_stroked(points, clip)
        else:
            self.found.rulings.add_filled([_hull(points) for points in subpaths], clip)

    def _clip(self, item: Any, outer: _Matrix, box: Box) -> Box:
        """What of the page the object may draw on; one call where the last clip holds it.

        Chromium draws the borders of the next page's cells as well and clips them.
        """
        clip = _clip_path_of(item)
        count = _count_clip_paths(clip) if clip else 0
        if count <= 0:
            return self.whole
        if self.clip_count == count and _within(box, self.clip):
            return self.clip
        area = self.whole
        for path in range(count):
            points = self._clip_points(clip, path, outer)
            if points:
                area = _common(area, _hull(points))
        self.clip_count, self.clip = count, area
        return area

    def _clip_points(self, clip: Any, path: int, outer: _Matrix) -> list[tuple[float, float]]:
        x_ref, y_ref = self.references[:2]
        points = []
        for index in range(min(pdf.FPDFClipPath_CountPathSegments(clip, path), MAX_SEGMENTS)):
            segment = pdf.FPDFClipPath_GetPathSegment(clip, path, index)
            _point_of(segment, x_ref, y_ref)
            x, y, _, _ = self.numbers()
            points.append(self.frame.point(*_apply(outer, x, y)))
        return points

    def _visible(self, item: Any, getter: Any) -> bool:
        """Neither transparent nor white."""
        if not getter(item, *self.colour_references):
            return True
        red, green, blue, alpha = self.colours()
        return bool(alpha > 10 and (red < _WHITE or green < _WHITE or blue < _WHITE))

    def _subpaths(
        self, item: Any, segments: int, matrix: _Matrix
    ) -> list[list[tuple[float, float]]]:
        """The corner points of each subpath, as displayed; closed ones come back to the start."""
        subpaths: list[list[tuple[float, float]]] = []
        x_ref, y_ref = self.references[:2]
        numbers = self.numbers
        a, b, c, d, e, f = matrix
        for index in range(segments):
            segment = _segment_at(item, index)
            _point_of(segment, x_ref, y_ref)
            x, y, _, _ = numbers()
            point = (a * x + c * y + e, b * x + d * y + f)
            if _segment_type(segment) == _MOVE or not subpaths:
                points = [point]
                subpaths.append(points)
            else:
                points.append(point)
            if _closes(segment) and points[0] != point:
                points.append(points[0])
        return subpaths


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _within(box: Box, other: Box) -> bool:
    return (
        box.x0 >= other.x0
        and box.top >= other.top
        and box.x1 <= other.x1
        and box.bottom <= other.bottom
    )


def _common(one: Box, other: Box) -> Box:
    return Box(
        max(one.x0, other.x0),
        max(one.top, other.top),
        min(one.x1, other.x1),
        min(one.bottom, other.bottom),
    )


def _hull(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
