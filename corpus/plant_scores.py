"""Plants: weights, rates and scores that contradict each other (catalogue E and I)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from random import Random

from corpus.evaluations import GRADES, REASONS, grade_of, score_of_rate, score_text
from corpus.planting import EVALUATIONS, PROJECT, Bed, Break, plants
from corpus.spellings import reached
from corpus.written import BLANK, Written, text, words

_WHOLE = "/execution/0"
_OVER = Decimal("1.5")


def points(value: Decimal) -> Written:
    """Points as this form prints them."""
    return text(score_text(value))


def rated(value: Decimal) -> Written:
    """A rate in percent, with its sign."""
    shown = score_text(value)
    return Written(shown, f"{shown}%")


def total_after(bed: Bed, change: Decimal) -> dict[str, Written]:
    """The total, so that it stays the sum of its parts."""
    return {"/total_score": points(bed.number("/total_score") + change)}


def evaluated(bed: Bed) -> Iterator[str]:
    """The indicators with all that a score is made of."""
    return bed.indicators("target", "actual", "weight", "score", blocks=("annual",))


def in_full(bed: Bed, pointer: str) -> bool:
    """Whether all points were given."""
    return bed.number(f"{pointer}/score") == bed.number(f"{pointer}/weight")


def floored(bed: Bed, pointer: str) -> bool:
    """Whether the target is a plain `>=` of some size and the actual value a number."""
    target, actual = bed.truth(f"{pointer}/target"), bed.truth(f"{pointer}/actual")
    return (
        target["kind"] == "threshold"
        and target["op"] == ">="
        and actual["kind"] == "threshold"
        and target["unit"] == actual["unit"]
        and Decimal(target["value"]) >= 10
    )


# --- weights ------------------------------------------------------------------------------


@plants("W01", (PROJECT, *EVALUATIONS))
def weights_above_a_hundred(rng: Random, bed: Bed) -> Break | None:
    """One weight is five points more, and with it its score."""
    pointer = bed.chosen(rng, bed.indicators("weight", blocks=("annual",)), lambda p: True)
    if pointer is None:
        return None
    more = Decimal(rng.randint(3, 8))
    changes = {f"{pointer}/weight": points(bed.number(f"{pointer}/weight") + more)}
    if bed.has(f"{pointer}/score"):
        if not in_full(bed, pointer):
            return None
        changes[f"{pointer}/score"] = points(bed.number(f"{pointer}/score") + more)
        changes |= total_after(bed, more)
    return Break(changes, ("W02", "W03", "W04", "V21"), (f"{pointer}/weight",))


_AREAS = (
    "城东片区", "城西片区", "城南片区", "城北片区", "老城片区", "新城片区", "河东片区", "河西片区",
    "湖滨片区", "山前片区", "高新区", "开发区", "经开区", "物流园区", "高铁片区", "临港片区",
)  # fmt: skip


@plants("W06", (PROJECT, *EVALUATIONS))
def a_point_for_every_area(rng: Random, bed: Bed) -> Break | None:
    """Rates stand once more for one area after another, a point each, until they are too many."""
    table = "/annual/indicators"
    wanted = max(1, 20 + rng.randint(1, 4) - bed.count(table))
    rows, first = [], 0
    for place, row in enumerate(bed.tree["annual"]["indicators"]):
        parts = min(wanted, _spare(bed, f"{table}/{place}"), len(_AREAS))
        rows.append(row | _points_less(bed, f"{table}/{place}", parts))
        if parts:
            first = first or len(rows)
            wanted -= parts
            rows += [row | _area(row, area) for area in rng.sample(_AREAS, parts)]
    if wanted or first >= bed.count(table):
        return None
    return Break({table: rows}, ("L05", "W04"), (f"{table}/{first}/weight",))


def _spare(bed: Bed, pointer: str) -> int:
    """How many points of a rate that got all of them may go to areas; two stay with it."""
    if not bed.has(f"{pointer}/weight", f"{pointer}/level3", f"{pointer}/target"):
        return 0
    target = bed.truth(f"{pointer}/target")
    rate = target["kind"] == "threshold" and target["unit"] == "%"
    if not rate or (bed.has(f"{pointer}/score") and not in_full(bed, pointer)):
        return 0
    return max(0, int(bed.number(f"{pointer}/weight")) - 2)


def _points_less(bed: Bed, pointer: str, count: int) -> dict[str, Written]:
    """Weight and score of an indicator, where it has one, less so many points."""
    names = [name for name in ("weight", "score") if count and bed.has(f"{pointer}/{name}")]
    return {name: points(bed.number(f"{pointer}/{name}") - count) for name in names}


def _area(row: Mapping[str, Written], area: str) -> dict[str, Written]:
    """What the row of one area says: its name, and one point."""
    point = {name: points(Decimal(1)) for name in ("weight", "score") if name in row}
    return {"level3": text(f"{area}{row['level3'].truth}"), **point}


@plants("W02", EVALUATIONS)
def heading_has_otherpoints(rng: Random, bed: Bed) -> Break | None:
    """`产出指标（55分）` above rows of fifty points."""
    rows = list(bed.indicators("level1", blocks=("annual",)))
    heading = bed.truth(f"{rows[0]}/level1") if rows else ""
    if "分）" not in heading:
        return None
    name, points = heading.removesuffix("分）").split("（")
    other = text(f"{name}（{int(points) + 5}分）")
    same = [p for p in rows if bed.truth(f"{p}/level1") == heading]
    return Break({f"{p}/level1": other for p in same}, ("W03", "W01"))


@plants("W04", (PROJECT,))
def weight_of_nothing(rng: Random, bed: Bed) -> Break | None:
    """An indicator weighs nothing, its neighbour twice."""
    rows = [*bed.indicators("weight", "level1", blocks=("annual",))]
    pairs = [
        (a, b) for a, b in pairwise(rows) if bed.truth(f"{a}/level1") == bed.truth(f"{b}/level1")
    ]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    both = bed.number(f"{first}/weight") + bed.number(f"{second}/weight")
    return Break({f"{first}/weight": text("0"), f"{second}/weight": points(both)}, ("W06",))


# --- execution ----------------------------------------------------------------------------


def budgeted(bed: Bed, row: str) -> bool:
    """Whether a row has a budget, and what was spent of it: only then it has a rate."""
    return bed.has(f"{row}/adjusted", f"{row}/executed") and bed.number(f"{row}/adjusted") != 0


@plants("V01", EVALUATIONS)
def rate_is_no_quotient(rng: Random, bed: Bed) -> Break | None:
    """The 执行率 is a few points off."""
    if not bed.has(f"{_WHOLE}/rate"):
        return None
    rate = bed.number(f"{_WHOLE}/rate")
    other = rate - rng.randint(3, 9)
    return Break({f"{_WHOLE}/rate": rated(other)}, ("V02",))


@plants("V02", EVALUATIONS)
def score_is_not_the_rates(rng: Random, bed: Bed) -> Break | None:
    """The score of the 执行率 is not ten times the rate."""
    if not bed.has(f"{_WHOLE}/score", "/total_score"):
        return None
    less = Decimal(rng.randint(2, 5))
    score = bed.number(f"{_WHOLE}/score") - less
    changes = {f"{_WHOLE}/score": points(score), **total_after(bed, -less)}
    return Break(changes, ("V21",), (f"{_WHOLE}/score",))


@plants("V04", EVALUATIONS)
def spent_above_budget(rng: Random, bed: Bed) -> Break | None:
    """More was spent than the adjusted budget; everything else follows from it."""
    rows = [f"/execution/{i}" for i in range(bed.count("/execution"))]
    if not all(budgeted(bed, row) for row in rows[:2]):
        return None
    budget = bed.number(f"{_WHOLE}/adjusted")
    more = (budget * Decimal("1.2")).quantize(Decimal("0.01")) - bed.number(f"{_WHOLE}/executed")
    changes = {}
    for row in rows[:2]:
        spent = bed.number(f"{row}/executed") + more
        changes[f"{row}/executed"] = bed.written(spent)
        if bed.has(f"{row}/rate"):
            rate = (spent * 100 / bed.number(f"{row}/adjusted")).quantize(Decimal("0.01"))
            changes[f"{row}/rate"] = rated(rate)
    gained = score_of_rate(Decimal(100)) - bed.number(f"{_WHOLE}/score")
    changes |= {f"{_WHOLE}/score": text("10"), **total_after(bed, gained)}
    also = ("V18", "V21", "V13", "B06")
    return Break(changes, also, (f"{_WHOLE}/executed", f"{_WHOLE}/adjusted"))


# --- scores -------------------------------------------------------------------------------


@plants("V05", EVALUATIONS)
def score_above_weight(rng: Random, bed: Bed) -> Break | None:
    """A score is more than its weight allows."""
    pointer = bed.chosen(rng, evaluated(bed), lambda p: in_full(bed, p))
    if pointer is None:
        return None
    more = Decimal(rng.randint(1, 4))
    score = points(bed.number(f"{pointer}/score") + more)
    changes = {f"{pointer}/score": score, **total_after(bed, more)}
    also = ("V21", "V09", "V08", "V19")
    return Break(changes, also, (f"{pointer}/score", f"{pointer}/weight"))


@plants("V06", EVALUATIONS)
def total_is_no_sum(rng: Random, bed: Bed) -> Break | None:
    """The total is a few points more or less than its parts."""
    if not bed.has("/total_score"):
        return None
    total = bed.number("/total_score")
    off = Decimal(rng.randint(2, 6)) * (1 if total < 94 and rng.random() < 0.5 else -1)
    return Break(total_after(bed, off), ("V21",))


@plants("V07", EVALUATIONS)
def missed_inin_full(rng: Random, bed: Bed) -> Break | None:
    """A target was missed by a third, the score is full."""
    pointer = bed.chosen(rng, evaluated(bed), lambda p: in_full(bed, p) and floored(bed, p))
    if pointer is None:
        return None
    return _short(bed, pointer, text(rng.choice(REASONS)), ("V09", "V12"))


def _short(bed: Bed, pointer: str, reason: Written, also: tuple[str, ...]) -> Break:
    """The actual value a third below the target; the score stays."""
    target = bed.truth(f"{pointer}/target")
    got = int(Decimal(target["value"]) * 2 / 3)
    changes = {
        f"{pointer}/actual": reached(bed.hand, str(got), target["unit"]),
        f"{pointer}/reason": reason,
    }
    return Break(changes, also, (f"{pointer}/actual", f"{pointer}/score"))


@plants("V08", EVALUATIONS)
def met_and_punished(rng: Random, bed: Bed) -> Break | None:
    """A target was met, points are lost, and nobody says why."""
    pointer = bed.chosen(rng, evaluated(bed), lambda p: in_full(bed, p) and floored(bed, p))
    if pointer is None or bed.number(f"{pointer}/weight") < 4:
        return None
    less = Decimal(2)
    score = points(bed.number(f"{pointer}/score") - less)
    changes = {f"{pointer}/score": score, f"{pointer}/reason": BLANK, **total_after(bed, -less)}
    return Break(changes, ("V09", "V10", "V21"), (f"{pointer}/score", f"{pointer}/actual"))


@plants("V10", EVALUATIONS)
def missed_without_reason(rng: Random, bed: Bed) -> Break | None:
    """A target was missed, points were lost, and nobody says why."""

    def fits(pointer: str) -> bool:
        # Of what is planned as about 20, 18 is no miss.
        about = (bed.truth(f"{pointer}/target") or {}).get("approximate", False)
        return not in_full(bed, pointer) and bed.has(f"{pointer}/reason") and not about

    pointer = bed.chosen(rng, evaluated(bed), fits)
    return None if pointer is None else Break({f"{pointer}/reason": BLANK}, ("V08",))


@plants("V11", EVALUATIONS)
def reason_that_is_none(rng: Random, bed: Bed) -> Break | None:
    """The reason given for a missed target says nothing."""
    pointer = bed.chosen(
        rng, evaluated(bed), lambda p: not in_full(bed, p) and bed.has(f"{p}/reason")
    )
    if pointer is None:
        return None
    empty = text(rng.choice(("已完成", "正常", "按计划完成")))
    return Break({f"{pointer}/reason": empty}, ("V10", "V08"))


@plants("V12", EVALUATIONS)
def reason_for_nothing(rng: Random, bed: Bed) -> Break | None:
    """Full score, and a reason why the target was missed."""
    pointer = bed.chosen(rng, evaluated(bed), lambda p: in_full(bed, p) and floored(bed, p))
    if pointer is None:
        return None
    return Break({f"{pointer}/reason": text(rng.choice(REASONS))}, ("V07",))


@plants("V13", EVALUATIONS)
def far_above(rng: Random, bed: Bed) -> Break | None:
    """Half as much again as planned, with a full score and no word about it."""
    pointer = bed.chosen(
        rng,
        evaluated(bed),
        lambda p: in_full(bed, p) and floored(bed, p) and bed.truth(f"{p}/target")["unit"] != "%",
    )
    if pointer is None:
        return None
    target = bed.truth(f"{pointer}/target")
    got = str(int(Decimal(target["value"]) * _OVER) + 1)
    changes = {
        f"{pointer}/actual": reached(bed.hand, got, target["unit"]),
        f"{pointer}/reason": BLANK,
    }
    return Break(changes, (), (f"{pointer}/actual", f"{pointer}/target"))


@plants("V14", EVALUATIONS)
def other_unit(rng: Random, bed: Bed) -> Break | None:
    """What was reached is counted in another unit than the target."""
    pointer = bed.chosen(
        rng,
        evaluated(bed),
        lambda p: in_full(bed, p) and floored(bed, p) and bed.truth(f"{p}/target")["unit"] != "%",
    )
    if pointer is None:
        return None
    actual, unit = bed.truth(f"{pointer}/actual"), bed.truth(f"{pointer}/target")["unit"]
    alike = {"公里": "米里", "吨": "吨克", "天": "天日年月时周"}
    other = rng.choice([name for name, same in alike.items() if not set(same) & set(unit)])
    changes = {f"{pointer}/actual": reached(bed.hand, actual["value"], other)}
    also = ("C03", "C04", "C05", "V07", "V09", "V13")
    return Break(changes, also, (f"{pointer}/actual", f"{pointer}/target"))


@plants("V15", EVALUATIONS)
def actuals_copied(rng: Random, bed: Bed) -> Break | None:
    """Every actual value repeats its target to the letter."""
    rows = [*evaluated(bed)]
    if len(rows) < 5 or not all(in_full(bed, p) for p in rows):
        return None
    changes = {f"{p}/actual": bed.tree["annual"]["indicators"][int(p.split("/")[-1])]["target"]
               for p in rows}  # fmt: skip
    return Break(changes, ("V18", "V16"))


@plants("V18", EVALUATIONS)
def cost_is_not_what_was_spent(rng: Random, bed: Bed) -> Break | None:
    """The cost that was reached is not the money that was spent."""
    pointer = bed.chosen(
        rng, evaluated(bed), lambda p: bool(bed.truth(f"{p}/level3") == "项目总成本")
    )
    if pointer is None:
        return None
    value = Decimal(bed.truth(f"{pointer}/actual")["value"])
    other = score_text((value * Decimal("0.8")).quantize(Decimal("0.01")))
    changes = {f"{pointer}/actual": reached(bed.hand, other, "万元")}
    return Break(changes, (), (f"{pointer}/actual", f"{_WHOLE}/executed"))


@plants("V19", EVALUATIONS)
def words_outside_their_band(rng: Random, bed: Bed) -> Break | None:
    """Partly reached, with a fifth of the points."""
    pointer = bed.chosen(
        rng,
        evaluated(bed),
        lambda p: bed.truth(f"{p}/target")["kind"] == "qualitative" and in_full(bed, p),
    )
    if pointer is None or bed.number(f"{pointer}/weight") < 5:
        return None
    weight = bed.number(f"{pointer}/weight")
    changes = {
        f"{pointer}/actual": words("部分达成年度指标并具有一定效果"),
        f"{pointer}/score": points(weight / 5),
        f"{pointer}/reason": text(rng.choice(REASONS)),
        **total_after(bed, weight / 5 - weight),
    }
    return Break(changes, ("V21", "V20"), (f"{pointer}/score", f"{pointer}/actual"))


@plants("V21", EVALUATIONS)
def grade_is_not_the_totals(rng: Random, bed: Bed) -> Break | None:
    """The grade is not the one of the total."""
    if not bed.has("/grade", "/total_score"):
        return None
    right = grade_of(bed.number("/total_score"))
    return Break({"/grade": text(rng.choice([g for _, g in GRADES if g != right]))})


@plants("V22", EVALUATIONS)
def target_of_nothing(rng: Random, bed: Bed) -> Break | None:
    """What the year set out to reach is nought."""
    pointer = bed.chosen(rng, evaluated(bed), lambda p: in_full(bed, p) and floored(bed, p))
    if pointer is None:
        return None
    unit = bed.truth(f"{pointer}/target")["unit"]
    changes = {f"{pointer}/target": reached(bed.hand, "0", unit)}
    return Break(changes, ("D02", "D12", "D15", "V07", "V08", "V09", "V13"))
