"""One file, read where no limit holds or, for the command line, in a limited worker."""

from dataclasses import dataclass
from pathlib import Path

from normalize.drafting import draft_definition
from normalize.models import Filing
from shenbao.batch import Limits, run_limited
from shenbao.errors import UnreadableFile
from shenbao.forms import shipped_forms
from shenbao.inputs import check_regular, display_name
from shenbao.paper import read_document
from shenbao.process import ReadOptions, process_all


@dataclass(frozen=True, slots=True)
class Reading:
    """A file to read and how."""

    path: str
    options: ReadOptions


def read_file_all(path: str, options: ReadOptions, name: str | None = None) -> list[Filing]:
    """Read the filings of a file from disk, in this process; `name` stands for the file's own.

    Raises:
        UnreadableFile: nothing of it can be read.
    """
    check_regular(path)
    try:
        return process_all(Path(path), options, name or display_name(path))
    except UnreadableFile as error:
        raise error.at(path) from error


def read_limited(path: str, options: ReadOptions, limits: Limits) -> Filing:
    """The first filing of a file, as `read_limited_all`."""
    return read_limited_all(path, options, limits)[0]


def read_limited_all(path: str, options: ReadOptions, limits: Limits) -> list[Filing]:
    """Read the filings of a file, in order, at least one, in a worker process of its own.

    Raises:
        UnreadableFile: nothing of it can be read, or it took more than the limits.
    """
    (outcome,) = run_limited(_read, [Reading(path, options)], limits)
    if outcome.result is None:
        raise outcome.failure or UnreadableFile(path)
    return [Filing.model_validate_json(document) for document in outcome.result]


def _read(reading: Reading) -> list[str]:
    """In the worker: JSON goes back, which is quicker than pickled models."""
    return [
        filing.model_dump_json(by_alias=True)
        for filing in read_file_all(reading.path, reading.options)
    ]


def draft_limited(path: str, options: ReadOptions, limits: Limits) -> str:
    """A first definition from a filing of an unknown form, made in a worker process.

    Raises:
        UnreadableFile: nothing of it can be read, or it took more than the limits.
    """
    (outcome,) = run_limited(_draft, [Reading(path, options)], limits)
    if outcome.result is None:
        raise outcome.failure or UnreadableFile(path)
    return outcome.result


def _draft(reading: Reading) -> str:
    check_regular(reading.path)
    name = display_name(reading.path)
    document = read_document(Path(reading.path).read_bytes(), name, reading.options)
    known = {
        label: pairs[0] for form in shipped_forms() for label, pairs in form.pair_labels.items()
    }
    return draft_definition(document, Path(name).stem, known)
