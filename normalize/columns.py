"""The header rows of a table section, and which column a cell belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.records import Cell
from normalize.dates import parse_year
from normalize.definition import Column, Section
from normalize.rows import Row

_YEAR = re.compile(r"\(?((?:19|20)\d\d)\)?年?(?:度)?.{0,4}")
_UNIT = re.compile(r"\((?:单位:?)?(?:亿元|百万元|万元|千元|元|%)\)$")
# A data cell belongs to a header that covers this much of its width, or whose
# width it covers by as much.
COVERED = 0.5
# What a misread header has in common with the right one at least, and more than with
# that of any other column that is still missing.
MISREAD = 0.3
CLEARLY = 0.08


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column of the table as it stands: what it holds, from where to where.

    `year` is its year in a column that comes once a year; `offset` where the
    header gives the year by its distance from the budget year.
    """

    column: Column | None
    header: str
    x0: float
    x1: float
    year: int | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """Which rows are header rows, and the columns that they name."""

    leaves: tuple[Leaf, ...]
    rows: frozenset[int]
    cells: tuple[Cell, ...] = ()


def find_header(rows: Sequence[Row], section: Section, first_column: int) -> Header:
    """Reads the header rows of a section; later rows that repeat them are found too."""
    header_rows: set[int] = set()
    first_run: list[Row] = []
    for position, row in enumerate(rows):
        if not _is_header(row, section, first_column):
            continue
        header_rows.add(position)
        if not first_run or first_run[-1] is rows[position - 1]:
            first_run.append(row)
    cells = [
        (cell, text)
        for row in first_run
        for cell, text in row.starting
        if cell.column >= first_column and text
    ]
    lowest = [(cell, text) for cell, text in cells if _is_lowest(cell, cells)]
    leaves = [_leaf(cell, text, cells, section) for cell, text in lowest]
    for index, (cell, text) in enumerate(lowest):
        if leaves[index].column is None and _may_be_misread(cell):
            name = _nearest_missing(text, leaves, section)
            leaves[index] = _leaf(cell, name, cells, section) if name else leaves[index]
    leaves.sort(key=lambda leaf: leaf.x0)
    return Header(tuple(leaves), frozenset(header_rows), tuple(cell for cell, _ in cells))


def _is_header(row: Row, section: Section, first_column: int) -> bool:
    """At least half of what begins in the row are headers of the section."""
    texts = [text for cell, text in row.starting if cell.column >= first_column and text]
    if not texts:
        return False
    known = sum(1 for text in texts if _names(text, section) is not None)
    return known * 2 >= len(texts) and known > 0


def _names(text: str, section: Section) -> Column | None:
    """The column that a squeezed header names."""
    bare = _UNIT.sub("", text)
    for column in section.columns:
        if text in column.headers or bare in column.headers or bare in column.offsets:
            return column
        if column.years and _YEAR.fullmatch(bare) and parse_year(bare) is not None:
            return column
    return None


def _may_be_misread(cell: Cell) -> bool:
    return any(line.reader != "text" for line in cell.lines)


def _nearest_missing(text: str, leaves: Sequence[Leaf], section: Section) -> str | None:
    """The header, of a column that is not there yet, that a misread one is most like."""
    used = {leaf.column.path for leaf in leaves if leaf.column and not leaf.column.years}
    read = {leaf.header for leaf in leaves}
    likeness = sorted(
        (
            (SequenceMatcher(None, text, name, autojunk=False).ratio(), column.path, name)
            for column in section.columns
            if column.path not in used
            for name in (*column.headers, *column.offsets)
            if name not in read
        ),
        reverse=True,
    )
    if not likeness or likeness[0][0] < MISREAD:
        return None
    best, path, name = likeness[0]
    rival = next((ratio for ratio, other, _ in likeness if other != path), 0.0)
    return name if best - rival > CLEARLY else None


def _is_lowest(cell: Cell, cells: Sequence[tuple[Cell, str]]) -> bool:
    """No other header cell stands below."""
    return not any(
        other.row >= cell.row + cell.row_span
        and other.column < cell.column + cell.column_span
        and cell.column < other.column + other.column_span
        for other, _ in cells
    )


def _leaf(cell: Cell, text: str, cells: Sequence[tuple[Cell, str]], section: Section) -> Leaf:
    box = cell.places[0].box
    above = [
        other_text
        for other, other_text in sorted(cells, key=lambda item: -item[0].row)
        if other.row < cell.row
        and other.column <= cell.column
        and cell.column + cell.column_span <= other.column + other.column_span
    ]
    # A header that the page edge broke stands in two cells.
    for name in (text, "".join([*above[::-1], text]), *above):
        column = _names(name, section)
        if column is None:
            continue
        bare = _UNIT.sub("", text)
        if not column.years:
            return Leaf(column, text, box.x0, box.x1)
        return Leaf(column, text, box.x0, box.x1, parse_year(bare), column.offsets.get(bare))
    return Leaf(None, text, box.x0, box.x1)


def leaf_of(cell: Cell, leaves: Sequence[Leaf]) -> Leaf | None:
    """The leftmost column that the cell stands in."""
    box = cell.places[0].box
    for leaf in leaves:
        overlap = min(box.x1, leaf.x1) - max(box.x0, leaf.x0)
        if overlap > 0 and (
            overlap >= COVERED * (leaf.x1 - leaf.x0) or overlap >= COVERED * (box.x1 - box.x0)
        ):
            return leaf
    return None
