"""年度主要任务: the amounts of the main tasks."""

from collections.abc import Iterator

from normalize.models import MainTask
from rules.matches import Checked, Match, errors
from rules.names import is_total, plain_name
from rules.rule import DEPARTMENT_FORM, PASS, Verdicts, fail, rule, undetermined
from rules.sums import Figure, compare_sum
from rules.view import View

SOURCE = "部门整体支出绩效目标申报表“年度主要任务”: 总额 = 财政拨款 + 其他资金"
SLACK = "(n+1)/2 units of the last printed digit, n parts"


def _rows(view: View) -> list[tuple[str, MainTask]]:
    return [(f"/main_tasks/{place}", task) for place, task in enumerate(view.department.main_tasks)]


def _row_sums(view: View) -> Iterator[Checked]:
    for path, task in _rows(view):
        parts = [Figure(f"{path}/fiscal", task.fiscal), Figure(f"{path}/other", task.other)]
        places = [figure.pointer for figure in parts if figure.value is None]
        unread = tuple(filter(view.is_unread, [*places, f"{path}/amount"]))
        if unread and (task.amount is None or places):
            yield undetermined(
                "主要任务有未能读出的金额", "amounts of a task were not read", unread
            )
            continue
        values = [figure.value for figure in parts if figure.value is not None]
        if task.amount is None or not values or not all(map(view.is_blank, places)):
            continue
        comparison = compare_sum(values, task.amount)
        yield Match(
            comparison,
            f"主要任务“{task.name}”总额应为 {comparison.expected}，填报为 {task.amount}",
            f"task {task.name}: its sources add up to {comparison.expected}, "
            f"the amount is filed as {task.amount}",
            (f"{path}/amount", *(figure.pointer for figure in parts if figure.value is not None)),
            tuple(places),
            expected=str(comparison.expected),
            actual=str(task.amount),
        )


@rule(
    "tasks.row_sum",
    number="B03",
    title="主要任务金额行内不平",
    title_en="A task's amount is not the sum of its sources",
    severity="error",
    source=SOURCE,
    slack=SLACK,
    forms=(DEPARTMENT_FORM,),
)
def row_sum(view: View) -> Verdicts:
    """Each task's amount is 财政拨款 and 其他资金 together; a blank counts as nothing.

    Nothing is said where the form has one of the two columns only.

    Example: 总额 90, 财政拨款 60, 其他资金 20: fail.
    """
    return errors(_row_sums(view))


def _own_totals(view: View) -> Iterator[Checked]:
    rows = _rows(view)
    totals = [(path, task) for path, task in rows if is_total(plain_name(task.name))]
    parts = [(path, task) for path, task in rows if not is_total(plain_name(task.name))]
    if len(totals) != 1 or not parts:
        return
    for field, zh in (("amount", "总额"), ("fiscal", "财政拨款"), ("other", "其他资金")):
        total = Figure(f"{totals[0][0]}/{field}", getattr(totals[0][1], field))
        figures = [Figure(f"{path}/{field}", getattr(task, field)) for path, task in parts]
        blank = tuple(figure.pointer for figure in figures if figure.value is None)
        if unread := tuple(filter(view.is_unread, blank)):
            yield undetermined(f"主要任务{zh}有未能读出的", f"{field}: not all was read", unread)
            continue
        shown = [figure for figure in figures if figure.value is not None]
        if total.value is None or not shown:
            continue
        comparison = compare_sum([f.value for f in shown if f.value is not None], total.value)
        yield Match(
            comparison,
            f"主要任务{zh}合计应为 {comparison.expected}，填报为 {total.value}",
            f"the tasks' {field} adds up to {comparison.expected}, the total is {total.value}",
            (total.pointer, *(figure.pointer for figure in shown)),
            (*blank, f"{totals[0][0]}/name"),
            expected=str(comparison.expected),
            actual=str(total.value),
        )


@rule(
    "tasks.total",
    number="B04",
    title="主要任务金额与其合计不符",
    title_en="The tasks do not add up to their total",
    severity="error",
    source=SOURCE,
    slack=SLACK,
    forms=(DEPARTMENT_FORM,),
)
def total(view: View) -> Verdicts:
    """The tasks' amounts add up to the row 金额合计 below them, column by column.

    Example: 120 + 80 against 金额合计 210: fail.
    """
    return errors(_own_totals(view))


@rule(
    "tasks.over_budget",
    number="B04",
    title="主要任务金额超过年度总额",
    title_en="The tasks cost more than the year's budget",
    severity="error",
    source=SOURCE,
    slack=SLACK,
    forms=(DEPARTMENT_FORM,),
)
def over_budget(view: View) -> Verdicts:
    """The main tasks together cost no more than the year's total expenditure.

    Less is right: main tasks are not all that a department does.

    Example: tasks of 500 against 支出合计 434.34: fail.
    """
    whole = view.amounts("expenditure").total
    tasks = [
        Figure(f"{path}/amount", task.amount)
        for path, task in _rows(view)
        if not is_total(plain_name(task.name))
    ]
    values = [figure.value for figure in tasks if figure.value is not None]
    if whole is None or not whole.value or not values:
        return
    comparison = compare_sum(values, whole.value)
    if comparison.closeness != "apart" or comparison.difference > 0:
        yield PASS
        return
    yield fail(
        f"主要任务金额之和 {comparison.expected} 超过年度支出合计 {whole.value}",
        f"the tasks cost {comparison.expected}, the year's total is {whole.value}",
        (whole.pointer, *(figure.pointer for figure in tasks if figure.value is not None)),
        expected=f"<= {whole.value}",
        actual=str(comparison.expected),
        figures=True,
    )
