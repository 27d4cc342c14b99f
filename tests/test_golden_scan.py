"""A whole scanned filing, as it lies in git, held against its truth."""

import json
from pathlib import Path

import pytest

from corpus.score import Score, score_filing
from normalize.models import Filing
from shenbao.process import process

SCAN = Path(__file__).parent.parent / "corpus" / "samples" / "scans" / "scanned-chromium.pdf"
TRUTH = json.loads(SCAN.with_suffix(".truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def filing() -> Filing:
    return process(SCAN)


@pytest.fixture(scope="module")
def score(filing: Filing) -> Score:
    total = Score()
    score_filing(SCAN.stem, TRUTH, json.loads(filing.model_dump_json()), total)
    return total


def test_its_values_are_read(score: Score) -> None:
    leaves = score.leaves.share
    assert leaves is not None and leaves >= 0.98, score.misses


def test_its_money_is_right(score: Score) -> None:
    assert score.tallies["money"].share == 1.0, score.misses


def test_nobody_is_accused_for_what_was_misread(score: Score) -> None:
    assert not score.false_alarms["error"] and not score.false_alarms["warning"], score.misses


def test_values_stand_where_the_evidence_says(score: Score) -> None:
    boxes = score.tallies["boxes"].share
    assert boxes is not None and boxes >= 0.97, score.misses


def test_it_is_known_for_a_scan(filing: Filing) -> None:
    assert filing.source.kind == "scanned"
    assert {found.reader for found in filing.evidence.values()} <= {"rapidocr", "tesseract", "text"}
    assert all(0 <= found.confidence <= 1 for found in filing.evidence.values())
