"""Pages to a document: laid out, stitched, boxes as the pages are displayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from extract.below import Shift, moved_page, shift_below
from extract.layout import Layout, lay_out
from extract.records import (
    Box,
    Cell,
    Document,
    Page,
    PageSize,
    Place,
    Problem,
    Restore,
)
from extract.stitch import stitch
from extract.tabular import looks_tabular
from extract.textlayer import UNREAD
from extract.turning import turn_box
from extract.verify import verified


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that was read from its picture.

    `width` and `height` are those of the page as displayed. `layout` is in points
    of the straightened page, from which `to_page` leads to the page as displayed,
    where `seals` lie.
    """

    width: float
    height: float
    layout: Layout
    to_page: Restore
    seals: tuple[Box, ...] = ()
    problems: tuple[Problem, ...] = ()


class Scanner(Protocol):
    """Reads pages that are pictures."""

    def __call__(self, page: Page, before: Layout | None) -> Scan:
        """Reads one page; `before` is the layout of the last before that is not blank."""
        ...


def assemble(
    pages: Iterable[Page],
    others: Iterable[Page] | None = None,
    *,
    data: bytes | None = None,
    password: str | None = None,
    scanner: Scanner | None = None,
) -> Document:
    """All pages of a filing as one document.

    `others` are the same pages as a second reader saw them: cells on which the
    two disagree are doubtful. With `data`, the file itself, tables without
    rulings are looked for on pages that have no others. Without a `scanner`,
    pages that are pictures stay unread, which is said as a problem.
    """
    seconds = iter(others) if others is not None else None
    sizes: list[PageSize] = []
    layouts: list[Layout] = []
    problems: list[Problem] = []
    seals: list[Place] = []
    turned: dict[int, Restore] = {}
    moved: set[int] = set()
    for page in pages:
        before = next((layout for layout in reversed(layouts) if not layout.is_blank), None)
        if page.kind == "scanned" and scanner is not None:
            scan = scanner(page, before)
            sizes.append(PageSize(page.number, scan.width, scan.height, page.kind))
            problems += [problem for problem in page.problems if problem.stage != UNREAD]
            problems += scan.problems
            seals += [Place(page.number, box) for box in scan.seals]
            turned[page.number] = scan.to_page
            moved.add(page.number)
            layouts.append(scan.layout)
            if seconds is not None:
                next(seconds, None)
            continue
        displayed = (page.height, page.width) if page.turn % 2 else (page.width, page.height)
        sizes.append(PageSize(page.number, *displayed, page.kind))
        problems += page.problems
        if page.turn:
            turned[page.number] = _turned_back(page)
        layout = _lay_out(page, before, data, password)
        if before is not None and before.number in moved and (shift := _shift(layout, before)):
            page = moved_page(page, shift)
            layout = _lay_out(page, before, data, password)
            moved.add(page.number)
            turned[page.number] = _shifted_back(shift, turned.get(page.number))
        if seconds is not None and (second := next(seconds, None)) is not None:
            if second.kind == page.kind:
                layout = verified(layout, lay_out(second, before))
            else:
                message = f"the second reader could not read page {page.number}"
                problems.append(Problem("verify", message, page.number))
        layouts.append(layout)
    tables = stitch(layouts)
    lines = [line for layout in layouts for line in layout.lines]
    problems += [
        Problem("cells", f"{cell.doubt}: {cell.text!r}", cell.page, _displayed(cell, turned))
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
        tuple(seals),
        turned,
    )


def _displayed(cell: Cell, turned: dict[int, Restore]) -> Box:
    page, box = cell.places[0]
    return turned[page](box) if page in turned else box


def _turned_back(page: Page) -> Restore:
    return lambda box: turn_box(box, page.width, page.height, -page.turn % 4)


def _shift(layout: Layout, before: Layout) -> Shift | None:
    """How a digital page is to move to go on below a scanned one."""
    if not layout.tables or not before.tables:
        return None
    return shift_below(layout.tables[0].grid, before.tables[-1].grid)


def _shifted_back(shift: Shift, restore: Restore | None) -> Restore:
    return shift.back if restore is None else lambda box: restore(shift.back(box))


def _lay_out(page: Page, before: Layout | None, data: bytes | None, password: str | None) -> Layout:
    layout = lay_out(page, before)
    if layout.tables or data is None or page.turn or not looks_tabular(page):
        return layout
    # camelot takes a second to import, and hardly any filing needs it.
    from extract.unruled import unruled_grids

    found = unruled_grids(data, page, password)
    return lay_out(page, found=found) if found else layout
