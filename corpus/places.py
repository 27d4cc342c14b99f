"""Where each leaf came to stand, read from link annotations that are then removed.

Writers put each run of text that stands for leaves into a link whose address
ends in the index of the run. The producer itself lays the text out and writes
the link's rectangle, so the truth of place owes nothing to our reader.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from corpus.sheet import Run, Sheet

SLIVER = 2.0
"""Chromium leaves link rectangles of 0.3 to 0.7 points at the foot of the page
before the one where the text stands."""

ADDRESS = "http://t.invalid/"

Evidence = dict[str, list[dict[str, Any]]]
"""Pointer to places: `{"page": 1, "bbox": [x0, top, x1, bottom]}`, pages in order."""


def marked_runs(sheet: Sheet) -> list[Run]:
    """All runs with pointers, in one fixed order: their index is their mark."""
    lines = [run for line in (*sheet.above, *sheet.below) for run in line.runs]
    cells = [
        run for grid in sheet.grids for cell in grid.cells for p in cell.paragraphs for run in p
    ]
    return [run for run in (*lines, *cells) if run.pointers]


def marks_of(sheet: Sheet) -> dict[tuple[str, ...], int]:
    """Mark of each run, by its pointers."""
    return {run.pointers: index for index, run in enumerate(marked_runs(sheet))}


def address(mark: int) -> str:
    """The link address of a mark."""
    return f"{ADDRESS}{mark}"


def take_places(path: Path, sheet: Sheet) -> tuple[Evidence, int]:
    """Reads the marks of a PDF, deletes them from the file, gives places and page count."""
    rects: dict[int, list[tuple[int, tuple[float, float, float, float]]]] = {}
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for mark, rect in _page_marks(page):
                rects.setdefault(mark, []).append((number, rect))
            if "/Annots" in page:
                del page["/Annots"]
        _strip(pdf)
        pages = len(pdf.pages)
        pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return evidence_of(marked_runs(sheet), rects), pages


def with_print(path: Path, evidence: Evidence) -> Evidence:
    """The places at which the PDF has print: Writer marks some at which it set nothing."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [(page.get_height(), page.get_textpage()) for page in document]

        def has_print(place: Mapping[str, Any]) -> bool:
            height, text = pages[place["page"] - 1]
            x0, top, x1, bottom = place["bbox"]
            return bool(text.get_text_bounded(x0, height - bottom, x1, height - top).strip())

        return {
            pointer: [p for p in places if has_print(p)] for pointer, places in evidence.items()
        }
    finally:
        document.close()


def _page_marks(page: Any) -> Iterable[tuple[int, tuple[float, float, float, float]]]:
    left, bottom, _, top = (float(v) for v in page.mediabox)
    for annotation in page.get("/Annots", ()):
        uri = str(annotation.get("/A", {}).get("/URI", ""))
        if not uri.startswith(ADDRESS):
            continue
        x0, y0, x1, y1 = (float(v) for v in annotation["/Rect"])
        low, high = sorted((y0, y1))
        yield (
            int(uri.removeprefix(ADDRESS).strip("/")),
            (min(x0, x1) - left, top - high, max(x0, x1) - left, top - low),
        )
    del bottom


def _strip(pdf: Any) -> None:
    """Removes tags (they point at the links) and everything that changes from run to run."""
    for key in ("/StructTreeRoot", "/MarkInfo", "/Metadata", "/Names", "/Dests", "/Outlines"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in ("/StructParents", "/Tabs"):
            if key in page:
                del page[key]
    for key in ("/CreationDate", "/ModDate"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]


def evidence_of(
    runs: Sequence[Run],
    rects: Mapping[int, Sequence[tuple[int, tuple[float, float, float, float]]]],
) -> Evidence:
    """Places per pointer: one box a page, the union of the run's rectangles there."""
    evidence: Evidence = {}
    for mark, run in enumerate(runs):
        found = _without_slivers(rects.get(mark, ()))
        places = [
            {"page": page, "bbox": _union([rect for p, rect in found if p == page])}
            for page in sorted({page for page, _ in found})
        ]
        for pointer in run.pointers:
            evidence[pointer] = places
    return evidence


def _without_slivers(
    rects: Sequence[tuple[int, tuple[float, float, float, float]]],
) -> Sequence[tuple[int, tuple[float, float, float, float]]]:
    """The rectangles, less those too thin to hold text (unless there are no others)."""
    thick = [one for one in rects if one[1][3] - one[1][1] >= SLIVER]
    return thick or rects


def _union(rects: Sequence[tuple[float, float, float, float]]) -> list[float]:
    return [
        round(min(r[0] for r in rects), 2),
        round(min(r[1] for r in rects), 2),
        round(max(r[2] for r in rects), 2),
        round(max(r[3] for r in rects), 2),
    ]
