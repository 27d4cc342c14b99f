"""Filings that nobody should have to read, written by hand or with pikepdf and reportlab."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from reportlab.pdfgen import canvas

GIGABYTE = 2**30


def good_pdf(text: str = "hello", pages: int = 1) -> bytes:
    """A sound PDF with a small ruled table on each page."""
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pageCompression=0)
    for _ in range(pages):
        drawing.rect(100, 500, 200, 100)
        drawing.line(200, 500, 200, 600)
        drawing.line(100, 550, 300, 550)
        for x, y in ((110, 570), (210, 570), (110, 520), (210, 520)):
            drawing.drawString(x, y, text)
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def with_objects(bodies: Sequence[bytes]) -> bytes:
    """A PDF of numbered objects, the first of which is the catalogue, with a right xref."""
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        start,
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def truncated() -> bytes:
    whole = good_pdf()
    return whole[: len(whole) // 3]


def broken_xref() -> bytes:
    whole = good_pdf()
    start = whole.rindex(b"startxref")
    return whole[:start] + b"startxref\n999999\n%%EOF\n"


def encrypted(password: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(good_pdf())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=password, R=6))
    return buffer.getvalue()


def no_pages() -> bytes:
    return with_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])


def many_empty_pages(count: int = 5000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"
    return with_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            *[page] * count,
        ]
    )


def one_page(content: bytes, box: bytes = b"0 0 595 842", resources: bytes = b"", *more: bytes):
    """A page with a content stream (object 4) and further objects from 5 on."""
    return with_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<<%s>>/Contents 4 0 R>>"
            % (box, resources),
            content,
            *more,
        ]
    )


def huge_page(inches: int = 200) -> bytes:
    side = inches * 72
    lines = b"".join(b"%d 0 m %d %d l S\n" % (x, x, side) for x in range(0, side, 720))
    lines += b"".join(b"0 %d m %d %d l S\n" % (y, side, y) for y in range(0, side, 720))
    return one_page(stream(lines), b"0 0 %d %d" % (side, side))


def deflate_bomb(size: int = GIGABYTE) -> bytes:
    """A content stream of one gigabyte, a megabyte on disk."""
    packer = zlib.compressobj(9)
    chunk = b"0 0 m 1 1 l S\n" * (2**20 // 14)
    packed = b"".join(packer.compress(chunk) for _ in range(size // len(chunk))) + packer.flush()
    return one_page(stream(packed, b"/Filter/FlateDecode"))


def nested_forms(deep: int = 9, times: int = 10) -> bytes:
    """Form XObjects nested nine deep, each drawing the next ten times: 10^9 drawings."""
    forms = []
    for level in range(deep):
        last = level == deep - 1
        content = b"0 0 m 1 1 l S\n" if last else b"/F Do\n" * times
        following = b"" if last else b"/XObject<</F %d 0 R>>" % (6 + level)
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % following
        forms.append(stream(content, entries))
    draw = stream(b"/F Do\n" * times)
    return one_page(draw, b"0 0 595 842", b"/XObject<</F 5 0 R>>", *forms)


def recursive_form() -> bytes:
    """A Form XObject that draws itself."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    form = stream(b"/F Do\n/F Do\n", entries)
    return one_page(stream(b"/F Do\n"), b"0 0 595 842", b"/XObject<</F 5 0 R>>", form)


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
