"""Money, shares and Chinese numerals: blank, placeholder, zero and unread stay apart."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.numbers import Amount, chinese_number, parse_amount, parse_share

VALUES = [
    ("428.34", "428.34", "", ()),
    ("0", "0", "", ()),
    ("0.00", "0.00", "", ()),
    ("-3.50", "-3.50", "", ()),
    ("+5", "5", "", ()),
    ("18,000,\n000.00", "18000000.00", "", ("join_lines", "drop_separator")),
    ("1，234.5", "1234.5", "", ("drop_separator",)),
    ("１，２３４．５０", "1234.50", "", ("fold_width", "drop_separator")),
    ("53\n314", "53314", "", ("join_lines",)),
    ("4 2 8 . 3 4", "428.34", "", ("drop_inner_space",)),
    ("428 .34", "428.34", "", ("drop_inner_space",)),
    ("1 000 000.5", "1000000.5", "", ("drop_inner_space",)),
    ("6 ", "6", "", ()),
    ("5万元", "5", "万元", ()),
    ("5 亿元", "5", "亿元", ()),
    ("5（万元）", "5", "万元", ()),
    ("￥5.00元整", "5.00", "元", ()),
    ("人民币¥5", "5", "", ()),
    ("(6.50)", "-6.50", "", ("unify_sign",)),
    ("（6.50）", "-6.50", "", ("unify_sign",)),
    ("△3", "-3", "", ("unify_sign",)),
    ("▲ 3.1", "-3.1", "", ("unify_sign",)),
    ("−3", "-3", "", ("fold_width",)),
    ("1O0", "100", "", ("look_alike",)),
    ("l2.5", "12.5", "", ("look_alike",)),
    ("428。34", "428.34", "", ("look_alike",)),
    ("壹佰万元整", "1000000", "元", ("chinese_numeral",)),
    ("人民币伍万叁仟元伍角陆分", "53000.56", "元", ("chinese_numeral",)),
    ("一百二十元", "120", "元", ("chinese_numeral",)),
]


@pytest.mark.parametrize(("text", "value", "unit", "repairs"), VALUES)
def test_amounts(text: str, value: str, unit: str, repairs: tuple[str, ...]) -> None:
    amount = parse_amount(text)
    assert amount == Amount(Decimal(value), "value", text, repairs, unit)
    assert str(amount.value) == value


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\x00"])
def test_blank(text: str) -> None:
    assert parse_amount(text).state == parse_share(text).state == "blank"


@pytest.mark.parametrize("text", [".....", "/", "—", "-", "无", "XX"])
def test_placeholder(text: str) -> None:
    assert parse_amount(text) == Amount(None, "placeholder", text)


UNREAD = [
    *["合计", "98.62%", "12 34", "100 200", "279.77\n416.97", "1,23", "12,3456", "1.2.3", "1e5"],
    *["NaN", "inf", ".5", "5.", "007", "O", "Ol", "-(5)", "(-5)", "((5))", "5个", "一般", "|5"],
    *["9" * 30, "5" * 500, "--5", "5-6", "٣", "五千五"],
]


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_not_understood_is_unread(text: str) -> None:
    assert parse_amount(text) == Amount(None, "unread", text)


@pytest.mark.parametrize("value", [1.0, 1, None, Decimal(1), float("nan"), b"1"])
def test_anything_but_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        parse_amount(value)
    with pytest.raises(TypeError):
        parse_share(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("98.62%", "98.62"), ("98.62", "98.62"), ("１．３８％", "1.38"), ("100 %", "100")],
        *[("-5%", "-5"), ("100(%)", "100"), ("100.00%", "100.00"), ("0%", "0")],
    ],
)
def test_shares(text: str, value: str) -> None:
    assert str(parse_share(text).value) == value


@pytest.mark.parametrize("text", ["5万元", "%", "100%左右", "壹佰", "1/3"])
def test_unread_shares(text: str) -> None:
    assert parse_share(text).state == "unread"


DECIMALS = st.decimals(
    min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False
)


@given(DECIMALS)
def test_round_trip(value: Decimal) -> None:
    assert parse_amount(f"{value:f}").value == value
    assert parse_amount(f"{value:,.2f}").value == value
    assert parse_share(f"{value:f}%").value == value


@given(
    st.text(max_size=20) | st.text("0123456789,.，。 \n-()（）¥万元亿%Ol壹佰拾零整", max_size=14)
)
def test_never_raises_and_states_agree(text: str) -> None:
    for amount in (parse_amount(text), parse_share(text)):
        assert amount.raw == text
        assert (amount.value is not None) == (amount.state == "value")
        assert amount.value is None or amount.value.is_finite()


NUMERALS = [
    *[("零", 0), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百二十", 120)],
    *[
        ("两百", 200),
        ("两千零五", 2005),
        ("一千零一十", 1010),
        ("三万零五", 30005),
        ("一亿", 10**8),
    ],
    *[("一万亿", 10**12), ("壹佰万", 10**6), ("伍万叁仟", 53000), ("二〇二三", 2023)],
    *[("九千九百九十九万九千九百九十九", 99999999), ("贰拾", 20), ("壹仟萬", 10**7)],
]


@pytest.mark.parametrize(("text", "number"), NUMERALS)
def test_chinese_numbers(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *[*"百万亿", "", "一般", "一百二", "三万五", "三四", "一百十二", "十两", "两〇", "二十百"],
        *["零五", "12", "一亿亿", "一万万", "一百零十", "五十零"],
    ],
)
def test_not_a_number_or_two_ways_to_read_it(text: str) -> None:
    assert chinese_number(text) is None


def written(number: int) -> str:
    """A number below a hundred million in numerals, by the schoolbook."""
    if number >= 10000:
        low = number % 10000
        link = "零" if 0 < low < 1000 else ""
        return written(number // 10000) + "万" + (link + written(low) if low else "")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
        gap = bool(text) and not digit
    return text


@given(st.integers(1, 99_999_999))
def test_chinese_numbers_by_the_schoolbook(number: int) -> None:
    assert chinese_number(written(number)) == number
