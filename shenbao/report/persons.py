"""Persons, out of sight: their names and numbers in texts, their places on paper."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from normalize.models import BoxModel, CellModel, Filing

MASK = "＊＊＊"
FIELDS = ("preparer", "phone", "manager")
# `项目负责人`, `填报人（签字）`, `联系电话`: a label that asks for a person, and nothing else.
LABEL = re.compile(
    r"(?:项目|单位|部门|主管|财务|分管|绩效)*"
    r"(?:填报|填表|制表|申报|联系|经办|审核|复核|负责|主管)(?:人员?|领导)"
    r"(?:姓名|签字|签章|及?联系电话|及?电话)?(?:[（(].*[)）])?[:：]?"
    r"|(?:联系|手机|办公|固定)*(?:电话|手机|方式)(?:号码?)?(?:[（(].*[)）])?[:：]?"
)
# Mobile numbers, landlines with their area, identity cards; no part of a longer figure.
NUMBER = (
    r"(?<![\d.,])"
    r"(?:1[3-9](?:\n?\d){9}|0\d{2,3}[-— ]\n?\d(?:\n?\d){6,7}|\d(?:\n?\d){16}\n?[\dXx])"
    r"(?![\d.,])"
)
SHORTEST = 2
"""A single character is no name, and stands in every text."""
SEPARATORS = re.compile(r"[\s、，,;；/]+")


@dataclass(frozen=True, slots=True)
class Persons:
    """What of a filing is hidden: `words` in all texts, `boxes` (by page) on paper,
    and the whole text of what stands at `pointers`. None of them: nothing is.
    """

    pointers: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    boxes: Mapping[int, tuple[BoxModel, ...]] | None = None

    def text(self, text: str) -> str:
        """A text of the filing, or about it, as it may be shown."""
        if self.boxes is None:
            return text
        return _pattern(self.words).sub(MASK, text)

    def value(self, pointer: str, text: str) -> str:
        """What stands at a pointer, as it may be shown."""
        hidden = any(pointer == one or pointer.startswith(f"{one}/") for one in self.pointers)
        return MASK if hidden and text else self.text(text)

    def on(self, page: int) -> tuple[BoxModel, ...]:
        """The boxes to paint over on a page (from 1)."""
        return (self.boxes or {}).get(page, ())


EVERYBODY_SHOWN = Persons()


def persons_of(filing: Filing) -> Persons:
    """The persons of a filing, all to be hidden."""
    declaration = filing.declaration
    pointers = {f"/{field}" for field in FIELDS}
    if declaration:
        pointers |= {
            f"/attributes/{_escaped(label)}" for label in declaration.attributes if is_label(label)
        }
    read = {pointer: filing.evidence[pointer] for pointer in pointers if pointer in filing.evidence}
    values = [getattr(declaration, field, None) for field in FIELDS]
    raws = [place.raw for place in read.values()]
    offices = "".join(
        getattr(declaration, field, None) or "" for field in ("department", "unit", "project")
    )
    words = _words([*filter(None, values), *raws], offices)
    boxes: dict[int, list[BoxModel]] = {}
    for page, box in _places(filing, read.keys(), words):
        boxes.setdefault(page, []).append(box)
    frozen = {page: tuple(found) for page, found in boxes.items()}
    return Persons(frozenset(pointers), words, frozen)


def together(several: Iterable[Persons]) -> Persons:
    """The persons of several filings, for texts that speak of all of them."""
    known = [persons for persons in several if persons.boxes is not None]
    words = {word for persons in known for word in persons.words}
    pointers = frozenset(pointer for persons in known for pointer in persons.pointers)
    return Persons(pointers, _longest_first(words), {}) if known else EVERYBODY_SHOWN


def is_label(text: str) -> bool:
    """Whether a cell's text, or the last of a label over labels, asks for a person's name
    or number."""
    return LABEL.fullmatch("".join(text.split()).rpartition("/")[2]) is not None


def _escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def _words(texts: Iterable[str], offices: str) -> tuple[str, ...]:
    """What is hidden wherever it stands, longest first; never a piece of an office's name."""
    found: set[str] = set()
    for text in texts:
        found |= {text, "".join(text.split()), *SEPARATORS.split(text)}
    return _longest_first(word for word in found if len(word) >= SHORTEST and word not in offices)


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _places(
    filing: Filing, pointers: Iterable[str], words: tuple[str, ...]
) -> Iterator[tuple[int, BoxModel]]:
    """Where persons stand: at their values, beside labels that ask for them, and in texts."""
    wanted = set(pointers)
    named = _pattern(words).search
    for pointer, place in filing.evidence.items():
        if pointer in wanted or named(place.raw):
            yield place.page, place.bbox
            yield from ((more.page, more.bbox) for more in place.continues)
    for table in filing.tables:
        starts = {(cell.row, cell.column): cell for cell in table.cells}
        for cell in table.cells:
            if named(cell.text):
                yield from _cell_places(cell)
            elif is_label(cell.text):
                beside = starts.get((cell.row, cell.column + cell.column_span))
                if beside is not None and not is_label(beside.text):
                    yield from _cell_places(beside)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, broken over lines or not, and whatever looks like a person's number."""
    broken = (r"\s*".join(map(re.escape, word)) for word in words)
    return re.compile("|".join([*broken, NUMBER]))


def _cell_places(cell: CellModel) -> Iterator[tuple[int, BoxModel]]:
    yield cell.page, cell.bbox
    yield from ((more.page, more.bbox) for more in cell.continues)
