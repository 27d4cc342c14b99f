"""Every rule is explained in Chinese as in English."""

import re
from collections import Counter

import pytest

from rules.rule import RuleFacts
from shenbao.report.explained import EVERY, chinese, explanation_of

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
BLANK_OF_A_FORM = "XX"

each_rule = pytest.mark.parametrize("rule", EVERY.values(), ids=EVERY)


def texts_of(rule: RuleFacts) -> dict[str, str]:
    said = explanation_of(rule, "zh")
    return {name: getattr(said, name) for name in ("decides", "example", "slack", "source")}


def test_the_file_explains_the_rules_of_the_catalogue_and_nothing_else() -> None:
    words = chinese()
    assert words.keys() == {"rules", "slack", "source"}
    assert list(words["rules"]) == list(EVERY)
    assert words["slack"].keys() == {rule.slack for rule in EVERY.values()}
    assert words["source"].keys() == {rule.source for rule in EVERY.values()}
    for own in words["rules"].values():
        assert own.keys() == {"decides", "example"}


@each_rule
def test_it_is_chinese_to_the_end(rule: RuleFacts) -> None:
    for name, text in texts_of(rule).items():
        assert text == text.strip() and re.search("[㐀-鿿]", text), name
        assert not set("{}") & set(text), name
        assert set(ENGLISH.findall(text)) <= {BLANK_OF_A_FORM}, name
        assert not re.search("[㐀-鿿][,;:?!]", text), f"{name}: a mark of half width"
    assert texts_of(rule)["decides"].endswith("。") and texts_of(rule)["example"].endswith("。")


@each_rule
def test_its_figures_are_those_of_the_english(rule: RuleFacts) -> None:
    words = chinese()
    pairs = (
        (rule.decides, words["rules"][rule.id]["decides"]),
        (rule.example, words["rules"][rule.id]["example"]),
        (rule.slack, words["slack"][rule.slack]),
        (rule.source, words["source"][rule.source]),
    )
    for english, translated in pairs:
        assert Counter(NUMBER.findall(translated)) == Counter(NUMBER.findall(english)), translated


def test_other_rules_go_by_number_and_title() -> None:
    slack = explanation_of(EVERY["funding.share"], "zh").slack
    assert "B16“资金舍入差”" in slack


def test_english_is_what_stands_on_the_rule() -> None:
    rule = EVERY["funding.share"]
    said = explanation_of(rule, "en")
    assert (said.title, said.decides, said.example) == (rule.title_en, rule.decides, rule.example)
