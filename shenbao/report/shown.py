"""A filing as the report shows it: plain records that a worker can send back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from normalize.models import BoxModel, Evidence, Filing, Finding, Model, Severity
from rules.places import place_zh
from shenbao.report.bands import Band, Cells, bands_of, inside, paper_of
from shenbao.report.persons import Persons
from shenbao.report.said import said_in
from shenbao.report.words import Language

SourceState = Literal["same", "changed", "gone", "unreadable", "off"]
"""The file that was read: still the same, another one by now, not found, not to be
drawn, not looked for.
"""
State = Literal["error", "warning", "info", "undetermined", "clean", "unknown"]

MOST_VIEWS = 6
"""Crops of one finding: a sum over a table of three pages has three."""

MOST_WITHIN = 24
"""Places marked for a pointer that stands for a whole part of the form."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the form says at one place. `label` is the place's name on the form; `text` is
    None where it was left blank; `page` is None where nothing tells where that is;
    `filing` names the document where it is another one's.
    """

    label: str
    text: str | None
    page: int | None
    sure: bool
    filing: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A box in percent of its view: left, top, width, height."""

    box: BoxModel
    sure: bool


@dataclass(frozen=True, slots=True)
class View:
    """A part of a page with its marks. `size` is its width and height in points, `picture`
    its place among the filing's pictures; where there is none, the view is a whole sheet.
    `filing` names the document where it is another one's.
    """

    page: int
    size: tuple[float, float]
    marks: tuple[Mark, ...]
    picture: int | None = None
    filing: str | None = None


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding. `more_views` and `more_others` count places and other filings that there
    was no room to show.
    """

    rule: str
    severity: Severity
    outcome: Literal["fail", "undetermined"]
    message: str
    expected: str | None
    actual: str | None
    page: int | None
    stated: tuple[Stated, ...]
    views: tuple[View, ...] = ()
    more_views: int = 0
    more_others: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What may have been read wrongly."""

    stage: str
    message: str
    page: int | None


@dataclass(frozen=True, slots=True)
class FilingShown:
    """A filing. `pictures` are data URIs; `part` is its number and of how many where the file
    holds several; `pages` are its own. `outcomes` counts rules by how they ended.
    """

    name: str
    file: str
    path: str | None
    sha256: str
    pages: int
    kind: str
    form: str | None
    department: str | None
    project: str | None
    year: int | None
    part: tuple[int, int] | None
    outcomes: Mapping[str, int]
    problems: tuple[Problem, ...]
    findings: tuple[FindingShown, ...]
    source: SourceState = "off"
    pictures: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """The worst of it."""
        if self.form is None:
            return "unknown"
        failed = {finding.severity for finding in self.findings if finding.outcome == "fail"}
        for severity in ("error", "warning", "info"):
            if severity in failed:
                return severity
        return "undetermined" if self.findings else "clean"


def show_filing(
    filing: Filing, name: str, path: str | None, language: Language, persons: Persons
) -> FilingShown:
    """What is shown of a filing, findings without views."""
    declaration = filing.declaration
    own = ("department", "unit", "project", "fiscal_year")
    facts = {field: getattr(declaration, field, None) for field in own}
    part = filing.source.part
    office = facts["department"] or facts["unit"]
    return FilingShown(
        name=persons.text(name),
        file=persons.text(filing.source.file),
        path=persons.text(path) if path else None,
        sha256=filing.source.sha256,
        pages=len(part.pages) if part else filing.source.pages,
        kind=filing.source.kind,
        form=declaration.form if declaration else None,
        department=persons.text(office) if office else None,
        project=persons.text(facts["project"]) if facts["project"] else None,
        year=facts["fiscal_year"],
        part=(part.number, part.of) if part else None,
        outcomes=filing.outcomes.model_dump(by_alias=True),
        problems=tuple(
            Problem(problem.stage, persons.text(said_in(language, problem.message)), problem.page)
            for problem in filing.problems
        ),
        findings=tuple(
            show_finding(finding, filing, language, persons) for finding in filing.findings
        ),
    )


def show_finding(
    finding: Finding, filing: Filing, language: Language, persons: Persons
) -> FindingShown:
    """What is shown of a finding, its views apart."""
    message = finding.message if language == "zh" else finding.message_en
    pointers = dict.fromkeys(finding.pointers)
    stated = tuple(stated_at(pointer, filing, persons) for pointer in pointers)
    return FindingShown(
        rule=finding.rule,
        severity=finding.severity,
        outcome=finding.outcome,
        message=persons.text(message),
        expected=persons.text(finding.expected) if finding.expected else None,
        actual=persons.text(finding.actual) if finding.actual else None,
        page=next((one.page for one in stated if one.page), None),
        stated=stated,
    )


def stated_at(pointer: str, filing: Filing, persons: Persons) -> Stated:
    """What the form says at a pointer."""
    label = place_zh(filing.declaration, pointer) if filing.declaration else pointer
    place = filing.evidence.get(pointer)
    near = _evidence_at(pointer, filing.evidence)
    text = place.raw.strip() if place else _text_at(filing.declaration, pointer)
    return Stated(
        persons.text(label),
        persons.value(pointer, text) if text else None,
        near[0].page if near else None,
        place.sure if place else True,
    )


def _text_at(value: Any, pointer: str) -> str | None:
    """What a declaration holds at a pointer, where that is a single value."""
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(token)] if token.isdecimal() and int(token) < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(token)
        else:
            value = getattr(value, token, None)
    if hasattr(value, "raw"):
        return str(value.raw) or None
    return None if value is None or isinstance(value, list | dict | Model) else str(value)


Marked = tuple[int, BoxModel, bool]
"""A place of a finding: page, box, read without doubt."""


def places_of(finding: Finding, evidence: Mapping[str, Evidence]) -> list[Marked]:
    """Where a finding's own values stand."""
    return places_at(finding.pointers, evidence)


def places_at(pointers: Iterable[str], evidence: Mapping[str, Evidence]) -> list[Marked]:
    """Where values stand; of a whole part, where the values in it do.

    A value of which nothing tells (a blank cell) is looked for in its row.
    """
    found: dict[Marked, None] = {}
    for pointer in pointers:
        for place in _evidence_at(pointer, evidence):
            found[place.page, place.bbox, place.sure] = None
            for more in place.continues:
                found[more.page, more.bbox, place.sure] = None
    return list(found)


def _evidence_at(pointer: str, evidence: Mapping[str, Evidence]) -> list[Evidence]:
    """The evidence of a value, of what lies in it, or of the row that it belongs to."""
    for path in (pointer, _row(pointer)):
        if path in evidence:
            return [evidence[path]]
        within = [place for other, place in evidence.items() if other.startswith(f"{path}/")]
        if path and within:
            return within[:MOST_WITHIN]
    return []


def _row(pointer: str) -> str:
    """The innermost row that holds a value: `/annual/indicators/3` of its target; else none."""
    while pointer and not pointer.rpartition("/")[2].isdecimal():
        pointer = pointer.rpartition("/")[0]
    return pointer


class Plan(NamedTuple):
    """The bands that show a finding, and how many more there is no room for."""

    bands: tuple[Band, ...]
    more: int


def plan_of(places: Iterable[Marked], cells: Cells) -> Plan:
    """How the places of a finding are shown."""
    bands = bands_of([(page, box) for page, box, _ in places], cells)
    return Plan(bands[:MOST_VIEWS], max(0, len(bands) - MOST_VIEWS))


def views_of(
    places: Iterable[Marked], bands: Iterable[Band], pictures: Mapping[Band, int]
) -> tuple[View, ...]:
    """The bands that have a picture, with their marks."""
    places = list(places)
    return tuple(
        View(band.page, band.size, _marks(places, band), pictures[band])
        for band in bands
        if band in pictures
    )


def outlines_of(places: Iterable[Marked], filing: Filing) -> tuple[View, ...]:
    """Empty sheets with the marks, where there is nothing to draw from."""
    places = list(places)
    views = []
    for page in sorted({place[0] for place in places}):
        known = [box for number, box, _ in places if number == page]
        known += [place.bbox for place in filing.evidence.values() if place.page == page]
        sheet = Band(page, (0.0, 0.0, *paper_of(known)))
        views.append(View(page, sheet.size, _marks(places, sheet)))
    return tuple(views[:MOST_VIEWS])


def _marks(places: Iterable[Marked], band: Band) -> tuple[Mark, ...]:
    """The places whose middle lies in a band."""
    x0, top, x1, bottom = band.box
    return tuple(
        Mark(inside(box, band), sure)
        for page, box, sure in places
        if page == band.page
        and x0 <= (box[0] + box[2]) / 2 <= x1
        and top <= (box[1] + box[3]) / 2 <= bottom
    )
