"""All filings of a folder, each looked at in a worker with limits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from shenbao.batch import Limits, run_limited
from shenbao.bulk import FILINGS
from shenbao.errors import UnreadableFile
from shenbao.kept import NoDocument
from shenbao.report.looking import Job, Options, Paper, look, look_at_document
from shenbao.report.results import Results
from shenbao.report.shown import FilingShown
from shenbao.report.sources import Sources

T = TypeVar("T")

LIMITS = Limits(seconds=60.0)
"""A filing's crops take some 50 ms, those of a scan half a second."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The filings in the order of the results, documents that had to be left out, and
    failures that cost a filing its crops alone.
    """

    filings: tuple[FilingShown, ...]
    broken: tuple[UnreadableFile, ...] = ()
    undrawn: tuple[UnreadableFile, ...] = ()


def gather(
    results: Results, options: Options, workers: int, advance: Callable[[], object] = lambda: None
) -> Gathered:
    """Look at every document. A source that makes its worker crash or hang costs its own
    crops; `advance` is called after each filing.
    """
    jobs = list(_jobs(results, options))
    shown: dict[str, FilingShown] = {}
    broken: dict[str, UnreadableFile] = {}
    undrawn: dict[str, UnreadableFile] = {}
    for outcome in run_limited(look, jobs, LIMITS, workers):
        job, failure = outcome.job, outcome.failure
        if outcome.result is not None:
            shown[job.path] = outcome.result
        elif isinstance(failure, NoDocument):
            broken[job.path] = failure
        else:
            undrawn[job.path] = failure or NoDocument(job.path)
            shown[job.path] = look_at_document(job)
        advance()
    return Gathered(_in_order(jobs, shown), _in_order(jobs, broken), _in_order(jobs, undrawn))


def _in_order(jobs: list[Job], found: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(found[job.path] for job in jobs if job.path in found)


def _jobs(results: Results, options: Options) -> Iterator[Job]:
    sources = Sources(options.filings_from) if options.crops else None
    papers = {
        _output(kept.document): Paper(kept, sources.candidates(kept) if sources else ())
        for kept in results.kept
    }
    for output, paper in papers.items():
        across = tuple(results.across.get(output, ()))
        named = {other.file for finding in across for other in finding.others}
        others = {name: papers[name] for name in sorted(named) if name in papers}
        yield Job(paper, options, across, others)


def _output(document: Path) -> str:
    """A document as `run.json` and `across.json` name it."""
    return f"{FILINGS}/{document.name}"
