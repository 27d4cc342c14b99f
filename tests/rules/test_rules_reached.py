"""What was reached against what was promised: the pure parts, by table and by property."""

from decimal import Decimal

import pytest
from declaring import target
from hypothesis import given
from hypothesis import strategies as st

from normalize.models import DateTarget, Range, Threshold
from rules.indicators import exclude_each_other
from rules.knowledge_measures import may_be_alike, unit_family
from rules.knowledge_words import band_of
from rules.limits import bounds
from rules.reached import in_unit_of, is_met, meets_limit, over_fulfilment
from rules.scores import grade_of, sum_slack

NUMBERS = st.decimals(-1000, 1000, places=2)
OPS = st.sampled_from([">=", "<=", ">", "<", "="])


def limit(op: str, value: Decimal, unit: str = "人") -> Threshold:
    return Threshold(raw="", op=op, value=value, unit=unit, base_value=value, base_unit=unit)


def holds(op: str, value: Decimal, goal: Decimal) -> bool:
    return {
        ">=": value >= goal, "<=": value <= goal, ">": value > goal, "<": value < goal,
        "=": value == goal,
    }[op]  # fmt: skip


@pytest.mark.parametrize(
    ("promised", "reached", "better", "met"),
    [
        ("≥500人次", "500人次", None, True),
        ("≥500人次", "499人次", None, False),
        ("≥1.2万人", "12100人", None, True),
        ("≥1.2万人", "11999人", None, False),
        ("≥95%", "96%", None, True),
        ("≥95%", "96", None, True),  # the sign left out
        ("≥95%", "0.96", None, None),  # a fraction, or one percent: nobody knows
        ("≥500人次", "510", None, True),
        ("≥1.2万人", "1.3", None, None),  # in 万, or not
        ("≥500", "510人次", None, True),
        ("≤30天", "31天", None, False),
        ("≤30天", "4周", None, None),  # the test's parser keeps 周 apart
        ("≤30天", "3个", None, None),
        ("500人次", "510人次", None, None),  # beyond an exact target: better or worse?
        ("500人次", "510人次", "high", True),
        ("500人次", "490人次", "high", False),
        ("90万元", "85万元", "low", True),
        ("90万元", "95万元", "low", False),
        ("约500人次", "400人次", "high", None),
        ("≥500人次", "约400人次", None, None),
        ("≥500人次", "≥500人次", None, None),  # a limit is no figure that was reached
        ("≥500人次", "已完成", None, None),
        ("≥500人次", None, None, None),
        (None, "500人次", None, None),
        ("90%-95%", "90%", None, True),
        ("90%-95%", "89%", None, None),
        ("90%-95%", "89%", "high", False),
        ("90%-95%", "96%", "high", True),
        ("90%-95%", "96%", "low", False),
        ("2024-12-31", "2024-11-30", None, True),
        ("2024-06-30", "2024-11-30", None, False),
        ("明显提升", "明显提升", None, True),
        ("明显提升", "有所提升", None, None),
        ("明显提升", "达成年度指标", None, True),
        ("≥500人次", "部分达成年度指标", None, False),
    ],
)
def test_whether_a_target_was_met(
    promised: str | None, reached: str | None, better: str | None, met: bool | None
) -> None:
    assert is_met(target(promised), target(reached), better) is met


@pytest.mark.parametrize(
    ("precision", "day", "met"),
    [("day", "2024-12-31", False), ("month", "2024-12-31", False), ("year", "2024-12-31", None)],
)
def test_a_date_is_late_only_if_all_of_it_is(precision: str, day: str, met: bool | None) -> None:
    """A year that holds the deadline may be its first half."""
    due = target("2024-06-30")
    done = DateTarget(raw="", op="=", date=day, date_precision=precision)
    assert is_met(due, done) is met


@given(OPS, NUMBERS, NUMBERS)
def test_an_operator_says_what_it_says(op: str, goal: Decimal, value: Decimal) -> None:
    met = meets_limit(limit(op, goal), value, None)
    if op == "=" and value != goal:
        assert met is None
    else:
        assert met is holds(op, value, goal)


@given(NUMBERS, NUMBERS, st.sampled_from(["high", "low"]))
def test_one_way_is_better_than_an_exact_target(goal: Decimal, value: Decimal, way: str) -> None:
    expected = value >= goal if way == "high" else value <= goal
    assert meets_limit(limit("=", goal), value, way) is expected


@given(OPS, NUMBERS, OPS, NUMBERS, NUMBERS)
def test_targets_that_exclude_each_other_have_no_value_in_common(
    op: str, goal: Decimal, other: str, end: Decimal, value: Decimal
) -> None:
    one, two = limit(op, goal), limit(other, end)
    excluded = exclude_each_other(one, two)
    assert excluded == exclude_each_other(two, one)
    for tried in (value, goal, end, (goal + end) / 2):
        if excluded:
            assert not (holds(op, tried, goal) and holds(other, tried, end))


@given(OPS, NUMBERS, OPS, NUMBERS)
def test_targets_that_do_not_exclude_each_other_have_one(
    op: str, goal: Decimal, other: str, end: Decimal
) -> None:
    if not exclude_each_other(limit(op, goal), limit(other, end)):
        step = Decimal("0.001")
        tries = [point + by for point in (goal, end) for by in (-step, Decimal(0), step)]
        assert any(holds(op, tried, goal) and holds(other, tried, end) for tried in tries)


@given(NUMBERS.filter(lambda number: number > 0), NUMBERS)
def test_over_fulfilment_is_actual_by_target(goal: Decimal, value: Decimal) -> None:
    assert over_fulfilment(limit(">=", goal), limit("=", value)) == value / goal


@given(NUMBERS)
def test_figures_of_another_kind_are_not_compared(value: Decimal) -> None:
    assert in_unit_of(limit(">=", Decimal(5), "人"), limit("=", value, "%")) is None
    assert over_fulfilment(limit(">=", Decimal(0)), limit("=", value)) is None


@given(st.lists(st.decimals(0, 30, places=2), min_size=1, max_size=30))
def test_scores_rounded_for_print_stay_within_the_slack(exact: list[Decimal]) -> None:
    printed = [score.quantize(Decimal("0.1")) for score in exact]
    total = sum(exact, Decimal(0)).quantize(Decimal("0.1"))
    assert abs(sum(printed, Decimal(0)) - total) <= sum_slack(printed, total)


@given(st.lists(st.integers(0, 30).map(Decimal), min_size=1))
def test_whole_points_are_exact(scores: list[Decimal]) -> None:
    assert sum_slack(scores, sum(scores, Decimal(0))) == 0


@given(st.decimals(0, 100, places=2))
def test_grades_have_no_gap(score: Decimal) -> None:
    bounds = {"优": (90, 101), "良": (80, 90), "中": (60, 80), "差": (0, 60)}
    low, high = bounds[grade_of(score)]
    assert low <= score < high


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("95%-90%", ("95", "90")), ("95%~90%", ("95", "90")), ("30-10天", ("30", "10")),
        ("30天至10天", ("30", "10")), ("3-1", None), ("2024-1月", None), ("11月-3月", None),
        ("5人-3个", None), ("约95%-90%", None), ("基本健全", None),
    ],
)  # fmt: skip
def test_the_ends_of_a_span(text: str, ends: tuple[str, str] | None) -> None:
    found = bounds(target(text) if "%-" not in text else _words(text))
    assert (found and tuple(map(str, found))) == ends


def _words(text: str) -> Range | None:
    """As the reading of targets leaves a span that nothing lies in: words."""
    words = target("词")
    return words.model_copy(update={"text": text, "raw": text}) if words else None


@pytest.mark.parametrize(
    ("unit", "family"),
    [("%", "share"), ("元/人", "money"), ("工作日", "time"), ("个", "count"), ("垄", "count")],
)
def test_units_have_families(unit: str, family: str) -> None:
    assert unit_family(unit) == family


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("达成年度指标", (80, 100)), ("已达成预期目标", (80, 100)), ("部分达成", (60, 80)),
        ("未达成年度指标且效果较差", (0, 60)), ("服务水平明显提升", None), ("完成", None),
    ],
)  # fmt: skip
def test_words_have_bands(text: str, band: tuple[int, int] | None) -> None:
    assert band_of(text) == band


@pytest.mark.parametrize(
    ("unit", "other", "alike"),
    [
        ("场", "次", True), ("处", "个", True), ("件", "起", True), ("人", "人次", True),
        ("个", "人次", False), ("台", "份", False), ("垄", "个", True), ("%", "人", False),
        ("工作日", "天", True), ("个", "米", False), ("元", "元/人", True),
    ],
)  # fmt: skip
def test_units_that_may_measure_one_thing(unit: str, other: str, alike: bool) -> None:
    assert may_be_alike(unit, other) is may_be_alike(other, unit) is alike
