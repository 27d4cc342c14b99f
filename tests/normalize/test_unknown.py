"""Forms that no definition knows: labels and values by shape, nothing more."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from papered import document, table

from normalize.form import read_form
from normalize.unknown import labelled_values, surely
from shenbao.forms import shipped_forms

OVERVIEW = """
工程名称 | 供热站改造 | < | <
建设单位 | 热力公司 | 联系人 | 张某
其他单位 | 监理公司 | 电话 |
投资总概算（万元） | 6621 | 开工日期 | 2014-07-01
评定结果 | 工长 | 李某 | <
^ | 班组长 | 王某 | <
填表人：赵某　　填表日期：2024年5月6日 | < | < | <
"""
SIDES = """
收入 | 金额 | 支出 | 金额
财政拨款 | 10.5 | 基本支出 | 8
其他收入 | 1 | 项目支出 | 3.5
"""
INVOICE = """
Invoice No. | 2024-0017 | Date | 2024-05-06
Bill to | Example Ltd | < | <
Item | Quantity | Price | Amount
Pump | 2 | 10.50 | 21.00
Valve | 3 | 1.00 | 3.00
Hose | 1 | 4.00 | 4.00
"""
BUDGET = """
科目编码 | 科目名称 | 合计 | 基本支出
201 | 一般公共服务支出 | 1,000.00 | 800.00
20101 | 人大事务 | 300.00 | 200.00
"""


def pairs(grid: str, *lines: str) -> list[tuple[str, Any]]:
    return [
        (pair.label, pair.value) for pair in labelled_values(document(table(grid), lines=lines))
    ]


def test_an_overview() -> None:
    assert pairs(OVERVIEW, "验收表", "编号：鲁-065    日期：2024-05-07") == [
        ("工程名称", "供热站改造"),
        ("建设单位", "热力公司"),
        ("联系人", "张某"),
        ("其他单位", "监理公司"),
        ("电话", None),
        ("投资总概算（万元）", Decimal(6621)),
        ("开工日期", datetime.date(2014, 7, 1)),
        ("工长", "李某"),
        ("班组长", "王某"),
        ("填表人", "赵某"),
        ("填表日期", datetime.date(2024, 5, 6)),
        ("编号", "鲁-065"),
        ("日期", datetime.date(2024, 5, 7)),
    ]


def test_a_chinese_label_has_no_spaces() -> None:
    assert pairs("1 | 2", "配备比例 6 2：1") == []
    assert pairs("1 | 2", "附表一 填表人：赵某 填表日期：2024-05-06") == [
        ("填表人", "赵某"),
        ("填表日期", datetime.date(2024, 5, 6)),
    ]


def test_items_and_amounts_side_by_side() -> None:
    assert pairs(SIDES) == [
        ("财政拨款", Decimal("10.5")),
        ("基本支出", Decimal(8)),
        ("其他收入", Decimal(1)),
        ("项目支出", Decimal("3.5")),
    ]


def test_an_english_invoice() -> None:
    assert pairs(INVOICE) == [
        ("Invoice No.", "2024-0017"),
        ("Date", datetime.date(2024, 5, 6)),
        ("Bill to", "Example Ltd"),
    ]


@pytest.mark.parametrize(
    "grid",
    [
        BUDGET,
        "序号 | 内容\n1 | 甲\n2 | 乙",
        "一级 | 二级 | 三级\n甲 | 乙 | 丙",
        "1 | 2",
        "说明文字。 | 甲",
    ],
)
def test_a_table_is_no_pairs(grid: str) -> None:
    assert [pair for pair in pairs(grid) if pair[0] != "序号"] == []


def test_no_form_fits_and_nothing_is_lost() -> None:
    paper = document(table(OVERVIEW), lines=["验收表"])
    reading = read_form(paper, shipped_forms())
    assert reading.declaration is None
    assert [problem.message for problem in reading.problems] == [
        "no form definition fits: tables are given as they stand, nothing was checked"
    ]
    assert reading.tables == paper.tables
    (first, *_) = reading.pairs
    assert (first.evidence.page, first.evidence.raw) == (1, "供热站改造")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000.00", Decimal("1000.00")),
        ("（6.50）", Decimal("-6.50")),
        ("2024.12.31", datetime.date(2024, 12, 31)),
        *[("2.1%", None), ("5万元", None), ("2014年7月", None), ("第3条", None), ("1O0", None)],
        *[("", None), ("/", None), ("12 34", None)],
    ],
)
def test_values_that_are_surely_one(text: str, value: Any) -> None:
    assert surely(text) == value
