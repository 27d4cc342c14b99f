"""Scanned pages: shenbao beside RapidOCR over the whole page, same pictures, same models.

`python benchmarks/scans.py [--pages N] [--rounds N]` scans filings with a fixed seed, decodes
each page once, then lets every contender read all pages in turn, one thread each, and prints
seconds of CPU a page, their ratios, and the share of characters wrong. Characters are counted
without regard to their order (tables have none): those of the truth that are missing, of all.
"""

import argparse
import json
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np
from rapidocr import EngineType, RapidOCR

from corpus.scanner import make_scans
from extract.scan.page import read_scan
from extract.scan.pictures import PdfPictures, Picture
from extract.scan.rapid import RapidRecogniser
from extract.scan.voices import Voices

SEED = 4711
Reader = Callable[[Picture], str]


def pages_of(folder: Path, count: int) -> list[tuple[Picture, str]]:
    """Pictures and the text that stands on each."""
    make_scans(3, SEED, folder, dpi=200, producers=["reportlab"])
    found = []
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        name = folder / truth["files"][0]
        if name.suffix != ".pdf":
            continue
        pictures = PdfPictures(name.read_bytes())
        for number in range(1, len(truth["page_sizes"]) + 1):
            text = "".join(run["text"] for run in truth["runs"] if run["page"] == number)
            found.append((pictures.picture(number), text))
        pictures.close()
    return found[:count]


def ours(engine: Any, second: bool) -> Reader:
    from extract.scan.tesseract import TesseractRecogniser

    voices = Voices(RapidRecogniser(engine), TesseractRecogniser() if second else None)

    def read(picture: Picture) -> str:
        layout = read_scan(picture, voices).layout
        cells = [line for table in layout.tables for cell in table.cells for line in cell.lines]
        return "".join(line.text for line in (*cells, *layout.lines))

    return read


def whole_page(engine: EngineType) -> Reader:
    ocr = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Det.engine_type": engine,
            "Rec.engine_type": engine,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.openvino.inference_num_threads": 1,
        }
    )

    def read(picture: Picture) -> str:
        pixels = picture.pixels
        shown = pixels[..., ::-1] if pixels.ndim == 3 else np.dstack([pixels] * 3)
        return "".join(ocr(np.ascontiguousarray(shown), use_cls=False).txts or ())

    return read


def letters(text: str) -> Counter[str]:
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        pages = pages_of(Path(folder), options.pages)
    contenders: dict[str, Reader] = {
        "shenbao, OpenVINO": ours("openvino", second=False),
        "shenbao, ONNX Runtime": ours("onnxruntime", second=False),
        "RapidOCR whole page, OpenVINO": whole_page(EngineType.OPENVINO),
        "RapidOCR whole page, ONNX Runtime": whole_page(EngineType.ONNXRUNTIME),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    wrong: Counter[str] = Counter()
    total = sum(sum(letters(text).values()) for _, text in pages)
    for read in contenders.values():
        read(pages[0][0])
    for number in range(options.rounds):
        for name, read in contenders.items():
            spent = 0.0
            for picture, text in pages:
                start = time.process_time()
                said = read(picture)
                spent += time.process_time() - start
                if not number:
                    wrong[name] += sum((letters(text) - letters(said)).values())
            seconds[name].append(spent / len(pages))
    base = median(seconds["shenbao, OpenVINO"])
    print(f"{len(pages)} pages at 200 dpi, {options.rounds} rounds, CPU time, one thread")
    for name, spent in seconds.items():
        share = 100 * wrong[name] / max(1, total)
        print(
            f"{name:36} {median(spent):6.2f} s a page  {median(spent) / base:5.2f} x"
            f"  characters missing {share:5.2f}%"
        )
    print(
        "The second voice (Tesseract, its own process) is left out: it reads doubtful lines only."
    )


if __name__ == "__main__":
    main()
