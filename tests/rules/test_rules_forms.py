"""Rules of several forms speak of each; money in every shape; what is consistent is let be."""

import datetime
from decimal import Decimal

import pytest
from declaring import declare, declare_project, evaluate, indicator, item, row, spent
from hypothesis import given
from hypothesis import strategies as st

from normalize.models import DateTarget, Execution, ProjectDeclaration
from rules.catalogue import RULES
from rules.check import check
from rules.completeness import is_template
from rules.knowledge_money import money_item
from rules.knowledge_units import dimension, fitting

D = Decimal


def ending(rule: str, filing: object) -> str:
    return check(filing).endings[rule]  # type: ignore[arg-type]


def executed(*amounts: str) -> list[Execution]:
    names = ("年度资金总额", "其中：当年财政拨款", "其他资金")
    pairs = zip(names, amounts, strict=True)
    return [spent(None, None, amount, item=name) for name, amount in pairs]


@pytest.mark.parametrize(
    ("amounts", "ends"),
    [(("95", "90", "5"), "pass"), (("96", "90", "5"), "pass"), (("85", "90", "5"), "fail")],
)
def test_the_executed_column_adds_up_too(amounts: tuple[str, str, str], ends: str) -> None:
    assert ending("funding.sources_sum", evaluate(execution=executed(*amounts))) == ends


def test_a_self_evaluation_is_filed_when_the_year_is_over() -> None:
    days = {(2024, 6, 30): "fail", (2024, 12, 20): "pass", (2025, 2, 10): "pass"}
    for day, ends in days.items():
        filing = evaluate(filed_on=datetime.date(*day), stated_year=2024)
        assert ending("filed.against_year", filing) == ends


@pytest.mark.parametrize(("op", "ends"), [(">=", "fail"), ("<=", "pass"), ("=", "not_applicable")])
def test_a_date_is_no_floor(op: str, ends: str) -> None:
    target = DateTarget(raw="?", op=op, date=datetime.date(2024, 12, 31), date_precision="day")  # type: ignore[arg-type]
    made = row("拨付完成时间", None, level2="时效指标").model_copy(update={"target": target})
    assert ending("deadline.direction", declare_project([made])) == ends


def test_a_department_has_deadlines_too() -> None:
    filing = declare(long_term=[indicator("系统建成时间", "2027-06-30")], until=2026)
    assert ending("deadline.after_end", filing) == "fail"


def test_hierarchies_in_the_departments_table_are_not_summed_twice() -> None:
    rows = [
        item("基本支出", "260", "65"), item("人员经费", "200"), item("公用经费", "60"),
        item("项目支出", "140", "35"), item("合计", "400", "100"),
    ]  # fmt: skip
    endings = check(declare(expenditure=rows)).endings
    for rule in ("funding.expenditure_sum", "funding.shares_sum", "funding.basic_parts"):
        assert endings[rule] == "pass", rule


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        # what is below 财政拨款 counts once
        ([("合计", "70"), ("财政拨款", "66"), ("一般公共预算", "60"), ("其他资金", "4")], "pass"),
        ([("合计", "70"), ("一般公共预算", "60"), ("政府性基金", "6"), ("其他资金", "4")], "pass"),
        # of less than the total nothing is said without a row for the rest
        ([("合计", "700"), ("其中：财政拨款", "660")], "not_applicable"),
        ([("合计", "600"), ("其中：财政拨款", "660")], "fail"),
        # levels and budgets beside each other may be the same money
        ([("合计", "700"), ("中央资金", "300"), ("一般公共预算", "660"), ("其他资金", "1")],
         "not_applicable"),
        ([("资金总额", "700"), ("财政资金", "660"), ("其他资金", None)], "fail"),
    ],
)  # fmt: skip
def test_tables_of_sources(rows: list[tuple[str, str | None]], ends: str) -> None:
    filing = declare_project(money=[(name, amount, None) for name, amount in rows])
    assert ending("funding.sources_sum", filing) == ends


def test_a_source_that_was_not_read_leaves_the_sum_open() -> None:
    filing = declare_project(
        money=[("合计", "9", None), ("财政拨款", "5", None), ("其他资金", None, None)]
    )
    report = check(filing, unread=frozenset({"/funding/2/total"}))
    assert report.endings["funding.sources_sum"] == "undetermined"
    filing = declare_project([row("甲", "≥1个"), row("乙", "≥1个", weight="50")])
    report = check(filing, unread=frozenset({"/annual/indicators/0/weight"}))
    assert report.endings["weight.sum"] == "undetermined"


def test_a_level_that_was_not_read_is_not_missing() -> None:
    made = row("甲", "≥1个", level1="效益指标", level2="社会效益")
    rows = [
        made,
        row("乙", "≥1个", level1=None),
        row("丙", "≥1个", level1="效益指标", level2="社会效益"),
    ]
    filing = declare_project([rows[0], rows[1].model_copy(update={"level2": None}), rows[2]])
    report = check(filing, unread=frozenset({"/annual/indicators/1/level1"}))
    assert report.endings["indicator.output_missing"] == "undetermined"


@pytest.mark.parametrize(
    ("name", "kind", "nested"),
    [
        ("年度资金总额", "total", False), ("合计", "total", False),
        ("项目资金总额", "total", False),
        ("其中：财政拨款", "fiscal", True), ("当年财政拨款", "fiscal", False),
        ("一般公共预算财政拨款", "budget", False), ("政府性基金预算", "budget", False),
        ("中央补助", "level", False), ("上年结转资金", "carried", False),
        ("上年结转", "carried", False),
        ("其他资金", "other", False), ("单位资金", "other", False), ("2.其他资金", "other", False),
        ("单位自有资金", "other", False), ("单位其他收入", "other", False),
        ("人员类项目支出", "projects_part", False), ("基本支出", "basic", False),
        ("专项债券", "unknown", False), ("", "unknown", False),
    ],
)  # fmt: skip
def test_rows_by_their_names(name: str, kind: str, nested: bool) -> None:
    assert money_item(name) == (kind, nested)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("目标1：目标2：目标3：……", True), ("指标1：", True), ("XX", True), ("待定", True),
        ("培训××人次", True), ("（请填写项目目标）", True), ("完成XX项目建设", True),
        ("目标1：完成维修。", False), ("无", False), ("138****1234", False), ("WXX系统上线", False),
        ("指标体系建设", False), ("A级景区", False),
    ],
)  # fmt: skip
def test_what_a_template_leaves_behind(text: str, left: bool) -> None:
    assert is_template(text) is left


def test_a_stroke_is_an_answer_in_a_table_and_none_for_a_goal() -> None:
    filing = declare_project([row("培训", None)], money=[("合计", None, "5")])
    table = {"/funding/0/total": "/", "/annual/indicators/0/target": "—"}
    for blanks, ends in ((table, "pass"), ({"/annual/goal": "……"}, "fail"), ({"/unit": ""}, "pass"),
                         ({"/funding/0/total": "待定"}, "fail")):  # fmt: skip
        assert check(filing, blanks=blanks).endings["form.template_left"] == ends
    report = check(filing, blanks={"/annual/goal": "……"})
    assert report.endings["goal.blank"] == "not_applicable"


def test_boxes() -> None:
    for choices, ends in (([], "fail"), (["新增项目"], "pass"), (["是", "否"], "fail")):
        filing = declare_project(choices={"项目属性": choices})
        assert ending("project.nature", filing) == ends
    assert ending("project.nature", declare_project(nature="新增项目延续项目")) == "undetermined"


def test_units_and_names() -> None:
    assert dimension("元/人") == "money" and dimension("人次") == "count"
    assert dimension("") is None and dimension("车位") is None
    assert fitting("群众满意率（%）") == {"rate"}
    for name in ("事故发生频率", "工作效率", "年平均汇率", "培训情况"):
        assert fitting(name) is None


def test_weights_as_fractions_and_in_the_long_term() -> None:
    rows = [row(f"甲{w}", "≥1个", weight=w) for w in ("0.5", "0.3", "0.2")]
    assert ending("weight.sum", declare_project(rows, rows)) == "pass"
    assert ending("weight.sum", declare_project(rows, rows[:2])) == "fail"


def test_a_blank_that_the_form_does_not_ask_for_is_no_gap() -> None:
    """Of the forms as they are when nothing is known of blanks, no rule calls one incomplete."""
    silent = ("form.identity_blank", "form.signature_blank", "goal.blank", "period.blank")
    for filing in (declare(), declare_project(), evaluate()):
        for rule in silent:
            if filing.form in RULES[rule].forms:
                assert ending(rule, filing) == "not_applicable"


# No project costs a thousand times its year: that is another unit.
amounts = st.decimals(min_value=D(100), max_value=D(9999), places=2)


@st.composite
def projects(draw: st.DrawFn) -> ProjectDeclaration:
    """Sources that add up in both columns, the year within the whole, years in order."""
    year = draw(st.integers(2020, 2030))
    fiscal, other = draw(amounts), draw(amounts)
    more = draw(st.tuples(amounts, amounts))
    whole = fiscal + more[0], other + more[1]
    target = draw(st.integers(2, 900))
    rows = [
        row("开展培训场次", f"≥{target}场次", weight="30"),
        row("工程验收合格率", "100%", level2="质量指标", weight="20"),
        row("完成时间", f"{year}-11-30", level2="时效指标", weight="20"),
        row("带动就业情况", "有所带动", level1="效益指标", level2="社会效益指标", weight="20"),
        row("参训人员满意度", "≥90%", level1="满意度指标", level2="满意度指标", weight="10"),
    ]
    return declare_project(
        rows,
        goal="完成年度培训",
        money=[
            ("年度资金总额", str(sum(whole)), str(fiscal + other)),
            ("其中：财政拨款", str(whole[0]), str(fiscal)),
            ("其他资金", str(whole[1]), str(other)),
        ],
        period=(str(year), str(year + draw(st.integers(0, 3)))),
        stated_year=year,
        fiscal_year=year,
        filed_on=datetime.date(year - 1, 10, 9),
        currency_unit="万元" if whole[0] + whole[1] < 900_000 else None,
        nature="新增项目",
    )


@given(projects())
def test_a_consistent_project_raises_no_error(filing: ProjectDeclaration) -> None:
    report = check(filing)
    assert not report.problems
    assert [found.rule for found in report.findings if found.severity != "info"] == []


SPEAK_OF_AMOUNTS = {
    "funding.sources_sum", "amount.unit_mixed", "project.year_over_whole", "amount.magnitude",
}  # fmt: skip


@given(projects(), st.integers(0, 2), st.sampled_from(["total", "annual"]))
def test_a_changed_amount_raises_only_what_speaks_of_it(
    filing: ProjectDeclaration, place: int, field: str
) -> None:
    items = list(filing.funding)
    amount = getattr(items[place], field) + D("77.77")
    items[place] = items[place].model_copy(update={field: amount})
    found = check(filing.model_copy(update={"funding": items})).findings
    loud = [one for one in found if one.severity != "info"]
    assert "funding.sources_sum" in {one.rule for one in loud}
    assert {one.rule for one in loud} <= SPEAK_OF_AMOUNTS
    assert all(f"/funding/{place}/{field}" in one.pointers for one in loud)
