"""Page furniture: page numbers, running heads and feet."""

from collections import Counter
from collections.abc import Iterable, Sequence

from extract.layout import Layout
from extract.pagination import is_page_number
from extract.records import TextLine

# Running heads stand in the same place to within this many points.
SAME_PLACE = 4.0


def running_lines(layouts: Sequence[Layout]) -> frozenset[tuple[str, int]]:
    """Lines (text, height on the page in steps) that come back on several pages."""
    seen = Counter(
        key
        for layout in layouts
        for key in {_key(line) for line in layout.lines if not is_page_number(line.text)}
    )
    return frozenset(key for key, count in seen.items() if count > 1)


def is_furniture(line: TextLine, running: frozenset[tuple[str, int]]) -> bool:
    """A page number or a running line."""
    return is_page_number(line.text, line.recognised) or not running.isdisjoint(_keys(line))


def body(lines: Iterable[TextLine], running: frozenset[tuple[str, int]]) -> list[TextLine]:
    """The lines that are no furniture."""
    return [line for line in lines if not is_furniture(line, running)]


def _key(line: TextLine) -> tuple[str, int]:
    return "".join(line.text.split()), round(line.box.top / SAME_PLACE)


def _keys(line: TextLine) -> set[tuple[str, int]]:
    text, step = _key(line)
    return {(text, step - 1), (text, step), (text, step + 1)}
