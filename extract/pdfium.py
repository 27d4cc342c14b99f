"""Reads digital pages with PDFium: glyphs with boxes, rulings, pictures.

Plain ctypes calls: an object layer on top costs several times as much as the
calls. Nothing here knows of tables.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

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
# PDFium gives a hyphen at a line's end as one of these.
_HYPHENS = (0x02, 0xFFFE)
_WHITE = 245


class PdfError(Exception):
    """PDFium could not open the file; `code` is its FPDF_ERR_* number."""

    def __init__(self, code: int) -> None:
        super().__init__(f"PDFium error {code}")
        self.code = code


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
        """Reads page `number` (from 1). Raises `PdfError`, `TooComplexError`."""
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
    text_page = pdf.FPDFText_LoadPage(page)
    try:
        glyphs, unmapped = _glyphs(text_page, frame)
    finally:
        pdf.FPDFText_ClosePage(text_page)
    kind, problems = judge(
        number,
        glyphs,
        unmapped,
        bool(found.pictures),
        found.covered and not found.text_over,
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


def _glyphs(text_page: Any, frame: Frame) -> tuple[list[Glyph], int]:
    """All glyphs but spaces, and how many of them have no known character."""
    count = pdf.FPDFText_CountChars(text_page)
    if count > MAX_GLYPHS:
        raise TooComplexError(f"{count} characters")
    get_unicode, get_box = pdf.FPDFText_GetUnicode, pdf.FPDFText_GetLooseCharBox
    get_angle, unmapped_at = pdf.FPDFText_GetCharAngle, pdf.FPDFText_HasUnicodeMapError
    rect = pdf.FS_RECTF()
    reference = ctypes.byref(rect)
    boxed = frame.box
    glyphs: list[Glyph] = []
    append = glyphs.append
    unmapped = 0
    high = 0
    spaced = False
    rotation = frame.rotation
    for index in range(count):
        code = get_unicode(text_page, index)
        if code <= 32 or code in (0xA0, 0x3000, 0xFFFE):
            if code not in _HYPHENS:
                unmapped += code == 0 and unmapped_at(text_page, index) == 1
                spaced = True
                continue
            code = 0x2D
        elif 0xD800 <= code < 0xDC00:
            high = code
            continue
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if not get_box(text_page, index, reference):
            continue
        # Clockwise on the unturned page, whatever its documentation leaves open.
        angle = get_angle(text_page, index)
        turn = round(angle * 2 / math.pi) if angle > 0.1 else 0
        box = boxed(rect.left, rect.bottom, rect.right, rect.top)
        char = chr(code)
        append(Glyph(RADICALS.get(char, char), *box, (rotation + turn) % 4, spaced))
        spaced = False
    return glyphs, unmapped


@dataclass(slots=True)
class _Found:
    """What the walk over a page's objects gathers.

    `covered`: a picture takes the whole page; `text_over`: visible text was drawn
    after it.
    """

    rulings: RulingSet
    pictures: list[Picture]
    covered: bool = False
    text_over: bool = False
    objects: int = 0


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
    matrix = pdf.FS_MATRIX()
    pdf.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _objects(page: Any, frame: Frame) -> _Found:
    found = _Found(RulingSet(), [])
    walker = _Walker(frame, found)
    for index in range(pdf.FPDFPage_CountObjects(page)):
        walker.visit(pdf.FPDFPage_GetObject(page, index), _IDENTITY, 0)
    return found


class _Walker:
    """Visits page objects; keeps the ctypes buffers that every call reuses."""

    def __init__(self, frame: Frame, found: _Found) -> None:
        self.frame = frame
        self.found = found
        self.buffers = [ctypes.c_float() for _ in range(4)]
        self.references = [ctypes.byref(buffer) for buffer in self.buffers]
        self.colour = [ctypes.c_uint() for _ in range(4)]
        self.colour_references = [ctypes.byref(buffer) for buffer in self.colour]
        self.whole = Box(0.0, 0.0, frame.width, frame.height)
        self.clip, self.clip_count = self.whole, -1

    def visit(self, item: Any, outer: _Matrix, depth: int) -> None:
        kind = pdf.FPDFPageObj_GetType(item)
        found = self.found
        found.objects += 1
        if found.objects > MAX_OBJECTS:
            raise TooComplexError(f"more than {MAX_OBJECTS} objects")
        if kind == pdf.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == pdf.FPDF_PAGEOBJ_IMAGE:
            self._picture(item, outer)
        elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = _times(_matrix(item), outer)
            for index in range(pdf.FPDFFormObj_CountObjects(item)):
                self.visit(pdf.FPDFFormObj_GetObject(item, index), inner, depth + 1)
        elif kind == pdf.FPDF_PAGEOBJ_TEXT and found.covered and not found.text_over:
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
        left, bottom, right, top = self._raw_bounds(item)
        if outer is _IDENTITY:
            return self.frame.box(left, bottom, right, top)
        points = [_apply(outer, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return self.frame.box(min(xs), min(ys), max(xs), max(ys))

    def _raw_bounds(self, item: Any) -> tuple[float, float, float, float]:
        pdf.FPDFPageObj_GetBounds(item, *self.references)
        left, bottom, right, top = self.buffers
        return left.value, bottom.value, right.value, top.value

    def _path(self, item: Any, outer: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdf.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
            return
        filled, stroked = bool(fill.value), bool(stroke.value)
        if not filled and not stroked:
            return
        filled = filled and self._visible(item, pdf.FPDFPageObj_GetFillColor)
        stroked = stroked and self._visible(item, pdf.FPDFPageObj_GetStrokeColor)
        if not filled and not stroked:
            return
        segments = pdf.FPDFPath_CountSegments(item)
        if segments < 2 or segments > MAX_SEGMENTS:
            return
        box = self._bounds(item, outer)
        clip = self._clip(item, outer, box)
        if filled and not stroked:
            thin = min(box.x1 - box.x0, box.bottom - box.top) <= MAX_THICKNESS
            if thin or segments <= 5:
                self.found.rulings.add_filled([box], clip)
                return
        subpaths = self._subpaths(item, segments, _times(_matrix(item), outer))
        if stroked:
            for points in subpaths:
                self.found.rulings.add_stroked(points, clip)
        else:
            self.found.rulings.add_filled([_hull(points) for points in subpaths], clip)

    def _clip(self, item: Any, outer: _Matrix, box: Box) -> Box:
        """What of the page the object may draw on; one call where the last clip holds it.

        Chromium draws the borders of the next page's cells as well and clips them.
        """
        clip = pdf.FPDFPageObj_GetClipPath(item)
        count = pdf.FPDFClipPath_CountPaths(clip) if clip else 0
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
        x_buffer, y_buffer = self.buffers[:2]
        points = []
        for index in range(min(pdf.FPDFClipPath_CountPathSegments(clip, path), MAX_SEGMENTS)):
            segment = pdf.FPDFClipPath_GetPathSegment(clip, path, index)
            pdf.FPDFPathSegment_GetPoint(segment, x_ref, y_ref)
            points.append(self.frame.point(*_apply(outer, x_buffer.value, y_buffer.value)))
        return points

    def _visible(self, item: Any, getter: Any) -> bool:
        """Neither transparent nor white."""
        if not getter(item, *self.colour_references):
            return True
        red, green, blue, alpha = (part.value for part in self.colour)
        return alpha > 10 and min(red, green, blue) < _WHITE

    def _subpaths(
        self, item: Any, segments: int, matrix: _Matrix
    ) -> list[list[tuple[float, float]]]:
        """The corner points of each subpath, as displayed; closed ones come back to the start."""
        subpaths: list[list[tuple[float, float]]] = []
        x_ref, y_ref = self.references[:2]
        x_buffer, y_buffer = self.buffers[:2]
        point = self.frame.point
        for index in range(segments):
            segment = pdf.FPDFPath_GetPathSegment(item, index)
            pdf.FPDFPathSegment_GetPoint(segment, x_ref, y_ref)
            x, y = point(*_apply(matrix, x_buffer.value, y_buffer.value))
            if pdf.FPDFPathSegment_GetType(segment) == pdf.FPDF_SEGMENT_MOVETO or not subpaths:
                subpaths.append([(x, y)])
            else:
                subpaths[-1].append((x, y))
            if pdf.FPDFPathSegment_GetClose(segment) and subpaths[-1][0] != (x, y):
                subpaths[-1].append(subpaths[-1][0])
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
