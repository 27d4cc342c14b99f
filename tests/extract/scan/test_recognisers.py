"""The real recognisers on a drawn line."""

import shutil
import subprocess

import cv2
import numpy as np
import pytest

from extract.scan.rapid import Engine, RapidRecogniser
from extract.scan.recogniser import Recogniser
from extract.scan.tesseract import TesseractMissingError, TesseractRecogniser
from extract.scan.voices import alike


def line(text: str) -> np.ndarray:
    picture = np.full((60, 34 * len(text) + 30), 255, np.uint8)
    cv2.putText(picture, text, (15, 44), cv2.FONT_HERSHEY_DUPLEX, 1.3, 0, 2, cv2.LINE_AA)
    return picture


def check(recogniser: Recogniser) -> None:
    empty = np.zeros((0, 20), np.uint8)
    blank, figures, amount = recogniser.read([empty, line("58000"), line("116.88")])
    assert blank.text == ""
    assert alike(figures.text, "58000") and alike(amount.text, "116.88")
    assert 0.5 < figures.confidence <= 1
    assert all(0 <= char.start <= char.end <= 1 for char in figures.chars)
    assert recogniser.read([]) == []


@pytest.mark.parametrize("engine", ["onnxruntime", "openvino"])
def test_rapidocr_reads_figures(engine: Engine) -> None:
    pytest.importorskip(engine)
    check(RapidRecogniser(engine))


def test_tesseract_reads_figures() -> None:
    try:
        check(TesseractRecogniser())
    except TesseractMissingError as error:
        pytest.skip(str(error))


def test_a_missing_language_names_the_package() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    assert subprocess.run(["tesseract", "--version"], capture_output=True, check=False).stdout
    with pytest.raises(TesseractMissingError, match="tesseract-ocr-xyz-abc"):
        TesseractRecogniser("xyz_abc")
