"""Which filings a command was given: files, folders, patterns, each file once."""

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from shenbao.errors import UnreadableFile

SUFFIXES = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".webp")
"""What counts as a filing in a folder; each file is a filing of its own."""

PREVIEWS = frozenset(("@eadir", "__macosx"))
"""Folders that network drives and archives fill with copies of what they hold."""

LONGEST_STEM_BYTES = 200
"""File names hold 255 bytes; the rest is left for a counter, a suffix and a temporary mark."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `output` is the stem of its results, unique in the batch."""

    path: str
    output: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the arguments stand for.

    `failures` are arguments that lead nowhere, `empty` folders without a filing.
    """

    inputs: tuple[Input, ...]
    failures: tuple[UnreadableFile, ...] = ()
    empty: tuple[str, ...] = ()


def find_inputs(arguments: Sequence[str]) -> Found:
    """The filings that files, folders (recursively) and patterns stand for.

    They come in the order of the arguments, those of a folder or a pattern
    sorted by path; one that is named twice, also through a link, comes once.
    An explicit file may have any suffix, in a folder those of `SUFFIXES` count, in
    whatever case; hidden files and folders do not, nor those that systems put
    previews in.
    """
    paths: dict[Path, str] = {}
    failures: list[UnreadableFile] = []
    empty: list[str] = []
    for argument in arguments:
        items = list(_paths_of(argument))
        if not items:
            empty.append(argument)
        for item in items:
            if isinstance(item, UnreadableFile):
                failures.append(item)
            else:
                paths.setdefault(_real(item), item)
    found = tuple(paths.values())
    inputs = tuple(map(Input, found, output_names(found)))
    return Found(inputs, tuple(failures), tuple(empty))


def _paths_of(argument: str) -> Iterator[str | UnreadableFile]:
    """The files that one argument stands for, and what of it can't be reached."""
    if Path(argument).is_dir():
        yield from _walk(argument)
    elif _is_there(argument) or not has_magic(argument):
        yield argument
    else:
        # Path.glob takes no pattern that begins with a root.
        matches = sorted(glob(argument, recursive=True))  # noqa: PTH207
        if not matches:
            remedy = "Check the pattern; quote it so that the shell leaves it alone."
            yield UnreadableFile(argument, "matches no file", remedy)
        for match in matches:
            yield from _walk(match) if Path(match).is_dir() else (match,)


def _real(path: str) -> Path:
    """The file itself behind links; the path as it stands where links go in circles."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError, ValueError):
        return Path(path)


def _is_there(path: str) -> bool:
    """Whether something has this name, a broken link included."""
    return Path(path).exists() or Path(path).is_symlink()


def _walk(folder: str) -> Iterator[str | UnreadableFile]:
    """The filings in a folder, links followed, no folder entered twice."""
    seen: set[tuple[int, int]] = set()
    blocked: list[UnreadableFile] = []

    def note(error: OSError) -> None:
        remedy = "Give yourself the right to read this folder, or leave it out."
        blocked.append(UnreadableFile(error.filename, f"{error.strerror}", remedy))

    for parent, folders, files in os.walk(folder, followlinks=True, onerror=note):
        identity = _identity(parent)
        if identity in seen:
            folders.clear()
            continue
        seen.add(identity)
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        yield from (str(Path(parent, name)) for name in sorted(files) if _is_filing(name))
    yield from blocked


def _is_filing(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not _is_hidden(name)


def _is_hidden(name: str) -> bool:
    """Systems keep pictures of their own beside a user's: `._scan.jpg`, `.thumbnails/`."""
    return name.startswith(".") or name.lower() in PREVIEWS


def _identity(folder: str) -> tuple[int, int]:
    status = Path(folder).stat()
    return status.st_dev, status.st_ino


def check_regular(path: str) -> None:
    """Refuse what is no file: a pipe would be waited on for ever.

    Raises:
        UnreadableFile: nothing there, no file, or not to be reached.
    """
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        reason = "is a link that leads nowhere" if Path(path).is_symlink() else "does not exist"
        raise UnreadableFile(path, reason, "Check the path.") from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, f"cannot be reached ({error})") from None
    if stat.S_ISDIR(mode):
        raise UnreadableFile(path, "is a folder", "Name a file, or use `shenbao run`.")
    if not stat.S_ISREG(mode):
        raise UnreadableFile(path, "is not a regular file", "Name a PDF or a scan.")


def output_names(paths: Iterable[str]) -> Iterator[str]:
    """For each path a stem that no other has, also where case or Unicode form is ignored.

    The first keeps its own; those after it get `-2`, `-3`, in order.
    """
    taken: set[str] = set()
    for path in paths:
        stem = safe_stem(path)
        name, count = stem, 1
        while folded(name) in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(folded(name))
        yield name


def safe_stem(path: str) -> str:
    """The stem of a file name, made fit for any file system: `a\\nb.pdf` gives `a_b`."""
    stem = Path(path).stem
    kept = "".join(
        char if char.isprintable() and char not in '<>:"/\\|?*' else "_" for char in stem
    )
    if kept.startswith("."):
        kept = "_" + kept[1:]
    return kept.encode()[:LONGEST_STEM_BYTES].decode(errors="ignore") or "_"


def numbered_names(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each stem the names that are the stem and a number (`a-2` for `a`), folded."""
    numbered: dict[str, set[str]] = {}
    for name in map(folded, names):
        stem, mark, number = name.rpartition("-")
        if mark and number.isdecimal():
            numbered.setdefault(stem, set()).add(name)
    return {stem: frozenset(found) for stem, found in numbered.items()}


def folded(name: str) -> str:
    """A name as file systems may compare it."""
    return unicodedata.normalize("NFC", name).casefold()


def display_path(path: str) -> str:
    """A path as text: bytes that are no UTF-8 become `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def display_name(path: str) -> str:
    """The file's own name, as text."""
    return display_path(Path(path).name)
