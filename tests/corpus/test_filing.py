"""Filings: the same seed gives the same filing, and a clean one is consistent."""

from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from corpus.amounts import TOTAL, percent
from corpus.draw import draw_filing
from corpus.filing import FilingDraft, declaration_of, validated
from corpus.form import item_number, numeral, sheet_of
from corpus.growth import grown
from corpus.layout import PRODUCERS, draw_layout
from corpus.sheet import Block, Box, check_covered, stacked
from corpus.vocabulary import NOT_ABOVE
from corpus.written import Hand, between, deadline, money, threshold

PLAIN = Hand(0, False, False, False, 0.0)


def drawn(seed: int) -> FilingDraft:
    return draw_filing(Random(seed))


@pytest.mark.parametrize("seed", range(5))
def test_the_seed_decides(seed):
    assert drawn(seed) == drawn(seed)
    assert drawn(seed) != drawn(seed + 1)


def test_truth_holds_the_contract():
    for seed in range(150):
        truth = declaration_of(drawn(seed))
        model = validated(truth)
        assert model.fiscal_year == truth["fiscal_year"]
        assert 1 <= len(model.projects) <= 30
        assert 3 <= len(model.functions) <= 12
        assert 10 <= len(model.long_term.indicators) + len(model.annual.indicators) <= 85


def amounts(rows, pick):
    return [Decimal(pick(row).truth) if pick(row).truth else Decimal(0) for row in rows]


@pytest.mark.parametrize("side", ["income", "expenditure"])
def test_clean_sums_and_shares_hold(side):
    for seed in range(100):
        rows = getattr(drawn(seed), side)
        for pick in (lambda r: r.amount, lambda r: r.history[0], lambda r: r.history[1]):
            *parts, whole = amounts(rows, pick)
            assert sum(parts) == whole
        whole = Decimal(rows[-1].amount.truth)
        for row in rows:
            if row.share.truth not in (None, "0"):
                assert Decimal(row.share.truth) == percent(Decimal(row.amount.truth), whole)


def test_what_other_offices_have_adds_up():
    for seed in range(60):
        filing = grown(Random(seed), drawn(seed))
        validated(declaration_of(filing))
        for rows in (filing.long_term, filing.annual):
            weights = [Decimal(r.weight.truth) for r in rows if r.weight and r.weight.truth]
            assert sum(weights) in (0, 100)
        for row in filing.main_tasks:
            parts = Decimal(row.fiscal.truth) + Decimal(row.other.truth)
            assert parts == Decimal(row.amount.truth)
        if filing.main_tasks:
            assert filing.tasks == ()
            whole = sum(Decimal(row.amount.truth) for row in filing.main_tasks)
            assert whole == Decimal(filing.expenditure[-1].amount.truth)
        *projects, last = filing.projects
        if last.name.truth == TOTAL:
            for pick in (lambda r: r.total_budget.truth, lambda r: r.annual_budget.truth):
                assert sum(Decimal(pick(row)) for row in projects) == Decimal(pick(last))


def test_clean_filings_balance_and_state_nothing_false():
    for seed in range(100):
        filing = drawn(seed)
        assert filing.income[-1].amount == filing.expenditure[-1].amount
        assert filing.income[-1].history == filing.expenditure[-1].history
        of_category = [p for p in filing.projects if p.category.truth == "特定目标类"]
        whole = sum(Decimal(p.annual_budget.truth) for p in of_category)
        assert abs(whole - Decimal(filing.expenditure[-2].amount.truth)) <= Decimal("0.01")
        if any(r.basis.truth == NOT_ABOVE for r in filing.annual):
            assert all(Decimal(p.total_budget.truth) <= 100 for p in filing.projects)


def test_clean_indicators_are_named_once():
    for seed in range(100):
        for rows in (drawn(seed).long_term, drawn(seed).annual):
            names = Counter(r.level3.truth for r in rows if r.level3.truth)
            assert max(names.values()) == 1


def test_what_is_meant_and_what_is_written():
    rng = Random(1)
    assert threshold(rng, PLAIN, ">=", "98", "%").paper == "≥98%"
    limit = threshold(rng, Hand(5, False, False, False, 0.0), "<=", "105", "%")
    assert limit.paper == "控制在105%以内"
    assert limit.truth["op"] == "<="
    assert money(Decimal("1234.50"), Hand(0, True, True, False, 0.0)).paper == "１,２３４．５０"
    assert money(Decimal("1234.50"), Hand(0, False, True, False, 0.0)).truth == "1234.50"
    assert between(rng, PLAIN, "90", "95", "%").truth["unit"] == "%"
    assert deadline(rng, 2024).truth["date"].startswith("2024-")


@pytest.mark.parametrize(
    ("style", "expected"),
    [("1、", "12、"), ("1.", "12."), ("１．", "１２．"), ("（1）", "（12）"), ("一、", "十二、")],
)
def test_item_numbers(style, expected):
    assert item_number(12, style) == expected


def test_numerals():
    assert [numeral(n) for n in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


def test_every_slot_of_every_grid_is_covered():
    for seed in range(100):
        rng = Random(seed)
        filing = draw_filing(rng)
        sheet = sheet_of(filing, draw_layout(rng, PRODUCERS[seed % 3]))
        for grid in sheet.grids:
            check_covered(grid)
            assert all(cell.column_span > 0 for cell in grid.cells)


def test_near_edges_become_one_column():
    upper = Block(1, (Box(0, 0.0, 0.5, ()), Box(0, 0.5, 1.0, ())))
    lower = Block(1, (Box(0, 0.0, 0.51, ()), Box(0, 0.51, 1.0, ())))
    assert stacked([upper, lower]).columns == 2


def test_a_hole_in_a_grid_is_an_error():
    grid = stacked([Block(2, (Box(0, 0.0, 1.0, ()),))])
    with pytest.raises(ValueError, match="belong to no cell"):
        check_covered(grid)
