"""项目支出绩效目标申报表 in its layouts, through the shipped definition."""

from dataclasses import replace
from typing import Any

import pytest
from papered import document, recognised, table

from normalize.form import Reading, read_form
from shenbao.forms import shipped_forms

TITLE = "项目支出绩效目标申报表"
HEAD = [TITLE, "（2024年度）"]

MINISTRY = """
项目名称 | < | 河堤维修 | < | < | < | < | <
主管部门⏎及代码 | < | [181]某市水务局 | < | < | 实施单位 | 河道管理中心 | <
项目属性 | < | 延续项目 | < | < | 项目期 | 2023年1月-2025年12月 | <
项目资金⏎（万元） | < | 中期资金总额： | < | 5,730.00 | 年度资金总额： | < | 1073
^ | ^ | 其中：财政拨款 | < | 3250 | 其中：财政拨款 | < | 625
^ | ^ | 其他资金 | < | 2480 | 其他资金 | < | 448
总⏎体⏎目⏎标 | 中期目标（2023年—2025年） | < | < | < | 年度目标 | < | <
^ | 三年修好⏎全部河堤。 | < | < | < | 今年修好东段。 | < | <
绩⏎效⏎指⏎标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
^ | 产⏎出⏎指⏎标 | 数量指标 | 维修河堤 | ≥90公里 | 数量指标 | 维修河堤 | 约30公里
^ | ^ | 时效指标 | 完工 | 2025年12月底前 | 时效指标 | 完工 | 1月至12月
^ | 满意度指标 | 服务对象⏎满意度指标 | 居民满意度 | ≥95% | 服务对象⏎满意度指标 | 居民满意度 | ≥90%
""".strip()


def read(*grids: str, head: list[str] | None = None) -> Reading:
    tables = [table(grid, width=70, top=50 + 400 * at) for at, grid in enumerate(grids)]
    return read_form(document(*tables, lines=HEAD if head is None else head), shipped_forms())


def declared(reading: Reading) -> dict[str, Any]:
    assert reading.declaration is not None, reading.problems
    data: dict[str, Any] = reading.declaration.model_dump(mode="json", by_alias=True)
    return data


def targets(half: dict[str, Any]) -> list[tuple[str | None, ...]]:
    return [
        (row["level1"], row["level2"], row["level3"], row["target"] and row["target"]["raw"])
        for row in half["indicators"]
    ]


def test_halves_side_by_side() -> None:
    reading = read(MINISTRY)
    data = declared(reading)
    assert data["project"] == "河堤维修" and data["unit"] == "河道管理中心"
    assert (data["department"], data["department_code"]) == ("某市水务局", "181")
    assert (data["nature"], data["fiscal_year"]) == ("延续项目", 2024)
    assert data["period"] == {"from": "2023-01", "to": "2025-12"}
    assert data["currency_unit"] == "万元"
    assert data["funding"] == [
        {"item": "合计", "total": "5730.00", "annual": "1073"},
        {"item": "财政拨款", "total": "3250", "annual": "625"},
        {"item": "其他资金", "total": "2480", "annual": "448"},
    ]
    assert data["long_term"]["goal"] == "三年修好全部河堤。"
    assert data["annual"]["goal"] == "今年修好东段。"
    assert targets(data["long_term"]) == [
        ("产出指标", "数量指标", "维修河堤", "≥90公里"),
        ("产出指标", "时效指标", "完工", "2025年12月底前"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥95%"),
    ]
    assert targets(data["annual"]) == [
        ("产出指标", "数量指标", "维修河堤", "约30公里"),
        ("产出指标", "时效指标", "完工", "1月至12月"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"),
    ]
    assert reading.problems == () and reading.fit == 1.0
    assert reading.definition == "project-expenditure"


def leaves(value: Any, pointer: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        parts = {f"{pointer}/{key}": part for key, part in value.items()}
    elif isinstance(value, list):
        parts = {f"{pointer}/{index}": part for index, part in enumerate(value)}
    else:
        return {pointer: value}
    return {key: leaf for at, part in parts.items() for key, leaf in leaves(part, at).items()}


def test_every_leaf_has_evidence() -> None:
    reading = read(MINISTRY)
    for pointer, value in leaves(declared(reading)).items():
        assert value is None or pointer in reading.evidence, pointer


YUAN = """
财政项目支出绩效目标申报表 | < | < | < | < | <
（2026年度） | < | < | < | < | <
项目名称 | 拆违 | 项目性质 | 阶段⏎性项⏎目 | 项目类别 | 特定目标类
主管部门 | 某区执法局 | < | 实施单位 | 执法大队 | <
计划开始日期 | 2024-01-01 | < | 计划完成日期 | 2026-12-31 | <
项目资金⏎（元） | 项目资金总额 | 10,308,000.00 | 年度资金申请总额 | < | 3,498,000.00
^ | 其中：财政资金 | 10,308,000.00 | 其中：当年财政拨款 | < | 3,498,000.00
^ | | | 上年结转资金 | < | 0.00
^ | 其他资金 | 0.00 | 其他资金 | < | 0.00
项目⏎绩效⏎目标 | 项目总体目标⏎(2024 年-2026 年) | < | 年度总体目标 | < | <
^ | 完成任务。 | < | 完成年度任务。 | < | <
绩效⏎指标 | 一级指标 | 二级指标 | 三级指标 | < | 年度(/项目)指标值
^ | 成本指标 | 经济成本指标 | 控制合理 | < | 合理
^ | 产出指标 | 质量指标 | 正确率 | < | =100.00(%)
""".strip()


def test_dates_and_yuan() -> None:
    reading = read(YUAN, head=[])
    data = declared(reading)
    assert (data["fiscal_year"], data["currency_unit"]) == (2026, "元")
    assert (data["nature"], data["category"]) == ("阶段性项目", "特定目标类")
    assert data["period"] == {"from": "2024-01-01", "to": "2026-12-31"}
    assert [(row["item"], row["total"], row["annual"]) for row in data["funding"]] == [
        ("合计", "10308000.00", "3498000.00"),
        ("财政资金", "10308000.00", None),
        ("当年财政拨款", None, "3498000.00"),
        ("上年结转资金", None, "0.00"),
        ("其他资金", "0.00", "0.00"),
    ]
    assert (data["long_term"]["goal"], data["annual"]["goal"]) == ("完成任务。", "完成年度任务。")
    assert data["long_term"]["indicators"] == []
    assert targets(data["annual"])[0] == ("成本指标", "经济成本指标", "控制合理", "合理")
    assert data["unplaced"] == [] and reading.problems == ()


PROVINCE = """
项目名称 | 饮水安全 | 项目编码 | 42011524T000001
主管部门 | 某省水利厅 | 实施周期 | 2024年至2026年
政策依据 | 《办法》（财发〔2023〕7号） | < | <
资金情况⏎（万元） | 资金来源 | 实施周期金额 | 年度金额
^ | 合计 | 860 | 300
^ | 一般公共预算财政拨款 | 660 | 230
总体目标 | 实施周期目标 | 建成。 | <
^ | 年度目标 | 开工。 | <
"""
TWO_TARGETS = """
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | 权重
^ | ^ | ^ | ^ | 实施周期指标值 | 年度指标值 | ^
^ | 产出指标 | 数量指标 | 供水工程 | ≥30处 | ≥10处 | 30
^ | ^ | 质量指标 | 合格率 | 100% | / | 20分
"""


def test_two_targets_of_one_indicator() -> None:
    reading = read(PROVINCE, TWO_TARGETS)
    data = declared(reading)
    assert data["project_code"] == "42011524T000001"
    assert data["period"] == {"from": "2024", "to": "2026"}
    assert data["attributes"] == {"政策依据": "《办法》（财发〔2023〕7号）"}
    assert data["funding"] == [
        {"item": "合计", "total": "860", "annual": "300"},
        {"item": "一般公共预算财政拨款", "total": "660", "annual": "230"},
    ]
    assert (data["long_term"]["goal"], data["annual"]["goal"]) == ("建成。", "开工。")
    for half, values in (("long_term", ["≥30处", "100%"]), ("annual", ["≥10处", None])):
        assert [row[-1] for row in targets(data[half])] == values
        assert [row["weight"] for row in data[half]["indicators"]] == ["30", "20"]
    assert reading.evidence["/annual/indicators/1/target"].raw == "/"


def test_one_end_of_the_period_left_blank() -> None:
    reading = read(PROVINCE.replace("2024年至2026年", "2024年至　　年"), TWO_TARGETS)
    data = declared(reading)
    assert data["period"] == {"from": "2024", "to": None}
    assert "实施周期" not in data["attributes"]
    assert reading.evidence["/period/from"].raw == "2024年至　　年"
    assert reading.evidence["/period/to"].raw == ""  # what was left blank, not what was not read


CITY = """
项目名称 | 护河 | 项目属性 | □新增项目 ☑延续项目
采购形式 | ☑政府采购 □自行采购 ☑不采购 | < | <
项目负责人 | 蔡某 | 联系电话 | 138
联系人 | 张某 | 联系电话 | 139
项目概况 | 修堤。 | < | <
立项依据 | 河长制⏎方案。 | < | <
项目总预算（元） | 1200000 | 项目当年预算（元） | 800000
同名项目上年预算额（元） | 700000 | 同名项目上年预算执行数（元） | 690000
实施计划 | 内容 | 开始 | 完成
^ | 招标 | 1月 | 3月
项目总目标 | 修好。 | < | <
年度绩效目标 | 修一半。 | < | <
分解目标 | < | < | <
一级目标 | 二级目标 | 三级目标 | 指标目标值
产出目标 | 数量 | 堤长 | ≥5公里
"""


def test_check_boxes_and_texts() -> None:
    reading = read(CITY)
    data = declared(reading)
    assert data["nature"] == "延续项目"
    assert data["choices"] == {"采购形式": ["政府采购", "不采购"]}
    assert (data["manager"], data["preparer"], data["phone"]) == ("蔡某", "张某", "138")
    assert data["attributes"] == {
        "项目概况": "修堤。",
        "立项依据": "河长制方案。",
        "实施计划": "内容 开始 完成\n招标 1月 3月",
        "同名项目上年预算额（元）": "700000",
        "同名项目上年预算执行数（元）": "690000",
        "联系电话": "139",
    }
    assert data["funding"] == [{"item": "合计", "total": "1200000", "annual": "800000"}]
    assert data["currency_unit"] == "元"
    assert (data["long_term"]["goal"], data["annual"]["goal"]) == ("修好。", "修一半。")
    assert targets(data["annual"]) == [("产出目标", "数量", "堤长", "≥5公里")]
    assert reading.problems == ()


def test_sign_and_unit_in_columns_of_their_own() -> None:
    data = declared(
        read(
            """
            项目名称 | 护河 | < | < | < | < | <
            年度目标 | 修一半。 | < | < | < | < | <
            绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
            ^ | 产出指标 | 数量指标 | 堤长 | ≥ | 5 | 公里
            ^ | 效益指标 | 社会效益 | 防洪 | 定性 | 提升 | /
            """
        )
    )
    first, second = (row["target"] for row in data["annual"]["indicators"])
    assert (first["op"], first["value"], first["unit"]) == (">=", "5", "公里")
    assert second["text"] == "提升" and data["unplaced"] == []


@pytest.mark.parametrize(
    ("sign", "confidence", "sure"),
    [
        ("≥", 1.0, True),
        ("V", 0.4, False),
        (">", 1.0, False),
        ("M", 1.0, False),
        ("定量", 1.0, True),
    ],
)
def test_a_target_is_as_sure_as_the_sign_beside_it(
    sign: str, confidence: float, sure: bool
) -> None:
    paper = recognised(
        table(
            f"""
            绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
            ^        | 产出指标 | 数量指标 | 堤长     | {sign}   | 5      | 公里
            """
        )
    )
    cells = [
        replace(cell, lines=tuple(replace(line, confidence=confidence) for line in cell.lines))
        if cell.text == sign
        else cell
        for cell in paper.cells
    ]
    filing = document(replace(paper, cells=tuple(cells)), lines=HEAD)
    reading = read_form(filing, shipped_forms())
    assert reading.evidence["/annual/indicators/0/target"].sure is sure


def test_a_record_whose_level_looks_like_a_header_is_one() -> None:
    paper = recognised(
        table(
            """
            绩效指标 | 一级指标 | 二级指标 | 三级指标         | 年度指标值
            ^        | 产出指标 | 质量指标 | 合格率           | ≥95%
            ^        | ^        | 时效指标 | 年度任务完成时间 | 2025-09-20
            """
        )
    )
    data = declared(read_form(document(paper, lines=HEAD), shipped_forms()))
    assert [row[2] for row in targets(data["annual"])] == ["合格率", "年度任务完成时间"]


@pytest.mark.parametrize("doubt", ["", "something could not be read"])
def test_a_blank_level_in_which_something_stood_is_filled_with_doubt(doubt: str) -> None:
    paper = recognised(
        table(
            """
            绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            ^        | 成本指标 | 经济成本 | 总成本   | ≤5万元
            ^        |          | 数量指标 | 堤长     | ≥5公里
            """
        )
    )
    cells = [replace(cell, doubt=doubt if not cell.lines else "") for cell in paper.cells]
    filing = document(replace(paper, cells=tuple(cells)), lines=HEAD)
    reading = read_form(filing, shipped_forms())
    filled = reading.evidence["/annual/indicators/1/level1"]
    assert (filled.raw, filled.sure) == ("成本指标", not doubt)


def test_what_has_no_place_is_said() -> None:
    reading = read(f"{MINISTRY}\n以上由某处核定。 | {' | '.join('<' * 7)}")
    data = declared(reading)
    assert data["unplaced"] == ["以上由某处核定。"]
    assert reading.evidence["/unplaced/0"].raw == "以上由某处核定。"
    (problem,) = reading.problems
    assert "以上由某处核定" in problem.message and reading.fit < 1


TITLES = [
    ("市级项目支出绩效目标申报表", True),
    ("财政支出项目绩效目标申报表", True),
    ("某某专项申报书", True),
    ("绩效申报表", True),
    ("项目支出绩效目标自评表", False),
    ("项目支出绩效监控表", False),
]


@pytest.mark.parametrize(("title", "fits"), TITLES)
def test_titles(title: str, fits: bool) -> None:
    assert (read(MINISTRY, head=[title]).definition == "project-expenditure") is fits


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ("项目名称 | 河堤", "project"),
        ("项 目⏎名 称： | 河堤", "project"),
        ("项目名称及编码 | 河堤", "project"),
        ("项目名称（全称） | 河堤", "project"),
        ("项目承担单位 | 河堤", "unit"),
    ],
)
def test_labels_as_they_are_set(given: str, column: str) -> None:
    assert declared(read(f"{given}\n年度目标 | 修好。"))[column] == "河堤"


GOALS = [
    ("年度目标 | 甲", None, "甲"),
    ("总体目标 | 甲", None, "甲"),
    ("总体目标 | 甲\n年度绩效目标 | 乙", "甲", "乙"),
    ("年度目标 | 乙\n绩效目标 | 甲", "甲", "乙"),
    ("中期目标 | 甲\n年度目标 | 乙", "甲", "乙"),
    ("2024年度绩效目标 | 乙", None, "乙"),
    ("年度目标：乙 | <", None, "乙"),
    ("年度目标 | <\n乙 | <", None, "乙"),
]


@pytest.mark.parametrize(("rows", "long_term", "annual"), GOALS)
def test_goals(rows: str, long_term: str | None, annual: str) -> None:
    data = declared(read(f"项目名称 | 河堤\n{rows}"))
    assert (data["long_term"]["goal"], data["annual"]["goal"]) == (long_term, annual)


AMOUNTS = [
    (
        """
        项目资金（万元） | 资金总额 | 860 | 财政拨款 | 660 | 其他资金 | 200
        ^ | 年度资金总额 | 300 | 财政拨款 | 230 | 其他资金 | 70
        """,
        [("合计", "860", "300"), ("财政拨款", "660", "230"), ("其他资金", "200", "70")],
    ),
    (
        """
        预算资金（万元） | 项目总额 | 100 | 其中：本年预算 | 40
        ^ | 1.中央资金 | 60 | 中央资金 | 20
        ^ | 2.省级资金 | 40 | 省级资金 |
        """,
        [("合计", "100", "40"), ("中央资金", "60", "20"), ("省级资金", "40", None)],
    ),
    (
        """
        项目资金（万元） | 年度资金总额： | 300
        ^ | 其中：财政拨款 | 250
        ^ | 其他资金 | 50
        """,
        [("合计", None, "300"), ("财政拨款", None, "250"), ("其他资金", None, "50")],
    ),
    (
        """
        项目资金（万元） | 合计 | 财政拨款 | 其他资金
        ^ | 300 | 250 | 50
        """,
        [("合计", "300", None), ("财政拨款", "250", None), ("其他资金", "50", None)],
    ),
    (
        """
        项目资金（万元） | 资金来源 | 中期资金总额 | 年度资金总额
        ^ | 财政拨款 | 200 | 250
        ^ | 其他资金 | 据实列支 | 50
        """,
        [("财政拨款", "200", "250"), ("其他资金", None, "50")],
    ),
    (
        """
        项目资金（万元） | 年度资金总额 | 300 | <
        ^ | 其中：财政拨款 |  | 250
        ^ | 其他资金 | 50 | <
        """,
        [("合计", None, "300"), ("财政拨款", None, "250"), ("其他资金", None, "50")],
    ),
    ("项目总金额（万元）：500 | 本年预算（万元）：300", [("合计", "500", "300")]),
    ("项目资金（万元） | 300", [("合计", "300", None)]),
    ("年度资金（万元） | 300", [("合计", None, "300")]),
    (
        """
        项目总预算（万元） | 500
        其中：财政拨款 | 400
        项目当年预算（万元） | 300
        """,
        [("合计", "500", "300"), ("财政拨款", "400", None)],
    ),
]


@pytest.mark.parametrize(("grid", "rows"), AMOUNTS)
def test_amounts(grid: str, rows: list[tuple[str | None, ...]]) -> None:
    data = declared(read(f"{grid.strip()}", "项目名称 | 河堤 | 年度目标 | 修好。"))
    assert [(row["item"], row["total"], row["annual"]) for row in data["funding"]] == rows
    assert data["currency_unit"] == "万元" and data["unplaced"] == []


def test_halves_one_below_the_other_under_labels_of_their_own() -> None:
    data = declared(
        read(
            """
            项目名称 | 甲 | < | < | <
            中期⏎目标 | 总体目标 | 三年修好 | < | <
            ^ | 绩效指标 | 一级指标 | 三级指标 | 指标值
            ^ | ^ | 产出指标 | 堤长 | ≥9公里
            年度⏎目标 | 总体目标 | 今年修 | < | <
            ^ | 绩效指标 | 一级指标 | 三级指标 | 指标值
            ^ | ^ | 产出指标 | 堤长 | ≥3公里
            """
        )
    )
    assert (data["long_term"]["goal"], data["annual"]["goal"]) == ("三年修好", "今年修")
    assert targets(data["long_term"]) == [("产出指标", None, "堤长", "≥9公里")]
    assert targets(data["annual"]) == [("产出指标", None, "堤长", "≥3公里")]


INDICATORS = "绩效指标 | 一级指标 | 三级指标 | 指标值\n^ | 产出指标 | 堤长 | ≥3公里"


def test_a_next_page_without_headers_goes_on() -> None:
    data = declared(
        read(
            f"项目名称 | 甲 | 年度目标 | 修\n{INDICATORS}",
            " | 效益指标 | 防洪 | 提升\n | 满意度指标 | 居民满意度 | ≥90%",
        )
    )
    assert [row[2] for row in targets(data["annual"])] == ["堤长", "防洪", "居民满意度"]


def test_an_attachment_is_no_part_of_the_form() -> None:
    data = declared(
        read(
            f"项目名称 | 甲 | 年度目标 | 修\n{INDICATORS}",
            "科目 | 预算数 | 执行数 | 备注 | 其他\n基本支出 | 3 | 4 | 5 | 6",
        )
    )
    assert len(data["annual"]["indicators"]) == 1
    assert data["unplaced"] == [] and data["attributes"] == {}


def test_labels_over_pairs_and_a_row_of_signatures() -> None:
    data = declared(
        read(
            """
            基本⏎情况 | 项目名称 | 甲 | 项目编码 | 420000 | 项目类型 | 特定目标类
            ^ | 主管部门 | 乙 | 实施单位 | 丙 | 项目负责人 | 丁某
            年度总体目标 | 修好。 | < | < | < | < | <
            单位负责人（签字）：王某 填表人：李某 联系电话：139 | < | < | < | < | < | <
            填报说明：1.项目名称填写全称。 | < | < | < | < | < | <
            """
        )
    )
    keys = ("project", "project_code", "category", "department", "unit", "manager")
    assert [data[key] for key in keys] == ["甲", "420000", "特定目标类", "乙", "丙", "丁某"]
    assert (data["preparer"], data["phone"]) == ("李某", "139")
    assert data["attributes"] == {} and data["unplaced"] == []


@pytest.mark.parametrize(("reader", "sure"), [("text", True), ("rapidocr", False)])
def test_a_group_of_a_scan_without_a_tick_is_doubted(reader: str, sure: bool) -> None:
    grid = MINISTRY.replace("延续项目", "□新增项目⏎□延续项目")
    paper = document(table(grid, width=70, top=50), lines=HEAD)
    tables = tuple(
        replace(
            one,
            cells=tuple(
                replace(cell, lines=tuple(replace(line, reader=reader) for line in cell.lines))
                for cell in one.cells
            ),
        )
        for one in paper.tables
    )
    reading = read_form(replace(paper, tables=tables), shipped_forms())
    assert reading.evidence["/choices/项目属性"].sure is sure


@pytest.mark.parametrize(
    ("label", "confidence", "sure"),
    [
        ("石年年度资金总额", 0.8, False),
        ("石年年度资金总额", 1.0, True),
        ("年度资金总额", 0.8, True),
        ("其中：财政拨款", 0.8, True),
    ],
)
def test_an_amount_is_as_sure_as_the_label_that_tells_its_side(
    label: str, confidence: float, sure: bool
) -> None:
    paper = recognised(table(f"项目资金（万元） | {label} | 300\n^ | 其他资金 | 50"))
    cells = [
        replace(cell, lines=tuple(replace(line, confidence=confidence) for line in cell.lines))
        if cell.text == label
        else cell
        for cell in paper.cells
    ]
    named = recognised(table("项目名称 | 河堤 | 年度目标 | 修好。"))
    filing = document(named, replace(paper, cells=tuple(cells)), lines=HEAD)
    evidence = read_form(filing, shipped_forms()).evidence
    (found,) = [v for k, v in evidence.items() if k.startswith("/funding/0/") and v.raw == "300"]
    assert found.sure is sure
