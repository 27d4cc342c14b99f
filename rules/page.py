"""The catalogue as a page of documentation: the text of `docs/rules.md`."""

from collections.abc import Mapping

from rules.across.catalogue import ACROSS
from rules.catalogue import RULES
from rules.rule import RuleFacts

SEVERITIES = {"error": "错误 (error)", "warning": "疑似 (warning)", "info": "提示 (info)"}

HEAD = """# The rules

Generated from the rules themselves (`rules.page.catalogue_page`); a test holds this
page to the code. Numbers are those of the catalogue of inconsistencies.

Each rule ends in one of four outcomes: `pass`, `fail`, `not_applicable` (the filing
has nothing it speaks of), `undetermined` (a value it needs is missing or was read with
doubt). A `fail` that leans on a doubted value is `undetermined` and names the value.
"""


def _line(rule: RuleFacts) -> str:
    anchor = rule.id.replace(".", "")
    severity = SEVERITIES[rule.severity]
    return f"| [`{rule.id}`](#{anchor}) | {rule.number} | {rule.title} | {severity} |"


def rule_section(rule: RuleFacts) -> str:
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


ACROSS_HEAD = """
The rules across filings hold what several filings of an archive say against each other
(`shenbao check DIR --across`). Filings belong together by the department's name, blanks and
marks aside, where that names its place (`广水市水务局`, not `水务局`); of several versions the
last filed holds. A value read with doubt in either filing accuses nobody.
"""


def _table(rules: Mapping[str, RuleFacts]) -> list[str]:
    lines = ["| rule | number | 名称 | severity |", "| --- | --- | --- | --- |"]
    return lines + [_line(rule) for rule in rules.values()]


def catalogue_page(
    rules: Mapping[str, RuleFacts] = RULES, across: Mapping[str, RuleFacts] = ACROSS
) -> str:
    """All rules in Markdown: tables of those over a filing and across filings, then a section
    for each.
    """
    sections = [rule_section(rule) for rule in (*rules.values(), *across.values())]
    return "\n".join((HEAD, *_table(rules), ACROSS_HEAD, *_table(across), "", *sections))
