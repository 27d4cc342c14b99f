"""The two readers on the samples in git: the same cells, the same texts."""

from functools import cache
from pathlib import Path

import pytest
from drawn import near

import extract.pdfium
import extract.plumber
from extract.document import assemble
from extract.records import Document, Glyph, Page
from extract.verify import SAME_BOX

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.pdf"))
OPENERS = {"pdfium": extract.pdfium.opened, "pdfplumber": extract.plumber.opened}


@cache
def pages(name: str, reader: str) -> tuple[Page, ...]:
    with OPENERS[reader]((SAMPLES / f"{name}.pdf").read_bytes()) as file:
        return tuple(file.read(number) for number in range(1, len(file) + 1))


@cache
def document(name: str, reader: str) -> Document:
    return assemble(pages(name, reader))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_pages(name: str) -> None:
    first, second = pages(name, "pdfium"), pages(name, "pdfplumber")
    assert len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        assert (one.number, one.kind, one.turn) == (other.number, other.kind, other.turn)
        assert near((one.width, one.height), (other.width, other.height), 0.1)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_characters(name: str) -> None:
    """Page by page; PDFium sorts some of them, and its boxes come from other metrics."""
    for one, other in zip(pages(name, "pdfium"), pages(name, "pdfplumber"), strict=True):
        there = _by_character(other)
        for (text, turn), glyphs in _by_character(one).items():
            others = there.pop((text, turn))
            assert len(glyphs) == len(others), text
            for glyph in glyphs:
                assert any(_same_place(glyph, second) for second in others), glyph
        assert there == {}


def _by_character(page: Page) -> dict[tuple[str, int], list[Glyph]]:
    found: dict[tuple[str, int], list[Glyph]] = {}
    for glyph in page.glyphs:
        found.setdefault((glyph.text, glyph.turn), []).append(glyph)
    return found


def _same_place(one: Glyph, other: Glyph) -> bool:
    size = max(one.x1 - one.x0, one.bottom - one.top)
    return (
        abs(one.x0 + one.x1 - other.x0 - other.x1) < 0.5 * size
        and abs(one.top + one.bottom - other.top - other.bottom) < 0.8 * size
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_same_cells_and_texts(name: str) -> None:
    first, second = document(name, "pdfium").tables, document(name, "pdfplumber").tables
    assert [(t.pages, t.rows, t.columns) for t in first] == [
        (t.pages, t.rows, t.columns) for t in second
    ]
    for one, other in zip(first, second, strict=True):
        for mine, its in zip(one.cells, other.cells, strict=True):
            assert (mine.row, mine.column, mine.row_span, mine.column_span) == (
                its.row, its.column, its.row_span, its.column_span,
            )  # fmt: skip
            assert "".join(mine.text.split()) == "".join(its.text.split())
            assert [line.page for line in mine.lines] == [line.page for line in its.lines]
            for place, there in zip(mine.places, its.places, strict=True):
                assert place.page == there.page and near(place.box, there.box, SAME_BOX)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_lines_outside_tables(name: str) -> None:
    first, second = document(name, "pdfium").lines, document(name, "pdfplumber").lines
    assert [(line.page, "".join(line.text.split())) for line in first] == [
        (line.page, "".join(line.text.split())) for line in second
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("reader", "other"), [("pdfium", "pdfplumber"), ("pdfplumber", "pdfium")])
def test_reading_with_both_raises_no_doubt(name: str, reader: str, other: str) -> None:
    found = assemble(pages(name, reader), pages(name, other))
    assert found.problems == ()
    assert found.tables == document(name, reader).tables
