"""Opens a filing and reads its pages with the reader that was asked for."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Protocol

from extract.document import assemble
from extract.pdfium import PdfError, TooComplexError, UnplacedTextError
from extract.pdfium import opened as opened_pdfium
from extract.records import Document, Page, Problem
from shenbao.errors import DamagedPdf, EmptyFile, EncryptedPdf, NoPages, NotAPdf

# Signatures of what people mistake for a PDF, and what it is.
_OTHERS = {
    b"PK\x03\x04": "a Word, Excel or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"{\\rtf": "an RTF document",
    b"<": "an HTML or XML page",
}
_PASSWORD, _SECURITY = 4, 5


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a filing is read.

    `verify` reads every page with both readers and doubts what they disagree on.
    Pages after `max_pages` are left unread, which is said as a problem.
    """

    reader: Literal["pdfium", "pdfplumber"] = "pdfium"
    verify: bool = False
    password: str | None = None
    max_pages: int = 2000


class OpenFile(Protocol):
    """What both readers offer: how many pages, and each of them (from 1)."""

    def __len__(self) -> int: ...

    def read(self, number: int) -> Page:
        """Reads one page."""
        ...


def read_document(data: bytes, name: str, options: ReadOptions) -> Document:
    """Reads a PDF into tables and lines. Raises `UnreadableFile` and its kinds."""
    _check_bytes(data, name)
    with _opened(data, name, options.reader, options.password) as first:
        count = len(first)
        if count == 0:
            raise NoPages(name)
        if not options.verify:
            document = _document(first, None, data, options)
        else:
            other = "pdfplumber" if options.reader == "pdfium" else "pdfium"
            with _opened(data, name, other, options.password) as second:
                document = _document(first, second, data, options)
    if count <= options.max_pages:
        return document
    message = f"only the first {options.max_pages} of {count} pages were read"
    problem = Problem("page", message, options.max_pages + 1)
    return replace(document, problems=(*document.problems, problem), page_count=count)


def _document(
    first: OpenFile, second: OpenFile | None, data: bytes, options: ReadOptions
) -> Document:
    pages = partial(_pages, data=data, options=options)
    others = pages(second) if second is not None else None
    return assemble(pages(first), others, data=data, password=options.password)


def _check_bytes(data: bytes, name: str) -> None:
    if not data:
        raise EmptyFile(name)
    if b"%PDF-" in data[:1024]:
        return
    start = data[:8].lstrip(b"\xef\xbb\xbf \r\n\t")
    for signature, what in _OTHERS.items():
        if start.startswith(signature):
            raise NotAPdf(name, f"is {what}, not a PDF")
    raise NotAPdf(name)


def _opened(
    data: bytes, name: str, reader: str, password: str | None
) -> AbstractContextManager[OpenFile]:
    """Opens with a reader; PDFium says what is wrong with a file, so it looks first."""
    try:
        if reader == "pdfium":
            return _entered(opened_pdfium(data, password))
        with opened_pdfium(data, password):
            pass
    except PdfError as error:
        if error.code in (_PASSWORD, _SECURITY):
            reason = "is encrypted" if password is None else "is encrypted with another password"
            raise EncryptedPdf(name, reason) from error
        raise DamagedPdf(name) from error
    # pdfminer takes a third of a second to import, and few ask for it.
    from extract.plumber import opened as opened_plumber

    return _entered(opened_plumber(data, password))


class _entered(AbstractContextManager["OpenFile"]):  # noqa: N801 (reads as a verb)
    """A context manager that was entered already, so that opening errors show early."""

    def __init__(self, manager: AbstractContextManager[OpenFile]) -> None:
        self._manager = manager
        self._file = manager.__enter__()

    def __enter__(self) -> OpenFile:
        return self._file

    def __exit__(self, *error: object) -> None:
        self._manager.__exit__(None, None, None)


def _pages(file: OpenFile, data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Each page; one that cannot be read is a problem and costs only itself.

    A page on which PDFium leaves out text is read by pdfplumber, which needs no
    fonts to know where text stands.
    """
    for number in range(1, min(len(file), options.max_pages) + 1):
        try:
            yield file.read(number)
        except UnplacedTextError:
            with _opened(data, "", "pdfplumber", options.password) as other:
                yield other.read(number)
        except (PdfError, TooComplexError) as error:
            message = f"page {number} was not read: {error}"
            yield Page(number, 0.0, 0.0, "empty", problems=(Problem("page", message, number),))
