"""Whether the text layer of a page can be believed."""

import pytest
from drawn import PAGE, glyphs

from extract.records import Box
from extract.textlayer import UNREAD, Picture, covers, judge

TEXT = "部门整体绩效目标申报表"

CASES = [
    ("text", TEXT, 0, False, False, "digital", ""),
    ("text and a stamp, or a letterhead", TEXT, 0, True, False, "digital", ""),
    ("a recogniser's text under a scan", TEXT, 0, True, True, "scanned", "recogniser's text"),
    ("a picture", "", 0, True, False, "scanned", "is a picture"),
    ("a picture with nothing under it", "", 0, True, True, "scanned", "is a picture"),
    ("nothing", "", 0, False, False, "empty", ""),
    ("unmapped characters only", "", 30, False, False, "scanned", "no known meaning"),
    ("private use", "\ue001\ue002\ue003\ue004", 0, False, False, "scanned", "garbled"),
    ("replacement characters", "\ufffd" * 8, 0, False, False, "scanned", "garbled"),
    ("control characters", "\x01\x02" * 8, 0, False, False, "scanned", "garbled"),
    ("half of it unmapped", TEXT, 11, False, False, "scanned", "garbled"),
    ("supplementary private use", "\U000f0001" * 8, 0, False, False, "scanned", "garbled"),
    ("one of many", TEXT * 3 + "\ue001", 0, False, False, "digital", "1 characters"),
    ("rare but sound", "𠮷㐀〇", 0, False, False, "digital", ""),
]


@pytest.mark.parametrize(
    ("text", "unmapped", "pictures", "under", "kind", "says"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_judge(text: str, unmapped: int, pictures: bool, under: bool, kind: str, says: str) -> None:
    found, problems = judge(7, glyphs(text), unmapped, pictures, under)
    assert found == kind
    assert len(problems) == bool(says)
    for problem in problems:
        assert says in problem.message
        stage = UNREAD if kind == "scanned" else "text layer"
        assert (problem.stage, problem.page) == (stage, 7)


COVERS = [
    ("more than the page", (-50, -50, 350, 450), PAGE, True),
    ("a narrow margin", (10, 10, 290, 390), PAGE, True),
    ("three quarters", (0, 0, 300, 300), PAGE, True),
    ("two thirds", (0, 0, 300, 270), PAGE, False),
    ("a stamp", (200, 300, 280, 380), PAGE, False),
    ("beside the page", (300, 400, 600, 800), PAGE, False),
    ("no area", (100, 100, 100, 100), PAGE, False),
    ("a page without area", (0, 0, 300, 400), (0, 0), False),
]


@pytest.mark.parametrize(
    ("box", "size", "expected"),
    [case[1:] for case in COVERS],
    ids=[case[0] for case in COVERS],
)
def test_pictures_that_are_the_page(
    box: tuple[float, float, float, float], size: tuple[float, float], expected: bool
) -> None:
    assert covers(Picture(Box(*box)), *size) is expected
