"""`shenbao rules`: what filings are held to."""

import click
from rich.table import Table

from rules.catalogue import RULES
from rules.rule import Rule
from shenbao.cli.console import plain, stdout
from shenbao.errors import UsageError


@click.group("rules", epilog="Example: shenbao rules explain funding.share")
def command() -> None:
    """List and explain the rules that filings are held to."""


@command.command("list", epilog="Example: shenbao rules list")
def list_rules() -> None:
    """List every rule: its id, severity and title."""
    table = Table("rule", "number", "severity", "title", "", box=None, pad_edge=False)
    for rule in RULES.values():
        table.add_row(rule.id, rule.number, rule.severity, plain(rule.title), rule.title_en)
    stdout().print(table)


@command.command("explain", epilog="Example: shenbao rules explain funding.share")
@click.argument("rule_id", metavar="RULE")
def explain(rule_id: str) -> None:
    """Say how a rule decides, with a worked example and its source."""
    rule = _named(rule_id)
    table = Table.grid(padding=(0, 2))
    for label, text in (
        ("rule", f"{rule.id} ({rule.number})"),
        ("title", f"{rule.title}\n{rule.title_en}"),
        ("severity", rule.severity),
        ("forms", "\n".join(rule.forms)),
        ("decides", rule.decides),
        ("example", rule.example),
        ("slack", rule.slack),
        ("source", rule.source),
    ):
        table.add_row(label, plain(text))
    stdout().print(table)


def _named(rule_id: str) -> Rule:
    """The rule of this id or number.

    Raises:
        UsageError: there is none.
    """
    for rule in RULES.values():
        if rule_id in (rule.id, rule.number):
            return rule
    raise UsageError(f"There is no rule {rule_id!r}. `shenbao rules list` names them all.")
