"""The border to text recognition: pictures of lines in, text with confidence out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

LineImage = NDArray[np.uint8]
"""One line of text: grey (height, width), dark on white, any height."""


@dataclass(frozen=True, slots=True)
class Char:
    """One recognised character.

    `start` and `end` are where it stands in the picture, as shares of its width.
    `confidence` is the recogniser's own, 0 to 1; `other` what it would read
    otherwise ("" = nothing there, or none known) with `other_confidence`.
    """

    text: str
    start: float
    end: float
    confidence: float
    other: str = ""
    other_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one recogniser reads in one picture, from left to right."""

    chars: tuple[Char, ...] = ()

    @property
    def text(self) -> str:
        """The text as read."""
        return "".join(char.text for char in self.chars)

    @property
    def confidence(self) -> float:
        """That of the least certain character; 0 where nothing was read.

        Whether there is a space is no matter of characters: ink tells it better.
        """
        return min((c.confidence for c in self.chars if not c.text.isspace()), default=0.0)


class Recogniser(Protocol):
    """Reads pictures of single lines."""

    @property
    def name(self) -> str:
        """As it stands in `evidence[…].reader`."""
        ...

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """One reading a picture, in the same order."""
        ...


class Silent:
    """Reads nothing: pages keep their grids, cells stay empty."""

    name = "none"

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """As many empty readings."""
        return [Reading() for _ in lines]


class Recorded:
    """Plays readings back by the pixels of the picture, for tests without a model."""

    def __init__(self, readings: dict[bytes, Reading], name: str = "recorded") -> None:
        self.name = name
        self._readings = readings

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """What was recorded. Raises `KeyError` for a picture that was not."""
        return [self._readings[key_of(line)] for line in lines]


class Recording:
    """Reads with another recogniser and keeps each picture's reading for `Recorded`."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.name = recogniser.name
        self.readings: dict[bytes, Reading] = {}
        self._recogniser = recogniser

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """The other's readings."""
        found = self._recogniser.read(lines)
        self.readings.update(zip(map(key_of, lines), found, strict=True))
        return found


def key_of(line: LineImage) -> bytes:
    """What two identical pictures have in common."""
    return bytes(str(line.shape), "ascii") + line.tobytes()


def read_once(recogniser: Recogniser, lines: Sequence[LineImage]) -> list[Reading]:
    """Reads each different picture once: born-digital pages repeat theirs pixel by pixel."""
    keys = [key_of(line) for line in lines]
    first = {key: index for index, key in reversed([*enumerate(keys)])}
    distinct = [index for index, key in enumerate(keys) if first[key] == index]
    found = recogniser.read([lines[index] for index in distinct])
    by_key = {keys[index]: reading for index, reading in zip(distinct, found, strict=True)}
    return [by_key[key] for key in keys]
