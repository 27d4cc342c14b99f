"""Two readings of one page: where they disagree, a cell is doubtful."""

from dataclasses import replace
from unicodedata import normalize

from extract.layout import Layout, PageTable
from extract.records import Box, Cell

# Both readers take boxes from the same drawing; rounding moves them by 0.1.
SAME_BOX = 2.0


def verified(layout: Layout, other: Layout) -> Layout:
    """The layout with doubt where the other reader sees another cell or another text."""
    cells = [cell for table in other.tables for cell in table.cells]
    return replace(layout, tables=tuple(_verified(table, cells) for table in layout.tables))


def _verified(table: PageTable, others: list[Cell]) -> PageTable:
    return replace(table, cells=tuple(_compared(cell, others) for cell in table.cells))


def _compared(cell: Cell, others: list[Cell]) -> Cell:
    box = cell.places[0].box
    same = next((other for other in others if _same(box, other.places[0].box)), None)
    if same is None:
        return replace(cell, doubt=cell.doubt or "the second reader sees no such cell")
    if not _alike(_plain(same), _plain(cell)):
        return replace(cell, doubt=f"the second reader reads {same.text!r}")
    return cell


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= SAME_BOX for a, b in zip(one, other, strict=True))


def _plain(cell: Cell) -> str:
    return "".join(cell.text.split())


def _alike(one: str, other: str) -> bool:
    """The same text, width and variants of signs aside (`～` and `〜`)."""
    return one == other or _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return normalize("NFKC", text).replace("〜", "~")
