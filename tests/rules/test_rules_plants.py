"""What the corpus plants into filings of projects and self-evaluations, the rules find.

No paper is read: the filing's own leaves become the declaration.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any

import pytest
from pydantic import TypeAdapter

from corpus.draw import draw_filing
from corpus.filing import FilingDraft
from corpus.growth import grown
from corpus.layout import draw_layout
from corpus.make import STYLES
from corpus.planting import DEPARTMENT, Plant, bed_of, planted
from corpus.plants import PLANTS
from corpus.styles import places_for
from corpus.tree import Draft, TreeDraft, at, declaration_of_tree, places_in, tree_of
from corpus.written import Written
from normalize.models import Declaration, Finding
from normalize.units import on_scale
from rules.catalogue import RULES
from rules.check import check
from shenbao.checking import says_nothing

LAYOUT = draw_layout(Random(1), "reportlab")
ADAPTER: TypeAdapter[Declaration] = TypeAdapter(Declaration)
STYLES_OF = [style for styles in STYLES.values() for style in styles]

CASES = [(plant, form) for plant in PLANTS for form in plant.forms]


def ids(numbers: str) -> set[str]:
    """The rules of a row of the catalogue, or of one of several."""
    wanted = set(numbers.split("/"))
    return {rule.id for rule in RULES.values() if wanted & set(rule.number.split("/"))}


def derived(truth: dict[str, Any], paper: str) -> dict[str, Any]:
    """A target of the truth with what a reader derives: its text, its base value."""
    unit = truth.get("unit", "")
    based = {
        f"base_{name}": on_scale(Decimal(truth[name]), unit)[0]
        for name in ("value", "low", "high")
        if name in truth
    }
    scale = {"base_unit": on_scale(Decimal(1), unit)[1]} if based else {}
    return truth | {"raw": paper} | based | scale


def understood(tree: Any) -> Any:
    """The tree with each target as a reader gives it."""
    if isinstance(tree, list):
        return [understood(part) for part in tree]
    if isinstance(tree, dict):
        return {key: understood(part) for key, part in tree.items()}
    if isinstance(tree.truth, dict) and "kind" in tree.truth:
        return Written(derived(tree.truth, tree.paper), tree.paper)
    return tree


def declared(draft: Draft, places: frozenset[str]) -> Declaration:
    if isinstance(draft, FilingDraft):
        tree = said(understood(tree_of(draft)))
        return ADAPTER.validate_python(
            {"form": DEPARTMENT, "fiscal_year": draft.years[1] + 1} | tree
        )
    whole = TreeDraft(
        draft.form, draft.style, draft.year, understood(draft.tree), draft.hand, draft.shapes
    )
    return ADAPTER.validate_python(declaration_of_tree(whole, places))


def said(tree: Any) -> Any:
    """What the leaves of a tree say."""
    if isinstance(tree, Written):
        return tree.truth
    if isinstance(tree, list):
        return [said(part) for part in tree]
    return {key: said(part) for key, part in tree.items()}


def checked(draft: Draft, places: frozenset[str]) -> list[Finding]:
    """The findings above a note, and notes; blanks are told as a reading would."""
    leaves = {place: at(tree_of(draft), place) for place in sorted(places)}
    blanks = {place: leaf.paper for place, leaf in leaves.items() if leaf.truth is None}
    unread = frozenset(place for place, paper in blanks.items() if not says_nothing(paper))
    return check(declared(draft, places), blanks=blanks, unread=unread).findings


def places_of(draft: Draft) -> frozenset[str]:
    """The leaves that its layout has a place for."""
    if isinstance(draft, FilingDraft):
        return places_in(tree_of(draft))
    style = next(style for style in STYLES_OF if style.name == draft.style)
    return places_for(draft, style, LAYOUT)


def filings(form: str) -> Iterator[Draft]:
    if form == DEPARTMENT:
        for seed in range(200):  # three in ten have main tasks
            yield grown(Random(seed), draw_filing(Random(seed)))
    for seed in range(40):
        for style in STYLES_OF:
            draft = style.draw(Random(seed), style.name, False)
            if draft.form == form:
                yield draft


def broken(plant: Plant, form: str) -> tuple[Draft, set[str]]:
    """The first filing that has a place for the plant, and the rules that may speak of it."""
    for seed, clean in enumerate(filings(form)):
        found = planted(plant, Random(seed), bed_of(clean, places_of(clean)))
        if found is not None:
            numbers = (plant.number, *found.record.also)
            return found.draft, set().union(*map(ids, numbers))
    raise AssertionError("no filing has a place for it")


@pytest.mark.parametrize(("plant", "form"), CASES, ids=lambda value: getattr(value, "name", value))
def test_what_is_planted_is_found_and_nothing_else(plant: Plant, form: str) -> None:
    draft, allowed = broken(plant, form)
    failed = [found for found in checked(draft, places_of(draft)) if found.outcome == "fail"]
    assert ids(plant.number) & {found.rule for found in failed}
    others = {found.rule for found in failed if found.severity != "info"} - allowed
    assert not others


@pytest.mark.parametrize("form", sorted({form for _, form in CASES}))
def test_a_clean_filing_raises_nothing_above_a_note(form: str) -> None:
    for draft in islice(filings(form), 30):
        findings = checked(draft, places_of(draft))
        assert {found.rule for found in findings if found.severity != "info"} == set()
