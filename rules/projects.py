"""项目支出情况: the projects against the expenditure of their category."""

from collections.abc import Iterator

from normalize.models import Project
from rules.matches import Checked, Match, errors, notes
from rules.names import is_nested, is_total, plain_name
from rules.rule import PASS, Verdicts, rule, undetermined
from rules.sums import Figure, compare_sum
from rules.view import View, listed_once

SOURCE = "部门整体绩效目标申报表“项目支出情况”与“支出构成”"

# 支出项目类别 as the form prints them; the expenditure items begin with the same words.
CATEGORIES = ("特定目标类", "人员类", "运转类")


def is_sum(project: Project) -> bool:
    """Whether the row is no project but a sum of some: `合计`, `小计`."""
    name = plain_name(project.name)
    return is_total(name) or is_nested(name)


def _item(view: View, category: str) -> Figure | None:
    """The one expenditure amount of a category; None where there are none or several."""
    column = view.amounts("expenditure")
    if not column.sound:
        return None
    found = [
        Figure(f"/funding/expenditure/{place}/amount", row.amount)
        for place, row in enumerate(view.department.funding.expenditure)
        if plain_name(row.item).startswith(category)
    ]
    return found[0] if len(found) == 1 else None


def _members(view: View, category: str) -> list[tuple[int, Project]]:
    return [
        (place, project)
        for place, project in enumerate(view.department.projects)
        if plain_name(project.category).startswith(category) and not is_sum(project)
    ]


def _uncategorised(view: View) -> list[str]:
    """Pointers of the categories of projects that have an amount and no known category."""
    return [
        f"/projects/{place}/category"
        for place, project in enumerate(view.department.projects)
        if project.annual_budget
        and not is_sum(project)
        and not plain_name(project.category).startswith(CATEGORIES)
    ]


@listed_once
def _category_sums(view: View) -> Iterator[Checked]:
    """Each category's projects against its expenditure item, where both are there."""
    stray = _uncategorised(view)
    unread = tuple(filter(view.is_unread, stray))
    if stray and not unread:
        return
    for category in CATEGORIES:
        members, item = _members(view, category), _item(view, category)
        if members and item is not None:
            yield from _category_sum(view, category, members, item, unread)


def _category_sum(
    view: View,
    category: str,
    members: list[tuple[int, Project]],
    item: Figure,
    unread: tuple[str, ...],
) -> Iterator[Checked]:
    figures = [
        Figure(f"/projects/{place}/annual_budget", row.annual_budget) for place, row in members
    ]
    blank = tuple(figure.pointer for figure in (*figures, item) if figure.value is None)
    if missing := (*unread, *filter(view.is_unread, blank)):
        yield undetermined(
            f"{category}项目有未能读出的类别或金额，无法与支出构成核对",
            f"{category}: categories or amounts could not be read",
            missing,
        )
        return
    values = [figure.value for figure in figures if figure.value is not None]
    if item.value is None or not values:
        return
    comparison = compare_sum(values, item.value)
    if comparison.closeness == "equal":
        yield PASS
        return
    yield Match(
        comparison,
        f"{category}项目本年预算之和为 {comparison.expected}，支出构成填报为 {item.value}",
        f"the year's budgets of the {category} projects add up to {comparison.expected}, "
        f"the expenditure item is {item.value}",
        (*(figure.pointer for figure in figures if figure.value is not None), item.pointer),
        (*blank, *(f"/projects/{place}/category" for place, _ in members)),
        expected=str(comparison.expected),
        actual=str(item.value),
    )


@rule(
    "projects.category_amount",
    number="B05",
    title="项目预算之和与该类支出不符",
    title_en="Projects do not add up to the expenditure of their category",
    severity="error",
    source=SOURCE,
    slack="(n+1)/2 units of the last printed digit, n projects; inside it projects.rounding notes",
)
def category_amount(view: View) -> Verdicts:
    """The year's budgets of the projects of a category add up to its expenditure item.

    Rows 合计 and 小计 are no projects. Nothing is said where a project with an
    amount has no category, or the category no expenditure item.

    Example: seven 特定目标类 projects add up to 140.60. With an item of 150.59 the
    difference of 9.99 is over (7+1)/2 x 0.01 = 0.04: fail.
    """
    return errors(_category_sums(view))


@rule(
    "projects.rounding",
    number="B16",
    title="项目预算舍入差",
    title_en="Rounding difference between projects and expenditure",
    severity="info",
    source=SOURCE,
    slack="speaks only of differences inside the slack of projects.category_amount",
)
def rounding(view: View) -> Verdicts:
    """The projects of a category are off its expenditure by no more than rounding explains.

    Example: 140.60 against 140.59, off by 0.01, inside 0.04: a note (the reference filing).
    """
    return notes(_category_sums(view))
