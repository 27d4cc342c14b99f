"""Plants: plans, deadlines and halves that do not fit the years they are for (catalogue T, L)."""

from random import Random

from corpus.plant_targets import halves
from corpus.planting import DECLARATIONS, DEPARTMENT, PROJECT, Bed, Break, plants
from corpus.spellings import due
from corpus.tree import at
from corpus.written import Written, text

_FROM, _TO = "/period/from", "/period/to"


@plants("T02", (DEPARTMENT,))
def long_term_is_over(rng: Random, bed: Bed) -> Break | None:
    """The long term ends before the year begins."""
    until = "/long_term/until"
    if not bed.has(until, "/stated_year"):
        return None
    year = int(bed.truth("/stated_year")) - rng.randint(1, 3)
    leaf: Written = at(bed.tree, until)
    paper = leaf.paper.replace(str(leaf.truth), str(year))
    return Break({until: Written(year, paper)}, ("T03",))


@plants("T02", (PROJECT,))
def plan_of_other_years(rng: Random, bed: Bed) -> Break | None:
    """The plan's steps were taken before the project begins."""
    plan = "/attributes/实施计划"
    if not bed.has(plan, _FROM, _TO):
        return None
    year = int(bed.truth(_FROM)[:4]) - rng.randint(4, 6)
    said = f"{year}年制定实施方案；{year + 1}年组织实施，开展过程检查；{year + 2}年组织验收。"
    return Break({plan: text(said)})


@plants("T03", DECLARATIONS)
def due_after_the_end(rng: Random, bed: Bed) -> Break | None:
    """A deadline lies in the year after the project, or the long term, has ended."""
    end = _TO if bed.has(_TO) else "/long_term/until"
    rows = bed.indicators("target")
    pointer = bed.chosen(rng, rows, lambda p: bool(bed.truth(f"{p}/target")["kind"] == "date"))
    if pointer is None or not bed.has(end):
        return None
    target = due(rng, int(str(bed.truth(end))[:4]) + 1)
    also = ("T04", "L01", "L03", "L04", "N02")
    return Break({f"{pointer}/target": target}, also, (f"{pointer}/target", end))


@plants("T07", (PROJECT,))
def not_before(rng: Random, bed: Bed) -> Break | None:
    """A deadline under 时效指标 that says `≥`."""

    def fits(pointer: str) -> bool:
        timely = (bed.truth(f"{pointer}/level2") or "").startswith("时效")
        return timely and bool(bed.truth(f"{pointer}/target")["kind"] == "date")

    pointer = bed.chosen(rng, bed.indicators("level2", "target"), fits)
    if pointer is None:
        return None
    date = bed.truth(f"{pointer}/target")["date"]
    truth = {"kind": "date", "op": ">=", "date": date, "date_precision": "day"}
    also = ("T04", "L01", "L03", "L04", "N02")
    return Break({f"{pointer}/target": Written(truth, f"≥{date}")}, also)


def _in_one_year(bed: Bed) -> dict[str, Written] | None:
    """The project ends in the year in which it begins, which is the form's; None for no place."""
    if not bed.has(_FROM, _TO, "/stated_year"):
        return None
    first, last = bed.truth(_FROM), bed.truth(_TO)
    if first[:4] == last[:4] or first[:4] != str(bed.truth("/stated_year")):
        return None
    leaf: Written = at(bed.tree, _TO)
    paper = leaf.paper.replace(last[:4], first[:4])
    return {_TO: Written(first[:4] + last[4:], paper)}


@plants("T05", (PROJECT,))
def project_of_other_years(rng: Random, bed: Bed) -> Break | None:
    """The project ends before the year that the form is for."""
    if not bed.has(_FROM, _TO, "/stated_year"):
        return None
    back = int(bed.truth(_TO)[:4]) - int(bed.truth("/stated_year")) + rng.randint(1, 3)
    changes = {}
    for end in (_FROM, _TO):
        leaf: Written = at(bed.tree, end)
        year = leaf.truth[:4]
        earlier = str(int(year) - back)
        changes[end] = Written(earlier + leaf.truth[4:], leaf.paper.replace(year, earlier))
    return Break(changes, ("T02", "T03", "N16"))


_ONE_YEAR = ("T02", "T03", "T05", "B19")


@plants("L03", (PROJECT,))
def one_year_and_more_in_all(rng: Random, bed: Bed) -> Break | None:
    """A project of one year whose values in all are not those of the year."""
    changes = _in_one_year(bed)
    pairs = [
        (year, whole)
        for year, whole in halves(bed)
        if _limit(bed, year) and _limit(bed, whole) and _limit(bed, year) != _limit(bed, whole)
    ]
    if changes is None or not pairs:
        return None
    year, whole = pairs[0]
    return Break(changes, (*_ONE_YEAR, "L06"), (f"{year}/target", f"{whole}/target"))


@plants("L06", (PROJECT,))
def one_year_and_a_goal_of_its_own(rng: Random, bed: Bed) -> Break | None:
    """A project of one year with another long-term goal; its values are the year's."""
    goals = ("/annual/goal", "/long_term/goal")
    changes = _in_one_year(bed)
    if changes is None or not bed.has(*goals) or bed.truth(goals[0]) == bed.truth(goals[1]):
        return None
    for year, whole in halves(bed):
        changes[f"{whole}/target"] = at(bed.tree, f"{year}/target")
    return Break(changes, _ONE_YEAR, ("/long_term/goal",))


def _limit(bed: Bed, pointer: str) -> tuple[str, str] | None:
    """Value and unit of a plain limit."""
    target = bed.truth(f"{pointer}/target")
    if target["kind"] != "threshold" or target["approximate"]:
        return None
    return target["value"], target["unit"]


@plants("L05", (DEPARTMENT,))
def long_term_alone(rng: Random, bed: Bed) -> Break | None:
    """An indicator stands in the long-term half alone."""
    names = {bed.truth(f"{p}/level3") for p in bed.indicators(blocks=("annual",))}
    rows = bed.indicators(blocks=("long_term",))
    pointer = bed.chosen(rng, rows, lambda p: bed.truth(f"{p}/level3") in names)
    if pointer is None:
        return None
    other = rng.choice(("长效机制建设情况", "服务网点建设情况"))
    also = ("D13", "D14", "C04", "L02", "L04", "A15")
    return Break({f"{pointer}/level3": text(other)}, also)
