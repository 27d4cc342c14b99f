"""Check boxes that no recogniser tells, by their ink."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extract.scan.boxes import with_boxes
from extract.scan.recogniser import Char, Reading
from extract.scan.voices import Heard

SIZE, STEP = 30.0, 36
Line = NDArray[np.uint8]


def line(signs: str) -> Line:
    """A line of signs, one a step; what is no box is a cross."""
    page = np.full((44, STEP * len(signs)), 255, np.uint8)
    for index, sign in enumerate(signs):
        left, right = STEP * index + 6, STEP * index + 30
        if sign in "□☑":
            cv2.rectangle(page, (left, 10), (right, 34), 60, 2)
        if sign == "■":
            cv2.rectangle(page, (left, 10), (right, 34), 60, -1)
        if sign == "●":
            cv2.circle(page, (left + 12, 22), 12, 60, -1)
        if sign == "☑":
            cv2.polylines(
                page, [np.array([(left + 5, 20), (left + 11, 28), (left + 20, 15)])], False, 60, 2
            )
        if sign not in "□☑■● ":
            cv2.line(page, (left, 10), (right, 34), 60, 2)
            cv2.line(page, (right, 10), (left, 34), 60, 2)
    return page


def heard(text: str) -> Heard:
    """Each character in the middle of its step."""
    places = ((char, (index + 0.5) / len(text)) for index, char in enumerate(text))
    chars = [Char(char, at - 0.01, at + 0.01, 1.0) for char, at in places if char != "?"]
    return Heard(Reading(tuple(chars)), 0.99 if chars else 0.0, "rapidocr")


@pytest.mark.parametrize(
    ("signs", "read", "meant"),
    [
        ("■政府□自行", "?政府□自行", "■政府□自行"),
        ("■政府☑自行", "?政府?自行", "■政府☑自行"),
        ("政府□自行", "政府 自行", "政府□自行"),
        ("□国口", "□国口", "□国口"),
        ("国口■", "国口■", "国口■"),
        ("●政府", "?政府", "政府"),
        ("■", "?", "■"),
        ("政府", "政府", "政府"),
    ],
)
def test_boxes_that_were_passed_over_are_seen(signs: str, read: str, meant: str) -> None:
    found = with_boxes(line(signs), heard(read), SIZE)
    assert found.reading.text == meant
    assert found.confidence >= 0.99


def test_a_small_filled_box_is_one() -> None:
    page = line(" 政府")
    page[15:28, 10:23] = 0
    page[28, (12, 17)] = 0  # what its edge leaves of one more row
    assert with_boxes(page, heard("?政府"), SIZE).reading.text == "■政府"


def test_a_tick_may_stick_out_above_its_box() -> None:
    page = line("新建 改扩建")
    left = 2 * STEP + 6
    cv2.rectangle(page, (left, 19), (left + 20, 39), 60, 2)
    cv2.polylines(page, [np.array([(left + 6, 28), (left + 12, 36), (left + 19, 4)])], False, 60, 2)
    assert with_boxes(page, heard("新建 改扩建"), SIZE).reading.text == "新建☑改扩建"


def test_dust_is_no_box() -> None:
    page = line("政府 自行")
    page[20:28, 2 * STEP + 10 : 2 * STEP + 18] = 0
    cv2.circle(page, (2 * STEP + 18, 22), 8, 0, -1)
    assert with_boxes(page, heard("政府 自行"), SIZE).reading.text == "政府 自行"


def test_a_part_of_a_character_is_no_box() -> None:
    page = line("政织府")
    cv2.rectangle(page, (STEP + 20, 10), (STEP + 40, 30), 60, 2)
    page[8:36, STEP + 2 : STEP + 18] = 255
    assert with_boxes(page, heard("政织府"), SIZE).reading.text == "政织府"
