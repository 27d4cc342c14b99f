"""A sum that does not close on a doubtful digit proposes the reading that makes it close."""

from decimal import Decimal

import pytest
from declaring import declare, indicator, item
from hypothesis import given
from hypothesis import strategies as st

from normalize.models import DepartmentDeclaration, Finding, Threshold
from rules.check import check
from rules.readings import with_reading

PART, TOTAL = "/funding/income/0/amount", "/funding/income/2/amount"


def income(first: str, total: str, share: str | None = None) -> DepartmentDeclaration:
    return declare(
        [
            item("财政拨款", first, share),
            item("单位资金", "6"),
            item("合计", total, share and "100"),
        ]
    )


def said(filing: DepartmentDeclaration, doubted: set[str], **readings: tuple[str, ...]) -> Finding:
    """What funding.income_sum says; readings of the part and of the total."""
    places = {"part": PART, "total": TOTAL}
    report = check(
        filing,
        doubted=frozenset(doubted),
        readings={places[name]: texts for name, texts in readings.items()},
    )
    return next(one for one in report.findings if one.rule == "funding.income_sum")


def test_the_reading_that_closes_the_sum_is_proposed() -> None:
    found = said(income("423.34", "434.34"), {PART}, part=("428.84", "428.34", "423.84"))
    assert (found.outcome, found.expected, found.actual) == ("undetermined", "428.34", "434.34")
    assert found.pointers[0] == PART
    assert found.message.startswith("无法判断：收入“财政拨款”当年金额若为 428.34 则相符")
    assert "428.34" in found.message_en and PART in found.message_en


@pytest.mark.parametrize(
    ("doubted", "readings"),
    [
        ({PART}, {"part": ("428.84", "八")}),  # no reading closes it, one is no number
        ({PART}, {"total": ("429.34",)}),  # nobody doubts the total
        ({PART}, {}),
    ],
)
def test_a_doubt_without_a_reading_that_closes_proposes_nothing(
    doubted: set[str], readings: dict[str, tuple[str, ...]]
) -> None:
    found = said(income("423.34", "434.34"), doubted, **readings)
    assert found.outcome == "undetermined"
    assert found.message.startswith("无法判断，请先核对")
    assert found.expected == "429.34"


def test_without_doubt_a_reading_changes_nothing() -> None:
    filing = income("423.34", "434.34")
    assert check(filing, readings={PART: ("428.34",)}) == check(filing)


def test_of_two_readings_the_one_that_the_rest_of_the_form_bears_out_is_proposed() -> None:
    """Both close the sum; only with the part read as 428.34 is its share 98.62%, too."""
    filing = income("423.34", "434.34", share="98.62")
    found = said(filing, {PART, TOTAL}, part=("428.34",), total=("429.34",))
    assert (found.pointers[0], found.expected) == (PART, "428.34")


def test_of_two_readings_that_nothing_tells_apart_none_is_proposed() -> None:
    filing = income("423.34", "434.34")
    found = said(filing, {PART, TOTAL}, part=("428.34",), total=("429.34",))
    assert found.message.startswith("无法判断，请先核对")


def test_a_share_is_read_anew_too() -> None:
    filing = income("428.34", "434.34", share="93.62")
    pointer = "/funding/income/0/share"
    report = check(filing, doubted=frozenset({pointer}), readings={pointer: ("98.62",)})
    found = next(one for one in report.findings if one.rule == "funding.share")
    assert (found.outcome, found.expected) == ("undetermined", "98.62")


def test_what_is_no_matter_of_figures_is_not_talked_away() -> None:
    """≤100% of a 满意度 is no slip of a digit: another number proves nothing."""
    filing = declare(annual=[indicator("服务社区满意率", "≤100%")])
    pointer = "/annual/indicators/0/target"
    report = check(
        filing, doubted=frozenset({f"{pointer}/value"}), readings={f"{pointer}/value": ("90",)}
    )
    assert report.findings[0].message.startswith("无法判断，请先核对")


def test_a_threshold_keeps_its_scale() -> None:
    filing = declare(annual=[indicator("参保人数", "≥5.8万人")])
    changed = with_reading(filing, "/annual/indicators/0/target/value", "5.3")
    assert isinstance(changed, DepartmentDeclaration)
    target = changed.annual.indicators[0].target
    assert isinstance(target, Threshold)
    assert (target.value, target.base_value) == (Decimal("5.3"), Decimal(53000))


@pytest.mark.parametrize("pointer", ["/funding/income/9/amount", "/department", "/nothing/0", ""])
def test_where_no_number_stands_there_is_no_other_reading(pointer: str) -> None:
    assert with_reading(declare([item("合计", "1")]), pointer, "2") is None


digit = st.integers(0, 9)


@given(st.integers(1000, 999999), st.integers(100, 99999), st.integers(0, 3), digit)
def test_whatever_digit_was_misread_the_right_one_is_proposed(
    part: int, other: int, place: int, wrong: int
) -> None:
    right = f"{part / 100:.2f}"
    spot = [index for index, sign in enumerate(right) if sign != "."][place]
    misread = right[:spot] + str(wrong) + right[spot + 1 :]
    total = f"{(part + other) / 100:.2f}"
    filing = declare([item("甲", misread), item("乙", f"{other / 100:.2f}"), item("合计", total)])
    others = tuple(right[:spot] + str(one) + right[spot + 1 :] for one in range(10))
    report = check(filing, doubted=frozenset({PART}), readings={PART: others})
    found = [one for one in report.findings if one.rule == "funding.income_sum"]
    assert all(one.outcome == "undetermined" for one in found)
    if abs(Decimal(misread) - Decimal(right)) > Decimal("0.03"):
        assert [Decimal(one.expected or "0") for one in found] == [Decimal(right)]
