"""Definitions of a user's own, on the command line and from Python."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from shenbao import read_filing
from shenbao.cli import cli
from shenbao.forms import FormsError, forms_with, shipped_forms

DEFINITION = """
title = "出差审批表"
pair = [
    { path = "traveller", labels = ["出差人"] },
    { path = "days", labels = ["天数"], type = "amount" },
]
"""


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "travel.toml").write_text(DEFINITION, encoding="utf-8")
    return forms


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A filled form of four cells."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "travel.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(250, 780, "出差审批表")
    canvas.grid([50, 150, 250, 350, 450], [700, 730])
    for number, text in enumerate(["出差人", "张某", "天数", "3"]):
        canvas.drawString(60 + 100 * number, 710, text)
    canvas.save()
    return path


def test_the_shipped_forms_are_listed() -> None:
    result = invoke("forms")
    assert result.exit_code == 0
    for form in shipped_forms():
        assert form.name in result.output


def test_own_forms_come_first(folder: Path) -> None:
    result = invoke("forms", "--forms", folder)
    assert result.exit_code == 0
    assert result.output.index("travel") < result.output.index("project-expenditure")
    assert forms_with(folder)[0].name == "travel"


def test_a_form_of_a_shipped_ones_name_takes_its_place(folder: Path) -> None:
    (folder / "project-evaluation.toml").write_text(DEFINITION, encoding="utf-8")
    names = [form.name for form in forms_with(folder)]
    assert sorted(names) == sorted({*names})
    assert forms_with(folder)[0].title == "出差审批表"


def test_a_sound_definition(folder: Path) -> None:
    result = invoke("forms", "check", folder / "travel.toml")
    assert result.exit_code == 0
    assert "出差审批表 is sound" in result.output


WRONG = [
    (
        'title = "表"\npair = [\n  { path = "a", lables = ["甲"] },\n]\n',
        "line 3: form.pair[0].lables",
    ),
    ('title = "表"\n[[section]]\npath = "a"\nkind = "tabel"\n', "line 4: form.section[0].kind"),
    ('title = "表"\n', "form.section"),
    ("title = ", "TOML"),
    ("", "form.title"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_is_said_by_line_and_key(folder: Path, text: str, said: str) -> None:
    (folder / "travel.toml").write_text(text, encoding="utf-8")
    result = invoke("forms", "check", folder / "travel.toml")
    assert result.exit_code == 2
    assert said in result.output
    with pytest.raises(FormsError):
        forms_with(folder)


def test_a_folder_without_definitions(tmp_path: Path) -> None:
    result = invoke("forms", "--forms", tmp_path)
    assert result.exit_code == 2
    assert "holds no form definition" in result.output


def test_a_filing_is_read_by_a_definition_of_ones_own(folder: Path, paper: Path) -> None:
    unknown = read_filing(paper)
    assert unknown.declaration is None
    assert [(pair.label, pair.value) for pair in unknown.pairs] == [("出差人", "张某"), ("天数", 3)]
    known = read_filing(paper, forms=folder)
    assert known.declaration is not None
    assert json.loads(known.declaration.model_dump_json())["values"] == {
        "traveller": "张某",
        "days": "3",
    }
    assert known.evidence["/values/days"].page == 1
    assert known.findings == []


def test_the_commands_take_the_folder(folder: Path, paper: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = invoke("run", paper, "--out", out, "--forms", folder)
    assert result.exit_code == 0, result.output
    assert json.loads((out / "run.json").read_bytes())["files"][0]["form"] == "出差审批表"
    assert "出差审批表" in invoke("show", paper, "--forms", folder).output


def test_a_wrong_definition_stops_the_run_before_anything_is_read(
    folder: Path, paper: Path
) -> None:
    (folder / "travel.toml").write_text("title = 1\n", encoding="utf-8")
    result = invoke("run", paper, "--out", folder / "out", "--forms", folder)
    assert result.exit_code == 2
    assert "form.title: should be str" in result.output
    assert not (folder / "out").exists()


def test_a_draft_is_a_sound_definition(paper: Path, tmp_path: Path) -> None:
    target = tmp_path / "own" / "travel.toml"
    target.parent.mkdir()
    assert invoke("forms", "draft", paper, "--out", target).exit_code == 0
    assert invoke("forms", "check", target).exit_code == 0
    assert invoke("forms", "draft", paper, "--out", target).exit_code == 2
    filing = read_filing(paper, forms=target.parent)
    assert filing.declaration is not None
    assert filing.declaration.form == "出差审批表"
