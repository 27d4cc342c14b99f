"""The page of the catalogue and the rules say the same."""

from pathlib import Path

from rules.across.catalogue import ACROSS
from rules.catalogue import RULES
from rules.page import catalogue_page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_is_that_of_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == catalogue_page()


def test_every_rule_has_its_section() -> None:
    page = catalogue_page()
    for rule in (*RULES.values(), *ACROSS.values()):
        assert f"## {rule.id}\n" in page
        assert rule.title in page and rule.example in page
