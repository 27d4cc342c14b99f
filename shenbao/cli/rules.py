"""`shenbao rules`: what filings are held to."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.cells import cell_len
from rich.table import Table

from rules.page import SEVERITIES
from rules.rule import RuleFacts
from shenbao.cli.console import plain, stdout, wrapped
from shenbao.cli.options import profile_of, profile_option
from shenbao.errors import UsageError
from shenbao.report.explained import EVERY, explanation_of
from shenbao.report.words import Language

LABELS: Mapping[Language, Sequence[str]] = {
    "en": ("rule", "title", "severity", "forms", "decides", "example", "slack", "source"),
    "zh": ("规则", "名称", "级别", "适用表式", "判定方法", "示例", "容差", "依据"),
}

GAP = 2
"""Columns between a label and its text."""


@click.group("rules", epilog="Example: shenbao rules explain funding.share")
def command() -> None:
    """List and explain the rules that filings are held to."""


@command.command("list", epilog="Example: shenbao rules list --profile hubei.toml")
@profile_option
def list_rules(profile: Path | None) -> None:
    """List every rule: its id, severity and title; with a profile, as it sets them."""
    held = profile_of(profile).applied(EVERY)
    table = Table("rule", "number", "severity", "title", "", box=None, pad_edge=False)
    for rule in EVERY.values():
        severity = _set_to(held[rule.id], rule) if rule.id in held else "off"
        table.add_row(rule.id, rule.number, severity, plain(rule.title), rule.title_en)
    stdout().print(table)


def _set_to(rule: RuleFacts, shipped: RuleFacts) -> str:
    """`warning (error), ±0.05`: the severity, in brackets the shipped one, the tolerance."""
    was = f" ({shipped.severity})" if rule.severity != shipped.severity else ""
    tolerance = rule.tolerance
    allowed = f", ±{tolerance.amount}{'%' * tolerance.percent}" if tolerance else ""
    return f"{rule.severity}{was}{allowed}"


@command.command("explain", epilog="Example: shenbao rules explain funding.share")
@click.argument("rule_id", metavar="RULE")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="en",
    show_default=True,
    help="Of the explanation.",
)
def explain(rule_id: str, lang: Language) -> None:
    """Say how a rule decides, with a worked example and its source.

    RULE is its id or its number.
    """
    rule = _named(rule_id)
    said = explanation_of(rule, lang)
    chinese = lang == "zh"
    texts = (
        f"{rule.id} ({rule.number})",
        said.title if chinese else f"{rule.title}\n{said.title}",
        SEVERITIES[rule.severity] if chinese else rule.severity,
        ("、" if chinese else "\n").join(rule.forms),
        said.decides,
        said.example,
        said.slack,
        said.source,
    )
    console = stdout()
    room = console.width - max(map(cell_len, LABELS[lang])) - GAP
    table = Table.grid(padding=(0, GAP))
    for label, text in zip(LABELS[lang], texts, strict=True):
        table.add_row(label, plain(wrapped(text, room) if chinese else text))
    console.print(table)


def _named(rule_id: str) -> RuleFacts:
    """The rule of this id or number.

    Raises:
        UsageError: there is none.
    """
    for rule in EVERY.values():
        if rule_id in (rule.id, rule.number):
            return rule
    raise UsageError(f"There is no rule {rule_id!r}. `shenbao rules list` names them all.")
