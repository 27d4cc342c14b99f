"""Records of a paper made from text: tables from grids, documents from both.

A grid has a row a line and cells between bars. `<` belongs to the cell at the
left, `^` to the one above, `⏎` ends a line within a cell:

    部门职能概述 | 1、宣传政策；⏎2、办理业务。 | <
    收入构成     | 财政拨款                    | 428.34
    ^            | 合计                        | 428.34
"""

from collections.abc import Sequence
from dataclasses import replace

from extract.records import Box, Cell, Document, PageSize, Place, Table, TextLine

SIZE = 10.0
"""Every character is this wide and high, an ASCII one half as wide."""


def text_line(text: str, x: float = 0, top: float = 0, page: int = 1) -> TextLine:
    boxes, left = [], x
    for char in text:
        width = SIZE / 2 if char.isascii() else SIZE
        boxes.append(Box(left, top, left + width, top + SIZE))
        left += width
    return TextLine(page, Box(x, top, left, top + SIZE), text, tuple(boxes))


def text_lines(text: str, x: float = 0, top: float = 0, page: int = 1) -> tuple[TextLine, ...]:
    """One a line of `text`, blank ones left out."""
    return tuple(
        text_line(part.strip(), x, top + 12 * number, page)
        for number, part in enumerate(text.split("⏎"))
        if part.strip()
    )


def parsed(grid: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in grid.strip().splitlines()]
    assert len({len(row) for row in rows}) == 1, [len(row) for row in rows]
    return rows


def table(
    grid: str, page: int = 1, width: float = 100, top: float = 50, turns: Sequence[int] = ()
) -> Table:
    """A table whose columns are all `width` wide, its rows 20 high.

    It begins on `page`; rows at `turns` are the first of a page.
    """
    rows = parsed(grid)
    height, columns = len(rows), len(rows[0])
    on = [page + sum(turn <= row for turn in turns) for row in range(height)]
    cells = []
    for row in range(height):
        for column in range(columns):
            text = rows[row][column]
            if text in ("<", "^"):
                continue
            right, bottom = column + 1, row + 1
            while right < columns and rows[row][right] == "<":
                right += 1
            while bottom < height and rows[bottom][column] == "^":
                bottom += 1
            places = tuple(
                Place(number, Box(width * column, top + 20 * row, width * right, top + 20 * bottom))
                for number in sorted(set(on[row:bottom]))
            )
            lines = text_lines(text, width * column + 4, top + 20 * row + 4, on[row])
            cells.append(Cell(row, column, bottom - row, right - column, places, lines))
    return Table(tuple(sorted(set(on))), height, columns, tuple(cells))


def recognised(paper: Table, reader: str = "rapidocr") -> Table:
    """The table as it is read from a scan."""
    cells = tuple(
        replace(cell, lines=tuple(replace(line, reader=reader) for line in cell.lines))
        for cell in paper.cells
    )
    return replace(paper, cells=cells)


def document(*tables: Table, lines: Sequence[str | TextLine] = (), pages: int = 1) -> Document:
    """`lines` stand above the first table, 5 points from each other."""
    return Document(
        tuple(PageSize(number, 600, 800, "digital") for number in range(1, pages + 1)),
        tables,
        tuple(
            text_line(line, 50, 5 * number) if isinstance(line, str) else line
            for number, line in enumerate(lines)
        ),
    )
