"""Cases of the rules of the department's form: money, projects, years, targets, statements."""

import datetime

from case import Cases
from declaring import declare, indicator, item, project

from normalize.models import DepartmentDeclaration


def income(*rows: tuple[str, str | None, str | None] | tuple[str, str]) -> DepartmentDeclaration:
    return declare(income=[item(*row) for row in rows])


def expenditure(*rows: tuple[str, str]) -> DepartmentDeclaration:
    return declare(expenditure=[item(*row) for row in rows])


def totals(income: str, expenditure: str) -> DepartmentDeclaration:
    return declare([item("合计", income)], [item("合计", expenditure)])


def history(side: str, *rows: tuple[str, str]) -> DepartmentDeclaration:
    return declare(**{side: [item(name, None, None, None, amount) for name, amount in rows]})


def history_totals(income: str, expenditure: str) -> DepartmentDeclaration:
    return declare([item("合计", None, None, income)], [item("合计", None, None, expenditure)])


def category(amount: str, *budgets: str) -> DepartmentDeclaration:
    return declare(
        expenditure=[item("特定目标类项目支出", amount), item("合计", amount)],
        projects=[project(f"项目{place}", None, budget) for place, budget in enumerate(budgets)],
    )


def goal(name: str, raw: str | None, last: str | None = None) -> DepartmentDeclaration:
    return declare(annual=[indicator(name, raw, last=last)])


def goals(name: str, long_term: str, annual: str) -> DepartmentDeclaration:
    return declare(long_term=[indicator(name, long_term)], annual=[indicator(name, annual)])


def denial(total: str, basis: str = "无100万以上的项目") -> DepartmentDeclaration:
    return declare(
        projects=[project("后勤保障服务", total)],
        annual=[indicator("事前绩效评估完成率", "0%", basis=basis)],
        currency_unit="万元",
    )


def years(*history: str, stated: int | None = 2024, filed: int = 2023) -> DepartmentDeclaration:
    cells = item("合计", "1", None)
    return declare(
        income=[cells.model_copy(update={"history": dict.fromkeys(history)})],
        fiscal_year=2024,
        stated_year=stated,
        filed_on=datetime.date(filed, 10, 9),
    )


EMPTY = declare()

CASES = {
    "funding.income_sum": Cases(
        passes=income(("财政拨款", "428.34"), ("单位资金", "6"), ("合 计", "434.34")),
        fails=income(("财政拨款", "428.34"), ("单位资金", "6"), ("合 计", "444.34")),
        edge=income(("财政拨款", "428.34"), ("单位资金", "6"), ("合 计", "434.35")),
        edge_ends="pass",
        silent=income(("财政拨款", "428.34"), ("其中：基金", "6"), ("合 计", "428.34")),
        doubted="/funding/income/1/amount",
    ),
    "funding.expenditure_sum": Cases(
        passes=expenditure(("人员类", "293.75"), ("特定目标类", "140.59"), ("合计", "434.34")),
        fails=expenditure(("人员类", "293.75"), ("特定目标类", "140.59"), ("合计", "434.36")),
        edge=expenditure(("人员类", "293.75"), ("特定目标类", "140.59"), ("合计", "434.3")),
        edge_ends="pass",
        silent=expenditure(("人员类", "293.75"), ("特定目标类", "140.59")),
        doubted="/funding/expenditure/2/amount",
    ),
    "funding.balance": Cases(
        passes=totals("434.34", "434.34"),
        fails=totals("434.34", "443.34"),
        edge=totals("434.34", "434.35"),
        edge_ends="pass",
        silent=declare([item("合计", "434.34")]),
        doubted="/funding/income/0/amount",
    ),
    "funding.share": Cases(
        passes=income(("财政拨款", "428.34", "98.62"), ("合计", "434.34", "100")),
        fails=income(("财政拨款", "428.34", "89.62"), ("合计", "434.34", "100")),
        edge=income(("财政拨款", "428.34", "98.61"), ("合计", "434.34", "100")),
        edge_ends="pass",
        silent=income(("财政拨款", "428.34", None), ("合计", "434.34", None)),
        doubted="/funding/income/1/amount",
    ),
    "funding.shares_sum": Cases(
        passes=income(
            ("财政拨款", "67.63", "67.63"), ("单位资金", "32.37", "32.37"), ("合计", "100")
        ),
        fails=income(
            ("财政拨款", "67.63", "67.63"), ("单位资金", "32.37", "23.37"), ("合计", "100")
        ),
        edge=income(
            ("财政拨款", "67.63", "67.63"), ("单位资金", "32.37", "32.38"), ("合计", "100")
        ),
        edge_ends="pass",
        silent=income(("财政拨款", "67.63", "67.63"), ("单位资金", "32.37", None), ("合计", "100")),
        doubted="/funding/income/0/share",
    ),
    "funding.history_income_sum": Cases(
        passes=history("income", ("财政拨款", "279.77"), ("单位资金", "11.4"), ("合计", "291.17")),
        fails=history("income", ("财政拨款", "279.77"), ("单位资金", "11.4"), ("合计", "219.17")),
        edge=history("income", ("财政拨款", "279.77"), ("单位资金", "11.4"), ("合计", "291.18")),
        edge_ends="pass",
        silent=income(("财政拨款", "428.34"), ("合计", "444.34")),
        doubted="/funding/income/0/history/2023",
    ),
    "funding.history_expenditure_sum": Cases(
        passes=history("expenditure", ("人员类", "238.97"), ("特定", "181.5"), ("合计", "420.47")),
        fails=history("expenditure", ("人员类", "238.97"), ("特定", "181.5"), ("合计", "402.47")),
        edge=history("expenditure", ("人员类", "238.97"), ("特定", "181.5"), ("合计", "420.46")),
        edge_ends="pass",
        silent=expenditure(("人员类", "293.75"), ("合计", "300")),
        doubted="/funding/expenditure/2/history/2023",
    ),
    "funding.history_balance": Cases(
        passes=history_totals("420.47", "420.47"),
        fails=history_totals("291.17", "279.77"),
        edge=history_totals("420.47", "420.46"),
        edge_ends="pass",
        silent=totals("1", "2"),
        doubted="/funding/expenditure/0/history/2022",
    ),
    "funding.rounding": Cases(
        passes=income(("财政拨款", "428.34"), ("单位资金", "6"), ("合 计", "434.34")),
        fails=income(("财政拨款", "428.34"), ("单位资金", "6"), ("合 计", "434.35")),
        edge=income(("财政拨款", "428.34"), ("单位资金", "6"), ("合 计", "434.36")),
        edge_ends="not_applicable",
        silent=EMPTY,
        doubted="/funding/income/2/amount",
    ),
    "projects.category_amount": Cases(
        passes=category("140.59", "100.59", "40"),
        fails=category("150.59", "100.59", "40"),
        edge=category("140.60", "100.59", "40"),
        edge_ends="pass",
        silent=declare(expenditure=[item("特定目标类", "5")], projects=[project("甲", None, "4")]),
        doubted="/projects/1/category",
    ),
    "projects.rounding": Cases(
        passes=category("140.59", "100.59", "40"),
        fails=category("140.60", "100.59", "40"),
        edge=category("140.61", "100.59", "40"),
        edge_ends="not_applicable",
        silent=EMPTY,
        doubted="/funding/expenditure/0/amount",
    ),
    "funding.history_years": Cases(
        passes=years("2022", "2023"),
        fails=years("2021", "2023"),
        edge=years("2022", "2023", stated=None, filed=2024),
        edge_ends="pass",
        silent=declare(fiscal_year=2024),
        doubted="/fiscal_year",
    ),
    "long_term.until": Cases(
        passes=declare(until=2026, fiscal_year=2024),
        fails=declare(until=2022, fiscal_year=2024),
        edge=declare(until=2024, fiscal_year=2024),
        edge_ends="pass",
        silent=declare(until=2026),
        doubted="/long_term/until",
    ),
    "target.always_met": Cases(
        passes=goal("服务社区满意率", "≥98%"),
        fails=goal("服务社区满意率", "≤100%"),
        edge=goal("服务社区满意率", "<100%"),
        edge_ends="pass",
        silent=goal("会议费控制率", "≤100%"),
        doubted="/annual/indicators/0/target",
    ),
    "target.direction": Cases(
        passes=goal("群众投诉率", "≤1%"),
        fails=goal("企业职工基本养老保险参保人数", "≤58000人"),
        edge=goal("服务社区满意率", "100%"),
        edge_ends="not_applicable",
        silent=goal("干部队伍体系建设规划情况", "≤100%"),
        doubted="/annual/indicators/0/target/op",
    ),
    "target.weaker_than_actual": Cases(
        passes=goal("工伤保险参保人数", "≥28600", "28000"),
        fails=goal("工伤保险参保人数", "≥25000", "28000"),
        edge=goal("工伤保险参保人数", "≥27720", "28000"),
        edge_ends="pass",
        silent=goal("干部队伍体系建设规划情况", "≤50%", "100%"),
        doubted="/annual/indicators/0/history/2023",
    ),
    "target.far_from_history": Cases(
        passes=goal("预算调整率", "≤5%", "6%"),
        fails=goal("预算调整率", "≤5%", "18.81%"),
        edge=goal("预算调整率", "≤10%", "20%"),
        edge_ends="pass",
        silent=goal("预算调整率", "≤5%", "0%"),
        doubted="/annual/indicators/0/history/2023",
    ),
    "target.long_term_against_annual": Cases(
        passes=goals("企业职工基本养老保险参保人数", "≥58000人", "≥55000人"),
        fails=goals("办事人员满意率", "≥98%", "≤100%"),
        edge=goals("办事人员满意率", "≥98%", "≥98%"),
        edge_ends="pass",
        silent=goals("办事人员满意率", "≥98%", "基本满意"),
        doubted="/long_term/indicators/0/target",
    ),
    "indicator.duplicate": Cases(
        passes=declare(annual=[indicator("培训人次", "≥200"), indicator("培训场次", "≥20")]),
        fails=declare(annual=[indicator("培训人次", "≥200"), indicator("培训人次", "≥300")]),
        edge=declare(
            annual=[indicator("及时率", "1%", level2="甲"), indicator("及时率", "1%", level2="乙")]
        ),
        edge_ends="pass",
        silent=declare(annual=[indicator(".....", None), indicator(".....", None)]),
        doubted="/annual/indicators/1/level3",
    ),
    "indicator.empty_target": Cases(
        passes=goal("培训人次", "≥200"),
        fails=goal("培训人次", None),
        edge=declare(annual=[indicator(f"指标{place}", None) for place in range(3)]),
        edge_ends="fail",
        silent=goal(".....", None),
        doubted="/annual/indicators/0/target",
    ),
    "statement.no_project_above": Cases(
        passes=denial("99.99"),
        fails=denial("116.88"),
        edge=denial("100"),
        edge_ends="pass",
        silent=denial("116.88", "计划标准"),
        doubted="/projects/0/total_budget",
    ),
}
