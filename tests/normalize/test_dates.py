"""Dates and years as filings write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.dates import FiledDate, parse_date, parse_year

DATES = [
    ("2023 年 10 月 9 日", "2023-10-09", "day"),
    ("2023年10月9日", "2023-10-09", "day"),
    ("２０２３年１０月９日", "2023-10-09", "day"),
    ("2023年10月9号", "2023-10-09", "day"),
    ("2023年10月9", "2023-10-09", "day"),
    ("2023-10-09", "2023-10-09", "day"),
    ("2023.10.9", "2023-10-09", "day"),
    ("2023/10/9", "2023-10-09", "day"),
    ("20231009", "2023-10-09", "day"),
    ("二〇二三年十月九日", "2023-10-09", "day"),
    ("二零二三年十二月三十一日", "2023-12-31", "day"),
    ("24年10月9日", "2024-10-09", "day"),
    ("24年底", "2024-12-31", "year"),
    ("二〇二四年十二月", "2024-12-31", "month"),
    ("2024年12月", "2024-12-31", "month"),
    ("2024年2月底前", "2024-02-29", "month"),
    ("2024-01", "2024-01-31", "month"),
    ("2024.12", "2024-12-31", "month"),
    ("2024年", "2024-12-31", "year"),
    ("（2024）年", "2024-12-31", "year"),
    ("(2024) 年度", "2024-12-31", "year"),
    ("2023年10月  日", "2023-10-31", "month"),
]


@pytest.mark.parametrize(("text", "date", "precision"), DATES)
def test_dates(text: str, date: str, precision: str) -> None:
    filed = parse_date(text)
    assert filed is not None
    assert (filed.date.isoformat(), filed.precision, filed.start) == (date, precision, 0)


def test_the_span_is_that_of_the_text_as_given() -> None:
    text = "填报日期：２０２３ 年 10 月 9 日      单位：万元"
    filed = parse_date(text)
    assert filed == FiledDate(datetime.date(2023, 10, 9), "day", 5, 20)
    assert text[5:20] == "２０２３ 年 10 月 9 日"


@pytest.mark.parametrize(
    "text",
    [
        *["", "2023-02-30", "2023年2月30日", "2023年13月", "2024年10月100日", "2024年0月"],
        *["13800000000", "428.34", "2024", "0年", "20231399", "1.2.3", "12月31日", "年", "12024年"],
        *["24年", "20年6个月", "124年底"],
    ],
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *[
            ("2022 年", 2022),
            ("（2024）年度", 2024),
            ("(截止 2026 年)", 2026),
            ("2023-10-09", 2023),
        ],
        *[("20231009", 2023), ("2024", 2024), ("二〇二四年", 2024), ("2000人 2024年", 2024)],
        *[("1889年", None), ("428.34", None), ("2024.50", None), ("", None), ("12345", None)],
        *[("2061", None), ("1990", 1990)],
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert parse_year(text) == year


@given(st.text(max_size=20) | st.text("0123456789年月日号-./（） 二〇三十底前", max_size=16))
def test_never_raises(text: str) -> None:
    filed = parse_date(text)
    assert filed is None or 0 <= filed.start < filed.end <= len(text)
    year = parse_year(text)
    assert year is None or 1990 <= year <= 2060


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)))
def test_every_way_to_write_a_day(day: datetime.date) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
    ):
        filed = parse_date(text)
        assert filed is not None
        assert (filed.date, filed.precision) == (day, "day")
