"""Plants: rows without what they need, or with what does not fit (catalogue A, B, C, N)."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from corpus.amounts import TOTAL
from corpus.plant_tasks import akin
from corpus.planting import (
    DECLARATIONS,
    DEPARTMENT,
    EVALUATIONS,
    PROJECT,
    Bed,
    Break,
    plants,
)
from corpus.vocabulary import PLACES
from corpus.written import BLANK, Written, money, text

# A target that is not what it was contradicts the other block, the years before and the goal.
_COMPARED = ("D15", "D16", "D17", "L01", "L02", "L03", "L04", "N02", "D18")


@plants("A11", (*DECLARATIONS, "项目支出绩效自评表"))
def nobody_signed(rng: Random, bed: Bed) -> Break | None:
    """Who answers for the project, or a telephone, is left empty in its cell."""
    names = [p for p in ("/phone", "/manager") if bed.has(p)]
    return Break({rng.choice(names): BLANK}) if names else None


def _projects(bed: Bed) -> list[str]:
    """The rows of a department's projects, but for the one that sums them."""
    rows = [f"/projects/{i}" for i in range(bed.count("/projects"))]
    return [row for row in rows if bed.truth(f"{row}/name") != TOTAL]


@plants("A14", (DEPARTMENT,))
def project_without_budget(rng: Random, bed: Bed) -> Break | None:
    """A named project has neither budget."""
    rows = _projects(bed)
    names = ("total_budget", "annual_budget")
    fits = [row for row in rows if bed.has(f"{row}/name", *(f"{row}/{n}" for n in names))]
    if len(fits) < 2:
        return None
    row = rng.choice(fits)
    changes = {f"{row}/{name}": BLANK for name in names}
    return Break(changes, ("B05", "B11", "B16", "N02", "N01", "N14"))


@plants("A16", (DEPARTMENT,))
def no_years_before(rng: Random, bed: Bed) -> Break | None:
    """No indicator says what earlier years reached."""
    places = [p for p in bed.places if "/history/" in p and p.startswith("/annual/indicators/")]
    if len(places) < 10:
        return None
    return Break(dict.fromkeys(sorted(places), BLANK), ("D16", "D17", "D11"))


@plants("A05", (PROJECT,))
def eighty_eight_all_over(rng: Random, bed: Bed) -> Break | None:
    """One bare number for every target of the year."""
    rows = [*bed.indicators("target", blocks=("annual",))]
    if len(rows) < 5:
        return None
    number = str(rng.choice((33, 66, 88)))
    truth = {"kind": "threshold", "op": "=", "value": number, "unit": "", "approximate": False}
    same = Written(truth, number)
    also = ("A10", "C03", "C04", "C06", "D04", "D05", "D07", "D10", "D14", *_COMPARED)
    return Break({f"{row}/target": same for row in rows}, also)


@plants("A13", (DEPARTMENT,))
def indicators_left_out(rng: Random, bed: Bed) -> Break | None:
    """The year's goal stands there, and none of its indicators has a name or a target."""
    places = [p for p in bed.places if p.startswith("/annual/indicators/")]
    blank = sorted(p for p in places if p.endswith(("/level3", "/target")))
    also = ("A03", "A04", "A06", "A07", "A16", "L05", "W01", "W04", "W05", "W07", "N02", "D11")
    return Break(dict.fromkeys(blank, BLANK), also) if blank and bed.has("/annual/goal") else None


@plants("A10", DECLARATIONS)
def measure_without_unit(rng: Random, bed: Bed) -> Break | None:
    """面积, 里程 or 时限 with a bare number."""
    ends = ("面积", "里程", "长度", "金额", "成本", "时间", "时限")
    return _with_unit("A10", rng, bed, "", lambda name, unit: name.endswith(ends) and unit != "")


@plants("C03", DECLARATIONS)
def share_for_a_count(rng: Random, bed: Bed) -> Break | None:
    """The year's target is in %, that of the long term in 人 or 件."""
    later = {
        bed.truth(f"{p}/level3")
        for p in bed.indicators("target", blocks=("long_term",))
        if _unit(bed, p) in _COUNTS
    }
    return _with_unit("C03", rng, bed, "%", lambda name, unit: unit in _COUNTS and name in later)


@plants("C04", DECLARATIONS)
def rate_in_times(rng: Random, bed: Bed) -> Break | None:
    """A rate that is counted in 次."""
    rates = ("合格率", "覆盖率", "及时率", "知晓率", "完成率")
    return _with_unit(
        "C04", rng, bed, "次", lambda name, unit: name.endswith(rates) and unit == "%"
    )


_COUNTS = ("人", "人次", "件", "户", "家", "场次", "台次")


def _unit(bed: Bed, pointer: str) -> str | None:
    """The unit of a plain limit."""
    target = bed.truth(f"{pointer}/target")
    plain = target["kind"] == "threshold" and not target["approximate"]
    return target["unit"] if plain else None


def _with_unit(
    number: str, rng: Random, bed: Bed, unit: str, fits: Callable[[str, str], bool]
) -> Break | None:
    """A target of the year with another unit, plainly spelled; `fits` is told name and unit."""

    def chosen(pointer: str) -> bool:
        was = _unit(bed, pointer)
        return was is not None and fits(bed.truth(f"{pointer}/level3"), was)

    pointer = bed.chosen(rng, bed.indicators("target", blocks=("annual",)), chosen)
    if pointer is None:
        return None
    target = bed.truth(f"{pointer}/target")
    sign = {">=": "≥", "<=": "≤", "=": ""}.get(target["op"], target["op"])
    other = Written(target | {"unit": unit}, f"{sign}{target['value']}{unit}")
    also = {"A10", "C03", "C04", "C05", "C06", "D01", "D03", "D09", "D14", "W07", *_COMPARED}
    return Break({f"{pointer}/target": other}, tuple(sorted(also - {number})))


@plants("B04", (DEPARTMENT,))
def task_beyond_the_budget(rng: Random, bed: Bed) -> Break | None:
    """One task costs more than the whole year."""
    rows = [f"/main_tasks/{place}" for place in range(bed.count("/main_tasks"))]
    names = ("amount", "fiscal")
    fits = [row for row in rows if bed.has(*(f"{row}/{name}" for name in names))]
    last = f"/funding/expenditure/{bed.count('/funding/expenditure') - 1}/amount"
    if not fits or not bed.has(last):
        return None
    row = rng.choice(fits)
    changes = {
        f"{row}/{name}": bed.written(bed.number(f"{row}/{name}") + bed.number(last))
        for name in names
    }
    return Break(changes, ("N01", "N14"), (f"{row}/amount", last))


@plants("B16", (PROJECT, *EVALUATIONS))
def cent_too_few(rng: Random, bed: Bed) -> Break | None:
    """A total is off by one unit of its last digit."""
    column = "annual" if bed.count("/funding") else "initial"
    table = "/funding" if bed.count("/funding") else "/execution"
    rows = [f"{table}/{i}/{column}" for i in range(bed.count(table))]
    shown = [row for row in rows if bed.has(row)]
    if len(shown) < 3 or shown[0] != rows[0]:
        return None
    value = bed.number(rows[0]) - Decimal("0.01")
    return Break({rows[0]: bed.written(value)}, ("B19", "N01", "N15", "B01", "B05"))


@plants("B19", (DEPARTMENT,))
def year_above_the_whole(rng: Random, bed: Bed) -> Break | None:
    """A project costs less in all than in the year."""
    rows = _projects(bed)
    fits = [
        row
        for row in rows
        if bed.has(f"{row}/total_budget", f"{row}/annual_budget")
        and bed.number(f"{row}/annual_budget") > 1
    ]
    if not fits:
        return None
    row = rng.choice(fits)
    less = (bed.number(f"{row}/annual_budget") * Decimal("0.6")).quantize(Decimal("0.01"))
    pointers = (f"{row}/annual_budget", f"{row}/total_budget")
    also = ("N02", "N01", "N14", "B11")
    return Break({f"{row}/total_budget": bed.written(less)}, also, pointers)


@plants("B19", (PROJECT,))
def halves_of_money_change_places(rng: Random, bed: Bed) -> Break | None:
    """The year's money stands under the whole project's, and the reverse."""
    rows = [f"/funding/{i}" for i in range(bed.count("/funding"))]
    ends = [(f"{row}/total", f"{row}/annual") for row in rows]
    both = [pair for pair in ends if bed.has(*pair)]
    halves = any(bed.has(total) != bed.has(annual) for total, annual in ends)
    if halves or not both or bed.number(both[0][0]) == bed.number(both[0][1]):
        return None
    changes = {}
    for total, annual in both:
        changes[total] = bed.written(bed.number(annual))
        changes[annual] = bed.written(bed.number(total))
    return Break(changes, ("N01", "N15", "L02"))


@plants("C09", (PROJECT,))
def digits_beyond_the_cent(rng: Random, bed: Bed) -> Break | None:
    """Two amounts of a column go down to a hundredth of a cent, the others do not."""
    rows = [f"/funding/{i}/annual" for i in range(bed.count("/funding"))]
    shown = [row for row in rows if bed.has(row)]
    others = [bed.truth(row).partition(".")[2] for row in shown[2:]]
    if len(shown) < 3 or shown[0] != rows[0] or not any(0 < len(part) <= 2 for part in others):
        return None
    changes = {row: money(bed.number(row) + Decimal("0.0013"), bed.hand) for row in shown[:2]}
    return Break(changes, ("B07", "B16", "B19", "N01", "N15"))


@plants("N10", (DEPARTMENT,))
def things_for_people(rng: Random, bed: Bed) -> Break | None:
    """A project of staff buys things."""
    rows = _projects(bed)
    names = ("name", "category", "purpose")
    plain = [
        row
        for row in rows
        if bed.has(*(f"{row}/{name}" for name in names))
        and not set("人工薪资津补奖绩职聘编退休险社福慰体生个") & set(bed.truth(f"{row}/name"))
    ]
    if not plain:
        return None
    row = rng.choice(plain)
    said = text(rng.choice(("用于办公设备购置。", "支付房屋修缮款。")))
    changes = {f"{row}/category": text("人员类"), f"{row}/purpose": said}
    return Break(changes, ("B05", "B16", "N02", "N14"))


_OF_OTHERS = (
    ("抓好农村公路养护。", "检测桥梁隧道。", "治理超限超载运输。", "增开公交线路，更换营运车辆。"),
    ("送戏下乡，放映公益电影。", "修缮文物古迹。", "增补馆藏图书。", "举办广场舞大赛和书画展览。"),
    ("接种儿童疫苗。", "签约家庭医生。", "筛查妇女两癌。", "监测饮用水质和传染病疫情。"),
)


@plants("N13", (DEPARTMENT,))
def tasks_of_another_department(rng: Random, bed: Bed) -> Break | None:
    """The year's tasks are those of an office with other functions."""
    places = [f"/tasks/{i}" for i in range(bed.count("/tasks"))]
    functions = "".join(bed.truth(f"/functions/{i}") for i in range(bed.count("/functions")))
    strange = [tasks for tasks in _OF_OTHERS if not akin("".join(tasks), functions)]
    few = len(places) < 4 or bed.count("/functions") < 6  # too little to be about anything
    if few or not bed.has(*places) or not strange:
        return None
    tasks = rng.choice(strange)
    changes = {place: text(tasks[i % len(tasks)]) for i, place in enumerate(places)}
    return Break(changes, ("X08", "X16"))


@plants("N09", (PROJECT, "项目支出绩效自评表"))
def filed_by_another_body(rng: Random, bed: Bed) -> Break | None:
    """The name of who files is that of a body elsewhere, from whom the form was copied."""
    leaf = "/attributes/填报部门"
    if not bed.has(leaf, "/department"):
        return None
    name = bed.truth(leaf)
    here = next(place for place in PLACES if name.startswith(place))
    there = rng.choice([place for place in PLACES if place != here])
    return Break({leaf: text(there + name.removeprefix(here))}, pointers=(leaf, "/department"))
