"""Archives in memory: clean ones say nothing against themselves, plants are found."""

from random import Random

import pytest

from corpus.archive import PLANTS, Drawn, draw_archive, plant_across
from rules.across.archive import MemoryArchive
from rules.across.catalogue import ACROSS
from rules.across.check import Judged, check_across
from rules.across.facts import facts_of
from rules.check import check

# A contradiction between a project and its department shows in the department's sum too.
CONSEQUENCES = {"across.projects_sum"}


def found(drawn: list[Drawn]) -> set[tuple[str, str]]:
    archive = MemoryArchive(facts_of(one.model(), one.name, one.name) for one in drawn)
    said = check_across(archive)
    return {(one.file, one.rule) for one in said if isinstance(one, Judged) and one.finding}


def test_a_clean_archive_contradicts_itself_nowhere() -> None:
    drawn = list(draw_archive(40, 3, seed=7))
    assert {one.declaration["fiscal_year"] for one in drawn} == {2021 + n for n in range(1, 4)}
    assert found(drawn) == set()


def test_its_filings_have_no_error_of_their_own() -> None:
    for one in draw_archive(12, 3, seed=7):
        report = check(one.model())
        assert not [finding for finding in report.findings if finding.severity == "error"], one.name
        assert not report.problems


@pytest.mark.parametrize("rule", PLANTS)
def test_what_is_planted_is_found_and_nothing_else(rule: str) -> None:
    planted = 0
    for seed in range(8):
        drawn = plant_across(rule, Random(seed), list(draw_archive(1, 3, seed)))
        if drawn is None:
            continue
        expected = {(one.name, broken) for one in drawn for broken in one.planted}
        planted += len(expected)
        assert rule in {broken for _, broken in expected}
        more = found(drawn) - expected
        assert expected <= found(drawn)
        assert {broken for _, broken in more} <= CONSEQUENCES
    assert planted >= 4


def test_plants_are_of_rules() -> None:
    assert PLANTS.keys() <= ACROSS.keys()


def test_the_same_seed_gives_the_same_filings() -> None:
    few, many = (list(draw_archive(count, 2, 3, planted=0.5)) for count in (2, 4))
    assert many[: len(few)] == few
    names = {one.declaration["department"] for one in draw_archive(700, 1, 3)}
    assert len(names) == 700
