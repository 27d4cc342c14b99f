"""What a form says that no definition knows: labels and the values beside or behind them.

Guessed by shape alone, so that it is no declaration and no rule speaks of it.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, zip_longest

from extract.records import Cell, Document, Place, TextLine
from normalize.cells import GUESSES, Value, value_of
from normalize.dates import parse_date
from normalize.items import part_of
from normalize.models import LabelledValue
from normalize.numbers import parse_amount
from normalize.repair import repair_text
from normalize.rows import Row, rows_of

# Labels of forms have up to 20 characters, Latin ones more.
LONGEST_LABEL = 24
LONGEST_LATIN = 40
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_NO_LABEL = re.compile(
    r"[\d.,%‰≥≤><=±年月日\-—/()（）元万个第条mMkKgG²³·:：\s]*|.*[。；;]|(?:19|20)\d\d.*"
)
_LABEL_AND_COLON = re.compile(r"([^:：,，;；。\s][^:：,，;；。]{0,38}?)\s*[:：]\s*")
_PUT_TOGETHER = GUESSES | {"join_lines"}
_GAP = re.compile(r"\s{2,}|\u3000+")


def labelled_values(document: Document) -> list[LabelledValue]:
    """Labels and the values beside them in rows of the tables, then those within lines."""
    return [*beside_labels(document), *behind_labels(document)]


def beside_labels(document: Document) -> Iterator[LabelledValue]:
    """Labels and values in cells side by side."""
    rows = rows_of(document.tables, document.lines)
    for _, run in groupby(rows, key=lambda row: (row.table, columns_of(row))):
        yield from _in_run(list(run))


def behind_labels(document: Document) -> Iterator[LabelledValue]:
    """Labels and values within a line, of a cell over a whole row or outside of tables."""
    for row in rows_of(document.tables):
        if len(row.starting) == 1:
            for line in row.starting[0][0].lines:
                yield from _in_line(line)
    for line in document.lines:
        yield from _in_line(line)


def columns_of(row: Row) -> tuple[tuple[int, int], ...]:
    """Column and span of the cells that begin in a row."""
    return tuple((cell.column, cell.column_span) for cell, _ in row.starting)


def _in_run(rows: Sequence[Row]) -> Iterator[LabelledValue]:
    """The pairs of successive rows with the same columns, unless they are a table: pairs
    have a label in every other cell, in each of the rows."""
    cells = [[cell for cell, _ in row.starting if not _is_group(cell, row)] for row in rows]
    count = len(cells[0])
    labels = [_text(cell) for row in cells for cell in row[::2]]
    if count % 2 or not all(is_label(label) for label in labels if label):
        return
    for row in cells[1:] if _is_headed(cells) else cells:
        for label, cell in zip(row[::2], row[1::2], strict=True):
            if not label.lines:
                continue
            yield _pair(_text(label), cell.lines, cell.places[0], label.doubt or cell.doubt)


def _text(cell: Cell) -> str:
    return repair_text([line.text for line in cell.lines]).text if cell.lines else ""


def _is_group(cell: Cell, row: Row) -> bool:
    """A label over several rows, to the left of their pairs."""
    if cell is not row.cells[0] or len(row.cells) == 1:
        return False
    return cell.row_span > row.cells[1].row_span


def _is_headed(rows: Sequence[Sequence[Cell]]) -> bool:
    """`收入 | 金额 | 支出 | 金额`: headers above numbers."""
    first, *rest = rows
    return (
        bool(rest)
        and all(is_label(_text(cell)) for cell in first)
        and all(surely(_text(cell)) is not None for row in rest for cell in row[1::2])
    )


def is_label(text: str) -> bool:
    """Whether a text could be what a form prints: short, no number, no sentence."""
    longest = LONGEST_LATIN if text.isascii() else LONGEST_LABEL
    return len(text) <= longest and bool(_LETTER.search(text)) and not _NO_LABEL.fullmatch(text)


def _in_line(line: TextLine) -> Iterator[LabelledValue]:
    """`填报日期：2023年10月9日　　单位：万元`: what stands behind each colon."""
    marks = [mark for mark in _LABEL_AND_COLON.finditer(line.text) if is_label(_last(mark[1]))]
    for mark, after in zip_longest(marks, marks[1:]):
        end = len(line.text) if after is None else after.end(1) - len(_last(after[1]))
        if line.text[mark.end() : end].strip():
            rest = part_of(line, mark.end(), end)
            yield _pair(_last(mark[1]), [rest], Place(rest.page, rest.box), "")


def _last(text: str) -> str:
    """The label at the end of what stands before a colon: a Chinese one has no spaces."""
    found = _GAP.split(text)[-1]
    return found if found.isascii() else found.split()[-1]


def _pair(label: str, lines: Sequence[TextLine], place: Place, doubt: str) -> LabelledValue:
    value = typed_value(lines, place, doubt)
    return LabelledValue(label=label.rstrip(":： "), value=value.value, evidence=value.evidence)


def typed_value(lines: Sequence[TextLine], place: Place, doubt: str = "") -> Value:
    """Text as a number or a day where it is surely one, else as words."""
    value = value_of(lines, place, "text", doubt)
    sure = surely(value.value) if value.value is not None else None
    return value if sure is None else replace(value, value=sure)


def surely(text: str) -> Decimal | datetime.date | None:
    """The number or the day that a whole text is; None for words."""
    amount = parse_amount(text)
    if amount.value is not None and not amount.unit and _PUT_TOGETHER.isdisjoint(amount.repairs):
        return amount.value
    day = parse_date(text)
    if day is not None and day.precision == "day" and (day.start, day.end) == (0, len(text)):
        return day.date
    return None
