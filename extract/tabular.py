"""Whether text without rulings stands in columns."""

from extract.lines import text_lines
from extract.records import Page

# Text is set in columns if this many lines have this many gaps, wider than this
# many times the type size. Prose has none, a signature line one.
MIN_LINES = 4
MIN_GAPS = 2
WIDE_GAP = 1.5


def looks_tabular(page: Page) -> bool:
    """Whether the text of a page without rulings stands in columns."""
    count = 0
    for line in text_lines(page.glyphs, page.number):
        size = line.box.bottom - line.box.top
        gaps = sum(
            1
            for char, box in zip(line.text, line.boxes, strict=True)
            if char == " " and box.x1 - box.x0 > WIDE_GAP * size
        )
        count += gaps >= MIN_GAPS
    return count >= MIN_LINES
