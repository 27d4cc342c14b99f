"""`shenbao tables`: the tables of any PDF."""

import sys
from pathlib import Path
from typing import Any

import click

from shenbao.cli.options import limits, read_options, reading_options
from shenbao.errors import UsageError
from shenbao.export.spreadsheet import BOM
from shenbao.export.tables import Format, render_tables
from shenbao.inputs import display_name
from shenbao.single import read_limited_all
from shenbao.writing import write_whole


@click.command("tables", epilog="Example: shenbao tables budget.pdf --to xlsx --out budget.xlsx")
@click.argument("file", metavar="FILE")
@click.option(
    "--to",
    type=click.Choice(["csv", "xlsx", "html", "json", "md"]),
    required=True,
    help="xlsx and html keep merged cells; csv and md hold their text once, in the first place.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; standard output where it is left out.",
)
@reading_options
def command(file: str, to: Format, out: Path | None, **reading: Any) -> None:
    """Write the tables of any PDF, merged cells kept.

    Tables that run over several pages come as one. The PDF need not be a form
    that shenbao knows.
    """
    if out is None and to == "xlsx" and sys.stdout.isatty():
        raise UsageError("An Excel file is nothing for a terminal. Name a file with --out.")
    filings = read_limited_all(file, read_options(reading), limits(reading))
    tables = [table for filing in filings for table in filing.tables]
    data = render_tables(tables, to, display_name(file))
    if not tables:
        click.echo("Warning: no table was found.", err=True)
    if out is None:
        click.echo(data, nl=False)
    else:
        write_whole(out, BOM.encode() + data if to == "csv" else data)
