"""Plants: periods, deadlines and dates that contradict the year; tasks and units (B, C, T)."""

import datetime
from decimal import Decimal
from random import Random

from corpus.filing import FilingDraft
from corpus.planting import DECLARATIONS, DEPARTMENT, EVALUATIONS, PROJECT, Bed, Break, plants
from corpus.spellings import due
from corpus.written import Written, filing_date, text


@plants("T01", (PROJECT,))
def ends_before_it_begins(rng: Random, bed: Bed) -> Break | None:
    """Beginning and end of the project have changed places."""
    ends = ("/period/from", "/period/to")
    if not bed.has(*ends) or bed.truth(ends[0])[:4] == bed.truth(ends[1])[:4]:
        return None
    first, last = (bed.tree["period"][end] for end in ("from", "to"))
    return Break({ends[0]: last, ends[1]: first}, ("T02", "T03", "T05", "L06"))


@plants("T04", DECLARATIONS)
def due_last_year(rng: Random, bed: Bed) -> Break | None:
    """A deadline of the year lies in the one before."""
    rows = bed.indicators("target", blocks=("annual",))
    pointer = bed.chosen(rng, rows, lambda p: bed.truth(f"{p}/target")["kind"] == "date")
    if pointer is None or not bed.has("/stated_year"):
        return None
    year, draft = int(bed.truth("/stated_year")), bed.draft
    if isinstance(draft, FilingDraft) and draft.years != (year - 2, year - 1):
        return None  # which year the budget is for is broken already
    target = due(rng, year - 1)
    return Break({f"{pointer}/target": target}, ("L01", "L03", "N02", "T03"))


@plants("T06", DECLARATIONS)
def filed_too_late(rng: Random, bed: Bed) -> Break | None:
    """Filed in the year after the budget year."""
    if not bed.has("/filed_on", "/stated_year"):
        return None
    date = datetime.date(int(bed.truth("/stated_year")) + 1, rng.randint(1, 9), rng.randint(1, 28))
    return Break({"/filed_on": filing_date(rng, date)}, ("N16",))


@plants("T06", EVALUATIONS)
def evaluated_too_early(rng: Random, bed: Bed) -> Break | None:
    """Evaluated while the year went on."""
    if not bed.has("/filed_on", "/stated_year"):
        return None
    date = datetime.date(int(bed.truth("/stated_year")), rng.randint(2, 9), rng.randint(1, 28))
    return Break({"/filed_on": filing_date(rng, date)}, ("N16",))


@plants("B03", (DEPARTMENT,))
def task_is_no_sum(rng: Random, bed: Bed) -> Break | None:
    """A task costs more than its two sources."""
    rows = [f"/main_tasks/{place}" for place in range(bed.count("/main_tasks"))]
    names = ("amount", "fiscal", "other")
    fits = [row for row in rows if bed.has(*(f"{row}/{name}" for name in names))]
    if not fits:
        return None
    row = rng.choice(fits)
    value = bed.number(f"{row}/amount") + Decimal(rng.randint(5, 40))
    pointers = tuple(f"{row}/{name}" for name in names)
    return Break({f"{row}/amount": bed.written(value)}, ("B04", "N01", "N14"), pointers)


@plants("C02", (PROJECT,))
def yuan_for_ten_thousands(rng: Random, bed: Bed) -> Break | None:
    """The heading says 元 over amounts that are 万元."""
    if bed.truth("/currency_unit") != "万元" or not bed.has("/funding/0/annual"):
        return None
    if bed.number("/funding/0/annual") >= 900:
        return None
    return Break({"/currency_unit": text("元")}, ("N01", "N02", "N14", "N15", "C01"))


@plants("C05", DECLARATIONS)
def heads_for_visits(rng: Random, bed: Bed) -> Break | None:
    """人次 by its name, 人 by its unit."""

    def fits(pointer: str) -> bool:
        target = bed.truth(f"{pointer}/target")
        counted = target["kind"] == "threshold" and target["unit"] == "人次"
        return bool(counted and bed.truth(f"{pointer}/level3").endswith("人次"))

    return _with_unit(bed, bed.chosen(rng, bed.indicators("target"), fits), "人")


@plants("C06", DECLARATIONS)
def no_percent_sign(rng: Random, bed: Bed) -> Break | None:
    """A rate without its sign; up to 1 it would be a fraction."""

    def fits(pointer: str) -> bool:
        target = bed.truth(f"{pointer}/target")
        plain = target["kind"] == "threshold" and target["unit"] == "%"
        rate = bool(plain and bed.truth(f"{pointer}/level3").endswith("率"))
        return rate and Decimal(target["value"]) > 1

    return _with_unit(bed, bed.chosen(rng, bed.indicators("target"), fits), "")


def _with_unit(bed: Bed, pointer: str | None, unit: str) -> Break | None:
    """The target with another unit, plainly spelled."""
    if pointer is None:
        return None
    target = bed.truth(f"{pointer}/target")
    sign = {">=": "≥", "<=": "≤", "=": ""}.get(target["op"], target["op"])
    changed = Written(target | {"unit": unit}, f"{sign}{target['value']}{unit}")
    also = ("C03", "C04", "D14", "D15", "D16", "D17", "L01", "L02", "L03", "L04", "N02")
    return Break({f"{pointer}/target": changed}, also)
