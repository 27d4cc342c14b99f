"""The command `shenbao`. A command's module is imported when it is called for, so that
`shenbao --help` answers at once.
"""

import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from shenbao import __version__
from shenbao.errors import InternalError, ShenbaoError

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as shells have it."""

COMMANDS = {
    "run": ("shenbao.cli.run", "Read filings into JSON documents, many at once."),
    "check": (
        "shenbao.cli.check",
        "Run the rules again over kept results, without reading the filings again.",
    ),
    "report": ("shenbao.cli.report", "Write a report about the results that a run left."),
    "show": ("shenbao.cli.show", "Print the filings of a file and their findings for a person."),
    "tables": ("shenbao.cli.tables", "Write the tables of any PDF, merged cells kept."),
    "schema": ("shenbao.cli.schema", "Print the JSON Schema of a filing's document."),
    "rules": ("shenbao.cli.rules", "List and explain the rules that filings are held to."),
    "forms": (
        "shenbao.cli.forms",
        "List the forms that are known, check a definition, draft a new one.",
    ),
    "corpus": ("shenbao.cli.corpus", "Make filings with known truth, and score a reading."),
}
"""Name, module and summary of each command; a test holds the summaries to the modules."""


class LazyGroup(click.Group):
    """A group whose commands live in modules that are imported on demand.

    It also turns what nobody can go on from into one line and an exit code.
    """

    def __init__(self, *args: Any, commands_at: Mapping[str, tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of use, not of the alphabet."""
        return list(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command; its object is named `command`."""
        if cmd_name not in self.commands_at:
            return None
        command = import_module(self.commands_at[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for --help, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.commands_at.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command; errors become one line on standard error."""
        with _one_line_errors(ctx):
            return super().invoke(ctx)


class Refusal(click.ClickException):
    """An error as the command line shows it."""

    exit_code: int  # type: ignore[misc]  # click declares it a class variable, and sets it so

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@contextmanager
def _one_line_errors(ctx: click.Context) -> Iterator[None]:
    wants_traceback = bool(ctx.params.get("traceback"))
    try:
        yield
    except ShenbaoError as error:
        if wants_traceback:
            click.echo(_details(error), err=True, nl=False)
        raise Refusal(str(error), error.exit_code) from None
    except KeyboardInterrupt:
        raise Refusal("interrupted", INTERRUPTED) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except Exception as error:
        if wants_traceback:
            click.echo(_details(error), err=True, nl=False)
        text = f"{type(error).__name__}: {error}. Please report this with --traceback."
        raise Refusal(f"shenbao stumbled over {text}", 1) from None


def _details(error: Exception) -> str:
    own = "".join(traceback.format_exception(error))
    return error.details + own if isinstance(error, InternalError) else own


@click.group(
    cls=LazyGroup,
    commands_at=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: shenbao run filings/ --out results",
)
@click.version_option(__version__, prog_name="shenbao")
@click.option("--traceback", is_flag=True, help="Show where in the code an error arose.")
def cli(traceback: bool) -> None:
    """Read filed Chinese budget performance forms into typed, checked data.

    Exit codes: 0 all read, 1 a slip of shenbao's own, 2 wrong usage, 3 some
    filings could not be read, 4 findings that --fail-on asks for, 130
    interrupted.
    """


def main() -> None:
    """The installed script."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character gets a stand-in instead of an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="shenbao")
