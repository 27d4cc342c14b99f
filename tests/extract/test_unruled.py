"""Tables without rulings: found by camelot where the text stands in columns."""

import pytest
from drawn import PAGE, glyphs, page, pdf, texts
from reportlab.pdfgen.canvas import Canvas

from extract.document import assemble
from extract.pdfium import opened
from extract.records import Document
from extract.tabular import looks_tabular

ROWS = [
    ["Item", "Amount", "Share"],
    ["Grants", "428.34", "98.62%"],
    ["Fees", "6.00", "1.38%"],
    ["Carried over", "12.50", "2.80%"],
    ["Other income", "3.25", "0.75%"],
    ["Total", "434.34", "100.00%"],
]
CHINESE = [
    ["收支项目", "当年金额", "占比"],
    ["财政拨款", "428.34", "98.62%"],
    ["事业收入", "6.00", "1.38%"],
    ["上年结转", "12.50", "2.80%"],
    ["其他收入", "3.25", "0.75%"],
    ["合计", "434.34", "100.00%"],
]
COLUMNS = (30, 130, 220)


def drawn(rows: list[list[str]], columns: tuple[int, ...] = COLUMNS) -> bytes:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for x, text in zip(columns, row, strict=True):
                canvas.drawString(x, 340 - 18 * number, text)

    return pdf(draw)


def read(data: bytes) -> Document:
    with opened(data) as file:
        return assemble([file.read(1)], data=data)


@pytest.mark.parametrize("rows", [ROWS, CHINESE], ids=["latin", "chinese"])
def test_rows_and_columns_without_rulings(rows: list[list[str]]) -> None:
    (table,) = read(drawn(rows)).tables
    assert (table.rows, table.columns) == (len(rows), 3)
    assert texts(table) == [
        (row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line)
    ]
    assert not any(cell.doubt for cell in table.cells)
    for cell in table.cells:
        x0, top, x1, bottom = cell.places[0].box
        line = cell.lines[0].box
        assert (
            x0 - 1 <= line.x0 < line.x1 <= x1 + 1
            and top - 3 <= line.top < line.bottom <= bottom + 3
        )
        assert 0 <= x0 < x1 <= PAGE[0] and 0 <= top < bottom <= PAGE[1]


PROSE = "承担中小河流治理、河湖长制日常巡查、水资源节约与\n" * 12
TABULAR = [
    ("columns", "\n".join("甲    428.34    98.62%" for _ in range(5)), True),
    ("too few lines", "\n".join("甲    428.34    98.62%" for _ in range(3)), False),
    ("two columns", "\n".join("甲    428.34" for _ in range(9)), False),
    ("prose", PROSE, False),
    ("a signature line", "填报人：陈安    电话：138    日期：2023年\n" + PROSE, False),
    ("nothing", "", False),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in TABULAR], ids=[case[0] for case in TABULAR]
)
def test_looks_tabular(text: str, expected: bool) -> None:
    assert looks_tabular(page((), glyphs(text, 20, 20))) is expected


def test_prose_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(12):
            canvas.drawString(30, 340 - 14 * number, "承担中小河流治理、河湖长制日常巡查、水资源")

    document = read(pdf(draw))
    assert document.tables == () and len(document.lines) == 12


def test_without_the_file_nothing_is_looked_for() -> None:
    with opened(drawn(ROWS)) as file:
        assert assemble([file.read(1)]).tables == ()
