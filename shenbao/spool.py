"""Facts of filings kept aside on disk, in the order of time and by department.

A hundred thousand filings' facts are gigabytes; in a temporary database they cost the
memory of one department at a time.
"""

import pickle
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from rules.across.archive import Group, group_of, in_time
from rules.across.facts import FilingFacts
from rules.across.names import names_its_place

_TABLES = """
CREATE TABLE filings (number INTEGER PRIMARY KEY, year INTEGER, day TEXT, file TEXT, facts BLOB);
CREATE TABLE bodies (name TEXT, number INTEGER);
CREATE TABLE places (place INTEGER PRIMARY KEY, number INTEGER);
"""


class Packed(NamedTuple):
    """Facts on their way from one process of ours to another and to the spool: some 3 KB."""

    order: tuple[int, str, str]
    keys: tuple[str, ...]
    data: bytes


class Spool:
    """An archive (`rules.across.archive.Archive`) on disk; a context that removes it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="shenbao-")
        self._base = sqlite3.connect(Path(self._folder.name) / "facts.sqlite")
        self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;{_TABLES}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()
        self._folder.cleanup()

    def add(self, packed: Packed) -> None:
        """Keep the facts of one filing. Only before `settle`."""
        row = self._base.execute(
            "INSERT INTO filings (year, day, file, facts) VALUES (?, ?, ?, ?)",
            (*packed.order, packed.data),
        )
        bodies = [(name, row.lastrowid) for name in packed.keys]
        self._base.executemany("INSERT INTO bodies VALUES (?, ?)", bodies)

    def settle(self) -> None:
        """Put all that was added in order."""
        self._base.executescript(
            "CREATE INDEX of_body ON bodies (name, number);"
            "INSERT INTO places (number) SELECT number FROM filings ORDER BY year, day, file;"
        )

    def in_order(self) -> Iterator[tuple[int, FilingFacts]]:
        """Every filing with its place, earlier ones first."""
        rows = self._base.execute(
            "SELECT place - 1, facts FROM places JOIN filings USING (number) ORDER BY place"
        )
        for place, packed in rows:
            yield place, unpacked(packed)

    def at(self, place: int) -> FilingFacts:
        """The filing at a place."""
        (packed,) = self._base.execute(
            "SELECT facts FROM places JOIN filings USING (number) WHERE place = ?", (place + 1,)
        ).fetchone()
        return unpacked(packed)

    def groups(self) -> Iterator[Group]:
        """The filings of each department whose name belongs to one body alone."""
        for name in self.names():
            rows = self._base.execute(
                "SELECT facts FROM bodies JOIN filings USING (number) WHERE name = ?"
                " ORDER BY year, day, file",
                (name,),
            )
            yield group_of(name, [unpacked(packed) for (packed,) in rows])

    def names(self) -> Iterator[str]:
        """The names of those departments."""
        names = self._base.execute("SELECT DISTINCT name FROM bodies ORDER BY name")
        return (name for (name,) in names if names_its_place(name))


def packed(facts: FilingFacts) -> Packed:
    """The facts made ready."""
    data = zlib.compress(pickle.dumps(facts, pickle.HIGHEST_PROTOCOL), 1)
    return Packed(in_time(facts), facts.keys, data)


def unpacked(data: bytes) -> FilingFacts:
    """The facts of `Packed.data`."""
    facts = pickle.loads(zlib.decompress(data))
    assert isinstance(facts, FilingFacts)
    return facts
