"""Kept documents, and the files that they were read from, looked for again."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

NUMBER = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class KeptFiling:
    """A filing's document. `file` is the path of what was read, None where nobody noted it."""

    document: Path
    file: str | None = None

    @property
    def name(self) -> str:
        """The document's name, which is unique in the folder."""
        return self.document.stem


class Sources:
    """Where the source of a document may lie.

    First the path that the run noted (relative ones from the current folder), then
    whatever has the same name below `folder`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._named: dict[str, list[Path]] = {}
        self._stems: dict[str, list[Path]] = {}
        if folder is not None:
            for parent, _, names in os.walk(folder):
                for name in names:
                    path = Path(parent, name)
                    self._named.setdefault(name, []).append(path)
                    self._stems.setdefault(path.stem, []).append(path)

    def candidates(self, kept: KeptFiling) -> tuple[Path, ...]:
        """Files that exist, likeliest first; of namesakes those in folders of the same names.

        A document that no run speaks of any more is looked for by its own name.
        """
        if kept.file is None:
            # The second filing of `a.pdf`, and the second `a.pdf`, are `a-2.json`.
            stems = (kept.name, NUMBER.sub("", kept.name))
            return tuple(_files(path for stem in stems for path in self._stems.get(stem, ())))
        noted = Path(kept.file)
        found = sorted(self._named.get(noted.name, ()), key=lambda path: -_same_end(path, noted))
        return tuple(_files([noted, *found]))


def _same_end(one: Path, other: Path) -> int:
    """How many parts two paths share at their ends."""
    pairs = zip(reversed(one.parts), reversed(other.parts), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        try:
            if path.is_file():
                yield path
        except (OSError, ValueError):
            continue
