"""What looks wrong and is right: nothing of it may be called an error, or doubted.

Each row was seen in filings of other departments and provinces, or stands in the notes
on false findings of the catalogue.
"""

import pytest
from declaring import declare, declare_project, evaluate, indicator, item, result, row, spent

from normalize.models import Annual, Declaration
from rules.catalogue import RULES
from rules.check import check


def department(name: str, raw: str, level1: str | None = None, **more: str) -> Declaration:
    return declare(annual=[indicator(name, raw, level1=level1, **more)])


def project(level2: str, name: str, raw: str) -> Declaration:
    return declare_project([row(name, raw, level2=level2)])


def says(text: str) -> Declaration:
    rows = [item("合计", "434.34", None, "291.17", "420.47")]
    filing = declare(rows, rows, currency_unit="万元", fiscal_year=2024)
    return filing.model_copy(update={"annual": Annual(goal=text)})


# A filing of one row lacks levels and weights, and is rightly called incomplete.
OF_VALUES = {id: rule for id, rule in RULES.items() if rule.number[0] not in "AW"}

RIGHT = {
    "growth may pass 100": department("旅游收入增长率", "≥120%"),
    "completion may pass 100": department("任务完成率", "≥105%", last="110%"),
    "enrolment may pass 100": department("小学毛入学率", "≥101%", last="104%"),
    "a full rate is full": department("满意度", "=100%", last="98%"),
    "cost has a ceiling": project("成本指标", "项目总成本", "≤90万元"),
    "unit cost has a ceiling": project("成本指标", "人均培训成本", "≤450元/人"),
    "no accident at all": project("质量指标", "安全事故次数", "=0次"),
    "complaints at most": project("质量指标", "投诉次数", "≤3次"),
    "prizes speak of quality": project("质量指标", "获奖数量", "≥5个"),
    "all of them, in words": project("数量指标", "困难群众救助人数", "应救尽救"),
    "about so many": project("数量指标", "完成演出剧目", "约30个"),
    "months of a year": project("时效指标", "演出时间", "1月至12月"),
    "winter": project("时效指标", "供暖时间", "11月-3月"),
    "in time": project("时效指标", "资金拨付", "及时拨付"),
    "how often": project("时效指标", "每月巡查", "≥4次"),
    "a rate of punctuality": project("时效指标", "工程按期完工率", "≥95%"),
    "change below zero": department("“三公经费”变动率", "≤0%", last="-5%"),
    "a balance below zero": department("收支结余增长额", "≥-5万元"),
    "no large project to assess": department("事前绩效评估完成率", "0%"),
    "no more than the budget": department("预算执行率", "≤100%", last="97%"),
    "staff within posts": department("在职人员控制率", "≤100%", last="89%"),
    "thrift": department("公用经费控制率", "≤100%", last="89%"),
    "what was dealt with": department("受理投诉件数", "≥500件", level1="履职效能"),
    "reserve": says("由1个窗口提高到3个窗口，由5天缩短至3天。"),
    "an order of years": says("由2022年的53314人增加到2024年的55000人。"),
    "another year's total": says("上年度资金总额500万元。其中，设备项目总投资80万元。"),
    "the goal of many years": says("三年总预算2000万元。"),
    "the points of the execution in a row of another name": evaluate(
        *(result(f"指标{place}", "≥1个", "1个", score) for place, score in enumerate(("10", "10"))),
        execution=[spent(score="9.7", item="年度资金情况"), spent(item="财政拨款")],
        total_score="29.7",
    ),
    "growth with its cause": says("较上年增长20%，主要原因是新增人员。"),
    "doubled but right": says(
        "以及及时办理，为了了解民情，做好应对对策，社会组织组织活动，目的的实现。"
    ),
    "a printed pattern of duties": says("办理编制增加（减少）手续。"),
    "a code of another class": says("按2080505机关事业单位基本养老保险缴费支出列支。"),
    "an old document": says("根据财预〔2015〕88号、鄂财绩规〔2019〕3号。"),
    "a change beside a sum": says(
        "三公经费预算12.00万元，比上年减少2.00万元，其中：因公出国（境）费0万元，公务接待费4.00万元，"
        "公务用车购置及运行维护费8.00万元。"
    ),
    "a rate of something else": says("计划投资500万元，已支付300万元，完成率100%。"),
}

RIGHT_AFTER_THE_YEAR = {
    "the ten points of the execution stand outside": evaluate(
        *(result(f"产出{n}", "≥5个", "5个", "30", weight="30", level1=None) for n in range(3)),
        execution=[spent("10", "10", "10", "100", "10")], total_score="90",
    ),
    "the rate of the adjusted budget": evaluate(execution=[spent("300", "280", "270", "96.43")]),
    "the rate of the first budget": evaluate(execution=[spent("300", "280", "270", "90")]),
    "a rate as a fraction": evaluate(execution=[spent("300", "300", "291.9", "0.973")]),
    "a part without budget": evaluate(execution=[spent("0", "0", "0", None, item="其他资金")]),
    "more than one source": evaluate(
        execution=[
            spent("9", "9", "9", "100", "10"),
            spent("9", "9", "9", "100", item="财政拨款", weight=None),
            spent("0", "0", "0", item="其他资金", weight=None),
        ]
    ),
    "points rounded to halves": evaluate(execution=[spent("10", "10", "9.2", None, "9.5")]),
    "points cut off at the weight": evaluate(execution=[spent("10", None, "9.99", "99.9", "10")]),
    "less cost than promised": evaluate(
        result("项目成本", "≤90万元", "60万元", level2="成本指标"), currency_unit="万元"
    ),
    "an exact cost, and less of it": evaluate(
        result("设备采购成本", "=90万元", "60万元", "10", level2="成本指标")
    ),
    "much more, and why": evaluate(result("培训人次", "≥500人次", "900人次", reason="需求增加")),
    "a little more": evaluate(result("培训人次", "≥500人次", "510人次")),
    "earlier than promised": evaluate(result("完成时间", "2024-12-31", "2024-06-30")),
    "the unit left out": evaluate(result("培训人次", "≥500人次", "510")),
    "another word for the unit": evaluate(result("举办活动", "≥5场", "6次")),
    "missed, with points by proportion, and why": evaluate(
        result("培训人次", "≥500人次", "450人次", "9", reason="因疫情推迟")
    ),
    "missed, and no points by the scheme": evaluate(
        result("培训人次", "≥500人次", "100人次", "0", reason="因疫情推迟")
    ),
    "missed, and why stands below": evaluate(
        result("培训人次", "≥500人次", "450人次", "9"), attributes={"偏差原因分析": "因疫情推迟"}
    ),
    "a reason that says there is none": evaluate(
        result("培训人次", "≥500人次", "510人次", reason="无偏差，不存在未完成情况")
    ),
    "words were reached": evaluate(result("服务水平", "优", "优", "9", level2="效益指标")),
    "full, and all the money spent": evaluate(
        *(result(f"产出{place}", "≥5个", "6个", level1=None) for place in range(9)),
        execution=[spent("10", "10", "9.9", "99", "9.9")],
    ),
    "everything equals =100%": evaluate(
        *(result(f"合格率{place}", "=100%", "100%", level1=None) for place in range(9))
    ),
    "the stock phrase": evaluate(
        result("培训人次", "≥500人次", "450人次", "9", reason="疫情"),
        actual="围绕中心工作，全面完成各项目标任务。",
    ),
    "a grade at its edge": evaluate(total_score="90.00", grade="优"),
}  # fmt: skip


@pytest.mark.parametrize("filing", [*RIGHT.values(), *RIGHT_AFTER_THE_YEAR.values()],
                         ids=[*RIGHT, *RIGHT_AFTER_THE_YEAR])  # fmt: skip
def test_nothing_is_said_above_a_note(filing: Declaration) -> None:
    report = check(filing, rules=OF_VALUES)
    assert not report.problems
    assert [
        (found.rule, found.message) for found in report.findings if found.severity != "info"
    ] == []
