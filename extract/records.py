"""What is seen on paper, as plain frozen records.

Lengths are PDF points. The origin is the top left corner of the page as it is
displayed (after /Rotate), y grows downwards, pages count from 1. Row and column
offsets count from 0 and are half open together with their spans.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Box(NamedTuple):
    """A rectangle in points: left, top, right, bottom."""

    x0: float
    top: float
    x1: float
    bottom: float


class Place(NamedTuple):
    """Where something stands: page (from 1) and box on it."""

    page: int
    box: Box


class Glyph(NamedTuple):
    """One character as drawn.

    `turn` is the number of clockwise quarter turns that the character is
    drawn with (0 = upright). `spaced`: a space stands before it in the text layer.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int
    spaced: bool = False


class Ruling(NamedTuple):
    """A straight line of a table.

    A horizontal one (`axis` "h") lies at y = `at` from x = `start` to x = `end`;
    a vertical one (`axis` "v") at x = `at` from y = `start` to y = `end`.
    """

    axis: Literal["h", "v"]
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters that are read in one go, left to right or, in vertical
    writing, top to bottom.

    `boxes` holds one box a character of `text` (a space has the gap it fills).
    `confidence` is 1.0 for a text layer; else the chance that the whole line is
    read right, and `others` are readings of it that cannot be ruled out.
    """

    page: int
    box: Box
    text: str
    boxes: tuple[Box, ...] = ()
    confidence: float = 1.0
    reader: str = "text"
    others: tuple[str, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether a recogniser read it from a picture."""
        return self.reader != "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with its spans.

    `places` are the boxes of the ruled cell itself, one for each page that it
    stands on, in order; `lines` its text lines in reading order. `doubt` says
    in a word or two why the cell may have been read wrongly ("" = it was not).
    """

    row: int
    column: int
    row_span: int
    column_span: int
    places: tuple[Place, ...]
    lines: tuple[TextLine, ...] = ()
    doubt: str = ""

    @property
    def text(self) -> str:
        """The text as it stands, one line a line."""
        if len(self.lines) == 1:  # most cells, and all are asked often
            return self.lines[0].text
        return "\n".join([line.text for line in self.lines])

    @property
    def recognised(self) -> bool:
        """Whether a recogniser read any of it."""
        return any(line.recognised for line in self.lines)

    @property
    def page(self) -> int:
        """The first page it stands on."""
        return self.places[0].page


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, its parts on successive pages made one.

    `cells` are in order of row, then column, and cover the grid without overlap
    (a grid position that no ruling encloses has no cell).
    """

    pages: tuple[int, ...]
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that we may have read wrongly or could not read.

    Never the filer's fault: that is a finding.
    """

    stage: str
    message: str
    page: int | None = None
    box: Box | None = None


PageKind = Literal["digital", "scanned", "empty"]


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader gives of one page.

    `glyphs` are in the order of the file, without spaces and without doubles.
    `turn` is the number of clockwise quarter turns by which glyphs and rulings
    were turned to stand upright (0 unless the text of the page as displayed
    lies on its side); `width` and `height` are those of the page as turned.
    """

    number: int
    width: float
    height: float
    kind: PageKind
    glyphs: tuple[Glyph, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    problems: tuple[Problem, ...] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PageSize:
    """Number, width and height of a page as displayed."""

    number: int
    width: float
    height: float
    kind: PageKind


Restore = Callable[[Box], Box]
"""From a page as it was laid out, upright and straight, to the page as displayed."""


@dataclass(frozen=True, slots=True)
class Document:
    """All that was read off the paper, before anything is known of forms.

    Tables and lines are on pages as laid out: upright, straight, one below the
    other. `restore` leads from there to the page as displayed, for the pages on
    which that differs; `problems` and `seals` are on pages as displayed.

    `lines` are the text lines outside the tables, in reading order, page
    furniture included. `page_count` counts the file's pages, those left unread too.
    """

    pages: tuple[PageSize, ...]
    tables: tuple[Table, ...] = ()
    lines: tuple[TextLine, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    page_count: int = 0
    seals: tuple[Place, ...] = ()
    restore: Mapping[int, Restore] = field(default_factory=dict)

    @property
    def kind(self) -> Literal["digital", "scanned", "mixed"]:
        """Where the text came from; pages with nothing on them do not count."""
        kinds = {page.kind for page in self.pages} - {"empty"}
        if kinds == {"scanned"}:
            return "scanned"
        return "mixed" if len(kinds) > 1 else "digital"
