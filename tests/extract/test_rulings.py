"""Rulings as drawn to rulings as meant."""

from itertools import pairwise

import pytest
from drawn import h, ruled, v
from hypothesis import given
from hypothesis import strategies as st

from extract.records import Ruling
from extract.rulings import components, joined, meets

JOINED = [
    ("as drawn", [h(10, 0, 50)], [h(10, 0, 50)]),
    ("end to end", [h(10, 0, 50), h(10, 50, 90)], [h(10, 0, 90)]),
    ("overlapping", [h(10, 0, 50), h(10, 30, 90)], [h(10, 0, 90)]),
    ("one in the other", [h(10, 0, 90), h(10, 30, 50)], [h(10, 0, 90)]),
    ("dashes, on to where the next would be", [h(10, x, x + 1.5) for x in range(0, 60, 6)],
     [h(10, -4.5, 60)]),
    ("a gap of 5", [h(10, 0, 20), h(10, 25, 50)], [h(10, 0, 50)]),
    ("a gap of 6", [h(10, 0, 20), h(10, 26, 50)], [h(10, 0, 20), h(10, 26, 50)]),
    ("double", [h(10, 0, 50), h(12, 0, 50)], [h(11, 0, 50)]),
    ("the longer one says where", [h(10, 0, 90), h(11, 0, 10)], [h(10.1, 0, 90)]),
    ("rows 8 apart stay two", [h(10, 0, 50), h(18, 0, 50)], [h(10, 0, 50), h(18, 0, 50)]),
    ("a chain", [h(10, 0, 50), h(12, 0, 50), h(14, 0, 50)], [h(11, 0, 50), h(14, 0, 50)]),
    ("too short", [h(10, 0, 5)], []),
    ("without length", [h(10, 5, 5)], []),
    ("in any order", [h(30, 0, 50), h(10, 40, 80), h(10, 0, 40)], [h(10, 0, 80), h(30, 0, 50)]),
    ("none", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in JOINED])
def test_joined(lines: list[Ruling], expected: list[Ruling]) -> None:
    horizontal, vertical = joined(lines)
    assert [line[1:] for line in horizontal] == [pytest.approx(line[1:]) for line in expected]
    assert vertical == []


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in JOINED])
def test_joined_is_the_same_down_the_page(lines: list[Ruling], expected: list[Ruling]) -> None:
    horizontal, vertical = joined([line._replace(axis="v") for line in lines])
    assert horizontal == []
    assert [line[1:] for line in vertical] == [pytest.approx(line[1:]) for line in expected]


MEETING = [
    (h(10, 0, 50), v(20, 0, 40), True),
    (h(10, 0, 50), v(50, 10, 40), True),
    (h(10, 0, 50), v(52, 12, 40), True),
    (h(10, 0, 50), v(54, 0, 40), False),
    (h(10, 0, 50), v(20, 14, 40), False),
]


@pytest.mark.parametrize(("across", "down", "expected"), MEETING)
def test_meets(across: Ruling, down: Ruling, expected: bool) -> None:
    assert meets(across, down) is expected


def component_boxes(lines: list[Ruling]) -> list[tuple[int, int]]:
    """How many rulings each way hang together, a pair a component."""
    return [(len(across), len(down)) for across, down in components(*joined(lines))]


TWO = ruled([20, 100, 180], [20, 40, 60])
COMPONENTS = [
    ("none", [], []),
    ("one grid", TWO, [(3, 3)]),
    ("two grids below each other", TWO + ruled([20, 100], [100, 120]), [(3, 3), (2, 2)]),
    ("two grids side by side", TWO + ruled([220, 280], [20, 60]), [(3, 3), (2, 2)]),
    ("an underline elsewhere", [*TWO, h(200, 20, 180)], [(3, 3)]),
    ("only underlines", [h(20, 20, 180), h(40, 20, 180)], []),
    ("a cross", [h(20, 0, 40), v(20, 0, 40)], [(1, 1)]),
    (
        "a border beside a label that spans the page: as long as the table is high",
        [v(0, 20, 60), *TWO],
        [(3, 4)],
    ),
    ("a shorter line apart", [v(0, 30, 60), *TWO], [(3, 3)]),
    (
        "a row over the whole width of a table without outer border",
        [h(0, 20, 180), *ruled([20, 100, 180], [20, 40, 60], sides="tb")],
        [(4, 1)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in COMPONENTS])
def test_components(lines: list[Ruling], expected: list[tuple[int, int]]) -> None:
    assert component_boxes(lines) == expected


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
def test_no_ruling_belongs_to_two_tables(lines: list[Ruling]) -> None:
    horizontal, vertical = joined(lines)
    parts = components(horizontal, vertical)
    across = [id(line) for part in parts for line in part[0]]
    down = [id(line) for part in parts for line in part[1]]
    assert len(across) == len(set(across)) and len(down) == len(set(down))
    assert {id(line) for line in horizontal} >= set(across)
    assert {id(line) for line in vertical} >= set(down)
    for part in parts:
        assert part[0] and part[1]
    assert [line.at for line in horizontal] == sorted(line.at for line in horizontal)


@given(
    st.floats(-1.2, 1.2), st.lists(st.floats(0, 100), min_size=1, max_size=10), st.floats(0, 4.9)
)
def test_pieces_within_the_tolerances_become_one(
    shift: float, cuts: list[float], gap: float
) -> None:
    edges = sorted({0.0, 120.0, *cuts})
    pieces = [
        h(50 + (shift if index % 2 else 0), start, max(start, end - gap))
        for index, (start, end) in enumerate(pairwise(edges))
    ]
    (line,), vertical = joined(pieces)
    assert vertical == []
    assert -gap - 0.01 <= line.start <= 0 and 120 - gap - 0.01 <= line.end <= 120.01
    assert abs(line.at - 50) <= 1.21
