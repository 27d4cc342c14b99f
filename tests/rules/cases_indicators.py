"""Cases of the rules of units and weights."""

from case import Cases
from declaring import declare, declare_project, evaluate, indicator, result, row, spent

from normalize.models import DepartmentDeclaration, ProjectDeclaration, ProjectEvaluation

TARGET = "/annual/indicators/0/target"


def one(name: str, raw: str) -> ProjectDeclaration:
    return declare_project([row(name, raw)])


def both(name: str, long_term: str, annual: str) -> ProjectDeclaration:
    return declare_project([row(name, annual)], [row(name, long_term)])


def weighed(*weights: str | None, execution: str | None = None) -> ProjectEvaluation:
    """Rows with these weights, one a 一级指标, beside the weight of 预算执行率."""
    rows = [
        result(f"指标{place}", "≥1个", None, None, weight=weight, level1=f"级{place}")
        for place, weight in enumerate(weights)
    ]
    return evaluate(*rows, execution=[spent(weight=execution)])


def heading(text: str, *weights: str) -> ProjectDeclaration:
    return declare_project([row(f"数{w}", "≥1个", level1=text, weight=w) for w in weights])


def shared_out(year: int | None, **levels: str) -> ProjectEvaluation:
    rows = [
        result(f"{level}一项", "≥1个", None, None, weight=weight, level1=f"{level}指标")
        for level, weight in levels.items()
    ]
    return evaluate(*rows, fiscal_year=year)


def history(raw: str, last: str) -> DepartmentDeclaration:
    return declare(annual=[indicator("培训情况", raw, last=last)])


CASES = {
    "unit.differs": Cases(
        passes=both("参保情况", "≥58000人", "≥55000人"),
        fails=both("参保情况", "≥58000人", "≥95%"),
        edge=both("参保情况", "≥58000人", "≥5户"),
        edge_ends="pass",
        silent=both("参保情况", "≥58000人", "≥95"),
        doubted="/long_term/indicators/0/target",
    ),
    "unit.heads_and_visits": Cases(
        passes=one("培训人次", "≥500人次"),
        fails=one("培训人次", "≥500人"),
        edge=one("培训人次", "≥500次"),
        edge_ends="pass",
        silent=one("培训人次", "≥500"),
        doubted=TARGET,
    ),
    "unit.of_name": Cases(
        passes=one("垃圾清运率", "≥90%"),
        fails=one("垃圾清运率", "≥90天"),
        edge=one("参训人数", "≥90户"),
        edge_ends="pass",
        silent=one("事故发生频率", "≤2次"),
        doubted=TARGET,
    ),
    "unit.missing": Cases(
        passes=one("绿化面积", "≥90亩"),
        fails=one("绿化面积", "≥90"),
        edge=one("绿化面积（亩）", "≥90"),
        edge_ends="not_applicable",
        silent=one("参训人数", "≥90"),
        doubted="/annual/indicators/0/level3",
    ),
    "unit.percent": Cases(
        passes=one("群众满意率", "≥95%"),
        fails=one("群众满意率", "≥95"),
        edge=one("群众满意率", "≥1"),
        edge_ends="pass",
        silent=one("培训人次", "≥95"),
        doubted=TARGET,
    ),
    "weight.sum": Cases(
        passes=weighed("50", "30", "10", execution="10"),
        fails=weighed("50", "35", "10", execution="10"),
        edge=weighed("50", "30", "10"),
        edge_ends="pass",
        silent=weighed("50", None, "10"),
        doubted="/annual/indicators/0/weight",
    ),
    "weight.of_level": Cases(
        passes=heading("产出指标（50分）", "20", "15.5", "14.5"),
        fails=heading("产出指标（50分）", "20", "15.5", "9.5"),
        edge=heading("产出指标（50分）", "20", "15.5", "14.4"),
        edge_ends="pass",
        silent=heading("产出指标（三项）", "20", "15"),
        doubted="/annual/indicators/0/level1",
    ),
    "weight.split": Cases(
        passes=shared_out(2020, 产出="50", 效益="30", 满意度="10"),
        fails=shared_out(2020, 产出="40", 效益="40", 满意度="10"),
        edge=shared_out(2022, 成本="20", 产出="40", 效益="20", 满意度="10"),
        edge_ends="pass",
        silent=shared_out(None, 产出="40", 效益="40", 满意度="10"),
        doubted="/annual/indicators/1/weight",
    ),
    "weight.single": Cases(
        passes=heading("产出指标", "20", "15", "15.1"),
        fails=heading("产出指标", "32", "6", "7"),
        edge=heading("产出指标", "20", "13", "7"),
        edge_ends="pass",
        silent=heading("产出指标"),
        doubted="/annual/indicators/0/weight",
    ),
}
