"""The head of a form: its title, and the year that it states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from extract.records import Document, Place, TextLine
from normalize.cells import Value, evidence_of
from normalize.columns import Header
from normalize.dates import parse_year
from normalize.definition import FormDefinition
from normalize.draft import Draft
from normalize.repair import squeeze
from normalize.rows import Row

# A longer line that names the form is a sentence about it.
LONGEST_TITLE = 60
# The year stands within this many points of the title.
NEAR_TITLE = 60.0
# What a misread title has in common with the right one at least, and so much that it is
# not taken for that of another form (项目支出绩效监控表 has 0.7).
MISREAD = 0.85
ALIKE = 0.75
_TITLE = re.compile(r"[^,;。:]{4,38}表(?:\([^()]*\))?")
_STATED_YEAR = re.compile(r"[(（]?\s*((?:19|20)\d\d)\s*[)）]?\s*年\s*(?:度|部门|单位|整体|项目|$)")
_YEAR_ALONE = re.compile(r"\(?(\S{4}年)度?\)?")
# From this month on a declaration is for the next year (budgets are drawn up
# from summer on; adjustments of the running year are filed in spring).
NEXT_YEAR_FROM = 7


@dataclass(frozen=True, slots=True)
class Heads:
    """Lines that may tell which form this is; `titles` are short ones, and pairs of lines one
    below the other, with their squeezed texts."""

    lines: tuple[TextLine, ...]
    titles: tuple[tuple[tuple[TextLine, ...], str], ...]


def heads_of(document: Document, rows: Sequence[Row]) -> Heads:
    """Lines outside tables, and those of cells that take a row's whole width."""
    wide = [
        line
        for row in rows[:4]
        if len(row.cells) == 1 and row.cells[0].row == row.index
        for line in row.cells[0].lines
    ]
    lines = (*wide, *document.lines)
    texts = [squeeze(line.text) for line in lines]
    single = [((line,), text) for line, text in zip(lines, texts, strict=True)]
    double = [
        (pair, first + second)
        for pair, (first, second) in zip(pairwise(lines), pairwise(texts), strict=True)
        if pair[0].page == pair[1].page
    ]
    short = [(found, text) for found, text in (*single, *double) if len(text) < LONGEST_TITLE]
    return Heads(lines, tuple(short))


def title_lines(form: FormDefinition, heads: Heads) -> tuple[TextLine, ...]:
    """The line, or two lines one below the other, that hold the title; else none."""
    titles = form.titles
    for lines, text in heads.titles:
        if _has_title(text, titles) and not _is_foreign(form, text):
            return lines
    for lines, text in heads.titles:
        misread = lines[0].reader != "text" and likeness(text, titles) >= MISREAD
        if (misread or has_title_words(form, text)) and not _is_foreign(form, text):
            return lines
    return ()


def is_title(form: FormDefinition, text: str) -> bool:
    """Whether a squeezed line is the form's title as it is printed, nothing misread."""
    named = _has_title(text, form.titles) or has_title_words(form, text)
    return named and not _is_foreign(form, text)


def _has_title(text: str, titles: Sequence[str]) -> bool:
    return any(title in text for title in titles)


def _is_foreign(form: FormDefinition, text: str) -> bool:
    """Whether a line has a word that the form's titles never have."""
    return any(word in text for word in form.title_lacks)


def has_title_words(form: FormDefinition, text: str) -> bool:
    """Whether a squeezed line ends in 表 and has the words that the form's titles have."""
    return bool(
        form.title_has and _TITLE.fullmatch(text) and all(word in text for word in form.title_has)
    )


def foreign_title(form: FormDefinition, heads: Heads) -> bool:
    """Whether the head of the paper names another form: a short line that ends in 表 and
    says what the form's own titles never say (自评, 监控); any such line where the
    definition knows no such words."""
    return any(
        _TITLE.fullmatch(text)
        and (not form.title_lacks or any(word in text for word in form.title_lacks))
        and not (lines[0].reader != "text" and likeness(text, form.titles) >= ALIKE)
        for lines, text in heads.titles
        if len(lines) == 1
    )


def likeness(text: str, titles: Sequence[str]) -> float:
    """How much a text has in common with the nearest of these titles, 0 to 1."""
    return max(
        (
            SequenceMatcher(None, text, title, autojunk=False).ratio()
            for title in titles
            if abs(len(text) - len(title)) <= 2
        ),
        default=0.0,
    )


def read_title(draft: Draft, form: FormDefinition, heads: Heads) -> None:
    """Sets the form's name, and the year that title or a line near it states."""
    draft.data["form"] = form.title
    title = title_lines(form, heads)
    if not title:
        return
    draft.placed.update(map(id, title))
    first = title[0]
    place = Place(first.page, first.box)
    raw = "\n".join(line.text for line in title)
    draft.evidence["/form"] = evidence_of(title, place, raw)
    near = [
        line
        for line in heads.lines
        if line.page == first.page and abs(line.box.top - first.box.top) < NEAR_TITLE
    ]
    for line in (*title, *near):
        match = _STATED_YEAR.search(line.text) or _YEAR_ALONE.fullmatch(squeeze(line.text))
        year = parse_year(match.group(1)) if match else None
        if year is not None:
            draft.placed.add(id(line))
            evidence = evidence_of([line], Place(line.page, line.box), line.text)
            draft.put(draft.data, "stated_year", "", Value(year, evidence))
            return


def read_fiscal_year(draft: Draft, form: FormDefinition, headers: Sequence[Header]) -> None:
    """The year after the later history year, else the stated one, else by the filing date.

    An evaluation is drawn up in the year after the one it is of.
    """
    data = draft.data
    years = [
        (leaf.year, cell)
        for header in headers
        for leaf in header.leaves
        for cell in header.cells
        if leaf.year and squeeze(cell.text) == leaf.header and cell.places[0].box.x0 == leaf.x0
    ]
    if years:
        latest, cell = max(years, key=lambda item: item[0])
        raw = "\n".join(line.text for line in cell.lines)
        evidence = evidence_of(cell.lines, cell.places[0], raw, sure=not cell.doubt)
        draft.put(data, "fiscal_year", "", Value(latest + 1, evidence))
    elif data.get("stated_year"):
        draft.put(
            data, "fiscal_year", "", Value(data["stated_year"], draft.evidence["/stated_year"])
        )
    elif data.get("filed_on"):
        filed = data["filed_on"]
        shift = -1 if form.model.endswith("evaluation") else filed.month >= NEXT_YEAR_FROM
        year = filed.year + shift
        draft.put(data, "fiscal_year", "", Value(year, draft.evidence["/filed_on"]))
