"""Cases of the rules that hold a filing's sentences against its tables and themselves."""

from case import Cases
from declaring import declare, declare_project, indicator, item, project

from normalize.models import Annual, DepartmentDeclaration, ProjectDeclaration

MONEY = [("资金总额合计", "860", "300"), ("财政拨款", "860", "300")]


def says(goal: str) -> DepartmentDeclaration:
    """A department whose goal of the year says this; its budget is 434.34, and was 420.47."""
    rows = [item("合计", "434.34", None, "291.17", "420.47")]
    filing = declare(rows, rows, currency_unit="万元", fiscal_year=2024)
    return filing.model_copy(update={"annual": Annual(goal=goal)})


def of_project(goal: str, year: str = "300") -> ProjectDeclaration:
    money = [(name, total, year) for name, total, _ in MONEY]
    return declare_project(goal=goal, money=money, currency_unit="万元", fiscal_year=2024)


def counted(goal: str) -> DepartmentDeclaration:
    rows = [indicator("工伤保险参保人数", "≥28600人")]
    return declare(annual=rows).model_copy(update={"annual": Annual(goal=goal, indicators=rows)})


def staff(purpose: str, category: str = "人员类") -> DepartmentDeclaration:
    row = project("后勤", "5", "5", category).model_copy(update={"purpose": purpose})
    return declare(projects=[row])


GOAL = "/annual/goal"

CASES = {
    "statement.total_amount": Cases(
        passes=of_project("年度资金总额300万元。"),
        fails=of_project("本项目总投资680万元。"),
        edge=of_project("项目总投资8600000元。"),
        edge_ends="pass",
        silent=of_project("投入资金用于维修养护。"),
        doubted="/funding/0/total",
    ),
    "statement.project_spending": Cases(
        passes=says("项目支出共420.47万元。"),
        fails=says("项目支出共150.59万元。"),
        edge=says("项目支出434.3万元。"),
        edge_ends="pass",
        silent=says("其中，项目支出共150.59万元。"),
        doubted="/currency_unit",
    ),
    "statement.only_the_whole": Cases(
        passes=of_project("总投资860万元，本年300万元。"),
        fails=of_project("投入860万元用于维修养护。"),
        edge=of_project("投入860万元用于维修养护。", year="860"),
        edge_ends="pass",
        silent=of_project("用于维修养护。"),
        doubted="/funding/0/annual",
    ),
    "statement.indicator_value": Cases(
        passes=counted("工伤保险参保人数达到2.86万人。"),
        fails=counted("工伤保险参保人数达到29600人。"),
        edge=counted("工伤保险参保人数达到28600人以上。"),
        edge_ends="pass",
        silent=counted("上年工伤保险参保人数达到27498人。"),
        doubted="/annual/indicators/0/target/value",
    ),
    "statement.from_to": Cases(
        passes=says("满意度由85%提高到90%。"),
        fails=says("满意度由95%提高到90%。"),
        edge=says("满意度由90%提高到90%。"),
        edge_ends="pass",
        silent=says("由3个科室提高到全市。"),
        doubted=GOAL,
    ),
    "statement.budget_change": Cases(
        passes=says("年度预算较上年增加。"),
        fails=says("年度预算较上年减少。"),
        edge=says("部门预算比上年增长3.3%。"),
        edge_ends="pass",
        silent=says("三公经费预算较上年减少。"),
        doubted="/funding/income/0/history/2023",
    ),
    "statement.template_left": Cases(
        passes=says("较上年增加13.87万元。"),
        fails=says("较上年增加（减少）13.87万元。"),
        edge=says("做好人员增加（减少）登记。"),
        edge_ends="pass",
        silent=says("全面完成各项任务。"),
        doubted=GOAL,
    ),
    "statement.zero_change": Cases(
        passes=says("较上年增加13.87万元。"),
        fails=says("较上年增加0万元。"),
        edge=says("较上年增加0.5万元。"),
        edge_ends="pass",
        silent=says("与上年持平。"),
        doubted=GOAL,
    ),
    "statement.change_without_cause": Cases(
        passes=says("较上年增加13.87万元，主要原因是人员增加。"),
        fails=says("预算较上年增加13.87万元。"),
        edge=says("因人员变动，较上年增加13.87万元。"),
        edge_ends="pass",
        silent=says("较上年有所增加。"),
        doubted=GOAL,
    ),
    "statement.growth_from_zero": Cases(
        passes=says("上年10万元，增长100%。"),
        fails=says("上年0万元，本年增长100%。"),
        edge=says("上年0.5万元，增长100%。"),
        edge_ends="pass",
        silent=says("上年0万元，本年10万元。"),
        doubted=GOAL,
    ),
    "statement.rate": Cases(
        passes=says("计划培训500人次，实际完成450人次，完成率90%。"),
        fails=says("计划培训500人次，实际完成450人次，完成率95%。"),
        edge=says("计划培训300人次，实际完成200人次，完成率66%。"),
        edge_ends="pass",
        silent=says("计划培训500人次，实际完成3场，完成率95%。"),
        doubted=GOAL,
    ),
    "statement.own_name": Cases(
        passes=declare(department="清江市水利局", attributes={"填报单位": "清江市水利局"}),
        fails=declare(department="清江市水利局", attributes={"填报单位": "清江市教育局"}),
        edge=declare(department="清江市水利局", attributes={"填报单位": "市水利局"}),
        edge_ends="pass",
        silent=declare(department="清江市水利局", attributes={"填报单位": "见封面"}),
        doubted="/department",
    ),
    "project.purpose_of_category": Cases(
        passes=staff("发放职工工资。"),
        fails=staff("用于办公设备购置。"),
        edge=staff("人员工资及办公设备购置。"),
        edge_ends="pass",
        silent=staff("用于办公设备购置。", "特定目标类"),
        doubted="/projects/0/category",
    ),
    "statement.account_code": Cases(
        passes=says("列205教育支出。"),
        fails=says("列206教育支出。"),
        edge=says("列2050201教育支出。"),
        edge_ends="pass",
        silent=says("全年300教育支出。"),
        doubted=GOAL,
    ),
    "statement.slips": Cases(
        passes=says("完成验收。"),
        fails=says("进行进行验收，布署工作。"),
        edge=says("做到人人参与、层层落实。"),
        edge_ends="pass",
        silent=declare(),
        doubted=GOAL,
    ),
    "statement.later_document": Cases(
        passes=says("依据财预〔2021〕101号。"),
        fails=says("依据财预〔2026〕12号。"),
        edge=says("依据财预〔2024〕12号。"),
        edge_ends="pass",
        silent=says("依据有关文件。"),
        doubted="/fiscal_year",
    ),
}
