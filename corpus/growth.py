"""What some offices' 部门整体绩效目标申报表 have besides: 分值, 年度主要任务 with money, and
the projects' own 合计.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from corpus.amounts import TOTAL, cents
from corpus.filing import FilingDraft, IndicatorRow, ProjectRow, TaskRow
from corpus.vocabulary import FIELDS, TASK_TAILS, TASK_VERBS
from corpus.written import BLANK, money, text


def grown(rng: Random, filing: FilingDraft) -> FilingDraft:
    """The filing with what three in ten layouts have: weights, tasks with their money, a total
    of the projects.
    """
    if rng.random() < 0.3:
        filing = replace(
            filing, long_term=_weighted(filing.long_term), annual=_weighted(filing.annual)
        )
    if rng.random() < 0.3:
        filing = replace(filing, tasks=(), main_tasks=_draw_main_tasks(rng, filing))
    if rng.random() < 0.3:
        filing = replace(filing, projects=(*filing.projects, _total_of(filing)))
    return filing


def _total_of(filing: FilingDraft) -> ProjectRow:
    """The row below the projects: what they cost together."""
    columns = zip(*((row.total_budget, row.annual_budget) for row in filing.projects), strict=True)
    sums = [sum((Decimal(leaf.truth) for leaf in column), Decimal(0)) for column in columns]
    total, annual = (money(value, filing.hand) for value in sums)
    return ProjectRow(text(TOTAL), BLANK, total, annual, BLANK)


def _weighted(rows: Sequence[IndicatorRow]) -> tuple[IndicatorRow, ...]:
    """A hundred points over the rows that name an indicator."""
    named = [i for i, row in enumerate(rows) if row.level3.truth is not None]
    base, rest = divmod(100, len(named))
    points = {i: text(str(base + (place < rest))) for place, i in enumerate(named)}
    return tuple(replace(row, weight=points.get(i, BLANK)) for i, row in enumerate(rows))


def _draw_main_tasks(rng: Random, filing: FilingDraft) -> tuple[TaskRow, ...]:
    """Two to five tasks whose amounts sum to the year's expenditure."""
    field = next((f for f in FIELDS if (filing.department.truth or "").endswith(f.bodies)), None)
    objects = (field or rng.choice(FIELDS)).objects
    names = rng.sample(objects, rng.randint(2, 5))
    whole = Decimal(filing.expenditure[-1].amount.truth)
    parts = [cents(whole * rng.randint(60, 90) / 100 / len(names)) for _ in names[1:]]
    amounts = [whole - sum(parts, Decimal(0)), *parts]
    others = [cents(a * rng.choice((0, 0, 5, 12)) / 100) for a in amounts]
    return tuple(
        TaskRow(
            name=text(name),
            content=text(f"{rng.choice(TASK_VERBS)}{name}工作，{rng.choice(TASK_TAILS)}。"),
            amount=money(amount, filing.hand),
            fiscal=money(amount - other, filing.hand),
            other=money(other, filing.hand),
        )
        for name, amount, other in zip(names, amounts, others, strict=True)
    )
