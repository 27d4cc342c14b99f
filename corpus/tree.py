"""A filing as a tree of leaves: what it says, addressed by the contract's own pointers.

The tree has the shape of the declaration's JSON, with a `Written` at each leaf.
So a leaf's pointer is its path, the truth is the tree with each leaf's `truth`,
and a plant changes a filing by naming pointers, whatever the form. A key that begins
with `_` is print alone: part of a value that has its place elsewhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpus.filing import FilingDraft, department_changed, department_tree
from corpus.written import Hand, Written
from normalize.models import DepartmentEvaluation, ProjectDeclaration, ProjectEvaluation

Tree = Any
"""Mappings (to trees), lists (of trees) and `Written`."""

MODELS = {
    model.model_fields["form"].default: model
    for model in (ProjectDeclaration, ProjectEvaluation, DepartmentEvaluation)
}
OPTIONAL = ("attributes", "choices")
"""Fields that hold what there is: a blank one has no key."""


@dataclass(frozen=True, slots=True)
class TreeDraft:
    """Everything a filing could say; a layout prints some of it.

    `year` is the fiscal year, `form` the model's title, `style` the name of the
    layout (see `corpus.styles`). `shapes` tells how the values of an indicator
    behave (see `vocabulary.Shape`), by its name, for plants.
    """

    form: str
    style: str
    year: int
    tree: Tree
    hand: Hand
    shapes: Mapping[str, str]


def at(tree: Tree, pointer: str) -> Tree:
    """What stands at a pointer (RFC 6901, without escapes). Raises `LookupError` for none."""
    for key in pointer.strip("/").split("/"):
        tree = tree[int(key)] if isinstance(tree, list) else tree[key]
    return tree


Draft = FilingDraft | TreeDraft


def form_of(draft: Draft) -> str:
    """The title of the form, as the models have it."""
    return draft.form if isinstance(draft, TreeDraft) else "部门整体绩效目标申报表"


def tree_of(draft: Draft) -> Tree:
    """The leaves by the contract's pointers, whatever the form."""
    return draft.tree if isinstance(draft, TreeDraft) else department_tree(draft)


def places_in(tree: Tree, pointer: str = "") -> frozenset[str]:
    """Pointers of all leaves of a tree."""
    if isinstance(tree, Written):
        return frozenset((pointer,))
    pairs = enumerate(tree) if isinstance(tree, list) else tree.items()
    return frozenset(p for key, part in pairs for p in places_in(part, f"{pointer}/{key}"))


def changed(draft: Draft, changes: Mapping[str, Tree]) -> Draft:
    """The draft with other leaves (or rows) at these pointers."""
    if isinstance(draft, FilingDraft):
        return department_changed(draft, changes)
    tree = draft.tree
    for pointer, value in changes.items():
        tree = _changed(tree, pointer.strip("/").split("/"), value)
    return replace(draft, tree=tree)


def _changed(tree: Tree, path: list[str], value: Tree) -> Tree:
    if not path:
        return value
    if isinstance(tree, list):
        index = int(path[0])
        return [*tree[:index], _changed(tree[index], path[1:], value), *tree[index + 1 :]]
    return {**tree, path[0]: _changed(tree.get(path[0]), path[1:], value)}


def declaration_of_tree(draft: TreeDraft, printed: Collection[str]) -> dict[str, Any]:
    """The truth in the contract's JSON form: the leaves whose pointers were printed.

    What the layout has no place for is null; a row that it does not print at all
    is not there.
    """
    empty = MODELS[draft.form].model_validate({}).model_dump(mode="json", by_alias=True)
    del empty["unplaced"]
    said = _printed(draft.tree, "", frozenset(printed)) or {}
    return _laid_over(empty, said) | {"form": draft.form, "fiscal_year": draft.year}


def _printed(tree: Tree, pointer: str, printed: frozenset[str]) -> Any:
    """The truth below a pointer, or None where nothing of it was printed."""
    if isinstance(tree, Written):
        return tree.truth if pointer in printed else None
    if isinstance(tree, list):
        rows = [_printed(row, f"{pointer}/{i}", printed) for i, row in enumerate(tree)]
        return [row for row in rows if row is not None]
    parts = {
        key: _printed(part, f"{pointer}/{key}", printed)
        for key, part in tree.items()
        if not key.startswith("_")
    }
    if pointer.strip("/") in OPTIONAL:
        return {key: part for key, part in parts.items() if part is not None}
    seen = any(p == pointer or p.startswith(f"{pointer}/") for p in printed)
    return parts if seen else None


def _laid_over(empty: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    laid = dict(empty)
    for key, value in said.items():
        under = empty.get(key)
        if isinstance(under, dict) and isinstance(value, Mapping):
            laid[key] = _laid_over(under, value)
        elif value is not None or under is None:
            laid[key] = value
    return laid
