"""Slack of printed digits, and generated funding tables."""

from decimal import Decimal

import pytest
from declaring import declare, item
from hypothesis import given
from hypothesis import strategies as st

from normalize.models import DepartmentDeclaration, FundingItem
from rules.check import check
from rules.sums import compare_share, compare_sum, compare_to_whole, decimals, last_unit

D = Decimal


@pytest.mark.parametrize(
    ("parts", "total", "closeness"),
    [
        (["428.34", "6"], "434.34", "equal"),
        (["428.34", "6"], "434.35", "rounding"),
        (["428.34", "6"], "434.36", "apart"),
        (["1.1", "2.2", "3.3"], "6.8", "rounding"),
        (["1.1", "2.2", "3.3"], "6.9", "apart"),
        (["428.34", "6.00"], "434", "rounding"),
        (["428.34", "6.00"], "435", "apart"),
        (["4283400", "60000"], "4343401", "rounding"),
        (["-1.00", "3.00"], "2.00", "equal"),
    ],
)
def test_compare_sum(parts: list[str], total: str, closeness: str) -> None:
    assert compare_sum([D(part) for part in parts], D(total)).closeness == closeness


def test_a_whole_is_not_a_rounded_figure() -> None:
    shares = [D("98.62"), D("1.18")]
    assert compare_to_whole(shares, D(100)).closeness == "apart"
    assert compare_sum(shares, D(100)).closeness == "rounding"


@pytest.mark.parametrize(
    ("share", "closeness"),
    [("98.62", "equal"), ("98.6", "equal"), ("99", "equal"), ("98.61", "rounding"),
     ("98.63", "rounding"), ("98.60", "apart"), ("89.62", "apart")],
)  # fmt: skip
def test_compare_share(share: str, closeness: str) -> None:
    assert compare_share(D("428.34"), D("434.34"), D(share), D(100)).closeness == closeness


def test_digits() -> None:
    assert (decimals(D("6")), decimals(D("6.10")), decimals(D("1E+3"))) == (0, 2, 0)
    assert last_unit([D("6"), D("428.34")]) == D("0.01")


amounts = st.decimals(min_value=D("0.01"), max_value=D("99999"), places=2)


def rows(first: str, parts: list[Decimal], history: list[Decimal], named: str) -> list[FundingItem]:
    total, past = sum(parts), sum(history)
    made = [
        item(
            f"{named}{place}",
            str(part),
            str((part / total * 100).quantize(D("0.01"))),
            str(old),
            str(old),
        )
        for place, (part, old) in enumerate(zip(parts, history, strict=True))
    ]
    return [*made, item("合计", str(total), "100", str(past), str(past))]


@st.composite
def fundings(draw: st.DrawFn) -> DepartmentDeclaration:
    """Income and expenditure that add up and balance, in the year and in both before."""
    count = draw(st.integers(1, 5))
    parts = draw(st.lists(amounts, min_size=count, max_size=count))
    history = draw(st.lists(amounts, min_size=count, max_size=count))
    joined = [sum(parts, D(0))], [sum(history, D(0))]
    return declare(rows("", parts, history, "来源"), rows("", *joined, "支出"))


@given(fundings())
def test_a_consistent_table_raises_no_error(filing: DepartmentDeclaration) -> None:
    report = check(filing)
    assert not report.problems
    assert {found.rule for found in report.findings} <= {"funding.rounding"}
    for found in report.findings:
        assert all(pointer.endswith("/share") for pointer in found.pointers)


@given(fundings(), st.data())
def test_a_changed_amount_raises_only_what_speaks_of_it(
    filing: DepartmentDeclaration, data: st.DataObject
) -> None:
    side = data.draw(st.sampled_from(["income", "expenditure"]))
    items = getattr(filing.funding, side)
    place = data.draw(st.integers(0, len(items) - 1))
    year = data.draw(st.sampled_from([None, "2022", "2023"]))
    row = items[place]
    if year:
        pointer = f"/funding/{side}/{place}/history/{year}"
        wrong = row.model_copy(
            update={"history": {**row.history, year: row.history[year] + D("77.77")}}
        )
    else:
        pointer = f"/funding/{side}/{place}/amount"
        wrong = row.model_copy(update={"amount": row.amount + D("77.77")})
    broken = [*items[:place], wrong, *items[place + 1 :]]
    changed = filing.model_copy(
        update={"funding": filing.funding.model_copy(update={side: broken})}
    )
    errors = [found for found in check(changed).findings if found.severity == "error"]
    assert errors
    assert all(pointer in found.pointers for found in errors)
