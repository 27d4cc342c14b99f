"""`shenbao show`: the filings of one file for a person."""

from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from normalize.models import Filing, Finding
from shenbao.cli.console import plain, stdout
from shenbao.cli.declared import print_declaration, print_rows, print_title, shown
from shenbao.cli.options import limits, profile_option, read_options, reading_options
from shenbao.places import Places, pages_named
from shenbao.report.persons import persons_of
from shenbao.single import read_limited_all

COLOURS = {"error": "bold red", "warning": "yellow", "info": "cyan"}
SEVERITIES = ("error", "warning", "info")


@click.command("show", epilog="Example: shenbao show filing.pdf")
@click.argument("file", metavar="FILE")
@click.option("--english", is_flag=True, help="Findings in English; the filing stays as it is.")
@click.option("--only-findings", is_flag=True, help="Leave out the declaration.")
@reading_options
@profile_option
def command(file: str, english: bool, only_findings: bool, **reading: Any) -> None:
    """Print the filings of a file and their findings for a person.

    Several filings in one file come one after the other. Names and
    telephone numbers of persons are left out.
    """
    filings = read_limited_all(file, read_options(reading), limits(reading))
    console = stdout()
    for number, filing in enumerate(filings):
        if number:
            console.print()
            console.rule()
        _print_filing(console, filing, english, only_findings)


def _print_filing(console: Console, filing: Filing, english: bool, only_findings: bool) -> None:
    _print_heading(console, filing)
    if filing.declaration is not None and not only_findings:
        print_declaration(console, filing.declaration, persons_of(filing))
    _print_findings(console, filing, english)
    _print_problems(console, filing)


def _print_heading(console: Console, filing: Filing) -> None:
    source, declaration = filing.source, filing.declaration
    grid = Table.grid(padding=(0, 2))
    grid.add_row("file", plain(f"{source.file} ({source.pages} pages, {source.kind})"))
    if source.part is not None:
        part = source.part
        grid.add_row("filing", f"{part.number} of {part.of} ({pages_named(part.pages)})")
    if declaration is None:
        grid.add_row("form", f"unknown; {len(filing.tables)} tables (shenbao tables writes them)")
    else:
        grid.add_row("form", plain(declaration.form))
        for field in ("project", "project_code", "department", "unit"):
            if hasattr(declaration, field):
                grid.add_row(field.replace("_", " "), shown(getattr(declaration, field)))
        grid.add_row("fiscal year", shown(declaration.fiscal_year))
        grid.add_row("filed on", shown(declaration.filed_on))
        grid.add_row("money in", shown(declaration.currency_unit))
    console.print(grid)


def _print_findings(console: Console, filing: Filing, english: bool) -> None:
    outcomes = filing.outcomes
    print_title(
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
            Text(label, style=colour), shown(page), plain(message), Text(finding.rule, style="dim")
        )
    if filing.findings:
        console.print(table)


def _weight(finding: Finding) -> tuple[bool, int]:
    """What fails before what is unsure, errors first."""
    return finding.outcome != "fail", SEVERITIES.index(finding.severity)


def _print_problems(console: Console, filing: Filing) -> None:
    """What shenbao itself may have read wrongly."""
    rows = ([item.page, item.stage, item.message] for item in filing.problems)
    print_rows(console, "problems of reading", ["page", "stage", "message"], rows)
