"""Pieces of long lines that are looked at more closely."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.scan.closer import BESIDE, cut_out, joined, pieces_of
from extract.scan.rapid import RapidRecogniser
from extract.scan.recogniser import Char, LineImage, Reading

STEP, HIGH = 30, 36


def reading(text: str, doubted: str = "") -> Reading:
    """Each character in the middle of its step; those of `doubted` are not believed."""
    return Reading(
        tuple(
            Char(
                char,
                (index + 0.4) / len(text),
                (index + 0.6) / len(text),
                0.5 if char in doubted else 1.0,
            )
            for index, char in enumerate(text)
        )
    )


def line(text: str) -> LineImage:
    """A block of ink for each character, paper between them."""
    picture = np.full((HIGH, STEP * len(text)), 255, np.uint8)
    for index in range(len(text)):
        picture[6:30, STEP * index + 4 : STEP * index + 26] = 40
    return picture


LONG = "推动道路运输市场监管提质增效让群众的获得感不断增强"


@pytest.mark.parametrize(
    ("doubted", "pieces"),
    [
        ("", []),
        ("市", [(2, 11)]),
        ("推", [(0, 5)]),
        ("强", [(20, 25)]),
        ("市管", [(2, 14)]),
        ("推强", [(0, 5), (20, 25)]),
        ("推市增感断", []),
    ],
)
def test_pieces_reach_so_far_to_both_sides(doubted: str, pieces: list[tuple[int, int]]) -> None:
    text = LONG[:18] + LONG[18:]
    assert pieces_of(reading(text, doubted), 0.98) == pieces


def test_a_piece_is_cut_out_on_paper() -> None:
    x0, x1 = cut_out(line(LONG), reading(LONG, "市"), (2, 11))
    assert (line(LONG)[:, [x0, x1]] == 255).all()
    assert abs(x0 - 2 * STEP) < STEP / 3 and abs(x1 - 11 * STEP) < STEP / 3


def again(text: str, start: int, end: int, new: str) -> Reading | None:
    """The text with a piece of it read as `new`."""
    before = reading(text)
    place = cut_out(line(text), before, (start, end))
    return joined(line(text), before, [((start, end), place, reading(new))])


@pytest.mark.parametrize(
    ("new", "meant"),
    [
        ("路运输市场监管提", "推动道路运输市场监管提质增效"),
        ("路运输布场监管提", "推动道路运输布场监管提质增效"),
        ("路运输、市场监管提", "推动道路运输、市场监管提质增效"),
        ("路运输场监管提", "推动道路运输场监管提质增效"),
        ("各运输币场监管是", "推动道路运输币场监管提质增效"),
        ("运输市场监管", "推动道路运输市场监管提质增效"),
        ("路远输市场监管提", None),
        ("路运输市场监营提", None),
        ("", None),
    ],
)
def test_a_piece_joins_where_its_sure_characters_are_read_again(
    new: str, meant: str | None
) -> None:
    found = again("推动道路运输市场监管提质增效", 3, 11, new)
    assert (found.text if found else None) == meant


@given(st.text("甲乙丙丁戊己", min_size=12, max_size=30), st.data())
def test_the_same_piece_changes_nothing(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    before = reading(text)
    doubted = Reading(
        tuple(replace(c, confidence=0.5 if i == at else 1.0) for i, c in enumerate(before.chars))
    )
    for start, end in pieces_of(doubted, 0.98):
        found = again(text, start, end, text[start:end])
        assert found is not None
        assert found.text == text
        middles = [(c.start + c.end) / 2 * len(text) for c in found.chars]
        assert middles == pytest.approx([i + 0.5 for i in range(len(text))], abs=0.5)
    assert BESIDE > 2


def test_the_recogniser_reads_pieces_of_a_long_line_again() -> None:
    """With a model that doubts one character of the whole line, and none of its piece."""
    recogniser = RapidRecogniser()
    widths: list[int] = []

    def sized(lines: list[LineImage], *_: object) -> list[Reading]:
        widths.extend(one.shape[1] for one in lines)
        whole = [one.shape[1] == STEP * len(LONG) for one in lines]
        return [reading(LONG, "市") if full else reading(LONG[2:11]) for full in whole]

    recogniser._sized = sized  # type: ignore[assignment,method-assign]
    (read,) = recogniser.read([line(LONG)])
    assert (read.text, read.confidence) == (LONG, 1.0)
    assert widths[0] == STEP * len(LONG) and widths[1] < STEP * 11 and len(widths) == 2
