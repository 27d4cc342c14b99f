"""Which rows belong to which section of a form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.records import Cell, Place
from normalize.columns import names_column
from normalize.definition import FormDefinition, Mark, Section, bare_label, known_label, unnumbered
from normalize.repair import squeeze
from normalize.rows import Row

# This many headers of a section in one row are no chance: names of indicators and
# projects are none, `项目` and `金额` alone are common.
MIN_HEADERS = 3
# Headers stand in at most this many rows.
HEADER_ROWS = 3
# `绩效目标 | 年度 | 总体目标 | …`: so many labels over several sections stand to the
# left of a section's own at most.
MOST_GROUPS = 2
# The label of a sum stands over so many columns at least, and is no longer, dirt included.
SUMMED = 3
MISREAD_SUM = 4
# A table that goes on on the next page has the same outer edges. Parts that stitching
# left apart (a heading or a note between them) differed by up to 4 points.
SAME_EDGES = 6.0


@dataclass(slots=True)
class Block:
    """The rows of one section.

    `label` is the cell that marks it, `beside` that it stands to the left of all its
    rows; the content is in the columns from `column` to `end` (None: all that
    follow). `half` is the half of the form that label or place tell, "" for none.
    `around` are labels to its left that stand over several sections.
    """

    section: Section
    label: Cell
    column: int
    rows: list[Row] = field(default_factory=list)
    half: str = ""
    end: int | None = None
    beside: bool = False
    around: tuple[Cell, ...] = ()

    @property
    def path(self) -> str:
        """Where its leaves go."""
        return self.section.path_of(self.half)

    def holds(self, cell: Cell) -> bool:
        """Whether a cell of its rows is content: neither its label nor beside its columns."""
        return (
            cell is not self.label
            and cell.column >= self.column
            and (self.end is None or cell.column < self.end)
        )

    def content(self) -> Iterator[tuple[Cell, str]]:
        """The cells of its content with their squeezed texts, each once, in reading order."""
        seen: set[int] = set()
        for row in self.rows:
            for cell, text in zip(row.cells, row.texts, strict=True):
                if self.holds(cell) and id(cell) not in seen:
                    seen.add(id(cell))
                    yield cell, text


@dataclass(frozen=True, slots=True)
class _Found:
    """A label of a section in a row; `beside` is the cell to its right."""

    mark: Mark
    cell: Cell
    text: str
    beside: Cell | None


def find_blocks(rows: Sequence[Row], form: FormDefinition) -> tuple[list[Block], list[Row]]:
    """The sections found, in order, and the rows that are in none."""
    blocks: list[Block] = []
    loose: list[Row] = []
    current: list[Block] = []
    for position, row in enumerate(rows):
        ahead = rows[position : position + HEADER_ROWS]
        found = _labels_in(ahead, form, current)
        if found and _comes_back(found, current):
            if len(row.cells) > 1 and found[0].beside is not None:
                _append(current, row)
        elif opened := _opened(found, ahead, form, blocks):
            for block in opened:
                block.rows[:0] = _headers_above(loose, blocks, block)
            current = opened
            blocks += opened
        elif current and _goes_on(row, current, form):
            _append(current, row)
        else:
            # A note across a table without a label at its left does not end it.
            current = [] if _starts_pair(row, form) or _ends(current) else current
            loose.append(row)
    _settle_halves(blocks, form)
    return blocks, loose


def _headers_above(loose: list[Row], blocks: list[Block], block: Block) -> list[Row]:
    """Takes the header rows of a table, and the records below them, off what came before: a
    line that is none, drawn through the cell of its label, cuts them off."""
    if block.section.kind != "table" or not block.beside or not block.rows:
        return []
    first = block.rows[0]
    # A row of headers that is known by itself may be the second of two.
    second = _named(first, block.section) > 0
    before = blocks[-1].rows if blocks and _is_above(blocks[-1].rows, first) else loose
    if second and before is not loose:
        return []
    above: list[Row] = []
    for row in reversed(before):
        apart = (row.table, row.index) != (first.table, first.index - 1)
        headers = _is_headers(row, block)
        cut_off = not second and _is_cut_off(row, block) and not _any_headers(above, block)
        if apart or not (headers or cut_off):
            break
        above.insert(0, row)
        first = row
    if sum(_named(row, block.section) for row in above) < (1 if second else MIN_HEADERS):
        return []
    del before[-len(above) :]
    if blocks and not blocks[-1].rows:
        blocks.pop()
    return above


def _is_above(rows: Sequence[Row], first: Row) -> bool:
    return bool(rows) and (rows[-1].table, rows[-1].index) == (first.table, first.index - 1)


def _any_headers(rows: Sequence[Row], block: Block) -> bool:
    return any(_is_headers(row, block) for row in rows)


def _is_cut_off(row: Row, block: Block) -> bool:
    """Whether a row has the cells of the first of a table and nothing where its label stands."""
    side = [
        text
        for cell, text in zip(row.cells, row.texts, strict=True)
        if cell.column <= block.label.column < cell.column + cell.column_span
    ]
    ours, theirs = ([c.column for c in one.cells if block.holds(c)] for one in (row, block.rows[0]))
    return not any(side) and len(ours) >= MIN_HEADERS and ours == theirs


def _named(row: Row, section: Section) -> int:
    """How many headers of the section begin in a row."""
    return sum(names_column(text, section) is not None for _, text in row.starting if text)


def _is_headers(row: Row, block: Block) -> bool:
    texts = sum(1 for _, text in row.starting if text)
    return 0 < texts <= 2 * _named(row, block.section)


def _append(blocks: Sequence[Block], row: Row) -> None:
    for block in blocks:
        block.rows.append(row)


def _opened(
    found: Sequence[_Found], ahead: Sequence[Row], form: FormDefinition, blocks: Sequence[Block]
) -> list[Block]:
    """The sections that begin in the first of these rows."""
    row = ahead[0]
    if found:
        return [_block(found, index, ahead) for index in range(len(found))]
    for opened in (
        _headed(row, form),
        _by_header(ahead, form, blocks),
        _by_side(row, form),
    ):
        if opened is not None:
            opened.rows.append(row)
            return [opened]
    return []


def _block(found: Sequence[_Found], index: int, ahead: Sequence[Row]) -> Block:
    """The section of a label: beside it, below it, or in the label's own cell."""
    own, row = found[index], ahead[0]
    section, half = own.mark
    around = row.cells[: row.cells.index(found[0].cell)]
    cell = own.cell
    after = found[index + 1].cell if index + 1 < len(found) else None
    if len(row.cells) == 1:
        block = Block(section, cell, 0, half=half)
        if section.kind != "table" and _says_more(own):
            block.rows.append(row)
        return block
    if _is_cut_title(own, ahead):
        return Block(section, cell, 0, half=half)
    if own.beside is None or own.beside is after:
        end = cell.column + cell.column_span
        return Block(section, cell, cell.column, [], half, end, around=around)
    column = cell.column + cell.column_span
    until = None if after is None else after.column
    return Block(section, cell, column, [row], half, until, beside=True, around=around)


def _is_cut_title(found: _Found, ahead: Sequence[Row]) -> bool:
    """Whether a fold cuts a title over the whole width: nothing else stands in its row, the
    headers of its table stand below, one of them under it."""
    row = ahead[0]
    if len(ahead) < 2 or sum(map(bool, row.texts)) > 1 or found.mark.section.kind != "table":
        return False
    below = ahead[1].starting
    under = bool(below) and below[0][0].column <= found.cell.column
    return found.cell.recognised and under and _named(ahead[1], found.mark.section) >= MIN_HEADERS


def _says_more(found: _Found) -> bool:
    """A heading cell that holds the text itself: `长期目标：…`."""
    return bare_label(found.text) not in found.mark.section.marks


def _comes_back(found: Sequence[_Found], current: Sequence[Block]) -> bool:
    """Whether these are the labels at hand, repeated on the next page."""
    return [(own.mark, own.text) for own in found] == [
        (Mark(block.section, block.half), squeeze(block.label.text)) for block in current
    ]


def _labels_in(
    ahead: Sequence[Row], form: FormDefinition, current: Sequence[Block]
) -> list[_Found]:
    """The labels of sections that begin in the first of these rows.

    The first cell, or one that only labels over several sections stand to the
    left of; for texts side by side, all their labels.
    """
    row = ahead[0]
    nested = _may_nest(row, current)
    for position in range(min(len(row.cells), MOST_GROUPS + 1)):
        cell, text = row.cells[position], row.texts[position]
        if any(block.label is cell for block in current) or (position and not nested):
            return []
        if cell.row == row.index:
            marks = [
                mark
                for mark in match_label(text, form, len(row.cells) == 1)
                if not _is_own_header(row, position, mark.section)
            ]
            if marks and not (cell.row_span > 1 and _is_nested(row, position + 1, marks, form)):
                return _side_by_side(ahead, position, marks, form)
        if cell.row_span == 1:
            return []
    return []


def _is_own_header(row: Row, position: int, section: Section) -> bool:
    """Whether what may be a label is the header of the section's first column: 总体资金情况,
    no taller than the headers beside it."""
    cell, text = row.cells[position], row.texts[position]
    if section.kind != "table" or names_column(text, section) is None:
        return False
    headers = [
        other
        for other, beside in row.starting
        if other.column > cell.column and beside and names_column(beside, section) is not None
    ]
    return len(headers) >= MIN_HEADERS - 1 and cell.row_span <= max(h.row_span for h in headers)


def _may_nest(row: Row, current: Sequence[Block]) -> bool:
    """Whether labels may stand right of the first cell: not among the records of a table
    that has no label at its left."""
    if not current or not current[0].rows:
        return True
    block = current[0]
    return block.beside or block.section.kind != "table" or block.rows[-1].table != row.table


def _is_nested(row: Row, position: int, around: Sequence[Mark], form: FormDefinition) -> bool:
    """Whether the cell at a position is the label of a section within what `around` names."""
    if position >= len(row.cells) or row.cells[position].row != row.index:
        return False
    return any(
        mark.section.path.startswith("*") or all(mark.section is not own.section for own in around)
        for mark in match_label(row.texts[position], form, heading=False)
    )


def _side_by_side(
    ahead: Sequence[Row], position: int, marks: Sequence[Mark], form: FormDefinition
) -> list[_Found]:
    """The label at a position, and those of further texts to its right."""
    row = ahead[0]
    around = next(filter(None, map(form.half_of, row.texts[:position])), "")
    found = [_found(row, position, _chosen(marks, ahead, position, form), around)]
    if found[0].mark.section.kind != "text":
        return found
    for right in range(position + 1, len(row.cells)):
        for mark in match_label(row.texts[right], form, heading=False):
            if row.cells[right].row == row.index and mark.section.kind == "text":
                found.append(_found(row, right, mark, around))
                break
    return found


def _found(row: Row, position: int, mark: Mark, around: str) -> _Found:
    if mark.section.path.startswith("*") and not mark.half:
        mark = Mark(mark.section, around)
    beside = row.cells[position + 1] if position + 1 < len(row.cells) else None
    return _Found(mark, row.cells[position], row.texts[position], beside)


def _chosen(
    marks: Sequence[Mark], ahead: Sequence[Row], position: int, form: FormDefinition
) -> Mark:
    """Of the sections with one label the table where its headers stand beside it."""
    own = [text for text in ahead[0].texts[position + 1 :] if text]
    if len(ahead[0].cells) == 1 and len(ahead) > 1:
        own = [text for _, text in ahead[1].starting if text]
    for mark in marks:
        if mark.section.kind == "table" and len(marks) > 1:
            texts = [text for row in ahead for _, text in row.starting if text]
            if _matches(mark.section, texts) >= MIN_HEADERS - 1:
                return mark
    plain = next((mark for mark in marks if mark.section.kind != "table"), marks[0])
    if plain.section.kind != "table":
        for section in form.sections:
            if _matches(section, own) >= MIN_HEADERS:
                return Mark(section, plain.half if section.path.startswith("*") else "")
    return plain


def _headed(row: Row, form: FormDefinition) -> Block | None:
    """The section that a line above the table names: `三、长期绩效指标`."""
    for line in row.headings:
        marks = match_label(squeeze(line.text), form, heading=True)
        if marks:
            section, half = _chosen(marks, [row], -1, form)
            place = Place(line.page, line.box)
            return Block(section, Cell(0, 0, 1, 0, (place,), (line,)), 0, half=half)
    return None


def _by_header(rows: Sequence[Row], form: FormDefinition, blocks: Sequence[Block]) -> Block | None:
    """A table section whose label was not read, known by the headers of these rows.

    It is one that was not found yet and has more of them than the one at hand;
    of several the first in the form.
    """
    row = rows[0]
    own = [text for _, text in row.starting if text]
    if sum(1 for text in own if text in form.headers) < MIN_HEADERS or all(
        _matches(section, own) < MIN_HEADERS for section in form.sections
    ):
        return None
    texts = [text for line in rows for _, text in line.starting if text]
    done = {block.section.path for block in blocks}
    least = _matches(blocks[-1].section, texts) if blocks else 0
    new_table = bool(blocks and blocks[-1].rows) and blocks[-1].rows[-1].table != row.table
    best: Section | None = None
    for section in form.sections:
        count = _matches(section, texts)
        more = count > least or (new_table and count == least > 0)
        if section.path not in done and count >= MIN_HEADERS and more:
            best, least, new_table = section, count, False
    if best is None:
        return None
    # Those that begin in the row above and cover this one too.
    own_headers = [
        cell for cell, text in zip(row.cells, row.texts, strict=True) if text in best.headers
    ]
    tallest = max((cell.row_span for cell in own_headers if cell.row == row.index), default=1)
    # One that nothing of could be read begins here too, and is no taller than they are.
    beginning = [c for c, _ in row.starting if c.row_span <= tallest and c.recognised]
    column = min(cell.column for cell in (*own_headers, *beginning))
    first = row.cells[0]
    beside = first.column < column and first.row_span > tallest
    half = form.half_of(row.texts[0]) if beside and best.path.startswith("*") else ""
    return Block(best, first, column, half=half, beside=beside)


def _by_side(row: Row, form: FormDefinition) -> Block | None:
    """A section of amounts that no known label marks, known by the label of a sum."""
    if not row.starting or len(row.cells) == 1 or row.starting[0][0] is not row.cells[0]:
        return None
    for position, (cell, text) in enumerate(row.starting[:2]):
        side = form.side_of(text)
        if side is not None and position == 0:
            return Block(side[0], Cell(0, 0, 1, 0, cell.places), cell.column)
        if side is not None and row.cells[0].row_span > 1:
            return Block(side[0], row.cells[0], cell.column, beside=True)
    return None


def _matches(section: Section, texts: Sequence[str]) -> int:
    """How many of the texts are headers of the section."""
    if section.kind != "table":
        return 0
    return sum(1 for text in texts if text in section.headers)


def _sums_up(row: Row, section: Section) -> bool:
    """Whether a row is the sum below the records of a table: `总分 | 100 | 95.5`."""
    return bool(row.texts) and closes_table(row.cells[0], row.texts[0], section)


def closes_table(cell: Cell, text: str, section: Section) -> bool:
    """Whether a label says that its row sums up a table. In a scan, where it stands over
    several columns, also with what a pen or a seal left beside it (安夏总分27) or one of two
    characters misread (一聪分)."""
    if known_label(text, section.closing):
        return True
    if not cell.recognised or cell.column_span < SUMMED or not section.closing:
        return False
    is_short = len(text) <= MISREAD_SUM and text[-1:] in {label[-1] for label in section.closing}
    return is_short or any(label in text for label in section.closing)


def _starts_pair(row: Row, form: FormDefinition) -> bool:
    return (
        len(row.cells) > 1
        and row.cells[0].row == row.index
        and bool(known_label(row.texts[0], form.pair_labels))
    )


def _ends(current: Sequence[Block]) -> bool:
    return not current or current[0].beside or current[0].section.kind != "table"


def _goes_on(row: Row, current: Sequence[Block], form: FormDefinition) -> bool:
    """Whether a row that no label begins belongs to the sections at hand."""
    block = current[0]
    if _starts_pair(row, form) and not _sums_up(row, block.section):
        return False
    last = block.rows[-1] if block.rows else None
    if last is not None and last.table != row.table and not _same_edges(last, row):
        return False
    if not row.cells or row.is_blank or _sums_up(row, block.section):
        return True
    if not block.label.lines and block.section.kind == "amounts":
        return _is_item(row, block.section)
    if block.beside:
        return _is_beside(row, block.label) or _is_record(row, block, form)
    if block.section.kind != "text":
        return block.section.kind != "table" or not _is_pair(row, block)
    if len(row.cells) == 1:
        return True
    return block.end is not None and (
        last is None or row.table != last.table or _columns(row) == _columns(last)
    )


def _is_beside(row: Row, label: Cell) -> bool:
    """Whether nothing new stands where the label of the section stood."""
    for cell, text in zip(row.cells, row.texts, strict=True):
        if cell.column <= label.column < cell.column + cell.column_span:
            return cell.row != row.index or not text or (cell is label)
    return True


def _is_record(row: Row, block: Block, form: FormDefinition) -> bool:
    """Whether a row of a table is one more of those above, whatever was read at its side:
    a fold through an empty label is read as 一, a label cut by the page's edge as half of it."""
    if block.section.kind != "table" or match_label(row.texts[0], form, heading=False):
        return False
    columns = [cell.column for cell in row.cells if block.holds(cell)]
    return len(columns) >= MIN_HEADERS and any(
        columns == [cell.column for cell in above.cells if block.holds(cell)]
        for above in block.rows
    )


def _is_item(row: Row, section: Section) -> bool:
    """Whether a row begins with an item of the amounts above: `其中：财政拨款`."""
    text = next((text for _, text in row.starting if text), "")
    bare = text.removeprefix("其中")
    known = known_label(bare, section.items) or known_label(bare, section.side_labels)
    return known != "" or bare != text


def _is_pair(row: Row, block: Block) -> bool:
    """A label and one text over several columns of a table: no record of it."""
    table = block.rows[0].cells if block.rows else ()
    return len(row.cells) == 2 and row.cells[1].column_span > 1 and len(table) > 3


def _columns(row: Row) -> list[int]:
    return [cell.column for cell in row.cells]


def _same_edges(last: Row, row: Row) -> bool:
    ends = [
        (cells[0].places[0].box.x0, cells[-1].places[0].box.x1)
        for cells in (last.cells, row.cells)
        if cells
    ]
    return len(ends) == 2 and all(
        abs(one - other) < SAME_EDGES for one, other in zip(*ends, strict=True)
    )


def _settle_halves(blocks: Sequence[Block], form: FormDefinition) -> None:
    """Gives a half to the sections whose label names none: a text the one that is left
    over, a table (of several) that of the text before it."""
    ours = [block for block in blocks if block.section.path.startswith("*")]
    texts = [block for block in ours if block.section.kind == "text"]
    for block in texts:
        if not block.half:
            taken = {other.half for other in texts if other.section is block.section and other.half}
            free = [half for half in form.halves if half not in taken]
            block.half = free[-1] if free else list(form.halves)[-1]
    tables = [block for block in ours if block.section.kind == "table" and not block.half]
    for block in tables if len(tables) > 1 else ():
        before = [other.half for other in ours[: ours.index(block)] if other.half]
        block.half = before[-1] if before else ""


def match_label(text: str, form: FormDefinition, heading: bool) -> tuple[Mark, ...]:
    """The section or sections that a squeezed label names, () for none.

    `长期目标(截止2026年)` names 长期目标, `一、部门职能概述` 部门职能概述; a heading
    over the whole width may hold the text itself (`长期目标建成体系`).
    """
    if not text:
        return ()
    known = known_label(text, form.marks)
    if known or not heading:
        return form.marks[known] if known else ()
    bare = unnumbered(text)
    if known := known_label(bare.removesuffix("表"), form.marks):
        return form.marks[known]
    for label in form.longest_marks:
        if bare.startswith(label):
            return tuple(mark for mark in form.marks[label] if mark.section.kind != "table")
    return ()
