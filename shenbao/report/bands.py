"""What of a page is shown beside a finding: the rows that its values stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from normalize.models import BoxModel, TableModel

PAD = 3.0
"""Points around a band, so that its rulings are seen."""

NEAR = 26.0
"""Bands that are less than a row apart are shown as one: rows of filings are 17 to 30 points."""

MOST_AROUND = 90.0
"""A cell that reaches further beyond its value (a label over twenty rows, a page of text
around one sentence) is not shown whole."""

PAPERS = ((595.3, 841.9), (841.9, 595.3), (841.9, 1190.6), (1190.6, 841.9))
"""A4 and A3, upright and lying, in points."""


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a page (from 1), in points from its top left."""

    page: int
    box: BoxModel

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        x0, top, x1, bottom = self.box
        return round(x1 - x0, 1), round(bottom - top, 1)


Cells = dict[int, list[BoxModel]]


def cells_by_page(tables: Iterable[TableModel]) -> Cells:
    """The boxes of all cells, by page."""
    found: Cells = {}
    for table in tables:
        for cell in table.cells:
            found.setdefault(cell.page, []).append(cell.bbox)
            for place in cell.continues:
                found.setdefault(place.page, []).append(place.bbox)
    return found


def bands_of(places: Iterable[tuple[int, BoxModel]], cells: Cells) -> tuple[Band, ...]:
    """The bands that show `places`, in the order of the pages; those that touch are one."""
    rows = sorted({_row_of(page, box, cells.get(page, ())) for page, box in places}, key=_order)
    bands: list[Band] = []
    for row in rows:
        before = bands[-1] if bands else None
        if before and before.page == row.page and row.box[1] - before.box[3] < NEAR:
            bands[-1] = Band(row.page, _hull([before.box, row.box]))
        else:
            bands.append(row)
    return tuple(bands)


def _order(band: Band) -> tuple[int, float]:
    return band.page, band.box[1]


def _row_of(page: int, box: BoxModel, cells: Sequence[BoxModel]) -> Band:
    """The row of a value: as high as its cell, as wide as the table."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    around = [cell for cell in cells if _holds(cell, x, y) and _is_close(cell, box)]
    top = min([box[1], *(cell[1] for cell in around)])
    bottom = max([box[3], *(cell[3] for cell in around)])
    beside = [cell for cell in cells if cell[1] < bottom and cell[3] > top]
    left = min([box[0], *(cell[0] for cell in beside)])
    right = max([box[2], *(cell[2] for cell in beside)])
    return Band(
        page,
        (round(left - PAD, 1), round(top - PAD, 1), round(right + PAD, 1), round(bottom + PAD, 1)),
    )


def _holds(cell: BoxModel, x: float, y: float) -> bool:
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def _is_close(cell: BoxModel, box: BoxModel) -> bool:
    return box[1] - cell[1] <= MOST_AROUND and cell[3] - box[3] <= MOST_AROUND


def _hull(boxes: Sequence[BoxModel]) -> BoxModel:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def inside(box: BoxModel, band: Band) -> BoxModel:
    """A box in percent of a band: left, top, width, height; at most the whole of it."""
    x0, top, x1, bottom = band.box
    wide, high = max(x1 - x0, 1.0), max(bottom - top, 1.0)
    left, upper = max(box[0] - 1, x0), max(box[1] - 1, top)
    right, lower = min(box[2] + 1, x1), min(box[3] + 1, bottom)
    return (
        round((left - x0) / wide * 100, 2),
        round((upper - top) / high * 100, 2),
        round(max(right - left, 0) / wide * 100, 2),
        round(max(lower - upper, 0) / high * 100, 2),
    )


def paper_of(boxes: Sequence[BoxModel]) -> tuple[float, float]:
    """Width and height of a sheet, in points, that holds what stands on a page: nobody
    noted its size, and the file is gone.
    """
    right = max((box[2] for box in boxes), default=0.0)
    bottom = max((box[3] for box in boxes), default=0.0)
    for width, height in PAPERS:
        if right <= width and bottom <= height:
            return width, height
    return right + 10 * PAD, bottom + 10 * PAD
