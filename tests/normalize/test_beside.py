"""What stands beside a target: completed where it is certain, else left as it is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.beside import NOTHING_BESIDE, Beside, target_beside, unit_in_brackets, unit_of_column
from normalize.models import DateTarget, Qualitative, Range, Threshold
from normalize.targets import AnyTarget, parse_target
from normalize.units import scale_of

FROM_COLUMN, FROM_NAME, FROM_HEADER = "unit_from_column", "unit_from_name", "unit_from_header"


def said(target: AnyTarget | None) -> str:
    """A target in a few characters."""
    if isinstance(target, Threshold):
        return f"{target.op}{target.value}{target.unit}"
    if isinstance(target, Range):
        return f"[{target.low},{target.high}]{target.unit}"
    if isinstance(target, DateTarget):
        return f"{target.op}{target.date}"
    return "words" if target else "nothing"


COMPLETED = [
    ("≥95", Beside(name="报到率（%）"), ">=95%", [FROM_NAME]),
    ("≥1200", Beside(name="培训人数（人）"), ">=1200人", [FROM_NAME]),
    ("≥1.2万", Beside(name="培训人数（人）"), ">=1.2万人", [FROM_NAME]),
    ("100", Beside(name="补助标准（元/人）："), "=100元/人", [FROM_NAME]),
    ("5", Beside(name="建设面积（单位：平方米）"), "=5平方米", [FROM_NAME]),
    ("30", Beside(header="指标值（万元）"), "=30万元", [FROM_HEADER]),
    ("90-95", Beside(unit="%"), "[90,95]%", [FROM_COLUMN]),
    ("95", Beside(unit="%", sign="＞＝"), ">=95%", ["sign_from_column", FROM_COLUMN]),
    ("100", Beside(unit="%", sign="="), "=100%", [FROM_COLUMN]),
    ("30", Beside(unit="万元", sign="≤"), "<=30万元", ["sign_from_column", FROM_COLUMN]),
    ("约30", Beside(unit="个", sign="≥"), ">=30个", ["sign_from_column", FROM_COLUMN]),
    ("2024.12", Beside(unit="万元", sign="≤"), "<=2024.12万元", ["sign_from_column", FROM_COLUMN]),
    ("3级", Beside(sign="≥"), ">=3级", ["sign_from_column"]),
    ("3", Beside(unit="年"), "=3年", [FROM_COLUMN]),
    ("30", Beside("演出（场）", "指标值（次）", "场次"), "=30场次", [FROM_COLUMN]),
    ("GDP增速6%左右", Beside(name="GDP增速（%）"), "=6%", ["drop_name"]),
    ("报到率：≥95", Beside(name="报到率（%）"), ">=95%", ["drop_name", FROM_NAME]),
    ("5期", Beside(counted="期"), "=5期", ["count_from_target"]),
    ("5期", Beside(name="开展业务培训期数"), "=5期", ["count_from_name"]),
    ("5期", Beside(name="简报数量（期）"), "=5期", ["count_from_name"]),
    ("12月底前", Beside(year=2024), "<=2024-12-31", ["year_from_form"]),
    ("6月30日前完成", Beside(year=2024), "<=2024-06-30", ["year_from_form"]),
    ("不晚于10月底", Beside(year=2024), "<=2024-10-31", ["year_from_form"]),
    ("年底前", Beside(year=2024), "<=2024-12-31", ["year_from_form"]),
    ("第四季度", Beside(year=2024), "<=2024-12-31", ["year_from_form"]),
]


@pytest.mark.parametrize(("text", "beside", "whole", "repairs"), COMPLETED)
def test_completed(text: str, beside: Beside, whole: str, repairs: list[str]) -> None:
    told = target_beside(text, beside)
    assert (said(told.target), list(told.repairs)) == (whole, repairs)
    assert told.target is not None
    assert told.target.raw == text
    if isinstance(told.target, Threshold):
        assert told.target.base_unit == scale_of(told.target.unit).unit


LEFT_ALONE = [
    ("≥95%", Beside(unit="人"), ">=95%"),
    ("≥30人", Beside(unit="人次"), ">=30人"),
    ("≤5", Beside(sign="≥"), "<=5"),
    ("5期", Beside(counted="次"), "words"),
    ("第5期", Beside(counted="期"), "words"),
    ("5期", Beside(name="业务培训进度"), "words"),
    ("5期", Beside(name="培训班数"), "words"),
    ("30以上", Beside(sign="≤"), ">=30"),
    ("30", Beside(unit="定性"), "=30"),
    ("30", Beside(unit="/", sign="定性"), "=30"),
    ("30", Beside(unit="≥"), "=30"),
    ("50", Beside(name="覆盖率（含乡镇）"), "=50"),
    ("50", Beside(name="报到率"), "=50"),
    ("2024", Beside(unit="年"), "=2024"),
    ("1.2万", Beside(unit="万人"), "=1.2万"),
    ("1.2万", Beside(unit="%"), "=1.2万"),
    ("优", Beside(unit="%", sign="≥"), "words"),
    ("12月底前", NOTHING_BESIDE, "words"),
    ("12月", Beside(year=2024), "words"),
    ("1月至12月", Beside(year=2024), "words"),
    ("12月前", Beside(year=2024), "words"),
    ("不低于上年", Beside(year=2024), "words"),
    ("GDP增速6%左右", Beside(name="人均GDP增速"), "words"),
    ("新增岗位若干", Beside(name="新增岗位"), "words"),
    ("*", Beside(unit="%", sign="≥"), "nothing"),
    ("", Beside(unit="%"), "nothing"),
]


@pytest.mark.parametrize(("text", "beside", "whole"), LEFT_ALONE)
def test_left_alone(text: str, beside: Beside, whole: str) -> None:
    told = target_beside(text, beside)
    assert said(told.target) == whole
    assert told.repairs == ()


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *[
            ("报到率（%）", "%"),
            ("报到率(％)", "%"),
            ("（万元）", "万元"),
            ("指标值（单位：元）", "元"),
        ],
        *[
            ("设备（台（套））", "台(套)"),
            ("满意度", ""),
            ("资金（中央）", ""),
            ("人数（人）增长", ""),
        ],
        *[("", ""), ("（）", ""), ("指标值（单位）", "")],
    ],
)
def test_units_in_brackets(text: str, unit: str) -> None:
    assert unit_in_brackets(text) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *[
            ("%", "%"),
            ("（人次）", "人次"),
            ("台（套）", "台(套)"),
            ("人·次", "人·次"),
            ("株苗", "株苗"),
        ],
        *[("定性", ""), ("/", ""), ("无", ""), ("", ""), ("≥", ""), ("详见附件说明的单位", "")],
    ],
)
def test_units_of_a_column(text: str, unit: str) -> None:
    assert unit_of_column(text) == unit


BESIDE = st.builds(
    Beside,
    st.sampled_from(["", "报到率（%）", "培训人数（人）", "满意度", "投入（万元）"])
    | st.text(max_size=8),
    st.sampled_from(["", "指标值", "指标值（%）"]) | st.text(max_size=8),
    st.sampled_from(["", "%", "人", "万元", "定性", "/"]) | st.text(max_size=4),
    st.sampled_from(["", "≥", "≤", "=", "定性"]) | st.text(max_size=2),
    st.none() | st.integers(1990, 2060),
)


@given(st.text("0123456789.≥≤%万元人次年月日底前约至-以上下内", max_size=10), BESIDE)
def test_what_the_cell_says_is_never_changed(text: str, beside: Beside) -> None:
    alone, told = parse_target(text), target_beside(text, beside)
    if told.target == alone:
        assert told.repairs == ()
        return
    assert alone is not None
    assert told.target is not None
    assert told.target.raw == alone.raw
    assert told.repairs
    if isinstance(alone, Threshold):
        assert isinstance(told.target, Threshold)
        assert told.target.value == alone.value
        assert told.target.unit.startswith(alone.unit)
    elif isinstance(alone, Range):
        assert isinstance(told.target, Range)
        assert (told.target.low, told.target.high) == (alone.low, alone.high)
    else:
        assert isinstance(alone, Qualitative)
        assert not isinstance(told.target, Qualitative)


@given(
    st.sampled_from(["≥", "≤", ">", "<", "="]),
    st.decimals(0, 10**9, places=2, allow_nan=False),
    st.sampled_from(["%", "人", "万元", "场次", "个工作日", "元/人", "台(套)"]),
)
def test_three_columns_read_as_one_cell(sign: str, value: Decimal, unit: str) -> None:
    whole = parse_target(f"{sign}{value:f}{unit}")
    told = target_beside(f"{value:f}", Beside(unit=unit, sign=sign))
    assert whole is not None
    assert told.target == whole.model_copy(update={"raw": f"{value:f}"})
