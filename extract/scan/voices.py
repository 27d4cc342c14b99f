"""Two recognisers as one: the second is heard where the first is in doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.scan.recogniser import LineImage, Reading, Recogniser, read_once


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
        firsts = [by_index[index] for index in range(len(lines))]
        return [Heard(reading, reading.confidence, self.first.name) for reading in firsts]
