"""Opens a filing and reads its pages with the reader that was asked for."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from extract.document import assemble
from extract.pdfium import PdfError, TooComplexError, UnplacedTextError
from extract.pdfium import opened as opened_pdfium
from extract.records import Document, Page, Problem
from rules.profile import SHIPPED, Profile
from shenbao.errors import DamagedPdf, DamagedPicture, EncryptedPdf, NoPages
from shenbao.kinds import kind_of
from shenbao.scans import LazyPictures, Ocr, PictureFilePages, scanner_of

_PASSWORD, _SECURITY = 4, 5


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a filing is read and checked.

    `ocr` reads the pages that are pictures; "none" leaves them unread.
    `verify` reads every page with both readers and doubts what they disagree on.
    What was seen of scanned pages is drawn to pictures in `debug_images`.
    Pages after `max_pages` are left unread, which is said as a problem.
    `profile` sets the rules that it is held to, `forms` is a folder with form
    definitions beside the shipped ones.
    """

    reader: Literal["pdfium", "pdfplumber"] = "pdfium"
    ocr: Ocr = "rapidocr"
    verify: bool = False
    password: str | None = None
    max_pages: int = 2000
    debug_images: Path | None = None
    profile: Profile = SHIPPED
    forms: Path | None = None


class OpenFile(Protocol):
    """What both readers offer: how many pages, and each of them (from 1)."""

    def __len__(self) -> int: ...

    def read(self, number: int) -> Page:
        """Reads one page."""
        ...


def read_document(data: bytes, name: str, options: ReadOptions) -> Document:
    """Reads a PDF or picture into tables and lines. Raises `UnreadableFile` and its kinds."""
    if kind_of(data, name) == "picture":
        document, count = _picture_document(data, name, options)
    else:
        document, count = _pdf_document(data, name, options)
    if count <= options.max_pages:
        return document
    message = f"only the first {options.max_pages} of {count} pages were read"
    problem = Problem("page", message, options.max_pages + 1)
    return replace(document, problems=(*document.problems, problem), page_count=count)


def _picture_document(data: bytes, name: str, options: ReadOptions) -> tuple[Document, int]:
    from extract.scan.pictures import PictureError, PictureFile

    try:
        file = PictureFile(data)
    except PictureError as error:
        raise DamagedPicture(name, error.reason, error.remedy) from error
    pages = PictureFilePages(file)
    scanner = scanner_of(file.picture, options.ocr, options.debug_images, name)
    return assemble(_pages(pages, data, options), scanner=scanner), len(file)


def _pdf_document(data: bytes, name: str, options: ReadOptions) -> tuple[Document, int]:
    with ExitStack() as stack:
        first = stack.enter_context(_opened(data, name, options.reader, options.password))
        if not len(first):
            raise NoPages(name)
        others = None
        if options.verify:
            other = "pdfplumber" if options.reader == "pdfium" else "pdfium"
            second = stack.enter_context(_opened(data, name, other, options.password))
            others = _pages(second, data, options)
        pictures = LazyPictures(data, options.password)
        stack.callback(pictures.close)
        scanner = scanner_of(pictures.picture, options.ocr, options.debug_images, name)
        pages = _pages(first, data, options)
        document = assemble(pages, others, data=data, password=options.password, scanner=scanner)
        return document, len(first)


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
