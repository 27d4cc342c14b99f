"""Rulings to grids: edges and cells with their spans."""

from itertools import pairwise

import pytest
from drawn import Span, h, near, ruled, v
from hypothesis import given
from hypothesis import strategies as st

from extract.grid import Grid, grids
from extract.records import Ruling

XS = [20.0, 80.0, 160.0, 260.0]
YS = [30.0, 50.0, 70.0, 110.0]


def one(lines: list[Ruling], before: Grid | None = None) -> Grid:
    (grid,) = grids(lines, before)
    return grid


def regions(grid: Grid) -> set[Span]:
    return {(r.row, r.column, r.row_end, r.column_end) for r in grid.regions}


def units(rows: int, columns: int, *merged: Span) -> set[Span]:
    """All cells of a grid of which some are merged."""
    covered = {(r, c) for r0, c0, r1, c1 in merged for r in range(r0, r1) for c in range(c0, c1)}
    single = {
        (r, c, r + 1, c + 1) for r in range(rows) for c in range(columns) if (r, c) not in covered
    }
    return single | set(merged)


MERGED: list[tuple[str, list[Span]]] = [
    ("none", []),
    ("a heading", [(0, 0, 1, 3)]),
    ("a label over rows", [(0, 0, 3, 1)]),
    ("both", [(0, 0, 1, 3), (1, 0, 3, 1)]),
    ("a block", [(1, 1, 3, 3)]),
    ("a pinwheel", [(0, 0, 1, 2), (0, 2, 2, 3), (2, 1, 3, 3), (1, 0, 3, 1)]),
    ("all of a row", [(2, 0, 3, 3)]),
]


@pytest.mark.parametrize("merged", [case[1] for case in MERGED], ids=[case[0] for case in MERGED])
def test_spans(merged: list[Span]) -> None:
    grid = one(ruled(XS, YS, merged))
    assert grid.xs == tuple(XS) and grid.ys == tuple(YS)
    assert regions(grid) == units(3, 3, *merged)
    assert not (grid.open_left or grid.open_right or grid.open_top or grid.open_bottom)


@pytest.mark.parametrize("sides", ["trb", "ltb", "lrb", "ltr", "tb", "lr", "t", ""])
@pytest.mark.parametrize("merged", [[], [(1, 1, 2, 3)], [(1, 1, 3, 2)]], ids=str)
def test_without_outer_border(sides: str, merged: list[Span]) -> None:
    grid = one(ruled(XS, YS, merged, sides))
    assert near(grid.xs, XS) and near(grid.ys, YS)
    assert regions(grid) == units(3, 3, *merged)
    assert grid.open_left is ("l" not in sides)
    assert grid.open_right is ("r" not in sides)
    assert grid.open_top is ("t" not in sides)
    assert grid.open_bottom is ("b" not in sides)


@pytest.mark.parametrize(("off", "columns"), [(0, 3), (20, 1)])
def test_the_last_row_of_a_table_without_sides_has_one_line(off: float, columns: int) -> None:
    """It is as wide as on the page before."""
    before = one(ruled(XS, YS, sides="tb"))
    last = [v(x, 10, 40) for x in XS[1:-1]] + [h(40, XS[0] + off, XS[-1] - off)]
    (grid,) = grids(last, before)
    assert len(grid.xs) - 1 == columns
    assert grid.open_top and not grid.open_bottom


@pytest.mark.parametrize(("sides", "rows"), [("t", 3), ("lrt", 2)])
def test_a_row_of_label_and_text_that_the_page_edge_cut(sides: str, rows: int) -> None:
    """Without outer border its one line is all that runs on; with one a line alone is a slip."""
    lines = [
        line
        for line in ruled(XS, YS, [(2, 1, 3, 3)], sides)
        if not (line.axis == "v" and line.at in (XS[0], XS[-1]) and line.end == YS[-1])
    ]
    grid = one(lines)
    assert len(grid.ys) - 1 == rows
    assert grid.open_bottom is (rows == 3)


@pytest.mark.parametrize("sides", ["trb", "ltb", "tb"])
def test_a_label_beside_a_missing_border(sides: str) -> None:
    grid = one(ruled(XS, YS, [(0, 0, 2, 1), (1, 2, 3, 3)], sides))
    assert regions(grid) == units(3, 3, (0, 0, 2, 1), (1, 2, 3, 3))


def test_an_open_side_is_known_from_the_page_before() -> None:
    before = one(ruled(XS, YS, sides="tb"))
    # Here the only row's label goes on: one line alone runs up to the left edge.
    lines = [
        line for line in ruled(XS, YS, sides="trb") if not (line.axis == "h" and line.start < 80)
    ]
    lines.append(h(YS[-1], XS[0], XS[1]))
    assert len(one(lines).xs) == 3
    assert near(one(lines, before).xs, XS)


def test_double_lines_are_one() -> None:
    lines = ruled(XS, YS, [(0, 0, 1, 3)])
    doubled = lines + [line._replace(at=line.at + 2) for line in lines]
    grid = one(doubled)
    assert near(grid.xs, [x + 1 for x in XS]) and near(grid.ys, [y + 1 for y in YS])
    assert regions(grid) == units(3, 3, (0, 0, 1, 3))


def test_a_shape_that_is_no_rectangle_becomes_rectangles() -> None:
    # An L: the line between the two cells of the first column is missing, and the
    # one between those of the last row.
    lines = [
        line
        for line in ruled([0.0, 60.0, 120.0], [0.0, 40.0, 80.0])
        if line not in (h(40, 0, 60), v(60, 40, 80))
    ]
    grid = one(lines)
    assert regions(grid) == {(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 2)}
    assert grid.owner == ((0, 1), (0, 2))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [h(20, 0, 100)],
        [h(20, 0, 100), h(40, 0, 100)],
        [h(20, 0, 100), v(50, 0, 40)],
        ruled([20, 280], [20, 380]),
    ],
    ids=["nothing", "an underline", "two rules", "a cross", "a frame around the page"],
)
def test_no_table(lines: list[Ruling]) -> None:
    assert grids(lines) == []


def test_a_low_box_is_a_table_of_one_cell() -> None:
    assert regions(one(ruled([20, 280], [20, 60]))) == {(0, 0, 1, 1)}


def test_tables_come_from_top_to_bottom() -> None:
    found = grids(ruled(XS, [200.0, 220.0]) + ruled(XS, [20.0, 40.0]))
    assert [grid.ys[0] for grid in found] == [20, 200]


@pytest.mark.parametrize("off", [0, 4])
def test_a_heading_row_without_borders_belongs_to_the_table_below_it(off: float) -> None:
    """`长期绩效指标` over a table that is open at its sides, close below another one; on scans
    lines end here or there."""
    first = ruled([36, 100, 300], [20, 40, 60], sides="tb")
    second = ruled([36, 180, 300], [88, 108, 128], sides="tb")
    found = grids([*first, h(69, 36 + off, 300 - off), *second])
    assert [grid.ys for grid in found] == [(20, 40, 60), (69, 88, 108, 128)]
    assert (0, 0, 1, 2) in regions(found[1])


def test_a_table_inside_a_cell_is_part_of_it() -> None:
    outer = ruled([0.0, 300.0, 400.0], [0.0, 200.0, 300.0])
    inner = ruled([50.0, 100.0, 150.0], [50.0, 80.0, 110.0])
    assert regions(one(outer + inner)) == units(2, 2)


def test_a_signature_line_that_touches_the_table_draws_no_column() -> None:
    grid = one([*ruled(XS, YS), h(110, 20, 290)])
    assert near(grid.xs, XS)


def test_ends_that_miss_each_other_a_little() -> None:
    lines = [
        line._replace(start=line.start + 2, end=line.end - 2)
        for line in ruled(XS, YS, sides="ltrb")
    ]
    grid = one(lines)
    assert regions(grid) == units(3, 3)


def test_lines_that_stick_out_a_little() -> None:
    lines = [line._replace(start=line.start - 3, end=line.end + 3) for line in ruled(XS, YS)]
    assert near(one(lines).xs, XS) and regions(one(lines)) == units(3, 3)


sizes = st.lists(st.floats(12, 90), min_size=1, max_size=6)


@st.composite
def tilings(draw: st.DrawFn) -> tuple[list[float], list[float], list[Span]]:
    """Edges and merged rectangles such that every edge is drawn somewhere."""
    xs, ys = [10.0], [10.0]
    for width in draw(st.lists(st.floats(15, 90), min_size=2, max_size=6)):
        xs.append(xs[-1] + width)
    for height in draw(st.lists(st.floats(12, 60), min_size=2, max_size=6)):
        ys.append(ys[-1] + height)
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    merged: list[Span] = []
    for _ in range(draw(st.integers(0, 4))):
        row, column = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        row_end = draw(st.integers(row + 1, rows))
        column_end = draw(st.integers(column + 1, columns))
        cells = {(r, c) for r in range(row, row_end) for c in range(column, column_end)}
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            merged.append((row, column, row_end, column_end))
    found = units(rows, columns, *merged)
    # A column edge that no cell begins at is not on the paper.
    for index in range(1, columns):
        if all(index != column for _, column, _, _ in found):
            return draw(tilings())
    for index in range(1, rows):
        if all(index != row for row, _, _, _ in found):
            return draw(tilings())
    return xs, ys, merged


@given(tilings())
def test_any_tiling_comes_back(drawn: tuple[list[float], list[float], list[Span]]) -> None:
    xs, ys, merged = drawn
    grid = one(ruled(xs, ys, merged))
    assert near(grid.xs, xs, 0.001) and near(grid.ys, ys, 0.001)
    assert regions(grid) == units(len(ys) - 1, len(xs) - 1, *merged)


@given(tilings(), st.data())
def test_a_tiling_drawn_badly_comes_back(
    drawn: tuple[list[float], list[float], list[Span]], data: st.DataObject
) -> None:
    """Each unit off by up to half a point, doubled or in dashes."""
    xs, ys, merged = drawn
    manner = data.draw(st.sampled_from(["plain", "double", "dashed"]))
    lines: list[Ruling] = []
    for line in ruled(xs, ys, merged):
        off = data.draw(st.floats(-0.5, 0.5))
        start, end = line.start + data.draw(st.floats(-0.5, 0.5)), line.end
        moved = Ruling(line.axis, line.at + off, start, end)
        if manner == "double":
            lines += [moved._replace(at=line.at - 0.9), moved._replace(at=line.at + 0.9)]
        elif manner == "dashed":
            lines += _dashes(moved)
        else:
            lines.append(moved)
    (grid,) = grids(lines)
    assert near(grid.xs, xs, 1.5) and near(grid.ys, ys, 1.5)
    assert regions(grid) == units(len(ys) - 1, len(xs) - 1, *merged)


def _dashes(line: Ruling) -> list[Ruling]:
    """Dashes of 3 with gaps of 2, of which one may be the end."""
    count = int((line.end - line.start) // 5)
    starts = [line.start + 5 * index for index in range(count + 1)]
    return [line._replace(start=start, end=min(start + 3, line.end)) for start in starts]


@given(
    st.lists(
        st.builds(
            Ruling,
            st.sampled_from(["h", "v"]),
            st.floats(0, 400),
            st.floats(0, 200),
            st.floats(200, 400),
        ),
        max_size=25,
    )
)
def test_cells_of_any_drawing_cover_their_grid_once(lines: list[Ruling]) -> None:
    for grid in grids(lines):
        rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
        seen = [
            (row, column)
            for r in grid.regions
            for row in range(r.row, r.row_end)
            for column in range(r.column, r.column_end)
        ]
        assert len(seen) == len(set(seen)) == rows * columns
        assert all(a < b for a, b in pairwise(grid.xs)) and all(a < b for a, b in pairwise(grid.ys))
        for row, owners in enumerate(grid.owner):
            for column, index in enumerate(owners):
                region = grid.regions[index]
                assert region.row <= row < region.row_end
                assert region.column <= column < region.column_end


def test_dashed_lines_that_end_with_a_gap_reach_the_last_ruling() -> None:
    lines = [h(y, 20, 200) for y in (20, 60, 100)]
    lines += [v(x, y, min(y + 3, 96)) for x in (20, 110, 200) for y in range(20, 96, 7)]
    assert one(lines).ys == (20, 60, 100)


def test_a_merged_column_that_goes_on_above_and_below_parts_no_table() -> None:
    """Its page has no ruling across it: 管理效率 over all rows of the page."""
    rows = [30.0, 50, 70, 90, 110]
    lines = [*ruled([20, 50, 80], rows), *ruled([110, 160, 260], rows)]
    grid = one(lines)
    assert grid.xs == (20, 50, 80, 110, 160, 260)
    assert (0, 2, 4, 3) in regions(grid)


def test_tables_beside_each_other_with_other_rows_stay_two() -> None:
    lines = [
        *ruled([20, 50, 80], [30, 50, 70, 90, 110]),
        *ruled([110, 160, 260], [30, 60, 82, 110]),
    ]
    assert len(grids(lines)) == 2
