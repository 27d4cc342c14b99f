"""Scanned pages: shenbao beside tools that read the whole page, same pictures, same models.

`python benchmarks/scans.py [--pages N] [--rounds N]` scans filings with a fixed seed and
decodes each page once. Then every tool reads each page in turn, one thread each: seconds of
CPU (child processes counted in), ratios within a round, the characters that are missing, tables
and cells found. Characters are counted without regard to their order, which tables have none
of: those of the truth that were not read, of all. Then shenbao alone, file to JSON: seconds a
page by stage, the peak memory of a process, what a page takes while two processes work.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from unittest.mock import patch

import cv2
import numpy as np
import orjson
import pytesseract
from rapidocr import EngineType, RapidOCR
from rich.console import Console
from rich.table import Table

import extract.scan.page
import extract.scan.pictures
import extract.scan.rapid
import extract.scan.tesseract
import shenbao.process
from corpus.scanner import make_scans
from extract.scan.page import read_scan
from extract.scan.pictures import PdfPictures, Picture
from extract.scan.rapid import Engine, RapidRecogniser
from extract.scan.voices import Voices
from shenbao.bulk import document_of
from shenbao.process import process

SEED = 4711
DPI = 200
BASE = "shenbao, ONNX Runtime"
# Rounds that differ by more than this share of their middle, or take this much longer than
# they compute, say that the machine was busy.
NOISY = 0.15
MEMORY = Path(__file__).parent / "memory.py"
# Where the clock is read: the module or class, the name there, the stage.
STAGES = (
    (extract.scan.pictures.PdfPictures, "picture", "decode"),
    (extract.scan.page, "straighten", "straighten"),
    (extract.scan.page, "strokes_of", "strokes"),
    (extract.scan.page, "rulings_of", "rulings"),
    (extract.scan.page, "_grids", "grid"),
    (extract.scan.page, "without_rulings", "lines by ink"),
    (extract.scan.page, "print_of", "lines by ink"),
    (extract.scan.page, "faint", "lines by ink"),
    (extract.scan.page, "ink_mask", "lines by ink"),
    (extract.scan.page, "type_size", "lines by ink"),
    (extract.scan.page, "_stretches", "lines by ink"),
    (extract.scan.page, "_layout", "lines by ink"),
    (extract.scan.rapid.RapidRecogniser, "read", "recognise"),
    (extract.scan.tesseract.TesseractRecogniser, "read", "second voice"),
    (shenbao.process, "read_form", "form"),
    (shenbao.process, "check_reading", "rules"),
)


class Read(NamedTuple):
    """What a tool made of one page; None where it knows no tables."""

    text: str
    tables: int | None = None
    cells: int | None = None


class Page(NamedTuple):
    picture: Picture
    text: str


Tool = Callable[[Picture], Read]


@dataclass
class Score:
    """One tool over all pages: seconds a page by round, and what it read."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    missing: int = 0
    tables: int | None = None
    cells: int | None = None


def main() -> None:
    options = _options()
    start_with_one_thread()
    cv2.setNumThreads(1)
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        files = scanned(Path(folder))
        pages = [page for path in files for page in pages_of(path)][: options.pages]
        characters = sum(letters(page.text).total() for page in pages)
        scores = measured(tools(console), pages, options.rounds)
        console.print(speed_table(scores, characters, len(pages), options.rounds))
        console.print(noise(scores))
        console.print(stage_table(files[0]))
        print_memory(console, files[0])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def start_with_one_thread() -> None:
    """Starts this program anew where needed: numeric libraries look when they are imported."""
    if os.environ.get("OMP_NUM_THREADS") != "1":
        one = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **one})


def scanned(folder: Path) -> list[Path]:
    made = make_scans(3, SEED, folder, dpi=DPI, producers=["reportlab"])
    return [path for path in sorted(made) if path.suffix == ".pdf"]


def pages_of(path: Path) -> list[Page]:
    truth = orjson.loads(path.with_suffix(".truth.json").read_bytes())
    pictures = PdfPictures(path.read_bytes())
    with contextlib.closing(pictures):
        return [
            Page(
                pictures.picture(number),
                "".join(run["text"] for run in truth["runs"] if run["page"] == number),
            )
            for number in range(1, len(truth["page_sizes"]) + 1)
        ]


def tools(console: Console) -> dict[str, Tool]:
    found = {
        BASE: ours("onnxruntime"),
        "shenbao, OpenVINO": ours("openvino"),
        "RapidOCR, ONNX Runtime": whole_page(EngineType.ONNXRUNTIME),
        "RapidOCR, OpenVINO": whole_page(EngineType.OPENVINO),
        "Tesseract chi_sim": with_tesseract,
    }
    if find_spec("img2table"):
        found["img2table with RapidOCR"] = img2table()
    else:
        console.print("img2table is left out: `make bench-scans` installs it")
    return found


def ours(engine: Engine) -> Tool:
    """Without the second voice, which reads doubtful lines only: the same models for all."""
    voices = Voices(RapidRecogniser(engine))

    def read(picture: Picture) -> Read:
        layout = read_scan(picture, voices).layout
        cells = [cell for table in layout.tables for cell in table.cells]
        lines = [line for cell in cells for line in cell.lines]
        text = "".join(line.text for line in (*lines, *layout.lines))
        return Read(text, len(layout.tables), len(cells))

    return read


def settings(engine: EngineType) -> dict[str, Any]:
    return {
        "Global.use_cls": False,
        "Global.log_level": "error",
        "Det.engine_type": engine,
        "Rec.engine_type": engine,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.openvino.inference_num_threads": 1,
    }


def whole_page(engine: EngineType) -> Tool:
    ocr = RapidOCR(params=settings(engine))

    def read(picture: Picture) -> Read:
        return Read("".join(ocr(colours(picture), use_cls=False).txts or ()))

    return read


def with_tesseract(picture: Picture) -> Read:
    return Read(pytesseract.image_to_string(colours(picture)[..., ::-1], lang="chi_sim"))


def img2table() -> Tool:
    """Its text is that of its tables, its titles and no more: it gives nothing else out."""
    from img2table.document import Image
    from img2table.ocr import RapidOCR as Reader
    from rapidocr import LangRec

    reader = Reader({**settings(EngineType.ONNXRUNTIME), "Rec.lang_type": LangRec.CH})

    def read(picture: Picture) -> Read:
        png = cv2.imencode(".png", colours(picture))[1].tobytes()
        upright = Image(png, detect_rotation=True)
        tables = upright.extract_tables(ocr=reader, borderless_tables=False)
        # A cell that spans several places is given at each of them.
        cells = {
            (index, cell.bbox.x1, cell.bbox.y1): cell.value or ""
            for index, table in enumerate(tables)
            for row in table.content.values()
            for cell in row
        }
        titles = "".join(table.title or "" for table in tables)
        return Read(titles + "".join(cells.values()), len(tables), len(cells))

    return read


def colours(picture: Picture) -> Any:
    """Blue, green, red: as OpenCV has them."""
    pixels = picture.pixels
    return np.ascontiguousarray(pixels[..., ::-1] if pixels.ndim == 3 else np.dstack([pixels] * 3))


def measured(found: dict[str, Tool], pages: Sequence[Page], rounds: int) -> dict[str, Score]:
    """Page by page each tool in turn, so that a busy machine strikes them alike."""
    scores = {name: Score() for name in found}
    for tool in found.values():
        tool(pages[0].picture)
    for number in range(rounds):
        for score in scores.values():
            score.cpu.append(0.0)
            score.wall.append(0.0)
        for page in pages:
            for name, tool in found.items():
                before = cpu(), perf_counter()
                read = tool(page.picture)
                scores[name].cpu[-1] += (cpu() - before[0]) / len(pages)
                scores[name].wall[-1] += (perf_counter() - before[1]) / len(pages)
                if not number:
                    count(scores[name], read, page.text)
    return scores


def cpu() -> float:
    """Seconds that this process and those it waited for have computed."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def count(score: Score, read: Read, truth: str) -> None:
    score.missing += (letters(truth) - letters(read.text)).total()
    if read.tables is not None and read.cells is not None:
        score.tables = (score.tables or 0) + read.tables
        score.cells = (score.cells or 0) + read.cells


def letters(text: str) -> Counter[str]:
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


def speed_table(scores: dict[str, Score], characters: int, pages: int, rounds: int) -> Table:
    title = f"{pages} pages at {DPI} dpi, {rounds} rounds, one thread, CPU time"
    table = Table("tool", "s a page", "min-max", "wall", "ratio", title=title)
    for column in ("characters missing", "tables", "cells"):
        table.add_column(column, justify="right")
    for name, score in scores.items():
        ratios = [one / base for one, base in zip(score.cpu, scores[BASE].cpu, strict=True)]
        table.add_row(
            name,
            f"{median(score.cpu):.2f}",
            f"{min(score.cpu):.2f}-{max(score.cpu):.2f}",
            f"{median(score.wall):.2f}",
            f"{median(ratios):.2f}",
            f"{100 * score.missing / max(1, characters):.2f} %",
            "-" if score.tables is None else str(score.tables),
            "-" if score.cells is None else str(score.cells),
        )
    return table


def noise(scores: dict[str, Score]) -> str:
    widest = max((max(s.cpu) - min(s.cpu)) / median(s.cpu) for s in scores.values())
    waited = median(sum(s.wall) / sum(s.cpu) - 1 for s in scores.values())
    verdict = "a noisy run, measure again" if max(widest, waited) > NOISY else "a quiet run"
    return (
        f"rounds of one tool differ by up to {widest:.0%}, "
        f"the wall clock shows {waited:+.0%} over CPU time: {verdict}\n"
    )


def stage_table(path: Path) -> Table:
    """Where shenbao's time goes from file to JSON, as it is used: with the second voice."""
    document_of(process(path))
    spent: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        for owner, name, stage in STAGES:
            clocked = _clocked(getattr(owner, name), stage, spent)
            stack.enter_context(patch.object(owner, name, clocked))
        start = cpu()
        pages = (filing := process(path)).source.pages
        document_of(filing)
        total = cpu() - start
    spent["all else"] = total - sum(spent.values())
    table = Table("stage of shenbao", "s a page", "share", title=f"{pages} pages, file to JSON")
    for stage in [*dict.fromkeys(stage for *_, stage in STAGES), "all else"]:
        table.add_row(stage, f"{spent[stage] / pages:.3f}", f"{spent[stage] / total:.0%}")
    table.add_row("all", f"{total / pages:.3f}", "")
    return table


def _clocked(function: Callable[..., Any], stage: str, spent: Counter[str]) -> Any:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        start = cpu()
        try:
            return function(*args, **kwargs)
        finally:
            spent[stage] += cpu() - start

    return wrapper


def print_memory(console: Console, path: Path) -> None:
    pages = process(path).source.pages
    (alone,), _ = together(path, 1)
    console.print(f"peak memory of a process: {alone:.0f} MB (the second voice has its own)")
    # The second run of a process less its first: what starts up is no part of a page.
    for count in (1, 2):
        seconds = [together(path, count, times)[1] for times in (1, 2)]
        (spent,) = (after - before for before, after in pairwise(seconds))
        console.print(f"{count} at once: {spent / (count * pages):.2f} s of wall time a page")


def together(path: Path, count: int, times: int = 1) -> tuple[list[float], float]:
    """Peak MB of so many processes that read the file so many times, and their seconds."""
    start = perf_counter()
    command = [sys.executable, str(MEMORY), *[str(path)] * times]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    peaks = [float(one.communicate()[0].split()[1]) for one in running]
    return peaks, perf_counter() - start


if __name__ == "__main__":
    main()
