"""The run of the rules over one declaration."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from normalize.models import Declaration, Finding, Outcomes, Severity
from rules.catalogue import RULES
from rules.knowledge import OwnNames
from rules.places import page_order, place_zh
from rules.readings import Readings, closing, proposed
from rules.rule import PASS, Rule, Verdict
from rules.tolerance import tolerated
from rules.view import View, ancestors

Ending = Literal["pass", "fail", "not_applicable", "undetermined"]

RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say of a declaration.

    `findings` come by severity, then in the order of the page. `outcomes` counts
    each rule once, `endings` says which rule ended how. `problems` names the rules
    that crashed, with the exception: those are counted nowhere and accuse nobody.
    """

    findings: list[Finding]
    outcomes: Outcomes
    endings: dict[str, Ending]
    problems: list[tuple[str, str]]


def _with_values(doubted: frozenset[str]) -> frozenset[str]:
    """The doubted pointers, and the target or actual that a doubted part belongs to.

    `/annual/indicators/3/target/value` makes `/annual/indicators/3/target` doubtful.
    """
    wholes = {
        whole
        for pointer in doubted
        if "/indicators/" in pointer
        for whole in ancestors(pointer)
        if whole.endswith(("/target", "/actual")) or whole.rpartition("/")[0].endswith("/history")
    }
    return doubted | wholes


def _is_doubted(pointer: str, doubted: frozenset[str]) -> bool:
    return pointer in doubted or any(part in doubted for part in ancestors(pointer))


def _leans_on(verdict: Verdict, doubted: frozenset[str]) -> tuple[str, ...]:
    """The doubted pointers that a `fail` leans on."""
    if verdict.outcome != "fail":
        return ()
    used = dict.fromkeys((*verdict.pointers, *verdict.also))
    return tuple(pointer for pointer in used if _is_doubted(pointer, doubted))


def _taken_back(verdict: Verdict, declaration: Declaration, doubtful: tuple[str, ...]) -> Verdict:
    """A `fail` that leans on doubted values says that it cannot tell."""
    look = "、".join(place_zh(declaration, pointer) for pointer in doubtful)
    return Verdict(
        "undetermined",
        f"无法判断，请先核对{look}的读数：{verdict.message}",
        f"cannot tell before a person has looked at {', '.join(doubtful)}: {verdict.message_en}",
        tuple(dict.fromkeys((*verdict.pointers, *doubtful))),
        (),
        verdict.expected,
        verdict.actual,
    )


def _doubting(
    rule: Rule,
    verdicts: list[Verdict],
    view: View,
    doubted: frozenset[str],
    readings: Readings,
    rules: Mapping[str, Rule],
) -> list[Verdict]:
    """The verdicts; a doubted value accuses nobody, and another reading may be proposed."""
    settled = []
    for verdict in verdicts:
        doubtful = _leans_on(verdict, doubted)
        proposal = None
        if doubtful and verdict.figures and readings:
            others = tuple(
                other.judge for other in rules.values() if view.declaration.form in other.forms
            )
            proposal = closing(rule.judge, view, verdict, doubtful, readings, others)
        if proposal:
            verdict = proposed(view.declaration, verdict, proposal)
        elif doubtful:
            verdict = _taken_back(verdict, view.declaration, doubtful)
        settled.append(verdict)
    return settled


def _ending(verdicts: list[Verdict]) -> Ending:
    outcomes = {verdict.outcome for verdict in verdicts if verdict is not PASS}
    if not outcomes:
        return "pass" if verdicts else "not_applicable"
    if "fail" in outcomes:
        return "fail"
    return "undetermined" if "undetermined" in outcomes else "pass"


def _finding(rule: Rule, verdict: Verdict) -> Finding | None:
    if verdict.outcome == "pass":
        return None
    return Finding.built(
        rule=rule.id,
        severity=rule.severity,
        outcome=verdict.outcome,
        message=verdict.message,
        message_en=verdict.message_en,
        pointers=list(verdict.pointers),
        expected=verdict.expected,
        actual=verdict.actual,
        others=[],
    )


def _order(finding: Finding) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
    first = page_order(finding.pointers[0]) if finding.pointers else ()
    return RANK[finding.severity], first, finding.rule


def _outcomes(endings: Mapping[str, Ending]) -> Outcomes:
    return Outcomes.model_validate(Counter(endings.values()))


def check(
    declaration: Declaration,
    *,
    doubted: frozenset[str] = frozenset(),
    unread: frozenset[str] = frozenset(),
    blanks: Mapping[str, str] | None = None,
    readings: Readings | None = None,
    rules: Mapping[str, Rule] = RULES,
    names: OwnNames = (),
) -> Report:
    """Run `rules` over a declaration; `names` is a profile's own vocabulary.

    `doubted` holds the JSON Pointers of values that were read with doubt
    (`evidence[…].sure` is false), `unread` those of values (or whole parts) that
    stand in the filing and could not be read: None there is not "left blank".
    A container's pointer covers all in it. `blanks` tells what the form asks for and the
    filer left blank (see `View`), `readings` what else may stand at a doubted pointer.
    Raises nothing of what a rule raises.
    """
    view = View(declaration, unread, blanks or {}, names)
    wary = _with_values(doubted)
    findings: list[Finding] = []
    endings: dict[str, Ending] = {}
    problems: list[tuple[str, str]] = []
    for rule in rules.values():
        if declaration.form not in rule.forms:
            endings[rule.id] = "not_applicable"
            continue
        try:
            verdicts = list(rule.judge(view))
            if rule.tolerance:
                verdicts = [tolerated(verdict, rule.tolerance) for verdict in verdicts]
            if wary:
                verdicts = _doubting(rule, verdicts, view, wary, readings or {}, rules)
        except Exception as crash:
            problems.append((rule.id, f"{type(crash).__name__}: {crash}"))
            continue
        endings[rule.id] = _ending(verdicts)
        if endings[rule.id] in ("fail", "undetermined"):
            findings += [found for one in verdicts if (found := _finding(rule, one))]
    return Report(sorted(findings, key=_order), _outcomes(endings), endings, problems)
