"""The form definitions that come with shenbao."""

from functools import cache
from importlib.resources import files

from normalize.definition import FormDefinition
from normalize.parsing import read_definition


@cache
def shipped_forms() -> tuple[FormDefinition, ...]:
    """All definitions in `normalize/forms`, by file name. Raises `DefinitionError`."""
    folder = files("normalize") / "forms"
    return tuple(
        read_definition(file.read_text(encoding="utf-8"), file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    )
