"""Writes pictures of pages as filings: PDF, TIFF, PNG, JPEG."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import pikepdf
from PIL import Image as Pillow
from PIL.TiffImagePlugin import AppendingTiffWriter

from corpus.warp import Image

Container = Literal["pdf", "tiff", "png", "jpeg"]
SUFFIX: dict[Container, str] = {"pdf": ".pdf", "tiff": ".tiff", "png": ".png", "jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a text layer: what it says and the box it says it of, in points, y down."""

    text: str
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A scanned page: pixels (grey, or blue, green, red), and the text under them."""

    pixels: Image
    dpi: int
    quality: int
    bitonal: bool
    words: tuple[Words, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.pixels.shape[1] * 72 / self.dpi, self.pixels.shape[0] * 72 / self.dpi


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that was never on paper: number `page` (from 1) of the digital filing."""

    page: int


def write_pdf(path: Path, pages: Iterable[Picture | Kept], digital: Path) -> None:
    """One PDF of pictures, among them pages of the digital filing as they were."""
    with pikepdf.new() as pdf, pikepdf.open(digital) as source:
        for page in pages:
            if isinstance(page, Kept):
                pdf.pages.append(source.pages[page.page - 1])
            else:
                _add_picture(pdf, page)
        pdf.save(path, deterministic_id=True)


def write_tiff(path: Path, pages: Iterable[Picture]) -> None:
    """One TIFF of many pages, each compressed as scanners do."""
    with AppendingTiffWriter(str(path), True) as tiff:
        for page in pages:
            image = _pillow(page)
            form = (
                {"compression": "group4"}
                if page.bitonal
                else {"compression": "jpeg", "quality": page.quality}
            )
            image.save(tiff, format="TIFF", dpi=(page.dpi, page.dpi), **form)
            tiff.newFrame()


def write_image(path: Path, page: Picture) -> None:
    """One page as PNG (after JPEG has had its way with it) or JPEG."""
    dpi = (page.dpi, page.dpi)
    if path.suffix == ".png":
        _pillow(page, again=True).save(path, dpi=dpi)
    else:
        # 4:2:0 and the density in the header, as scanners and telephones write.
        _pillow(page).convert("L" if page.pixels.ndim == 2 else "RGB").save(
            path, format="JPEG", quality=page.quality, dpi=dpi
        )


def jpeg_bytes(page: Picture) -> bytes:
    """The picture as JPEG."""
    done, coded = cv2.imencode(".jpg", page.pixels, [cv2.IMWRITE_JPEG_QUALITY, page.quality])
    if not done:
        raise ValueError("OpenCV could not write a JPEG")
    return coded.tobytes()


def _pillow(page: Picture, again: bool = False) -> Pillow.Image:
    if page.bitonal:
        return Pillow.fromarray(page.pixels).convert("1")
    if again:
        return Pillow.open(io.BytesIO(jpeg_bytes(page)))
    if page.pixels.ndim == 2:
        return Pillow.fromarray(page.pixels)
    return Pillow.fromarray(np.ascontiguousarray(page.pixels[:, :, ::-1]))


def _add_picture(pdf: Any, page: Picture) -> None:
    width, height = page.size
    pdf.add_blank_page(page_size=(round(width, 3), round(height, 3)))
    leaf = pdf.pages[-1]
    leaf.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=_x_object(pdf, page)))
    drawing = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Scan Do Q\n".encode()
    if page.words:
        leaf.Resources.Font = pikepdf.Dictionary(Song=_song(pdf))
        # The text goes under the picture, as programs for scanners write it.
        drawing = _text_stream(page.words, height) + drawing
    leaf.Contents = pdf.make_stream(drawing)


def _x_object(pdf: Any, page: Picture) -> Any:
    height, width = page.pixels.shape[:2]
    entries = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": width,
        "/Height": height,
        "/BitsPerComponent": 1 if page.bitonal else 8,
        "/ColorSpace": pikepdf.Name.DeviceRGB if page.pixels.ndim == 3 else pikepdf.Name.DeviceGray,
    }
    if page.bitonal:
        return pikepdf.Stream(pdf, np.packbits(page.pixels > 127, axis=1).tobytes(), entries)
    entries["/Filter"] = pikepdf.Name.DCTDecode
    return pikepdf.Stream(pdf, jpeg_bytes(page), entries)


def _song(pdf: Any) -> Any:
    """Adobe's CID font, which every reader brings along."""
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=4
        ),
        DW=1000,
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        Encoding=pikepdf.Name("/UniGB-UCS2-H"),
        DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
    )


def _text_stream(words: Sequence[Words], height: float) -> bytes:
    """Invisible text (render mode 3), stretched to the boxes."""
    lines = ["BT 3 Tr"]
    for one in words:
        x0, y0, x1, y1 = one.bbox
        size = max(1.0, y1 - y0)
        stretch = 100 * (x1 - x0) / (size * max(1, len(one.text)))
        code = one.text.encode("utf-16-be", "ignore").hex()
        lines.append(
            f"/Song {size:.2f} Tf {max(1.0, stretch):.1f} Tz "
            f"1 0 0 1 {x0:.2f} {height - y1 + size * 0.12:.2f} Tm <{code}> Tj"
        )
    return "\n".join([*lines, "ET", ""]).encode()
