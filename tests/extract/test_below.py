"""Pages laid below each other."""

import pytest

from extract.below import _through, shift_below
from extract.grid import Grid, Region


def grid(*xs: float, open_left: bool = False, open_right: bool = False) -> Grid:
    columns = len(xs) - 1
    regions = tuple(Region(0, column, 1, column + 1) for column in range(columns))
    return Grid(
        xs, (0, 20), regions, (tuple(range(columns)),), open_left=open_left, open_right=open_right
    )


@pytest.mark.parametrize("right", [0, 3.5, -12])
def test_a_sheet_that_lay_further_aside(right: float) -> None:
    edges = (75.0, 98, 195, 248, 535)
    shift = shift_below(grid(*(x - right for x in edges)), grid(*edges))
    assert shift is not None
    assert [shift.x(x - right) for x in edges] == pytest.approx(edges)


def test_a_sheet_that_was_further_away() -> None:
    edges = (75.0, 98, 195, 248, 535)
    shift = shift_below(grid(*(x * 0.98 + 5 for x in edges)), grid(*edges))
    assert shift is not None
    assert [shift.x(x * 0.98 + 5) for x in edges] == pytest.approx(edges, abs=0.5)


def test_another_section_has_the_sides_and_its_label_in_common() -> None:
    shift = shift_below(grid(72, 95, 192, 245, 311, 523), grid(75, 98.4, 140, 274, 334, 398, 535))
    assert shift is not None
    assert (shift.x(72), shift.x(523)) == pytest.approx((75, 535))


def test_where_lines_end_at_an_open_side_tells_nothing() -> None:
    ours = grid(72, 95, 192, 245, 311, 523, open_right=True)
    shift = shift_below(ours, grid(75, 98, 140, 264, 355, 398, 535))
    assert shift is not None and shift.stretch == 1
    assert shift.x(72) == pytest.approx(75)


def test_a_sheet_of_another_width_below_one_whose_side_is_cut_off() -> None:
    edges = (56.0, 103.8, 159.6, 270.2, 383.1, 444.9, 539.3)
    theirs = [x * 1.031 - 74 for x in edges]
    shift = shift_below(grid(*edges), grid(theirs[0] - 4, *theirs[1:], open_left=True))
    assert shift is not None
    assert [shift.x(x) for x in edges[1:]] == pytest.approx(theirs[1:], abs=0.5)


def test_a_sheet_whose_one_side_was_further_away() -> None:
    ours = (74.0, 130, 249, 298, 366, 426, 559)
    theirs = (48.0, 104, 225, 278, 351, 418, 570)
    shift = shift_below(grid(*ours), grid(*theirs[:2], 140, 171, *theirs[2:5], 390, *theirs[5:]))
    assert shift is not None
    assert [shift.x(x) for x in ours] == pytest.approx(theirs, abs=1.6)
    assert [shift.back_x(shift.x(x)) for x in ours] == pytest.approx(ours)


def test_a_sheet_whose_last_column_was_cut_off_lies_as_near_as_can_be() -> None:
    ours = (90.0, 121, 159, 206, 299, 362, 423, 459, 500, 606)
    theirs = (73.0, 103, 139, 184, 278, 340, 404, 441, 479, 600)
    shift = shift_below(grid(*ours), grid(*theirs))
    assert shift is not None
    assert all(abs(shift.x(x) - at) < 3 for x, at in zip(ours[:-1], theirs, strict=False))


def test_a_move_that_takes_the_page_edge_away_is_none() -> None:
    assert _through((1, 1), (2, 0.5), (4, 0.25)) is None


def test_no_sheet_lies_two_columns_aside() -> None:
    """The columns of the next section are a little like some of those before, further left."""
    ours = grid(126, 212, 252, 312, 372, 520)
    theirs = grid(61, 126, 171, 184, 281, 338, 391, 458, 520)
    shift = shift_below(ours, theirs)
    assert shift is None or abs(shift.right) < 20


def test_a_sheet_with_open_sides_lies_where_all_its_edges_are() -> None:
    ours = grid(85, 161, 322, 411, 487, 565, 785, open_left=True, open_right=True)
    edges = (83, 160, 238, 296, 466, 487, 565, 589, 639, 708, 785)
    shift = shift_below(ours, grid(*edges, open_left=True, open_right=True))
    assert shift is not None and abs(shift.x(487) - 487) < 3


def test_tables_of_other_widths_are_not_laid_below_each_other() -> None:
    assert shift_below(grid(60, 150, 300, 400), grid(75, 98, 140, 274, 535)) is None
