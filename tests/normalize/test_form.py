"""A small filing, built from records, through the shipped definition."""

from typing import Any

import pytest
from papered import document, table, text_line

from extract.records import Document, PageSize, Table
from normalize.form import Reading, read_form
from shenbao.forms import shipped_forms

TITLE = "部门整体绩效目标申报表"
HEAD = ["附件1", TITLE, "（2024年度）", "填报日期：2023年10月9日 单位：万元"]

DEPARTMENT = "部门（单位）名称 | 广水市劳动保险服务中心 | < | < | < | < | < | < | <"
PERSONS = "填报人 | 陈安 | < | < | 联系电话 | 13800000000 | < | < | <"
FUNDING = """
部门总体资金情况 | 总体资金情况 | < | < | 当年金额 | 占比 | < | 近两年收支金额 | <
^ | ^ | ^ | ^ | ^ | ^ | ^ | 2022年 | 2023年
^ | 收入构成 | 财政拨款 | < | 428.34 | 98.62% | < | 279.77 | 416.97
^ | ^ | 上年结转 | < | 6.00 | 1.38% | < | / |
^ | ^ | 合计 | < | 434.34 | 100% | < | 279.77 | 416.97
^ | 支出构成 | 人员类项目支出 | < | 293.75 | 67.63% | < | 269.77 | 238.97
^ | ^ | 合计 | < | 434.34 | 100% | < | 279.77 | 416.97
""".strip()
FUNCTIONS = (
    "部门职能概述 | 1、宣传养老、工伤⏎保险政策。⏎2、办理参保业务。 | < | < | < | < | < | < | <"
)
TASKS = "年度工作任务 | （1）扩大覆盖面。（2）按时发放待遇。 | < | < | < | < | < | < | <"
PROJECTS = """
项目支出情况 | 项目名称 | < | 项目类别 | 项目总预算 | 本年度预算 | < | 项目主要支出方向和用途 | <
^ | 后勤保障⏎服务 | < | 特定目标类 | 116.88 | 20.16 | < | 办公、印刷等。 | <
^ | 养老待遇 | < | 特定目标类 | 1,28⏎0.50 | …… | < | | <
""".strip()
LONG_TERM = """
长期目标（截止2026年） | 建成覆盖城乡的⏎社会保险体系。 | < | < | < | < | < | < | <
长期绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | 指标值确定依据 | 指标分类 | <
^ | 履职效能 | 核心业务产出1 | 参保人数 | ≥58000人 | < | 计划标准 | 绩效基本型 | <
^ | ^ | ^ | 发放及时率 | 100% | < | 行业标准 | 绩效基本型 | <
^ | 满意度 | 服务对象满意度 | 群众满意度 | 90%-95% | < | 其他标准 | 绩效创新型 | <
""".strip()
ANNUAL = """
年度目标 | 参保人数稳步增长。 | < | < | < | < | < | < | <
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | < | 指标值确定依据 | 指标分类
^ | ^ | ^ | ^ | 近两年指标值 | < | 预期当年实现值 | ^ | ^
^ | ^ | ^ | ^ | 前年 | 上年 | ^ | ^ | ^
^ | 履职效能 | 核心业务产出1 | 参保人数 | 56000人 | 57000人 | ≥58000人 | 计划标准 | 绩效基本型
^ | ^ | 核心业务产出2 | 材料健全 | 健全 | / | 基本健全 | 计划标准 | 绩效基本型
^ | ^ | ^ | …… | …… | | …… | …… |
^ | 满意度 | | 办结时限 | | | 2024年12月底前 | 计划标准 | 绩效基本型
""".strip()
ALL = [DEPARTMENT, PERSONS, FUNDING, FUNCTIONS, TASKS, PROJECTS, LONG_TERM, ANNUAL]


def read(*parts: str, head: list[str] | None = None) -> Reading:
    return read_form(filed(*parts, head=head), shipped_forms())


def filed(*parts: str, head: list[str] | None = None) -> Document:
    return document(table("\n".join(parts or ALL), width=60), lines=HEAD if head is None else head)


def declared(reading: Reading) -> dict[str, Any]:
    assert reading.declaration is not None, reading.problems
    data: dict[str, Any] = reading.declaration.model_dump(mode="json")
    return data


@pytest.fixture(scope="module")
def whole() -> Reading:
    return read()


@pytest.fixture(scope="module")
def data(whole: Reading) -> dict[str, Any]:
    return declared(whole)


def test_the_head(data: dict[str, Any]) -> None:
    keys = ("form", "fiscal_year", "stated_year", "filed_on", "currency_unit", "department",
            "preparer", "phone")  # fmt: skip
    assert {key: data[key] for key in keys} == {
        "form": TITLE,
        "fiscal_year": 2024,
        "stated_year": 2024,
        "filed_on": "2023-10-09",
        "currency_unit": "万元",
        "department": "广水市劳动保险服务中心",
        "preparer": "陈安",
        "phone": "13800000000",
    }


def test_funding(data: dict[str, Any]) -> None:
    income = data["funding"]["income"]
    assert income[0] == {
        "item": "财政拨款",
        "amount": "428.34",
        "share": "98.62",
        "history": {"2022": "279.77", "2023": "416.97"},
    }
    assert [row["item"] for row in income] == ["财政拨款", "上年结转", "合计"]
    # A slash and a blank are both null: the evidence tells them apart.
    assert income[1]["amount"] == "6.00" and income[1]["history"] == {"2022": None, "2023": None}
    assert [row["item"] for row in data["funding"]["expenditure"]] == ["人员类项目支出", "合计"]


def test_items(data: dict[str, Any]) -> None:
    assert data["functions"] == ["宣传养老、工伤保险政策。", "办理参保业务。"]
    assert data["tasks"] == ["扩大覆盖面。", "按时发放待遇。"]


def test_projects(data: dict[str, Any]) -> None:
    assert data["projects"] == [
        {
            "name": "后勤保障服务",
            "category": "特定目标类",
            "total_budget": "116.88",
            "annual_budget": "20.16",
            "purpose": "办公、印刷等。",
        },
        {
            "name": "养老待遇",
            "category": "特定目标类",
            "total_budget": "1280.50",
            "annual_budget": None,
            "purpose": None,
        },
    ]


def levels(rows: list[dict[str, Any]]) -> list[tuple[str | None, ...]]:
    return [(row["level1"], row["level2"], row["level3"]) for row in rows]


def test_the_long_term(data: dict[str, Any]) -> None:
    long_term = data["long_term"]
    assert long_term["until"] == 2026
    assert long_term["goal"] == "建成覆盖城乡的社会保险体系。"
    assert levels(long_term["indicators"]) == [
        ("履职效能", "核心业务产出1", "参保人数"),
        ("履职效能", "核心业务产出1", "发放及时率"),
        ("满意度", "服务对象满意度", "群众满意度"),
    ]
    targets = [row["target"] for row in long_term["indicators"]]
    assert (targets[0]["op"], targets[0]["value"], targets[0]["unit"]) == (">=", "58000", "人")
    assert (targets[1]["op"], targets[1]["value"]) == ("=", "100")
    assert (targets[2]["kind"], targets[2]["low"], targets[2]["high"]) == ("range", "90", "95")
    assert all(row["history"] == {} for row in long_term["indicators"])


def test_the_year(data: dict[str, Any]) -> None:
    rows = data["annual"]["indicators"]
    assert data["annual"]["goal"] == "参保人数稳步增长。"
    assert levels(rows) == [
        ("履职效能", "核心业务产出1", "参保人数"),
        ("履职效能", "核心业务产出2", "材料健全"),
        ("履职效能", "核心业务产出2", None),
        ("满意度", None, "办结时限"),
    ]
    assert rows[0]["history"]["2022"]["value"] == "56000"
    assert rows[0]["history"]["2023"]["value"] == "57000"
    assert rows[1]["history"] == {
        "2022": {"raw": "健全", "kind": "qualitative", "text": "健全"},
        "2023": None,
    }
    assert rows[2]["target"] is None and rows[2]["basis"] is None
    assert rows[3]["target"]["date"] == "2024-12-31" and rows[3]["target"]["op"] == "<="


def leaves(value: Any, pointer: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        parts = {f"{pointer}/{key}": part for key, part in value.items()}
    elif isinstance(value, list):
        parts = {f"{pointer}/{index}": part for index, part in enumerate(value)}
    else:
        return {pointer: value}
    return {key: leaf for at, part in parts.items() for key, leaf in leaves(part, at).items()}


def test_every_leaf_has_evidence(whole: Reading, data: dict[str, Any]) -> None:
    for pointer, value in leaves(data).items():
        if value is not None:
            assert pointer in whole.evidence, pointer
    for pointer in whole.evidence:
        assert pointer in leaves(data) or f"{pointer}/raw" in leaves(data), pointer


EVIDENCE = [
    ("/department", "广水市劳动保险服务中心"),
    ("/funding/income/0/share", "98.62%"),
    ("/funding/income/1/history/2022", "/"),
    ("/funding/income/1/history/2023", ""),
    ("/projects/0/name", "后勤保障\n服务"),
    ("/projects/1/annual_budget", "……"),
    ("/annual/indicators/0/level1", "履职效能"),
    ("/annual/indicators/2/level3", "……"),
    ("/long_term/until", "长期目标（截止2026年）"),
    ("/fiscal_year", "2023年"),
    ("/functions/0", "宣传养老、工伤\n保险政策。"),
]


@pytest.mark.parametrize(("pointer", "raw"), EVIDENCE)
def test_evidence_is_what_stands_there(whole: Reading, pointer: str, raw: str) -> None:
    found = whole.evidence[pointer]
    assert (found.raw, found.page, found.reader, found.confidence) == (raw, 1, "text", 1.0)
    x0, top, x1, bottom = found.bbox
    assert x0 < x1 and top < bottom


def test_an_empty_cell_is_evidence_by_its_box(whole: Reading) -> None:
    found = whole.evidence["/funding/income/1/history/2023"]
    assert found.bbox[2] - found.bbox[0] == 60 and found.bbox[3] - found.bbox[1] == 20


def test_nothing_is_wrong_with_it(whole: Reading) -> None:
    assert whole.problems == ()


def test_a_part_that_is_missing_is_said_and_the_rest_read() -> None:
    reading = read(*(part for part in ALL if part is not TASKS))
    assert declared(reading)["tasks"] == [] and len(declared(reading)["projects"]) == 2
    assert [problem.message for problem in reading.problems] == [
        "the section 年度工作任务 was not found"
    ]


def test_a_value_that_is_none_is_said_and_not_sure() -> None:
    reading = read(*(part.replace("428.34 | 98.62%", "见附表 | 98.62%") for part in ALL))
    assert declared(reading)["funding"]["income"][0]["amount"] is None
    evidence = reading.evidence["/funding/income/0/amount"]
    assert evidence.raw == "见附表" and not evidence.sure
    (problem,) = reading.problems
    assert problem.pointer == "/funding/income/0/amount" and "见附表" in problem.message


def test_doubt_about_a_cell_is_doubt_about_its_value() -> None:
    whole = filed()
    cells = tuple(
        type(cell)(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            cell.places,
            cell.lines,
            "smudged",
        )
        if cell.text in ("428.34", "1、宣传养老、工伤\n保险政策。\n2、办理参保业务。", "≥58000人")
        else cell
        for cell in whole.tables[0].cells
    )
    tables = (Table((1,), whole.tables[0].rows, 9, cells),)
    reading = read_form(Document(whole.pages, tables, whole.lines), shipped_forms())
    unsure = {pointer for pointer, found in reading.evidence.items() if not found.sure}
    assert {"/funding/income/0/amount", "/functions/0", "/functions/1"} <= unsure
    assert {"/annual/indicators/0/target", "/annual/indicators/0/target/value"} <= unsure
    assert "/funding/income/0/share" not in unsure and "/tasks/0" not in unsure


def test_without_a_title_the_sections_tell_the_form() -> None:
    assert (
        declared(read(head=["填报日期：2023年10月9日"]))["department"] == "广水市劳动保险服务中心"
    )


def test_a_cut_table_with_a_title_is_that_form() -> None:
    assert declared(read(DEPARTMENT, FUNCTIONS))["functions"]


@pytest.mark.parametrize("title", ["某市预算绩效评价报告", "说明"])
def test_a_form_that_is_unknown(title: str) -> None:
    found = document(table("姓名 | 年龄\n甲 | 5"), lines=[title])
    reading = read_form(found, shipped_forms())
    assert reading.declaration is None and reading.evidence == {}
    assert reading.tables == found.tables
    (problem,) = reading.problems
    assert problem.stage == "form" and "no form definition fits" in problem.message


def test_a_file_without_tables() -> None:
    assert read_form(document(lines=HEAD), shipped_forms()).declaration is None
    scanned = Document((PageSize(1, 600, 800, "scanned"),))
    (problem,) = read_form(scanned, shipped_forms()).problems
    assert "pictures" in problem.message
    assert read_form(document(), ()).declaration is None


LINES = [
    ("填报日期：2023年10月9日 单位：万元", "2023-10-09", "万元"),
    ("填报日期: 2023-10-09    金额单位: 万元", "2023-10-09", "万元"),
    ("填 报 日 期：2023年10月9日     单 位：元", "2023-10-09", "元"),
    ("填报时间：2023.10.9 （单位：万元）", "2023-10-09", "万元"),
    ("单位：万元", None, "万元"),
    ("填报日期：", None, None),
]


@pytest.mark.parametrize(("line", "filed_on", "unit"), LINES)
def test_labels_within_lines(line: str, filed_on: str | None, unit: str | None) -> None:
    found = declared(read(head=[TITLE, line]))
    assert (found["filed_on"], found["currency_unit"]) == (filed_on, unit)


def swapped(before: str, after: str) -> list[str]:
    assert any(before in part for part in ALL)
    return [part.replace(before, after) for part in ALL]


def test_funding_years_by_their_distance() -> None:
    income = declared(read(*swapped("2022年 | 2023年", "前年 | 上年")))["funding"]["income"]
    assert [row["item"] for row in income] == ["财政拨款", "上年结转", "合计"]
    assert income[0]["history"] == {"2022": "279.77", "2023": "416.97"}


def test_an_amount_that_names_another_unit_is_not_sure() -> None:
    reading = read(*swapped("428.34 | 98", "4283400元 | 98"))
    assert not reading.evidence["/funding/income/0/amount"].sure
    (problem,) = reading.problems
    assert problem.pointer == "/funding/income/0/amount" and "4283400元" in problem.message


def test_an_amount_that_names_the_unit_of_the_form_is_sure() -> None:
    reading = read(*swapped("428.34 | 98", "428.34万元 | 98"))
    assert declared(reading)["funding"]["income"][0]["amount"] == "428.34"
    assert reading.evidence["/funding/income/0/amount"].sure and not reading.problems


STATED = [
    ["2024年部门整体绩效目标申报表"],
    ["2024年度部门整体绩效目标申报表"],
    [TITLE, "（2024年）"],
    [TITLE, "2024年度"],
    [TITLE, "二〇二四年度"],
    ["广水市劳动保险服务中心2024年部门整体", "绩效目标申报表"],
]


@pytest.mark.parametrize("head", STATED, ids=" / ".join)
def test_the_year_that_the_title_states(head: list[str]) -> None:
    reading = read(*ALL, head=head)
    assert declared(reading)["stated_year"] == 2024
    assert {"/form", "/stated_year"} <= reading.evidence.keys()


YEARS = [
    ("2022年 | 2023年", "（2024年度）", 2024, 2024),
    ("2021年 | 2022年", "（2024年度）", 2023, 2024),
    ("2023年 | 2022年", "", 2024, None),
    ("前年 | 上年", "（2024年度）", 2024, 2024),
    ("前年 | 上年", "", 2024, None),
]


@pytest.mark.parametrize(("header", "line", "year", "stated"), YEARS)
def test_the_budget_year(header: str, line: str, year: int, stated: int | None) -> None:
    parts = [part.replace("2022年 | 2023年", header) for part in ALL]
    found = declared(read(*parts, head=[TITLE, line, "填报日期：2023年10月9日"]))
    assert (found["fiscal_year"], found["stated_year"]) == (year, stated)


@pytest.mark.parametrize(
    ("filed_on", "year"), [("2024年3月1日", 2024), ("2023年7月1日", 2024), ("2023年12月31日", 2024)]
)
def test_the_budget_year_by_the_filing_date(filed_on: str, year: int) -> None:
    parts = [part.replace("2022年 | 2023年", "前年 | 上年") for part in ALL]
    assert declared(read(*parts, head=[TITLE, f"填报日期：{filed_on}"]))["fiscal_year"] == year


def test_years_by_distance_take_the_budget_year() -> None:
    history = declared(read())["annual"]["indicators"][0]["history"]
    assert list(history) == ["2022", "2023"]


def test_other_labels_become_attributes() -> None:
    found = declared(
        read(DEPARTMENT, "机构类型 | 公益一类 | < | < | 编制/人数 | 25 | < | < | <", *ALL[1:])
    )
    assert found["attributes"] == {"机构类型": "公益一类", "编制/人数": "25"}
    reading = read(DEPARTMENT, "编制/人数 | 25 | < | < | 填报人 | 陈安 | < | < | <", FUNCTIONS)
    assert "/attributes/编制~1人数" in reading.evidence
    assert declared(reading)["preparer"] == "陈安"


def test_a_column_without_a_place_in_the_form_is_said() -> None:
    reading = read(*(part.replace("指标分类 | <", "指标分类 | 备注") for part in ALL))
    assert any("备注" in problem.message for problem in reading.problems)


def test_a_table_over_two_pages() -> None:
    grid = table("\n".join(ALL), width=60, turns=(18,))
    found = Document(
        (PageSize(1, 600, 800, "digital"), PageSize(2, 600, 800, "digital")),
        (grid,),
        tuple(text_line(text, 50, 10 * number) for number, text in enumerate(HEAD)),
    )
    reading = read_form(found, shipped_forms())
    assert declared(reading) == declared(read())
    assert reading.evidence["/annual/goal"].page == 2
    assert reading.evidence["/department"].page == 1


def test_blank_rows_are_no_records() -> None:
    blank = "^ | | < | | | | < | | <"
    found = declared(read(*(f"{part}\n{blank}" if part is PROJECTS else part for part in ALL)))
    assert len(found["projects"]) == 2


def test_repeated_headers_are_no_records() -> None:
    head, *rows = PROJECTS.splitlines()
    again = "\n".join([head, rows[0], "^" + head.removeprefix("项目支出情况"), rows[1]])
    found = declared(read(*(again if part is PROJECTS else part for part in ALL)))
    assert [row["name"] for row in found["projects"]] == ["后勤保障服务", "养老待遇"]


def test_funding_and_targets_never_come_as_floats(data: dict[str, Any]) -> None:
    assert not [pointer for pointer, value in leaves(data).items() if isinstance(value, float)]


def test_of_two_cells_under_one_header_none_is_sure() -> None:
    before = "^ | ^ | ^ | 发放及时率 | 100% | < |"
    assert before in LONG_TERM
    crowded = LONG_TERM.replace(before, "^ | ^ | ^ | 发放及时率 | 97% | ≥98% |")
    parts = [crowded if part is LONG_TERM else part for part in ALL]
    evidence = read(*parts).evidence
    sure = [evidence[f"/long_term/indicators/{number}/target"].sure for number in range(3)]
    assert sure == [True, False, True]
