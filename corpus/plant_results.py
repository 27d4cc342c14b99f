"""Plants: money, output and words of a self-evaluation against each other (catalogue I)."""

from decimal import Decimal
from random import Random

from corpus.evaluations import REASONS, score_of_rate
from corpus.plant_scores import budgeted, evaluated, floored, in_full, points, rated, total_after
from corpus.planting import EVALUATIONS, Bed, Break, plants
from corpus.spellings import reached
from corpus.written import Written, text

_CENT = Decimal("0.01")
_WHOLE = "/execution/0"


@plants("V03", EVALUATIONS)
def rate_of_no_budget(rng: Random, bed: Bed) -> Break | None:
    """Nothing was to be spent, and yet there are a rate and points for it."""
    rows = [f"/execution/{i}" for i in range(bed.count("/execution"))]
    changes = {
        f"{row}/{leaf}": text("0")
        for row in rows
        for leaf in ("initial", "adjusted")
        if bed.has(f"{row}/{leaf}")
    }
    if not changes or not bed.has(f"{_WHOLE}/rate", f"{_WHOLE}/adjusted"):
        return None
    return Break(changes, ("V01", "V02", "V04", "V18", "N01"), (f"{_WHOLE}/adjusted",))


@plants("V09", EVALUATIONS)
def points_out_of_proportion(rng: Random, bed: Bed) -> Break | None:
    """Six tenths were reached, for nine tenths of the points."""
    pointer = bed.chosen(
        rng, evaluated(bed), lambda p: in_full(bed, p) and floored(bed, p) and _heavy(bed, p)
    )
    if pointer is None:
        return None
    target, weight = bed.truth(f"{pointer}/target"), bed.number(f"{pointer}/weight")
    got = int(Decimal(target["value"]) * Decimal("0.6"))
    score = weight * Decimal("0.9")
    changes = {
        f"{pointer}/actual": reached(bed.hand, str(got), target["unit"]),
        f"{pointer}/score": points(score),
        f"{pointer}/reason": text(rng.choice(REASONS)),
        **total_after(bed, score - weight),
    }
    return Break(changes, ("V21", "V17", "V20"), (f"{pointer}/score", f"{pointer}/actual"))


def _heavy(bed: Bed, pointer: str) -> bool:
    """Whether a tenth of the points is more than rounding."""
    return bed.number(f"{pointer}/weight") >= 5


def _spent(bed: Bed, share: str) -> dict[str, Written] | None:
    """So much of the budget was spent, with all that follows; the first source bears it."""
    rows = [f"/execution/{i}" for i in range(bed.count("/execution"))][:2]
    if not rows or not all(budgeted(bed, row) for row in rows):
        return None
    budget, was = bed.number(f"{_WHOLE}/adjusted"), bed.number(f"{_WHOLE}/executed")
    less = was - (budget * Decimal(share)).quantize(_CENT)
    changes: dict[str, Written] = {}
    for row in rows:
        spent = bed.number(f"{row}/executed") - less
        if spent <= 0:
            return None
        changes[f"{row}/executed"] = bed.written(spent)
        if bed.has(f"{row}/rate"):
            rate = (spent * 100 / bed.number(f"{row}/adjusted")).quantize(_CENT)
            changes[f"{row}/rate"] = rated(rate)
    if not bed.has(f"{_WHOLE}/score"):
        return None
    score = score_of_rate(((was - less) * 100 / budget).quantize(_CENT))
    change = score - bed.number(f"{_WHOLE}/score")
    return changes | {f"{_WHOLE}/score": points(score), **total_after(bed, change)}


@plants("W03", EVALUATIONS)
def points_of_no_notice(rng: Random, bed: Bed) -> Break | None:
    """Two points of an output go to a benefit, with the scores."""
    rows = [p for p in evaluated(bed) if in_full(bed, p) and bed.number(f"{p}/weight") > 4]
    heads = {p: bed.truth(f"{p}/level1") or "" for p in rows}
    outputs = [p for p in rows if heads[p].startswith("产出")]
    benefits = [p for p in rows if heads[p].startswith("效益")]
    if not outputs or not benefits:
        return None
    one, other = rng.choice(outputs), rng.choice(benefits)
    changes = {
        f"{row}/{leaf}": points(bed.number(f"{row}/{leaf}") + by)
        for row, by in ((one, -2), (other, 2))
        for leaf in ("weight", "score")
    }
    return Break(changes, ("W02", "W04"), (f"{one}/weight", f"{other}/weight"))


@plants("V16", EVALUATIONS)
def full_points_for_little_money(rng: Random, bed: Bed) -> Break | None:
    """All indicators have full points, and six tenths of the money was spent."""
    rows = [*evaluated(bed)]
    changes = _spent(bed, "0.62")
    if changes is None or len(rows) < 3 or not all(in_full(bed, p) for p in rows):
        return None
    return Break(changes, ("V17", "V18", "V21", "B06", "B08"), (f"{_WHOLE}/executed",))


@plants("V17", EVALUATIONS)
def output_for_little_money(rng: Random, bed: Bed) -> Break | None:
    """All of the output, for four tenths of the money."""
    outputs = [p for p in evaluated(bed) if "产出" in (bed.truth(f"{p}/level1") or "")]
    certain = [p for p in outputs if in_full(bed, p) and floored(bed, p)]
    changes = _spent(bed, "0.41")
    if changes is None or len(certain) < 3 or not all(in_full(bed, p) for p in outputs):
        return None
    return Break(changes, ("V16", "V18", "V21", "B06", "B08"), (f"{_WHOLE}/executed",))


@plants("V20", EVALUATIONS)
def all_was_done(rng: Random, bed: Bed) -> Break | None:
    """The text says that all indicators were met; one was not."""
    if not bed.has("/annual/actual"):
        return None
    missed = [p for p in evaluated(bed) if floored(bed, p) and _short(bed, p)]
    if not missed:
        return None
    leaf: Written = bed.tree["annual"]["actual"]
    sentence = rng.choice(("各项绩效指标均已完成。", "全面完成年度绩效目标。"))
    said = Written(f"{leaf.truth}{sentence}", f"{leaf.paper}{sentence}")
    return Break({"/annual/actual": said}, (), ("/annual/actual", f"{missed[0]}/actual"))


def _short(bed: Bed, pointer: str) -> bool:
    """Whether less was reached than the floor."""
    target, actual = bed.truth(f"{pointer}/target"), bed.truth(f"{pointer}/actual")
    return Decimal(actual["value"]) < Decimal(target["value"])
