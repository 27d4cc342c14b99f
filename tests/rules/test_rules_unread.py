"""A value that stands there and was not read is no blank: the rules on it stay open."""

import pytest
from declaring import declare, declare_project, evaluate, indicator, result, row, spent

from normalize.models import Annual, Declaration
from rules.check import check

ROW = "/annual/indicators/0"


def says(text: str, unit: str | None) -> Declaration:
    return declare_project(
        goal=text, money=[("合计", "860", None), ("财政拨款", "860", "300")], currency_unit=unit
    )


def unnamed(level2: str, name: str) -> Declaration:
    return declare_project([row(name, None, level2=level2)])


MISSED = result("培训人次", "≥500人次", "400人次", "8")

UNREAD = [
    ("target.over_100", declare(annual=[indicator("合格率", None)]), f"{ROW}/target"),
    ("target.impossible", declare(annual=[indicator("合格率", None)]), f"{ROW}/target"),
    ("target.zero", declare(annual=[indicator("参保人数", None)]), f"{ROW}/target"),
    ("evaluation.zero_target", evaluate(result("参保人数", None, "5人")), f"{ROW}/target"),
    ("target.count_without_number", unnamed("数量指标", "培训"), f"{ROW}/target"),
    ("target.quality_as_count", unnamed("质量指标", "培训"), f"{ROW}/target"),
    ("target.time_without_time", unnamed("时效指标", "培训"), f"{ROW}/target"),
    ("statement.total_amount", says("资金总额300万元。", None), "/currency_unit"),
    ("statement.total_amount", says("资金总额300万元。", "万元"), "/funding/0/annual"),
    ("execution.rate", evaluate(execution=[spent("9", "9", None, "90")]), "/execution/0/executed"),
    ("execution.score", evaluate(execution=[spent("9", "9", "8", "89")]), "/execution/0/score"),
    ("execution.zero_budget", evaluate(execution=[spent()]), "/execution/0/adjusted"),
    ("execution.over_budget", evaluate(execution=[spent("9", None, "9")]), "/execution/0/adjusted"),
    ("score.total", evaluate(result("甲", "≥5", "5", None), total_score="50"), f"{ROW}/score"),
    ("score.total", evaluate(result("甲", "≥5", "5", "10")), "/total_score"),
    ("result.missed_full_score", evaluate(result("甲", "≥5", None)), f"{ROW}/actual"),
    ("result.missed_full_score", evaluate(result("甲", None, "5")), f"{ROW}/target"),
    ("result.missed_without_reason", evaluate(MISSED), f"{ROW}/reason"),
    ("result.met_points_lost", evaluate(MISSED), f"{ROW}/reason"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "filing", "pointer"), UNREAD, ids=lambda part: str(part)[:40])
def test_what_was_not_read_is_left_open(rule: str, filing: Declaration, pointer: str) -> None:
    assert check(filing, unread=frozenset({pointer})).endings[rule] == "undetermined"
    assert check(filing).endings[rule] != "undetermined"


def test_a_reason_that_the_form_does_not_ask_for_is_not_missed() -> None:
    filing = evaluate(MISSED)
    asked = {"/total_score": "", f"{ROW}/reason": "/"}
    assert check(filing, blanks=asked).endings["result.missed_without_reason"] == "fail"
    asked.pop(f"{ROW}/reason")
    ending = check(filing, blanks=asked).endings["result.missed_without_reason"]
    assert ending == "not_applicable"


def test_a_doubted_digit_has_its_other_reading_proposed() -> None:
    filing = evaluate(execution=[spent("300", "300", "201.9", "97.3")])
    pointer = "/execution/0/executed"
    report = check(filing, doubted=frozenset({pointer}), readings={pointer: ("291.9", "207.9")})
    found = next(one for one in report.findings if one.rule == "execution.rate")
    assert (found.outcome, found.expected) == ("undetermined", "291.9")


def test_a_goal_without_its_indicators_says_nothing() -> None:
    filing = declare().model_copy(update={"annual": Annual(goal="参保人数达到58000人。")})
    assert check(filing).endings["statement.indicator_value"] == "not_applicable"
