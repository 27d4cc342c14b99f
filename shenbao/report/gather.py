"""All filings of a folder, each looked at in a worker: its document, its source, its places."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from normalize.models import Filing
from shenbao.batch import Limits, run_limited
from shenbao.errors import UnreadableFile
from shenbao.kept import NoDocument
from shenbao.report.bands import Band
from shenbao.report.crops import CannotDrawError, Crop, draw
from shenbao.report.persons import EVERYBODY_SHOWN, Persons, persons_of
from shenbao.report.results import KeptFiling, Results
from shenbao.report.shown import (
    MOST_VIEWS,
    FilingShown,
    Language,
    Plan,
    SourceState,
    outlines_of,
    plan_views,
    show_filing,
    views_of,
)
from shenbao.report.sources import Sources

LIMITS = Limits(seconds=60.0)
"""A filing's crops take some 50 ms, those of a scan half a second."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is shown, and in which language the findings are worded.

    `crops` asks for pictures from the sources; they are looked for where the run found
    them and below `filings_from`.
    """

    language: Language = "zh"
    contacts: bool = False
    crops: bool = True
    filings_from: Path | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A document to look at; `sources` are files that its filing may be, likeliest first."""

    kept: KeptFiling
    options: Options
    sources: tuple[Path, ...] = ()

    @property
    def path(self) -> str:
        """The document, for messages."""
        return str(self.kept.document)


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
    jobs = _jobs(results, options)
    shown: dict[Path, FilingShown] = {}
    broken: dict[Path, UnreadableFile] = {}
    undrawn: list[UnreadableFile] = []
    for outcome in run_limited(look, jobs, LIMITS, workers):
        document = outcome.job.kept.document
        if outcome.result is not None:
            shown[document] = outcome.result
            advance()
            continue
        failure = outcome.failure or NoDocument(document)
        if isinstance(failure, NoDocument) or not outcome.job.options.crops:
            broken[document] = failure
        else:
            shown[document] = _without_source(outcome.job)
            undrawn.append(failure)
        advance()
    documents = [job.kept.document for job in jobs]
    return Gathered(
        tuple(shown[document] for document in documents if document in shown),
        tuple(broken[document] for document in documents if document in broken),
        tuple(undrawn),
    )


def _jobs(results: Results, options: Options) -> Sequence[Job]:
    if not options.crops:
        return [Job(kept, options) for kept in results.kept]
    sources = Sources(options.filings_from)
    return [Job(kept, options, sources.candidates(kept)) for kept in results.kept]


def look(job: Job) -> FilingShown:
    """In the worker: what is shown of a filing, its crops among it.

    Raises:
        NoDocument: the document is none.
    """
    filing, persons, shown = _read(job)
    if not job.options.crops:
        return shown
    state, data = _source(job.sources, filing.source.sha256)
    if data is None:
        return _with_outlines(shown, filing, state)
    plans = plan_views(filing)
    bands = tuple(dict.fromkeys(band for _, found in plans for band in found[:MOST_VIEWS]))
    try:
        scanned = filing.source.kind != "digital"
        drawn = dict(draw(data, bands, persons, scanned, job.options.password))
    except CannotDrawError:
        return _with_outlines(shown, filing, "unreadable")
    return _with_crops(shown, plans, drawn)


def _read(job: Job) -> tuple[Filing, Persons, FilingShown]:
    kept, options = job.kept, job.options
    try:
        filing = Filing.model_validate_json(kept.document.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(map(str, first["loc"])) or "/"
        reason = f"{NoDocument.default_reason}: {place}: {first['msg']}"
        raise NoDocument(kept.document, reason) from None
    persons = EVERYBODY_SHOWN if options.contacts else persons_of(filing)
    return filing, persons, show_filing(filing, kept.name, kept.file, options.language, persons)


def _source(paths: Sequence[Path], sha256: str) -> tuple[SourceState, bytes | None]:
    """The bytes that were read at the time, or why there are none."""
    state: SourceState = "gone"
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data).hexdigest() == sha256:
            return "same", data
        state = "changed"
    return state, None


def _without_source(job: Job) -> FilingShown:
    """A filing whose source ended its worker; the document itself is read without native code."""
    filing, _, shown = _read(job)
    return _with_outlines(shown, filing, "unreadable")


def _with_crops(
    shown: FilingShown,
    plans: Sequence[Plan],
    drawn: dict[Band, Crop],
) -> FilingShown:
    """Equal pictures are kept once."""
    uris = {band: _data_uri(crop) for band, crop in drawn.items()}
    pictures = {uri: place for place, uri in enumerate(dict.fromkeys(uris.values()))}
    places = {band: pictures[uri] for band, uri in uris.items()}
    findings = tuple(
        replace(
            finding,
            views=views_of(marked, bands, places),
            more_views=max(0, len(bands) - MOST_VIEWS),
        )
        for finding, (marked, bands) in zip(shown.findings, plans, strict=True)
    )
    return replace(shown, source="same", findings=findings, pictures=tuple(pictures))


def _with_outlines(shown: FilingShown, filing: Filing, state: SourceState) -> FilingShown:
    findings = tuple(
        replace(finding, views=outlines_of(marked, filing)[:MOST_VIEWS])
        for finding, (marked, _) in zip(shown.findings, plan_views(filing), strict=True)
    )
    return replace(shown, source=state, findings=findings)


def _data_uri(crop: Crop) -> str:
    return f"data:{crop.mime};base64,{base64.b64encode(crop.data).decode('ascii')}"
