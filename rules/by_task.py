"""Indicators that are laid out by task: each task with its own, each with its task."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from rules.knowledge_levels import level2_kind
from rules.knowledge_topics import topics
from rules.names import is_total, plain_name
from rules.rule import PASS, Verdicts, fail, rule
from rules.subjects import SOURCE, tasks_said
from rules.targets import some_of, where, where_en
from rules.view import Row, View, listed_once


class Funded(NamedTuple):
    """A main task with money, and the rows of the year's indicators that are laid out under it."""

    pointer: str
    name: str
    amount: Decimal
    rows: tuple[Row, ...]


# A name shorter than this may stand in other words.
LONG_NAME = 4
# With fewer tasks among the headings the indicators are not laid out by task.
BY_TASK = 2


def _names_task(row: Row, name: str) -> bool:
    heads = (plain_name(row.indicator.level1), plain_name(row.indicator.level2), row.name)
    return any(name in head for head in heads)


@listed_once
def _funded(view: View) -> Iterator[Funded]:
    """The main tasks with money, where the indicators are laid out by task; else none."""
    tasks = [
        (f"/main_tasks/{place}", plain_name(task.name), task.amount)
        for place, task in enumerate(view.department.main_tasks)
        if task.amount and not is_total(plain_name(task.name))
    ]
    found = [
        Funded(pointer, name, amount, tuple(row for row in view.annual if _names_task(row, name)))
        for pointer, name, amount in tasks
        if len(name) >= LONG_NAME and amount
    ]
    if len(found) == len(tasks) and sum(bool(task.rows) for task in found) >= BY_TASK:
        yield from found


@rule(
    "tasks.without_indicator",
    number="W09",
    title="任务没有对应指标",
    title_en="A task with money and without an indicator",
    severity="warning",
    source=SOURCE,
    slack="only where the indicators of at least two tasks stand under the tasks' names",
)
def task_without_indicator(view: View) -> Verdicts:
    """Where indicators are laid out by task, every main task with money has one.

    A task has an indicator that stands under its name, or has a subject in common with it.

    Example: headings 道路养护 and 桥梁检测, and a third task 公交优化 of 30 万元 of which no
    indicator speaks: fail.
    """
    for task in _funded(view):
        subjects = topics(task.name)
        if task.rows or any(subjects & topics(row.name) for row in view.annual):
            yield PASS
            continue
        yield fail(
            f"主要任务“{task.name}”有金额 {task.amount}，没有对应的绩效指标",
            f"task {task.name} costs {task.amount}, and no indicator speaks of it",
            (f"{task.pointer}/name", f"{task.pointer}/amount"),
            also=tuple(
                f"{row.pointer}/{level}" for row in view.annual for level in ("level2", "level3")
            ),
        )


# Half of the money, and a sixth of the indicators: no even hand.
BIG, FEW = Fraction(1, 2), Fraction(1, 6)


@rule(
    "tasks.few_indicators",
    number="W10",
    title="预算大而指标少",
    title_en="Much of the money and few of the indicators",
    severity="info",
    source=SOURCE,
    slack="less than half of the tasks' money, or more than a sixth of their indicators",
)
def few_indicators(view: View) -> Verdicts:
    """Where indicators are laid out by task, a task with half of the money has its share of them.

    Example: 300 of 400 万元 for 道路养护, and one of its seven indicators: a note.
    """
    tasks = _funded(view)
    money = sum((task.amount for task in tasks), Decimal(0))
    count = sum(len(task.rows) for task in tasks)
    for task in tasks:
        if not task.rows:
            continue
        if Fraction(task.amount) < BIG * Fraction(money) or len(task.rows) > FEW * count:
            yield PASS
            continue
        yield fail(
            f"主要任务“{task.name}”占任务金额 {task.amount}/{money}，"
            f"指标只有 {len(task.rows)}/{count} 个",
            f"task {task.name} has {task.amount} of {money}, and {len(task.rows)} of {count} "
            "indicators",
            (f"{task.pointer}/amount", *(f"{row.pointer}/level3" for row in task.rows)),
            also=tuple(f"{other.pointer}/amount" for other in tasks),
        )


_OUTPUT = ("产出", "履职效能")


@rule(
    "indicator.of_no_task",
    number="W08",
    title="指标没有对应任务",
    title_en="An output indicator that belongs to no task",
    severity="warning",
    source=SOURCE,
    slack="only where the indicators of at least two tasks stand under the tasks' names",
)
def of_no_task(view: View) -> Verdicts:
    """Where outputs are laid out by task, each stands under one, or shares a subject with one.

    Rows under 数量, 质量, 时效 or 成本指标 are not laid out by task, and not judged.

    Example: headings 道路养护 and 桥梁检测 beside 文艺演出 / 演出场次, and no such task: fail.
    """
    tasks = _funded(view)
    owned = {row.pointer for task in tasks for row in task.rows}
    texts = topics("，".join(text for _, text in tasks_said(view))) if tasks else frozenset()
    for row in view.annual if tasks else ():
        level1, head = plain_name(row.indicator.level1), plain_name(row.indicator.level2)
        if not row.name or not head or level2_kind(head) or not level1.startswith(_OUTPUT):
            continue
        if row.pointer in owned or texts & topics(f"{head}，{row.name}"):
            yield PASS
            continue
        yield fail(
            f"{where(row)}没有对应的任务（任务有{some_of([task.name for task in tasks])}）",
            f"{where_en(row)} belongs to none of the tasks",
            (f"{row.pointer}/level3", f"{row.pointer}/level2"),
            also=tuple(f"{task.pointer}/name" for task in tasks),
        )
