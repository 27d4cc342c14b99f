"""Plants: targets that cannot be, measure nothing, or contradict the long term (catalogue D, G)."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from corpus.planting import DECLARATIONS, DEPARTMENT, PROJECT, Bed, Break, plants
from corpus.written import Written, text, words

# What cannot pass 100%: the ends of names that the corpus draws.
_WHOLES = ("满意度", "满意率", "合格率", "知晓率", "及时率", "覆盖率")

# A target that is not what it was contradicts what the other block, the years before and
# the goal say of it.
_COMPARED = ("L02", "L04", "L03", "D16", "D17", "N02")


def _limit(op: str, sign: str, value: str, unit: str) -> Written:
    """A limit in the plainest spelling."""
    truth = {"kind": "threshold", "op": op, "value": value, "unit": unit, "approximate": False}
    return Written(truth, f"{sign}{value}{unit}")


def _is(bed: Bed, pointer: str, op: str, unit: str | None = None) -> bool:
    """Whether the target is one plain limit, of a unit that is not counted in 万."""
    truth = bed.truth(f"{pointer}/target")
    if truth["kind"] != "threshold" or truth["op"] != op or truth["approximate"]:
        return False
    return not truth["unit"].startswith("万") if unit is None else bool(truth["unit"] == unit)


def _part_of_a_whole(rng: Random, bed: Bed) -> str | None:
    """An indicator that cannot pass 100%, with a floor."""
    return bed.chosen(
        rng,
        bed.indicators("target"),
        lambda p: _is(bed, p, ">=", "%") and bed.truth(f"{p}/level3").endswith(_WHOLES),
    )


def _aimed(rng: Random, bed: Bed, target: Written, also: tuple[str, ...] = ()) -> Break | None:
    pointer = _part_of_a_whole(rng, bed)
    return Break({f"{pointer}/target": target}, (*_COMPARED, *also)) if pointer else None


@plants("D01", DECLARATIONS)
def more_than_all(rng: Random, bed: Bed) -> Break | None:
    """At least 105% of a whole."""
    return _aimed(rng, bed, _limit(">=", "≥", str(rng.randint(101, 120)), "%"))


@plants("D03", DECLARATIONS)
def out_of_reach(rng: Random, bed: Bed) -> Break | None:
    """More than 100% of a whole."""
    return _aimed(rng, bed, _limit(">", ">", "100", "%"))


@plants("D06", DECLARATIONS)
def ends_reversed(rng: Random, bed: Bed) -> Break | None:
    """From 95% down to 90%."""
    low = rng.randint(80, 90)
    return _aimed(rng, bed, words(f"{low + rng.randint(2, 8)}%-{low}%"), ("D20",))


@plants("D12", DECLARATIONS)
def aims_at_none(rng: Random, bed: Bed) -> Break | None:
    """Nought of what should be much."""
    return _aimed(rng, bed, _limit("=", "", "0", "%"), ("D15",))


@plants("D18", DECLARATIONS)
def fixed_floor(rng: Random, bed: Bed) -> Break | None:
    """`=92%` where more would be better."""
    return _aimed(rng, bed, _limit("=", "=", str(rng.randint(86, 98)), "%"))


@plants("D20", DECLARATIONS)
def figure_in_prose(rng: Random, bed: Bed) -> Break | None:
    """A sentence with a figure in it."""
    said = f"力争达到{rng.randint(85, 97)}%，并逐年有所提高"
    return _aimed(rng, bed, words(said))


@plants("D19", DECLARATIONS)
def at_least_all(rng: Random, bed: Bed) -> Break | None:
    """`≥100%` of a whole."""
    return _aimed(rng, bed, _limit(">=", "≥", "100", "%"))


@plants("D08", DECLARATIONS)
def praise_for_a_target(rng: Random, bed: Bed) -> Break | None:
    """A direction, and nothing to hold it against."""
    rows = bed.indicators("target", blocks=("annual",))
    kind = "qualitative"
    pointer = bed.chosen(rng, rows, lambda p: bool(bed.truth(f"{p}/target")["kind"] == kind))
    if pointer is None:
        return None
    said = words(rng.choice(("不断提高", "进一步加强", "效果明显", "有所改善")))
    return Break({f"{pointer}/target": said}, ("D07", "D10", "L01"))


_DONE = ("开展", "完成", "发布", "养护", "组织", "培训", "办理", "新增", "检测", "发放", "保障")


@plants("D15", DECLARATIONS)
def bare_count_among_floors(rng: Random, bed: Bed) -> Break | None:
    """One count of work done has no `≥`, and three others have."""
    rows = [
        p
        for p in bed.indicators("target", blocks=("annual",))
        if _is(bed, p, ">=") and bed.truth(f"{p}/target")["unit"] not in ("%", "元", "天", "")
    ]
    pointer = bed.chosen(rng, iter(rows), lambda p: bed.truth(f"{p}/level3").startswith(_DONE))
    if pointer is None or len(rows) < 4:
        return None
    target = bed.truth(f"{pointer}/target")
    bare = _limit("=", "", target["value"], target["unit"])
    return Break({f"{pointer}/target": bare}, (*_COMPARED, "D14", "L01"))


@plants("D11", (DEPARTMENT,))
def reached_more_than_all(rng: Random, bed: Bed) -> Break | None:
    """Last year's value is over 100% of a whole."""
    pointer, year = _with_past(rng, bed, lambda p: bed.truth(f"{p}/level3").endswith(_WHOLES))
    if pointer is None:
        return None
    past = _limit("=", "", str(rng.randint(103, 118)), "%")
    return Break({f"{pointer}/history/{year}": past}, ("D16", "D17"))


@plants("D17", (DEPARTMENT,))
def three_times_the_past(rng: Random, bed: Bed) -> Break | None:
    """The target is three times what last year reached."""

    def fits(pointer: str) -> bool:
        return _is(bed, pointer, ">=") and bed.truth(f"{pointer}/target")["unit"] != "%"

    pointer, year = _with_past(rng, bed, fits)
    if pointer is None:
        return None
    past, unit = bed.truth(f"{pointer}/history/{year}"), bed.truth(f"{pointer}/target")["unit"]
    if past["unit"] != unit or Decimal(past["value"]) < 10:
        return None
    target = _limit(">=", "≥", str(int(Decimal(past["value"]) * 3)), unit)
    also = ("L02", "L03", "L04", "N02")
    pointers = (f"{pointer}/target", f"{pointer}/history/{year}")
    return Break({f"{pointer}/target": target}, also, pointers)


def _with_past(
    rng: Random, bed: Bed, fits: Callable[[str], bool]
) -> tuple[str, str] | tuple[None, None]:
    """An indicator of the year with a target and a number that last year reached; that year."""
    years = sorted(
        p.rpartition("/")[2] for p in bed.places if p.startswith("/annual/indicators/0/history/")
    )
    if not years:
        return None, None

    def numbered(pointer: str) -> bool:
        past = bed.truth(f"{pointer}/history/{years[-1]}")
        return past is not None and past["kind"] == "threshold" and fits(pointer)

    rows = bed.indicators("target", blocks=("annual",))
    pointer = bed.chosen(rng, rows, numbered)
    return (pointer, years[-1]) if pointer else (None, None)


def _under(rng: Random, bed: Bed, level2: str, fits: Callable[[str], bool]) -> str | None:
    """An indicator of the year under a heading, with a target."""
    return bed.chosen(
        rng,
        bed.indicators("level2", "target", blocks=("annual",)),
        lambda p: bed.truth(f"{p}/level2").startswith(level2) and fits(p),
    )


@plants("D07", (PROJECT,))
def count_in_words(rng: Random, bed: Bed) -> Break | None:
    """A 数量指标 that says `较多`."""
    pointer = _under(rng, bed, "数量指标", lambda p: True)
    if pointer is None:
        return None
    said = words(rng.choice(("较多", "达到预期目标", "按计划完成")))
    return Break({f"{pointer}/target": said}, (*_COMPARED, "D08", "W07"))


@plants("D09", (PROJECT,))
def quality_by_the_head(rng: Random, bed: Bed) -> Break | None:
    """A 质量指标 that counts heads."""
    pointer = _under(rng, bed, "质量指标", lambda p: True)
    if pointer is None:
        return None
    number = str(rng.randint(20, 900))
    changes = {
        f"{row}/{leaf}": value
        for row in (pointer, pointer.replace("/annual/", "/long_term/"))
        for leaf, value in (
            ("level3", text("参加培训人次")),
            ("target", _limit(">=", "≥", number, "人次")),
        )
        if f"{row}/{leaf}" in bed.places
    }
    return Break(changes, ("L05", "D13", "D14", "A05"), (f"{pointer}/target",))


@plants("D10", (PROJECT,))
def time_without_time(rng: Random, bed: Bed) -> Break | None:
    """A 时效指标 that says `良好`."""
    pointer = _under(rng, bed, "时效指标", lambda p: True)
    if pointer is None:
        return None
    return Break({f"{pointer}/target": words("良好")}, (*_COMPARED, "D08"))


@plants("D14", (PROJECT,))
def one_name_two_values(rng: Random, bed: Bed) -> Break | None:
    """Two rows of one name under one heading, and no value that meets both."""
    rows = list(bed.indicators("level2", "target", blocks=("annual",)))
    pairs = [
        (a, b)
        for a in rows
        for b in rows
        if a < b and bed.truth(f"{a}/level2") == bed.truth(f"{b}/level2")
        and _is(bed, a, ">=") and _is(bed, b, ">=")
    ]  # fmt: skip
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    unit, low = bed.truth(f"{first}/target")["unit"], rng.randint(20, 50)
    name = bed.truth(f"{first}/level3")
    changes = {
        f"{row}/level3": text(name)
        for row in (second, second.replace("/annual/", "/long_term/"))
        if f"{row}/level3" in bed.places
    }
    changes[f"{first}/target"] = _limit("=", "=", str(low), unit)
    changes[f"{second}/target"] = _limit("=", "=", str(low + 7), unit)
    also = (*_COMPARED, "L05", "D13", "D18", "C03", "C04", "A05", "A08")
    return Break(changes, also, (f"{first}/target", f"{second}/target"))


def halves(bed: Bed) -> list[tuple[str, str]]:
    """The year's indicators with those of the whole period that bear the same name."""
    later = {bed.truth(f"{p}/level3"): p for p in bed.indicators("target", blocks=("long_term",))}
    rows = bed.indicators("target", blocks=("annual",))
    names = [(bed.truth(f"{p}/level3"), p) for p in rows]
    return [(p, later[name]) for name, p in names if name in later]


@plants("L01", (PROJECT,))
def year_copies_the_period(rng: Random, bed: Bed) -> Break | None:
    """The year's goal and all its targets are those of the whole period."""
    pairs = halves(bed)
    counts = [bed.count(f"/{block}/indicators") for block in ("annual", "long_term")]
    goals = ("/annual/goal", "/long_term/goal")
    if len(pairs) < 4 or counts != [len(pairs)] * 2 or not bed.has(*goals):
        return None
    if any(year.rpartition("/")[2] != whole.rpartition("/")[2] for year, whole in pairs):
        return None
    changes = {f"{year}/target": _leaf(bed, f"{whole}/target") for year, whole in pairs}
    changes["/annual/goal"] = _leaf(bed, "/long_term/goal")
    return Break(changes, ("T04", "T03", "B04", "N02", "N01"), ("/annual/goal",))


def _leaf(bed: Bed, pointer: str) -> Written:
    block, *path = pointer.strip("/").split("/")
    leaf = bed.tree[block]
    for key in path:
        leaf = leaf[int(key)] if isinstance(leaf, list) else leaf[key]
    found: Written = leaf
    return found


@plants("L02", (PROJECT,))
def year_beyond_the_period(rng: Random, bed: Bed) -> Break | None:
    """The year promises half as much again as the whole period."""
    pairs = [
        (year, whole)
        for year, whole in halves(bed)
        if _is(bed, year, ">=") and _is(bed, whole, ">=")
        and bed.truth(f"{year}/level2").startswith("数量")
        and bed.truth(f"{year}/target")["unit"] == bed.truth(f"{whole}/target")["unit"]
    ]  # fmt: skip
    if not pairs:
        return None
    year, whole = rng.choice(pairs)
    truth = bed.truth(f"{whole}/target")
    more = int(Decimal(truth["value"]) * Decimal("1.5")) + 2
    changes = {f"{year}/target": _limit(">=", "≥", str(more), truth["unit"])}
    return Break(changes, ("L03", "N02", "D17"), (f"{year}/target", f"{whole}/target"))
