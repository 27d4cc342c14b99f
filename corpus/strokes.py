"""What each pixel of a scan belongs to: pages to learn the telling of rulings from.

A page is an image: blue is the page as `extract.scan` sees it (grey, paper white, coloured
seals out) at `LOOK` pixels a point; green has a bit for each of `KINDS` that the pixel
belongs to.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2

from corpus.faults import Faults, draw_faults
from corpus.pictures import Picture
from corpus.scanner import Scanned, evidence_boxes, scan_page
from corpus.stamps import draw_seals
from corpus.warp import Image, Warp, warped
from extract.pdfium import opened
from extract.records import Ruling
from extract.scan.straighten import cleared
from extract.scan.strokes import KINDS, LOOK

THICK = 1.3
"""Points: as wide a ruling is drawn, whatever its own width."""
BESIDE = 2.6
"""Points beside a ruling that are no print unless a stroke leads there: double ones are wide."""
PRINT = 160
"""Grey below which a pixel of the digital page is print; shades of cells are lighter."""


def learning_page(pdf: Path, rng: Random) -> Image:
    """One page of a digital filing, scanned as it comes to the reader that has straightened
    it: with no more than a rest of skew and bow, but hard ones more often than they come."""
    truth = json.loads(pdf.with_suffix(".truth.json").read_text(encoding="utf-8"))
    faults = _drawn(rng)
    seals = draw_seals(faults, truth)
    document = pypdfium2.PdfDocument(pdf)
    try:
        with opened(pdf.read_bytes()) as file:
            number = rng.randint(1, len(document))
            written = evidence_boxes(truth, number)
            picture, record = scan_page(document, number, number, faults, seals, written)
            page = document[number - 1].render(scale=faults.dpi / 72).to_numpy()
            return _labelled(picture, record, page, file.read(number).rulings)
    finally:
        document.close()


def _drawn(rng: Random) -> Faults:
    dpi = rng.choices((300, 200, 150), (1, 2, 2))[0]
    faults = draw_faults(rng, dpi, rng.choices(("mild", "middling", "hard"), (1, 3, 3))[0])
    faults = replace(
        faults,
        turn=0,
        skew=rng.gauss(0, 0.18),
        bow=faults.bow * rng.uniform(-0.3, 0.3),
        photo=faults.photo * rng.choice((0.1, 0.1, 0.2)),
    )
    if rng.random() < 0.3:
        faults = replace(faults, folds=rng.choice((1, 2, 2, 3)))
    if rng.random() < 0.15:
        faults = replace(faults, rulings=rng.uniform(0.3, 0.6))
    if rng.random() < 0.1:
        faults = replace(faults, streaks=rng.choice((1, 2)))
    return faults


def _labelled(picture: Picture, record: Scanned, page: Image, rulings: Sequence[Ruling]) -> Image:
    assert record.warp is not None
    seen = _compressed(picture)
    scale = record.faults.dpi / 72
    grey, _ = cleared(seen, scale)
    size = round(grey.shape[1] / scale * LOOK), round(grey.shape[0] / scale * LOOK)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    factor = size[0] / grey.shape[1]
    marks = np.zeros(small.shape, np.uint8)
    for bit, kind in enumerate(KINDS[:2]):
        drawn = np.zeros(small.shape, np.uint8)
        for ruling in rulings:
            if ruling.axis == kind:
                line = _line(ruling, record.warp, scale) * factor
                points = np.round(line * 16).astype(np.int32).reshape(-1, 1, 2)
                cv2.polylines(drawn, [points], False, 1, round(THICK * LOOK), shift=4)
        marks |= drawn << bit
    marks |= _print_on(page, rulings, record.warp, scale, size) << 2
    return np.dstack([small, marks, np.zeros_like(small)]).astype(np.uint8)


def _line(ruling: Ruling, warp: Warp, scale: float) -> npt.NDArray[np.float64]:
    """Points along a ruling, in pixels of the scan."""
    along = np.linspace(ruling.start, ruling.end, 24) * scale
    at = np.full_like(along, ruling.at * scale)
    points = np.stack([along, at] if ruling.axis == "h" else [at, along], axis=1)
    return warp.moved(points)


def _print_on(
    page: Image, rulings: Sequence[Ruling], warp: Warp, scale: float, size: tuple[int, int]
) -> Image:
    """1 where characters are."""
    grey = page.max(axis=2) if page.ndim == 3 else page
    ink = np.where(grey < PRINT, 255, 0).astype(np.uint8)
    half = round(BESIDE * scale)
    for ruling in rulings:
        at, start, end = (round(v * scale) for v in (ruling.at, ruling.start, ruling.end))
        low, high = max(0, at - half), at + half + 1
        part = (
            ink[low:high, max(0, start - half) : end + half]
            if ruling.axis == "h"
            else ink[max(0, start - half) : end + half, low:high].T
        )
        # A stroke that crosses leaves the ruling on both sides.
        if part.size:
            part[:, ~((part[0] > 0) | (part[-1] > 0))] = 0
    moved = warped(np.dstack([ink] * 3), warp, (0, 0, 0))[:, :, 0]
    return (cv2.resize(moved, size, interpolation=cv2.INTER_AREA) > 60).astype(np.uint8)


def _compressed(picture: Picture) -> Image:
    """The picture as it comes out of its file, red first."""
    if picture.bitonal:
        return picture.pixels
    _, data = cv2.imencode(".jpg", picture.pixels, [cv2.IMWRITE_JPEG_QUALITY, picture.quality])
    read = np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)
    return read if read.ndim == 2 else np.ascontiguousarray(read[:, :, ::-1])
