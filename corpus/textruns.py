"""The stretches of text on a digital page, and the layers that bad programs make of them."""

from collections.abc import Iterator, Sequence
from ctypes import byref, c_int
from random import Random
from typing import Any, Literal

import pypdfium2.raw as pdfium

from corpus.pictures import Words

TextLayer = Literal["none", "wrong", "garbled"]

FINE = 100
"""PDFium gives places as whole numbers: hundredths of a point."""

LATIN = "ZOqlIrnmS5e8B$&|;t_aKwE~"
STRANGE = "曰亍夂糸冖缋郃栍卄闩亼罒歹弋廾疋髟"


def runs_of(page: Any) -> Iterator[Words]:
    """What PDFium reads on a page, with boxes in points on the page as displayed, y down."""
    text = page.get_textpage()
    width, height = page.get_size()
    for index in range(text.count_rects()):
        rect = text.get_rect(index)
        said = text.get_text_bounded(*rect).strip()
        if said:
            ends = [_on_display(page, x, y, width, height) for x, y in (rect[:2], rect[2:])]
            (x0, y0), (x1, y1) = ends
            yield Words(said, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def spoiled(runs: Sequence[Words], layer: TextLayer, rng: Random) -> tuple[Words, ...]:
    """A text layer not to be believed.

    "garbled" is what a recogniser of another language reads, at the right
    places; "wrong" is well-formed: other numbers, and texts in each other's places.
    """
    if layer == "none":
        return ()
    if layer == "garbled":
        return tuple(Words("".join(_misread(c, rng) for c in w.text), w.bbox) for w in runs)
    texts = [run.text for run in runs]
    rng.shuffle(texts)
    return tuple(
        Words("".join(_other_digit(c, rng) for c in text), run.bbox)
        for text, run in zip(texts, runs, strict=True)
    )


def _misread(character: str, rng: Random) -> str:
    if character.isspace() or rng.random() < 0.3:
        return character
    return rng.choice(LATIN if rng.random() < 0.6 else STRANGE)


def _other_digit(character: str, rng: Random) -> str:
    return str(rng.randint(0, 9)) if character in "0123456789" else character


def _on_display(page: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point of the page's own space on the page as displayed, whatever its /Rotate."""
    across, down = c_int(), c_int()
    size = (round(width * FINE), round(height * FINE))
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
    return across.value / FINE, down.value / FINE
