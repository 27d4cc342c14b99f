"""What a filing says in sentences: each text with its place, without blanks."""

from collections.abc import Iterator
from typing import NamedTuple

from normalize.models import (
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    ProjectDeclaration,
    ProjectEvaluation,
)


class Said(NamedTuple):
    """A text of the filing. `text` has no blanks in it."""

    pointer: str
    text: str


def escaped(key: str) -> str:
    """A key as a part of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _of_department(declaration: DepartmentDeclaration) -> Iterator[tuple[str, str | None]]:
    for place, text in enumerate(declaration.functions):
        yield f"/functions/{place}", text
    for place, text in enumerate(declaration.tasks):
        yield f"/tasks/{place}", text
    for place, task in enumerate(declaration.main_tasks):
        yield f"/main_tasks/{place}/content", task.content
    for place, project in enumerate(declaration.projects):
        yield f"/projects/{place}/purpose", project.purpose


def _of_evaluation(
    declaration: ProjectEvaluation | DepartmentEvaluation,
) -> Iterator[tuple[str, str | None]]:
    yield "/annual/actual", declaration.annual.actual
    for place, row in enumerate(declaration.annual.indicators):
        yield f"/annual/indicators/{place}/reason", row.reason


def _texts(declaration: Declaration) -> Iterator[tuple[str, str | None]]:
    if isinstance(declaration, DepartmentDeclaration):
        yield from _of_department(declaration)
    if isinstance(declaration, DepartmentDeclaration | ProjectDeclaration):
        yield "/long_term/goal", declaration.long_term.goal
        yield "/annual/goal", declaration.annual.goal
    if isinstance(declaration, ProjectEvaluation | DepartmentEvaluation):
        yield "/annual/goal", declaration.annual.goal
        yield from _of_evaluation(declaration)
    for label, text in declaration.attributes.items():
        yield f"/attributes/{escaped(label)}", text


def texts_of(declaration: Declaration) -> tuple[Said, ...]:
    """Goals, duties, tasks, purposes, reasons and the texts beside other labels."""
    return tuple(
        Said(pointer, "".join(text.split())) for pointer, text in _texts(declaration) if text
    )
