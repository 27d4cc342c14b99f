"""The page of the contract names every field that comes out, and no other."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from normalize.models import Filing, ProjectEvaluation

PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text(encoding="utf-8")
SECTIONS = {
    part.partition("\n")[0].strip(): part for part in re.split(r"^##+ ", PAGE, flags=re.MULTILINE)
}
DEFINITIONS: dict[str, Any] = Filing.model_json_schema(mode="serialization")["$defs"]
MODELS = {"Filing": Filing.model_json_schema(mode="serialization")} | DEFINITIONS


def named(section: str) -> list[str]:
    """The fields in the first column of the section's table."""
    rows = re.findall(r"^\| (`[^|]*) \|", section, flags=re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_model_has_a_section_with_its_fields(model: str) -> None:
    assert sorted(named(SECTIONS[model])) == sorted(MODELS[model]["properties"])


def test_no_section_is_of_something_else() -> None:
    assert set(re.findall(r"^### (.+)$", PAGE, flags=re.MULTILINE)) == MODELS.keys()


def test_the_examples_are_documents() -> None:
    filing, evaluation = map(json.loads, re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
    Filing.model_validate(filing)
    ProjectEvaluation.model_validate(evaluation)
