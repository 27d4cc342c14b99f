"""The run: order, doubt, what was not read, crashes, speed."""

import time
from collections.abc import Iterator
from dataclasses import replace

from declaring import declare, indicator, item, project
from reference import reference

from normalize.models import DepartmentDeclaration
from rules.catalogue import RULES
from rules.check import RANK, check
from rules.places import page_order, place_zh
from rules.rule import Verdict, fail
from rules.view import View


def test_findings_come_by_severity_then_page() -> None:
    findings = check(reference()).findings
    keys = [(RANK[found.severity], page_order(found.pointers[0])) for found in findings]
    assert keys == sorted(keys)
    assert page_order("/projects/10/name") > page_order("/projects/9/name")
    assert page_order("/long_term/until") < page_order("/annual/indicators/0/target")


def test_a_doubted_value_takes_the_accusation_back_and_names_itself() -> None:
    pointer = "/funding/income/3/history/2022"
    report = check(reference(), doubted=frozenset({pointer}))
    found = next(one for one in report.findings if one.rule == "funding.history_balance")
    assert (found.outcome, found.severity) == ("undetermined", "error")
    assert found.message == (
        "无法判断，请先核对收入“合 计”2022年的读数：2022年收入合计 291.17 与支出合计 279.77 应相等"
    )
    assert pointer in found.message_en


def test_a_doubted_blank_that_counts_as_nothing_is_doubted_too() -> None:
    rows = [item("财政拨款", "5"), item("单位资金", None), item("合计", "9")]
    pointer = "/funding/income/1/amount"
    report = check(declare(rows), doubted=frozenset({pointer}))
    assert report.endings["funding.income_sum"] == "undetermined"
    assert pointer in report.findings[0].pointers


def test_a_container_in_doubt_covers_its_values() -> None:
    report = check(reference(), doubted=frozenset({"/funding"}))
    assert report.endings["funding.history_balance"] == "undetermined"


def test_one_sure_failure_is_a_failure() -> None:
    report = check(reference(), doubted=frozenset({"/long_term/indicators/33/target"}))
    assert report.endings["target.always_met"] == "fail"
    outcomes = [one.outcome for one in report.findings if one.rule == "target.always_met"]
    assert sorted(outcomes) == ["fail"] * 4 + ["undetermined"]


def unread(declaration: DepartmentDeclaration, *pointers: str) -> dict[str, str]:
    return dict(check(declaration, unread=frozenset(pointers)).endings)


def test_unread_is_not_blank() -> None:
    rows = [item("财政拨款", "5", "100"), item("单位资金", None), item("合计", "9", None)]
    assert unread(declare(rows))["funding.income_sum"] == "fail"
    endings = unread(declare(rows), "/funding/income/1/amount")
    assert endings["funding.income_sum"] == "undetermined"
    no_total = [item("财政拨款", "5", "100"), item("合计", None, None)]
    endings = unread(declare(no_total, no_total), "/funding/income/1/amount")
    assert endings["funding.income_sum"] == "undetermined"
    assert endings["funding.balance"] == "undetermined"
    assert endings["funding.share"] == "undetermined"
    assert endings["funding.expenditure_sum"] == "not_applicable"
    endings = unread(declare(no_total), "/funding/income/0/share")
    assert endings["funding.shares_sum"] == "pass"


def test_an_unread_share_leaves_share_and_sum_open() -> None:
    rows = [item("财政拨款", "5", "50"), item("单位资金", "5", None), item("合计", "10", "100")]
    endings = unread(declare(rows), "/funding/income/1/share")
    assert endings["funding.shares_sum"] == endings["funding.share"] == "undetermined"


def test_an_unread_side_leaves_the_balance_open() -> None:
    endings = unread(declare([item("合计", "5")]), "/funding/expenditure")
    assert endings["funding.balance"] == "undetermined"
    assert endings["funding.expenditure_sum"] == "undetermined"


def test_unread_budgets_and_categories_leave_the_category_open() -> None:
    filing = declare(
        expenditure=[item("特定目标类", "9"), item("合计", "9")],
        projects=[project("甲", None, "4"), project("乙", None, None)],
    )
    ending = unread(filing, "/projects/1/annual_budget")["projects.category_amount"]
    assert ending == "undetermined"
    stray = filing.model_copy(
        update={"projects": [project("甲", None, "4"), project("乙", None, "5", None)]}
    )
    assert unread(stray)["projects.category_amount"] == "not_applicable"
    ending = unread(stray, "/projects/1/category")["projects.category_amount"]
    assert ending == "undetermined"


def test_unread_targets_leave_every_rule_on_them_open() -> None:
    filing = declare(
        long_term=[indicator("办事人员满意率", "≥98%")],
        annual=[indicator("办事人员满意率", None, last="98%")],
    )
    endings = unread(filing, "/annual/indicators/0/target")
    for rule in (
        "target.always_met",
        "target.direction",
        "target.weaker_than_actual",
        "target.far_from_history",
        "target.long_term_against_annual",
        "indicator.empty_target",
    ):
        assert endings[rule] == "undetermined", rule
    lost = declare(annual=[indicator("办事人员满意率", "≥98%", last="-")])
    row = lost.annual.indicators[0].model_copy(update={"history": {"2023": None}})
    lost = declare(annual=[row])
    endings = unread(lost, "/annual/indicators/0/history/2023")
    assert endings["target.weaker_than_actual"] == "undetermined"
    assert unread(lost)["target.weaker_than_actual"] == "not_applicable"


def test_unread_years_and_units() -> None:
    filing = declare(fiscal_year=2024, projects=[project("甲", "200")], annual=[
        indicator("评估率", "0%", basis="无100万以上的项目")
    ])  # fmt: skip
    assert unread(filing, "/stated_year")["funding.history_years"] == "undetermined"
    assert unread(filing, "/long_term/until")["long_term.until"] == "undetermined"
    assert unread(filing, "/currency_unit")["statement.no_project_above"] == "undetermined"
    assert unread(filing)["statement.no_project_above"] == "not_applicable"
    known = filing.model_copy(
        update={"currency_unit": "万元", "projects": [project("甲"), project("乙", "2")]}
    )
    ending = unread(known, "/projects/0/total_budget")["statement.no_project_above"]
    assert ending == "undetermined"


def crash(view: View) -> Iterator[Verdict]:
    yield fail("先", "first", ("/department",))
    raise ZeroDivisionError("no total")


def test_a_crashing_rule_is_recorded_and_accuses_nobody() -> None:
    rules = dict(RULES)
    rules["funding.balance"] = replace(RULES["funding.balance"], judge=crash)
    report = check(reference(), rules=rules)
    assert report.problems == [("funding.balance", "ZeroDivisionError: no total")]
    assert "funding.balance" not in {found.rule for found in report.findings}
    assert "funding.balance" not in report.endings
    others = check(reference())
    assert report.findings == others.findings


def test_a_rule_of_another_form_does_not_apply() -> None:
    rules = {"x": replace(RULES["funding.balance"], id="x", forms=("另一表",), judge=crash)}
    assert check(reference(), rules=rules).endings == {"x": "not_applicable"}


def test_places_have_names() -> None:
    filing = reference()
    for pointer, name in {
        "/funding/income/0/amount": "收入“财政拨款”当年金额",
        "/funding/income/3/history/2022": "收入“合 计”2022年",
        "/projects/5/total_budget": "项目“乡村振兴”总预算",
        "/annual/indicators/6/target": "年度指标“预算调整率”指标值",
        "/annual/indicators/6/history/2023": "年度指标“预算调整率”2023年",
        "/annual/indicators/99/target": "年度指标第100项指标值",
        "/fiscal_year": "预算年度",
    }.items():
        assert place_zh(filing, pointer) == name


def test_all_rules_take_milliseconds_at_most() -> None:
    """Measured 1.1 ms for 120 indicators on one core: this catches what is ten times slower."""
    filing = reference()
    rows = [
        row.model_copy(update={"level3": row.level3 and f"{row.level3[:-1]}{copy}{row.level3[-1]}"})
        for copy in ("", "甲")
        for row in filing.annual.indicators + filing.long_term.indicators
    ]
    large = declare(
        filing.funding.income, filing.funding.expenditure, filing.projects, rows[60:], rows[:60],
        currency_unit="万元",
    )  # fmt: skip
    check(large)
    times = []
    for _ in range(30):
        start = time.process_time()
        check(large)
        times.append(time.process_time() - start)
    assert min(times) < 0.025
