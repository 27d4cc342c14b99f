"""The header rows of a table section, and which column a cell belongs to."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from statistics import median

from extract.records import Cell
from normalize.dates import parse_year
from normalize.definition import Column, Named, Section, ValueType, bare_label
from normalize.repair import squeeze
from normalize.rows import Row

# A mark or a digit before it is what a seal or a pen left: 122024年.
_YEAR = re.compile(
    r"(?:[^\w(]{0,2}|\d{1,2}(?=(?:19|20)\d\d年))(\(?(?:19|20)\d\d\)?年?(?:度)?.{0,4})"
)
_BRACKETED = re.compile(r"\([^()]*\)")
_UNIT = re.compile(r"\((?:单位:?)?(?:亿元|百万元|万元|千元|元|%)\)$")
_BEFORE = re.compile("上年|去年|前年|近.年|历史|实际|完成|已")
# A data cell belongs to a header that covers this much of its width, or whose
# width it covers by as much.
COVERED = 0.5
# What a misread header has in common with the right one at least, and more than with
# that of any other column that is still missing.
MISREAD = 0.3
CLEARLY = 0.08
# Two headers in one cell stand apart where two characters are so much wider than usual.
APART = 1.5
HALF = 0.5
# Points by which a column of the next table may lie off that of one.
SAME_PLACE = 4.0
# One character in so many may be misread where a whole row is told to be headers.
ONE_IN = 4


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column of the table as it stands: what it holds, from where to where.

    `year` is its year in a column that comes once a year; `offset` where the
    header gives the year by its distance from the budget year. `half` is the half
    of the form that the column belongs to, "" where it serves all.
    """

    column: Column | None
    header: str
    x0: float
    x1: float
    year: int | None = None
    offset: int | None = None
    half: str = ""

    @property
    def type(self) -> ValueType:
        """What its cells hold."""
        return self.column.type if self.column else "text"

    @property
    def key(self) -> tuple[str, str] | None:
        """What tells the columns of a table apart: no two of one half have the same."""
        return (self.column.path, self.column.part) if self.column else None


@dataclass(frozen=True, slots=True)
class Header:
    """Which rows are header rows, and the columns that they name.

    `cells` are those of the first header rows, `all_cells` those of later ones too.
    """

    leaves: tuple[Leaf, ...]
    rows: frozenset[int]
    cells: tuple[Cell, ...] = ()
    all_cells: tuple[Cell, ...] = ()

    @property
    def halves(self) -> tuple[str, ...]:
        """The halves of the form that have columns of their own."""
        return tuple(dict.fromkeys(leaf.half for leaf in self.leaves if leaf.half))


def find_header(rows: Sequence[Row], section: Section, first_column: int) -> Header:
    """Reads the header rows of a section; later rows that repeat them are found too."""
    header_rows: set[int] = set()
    first_run: list[Row] = []
    for position, row in enumerate(rows):
        if not _is_header(row, section, first_column):
            continue
        header_rows.add(position)
        if position and first_run and rows[position - 1].is_blank:
            # A line that is none cut a header in two: nothing stands in the upper half.
            header_rows.add(position - 1)
            if position > 1 and first_run[-1] is rows[position - 2]:
                first_run.append(rows[position - 1])
        if not first_run or first_run[-1] is rows[position - 1]:
            first_run.append(row)
    cells = [
        (cell, text)
        for row in first_run
        for cell, text in row.starting
        if cell.column >= first_column and text
    ]
    lowest = [(cell, text) for cell, text in cells if _is_lowest(cell, cells)]
    lowest.sort(key=lambda item: item[0].places[0].box.x0)
    leaves = [_leaf(cell, text, cells, section) for cell, text in lowest]
    for index in range(len(lowest) - 1, -1, -1):
        parts = _two_in_one(lowest[index][0], cells, section) if not leaves[index].column else []
        if parts:
            leaves[index : index + 1] = parts
            lowest[index : index + 1] = [lowest[index]] * len(parts)
    if section.path.startswith("*"):
        leaves = _as_in_other_half(leaves, [cell.recognised for cell, _ in lowest])
    for index, (cell, text) in enumerate(lowest):
        if leaves[index].column is None:
            name = _missing_that_ends(text, leaves, section)
            if name is None and cell.recognised:
                name = _nearest_missing(text, leaves, section)
            leaves[index] = _leaf(cell, name, cells, section) if name else leaves[index]
    if unnamed := _unnamed_first(first_run, leaves, section, first_column):
        cell, leaf = unnamed
        lowest.append((cell, ""))
        leaves.append(leaf)
    named = [cell for cell, _ in lowest]
    for cell in _illegible(first_run, cells, first_column, rows):
        if cell in named:
            continue
        box = cell.places[0].box
        lowest.append((cell, ""))
        leaves.append(Leaf(None, "", box.x0, box.x1))
    ordered = sorted(zip(leaves, lowest, strict=True), key=lambda item: item[0].x0)
    misread = [cell.recognised or not cell.lines for _, (cell, _) in ordered]
    leaves = _levels_in_order([leaf for leaf, _ in ordered], misread, section)
    leaves = _by_place(leaves, misread, section)
    if section.path.startswith("*"):
        leaves = _in_halves(leaves, tuple(section.halves))
    all_cells = tuple(
        cell
        for position in header_rows
        for cell, _ in rows[position].starting
        if cell.column >= first_column
    )
    return Header(
        tuple(leaves), frozenset(header_rows), tuple(cell for cell, _ in cells), all_cells
    )


def _two_in_one(cell: Cell, cells: Sequence[tuple[Cell, str]], section: Section) -> list[Leaf]:
    """The two columns of headers that stand apart in one cell of a scan: the ruling between
    them was not seen. 指标值权重 is one."""
    (line, *others) = cell.lines or (None,)
    if line is None or others or not cell.recognised or len(line.boxes) != len(line.text):
        return []
    # Room between two characters counts to both, half each.
    widths = [box.x1 - box.x0 for box in line.boxes]
    apart = APART * median(widths)
    for at in range(1, len(line.text)):
        if not line.text[at].isspace() and min(widths[at - 1 : at + 1]) < apart:
            continue
        parts = squeeze(line.text[:at]), squeeze(line.text[at:])
        left, right = (_leaf(cell, part, cells, section) for part in parts)
        if left.column and right.column and left.column is not right.column:
            box = line.boxes[at]
            middle = (box.x0 + box.x1) / 2 if line.text[at].isspace() else box.x0
            return [replace(left, x1=middle), replace(right, x0=middle)]
    return []


def with_years(headers: Sequence[Header | None]) -> list[Header | None]:
    """The headers with the years that one lacks and another of the form has: `2021年` beside
    what nobody can read."""
    known = [
        years
        for header in headers
        if header and len(years := [leaf.year for leaf in _yearly(header)]) > 1 and all(years)
    ]
    return [_dated(header, known[0]) if header and known else header for header in headers]


def with_columns(
    headers: Sequence[Header | None], sections: Sequence[Section]
) -> list[Header | None]:
    """The headers with the columns that one lacks and the table of another section has in the
    same place: 指标分 above 指标分类."""
    return [
        header and _placed(header, section, [other for other in headers if other])
        for header, section in zip(headers, sections, strict=True)
    ]


def _placed(header: Header, section: Section, others: Sequence[Header]) -> Header:
    own = {column.path: column for column in section.columns if column.path}
    used = {leaf.column.path for leaf in header.leaves if leaf.column}
    leaves = [
        leaf if leaf.column else replace(leaf, column=own.get(_path_at(leaf, others, used)))
        for leaf in header.leaves
    ]
    return replace(header, leaves=tuple(leaves))


def _path_at(leaf: Leaf, others: Sequence[Header], used: Set[str]) -> str:
    """What other tables call the column at a place, where its header may say so; "" for none."""
    found = {
        other.column.path
        for header in others
        for other in header.leaves
        if other.column
        and other.column.path not in used
        and abs(other.x0 - leaf.x0) <= SAME_PLACE
        and abs(other.x1 - leaf.x1) <= SAME_PLACE
        and leaf.header
        and leaf.header in other.header
    }
    return found.pop() if len(found) == 1 else ""


def _yearly(header: Header) -> list[Leaf]:
    return [leaf for leaf in header.leaves if leaf.column and leaf.column.years]


def _dated(header: Header, years: Sequence[int | None]) -> Header:
    yearly = _yearly(header)
    own = [leaf.year for leaf in yearly]
    agree = all(year in (None, other) for year, other in zip(own, years, strict=False))
    if len(own) != len(years) or not agree or any(leaf.offset is not None for leaf in yearly):
        return header
    rest = iter(years)
    leaves = [
        replace(leaf, year=next(rest)) if leaf.column and leaf.column.years else leaf
        for leaf in header.leaves
    ]
    return replace(header, leaves=tuple(leaves))


def _unnamed_first(
    run: Sequence[Row], leaves: Sequence[Leaf], section: Section, first_column: int
) -> tuple[Cell, Leaf] | None:
    """The column of items where its header is left blank: `| 年初预算数 | 全年预算数 | …`; in a
    scan also where nothing of it can be read."""
    column = next((column for column in section.columns if column.path == section.first), None)
    if column is None or not run:
        return None
    recognised = any(cell.recognised for cell, text in run[0].starting if text)
    if column.type != "item" and not recognised:
        return None
    if any(leaf.column is column for leaf in leaves):
        return None
    for cell, text in run[0].starting:
        if cell.column >= first_column:
            box = cell.places[0].box
            return None if text else (cell, Leaf(column, "", box.x0, box.x1))
    return None


def _illegible(
    run: Sequence[Row],
    cells: Sequence[tuple[Cell, str]],
    first_column: int,
    rows: Sequence[Row],
) -> list[Cell]:
    """Headers of a scan in which nothing could be read, under a seal or a pen; most rows have
    a cell below them. Beside a fold they have none."""
    if not any(cell.recognised for cell, _ in cells):
        return []
    columns = [{(cell.column, cell.column_span) for cell in row.cells} for row in rows]
    return [
        cell
        for row in run[:1]
        for cell, text in row.starting
        if cell.column >= first_column
        and not text
        and _is_lowest(cell, cells)
        and 2 * sum((cell.column, cell.column_span) in own for own in columns) > len(rows)
    ]


def _levels_in_order(
    leaves: Sequence[Leaf], misread: Sequence[bool], section: Section
) -> list[Leaf]:
    """Levels whose headers lost a stroke (一级指标 for 二级指标) by where they stand.

    They come in order and end with the record's own; whatever part of them there
    is is the last part.
    """
    levels = [*section.fill_down, section.first]
    paths = {column.path: column for column in section.columns}
    ordered = [*leaves]
    for start, end in _runs_of_levels(leaves, misread, levels):
        run = leaves[start:end]
        named = [levels.index(leaf.column.path) for leaf in run if leaf.column]
        sound = (
            len(named) == len(run) and named == sorted(set(named)) and named[-1] == len(levels) - 1
        )
        if not sound and any(misread[start:end]) and len(run) <= len(levels):
            ordered[start:end] = [
                replace(leaf, column=paths[path])
                for leaf, path in zip(run, levels[-len(run) :], strict=True)
            ]
    return ordered


def _runs_of_levels(
    leaves: Sequence[Leaf], misread: Sequence[bool], levels: Sequence[str]
) -> list[tuple[int, int]]:
    """Where levels stand beside each other, illegible ones between them and at their end: they
    begin with the first level, and the last is missing."""

    def is_level(index: int) -> bool:
        column = leaves[index].column
        return column is not None and column.path in levels

    def is_lost(index: int) -> bool:
        return index < len(leaves) and leaves[index].column is None and misread[index]

    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(leaves):
        start = index
        while index < len(leaves) and (
            is_level(index)
            or (
                start < index and is_lost(index) and index + 1 < len(leaves) and is_level(index + 1)
            )
        ):
            index += 1
        if start < index:
            whole = [levels.index(c.path) for leaf in leaves[start:index] if (c := leaf.column)]
            if whole == [*range(len(whole))] and len(whole) == len(levels) - 1 and is_lost(index):
                index += 1
            runs.append((start, index))
        index += start == index
    return runs


def _by_place(leaves: Sequence[Leaf], misread: Sequence[bool], section: Section) -> list[Leaf]:
    """Columns whose headers a seal or a pen made illegible, by what is left.

    One is the column of the section that no header named; of several each is what the
    definition has between its neighbours, if it has as many there. A header that stands there
    twice is lost the second time: 指标值 of 指标值确定依据.
    """
    order = [column.path for column in section.columns]
    result = _named_once(leaves, misread, section)
    lost = [i for i, leaf in enumerate(result) if leaf.column is None]
    if not lost or not all(misread[index] for index in lost):
        return result
    used = {leaf.column.path for leaf in result if leaf.column}
    free = [c for c in section.columns if c.path and not c.years and c.path not in used]
    if len(free) == len(lost) == 1:
        result[lost[0]] = replace(result[lost[0]], column=free[0])
        return result
    for is_lost, run in groupby(range(len(result)), key=lambda index: result[index].column is None):
        places = [*run]
        if not is_lost:
            continue
        before, after = (
            [order.index(leaf.column.path) for leaf in beside if leaf.column]
            for beside in (result[: places[0]][-1:], result[places[-1] + 1 :][:1])
        )
        low, high = (before or [-1])[0], (after or [len(order)])[0]
        fit = [c for c in free if low < order.index(c.path) < high] if before or after else []
        if len(places) == 1 < len(fit):
            fit = _most_like(result[places[0]].header, fit)
        if len(fit) == len(places):
            for index, column in zip(places, fit, strict=True):
                result[index] = replace(result[index], column=column)
    return result


def _most_like(text: str, columns: Sequence[Column]) -> list[Column]:
    """The one column with a header of which more than half stands there."""
    alike = [
        column
        for column in columns
        if any(
            SequenceMatcher(None, text, name, autojunk=False).ratio() > HALF
            for name in column.headers
        )
    ]
    return alike if len(alike) == 1 else []


def _named_once(leaves: Sequence[Leaf], misread: Sequence[bool], section: Section) -> list[Leaf]:
    """The columns without those that a misread header names once more."""
    seen: set[str] = set()
    result: list[Leaf] = []
    for leaf, doubtful in zip(leaves, misread, strict=True):
        column = leaf.column
        again = column is not None and column.path in seen and not column.years
        if again and doubtful and not section.path.startswith("*"):
            leaf = replace(leaf, column=None)
        if column is not None and column.path:
            seen.add(column.path)
        result.append(leaf)
    return result


def _as_in_other_half(leaves: Sequence[Leaf], misread: Sequence[bool]) -> list[Leaf]:
    """A column whose header is illegible as the one between the same two elsewhere."""
    columns = [leaf.column for leaf in leaves]
    result = [*leaves]
    for index in range(1, len(leaves) - 1):
        beside = columns[index - 1 : index + 2 : 2]
        if columns[index] or not misread[index] or None in beside:
            continue
        twins = {
            column.path: column
            for at, column in enumerate(columns[1:-1], 1)
            if column and columns[at - 1 : at + 2 : 2] == beside
        }
        if len(twins) == 1:
            result[index] = replace(leaves[index], column=next(iter(twins.values())))
    return result


def _in_halves(leaves: Sequence[Leaf], halves: tuple[str, ...]) -> list[Leaf]:
    """Columns that come twice belong to one half each: the one that a header names, else
    the first time to the first half. Those that come once belong to both."""
    times = Counter(leaf.key for leaf in leaves if leaf.column)
    named = {(leaf.key, leaf.half) for leaf in leaves if leaf.half}
    divided: list[Leaf] = []
    used: set[tuple[tuple[str, str] | None, str]] = set()
    for leaf in leaves:
        half = leaf.half
        if not half and leaf.column and times[leaf.key] > 1:
            free = [
                other
                for other in halves
                if (leaf.key, other) not in named and (leaf.key, other) not in used
            ]
            half = free[0] if free else halves[-1]
        used.add((leaf.key, half))
        divided.append(replace(leaf, half=half) if half != leaf.half else leaf)
    return divided


def _is_header(row: Row, section: Section, first_column: int) -> bool:
    """At least half of what begins in the row are headers of the section."""
    texts = [(cell, text) for cell, text in row.starting if cell.column >= first_column and text]
    if not texts:
        return False
    known = nearly = halves = 0
    for position, (cell, text) in enumerate(texts):
        if (known + nearly + halves + len(texts) - position) * 2 < len(texts):
            return False  # what is left would not do: most rows are records
        if names_column(text, section) is not None:
            known += 1
        elif _half_of(text, section):
            halves += 1
        elif cell.recognised and _is_nearly_header(text, section):
            nearly += 1
    # Records look like headers too, 时效指标 like 绩效指标: where no header was read right, all
    # must be nearly one.
    if known or nearly + halves == len(texts):
        known += nearly
    return (known + halves) * 2 >= len(texts) and (known > 0 or halves == len(texts))


def _is_nearly_header(text: str, section: Section) -> bool:
    """Whether a recogniser may have taken one character of a header for another."""
    return len(text) >= ONE_IN and any(
        len(header) == len(text)
        and sum(a != b for a, b in zip(text, header, strict=True)) <= len(text) // ONE_IN
        for header in section.headers
    )


def names_column(text: str, section: Section) -> Named | None:
    """The column that a squeezed header names."""
    headers = section.headers
    bare = _UNIT.sub("", text)
    named = headers.get(text) or headers.get(bare)
    if named is not None:
        return named
    for column in section.columns:
        if column.years and _year_of(bare) is not None:
            return Named(column)
    return headers.get(_BRACKETED.sub("", bare)) or headers.get(bare_label(bare))


def _year_of(header: str) -> int | None:
    """The year that a header without its unit is."""
    found = _YEAR.fullmatch(header)
    return parse_year(found[1]) if found else None


def _offset_of(header: str, column: Column) -> int | None:
    """How far from the budget year a header says that its year is, whatever a pen left of
    itself beside it: 前年2."""
    words = "".join(char for char in header if "\u4e00" <= char <= "\u9fff")
    return column.offsets.get(header, column.offsets.get(words))


def _half_of(text: str, section: Section) -> str:
    """The half of the form whose words a header begins with."""
    if not section.path.startswith("*"):
        return ""
    return next((half for half, words in section.halves.items() if text.startswith(words)), "")


def _missing_that_ends(text: str, leaves: Sequence[Leaf], section: Section) -> str | None:
    """The header, of a column that is not there yet, that a longer one ends with: in
    `指标值权重` the last word says what it is. What was before (`上年指标值`) is another thing."""
    if _BEFORE.search(text):
        return None
    used = {leaf.key for leaf in leaves}
    return max(
        (
            header
            for header, named in section.headers.items()
            if len(header) > 1
            and text.endswith(header)
            and (named.column.path, named.column.part) not in used
        ),
        key=len,
        default=None,
    )


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
        named = names_column(name, section)
        if named is None:
            continue
        column, half = named
        around = (_half_of(other, section) for other in (text, *above))
        half = half or next(filter(None, around), "")
        bare = _UNIT.sub("", text)
        if not column.years:
            return Leaf(column, text, box.x0, box.x1, half=half)
        return Leaf(column, text, box.x0, box.x1, _year_of(bare), _offset_of(bare, column), half)
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
