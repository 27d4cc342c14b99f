"""Two readings of one page: a disagreement marks the cell."""

import pytest
from drawn import glyphs, page, ruled, texts

from extract.document import assemble
from extract.layout import lay_out
from extract.records import Glyph, Page, Ruling
from extract.verify import verified

XS, YS = [20.0, 100.0, 200.0], [40.0, 60.0, 80.0]


def sheet(amount: str, rulings: list[Ruling] | None = None, shift: float = 0) -> Page:
    letters: list[Glyph] = glyphs("财政拨款", 25 + shift, 45) + glyphs(amount, 105 + shift, 45)
    return page(ruled(XS, YS) if rulings is None else rulings, letters)


def doubts(first: Page, second: Page) -> list[str]:
    (table,) = verified(lay_out(first), lay_out(second)).tables
    return [cell.doubt for cell in table.cells]


def test_readers_that_agree() -> None:
    assert doubts(sheet("428.34"), sheet("428.34")) == ["", "", "", ""]


def test_boxes_may_be_off_by_rounding() -> None:
    moved = [line._replace(at=line.at + 0.5) for line in ruled(XS, YS)]
    assert doubts(sheet("428.34"), sheet("428.34", moved, 0.5)) == ["", "", "", ""]


def test_spaces_and_line_ends_do_not_count() -> None:
    assert doubts(sheet("428.34"), sheet("428 .34")) == ["", "", "", ""]


@pytest.mark.parametrize("other", ["428.84", "", "4283.4"])
def test_another_text_is_doubt(other: str) -> None:
    assert doubts(sheet("428.34"), sheet(other)) == [
        "", f"the second reader reads {other!r}", "", ""
    ]  # fmt: skip


def test_another_cell_is_doubt() -> None:
    merged = ruled(XS, YS, [(0, 1, 2, 2)])
    none = "the second reader sees no such cell"
    assert doubts(sheet("428.34"), sheet("428.34", merged)) == ["", none, "", none]


def test_no_table_at_all_is_doubt() -> None:
    assert all(doubts(sheet("428.34"), sheet("428.34", [])))


def test_a_doubt_that_was_there_stays() -> None:
    first = page(ruled(XS, YS), glyphs("甲", 94.5, 45))
    assert doubts(first, first)[0] == "text crosses a ruling"
    assert doubts(first, page([], []))[0] == "text crosses a ruling"


def test_the_doubt_reaches_the_document_as_a_problem() -> None:
    document = assemble([sheet("428.34")], [sheet("428.84")])
    (table,) = document.tables
    assert texts(table)[1] == (0, 1, "428.34")
    (problem,) = document.problems
    assert problem.stage == "cells" and problem.page == 1 and problem.box == (100, 40, 200, 60)
    assert "428.84" in problem.message and "428.34" in problem.message


def test_a_page_that_the_second_reader_cannot_believe_is_said_once() -> None:
    lines = ruled([20.0, 100.0, 200.0], [40.0, 60.0, 80.0])
    first = page(lines, glyphs("甲", 25, 45))
    second = Page(1, first.width, first.height, "scanned")
    document = assemble([first], [second])
    assert [problem.stage for problem in document.problems] == ["verify"]
    assert not any(cell.doubt for table in document.tables for cell in table.cells)
