"""Which model a form fills, and whether a path leads to a field of it."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from normalize.definition import ModelName
from normalize.models import (
    DepartmentDeclaration,
    DepartmentEvaluation,
    OtherDeclaration,
    ProjectDeclaration,
    ProjectEvaluation,
)

AnyDeclaration = (
    DepartmentDeclaration
    | ProjectDeclaration
    | ProjectEvaluation
    | DepartmentEvaluation
    | OtherDeclaration
)

MODELS: Mapping[ModelName, type[AnyDeclaration]] = {
    "department": DepartmentDeclaration,
    "project": ProjectDeclaration,
    "project_evaluation": ProjectEvaluation,
    "department_evaluation": DepartmentEvaluation,
    "other": OtherDeclaration,
}


def leads_to_field(model: type[BaseModel], path: str) -> bool:
    """Whether a dotted path (`annual.indicators.level1`) leads to a field.

    An `OtherDeclaration` takes every path: what a form of its own calls its parts.
    """
    if model is OtherDeclaration:
        return all(step.isidentifier() for step in path.split("."))
    found: list[Any] = [model]
    for step in path.split("."):
        found = [inner for outer in found for inner in _fields(outer, step)]
    return bool(found)


def _fields(annotation: Any, step: str) -> Iterator[Any]:
    """The types of what a step leads to, in whatever the annotation holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if step == (field.alias or name):
                yield field.annotation
    elif get_origin(annotation) is not None:
        for inner in get_args(annotation):
            yield from _fields(inner, step)
