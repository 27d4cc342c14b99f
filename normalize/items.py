"""Numbered items in running text: `1、…` `2、…`, whole again over lines and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.records import TextLine

_CHINESE = "一二三四五六七八九十"
_MARKERS: dict[str, re.Pattern[str]] = {
    "bracket": re.compile(r"[（(]\s*(\d\s?\d?)\s*[）)][、.．]?"),
    "half": re.compile(r"(\d\s?\d?)\s*[）)]"),
    "plain": re.compile(r"(\d\s?\d?)\s*(?:、|[.．](?!\d))"),
    "chinese bracket": re.compile(rf"[（(]\s*((?:[{_CHINESE}]\s*){{1,3}})[）)][、.．]?"),
    "chinese": re.compile(rf"((?:[{_CHINESE}]\s*){{1,3}})[、.．]"),
    "circle": re.compile(r"([①-⑳])"),
}
# The number of an item at the start of a line whose signs were misread: `(1负责`, `l、`.
_MISREAD = re.compile(
    r"[（(\[]?\s*([\dlI]\s?[\dlI]?)\s*[）)\]]?\s*[、.．，,:：]?\s*(?=[^\d\s%％.．])(?![年月日个万亿元])"
)
_GOES_ON = tuple("、，,和及与至第")
_ENDS = "。；;！!？?：:…"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its lines with the number cut off the first."""

    lines: tuple[TextLine, ...]


def split_items(lines: Sequence[TextLine], hard: Sequence[int]) -> list[Item]:
    """The items of a cell. Without numbers, its paragraphs (`hard` ends one)."""
    style = _style(lines)
    if style is None:
        return _paragraphs(lines, hard)
    items: list[list[TextLine]] = []
    expected = 1
    before = ""
    told = {_number(mark.group(1)) for line in lines if (mark := style.match(line.text.lstrip()))}
    for line in lines:
        start = 0
        misread = None if expected in told else _misread_mark(line, expected, before)
        if misread:
            items.append([])
            start = misread.end()
            expected += 1
            before = "。"
        while (mark := _next_mark(line.text, style, expected, start, before)) is not None:
            if mark.start() > start and items and line.text[start : mark.start()].strip():
                items[-1].append(part_of(line, start, mark.start()))
            elif mark.start() > start and line.text[start : mark.start()].strip():
                items.append([part_of(line, start, mark.start())])
            items.append([])
            start = mark.end()
            expected += 1
            before = "。"
        if line.text[start:].strip():
            if not items:
                items.append([])
            items[-1].append(part_of(line, start, len(line.text)))
        before = line.text[-1]
    return [Item(tuple(item)) for item in items if item]


def _style(lines: Sequence[TextLine]) -> re.Pattern[str] | None:
    """How the first item is numbered."""
    if not lines:
        return None
    text = lines[0].text.lstrip()
    for pattern in _MARKERS.values():
        match = pattern.match(text)
        if match and _number(match.group(1)) == 1:
            return pattern
    if _is_read(lines[0]) and _MISREAD.match(text):
        for pattern in _MARKERS.values():
            marks = (pattern.match(line.text.lstrip()) for line in lines[1:])
            if any(mark and _number(mark.group(1)) == 2 for mark in marks):
                return pattern
    return None


def _is_read(line: TextLine) -> bool:
    """Whether a recogniser read the line, which may misread the signs of a number."""
    return line.reader != "text"


def _misread_mark(line: TextLine, expected: int, before: str) -> re.Match[str] | None:
    """The expected number at the start of a line, its signs misread."""
    if not _is_read(line) or before in _GOES_ON:
        return None
    match = _MISREAD.match(line.text)
    if match is None:
        return None
    number = match.group(1).replace("l", "1").replace("I", "1")
    return match if _number(number) == expected else None


def _next_mark(
    text: str, style: re.Pattern[str], expected: int, start: int, before: str
) -> re.Match[str] | None:
    """The next mark with the expected number, at a line's start or after a sentence."""
    for match in style.finditer(text, start):
        if _number(match.group(1)) != expected:
            continue
        ahead = text[start : match.start()].rstrip()
        if not ahead and start == 0 and before not in _GOES_ON:
            return match
        if (ahead and ahead[-1] in _ENDS) or (not ahead and before and before in _ENDS):
            return match
    return None


def _number(text: str) -> int:
    text = "".join(text.split())
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if len(text) == 1 and text in _CHINESE:
        return _CHINESE.index(text) + 1
    tens, _, ones = text.partition("十")
    if text[0] == "十":
        return 10 + _CHINESE.index(text[1:]) + 1
    if "十" in text and tens in _CHINESE and (not ones or ones in _CHINESE):
        return (_CHINESE.index(tens) + 1) * 10 + (_CHINESE.index(ones) + 1 if ones else 0)
    return -1


def part_of(line: TextLine, start: int, end: int) -> TextLine:
    """Some characters of a line as a line of their own."""
    while start < end and line.text[start].isspace():
        start += 1
    while end > start and line.text[end - 1].isspace():
        end -= 1
    if start == end or (start == 0 and end == len(line.text)) or not line.boxes:
        return TextLine(line.page, line.box, line.text[start:end], (), line.confidence, line.reader)
    boxes = line.boxes[start:end]
    box = line.box._replace(
        x0=min(box.x0 for box in boxes),
        top=min(box.top for box in boxes),
        x1=max(box.x1 for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )
    return TextLine(line.page, box, line.text[start:end], boxes, line.confidence, line.reader)


def _paragraphs(lines: Sequence[TextLine], hard: Sequence[int]) -> list[Item]:
    items: list[list[TextLine]] = [[]]
    for index, line in enumerate(lines):
        items[-1].append(line)
        if index in hard:
            items.append([])
    return [Item(tuple(item)) for item in items if item]
