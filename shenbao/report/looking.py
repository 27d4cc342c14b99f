"""In the worker: a document, the files that it and others were read from, and what is shown."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from normalize.models import Filing, Finding
from shenbao.kept import NoDocument
from shenbao.report.bands import cells_by_page
from shenbao.report.crops import CannotDrawError, Crop, draw
from shenbao.report.persons import EVERYBODY_SHOWN, Persons, persons_of, together
from shenbao.report.shown import (
    FilingShown,
    FindingShown,
    Marked,
    SourceState,
    View,
    outlines_of,
    places_at,
    places_of,
    plan_of,
    show_filing,
    show_finding,
    stated_at,
    views_of,
)
from shenbao.report.sources import KeptFiling
from shenbao.report.words import Language

MOST_OTHERS = 3
"""Other filings of one finding that are shown: a text may have been copied a hundred times."""


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
class Paper:
    """A kept document and the files that its filing may be, likeliest first."""

    kept: KeptFiling
    sources: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A document to look at; `across` are findings of rules across filings, which point
    into `others` (by document: `filings/b.json`), too.
    """

    paper: Paper
    options: Options
    across: tuple[Finding, ...] = ()
    others: Mapping[str, Paper] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The document, for messages."""
        return str(self.paper.kept.document)


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that was read; `persons` are hidden."""

    paper: Paper
    filing: Filing
    persons: Persons


def look(job: Job) -> FilingShown:
    """What is shown of a filing, its pictures among it.

    Raises:
        NoDocument: the document is none.
    """
    own = opened(job.paper, job.options)
    shown = show_filing(
        own.filing, own.paper.kept.name, own.paper.kept.file, job.options.language, own.persons
    )
    pictures: dict[str, int] = {}
    places = [places_of(finding, own.filing.evidence) for finding in own.filing.findings]
    across = [places_of(finding, own.filing.evidence) for finding in job.across]
    state, views = _views(own, [*places, *across], job.options, pictures)
    findings = [
        _with_views(finding, found) for finding, found in zip(shown.findings, views, strict=False)
    ]
    others = _others(job)
    for finding, found in zip(job.across, views[len(places) :], strict=True):
        findings.append(_across(finding, found, own, others, job.options, pictures))
    return replace(shown, source=state, findings=tuple(findings), pictures=tuple(pictures))


def look_at_document(job: Job) -> FilingShown:
    """What is shown where looking at the source ended the worker: no native code is called.

    Raises:
        NoDocument: the document is none.
    """
    blind = replace(
        job,
        paper=replace(job.paper, sources=()),
        others={name: replace(paper, sources=()) for name, paper in job.others.items()},
    )
    return replace(look(blind), source="unreadable")


def opened(paper: Paper, options: Options) -> Opened:
    """Reads a document.

    Raises:
        NoDocument: it is none.
    """
    document = paper.kept.document
    try:
        filing = Filing.model_validate_json(document.read_bytes())
    except OSError as error:
        raise NoDocument(document, f"cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(map(str, first["loc"])) or "/"
        reason = f"{NoDocument.default_reason}: {place}: {first['msg']}"
        raise NoDocument(document, reason) from None
    return Opened(paper, filing, EVERYBODY_SHOWN if options.contacts else persons_of(filing))


Found = tuple[tuple[View, ...], int]
"""Views, and how many more there was no room for."""


def _views(
    document: Opened, wanted: Sequence[list[Marked]], options: Options, pictures: dict[str, int]
) -> tuple[SourceState, list[Found]]:
    """Views of the places of several findings, drawn at once; equal pictures are kept once."""
    if not options.crops:
        return "off", [((), 0)] * len(wanted)
    state, data = _source(document.paper.sources, document.filing.source.sha256)
    cells = cells_by_page(document.filing.tables)
    plans = [plan_of(places, cells) for places in wanted]
    bands = tuple(dict.fromkeys(band for plan in plans for band in plan.bands))
    if data is not None:
        try:
            scanned = document.filing.source.kind != "digital"
            drawn = dict(draw(data, bands, document.persons, scanned, options.password))
        except CannotDrawError:
            state = "unreadable"
        else:
            placed = {band: _placed(crop, pictures) for band, crop in drawn.items()}
            return state, [
                (views_of(places, plan.bands, placed), plan.more)
                for places, plan in zip(wanted, plans, strict=True)
            ]
    return state, [(outlines_of(places, document.filing), 0) for places in wanted]


def _source(paths: Iterable[Path], sha256: str) -> tuple[SourceState, bytes | None]:
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


def _placed(crop: Crop, pictures: dict[str, int]) -> int:
    uri = f"data:{crop.mime};base64,{base64.b64encode(crop.data).decode('ascii')}"
    return pictures.setdefault(uri, len(pictures))


def _with_views(finding: FindingShown, found: Found) -> FindingShown:
    views, more = found
    return replace(finding, views=views, more_views=more)


def _others(job: Job) -> dict[str, Opened]:
    """The other documents that findings point into; one that is broken tells nothing."""
    found: dict[str, Opened] = {}
    for name, paper in job.others.items():
        try:
            found[name] = opened(paper, job.options)
        except NoDocument:
            continue
    return found


def _across(
    finding: Finding,
    found: Found,
    own: Opened,
    others: Mapping[str, Opened],
    options: Options,
    pictures: dict[str, int],
) -> FindingShown:
    """A finding across filings: what each of them states, and where."""
    names = list(dict.fromkeys(one.file for one in finding.others if one.file in others))
    persons = together([own.persons, *(others[name].persons for name in names)])
    shown = _with_views(show_finding(finding, own.filing, options.language, persons), found)
    for name in names[:MOST_OTHERS]:
        other = others[name]
        pointers = [one.pointer for one in finding.others if one.file == name]
        marked = places_at(pointers, other.filing.evidence)
        _, ((views, more),) = _views(other, [marked], options, pictures)
        title = other.persons.text(other.paper.kept.name)
        stated = (stated_at(pointer, other.filing, other.persons) for pointer in pointers)
        shown = replace(
            shown,
            stated=shown.stated + tuple(replace(one, filing=title) for one in stated),
            views=shown.views + tuple(replace(view, filing=title) for view in views),
            more_views=shown.more_views + more,
        )
    return replace(shown, more_others=max(0, len(names) - MOST_OTHERS))
