"""How long digital filings take: shenbao against pdfplumber and camelot on the same pages.

`python benchmarks/digital.py [FILE...]` (by default the samples) reads the files
in turns, one thread, everything imported and warm:

- shenbao, from the bytes of a filing to the bytes of its JSON document, findings included;
- pdfplumber, only `extract_tables()` of every page;
- camelot, only the tables of its "lattice" flavour, on as many whole files as
  `--camelot-pages` allows.

Times are of the processor: with one thread they are the wall clock's, less what
other programs take. A ratio is taken within one round, over the same pages, and the
median of all rounds is printed. Nothing here passes or fails.
"""

import argparse
import contextlib
import functools
import gc
import io
import logging
import os
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time as clock
from typing import Any
from unittest.mock import patch

import camelot
import cv2
import pdfplumber
import pikepdf
from rich.console import Console
from rich.table import Table

import extract.document
import extract.pdfium
import shenbao.paper
import shenbao.process
from shenbao.bulk import document_of
from shenbao.process import process_all
from shenbao.worker import tune_collector

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpus" / "samples"
OURS = ("extract", "normalize", "rules", "shenbao")

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}

# What issue 2 asks for, and what it aims at.
TARGETS = {"pdfplumber": (5, 8), "camelot": (20, 30)}

# Where the clock is read: the module that looks the function up, its name there, the stage.
STAGES: tuple[tuple[Any, str, str], ...] = (
    (shenbao.paper, "opened_pdfium", "open"),
    (extract.pdfium.PdfiumFile, "read", "read pages"),
    (extract.document, "_lay_out", "layout"),
    (extract.document, "stitch", "stitch"),
    (shenbao.process, "read_form", "form"),
    (shenbao.process, "check_reading", "rules"),
    (shenbao.process, "_filing", "output: models"),
)
WRITING = "output: JSON"
REST = "rest"


@dataclass(frozen=True, slots=True)
class Sample:
    """A filing: its file, its bytes, its number of pages."""

    path: Path
    data: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds that each took in one round; the last two over camelot's files only."""

    shenbao: float
    pdfplumber: float
    camelot: float | None
    shenbao_on_camelots: float


def main() -> None:
    options = _options()
    start_with_one_thread()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        paths = options.files or sorted(SAMPLES.glob("*.pdf"))
        if options.pages:
            paths = [cut(path, *options.pages, Path(folder)) for path in paths]
        samples = [load(path) for path in paths]
        for_camelot = chosen(samples, options.camelot_pages)
        print_report(samples, for_camelot, *measured(samples, for_camelot, options.rounds))


def start_with_one_thread() -> None:
    """Starts this program anew where needed: numeric libraries look when they are imported."""
    if not ONE_THREAD.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | ONE_THREAD)
    cv2.setNumThreads(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="PDFs (default: the samples)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--camelot-pages", type=int, default=40, help="0 leaves camelot out")
    parser.add_argument("--pages", type=_span, help="only these of each file: 8-20")
    return parser.parse_args()


def _span(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def cut(path: Path, first: int, last: int, folder: Path) -> Path:
    """Pages `first` to `last` (from 1) as a file of their own."""
    target = folder / path.name
    with pikepdf.open(path) as whole, pikepdf.new() as part:
        part.pages.extend(whole.pages[first - 1 : last])
        part.save(target)
    return target


def load(path: Path) -> Sample:
    with pikepdf.open(path) as pdf:
        return Sample(path, path.read_bytes(), len(pdf.pages))


def chosen(samples: Sequence[Sample], most_pages: int) -> list[Sample]:
    """Whole files for camelot, at least one unless it is left out."""
    files: list[Sample] = []
    for sample in samples if most_pages else ():
        if not files or pages_of(files) + sample.pages <= most_pages:
            files.append(sample)
    return files


def pages_of(samples: Sequence[Sample]) -> int:
    return sum(sample.pages for sample in samples)


def measured(
    samples: Sequence[Sample], for_camelot: Sequence[Sample], rounds: int
) -> tuple[list[Round], Counter[str]]:
    """The rounds, file by file each tool in turn, and shenbao's seconds by stage over all."""
    names = {sample.path for sample in for_camelot}
    warm_up(samples[0], bool(for_camelot))
    # Else each tool pays for walking over what the imports of the others left in memory.
    gc.collect()
    tune_collector()  # as in a worker of `shenbao run`
    done, stages = [], Counter[str]()
    for _ in range(rounds):
        forget()
        ours: dict[Path, float] = {}
        plumber = lattice = 0.0
        for sample in samples:
            ours[sample.path] = timed(read_with_shenbao, sample)
            plumber += timed(read_with_pdfplumber, sample)
            lattice += timed(read_with_camelot, sample) if sample.path in names else 0.0
        # By stages in a turn of its own: reading the clock is not what shenbao does.
        forget()
        stages += by_stage(samples)
        same = sum(seconds for path, seconds in ours.items() if path in names)
        done.append(Round(sum(ours.values()), plumber, lattice if for_camelot else None, same))
    return done, stages


def warm_up(sample: Sample, with_camelot: bool) -> None:
    read_with_shenbao(sample)
    read_with_pdfplumber(sample)
    if with_camelot:
        read_with_camelot(sample)


def forget() -> None:
    """Empties the caches that know values of filings (`≥95%`): no filing comes twice.

    Those without a limit hold what is loaded once, as the definitions of forms.
    """
    for found in gc.get_objects():
        if (
            isinstance(found, functools._lru_cache_wrapper)
            and found.__module__.startswith(OURS)
            and found.cache_parameters()["maxsize"] is not None
        ):
            found.cache_clear()


def timed(read: Callable[[Sample], object], sample: Sample) -> float:
    gc.collect()
    start = clock()
    read(sample)
    return clock() - start


def read_with_shenbao(sample: Sample) -> bytes:
    filings = process_all(sample.data, name=sample.path.name)
    return b"".join(map(document_of, filings))


def read_with_pdfplumber(sample: Sample) -> None:
    with pdfplumber.open(io.BytesIO(sample.data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def read_with_camelot(sample: Sample) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages without a table
        camelot.read_pdf(str(sample.path), pages="all", flavor="lattice")


def by_stage(samples: Sequence[Sample]) -> Counter[str]:
    """Seconds of each stage over all samples, by a clock around what the path calls."""
    seconds: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        for owner, name, stage in STAGES:
            stack.enter_context(
                patch.object(owner, name, _clocked(getattr(owner, name), stage, seconds))
            )
        for sample in samples:
            gc.collect()
            start = clock()
            filings = process_all(sample.data, name=sample.path.name)
            with _clock(WRITING, seconds):
                for filing in filings:
                    document_of(filing)
            seconds[REST] += clock() - start
    seconds[REST] -= sum(spent for stage, spent in seconds.items() if stage != REST)
    return seconds


def _clocked(function: Callable[..., Any], stage: str, seconds: Counter[str]) -> Any:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with _clock(stage, seconds):
            return function(*args, **kwargs)

    return wrapper


@contextlib.contextmanager
def _clock(stage: str, seconds: Counter[str]) -> Iterator[None]:
    start = clock()
    try:
        yield
    finally:
        seconds[stage] += clock() - start


def peak_memory(samples: Sequence[Sample]) -> tuple[float, float]:
    """MB of a fresh process that reads the files: after its imports, and at its peak."""
    command = [sys.executable, str(Path(__file__).with_name("memory.py"))]
    result = subprocess.run(
        [*command, *(str(sample.path) for sample in samples)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    imported, peak = map(float, result.stdout.split())
    return imported, peak


def print_report(
    samples: Sequence[Sample],
    for_camelot: Sequence[Sample],
    rounds: Sequence[Round],
    stages: Counter[str],
) -> None:
    console = Console(width=100)
    pages = pages_of(samples)
    own = median(one.shenbao for one in rounds)
    console.print(f"{len(samples)} files, {pages} pages, {len(rounds)} rounds, one thread\n")
    console.print(speed_table(pages, pages_of(for_camelot), rounds))
    imported, peak = peak_memory(samples)
    console.print(f"pages per second   {pages / own:.0f}")
    console.print(f"peak memory        {peak:.0f} MB ({imported:.0f} MB after the imports)\n")
    console.print(stage_table(stages, pages * len(rounds)))


def speed_table(pages: int, camelot_pages: int, rounds: Sequence[Round]) -> Table:
    table = Table("reader", "pages", "ms a page", "times as long as shenbao", "asked", "aimed at")
    own = [one.shenbao / pages for one in rounds]
    table.add_row("shenbao, all of it", str(pages), _range(own), "", "", "")
    plumber = [one.pdfplumber / pages for one in rounds]
    ratios = [one.pdfplumber / one.shenbao for one in rounds]
    _add(table, "pdfplumber", pages, plumber, ratios)
    if camelot_pages:
        lattice = [one.camelot / camelot_pages for one in rounds if one.camelot]
        ratios = [one.camelot / one.shenbao_on_camelots for one in rounds if one.camelot]
        _add(table, "camelot", camelot_pages, lattice, ratios)
    return table


def _add(
    table: Table, name: str, pages: int, seconds: Sequence[float], ratios: Sequence[float]
) -> None:
    asked, aimed = TARGETS[name]
    spread = f"{median(ratios):.1f} ({min(ratios):.1f}-{max(ratios):.1f})"
    table.add_row(name, str(pages), _range(seconds), spread, str(asked), str(aimed))


def _range(seconds: Sequence[float]) -> str:
    low, middle, high = (1000 * pick(seconds) for pick in (min, median, max))
    return f"{middle:.1f} ({low:.1f}-{high:.1f})"


def stage_table(stages: Counter[str], pages: int) -> Table:
    table = Table("stage of shenbao", "ms a page", "share")
    total = sum(stages.values())
    for stage in [*dict.fromkeys(stage for *_, stage in STAGES), WRITING, REST]:
        spent = stages[stage]
        table.add_row(stage, f"{1000 * spent / pages:.2f}", f"{spent / total:.0%}")
    return table


if __name__ == "__main__":
    main()
