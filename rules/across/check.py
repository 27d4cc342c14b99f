"""The run of the rules across an archive."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from normalize.models import DepartmentDeclaration, Finding, OtherPlace
from rules.across.archive import Archive
from rules.across.catalogue import ACROSS
from rules.across.facts import FilingFacts
from rules.across.rule import AcrossRule, ArchiveRule, GroupRule, Place, Statement, Statements
from rules.places import place_zh
from rules.tolerance import tolerated_figures


class Judged(NamedTuple):
    """What a rule says of a filing (its document's name): `finding` is None for a pass."""

    rule: str
    outcome: str
    file: str
    finding: Finding | None


class Crash(NamedTuple):
    """A rule that stumbled, over which department (`""` of the whole archive)."""

    rule: str
    group: str
    message: str


# What tells which body, project and year a filing is of, and so which filings belong together.
IDENTITY = ("/department", "/unit", "/project", "/fiscal_year")

# Places are named by the form alone: of the filing there are only its facts.
_ANY = DepartmentDeclaration()

_NAMES = ("/level3", "/name", "/item", "/project")


def check_across(
    archive: Archive, rules: Mapping[str, AcrossRule] = ACROSS
) -> Iterator[Judged | Crash]:
    """Run the rules; what they say comes group by group, then of the whole archive.

    A `fail` that leans on a value read with doubt, in whichever filing, is
    `undetermined`. Raises nothing of what a rule raises.
    """
    of_groups = [rule for rule in rules.values() if isinstance(rule, GroupRule)]
    for group in archive.groups():
        for rule in of_groups:
            yield from _run(rule, group.name, rule.judge(group))
    for whole in rules.values():
        if isinstance(whole, ArchiveRule):
            yield from _run(whole, "", whole.judge(archive))


def _run(rule: AcrossRule, group: str, statements: Statements) -> Iterator[Judged | Crash]:
    """What was said before a crash is not taken back: each statement is of its own filings."""
    try:
        for statement in statements:
            settled = _settled(_tolerated(statement, rule))
            finding = None if settled.outcome == "pass" else _finding(rule, settled)
            yield Judged(rule.id, settled.outcome, settled.filing.file, finding)
    except Exception as crash:
        yield Crash(rule.id, group, f"{type(crash).__name__}: {crash}")


def _tolerated(statement: Statement, rule: AcrossRule) -> Statement:
    near = statement.outcome == "fail" and tolerated_figures(
        statement.expected, statement.actual, rule.tolerance
    )
    return replace(statement, outcome="pass") if near else statement


def _settled(statement: Statement) -> Statement:
    """The statement; a `fail` that leans on a doubted value says that it cannot tell."""
    if statement.outcome != "fail":
        return statement
    doubtful = _doubtful(statement)
    if not doubtful:
        return statement
    look = "、".join(
        f"{facts.source} 的{place_zh(_ANY, where)}（{where}）" for facts, where in doubtful
    )
    look_en = ", ".join(f"{pointer} of {facts.source}" for facts, pointer in doubtful)
    mine = (pointer for facts, pointer in doubtful if facts is statement.filing)
    theirs = (place for place in doubtful if place[0] is not statement.filing)
    return replace(
        statement,
        outcome="undetermined",
        message=f"无法判断，请先核对 {look} 的读数：{statement.message}",
        message_en=f"cannot tell before a person has looked at {look_en}: {statement.message_en}",
        pointers=tuple(dict.fromkeys((*statement.pointers, *mine))),
        others=_unique((*statement.others, *theirs)),
    )


def _doubtful(statement: Statement) -> list[Place]:
    """The places that the statement leans on and that were not read for sure."""
    own = tuple((statement.filing, pointer) for pointer in statement.pointers)
    used = _unique((*own, *statement.others, *statement.also))
    filings = {facts.file: facts for facts, _ in (*used, *statement.lists)}
    identities = [(facts, part) for facts in filings.values() for part in IDENTITY]
    found = [place for place in (*used, *identities) if place[0].is_doubtful(place[1])]
    return list(_unique((*found, *(part for part in statement.lists if _is_holed(*part)))))


def _is_holed(facts: FilingFacts, pointer: str) -> bool:
    """Whether a part may hold something that was not read, or not by its right name."""
    below = f"{pointer}/"
    return (
        facts.is_unread(pointer)
        or pointer in facts.doubted
        or any(part.startswith(below) and part.endswith(_NAMES) for part in facts.doubted)
    )


def _unique(places: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple({(facts.file, pointer): (facts, pointer) for facts, pointer in places}.values())


def _finding(rule: AcrossRule, statement: Statement) -> Finding:
    assert statement.outcome != "pass"
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        outcome=statement.outcome,
        message=statement.message,
        message_en=statement.message_en,
        pointers=list(statement.pointers),
        expected=statement.expected,
        actual=statement.actual,
        others=[
            OtherPlace(file=facts.file, pointer=pointer) for facts, pointer in statement.others
        ],
    )
