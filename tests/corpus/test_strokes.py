"""Pages to learn the telling of rulings from."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from corpus.make import make_corpus
from corpus.render_reportlab import has_fonts
from corpus.strokes import learning_page
from extract.scan.strokes import KINDS


@pytest.mark.skipif(not has_fonts(), reason="its font is not embedded: install one for Chinese")
def test_pixels_of_a_scan_are_told_to_be_ruling_or_print(tmp_path: Path) -> None:
    make_corpus(1, 5, tmp_path, ["reportlab"])
    (pdf,) = tmp_path.glob("*.pdf")
    page = learning_page(pdf, Random(3))
    grey, marks = page[:, :, 0].astype(float), page[:, :, 1]
    assert grey.max() > 240
    shares = [float(((marks >> bit) & 1).mean()) for bit in range(len(KINDS))]
    assert all(0.001 < share < 0.3 for share in shares)
    paper = grey[marks == 0].mean()
    assert all(grey[(marks >> bit) & 1 > 0].mean() < paper - 15 for bit in range(len(KINDS)))
    assert not np.array_equal(page, learning_page(pdf, Random(4)))
