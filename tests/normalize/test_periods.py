"""From when to when, as precise as filed."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.periods import FiledPeriod, parse_period, period_in_label

PERIODS = [
    ("（2019）年-（2021）年", "2019", "2021"),
    ("（2017年—2017年）", "2017", "2017"),
    ("2024-2026", "2024", "2026"),
    ("2024-2026年", "2024", "2026"),
    ("2024年～2026年（三年）", "2024", "2026"),
    ("2024 年-2026 年", "2024", "2026"),
    ("二〇二四年至二〇二六年", "2024", "2026"),
    ("2024年1月至12月", "2024-01", "2024-12"),
    ("2024年1-12月", "2024-01", "2024-12"),
    ("2024.01—2026.12", "2024-01", "2026-12"),
    ("2024-01-2026-12", "2024-01", "2026-12"),
    ("24年1月-24年12月", "2024-01", "2024-12"),
    ("2024-01-01—2026-12-31", "2024-01-01", "2026-12-31"),
    ("2024-01-01-2026-12-31", "2024-01-01", "2026-12-31"),
    ("2024年1月1日起至2024年12月31日止", "2024-01-01", "2024-12-31"),
    ("20240101到20261231", "2024-01-01", "2026-12-31"),
    ("2024年1月至2026年底", "2024-01", "2026"),
    ("2024年度", "2024", "2024"),
    ("2024年1月起", "2024-01", None),
    ("2026年—2024年", "2026", "2024"),  # the filer's slip, both years being printed
    ("2026年1月至2024年12月", "2026-01", "2024-12"),
]


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_periods(text: str, start: str, end: str | None) -> None:
    assert parse_period(text) == FiledPeriod(start, end)
    assert parse_period(text, 2030) == FiledPeriod(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024年—", "2024", None),
        ("（2024）年-（  ）年", "2024", None),
        ("2024年1月至  年  月", "2024-01", None),
        ("（—2026年）", None, "2026"),
        ("   至2026年12月31日", None, "2026-12-31"),
    ],
)
def test_one_end_left_blank(text: str, start: str | None, end: str | None) -> None:
    assert parse_period(text) == FiledPeriod(start, end, left_blank=True)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1月至12月", "2024-01", "2024-12"),
        ("1-12月", "2024-01", "2024-12"),
        ("1月1日-12月31日", "2024-01-01", "2024-12-31"),
    ],
)
def test_months_in_the_year_of_the_form(text: str, start: str, end: str) -> None:
    assert parse_period(text, 2024) == FiledPeriod(start, end, year_from_form=True)
    assert parse_period(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *["", "长期", "3年", "一年", "2026-2024", "2024年9月-6月", "2024年12月", "2024-01", "12月"],
        *["—", "年-年", "至", "-3", "1月-", "2024-13-"],
        *["2024年13月-2025年1月", "2024-13", "3", "3-5", "2024年1月1日", "2024年-长期", "1-12"],
    ],
)
def test_no_period_for_certain(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("中期目标（2024年-2026年）", "2024", "2026"),
        ("中期目标（2024年—）", "2024", None),
        ("中期目标（—2026年）：", None, "2026"),
        ("中期目标（—）", None, None),
        ("年度目标（2024年）", None, None),  # whose goal it is
    ],
)
def test_the_period_in_a_label(label: str, start: str | None, end: str | None) -> None:
    period = period_in_label(label)
    assert (period and period.start, period and period.end) == (start, end)


@given(st.text("0123456789年月日-—至到（）起止.", max_size=20), st.none() | st.integers(1990, 2060))
def test_never_raises_and_runs_backwards_as_filed_alone(text: str, year: int | None) -> None:
    period = parse_period(text, year)
    if period is not None and period.start and period.end:
        shared = min(len(period.start), len(period.end))
        forwards = period.start[:shared] <= period.end[:shared]
        assert forwards or len(re.findall("[0-9]{4}[)）]?年", text)) > 1


DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31))


@given(DAYS, DAYS, st.sampled_from(["-", "—", "~", "～", "至", "到", "--"]))
def test_every_way_to_write_days(one: datetime.date, other: datetime.date, between: str) -> None:
    start, end = sorted((one, other))
    for form in ("%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y/%m/%d"):
        text = start.strftime(form) + between + end.strftime(form)
        assert parse_period(text) == FiledPeriod(start.isoformat(), end.isoformat())
