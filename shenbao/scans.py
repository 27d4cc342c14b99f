"""Pages that are pictures: which recognisers read them, and the pictures of a file."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extract.document import Scan, Scanner
from extract.layout import Layout
from extract.records import Page, Problem
from extract.textlayer import UNREAD
from shenbao.errors import UsageError

if TYPE_CHECKING:
    from extract.scan.pictures import PdfPictures, Picture, PictureFile
    from extract.scan.voices import Voices

Ocr = Literal["rapidocr", "tesseract", "none"]


class PictureFilePages:
    """A picture file as a reader: each page is a picture and nothing else."""

    def __init__(self, file: "PictureFile") -> None:
        self._file = file

    def __len__(self) -> int:
        return len(self._file)

    def read(self, number: int) -> Page:
        """The page; what stands on it is for the scanner to say."""
        message = f"page {number} was not read: the page is a picture"
        return Page(number, 0.0, 0.0, "scanned", problems=(Problem(UNREAD, message, number),))


class LazyPictures:
    """The pages of a PDF as pictures; it is opened when the first is asked for."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self._data = data
        self._password = password
        self._opened: PdfPictures | None = None

    def picture(self, number: int) -> "Picture":
        """One page (from 1)."""
        if self._opened is None:
            from extract.scan.pictures import PdfPictures

            self._opened = PdfPictures(self._data, self._password)
        return self._opened.picture(number)

    def close(self) -> None:
        """Lets the file go."""
        if self._opened is not None:
            self._opened.close()


def scanner_of(
    picture: "Callable[[int], Picture]", ocr: Ocr, debug: Path | None, name: str
) -> Scanner | None:
    """What reads the pages that are pictures, None where they are to stay unread.

    `picture` gives the picture of a page (from 1). With `debug`, what was seen
    is drawn to pictures there, named after `name`. Raises `UsageError` where
    the recogniser is not installed.
    """
    if ocr == "none":
        return None

    def scan(page: Page, before: Layout | None) -> Scan:
        # OpenCV and the models take a second to load, and digital filings need neither.
        from extract.scan.page import read_scan
        from extract.scan.pictures import PictureError

        try:
            return read_scan(picture(page.number), _voices(ocr), before, watch)
        except PictureError as error:
            message = f"page {page.number} was not read: {error}"
            problem = Problem("page", message, page.number)
            empty = Layout(page.number, page.width, page.height)
            return Scan(page.width, page.height, empty, lambda box: box, problems=(problem,))

    watch = None
    if debug is not None:
        from shenbao.drawing import Drawer

        watch = Drawer(debug, name)
    return scan


@cache
def _voices(ocr: Literal["rapidocr", "tesseract"]) -> "Voices":
    """The recogniser asked for, and the other one to hear on lines in doubt."""
    import cv2

    from extract.scan.rapid import RapidRecogniser
    from extract.scan.tesseract import TesseractMissingError, TesseractRecogniser
    from extract.scan.voices import Voices

    # A batch has a worker for each processor.
    cv2.setNumThreads(1)
    if ocr == "tesseract":
        try:
            return Voices(TesseractRecogniser(), RapidRecogniser())
        except TesseractMissingError as error:
            raise UsageError(str(error)) from error
    try:
        return Voices(RapidRecogniser(), TesseractRecogniser())
    except TesseractMissingError:
        return Voices(RapidRecogniser())
