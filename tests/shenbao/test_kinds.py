import io

import pytest
from PIL import Image

from shenbao.errors import EmptyFile, NotAPdf
from shenbao.kinds import kind_of


def saved(to: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, to)
    return buffer.getvalue()


@pytest.mark.parametrize("to", ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF"])
def test_pictures(to: str) -> None:
    assert kind_of(saved(to)) == "picture"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"\xef\xbb\xbf%PDF-1.4", b"mail\r\n" * 9 + b"%PDF-"]
)
def test_pdfs(data: bytes) -> None:
    assert kind_of(data) == "pdf"


def test_a_picture_that_speaks_of_pdf_is_a_picture() -> None:
    assert kind_of(b"\xff\xd8\xff\xfe\0\x0a%PDF-1.4") == "picture"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 a Word file", "Word, Excel or ZIP"),
        (b"PK\x03\x04 ... OFD.xml ...", "OFD"),
        (b"\xd0\xcf\x11\xe0", "old Word"),
        (b"{\\rtf1", "RTF"),
        (b"\xef\xbb\xbf\n <html>", "HTML"),
        (b"\0\0\0\x18ftypheic\0\0", "HEIC"),
        (b"RIFF\0\0\0\0WAVE", "is not a PDF or a picture"),
        (b"BMW 320", "is not a PDF or a picture"),
        (b"noise" * 500 + b"%PDF-", "is not a PDF or a picture"),
    ],
)
def test_what_is_neither_is_named(data: bytes, words: str) -> None:
    with pytest.raises(NotAPdf, match=words) as caught:
        kind_of(data, "a.pdf")
    assert caught.value.path == "a.pdf" and caught.value.remedy


def test_nothing() -> None:
    with pytest.raises(EmptyFile):
        kind_of(b"", "a.pdf")
