"""What people put on a printed form: seals and pens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from pathlib import Path
from random import Random
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from corpus.faults import Faults
from corpus.render_reportlab import FONT_FILES
from corpus.warp import Box, Image, Points

Mask = npt.NDArray[np.float32]
Colour = tuple[int, int, int]
"""Blue, green, red of the ink on white paper."""

SIGNED = ("/preparer", "/filed_on", "/department", "/phone")
MONEY = ("/amount", "/share", "/total_budget", "/annual_budget")

SEAL_ACROSS = 119.0
"""Points: 42 mm, the size of a county department's seal; name seals are 18 mm."""
NAME_SEAL_ACROSS = 51.0

UNSIGNED = 0.6
"""Share of the pages after the first where nobody wrote."""

FINER = 2
"""Seals are drawn so many times finer than the scan, then made smaller."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal on a page: centre, width and angle in points and degrees, ink 0 to 1."""

    page: int
    centre: tuple[float, float]
    across: float
    angle: float
    ink: float
    colour: Colour
    shape: Literal["round", "square"]
    words: str
    below: str
    seed: int

    @property
    def outline(self) -> Points:
        """Points around its edge, in points from the page's top left corner."""
        if self.shape == "round":
            around = np.linspace(0, 2 * pi, 48, endpoint=False)
            off = np.stack([np.cos(around), np.sin(around)], axis=1) * self.across / 2
        else:
            a = radians(self.angle)
            half = self.across / 2
            square = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
            off = square @ np.array([[cos(a), -sin(a)], [sin(a), cos(a)]])
        return np.asarray(off + np.array(self.centre), np.float64)


@dataclass(frozen=True, slots=True)
class Scrawl:
    """A signature: the box it fills on its page, in points."""

    page: int
    bbox: Box
    colour: Colour
    seed: int


Evidence = Mapping[str, Sequence[Mapping[str, Any]]]


def draw_seals(faults: Faults, truth: Mapping[str, Any]) -> list[Seal]:
    """The seals of a filing: over the one who signs, over an amount, or both."""
    rng = Random(f"{faults.seed}/seals")
    wanted = {
        "none": (),
        "signature": (SIGNED,),
        "amount": (MONEY,),
        "both": (SIGNED, MONEY),
    }[faults.seal]
    evidence: Evidence = truth["evidence"]
    department = str(truth["declaration"].get("department") or "财政局")
    seals = []
    for endings in wanted:
        places = [
            places[0] for key, places in sorted(evidence.items())
            if places and key.endswith(endings)
        ]  # fmt: skip
        if places:
            seals.append(_seal_near(rng, rng.choice(places), department, endings is MONEY))
    return seals


def draw_scrawls(faults: Faults, page: int, size: tuple[float, float], print_box: Box,
                 taken: Sequence[Box]) -> list[Scrawl]:  # fmt: skip
    """Signatures of a page, below the print where there is room, else over it.

    All pages but the first may have none. They keep clear of the boxes in
    `taken`: a value that a pen crossed out has no truth. All in points.
    """
    rng = Random(f"{faults.seed}/pen/{page}")
    if page > 1 and rng.random() < UNSIGNED:
        return []
    scrawls = []
    for _ in range(faults.handwriting):
        width, height = rng.uniform(55, 120), rng.uniform(22, 40)
        below = size[1] - print_box[3] > height + 20
        for _ in range(20):
            x0 = rng.uniform(30, size[0] - width - 30)
            low = print_box[3] + 2 if below and rng.random() < 0.7 else print_box[1]
            y0 = rng.uniform(low, max(low, size[1] - height - 12))
            box = (x0, y0, x0 + width, y0 + height)
            if not any(_touch(box, other) for other in taken):
                colour = rng.choice(((40, 35, 30), (30, 30, 30), (130, 55, 30), (150, 70, 40)))
                scrawls.append(Scrawl(page, box, colour, rng.randrange(1 << 30)))
                break
    return scrawls


def stamped(sheet: Image, seal: Seal, dpi: int) -> Image:
    """The sheet (blue, green, red) with the seal on it: what is black stays black under it."""
    mask = seal_mask(seal, dpi)
    x, y = (round(v * dpi / 72 - mask.shape[0] / 2) for v in seal.centre)
    return _inked(sheet, mask, x, y, seal.colour)


def written(sheet: Image, scrawl: Scrawl, dpi: int) -> Image:
    """The sheet with a signature on it."""
    mask = scrawl_mask(scrawl, dpi)
    x, y = (round(v * dpi / 72) for v in scrawl.bbox[:2])
    return _inked(sheet, mask, x, y, scrawl.colour)


def seal_mask(seal: Seal, dpi: int) -> Mask:
    """How much ink lies where, 0 to 1, in a square of the scan's pixels."""
    side = max(16, round(seal.across * dpi / 72))
    fine = side * FINER
    face = _round_face(seal, fine) if seal.shape == "round" else _square_face(seal, fine)
    rng = np.random.default_rng(seal.seed)
    turned = face.rotate(-seal.angle, Pillow.Resampling.BICUBIC)
    ink = cv2.resize(np.asarray(turned), (side, side), interpolation=cv2.INTER_AREA)
    patchy = _field(rng, side, 6, 0.55, 1.0) * _field(rng, side, side // 3, 0.75, 1.0)
    grain = cv2.GaussianBlur(rng.random((side, side)).astype(np.float32), (0, 0), 0.8)
    bare = np.clip((grain - 0.36) * 9, 0.25, 1.0)
    worn = patchy * bare * np.float32(seal.ink / 255)
    return np.asarray(ink.astype(np.float32) * worn, np.float32)


def scrawl_mask(scrawl: Scrawl, dpi: int) -> Mask:
    """A signature of two or three characters as a pen joins them."""
    rng = np.random.default_rng(scrawl.seed)
    x0, y0, x1, y1 = scrawl.bbox
    width, height = round((x1 - x0) * dpi / 72), round((y1 - y0) * dpi / 72)
    mask = np.zeros((height, width), np.uint8)
    letters = int(rng.integers(2, 4))
    pen = max(1.0, rng.uniform(0.7, 1.3) * dpi / 72)
    for letter in range(letters):
        left, wide = letter * width / letters, width / letters
        at = rng.uniform((0.1, 0.1), (0.5, 0.4))
        for _ in range(int(rng.integers(4, 8))):
            to = np.clip(at + rng.normal(0, 0.45, 2), 0.06, 0.94)
            bend = np.clip((at + to) / 2 + rng.normal(0, 0.2, 2), 0.04, 0.96)
            t = np.linspace(0, 1, 24)[:, None]
            curve = (1 - t) ** 2 * at + 2 * t * (1 - t) * bend + t**2 * to
            slant = curve + np.stack([0.12 * (0.5 - curve[:, 1]), 0 * curve[:, 1]], axis=1)
            points = (slant * (wide, height) + (left, 0)) * 16
            thick = max(1, round(pen * rng.uniform(0.6, 1.25)))
            cv2.polylines(mask, [points.astype(np.int32)], False, 255, thick, cv2.LINE_AA, shift=4)
            jump = rng.random() < 0.55
            at = np.clip(to + rng.normal(0, 0.3, 2), 0.08, 0.92) if jump else to
    soft = cv2.GaussianBlur(mask, (0, 0), 0.4)
    return (soft * (0.9 / 255)).astype(np.float32)


def _seal_near(rng: Random, place: Mapping[str, Any], department: str, over: bool) -> Seal:
    """A seal on a leaf; one that is meant to cover it lies closer."""
    x0, y0, x1, y1 = place["bbox"]
    small = rng.random() < 0.15
    across = NAME_SEAL_ACROSS if small else SEAL_ACROSS * rng.uniform(0.9, 1.05)
    reach = across * (0.4 if over else 0.55)
    return Seal(
        page=int(place["page"]),
        centre=(
            max(across / 2 + 4, (x0 + x1) / 2 + rng.uniform(-reach, reach)),
            max(across / 2 + 4, (y0 + y1) / 2 + rng.uniform(-reach, reach)),
        ),
        across=across,
        angle=rng.gauss(0, 8),
        ink=rng.uniform(0.5, 0.92),
        colour=(rng.randint(35, 90), rng.randint(20, 60), rng.randint(200, 235)),
        shape="square" if small else "round",
        words=department,
        below=rng.choice(("", "", "财务专用章", "预算专用章", "4213810012345")),
        seed=rng.randrange(1 << 30),
    )


def _inked(sheet: Image, mask: Mask, x: int, y: int, colour: Colour) -> Image:
    """Ink takes light away: paper shows its colour, print stays dark."""
    height, width = sheet.shape[:2]
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(width, x + mask.shape[1]), min(height, y + mask.shape[0])
    if x1 <= x0 or y1 <= y0:
        return sheet
    part = mask[y0 - y : y1 - y, x0 - x : x1 - x, None]
    through = 1 - part * (1 - np.array(colour, np.float32) / 255)
    out = sheet.copy()
    out[y0:y1, x0:x1] = (sheet[y0:y1, x0:x1] * through).astype(np.uint8)
    return out


def _round_face(seal: Seal, side: int) -> Pillow.Image:
    face = Pillow.new("L", (side, side), 0)
    pen = ImageDraw.Draw(face)
    edge = round(side * 0.012)
    pen.ellipse((edge, edge, side - edge, side - edge), outline=255, width=round(side * 0.03))
    pen.polygon(_star(side / 2, side * 0.47, side * 0.16), fill=255)
    em = side * (0.145 if len(seal.words) <= 14 else 0.115)
    _along_arc(face, seal.words, em, side * 0.375, min(270.0, 22.0 * len(seal.words)), False)
    if seal.below.isascii():
        _along_arc(face, seal.below, side * 0.06, side * 0.42, 6.5 * len(seal.below), True)
    else:
        glyphs = _line(seal.below, side * 0.1)
        face.paste(255, (round((side - glyphs.width) / 2), round(side * 0.69)), glyphs)
    return face


def _square_face(seal: Seal, side: int) -> Pillow.Image:
    """A name seal: two columns of two characters in a frame."""
    face = Pillow.new("L", (side, side), 0)
    inner = round(side * 0.68)
    left = (side - inner) // 2
    frame = (left, left, left + inner, left + inner)
    ImageDraw.Draw(face).rectangle(frame, outline=255, width=round(side * 0.035))
    words = (seal.words + "之印章")[:3] + "印"
    half = inner // 2
    for index, word in enumerate(words):
        x = left + half * (1 - index // 2) + round(half * 0.1)
        y = left + half * (index % 2) + round(half * 0.08)
        glyph = _line(word, half * 0.85)
        face.paste(255, (x, y), glyph)
    return face


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    radii = (radius, radius * 0.382)
    return [
        (x + radii[i % 2] * sin(i * pi / 5), y - radii[i % 2] * cos(i * pi / 5)) for i in range(10)
    ]


def _along_arc(
    face: Pillow.Image, words: str, em: float, radius: float, span: float, under: bool
) -> None:
    """Writes around the middle of the face: above it, or below it with the feet outwards."""
    centre = face.width / 2
    for index, word in enumerate(words):
        share = (index + 0.5) / len(words) - 0.5
        angle = -share * span + 180 if under else share * span
        glyph = _line(word, em)
        narrow = glyph.resize((max(1, round(glyph.width * 0.8)), glyph.height))
        tile = narrow.rotate(
            180 - angle if under else -angle, Pillow.Resampling.BICUBIC, expand=True
        )
        x = centre + radius * sin(radians(angle)) - tile.width / 2
        y = centre - radius * cos(radians(angle)) - tile.height / 2
        face.paste(255, (round(x), round(y)), tile)


def _line(words: str, em: float) -> Pillow.Image:
    """Characters as a mask; an empty one where no Chinese font is installed."""
    size = (max(1, round(em * len(words))), max(1, round(em * 1.15)))
    tile = Pillow.new("L", size, 0)
    font = _font(round(em))
    if font is not None:
        ImageDraw.Draw(tile).text((0, 0), words, fill=255, font=font, stroke_width=round(em / 40))
    return tile


def _font(size: int) -> ImageFont.FreeTypeFont | None:
    for file, index in FONT_FILES.values():
        if Path(file).exists():
            return ImageFont.truetype(file, size, index)
    return None


def _field(rng: np.random.Generator, side: int, cells: int, low: float, high: float) -> Mask:
    """Smooth patches between two values."""
    coarse = rng.uniform(low, high, (max(2, cells), max(2, cells))).astype(np.float32)
    return np.clip(
        cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC), low, high
    ).astype(np.float32)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
