"""Misread labels are mended by the form's words, values and sure labels never."""

import pytest

from normalize.misread import nearest_word

WORDS = frozenset(
    [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "项目主要支出方向和用途",
        "总体资金情况",
        "当年金额",
        "预期目标",
    ]
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("项目主要支出方向和翔途", "项目主要支出方向和用途"),
        ("一级指标N", "一级指标"),
        ("B当年金额", "当年金额"),
        ("影子总体资金情况安R82", "总体资金情况"),
        ("级指标", None),
        ("达到预期目标", None),
        ("的预期目标完成", None),
        ("企业职工基本养老保险参保人数", None),
        ("116.88", None),
        ("", None),
    ],
)
def test_nearest_word(text: str, meant: str | None) -> None:
    assert nearest_word(text, WORDS) == meant
