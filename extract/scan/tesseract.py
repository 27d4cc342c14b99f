"""Tesseract, given single lines: the second voice, or the only one by `--ocr tesseract`."""

import math
import re
import tempfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytesseract

from extract.scan.recogniser import Char, LineImage, Reading

# Pixels: Tesseract's models know capital letters of 30 to 33, Chinese of about 40.
HEIGHT = 52
# It expects paper around a line.
BORDER = 12
# Lines handed to one process: the model loads in about 0.2 s, a line takes 0.03 to 0.1.
AT_A_TIME = 200
# Seconds for them all.
PATIENCE = 300
_PAGE = re.compile(r"<div class='ocr_page'.*?(?=<div class='ocr_page'|\Z)", re.DOTALL)
_CHAR = re.compile(
    r"<span class='ocrx_cinfo' title='x_bboxes (-?\d+) -?\d+ (-?\d+) -?\d+; x_conf ([\d.]+)'>(.*?)<"
)


class TesseractMissingError(RuntimeError):
    """Tesseract, or its Chinese model, is not installed."""


class TesseractRecogniser:
    """Tesseract's `chi_sim`, one line a picture, many lines a process."""

    name = "tesseract"

    def __init__(self, language: str = "chi_sim") -> None:
        """Raises `TesseractMissingError` with the remedy."""
        try:
            languages = pytesseract.get_languages()
        except (pytesseract.TesseractNotFoundError, OSError) as error:
            raise TesseractMissingError(
                "Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-chi-sim"
            ) from error
        if language not in languages:
            package = language.replace("_", "-")
            raise TesseractMissingError(
                f"Tesseract has no model {language}: apt-get install tesseract-ocr-{package}"
            )
        self._language = language

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """One reading a line. An empty picture gives an empty reading."""
        readings = [Reading()] * len(lines)
        seen = [index for index, line in enumerate(lines) if min(line.shape) > 0]
        for start in range(0, len(seen), AT_A_TIME):
            part = seen[start : start + AT_A_TIME]
            for index, reading in zip(part, self._all([lines[i] for i in part]), strict=True):
                readings[index] = reading
        return readings

    def _all(self, lines: Sequence[LineImage]) -> list[Reading]:
        """All lines; one on which Tesseract crashes (it does, on odd ink) costs only itself."""
        try:
            return self._read(lines)
        except (pytesseract.TesseractError, RuntimeError):
            if len(lines) == 1:
                return [Reading()]
            half = len(lines) // 2
            return [*self._all(lines[:half]), *self._all(lines[half:])]

    def _read(self, lines: Sequence[LineImage]) -> list[Reading]:
        with tempfile.TemporaryDirectory(prefix="shenbao-lines-") as folder:
            paths = []
            widths = []
            for index, line in enumerate(lines):
                path = Path(folder) / f"{index}.png"
                picture = _framed(line)
                cv2.imwrite(str(path), picture)
                paths.append(str(path))
                widths.append(picture.shape[1] - 2 * BORDER)
            listing = Path(folder) / "lines.txt"
            listing.write_text("\n".join(paths), encoding="utf-8")
            hocr: Any = pytesseract.image_to_pdf_or_hocr(
                str(listing),
                lang=self._language,
                config="--psm 7 -c hocr_char_boxes=1 -c debug_file=/dev/null",
                extension="hocr",
                timeout=PATIENCE,
            )
        pages = _PAGE.findall(hocr.decode("utf-8"))
        if len(pages) != len(lines):
            return [Reading() for _ in lines]
        return [
            Reading(tuple(_chars(page, width))) for page, width in zip(pages, widths, strict=True)
        ]


def _framed(line: LineImage) -> LineImage:
    height, width = line.shape
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    wide = max(1, round(width * HEIGHT / height))
    scaled = cv2.resize(line, (wide, HEIGHT), interpolation=method)
    return np.pad(scaled, BORDER, constant_values=255)


def _chars(page: str, width: int) -> Iterator[Char]:
    for left, right, confidence, text in _CHAR.findall(page):
        char = unescape(text)
        if not char or char.isspace():
            continue
        start = min(max((int(left) - BORDER) / width, 0.0), 1.0)
        end = min(max((int(right) - BORDER) / width, start), 1.0)
        yield Char(char[0], start, end, _share(float(confidence)))


def _share(percent: float) -> float:
    return 0.0 if math.isnan(percent) else min(max(percent / 100, 0.0), 1.0)
