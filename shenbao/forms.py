"""The form definitions that come with shenbao, and those of a user's own."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from normalize.definition import FormDefinition
from normalize.parsing import DefinitionError, read_definition
from shenbao.errors import UsageError, printable


class FormsError(UsageError):
    """A folder or file of definitions that can't be used."""


@lru_cache(maxsize=1)
def shipped_forms() -> tuple[FormDefinition, ...]:
    """All definitions in `normalize/forms`, by file name. Raises `DefinitionError`."""
    folder = files("normalize") / "forms"
    return tuple(
        read_definition(file.read_text(encoding="utf-8"), file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    )


def forms_with(folder: Path | None) -> tuple[FormDefinition, ...]:
    """The definitions to read by: the user's own in `folder` (`*.toml`), then the shipped ones.

    A file of a shipped one's name takes its place.

    Raises:
        FormsError: there is none, or one is wrong; it says where.
    """
    if folder is None:
        return shipped_forms()
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
        stamps = tuple((str(path), path.stat().st_mtime_ns) for path in paths)
    except OSError as error:
        raise FormsError(f"{printable(folder)}: cannot be read: {error.strerror}.") from None
    if not paths:
        raise FormsError(f"{printable(folder)}: holds no form definition (*.toml).")
    return _with_own(stamps)


@lru_cache(maxsize=4)
def _with_own(stamps: tuple[tuple[str, int], ...]) -> tuple[FormDefinition, ...]:
    own = tuple(read_form_file(Path(path)) for path, _ in stamps)
    names = {form.name for form in own}
    return (*own, *(form for form in shipped_forms() if form.name not in names))


def read_form_file(path: Path) -> FormDefinition:
    """One definition.

    Raises:
        FormsError: it can't be read, or is wrong; it says where.
    """
    try:
        return read_definition(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        raise FormsError(f"{printable(path)}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise FormsError(f"{printable(path)}: is not UTF-8. Save it as UTF-8.") from None
    except DefinitionError as error:
        place = f"{printable(path)}, line {error.line}" if error.line else printable(path)
        raise FormsError(f"{place}: {error.key}: {error.message}") from None
