"""Page furniture: page numbers, running heads and feet."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extract.layout import Layout
from extract.records import TextLine

_PAGE_NUMBER = re.compile(
    r"[-—–－―_·•~\s.]*(?:第?\d{1,4}页?|第[一二三四五六七八九十百]+页)"
    r"(?:[/／,，\s]*(?:共?\d{1,4}页?|of\d{1,4}))?[-—–－―_·•~\s.]*"
)
# Running heads stand in the same place to within this many points.
SAME_PLACE = 4.0


def is_page_number(text: str) -> bool:
    """`— 2 —`, `- 2 -`, `第 2 页 共 7 页`, `2/7`, `2` alone in a line."""
    return bool(_PAGE_NUMBER.fullmatch("".join(text.split())))


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
    return is_page_number(line.text) or not running.isdisjoint(_keys(line))


def body(lines: Iterable[TextLine], running: frozenset[tuple[str, int]]) -> list[TextLine]:
    """The lines that are no furniture."""
    return [line for line in lines if not is_furniture(line, running)]


def _key(line: TextLine) -> tuple[str, int]:
    return "".join(line.text.split()), round(line.box.top / SAME_PLACE)


def _keys(line: TextLine) -> set[tuple[str, int]]:
    text, step = _key(line)
    return {(text, step - 1), (text, step), (text, step + 1)}
