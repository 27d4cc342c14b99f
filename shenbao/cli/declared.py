"""A declaration of any form, printed for a person."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from normalize.draft import escape
from normalize.models import (
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    DepartmentIndicator,
    EvaluatedIndicator,
    FundingItem,
    Indicator,
    OtherDeclaration,
    Period,
    ProjectDeclaration,
    ProjectEvaluation,
)
from shenbao.cli.console import plain
from shenbao.report.persons import Persons

BLANK = Text("—", style="dim")


def print_declaration(console: Console, declaration: Declaration, persons: Persons) -> None:
    """Prints what the form says, part by part; `persons` are masked in its free texts."""
    match declaration:
        case DepartmentDeclaration():
            _print_department(console, declaration)
        case ProjectDeclaration():
            _print_project(console, declaration)
        case ProjectEvaluation() | DepartmentEvaluation():
            _print_evaluation(console, declaration)
        case OtherDeclaration():
            _print_other(console, declaration, persons)
    _print_others(console, declaration, persons)


def _print_department(console: Console, declaration: DepartmentDeclaration) -> None:
    _print_list(console, "functions", declaration.functions)
    _print_list(console, "tasks", declaration.tasks)
    print_rows(
        console,
        "main tasks",
        ["name", "content", "amount", "fiscal", "other"],
        (
            [task.name, task.content, task.amount, task.fiscal, task.other]
            for task in declaration.main_tasks
        ),
    )
    _print_funding(console, "income", declaration.funding.income)
    _print_funding(console, "expenditure", declaration.funding.expenditure)
    print_rows(
        console,
        "projects",
        ["name", "category", "total budget", "annual budget", "purpose"],
        (
            [item.name, item.category, item.total_budget, item.annual_budget, item.purpose]
            for item in declaration.projects
        ),
    )
    until = f" until {declaration.long_term.until}" if declaration.long_term.until else ""
    _print_goal(console, f"long-term goal{until}", declaration.long_term.goal)
    _print_indicators(console, "long-term indicators", declaration.long_term.indicators)
    _print_goal(console, "annual goal", declaration.annual.goal)
    _print_indicators(console, "annual indicators", declaration.annual.indicators)


def _print_project(console: Console, declaration: ProjectDeclaration) -> None:
    print_rows(
        console,
        "project",
        ["category", "nature", "from", "to"],
        [[declaration.category, declaration.nature, *_ends(declaration.period)]],
    )
    print_rows(
        console,
        "funding",
        ["item", "total", "annual"],
        ([part.item, part.total, part.annual] for part in declaration.funding),
    )
    _print_goal(console, "long-term goal", declaration.long_term.goal)
    _print_indicators(console, "long-term indicators", declaration.long_term.indicators)
    _print_goal(console, "annual goal", declaration.annual.goal)
    _print_indicators(console, "annual indicators", declaration.annual.indicators)


def _ends(period: Period) -> tuple[str | None, str | None]:
    return period.start, period.end


def _print_evaluation(
    console: Console, declaration: ProjectEvaluation | DepartmentEvaluation
) -> None:
    print_rows(
        console,
        "execution",
        ["item", "initial", "adjusted", "executed", "weight", "rate %", "score"],
        (
            [row.item, row.initial, row.adjusted, row.executed, row.weight, row.rate, row.score]
            for row in declaration.execution
        ),
    )
    _print_goal(console, "annual goal", declaration.annual.goal)
    _print_goal(console, "what was reached", declaration.annual.actual)
    _print_indicators(console, "annual indicators", declaration.annual.indicators)
    if declaration.total_score is not None:
        _print_goal(console, "total score", format(declaration.total_score, "f"))


def _print_other(console: Console, declaration: OtherDeclaration, persons: Persons) -> None:
    values = [[name, _raw(value, persons)] for name, value in declaration.values.items()]
    print_rows(console, "values", ["name", "value"], values)
    for name, records in declaration.records.items():
        columns = list(dict.fromkeys(column for record in records for column in record))
        rows = [[_raw(record.get(column), persons) for column in columns] for record in records]
        print_rows(console, name, columns, rows)


def _raw(value: object, persons: Persons) -> str | Decimal | None:
    """A value as filed: what a target says, not how it was understood."""
    if value is None or isinstance(value, Decimal):
        return value
    return persons.text(str(getattr(value, "raw", value)))


def _print_others(console: Console, declaration: Declaration, persons: Persons) -> None:
    """What the form asks besides, and what found no place in it."""
    choices = [[name, "、".join(ticked) or None] for name, ticked in declaration.choices.items()]
    print_rows(console, "choices", ["group", "ticked"], choices)
    attributes = [
        [name, persons.value(f"/attributes/{escape(name)}", text)]
        for name, text in declaration.attributes.items()
    ]
    print_rows(console, "other labels", ["label", "text"], attributes)
    _print_list(console, "without a place", [persons.text(text) for text in declaration.unplaced])


def _print_list(console: Console, title: str, items: Sequence[str]) -> None:
    if not items:
        return
    print_title(console, title)
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    for number, item in enumerate(items, start=1):
        grid.add_row(f"{number}.", plain(item))
    console.print(grid)


def _print_goal(console: Console, title: str, goal: str | None) -> None:
    if goal:
        print_title(console, title)
        console.print(plain(goal))


def _print_funding(console: Console, title: str, items: Sequence[FundingItem]) -> None:
    years = sorted({year for item in items for year in item.history})
    rows = (
        [item.item, item.amount, item.share, *(item.history.get(year) for year in years)]
        for item in items
    )
    print_rows(console, title, ["item", "amount", "share %", *years], rows)


def _print_indicators(console: Console, title: str, items: Sequence[Indicator]) -> None:
    """What the levels promise, and whatever else the form has a column for."""
    years = sorted(
        {year for item in items if isinstance(item, DepartmentIndicator) for year in item.history}
    )
    more = [
        field
        for field in ("weight", "basis", "actual", "score", "reason")
        if any(getattr(item, field, None) is not None for item in items)
        or (field == "basis" and any(isinstance(item, DepartmentIndicator) for item in items))
        or (field == "actual" and any(isinstance(item, EvaluatedIndicator) for item in items))
    ]
    rows = (
        [
            item.level1,
            item.level2,
            item.level3,
            item.target and item.target.raw,
            *(_field(item, field) for field in more),
            *(_reached(item, year) for year in years),
        ]
        for item in items
    )
    print_rows(console, title, ["level 1", "level 2", "level 3", "target", *more, *years], rows)


def _field(item: Indicator, field: str) -> object:
    value = getattr(item, field, None)
    return getattr(value, "raw", value)


def _reached(item: Indicator, year: str) -> str | None:
    target = item.history.get(year) if isinstance(item, DepartmentIndicator) else None
    return target.raw if target else None


def print_rows(
    console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """A table; nothing where there are no rows. Numbers stand to the right."""
    lines = list(rows)
    if not lines:
        return
    print_title(console, f"{title} ({len(lines)})")
    table = Table()
    for index, column in enumerate(columns):
        numeric = any(isinstance(line[index], Decimal) for line in lines)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for line in lines:
        table.add_row(*map(shown, line))
    console.print(table)


def print_title(console: Console, title: str) -> None:
    """A heading after a blank line."""
    console.print()
    console.print(Text(title, style="bold"))


def shown(value: object) -> Text:
    """A value as a cell; what was left empty is a dash."""
    if value is None:
        return BLANK
    return plain(format(value, "f") if isinstance(value, Decimal) else value)
