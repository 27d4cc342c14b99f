"""How an inconsistency is planted into a filing of any form.

A plant is one small function under `@plants(NUMBER, FORMS)`, with the row of the
catalogue of rules that its break belongs to. It is given a `Bed` (the filing and
what of it stands on paper) and says which leaves are to change:

    @plants("V06", EVALUATIONS)
    def total_is_no_sum(rng: Random, bed: Bed) -> Break | None:
        \"\"\"The total is off by a few points.\"\"\"
        total = bed.number("/total_score") - rng.randint(1, 5)
        return Break({"/total_score": bed.written(total)}, also=("V21",))

A number may be several (`B01/B05`) where it depends on the filing which rule speaks.
None means that the filing has no place for it. `corpus.plants` lists the modules
that hold plants. What a break cannot help breaking as well stands under `also`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from corpus.plant import Planted
from corpus.tree import Draft, Tree, at, changed, form_of, tree_of
from corpus.written import BLANK, Hand, Written, money

PROJECT = "项目支出绩效目标申报表"
DEPARTMENT = "部门整体绩效目标申报表"
EVALUATIONS = ("项目支出绩效自评表", "部门整体绩效自评表")
DECLARATIONS = (DEPARTMENT, PROJECT)
EVERY_FORM = (*DECLARATIONS, *EVALUATIONS)


@dataclass(frozen=True, slots=True)
class Break:
    """Leaves (or lists of rows) as they are to be.

    `also` are the numbers of rules that it necessarily breaks too, `pointers` the
    leaves that a finding should name where those are not the changed ones. `asks` where a
    leaf can no longer be read, so that the rule asks a person to look at it.
    """

    changes: Mapping[str, Tree]
    also: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Bed:
    """A filing that something is to be planted in; `places` are the leaves that its
    layout has a place for.
    """

    draft: Draft
    places: frozenset[str]
    tree: Tree = field(repr=False)

    @property
    def hand(self) -> Hand:
        """The habits of the filer."""
        return self.draft.hand

    def has(self, *pointers: str) -> bool:
        """Whether these leaves stand on paper, with something in them."""
        return all(p in self.places and self.truth(p) is not None for p in pointers)

    def truth(self, pointer: str) -> Any:
        """What a leaf says, in JSON form."""
        leaf = at(self.tree, pointer)
        return leaf.truth if isinstance(leaf, Written) else None

    def number(self, pointer: str) -> Decimal:
        """An amount, a weight or a score that stands on paper."""
        return Decimal(self.truth(pointer))

    def written(self, value: Decimal | int) -> Written:
        """A number as this filer writes it."""
        return money(Decimal(value), self.hand)

    def count(self, pointer: str) -> int:
        """How many rows stand in a list, 0 where the form has none."""
        try:
            return len(at(self.tree, pointer))
        except LookupError:
            return 0

    def indicators(
        self, *needed: str, blocks: tuple[str, ...] = ("annual", "long_term")
    ) -> Iterator[str]:
        """Pointers of the indicators that have these leaves on paper."""
        for block in blocks:
            for index in range(self.count(f"/{block}/indicators")):
                pointer = f"/{block}/indicators/{index}"
                if self.has(*(f"{pointer}/{name}" for name in ("level3", *needed))):
                    yield pointer

    def chosen(
        self, rng: Random, pointers: Iterator[str], fits: Callable[[str], bool]
    ) -> str | None:
        """One of the pointers that fit, or None."""
        found = [pointer for pointer in pointers if fits(pointer)]
        return rng.choice(found) if found else None


Breaker = Callable[[Random, Bed], Break | None]


@dataclass(frozen=True, slots=True)
class Plant:
    """A break for one rule of the catalogue, in the forms that it is for."""

    number: str
    forms: tuple[str, ...]
    breaks: Breaker

    @property
    def name(self) -> str:
        """Number and function: `V06 total_is_no_sum`."""
        return f"{self.number} {self.breaks.__name__}"


def plants(number: str, forms: tuple[str, ...]) -> Callable[[Breaker], Plant]:
    """Marks a function as the plant of a rule of the catalogue."""
    return lambda breaks: Plant(number, forms, breaks)


def bed_of(draft: Draft, places: frozenset[str]) -> Bed:
    """The filing with the leaves that its layout has a place for."""
    return Bed(draft, places, tree_of(draft))


@dataclass(frozen=True, slots=True)
class Broken:
    """A filing with a break in it; `moves` says that rows are gone, so that pointers shift."""

    draft: Draft
    record: Planted
    moves: bool


def planted(plant: Plant, rng: Random, bed: Bed) -> Broken | None:
    """The filing with the break in it, or None where it has no place for it."""
    if form_of(bed.draft) not in plant.forms:
        return None
    one = plant.breaks(rng, bed)
    if one is None:
        return None
    record = Planted(plant.number, one.pointers or tuple(one.changes), one.also, one.asks)
    moves = any(isinstance(value, list) for value in one.changes.values())
    changes = {**one.changes, **_emptied_columns(bed, one.changes)}
    return Broken(changed(bed.draft, changes), record, moves)


def _emptied_columns(bed: Bed, changes: Mapping[str, Tree]) -> dict[str, Written]:
    """The columns for sign and unit beside targets that are changed: a new target says both
    itself, and what stood beside the old one would make another of it.
    """
    rows = [
        pointer.removesuffix("/target")
        for pointer, value in changes.items()
        if pointer.endswith("/target") and isinstance(value, Written) and value.truth is not None
    ]
    columned = [row for row in rows if "_sign" in at(bed.tree, row)]
    return {f"{row}/{column}": BLANK for row in columned for column in ("_sign", "_unit")}


def touches(done: tuple[Planted, ...], new: Planted) -> bool:
    """Whether a new break speaks of a row that an earlier one is in."""
    rows = {pointer.rsplit("/", 1)[0] for p in done for pointer in p.pointers}
    return any(pointer.rsplit("/", 1)[0] in rows for pointer in new.pointers)
