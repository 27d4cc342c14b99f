"""Forms that others filed, where they are at hand: `../shared/real`, or `SHENBAO_REAL`."""

import json
import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from shenbao.process import ReadOptions, process

ROOT = Path(__file__).parents[1]
REAL = Path(os.environ.get("SHENBAO_REAL", ROOT.parent / "shared" / "real"))
SCAN = REAL / "scans" / "zh_train_115.jpg"
GRID = REAL / "budgets" / "2026-project-form-grid.json"
UNKNOWN = [
    REAL / "scans" / "zh_train_87.jpg",
    REAL / "scans" / "zh_train_29.jpg",
    REAL / "budgets" / "2024-department-budget.pdf",
]


def at_hand(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} is not at hand")


def read(source: Path | bytes) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(process(source).model_dump_json(by_alias=True))
    return data


def same(text: str | None) -> str:
    """Without the punctuation that a recogniser mixes up, or loses as a row of dots."""
    return re.sub(r"[：:.．…，,。、\s]", "", text or "")


@at_hand(SCAN)
def test_the_ministrys_layout_scanned() -> None:
    truth = json.loads(SCAN.with_suffix(".fields.json").read_text(encoding="utf-8"))
    fields, data = truth["fields"], read(SCAN)["declaration"]
    assert data["form"] == truth["title"] and data["fiscal_year"] == 2017
    assert (data["project"], data["department"], data["unit"], data["nature"]) == tuple(
        fields[key] for key in ("项目名称", "主管部门及代码", "实施单位", "项目属性")
    )
    assert data["attributes"] == {"项目期": fields["项目期"]} and data["currency_unit"] == "万元"
    assert data["period"] == {"from": "2017", "to": "2017"}
    assert [(row["item"], row["total"], row["annual"]) for row in data["funding"]] == [
        ("合计", "5730", "10730"),
        ("财政拨款", "3250", "6250"),
        ("其他资金", "2480", "4480"),
    ]
    goals = [text for key, text in fields.items() if key.startswith("总体目标/")]
    assert [same(data[half]["goal"]) for half in ("long_term", "annual")] == list(map(same, goals))
    rows = [
        [[row["level1"], row["level2"], same(row["level3"]), row["target"]["raw"]] for row in half]
        for half in (data["long_term"]["indicators"], data["annual"]["indicators"])
    ]
    wanted = truth["indicator_rows"]
    assert rows[0] == [[row[0], row[1], same(row[2]), row[3]] for row in wanted]
    assert rows[1] == [[row[0], row[4], same(row[5]), row[6]] for row in wanted]
    assert data["unplaced"] == []


def drawn(grid: list[list[str]]) -> bytes:
    """A grid as a ruled PDF: what is empty belongs to the cell at its left, or above it."""
    font = "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    style = ParagraphStyle("cell", fontName=font, fontSize=8, leading=10, wordWrap="CJK")
    starts: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            left = starts.get((row, column - 1))
            above = starts.get((row - 1, column))
            starts[row, column] = (
                (row, column) if text else (left if left and left[0] == row else above or (0, 0))
            )
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for place, start in starts.items():
        spans[start] = max(spans.get(start, place), place)
    content = [
        [Paragraph(text.replace("\n", "<br/>"), style) if text else "" for text in texts]
        for texts in grid
    ]
    commands: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    commands += [
        ("SPAN", (start[1], start[0]), (end[1], end[0]))
        for start, end in spans.items()
        if start != end
    ]
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Table(content, style=commands)])
    return out.getvalue()


@at_hand(GRID)
def test_dates_and_yuan_as_a_city_files_them() -> None:
    filing = read(drawn(json.loads(GRID.read_text(encoding="utf-8"))["grid"]))
    data = filing["declaration"]
    assert data["form"] == "项目支出绩效目标申报表"
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
    for half in ("long_term", "annual"):
        assert "1.完成市、区相关部门" in data[half]["goal"]
    rows = data["annual"]["indicators"]
    assert data["long_term"]["indicators"] == [] and len(rows) == 8
    assert [row["level1"] for row in rows] == [
        "成本指标", *["产出指标"] * 3, *["效益指标"] * 3, "满意度指标",
    ]  # fmt: skip
    assert rows[7]["level2"] == "服务对象满意度指标"
    assert (rows[1]["target"]["op"], rows[1]["target"]["value"]) == ("=", "100.00")
    assert rows[0]["target"]["text"] == "合理"
    assert data["unplaced"] == [] and filing["problems"] == []


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=at_hand(path)) for path in UNKNOWN],
    ids=lambda path: path.name,
)
def test_other_papers_are_no_such_form(path: Path) -> None:
    filing = read(path)
    assert filing["declaration"] is None and filing["findings"] == [] and filing["tables"]
    assert any("no form definition fits" in problem["message"] for problem in filing["problems"])


OVERVIEW = """
title = "项目总体情况"
version = "2016"
source = "a form that shenbao does not ship, defined by docs/forms.md alone"
pair = [
    { path = "project", labels = ["项目名称"] },
    { path = "builder", labels = ["建设单位"] },
    { path = "site", labels = ["建设地点"] },
    { path = "representative", labels = ["法人代表"] },
    { path = "preparer", labels = ["联系人"] },
    { path = "address", labels = ["通讯地址"] },
    { path = "phone", labels = ["联系电话"] },
    { path = "fax", labels = ["传真"] },
    { path = "post_code", labels = ["邮政编码"] },
    { path = "kind", labels = ["建设性质"] },
    { path = "branch", labels = ["行业类别及代码"] },
    { path = "report", labels = ["环境影响报告表名称"] },
    { path = "assessor", labels = ["环境影响评价单位"] },
    { path = "approved_by", labels = ["环境影响评价审批部门"] },
    { path = "approval", labels = ["批准文号"] },
    { path = "approved_on", labels = ["时间"], type = "date" },
    { path = "begun", labels = ["开工建设时间"], type = "moment" },
    { path = "tried", labels = ["投入试生产时间"], type = "moment" },
    { path = "designer", labels = ["环境保护设施设计单位"] },
    { path = "constructor", labels = ["环境保护设施施工单位"] },
    { path = "supervisor", labels = ["环境保护监理单位"] },
    { path = "planned", labels = ["投资总概算"], type = "amount" },
    { path = "planned_green", labels = ["其中环保投资"], type = "amount" },
    { path = "planned_share", labels = ["环保投资占总投资比例"], type = "share" },
    { path = "spent", labels = ["实际总投资"], type = "amount" },
    { path = "spent_green", labels = ["其中环保投资"], type = "amount" },
    { path = "spent_share", labels = ["环保投资占总投资比例"], type = "share" },
    { path = "approved_size", labels = ["环评核准建设规模"] },
    { path = "size", labels = ["实际建设规模"] },
]
"""


@at_hand(UNKNOWN[0])
def test_a_form_that_a_short_definition_teaches(tmp_path: Path) -> None:
    assert len(OVERVIEW.splitlines()) < 60
    (tmp_path / "overview.toml").write_text(OVERVIEW, encoding="utf-8")
    filing = process(UNKNOWN[0], ReadOptions(forms=tmp_path))
    declaration = json.loads(filing.model_dump_json(by_alias=True))["declaration"]
    assert declaration["form"] == "项目总体情况"
    assert (declaration["unplaced"], declaration["attributes"]) == ([], {})
    values = declaration["values"]
    # The fax is blank; of 建设性质 the ticked box is read or the group is doubtful.
    assert len(values) == 27
    blank = {path for path, value in values.items() if value is None}
    assert {"fax"} <= blank <= {"fax", "kind"}
    assert values["kind"] == "新建" or not filing.evidence["/values/kind"].sure
    for path, value in {
        "approved_on": "2012-12-21", "begun": "2014-07", "tried": "2016-10", "fax": None,
        "planned": "6621", "planned_green": "138", "planned_share": "2.1",
        "spent": "2800", "spent_green": "143", "spent_share": "5.1",
    }.items():  # fmt: skip
        assert values[path] == value
    printed = json.loads(UNKNOWN[0].with_suffix(".lines.json").read_text(encoding="utf-8"))
    answers = same("".join(line["text"] for line in printed if line["label"] == "answer"))
    for path in ("project", "builder", "branch", "report", "assessor", "designer"):
        assert same(values[path]) in answers
    assert filing.findings == []
