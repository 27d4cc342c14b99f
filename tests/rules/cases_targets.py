"""Cases of the rules over targets: bounds, kinds, wording, the long term against the year."""

from case import Cases
from declaring import declare, declare_project, evaluate, indicator, result, row

from normalize.models import DepartmentDeclaration, ProjectDeclaration, Range

TARGET = "/annual/indicators/0/target"


def goal(name: str, raw: str | None, **more: str) -> DepartmentDeclaration:
    return declare(annual=[indicator(name, raw, **more)])


def under(level2: str, name: str, raw: str | None) -> ProjectDeclaration:
    return declare_project([row(name, raw, level2=level2)])


def ranged(low: str, high: str) -> DepartmentDeclaration:
    ends = Range(
        raw=f"{low}%-{high}%", low=low, high=high, unit="%",
        base_low=low, base_high=high, base_unit="%",
    )  # fmt: skip
    plain = indicator("合格率", "1%").model_copy(update={"target": ends})
    return declare(annual=[plain])


def twice(first: str, second: str) -> DepartmentDeclaration:
    return declare(annual=[indicator("培训人次", first), indicator("培训人次", second)])


def beside_three(raw: str) -> DepartmentDeclaration:
    names = ("受益人数", "救助人次", "办结件数")
    others = [indicator(name, "≥80件", level1="履职效能") for name in names]
    return declare(annual=[indicator("培训人次", raw, level1="履职效能"), *others])


NAMES = ("培训场次", "验收合格率", "受益人数", "服务对象满意度")
VALUES = ("≥20场", "≥95%", "≥900人", "≥90%")


def halves(
    annual: tuple[str, ...], goal: str = "甲", period: tuple[str, str] = ("2024-01", "2026-12")
) -> ProjectDeclaration:
    first = [row(name, raw) for name, raw in zip(NAMES, VALUES, strict=False)]
    second = [row(name, raw) for name, raw in zip(NAMES, annual, strict=False)]
    return declare_project(second, first, goal=goal, long_goal="甲", period=period)


ONE_YEAR = ("2024-01", "2024-12")


def named(long_term: tuple[str, ...], annual: tuple[str, ...]) -> DepartmentDeclaration:
    return declare(
        long_term=[indicator(name, "≥1%") for name in long_term],
        annual=[indicator(name, "≥1%") for name in annual],
    )


CASES = {
    "target.over_100": Cases(
        passes=goal("工程验收合格率", "≥95%"),
        fails=goal("工程验收合格率", "≥105%"),
        edge=goal("工程验收合格率", "≥100%"),
        edge_ends="pass",
        silent=goal("任务完成率", "≥105%"),
        doubted=f"{TARGET}/value",
    ),
    "target.impossible": Cases(
        passes=goal("服务对象满意度", "≥95%"),
        fails=goal("服务对象满意度", ">100%"),
        edge=goal("投诉次数", "≤0次"),
        edge_ends="pass",
        silent=goal("预算调整率", "<0%"),
        doubted=f"{TARGET}/op",
    ),
    "target.range_reversed": Cases(
        passes=ranged("90", "95"),
        fails=goal("合格率", "95%~90%"),
        edge=ranged("90", "90"),
        edge_ends="pass",
        silent=goal("合格率", "第3-1标段"),
        doubted=TARGET,
    ),
    "value.outside_range": Cases(
        passes=goal("服务对象满意度", "≥95%", last="96%"),
        fails=goal("服务对象满意度", "≥95%", last="105%"),
        edge=goal("服务对象满意度", "≥95%", last="100%"),
        edge_ends="pass",
        silent=goal("预算调整率", "≤5%", last="-18.81%"),
        doubted="/annual/indicators/0/history/2023/value",
    ),
    "target.zero": Cases(
        passes=goal("参保人数", "5人"),
        fails=goal("参保人数", "0人"),
        edge=goal("参保人数", "≥0人"),
        edge_ends="pass",
        silent=goal("安全事故次数", "0次"),
        doubted=f"{TARGET}/value",
    ),
    "evaluation.zero_target": Cases(
        passes=evaluate(result("服务对象满意度", "≥95%", "96%")),
        fails=evaluate(result("服务对象满意度", "0%", "0%")),
        edge=evaluate(result("服务对象满意度", "1%", "1%")),
        edge_ends="pass",
        silent=evaluate(result("安全事故次数", "0次", "0次")),
        doubted=f"{TARGET}/value",
    ),
    "target.count_without_number": Cases(
        passes=under("数量指标", "培训场次", "≥20场"),
        fails=under("数量指标", "培训场次", "较多"),
        edge=under("数量指标", "救助人数", "应救尽救"),
        edge_ends="pass",
        silent=under("社会效益指标", "服务水平", "较好"),
        doubted="/annual/indicators/0/level2",
    ),
    "target.quality_as_count": Cases(
        passes=under("质量指标", "验收合格率", "≥95%"),
        fails=under("质量指标", "培训人次", "≥500人次"),
        edge=under("质量指标", "获奖人数", "≥5人"),
        edge_ends="pass",
        silent=under("数量指标", "培训人次", "≥500人次"),
        doubted="/annual/indicators/0/level2",
    ),
    "target.time_without_time": Cases(
        passes=under("时效指标", "项目完成时间", "2024-12-31"),
        fails=under("时效指标", "项目推进", "良好"),
        edge=under("时效指标", "资金拨付", "及时"),
        edge_ends="pass",
        silent=under("质量指标", "项目推进", "良好"),
        doubted="/annual/indicators/0/level2",
    ),
    "target.vague": Cases(
        passes=goal("服务保障水平", "基本健全"),
        fails=goal("服务保障水平", "持续提升"),
        edge=goal("服务保障水平", "持续提升，达到全省先进"),
        edge_ends="pass",
        silent=goal("服务保障水平", "≥95%"),
        doubted=TARGET,
    ),
    "target.operator_missing": Cases(
        passes=beside_three("≥500人次"),
        fails=beside_three("500人次"),
        edge=beside_three("100%"),
        edge_ends="pass",
        silent=twice("500人次", "500人次"),
        doubted=TARGET,
    ),
    "target.equals_for_floor": Cases(
        passes=goal("服务对象满意度", "≥95%"),
        fails=goal("服务对象满意度", "=95%"),
        edge=goal("服务对象满意度", "=100%"),
        edge_ends="pass",
        silent=goal("单位业务办理成本", "=95元"),
        doubted=TARGET,
    ),
    "target.equals_full": Cases(
        passes=goal("绩效评价覆盖率", "100%"),
        fails=goal("绩效评价覆盖率", "≥100%"),
        edge=goal("绩效评价覆盖率", "≥99.9%"),
        edge_ends="pass",
        silent=goal("任务完成率", "≥100%"),
        doubted=f"{TARGET}/value",
    ),
    "target.mixed_with_prose": Cases(
        passes=goal("培训工作", "基本健全"),
        fails=goal("培训工作", "全年力争培训500人次，合格率达90%"),
        edge=goal("培训工作", "完成2024年任务"),
        edge_ends="pass",
        silent=goal("培训人次", "≥500人次"),
        doubted=TARGET,
    ),
    "indicator.two_values": Cases(
        passes=twice("≥200人次", "≥300人次"),
        fails=twice("200人次", "300人次"),
        edge=twice("≥300人次", "300人次"),
        edge_ends="pass",
        silent=goal("培训人次", "≥200人次"),
        doubted="/annual/indicators/1/target/value",
    ),
    "goals.copied": Cases(
        passes=halves(VALUES, goal="乙"),
        fails=halves(VALUES),
        edge=halves((*VALUES[:3], "≥91%")),
        edge_ends="pass",
        silent=halves(VALUES, period=ONE_YEAR),
        doubted="/long_term/indicators/2/target",
    ),
    "goals.one_year_values": Cases(
        passes=halves(VALUES, period=ONE_YEAR),
        fails=halves(("≥10场", *VALUES[1:]), period=ONE_YEAR),
        edge=halves((*VALUES[:3], "90%"), period=ONE_YEAR),
        edge_ends="pass",
        silent=halves(("≥10场", *VALUES[1:])),
        doubted="/period/to",
    ),
    "goals.missing_in_annual": Cases(
        passes=named(("甲", "乙"), ("甲", "乙", "丙")),
        fails=named(("甲", "乙", "丙"), ("甲", "乙")),
        edge=named(("甲", "乙"), ("甲",)),
        edge_ends="fail",
        silent=named(("甲", "乙", "丙"), ("甲",)),
        doubted="/long_term/indicators/2/level3",
    ),
    "goals.one_year_long_term": Cases(
        passes=halves(VALUES, period=ONE_YEAR),
        fails=halves(VALUES, goal="乙", period=ONE_YEAR),
        edge=halves(("≥10场", *VALUES[1:]), period=ONE_YEAR),
        edge_ends="pass",
        silent=halves(VALUES, goal="乙"),
        doubted="/annual/goal",
    ),
}
