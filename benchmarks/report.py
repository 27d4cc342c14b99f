"""How long a report takes to write and to open: filings of the corpus, read, reported, clicked.

`python benchmarks/report.py --count 500 --folder KEPT` makes the filings and reads them
in KEPT once (some minutes); without a folder they go when it ends. Printed: the write's
wall clock, the file's size, and in Chromium the time until the page answers, until the
list is there, until a search is shown, until all of a page of findings are open.
"""

import argparse
import datetime
import resource
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from corpus.make import make_corpus
from shenbao.batch import Limits
from shenbao.bulk import complete, read_batch, summarise, write_summary
from shenbao.cli.options import default_workers
from shenbao.inputs import find_inputs
from shenbao.process import ReadOptions
from shenbao.report.gather import gather
from shenbao.report.looking import Options
from shenbao.report.page import render_page
from shenbao.report.report import Report
from shenbao.report.results import find_results
from shenbao.writing import write_whole

SEED = 20261
ROUNDS = 3
WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def prepare(folder: Path, count: int) -> Path:
    """A folder of results of `count` filings, with their PDFs; made where it is missing."""
    out = folder / f"results-{count}"
    if (out / "run.json").exists():
        return out
    filings = folder / f"filings-{count}"
    make_corpus(count, SEED, filings, ("reportlab",))
    found = find_inputs([str(filings)])
    started, clock = datetime.datetime.now().astimezone(), time.perf_counter()
    batches = read_batch(found, out, ReadOptions(), Limits(), default_workers())
    reports = complete([report for batch in batches for report in batch], found)
    write_summary(out, reports, summarise(reports, time.perf_counter() - clock), {}, started)
    return out


def cpu_seconds() -> float:
    """Of this process and of its workers that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in WHOSE)


def write(out: Path) -> tuple[Path, Report, dict[str, float]]:
    """The page, and seconds of its parts; `cpu` is that of all processors together."""
    clock, cpu = time.perf_counter(), cpu_seconds()
    results = find_results(out)
    gathered = gather(results, Options(), default_workers())
    looked = time.perf_counter()
    report = Report(results, gathered, "zh", contacts=False)
    target = out / "report.html"
    write_whole(target, render_page(report))
    end = time.perf_counter()
    parts = {"look and draw": looked - clock, "write": end - looked, "cpu": cpu_seconds() - cpu}
    return target, report, parts


def answers(page: Page, target: Path) -> dict[str, float]:
    """Milliseconds until the page does what a person waits for."""
    times: dict[str, float] = {}

    def timed(name: str, script: str) -> None:
        times[name] = page.evaluate(
            f"""async () => {{ const start = performance.now(); {script};
            await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            return performance.now() - start; }}"""
        )

    clock = time.perf_counter()
    page.goto(target.as_uri())
    page.wait_for_selector("html[data-ready]")
    times["interactive"] = (time.perf_counter() - clock) * 1000
    timed("list of findings", "location.hash = '#findings'; show()")
    timed("search", "go({ q: '满意' }, { keep: true })")
    timed("sort by department", "go({ q: '', sort: 'department' })")
    timed("50 findings opened", "openAll()")
    timed("table of filings", "location.hash = '#filings'; show()")
    return times


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Time a report: written, and in Chromium.")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        out = prepare(arguments.folder or Path(temporary), arguments.count)
        written = [write(out) for _ in range(ROUNDS)]
        target, report, _ = written[0]
        pictures = sum(len(filing.pictures) for filing in report.filings)
        print(f"{len(report.filings)} filings, {report.counts.findings} findings, {pictures} crops")
        for _, _, parts in written:
            told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items())
            print(f"seconds: {told}")
        print(f"{target.stat().st_size / 2**20:.1f} MB")
        open_it(target)


def open_it(target: Path) -> None:
    """Prints what Chromium takes for the page."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is not installed: the page was not opened")
        return
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        rounds = []
        for _ in range(ROUNDS):
            page = browser.new_page()
            rounds.append(answers(page, target))
            page.close()
        browser.close()
    for name in rounds[0]:
        print(f"{name:>20} ms:", *(f"{one[name]:6.0f}" for one in rounds))


if __name__ == "__main__":
    main()
