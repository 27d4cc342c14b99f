"""Years of a filing against each other."""

from rules.rule import PASS, Verdicts, fail, rule, undetermined
from rules.view import View


def _history(view: View) -> list[int]:
    return [int(year) for year in view.history_years if year.isdecimal()]


def _stated_year(view: View) -> Verdicts:
    stated, fiscal = view.declaration.stated_year, view.declaration.fiscal_year
    if stated is None or fiscal is None:
        if stated is None and view.is_unread("/stated_year"):
            yield undetermined("表头年度未能读出", "the stated year is unread", ("/stated_year",))
        return
    if stated == fiscal:
        yield PASS
        return
    yield fail(
        f"表头年度为 {stated} 年，近两年收支金额却表明预算年度为 {fiscal} 年",
        f"the form states the year {stated}, its history years make it {fiscal}",
        ("/stated_year", "/fiscal_year"),
        expected=str(fiscal),
        actual=str(stated),
    )


def _consecutive(view: View, years: list[int]) -> Verdicts:
    fiscal = view.declaration.fiscal_year
    if len(years) != 2:
        return
    last = fiscal if fiscal is not None else years[1] + 1
    expected = [last - 2, last - 1]
    if years == expected:
        yield PASS
        return
    yield fail(
        f"近两年应为 {expected[0]}、{expected[1]} 年，填报为 {years[0]}、{years[1]} 年",
        f"the two history years should be {expected[0]} and {expected[1]}, "
        f"filed are {years[0]} and {years[1]}",
        ("/fiscal_year", *_places(view, years)),
        expected=f"{expected[0]}, {expected[1]}",
        actual=f"{years[0]}, {years[1]}",
    )


def _places(view: View, years: list[int]) -> tuple[str, ...]:
    """The first place in the table that stands under each of the years."""
    funding = view.department.funding
    sides = (("income", funding.income), ("expenditure", funding.expenditure))
    found: dict[str, str] = {}
    for side, items in sides:
        for place, item in enumerate(items):
            for year in item.history:
                found.setdefault(year, f"/funding/{side}/{place}/history/{year}")
    return tuple(found[str(year)] for year in years)


def _not_in_future(view: View, years: list[int]) -> Verdicts:
    filed = view.declaration.filed_on
    if not years or filed is None:
        return
    if years[-1] <= filed.year:
        yield PASS
        return
    yield fail(
        f"近两年收支金额列有 {years[-1]} 年，晚于填报日期 {filed.isoformat()}",
        f"history year {years[-1]} lies after the filing date {filed.isoformat()}",
        ("/filed_on", *_places(view, years[-1:])),
        expected=f"<= {filed.year}",
        actual=str(years[-1]),
    )


@rule(
    "funding.history_years",
    number="T05/T06",
    title="年度前后不一致",
    title_en="The years of the filing disagree",
    severity="error",
    source="部门整体绩效目标申报表“近两年收支金额”",
)
def history_years(view: View) -> Verdicts:
    """The two history years are the two before the budget year, and not after the filing.

    A year that the form states is the budget year. Where the table gives one history
    year, or more than two, nothing is said of their order.

    Example: 2022 and 2023, filed on 2023-10-09, for 2024: pass. 2021 and 2023: fail.
    """
    years = _history(view)
    yield from _stated_year(view)
    yield from _consecutive(view, years)
    yield from _not_in_future(view, years)


@rule(
    "long_term.until",
    number="T02",
    title="长期目标截止年早于预算年度",
    title_en="The long-term goal ends before the budget year",
    severity="warning",
    source="部门整体绩效目标申报表填报说明4: 长期目标为三年内所达到的效果",
)
def until(view: View) -> Verdicts:
    """The year in which the long-term goal ends is not before the budget year.

    Example: 截止 2026 年 for the budget of 2024: pass. 截止 2022 年: fail.
    """
    end, fiscal = view.department.long_term.until, view.declaration.fiscal_year
    if end is None or fiscal is None:
        if end is None and view.is_unread("/long_term/until"):
            yield undetermined(
                "长期目标截止年未能读出", "its last year was not read", ("/long_term/until",)
            )
        return
    if end >= fiscal:
        yield PASS
        return
    yield fail(
        f"长期目标截止 {end} 年，早于预算年度 {fiscal} 年",
        f"the long-term goal ends in {end}, before the budget year {fiscal}",
        ("/long_term/until", "/fiscal_year"),
        expected=f">= {fiscal}",
        actual=str(end),
    )
