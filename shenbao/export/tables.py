"""The tables of a filing as CSV, Excel, HTML, JSON or Markdown.

Excel and HTML keep merged cells; CSV and Markdown, which can't, hold a merged
cell's text in its first position and leave the others empty.
"""

import csv
import html
import io
from collections.abc import Callable, Sequence
from typing import Literal

import orjson
import xlsxwriter

from normalize.models import CellModel, TableModel
from shenbao.export.spreadsheet import as_number, defuse, fit
from shenbao.places import pages_named

Format = Literal["csv", "xlsx", "html", "json", "md"]
Tables = Sequence[TableModel]

STYLE = (
    "body{font-family:sans-serif}table{border-collapse:collapse;margin:1em 0}"
    "td{border:1px solid #999;padding:.2em .5em;vertical-align:top}"
    "caption{text-align:left;color:#555}"
)


def render_tables(tables: Tables, to: Format, title: str) -> bytes:
    """All tables of a filing in one file of the given format (UTF-8 where it is text)."""
    writers: dict[Format, Callable[[], bytes]] = {
        "csv": lambda: to_csv(tables).encode(),
        "xlsx": lambda: to_xlsx(tables),
        "html": lambda: to_html(tables, title).encode(),
        "json": lambda: to_json(tables),
        "md": lambda: to_markdown(tables).encode(),
    }
    return writers[to]()


def grid(table: TableModel) -> list[list[str]]:
    """Rows of texts; a merged cell stands in its first position."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def caption(number: int, table: TableModel) -> str:
    """`Table 2 (pages 3-5)`."""
    return f"Table {number} ({pages_named(table.pages)})"


def to_csv(tables: Tables) -> str:
    """Tables one after the other, a blank line between them."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            buffer.write("\r\n")
        writer.writerows([defuse(text) for text in row] for row in grid(table))
    return buffer.getvalue()


def to_json(tables: Tables) -> bytes:
    """`{"tables": [...]}`, each as in a filing's document."""
    document = {"tables": [table.model_dump(mode="json") for table in tables]}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def to_markdown(tables: Tables) -> str:
    """Pipe tables under headings; the first row is taken for the header."""
    return "\n".join(_markdown(number, table) for number, table in enumerate(tables, start=1))


def _markdown(number: int, table: TableModel) -> str:
    rows = [[_markdown_text(text) for text in row] for row in grid(table)]
    rows.insert(1, ["---"] * table.columns)
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"## {caption(number, table)}", "", *lines, ""])


def _markdown_text(text: str) -> str:
    return html.escape(text, quote=False).replace("|", "\\|").replace("\n", "<br>")


def to_html(tables: Tables, title: str) -> str:
    """A page with every table, merged cells as `rowspan` and `colspan`."""
    body = "\n".join(_html_table(number, table) for number, table in enumerate(tables, start=1))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _html_table(number: int, table: TableModel) -> str:
    starts = {(cell.row, cell.column): cell for cell in table.cells}
    covered = {place for cell in table.cells for place in _positions(cell)}
    lines = [f"<table>\n<caption>{caption(number, table)}</caption>"]
    for row in range(table.rows):
        cells: list[str] = []
        for column in range(table.columns):
            cell = starts.get((row, column))
            if cell is not None:
                cells.append(_html_cell(cell))
            elif (row, column) not in covered:
                # A hole that no ruling encloses still takes its room.
                cells.append("<td></td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def _positions(cell: CellModel) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]


def _html_cell(cell: CellModel) -> str:
    spans = "".join(
        f' {name}="{span}"'
        for name, span in (("rowspan", cell.row_span), ("colspan", cell.column_span))
        if span > 1
    )
    return f"<td{spans}>{html.escape(cell.text).replace(chr(10), '<br>')}</td>"


def to_xlsx(tables: Tables) -> bytes:
    """A workbook, one sheet a table, merged cells merged; text is never a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for number, table in enumerate(tables, start=1):
            _fill_sheet(workbook, number, table)
        if not tables:
            workbook.add_worksheet("no tables")
    return buffer.getvalue()


def _fill_sheet(workbook: xlsxwriter.Workbook, number: int, table: TableModel) -> None:
    sheet = workbook.add_worksheet(caption(number, table)[:31])
    look = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    shapes = {"": workbook.add_format(look)}
    plain = shapes[""]
    for cell in table.cells:
        last = (cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        if last != (cell.row, cell.column):
            sheet.merge_range(cell.row, cell.column, *last, "", plain)
        number_format = as_number(cell.text.strip())
        if number_format is None:
            sheet.write_string(cell.row, cell.column, fit(cell.text), plain)
        else:
            value, shape = number_format
            if shape not in shapes:
                shapes[shape] = workbook.add_format(look | {"num_format": shape})
            sheet.write_number(cell.row, cell.column, value, shapes[shape])
    for column, width in enumerate(_widths(table)):
        sheet.set_column(column, column, width)


def _widths(table: TableModel) -> list[float]:
    """Column widths in characters, after the boxes on paper (about 5.5 points a character)."""
    widths = [8.0] * table.columns
    for cell in table.cells:
        if cell.column_span == 1:
            widths[cell.column] = max(widths[cell.column], (cell.bbox[2] - cell.bbox[0]) / 5.5)
    return widths
