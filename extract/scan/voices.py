"""Two recognisers as one: the second is heard where the first is in doubt."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.scan.recogniser import LineImage, Reading, Recogniser, read_once

# Of 3,600 values of scans whose least certain character had this confidence or more,
# none was misread; below it one in ten.
CERTAIN = 0.9
# What is believed of a line that both read alike, and of one under a seal that they
# don't.
AGREED = 0.97
SEALED = 0.6
# A second best character less probable than this is no reading.
POSSIBLE = 0.03
# Signs that the two write differently.
_SAME = str.maketrans("—–－一≥≤", "----><")


@dataclass(frozen=True, slots=True)
class Heard:
    """What is believed of one line.

    `confidence`: that every character of `reading` is right. `reader` names the
    recogniser believed, `others` are readings that cannot be ruled out.
    """

    reading: Reading
    confidence: float
    reader: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """The recogniser that reads, and the one that is asked again."""

    first: Recogniser
    second: Recogniser | None = None

    def read(
        self,
        lines: Sequence[LineImage],
        doubted: Sequence[bool],
        known: Mapping[int, Reading] | None = None,
    ) -> list[Heard]:
        """What each line says.

        `doubted` marks those that lie under a seal or the like; `known` are lines
        that the first recogniser has read already.
        """
        known = known or {}
        rest = [index for index in range(len(lines)) if index not in known]
        fresh = read_once(self.first, [lines[index] for index in rest])
        by_index = {**known, **dict(zip(rest, fresh, strict=True))}
        heard = [
            Heard(by_index[index], by_index[index].confidence, self.first.name)
            for index in range(len(lines))
        ]
        return self._asked_again(lines, heard, doubted)

    def _asked_again(
        self, lines: Sequence[LineImage], heard: list[Heard], doubted: Sequence[bool]
    ) -> list[Heard]:
        """With the second voice where the first is in doubt, or a seal lay over the line."""
        again = [
            index
            for index, one in enumerate(heard)
            if one.reading.chars and (one.confidence < CERTAIN or doubted[index])
        ]
        if not again:
            return heard
        seconds: list[Reading | None] = [None] * len(again)
        if self.second is not None:
            seconds = [*read_once(self.second, [lines[index] for index in again])]
        for index, second in zip(again, seconds, strict=True):
            heard[index] = _weighed(heard[index], second, doubted[index])
        return heard


def _weighed(one: Heard, second: Reading | None, sealed: bool) -> Heard:
    """The first reading with what the second says of it."""
    if second is not None and alike(one.reading.text, second.text):
        return replace(one, confidence=max(one.confidence, AGREED))
    confidence = min(one.confidence, SEALED) if sealed else one.confidence
    others = [text for text in (second.text if second else "", *_doubtful(one.reading)) if text]
    return replace(one, confidence=confidence, others=tuple(dict.fromkeys(others)))


def _doubtful(reading: Reading) -> list[str]:
    """The line with each doubtful character as its second best."""
    chars = reading.chars
    return [
        "".join(c.other if index == at else c.text for index, c in enumerate(chars))
        for at, char in enumerate(chars)
        if char.confidence < CERTAIN and char.other_confidence > POSSIBLE
    ]


def alike(one: str, other: str) -> bool:
    """The same but for spaces and the width of characters."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_SAME)
