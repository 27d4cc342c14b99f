"""A declaration as the rules look at it: rows with their pointers, names made comparable."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any, Concatenate, Literal, NamedTuple, ParamSpec, TypeVar

from normalize.models import (
    Declaration,
    DepartmentDeclaration,
    DepartmentEvaluation,
    DepartmentIndicator,
    EvaluatedIndicator,
    Indicator,
    ProjectDeclaration,
    ProjectEvaluation,
    Qualitative,
    Target,
    Threshold,
)
from rules.columns import Column, SideName, read_columns
from rules.knowledge import Direction, OwnNames, Trait, is_kept_down, trait_of
from rules.knowledge_levels import level2_kind
from rules.money import MoneyColumn, money_columns
from rules.names import plain_name
from rules.reached import is_met, threshold
from rules.texts import Said, texts_of

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D", DepartmentDeclaration, ProjectDeclaration, ProjectEvaluation)
Block = Literal["long_term", "annual"]

BLOCK_ZH: dict[Block, str] = {"long_term": "长期", "annual": "年度"}
BLOCK_EN: dict[Block, str] = {"long_term": "long-term", "annual": "annual"}


class Row(NamedTuple):
    """An indicator with its place. `name` is its 三级指标, `""` where it has none.

    `target` is what is promised, None where the filer left it blank or it was not read;
    `limit` the same where it is one exact limit; `history` what earlier years reached,
    empty where the form does not ask; `basis` the 指标值确定依据.
    """

    pointer: str
    block: Block
    indicator: Indicator
    name: str
    trait: Trait
    target: Target | None
    limit: Threshold | None
    history: Mapping[str, Target | None] = MappingProxyType({})
    basis: str | None = None

    @property
    def target_pointer(self) -> str:
        """The JSON Pointer of the target."""
        return f"{self.pointer}/target"

    @property
    def evaluated(self) -> EvaluatedIndicator | None:
        """The indicator of a self-evaluation; None in a declaration."""
        return self.indicator if isinstance(self.indicator, EvaluatedIndicator) else None

    @property
    def actual_pointer(self) -> str:
        """The JSON Pointer of what was reached, in a self-evaluation."""
        return f"{self.pointer}/actual"


class Result(NamedTuple):
    """A row of a self-evaluation. `met`: whether the actual meets the target, None if unclear."""

    row: Row
    filed: EvaluatedIndicator
    met: bool | None

    @property
    def full(self) -> bool | None:
        """Whether all points were given; None where weight or score is blank."""
        weight, score = self.filed.weight, self.filed.score
        return None if not weight or score is None else score >= weight

    @property
    def pointers(self) -> tuple[str, ...]:
        """Where target and actual, weight and score stand."""
        names = ("target", "actual", "weight", "score")
        return tuple(f"{self.row.pointer}/{name}" for name in names)

    @property
    def reason_pointer(self) -> str:
        """Where the reason for a deviation stands."""
        return f"{self.row.pointer}/reason"


class Actual(NamedTuple):
    """What was reached in a history year."""

    pointer: str
    year: str
    value: Target | None


def _of_department(indicator: Indicator) -> tuple[Mapping[str, Target | None], str | None]:
    """History and basis, which only a department's indicators have."""
    if isinstance(indicator, DepartmentIndicator):
        return indicator.history, indicator.basis
    return MappingProxyType({}), None


def _better(row: Row) -> Direction | None:
    """Which way is better: by the name, or high for a count of work under 数量指标."""
    if row.trait.direction or row.trait.change or row.trait.signed:
        return row.trait.direction
    counted = level2_kind(row.indicator.level2) == "count"
    return "high" if counted and not is_kept_down(row.name) else None


def ancestors(pointer: str) -> tuple[str, ...]:
    """The containers of a JSON Pointer: `/a/0/b` has `/a/0` and `/a`."""
    found = []
    while (cut := pointer.rfind("/")) > 0:
        pointer = pointer[:cut]
        found.append(pointer)
    return tuple(found)


def _a(model: type[D], declaration: Declaration) -> D:
    if not isinstance(declaration, model):
        raise TypeError(f"a rule of {model.__name__} was asked about a {declaration.form}")
    return declaration


def listed_once(
    find: Callable[Concatenate["View", P], Iterable[T]],
) -> Callable[Concatenate["View", P], Sequence[T]]:
    """What several rules find in one view, found for the first of them and kept."""

    @wraps(find)
    def listed(view: View, /, *args: P.args, **kwargs: P.kwargs) -> Sequence[T]:
        key = find, args
        if key not in view._kept:
            view._kept[key] = tuple(find(view, *args, **kwargs))
        found: Sequence[T] = view._kept[key]
        return found

    return listed


@dataclass(frozen=True)
class View:
    """A declaration, and what its None means.

    `unread` holds the pointers of values that stand there but were not read. `blanks`
    maps the place of everything that the form asks for and that gave no value to the text
    that stands there: `""` where the filer left it blank, a placeholder, or words that
    were not understood. What is in neither is not asked for by the form. `names` is a
    profile's own vocabulary.
    """

    declaration: Declaration
    unread: frozenset[str] = frozenset()
    blanks: Mapping[str, str] = field(default_factory=dict)
    names: OwnNames = ()
    _kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, declaration: Declaration) -> "View":
        """The same view of another declaration."""
        return replace(self, declaration=declaration)

    @cached_property
    def department(self) -> DepartmentDeclaration:
        """The declaration, for rules whose `forms` are the department's form alone."""
        return _a(DepartmentDeclaration, self.declaration)

    @cached_property
    def project(self) -> ProjectDeclaration:
        """The declaration, for rules whose `forms` are the project's form alone."""
        return _a(ProjectDeclaration, self.declaration)

    @cached_property
    def evaluation(self) -> ProjectEvaluation | DepartmentEvaluation:
        """The declaration, for rules whose `forms` are the self-evaluations."""
        if isinstance(self.declaration, DepartmentEvaluation):
            return self.declaration
        return _a(ProjectEvaluation, self.declaration)

    def is_unread(self, pointer: str) -> bool:
        """Whether the value, or the part of the form that holds it, was not read."""
        if not self.unread:
            return False
        return pointer in self.unread or any(part in self.unread for part in ancestors(pointer))

    @cached_property
    def money(self) -> tuple[MoneyColumn, ...]:
        """The form's money table, column by column."""
        return money_columns(self.declaration)

    def is_blank(self, pointer: str) -> bool:
        """Whether the form asks for it, and the filer left it blank or crossed it out."""
        return pointer in self.blanks and not self.is_unread(pointer)

    @cached_property
    def _columns(self) -> dict[tuple[SideName, str | None], Column]:
        return read_columns(self.department.funding)

    @cached_property
    def history_years(self) -> tuple[str, ...]:
        """The years that any funding row gives an amount for, earliest first."""
        return tuple(sorted({year for _, year in self._columns if year}))

    def amounts(self, side: SideName, year: str | None = None) -> Column:
        """One side's amounts of the budget year, or of one of `history_years`."""
        return self._columns[side, year]

    def _rows(self, block: Block) -> tuple[Row, ...]:
        part = getattr(self.declaration, block, None)
        if part is None:
            return ()
        return tuple(
            Row(
                f"/{block}/indicators/{place}",
                block,
                indicator,
                name,
                trait_of(name, indicator.level1, self.names),
                indicator.target,
                threshold(indicator.target),
                *_of_department(indicator),
            )
            for place, indicator in enumerate(part.indicators)
            for name in (plain_name(indicator.level3),)
        )

    @cached_property
    def long_term(self) -> tuple[Row, ...]:
        """The rows of the long-term indicators."""
        return self._rows("long_term")

    @cached_property
    def annual(self) -> tuple[Row, ...]:
        """The rows of the annual indicators."""
        return self._rows("annual")

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows that name an indicator, long-term ones first."""
        return tuple(row for row in (*self.long_term, *self.annual) if row.name)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """The named rows of a self-evaluation with what was reached and scored."""
        return tuple(
            Result(row, row.evaluated, is_met(row.target, row.evaluated.actual, _better(row)))
            for row in self.annual
            if row.name and row.evaluated
        )

    @cached_property
    def texts(self) -> tuple[Said, ...]:
        """What the filing says in sentences, in the order of the form."""
        return texts_of(self.declaration)

    @cached_property
    def words(self) -> str:
        """All texts in one, for a rule that looks whether its word stands there at all."""
        return "\n".join(said.text for said in self.texts)

    @cached_property
    def limits(self) -> tuple[tuple[Row, Threshold], ...]:
        """The rows of `rows` whose target is one exact limit, with it."""
        return tuple((row, row.limit) for row in self.rows if row.limit)

    @cached_property
    def worded(self) -> tuple[tuple[Row, str], ...]:
        """The rows of `rows` whose target is words, with them."""
        rows = ((row, row.target) for row in self.rows)
        return tuple((row, told.text) for row, told in rows if isinstance(told, Qualitative))

    @staticmethod
    def latest_actual(row: Row) -> Actual | None:
        """What the row reached in its last history year; None if it has no history."""
        if not row.history:
            return None
        year = max(row.history)
        return Actual(f"{row.pointer}/history/{year}", year, row.history[year])
