"""Every plant breaks what it says, in a place that exists, and is on record."""

from random import Random

import pytest

from corpus.draw import draw_filing
from corpus.filing import declaration_of, validated
from corpus.plant import PLANTS, draw_plants, plant


def at(document, pointer):
    for key in pointer.strip("/").split("/"):
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def broken(rule):
    """The first filing that offers a place for the rule, with its plant."""
    for seed in range(300):
        rng = Random(seed)
        clean = draw_filing(rng)
        found = plant(rule, rng, clean)
        if found is not None:
            return clean, *found
    raise AssertionError(f"no filing has a place for {rule}")


@pytest.mark.parametrize("rule", PLANTS)
def test_a_plant_changes_the_filing_and_says_where(rule):
    clean, filing, record = broken(rule)
    truth = declaration_of(filing)
    validated(truth)
    assert record.rule == rule
    assert truth != declaration_of(clean)
    assert record.pointers
    for pointer in record.pointers:
        at(truth, pointer)
    assert rule not in record.also


def test_years_that_do_not_precede_the_budget_year():
    _, filing, _ = broken("funding.history_years")
    gap = filing.years[1] - filing.years[0] != 1
    assert gap or filing.stated_year.truth != filing.years[1] + 1


def test_an_empty_target_is_null():
    _, filing, record = broken("indicator.empty_target")
    assert at(declaration_of(filing), record.pointers[0]) is None


def test_a_duplicate_has_one_row_more():
    clean, filing, record = broken("indicator.duplicate")
    assert len(filing.long_term) + len(filing.annual) == (
        len(clean.long_term) + len(clean.annual) + 1
    )
    truth = declaration_of(filing)
    assert at(truth, record.pointers[0]) == at(truth, record.pointers[1])


def test_about_four_in_ten_filings_stay_clean():
    counts = []
    for seed in range(200):
        rng = Random(seed)
        counts.append(len(draw_plants(rng, draw_filing(rng))[1]))
    assert 0.3 < counts.count(0) / len(counts) < 0.5
    assert max(counts) == 4
