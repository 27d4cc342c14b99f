"""Misread labels are mended by the form's words, values and sure labels never."""

from dataclasses import replace
from decimal import Decimal

import pytest
from papered import recognised, table, text_line

from extract.records import Place
from normalize.cells import value_of
from normalize.misread import mend_misread, nearest_word

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
        ("学生预期目标(%)", None),
        ("预期目标算", "预期目标"),
        ("总预期目标", None),
        ("预期目标上", "预期目标"),
        ("预期目标率", None),
        ("出行群众预期目标(%)", None),
        ("达到预期目标", None),
        ("的预期目标完成", None),
        ("企业职工基本养老保险参保人数", None),
        ("116.88", None),
        ("", None),
    ],
)
def test_nearest_word(text: str, meant: str | None) -> None:
    assert nearest_word(text, WORDS) == meant


@pytest.mark.parametrize(
    ("text", "reader", "sure"),
    [
        ("99..5%", "rapidocr", False),
        ("94.5% ≥95%", "rapidocr", False),
        ("≥95%", "rapidocr", True),
        ("有序推进", "rapidocr", True),
        ("2期工程完成", "rapidocr", True),
        ("99..5%", "text", True),
        ("≥1.210公里", "rapidocr", False),
        ("≥1.21公里", "rapidocr", True),
        ("至少5年—", "rapidocr", False),
        ("至少5年—", "text", True),
        ("·基本规范", "rapidocr", False),
        ("一", "rapidocr", False),
        ("L", "rapidocr", False),
        ("L", "text", True),
        (">109场", "rapidocr", False),
        (">=109场", "rapidocr", True),
        (">109场", "text", True),
    ],
)
def test_figures_that_make_no_number_are_doubted_in_scans(
    text: str, reader: str, sure: bool
) -> None:
    line = replace(text_line(text), reader=reader)
    value = value_of([line], Place(1, line.box), "target")
    assert value.evidence.sure is sure


@pytest.mark.parametrize(
    ("text", "reader", "value"),
    [
        ("5.370.2⏎0", "rapidocr", Decimal("5370.20")),
        ("1,234.567.⏎89", "rapidocr", Decimal("1234567.89")),
        ("5.37.20", "rapidocr", None),
        ("5.370.2⏎0", "text", None),
    ],
)
def test_commas_that_were_read_as_points(text: str, reader: str, value: Decimal | None) -> None:
    (cell,) = recognised(table(text), reader).cells
    found = value_of(cell.lines, cell.places[0], "amount")
    assert found.value == value and not (found.evidence.sure and value)
    assert found.evidence.raw == text.replace("⏎", "\n")


def test_three_digits_behind_a_point_are_doubted_over_two_lines_too() -> None:
    (cell,) = recognised(table("≥1200.0⏎00人次")).cells
    assert not value_of(cell.lines, cell.places[0], "target").evidence.sure


@pytest.mark.parametrize(
    ("text", "reader", "sure"),
    [
        ("3683⏎99", "rapidocr", False),
        ("3683.⏎99", "rapidocr", True),
        ("3683⏎99", "text", True),
        ("368399", "rapidocr", True),
    ],
)
def test_an_amount_may_have_lost_its_point_where_it_wrapped(
    text: str, reader: str, sure: bool
) -> None:
    (cell,) = recognised(table(text), reader).cells
    box = cell.lines[0].box
    narrow = Place(1, box._replace(x1=box.x1 + 2, bottom=cell.lines[-1].box.bottom))
    assert value_of(cell.lines, narrow, "amount").evidence.sure is sure


@pytest.mark.parametrize(
    ("text", "rows", "mended"),
    [
        ("入构成", 3, "收入构成"),
        ("收构成", 3, "收入构成"),
        ("入构成", 1, "入构成"),
        ("构成", 3, "构成"),
        ("可发展能力", 3, "可持续发展能力"),
        ("效益指标", 3, "效益指标"),
        ("年度一一作任务", 1, "年度工作任务"),
        ("社会效益", 3, "社会效益"),
    ],
)
def test_a_label_of_several_rows_gets_its_hidden_character_back(
    text: str, rows: int, mended: str
) -> None:
    grid = "\n".join([f"{text} | 财政拨款", *["^ | 单位资金"] * (rows - 1)])
    paper = recognised(table(grid))
    words = frozenset(["收入构成", "支出构成", "可持续发展能力", "社会效益指标", "年度工作任务"])
    label = mend_misread(paper, words).cells[0]
    assert label.text == mended
    assert (label.lines[0].confidence < 0.9) is (mended != text)


@pytest.mark.parametrize(
    ("text", "doubt", "beside", "label"),
    [
        ("年度工作", "", "长期目标", "年度工作任务"),
        ("年度工作", "", "年度工作计划", "年度工作"),
        ("长期绩", "", "长期目标", "长期绩"),
        ("长期绩效", "illegible", "长期目标", "长期绩效"),
        ("职能概述", "illegible", "长期目标", "部门职能概述"),
        ("职能概述", "", "长期目标", "职能概述"),
        ("年度工", "illegible", "长期目标", "年度工"),
    ],
)
def test_a_label_whose_end_is_hidden(text: str, doubt: str, beside: str, label: str) -> None:
    paper = recognised(table(f"{text} | 一、开展培训。\n{beside} | 二、开展检查。"))
    paper = replace(paper, cells=(replace(paper.cells[0], doubt=doubt), *paper.cells[1:]))
    words = frozenset(
        ["年度工作任务", "年度工作计划", "长期绩效指标", "长期绩效目标", "部门职能概述", "长期目标"]
    )
    means = {"年度工作任务": {"tasks", "main_tasks"}, "年度工作计划": {"tasks"}}
    cell = mend_misread(paper, words, means=means).cells[0]
    assert cell.text == label
    assert all(line.confidence < 0.9 for line in cell.lines) or label == text


@pytest.mark.parametrize(
    ("text", "doubted", "others", "label"),
    [
        ("官理效率", "", "", "管理效率"),
        ("薑效率", "薑", "", "管理效率"),
        ("薑效率", "", "", "薑效率"),
        ("薑效举", "薑举", "", "薑效举"),
        ("产出效率", "", "产出效率", "产出效率"),
        ("社会效益", "会", "", "社会效益"),
        ("履职效育", "育", "", "履职效能"),
    ],
)
def test_a_label_of_characters_below_each_other(
    text: str, doubted: str, others: str, label: str
) -> None:
    paper = recognised(table("⏎".join(text) + " | 5"))
    lines = tuple(
        replace(line, confidence=0.5 if line.text in doubted else 1.0)
        for line in paper.cells[0].lines
    )
    paper = replace(paper, cells=(replace(paper.cells[0], lines=lines), *paper.cells[1:]))
    words = frozenset(["管理效率", "履职效能", "社会效应", "社会效益"])
    cell = mend_misread(paper, words, words | {others}).cells[0]
    assert cell.text.replace("\n", "") == label
    assert all(line.confidence < 0.9 for line in cell.lines) or label == text


@pytest.mark.parametrize(
    ("text", "reader", "mended"),
    [
        ("支，出构成", "rapidocr", "支出构成"),
        ("支，出构成", "text", "支，出构成"),
        ("支出⏎构成。", "rapidocr", "支出构成"),
        ("支出⏎构成：", "rapidocr", "支出⏎构成："),
    ],
)
def test_a_speck_in_a_label_is_no_part_of_it(text: str, reader: str, mended: str) -> None:
    paper = recognised(table(f"{text} | 人员类"), reader)
    cell = mend_misread(paper, frozenset(["支出构成"])).cells[0]
    assert cell.text == mended.replace("⏎", "\n")


def test_a_label_that_the_page_edge_cut_has_no_hidden_character() -> None:
    grid = "可持续 | 制度 | 数\n^ | 人才 | 率\n发展能力 | 科技 | 值\n^ | 改革 | 度"
    paper = recognised(table(grid, turns=[2]))
    words = frozenset(["可持续性", "可持续发展能力"])
    assert mend_misread(paper, words).cells[0].text == "可持续"


def test_a_vertical_label_that_the_page_edge_cut_is_not_all_of_it() -> None:
    grid = "年 | 一级 | 数\n度⏎绩⏎效⏎指⏎标 | 产出 | 率\n^ | 效益 | 度"
    paper = recognised(table(grid, turns=[1]))
    words = frozenset(["年度绩效指标", "本年度绩效指标"])
    cells = {cell.row: cell.text for cell in mend_misread(paper, words).cells if not cell.column}
    assert cells == {0: "年", 1: "度\n绩\n效\n指\n标"}


@pytest.mark.parametrize(
    ("others", "label"), [(frozenset(["填报部门"]), "填报部门"), (frozenset(), "申报部门")]
)
def test_what_another_form_calls_its_part_is_no_misread_label(
    others: frozenset[str], label: str
) -> None:
    paper = recognised(table("填报部门 | 文旅局"))
    (line,) = paper.cells[0].lines
    doubtful = replace(paper.cells[0], lines=(replace(line, confidence=0.8),))
    paper = replace(paper, cells=(doubtful, *paper.cells[1:]))
    assert mend_misread(paper, frozenset(["申报部门"]), others).cells[0].text == label


@pytest.mark.parametrize(
    ("text", "confidence", "label"),
    [
        ("可⏎效益指标", 1.0, "效益指标"),
        ("石 年度资金总额", 0.8, "年度资金总额"),
        ("其他 年度资金总额", 1.0, "其他 年度资金总额"),
        ("效益指标⏎值", 1.0, "效益指标值"),
        ("效益指标", 1.0, "效益指标"),
        ("效益指标⏎率", 1.0, "效益指标率"),
        ("效益⏎指标⏎上", 1.0, "效益指标"),
        ("上⏎效益⏎指标", 1.0, "上效益指标"),
    ],
)
def test_a_character_of_a_seal_beside_a_label_is_no_part_of_it(
    text: str, confidence: float, label: str
) -> None:
    paper = recognised(table(f"{text} | 5"))
    lines = tuple(replace(line, confidence=confidence) for line in paper.cells[0].lines)
    paper = replace(paper, cells=(replace(paper.cells[0], lines=lines), *paper.cells[1:]))
    words = frozenset(["效益指标", "年度资金总额", "效益指标值"])
    cell = mend_misread(paper, words).cells[0]
    assert cell.text.replace("\n", "") == label
