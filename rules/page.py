"""The catalogue as a page of documentation: the text of `docs/rules.md`."""

from collections.abc import Mapping

from rules.catalogue import RULES
from rules.rule import Rule

SEVERITIES = {"error": "错误 (error)", "warning": "疑似 (warning)", "info": "提示 (info)"}

HEAD = """# The rules

Generated from the rules themselves (`rules.page.catalogue_page`); a test holds this
page to the code. Numbers are those of the catalogue of inconsistencies.

Each rule ends in one of four outcomes: `pass`, `fail`, `not_applicable` (the filing
has nothing it speaks of), `undetermined` (a value it needs is missing or was read with
doubt). A `fail` that leans on a doubted value is `undetermined` and names the value.
"""


def _line(rule: Rule) -> str:
    anchor = rule.id.replace(".", "")
    severity = SEVERITIES[rule.severity]
    return f"| [`{rule.id}`](#{anchor}) | {rule.number} | {rule.title} | {severity} |"


def rule_section(rule: Rule) -> str:
    """One rule, as `docs/rules.md` shows it."""
    return "\n".join(
        (
            f"## {rule.id}",
            "",
            f"**{rule.title}**: {rule.title_en}.",
            "",
            f"- Number: {rule.number}",
            f"- Severity: {SEVERITIES[rule.severity]}",
            f"- Forms: {'、'.join(rule.forms)}",
            f"- Source: {rule.source}",
            f"- Slack: {rule.slack}",
            "",
            rule.decides,
            "",
            f"Example: {rule.example}",
            "",
        )
    )


def catalogue_page(rules: Mapping[str, Rule] = RULES) -> str:
    """All rules in Markdown: a table, then a section for each."""
    table = ["| rule | number | 名称 | severity |", "| --- | --- | --- | --- |"]
    table += [_line(rule) for rule in rules.values()]
    sections = [rule_section(rule) for rule in rules.values()]
    return "\n".join((HEAD, *table, "", *sections))
