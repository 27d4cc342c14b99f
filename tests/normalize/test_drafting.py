"""Definitions of a user's own: that of docs/forms.md, and those drafted from a filing."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from papered import document, table

from extract.records import Document
from normalize.drafting import draft_definition, identifier
from normalize.form import Reading, read_form
from normalize.parsing import read_definition
from shenbao.forms import shipped_forms

GUIDE = (Path(__file__).parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The first fenced block of a kind in the guide."""
    found = re.search(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    return found[1]


def the_guides_form() -> Document:
    title, unit, *rows = block("form").splitlines()
    return document(table("\n".join(rows)), lines=[title, unit])


def read(paper: Document, definition: str) -> Reading:
    return read_form(paper, [read_definition(definition, "own.toml"), *shipped_forms()])


def dumped(reading: Reading) -> dict[str, Any]:
    assert reading.declaration is not None
    found: dict[str, Any] = json.loads(reading.declaration.model_dump_json(exclude_defaults=True))
    return found


def test_the_guides_definition_reads_the_guides_form() -> None:
    reading = read(the_guides_form(), block("toml"))
    assert dumped(reading) == json.loads(block("json"))
    assert reading.problems == ()
    assert reading.evidence["/records/vehicles/0/budget"].raw == "36.00"
    assert reading.evidence["/values/approved_on"].raw == "2024年5月6日"


def test_a_draft_reads_what_it_was_drafted_from() -> None:
    known = {
        label: pairs[0] for form in shipped_forms() for label, pairs in form.pair_labels.items()
    }
    text = draft_definition(the_guides_form(), "a", known)
    reading = read(the_guides_form(), text)
    declaration = dumped(reading)
    assert declaration["form"] == "公务用车购置审批表"
    assert declaration["preparer"] == "张某"
    assert declaration["currency_unit"] == "万元"
    assert declaration["values"]["批准日期"] == "2024-05-06"
    assert declaration["values"]["购置理由"] == "原车已达报废年限。"
    (rows,) = declaration["records"].values()
    assert rows[0] == {"序号": "1", "车型": "越野车", "数量": "2", "预算金额": "36.00"}


def test_a_label_that_comes_twice_gets_two_rules() -> None:
    paper = document(
        table("总投资 | 6621 | 其中环保 | 138\n实际投资 | 2800 | 其中环保 | 143"), lines=["表"]
    )
    values = dumped(read(paper, draft_definition(paper, "a", {})))["values"]
    assert (values["其中环保"], values["其中环保_2"]) == ("138", "143")


def test_a_paper_without_labels_gives_nothing_to_define() -> None:
    text = draft_definition(document(table("1 | 2\n3 | 4")), "a", {})
    assert text.startswith('title = "a"')
    assert "pair" not in text and "section" not in text


@pytest.mark.parametrize(
    ("label", "name"),
    [
        *[("投资总概算（万元）", "投资总概算"), ("Invoice No.", "invoice_no"), ("2024年", "x")],
        *[("", "x"), ("（万元）", "x"), ("其中：环保", "其中环保")],
    ],
)
def test_names_from_labels(label: str, name: str) -> None:
    assert identifier(label, "x") == name
