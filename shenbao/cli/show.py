"""`shenbao show`: one filing for a person."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from normalize.models import (
    DepartmentDeclaration,
    DepartmentIndicator,
    Filing,
    Finding,
    FundingItem,
)
from shenbao.cli.console import plain, stdout
from shenbao.cli.options import limits, profile_option, read_options, reading_options
from shenbao.places import Places
from shenbao.single import read_limited

COLOURS = {"error": "bold red", "warning": "yellow", "info": "cyan"}
SEVERITIES = ("error", "warning", "info")
BLANK = Text("—", style="dim")


@click.command("show", epilog="Example: shenbao show filing.pdf")
@click.argument("file", metavar="FILE")
@click.option("--english", is_flag=True, help="Findings in English; the filing stays as it is.")
@click.option("--only-findings", is_flag=True, help="Leave out the declaration.")
@reading_options
@profile_option
def command(file: str, english: bool, only_findings: bool, **reading: Any) -> None:
    """Print one filing and its findings for a person.

    Names and telephone numbers of persons are left out.
    """
    filing = read_limited(file, read_options(reading), limits(reading))
    console = stdout()
    _print_heading(console, filing)
    if isinstance(filing.declaration, DepartmentDeclaration) and not only_findings:
        _print_declaration(console, filing.declaration)
    _print_findings(console, filing, english)
    _print_problems(console, filing)


def _print_heading(console: Console, filing: Filing) -> None:
    source, declaration = filing.source, filing.declaration
    grid = Table.grid(padding=(0, 2))
    grid.add_row("file", plain(f"{source.file} ({source.pages} pages, {source.kind})"))
    if declaration is None:
        grid.add_row("form", f"unknown; {len(filing.tables)} tables (shenbao tables writes them)")
    else:
        grid.add_row("form", plain(declaration.form))
        grid.add_row("department", _value(getattr(declaration, "department", None)))
        grid.add_row("fiscal year", _value(declaration.fiscal_year))
        grid.add_row("filed on", _value(declaration.filed_on))
        grid.add_row("money in", _value(declaration.currency_unit))
    console.print(grid)


def _print_declaration(console: Console, declaration: DepartmentDeclaration) -> None:
    _print_list(console, "functions", declaration.functions)
    _print_list(console, "tasks", declaration.tasks)
    _print_funding(console, "income", declaration.funding.income)
    _print_funding(console, "expenditure", declaration.funding.expenditure)
    _print_rows(
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


def _print_list(console: Console, title: str, items: Sequence[str]) -> None:
    if not items:
        return
    _print_title(console, title)
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    for number, item in enumerate(items, start=1):
        grid.add_row(f"{number}.", plain(item))
    console.print(grid)


def _print_goal(console: Console, title: str, goal: str | None) -> None:
    if goal:
        _print_title(console, title)
        console.print(plain(goal))


def _print_funding(console: Console, title: str, items: Sequence[FundingItem]) -> None:
    years = sorted({year for item in items for year in item.history})
    rows = (
        [item.item, item.amount, item.share, *(item.history.get(year) for year in years)]
        for item in items
    )
    _print_rows(console, title, ["item", "amount", "share %", *years], rows)


def _print_indicators(console: Console, title: str, items: Sequence[DepartmentIndicator]) -> None:
    years = sorted({year for item in items for year in item.history})
    rows = (
        [
            item.level1,
            item.level2,
            item.level3,
            item.target and item.target.raw,
            item.basis,
            *(target and target.raw for target in map(item.history.get, years)),
        ]
        for item in items
    )
    _print_rows(console, title, ["level 1", "level 2", "level 3", "target", "basis", *years], rows)


def _print_rows(
    console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """A table; nothing where there are no rows. Numbers stand to the right."""
    lines = list(rows)
    if not lines:
        return
    _print_title(console, f"{title} ({len(lines)})")
    table = Table()
    for index, column in enumerate(columns):
        numeric = any(isinstance(line[index], Decimal) for line in lines)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for line in lines:
        table.add_row(*map(_value, line))
    console.print(table)


def _print_title(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold"))


def _value(value: object) -> Text:
    """A value as a cell; what was left empty is a dash."""
    if value is None:
        return BLANK
    return plain(format(value, "f") if isinstance(value, Decimal) else value)


def _print_findings(console: Console, filing: Filing, english: bool) -> None:
    outcomes = filing.outcomes
    _print_title(
        console,
        f"findings ({len(filing.findings)}; rules: {outcomes.passed} passed, "
        f"{outcomes.fail} failed, {outcomes.not_applicable} not applicable, "
        f"{outcomes.undetermined} undetermined)",
    )
    places = Places(filing.evidence)
    table = Table("severity", "page", "finding", "rule")
    for finding in sorted(filing.findings, key=_weight):
        message = finding.message_en if english else finding.message
        page = places.first_page(finding.pointers)
        colour = COLOURS[finding.severity] if finding.outcome == "fail" else "magenta"
        label = finding.severity if finding.outcome == "fail" else "unsure"
        table.add_row(
            Text(label, style=colour), _value(page), plain(message), Text(finding.rule, style="dim")
        )
    if filing.findings:
        console.print(table)


def _weight(finding: Finding) -> tuple[bool, int]:
    """What fails before what is unsure, errors first."""
    return finding.outcome != "fail", SEVERITIES.index(finding.severity)


def _print_problems(console: Console, filing: Filing) -> None:
    """What shenbao itself may have read wrongly."""
    rows = ([item.page, item.stage, item.message] for item in filing.problems)
    _print_rows(console, "problems of reading", ["page", "stage", "message"], rows)
