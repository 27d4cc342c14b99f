"""Plants: indicators laid out by task, where a task or an indicator has no counterpart (W)."""

from random import Random

from corpus.planting import DEPARTMENT, Bed, Break, plants
from corpus.written import Written, text

_OUTPUT = "履职效能"


def akin(one: str, other: str) -> bool:
    """Whether two texts have a pair of characters in common."""
    return any(one[i : i + 2] in other for i in range(len(one) - 1) if one[i : i + 2].isalpha())


def _tasks(bed: Bed) -> list[str]:
    """Names of the main tasks, all of them with money."""
    rows = [f"/main_tasks/{place}" for place in range(bed.count("/main_tasks"))]
    paid = all(bed.has(f"{row}/name", f"{row}/amount") for row in rows)
    return [bed.truth(f"{row}/name") for row in rows] if paid else []


def _groups(bed: Bed) -> list[list[str]]:
    """The year's outputs by their headings; rows without a name stand under them too."""
    found: dict[str, list[str]] = {}
    for place in range(bed.count("/annual/indicators")):
        row = f"/annual/indicators/{place}"
        if bed.truth(f"{row}/level1") == _OUTPUT and bed.has(f"{row}/level2"):
            found.setdefault(bed.truth(f"{row}/level2"), []).append(row)
    return list(found.values())


def _headed(groups: list[list[str]], names: list[str]) -> dict[str, Written]:
    """The rows of each group under the name of a task."""
    return {
        f"{row}/level2": text(name)
        for group, name in zip(groups, names, strict=False)
        for row in group
    }


def _names(bed: Bed, rows: list[str]) -> list[str]:
    return [bed.truth(f"{row}/level3") or "" for row in rows]


@plants("W09", (DEPARTMENT,))
def task_of_no_indicator(rng: Random, bed: Bed) -> Break | None:
    """The outputs stand under all tasks but one, of which no indicator speaks."""
    tasks, groups = _tasks(bed), _groups(bed)
    rows = [f"/annual/indicators/{i}" for i in range(bed.count("/annual/indicators"))]
    if len(tasks) < 3 or len(groups) < 2 or any(akin(tasks[-1], n) for n in _names(bed, rows)):
        return None
    heads = [tasks[place % (len(tasks) - 1)] for place in range(len(groups))]
    last = f"/main_tasks/{len(tasks) - 1}"
    return Break(_headed(groups, heads), ("W08", "W10", "A15"), (f"{last}/name", f"{last}/amount"))


@plants("W08", (DEPARTMENT,))
def indicator_of_no_task(rng: Random, bed: Bed) -> Break | None:
    """Two groups of outputs stand under tasks, the last under none."""
    tasks, groups = _tasks(bed), _groups(bed)
    if len(tasks) < 2 or len(groups) < 3:
        return None
    said = "".join(
        f"{bed.truth(f'/main_tasks/{i}/name')}{bed.truth(f'/main_tasks/{i}/content')}"
        for i in range(len(tasks))
    )
    strange = [
        row
        for row in groups[2]
        if bed.has(f"{row}/level3") and not akin(_names(bed, [row])[0], said)
    ]
    if not strange:
        return None
    return Break(_headed(groups[:2], tasks[:2]), ("W09", "W10", "A15"), (f"{strange[0]}/level3",))


@plants("W10", (DEPARTMENT,))
def most_of_the_money_for_one_indicator(rng: Random, bed: Bed) -> Break | None:
    """The task with half of the money or more has one of many outputs, the others have the rest."""
    tasks, outputs = _tasks(bed), [row for group in _groups(bed) for row in group]
    amounts = [bed.number(f"/main_tasks/{i}/amount") for i in range(len(tasks))]
    if len(tasks) < 2 or len(outputs) < max(6, len(tasks)) or max(amounts) * 2 < sum(amounts):
        return None
    big = amounts.index(max(amounts))
    others = [name for name in tasks if name != tasks[big]]
    one, *rest = outputs
    if not bed.has(f"{one}/level3") or any(tasks[big] in name for name in _names(bed, rest)):
        return None
    heads = [others[place * len(others) // len(rest)] for place in range(len(rest))]
    changes = _headed([[one], *([row] for row in rest)], [tasks[big], *heads])
    return Break(changes, ("W08",), (f"/main_tasks/{big}/amount", f"{one}/level3"))
