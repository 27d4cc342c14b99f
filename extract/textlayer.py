"""Whether the text layer of a page can be believed."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.records import Box, Glyph, PageKind, Problem

# A picture over more of the page than this is the page: scans leave at most a
# narrow margin, letterheads and charts in filings cover less than a third.
FULL_PAGE = 0.7
# Share of characters without a known meaning (private use, replacement, none)
# from which on a layer is garbled; sound layers seen have at most 1%.
GARBLED = 0.1
UNREAD = "unread"
"""The stage of the problem of a page that only its picture can tell."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn on the page."""

    box: Box


def covers(picture: Picture, width: float, height: float) -> bool:
    """Whether the picture is the page."""
    return _share(picture.box, width, height) > FULL_PAGE


def judge(
    number: int, glyphs: Sequence[Glyph], unmapped: int, has_pictures: bool, text_under: bool
) -> tuple[PageKind, tuple[Problem, ...]]:
    """The kind of a page, and what must be said of its text layer.

    `text_under`: a picture covers the page and no visible text was drawn over it,
    as where a recogniser's text lies under a scan.
    """
    if not glyphs:
        if has_pictures:
            return "scanned", (_unread(number, "the page is a picture"),)
        if unmapped:
            return "scanned", (_unread(number, "its characters have no known meaning"),)
        return "empty", ()
    if text_under:
        return "scanned", (
            _unread(number, "the page is a picture with a recogniser's text under it"),
        )
    odd = {text for text in {glyph.text for glyph in glyphs} if _meaningless(text)}
    bad = unmapped + (sum(1 for glyph in glyphs if glyph.text in odd) if odd else 0)
    if bad > GARBLED * (len(glyphs) + unmapped):
        return "scanned", (_unread(number, "its text layer is garbled"),)
    if bad:
        message = f"{bad} characters of the text layer have no known meaning"
        return "digital", (Problem("text layer", message, number),)
    return "digital", ()


def _unread(number: int, why: str) -> Problem:
    return Problem(UNREAD, f"page {number} was not read: {why}", number)


def _share(box: Box, width: float, height: float) -> float:
    across = min(box.x1, width) - max(box.x0, 0.0)
    down = min(box.bottom, height) - max(box.top, 0.0)
    if across <= 0 or down <= 0 or width <= 0 or height <= 0:
        return 0.0
    return across * down / (width * height)


def _meaningless(text: str) -> bool:
    code = ord(text[0])
    return (
        code < 0x20
        or code == 0xFFFD
        or 0x7F <= code < 0xA0
        or 0xE000 <= code < 0xF900
        or code >= 0xF0000
    )
