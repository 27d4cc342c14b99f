"""`shenbao forms`: which forms are known, and how to teach further ones."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from normalize.definition import FormDefinition
from shenbao.cli.console import plain, stdout
from shenbao.cli.options import forms_option, limits, read_options, reading_options
from shenbao.errors import UsageError, printable
from shenbao.forms import forms_with, read_form_file, shipped_forms
from shenbao.single import draft_limited
from shenbao.writing import write_whole


@click.group(
    "forms",
    invoke_without_command=True,
    epilog="Example: shenbao forms check forms/travel.toml",
)
@forms_option
@click.pass_context
def command(context: click.Context, forms: Path | None) -> None:
    """List the forms that are known, check a definition, draft a new one."""
    if context.invoked_subcommand is None:
        _print_forms(forms_with(forms))


def _print_forms(forms: tuple[FormDefinition, ...]) -> None:
    table = Table("definition", "form", "version", "sections", "from", box=None, pad_edge=False)
    shipped = {id(form) for form in shipped_forms()}
    for form in forms:
        table.add_row(
            plain(form.name),
            plain(form.title),
            plain(form.version),
            str(len(form.sections)),
            plain(form.source) if id(form) in shipped else plain(f"your own; {form.source}"),
        )
    stdout().print(table)


@command.command("check", epilog="Example: shenbao forms check forms/travel.toml")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a definition: what it reads, or the line and key that are wrong (exit code 2)."""
    form = read_form_file(file)
    console = stdout()
    console.print(plain(f"{printable(file)}: {form.title} is sound."))
    table = Table.grid(padding=(0, 2))
    for kind, count in (
        ("titles", len(form.titles)),
        ("labels in lines", len(form.lines)),
        ("labels beside values", len(form.pairs)),
        ("sections", len(form.sections)),
        ("columns", sum(len(section.columns) for section in form.sections)),
    ):
        table.add_row(kind, str(count))
    console.print(table)


@command.command("draft", epilog="Example: shenbao forms draft travel.pdf --out forms/travel.toml")
@click.argument("file", metavar="FILING")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; standard output where it is left out.",
)
@reading_options
def draft(file: str, out: Path | None, **reading: Any) -> None:
    """Write a first definition of the form that FILING is, for you to go on from.

    docs/forms.md says how: mend the names, drop what you do not need, check it.
    """
    text = draft_limited(file, read_options(reading), limits(reading))
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists():
        raise UsageError(f"{printable(out)} is there already. Name another file with --out.")
    write_whole(out, text.encode())
