"""What is shown of a page, and what is hidden on it."""

import io
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reported import NAME, OFFICE, PAGE, PHONE, ROWS, box, filing, finding, pdf, table

from normalize.models import BoxModel
from shenbao.report.bands import Band, bands_of, cells_by_page, inside, paper_of
from shenbao.report.crops import CannotDrawError, draw
from shenbao.report.persons import EVERYBODY_SHOWN, MASK, is_label, persons_of
from shenbao.report.shown import places_of

CELLS = cells_by_page([table()])
BOXES = st.tuples(st.floats(0, 500), st.floats(0, 800), st.floats(1, 90), st.floats(1, 40)).map(
    lambda at: (at[0], at[1], at[0] + at[2], at[1] + at[3])
)
PLACES = st.lists(st.tuples(st.integers(1, 3), BOXES), min_size=1, max_size=12)


def test_a_band_is_the_row_of_its_value_over_the_whole_table() -> None:
    (band,) = bands_of([(1, box("amount"))], CELLS)
    assert band == Band(1, (97.0, 157.0, 503.0, 183.0))


def test_neighbouring_rows_are_one_band_and_far_ones_are_two() -> None:
    near = bands_of([(1, box("phone")), (1, box("amount"))], CELLS)
    assert [band.box[1::2] for band in near] == [(137.0, 183.0)]
    far = bands_of([(1, box("target")), (1, box("amount"))], CELLS)
    assert [band.box[1] for band in far] == [157.0, 697.0]


def test_a_cell_far_higher_than_its_value_is_not_shown_whole() -> None:
    label: BoxModel = (50.0, 0.0, 100.0, 800.0)
    (band,) = bands_of([(1, (60.0, 400.0, 90.0, 412.0))], {1: [label]})
    assert band.box[3] - band.box[1] < 30


@given(PLACES)
def test_every_place_lies_in_a_band_and_bands_never_meet(
    places: list[tuple[int, BoxModel]],
) -> None:
    bands = bands_of(places, CELLS)
    for page, at in places:
        assert any(
            band.page == page
            and band.box[0] <= at[0]
            and band.box[1] <= at[1]
            and band.box[2] >= at[2]
            and band.box[3] >= at[3]
            for band in bands
        )
    for one, other in pairwise(bands):
        assert one.page < other.page or one.box[3] < other.box[1]


@given(BOXES, BOXES)
def test_a_mark_never_leaves_its_view(at: BoxModel, view: BoxModel) -> None:
    left, top, width, height = inside(at, Band(1, view))
    assert width >= 0 and height >= 0
    if width and height:
        assert left >= 0 and top >= 0
        assert left + width <= 100.02 and top + height <= 100.02


@pytest.mark.parametrize(
    ("boxes", "paper"),
    [
        ([], (595.3, 841.9)),
        ([(50.0, 50.0, 560.0, 800.0)], (595.3, 841.9)),
        ([(50.0, 50.0, 800.0, 500.0)], (841.9, 595.3)),
        ([(50.0, 50.0, 700.0, 800.0)], (841.9, 1190.6)),
        ([(0.0, 0.0, 3000.0, 4000.0)], (3030.0, 4030.0)),
    ],
)
def test_the_sheet_that_holds_what_stands_on_it(
    boxes: list[BoxModel], paper: tuple[float, float]
) -> None:
    assert paper_of(boxes) == paper


@pytest.mark.parametrize(
    ("pointer", "tops"),
    [
        ("/attributes/金额", [160.0]),
        ("/attributes", [160.0, 700.0]),
        ("/nowhere", []),
        ("/annual/indicators/0/target", []),
    ],
)
def test_where_a_pointer_stands(pointer: str, tops: list[float]) -> None:
    places = places_of(finding([pointer]), filing(b"").evidence)
    assert [place[1][1] - 4 for place in places] == tops


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("填报人", True),
        ("填 报 人：", True),
        ("项目负责人", True),
        ("单位负责人（签字）", True),
        ("联系人及电话", True),
        ("联系电话", True),
        ("电话号码", True),
        ("联系方式：", True),
        ("企业负责人满意度", False),
        ("负责人培训人数", False),
        ("电话回访率", False),
        ("申报单位", False),
        ("", False),
    ],
)
def test_labels_that_ask_for_a_person(text: str, asks: bool) -> None:
    assert is_label(text) is asks


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"由{NAME}填报", f"由{MASK}填报"),
        (f"电话{PHONE}。", f"电话{MASK}。"),
        ("由陈安\n和填报", f"由{MASK}填报"),
        ("139111\n12222", MASK),
        ("另一人 13911112222", f"另一人 {MASK}"),
        ("0722-6230000", MASK),
        ("身份证 42130219900101123X", f"身份证 {MASK}"),
        ("合计 13911112222.50 元", "合计 13911112222.50 元"),
        ("1391111222", "1391111222"),
        ("9.13911112222", "9.13911112222"),
        (OFFICE, OFFICE),
    ],
)
def test_persons_are_masked_in_texts_and_figures_are_not(text: str, shown: str) -> None:
    assert persons_of(filing(b"")).text(text) == shown
    assert EVERYBODY_SHOWN.text(text) == text


def test_the_value_of_a_person_is_masked_whole() -> None:
    persons = persons_of(filing(b""))
    assert persons.value("/preparer", "财务科") == MASK
    assert persons.value("/preparer", "") == ""
    assert persons.value("/department", OFFICE) == OFFICE


def test_persons_are_covered_on_paper_at_their_values_and_beside_their_labels() -> None:
    persons = persons_of(filing(b""))
    covered = sorted({at[1] for at in persons.on(1)})
    assert covered == [120.0, 124.0, 140.0, 144.0]
    assert persons.on(2) == () and EVERYBODY_SHOWN.on(1) == ()


def test_a_person_that_was_not_read_is_covered_all_the_same() -> None:
    unread = filing(b"").model_copy(update={"evidence": {}, "declaration": None})
    assert {at[1] for at in persons_of(unread).on(1)} == {120.0, 140.0}


def drawn(data: bytes, row: str, hide: bool, scanned: bool = False) -> np.ndarray:
    """The crop of a row as grey pixels."""
    persons = persons_of(filing(b"")) if hide else EVERYBODY_SHOWN
    ((_, crop),) = draw(data, bands_of([(1, box(row))], CELLS), persons, scanned, None)
    return np.asarray(Image.open(io.BytesIO(crop.data)).convert("L"))


def picture() -> bytes:
    """The same page as a scan at 150 dpi."""
    grey = Image.fromarray(np.full((1754, 1240), 255, np.uint8))
    for row in ROWS:
        grey.paste(0, tuple(round(side / 72 * 150) for side in box(row)))
    buffer = io.BytesIO()
    grey.save(buffer, "PNG", dpi=(150, 150))
    return buffer.getvalue()


@pytest.mark.parametrize("row", ["amount", "preparer", "phone", "department", "target"])
@pytest.mark.parametrize("make", [pdf, picture])
def test_a_crop_shows_the_value_and_no_person(make, row: str) -> None:  # type: ignore[no-untyped-def]
    data, scanned = make(), make is picture
    bare = drawn(data, row, False, scanned)
    # 26 points high, 406 wide, at 1.6 pixels a point; the value is black.
    assert abs(bare.shape[0] - 42) <= 2 and abs(bare.shape[1] - 650) <= 3
    assert bare[bare.shape[0] // 2, round((300 - 97) * 1.6)] < 40
    hidden = drawn(data, row, True, scanned)
    middle = hidden[hidden.shape[0] // 2, round((215 - 97) * 1.6) : round((385 - 97) * 1.6)]
    if row in ("preparer", "phone"):
        assert middle.min() > 120, "nothing of the name is left"
    else:
        assert middle.max() < 60, "nothing else is covered"


def test_a_page_is_drawn_as_it_is_displayed() -> None:
    """Turned by 90 degrees, what stood at the bottom left stands at the top left."""
    band = Band(1, (0.0, 0.0, 842.0, 595.0))
    ((_, crop),) = draw(pdf(rotate=90), [band], EVERYBODY_SHOWN, False, None)
    grey = np.asarray(Image.open(io.BytesIO(crop.data)).convert("L"))
    x0, top, x1, bottom = box("target")
    x, y = PAGE[1] - (top + bottom) / 2, (x0 + x1) / 2
    assert grey.shape == (952, 1348)
    assert grey[round(y * 1.6), round(x * 1.6)] == 0


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7 and no more", b"\x89PNG\r\n\x1a\n and no more"]
)
def test_what_cannot_be_drawn_says_so(data: bytes) -> None:
    with pytest.raises(CannotDrawError):
        list(draw(data, [Band(1, (0, 0, 10, 10))], EVERYBODY_SHOWN, False, None))


@pytest.mark.parametrize("data", [pdf(), picture()])
def test_a_page_that_is_not_there_cannot_be_drawn(data: bytes) -> None:
    with pytest.raises(CannotDrawError):
        list(draw(data, [Band(7, (0, 0, 10, 10))], EVERYBODY_SHOWN, False, None))


def test_a_band_outside_its_page_has_no_picture() -> None:
    assert list(draw(pdf(), [Band(1, (900, 0, 950, 50))], EVERYBODY_SHOWN, False, None)) == []
