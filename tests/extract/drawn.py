"""Tiny pieces of paper for the tests: glyphs, rulings, pages, layouts, PDFs."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.layout import Layout, PageTable, lay_out
from extract.records import Box, Glyph, Page, Ruling, Table

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

PAGE = (300.0, 400.0)
"""Width and height of every page here, in points."""


def glyphs(text: str, x: float = 0, top: float = 0, size: float = 10, turn: int = 0) -> list[Glyph]:
    """A line of upright characters: Chinese ones a size wide, others half of it.

    A space leaves half a size free; a line feed starts a line 1.2 sizes below.
    """
    found = []
    left = x
    for char in text:
        if char == "\n":
            left, top = x, top + 1.2 * size
            continue
        width = size / 2 if char.isascii() else size
        if char != " ":
            found.append(Glyph(char, left, top, left + width, top + size, turn))
        left += width
    return found


def stacked(text: str, x: float = 0, top: float = 0, step: float = 10) -> list[Glyph]:
    """Characters below each other, 10 points each."""
    return [
        Glyph(char, x, top + step * index, x + 10, top + step * index + 10, 0)
        for index, char in enumerate(text)
    ]


def h(at: float, start: float, end: float) -> Ruling:
    return Ruling("h", at, start, end)


def v(at: float, start: float, end: float) -> Ruling:
    return Ruling("v", at, start, end)


Span = tuple[int, int, int, int]
"""Row, column, row end, column end."""


def ruled(
    xs: Sequence[float], ys: Sequence[float], merged: Iterable[Span] = (), sides: str = "ltrb"
) -> list[Ruling]:
    """The rulings of a grid, unit by unit; none inside `merged`, outer ones on `sides` only."""
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}
    for row, column, row_end, column_end in merged:
        for r in range(row, row_end):
            for c in range(column, column_end):
                owner[r, c] = (row, column)
    lines = []
    for row in range(rows + 1):
        for column in range(columns):
            above, below = owner.get((row - 1, column)), owner.get((row, column))
            if above != below and not (row == 0 and "t" not in sides):
                if row == rows and "b" not in sides:
                    continue
                lines.append(h(ys[row], xs[column], xs[column + 1]))
    for column in range(columns + 1):
        for row in range(rows):
            before, after = owner.get((row, column - 1)), owner.get((row, column))
            if before != after and not (column == 0 and "l" not in sides):
                if column == columns and "r" not in sides:
                    continue
                lines.append(v(xs[column], ys[row], ys[row + 1]))
    return lines


def page(
    rulings: Iterable[Ruling] = (), letters: Iterable[Glyph] = (), number: int = 1, turn: int = 0
) -> Page:
    return Page(number, *PAGE, "digital", tuple(letters), tuple(rulings), turn=turn)


def written(
    number: int,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float] = (60, 100, 100),
    top: float = 40,
    left: float = 20,
    sides: str = "ltrb",
    merged: Iterable[Span] = (),
    above: str = "",
    below: str = "",
    foot: str = "",
) -> Layout:
    """A page with one table, as laid out: `rows` are its texts, a row as high as its lines.

    `above` and `below` are lines of text around the table, `foot` one at the page's end.
    """
    xs = [left]
    for width in widths:
        xs.append(xs[-1] + width)
    ys = [top]
    letters: list[Glyph] = []
    for row in rows:
        lines = max(text.count("\n") + 1 for text in row)
        for column, text in enumerate(row):
            letters += glyphs(text, xs[column] + 3, ys[-1] + 3)
        ys.append(ys[-1] + 12 * lines + 4)
    if above:
        letters += glyphs(above, left, top - 20)
    if below:
        letters += glyphs(below, left, ys[-1] + 8)
    if foot:
        letters += glyphs(foot, 140, 380)
    return lay_out(page(ruled(xs, ys, merged, sides), letters, number))


def texts(table: Table | PageTable) -> list[tuple[int, int, str]]:
    """Row, column and text of the cells that hold one."""
    return [(cell.row, cell.column, cell.text) for cell in table.cells if cell.lines]


def spans(table: Table | PageTable) -> set[Span]:
    return {
        (cell.row, cell.column, cell.row + cell.row_span, cell.column + cell.column_span)
        for cell in table.cells
    }


def pdf(*pages: Callable[[Canvas], Any], size: tuple[float, float] = PAGE) -> bytes:
    """A PDF; each function draws a page in PDF coordinates (y up)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def near(one: Sequence[float], other: Sequence[float], slack: float = 0.5) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= slack for a, b in zip(one, other, strict=True)
    )


def as_box(x0: float, top: float, x1: float, bottom: float) -> Box:
    return Box(x0, top, x1, bottom)
