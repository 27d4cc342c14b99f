"""Where one filing ends and the next begins, and what on the paper belongs to none.

A file may hold several forms one after the other, a letter before them, an
explanation or tables of another kind behind them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from extract.records import Document, Place, Table, TextLine
from normalize.definition import FormDefinition, known_label
from normalize.repair import squeeze
from normalize.titles import LONGEST_TITLE, is_title

# So many labels of a form are no chance in a table of another kind.
ENOUGH_LABELS = 2
# `关于报送…申报表的函`, `现将《…》报送`.
_ABOUT = re.compile(r"^关于|《|》|[函报请示通知]$|[,;。]")
_LISTED = re.compile(r"附(?:件|表)?[0-9一二三四五六七八九十]*[:.、]?[0-9]*[.、]?")
_ATTACHED = re.compile(
    r"附(?:件|表|录).{0,30}"
    r"|.{0,30}(?:说明|须知|报告|目录|清单|[细算总览况]表)(?:\([^()]*\))?"
)


class Spot(NamedTuple):
    """A place in the order of reading."""

    page: int
    top: float


@dataclass(frozen=True, slots=True)
class Part:
    """One filing of a file: what its form stands on, and the pages it takes (from 1).

    `aside` are tables on these pages that are none of the form's.
    """

    document: Document
    pages: range
    aside: tuple[Table, ...] = ()


def split_filings(document: Document, forms: Sequence[FormDefinition]) -> tuple[Part, ...]:
    """The filings of a file, in order; at least one, which may be no form at all."""
    starts = _starts(document, forms)
    last = max((page.number for page in document.pages), default=0)
    edges = [Spot(0, 0.0), *starts[1:], Spot(last + 1, 0.0)]
    parts = []
    for number, (start, end) in enumerate(pairwise(edges)):
        pages = range(max(start.page, 1), end.page + (end.top > 0 and end.page <= last))
        own = _between(document, max(start, starts[number]) if starts else start, end)
        own = _without_attachments(own, forms) if starts else own
        kept = set(map(id, own.tables))
        within = _between(document, start, end).tables
        parts.append(Part(own, pages, tuple(table for table in within if id(table) not in kept)))
    return tuple(parts)


def _starts(document: Document, forms: Sequence[FormDefinition]) -> list[Spot]:
    """Where forms begin; [] where no title tells."""
    titles = list(_titles(document, forms))
    if not titles:
        return []
    tables = sorted(document.tables, key=_spot_of)
    starts = [_page_top(titles[0].spot, tables)]
    if any(_is_of_form(table, forms) for table in tables if _spot_of(table) < starts[0]):
        starts = [Spot(0, 0.0)]
    before = titles[0]
    for title in titles[1:]:
        read = [table for table in tables if starts[-1] <= _spot_of(table) < title.spot]
        following = next((table for table in tables if _spot_of(table) >= title.spot), None)
        if not read or following is None or any(_covers(table, title.spot) for table in read):
            continue
        another = title.forms.isdisjoint(before.forms)
        if another or not _first(following, forms).isdisjoint(_first(read[0], forms)):
            starts.append(_page_top(title.spot, tables))
            before = title
    return starts


class _Title(NamedTuple):
    spot: Spot
    forms: frozenset[str]


def _titles(document: Document, forms: Sequence[FormDefinition]) -> Iterator[_Title]:
    """The titles of forms outside of tables and in their first rows, in order."""
    tables = sorted(document.tables, key=_spot_of)
    found: dict[Spot, frozenset[str]] = {}
    for spot, text in (*_lines(document.lines), *map(_title_row, tables)):
        kinds = _named(text, forms)
        if kinds and not (_LISTED.match(text) and not _has_table_below(spot, tables)):
            found[spot] = kinds
    for (spot, upper), (below, lower) in pairwise(_lines(document.lines)):
        if spot.page == below.page and not _named(lower, forms) and spot not in found:
            kinds = _named(upper + lower, forms)
            if kinds:
                found[spot] = kinds
    for spot in sorted(found):
        yield _Title(spot, found[spot])


def _named(text: str, forms: Sequence[FormDefinition]) -> frozenset[str]:
    """The titles of the forms that a squeezed line is the heading of."""
    if len(text) >= LONGEST_TITLE or _ABOUT.search(text):
        return frozenset()
    return frozenset(form.title for form in forms if is_title(form, text))


def _lines(lines: Sequence[TextLine]) -> Iterator[tuple[Spot, str]]:
    for line in lines:
        yield Spot(line.page, line.box.top), squeeze(line.text)


def _title_row(table: Table) -> tuple[Spot, str]:
    """What stands in a first row that is one cell."""
    first = [cell for cell in table.cells if cell.row == 0]
    return _spot_of(table), squeeze(first[0].text) if len(first) == 1 else ""


def _spot_of(table: Table) -> Spot:
    page, box = table.cells[0].places[0]
    return Spot(page, box.top)


def _page_top(spot: Spot, tables: Sequence[Table]) -> Spot:
    """The top of the page, where nothing of another table stands above."""
    above = any(
        place.page == spot.page and place.box.top < spot.top - 1
        for table in tables
        for cell in table.cells
        for place in cell.places
    )
    return spot if above else Spot(spot.page, 0.0)


def _covers(table: Table, spot: Spot) -> bool:
    """Whether a table goes on below a place: a title there came back on its later page."""
    return any(
        place.page > spot.page or (place.page == spot.page and place.box.top >= spot.top)
        for cell in table.cells
        for place in cell.places
    )


def _has_table_below(spot: Spot, tables: Sequence[Table]) -> bool:
    return any(_spot_of(table).page == spot.page and _spot_of(table) >= spot for table in tables)


def _first(table: Table, forms: Sequence[FormDefinition]) -> frozenset[str]:
    """What its first row begins with, the title's aside: the label, and what forms mean by it
    (部门名称 and 单位名称 are one)."""
    for row in sorted({cell.row for cell in table.cells}):
        cells = [cell for cell in table.cells if cell.row == row]
        if len(cells) > 1 and cells[0].lines:
            text = squeeze(cells[0].text)
            meant = (
                form.pair_labels.get(known_label(text, form.pair_labels), ()) for form in forms
            )
            return frozenset([text, *(f"/{pair.path}" for pairs in meant for pair in pairs)])
    return frozenset()


def _is_of_form(table: Table, forms: Sequence[FormDefinition]) -> bool:
    """Whether a section of a form is in the table, or several of its labels at the left."""
    texts = {squeeze(cell.text) for cell in table.cells if cell.column == 0 and cell.lines}
    for form in forms:
        if any(not texts.isdisjoint(section.labels) for section in form.sections):
            return True
        pairs = {label for pair in form.pairs for label in pair.labels}
        if len(texts & pairs) >= ENOUGH_LABELS:
            return True
    return False


def _without_attachments(document: Document, forms: Sequence[FormDefinition]) -> Document:
    """The document up to the heading of the first table that is none of the form's."""
    tables = sorted(document.tables, key=_spot_of)
    ours = [index for index, table in enumerate(tables) if _is_of_form(table, forms)]
    for table in tables[max(ours, default=len(tables)) + 1 :]:
        before = tables[tables.index(table) - 1].cells[-1].places[-1]
        heading = _attached(document.lines, before, _spot_of(table))
        if heading is not None:
            return _between(document, Spot(0, 0.0), heading)
    return document


def _attached(lines: Sequence[TextLine], before: Place, end: Spot) -> Spot | None:
    """Where a line between two tables says that another paper begins."""
    for line in lines:
        spot = Spot(line.page, line.box.top)
        if Spot(before.page, before.box.bottom - 1) <= spot < end and _ATTACHED.fullmatch(
            squeeze(line.text)
        ):
            return spot
    return None


def _between(document: Document, start: Spot, end: Spot) -> Document:
    """The tables that begin, and the lines that stand, between two places."""
    return replace(
        document,
        pages=tuple(page for page in document.pages if start.page <= page.number <= end.page),
        tables=tuple(table for table in document.tables if start <= _spot_of(table) < end),
        lines=tuple(
            line for line in document.lines if start <= Spot(line.page, line.box.top) < end
        ),
    )
