"""Texts that one department took from another.

Near duplicates are found by MinHash and locality-sensitive hashing (rensa), so that
each text is held against the few that may be alike and not against all; whether they
are is then measured on the texts themselves (rapidfuzz).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rensa import RMinHash, RMinHashLSH

from rules.across.archive import Archive
from rules.across.facts import FilingFacts, Text
from rules.across.names import squeezed
from rules.across.rule import Statement, Statements, across_all, passed
from rules.rule import DECLARATIONS

# Shorter texts are alike by chance: a goal of two stock sentences has 60 to 90 characters, and
# of 1,100 made goals two of them were 97% alike.
SHORTEST = 100

# How alike, in percent of characters kept in order, a copy is.
ALIKE = 95

# Four characters: words of Chinese have two, so that a shingle is a phrase.
SHINGLE = 4

# 128 permutations in 16 bands of 8. A text of which a phrase was changed keeps 85% of its
# shingles or more and becomes a candidate with a chance of 99%, one of 80% with 95%; two that
# share stock sentences only (30%) one of 0.1%. With 6 to a band it was 1.5%, and the search
# among 40,000 made goals grew with their pairs.
PERMUTATIONS, BANDS, SEED = 128, 16, 1

# Texts of originals kept at hand: 450 bytes each.
AT_HAND = 20_000

_PLACE = re.compile(r"^.{2,}?(?:省|市|县|区|州|旗|盟|镇|乡|街道)")


class Written(NamedTuple):
    """A text without what names its department, and where it stands (see `Archive.at`)."""

    place: int
    text: Text
    bare: str


def _bare(facts: FilingFacts, text: str) -> str:
    """The text squeezed, without the names of department, place and project."""
    bare = squeezed(text)
    place = _PLACE.match(facts.department)
    names = (facts.department, facts.unit, facts.project, place[0] if place else "")
    for name in sorted(filter(None, names), key=len, reverse=True):
        bare = bare.replace(name, "")
    return bare


def texts_of(place: int, facts: FilingFacts) -> Iterator[Written]:
    """The texts of a filing that are long enough to be told from others."""
    for text in facts.texts:
        bare = _bare(facts, text.text)
        if len(bare) >= SHORTEST:
            yield Written(place, text, bare)


class Originals:
    """The first of each text that was seen, for those that come after it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._original = lru_cache(AT_HAND)(self._fetched)
        self._index = RMinHashLSH(threshold=0.7, num_perm=PERMUTATIONS, num_bands=BANDS)
        self._places: list[tuple[int, str]] = []

    def _sketch(self, bare: str) -> RMinHash:
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update([bare[at : at + SHINGLE] for at in range(len(bare) - SHINGLE + 1)])
        return sketch

    def find_or_add(self, written: Written) -> Written | None:
        """The original that the text is alike; None where it is one itself."""
        sketch = self._sketch(written.bare)
        for number in sorted(self._index.query(sketch)):
            original = self._original(number)
            if fuzz.ratio(original.bare, written.bare, score_cutoff=ALIKE):
                return original
        self._index.insert(len(self._places), sketch)
        self._places.append((written.place, written.text.pointer))
        return None

    def _fetched(self, number: int) -> Written:
        place, pointer = self._places[number]
        facts = self._archive.at(place)
        text = next(text for text in facts.texts if text.pointer == pointer)
        return Written(place, text, _bare(facts, text.text))


def _may_share(one: FilingFacts, other: FilingFacts) -> bool:
    """Whether the two rightly say the same: one body's, or one programme's in two places."""
    same_body = bool(set(one.keys) & set(other.keys))
    return same_body or bool(one.project and one.project == other.project)


@across_all(
    "across.copied_text",
    number="X16",
    title="跨单位照抄文本",
    title_en="A text is another department's",
    severity="info",
    forms=DECLARATIONS,
    slack=f"{100 - ALIKE}% of the characters; texts under {SHORTEST} characters",
)
def copied_text(archive: Archive) -> Statements:
    """Goal or tasks are, but for names, those of a filing of another department.

    Said of the later filing. Forms of the same project in several places rightly share their
    goals, as do a department and its own units. 部门职能 are not compared.

    Example: the annual goals of two bureaus, 180 characters, differ in the name of the county
    alone: fail, in the later filing.
    """
    originals = Originals(archive)
    for place, facts in archive.in_order():
        if facts.form not in DECLARATIONS or not facts.keys:
            continue
        for written in texts_of(place, facts):
            original = originals.find_or_add(written)
            other = archive.at(original.place) if original else None
            if original is None or other is None or _may_share(facts, other):
                yield passed(facts)
            else:
                yield _copied(facts, written, other, original)


def _copied(
    facts: FilingFacts, written: Written, other: FilingFacts, original: Written
) -> Statement:
    alike = fuzz.ratio(original.bare, written.bare)
    return Statement(
        "fail",
        facts,
        f"{written.text.kind}与{other.title}（{other.source}）的{original.text.kind}"
        f"相似度 {alike:.0f}%",
        f"the text is {alike:.0f}% that of {other.title} ({other.source})",
        (written.text.pointer,),
        ((other, original.text.pointer),),
    )
