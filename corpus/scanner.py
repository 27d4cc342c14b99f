"""Makes scans: a digital filing printed, stamped, put on a scanner; its truth moved along.

`python -m corpus.scanner --count 10 --seed 77 --dpi 200 --out /tmp/scans` writes
`s0000-200-reportlab.pdf` (or `.tiff`) with `s0000-200-reportlab.truth.json` beside it.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Literal

import cv2
import numpy as np
import pypdfium2

from corpus.faults import Faults, Hardness, draw_faults
from corpus.layout import PRODUCERS
from corpus.make import Form, draw_made, dumped, installed, write_all
from corpus.paper import BEDS, TINTS, aged, in_mode, photographed, print_mask, printed
from corpus.pictures import (
    SUFFIX,
    Container,
    Kept,
    Picture,
    Words,
    write_image,
    write_pdf,
    write_tiff,
)
from corpus.stamps import Scrawl, Seal, draw_scrawls, draw_seals, stamped, written
from corpus.textruns import TextLayer, runs_of, spoiled
from corpus.warp import Box, Image, Warp, hull, warp_of, warped

DPIS = (300, 200, 150)

AT_A_TIME = 24
"""Filings made before they are scanned: the writers start their programs once for all."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """One page of the scan, its lengths in points.

    `source` is the page of the digital filing (None: an empty back), `warp` the
    way from there in pixels (None: nothing moved).
    """

    source: int | None
    page: int
    size: tuple[float, float]
    faults: Faults
    warp: Warp | None = None
    seals: tuple[Box, ...] = ()
    scrawls: tuple[Box, ...] = ()
    runs: tuple[Words, ...] = ()

    def moved(self, bbox: Sequence[float]) -> list[float]:
        """A box of the digital page (points) on the scanned one; itself where it was kept."""
        if self.warp is None:
            return list(bbox)
        scale = self.faults.dpi / 72
        return [round(v / scale, 2) for v in self.warp.moved_box([v * scale for v in bbox])]


def scan(
    pdf: Path,
    truth: Mapping[str, Any],
    faults: Faults,
    out: Path,
    container: Container = "pdf",
    text_layer: TextLayer = "none",
    digital: frozenset[int] = frozenset(),
) -> dict[str, Any]:
    """Scans a digital filing to `out` and gives the truth of the scan.

    `out` is the file to write; for "png" and "jpeg" each page is a file of its
    own (`NAME-1.png`, ...) and the truth lists them under `files`. `digital`
    are the pages (from 1) that were never printed; they, like a `text_layer`,
    need a PDF. The same arguments give the same bytes.

    The truth keeps declaration, tables and planted faults; its boxes are moved,
    and cut at the edge of the picture. New in it: `faults`; `seals` and
    `handwriting` (`[{"page", "bbox"}]`); `page_sizes` in points; `page_faults`,
    skew and turn of each page; `runs`, the stretches of text on the page with
    their boxes (`[{"page", "bbox", "text"}]`); `container`, `text_layer`,
    `digital_pages`. Raises `ValueError` for a combination that no file can hold.
    """
    if container != "pdf" and (digital or text_layer != "none"):
        raise ValueError("only a PDF holds digital pages or a text layer")
    done: list[Scanned] = []
    pages = _pages(pdf, truth, faults, text_layer, digital, done)
    files = _write(out, container, pages, pdf)
    return {
        **_moved_truth(truth, done),
        "container": container,
        "text_layer": text_layer,
        "digital_pages": [one.page for one in done if one.source in digital],
        "files": [file.name for file in files],
        "faults": asdict(faults),
    }


def make_scans(
    count: int,
    seed: int,
    out: Path,
    dpi: int | None = None,
    hardness: Hardness | None = None,
    producers: Sequence[str] | None = None,
    first: int = 0,
    forms: Sequence[Form] = ("department",),
) -> list[Path]:
    """Writes `count` scans and their truth to `out`; the same seed gives the same scans.

    Without `dpi` resolutions take turns; forms always do. Filing number `index` (from `first`)
    of a seed is the same whatever the count. Gives the files; raises as
    `make_corpus` does for producers.
    """
    wanted = tuple(producers) if producers is not None else PRODUCERS
    usable = set(installed(wanted))
    turns = [name for name in PRODUCERS if name in usable]
    if not turns:
        raise RuntimeError(f"none of {', '.join(wanted)} is installed")
    out.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for start in range(first, first + count, AT_A_TIME):
        indexes = range(start, min(start + AT_A_TIME, first + count))
        made = [
            draw_made(index, seed, turns[index % len(turns)], forms[index % len(forms)])
            for index in indexes
        ]
        with tempfile.TemporaryDirectory() as folder:
            for index, pdf in zip(indexes, write_all(made, Path(folder)), strict=True):
                resolution = dpi if dpi is not None else DPIS[index % len(DPIS)]
                files += _scan_made(pdf, seed, index, resolution, hardness, out)
    return files


def page_faults(faults: Faults, page: int) -> Faults:
    """The faults of one page: a feeder takes each a little differently."""
    rng = Random(f"{faults.seed}/page/{page}")
    wander = rng.gauss(0, 0.05 + 0.2 * min(1.0, abs(faults.skew)))
    keep = faults.turned == "all" or page % 3 == faults.seed % 3
    return replace(
        faults,
        skew=round(faults.skew + wander, 3) if faults.skew else 0.0,
        turn=faults.turn if keep else 0,
    )


def bundle(pages: int, faults: Faults) -> list[int | None]:
    """Source pages (from 1) in the order of the scan; None is a sheet's empty back."""
    order = list(range(1, pages + 1))
    if 0 < faults.swap < pages:
        first = faults.swap - 1
        order[first], order[first + 1] = order[first + 1], order[first]
    return [side for page in order for side in ((page, None) if faults.blanks else (page,))]


def _pages(
    pdf: Path,
    truth: Mapping[str, Any],
    faults: Faults,
    text_layer: TextLayer,
    digital: frozenset[int],
    done: list[Scanned],
) -> Iterator[Picture | Kept]:
    """Every page of the scan, one at a time; `done` gains a record of each."""
    seals, document = draw_seals(faults, truth), pypdfium2.PdfDocument(pdf)
    try:
        for number, source in enumerate(bundle(len(document), faults), start=1):
            if source is None:
                blank = _blank(done[-1], number)
                done.append(Scanned(None, number, blank.size, faults))
                yield blank
                continue
            if source in digital:
                done.append(_kept(document, source, number))
                yield Kept(source)
                continue
            here = page_faults(faults, source)
            boxes = evidence_boxes(truth, source)
            page, record = scan_page(document, source, number, here, seals, boxes)
            done.append(record)
            words = spoiled(record.runs, text_layer, Random(f"{faults.seed}/text/{source}"))
            yield replace(page, words=words)
    finally:
        document.close()


def scan_page(
    document: Any,
    source: int,
    number: int,
    faults: Faults,
    seals: Sequence[Seal],
    evidence: Sequence[Box],
) -> tuple[Picture, Scanned]:
    """One page through printer, desk and scanner."""
    rng = np.random.default_rng([faults.seed, source])
    page = render(document, source, faults.dpi)
    print_box = _print_box(page)
    warp = warp_of(faults, (page.shape[1], page.shape[0]), print_box, rng)
    scale = faults.dpi / 72
    size = (page.shape[1] / scale, page.shape[0] / scale)
    in_points: Box = tuple(v / scale for v in print_box)  # type: ignore[assignment]
    here = [seal for seal in seals if seal.page == source]
    scrawls = draw_scrawls(faults, source, size, in_points, evidence)
    behind = render(document, source + 1, faults.dpi) if _shines(document, source, faults) else None
    sheet = printed(page, faults, rng)
    for seal in here:
        sheet = stamped(sheet, seal, faults.dpi)
    for scrawl in scrawls:
        sheet = written(sheet, scrawl, faults.dpi)
    sheet = in_mode(aged(sheet, behind, print_box[0], faults, rng), faults)
    picture = photographed(warped(sheet, warp, BEDS[faults.bed]), faults, rng)
    record = Scanned(
        source=source,
        page=number,
        size=(warp.size[0] / scale, warp.size[1] / scale),
        faults=faults,
        warp=warp,
        seals=tuple(_stamp_box(warp, seal, scale) for seal in here),
        scrawls=tuple(_moved_box(warp, scrawl, scale) for scrawl in scrawls),
    )
    runs = tuple(
        Words(run.text, tuple(record.moved(run.bbox)))  # type: ignore[arg-type]
        for run in runs_of(document[source - 1])
    )
    return _picture(picture, faults), replace(record, runs=runs)


def render(document: Any, page: int, dpi: int) -> Image:
    """The digital page (from 1) as it is displayed, blue, green, red."""
    leaf = document[page - 1]
    bitmap = leaf.render(scale=dpi / 72)
    pixels = np.asarray(bitmap.to_numpy(), np.uint8)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
    return pixels[:, :, :3].copy()


def _picture(pixels: Image, faults: Faults) -> Picture:
    return Picture(pixels, faults.dpi, faults.quality, faults.mode == "black-and-white")


def _blank(front: Scanned, page: int) -> Picture:
    """The empty back of a sheet, as large as the picture of its front."""
    faults = front.faults
    rng = np.random.default_rng([faults.seed, 0, page])
    width, height = (round(v * faults.dpi / 72) for v in front.size)
    sheet = np.full((height, width, 3), TINTS[faults.tint], np.uint8)
    return _picture(photographed(in_mode(sheet, faults), faults, rng), faults)


def _kept(document: Any, source: int, number: int) -> Scanned:
    leaf = document[source - 1]
    runs = tuple(runs_of(leaf))
    return Scanned(source, number, leaf.get_size(), Faults(), runs=runs)


def _shines(document: Any, source: int, faults: Faults) -> bool:
    return faults.bleed > 0 and source < len(document)


def _print_box(page: Image) -> Box:
    """The box of all print in pixels; the middle of the page where there is none."""
    mask = print_mask(page)
    x, y, width, height = cv2.boundingRect(mask)
    if not width:
        return page.shape[1] / 3, page.shape[0] / 3, page.shape[1] / 2, page.shape[0] / 2
    return float(x), float(y), float(x + width), float(y + height)


def _stamp_box(warp: Warp, seal: Seal, scale: float) -> Box:
    x0, y0, x1, y1 = hull(warp.moved(seal.outline * scale))
    width, height = warp.size
    return (
        max(0.0, x0) / scale,
        max(0.0, y0) / scale,
        min(width, x1) / scale,
        min(height, y1) / scale,
    )


def _moved_box(warp: Warp, scrawl: Scrawl, scale: float) -> Box:
    moved = warp.moved_box([v * scale for v in scrawl.bbox])
    return tuple(v / scale for v in moved)  # type: ignore[return-value]


def evidence_boxes(truth: Mapping[str, Any], page: int) -> list[Box]:
    """Where values stand on a page of the digital filing."""
    return [
        tuple(place["bbox"])
        for places in truth["evidence"].values()
        for place in places
        if place["page"] == page
    ]


def _moved_truth(truth: Mapping[str, Any], done: Sequence[Scanned]) -> dict[str, Any]:
    """The truth with every place where the scan has it."""
    by_source = {one.source: one for one in done}

    def moved(places: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"page": by_source[p["page"]].page, "bbox": by_source[p["page"]].moved(p["bbox"])}
            for p in places
        ]

    def listed(boxes: str) -> list[dict[str, Any]]:
        return [
            {"page": one.page, "bbox": [round(v, 2) for v in box]}
            for one in done
            for box in getattr(one, boxes)
        ]

    return {
        **truth,
        "evidence": {key: moved(places) for key, places in truth["evidence"].items()},
        "seals": listed("seals"),
        "handwriting": listed("scrawls"),
        "pages": len(done),
        "page_sizes": [[round(v, 2) for v in one.size] for one in done],
        "page_faults": [
            {"page": one.page, "skew": one.faults.skew, "turn": one.faults.turn} for one in done
        ],
        "runs": [
            {"page": one.page, "bbox": [round(v, 2) for v in run.bbox], "text": run.text}
            for one in done
            for run in one.runs
        ],
    }


def _write(
    out: Path, container: Container, pages: Iterator[Picture | Kept], digital: Path
) -> list[Path]:
    if container == "pdf":
        write_pdf(out, pages, digital)
        return [out]
    pictures = (page for page in pages if isinstance(page, Picture))
    if container == "tiff":
        write_tiff(out, pictures)
        return [out]
    files = []
    for number, page in enumerate(pictures, start=1):
        files.append(out.with_name(f"{out.stem}-{number}{SUFFIX[container]}"))
        write_image(files[-1], page)
    return files


def _scan_made(
    pdf: Path, seed: int, index: int, dpi: int, hardness: Hardness | None, out: Path
) -> list[Path]:
    """Scans one filing as an office would send it, and writes the truth beside it."""
    rng = Random(f"{seed}/{index}/{dpi}/scan")
    truth = json.loads(pdf.with_suffix(".truth.json").read_text(encoding="utf-8"))
    faults = draw_faults(rng, dpi, hardness)
    pages = int(truth["pages"])
    container: Container = rng.choices(("pdf", "tiff"), (85, 15))[0]
    text_layer: TextLayer = rng.choices(("none", "wrong", "garbled"), (88, 6, 6))[0]
    mixed = pages > 2 and container == "pdf" and rng.random() < 0.08
    digital = frozenset(rng.sample(range(1, pages + 1), pages // 2)) if mixed else frozenset()
    name = f"s{index:04d}-{dpi}-{truth['producer']}"
    file = out / f"{name}{SUFFIX[container]}"
    layer: TextLayer = text_layer if container == "pdf" else "none"
    moved = scan(pdf, truth, faults, file, container, layer, digital)
    (out / f"{name}.truth.json").write_text(dumped(moved), encoding="utf-8")
    return [out / one for one in moved["files"]]


def main() -> None:
    """Command line of the scanner."""
    parser = argparse.ArgumentParser(description="Make scans with known truth.")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dpi", type=int, choices=DPIS, help="without it they take turns")
    levels: tuple[Literal["mild", "middling", "hard"], ...] = ("mild", "middling", "hard")
    parser.add_argument("--hardness", choices=levels)
    parser.add_argument("--producers", nargs="*", choices=PRODUCERS)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    files = make_scans(args.count, args.seed, args.out, args.dpi, args.hardness, args.producers)
    print(f"{len(files)} files in {args.out}")


if __name__ == "__main__":
    main()
