"""Plants: what is missing, empty or filled with a sign for nothing (catalogue A)."""

from collections.abc import Sequence
from random import Random

from corpus.planting import EVALUATIONS, EVERY_FORM, PROJECT, Bed, Break, plants
from corpus.projects import NATURES, TICKS, boxes
from corpus.written import BLANK, Written, text

MARKS = ("……", "/", "—", ".....")
OTHER_FORMS = (PROJECT, *EVALUATIONS)


@plants("A01", OTHER_FORMS)
def no_name(rng: Random, bed: Bed) -> Break | None:
    """A name that every form asks for is left empty."""
    names = [p for p in ("/project", "/department", "/unit") if p in bed.places]
    return Break({rng.choice(names): BLANK})


@plants("A02", EVERY_FORM)
def no_goal(rng: Random, bed: Bed) -> Break | None:
    """A goal is left empty."""
    goals = [p for p in ("/annual/goal", "/long_term/goal") if p in bed.places]
    return Break({rng.choice(goals): BLANK}, ("V20",)) if goals else None


@plants("A03", OTHER_FORMS)
def no_target(rng: Random, bed: Bed) -> Break | None:
    """A named indicator has no target."""
    pointer = bed.chosen(rng, bed.indicators("target"), lambda p: True)
    if pointer is None:
        return None
    return Break({f"{pointer}/target": BLANK}, ("V07", "V08", "V09", "V12", "L05", "A04"))


@plants("A04", EVERY_FORM)
def mark_for_a_goal(rng: Random, bed: Bed) -> Break | None:
    """Dots or a stroke stand where the year's goal should."""
    if not bed.has("/annual/goal"):
        return None
    return Break({"/annual/goal": Written(None, rng.choice(MARKS))}, ("A02", "V20"))


@plants("A06", OTHER_FORMS)
def no_satisfaction(rng: Random, bed: Bed) -> Break | None:
    """No indicator asks anybody whether he is satisfied."""
    return _without(bed, "level1", "满意度指标", ("A08", "W01", "W02", "W03", "V06", "V21", "W04"))


@plants("A07", (PROJECT,))
def no_time(rng: Random, bed: Bed) -> Break | None:
    """The outputs have no 时效指标."""
    return _without(bed, "level2", "时效指标", ("W01", "W02", "W03", "W04"))


@plants("W05", (PROJECT,))
def two_indicators(rng: Random, bed: Bed) -> Break | None:
    """Two indicators are left of many."""
    changes = {
        f"/{block}/indicators": rows[:2]
        for block in ("annual", "long_term")
        if len(rows := _rows(bed, block)) > 2
    }
    also = ("A06", "A07", "A08", "W01", "W02", "W03", "W04", "W07", "N02", "L01", "L05", "L06")
    named = [f"/annual/indicators/{i}/level3" for i in (0, 1)]
    if "/annual/indicators" not in changes or not bed.has(*named):
        return None
    return Break(changes, also, tuple(named))


def _without(bed: Bed, level: str, name: str, also: tuple[str, ...]) -> Break | None:
    """Both blocks without the rows of a name; None where no other would be left."""
    changes = {}
    for block in ("annual", "long_term"):
        rows = [*_rows(bed, block)]
        kept = [row for row in rows if not row[level].truth.startswith(name)]
        if rows and kept and len(kept) < len(rows):
            changes[f"/{block}/indicators"] = kept
    if not changes:
        return None
    return Break(changes, also, ("/annual/indicators/0/level1",))


def _rows(bed: Bed, block: str) -> list[dict[str, Written]]:
    count = bed.count(f"/{block}/indicators")
    return [bed.tree[block]["indicators"][i] for i in range(count)]


@plants("A08", OTHER_FORMS)
def nobody_is_asked(rng: Random, bed: Bed) -> Break | None:
    """满意度 of nobody in particular."""
    pointer = _under(rng, bed, "服务对象满意度指标")
    if pointer is None:
        return None
    return Break(_both_blocks(bed, pointer, "满意度"), ("A15", "L05"))


@plants("A15", OTHER_FORMS)
def level_three_is_level_two(rng: Random, bed: Bed) -> Break | None:
    """The third level repeats the heading of the second."""
    pointer = _under(rng, bed, "数量指标")
    if pointer is None:
        return None
    also = ("C04", "L05", "D13", "D14", "N02")
    return Break(_both_blocks(bed, pointer, bed.truth(f"{pointer}/level2")), also)


def _under(rng: Random, bed: Bed, level2: str) -> str | None:
    """An indicator of the year under a heading, but none whose unit stands in its name alone:
    without that name nobody could tell the unit.
    """

    def may_be_renamed(pointer: str) -> bool:
        named = str(bed.truth(f"{pointer}/level3")).endswith("）")
        return bool(bed.truth(f"{pointer}/level2") == level2) and not named

    return bed.chosen(rng, bed.indicators("level2", blocks=("annual",)), may_be_renamed)


def _both_blocks(bed: Bed, pointer: str, name: str) -> dict[str, Written]:
    """The new name in the year's row, and in the period's that is printed with it."""
    other = pointer.replace("/annual/", "/long_term/")
    rows = [p for p in (pointer, other) if f"{p}/level3" in bed.places]
    return {f"{row}/level3": text(name) for row in rows}


@plants("A09", (PROJECT,))
def no_period(rng: Random, bed: Bed) -> Break | None:
    """From when or to when is not said."""
    ends = [p for p in ("/period/from", "/period/to") if p in bed.places]
    return Break({rng.choice(ends): BLANK}, ("A01",)) if ends else None


@plants("A12", (PROJECT,))
def no_box_ticked(rng: Random, bed: Bed) -> Break | None:
    """Neither new nor continued is ticked."""
    return _boxes(rng, bed, ())


@plants("A12", (PROJECT,))
def both_boxes_ticked(rng: Random, bed: Bed) -> Break | None:
    """New and continued are both ticked. Two squares without an open one may begin a list."""
    if "■" in (bed.tree["nature"].paper if bed.has("/nature") else "■"):
        return None
    return _boxes(rng, bed, NATURES)


def _boxes(rng: Random, bed: Bed, ticked: Sequence[str]) -> Break | None:
    """The nature as boxes with other ticks: it names no nature, and stays a group of boxes."""
    marks = set(bed.tree["nature"].paper) if bed.has("/nature") else set()
    ticks = next((pair for pair in TICKS if marks >= set(pair)), None)
    if ticks is None:
        return None
    group = boxes(NATURES, ticked, ticks, rng.random() < 0.3)
    changes = {"/nature": Written(None, group.paper), "/choices/项目属性": group}
    return Break(changes, pointers=("/choices/项目属性",))
