"""Pages that are pictures: which recognisers read them, and the pictures of a file."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extract.document import Scan, Scanner
from extract.layout import Layout
from extract.records import Box, Page, Problem
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
            shown = picture(page.number)
            found = read_scan(shown, _voices(ocr), before, watch)
            return found if shown.zoom == 1 else _zoomed(found, shown.zoom)
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


def _zoomed(scan: Scan, zoom: float) -> Scan:
    """A page that was read smaller or larger than it says, at the size that it says."""

    def grown(box: Box) -> Box:
        return Box(*(value * zoom for value in box))

    return replace(
        scan,
        width=scan.width * zoom,
        height=scan.height * zoom,
        to_page=lambda box: grown(scan.to_page(box)),
        seals=tuple(map(grown, scan.seals)),
        problems=tuple(
            replace(problem, box=grown(problem.box)) if problem.box else problem
            for problem in scan.problems
        ),
    )


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
