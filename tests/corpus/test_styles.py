"""Filings of every layout of every form: true to the contract, and consistent when clean."""

from decimal import Decimal
from random import Random

import pytest

from corpus.filing import validated
from corpus.layout import draw_layout
from corpus.make import STYLES as BY_FORM
from corpus.sheet import check_covered
from corpus.styles import printed_pointers, sheet_of_style
from corpus.tree import at, changed, declaration_of_tree
from corpus.written import text

STYLES = [style for styles in BY_FORM.values() for style in styles]
EVALUATIONS = [*BY_FORM["evaluation"], *BY_FORM["department-evaluation"]]
PARTS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "人员经费", "公用经费")
every_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)


def drawn(style, seed):
    return style.draw(Random(seed), style.name, False)


def said(style, seed):
    """The declaration of a filing, as far as it is printed, and where."""
    draft = drawn(style, seed)
    sheet = sheet_of_style(draft, style, draw_layout(Random(seed), "reportlab"))
    printed = printed_pointers(sheet)
    return declaration_of_tree(draft, printed), printed, sheet


@every_style
def test_the_truth_holds_the_contract_and_every_slot_is_covered(style):
    for seed in range(60):
        declaration, printed, sheet = said(style, seed)
        model = validated(declaration)
        assert model.form == drawn(style, seed).form
        assert len(printed) > 30
        for grid in sheet.grids:
            check_covered(grid)


@every_style
def test_every_printed_pointer_leads_to_a_leaf_of_the_truth(style):
    declaration, printed, _ = said(style, 5)
    for pointer in printed:
        at(declaration, pointer)


@every_style
def test_sums_close_and_the_year_lies_within_the_whole(style):
    for seed in range(60):
        declaration = said(style, seed)[0]
        money = declaration.get("funding") or declaration.get("execution")
        for column in {"total", "annual", "initial", "adjusted", "executed"} & money[0].keys():
            amounts = [(row["item"], Decimal(row[column] or 0)) for row in money]
            whole, *items = [amount for item, amount in amounts if item not in PARTS]
            assert not items or sum(items) in (whole, 0)
            if parts := [amount for item, amount in amounts if item in PARTS]:
                assert sum(parts) == amounts[1][1]


@pytest.mark.parametrize("style", EVALUATIONS, ids=lambda style: style.name)
def test_rates_and_scores_follow_from_what_is_filed(style):
    for seed in range(60):
        declaration = said(style, seed)[0]
        whole = declaration["execution"][0]
        rate = Decimal(whole["executed"]) * 100 / Decimal(whole["adjusted"])
        assert abs(Decimal(whole["rate"]) - rate) <= Decimal("0.005")
        assert abs(Decimal(whole["score"]) - rate / 10) <= Decimal("0.01")
        scores = [Decimal(whole["score"])]
        for row in declaration["annual"]["indicators"]:
            lost = Decimal(row["weight"]) - Decimal(row["score"])
            assert lost >= 0
            assert (lost > 0) == (row["reason"] is not None)
            scores.append(Decimal(row["score"]))
        assert sum(scores) == Decimal(declaration["total_score"])


@every_style
def test_weights_sum_to_a_hundred(style):
    for seed in range(60):
        declaration = said(style, seed)[0]
        rows = declaration["annual"]["indicators"]
        if rows[0]["weight"] is not None:
            evaluated = Decimal(10) if "execution" in declaration else Decimal(0)
            assert sum(Decimal(row["weight"]) for row in rows) + evaluated == 100


def test_what_is_not_printed_is_not_in_the_truth():
    draft = drawn(STYLES[0], 1)
    declaration = declaration_of_tree(draft, {"/project", "/annual/indicators/0/level3"})
    assert declaration["project"] == draft.tree["project"].truth
    assert declaration["department"] is None
    assert declaration["attributes"] == {}
    assert len(declaration["annual"]["indicators"]) == 1
    assert declaration["annual"]["indicators"][0]["level1"] is None


def test_a_leaf_is_changed_by_its_pointer_alone():
    draft = drawn(STYLES[0], 1)
    other = changed(draft, {"/funding/0/annual": text("1")})
    assert at(other.tree, "/funding/0/annual").truth == "1"
    assert at(other.tree, "/funding/0/total") == at(draft.tree, "/funding/0/total")
    assert at(draft.tree, "/funding/0/annual").truth != "1"


def test_a_sign_and_a_unit_of_their_own_are_not_in_the_value():
    style = next(style for style in STYLES if style.name == "system")
    draft = drawn(style, 3)
    declaration = said(style, 3)[0]
    for row, truth in zip(
        draft.tree["annual"]["indicators"], declaration["annual"]["indicators"], strict=True
    ):
        assert "_sign" not in truth
        if truth["target"]["kind"] == "threshold":
            assert row["target"].paper.replace(",", "")[0].isdigit()
            assert row["_unit"].paper == truth["target"]["unit"]
