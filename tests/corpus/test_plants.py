"""Every plant breaks what it says in every form it is for, in a place that is on paper."""

from decimal import Decimal
from random import Random

import pytest

from corpus.filing import validated
from corpus.layout import draw_layout
from corpus.make import STYLES
from corpus.plant import PLANTS as BY_ID
from corpus.planting import DEPARTMENT, bed_of, planted
from corpus.plants import PLANTS, draw_breaks
from corpus.styles import places_for
from corpus.tree import at, declaration_of_tree
from rules.catalogue import RULES

LAYOUT = draw_layout(Random(1), "reportlab")
ALL = [style for styles in STYLES.values() for style in styles]


def beds(form):
    """Clean filings of a form and what their layouts have places for."""
    for seed in range(40):
        for style in ALL:
            draft = style.draw(Random(seed), style.name, False)
            if draft.form == form:
                yield style, draft, places_for(draft, style, LAYOUT)


CASES = [(plant, form) for plant in PLANTS for form in plant.forms if form != DEPARTMENT]


def first_broken(plant, form):
    """The first filing that has a place for the plant, with the plant in it."""
    for seed, (style, clean, places) in enumerate(beds(form)):
        broken = planted(plant, Random(seed), bed_of(clean, places))
        if broken is not None:
            return style, clean, places, broken
    raise AssertionError("no filing has a place for it")


@pytest.mark.parametrize(("plant", "form"), CASES, ids=lambda value: getattr(value, "name", value))
def test_a_plant_changes_the_filing_and_says_where(plant, form):
    style, clean, places, broken = first_broken(plant, form)
    truth = declaration_of_tree(broken.draft, places_for(broken.draft, style, LAYOUT))
    validated(truth)
    assert truth != declaration_of_tree(clean, places)
    assert not set(plant.number.split("/")) & set(broken.record.also)
    for pointer in broken.record.pointers:
        assert pointer in places
        at(truth, pointer)


def test_every_rule_over_one_filing_has_a_plant():
    numbers = {number for plant in PLANTS for number in plant.number.split("/")}
    lacking = [
        rule.id
        for rule in RULES.values()
        if rule.id not in BY_ID and numbers.isdisjoint(rule.number.split("/"))
    ]
    assert lacking == []


def test_no_two_plants_have_the_same_name():
    assert len({plant.name for plant in PLANTS}) == len(PLANTS)


def test_four_in_ten_filings_stay_clean_and_none_has_two_breaks_of_one_rule():
    _, clean, places = next(beds("项目支出绩效自评表"))
    counts = []
    for seed in range(150):
        _, done = draw_breaks(Random(seed), clean, places)
        counts.append(len(done))
        assert len({one.rule for one in done}) == len(done)
    assert 0.25 < counts.count(0) / len(counts) < 0.55
    assert max(counts) == 3


def test_a_new_target_stands_alone_in_its_columns():
    """`≥96` without its sign is no break where the column beside it says `%`."""
    plant = next(plant for plant in PLANTS if plant.name.startswith("C06"))
    for style, clean, places in beds("项目支出绩效目标申报表"):
        broken = planted(plant, Random(1), bed_of(clean, places))
        if style.name != "system" or broken is None:
            continue
        row = at(broken.draft.tree, broken.record.pointers[0].removesuffix("/target"))
        assert [row[column].paper for column in ("_sign", "_unit")] == ["", ""]
        return
    raise AssertionError("no filing has a place for it")


def test_areas_take_the_points_of_the_rates_that_they_are_parts_of():
    plant = next(plant for plant in PLANTS if plant.number == "W06")
    for form in plant.forms:
        _, clean, _, broken = first_broken(plant, form)
        before, after = (at(draft.tree, "/annual/indicators") for draft in (clean, broken.draft))
        assert len(after) > 20
        for name in ("weight", "score") if "score" in before[0] else ("weight",):
            sums = [sum(Decimal(row[name].truth) for row in rows) for rows in (before, after)]
            assert sums[0] == sums[1]


def test_no_plant_stumbles_over_a_budget_of_nothing():
    """A second plant may find the table that the first one left without a budget."""
    nothing = next(plant for plant in PLANTS if plant.number == "V03")
    style, _, _, broken = first_broken(nothing, "项目支出绩效自评表")
    bed = bed_of(broken.draft, places_for(broken.draft, style, LAYOUT))
    for plant in PLANTS:
        planted(plant, Random(1), bed)
