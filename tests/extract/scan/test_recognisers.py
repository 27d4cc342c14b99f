"""The real recognisers on a drawn line."""

import shutil
import subprocess

import cv2
import numpy as np
import pytest

from extract.scan.rapid import (
    TRAINED,
    WIDE,
    Engine,
    RapidRecogniser,
    batches,
    has_figures,
    has_gap,
    with_marks,
)
from extract.scan.recogniser import Char, Reading, Recogniser
from extract.scan.tesseract import TesseractMissingError, TesseractRecogniser
from extract.scan.voices import alike


def line(text: str) -> np.ndarray:
    picture = np.full((60, 34 * len(text) + 30), 255, np.uint8)
    cv2.putText(picture, text, (15, 44), cv2.FONT_HERSHEY_DUPLEX, 1.3, 0, 2, cv2.LINE_AA)
    return picture


def check(recogniser: Recogniser) -> None:
    empty = np.zeros((0, 20), np.uint8)
    blank, figures, amount = recogniser.read([empty, line("58000"), line("116.88")])
    assert blank.text == ""
    assert alike(figures.text, "58000") and alike(amount.text, "116.88")
    assert 0.5 < figures.confidence <= 1
    assert all(0 <= char.start <= char.end <= 1 for char in figures.chars)
    assert recogniser.read([]) == []


@pytest.mark.parametrize("engine", ["onnxruntime", "openvino"])
def test_rapidocr_reads_figures(engine: Engine) -> None:
    pytest.importorskip(engine)
    check(RapidRecogniser(engine))


@pytest.mark.parametrize("engine", ["onnxruntime", "openvino"])
def test_a_long_line_is_read_small_and_not_as_another(engine: Engine) -> None:
    pytest.importorskip(engine)
    text = "Budget performance declaration of the department"
    (reading,) = RapidRecogniser(engine).read([line(text)])
    assert alike(reading.text, text)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("项目绩效目标", False),
        ("核心业务产出1", False),
        ("2026年项目绩效目标申报表", True),
        ("$\\geq$ 10%", True),
        ("2026年，围绕市委、市政府中心工作，认真履行部门职责，全面完成各项目标任务", False),
        ("58,000.00元", True),
        ("填报日期：2022年12月30日", True),
        ("≥95%", True),
        ("", True),
    ],
)
def test_what_has_figures_is_read_again_as_wide_as_it_is(text: str, figures: bool) -> None:
    assert has_figures(Reading(tuple(Char(char, 0, 1, 1.0) for char in text))) is figures


def test_no_zero_is_lost_of_a_long_number() -> None:
    number = "13800007812"
    assert RapidRecogniser().read([line(number)])[0].text == number


@pytest.mark.parametrize(
    ("count", "most", "sizes"),
    [(0, 4, []), (1, 4, [1]), (7, 4, [4, 2, 1]), (9, 6, [4, 4, 1]), (3, 1, [1, 1, 1])],
)
def test_lines_go_in_powers_of_two(count: int, most: int, sizes: list[int]) -> None:
    parts = [*batches(range(count), most)]
    assert [len(part) for part in parts] == sizes
    assert [one for part in parts for one in part] == [*range(count)]


def test_tesseract_reads_figures() -> None:
    try:
        check(TesseractRecogniser())
    except TesseractMissingError as error:
        pytest.skip(str(error))


def test_a_missing_language_names_the_package() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    assert subprocess.run(["tesseract", "--version"], capture_output=True, check=False).stdout
    with pytest.raises(TesseractMissingError, match="tesseract-ocr-xyz-abc"):
        TesseractRecogniser("xyz_abc")


def read_as(text: str, marks: float = 0.7) -> Reading:
    return Reading(tuple(Char(c, 0, 1, marks if c in "、。" else 0.98) for c in text))


@pytest.mark.parametrize(
    ("full", "quick", "seen", "text"),
    [
        ("差旅费", "差旅费、", 0.7, "差旅费、"),
        ("差旅费邮电费。", "差旅费、邮电费", 0.7, "差旅费邮电费。"),
        ("差旅费邮电费", "差旅费、邮电费。", 0.7, "差旅费、邮电费。"),
        ("差旅费", "差旅费、", 0.4, "差旅费"),
        ("差旅费", "差族费、", 0.7, "差旅费"),
        ("差旅费、", "差旅费", 0.7, "差旅费、"),
    ],
)
def test_marks_that_only_the_small_picture_shows(
    full: str, quick: str, seen: float, text: str
) -> None:
    assert with_marks(read_as(full), read_as(quick, seen)).text == text


def test_the_rounded_model_knows_what_forms_are_written_with_and_reads_the_same() -> None:
    recogniser = RapidRecogniser()
    whole, first = recogniser._model, recogniser._first
    known = set(first.characters)
    assert known < set(whole.characters)
    assert known >= set("0123456789.,%≥≤=□☑√■（）《》、。·项目支出绩效目标申报表万元喆堃玥镕")
    assert not known & set("績專們かеñ")
    lines = [line("58000"), line("116.88"), line("Budget 2024")]
    rounded = recogniser._sized(lines, WIDE, first)
    assert [one.text for one in rounded] == [
        one.text for one in recogniser._sized(lines, TRAINED, whole)
    ]
    assert all(one.confidence > 0.5 for one in rounded)


@pytest.mark.parametrize(
    ("places", "gap"),
    [
        ("管理信息化 决策科学化", True),
        ("管理信息化、决策科学化", False),
        ("管理信息化决策科学化", False),
        ("进，初见", True),
        ("管 理", False),
        ("有序推进，", True),
        ("，初见成", True),
        ("≥5 3 个", False),
    ],
)
def test_room_for_a_mark_is_seen(places: str, gap: bool) -> None:
    steps = [(char, (index + 0.5) / len(places)) for index, char in enumerate(places)]
    chars = tuple(Char(char, at - 0.01, at + 0.01, 1.0) for char, at in steps if char not in " ，")
    picture = np.full((30, 30 * len(places)), 255, np.uint8)
    for index, char in enumerate(places):
        if char != " ":
            picture[8:22, 30 * index + 2 : 30 * index + (10 if char == "，" else 28)] = 0
    assert has_gap(Reading(chars), picture) is gap
