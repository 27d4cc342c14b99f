"""Pages to a document: laid out, stitched, boxes as the pages are displayed."""

from collections.abc import Iterable
from dataclasses import replace

from extract.layout import Layout, lay_out
from extract.records import (
    Box,
    Cell,
    Document,
    Page,
    PageSize,
    Place,
    Problem,
    Table,
    TextLine,
)
from extract.stitch import stitch
from extract.tabular import looks_tabular
from extract.turning import turn_box
from extract.verify import verified


def assemble(
    pages: Iterable[Page],
    others: Iterable[Page] | None = None,
    *,
    data: bytes | None = None,
    password: str | None = None,
) -> Document:
    """All pages of a filing as one document.

    `others` are the same pages as a second reader saw them: cells on which the
    two disagree are doubtful. With `data`, the file itself, tables without
    rulings are looked for on pages that have no others.
    """
    seconds = iter(others) if others is not None else None
    sizes: list[PageSize] = []
    layouts: list[Layout] = []
    problems: list[Problem] = []
    turned: dict[int, Page] = {}
    for page in pages:
        displayed = (page.height, page.width) if page.turn % 2 else (page.width, page.height)
        sizes.append(PageSize(page.number, *displayed, page.kind))
        problems += page.problems
        if page.turn:
            turned[page.number] = page
        layout = _lay_out(page, layouts[-1] if layouts else None, data, password)
        if seconds is not None and (second := next(seconds, None)) is not None:
            if second.kind == page.kind:
                layout = verified(layout, lay_out(second, layouts[-1] if layouts else None))
            else:
                message = f"the second reader could not read page {page.number}"
                problems.append(Problem("verify", message, page.number))
        layouts.append(layout)
    tables = stitch(layouts)
    lines = [line for layout in layouts for line in layout.lines]
    if turned:
        tables = [_table_back(table, turned) for table in tables]
        lines = [_line_back(line, turned) for line in lines]
    problems += [
        Problem("cells", f"{cell.doubt}: {cell.text!r}", cell.page, cell.places[0].box)
        for table in tables
        for cell in table.cells
        if cell.doubt
    ]
    return Document(
        tuple(sizes),
        tuple(tables),
        tuple(lines),
        tuple(problems),
        len(sizes),
    )


def _lay_out(page: Page, before: Layout | None, data: bytes | None, password: str | None) -> Layout:
    layout = lay_out(page, before)
    if layout.tables or data is None or page.turn or not looks_tabular(page):
        return layout
    # camelot takes a second to import, and hardly any filing needs it.
    from extract.unruled import unruled_grids

    found = unruled_grids(data, page, password)
    return lay_out(page, found=found) if found else layout


def _table_back(table: Table, turned: dict[int, Page]) -> Table:
    if turned.keys().isdisjoint(table.pages):
        return table
    return replace(table, cells=tuple(_cell_back(cell, turned) for cell in table.cells))


def _cell_back(cell: Cell, turned: dict[int, Page]) -> Cell:
    return replace(
        cell,
        places=tuple(
            Place(place.page, _box_back(place.box, turned.get(place.page))) for place in cell.places
        ),
        lines=tuple(_line_back(line, turned) for line in cell.lines),
    )


def _line_back(line: TextLine, turned: dict[int, Page]) -> TextLine:
    page = turned.get(line.page)
    if page is None:
        return line
    boxes = tuple(_box_back(box, page) for box in line.boxes)
    return replace(line, box=_box_back(line.box, page), boxes=boxes)


def _box_back(box: Box, page: Page | None) -> Box:
    """The box on the page as displayed."""
    if page is None:
        return box
    return turn_box(box, page.width, page.height, -page.turn % 4)
