"""The steps of a scanned page on drawn pictures: no font and no model is needed."""

import cv2
import numpy as np
import pytest
from sheets import SCALE, XS, YS, draw_table, only_grid, px, ruled, sheet

from extract.grid import grids
from extract.records import Box
from extract.scan.heard import (
    as_printed,
    has_hole,
    is_remnant,
    leaves_unread,
    with_full_stop,
    with_leaders,
    with_likelier_signs,
    with_points,
)
from extract.scan.ink import InkLine, Span, ink_lines, ink_mask
from extract.scan.painting import without_rulings
from extract.scan.reading import simplified, widened, without_specks
from extract.scan.recogniser import Char, LineImage, Reading, Recorded, Recording, Silent, read_once
from extract.scan.straighten import straighten
from extract.scan.voices import AGREED, SEALED, Heard, Voices, alike


def test_a_plain_table() -> None:
    page = sheet()
    draw_table(page)
    assert only_grid(page) == (3, 4, 12)


def test_dashed_and_faint_lines_are_mended() -> None:
    page = sheet()
    draw_table(page, dash=6, shade=150)
    assert only_grid(page) == (3, 4, 12)


def test_a_fold_a_streak_and_an_arc_are_no_rulings() -> None:
    page = sheet()
    draw_table(page)
    cv2.line(page, (0, px(130)), (px(400), px(130.4)), 180, 1)
    cv2.line(page, (px(260), 0), (px(260), page.shape[0]), 160, 1)
    cv2.circle(page, (px(430), px(300)), px(50), 90, 3)
    assert only_grid(page) == (3, 4, 12)


@pytest.mark.parametrize("lean", [40, 70, -30])
def test_a_streak_that_leans_over_a_pale_ruling_leaves_it(lean: int) -> None:
    page = sheet()
    draw_table(page, shade=150)
    x = px(XS[1])
    cv2.line(page, (x - px(lean) // 2, 0), (x + px(lean) // 2, page.shape[0]), 150, 2)
    assert only_grid(page) == (3, 4, 12)


def test_tables_that_stand_close_stay_two() -> None:
    page = sheet()
    draw_table(page)
    for y in (268, 300):
        cv2.line(page, (px(60), px(y)), (px(540), px(y)), 0, 2)
    for x in (60, 540):
        cv2.line(page, (px(x), px(268)), (px(x), px(300)), 0, 2)
    assert [len(found.ys) - 1 for found in grids(ruled(page))] == [4, 1]


def test_rulings_are_painted_over_and_strokes_stay() -> None:
    page = sheet()
    draw_table(page)
    cv2.line(page, (px(100), px(100)), (px(100), px(120)), 0, 4)
    clean = without_rulings(page, ruled(page), SCALE)
    assert clean[px(110), px(150)] == 255
    assert clean[px(110), px(100)] == 0


@pytest.mark.parametrize("degrees", [-3.0, -0.7, 0.0, 0.4, 2.5])
def test_a_skewed_page_is_straightened_and_boxes_lead_back(degrees: float) -> None:
    page = sheet()
    draw_table(page)
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    skewed = np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=255), np.uint8)
    straight = straighten(skewed, 595, 842)
    assert only_grid(straight.grey) == (3, 4, 12)
    (found,) = grids(ruled(straight.grey, straight.scale))
    corner = straight.to_page(Box(found.xs[0], found.ys[0], found.xs[0], found.ys[0]))
    want = turn @ np.array([px(XS[0]), px(YS[0]), 1]) / SCALE
    assert abs(corner.x0 - want[0]) < 1.5 and abs(corner.top - want[1]) < 1.5


def test_a_straight_page_keeps_its_pixels() -> None:
    page = sheet()
    draw_table(page)
    straight = straighten(page, 595, 842)
    assert np.allclose(straight.matrix, np.diag([595 / page.shape[1], 842 / page.shape[0], 1]))


def test_a_red_seal_goes_and_its_place_is_kept() -> None:
    page = np.dstack([sheet()] * 3)
    for y in YS:
        cv2.line(page, (px(60), px(y)), (px(540), px(y)), (0, 0, 0), 2)
    cv2.circle(page, (px(300), px(400)), px(55), (220, 60, 60), 8)
    cv2.line(page, (px(200), px(400)), (px(400), px(400)), (0, 0, 0), 4)
    straight = straighten(page, 595, 842)
    (seal,) = straight.seals
    assert seal.x0 < 250 and seal.x1 > 350 and seal.top < 350 and seal.bottom > 450
    assert straight.grey[px(345), px(300)] > 200
    assert straight.grey[px(400), px(300)] < 80
    assert straight.sealed is not None and straight.sealed[px(345), px(300)]


def test_lines_of_ink_from_top_to_bottom() -> None:
    page = sheet()
    for row in range(3):
        for column in range(8):
            left, top = 40 + column * 30, 40 + row * 40
            page[top : top + 26, left : left + 24] = 0
    page[200:203, 400:403] = 0
    found = ink_lines(ink_mask(page), Span(0, 0, 600, 400), 26.0)
    assert [(line.ink.top, line.ink.bottom) for line in found] == [(40, 66), (80, 106), (120, 146)]
    assert all((line.ink.x0, line.ink.x1) == (40, 274) for line in found)


def test_a_vertical_label_is_one_stack() -> None:
    page = sheet()
    for row in range(4):
        page[40 + row * 45 : 66 + row * 45, 50:75] = 0
    (label,) = ink_lines(ink_mask(page), Span(0, 0, 120, 400), 26.0)
    assert len(label.stack) == 4


def test_a_vertical_label_whose_characters_touch_or_fall_apart() -> None:
    page = sheet()
    for top, bottom in ((40, 47), (50, 72), (85, 111), (130, 184), (200, 226)):
        page[top:bottom, 50:75] = 0
    page[154:160, 50:75] = 255
    page[154:160, 58:66] = 0
    (label,) = ink_lines(ink_mask(page), Span(0, 0, 120, 400), 26.0)
    assert [(piece.top, piece.bottom) for piece in label.stack][:2] == [(40, 72), (85, 111)]
    above, below = label.stack[2:4]
    assert above.top == 130 and above.bottom == below.top and below.bottom == 184
    assert 154 <= above.bottom <= 160 and len(label.stack) == 5


def test_a_stroke_above_a_character_is_one_of_its_own() -> None:
    page = sheet()
    page[53:56, 50:75] = 0
    for row in range(1, 4):
        page[40 + row * 35 : 66 + row * 35, 50:75] = 0
    (label,) = ink_lines(ink_mask(page), Span(0, 0, 120, 400), 26.0)
    assert len(label.stack) == 4


@pytest.mark.parametrize(
    ("axes", "thick", "gap", "said"),
    [
        ((6, 6), 2, 0, "。"),
        ((6, 6), -1, 0, "·"),
        ((6, 6), 2, 60, "·"),
        ((5, 12), 2, 0, "·"),
        ((11, 11), 2, 0, "·"),
    ],
)
def test_a_ring_below_a_text_is_its_full_stop(
    axes: tuple[int, int], thick: int, gap: int, said: str
) -> None:
    picture = np.full((40, 40), 255, np.uint8)
    cv2.ellipse(picture, (18, 18), axes, 0, 0, 360 - gap, 0, thick)
    rows, columns = (np.flatnonzero((picture < 128).any(axis=axis)) for axis in (1, 0))
    ink = Span(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    heard = Heard(Reading((Char("·", 0, 1, 0.5),)), 0.5, "rapidocr")
    line = InkLine(ink, Span(0, 0, 40, 40))
    found = with_full_stop(line, picture, heard, 40.0)
    assert found.reading.text == said
    assert (found.confidence >= 0.9) is (said == "。")
    zero = Heard(Reading((Char("0", 0, 1, 0.5),)), 0.5, "rapidocr")
    small = ink.bottom - ink.top < 16
    assert with_full_stop(line, picture, zero, 40.0).reading.text == ("。" if small else "0")


def test_what_is_paler_than_ink_is_no_ring() -> None:
    picture = np.full((40, 40), 200, np.uint8)
    line = InkLine(Span(12, 12, 25, 25), Span(0, 0, 40, 40))
    heard = Heard(Reading(), 0.0, "rapidocr")
    assert with_full_stop(line, picture, heard, 40.0) is heard


@pytest.mark.parametrize(
    ("said", "point", "meant"),
    [
        ("91", (62, 22, 66, 26), "91."),
        ("91.", (62, 22, 66, 26), "91."),
        ("91", (62, 8, 66, 12), "91"),
        ("91", (62, 8, 66, 26), "91"),
        ("91", (62, 25, 63, 26), "91"),
        ("91", None, "91"),
        ("家", (62, 22, 66, 26), "家"),
        ("9家", (28, 22, 32, 26), "9家"),
        ("91", (28, 22, 32, 26), "9.1"),
        ("9.1", (28, 22, 32, 26), "9.1"),
        ("91", (24, 22, 30, 26), "91"),
        ("91", (28, 10, 32, 26), "91"),
    ],
)
def test_points_of_wide_figures_that_were_not_read(
    said: str, point: tuple[int, int, int, int] | None, meant: str
) -> None:
    picture = np.full((32, 80), 255, np.uint8)
    for start in (12, 36):
        picture[6:26, start : start + 12] = 0
    if point is not None:
        picture[point[1] : point[3], point[0] : point[2]] = 0
    places = {"9": 0.22, "1": 0.52, "家": 0.52, ".": 0.8 if point and point[0] > 48 else 0.37}
    chars = tuple(Char(c, places[c] - 0.01, places[c] + 0.01, 1.0) for c in said)
    heard = Heard(Reading(chars), 1.0, "says")
    found = with_points(heard, picture, True)
    assert found.reading.text == meant
    assert (found.confidence < 0.9) is (meant != said)
    ended = with_points(heard, picture, False).reading.text
    assert ended == (said if meant.endswith(".") else meant)


@pytest.mark.parametrize(
    ("said", "believed", "meant"),
    [("", 0.0, "....."), ("一", 0.5, "....."), ("≥99%", 0.99, "≥99%")],
)
def test_points_in_a_row_say_nothing_and_pale_print_what_was_read(
    said: str, believed: float, meant: str
) -> None:
    picture = np.full((36, 70), 255, np.uint8)
    for start in range(5, 65, 13):
        picture[20:24, start : start + 4] = 0
    line = InkLine(Span(5, 20, 62, 24), Span(0, 0, 70, 36))
    heard = Heard(read_as(said, believed), believed, "says")
    assert with_leaders(line, picture, heard, 37.0).reading.text == meant


@pytest.mark.parametrize(
    ("said", "places", "hole"),
    [
        ("217 59", (1, 2, 3, 4, 5, 6), True),
        ("21759", (1, 2, 3, 5, 6), True),
        ("21759", (1, 2, 3, 4.4, 5.4), False),
        ("9 1 6", (1, 2, 3, 4, 5), False),
        ("4 88%", (1, 2, 3, 4, 5), True),
        ("88%", (1, 2, 3), False),
        ("217.59", (1, 2, 3, 3.5, 4, 5), False),
        ("2025年3月", (1, 2, 3, 4, 5, 7, 8), False),
    ],
)
def test_a_hole_in_a_figure_may_have_held_a_point(
    said: str, places: tuple[float, ...], hole: bool
) -> None:
    chars = tuple(
        Char(char, at / 10 - 0.02, at / 10 + 0.02, 1.0)
        for char, at in zip(said, places, strict=True)
    )
    assert has_hole(Heard(Reading(chars), 1.0, "says")) is hole


def read_as(text: str, confidence: float = 0.99) -> Reading:
    step = 1 / max(1, len(text))
    return Reading(tuple(Char(c, i * step, (i + 1) * step, confidence) for i, c in enumerate(text)))


class Says:
    """A recogniser that says the same of every line."""

    def __init__(self, reading: Reading, name: str = "says") -> None:
        self.name = name
        self._reading = reading

    def read(self, lines: list[LineImage]) -> list[Reading]:
        return [self._reading for _ in lines]


LINE = np.full((20, 60), 200, np.uint8)


@pytest.mark.parametrize(
    ("first", "second", "sealed", "confidence", "others"),
    [
        (read_as("116.88"), read_as("116.83"), False, 0.99, ()),
        (read_as("116.88", 0.7), read_as("116.88"), False, AGREED, ()),
        (read_as("116.88", 0.7), read_as("116.83"), False, 0.7, ("116.83",)),
        (read_as("116.88"), read_as("116.83"), True, SEALED, ("116.83",)),
        (read_as("116.88"), None, True, SEALED, ()),
    ],
)
def test_voices(
    first: Reading,
    second: Reading | None,
    sealed: bool,
    confidence: float,
    others: tuple[str, ...],
) -> None:
    voices = Voices(Says(first), Says(second, "second") if second else None)
    (heard,) = voices.read([LINE], [sealed])
    assert (heard.confidence, heard.others) == (confidence, others)
    assert heard.reading is first and heard.reader == "says"


def test_widths_and_dashes_are_no_disagreement() -> None:
    assert alike("（一）：—5％", "(一):-5%")
    assert not alike("58000", "53000")


def test_identical_pictures_are_read_once_and_played_back() -> None:
    recording = Recording(Silent())
    assert len(read_once(recording, [LINE, LINE.copy(), LINE[:10]])) == 3
    assert len(recording.readings) == 2
    assert Recorded(recording.readings).read([LINE]) == [Reading()]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("项目（二期)", "项目（二期）"),
        ("指标1:", "指标1:"),
        ("目标:完成", "目标：完成"),
        ("期)", "期）"),
        ("产出指标(5", "产出指标（5"),
        ("(5", "(5"),
        ("3)", "3)"),
        (")", "）"),
        (")专项", "）专项"),
        (")5", ")5"),
        (",社会秩序稳定", "，社会秩序稳定"),
        (",5", ",5"),
        ("劳务费、租赁费O", "劳务费、租赁费。"),
        ("方案O", "方案O"),
        ("TECHNO", "TECHNO"),
        ("GDP(2023)", "GDP(2023)"),
        ("58,000", "58,000"),
    ],
)
def test_punctuation_in_its_full_width(said: str, meant: str) -> None:
    assert "".join(char.text for char in widened(read_as(said).chars)) == meant


@pytest.mark.parametrize(
    ("said", "meant", "touched"),
    [
        ("≥88%*", "≥88%", True),
        ("·2027年12月31日前", "2027年12月31日前", True),
        ("≥.88%", "≥88%", True),
        (".97%", "97%", True),
        ("≥23700亩.", "≥23700亩", True),
        ("管理效率·", "管理效率", False),
        ("1.5", "1.5", False),
        ("58,000人", "58,000人", False),
        ("二0起", "=0起", True),
        ("二期工程", "二期工程", False),
        ("。13.23", "13.23", True),
        ("（2025年一2026年）", "（2025年—2026年）", False),
        ("90%一95%", "90%—95%", False),
        ("2025年一季度", "2025年一季度", False),
        ("一2个", "一2个", False),
        ("48,384.180.00", "48,384,180.00", False),
        ("17.940,00", "17,940.00", False),
        ("1.234", "1.234", False),
        ("2,017.240人次", "2,017,240人次", True),
        ("1,200.000", "1,200,000", True),
        ("2022.12.31", "2022.12.31", False),
        ("1,234,567", "1,234,567", False),
        ("10.", "10", True),
        ("1.承担工作", "1.承担工作", False),
        ("·", "·", False),
        ("≥·1770人", "≥1770人", True),
        ("基本型.", "基本型", True),
        ("持续提.升", "持续提升", True),
        ("规范。", "规范。", False),
        ("89·0%", "89.0%", False),
        ("61.92ºo", "61.92%", True),
        (">94%0", ">94%", True),
        ("93.5%6", "93.5%", True),
        ("90%~95%", "90%~95%", False),
        ("80%60人", "80%60人", False),
        ("28°C", "28°C", False),
        ("≥97·%", "≥97%", True),
        ("98.6%.", "98.6%", True),
        ("≥97.%", "≥97%", True),
        ("，≥48个", "≥48个", True),
        ("计划标准，", "计划标准", True),
        ("，", "，", False),
        ("持续推进经济普查与统计调查工作，", "持续推进经济普查与统计调查工作，", False),
        (".文明创建", "文明创建", True),
        ("袁雪|", "袁雪", False),
        (".≥91%", "≥91%", True),
        ("3:5%", "3:5%", True),
        ("不低于8750O人", "不低于87500人", True),
        ("GDP增长O", "GDP增长O", False),
        ("4.977·85", "4,977.85", False),
        ("有序推进·初见成效", "有序推进·初见成效", True),
        ("56|", "56", True),
        (".....", ".....", False),
        ("1.承担文化市场综合执法的技术服务.", "1.承担文化市场综合执法的技术服务.", False),
    ],
)
def test_specks_go_and_those_at_figures_leave_doubt(said: str, meant: str, touched: bool) -> None:
    chars, doubt = without_specks(read_as(said).chars)
    assert ("".join(char.text for char in chars), doubt) == (meant, touched)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("·家", "家"),
        ("'家·", "家"),
        ("·15", "·15"),
        ("家·", "家"),
        ("15·", "15."),
        (".≥91%", "≥91%"),
        ("有效.", "有效"),
        ("86.5%.", "86.5%"),
    ],
)
def test_specks_go_where_a_line_goes_on_but_not_beside_a_digit(said: str, meant: str) -> None:
    chars, _ = without_specks(read_as(said).chars, starts=False, ends=False)
    assert "".join(char.text for char in chars) == meant


@pytest.mark.parametrize(
    ("first", "said", "unread"),
    [
        (40, "82座", True),
        (62, "82座", False),
        (62, "≥82座", False),
        (40, "座", False),
        (40, "≥82", True),
        (40, "≥82座", False),
    ],
)
def test_what_stands_beside_figures_and_was_not_read_is_seen(
    first: int, said: str, unread: bool
) -> None:
    picture = np.full((20, 100), 255, np.uint8)
    for start, end in ((first, first + 8), (60, 68), (72, 80), (84, 98)):
        picture[4:16, start:end] = 0
    places = {"≥": 0.44, "8": 0.64, "2": 0.76, "座": 0.91}
    chars = tuple(Char(c, places[c] - 0.01, places[c] + 0.01, 1.0) for c in said)
    assert leaves_unread(Heard(Reading(chars), 1.0, "says"), picture) is unread


@pytest.mark.parametrize(
    ("said", "believed", "others", "had_room", "remnant"),
    [
        ("1", 0.5, ["439.88"], True, True),
        ("6", 0.85, ["977.9"], False, False),
        ("1", 0.99, ["439.88"], True, True),
        ("1", 0.99, ["1439.8"], False, False),
        ("人", 0.99, ["58000"], True, False),
        ("≥", 0.5, ["58000人"], True, False),
        ("F", 0.8, ["28.18"], True, True),
        ("只", 0.4, ["预算编制"], True, True),
        ("性", 0.8, ["预算编制科学"], True, False),
        ("标", 0.4, ["指", "绩效"], True, False),
        ("4", 0.5, [], True, False),
        ("43", 0.5, ["439.88"], True, False),
    ],
)
def test_what_a_ruling_or_a_pen_left_beside_a_text_is_no_part_of_it(
    said: str, believed: float, others: list[str], had_room: bool, remnant: bool
) -> None:
    beside = [Heard(read_as(other), 0.99, "says") for other in others]
    assert is_remnant(Heard(read_as(said), believed, "says"), beside, had_room) is remnant


@pytest.mark.parametrize(("said", "starts", "ends"), [("1030.", True, False), (".15", False, True)])
def test_a_number_that_goes_on_in_the_next_line_keeps_its_point(
    said: str, starts: bool, ends: bool
) -> None:
    chars, doubt = without_specks(read_as(said).chars, starts, ends)
    assert ("".join(char.text for char in chars), doubt) == (said, False)


@pytest.mark.parametrize(
    ("said", "high", "meant"),
    [
        ("O", 20, "0"),
        ("o", 8, "。"),
        ("0", 20, "0"),
        ("0", 12, "0"),
        ("0", 6, "0"),
        ("一", 2, "—"),
        ("一", 8, "一"),
    ],
)
def test_a_lone_stroke_is_what_its_ink_shows(said: str, high: int, meant: str) -> None:
    ink = Span(0, 0, 18, high)
    picture = np.zeros((high, 18), np.uint8)
    heard = Heard(read_as(said), 1.0, "says")
    assert [c.text for c in as_printed(heard, InkLine(ink, ink), picture, 22)] == [meant]


@pytest.mark.parametrize(
    ("text", "other", "meant", "believed"),
    [
        ("規", "", "规", 0.55),
        ("塡", "填", "填", 0.95),
        ("曰", "日", "日", 0.95),
        ("日", "曰", "日", 0.95),
        ("曰", "白", "日", 0.55),
        ("日", "白", "日", 0.55),
        ("7", "1", "7", 0.55),
        ("（", "(", "（", 0.95),
        ("%", "％", "%", 0.95),
        ("，", "。", "，", 0.55),
    ],
)
def test_two_forms_of_one_character_are_one(
    text: str, other: str, meant: str, believed: float
) -> None:
    char = simplified(Char(text, 0.0, 1.0, 0.55, other, 0.4))
    assert (char.text, char.confidence) == (meant, pytest.approx(believed))


@pytest.mark.parametrize(
    ("other", "possible", "text", "sure"),
    [("≥", 0.3, "≥5", False), ("≥", 0.01, ">5", True), ("", 0.3, ">5", True)],
)
def test_a_likelier_sign_is_doubted_though_two_voices_agreed(
    other: str, possible: float, text: str, sure: bool
) -> None:
    chars = (Char(">", 0.0, 0.4, 0.6, other, possible), Char("5", 0.5, 1.0, 1.0))
    found = with_likelier_signs(Heard(Reading(chars), AGREED, "says"))
    assert (found.reading.text, found.confidence == AGREED) == (text, sure)
