"""Targets: what is understood, and above all what is not."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import print_target

from normalize.models import DateTarget, Qualitative, Range, Threshold
from normalize.repair import is_placeholder, repair_text
from normalize.targets import AnyTarget, parse_target
from normalize.units import scale_of

THRESHOLDS = """
≥58000人            >= 58000 人
$\\geq$|28600       >= 28600
\\geq5              >= 5
$\\leq|100\\%$      <= 100 %
＞＝95％             >= 95 %
>=95%               >= 95 %
=>95%               >= 95 %
≧95%                >= 95 %
⩾95%                >= 95 %
≦95%                <= 95 %
⩽95%                <= 95 %
≥|80|%              >= 80 %
＞|5                 > 5
<5                  < 5
不低于95%            >= 95 %
不少于3次            >= 3 次
不小于3              >= 3
至少3个              >= 3 个
大于等于90%          >= 90 %
95%（含）以上        >= 95 %
95%以上（含95%）     >= 95 %
100%以上             >= 100 %
5.8万人以上          >= 5.8 万人
≥95%以上            >= 95 %
达到85%              >= 85 %
达100%               >= 100 %
控制在105%以内       <= 105 %
控制在10730万元之内  <= 10730 万元
控制在5%             <= 5 %
不超过3起            <= 3 起
不高于3%             <= 3 %
不大于3              <= 3
最多3个              <= 3 个
小于等于5%           <= 5 %
5%以下               <= 5 %
30分钟内             <= 30 分钟
10个工作日内         <= 10 个工作日
5日内                <= 5 日
高于5%               > 5 %
大于3                > 3
超过3%               > 3 %
50%（不含）以上      > 50 %
低于5%               < 5 %
小于5%               < 5 %
100%                 = 100 %
100%。               = 100 %
=100.00(%)           = 100.00 %
≥90.00(%)           >= 90.00 %
≥100百分比          >= 100 百分比
0.00                 = 0.00
18,000,000,000.00    = 18000000000.00
18,000,⏎000.00       = 18000000.00
壹佰万元整           = 1000000 元
百分之九十五以上     >= 95 %
百分之百             = 100 %
十二个月             = 12 个月
≥1.2万              >= 1.2 万
≥95分               >= 95 分
≤3小时              <= 3 小时
≥3次/年             >= 3 次/年
≤0%                 <= 0 %
-5%                  = -5 %
≤-5%                <= -5 %
≥12|场次            >= 12 场次
≥5人次              >= 5 人次
≤200元/人·天        <= 200 元/人·天
≥1000平方米         >= 1000 平方米
≥50|km              >= 50 km
≥2台（套）          >= 2 台(套)
≥3个项目            >= 3 个项目
≥5垄                >= 5 垄
每月≥3次            >= 3 次/月
人均500元            = 500 元/人
确保达到100%         >= 100 %
约200户              = 200 户 ~
近200户              = 200 户 ~
350所左右            = 350 所 ~
每年110项左右        = 110 项 ~
约200户以上          >= 200 户 ~
约3期               = 3 期 ~
3期左右             = 3 期 ~
"""


@pytest.mark.parametrize("row", THRESHOLDS.strip().splitlines())
def test_thresholds(row: str) -> None:
    cell, op, value, *rest = row.split()
    text = cell.replace("|", " ").replace("⏎", "\n")
    approximate = rest[-1:] == ["~"]
    unit = next(iter(rest[: len(rest) - approximate]), "")
    target = parse_target(text)
    assert isinstance(target, Threshold), target
    assert (target.op, str(target.value), target.unit) == (op, value, unit)
    assert target.approximate == approximate
    assert target.raw == repair_text(text.split("\n")).text


# What the forms that were looked at hold, and where it was seen.
SEEN = [
    ("约30个", "= 30 个 ~", "Ministry's project form, filed 2017 (scan)"),
    ("10730万元", "= 10730 万元", "Ministry's project form, filed 2017 (scan)"),
    ("控制在10730万元之内", "<= 10730 万元", "Ministry's project form, filed 2017 (scan)"),
    ("≥90%", ">= 90 %", "Ministry's project form, filed 2017 (scan)"),
    ("=100.00(%)", "= 100.00 %", "Shanghai's project form of 2026"),
    ("≥90.00(%)", ">= 90.00 %", "Shanghai's project form of 2026"),
    ("0.00", "= 0.00", "Shanghai's project form of 2026"),
    ("≥100百分比", ">= 100 百分比", "self-evaluation of 2022, Anhui"),
    ("≥50个", ">= 50 个", "self-evaluation of 2022, Anhui"),
    ("≤90万元", "<= 90 万元", "self-evaluation of 2022, Anhui"),
    ("≥58000人", ">= 58000 人", "reference filing of 2023, Hubei"),
    ("≥1.2万", ">= 1.2 万", "collected from published forms"),
    ("350所左右", "= 350 所 ~", "collected from published forms"),
    ("每年110项左右", "= 110 项 ~", "collected from published forms"),
    ("达到85%", ">= 85 %", "collected from published forms"),
    ("不超过3起", "<= 3 起", "collected from published forms"),
    ("30分钟内", "<= 30 分钟", "collected from published forms"),
    ("18,000,000,000.00", "= 18000000000.00", "collected from published forms"),
    ("壹佰万元整", "= 1000000 元", "collected from published forms"),
    ("壹亿贰仟万元整", "= 120000000 元", "collected from published forms"),
    ("贰仟零伍拾元整", "= 2050 元", "collected from published forms"),
    ("壹佰万圆整", "= 1000000 元", "collected from published forms"),
]


@pytest.mark.parametrize(("text", "said", "where"), SEEN)
def test_what_was_seen_in_forms(text: str, said: str, where: str) -> None:
    target = parse_target(text)
    assert isinstance(target, Threshold), where
    about = " ~" if target.approximate else ""
    assert f"{target.op} {target.value} {target.unit}".strip() + about == said, where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("1月至12月", "Ministry's project form, filed 2017 (scan)"),
        ("达到预期目标", "Ministry's project form, filed 2017 (scan)"),
        ("提高", "Shanghai's project form of 2026"),
        ("达成预期指标", "self-evaluation of 2022, Anhui"),
        ("逐年增加", "collected from published forms"),
        ("2:1", "collected from published forms"),
        ("优/良", "collected from published forms"),
        ("GDP增速6%左右", "collected from published forms"),
    ],
)
def test_what_was_seen_and_is_words(text: str, where: str) -> None:
    assert isinstance(parse_target(text), Qualitative), where


RANGES = [
    ("90%-95%", "[90,95]", "%"),
    ("90%—95%", "[90,95]", "%"),
    ("90-95(%)", "[90,95]", "%"),
    ("3～5个", "[3,5]", "个"),
    ("3—5个", "[3,5]", "个"),
    ("3至5个", "[3,5]", "个"),
    ("3到5个", "[3,5]", "个"),
    ("3个-5个", "[3,5]", "个"),
    ("1-2万元", "[1,2]", "万元"),
    ("3万-5万元", "[3,5]", "万元"),
    ("大于3小于等于5", "(3,5]", ""),
    ("小于5%且大于3%", "(3,5)", "%"),
    ("≥90%且≤95%", "[90,95]", "%"),
    ("不低于90%，不高于95%", "[90,95]", "%"),
    ("3个以上5个以下", "[3,5]", "个"),
    ("90%（含）-95%（不含）", "[90,95)", "%"),
    ("在90%-95%之间", "[90,95]", "%"),
    ("控制在90%—95%", "[90,95]", "%"),
    ("±5%", "[-5,5]", "%"),
    ("控制在±5%以内", "[-5,5]", "%"),
    ("-5%~3%", "[-5,3]", "%"),
]


@pytest.mark.parametrize(("text", "interval", "unit"), RANGES)
def test_ranges(text: str, interval: str, unit: str) -> None:
    target = parse_target(text)
    assert isinstance(target, Range), target
    left, right = "[" if target.low_inclusive else "(", "]" if target.high_inclusive else ")"
    assert f"{left}{target.low},{target.high}{right}" == interval
    assert (target.unit, target.approximate) == (unit, False)


def test_an_approximate_range() -> None:
    target = parse_target("约3-5天")
    assert isinstance(target, Range)
    assert target.approximate


DATES = [
    ("2019-01-01", "=", "2019-01-01", "day"),
    ("2024.12.31", "=", "2024-12-31", "day"),
    ("2024/12/31前", "<=", "2024-12-31", "day"),
    ("二〇二四年十二月", "=", "2024-12-31", "month"),
    ("二〇二四年十二月三十一日前", "<=", "2024-12-31", "day"),
    ("24年底", "=", "2024-12-31", "year"),
    ("24年底前", "<=", "2024-12-31", "year"),
    ("24年12月底前", "<=", "2024-12-31", "month"),
    ("2024年年底前", "<=", "2024-12-31", "year"),
    ("2024年第四季度", "<=", "2024-12-31", "month"),
    ("2024年二季度末前完成", "<=", "2024-06-30", "month"),
    ("不晚于2024年3季度", "<=", "2024-09-30", "month"),
    ("2024年12月底前", "<=", "2024-12-31", "month"),
    ("2024 年 12 月底前完成", "<=", "2024-12-31", "month"),
    ("2024年12月31日前", "<=", "2024-12-31", "day"),
    ("2024-12-31前", "<=", "2024-12-31", "day"),
    ("2024年底前", "<=", "2024-12-31", "year"),
    ("二〇二四年底前", "<=", "2024-12-31", "year"),
    ("不晚于2024年6月30日", "<=", "2024-06-30", "day"),
    ("2024年12月", "=", "2024-12-31", "month"),
    ("2024年6月30日", "=", "2024-06-30", "day"),
    ("2024年内", "=", "2024-12-31", "year"),
]


@pytest.mark.parametrize(("text", "op", "date", "precision"), DATES)
def test_dates(text: str, op: str, date: str, precision: str) -> None:
    target = parse_target(text)
    assert isinstance(target, DateTarget), target
    assert (target.op, target.date.isoformat(), target.date_precision) == (op, date, precision)


WORDS = [
    *["基本健全", "有序推进，初见成效", "逐年增加", "优/良", "2:1", "1:1", "一般", "一致", "一起"],
    *["十分满意", "十分", "一级", "三月", "三五个", "GDP增速6%左右", "3个项目完成", "5人获奖"],
    *["≥3人获奖", "≥3村通水", "200余户", "≥200多户", "10来个", "提高5%", "增长5%以上", "降低3%"],
    *["完成率100%", "达标率100%", "第3名", "前3名", "3级", "15日", "12月", "≥12月", "5A级", "5垄"],
    *["1月至12月", "2024年1月至12月", "（2019）年-（2021）年", "2024.12", "12月底"],
    *["2024年四季度前", "2024年第五季度", "=2024年第四季度", "年底前", "第四季度", "长期"],
    *["15日左右", "约3级", "3期", "第3期左右"],
    *["12月底前", "2024年12月前", "2024年上半年", "2024年6月上旬", "2024-2026年", "2024-2026"],
    *[
        "20241231",
        "2024年2月30日前",
        "5天前",
        "近3年",
        "0722-6232323",
        "007",
        "1、2",
        "1.",
        "3.5.6",
    ],
    *["5%-3%", "-5%-3%", "8000元-1万元", "3-5个工作日内", "90%-95", "99%和98%", "大于3个小于5"],
    *[
        ">95%以上",
        "≤5%以上",
        ">95%(含)",
        "≤5%(不含)",
        "95%以上（含90%）",
        "每月95%",
        "≥XX%",
        "12,34",
    ],
    *["≥90 95%", "100%（2023年）", "每半年5次", "1年以上3次以下", "≥1" + "0" * 30, "每月按时发放"],
]


@pytest.mark.parametrize("text", WORDS)
def test_what_is_not_understood_whole_is_words(text: str) -> None:
    whole = repair_text([text]).text
    assert parse_target(text) == Qualitative(raw=whole, text=whole)


@pytest.mark.parametrize("text", ["", " \n", "\x00", ".....", "/", "—", "无", "XX", "待定"])
def test_blank_and_placeholder(text: str) -> None:
    assert parse_target(text) is None


BASES = [
    ("≥5.8万人", "58000", "人"),
    ("≥1.2万", "12000", ""),
    ("≥2千户", "2000", "户"),
    ("≥3百个", "300", "个"),
    ("≤1.5亿元", "150000000", "元"),
    ("≤2万亿元", "2000000000000", "元"),
    ("≤20.50万元/年", "205000", "元/年"),
    ("≤1‰", "0.1", "%"),
    ("≥9成", "90", "%"),
    ("≥100百分比", "100", "%"),
    ("≤2个百分点", "2", "个百分点"),
    ("≤1.5小时", "90", "分钟"),
    ("≤90秒", "1.5", "分钟"),
    ("≤2周", "14", "天"),
    ("≤10个工作日", "10", "工作日"),
    ("≥1年", "12", "个月"),
    ("≥5公里", "5000", "米"),
    ("≥5 km", "5000", "米"),
    ("≥0.5吨", "500", "千克"),
    ("≥3千克", "3", "千克"),
    ("≥3千米", "3000", "米"),
    ("≥2公顷", "30", "亩"),
    ("≥1.5平方公里", "1500000", "平方米"),
    ("≥2万平方米", "20000", "平方米"),
    ("≥3名", "3", "人"),
    ("≥18.00%", "18.00", "%"),
]


@pytest.mark.parametrize(("text", "value", "unit"), BASES)
def test_base_units(text: str, value: str, unit: str) -> None:
    target = parse_target(text)
    assert isinstance(target, Threshold), target
    assert (str(target.base_value), target.base_unit) == (value, unit)


def test_a_range_on_its_base() -> None:
    target = parse_target("1.5-2万元")
    assert isinstance(target, Range)
    assert (target.base_low, target.base_high, target.base_unit) == (
        Decimal(15000),
        Decimal(20000),
        "元",
    )


CHARACTERS = (
    "0123456789.,，≥≤><=＞＝%％‰±~～-—至到()（）含不约近左右以上下内之间万亿千百元人个项次年月日底前"
    "大小于等低超过少至最多达到控制在每/·\\$geq 一十两壹佰整第级余多完成增长\n"
)


@settings(max_examples=400)
@given(st.text(CHARACTERS, max_size=16) | st.text(max_size=20))
def test_never_raises_and_never_loses_text(text: str) -> None:
    target = parse_target(text)
    repaired = repair_text(text.split("\n")).text
    if target is None:
        assert not repaired or is_placeholder(repaired)
        return
    assert target.raw == repaired
    assert not isinstance(target, Qualitative) or target.text == repaired
    if isinstance(target, Threshold | Range | DateTarget):
        assert read_again(target) == target


def read_again(target: AnyTarget) -> AnyTarget:
    """What the printed target reads as, under the target's own raw text."""
    again = parse_target(print_target(target))
    assert again is not None
    return again.model_copy(update={"raw": target.raw})


UNITS = st.sampled_from(
    [
        "",
        "%",
        "‰",
        "人",
        "万人",
        "个",
        "万元",
        "元/人·天",
        "小时",
        "个工作日",
        "km",
        "台(套)",
        "日",
        "级",
        "垄",
    ]
)
VALUES = st.decimals(-(10**9), 10**9, places=2, allow_nan=False) | st.integers(-99, 10**8).map(
    Decimal
)
PARTS = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "=", "不低于": ">=", "不超过": "<="}


@given(st.sampled_from(sorted(PARTS)), VALUES, UNITS, st.booleans())
def test_thresholds_are_printed_and_read_again(
    word: str, value: Decimal, unit: str, approximate: bool
) -> None:
    target = parse_target(("约" if approximate else "") + f"{word}{value:f}{unit}")
    assert isinstance(target, Threshold)
    assert (target.op, target.value, target.unit) == (PARTS[word], value, unit)
    assert target.approximate == approximate
    assert target.base_unit == scale_of(unit).unit
    assert read_again(target) == target


@given(VALUES, VALUES, UNITS, st.booleans(), st.booleans())
def test_ranges_are_printed_and_read_again(
    one: Decimal, other: Decimal, unit: str, low_inclusive: bool, high_inclusive: bool
) -> None:
    low, high = sorted((one, other))
    lower, upper = "≥" if low_inclusive else ">", "≤" if high_inclusive else "<"
    target = parse_target(f"{lower}{low:f}{unit}且{upper}{high:f}{unit}")
    if low == high and not (low_inclusive and high_inclusive):
        assert isinstance(target, Qualitative)
        return
    assert isinstance(target, Range)
    assert (target.low, target.high, target.unit) == (low, high, unit)
    assert read_again(target) == target


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)), st.sampled_from("≤≥><="))
def test_days_are_printed_and_read_again(day: datetime.date, sign: str) -> None:
    target = parse_target(f"{sign}{day.year}年{day.month}月{day.day}日")
    assert isinstance(target, DateTarget)
    assert target.date == day
    assert read_again(target) == target


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        *[("不低于95%", "≥95%"), ("约 200 户", "约200户"), ("3—5个", "3~5个"), ("100％", "100%")],
        *[("大于3小于等于5", ">3且≤5"), ("2024年12月底前完成", "2024年12月底前"), ("优良", "优良")],
    ],
)
def test_printed(text: str, printed: str) -> None:
    target: Any = parse_target(text)
    assert print_target(target) == printed
