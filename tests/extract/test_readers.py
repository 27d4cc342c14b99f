"""Both readers on PDFs that are drawn in the test: the same pages, the same cells."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pikepdf
import pytest
from drawn import FONT, PAGE, near, pdf, spans, texts
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import extract.pdfium
import extract.plumber
from extract.layout import PageTable, lay_out
from extract.pdfium import PdfError, TooComplexError
from extract.records import Page
from shenbao.process import process

READERS: dict[str, Callable[[bytes], AbstractContextManager[Any]]] = {
    "pdfium": extract.pdfium.opened,
    "pdfplumber": extract.plumber.opened,
}


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest) -> Iterator[Callable[[bytes], Page]]:
    """The first page of a file."""

    def first(data: bytes) -> Page:
        with READERS[request.param](data) as file:
            page: Page = file.read(1)
            return page

    yield first


# In PDF coordinates: a table of 2 by 2, its heading merged.
XS, YS = (40, 120, 240), (360, 340, 310)
TEXTS = [(0, 0, "收入构成"), (1, 0, "财政拨款"), (1, 1, "428.34")]
SPANS = {(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 2, 2)}


def write(canvas: Canvas) -> None:
    canvas.setFillGray(0)
    canvas.drawString(45, 346, "收入构成")
    canvas.drawString(45, 320, "财政拨款")
    canvas.drawString(125, 320, "428.34")


def strokes(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[2], y)
    for x in (XS[0], XS[2]):
        canvas.line(x, YS[0], x, YS[2])
    canvas.line(XS[1], YS[1], XS[1], YS[2])


def one_rectangle_a_cell(canvas: Canvas) -> None:
    canvas.rect(40, 340, 200, 20)
    canvas.rect(40, 310, 80, 30)
    canvas.rect(120, 310, 120, 30)


def thin_rectangles(canvas: Canvas) -> None:
    for y in YS:
        canvas.rect(40, y - 0.25, 200, 0.5, stroke=0, fill=1)
    for x in (XS[0], XS[2]):
        canvas.rect(x - 0.25, 310, 0.5, 50, stroke=0, fill=1)
    canvas.rect(119.75, 310, 0.5, 30, stroke=0, fill=1)


def dashed(canvas: Canvas) -> None:
    canvas.setDash(3, 2)
    strokes(canvas)


def drawn_dashes(canvas: Canvas) -> None:
    def run(x0: float, y0: float, x1: float, y1: float) -> None:
        count = int(max(x1 - x0, y1 - y0) // 5)
        for index in range(count):
            a, b = index / count, (index + 0.6) / count
            canvas.line(
                x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b
            )

    for y in YS:
        run(40, y, 240, y)
    for x in (40, 240):
        run(x, 310, x, 360)
    run(120, 310, 120, 340)


def drawn_dots(canvas: Canvas) -> None:
    def dot(x: float, y: float) -> None:
        canvas.rect(x - 0.5, y - 0.5, 1, 1, stroke=0, fill=1)

    for y in YS:
        for x in range(40, 241, 2):
            dot(x, y)
    for x in (40, 240):
        for y in range(310, 361, 2):
            dot(x, y)
    for y in range(310, 341, 2):
        dot(120, y)


def round_dots(canvas: Canvas) -> None:
    canvas.setLineCap(1)
    canvas.setLineWidth(1)
    canvas.setDash([0, 2])
    strokes(canvas)


def doubled(canvas: Canvas) -> None:
    strokes(canvas)
    canvas.translate(1.5, -1.5)
    strokes(canvas)
    canvas.translate(-1.5, 1.5)


def one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for y in YS:
        path.moveTo(40, y)
        path.lineTo(240, y)
    for x in (40, 240):
        path.moveTo(x, 310)
        path.lineTo(x, 360)
    path.moveTo(120, 310)
    path.lineTo(120, 340)
    canvas.drawPath(path)


def shaded(canvas: Canvas) -> None:
    canvas.setFillGray(0.85)
    canvas.rect(40, 340, 200, 20, stroke=0, fill=1)
    canvas.rect(40, 310, 80, 30, stroke=0, fill=1)
    canvas.setFillGray(0)
    strokes(canvas)


def shaded_and_stroked(canvas: Canvas) -> None:
    canvas.setFillGray(0.85)
    canvas.rect(40, 340, 200, 20, stroke=1, fill=1)
    canvas.rect(40, 310, 80, 30, stroke=1, fill=1)
    canvas.rect(120, 310, 120, 30, stroke=1, fill=0)
    canvas.setFillGray(0)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("table")
    strokes(canvas)
    canvas.endForm()
    canvas.doForm("table")


def in_a_scaled_form(canvas: Canvas) -> None:
    canvas.beginForm("half", 0, 0, 200, 200)
    canvas.scale(0.5, 0.5)
    strokes(canvas)
    canvas.endForm()
    canvas.saveState()
    canvas.scale(2, 2)
    canvas.doForm("half")
    canvas.restoreState()


def in_forms_within_forms(canvas: Canvas) -> None:
    canvas.beginForm("inner", -500, -500, 500, 500)
    canvas.translate(-30, -40)
    strokes(canvas)
    canvas.endForm()
    canvas.beginForm("outer", -500, -500, 500, 500)
    canvas.scale(0.5, 0.5)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.saveState()
    canvas.translate(30, 40)
    canvas.scale(2, 2)
    canvas.doForm("outer")
    canvas.restoreState()


def among_white_lines(canvas: Canvas) -> None:
    canvas.setStrokeGray(1)
    canvas.line(80, 310, 80, 360)
    canvas.line(40, 325, 240, 325)
    canvas.setFillGray(1)
    canvas.rect(40, 330, 200, 0.5, stroke=0, fill=1)
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)
    strokes(canvas)


MANNERS = [
    strokes, one_rectangle_a_cell, thin_rectangles, dashed, drawn_dashes, drawn_dots, round_dots,
    doubled, one_path, shaded, shaded_and_stroked, in_a_form, in_a_scaled_form,
    in_forms_within_forms, among_white_lines,
]  # fmt: skip


def table(page: Page) -> PageTable:
    (found,) = lay_out(page).tables
    return found


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.__name__)
def test_rulings(read: Callable[[bytes], Page], manner: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        manner(canvas)
        write(canvas)

    page = read(pdf(draw))
    assert (page.kind, page.problems, page.turn) == ("digital", (), 0)
    found = table(page)
    assert spans(found) == SPANS
    assert texts(found) == TEXTS
    assert near(found.xs, XS, 1.2) and near(found.ys, (40, 60, 90), 1.2)
    assert not any(cell.doubt for cell in found.cells)


def test_text_within_a_form(read: Callable[[bytes], Page]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("all", 0, 0, 300, 400)
        canvas.setFont(FONT, 10)
        strokes(canvas)
        write(canvas)
        canvas.endForm()
        canvas.doForm("all")

    assert texts(table(read(pdf(draw)))) == TEXTS


def test_rulings_that_are_clipped_away() -> None:
    """Only PDFium tells of clips: Chromium draws the next page's borders and clips them."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(40, 310, 200, 50)
        canvas.clipPath(path, stroke=0, fill=0)
        strokes(canvas)
        canvas.rect(40, 100, 200, 200)
        canvas.line(80, 20, 80, 309)
        canvas.restoreState()
        write(canvas)

    with extract.pdfium.opened(pdf(draw)) as file:
        found = table(file.read(1))
    assert spans(found) == SPANS and near(found.ys, (40, 60, 90), 1.2)


def turned(
    data: bytes, rotation: int, offset: tuple[float, float] = (0, 0), cropped: bool = False
) -> bytes:
    """The file with /Rotate, its page box moved away from the origin.

    `cropped`: that box is the crop box, the media box larger on all sides.
    """
    with pikepdf.open(io.BytesIO(data)) as document:
        page = document.pages[0]
        x, y = offset
        width, height = PAGE
        page.mediabox = [x, y, x + width, y + height]
        if cropped:
            page.cropbox = page.mediabox
            page.mediabox = [x - 50, y - 70, x + width + 20, y + height + 10]
        page.contents_add(f"q 1 0 0 1 {x} {y} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.obj.Rotate = rotation
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


ROTATED = [
    # /Rotate, and the degrees against the clock that the content is drawn turned by
    (0, 0),
    (90, 90),
    (180, 180),
    (270, 270),
    (-90, 270),
    (450, 90),
]


@pytest.mark.parametrize("offset", [(0, 0), (100, 200), (-30, -40)], ids=str)
@pytest.mark.parametrize(("rotate", "turn"), ROTATED)
def test_a_page_with_rotate_lies_as_displayed(
    read: Callable[[bytes], Page], rotate: int, turn: int, offset: tuple[float, float]
) -> None:
    """Content that /Rotate sets upright, wherever the page box begins."""
    page = read(turned(pdf(in_the_middle(turn)), rotate, offset))
    assert_in_the_middle(page, turn)


@pytest.mark.parametrize(("rotate", "turn"), ROTATED)
def test_the_crop_box_is_the_page(read: Callable[[bytes], Page], rotate: int, turn: int) -> None:
    """The media box is larger on each side by another margin."""
    page = read(turned(pdf(in_the_middle(turn)), rotate, (100, 200), cropped=True))
    assert_in_the_middle(page, turn)


def test_spaces_of_a_font_that_is_not_embedded(read: Callable[[bytes], Page]) -> None:
    text = "Other income Carried over it is"
    page = read(pdf(lambda canvas: canvas.drawString(40, 340, text)))
    assert [line.text for line in lay_out(page).lines] == [text]


def in_the_middle(turn: int) -> Callable[[Canvas], None]:
    """Draws the table around the middle of the page, turned against the clock by degrees."""

    def draw(canvas: Canvas) -> None:
        width, height = PAGE
        canvas.translate(width / 2, height / 2)
        canvas.rotate(turn)
        canvas.translate(-140, -335)
        canvas.setFont(FONT, 10)
        strokes(canvas)
        write(canvas)

    return draw


def assert_in_the_middle(page: Page, turn: int) -> None:
    assert (page.width, page.height) == ((400, 300) if turn % 180 else (300, 400))
    assert page.turn == 0
    found = table(page)
    assert texts(found) == TEXTS and spans(found) == SPANS
    x, y = page.width / 2, page.height / 2
    assert near(found.box, (x - 100, y - 25, x + 100, y + 25), 1)
    assert {glyph.turn for glyph in page.glyphs} == {0}


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_whose_content_lies_on_its_side(read: Callable[[bytes], Page], rotate: int) -> None:
    def draw(canvas: Canvas) -> None:
        strokes(canvas)
        write(canvas)

    page = read(turned(pdf(draw), rotate))
    assert page.turn == (-rotate // 90) % 4
    assert (page.width, page.height) == PAGE
    found = table(page)
    assert texts(found) == TEXTS and spans(found) == SPANS
    assert near(found.box, (40, 40, 240, 90), 1)


@pytest.mark.parametrize("angle", [90, 270])
def test_rotated_labels(read: Callable[[bytes], Page], angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        strokes(canvas)
        canvas.drawString(126, 346, "财政拨款收入")
        canvas.drawString(126, 314, "428.34")
        canvas.saveState()
        canvas.translate(60 if angle == 90 else 50, 314 if angle == 90 else 336)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "产出")
        canvas.restoreState()

    found = table(read(pdf(draw)))
    assert texts(found) == [(0, 0, "财政拨款收入"), (1, 0, "产出"), (1, 1, "428.34")]


@pytest.mark.parametrize("shift", [0, 0.3, 0.6])
def test_fake_bold(read: Callable[[bytes], Page], shift: float) -> None:
    def draw(canvas: Canvas) -> None:
        strokes(canvas)
        write(canvas)
        canvas.translate(shift, 0)
        write(canvas)

    assert texts(table(read(pdf(draw)))) == TEXTS


def test_bold_by_stroking_the_letters(read: Callable[[bytes], Page]) -> None:
    def draw(canvas: Canvas) -> None:
        strokes(canvas)
        text = canvas.beginText(45, 346)
        text.setTextRenderMode(2)
        text.textOut("收入构成")
        canvas.drawText(text)

    assert texts(table(read(pdf(draw)))) == TEXTS[:1]


def picture() -> ImageReader:
    return ImageReader(Image.new("RGB", (30, 40), (200, 200, 200)))


def test_a_page_that_is_a_picture(read: Callable[[bytes], Page]) -> None:
    page = read(pdf(lambda canvas: canvas.drawImage(picture(), 0, 0, *PAGE)))
    assert page.kind == "scanned" and (page.width, page.height) == PAGE
    assert page.glyphs == page.rulings == ()
    (problem,) = page.problems
    assert problem.page == 1 and "picture" in problem.message


def test_an_empty_page(read: Callable[[bytes], Page]) -> None:
    page = read(pdf(lambda canvas: None))
    assert (page.kind, page.problems) == ("empty", ())


def under_a_picture(mode: int) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, *PAGE)
        text = canvas.beginText(45, 346)
        text.setTextRenderMode(mode)
        text.textLines("部门整体绩效目标申报表\n财政拨款 428.34")
        canvas.drawText(text)

    return pdf(draw)


def test_a_recognisers_text_under_a_scan(read: Callable[[bytes], Page]) -> None:
    assert read(under_a_picture(3)).kind == "scanned"


def test_visible_text_on_a_picture() -> None:
    """A letterhead: drawn over the picture, the text is believed; under it, it is not."""
    with extract.pdfium.opened(under_a_picture(0)) as file:
        assert file.read(1).kind == "digital"

    def covered(canvas: Canvas) -> None:
        write(canvas)
        canvas.drawImage(picture(), 0, 0, *PAGE)

    with extract.pdfium.opened(pdf(covered)) as file:
        assert file.read(1).kind == "scanned"


def test_a_picture_within_a_form_is_seen(read: Callable[[bytes], Page]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("scan", 0, 0, 300, 400)
        canvas.drawImage(picture(), 0, 0, *PAGE)
        canvas.endForm()
        canvas.doForm("scan")

    assert read(pdf(draw)).kind == "scanned"


def mapped(meaning: str) -> bytes:
    """A page that writes `AAAAAAAAAA`, whose font says that it means something else."""
    code = "".join(f"{unit:04X}" for unit in _units(meaning))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"1 beginbfchar <41> <{code}> endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    document = pikepdf.new()
    page = document.add_blank_page(page_size=PAGE)
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name("/ABCDEF+SimSun"),
        FirstChar=65,
        LastChar=65,
        Widths=[1000],
        Encoding=pikepdf.Name.WinAnsiEncoding,
        ToUnicode=document.make_stream(cmap.encode()),
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.contents_add(b"BT /F1 10 Tf 40 300 Td (AAAAAAAAAA) Tj ET")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-be")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


@pytest.mark.parametrize("meaning", ["\ue123", "\ufffd", "\uf0b7"], ids=ascii)
def test_a_garbled_text_layer(read: Callable[[bytes], Page], meaning: str) -> None:
    page = read(mapped(meaning))
    assert page.kind == "scanned"
    assert "garbled" in page.problems[0].message or "no known" in page.problems[0].message


@pytest.mark.parametrize("meaning", ["财", "𠮷", "≥"])
def test_what_the_font_says_is_what_stands_there(
    read: Callable[[bytes], Page], meaning: str
) -> None:
    page = read(mapped(meaning))
    assert page.kind == "digital"
    assert {glyph.text for glyph in page.glyphs} == {meaning}


def type3() -> bytes:
    """A font whose characters are drawings, as some converters write them."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=PAGE)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        "2 beginbfchar <41> <8D22> <42> <653F> endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    shape = document.make_stream(b"1000 0 50 0 950 900 d1 50 0 900 900 re f")
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(a=shape, b=shape),
        Encoding=pikepdf.Dictionary(
            Type=pikepdf.Name.Encoding, Differences=[65, pikepdf.Name.a, pikepdf.Name.b]
        ),
        FirstChar=65,
        LastChar=66,
        Widths=[1000, 1000],
        Resources=pikepdf.Dictionary(),
        ToUnicode=document.make_stream(cmap.encode()),
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.contents_add(
        b"40 310 80 30 re S 120 310 120 30 re S "
        b"BT /F1 10 Tf 45 320 Td (AB) Tj ET BT /F1 10 Tf 125 320 Td (BA) Tj ET"
    )
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_type3_fonts(read: Callable[[bytes], Page]) -> None:
    assert texts(table(read(type3()))) == [(0, 0, "财政"), (0, 1, "政财")]


def test_text_and_rulings_stand_in_the_order_of_the_file(read: Callable[[bytes], Page]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(125, 320, "428.34")
        canvas.drawString(45, 346, "收入")

    glyphs = read(pdf(draw)).glyphs
    assert "".join(glyph.text for glyph in glyphs) == "428.34收入"
    assert near(glyphs[-1][1:5], (55, 45, 65, 55), 3)


def test_hyphens_stay(read: Callable[[bytes], Page]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(40, 340, "90%-")
        canvas.drawString(40, 326, "95%")
        canvas.drawString(40, 312, "2023-10-09")

    assert "".join(glyph.text for glyph in read(pdf(draw)).glyphs) == "90%-95%2023-10-09"


def test_the_number_of_pages_and_each_of_them(read: Callable[[bytes], Page]) -> None:
    data = pdf(*(lambda canvas, n=n: canvas.drawString(40, 340, f"{n}") for n in range(1, 4)))
    for opened in READERS.values():
        with opened(data) as file:
            assert len(file) == 3
            pages = [file.read(number) for number in (1, 2, 3)]
        assert [page.number for page in pages] == [1, 2, 3]
        assert [page.glyphs[0].text for page in pages] == ["1", "2", "3"]


def test_pdfium_says_what_is_wrong_with_a_file() -> None:
    with pytest.raises(PdfError) as error, extract.pdfium.opened(b"%PDF-1.4 nothing"):
        pass
    assert error.value.code == 3


def test_a_page_of_endless_forms_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract.pdfium, "MAX_OBJECTS", 50)

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("many")
        for y in range(60):
            canvas.line(0, y, 100, y)
        canvas.endForm()
        canvas.doForm("many")

    with extract.pdfium.opened(pdf(draw)) as file, pytest.raises(TooComplexError, match="objects"):
        file.read(1)


def test_text_that_pdfium_leaves_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font without outlines, as on a machine without fonts for Chinese."""
    monkeypatch.setattr(extract.pdfium, "NO_EXTENT", 1000.0)
    data = pdf(lambda c: write(c))
    with extract.pdfium.opened(data) as file:
        assert file.read(1).glyphs  # everything flat both ways: no text at all
    monkeypatch.setattr(extract.pdfium, "NO_EXTENT", 15.0)
    with extract.pdfium.opened(data) as file, pytest.raises(extract.pdfium.UnplacedTextError):
        file.read(1)


def test_what_pdfium_leaves_out_is_read_by_the_second_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = pdf(lambda c: (strokes(c), write(c)))
    first = process(data).tables
    monkeypatch.setattr(extract.pdfium, "NO_EXTENT", 15.0)
    assert [cell.text for cell in process(data).tables[0].cells] == [
        cell.text for cell in first[0].cells
    ]
