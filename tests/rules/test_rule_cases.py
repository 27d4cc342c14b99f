"""Five cases for every rule: it passes, fails, on the edge, does not apply, cannot tell.

The cases stand in the modules `cases_*`, by subject.
"""

import cases_completeness
import cases_department
import cases_evaluations
import cases_indicators
import cases_money
import cases_statements
import cases_subjects
import cases_targets
import cases_time
import pytest

from normalize.models import (
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    ProjectDeclaration,
    ProjectEvaluation,
)
from rules.catalogue import RULES
from rules.check import check
from rules.rule import EVERY_FORM

SUBJECTS = (
    cases_completeness,
    cases_department,
    cases_money,
    cases_indicators,
    cases_time,
    cases_targets,
    cases_statements,
    cases_subjects,
    cases_evaluations,
)
CASES = {rule: cases for subject in SUBJECTS for rule, cases in subject.CASES.items()}
EMPTY = (
    DepartmentDeclaration(),
    ProjectDeclaration(),
    ProjectEvaluation(),
    DepartmentEvaluation(),
)
SPEAK_OF_EMPTY: set[str] = set()


def test_every_rule_has_its_five_cases() -> None:
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("rule", CASES)
def test_passes(rule: str) -> None:
    case = CASES[rule]
    assert check(case.passes, **case.reading).endings[rule] == "pass"


@pytest.mark.parametrize("rule", CASES)
def test_fails(rule: str) -> None:
    report = check(CASES[rule].fails, **CASES[rule].reading)
    found = [finding for finding in report.findings if finding.rule == rule]
    assert report.endings[rule] == "fail"
    assert found
    for finding in found:
        assert (finding.outcome, finding.severity) == ("fail", RULES[rule].severity)
        assert finding.message and finding.message_en and finding.pointers


@pytest.mark.parametrize("rule", CASES)
def test_on_the_edge(rule: str) -> None:
    case = CASES[rule]
    assert check(case.edge, **case.reading).endings[rule] == case.edge_ends


@pytest.mark.parametrize("rule", CASES)
def test_does_not_apply(rule: str) -> None:
    assert check(CASES[rule].silent).endings[rule] == "not_applicable"


@pytest.mark.parametrize("empty", EMPTY, ids=lambda declaration: declaration.form)
def test_nothing_is_said_of_an_empty_form(empty: Declaration) -> None:
    """But that it is empty: the rules that say so are those whose case `silent` is not empty."""
    ends = check(empty).endings
    assert {rule for rule, end in ends.items() if end != "not_applicable"} <= SPEAK_OF_EMPTY


@pytest.mark.parametrize("rule", CASES)
def test_cannot_be_told_from_a_doubted_value(rule: str) -> None:
    case = CASES[rule]
    report = check(case.fails, doubted=frozenset({case.doubted}), **case.reading)
    found = [finding for finding in report.findings if finding.rule == rule]
    assert report.endings[rule] == "undetermined"
    assert [finding.outcome for finding in found] == ["undetermined"]
    assert found[0].message.startswith("无法判断，请先核对")


@pytest.mark.parametrize("rule", CASES)
def test_a_doubt_elsewhere_changes_nothing(rule: str) -> None:
    case = CASES[rule]
    plain = check(case.fails, **case.reading)
    assert check(case.fails, doubted=frozenset({"/unplaced"}), **case.reading) == plain


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_carries_its_facts(rule) -> None:
    assert rule.number and rule.title and rule.title_en and rule.source and rule.slack
    assert (rule.decides.endswith(".") and rule.example.endswith(".")) or rule.example.endswith(")")
    assert rule.forms and set(rule.forms) <= set(EVERY_FORM)
