"""`shenbao rules`: what filings are held to."""

from pathlib import Path

import click
from rich.table import Table

from rules.across.catalogue import ACROSS
from rules.catalogue import RULES
from rules.rule import RuleFacts
from shenbao.cli.console import plain, stdout
from shenbao.cli.options import profile_of, profile_option
from shenbao.errors import UsageError

EVERY: dict[str, RuleFacts] = {**RULES, **ACROSS}
"""The rules over one filing, then those across filings."""


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


def _named(rule_id: str) -> RuleFacts:
    """The rule of this id or number.

    Raises:
        UsageError: there is none.
    """
    for rule in EVERY.values():
        if rule_id in (rule.id, rule.number):
            return rule
    raise UsageError(f"There is no rule {rule_id!r}. `shenbao rules list` names them all.")
