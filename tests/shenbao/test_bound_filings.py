"""Filings of the corpus bound into one file: each comes out exactly, with its own pages."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.binding import bind
from corpus.make import FORMS, make_corpus
from corpus.score import Miss, score
from shenbao.cli import cli

BOUND = [
    *((form, form) for form in FORMS),
    *pairwise([*FORMS, FORMS[0]]),
    ("project", "department", "project"),
]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bound files with their truths, and under `out` what a run makes of them."""
    folder = tmp_path_factory.mktemp("bound")
    made = make_corpus(2 * len(FORMS), 8, folder / "single", ["reportlab"], FORMS)
    of_form = {form: made[index :: len(FORMS)] for index, form in enumerate(FORMS)}
    for forms in BOUND:
        turns = [of_form[form][forms[:number].count(form)] for number, form in enumerate(forms)]
        bind(turns, folder / f"{'+'.join(forms)}.pdf")
    result = CliRunner().invoke(cli, ["run", f"{folder}/*.pdf", "--out", f"{folder}/out"])
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize("forms", BOUND, ids="+".join)
def test_each_has_its_own_values_and_pages(read: Path, forms: tuple[str, ...]) -> None:
    name = "+".join(forms)
    names = [name, *(f"{name}-{number}" for number in range(2, len(forms) + 1))]
    documents = [json.loads((read / f"out/filings/{name}.json").read_bytes()) for name in names]
    truths = [json.loads((read / f"{name}.truth.json").read_bytes()) for name in names]
    parts = [document["source"]["part"] for document in documents]
    assert [part["number"] for part in parts] == [*range(1, len(forms) + 1)]
    assert [part["pages"] for part in parts] == [truth["part"]["pages"] for truth in truths]
    total = sum(truth["pages"] for truth in truths)
    assert {document["source"]["pages"] for document in documents} == {total}


def test_nothing_of_them_is_lost_or_mixed(read: Path) -> None:
    result = score(read, read / "out")
    assert result.filings == sum(map(len, BOUND))
    assert [miss for miss in result.misses if not _is_a_finding(miss)] == []


def _is_a_finding(miss: Miss) -> bool:
    """Rules find in a filing what they find in it alone: that is tested elsewhere."""
    return miss.what == "findings" or miss.what.startswith("false ")
