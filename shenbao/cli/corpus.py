"""`shenbao corpus`: filings with known truth."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click
import orjson

from shenbao.cli.console import plain, stdout
from shenbao.errors import UsageError, printable
from shenbao.writing import prepare_folder, write_whole

FORMS = ("department", "project", "evaluation", "department-evaluation")
"""As `corpus.make.FORMS`, which is imported only when it is needed."""


@click.group("corpus", epilog="Example: shenbao corpus make --count 20 --seed 1 --out corpus-20")
def command() -> None:
    """Make filings with known truth, and score a reading."""


@command.command(
    "make",
    epilog="Example: shenbao corpus make --count 20 --seed 1 --out corpus-20 --producer reportlab",
)
@click.option("--count", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="One seed, one corpus.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--producer",
    "producers",
    multiple=True,
    type=click.Choice(["chromium", "libreoffice", "reportlab"]),
    help="Who writes the PDFs; may be given several times. All by default.",
)
@click.option(
    "--form",
    type=click.Choice([*FORMS, "all"]),
    default="department",
    show_default=True,
    help="Which form; all take turns.",
)
@click.option("--scans", is_flag=True, help="Print, stamp and scan each filing.")
@click.option(
    "--dpi", type=click.Choice(["150", "200", "300"]), help="Of scans; they take turns by default."
)
def make(
    count: int,
    seed: int,
    out: Path,
    producers: tuple[str, ...],
    form: str,
    scans: bool,
    dpi: str | None,
) -> None:
    """Write filings as PDF with their truth as JSON.

    Chromium and LibreOffice are used where they are installed (`make
    corpus-tools` installs them on Debian); filings of a producer that is missing
    are left out. Scans have faults (skew, light, noise, seals, folds) that the truth
    names, and its boxes moved along.
    """
    if dpi and not scans:
        raise UsageError("--dpi is for scans: add --scans.")
    prepare_folder(out)
    forms = FORMS if form == "all" else (form,)
    who = producers or None
    try:
        if scans:
            make_scans = _tool("corpus.scanner").make_scans
            resolution = int(dpi) if dpi else None
            paths = make_scans(count, seed, out, resolution, None, who, forms=forms)
        else:
            paths = _tool("corpus.make").make_corpus(count, seed, out, who, forms)
    except (ValueError, RuntimeError) as error:
        raise UsageError(f"{error}. Install it with `make corpus-tools`.") from error
    click.echo(f"{len(paths)} filings in {printable(out)}")


@command.command("score", epilog="Example: shenbao corpus score corpus-20 results --misses 50")
@click.argument("truth", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--misses", type=click.IntRange(min=0), default=20, show_default=True)
@click.option(
    "--json",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write all of it.",
)
@click.option(
    "--calibration",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also draw how many values of each confidence are right (PNG, SVG or PDF).",
)
def score(
    truth: Path, out: Path, misses: int, target: Path | None, calibration: Path | None
) -> None:
    """Hold the results of `shenbao run` against the truth.

    TRUTH is a folder that `corpus make` wrote, OUT the --out of a run over it. The table
    says how many amounts and targets are marked as sure, and how many of those are wrong.
    """
    result = _tool("corpus.score").score(truth, out)
    if not result.filings:
        raise UsageError(f"{printable(truth)}: no *.truth.json here. Name a corpus.")
    console = stdout()
    console.print(result)
    for miss in result.misses[:misses]:
        line = f"{miss.file} {miss.what} {miss.pointer}: {miss.expected!r} / {miss.got!r}"
        console.print(plain(line), soft_wrap=True)
    if target is not None:
        write_whole(target, orjson.dumps(result.as_dict(), default=str) + b"\n")
    if calibration is not None:
        try:
            _tool("corpus.calibration").plot(result.believed, calibration)
        except (OSError, ValueError) as error:
            raise UsageError(f"{printable(calibration)}: can't be written: {error}") from error


def _tool(module: str) -> Any:
    """A module of the corpus, whose PDF writers are not installed with shenbao itself.

    Raises:
        UsageError: something that it needs is missing.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        remedy = "Install the tools of the corpus: pip install 'shenbao[dev]'."
        raise UsageError(f"{error.name} is not installed. {remedy}") from error
