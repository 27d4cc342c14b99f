"""Cases of the rules of what a form asks for: blanks, placeholders, levels, rows."""

from case import Cases
from declaring import declare, declare_project, evaluate, indicator, item, project, result, row

from normalize.models import (
    Annual,
    DepartmentDeclaration,
    Indicator,
    ProjectDeclaration,
    ProjectEvaluation,
)

SILENT = declare_project()


def named(project: str | None, unit: str | None = "水务站") -> ProjectDeclaration:
    return declare_project(project=project, unit=unit)


def goal(text: str | None, long_text: str | None = "三年完成") -> ProjectDeclaration:
    return declare_project(goal=text, long_goal=long_text)


def levels(*names: str) -> ProjectDeclaration:
    """Two rows for each 一级/二级指标 (`产出/数量`)."""
    rows = [
        row(
            f"{name}一项",
            "≥1个",
            level1=f"{name.split('/')[0]}指标",
            level2=f"{name.split('/')[-1]}指标",
        )
        for name in names
    ]
    return declare_project(rows * 2)


def asked(name: str, raw: str | None = "≥95%", **where: str | None) -> ProjectDeclaration:
    return declare_project([row(name, raw, **where)])


def same(*raws: str) -> ProjectDeclaration:
    return declare_project([row(f"指标{place}甲", raw) for place, raw in enumerate(raws)])


def count(number: int, weight: str | None = None) -> ProjectDeclaration:
    rows = [row(f"工作{place}数", "≥1个", weight=weight) for place in range(number)]
    return declare_project(rows)


def period(start: str | None, end: str | None) -> ProjectDeclaration:
    filing = declare_project()
    return filing.model_copy(
        update={"period": filing.period.model_copy(update={"start": start, "end": end})}
    )


def past(rows: int, last: str | None) -> DepartmentDeclaration:
    """Indicators whose history the form asks for, beside a funding table with history."""
    found = [
        indicator(f"指标{place}", "≥5个").model_copy(
            update={"history": {"2022": None, "2023": None}}
        )
        for place in range(rows)
    ]
    if last:
        found[0] = indicator("指标0", "≥5个", last=last)
    filing = declare([item("合计", "5", None, "1", "1")])
    return filing.model_copy(update={"annual": Annual(indicators=found)})


def budgets(*rows: tuple[str | None, str | None]) -> DepartmentDeclaration:
    return declare(projects=[project(f"项目{n}", *row) for n, row in enumerate(rows)])


def unnamed(name: str | None, raw: str | None) -> ProjectEvaluation:
    return evaluate(result(name, raw, raw))


def only(name: str | None) -> list[Indicator]:
    return [row(name, None)]


CASES = {
    "form.identity_blank": Cases(
        passes=named("饮水安全"),
        fails=named(None),
        edge=named("无"),
        edge_ends="pass",
        silent=SILENT,
        doubted="/project",
        blanks={"/project": ""},
    ),
    "form.signature_blank": Cases(
        passes=declare_project(preparer="王某"),
        fails=declare_project(),
        edge=declare_project(preparer="-"),
        edge_ends="pass",
        silent=SILENT,
        doubted="/preparer",
        blanks={"/preparer": ""},
    ),
    "goal.blank": Cases(
        passes=goal("完成维修"),
        fails=goal(None),
        edge=goal("完成维修", None),
        edge_ends="pass",
        silent=SILENT,
        doubted="/annual/goal",
        blanks={"/annual/goal": "", "/long_term/goal": ""},
    ),
    "form.template_left": Cases(
        passes=goal("完成维修，培训20人次", None),
        fails=goal("目标1：目标2：……", None),
        edge=goal("新建A级厕所，XXS系统上线，联系电话138****1234", None),
        edge_ends="pass",
        silent=SILENT,
        doubted="/annual/goal",
    ),
    "indicator.nameless": Cases(
        passes=unnamed("培训人次", "≥20人"),
        fails=unnamed(None, "≥20人"),
        edge=unnamed(None, None),
        edge_ends="not_applicable",
        silent=unnamed(None, "≥20人"),
        doubted="/annual/indicators/0/level3",
        blanks={"/annual/indicators/0/level3": "....."},
    ),
    "period.blank": Cases(
        passes=period("2024", "2026"),
        fails=period("2024", None),
        edge=period(None, "2026"),
        edge_ends="pass",
        silent=period(None, None),
        doubted="/period/to",
        blanks={"/period/to": ""},
    ),
    "project.nature": Cases(
        passes=declare_project(nature="延续项目"),
        fails=declare_project(choices={"项目属性": ["新增项目", "延续项目"]}),
        edge=declare_project(nature="新增/延续"),
        edge_ends="pass",
        silent=declare_project(choices={"采购形式": ["政府采购", "自行采购"], "用途": []}),
        doubted="/choices/项目属性",
    ),
    "indicator.output_missing": Cases(
        passes=levels("产出/数量", "效益/社会效益", "满意度/满意度"),
        fails=levels("效益/社会效益", "满意度/满意度"),
        edge=levels("绩效/数量", "效益/社会效益"),
        edge_ends="pass",
        silent=levels("甲/乙"),
        doubted="/annual/indicators/0/level1",
    ),
    "indicator.benefit_missing": Cases(
        passes=levels("产出/数量", "效益/社会效益"),
        fails=levels("产出/数量", "满意度/满意度"),
        edge=levels("产出/数量", "效果/可持续影响"),
        edge_ends="pass",
        silent=levels("满意度/满意度"),
        doubted="/annual/indicators/0/level1",
    ),
    "indicator.satisfaction_missing": Cases(
        passes=levels("产出/数量", "满意度/满意度"),
        fails=levels("产出/数量", "效益/社会效益"),
        edge=levels("产出/数量", "效益/服务对象满意度"),
        edge_ends="pass",
        silent=levels("甲/乙"),
        doubted="/annual/indicators/0/level1",
    ),
    "indicator.count_missing": Cases(
        passes=levels("产出/数量", "产出/质量"),
        fails=levels("产出/质量", "产出/时效"),
        edge=levels("产出/成本", "产出/成本"),
        edge_ends="not_applicable",
        silent=levels("效益/社会效益"),
        doubted="/annual/indicators/1/level2",
    ),
    "indicator.quality_or_time_missing": Cases(
        passes=levels("产出/数量", "产出/质量", "产出/时效"),
        fails=levels("产出/数量", "产出/质量"),
        edge=levels("产出/数量", "产出/质量", "产出/进度"),
        edge_ends="pass",
        silent=levels("产出/质量"),
        doubted="/annual/indicators/0/level2",
    ),
    "indicator.satisfaction_of_nobody": Cases(
        passes=asked("参保群众满意度"),
        fails=asked("满意度"),
        edge=asked("服务对象满意度"),
        edge_ends="pass",
        silent=asked("培训人次", "≥20人次"),
        doubted="/annual/indicators/0/level3",
    ),
    "indicator.not_refined": Cases(
        passes=asked("带动就业", "显著", level2="社会效益指标"),
        fails=asked("社会效益", "显著", level2="社会效益指标"),
        edge=asked("社会效益提升", "显著", level2="社会效益指标"),
        edge_ends="pass",
        silent=asked("服务对象满意度", level2="服务对象满意度指标"),
        doubted="/annual/indicators/0/level2",
    ),
    "indicator.same_numbers": Cases(
        passes=same("88", "88", "88", "88", "5", "6"),
        fails=same("88", "88", "88", "88", "88", "6"),
        edge=same("88", "88", "88", "88"),
        edge_ends="pass",
        silent=same("100%", "100%", "100%", "100%", "100%"),
        doubted="/annual/indicators/2/target/value",
    ),
    "indicator.block_missing": Cases(
        passes=declare_project(only("培训")),
        fails=declare_project(only(None)),
        edge=declare_project([*only(None), *only("培训")]),
        edge_ends="pass",
        silent=declare_project(only(None)),
        doubted="/annual/indicators/0/level3",
        blanks={"/annual/indicators/0/level3": ""},
    ),
    "indicator.history_blank": Cases(
        passes=past(5, "4个"),
        fails=past(5, None),
        edge=past(4, None),
        edge_ends="not_applicable",
        silent=past(5, None),
        doubted="/annual/indicators/3/history/2023",
        blanks={
            f"/annual/indicators/{place}/history/{year}": ""
            for place in range(5)
            for year in ("2022", "2023")
        },
    ),
    "indicator.too_few": Cases(
        passes=count(4),
        fails=count(2),
        edge=count(3),
        edge_ends="pass",
        silent=count(0),
        doubted="/annual/indicators/1/level3",
    ),
    "indicator.too_many": Cases(
        passes=count(20, "5"),
        fails=count(21, "1"),
        edge=count(20, "1"),
        edge_ends="pass",
        silent=count(21),
        doubted="/annual/indicators/0/weight",
    ),
    "projects.blank_budget": Cases(
        passes=budgets(("9", "4"), ("5", None)),
        fails=budgets(("9", "4"), (None, None)),
        edge=budgets(("9", "4"), ("0", None)),
        edge_ends="pass",
        silent=budgets((None, None), (None, None)),
        doubted="/projects/1/annual_budget",
        blanks={"/projects/1/annual_budget": "", "/projects/1/total_budget": ""},
    ),
}
