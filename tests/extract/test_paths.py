"""Drawn paths to rulings."""

import pytest
from drawn import h, near, v
from hypothesis import given
from hypothesis import strategies as st

from extract.paths import MIN_DOTS, RulingSet
from extract.records import Box, Ruling

Point = tuple[float, float]


def stroked(points: list[Point], clip: Box | None = None) -> list[Ruling]:
    found = RulingSet()
    found.add_stroked(points, clip) if clip else found.add_stroked(points)
    return found.rulings()


def filled(*boxes: tuple[float, float, float, float], clip: Box | None = None) -> list[Ruling]:
    found = RulingSet()
    parts = [Box(*box) for box in boxes]
    found.add_filled(parts, clip) if clip else found.add_filled(parts)
    return found.rulings()


STROKES = [
    ("across", [(10, 50), (90, 50)], [h(50, 10, 90)]),
    ("right to left", [(90, 50), (10, 50)], [h(50, 10, 90)]),
    ("down", [(10, 50), (10, 90)], [v(10, 50, 90)]),
    ("leans a little", [(10, 50), (90, 50.5)], [h(50.25, 10, 90)]),
    ("leans", [(10, 50), (90, 52)], []),
    ("diagonal", [(10, 50), (90, 90)], []),
    ("point", [(10, 50), (10, 50)], []),
    ("nothing", [(10, 50)], []),
    (
        "rectangle",
        [(10, 10), (90, 10), (90, 40), (10, 40), (10, 10)],
        [h(10, 10, 90), v(90, 10, 40), h(40, 10, 90), v(10, 10, 40)],
    ),
]


@pytest.mark.parametrize(("points", "expected"), [case[1:] for case in STROKES])
def test_strokes(points: list[Point], expected: list[Ruling]) -> None:
    assert stroked(points) == expected


FILLS = [
    ("thin across", [(10, 49.5, 90, 50.5)], [h(50, 10, 90)]),
    ("thin down", [(9.5, 10, 10.5, 90)], [v(10, 10, 90)]),
    ("hair line", [(10, 50, 90, 50)], [h(50, 10, 90)]),
    ("as thick as a line can be", [(10, 50, 90, 53)], [h(51.5, 10, 90)]),
    ("shaded row", [(10, 50, 90, 59)], []),
    ("shaded cell", [(10, 50, 90, 150)], []),
    ("full stop", [(10, 50, 12, 52)], []),
]


@pytest.mark.parametrize(("boxes", "expected"), [case[1:] for case in FILLS])
def test_filled_rectangles(
    boxes: list[tuple[float, float, float, float]], expected: list[Ruling]
) -> None:
    assert filled(*boxes) == expected


def test_a_frame_of_two_rectangles_is_four_rulings() -> None:
    found = filled((10, 10, 90, 60), (12, 12, 88, 58))
    assert sorted(found) == sorted([h(11, 11, 89), v(89, 11, 59), h(59, 11, 89), v(11, 11, 59)])


@pytest.mark.parametrize(
    "boxes",
    [
        [(10, 10, 90, 60), (20, 20, 80, 50)],
        [(10, 10, 90, 60), (100, 10, 180, 60)],
        [(10, 10, 90, 60), (12, 12, 88, 58), (13, 13, 87, 57)],
    ],
    ids=["far inside", "beside", "three"],
)
def test_other_rectangles_are_no_frame(boxes: list[tuple[float, float, float, float]]) -> None:
    assert filled(*boxes) == []


def dots(points: list[Point]) -> list[Ruling]:
    found = RulingSet()
    for x, y in points:
        found.add_filled([Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)])
    return found.rulings()


def test_dots_in_a_row_are_a_ruling() -> None:
    assert dots([(x, 20) for x in range(10, 61, 3)]) == [h(20, 10, 58)]
    assert dots([(20, y) for y in range(10, 61, 3)]) == [v(20, 10, 58)]


def test_dots_with_round_caps_are_strokes_without_length() -> None:
    found = RulingSet()
    for x in range(10, 61, 2):
        found.add_stroked([(x, 20), (x + 0.1, 20)])
    assert found.rulings() == [h(20, 10, 60)]


def test_rows_of_dots_apart_are_two_rulings() -> None:
    line = [(x, 20) for x in [*range(10, 41, 3), *range(80, 111, 3)]]
    assert dots(line) == [h(20, 10, 40), h(20, 80, 110)]


def test_a_grid_of_dots_crosses_itself() -> None:
    points = {(float(x), float(y)) for x in range(10, 101, 3) for y in (10, 40, 70)} | {
        (float(x), float(y)) for x in (10, 55, 100) for y in range(10, 71, 3)
    }
    found = dots(sorted(points))
    across = sorted(ruling for ruling in found if ruling.axis == "h")
    down = sorted(ruling for ruling in found if ruling.axis == "v")
    assert across == [h(10, 10, 100), h(40, 10, 100), h(70, 10, 100)]
    assert down == [v(10, 10, 70), v(55, 10, 70), v(100, 10, 70)]


@pytest.mark.parametrize(
    "points",
    [[(10, 20), (14, 20), (18, 20)], [(x, 20) for x in range(10, 100, 12)], []],
    ids=["an ellipsis", "bullets far apart", "none"],
)
def test_other_dots_are_none(points: list[Point]) -> None:
    assert dots(points) == []
    assert MIN_DOTS == 4


CLIP = Box(0, 0, 100, 100)
CLIPPED = [
    ("inside", [(10, 50), (90, 50)], [h(50, 10, 90)]),
    ("sticks out", [(10, 50), (190, 50)], [h(50, 10, 101)]),
    ("below", [(10, 150), (90, 150)], []),
    ("right of it", [(150, 10), (150, 90)], []),
    ("over all of it", [(-50, 50), (250, 50)], [h(50, -1, 101)]),
    ("on its edge", [(0, 100), (100, 100)], [h(100, 0, 100)]),
    ("half outside", [(0, 100.5), (100, 100.5)], [h(100.5, 0, 100)]),
]


@pytest.mark.parametrize(("points", "expected"), [case[1:] for case in CLIPPED])
def test_a_clip_shows_a_part(points: list[Point], expected: list[Ruling]) -> None:
    assert stroked(points, CLIP) == expected


def test_a_clip_makes_a_shaded_cell_no_line() -> None:
    assert filled((10, 20, 90, 40), clip=CLIP) == []
    assert filled((10, 150, 90, 151), clip=CLIP) == []


coordinate = st.floats(0, 500, allow_nan=False, width=32)


@given(st.lists(st.tuples(coordinate, coordinate), max_size=12))
def test_rulings_lie_within_what_was_drawn(points: list[Point]) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for ruling in stroked(points):
        assert ruling.start <= ruling.end
        along, across = (xs, ys) if ruling.axis == "h" else (ys, xs)
        assert min(along) <= ruling.start and ruling.end <= max(along)
        assert min(across) - 1 <= ruling.at <= max(across) + 1


@given(coordinate, coordinate, st.floats(10, 200), st.floats(0, 3))
def test_a_thin_box_is_the_line_in_its_middle(
    x: float, y: float, length: float, thick: float
) -> None:
    assert near(filled((x, y, x + length, y + thick))[0][1:], h(y + thick / 2, x, x + length)[1:])
    assert near(filled((x, y, x + thick, y + length))[0][1:], v(x + thick / 2, y, y + length)[1:])
