"""Writes sheets to PDF by way of flat OpenDocument text and LibreOffice.

Starting LibreOffice takes seconds, a filing a fraction of one: all sheets of a
corpus go through one call.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from corpus.layout import Layout
from corpus.places import Evidence, address, marks_of, take_places, with_print
from corpus.sheet import Grid, GridCell, Line, Run, Sheet

PROGRAMS = ("soffice", "libreoffice")
FIRST_LABEL = 2
"""The row of the funding block's label."""

BATCH = 40
"""Files a call: keeps a call well under its time limit."""

_RULINGS = {
    "thin": "0.5pt solid #000000",
    "thick": "1.5pt solid #000000",
    "double": "2.25pt double #000000",
    "dashed": "0.75pt dashed #000000",
    "dotted": "0.75pt dotted #000000",
    "grey": "0.75pt solid #999999",
}

_NUMBER = "<text:page-number text:select-page='current'/>"
_FOOTERS = {
    "none": "",
    "dash": f"— {_NUMBER} —",
    "of": f"第 {_NUMBER} 页 共 <text:page-count/> 页",
    "plain": _NUMBER,
}

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def program() -> str | None:
    """The LibreOffice that is installed, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def write_many(jobs: Sequence[tuple[Sheet, Layout, Path]]) -> list[tuple[Evidence, int]]:
    """Prints each sheet to its path; gives places and page counts in the same order.

    Raises `RuntimeError` where LibreOffice is not installed, leaves a file out or rows
    of a table.
    """
    soffice = program()
    if soffice is None:
        raise RuntimeError("LibreOffice is not installed: apt-get install libreoffice-writer")
    found = _printed(soffice, jobs)
    # Once in some hundred filings Writer loses rows between two pages, where both a label
    # and a row are cut; it does not where rows are kept together.
    again = [index for index, (evidence, _) in enumerate(found) if _is_short(evidence)]
    whole = [
        (sheet, replace(layout, break_rows=False), path)
        for sheet, layout, path in (jobs[index] for index in again)
    ]
    for index, one in zip(again, _printed(soffice, whole), strict=True):
        if _is_short(one[0]):
            raise RuntimeError(f"LibreOffice leaves rows out of {jobs[index][2].name}")
        found[index] = one
    return found


def _printed(
    soffice: str, jobs: Sequence[tuple[Sheet, Layout, Path]]
) -> list[tuple[Evidence, int]]:
    for start in range(0, len(jobs), BATCH):
        _convert(soffice, jobs[start : start + BATCH])
    found = []
    for sheet, _, path in jobs:
        evidence, pages = take_places(path, sheet)
        found.append((with_print(path, evidence), pages))
    return found


def _is_short(evidence: Evidence) -> bool:
    """Whether something was set and not printed."""
    return not all(evidence.values())


def _convert(soffice: str, jobs: Sequence[tuple[Sheet, Layout, Path]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for index, (sheet, layout, _) in enumerate(jobs):
            source = Path(folder) / f"{index}.fodt"
            source.write_text(document_of(sheet, layout), encoding="utf-8")
            sources.append(str(source))
        command = [
            soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, *sources,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, timeout=600, check=False)
        for index, (_, _, path) in enumerate(jobs):
            made = Path(folder) / f"{index}.pdf"
            if not made.exists():
                raise RuntimeError(f"LibreOffice printed nothing: {done.stderr.decode()[-500:]}")
            shutil.move(made, path)


def document_of(sheet: Sheet, layout: Layout) -> str:
    """The sheet as a flat OpenDocument text."""
    marks = marks_of(sheet)
    body = [_line(i, line, marks) for i, line in enumerate((*sheet.above, *sheet.below))]
    tables = [_table(i, grid, marks, layout) for i, grid in enumerate(sheet.grids)]
    above, below = body[: len(sheet.above)], body[len(sheet.above) :]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_fonts(layout)}<office:styles>{_base_styles(layout)}</office:styles>"
        f"<office:automatic-styles>{_page_styles(layout)}"
        f"{_line_styles((*sheet.above, *sheet.below), layout)}"
        f"{_table_styles(sheet.grids, layout)}</office:automatic-styles>"
        f"<office:master-styles>{_master(layout)}</office:master-styles>"
        f"<office:body><office:text>{''.join([*above, *tables, *below])}</office:text>"
        "</office:body></office:document>"
    )


def _fonts(layout: Layout) -> str:
    return (
        f'<office:font-face-decls><style:font-face style:name="F" '
        f"svg:font-family=\"'{layout.font}'\"/></office:font-face-decls>"
    )


def _text_properties(size: float, bold: bool = False) -> str:
    weight = "bold" if bold else "normal"
    return (
        f'<style:text-properties style:font-name="F" style:font-name-asian="F" '
        f'style:font-name-complex="F" fo:font-size="{size:.2f}pt" '
        f'style:font-size-asian="{size:.2f}pt" fo:font-weight="{weight}" '
        f'style:font-weight-asian="{weight}" fo:language="zh" fo:country="CN" '
        'style:language-asian="zh" style:country-asian="CN" fo:color="#000000" '
        'style:text-underline-style="none"/>'
    )


def _base_styles(layout: Layout) -> str:
    return (
        '<style:default-style style:family="paragraph">'
        f"{_text_properties(layout.size)}</style:default-style>"
        '<style:style style:name="Mark" style:family="text">'
        '<style:text-properties fo:color="#000000" style:text-underline-style="none"/>'
        "</style:style>"
    )


def _page_styles(layout: Layout) -> str:
    width, height = layout.page
    top, right, bottom, left = layout.margins
    turn = "landscape" if layout.landscape else "portrait"
    footer = (
        '<style:footer-style><style:header-footer-properties fo:min-height="16pt" '
        'fo:margin-top="4pt"/></style:footer-style>'
        if _FOOTERS[layout.footer]
        else ""
    )
    low = bottom - 20 if footer else bottom
    return (
        '<style:page-layout style:name="P"><style:page-layout-properties '
        f'fo:page-width="{width}pt" fo:page-height="{height}pt" style:print-orientation="{turn}" '
        f'fo:margin-top="{top}pt" fo:margin-right="{right}pt" fo:margin-bottom="{low}pt" '
        f'fo:margin-left="{left}pt"/>{footer}</style:page-layout>'
        + "".join(
            f'<style:style style:name="{name}" style:family="paragraph">'
            f'<style:paragraph-properties fo:text-align="{align}" fo:line-height="130%" '
            f'fo:text-indent="{indent}pt"/></style:style>'
            for name, align, indent in (
                ("center", "center", 0),
                ("left", "start", 0),
                ("right", "end", 0),
                ("text", "start", 2 * layout.size),
            )
        )
    )


def _line_styles(lines: Sequence[Line], layout: Layout) -> str:
    return "".join(
        f'<style:style style:name="line{i}" style:family="paragraph">'
        f'<style:paragraph-properties fo:text-align="{line.align}" '
        f'fo:margin-bottom="{line.after * layout.size:.1f}pt" fo:line-height="130%"/>'
        f"{_text_properties(line.scale * layout.size, line.bold)}</style:style>"
        for i, line in enumerate(lines)
    )


def _master(layout: Layout) -> str:
    shown = _FOOTERS[layout.footer]
    footer = f'<style:footer><text:p text:style-name="center">{shown}</text:p></style:footer>'
    return (
        '<style:master-page style:name="Standard" style:page-layout-name="P">'
        f"{footer if shown else ''}</style:master-page>"
    )


def _table_styles(grids: Sequence[Grid], layout: Layout) -> str:
    together = "auto" if layout.break_rows else "always"
    row = (
        '<style:style style:name="row" style:family="table-row">'
        f'<style:table-row-properties fo:keep-together="{together}"/></style:style>'
    )
    return row + "".join(
        f'<style:style style:name="T{i}" style:family="table"><style:table-properties '
        f'style:width="{layout.width:.2f}pt" table:align="left" table:border-model="collapsing" '
        'fo:margin-bottom="8pt"/></style:style>'
        + "".join(
            f'<style:style style:name="T{i}.{c}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{(b - a) * layout.width:.3f}pt"/>'
            "</style:style>"
            for c, (a, b) in enumerate(zip(grid.edges, grid.edges[1:], strict=False))
        )
        + "".join(_cell_style(f"T{i}.{c.row}.{c.column}", c, grid, layout) for c in grid.cells)
        for i, grid in enumerate(grids)
    )


def _cell_style(name: str, cell: GridCell, grid: Grid, layout: Layout) -> str:
    ruling = _RULINGS[layout.ruling]
    left_open = layout.open_left and cell.column == 0
    right_open = layout.open_right and cell.column + cell.column_span == grid.columns
    borders = (
        f'fo:border-top="{ruling}" fo:border-bottom="{ruling}" '
        f'fo:border-left="{"none" if left_open else ruling}" '
        f'fo:border-right="{"none" if right_open else ruling}"'
    )
    if layout.ruling == "double":
        borders += ' style:border-line-width="0.5pt 1.25pt 0.5pt"'
    shade = 'fo:background-color="#d9d9d9"' if layout.shaded and cell.role == "header" else ""
    writing = 'style:writing-mode="tb-rl"' if _is_turned(cell) else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties {borders} {shade} {writing} fo:padding="2pt" '
        'style:vertical-align="middle"/></style:style>'
    )


def _is_turned(cell: GridCell) -> bool:
    """Whether a label is set in Writer's vertical writing, else one character a line.

    Writer cuts vertical writing off at the page edge. The first label of the form
    stands at the top of the first page and is the one that is never cut.
    """
    return cell.vertical and cell.row <= FIRST_LABEL


def _run(run: Run, marks: Mapping[tuple[str, ...], int], stacked: bool = False) -> str:
    shown = escape(run.text).replace("  ", " <text:s/>")
    if stacked:
        shown = "<text:line-break/>".join(run.text)
    if not run.pointers:
        return shown
    return (
        f'<text:a xlink:type="simple" xlink:href="{address(marks[run.pointers])}" '
        f'text:style-name="Mark" text:visited-style-name="Mark">{shown}</text:a>'
    )


def _line(index: int, line: Line, marks: Mapping[tuple[str, ...], int]) -> str:
    runs = "".join(_run(run, marks) for run in line.runs)
    return f'<text:p text:style-name="line{index}">{runs}</text:p>'


def _table(index: int, grid: Grid, marks: Mapping[tuple[str, ...], int], layout: Layout) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="T{index}.{c}"/>' for c in range(grid.columns)
    )
    owner = {(c.row, c.column): c for c in grid.cells}
    rows = [
        '<table:table-row table:style-name="row">'
        + "".join(
            _cell(index, owner[row, column], marks)
            if (row, column) in owner
            else "<table:covered-table-cell/>"
            for column in range(grid.columns)
        )
        + "</table:table-row>"
        for row in range(grid.rows)
    ]
    head, body = rows[: grid.header_rows], rows[grid.header_rows :]
    if head and layout.repeat_header:
        head = ["<table:table-header-rows>", *head, "</table:table-header-rows>"]
    return (
        f'<table:table table:name="T{index}" table:style-name="T{index}">{columns}'
        f"{''.join([*head, *body])}</table:table>"
    )


def _cell(index: int, cell: GridCell, marks: Mapping[tuple[str, ...], int]) -> str:
    style = "text" if cell.role == "text" else cell.align
    stacked = cell.vertical and not _is_turned(cell)
    paragraphs = "".join(
        f'<text:p text:style-name="{style}">'
        f"{''.join(_run(run, marks, stacked) for run in p)}</text:p>"
        for p in cell.paragraphs
    )
    empty = f'<text:p text:style-name="{style}"/>'
    return (
        f'<table:table-cell table:style-name="T{index}.{cell.row}.{cell.column}" '
        f'table:number-columns-spanned="{cell.column_span}" '
        f'table:number-rows-spanned="{cell.row_span}">{paragraphs or empty}</table:table-cell>'
    )
