import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from sample_filing import TABLE, cell, filing

from normalize.models import TableModel
from shenbao.export.frames import WORKBOOK, write_csv, write_xlsx
from shenbao.export.spreadsheet import as_number, defuse
from shenbao.export.tables import to_csv, to_html, to_json, to_markdown, to_xlsx
from shenbao.frames import COLUMNS, frames_of


class _Cells(HTMLParser):
    """The cells of an HTML page: attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], str]] = []
        self.rows = 0
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.rows += tag == "tr"
        if tag == "td":
            self.found.append((dict(attrs), ""))
            self.inside = True
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.inside:
            attributes, text = self.found[-1]
            self.found[-1] = attributes, text + data


def test_html_keeps_the_spans_and_fills_holes() -> None:
    page = to_html([TABLE], "申报 <表>")
    cells = _Cells()
    cells.feed(page)
    assert cells.rows == 3
    assert cells.found == [
        ({"colspan": "2"}, "合并|的\n单元格"),
        ({"rowspan": "2"}, "=1+1"),
        ({}, "1,280.50"),
        ({}, "<007>"),
        ({}, "007"),
        ({}, "≥95%"),
        ({}, ""),
    ]
    assert "<title>申报 &lt;表&gt;</title>" in page and 'charset="utf-8"' in page


def test_excel_keeps_the_spans_and_the_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([TABLE, TABLE])))
    assert book.sheetnames == ["Table 1 (pages 2-3)", "Table 2 (pages 2-3)"]
    sheet = book.worksheets[0]
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:B1", "C1:C2"]
    assert sheet["A1"].value == "合并|的\n单元格"
    assert (sheet["C1"].value, sheet["C1"].data_type) == ("=1+1", "s")
    assert (sheet["A2"].value, sheet["A2"].number_format) == (1280.5, "#,##0.00")
    assert (sheet["A3"].value, sheet["B3"].value) == ("007", "≥95%")


def test_an_excel_file_without_tables_opens() -> None:
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx([]))).sheetnames == ["no tables"]


def test_excel_takes_any_text() -> None:
    nasty = ["\x00\x07", "长" * 40000, "_x0041_", "https://example.org/" + "a" * 3000]
    table = TableModel(
        pages=[1], rows=4, columns=1, cells=[cell(row, 0, text) for row, text in enumerate(nasty)]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([table]))).worksheets[0]
    assert sheet["A2"].value == "长" * 32766 + "…"
    assert sheet["A4"].value == nasty[3]
    assert sheet["A4"].hyperlink is None


def test_csv_has_a_merged_cell_once_and_a_blank_line_between_tables() -> None:
    rows = list(csv.reader(io.StringIO(to_csv([TABLE, TABLE]))))
    one = [["合并|的\n单元格", "", "'=1+1"], ["1,280.50", "<007>", ""], ["007", "≥95%", ""]]
    assert rows == [*one, [], *one]


def test_markdown() -> None:
    assert to_markdown([TABLE]) == (
        "## Table 1 (pages 2-3)\n\n"
        "| 合并\\|的<br>单元格 |  | =1+1 |\n"
        "| --- | --- | --- |\n"
        "| 1,280.50 | &lt;007&gt; |  |\n"
        "| 007 | ≥95% |  |\n"
    )


def test_json_is_that_of_the_contract() -> None:
    (table,) = json.loads(to_json([TABLE]))["tables"]
    assert TableModel.model_validate(table) == TABLE
    assert table["cells"][0] == {
        "row": 0,
        "column": 0,
        "row_span": 1,
        "column_span": 2,
        "text": "合并|的\n单元格",
        "page": 2,
        "bbox": [85.1, 210.4, 133.0, 224.9],
        "continues": [],
    }


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-", "-"),
        ("-5.2%", "-5.2%"),
        ("+1,000", "+1,000"),
        ("≥95%", "≥95%"),
        ("—", "—"),
        ("", ""),
    ],
)
def test_no_text_is_taken_for_a_formula(text: str, safe: str) -> None:
    assert defuse(text) == safe


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("28", (28.0, "0")),
        ("428.340", (428.34, "0.000")),
        ("-1,280.50", (-1280.5, "#,##0.00")),
        ("0", (0.0, "0")),
        ("007", None),
        ("1,28", None),
        ("12345678901234567", None),
        ("1.", None),
        ("95%", None),
        ("", None),
    ],
)
def test_numbers_are_those_that_a_float_keeps(text: str, number: object) -> None:
    assert as_number(text) == number


def test_frames_as_csv_have_a_bom_and_exact_decimals(tmp_path: Path) -> None:
    write_csv(frames_of([filing()]), tmp_path)
    raw = (tmp_path / "funding.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert (first["amount"], first["prior_year_amount"]) == ("428.340", "416.90")
    assert second["amount"] == ""
    (project,) = csv.DictReader((tmp_path / "projects.csv").open(encoding="utf-8-sig", newline=""))
    assert project["name"].startswith("'=cmd")
    assert project["purpose"] == "-"
    assert "陈安" not in raw.decode() and not list(tmp_path.glob(".*"))


def test_frames_as_excel_have_numbers_and_no_formulas(tmp_path: Path) -> None:
    write_xlsx(frames_of([filing()]), tmp_path)
    book = openpyxl.load_workbook(tmp_path / WORKBOOK)
    assert book.sheetnames == list(COLUMNS)
    rows = list(book["projects"].iter_rows(values_only=True))
    project = dict(zip(rows[0], rows[1], strict=True))
    assert project["total_budget"] == 116.88
    assert project["name"] == "=cmd|' /C calc'!A0"
    assert book["projects"]["G2"].data_type == "s"
    indicators = list(book["indicators"].iter_rows(values_only=True))
    dated = dict(zip(indicators[0], indicators[4], strict=True))
    assert str(dated["target_date"]) == "2024-12-31 00:00:00"


def test_frames_of_nothing(tmp_path: Path) -> None:
    write_csv(frames_of([]), tmp_path)
    write_xlsx(frames_of([]), tmp_path)
    assert (tmp_path / "findings.csv").read_text("utf-8-sig").startswith("file,part,department")
