"""What a file is, told by its bytes: names lie."""

from typing import Literal

from shenbao.errors import EmptyFile, NotAPdf

Kind = Literal["pdf", "picture"]

PDF_HEADER = b"%PDF-"
# Readers accept a header within the first kilobyte: mail gateways put lines before it.
HEADER_WITHIN = 1024
PICTURES = (
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n\x1a\n",
    b"II*\x00",  # TIFF, little and big endian, and BigTIFF
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"GIF87a",
    b"GIF89a",
)
# Signatures of what people mistake for a filing, and what it is.
OTHERS = {
    b"PK\x03\x04": "a Word, Excel or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF document",
    b"<": "an HTML or XML page",
}
# Photos of phones: an ISO media file that says one of these.
PHOTOS = (b"heic", b"heix", b"mif1", b"msf1", b"avif")


def kind_of(data: bytes, name: str = "filing") -> Kind:
    """Whether these are the bytes of a PDF or of a picture; `name` is for the error.

    Raises:
        EmptyFile: no bytes.
        NotAPdf: neither; the reason says what it is where that is known.
    """
    if not data:
        raise EmptyFile(name)
    # Before the PDF header: a picture may hold those letters in its comments.
    if _is_picture(data):
        return "picture"
    if PDF_HEADER in data[:HEADER_WITHIN]:
        return "pdf"
    if data[4:8] == b"ftyp" and data[8:12] in PHOTOS:
        remedy = "Save the photo as a JPEG, or scan the page."
        raise NotAPdf(name, "is a HEIC or AVIF photo, which cannot be read", remedy)
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"PK\x03\x04") and b"OFD.xml" in data:
        remedy = "Open it in an OFD reader and export it as a PDF."
        raise NotAPdf(name, "is an OFD document, not a PDF or a picture", remedy)
    for signature, what in OTHERS.items():
        if start.startswith(signature):
            raise NotAPdf(name, f"is {what}, not a PDF or a picture")
    raise NotAPdf(name)


def _is_picture(data: bytes) -> bool:
    if data.startswith(PICTURES):
        return True
    if data[:4] == b"RIFF":
        return data[8:12] == b"WEBP"
    # Two letters are little for BMP: its reserved fields are zero.
    return data[:2] == b"BM" and data[6:10] == b"\0\0\0\0"
