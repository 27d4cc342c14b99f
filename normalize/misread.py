"""Labels that a recogniser misread, mended by what the form calls its parts.

Only labels that were read with doubt, never values: the doubt stays.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType

from extract.records import Box, Cell, Table, TextLine
from normalize.cells import SURE
from normalize.definition import known_label
from normalize.repair import squeeze

# Labels with a year in them (长期目标：截止2026年) are known by how they begin.
_YEAR = re.compile(r"(?:19|20)\d\d")
# These say something before a label or behind it: 子项目名称, 完成率.
_BEFORE = frozenset("子总分新原其各本上下前后大小主次年月日")
_BEHIND = frozenset("年月日数率额值量类名")
_IN_BRACKETS = re.compile(r"\([^()]*\)$")
# No label has these.
MARKS = frozenset("。.，,、·")
# A word of one or two characters is near to too many others.
SHORTEST = 3
# No label is longer, strays and all.
LONGEST = 24
# So many characters below each other are a label set vertically; of one with fewer, some must
# have been read with doubt.
STACK = 4
# What a misread label has in common with the right one, and by how much more than
# with the next best.
ALIKE = 0.66
CLEARLY = 0.12
# What a stamp left of itself around a label had up to 6 characters, some of them no Chinese.
MOST_DIRT = 7
# Of words so long two characters may be hidden or misread.
LONG = 6
# What is believed of a label with a character that was not seen.
COMPLETED = 0.8


def mend_misread(
    table: Table,
    words: Set[str],
    others: Set[str] = frozenset(),
    means: Mapping[str, Set[str]] = MappingProxyType({}),
) -> Table:
    """The table with doubtful labels as the form has them (`words`, squeezed). What `others`
    call theirs is no misread label: 填报部门 where the form knows 申报部门. Of labels that mean one
    thing as well (`means`) one is as good as the other."""
    cut = _cut_rows(table)
    texts = [squeeze(cell.text) for cell in table.cells]
    found = frozenset(thing for text in texts for thing in means.get(text, ()))
    missing = {label: frozenset(meant) - found for label, meant in means.items()}
    cells = [
        _mended(cell, words, others, missing, {cell.row, cell.row + cell.row_span}.isdisjoint(cut))
        for cell in table.cells
    ]
    if all(new is old for new, old in zip(cells, table.cells, strict=True)):
        return table
    return replace(table, cells=tuple(cells))


def _cut_rows(table: Table) -> set[int]:
    """The rows above which the page ends."""
    pages = {cell.row: cell.places[0].page for cell in table.cells}
    return {row for row, page in pages.items() if pages.get(row - 1, page) != page}


def _mended(
    cell: Cell, words: Set[str], others: Set[str], missing: Mapping[str, Set[str]], is_whole: bool
) -> Cell:
    if not cell.recognised:
        return cell
    text = squeeze("".join(line.text for line in cell.lines))
    if text in words and not MARKS.isdisjoint("".join(line.text for line in cell.lines)):
        return replace(cell, lines=(_as(cell.lines, text),))
    if not known_label(text, words) and (word := _bare_words(words).get(_bare(text))):
        # Specks in it were read as marks: 支，出构成.
        return replace(cell, lines=(_as(cell.lines, word),))
    if (joined := text.replace("一一", "工")) != text and known_label(joined, words):
        return replace(cell, lines=(completed(cell.lines, joined),))
    if (word := _beside_strays(cell, words)) and not known_label(text, words):
        return replace(cell, lines=(completed(cell.lines, word),))
    is_other = known_label(text, words) or text in others
    # Of a label that the page's edge cut, the rest stands overleaf.
    if is_whole and not is_other and (near := _stacked(cell, words)):
        return replace(cell, lines=(completed(cell.lines, near),))
    if all(line.confidence >= SURE for line in cell.lines):
        if (is_whole or cell.doubt) and (word := _without_end(cell, text, words, missing)):
            return replace(cell, lines=(completed(cell.lines, word),))
        return _completed(cell, text, words, is_whole)
    if not text or known_label(text, words) or _YEAR.search(text):
        return cell
    # What a pen or a stamp adds stands in lines of its own.
    sound = [line for line in cell.lines if line.confidence >= SURE]
    if sound and squeeze("".join(line.text for line in sound)) in words:
        return replace(cell, lines=tuple(sound))
    word = None if text in others else nearest_word(text, words)
    return cell if word is None else replace(cell, lines=(_as(cell.lines, word),))


def _stacked(cell: Cell, words: Set[str]) -> str | None:
    """The label that characters below each other must be: those are misread more often, and
    surely, and of blurred print two are read as one, with doubt (管 above 理 as 薑)."""
    if any(len(line.text) != 1 for line in cell.lines):
        return None
    text = "".join(line.text for line in cell.lines)
    if len(text) >= STACK and (near := nearest_word(text, words)):
        return near
    pattern = "".join(
        re.escape(line.text) if line.confidence >= SURE else ".{0,2}" for line in cell.lines
    )
    sure = sum(line.confidence >= SURE for line in cell.lines)
    found = [word for word in words if len(word) <= 2 * sure and re.fullmatch(pattern, word)]
    return found[0] if sure < len(text) and len(found) == 1 else None


def _beside_strays(cell: Cell, words: Set[str]) -> str:
    """The label of a cell beside which a character or two stand apart, of a seal or a pen."""
    parts = [squeeze(part) for line in cell.lines for part in line.text.split()]
    doubted = any(line.confidence < SURE for line in cell.lines)
    if sum(map(len, parts)) > LONGEST:
        return ""
    for first in range(len(parts)):
        for end in range(first + 1, len(parts) + 1):
            label, before, after = (
                "".join(some) for some in (parts[first:end], parts[:first], parts[end:])
            )
            strays = len(before) + len(after)
            if label in words and len(label) > SHORTEST and 0 < strays <= 1 + doubted:
                return "" if _says(before, after) else label
    return ""


def _says(before: str, after: str) -> bool:
    """Whether what stands before and behind a label makes it another."""
    return (bool(before) and _BEFORE.issuperset(before)) or (
        bool(after) and _BEHIND.issuperset(after)
    )


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@lru_cache(maxsize=4)
def _bare_words(words: Set[str]) -> dict[str, str]:
    """The words, those that are long enough, by what is left without marks."""
    return {_bare(word): word for word in words if len(_bare(word)) >= SHORTEST}


def _completed(cell: Cell, text: str, words: Set[str], is_whole: bool) -> Cell:
    """A label beside several rows of which a pen hid a character: 入构成."""
    if cell.row_span == 1 or len(text) < SHORTEST or text in words or not is_whole:
        return cell
    whole = [word for word in words if _lacks(text, word)]
    return replace(cell, lines=(completed(cell.lines, whole[0]),)) if len(whole) == 1 else cell


def _without_end(cell: Cell, text: str, words: Set[str], missing: Mapping[str, Set[str]]) -> str:
    """The label of which the first or last words are illegible, or were painted over with a
    seal: 年度工作. Then nothing else says what it says."""
    if cell.column or text in words:
        return ""
    whole = [word for word in words if _lacks_end(text, word)]
    alike = [frozenset(missing.get(word, ())) for word in whole]
    if not whole or not (frozenset.intersection(*alike) or (cell.doubt and len(whole) == 1)):
        return ""
    return max(whole, key=lambda word: (len(missing.get(word, ())), word))


def _lacks(text: str, word: str) -> bool:
    """Whether a text is the word without one character, a long one without two inside."""
    rest = iter(word)
    return len(text) < len(word) and _nearly_as_long(text, word) and all(c in rest for c in text)


def _lacks_end(text: str, word: str) -> bool:
    """Whether a text is the word without two characters, or one, before or behind it."""
    return 0 < len(word) - len(text) <= 2 < len(text) - 1 and (
        word.startswith(text) or word.endswith(text)
    )


def _nearly_as_long(text: str, word: str) -> bool:
    """Whether the lengths differ by one, of a long word by two inside: 效益指标 is whole."""
    difference = abs(len(word) - len(text))
    inside = text[:1] == word[:1] and text[-1:] == word[-1:]
    return difference <= 1 or (difference == 2 and len(word) >= LONG and inside)


def completed(lines: Sequence[TextLine], word: str) -> TextLine:
    """The lines as the word of which they lack a part: it is not believed much."""
    return replace(_as(lines, word), confidence=COMPLETED)


def nearest_word(text: str, words: Set[str]) -> str | None:
    """The one word that a text must be meant to say, None where there is no such one."""
    within = [word for word in words if len(word) >= SHORTEST and word in text]
    if within:
        longest = max(within, key=len)
        before, _, after = text.partition(longest)
        return longest if _is_dirt(before, after) else None
    likeness = sorted(
        (
            (SequenceMatcher(None, text, word, autojunk=False).ratio(), word)
            for word in words
            if len(word) >= SHORTEST and _nearly_as_long(text, word)
        ),
        reverse=True,
    )
    if not likeness or likeness[0][0] < ALIKE:
        return None
    if len(likeness) > 1 and likeness[0][0] - likeness[1][0] < CLEARLY:
        return None
    return likeness[0][1]


def _is_dirt(before: str, after: str) -> bool:
    """Whether what stands around a label is no text: `安R82` of a stamp, `N` of a ruling.

    `达到预期目标` says something that 预期目标 does not, and so does 学生满意度(%).
    """
    rest = before + after
    if len(rest) == 1 and not _says(before, after):
        return True
    text = _IN_BRACKETS.sub("", rest)
    chinese = sum("一" <= character <= "鿿" for character in text)
    return len(rest) <= MOST_DIRT and (chinese == 0 or 2 * chinese <= len(text))


def _as(lines: Sequence[TextLine], word: str) -> TextLine:
    box = Box(
        min(line.box.x0 for line in lines),
        min(line.box.top for line in lines),
        max(line.box.x1 for line in lines),
        max(line.box.bottom for line in lines),
    )
    confidence = min(line.confidence for line in lines)
    return TextLine(lines[0].page, box, word, (), confidence, lines[0].reader)
