"""Files that are there whole or not at all."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from shenbao.errors import OutputNotWritable


def prepare_folder(folder: Path) -> None:
    """Make a folder and prove that it can be written to, before any work is done.

    Raises:
        OutputNotWritable: it can't be made, or nothing can be put into it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".partial"):
            pass
    except OSError as error:
        raise OutputNotWritable(folder, error.strerror or str(error)) from None


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: a reader sees the old file or the new one, never a part.

    Raises:
        OutputNotWritable: the disk is full, or the place can't be written to.
    """
    write_whole_with(path, lambda partial: partial.write_bytes(data))


def write_whole_with(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary neighbour of `path`, then give it its name.

    Raises:
        OutputNotWritable: the disk is full, or the place can't be written to.
    """
    partial = partial_name(path)
    try:
        write(partial)
        partial.replace(path)
    except OSError as error:
        raise OutputNotWritable(path, error.strerror or str(error)) from None
    finally:
        partial.unlink(missing_ok=True)


def partial_name(path: Path) -> Path:
    """Where a file stands while it is written. One name a file: what a killed worker left
    is overwritten by the next try.
    """
    return path.with_name(f".{path.name}.partial")
