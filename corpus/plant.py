"""Inconsistencies planted into a clean filing, each with its record.

A plant is a function from a filing to a broken filing and the record of what
was broken, or None where the filing offers no place for it. It breaks as few
other rules as it can; those that it cannot help breaking stand under `also`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Literal

from corpus.amounts import percent
from corpus.filing import FilingDraft, FundingRow, IndicatorRow
from corpus.vocabulary import NOT_ABOVE
from corpus.written import BLANK, Hand, Written, money, placeholder, share, text, threshold

Side = Literal["income", "expenditure"]
BlockName = Literal["long_term", "annual"]


@dataclass(frozen=True, slots=True)
class Planted:
    """What was broken: the rule, the leaves, and rules it necessarily breaks too.

    `asks` where nobody can read what was put there, so that the rule asks a person to look.
    """

    rule: str
    pointers: tuple[str, ...]
    also: tuple[str, ...] = ()
    asks: bool = False


Broken = tuple[FilingDraft, Planted] | None
Plant = Callable[[Random, FilingDraft], Broken]


def draw_plants(rng: Random, filing: FilingDraft) -> tuple[FilingDraft, tuple[Planted, ...]]:
    """Breaks the filing in 0 to 4 places; about 40% of filings stay clean.

    At most one plant of a group, so that no plant undoes or hides another; the
    plants that move rows or years go first, so that pointers stay right.
    """
    wanted = 0 if rng.random() < 0.4 else rng.randint(1, 4)
    groups = rng.sample(range(len(_GROUPS)), len(_GROUPS))
    spare = [group for group in groups[wanted:] if group >= _MOVING]
    planted: list[Planted] = []
    for group in [*sorted(groups[:wanted]), *spare]:
        if len(planted) == wanted:
            break
        broken = plant(rng.choice(_GROUPS[group]), rng, filing)
        if broken is not None and not _touches(planted, broken[1]):
            filing = broken[0]
            planted.append(broken[1])
    return filing, tuple(planted)


def plant(rule: str, rng: Random, filing: FilingDraft) -> Broken:
    """Breaks one rule of the filing, or gives None where it has no place for it."""
    return PLANTS[rule](rng, filing)


def _touches(planted: list[Planted], new: Planted) -> bool:
    rows = {pointer.rsplit("/", 1)[0] for p in planted for pointer in p.pointers}
    indicator = {p.rsplit("/", 1)[0] for p in new.pointers if "/indicators/" in p}
    return bool(indicator & rows)


# --- funding ------------------------------------------------------------------------------


def _side(filing: FilingDraft, side: Side) -> tuple[FundingRow, ...]:
    return filing.income if side == "income" else filing.expenditure


def _with_rows(filing: FilingDraft, side: Side, rows: Mapping[int, FundingRow]) -> FilingDraft:
    changed = tuple(rows.get(i, row) for i, row in enumerate(_side(filing, side)))
    if side == "income":
        return replace(filing, income=changed)
    return replace(filing, expenditure=changed)


def _shift(rng: Random, whole: Decimal) -> Decimal:
    """A difference that no rounding explains: 4% to 12% and at least 20."""
    drawn = whole * Decimal(str(round(rng.uniform(0.04, 0.12), 4)))
    return max(drawn, Decimal(20)).quantize(Decimal("0.01"))


def _amount(row: FundingRow) -> Decimal:
    return Decimal(row.amount.truth)


def _shared(row: FundingRow, whole: Decimal, filing: FilingDraft) -> FundingRow:
    """The row with the share that its amount has of `whole`."""
    if row.share.truth in (None, "0"):
        return row
    part = percent(_amount(row), whole)
    part = Decimal(100) if part == 100 else part
    return replace(row, share=share(part, filing.hand, filing.share_sign))


def _break_sum(side: Side) -> Plant:
    def broken(rng: Random, filing: FilingDraft) -> Broken:
        rows = _side(filing, side)
        whole = _amount(rows[-1])
        moved = replace(rows[0], amount=money(_amount(rows[0]) + _shift(rng, whole), filing.hand))
        kept = rng.random() < 0.5
        if not kept:
            moved = _shared(moved, whole, filing)
        pointers = (f"/funding/{side}/{len(rows) - 1}/amount", f"/funding/{side}/0/amount")
        also = ("funding.share",) if kept else ("funding.shares_sum",)
        record = Planted(f"funding.{side}_sum", pointers, also)
        return _with_rows(filing, side, {0: moved}), record

    return broken


def _break_balance(rng: Random, filing: FilingDraft) -> Broken:
    rows = filing.income
    shift = _shift(rng, _amount(rows[-1]))
    whole = _amount(rows[-1]) + shift
    first = replace(rows[0], amount=money(_amount(rows[0]) + shift, filing.hand))
    last = replace(rows[-1], amount=money(whole, filing.hand))
    changed = {i: _shared(row, whole, filing) for i, row in enumerate((first, *rows[1:-1]))}
    pointers = (
        f"/funding/income/{len(rows) - 1}/amount",
        f"/funding/expenditure/{len(filing.expenditure) - 1}/amount",
    )
    broken = _with_rows(filing, "income", {**changed, len(rows) - 1: last})
    return broken, Planted("funding.balance", pointers)


def _moved_share(row: FundingRow, by: Decimal, filing: FilingDraft) -> FundingRow:
    value = Decimal(row.share.truth) + by
    return replace(row, share=share(value, filing.hand, filing.share_sign))


def _break_share(rng: Random, filing: FilingDraft) -> Broken:
    """Two shares trade points, so that their sum stays right."""
    rows = filing.expenditure
    first, other = 0, len(rows) - 2
    by = Decimal(rng.randint(150, 400)) / 100
    if Decimal(rows[other].share.truth) <= by + 1 or Decimal(rows[first].share.truth) + by >= 100:
        return None
    changed = {
        first: _moved_share(rows[first], by, filing),
        other: _moved_share(rows[other], -by, filing),
    }
    pointers = tuple(f"/funding/expenditure/{i}/share" for i in changed)
    return _with_rows(filing, "expenditure", changed), Planted("funding.share", pointers)


def _break_shares_sum(rng: Random, filing: FilingDraft) -> Broken:
    rows = filing.expenditure
    by = Decimal(rng.randint(200, 900)) / 100
    by = -by if Decimal(rows[0].share.truth) > 50 else by
    changed = {0: _moved_share(rows[0], by, filing)}
    record = Planted("funding.shares_sum", ("/funding/expenditure/0/share",), ("funding.share",))
    return _with_rows(filing, "expenditure", changed), record


def _moved_past(row: FundingRow, year: int, by: Decimal, hand: Hand) -> FundingRow:
    past = list(row.history)
    past[year] = money(Decimal(past[year].truth) + by, hand)
    return replace(row, history=(past[0], past[1]))


def _break_history_sum(side: Side) -> Plant:
    def broken(rng: Random, filing: FilingDraft) -> Broken:
        rows = _side(filing, side)
        year = rng.randrange(2)
        shift = _shift(rng, Decimal(rows[-1].history[year].truth))
        moved = _moved_past(rows[0], year, shift, filing.hand)
        pointers = tuple(
            f"/funding/{side}/{i}/history/{filing.years[year]}" for i in (len(rows) - 1, 0)
        )
        record = Planted(f"funding.history_{side}_sum", pointers)
        return _with_rows(filing, side, {0: moved}), record

    return broken


def _break_history_balance(rng: Random, filing: FilingDraft) -> Broken:
    rows = filing.income
    year, last = rng.randrange(2), len(rows) - 1
    shift = _shift(rng, Decimal(rows[last].history[year].truth))
    changed = {i: _moved_past(rows[i], year, shift, filing.hand) for i in (0, last)}
    name = filing.years[year]
    pointers = (
        f"/funding/income/{last}/history/{name}",
        f"/funding/expenditure/{len(filing.expenditure) - 1}/history/{name}",
    )
    return _with_rows(filing, "income", changed), Planted("funding.history_balance", pointers)


def _break_history_years(rng: Random, filing: FilingDraft) -> Broken:
    """The printed year is not the one after the history years, or those have a gap."""
    later = filing.years[1]
    if rng.random() < 0.5:
        year = later + 2
        stated = Written(year, f"{year}")
        record = Planted("funding.history_years", ("/fiscal_year", "/stated_year"))
        return replace(filing, stated_year=stated), record
    years = (later - 2, later)
    pointers = tuple(f"/funding/income/0/history/{year}" for year in years)
    return replace(filing, years=years), Planted("funding.history_years", pointers)


# --- projects and statements --------------------------------------------------------------


def _states_none_above(filing: FilingDraft) -> bool:
    return any(row.basis.truth == NOT_ABOVE for row in (*filing.long_term, *filing.annual))


def _break_category(rng: Random, filing: FilingDraft) -> Broken:
    if _states_none_above(filing):
        return None
    rows = [i for i, row in enumerate(filing.projects) if row.category.truth == "特定目标类"]
    index = rng.choice(rows)
    row = filing.projects[index]
    whole = sum((Decimal(filing.projects[i].annual_budget.truth) for i in rows), Decimal(0))
    annual = Decimal(row.annual_budget.truth) + 2 * _shift(rng, whole)
    total = max(annual, Decimal(row.total_budget.truth))
    moved = replace(
        row,
        annual_budget=money(annual, filing.hand),
        total_budget=money(total, filing.hand),
    )
    projects = tuple(moved if i == index else p for i, p in enumerate(filing.projects))
    amount = f"/funding/expenditure/{len(filing.expenditure) - 2}/amount"
    pointers = (f"/projects/{index}/annual_budget", amount)
    return replace(filing, projects=projects), Planted("projects.category_amount", pointers)


def _state_none_above(rng: Random, filing: FilingDraft) -> Broken:
    large = [i for i, row in enumerate(filing.projects) if Decimal(row.total_budget.truth) > 100]
    found = [
        (block, i)
        for block in ("long_term", "annual")
        for i, row in enumerate(_rows(filing, block))
        if row.shape == "pre_assessment"
    ]
    if not large or not found:
        return None
    for block, i in found:
        row = replace(_rows(filing, block)[i], basis=text(NOT_ABOVE))
        filing = _with_row(filing, block, i, row)
    pointers = tuple(f"/{block}/indicators/{i}/basis" for block, i in found)
    projects = tuple(f"/projects/{i}/total_budget" for i in large)
    return filing, Planted("statement.no_project_above", pointers + projects)


# --- targets ------------------------------------------------------------------------------

_COMPARED = ("target.weaker_than_actual", "target.long_term_against_annual")


def _rows(filing: FilingDraft, block: str) -> tuple[IndicatorRow, ...]:
    return filing.annual if block == "annual" else filing.long_term


def _with_rows_of(filing: FilingDraft, block: str, rows: tuple[IndicatorRow, ...]) -> FilingDraft:
    if block == "annual":
        return replace(filing, annual=rows)
    return replace(filing, long_term=rows)


def _with_row(filing: FilingDraft, block: str, index: int, row: IndicatorRow) -> FilingDraft:
    rows = tuple(row if i == index else r for i, r in enumerate(_rows(filing, block)))
    return _with_rows_of(filing, block, rows)


def _draw_row(
    rng: Random, filing: FilingDraft, fits: Callable[[IndicatorRow], bool], block: str = ""
) -> tuple[str, int, IndicatorRow] | None:
    """A row that fits, from the block or from either."""
    found = [
        (name, i, row)
        for name in ((block,) if block else ("long_term", "annual"))
        for i, row in enumerate(_rows(filing, name))
        if fits(row)
    ]
    return rng.choice(found) if found else None


def _at_least(value: Written) -> bool:
    """Whether a target is a plain `>=` in ones (not in `万`)."""
    truth = value.truth
    return (
        isinstance(truth, dict)
        and truth["kind"] == "threshold"
        and truth["op"] == ">="
        and not truth["unit"].startswith("万")
    )


def _aim_at_nothing(rng: Random, filing: FilingDraft) -> Broken:
    drawn = _draw_row(rng, filing, lambda r: r.level1.truth == "满意度" and r.shape == "up_rate")
    if drawn is None:
        return None
    block, index, row = drawn
    op, value = rng.choice((("<=", "100"), (">=", "0")))
    moved = replace(row, target=threshold(rng, filing.hand, op, value, "%"))
    also = ("target.direction", *_COMPARED) if op == "<=" else _COMPARED
    record = Planted("target.always_met", (f"/{block}/indicators/{index}/target",), also)
    return _with_row(filing, block, index, moved), record


def _turn_direction(rng: Random, filing: FilingDraft) -> Broken:
    def fits(row: IndicatorRow) -> bool:
        rate = row.shape == "cap_rate" or (row.shape == "up_rate" and _at_least(row.target))
        return rate and isinstance(row.target.truth, dict)

    drawn = _draw_row(rng, filing, fits)
    if drawn is None:
        return None
    block, index, row = drawn
    op = ">=" if row.shape == "cap_rate" else "<="
    moved = replace(row, target=threshold(rng, filing.hand, op, row.target.truth["value"], "%"))
    record = Planted("target.direction", (f"/{block}/indicators/{index}/target",), _COMPARED)
    return _with_row(filing, block, index, moved), record


def _lowered(value: str, unit: str) -> str:
    """A clearly weaker value: 4 points of a rate, a tenth of a count."""
    number = Decimal(value)
    return format(int(number) - 4 if unit == "%" else max(1, int(number * 9 / 10)), "d")


def _aim_below_actual(rng: Random, filing: FilingDraft) -> Broken:
    def fits(row: IndicatorRow) -> bool:
        past = row.history[1].truth if row.history else None
        return (
            row.shape in ("up_rate", "count")
            and _at_least(row.target)
            and past is not None
            and past["unit"] == row.target.truth["unit"]
            and Decimal(past["value"]) >= 5
        )

    drawn = _draw_row(rng, filing, fits, "annual")
    if drawn is None:
        return None
    block, index, row = drawn
    past = row.history[1].truth
    value = _lowered(past["value"], past["unit"])
    plain = replace(filing.hand, spelling=0, stray=0.0)
    moved = replace(row, target=threshold(rng, plain, ">=", value, past["unit"]))
    pointer = f"/annual/indicators/{index}"
    pointers = (f"{pointer}/target", f"{pointer}/history/{filing.years[1]}")
    record = Planted("target.weaker_than_actual", pointers)
    return _with_row(filing, block, index, moved), record


def _aim_lower_later(rng: Random, filing: FilingDraft) -> Broken:
    annual = {
        row.level3.truth: (i, row)
        for i, row in enumerate(filing.annual)
        if row.shape in ("up_rate", "count") and _at_least(row.target)
    }
    drawn = _draw_row(
        rng,
        filing,
        lambda r: r.level3.truth in annual and _at_least(r.target),
        "long_term",
    )
    if drawn is None:
        return None
    block, index, row = drawn
    other, this_year = annual[row.level3.truth]
    truth = this_year.target.truth
    value = _lowered(truth["value"], truth["unit"])
    moved = replace(row, target=threshold(rng, filing.hand, ">=", value, truth["unit"]))
    pointers = (f"/long_term/indicators/{index}/target", f"/annual/indicators/{other}/target")
    record = Planted("target.long_term_against_annual", pointers)
    return _with_row(filing, block, index, moved), record


# --- indicators ---------------------------------------------------------------------------


def _duplicate(rng: Random, filing: FilingDraft) -> Broken:
    drawn = _draw_row(rng, filing, lambda r: r.level3.truth is not None)
    if drawn is None:
        return None
    block, index, row = drawn
    rows = _rows(filing, block)
    doubled = (*rows[: index + 1], row, *rows[index + 1 :])
    pointers = tuple(f"/{block}/indicators/{i}/level3" for i in (index, index + 1))
    return _with_rows_of(filing, block, doubled), Planted("indicator.duplicate", pointers)


def _leave_empty(rng: Random, filing: FilingDraft) -> Broken:
    drawn = _draw_row(
        rng, filing, lambda r: r.level3.truth is not None and r.target.truth is not None
    )
    if drawn is None:
        return None
    block, index, row = drawn
    empty = BLANK if rng.random() < 0.5 else placeholder(rng)
    pointer = f"/{block}/indicators/{index}/target"
    broken = _with_row(filing, block, index, replace(row, target=empty))
    return broken, Planted("indicator.empty_target", (pointer,))


PLANTS: Mapping[str, Plant] = {
    "indicator.duplicate": _duplicate,
    "funding.history_years": _break_history_years,
    "funding.income_sum": _break_sum("income"),
    "funding.expenditure_sum": _break_sum("expenditure"),
    "funding.balance": _break_balance,
    "funding.share": _break_share,
    "funding.shares_sum": _break_shares_sum,
    "funding.history_income_sum": _break_history_sum("income"),
    "funding.history_expenditure_sum": _break_history_sum("expenditure"),
    "funding.history_balance": _break_history_balance,
    "projects.category_amount": _break_category,
    "statement.no_project_above": _state_none_above,
    "target.always_met": _aim_at_nothing,
    "target.direction": _turn_direction,
    "target.weaker_than_actual": _aim_below_actual,
    "target.long_term_against_annual": _aim_lower_later,
    "indicator.empty_target": _leave_empty,
}
"""Every rule that can be planted, with its plant."""

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("indicator.duplicate",),
    ("funding.history_years",),
    (
        "funding.income_sum", "funding.expenditure_sum", "funding.balance", "funding.share",
        "funding.shares_sum",
    ),
    (
        "funding.history_income_sum", "funding.history_expenditure_sum",
        "funding.history_balance",
    ),
    ("projects.category_amount",),
    ("statement.no_project_above",),
    ("target.always_met",),
    ("target.direction",),
    ("target.weaker_than_actual",),
    ("target.long_term_against_annual",),
    ("indicator.empty_target",),
)  # fmt: skip

_MOVING = 2
"""The first groups move rows or years: pointers drawn before them would go stale."""
