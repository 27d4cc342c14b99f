"""Writes a sheet to PDF by way of HTML and Chromium."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from corpus.layout import Layout
from corpus.places import Evidence, address, marks_of, take_places
from corpus.sheet import Grid, GridCell, Line, Run, Sheet

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

_RULINGS = {
    "thin": "0.75pt solid #000",
    "thick": "1.5pt solid #000",
    "double": "2.25pt double #000",
    "dashed": "0.75pt dashed #000",
    "dotted": "0.75pt dotted #000",
    "grey": "0.75pt solid #999",
}

_FOOTERS = {
    "none": "",
    "dash": '"— " counter(page) " —"',
    "of": '"第 " counter(page) " 页 共 " counter(pages) " 页"',
    "plain": "counter(page)",
}


def program() -> str | None:
    """The Chromium that is installed, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def write(sheet: Sheet, layout: Layout, path: Path) -> tuple[Evidence, int]:
    """Prints the sheet to `path`; gives the places of its leaves and the page count.

    Raises `RuntimeError` where Chromium is not installed or prints nothing.
    """
    chromium = program()
    if chromium is None:
        raise RuntimeError("Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "filing.html"
        page.write_text(html_of(sheet, layout), encoding="utf-8")
        command = [
            chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={path}", page.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    if not path.exists():
        raise RuntimeError(f"Chromium printed nothing: {done.stderr.decode()[-500:]}")
    return take_places(path, sheet)


def html_of(sheet: Sheet, layout: Layout) -> str:
    """The sheet as one HTML page."""
    marks = marks_of(sheet)
    body = [
        *(_line(line, marks, layout) for line in sheet.above),
        *(_table(grid, marks, layout) for grid in sheet.grids),
        *(_line(line, marks, layout) for line in sheet.below),
    ]
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>{_css(layout)}'
        f"</style></head><body>{''.join(body)}</body></html>"
    )


def _css(layout: Layout) -> str:
    width, height = layout.page
    margins = " ".join(f"{m}pt" for m in layout.margins)
    breaking = "break-all" if layout.break_words else "normal"
    rows = "auto" if layout.break_rows else "avoid"
    footer = _FOOTERS[layout.footer]
    size = layout.size
    font = f"{size}pt '{layout.font}'"
    box = f"@bottom-center {{ content: {footer}; font: {font}; }}" if footer else ""
    return f"""
@page {{ size: {width}pt {height}pt; margin: {margins}; {box} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; font: {size}pt/1.35 '{layout.font}'; }}
a {{ color: inherit; text-decoration: none; }}
p {{ margin: 0; }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; margin-bottom: 8pt; }}
td {{ border: {_RULINGS[layout.ruling]}; padding: 2pt 2.5pt; word-break: {breaking};
  overflow-wrap: anywhere; vertical-align: middle; }}
tr {{ break-inside: {rows}; }}
thead {{ display: {"table-header-group" if layout.repeat_header else "table-row-group"}; }}
.noleft {{ border-left: none; }} .noright {{ border-right: none; }}
.shaded {{ background: #d9d9d9; }}
.left {{ text-align: left; }} .center {{ text-align: center; }} .right {{ text-align: right; }}
.text p {{ text-indent: 2em; }}
.vertical div {{ writing-mode: vertical-rl; margin: 0 auto; display: inline-block; }}
"""


def _run(run: Run, marks: Mapping[tuple[str, ...], int]) -> str:
    shown = escape(run.text).replace("  ", "&nbsp; ")
    if not run.pointers:
        return shown
    return f'<a href="{address(marks[run.pointers])}">{shown}</a>'


def _line(line: Line, marks: Mapping[tuple[str, ...], int], layout: Layout) -> str:
    style = (
        f"font-size:{line.scale * layout.size:.2f}pt;"
        f"margin-bottom:{line.after * layout.size:.1f}pt;"
        f"font-weight:{'bold' if line.bold else 'normal'}"
    )
    runs = "".join(_run(run, marks) for run in line.runs)
    return f'<p class="{line.align}" style="{style}">{runs}</p>'


def _table(grid: Grid, marks: Mapping[tuple[str, ...], int], layout: Layout) -> str:
    widths = (b - a for a, b in zip(grid.edges, grid.edges[1:], strict=False))
    columns = "".join(f'<col style="width:{w * 100:.4f}%">' for w in widths)
    rows = [_row(grid, row, marks, layout) for row in range(grid.rows)]
    head, body = rows[: grid.header_rows], rows[grid.header_rows :]
    thead = f"<thead>{''.join(head)}</thead>" if head else ""
    return f"<table><colgroup>{columns}</colgroup>{thead}<tbody>{''.join(body)}</tbody></table>"


def _row(grid: Grid, row: int, marks: Mapping[tuple[str, ...], int], layout: Layout) -> str:
    cells = "".join(_cell(cell, grid, marks, layout) for cell in grid.row_cells(row))
    return f"<tr>{cells}</tr>"


def _cell(cell: GridCell, grid: Grid, marks: Mapping[tuple[str, ...], int], layout: Layout) -> str:
    names: list[str] = [cell.role, cell.align]
    if layout.open_left and cell.column == 0:
        names.append("noleft")
    if layout.open_right and cell.column + cell.column_span == grid.columns:
        names.append("noright")
    if layout.shaded and cell.role == "header":
        names.append("shaded")
    if cell.vertical:
        names.append("vertical")
    content = "".join(
        f"<p>{''.join(_run(run, marks) for run in paragraph)}</p>" for paragraph in cell.paragraphs
    )
    if cell.vertical:
        content = f"<div>{content}</div>"
    spans = f'rowspan="{cell.row_span}" colspan="{cell.column_span}"'
    return f'<td class="{" ".join(names)}" {spans}>{content or "&nbsp;"}</td>'
