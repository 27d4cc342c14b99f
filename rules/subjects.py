"""What the parts of a filing are about: duties, tasks, goals and indicators side by side."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from normalize.models import Range, Threshold
from rules.knowledge_names import COUNT_UNITS
from rules.knowledge_topics import topics
from rules.rule import EVERY_FORM, PASS, Verdicts, fail, rule, undetermined
from rules.texts import Said
from rules.view import Row, View

SOURCE = "the catalogue of inconsistencies, parts E and H: 职能、任务、目标与指标应相互对应"

# Less than this says too little to be about anything. Of 305 departments' made filings those
# with so many pairs on both sides share two or more; of duties beside another department's
# tasks more than half share none.
TELLING_PAIRS = 12
# Two or three tasks may all be of a function that the summary leaves out.
MANY_TASKS = 4


def tasks_said(view: View) -> list[tuple[str, str]]:
    """The department's tasks of the year, as texts with their places."""
    department = view.department
    said = [(f"/tasks/{place}", text) for place, text in enumerate(department.tasks)]
    for place, task in enumerate(department.main_tasks):
        said.append((f"/main_tasks/{place}/content", f"{task.name or ''}，{task.content or ''}"))
    return said


@rule(
    "tasks.beside_functions",
    number="N13",
    title="职能与任务不符",
    title_en="Tasks that have nothing to do with the department's functions",
    severity="warning",
    source=SOURCE,
    slack="one subject that both name; fewer than 4 tasks, and texts of a few words",
)
def beside_functions(view: View) -> Verdicts:
    """The year's tasks and the department's functions have some subject in common.

    Compared are pairs of characters, without the words that all such texts are made of
    (工作, 管理, 落实). Only where none at all is shared by two long texts are the tasks
    another department's, or the template's.

    Example: functions about 养老保险 and 工伤保险, tasks about 农村公路 and 桥梁检测: fail.
    """
    tasks = tasks_said(view)
    functions = view.department.functions
    duties = topics("，".join(functions))
    planned = topics("，".join(text for _, text in tasks))
    if len(tasks) < MANY_TASKS or min(len(duties), len(planned)) < TELLING_PAIRS:
        return
    if duties & planned:
        yield PASS
        return
    yield fail(
        "年度工作任务与部门职能没有共同内容",
        "the tasks of the year share no subject with the department's functions",
        (
            *(pointer for pointer, _ in tasks),
            *(f"/functions/{place}" for place in range(len(functions))),
        ),
    )


# Smaller figures stand in phrases (3个方面, 5项重点工作) and are no promise.
SMALLEST_PROMISE = 10
# Fewer indicators are not those of the whole goal.
FEWEST = 3

_UNITS = "|".join(sorted(COUNT_UNITS - {"个", "项", "条"}, key=len, reverse=True))
_PROMISE = re.compile(
    rf"(?<![\d.第])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万|亿)?(?:余|多)?(?P<unit>{_UNITS})"
)
# No promise is without it; most goals are.
_LARGE = re.compile(r"\d[\d万亿]")
_SCALE = {"": 1, "万": 10**4, "亿": 10**8}
_ELSEWHEN = re.compile(r"上年|去年|往年|历年|累计|截至|截止|现有|共有|目前|[三五]年|20\d\d年")
_GOALS = ("/long_term/goal", "/annual/goal")


class Promise(NamedTuple):
    """A figure that a goal names, with the clause that it stands in."""

    said: Said
    words: str
    clause: str
    value: Decimal


def _promises(view: View) -> Iterator[Promise]:
    for said in view.texts:
        if said.pointer not in _GOALS or not _LARGE.search(said.text):
            continue
        for sentence in said.text.split("。"):
            if "实际" in sentence:  # what was done
                continue
            for clause in re.split("[，；;]", sentence):
                if not _ELSEWHEN.search(clause):
                    yield from _promised(said, clause)


def _promised(said: Said, clause: str) -> Iterator[Promise]:
    for found in _PROMISE.finditer(clause):
        value = Decimal(found["number"].replace(",", "")) * _SCALE[found["scale"] or ""]
        if value >= SMALLEST_PROMISE:
            yield Promise(said, found[0], clause, value)


def _values(row: Row) -> tuple[Decimal, ...]:
    target = row.target
    if isinstance(target, Threshold):
        return target.value, target.base_value
    return (target.base_low, target.base_high) if isinstance(target, Range) else ()


def _speaks_of(row: Row, promise: Promise, subjects: frozenset[str]) -> bool:
    return promise.value in _values(row) or bool(subjects & topics(row.name))


@rule(
    "goal.without_indicator",
    number="W07",
    title="目标所述数量没有对应指标",
    title_en="A figure of the goal that no indicator speaks of",
    severity="warning",
    source=SOURCE,
    slack="figures below 10, and 个, 项 and 条, which stand in phrases, are not looked at",
    forms=EVERY_FORM,
)
def without_indicator(view: View) -> Verdicts:
    """A number of people, events or things that a goal promises has its indicator.

    An indicator speaks of it that has the same figure, or a subject in common with the
    clause. Figures of earlier years and totals to date are no promise.

    Example: “新建高标准农田800亩” in the goal, and indicators of 培训 and 防疫 alone: fail.
    """
    rows = view.rows
    if len(rows) < FEWEST:
        return
    for promise in _promises(view):
        subjects = topics(promise.clause)
        if not subjects:
            continue
        if any(_speaks_of(row, promise, subjects) for row in rows):
            yield PASS
            continue
        if unread := _unread_names(view):
            yield undetermined("有指标名称未能读出", "names of indicators were not read", unread)
            continue
        yield fail(
            f"总体目标称“{promise.clause}”，没有对应的指标",
            f"the goal says “{promise.clause}”, and no indicator speaks of it",
            (promise.said.pointer,),
            also=tuple(
                pointer for row in rows for pointer in (f"{row.pointer}/level3", row.target_pointer)
            ),
            actual=promise.words,
        )


def _unread_names(view: View) -> tuple[str, ...]:
    places = (f"{row.pointer}/level3" for row in (*view.long_term, *view.annual) if not row.name)
    return tuple(filter(view.is_unread, places)) if view.unread else ()
