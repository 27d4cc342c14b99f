"""Plants: sums that do not close, and units that do not agree (catalogue B and C)."""

from decimal import Decimal
from random import Random

from corpus.amounts import TOTAL
from corpus.planting import DEPARTMENT, EVALUATIONS, EVERY_FORM, PROJECT, Bed, Break, plants
from corpus.written import Written, money

PROJECTS = (PROJECT,)


def moved(rng: Random, value: Decimal) -> Decimal:
    """Another amount, off by what no rounding explains."""
    return value + max(value * rng.randint(6, 20) / 100, Decimal(2)).quantize(Decimal("0.01"))


def _columns(bed: Bed, names: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """The total of each column that stands on paper, with the parts that do."""
    table = "/funding" if bed.count("/funding") else "/execution"
    found = []
    for name in names:
        whole, *parts = [f"{table}/{i}/{name}" for i in range(bed.count(table))] or [""]
        shown = [part for part in parts if bed.has(part)]
        if whole and bed.has(whole) and shown:
            found.append((whole, shown))
    return found


@plants("B01/B15", PROJECTS)
def total_is_no_sum(rng: Random, bed: Bed) -> Break | None:
    """The total of the year or of the whole period is not what its sources make."""
    columns = _columns(bed, ("total", "annual"))
    if not columns:
        return None
    whole, parts = rng.choice(columns)
    value = moved(rng, bed.number(whole))
    return Break({whole: bed.written(value)}, ("B19",), (whole, *parts))


@plants("B01/B05/B15", EVALUATIONS)
def budget_is_no_sum(rng: Random, bed: Bed) -> Break | None:
    """年初预算数 of the total is not what its parts make: sources, what was carried over,
    or kinds of spending.
    """
    columns = _columns(bed, ("initial",))
    if not columns:
        return None
    whole, parts = columns[0]
    value = moved(rng, bed.number(whole))
    return Break({whole: bed.written(value)}, (), (whole, *parts))


@plants("B02", PROJECTS)
def total_of_nothing(rng: Random, bed: Bed) -> Break | None:
    """The year's total is nought, its sources are not."""
    columns = _columns(bed, ("annual",))
    if not columns:
        return None
    whole, parts = columns[0]
    return Break({whole: Written("0", "0")}, ("B01", "B08"), (whole, *parts))


@plants("B08", PROJECTS)
def part_above_whole(rng: Random, bed: Bed) -> Break | None:
    """One source of the year is more than the year's total."""
    columns = _columns(bed, ("annual",))
    if not columns:
        return None
    whole, parts = columns[0]
    value = bed.number(whole) + moved(rng, bed.number(whole))
    return Break(
        {parts[0]: bed.written(value)}, ("B01", "B07", "B15", "B19", "C01"), (whole, parts[0])
    )


@plants("B06", ("部门整体绩效自评表",))
def basic_spending_of_other_parts(rng: Random, bed: Bed) -> Break | None:
    """人员经费 was corrected and 基本支出 was not."""
    return _other_part(rng, bed, "基本支出", ("人员经费", "公用经费"), ("initial",))


@plants("B07", PROJECTS)
def allocation_of_other_budgets(rng: Random, bed: Bed) -> Break | None:
    """The general budget was corrected and 财政拨款 was not."""
    budgets = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
    return _other_part(rng, bed, "财政拨款", budgets, ("total", "annual"))


def _other_part(
    rng: Random, bed: Bed, whole: str, parts: tuple[str, ...], columns: tuple[str, ...]
) -> Break | None:
    """The first part of an item is more than it was, where the table names all of them."""
    table = "/funding" if bed.count("/funding") else "/execution"
    rows = {bed.truth(f"{table}/{i}/item"): f"{table}/{i}" for i in range(bed.count(table))}
    if not {whole, *parts} <= set(rows):
        return None
    column = rng.choice(columns)
    first, *others = (f"{rows[name]}/{column}" for name in (*parts, whole))
    changes = {first: bed.written(moved(rng, bed.number(first)))}
    return Break(changes, ("B08", "B19"), (first, *others))


@plants("B11", (DEPARTMENT,))
def projects_of_another_total(rng: Random, bed: Bed) -> Break | None:
    """合计 below the projects is not what they cost together."""
    rows = [f"/projects/{i}" for i in range(bed.count("/projects"))]
    if len(rows) < 3 or bed.truth(f"{rows[-1]}/name") != TOTAL:
        return None
    column = rng.choice(("total_budget", "annual_budget"))
    whole, *parts = (f"{row}/{column}" for row in (rows[-1], *rows[:-1]))
    if not bed.has(whole, *parts):
        return None
    value = moved(rng, bed.number(whole))
    return Break({whole: bed.written(value)}, ("B19",), (whole, *parts))


@plants("B17", PROJECTS)
def money_below_nothing(rng: Random, bed: Bed) -> Break | None:
    """One source is negative."""
    columns = _columns(bed, ("annual",))
    if not columns:
        return None
    part = columns[0][1][-1]
    value = -max(bed.number(part), Decimal(rng.randint(1, 90)))
    return Break({part: bed.written(value)}, ("B01", "B08", "B15"))


@plants("C01", PROJECTS)
def two_units_of_money(rng: Random, bed: Bed) -> Break | None:
    """One half is in 元 under a heading that says 万元, or the other way round."""
    halves = [name for name in ("total", "annual") if bed.has(f"/funding/0/{name}")]
    if len(halves) < 2:
        return None
    factor = Decimal(10000) if bed.truth("/currency_unit") == "万元" else Decimal("0.0001")
    pointers = [f"/funding/{i}/annual" for i in range(bed.count("/funding"))]
    changes = {
        p: money((bed.number(p) * factor).quantize(Decimal("0.01")), bed.hand)
        for p in pointers
        if bed.has(p)
    }
    # A year's money then seems to exceed the whole project's, or its cost to be missed.
    return Break(changes, ("C02", "B01", "B19", "N01", "L02"))


_AMOUNTS = tuple(
    f"/{name}"
    for name in ("annual", "initial", "adjusted", "executed", "total_budget", "annual_budget")
)
_NO_NUMBERS = ("详见附件", "据实列支", "以批复为准", "按实际发生", "根据实际情况")


@plants("B18", EVERY_FORM)
def words_for_an_amount(rng: Random, bed: Bed) -> Break | None:
    """Words stand in the place of a part's amount."""
    places = (place for place in sorted(bed.places) if place.endswith(_AMOUNTS))
    part = bed.chosen(rng, places, lambda place: "/0/" not in place and bed.has(place))
    if part is None:
        return None
    # What adds up or compares amounts cannot tell without it, whatever else is wrong.
    sums = ("B01", "B05", "B06", "B07", "B08", "B11", "B15", "B16", "projects.category_amount")
    also = (*sums, "B19", "C01", "V01", "V04")
    return Break({part: Written(None, rng.choice(_NO_NUMBERS))}, also, asks=True)
