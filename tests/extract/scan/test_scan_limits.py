"""Pages that hold nothing to read come back empty, and soon."""

from time import process_time

import cv2
import numpy as np
import pytest

from extract.scan.page import read_scan
from extract.scan.pictures import Picture
from extract.scan.rapid import RapidRecogniser
from extract.scan.voices import Voices

# Seconds of CPU time: ten times what the slowest of them took.
PATIENCE = 60.0


def blank() -> np.ndarray:
    return np.full((2339, 1653), 250, np.uint8)


def photo() -> np.ndarray:
    """Hills, a sky, leaves: soft shapes of all sizes and nothing straight."""
    random = np.random.default_rng(7)
    picture = np.zeros((1654, 2339), np.float32)
    for size in (4, 16, 64, 256):
        rough = random.random((size * 3 // 4, size), np.float32)
        picture += cv2.resize(rough, picture.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return cv2.normalize(picture, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)


def strip() -> np.ndarray:
    return np.full((30_000, 600), 250, np.uint8)


@pytest.mark.parametrize("pixels", [blank(), photo(), strip()], ids=["blank", "photo", "strip"])
def test_a_page_without_a_table_is_soon_done_with(pixels: np.ndarray) -> None:
    height, width = pixels.shape
    picture = Picture(1, pixels, width * 72 / 200, height * 72 / 200)
    start = process_time()
    scan = read_scan(picture, Voices(RapidRecogniser()))
    assert process_time() - start < PATIENCE
    assert scan.layout.tables == ()
    assert len(scan.layout.lines) < 20
