"""Writes a sheet to PDF by way of reportlab's canvas, laid out here.

Lines are broken, rows paged and rulings drawn by this module, so it can make
what other producers do not: rulings as filled rectangles, rows closed or open at
the page edge, fonts that are not embedded, pages stored with /Rotate. The places
of the leaves are known from the drawing itself.
"""

import importlib.util
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from corpus.layout import Layout
from corpus.places import Evidence, evidence_of, marked_runs, marks_of
from corpus.sheet import Grid, GridCell, Line, Run, Sheet

FONT_FILES: Mapping[str, tuple[str, int]] = {
    "AR PL UMing CN": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    "AR PL UKai CN": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0),
    "WenQuanYi Micro Hei": ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    "WenQuanYi Zen Hei": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
}
FALLBACK = "STSong-Light"
"""Adobe's CID font: reportlab brings its metrics, the file is not embedded."""

PAD = 2.5
LEADING = 1.35
ASCENT, DESCENT = 0.86, 0.14

_TOKEN = re.compile(r"[\w.,%≥≤<>=$\\+\-]+", re.ASCII)

Rect = tuple[float, float, float, float]
Piece = tuple[str, int | None]
TextLine = tuple[Piece, ...]


def is_installed() -> bool:
    """Whether reportlab can be imported."""
    return importlib.util.find_spec("reportlab") is not None


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a row that stands on one page; `lines` of text fit into it."""

    page: int
    top: float
    bottom: float
    lines: int


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A stretch of text to draw: left end and baseline, y down."""

    page: int
    x: float
    baseline: float
    text: str
    size: float
    bold: bool = False
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruling to draw, y down."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Drawing:
    """What the layout has put on the pages so far, and where it stands."""

    page: int = 1
    y: float = 0.0
    glyphs: list[Glyphs] = field(default_factory=list)
    strokes: dict[Stroke, None] = field(default_factory=dict)
    shades: list[tuple[int, Rect]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """What does not change while a sheet is laid out."""

    layout: Layout
    font: str
    marks: Mapping[tuple[str, ...], int]

    @property
    def leading(self) -> float:
        """Height of a line of text."""
        return self.layout.size * LEADING

    @property
    def top(self) -> float:
        """Where the page's content begins."""
        return self.layout.margins[0]

    @property
    def bottom(self) -> float:
        """Where the page's content ends."""
        return self.layout.page[1] - self.layout.margins[2]

    @property
    def closed(self) -> bool:
        """Whether a row that goes on over the page is closed by a ruling, as Word does."""
        return self.layout.seed % 2 == 0


def write(sheet: Sheet, layout: Layout, path: Path) -> tuple[Evidence, int]:
    """Draws the sheet to `path`; gives the places of its leaves and the page count."""
    setting = Setting(layout, register(layout.font), marks_of(sheet))
    drawing = Drawing(y=setting.top)
    for line in sheet.above:
        _place_line(line, drawing, setting)
    for grid in sheet.grids:
        _place_grid(grid, drawing, setting)
    for line in sheet.below:
        _place_line(line, drawing, setting)
    _emit(drawing, setting, path)
    rects: dict[int, list[tuple[int, Rect]]] = {}
    for glyphs in drawing.glyphs:
        if glyphs.mark is not None:
            rects.setdefault(glyphs.mark, []).append((glyphs.page, _rect(glyphs, setting.font)))
    return evidence_of(marked_runs(sheet), rects), drawing.page


def has_fonts() -> bool:
    """Whether any font for Chinese is installed; the other producers print boxes without."""
    return any(Path(path).exists() for path, _ in FONT_FILES.values())


@cache
def register(name: str) -> str:
    """Makes a font known to reportlab; one that is not installed becomes `FALLBACK`."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    path, index = FONT_FILES.get(name, ("", 0))
    if path and Path(path).exists():
        pdfmetrics.registerFont(TTFont(name, path, subfontIndex=index))
        return name
    pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK))
    return FALLBACK


def text_width(text: str, font: str, size: float) -> float:
    """Width of text in points."""
    from reportlab.pdfbase import pdfmetrics

    return float(pdfmetrics.stringWidth(text, font, size))


def _rect(glyphs: Glyphs, font: str) -> Rect:
    width = text_width(glyphs.text, font, glyphs.size)
    return (
        glyphs.x,
        glyphs.baseline - ASCENT * glyphs.size,
        glyphs.x + width,
        glyphs.baseline + DESCENT * glyphs.size,
    )


# --- breaking lines -----------------------------------------------------------------------


def wrapped(
    paragraphs: Sequence[Sequence[Run]], width: float, size: float, indent: int, setting: Setting
) -> list[TextLine]:
    """Paragraphs broken into lines no wider than `width`, the first line of each indented."""
    lines: list[TextLine] = []
    for paragraph in paragraphs:
        pieces = [
            (token, setting.marks.get(run.pointers) if run.pointers else None)
            for run in paragraph
            for token in _tokens(run.text, setting, width, size)
        ]
        lead: list[Piece] = [("　" * indent, None)] if indent else []
        lines += _filled([*lead, *pieces], width, size, setting)
    return lines


def _tokens(text: str, setting: Setting, width: float, size: float) -> Iterator[str]:
    """Characters, or whole words and numbers where the layout keeps them together."""
    position = 0
    while position < len(text):
        match = None if setting.layout.break_words else _TOKEN.match(text, position)
        token = match.group() if match else text[position]
        if text_width(token, setting.font, size) > width:
            token = text[position]
        yield token
        position += len(token)


def _filled(pieces: Sequence[Piece], width: float, size: float, setting: Setting) -> list[TextLine]:
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for token, mark in pieces:
        wide = text_width(token, setting.font, size)
        if lines[-1] and used + wide > width:
            lines.append([])
            used = 0.0
        if lines[-1] and lines[-1][-1][1] == mark:
            lines[-1][-1] = (lines[-1][-1][0] + token, mark)
        else:
            lines[-1].append((token, mark))
        used += wide
    return [tuple(line) for line in lines]


def _line_width(line: TextLine, size: float, setting: Setting) -> float:
    return sum(text_width(text, setting.font, size) for text, _ in line)


def _set_line(
    line: TextLine,
    box: tuple[float, float],
    baseline: float,
    style: tuple[str, float, bool],
    drawing: Drawing,
    page: int,
    setting: Setting,
) -> None:
    """Puts a line between the left and right of `box`; `style` is align, size, bold."""
    align, size, bold = style
    slack = box[1] - box[0] - _line_width(line, size, setting)
    x = box[0] + {"left": 0.0, "center": slack / 2, "right": slack}[align]
    for text, mark in line:
        drawing.glyphs.append(Glyphs(page, x, baseline, text, size, bold, mark))
        x += text_width(text, setting.font, size)


def _place_line(line: Line, drawing: Drawing, setting: Setting) -> None:
    layout = setting.layout
    size = layout.size * line.scale
    left = layout.margins[3]
    for text in wrapped((line.runs,), layout.width, size, 0, setting):
        if drawing.y + size * LEADING > setting.bottom:
            _next_page(drawing, setting)
        style = (line.align, size, line.bold)
        box = (left, left + layout.width)
        _set_line(text, box, drawing.y + size * 1.05, style, drawing, drawing.page, setting)
        drawing.y += size * LEADING
    drawing.y += line.after * layout.size


def _next_page(drawing: Drawing, setting: Setting) -> None:
    drawing.page += 1
    drawing.y = setting.top


# --- paging rows --------------------------------------------------------------------------


def _place_grid(grid: Grid, drawing: Drawing, setting: Setting) -> None:
    lines = {cell: _cell_lines(cell, grid, setting) for cell in grid.cells}
    heights = _row_heights(grid, lines, setting)
    header = sum(heights[: grid.header_rows])
    if grid.header_rows and drawing.y + header + heights[grid.header_rows] > setting.bottom:
        _next_page(drawing, setting)
    fragments = [_page_row(row, heights, grid, lines, drawing, setting) for row in range(grid.rows)]
    for cell in grid.cells:
        _draw_cell(cell, grid, lines[cell], fragments, drawing, setting)
    drawing.y += 8.0


def _cell_lines(cell: GridCell, grid: Grid, setting: Setting) -> list[TextLine]:
    left, right = _span(cell, grid, setting)
    width = setting.layout.size if cell.vertical else right - left - 2 * PAD
    indent = 2 if cell.role == "text" else 0
    return wrapped(cell.paragraphs, width, setting.layout.size, indent, setting)


def _span(cell: GridCell, grid: Grid, setting: Setting) -> tuple[float, float]:
    left, width = setting.layout.margins[3], setting.layout.width
    return (
        left + grid.edges[cell.column] * width,
        left + grid.edges[cell.column + cell.column_span] * width,
    )


def _row_heights(
    grid: Grid, lines: Mapping[GridCell, Sequence[TextLine]], setting: Setting
) -> list[float]:
    """Heights that hold every cell; what a merged cell lacks goes to its last row."""
    heights = [setting.leading + 2 * PAD] * grid.rows
    for cell in sorted(grid.cells, key=lambda c: c.row_span):
        need = len(lines[cell]) * setting.leading + 2 * PAD
        have = sum(heights[cell.row : cell.row + cell.row_span])
        if need > have:
            heights[cell.row + cell.row_span - 1] += need - have
    return heights


def _page_row(
    row: int,
    heights: Sequence[float],
    grid: Grid,
    lines: Mapping[GridCell, Sequence[TextLine]],
    drawing: Drawing,
    setting: Setting,
) -> list[Fragment]:
    """Places a row, over the page edge where it must or may."""
    left = max((len(lines[c]) for c in grid.cells if c.row == row and c.row_span == 1), default=1)
    height = heights[row]
    parts: list[Fragment] = []
    while drawing.y + height > setting.bottom:
        room = int((setting.bottom - drawing.y - 2 * PAD) / setting.leading)
        too_tall = height > setting.bottom - setting.top - 100
        if (setting.layout.break_rows or too_tall) and room >= 2 and left - room >= 1:
            bottom = drawing.y + room * setting.leading + 2 * PAD
            parts.append(Fragment(drawing.page, drawing.y, bottom, room))
            left -= room
            height = max(height - (bottom - drawing.y), left * setting.leading + 2 * PAD)
        elif drawing.y <= setting.top + 1:
            break
        _turn_page(grid, lines, heights, drawing, setting)
    parts.append(Fragment(drawing.page, drawing.y, drawing.y + height, left))
    drawing.y += height
    return parts


def _turn_page(
    grid: Grid,
    lines: Mapping[GridCell, Sequence[TextLine]],
    heights: Sequence[float],
    drawing: Drawing,
    setting: Setting,
) -> None:
    _next_page(drawing, setting)
    if not grid.repeats:
        return
    tops: list[list[Fragment]] = []
    for height in heights[: grid.header_rows]:
        tops.append([Fragment(drawing.page, drawing.y, drawing.y + height, 99)])
        drawing.y += height
    for cell in grid.cells:
        if cell.row < grid.header_rows:
            _draw_cell(cell, grid, lines[cell], tops, drawing, setting)


# --- drawing cells ------------------------------------------------------------------------


def _draw_cell(
    cell: GridCell,
    grid: Grid,
    lines: Sequence[TextLine],
    fragments: Sequence[Sequence[Fragment]],
    drawing: Drawing,
    setting: Setting,
) -> None:
    own = [part for row in fragments[cell.row : cell.row + cell.row_span] for part in row]
    regions = _by_page(own)
    span = _span(cell, grid, setting)
    for index, region in enumerate(regions):
        shut = (setting.closed or index == 0, setting.closed or index == len(regions) - 1)
        _rule_region(cell, grid, span, region, shut, drawing, setting)
        if setting.layout.shaded and cell.role == "header":
            drawing.shades.append((region.page, (span[0], region.top, span[1], region.bottom)))
    rest = list(lines)
    for region in _text_regions(regions, len(lines), cell, setting):
        shown, rest = rest[: region.lines], rest[region.lines :]
        slack = region.bottom - region.top - len(shown) * setting.leading
        centred = cell.row_span > 1 or (cell.role != "text" and len(regions) == 1)
        y = region.top + (max(slack, 2 * PAD) / 2 if centred else PAD)
        for line in shown:
            baseline = y + setting.layout.size * 1.05
            style = (cell.align, setting.layout.size, False)
            inner = (span[0] + PAD, span[1] - PAD)
            _set_line(line, inner, baseline, style, drawing, region.page, setting)
            y += setting.leading


def _by_page(parts: Sequence[Fragment]) -> list[Fragment]:
    """One region a page: a merged cell's rows on a page are one piece of paper."""
    regions = []
    for page in dict.fromkeys(part.page for part in parts):
        here = [part for part in parts if part.page == page]
        regions.append(
            Fragment(page, here[0].top, here[-1].bottom, sum(part.lines for part in here))
        )
    return regions


def _text_regions(
    regions: Sequence[Fragment], lines: int, cell: GridCell, setting: Setting
) -> list[Fragment]:
    """Where the text goes: a merged cell's into the first region that holds it whole."""
    if cell.row_span == 1:
        return list(regions)
    roomy = [
        replace(r, lines=int((r.bottom - r.top - 2 * PAD) / setting.leading + 0.01))
        for r in regions
    ]
    whole = [region for region in roomy if region.lines >= lines]
    return whole[:1] or [*roomy[:-1], replace(roomy[-1], lines=lines)]


def _rule_region(
    cell: GridCell,
    grid: Grid,
    span: tuple[float, float],
    region: Fragment,
    shut: tuple[bool, bool],
    drawing: Drawing,
    setting: Setting,
) -> None:
    left, right = (round(value, 3) for value in span)
    top, bottom = round(region.top, 3), round(region.bottom, 3)
    layout = setting.layout
    strokes = []
    if shut[0]:
        strokes.append(Stroke(region.page, left, top, right, top))
    if shut[1]:
        strokes.append(Stroke(region.page, left, bottom, right, bottom))
    if not (layout.open_left and cell.column == 0):
        strokes.append(Stroke(region.page, left, top, left, bottom))
    if not (layout.open_right and cell.column + cell.column_span == grid.columns):
        strokes.append(Stroke(region.page, right, top, right, bottom))
    drawing.strokes.update(dict.fromkeys(strokes))


# --- the PDF ------------------------------------------------------------------------------

_WEIGHTS = {"thin": 0.5, "thick": 1.5, "double": 0.4, "dashed": 0.6, "dotted": 0.8, "grey": 0.5}
_DASHES: Mapping[str, list[float]] = {"dashed": [3, 2], "dotted": [0.8, 1.6]}


def footer_text(style: str, page: int, pages: int) -> str:
    """What stands at the foot of a page."""
    texts = {"dash": f"— {page} —", "of": f"第 {page} 页 共 {pages} 页", "plain": str(page)}
    return texts.get(style, "")


def _emit(drawing: Drawing, setting: Setting, path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    layout = setting.layout
    width, height = layout.page
    # reportlab itself swaps the sides of a page that it stores with /Rotate.
    canvas = Canvas(str(path), pagesize=(width, height), invariant=1, pageCompression=1)
    for page in range(1, drawing.page + 1):
        if layout.turned:
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, height, 0)
        _emit_page(canvas, page, drawing, setting)
        canvas.showPage()
    canvas.save()


def _emit_page(canvas: Any, page: int, drawing: Drawing, setting: Setting) -> None:
    layout = setting.layout
    width, height = layout.page
    canvas.setFillGray(0.85)
    for number, (x0, top, x1, bottom) in drawing.shades:
        if number == page:
            canvas.rect(x0, height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    for stroke in drawing.strokes:
        if stroke.page == page:
            _emit_stroke(canvas, stroke, layout, height)
    canvas.setDash()
    canvas.setFillGray(0)
    canvas.setStrokeGray(0)
    for glyphs in drawing.glyphs:
        if glyphs.page == page:
            _emit_glyphs(canvas, glyphs, setting.font, height)
    foot = footer_text(layout.footer, page, drawing.page)
    if foot:
        canvas.setFont(setting.font, layout.size)
        canvas.drawCentredString(width / 2, layout.margins[2] / 2, foot)


def _emit_glyphs(canvas: Any, glyphs: Glyphs, font: str, height: float) -> None:
    canvas.saveState()
    text = canvas.beginText(glyphs.x, height - glyphs.baseline)
    text.setFont(font, glyphs.size)
    if glyphs.bold:
        text.setTextRenderMode(2)
        canvas.setLineWidth(glyphs.size / 40)
    text.textOut(glyphs.text)
    canvas.drawText(text)
    canvas.restoreState()


def _emit_stroke(canvas: Any, stroke: Stroke, layout: Layout, height: float) -> None:
    weight = _WEIGHTS[layout.ruling]
    grey = 0.6 if layout.ruling == "grey" else 0.0
    canvas.setFillGray(grey)
    canvas.setStrokeGray(grey)
    canvas.setLineWidth(weight)
    offsets = (-0.8, 0.8) if layout.ruling == "double" else (0.0,)
    level = stroke.y0 == stroke.y1
    for offset in offsets:
        x0, x1 = (stroke.x0, stroke.x1) if level else (stroke.x0 + offset, stroke.x1 + offset)
        y0, y1 = (stroke.y0 + offset, stroke.y1 + offset) if level else (stroke.y0, stroke.y1)
        if layout.ruling in _DASHES:
            canvas.setDash(_DASHES[layout.ruling])
            canvas.line(x0, height - y0, x1, height - y1)
        elif layout.filled_rulings:
            half = weight / 2
            canvas.rect(
                x0 - half, height - y1 - half, x1 - x0 + weight, y1 - y0 + weight, stroke=0, fill=1
            )
        else:
            canvas.line(x0, height - y0, x1, height - y1)
