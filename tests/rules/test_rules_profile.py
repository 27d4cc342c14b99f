"""What a profile changes in the run of the rules."""

import pickle
from dataclasses import replace
from decimal import Decimal

import pytest
from declaring import declare, indicator, item

from rules.catalogue import RULES
from rules.check import check
from rules.knowledge import UNKNOWN, Trait, trait_of
from rules.profile import SHIPPED, Profile, Setting
from rules.rule import Tolerance, fail
from rules.tolerance import tolerated


def profile(rule: str, **values: object) -> Profile:
    return Profile(settings=((rule, Setting(**values)),))  # type: ignore[arg-type]


SUM = declare([item("财政拨款", "428.34"), item("单位资金", "6"), item("合计", "434.84")])


def test_a_rule_that_is_off_is_counted_nowhere() -> None:
    rules = profile("funding.income_sum", on=False).applied(RULES)
    report = check(SUM, rules=rules)
    assert "funding.income_sum" not in report.endings
    assert not [found for found in report.findings if found.rule == "funding.income_sum"]
    assert sum(report.outcomes.model_dump().values()) == len(RULES) - 1


def test_severity_is_the_profiles() -> None:
    report = check(SUM, rules=profile("funding.income_sum", severity="info").applied(RULES))
    assert [found.severity for found in report.findings] == ["info"]


@pytest.mark.parametrize(
    ("tolerance", "ending"),
    [
        (Tolerance(Decimal("0.5")), "pass"),
        (Tolerance(Decimal("0.49")), "fail"),
        (Tolerance(Decimal("0.2"), percent=True), "pass"),
        (Tolerance(Decimal("0.1"), percent=True), "fail"),
    ],
)
def test_a_difference_of_half_is_let_pass_by_its_tolerance(
    tolerance: Tolerance, ending: str
) -> None:
    rules = profile("funding.income_sum", tolerance=tolerance).applied(RULES)
    assert check(SUM, rules=rules).endings["funding.income_sum"] == ending


@pytest.mark.parametrize(
    ("expected", "actual", "outcome"),
    [
        ("98%", "≥97%", "pass"),
        ("98%", "≥96.9%", "fail"),
        ("98%", "97", "fail"),
        ("≥", "≤100%", "fail"),
        (None, "97%", "fail"),
    ],
)
def test_words_and_other_units_have_no_difference(
    expected: str | None, actual: str, outcome: str
) -> None:
    verdict = fail("", "", (), expected=expected, actual=actual)
    assert tolerated(verdict, Tolerance(Decimal(1))).outcome == outcome


OWN = (("综合发放进度", Trait("low")), ("发放进度", Trait("high", capped=True)))


@pytest.mark.parametrize(
    ("name", "trait"),
    [
        ("养老金发放进度", Trait("high", capped=True)),
        ("养老金综合发放进度", Trait("low")),
        ("未按时发放进度", UNKNOWN),
        ("服务社区满意率", trait_of("服务社区满意率", None)),
    ],
)
def test_own_names_go_before_the_shipped_ones(name: str, trait: Trait) -> None:
    assert trait_of(name, None, OWN) == trait


def test_own_names_reach_the_rules() -> None:
    filing = declare(annual=[indicator("养老金发放进度", "≤90%")])
    assert check(filing).endings["target.direction"] == "not_applicable"
    assert check(filing, names=OWN).endings["target.direction"] == "fail"


def test_the_shipped_profile_changes_nothing_and_profiles_travel() -> None:
    assert SHIPPED.applied(RULES) is RULES
    one = replace(profile("funding.share", severity="info"), names=OWN)
    assert pickle.loads(pickle.dumps(one)) == one
    assert hash(one)
