"""Cases of the rules of money by source, of amounts, and of tasks that cost something."""

from case import Cases
from declaring import declare, declare_project, item, project

from normalize.models import DepartmentDeclaration, MainTask, ProjectDeclaration


def sources(*rows: tuple[str, str | None]) -> ProjectDeclaration:
    """The year's column of a project's money."""
    return declare_project(money=[(name, None, amount) for name, amount in rows])


def wholes(*rows: tuple[str, str, str]) -> ProjectDeclaration:
    return declare_project(money=list(rows))


def spending(*rows: tuple[str, str | None]) -> DepartmentDeclaration:
    return declare(expenditure=[item(name, amount) for name, amount in rows])


def unit(name: str, total: str) -> ProjectDeclaration:
    return declare_project(money=[("合计", total, total)], currency_unit=name)


def tasks(*rows: tuple[str, str | None, str | None, str | None]) -> DepartmentDeclaration:
    made = [MainTask(name=n, amount=a, fiscal=f, other=o) for n, a, f, o in rows]
    return declare(expenditure=[item("合计", "200")], main_tasks=made)


def table(*rows: tuple[str, str]) -> DepartmentDeclaration:
    return declare(projects=[project(name, None, amount) for name, amount in rows])


def worked_out(text: str) -> ProjectDeclaration:
    return declare_project(attributes={"测算依据": text})


PARTS = [("财政拨款", "6250"), ("其他资金", "4480")]

CASES = {
    "funding.sources_sum": Cases(
        passes=sources(("年度资金总额", "10730"), *PARTS),
        fails=sources(("年度资金总额", "10370"), *PARTS),
        edge=sources(("合计", "10731"), *PARTS),
        edge_ends="pass",
        silent=sources(("合计", "10370"), *PARTS, ("市场化收益", "3")),
        doubted="/funding/2/annual",
    ),
    "funding.sources_rounding": Cases(
        passes=sources(("合计", "100.00"), ("财政拨款", "66.66"), ("其他资金", "33.34")),
        fails=sources(("合计", "100.00"), ("财政拨款", "66.67"), ("其他资金", "33.34")),
        edge=sources(("合计", "100.00"), ("财政拨款", "66.68"), ("其他资金", "33.34")),
        edge_ends="not_applicable",
        silent=sources(("合计", "100.00")),
        doubted="/funding/0/annual",
    ),
    "funding.zero_total": Cases(
        passes=sources(("合计", "230"), ("财政拨款", "230")),
        fails=sources(("合计", "0"), ("财政拨款", "230")),
        edge=sources(("合计", "0"), ("财政拨款", "0.00")),
        edge_ends="pass",
        silent=sources(("合计", None), ("财政拨款", "230")),
        doubted="/funding/0/annual",
    ),
    "funding.basic_parts": Cases(
        passes=spending(("基本支出", "260"), ("人员经费", "200"), ("公用经费", "60")),
        fails=spending(("基本支出", "280"), ("人员经费", "200"), ("公用经费", "60")),
        edge=spending(("基本支出", "261"), ("其中：人员经费", "200"), ("公用经费", "60")),
        edge_ends="pass",
        silent=spending(("基本支出", "280"), ("人员经费", "200")),
        doubted="/funding/expenditure/0/amount",
    ),
    "funding.project_parts": Cases(
        passes=spending(("项目支出", "440"), ("人员类", "300"), ("特定目标类", "140")),
        fails=spending(("项目支出", "400"), ("人员类", "300"), ("特定目标类", "140")),
        edge=spending(("项目支出", "500"), ("人员类", "300"), ("特定目标类", "140")),
        edge_ends="pass",
        silent=spending(("人员类", "300"), ("特定目标类", "140")),
        doubted="/funding/expenditure/1/item",
    ),
    "funding.fiscal_parts": Cases(
        passes=sources(("财政拨款", "660"), ("一般公共预算", "600"), ("政府性基金预算", "60")),
        fails=sources(("财政拨款", "660"), ("一般公共预算", "600"), ("政府性基金预算", "80")),
        edge=sources(("财政拨款", "700"), ("一般公共预算", "600"), ("政府性基金预算", "80")),
        edge_ends="pass",
        silent=sources(("财政拨款", "660"), ("一般公共预算", "700")),
        doubted="/funding/2/item",
    ),
    "funding.part_over_whole": Cases(
        passes=sources(("财政拨款", "300"), ("其中：上级补助", "300")),
        fails=sources(("财政拨款", "300"), ("其中：上级补助", "320")),
        edge=sources(("财政拨款", "300"), ("其中：上级补助", "301")),
        edge_ends="pass",
        silent=sources(("财政拨款", "300"), ("上级补助", "320")),
        doubted="/funding/1/item",
    ),
    "amount.negative": Cases(
        passes=sources(("其他资金", "20")),
        fails=sources(("其他资金", "-20")),
        edge=sources(("其他资金", "0")),
        edge_ends="pass",
        silent=sources(("结转结余", "-3.5")),
        doubted="/funding/0/annual",
    ),
    "amount.unit_mixed": Cases(
        passes=sources(("合计", "10730"), *PARTS),
        fails=sources(("合计", "10730"), ("财政拨款", "6250"), ("其他资金", "44800000")),
        edge=sources(("合计", "10730"), ("财政拨款", "6250"), ("其他资金", "44810000")),
        edge_ends="pass",
        silent=sources(("合计", "10730")),
        doubted="/funding/2/annual",
    ),
    "amount.magnitude": Cases(
        passes=unit("万元", "349.80"),
        fails=unit("元", "428.34"),
        edge=unit("元", "1000"),
        edge_ends="pass",
        silent=unit("美元", "428.34"),
        doubted="/currency_unit",
    ),
    "amount.decimals": Cases(
        passes=sources(("财政拨款", "428.34"), ("其他资金", "6")),
        fails=sources(("财政拨款", "12.5"), ("其他资金", "3.1416")),
        edge=sources(("财政拨款", "428.34"), ("其他资金", "11.4")),
        edge_ends="pass",
        silent=sources(("财政拨款", "428"), ("其他资金", "6")),
        doubted="/funding/1/annual",
    ),
    "projects.own_total": Cases(
        passes=table(("甲", "20.16"), ("乙", "48.79"), ("合计", "68.95")),
        fails=table(("甲", "20.16"), ("乙", "48.79"), ("合计", "86.95")),
        edge=table(("甲", "20.16"), ("乙", "48.79"), ("合计", "68.96")),
        edge_ends="pass",
        silent=table(("甲", "20.16"), ("小计", "20.16"), ("合计", "68.95")),
        doubted="/projects/0/annual_budget",
    ),
    "project.year_over_whole": Cases(
        passes=wholes(("合计", "860", "300")),
        fails=wholes(("合计", "5730", "10730")),
        edge=wholes(("合计", "860", "860")),
        edge_ends="pass",
        silent=wholes(("合计", "0", "300")),
        doubted="/funding/0/total",
    ),
    "text.product": Cases(
        passes=worked_out("培训200人×450元/人=9万元"),
        fails=worked_out("培训200人×450元/人=19万元"),
        edge=worked_out("2人*12个月*3333元=8万元"),
        edge_ends="pass",
        silent=worked_out("200元×450元=9元"),
        doubted="/attributes/测算依据",
    ),
    "tasks.row_sum": Cases(
        passes=tasks(("防火", "90", "60", "30")),
        fails=tasks(("防火", "90", "60", "20")),
        edge=tasks(("防火", "91", "60", "30")),
        edge_ends="pass",
        silent=tasks(("防火", "90", "60", None)),
        doubted="/main_tasks/0/amount",
    ),
    "tasks.total": Cases(
        passes=tasks(
            ("甲", "120", None, None), ("乙", "80", None, None), ("合计", "200", None, None)
        ),
        fails=tasks(
            ("甲", "120", None, None), ("乙", "80", None, None), ("合计", "210", None, None)
        ),
        edge=tasks(
            ("甲", "120", None, None), ("乙", "80", None, None), ("合计", "201", None, None)
        ),
        edge_ends="pass",
        silent=tasks(("甲", "120", None, None), ("乙", "80", None, None)),
        doubted="/main_tasks/2/amount",
    ),
    "tasks.over_budget": Cases(
        passes=tasks(("甲", "120", None, None)),
        fails=tasks(("甲", "320", None, None)),
        edge=tasks(("甲", "201", None, None)),
        edge_ends="pass",
        silent=tasks(("甲", None, None, None)),
        doubted="/funding/expenditure/0/amount",
    ),
}
