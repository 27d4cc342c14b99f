"""A page laid out: glyphs into cells, the rest into lines."""

from dataclasses import replace

import pytest
from drawn import glyphs, page, ruled, spans, stacked, texts, written

from extract.grid import Grid, Region
from extract.layout import Layout, PageTable, lay_out
from extract.records import Glyph

XS = [20.0, 100.0, 200.0]
YS = [40.0, 60.0, 80.0]


def table(letters: list[Glyph], merged: list[tuple[int, int, int, int]] | None = None) -> PageTable:
    (found,) = lay_out(page(ruled(XS, YS, merged or []), letters)).tables
    return found


def test_each_glyph_to_its_cell() -> None:
    found = table(
        [
            *glyphs("甲", 25, 45),
            *glyphs("乙", 105, 45),
            *glyphs("丙", 25, 65),
            *glyphs("丁", 105, 65),
        ]
    )
    assert texts(found) == [(0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁")]
    assert found.box == (20, 40, 200, 80)
    assert found.cells[3].places[0].box == (100, 60, 200, 80)


def test_a_merged_cell_holds_all_its_text() -> None:
    found = table([*glyphs("合计", 25, 45), *glyphs("大写", 25, 65)], [(0, 0, 2, 1)])
    assert texts(found) == [(0, 0, "合计\n大写")]
    assert spans(found) == {(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 2)}


@pytest.mark.parametrize(
    ("left", "column", "doubt"),
    [
        (85, 0, ""),
        (91, 0, ""),
        (94.5, 0, "text crosses a ruling"),
        (96, 1, "text crosses a ruling"),
        (99, 1, ""),
    ],
)
def test_the_middle_decides_and_a_ruling_through_it_is_doubt(
    left: float, column: int, doubt: str
) -> None:
    found = table(glyphs("甲", left, 45))
    (cell,) = [cell for cell in found.cells if cell.lines]
    assert (cell.column, cell.doubt) == (column, doubt)


def test_no_doubt_within_a_merged_cell() -> None:
    found = table(glyphs("甲乙丙丁戊己", 75, 45), [(0, 0, 1, 2)])
    assert texts(found) == [(0, 0, "甲乙丙丁戊己")]
    assert not any(cell.doubt for cell in found.cells)


def test_text_outside_is_left_as_lines() -> None:
    found = written(1, [["甲", "乙", "丙"]], above="填报日期：2023年", below="注：略", foot="— 1 —")
    assert [line.text for line in found.lines] == ["填报日期：2023年", "注：略", "— 1 —"]
    assert found.number == 1 and (found.width, found.height) == (300, 400)


def test_a_table_without_text_is_none() -> None:
    found = lay_out(page(ruled(XS, YS), glyphs("甲", 25, 200)))
    assert found.tables == () and [line.text for line in found.lines] == ["甲"]


def test_a_page_with_nothing() -> None:
    assert lay_out(page()) == Layout(1, 300, 400)


def test_tables_and_their_lines_from_top_to_bottom() -> None:
    rulings = ruled(XS, [40, 60]) + ruled(XS, [140, 160])
    letters = [*glyphs("乙", 25, 145), *glyphs("中", 25, 100), *glyphs("甲", 25, 45)]
    found = lay_out(page(rulings, letters))
    assert [texts(part) for part in found.tables] == [[(0, 0, "甲")], [(0, 0, "乙")]]
    assert [line.text for line in found.lines] == ["中"]


def test_a_label_that_runs_out_at_the_foot_is_taken_back() -> None:
    # `可持续发展` stacked in a narrow cell; the last two hang below the last ruling.
    lines = ruled([20.0, 50.0, 200.0], YS)
    found = lay_out(page(lines, stacked("可持续发展", 30, 45)))
    (part,) = found.tables
    assert texts(part) == [(0, 0, "可"), (1, 0, "持\n续\n发\n展")]
    assert found.lines == ()


def test_a_label_that_runs_out_with_its_lines_set_apart() -> None:
    """Its last line ends well above the ruling, which the next would cross or touch."""
    lines = ruled([20.0, 50.0, 200.0], [40.0, 90.0])
    found = lay_out(page(lines, stacked("可持续发", 30, 45, step=15)))
    assert texts(found.tables[0]) == [(0, 0, "可\n持\n续\n发")]
    found = lay_out(page(lines, [*stacked("可持续", 30, 45, step=15), *glyphs("注", 22, 91)]))
    assert [line.text for line in found.lines] == ["注"]  # not below the others' middle


@pytest.mark.parametrize("top", [79.5, 80.5, 82, 84, 90])
def test_a_note_below_the_table_is_not_taken_back(top: float) -> None:
    found = lay_out(page(ruled(XS, YS), [*glyphs("甲", 25, 66), *glyphs("注：略", 25, top)]))
    assert texts(found.tables[0]) == [(1, 0, "甲")]
    assert [line.text for line in found.lines] == ["注：略"]


@pytest.mark.parametrize("text", ["乙丙", "乙\n丙"])
def test_a_ruling_through_the_last_line_of_the_last_row(text: str) -> None:
    """Its middle lies below the ruling, whether anything stands above it or not."""
    top = 76 if "\n" not in text else 64
    found = table([*glyphs("甲", 25, 45), *glyphs(text, 105, top)])
    assert texts(found) == [(0, 0, "甲"), (1, 1, text)]


@pytest.mark.parametrize(("width", "columns"), [(300.0, 3), (250.0, 2)])
def test_an_open_side_is_that_of_the_page_before_on_paper_of_the_same_size(
    width: float, columns: int
) -> None:
    """The landscape page before may be the end of another filing."""
    wide = [20.0, 120.0, 180.0, 280.0]
    before = lay_out(page(ruled(wide, YS, sides="ltb"), glyphs("甲", 25, 45)))
    here = page(ruled(wide[:3], YS), glyphs("乙", 25, 45), 2)
    (found,) = lay_out(replace(here, width=width), before).tables
    assert len(found.xs) - 1 == columns


def test_grids_that_are_known_already() -> None:
    regions = (Region(0, 0, 1, 1), Region(0, 1, 1, 2))
    grid = Grid((0.0, 50.0, 100.0), (0.0, 20.0), regions, ((0, 1),))
    found = lay_out(page((), [*glyphs("甲", 5, 5), *glyphs("乙", 60, 5)]), found=[grid])
    assert texts(found.tables[0]) == [(0, 0, "甲"), (0, 1, "乙")]


def test_every_glyph_is_kept() -> None:
    letters = [
        glyph for x in range(0, 290, 23) for y in range(0, 390, 31) for glyph in glyphs("字", x, y)
    ]
    found = lay_out(page(ruled(XS, YS), letters))
    count = sum(len(line.text.replace(" ", "")) for line in found.lines) + sum(
        len("".join(cell.text.split())) for part in found.tables for cell in part.cells
    )
    assert count == len(letters)
