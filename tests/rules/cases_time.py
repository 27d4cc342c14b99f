"""Cases of the rules of periods, deadlines and dates."""

import datetime

from case import Cases
from declaring import declare_project, row

from normalize.models import ProjectDeclaration

TARGET = "/annual/indicators/0/target"


def period(start: str, end: str, stated: int | None = None) -> ProjectDeclaration:
    return declare_project(period=(start, end), stated_year=stated)


def plan(text: str, label: str = "实施计划") -> ProjectDeclaration:
    return declare_project(period=("2021-01", "2023-12"), attributes={label: text})


def due(raw: str, end: str = "2024-12", stated: int | None = None) -> ProjectDeclaration:
    return declare_project([row("验收完成时间", raw)], period=("2024", end), stated_year=stated)


def floor(name: str, raw: str, level2: str = "时效指标") -> ProjectDeclaration:
    return declare_project([row(name, raw, level2=level2)])


def filed(year: int, month: int, day: int, stated: int | None = 2024) -> ProjectDeclaration:
    return declare_project(filed_on=datetime.date(year, month, day), stated_year=stated)


CASES = {
    "period.reversed": Cases(
        passes=period("2024-01-01", "2026-12-31"),
        fails=period("2026-01-01", "2024-12-31"),
        edge=period("2024-12-31", "2024"),
        edge_ends="pass",
        silent=declare_project(),
        doubted="/period/to",
    ),
    "period.without_year": Cases(
        passes=period("2024-01", "2026-12", 2025),
        fails=period("2020", "2022", 2024),
        edge=period("2020", "2024-01", 2024),
        edge_ends="pass",
        silent=period("2020", "2022"),
        doubted="/stated_year",
    ),
    "plan.outside_period": Cases(
        passes=plan("2021年完成设计，2022年施工。"),
        fails=plan("2016年完成设计，2020年验收。"),
        edge=plan("2016年完成设计，2023年验收。"),
        edge_ends="pass",
        silent=plan("根据〔2016〕3号文件及2016年第5号令，第一季度施工。"),
        doubted="/period/from",
    ),
    "deadline.after_end": Cases(
        passes=due("2024-06-30"),
        fails=due("2025-06-30"),
        edge=due("2024-12-31"),
        edge_ends="pass",
        silent=due("≤30天"),
        doubted="/period/to",
    ),
    "deadline.outside_year": Cases(
        passes=due("2024-06-30", "2026", 2024),
        fails=due("2023-12-31", "2026", 2024),
        edge=due("2024-01-01", "2026", 2024),
        edge_ends="pass",
        silent=due("2023-12-31", "2026"),
        doubted=TARGET,
    ),
    "filed.against_year": Cases(
        passes=filed(2023, 10, 9),
        fails=filed(2025, 1, 1),
        edge=filed(2024, 12, 31),
        edge_ends="pass",
        silent=filed(2025, 1, 1, None),
        doubted="/filed_on",
    ),
    "deadline.direction": Cases(
        passes=floor("资金拨付完成时间", "≤12个月"),
        fails=floor("资金拨付完成时间", "≥12个月"),
        edge=floor("场馆开放时间", "≥300天"),
        edge_ends="not_applicable",
        silent=floor("资金拨付完成率", "≥95%"),
        doubted=f"{TARGET}/op",
    ),
}
