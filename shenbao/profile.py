"""Profiles from TOML files, with errors that name file, line and key."""

import re
import tomllib
from pathlib import Path

from rules.across.catalogue import ACROSS
from rules.catalogue import RULES
from rules.profile import Profile, Slip, read_profile
from shenbao.errors import UsageError, printable

_HEADER = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+")
_PART = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+)")


class ProfileError(UsageError):
    """A profile that can't be used: one line for each thing that is wrong."""


def load_profile(path: Path) -> Profile:
    """The profile of a TOML file.

    Raises:
        ProfileError: it can't be read, is no TOML, or says what has no meaning.
    """
    shown = printable(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ProfileError(f"{shown}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{shown}: is not UTF-8. Save it as UTF-8.") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{shown}: is no TOML: {error}.") from None
    profile, slips = read_profile(table, {**RULES, **ACROSS})
    if slips:
        raise ProfileError("\n".join(_line(shown, text, slip) for slip in slips))
    return profile


def _line(shown: str, text: str, slip: Slip) -> str:
    number = line_of(text, slip.path)
    place = f"{shown}, line {number}" if number else shown
    return f"{place}: {dotted(slip.path)}: {slip.message}"


def dotted(path: tuple[str, ...]) -> str:
    """A path of keys as TOML writes it: `rules."funding.share".severity`."""
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"' for part in path)


def _keys(dotted_key: str) -> tuple[str, ...]:
    return tuple(next(filter(None, found.groups()), "") for found in _PART.finditer(dotted_key))


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The line, from 1, on which a path of keys is set, or else the table that holds it.

    None where neither stands on a line of its own (an inline table in a longer one).
    """
    table: tuple[str, ...] = ()
    best: tuple[int, int] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = here = _keys(header[1])
        elif "=" in line and not line.lstrip().startswith("#"):
            here = (*table, *_keys(line.partition("=")[0]))
        else:
            continue
        depth = min(len(here), len(path))
        if path[:depth] == here[:depth] and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None
