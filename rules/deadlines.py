"""Periods, deadlines and dates against the budget year and against each other."""

import datetime
import re
from collections.abc import Iterator

from normalize.models import DateTarget, DepartmentDeclaration, ProjectDeclaration, Threshold
from rules.knowledge_levels import level2_kind
from rules.knowledge_units import dimension
from rules.rule import (
    DECLARATIONS,
    EVALUATIONS,
    EVERY_FORM,
    PASS,
    PROJECT_FORM,
    Verdicts,
    fail,
    rule,
)
from rules.targets import AT_LEAST, where, where_en
from rules.texts import escaped
from rules.view import Row, View

SOURCE = "the catalogue of inconsistencies, part F"


def _first(filed: str | None) -> str | None:
    """The earliest day of a date as precise as filed: 2024-01-01 of `2024`."""
    return None if filed is None else filed + "0000-01-01"[len(filed) :]


def _last(filed: str | None) -> str | None:
    """A day not before any of a date as precise as filed: 2024-12-31 of `2024`."""
    return None if filed is None else filed + "0000-12-31"[len(filed) :]


def _year(filed: str | None) -> int | None:
    return int(filed[:4]) if filed else None


@rule(
    "period.reversed",
    number="T01",
    title="起止时间倒置",
    title_en="A project that ends before it begins",
    severity="error",
    source=SOURCE,
    slack="compared as precisely as the less precise of the two",
    forms=(PROJECT_FORM,),
)
def period_reversed(view: View) -> Verdicts:
    """The project's beginning is not after its end.

    Example: 2026-01-01 to 2024-12-31: fail. 2024 to 2024-12: pass.
    """
    period = view.project.period
    begin, end = _first(period.start), _last(period.end)
    if begin is None or end is None:
        return
    if begin <= end:
        yield PASS
        return
    yield fail(
        f"项目开始时间 {period.start} 晚于结束时间 {period.end}",
        f"the project begins on {period.start} and ends on {period.end}",
        ("/period/from", "/period/to"),
        expected=f"<= {period.end}",
        actual=period.start,
    )


@rule(
    "period.without_year",
    number="T05",
    title="项目起止时间不含预算年度",
    title_en="A project whose period is not that of the budget year",
    severity="error",
    source=SOURCE,
    forms=(PROJECT_FORM,),
)
def period_without_year(view: View) -> Verdicts:
    """The year that the form states lies within the project's period.

    A year that follows from the filing date alone is not held against it.

    Example: （2024年度） over a project from 2020 to 2022: fail.
    """
    period, year = view.project.period, view.declaration.stated_year
    begin, end = _year(period.start), _year(period.end)
    if year is None or begin is None or end is None or begin > end:
        return
    if begin <= year <= end:
        yield PASS
        return
    yield fail(
        f"表头年度为 {year} 年，项目起止时间为 {period.start} 至 {period.end}",
        f"the form states {year}, the project is from {period.start} to {period.end}",
        ("/period/from", "/period/to", "/stated_year"),
        expected=str(year),
        actual=f"{period.start} - {period.end}",
    )


_PLAN = re.compile(r"实施计划|实施进度|进度安排|工作计划|进度计划|实施步骤")
_YEARS = re.compile(r"(?<![\d〔\[（(])(20\d\d)年(?!度?[^，。；]{0,12}号)")


@rule(
    "plan.outside_period",
    number="T02",
    title="实施计划不在项目期内",
    title_en="A plan whose years lie outside of the project",
    severity="error",
    source=SOURCE,
    slack="one year within the period is enough",
    forms=(PROJECT_FORM,),
)
def plan_outside_period(view: View) -> Verdicts:
    """Of the years that 实施计划 names, one at least lies within the project's period.

    Example: steps from 2016年 to 2020年 in a project from 2021 to 2023: fail.
    """
    period = view.project.period
    begin, end = _year(period.start), _year(period.end)
    if begin is None or end is None or begin > end:
        return
    for label, text in view.declaration.attributes.items():
        years = sorted(int(year) for year in _YEARS.findall("".join(text.split())))
        if not _PLAN.search(label) or not years:
            continue
        if any(begin <= year <= end for year in years):
            yield PASS
            continue
        yield fail(
            f"{label}涉及 {years[0]} 至 {years[-1]} 年，项目期为 {period.start} 至 {period.end}",
            f"{label} speaks of {years[0]} to {years[-1]}, the project is from {period.start} "
            f"to {period.end}",
            (f"/attributes/{escaped(label)}", "/period/from"),
            also=("/period/to",),
            expected=f"{period.start} - {period.end}",
            actual=f"{years[0]} - {years[-1]}",
        )


def _deadlines(rows: tuple[Row, ...]) -> Iterator[tuple[Row, DateTarget]]:
    for row in rows:
        if row.name and isinstance(row.target, DateTarget) and row.target.op in ("<=", "<", "="):
            yield row, row.target


def _end(view: View) -> tuple[str, str] | None:
    """The last day of the project, or of the department's long term, and its pointer."""
    declaration = view.declaration
    if isinstance(declaration, ProjectDeclaration) and declaration.period.end:
        return _last(declaration.period.end) or "", "/period/to"
    if isinstance(declaration, DepartmentDeclaration) and declaration.long_term.until:
        return f"{declaration.long_term.until}-12-31", "/long_term/until"
    return None


@rule(
    "deadline.after_end",
    number="T03",
    title="时效指标晚于项目结束",
    title_en="A deadline after the project has ended",
    severity="error",
    source=SOURCE,
    forms=DECLARATIONS,
)
def after_end(view: View) -> Verdicts:
    """No deadline is after the end of the project, or of the department's long term.

    Example: a project to 2024-12, 项目验收完成时间 2025年6月底前: fail.
    """
    end = _end(view)
    if end is None:
        return
    for row, target in _deadlines((*view.long_term, *view.annual)):
        if target.date.isoformat() <= end[0]:
            yield PASS
            continue
        yield fail(
            f"{where(row)}的时限 {target.raw} 晚于结束时间 {end[0]}",
            f"{where_en(row)}: the deadline {target.raw} is after the end, {end[0]}",
            (row.target_pointer, end[1]),
            expected=f"<= {end[0]}",
            actual=target.raw,
        )


def _budget_year(view: View) -> tuple[int, str] | None:
    """The year of the budget where the form says it, and where."""
    declaration = view.declaration
    if declaration.stated_year not in (None, declaration.fiscal_year or declaration.stated_year):
        return None  # the form's own years disagree: funding.history_years says so
    if declaration.stated_year is not None:
        return declaration.stated_year, "/stated_year"
    if isinstance(declaration, DepartmentDeclaration) and view.history_years:
        return (declaration.fiscal_year, "/fiscal_year") if declaration.fiscal_year else None
    return None


@rule(
    "deadline.outside_year",
    number="T04",
    title="年度时效指标不在预算年度",
    title_en="A deadline of the year that lies in another",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def outside_year(view: View) -> Verdicts:
    """A deadline among the year's indicators lies in the budget year.

    Example: 2023年12月底前 in the declaration for 2024: fail.
    """
    year = _budget_year(view)
    if year is None:
        return
    for row, target in _deadlines(view.annual):
        if target.date.year == year[0]:
            yield PASS
            continue
        yield fail(
            f"{where(row)}的时限 {target.raw} 不在 {year[0]} 年度内",
            f"{where_en(row)}: the deadline {target.raw} is not in {year[0]}",
            (row.target_pointer, year[1]),
            expected=str(year[0]),
            actual=target.raw,
        )


@rule(
    "filed.against_year",
    number="T06",
    title="填报日期与年度矛盾",
    title_en="A filing date that does not fit the year",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def filed_against_year(view: View) -> Verdicts:
    """A declaration is filed before its year is over, a self-evaluation after that.

    Example: a self-evaluation of 2024 filed on 2024-06-30: fail. On 2025-02-10: pass.
    """
    filed, year = view.declaration.filed_on, _budget_year(view)
    if filed is None or year is None:
        return
    over = filed > datetime.date(year[0], 12, 31)
    evaluation = view.declaration.form in EVALUATIONS
    # Some evaluate in the last weeks of the year, with the accounts closed.
    closing = evaluation and filed >= datetime.date(year[0], 12, 1)
    if over == evaluation or closing:
        yield PASS
        return
    zh = "早于所评价年度结束" if evaluation else "晚于预算年度结束"
    yield fail(
        f"填报日期 {filed.isoformat()} {zh}（{year[0]} 年）",
        f"filed on {filed.isoformat()}, which does not fit the year {year[0]}",
        ("/filed_on", year[1]),
        expected=f"{'>' if evaluation else '<='} {year[0]}-12-31",
        actual=filed.isoformat(),
    )


_LASTS = re.compile(
    r"持续|开放|服务|使用|运行|保存|有效|营业|值班|在岗|学习|培训|监测|播出|保修|质保|续航|间隔|供水|供电|供暖|工作"
)
_DUE = re.compile(r"(?:时间|时限|期限|工期|周期|日期|时长|用时)$")


def _at_least_late(row: Row) -> bool | None:
    """Whether a deadline is written as a floor; None for what is no deadline."""
    target = row.target
    if isinstance(target, DateTarget):
        if target.op == "=":
            return None
        return target.op in AT_LEAST if level2_kind(row.indicator.level2) == "time" else None
    if not isinstance(target, Threshold) or row.trait.direction is not None:
        return None
    if dimension(target.base_unit) != "time" or not _DUE.search(row.name):
        return None
    return None if _LASTS.search(row.name) else target.op in AT_LEAST


@rule(
    "deadline.direction",
    number="T07",
    title="时限方向错误",
    title_en="A deadline written as a floor",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def direction(view: View) -> Verdicts:
    """A deadline is a ceiling: not ≥ of a date, nor ≥ of the time that a work may take.

    Times that something lasts (开放时间, 服务时长) are none; names that target.direction
    knows (办理时限) are left to it.

    Example: 资金拨付完成时间 ≥12月: fail. 场馆开放时间 ≥300天: nothing is said.
    """
    for row in view.rows:
        wrong = _at_least_late(row)
        if wrong and row.target:
            yield fail(
                f"{where(row)}为时限，指标值却填报为 {row.target.raw}",
                f"{where_en(row)} is a deadline, but its target is {row.target.raw}",
                (row.target_pointer,),
                also=(f"{row.pointer}/level3", f"{row.pointer}/level2"),
                expected="≤",
                actual=row.target.raw,
            )
        elif wrong is not None:
            yield PASS
