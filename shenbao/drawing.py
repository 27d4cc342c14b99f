"""What was seen of a scanned page, drawn on it: `--debug-images DIR`."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout import Layout
from extract.records import Box, Ruling, TextLine
from extract.scan.page import Moved
from extract.scan.straighten import Straight
from normalize.cells import SURE
from shenbao.writing import write_whole

# Blue, green, red as OpenCV has them.
RULING = (60, 60, 230)
CELL = (90, 170, 60)
LINE = (220, 150, 40)
DOUBT = (0, 110, 255)
SEAL = (200, 60, 200)
# Pixels of the longer side: a page can be read on a screen.
LARGEST = 2400


class Drawer:
    """Writes `NAME-page-N.png` to a folder for each page that it is shown.

    Rulings are red, cells green, lines of text blue, doubtful ones filled with
    orange, seals violet.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._stem = Path(name).stem or "filing"

    def __call__(
        self,
        number: int,
        straight: Straight,
        traced: Sequence[Ruling],
        layout: Layout,
        moved: Moved,
    ) -> None:
        """Draws one page."""
        factor = min(1.0, LARGEST / max(straight.grey.shape))
        small = cv2.resize(straight.grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        picture = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
        pen = _Pen(np.asarray(picture, np.uint8), straight.scale * factor, moved)
        for seal in straight.seals:
            pen.frame(seal, SEAL, 3, laid=False)
        for ruling in traced:
            pen.ruling(ruling)
        lines = [line for table in layout.tables for cell in table.cells for line in cell.lines]
        for line in (*lines, *layout.lines):
            pen.line(line)
        for table in layout.tables:
            for cell in table.cells:
                pen.frame(cell.places[0].box, CELL, 2, inset=1.2)
        written, data = cv2.imencode(".png", pen.picture)
        if written:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._folder / f"{self._stem}-page-{number}.png", data.tobytes())


class _Pen:
    """Draws points of the laid-out page onto the picture."""

    def __init__(self, picture: NDArray[np.uint8], scale: float, moved: Moved) -> None:
        self.picture = picture
        self._scale = scale
        self._moved = moved

    def frame(
        self,
        box: Box,
        colour: tuple[int, int, int],
        width: int,
        inset: float = 0.0,
        laid: bool = True,
    ) -> None:
        x0, top, x1, bottom = self._moved.back(box) if laid else box
        low = self._at(x0 + inset, top + inset)
        high = self._at(x1 - inset, bottom - inset)
        cv2.rectangle(self.picture, low, high, colour, width)

    def ruling(self, ruling: Ruling) -> None:
        at, start, end = ruling.at, ruling.start, ruling.end
        ends = ((start, at), (end, at)) if ruling.axis == "h" else ((at, start), (at, end))
        cv2.line(self.picture, self._at(*ends[0]), self._at(*ends[1]), RULING, 2)

    def line(self, line: TextLine) -> None:
        if line.confidence < SURE:
            x0, top, x1, bottom = self._moved.back(line.box)
            (left, upper), (right, lower) = self._at(x0, top), self._at(x1, bottom)
            part = self.picture[max(0, upper) : lower, max(0, left) : right]
            part[:] = (0.6 * part + 0.4 * np.array(DOUBT)).astype(np.uint8)
        self.frame(line.box, LINE, 1)

    def _at(self, x: float, y: float) -> tuple[int, int]:
        return round(x * self._scale), round(y * self._scale)
