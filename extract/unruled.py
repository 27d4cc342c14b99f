"""Tables without rulings: camelot finds rows and columns, the glyphs are ours."""

import io
import warnings
from collections.abc import Sequence
from typing import Any

import camelot

from extract.grid import Grid, Region
from extract.records import Page

# A table of camelot's with a lower score (0-100) is running text.
MIN_ACCURACY = 70.0
MIN_COLUMNS = 3


def unruled_grids(data: bytes, page: Page, password: str | None = None) -> list[Grid]:
    """The grids that camelot sees in the gaps between the words of a page.

    `page` must stand as displayed (no turn); boxes come back in its coordinates.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables = camelot.read_pdf(
            io.BytesIO(data), pages=str(page.number), flavor="stream", password=password
        )
    return [
        grid
        for table in tables
        if table.accuracy >= MIN_ACCURACY and (grid := _grid(table, page.height)) is not None
    ]


def _grid(table: Any, height: float) -> Grid | None:
    columns: Sequence[tuple[float, float]] = table.cols
    rows: Sequence[tuple[float, float]] = table.rows
    if len(columns) < MIN_COLUMNS or len(rows) < 2:
        return None
    xs = (columns[0][0], *(end for _, end in columns))
    ys = (height - rows[0][0], *(height - end for _, end in rows))
    regions = tuple(
        Region(row, column, row + 1, column + 1)
        for row in range(len(rows))
        for column in range(len(columns))
    )
    owner = tuple(
        tuple(range(row * len(columns), (row + 1) * len(columns))) for row in range(len(rows))
    )
    return Grid(xs, ys, regions, owner)
