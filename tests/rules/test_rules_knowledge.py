"""What the names tell, and what is said of targets because of it."""

import pytest
from declaring import declare, indicator, item, project

from rules.check import check
from rules.knowledge import is_share, trait, trait_of
from rules.knowledge_names import (
    BAD_RATES,
    BETTER_HIGH_OPEN,
    BETTER_LOW,
    HELD_TO_THE_BUDGET,
    OPEN_RATES,
    PARTS_OF_A_WHOLE,
    PARTS_OF_A_WHOLE_IN_WORDS,
)


@pytest.mark.parametrize(
    ("name", "direction", "capped"),
    [
        ("服务社区满意率", "high", True),
        ("服务对象满意度（%）", "high", True),
        ("工伤保险基金征缴核定准确率、待遇计发准确率", "high", True),
        ("投诉处理满意率", "high", True),
        ("企业职工基本养老保险参保人数", "high", False),
        ("业务学习与培训完成率", "high", False),
        ("“三公经费”变动率", "low", False),
        ("公用经费控制率", "low", False),
        ("群众投诉率", "low", False),
        ("产品不合格率", "low", False),
        ("单位业务办理成本", "low", False),
        ("产品未合格率", None, False),
        ("投诉办结不及时率", None, False),
        ("满意度提升率", None, False),
        ("提高群众满意度", None, False),
        ("降低投诉率", None, False),
        ("节约成本", None, False),
        ("非税收入预算完成率", None, False),
        ("预算执行率", "high", False),
        ("公用经费预算执行率", None, False),
        ("会议费执行率", None, False),
        ("病虫害控制率", None, False),
        # names of other departments
        ("城乡居民基本养老保险待遇按时发放率", "high", True),
        ("困难群众应救尽救率", "high", True),
        ("高血压患者规范管理率", "high", True),
        ("新生儿疾病筛查率", "high", True),
        ("婴儿死亡率", "low", False),
        ("小学毛入学率", "high", False),
        ("控辍保学率", "high", True),
        ("学生辍学率", "low", False),
        ("学生近视率", "low", False),
        ("国省干线优良路率", "high", True),
        ("农村公路次差路率", "low", False),
        ("供水管网漏损率", "low", False),
        ("再生水回用率", "high", True),
        ("空气质量优良天数比例", "high", True),
        ("畜禽粪污综合利用率", "high", False),
        ("刑事案件破案率", "high", False),
        ("刑事案件发案率", "low", False),
        ("景区游客投诉率", "low", False),
        ("剧目上座率", "high", False),
        ("劳动争议案件办结件数", "high", False),
        ("患者平均住院日", "low", False),
        ("窗口平均等候时间", "low", False),
        # the same beginning, the other way
        ("投诉办结率", "high", True),
        ("事故隐患整改率", "high", True),
        ("事故发生率", "low", False),
        ("故障排除率", "high", True),
        ("故障率", "low", False),
        ("失业人员再就业率", "high", False),
        ("城镇登记失业率", "low", False),
        ("病死畜禽无害化处理率", "high", True),
        ("植被覆盖率", "high", True),
        ("接待满意度", "high", True),
        ("及时率、准确率", "high", True),
        ("投诉率、满意度", None, False),
        # done amiss, not done, or done with what was bad
        ("工资未按时发放率", None, False),
        ("补贴违规发放率", None, False),
        ("零投诉率", None, False),
        ("受理投诉件数", None, False),
        ("查处安全事故", None, False),
        ("提前办结天数", None, False),
        # depends on the case
        ("病床使用率", None, False),
        ("抗菌药物使用率", None, False),
        ("阳性检出率", None, False),
        ("医保报销比例", None, False),
        ("老旧车辆淘汰率", None, False),
        ("人口老龄化率", None, False),
        ("指标变化率", None, False),
        ("干部队伍体系建设规划情况", None, False),
        ("在职人员数量", None, False),
        ("", None, False),
    ],
)
def test_trait(name: str, direction: str | None, capped: bool) -> None:
    assert (trait(name).direction, trait(name).capped) == (direction, capped)


@pytest.mark.parametrize(
    ("name", "level1", "direction"),
    [
        ("资助家庭经济困难学生人次", "履职效能", "high"),
        ("资助家庭经济困难学生人次", "产出指标", "high"),
        ("资助家庭经济困难学生人次", "运行成本", None),
        ("组织会议次数", "履职效能", None),
        ("新增政府债务", "履职效能", None),
        ("发病人数", "履职效能", None),
    ],
)
def test_work_done_is_better_high(name: str, level1: str, direction: str | None) -> None:
    assert trait_of(name, level1).direction == direction


def test_no_name_stands_in_two_tables() -> None:
    groups = (*PARTS_OF_A_WHOLE, *OPEN_RATES, *BAD_RATES)
    names = [f"{word}率" for group in groups for word in group.split()]
    names += [*PARTS_OF_A_WHOLE_IN_WORDS, *BETTER_HIGH_OPEN, *HELD_TO_THE_BUDGET, *BETTER_LOW]
    assert len(names) == len(set(names))


def test_is_share() -> None:
    assert is_share("高学历、高层次人才储备率") and not is_share("培训人次")


def ends(name: str, raw: str, last: str | None = None) -> set[str]:
    """The rules that one indicator alone breaks, but for the one on how many there are."""
    report = check(declare(annual=[indicator(name, raw, last=last)]))
    assert not report.problems
    broken = {found.rule for found in report.findings if found.outcome == "fail"}
    return broken - {"indicator.too_few"}


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("预算执行率", "≤100%"),
        ("会议费控制率", "≤100%"),
        ("业务学习与培训完成率", "≥100%"),
        ("干部队伍体系建设规划情况", "≤100%"),
        ("企业职工基本养老保险待遇领取率", "100%"),
        ("项目总成本", "≤50万元"),
        ("地区生产总值增长率", "≥0%"),
        ("收支结余率", "≥0%"),
        ("净增人数", "≥0人"),
        ("非税收入预算完成率", "≤100%"),
        ("满意度提升率", "≤5%"),
        ("群众满意度", "约100%"),
        ("群众满意度", "90%-100%"),
        ("增长率", "0%-100%"),
        ("合格率", "2024-12-31"),
        ("会议次数", "≤5次"),
        ("资金支付进度", "≤100%"),
        ("三公经费预算执行率", "≤95%"),
        ("病床使用率", "≤93%"),
        ("受理投诉件数", "≥200件"),
        ("零投诉率", "≥98%"),
        ("承诺办理时限", "≤3天"),
        ("提前办结天数", "≥2天"),
        ("某项工作开展情况", "≤80%"),
    ],
)
def test_says_nothing_of_what_is_right_or_not_known(name: str, raw: str) -> None:
    assert ends(name, raw) == set()


@pytest.mark.parametrize(
    ("name", "raw", "rule"),
    [
        ("群众满意度", "≤105%", "target.always_met"),
        ("群众满意度", "0%-100%", "target.always_met"),
        ("培训人次", "≥0人次", "target.always_met"),
        ("群众投诉率", "≥0%", "target.always_met"),
        ("群众满意度", "≤90%", "target.direction"),
        ("群众满意度", "<100%", "target.direction"),
        ("群众投诉率", "≥5%", "target.direction"),
        ("预算执行率", "≤89%", "target.direction"),
        ("学前三年毛入园率", "≤85%", "target.direction"),
        ("养老保险待遇按时足额发放率", "≤88%", "target.direction"),
        ("供水管网漏损率", "≥10%", "target.direction"),
        ("平均等候时间", "≥15分钟", "target.direction"),
        ("建设高标准农田面积", "≥0亩", "target.always_met"),
        ("改造校舍面积", "≥0平方米", "target.always_met"),
        ("公用经费控制率", "≥100%", "target.direction"),
        ("“三公经费”变动率", "≥0%", "target.direction"),
        ("群众满意度", "≤100分", "target.direction"),
        ("单位业务办理成本", "≥200元", "target.direction"),
    ],
)
def test_says_it_once(name: str, raw: str, rule: str) -> None:
    assert ends(name, raw) == {rule}


@pytest.mark.parametrize(
    ("name", "raw", "last", "rules"),
    [
        ("公用经费控制率", "≤100%", "89%", set()),
        ("结转结余率", "≤2%", "2.23%", set()),
        ("结转结余率", "≤2%", "0.5%", set()),
        ("结转结余率", "≤20%", "4%", {"target.weaker_than_actual"}),
        ("业务学习与培训完成率", "≥100%", "130%", set()),
        ("办事人员满意率", "≥98%", "98.6%", set()),
        ("办事人员满意率", "≥90%", "98.6%", {"target.weaker_than_actual"}),
        ("办事人员满意率", "≥40%", "98.6%", {"target.weaker_than_actual"}),
        ("参保人数", "≥5.8万人", "57000人", set()),
        ("参保人数", "≥5万人", "57000人", {"target.weaker_than_actual"}),
        ("参保人数", "≥58000人", "54000", set()),
        ("参保人数", "≥120000人", "54000人", {"target.far_from_history"}),
        ("门诊次数", "≥400次", "100次", {"target.far_from_history"}),
        ("门诊次数", "≥100次", "400次", {"target.weaker_than_actual"}),
        ("固定资产利用率", "≥92%", "96%", {"target.weaker_than_actual"}),
        ("劳动争议案件办结件数", "≥286件", "318件", {"target.weaker_than_actual"}),
        ("改造校舍面积", "≥15381平方米", "17091平方米", {"target.weaker_than_actual"}),
        ("某项工作开展情况", "≥92%", "96%", {"target.weaker_than_actual"}),
        ("某项工作开展情况", "≥94%", "96%", set()),
        ("某项工作开展情况", "≤92%", "96%", set()),
        ("某项工作开展情况", "92%", "96%", set()),
        ("某项投资收益", "≥92万元", "96万元", set()),
        ("建设工期", "≥92天", "96天", {"deadline.direction"}),
        ("群众投诉率", "≥3%", "9%", {"target.direction", "target.far_from_history"}),
        ("投诉数", "≤3件", "1件", set()),
        ("设备采购成本", "≤100元", "20元", {"target.weaker_than_actual"}),
        ("生产总值增长率", "≥5%", "18%", set()),
    ],
)
def test_last_year(name: str, raw: str, last: str, rules: set[str]) -> None:
    assert ends(name, raw, last) == rules


@pytest.mark.parametrize(
    ("name", "long_term", "annual", "fails"),
    [
        ("企业职工基本养老保险参保人数", "≥58000", "≥55000", False),
        ("办事人员满意率", "≥95%", "≥98%", True),
        ("办事人员满意率", "≥95%", "≥95%", False),
        ("培训人次", "≥100人次", "≥300人次", True),
        ("群众投诉率", "≤2%", "≤1%", True),
        ("群众投诉率", "≤1%", "≤2%", False),
        ("公用经费控制率", "≤100%", "≤95%", False),
        ("总成本", "≤90元", "≤30元", False),
        ("“三公经费”变动率", "≤0%", "0%", False),
        ("生产总值增长率", "≥5%", "≥6%", False),
        ("某项工作开展情况比", "≥5%", "≥6%", True),
        ("某项工作开展情况比", "≥5%", "6%", False),
        ("某项工作开展情况比", "≤5%", "≤4%", False),
        ("优待金按时发放率", "≥81%", "≥85%", True),
        ("垃圾清运量", "≥90000吨", "≥98000吨", True),
        ("平均办理成本", "≥5元", "≥6元", False),
        ("平均工期", "≥5天", "≥6天", False),
    ],
)
def test_long_term_against_annual(name: str, long_term: str, annual: str, fails: bool) -> None:
    report = check(
        declare(long_term=[indicator(name, long_term)], annual=[indicator(name, annual)])
    )
    ending = report.endings["target.long_term_against_annual"]
    assert ending == ("fail" if fails else "pass")


def test_a_column_that_is_mostly_empty_is_doubted_and_not_the_filer() -> None:
    rows = [indicator(f"工作{place}", None) for place in range(4)]
    report = check(declare(annual=rows))
    assert report.endings["indicator.empty_target"] == "undetermined"
    assert len(report.findings) == 1


def test_a_repeated_name_tells_its_two_values() -> None:
    report = check(declare(annual=[indicator("人次", "≥2次"), indicator("人次", "≥3次")]))
    assert "指标值不同：≥2次、≥3次" in report.findings[0].message


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        ((("甲", "人次"), ("甲", "人次")), "fail"),
        (((".....", "人次"), (None, "人次")), "fail"),
        (((None, "人次"), (None, "人次"), (None, "人次")), "fail"),
        (((None, "人次"), (None, "场次"), (None, "人次")), "pass"),
        (((None, "人次"), ("甲", "人次")), "pass"),
        (((None, "....."), (None, ".....")), "not_applicable"),
    ],
)
def test_rows_that_stand_twice(rows: tuple[tuple[str | None, str], ...], ends: str) -> None:
    filing = declare(annual=[indicator(name, "≥2", level2=level2) for level2, name in rows])
    assert check(filing).endings["indicator.duplicate"] == ends


def test_rows_whose_level2_was_not_read_are_not_the_same() -> None:
    filing = declare(annual=[indicator("人次", "≥2", level2=None) for _ in range(2)])
    report = check(filing, unread=frozenset({"/annual/indicators/1/level2"}))
    assert report.endings["indicator.duplicate"] == "pass"


def statement(basis: str, *projects, unit: str = "万元") -> str:
    rows = [indicator("评估率", "0%", basis=basis)]
    report = check(declare(projects=list(projects), annual=rows, currency_unit=unit))
    return report.endings["statement.no_project_above"]


BIG = project("大", "200", "50")


@pytest.mark.parametrize(
    ("basis", "ends"),
    [
        ("无100万以上的项目", "fail"),
        ("无100万元以上项目", "fail"),
        ("本单位没有100万元（含）以上的项目。", "fail"),
        ("无单个金额超过100万元的项目", "fail"),
        ("无一百万元以上项目", "fail"),
        ("无 100 万元及以上项目", "fail"),
        ("无300万元以上项目", "pass"),
        ("本年无100万元以上项目", "pass"),
        ("有无100万以上的项目", "not_applicable"),
        ("无100万元以上政府采购项目", "not_applicable"),
        ("无新增100万元以上项目", "not_applicable"),
        ("无100万元以上项目未评估", "not_applicable"),
        ("有100万元以上项目", "not_applicable"),
        ("无100万的项目", "not_applicable"),
    ],
)
def test_words_that_deny_projects(basis: str, ends: str) -> None:
    assert statement(basis, BIG) == ends


def test_salaries_and_sums_are_not_denied() -> None:
    assert (
        statement("无100万以上的项目", project("工资", "900", None, "人员类")) == "not_applicable"
    )
    assert statement("无100万以上的项目", project("合计", "900"), project("小", "9")) == "pass"


def test_the_currency_unit_counts() -> None:
    assert statement("无100万以上的项目", BIG, unit="元") == "pass"
    assert statement("无100万以上的项目", project("大", "2000000"), unit="元") == "fail"
    assert statement("无100万以上的项目", BIG, unit="美元") == "not_applicable"


def test_words_anywhere_count() -> None:
    filing = declare(projects=[BIG], currency_unit="万元", tasks=["做好工作。无100万以上的项目。"])
    report = check(filing)
    assert report.findings[0].pointers == ["/tasks/0", "/projects/0/total_budget"]


def test_nested_rows_and_fractions_in_the_funding_table() -> None:
    nested = [item("财政拨款", "9"), item("小计", "9"), item("合计", "12")]
    assert check(declare(nested)).endings["funding.income_sum"] == "not_applicable"
    nameless = [item("财政拨款", "9"), item(None, "9"), item("合计", "12")]
    assert check(declare(nameless)).endings["funding.income_sum"] == "not_applicable"
    fractions = [
        item("财政拨款", "9", "0.75"),
        item("单位资金", "3", "0.25"),
        item("合计", "12", "1"),
    ]
    report = check(declare(fractions))
    assert report.endings["funding.share"] == report.endings["funding.shares_sum"] == "pass"


def test_years() -> None:
    cells = item("合计", None, None, "1", "1")
    report = check(declare([cells], fiscal_year=2024, stated_year=2023))
    assert [found.rule for found in report.findings] == ["funding.history_years"]
    assert (
        report.findings[0].message == "表头年度为 2023 年，近两年收支金额却表明预算年度为 2024 年"
    )


def test_a_level_with_its_points_is_that_level() -> None:
    for level1 in ("产出指标", "产出指标（50分）", "产 出 指 标", "履职效能"):
        assert trait_of("培训高素质农民数量", level1).direction == "high"
    assert trait_of("培训高素质农民数量", "效益指标").direction is None
