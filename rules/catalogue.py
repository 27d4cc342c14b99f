"""The catalogue: every rule by its id, in the order of the form."""

from types import MappingProxyType, ModuleType

from rules import (
    amounts,
    by_task,
    changes,
    completeness,
    deadlines,
    deviations,
    evaluated,
    execution,
    expenses,
    funding,
    history,
    indicators,
    kinds,
    limits,
    measures,
    money_said,
    names_said,
    periods,
    projects,
    scores,
    sources,
    statements,
    structure,
    subjects,
    targets,
    tasks,
    units,
    weights,
    wording,
    years,
)
from rules.rule import Rule

SUBJECTS: tuple[ModuleType, ...] = (
    completeness,
    funding,
    sources,
    amounts,
    projects,
    tasks,
    years,
    deadlines,
    structure,
    targets,
    limits,
    kinds,
    history,
    periods,
    indicators,
    wording,
    units,
    weights,
    statements,
    money_said,
    changes,
    names_said,
    measures,
    expenses,
    subjects,
    by_task,
    execution,
    scores,
    deviations,
    evaluated,
)


def _rules_of(subject: ModuleType) -> list[Rule]:
    return [value for value in vars(subject).values() if isinstance(value, Rule)]


def _catalogue() -> MappingProxyType[str, Rule]:
    rules = [rule for subject in SUBJECTS for rule in _rules_of(subject)]
    found = {rule.id: rule for rule in rules}
    if len(found) != len(rules):
        raise ValueError("two rules have the same id")
    return MappingProxyType(found)


RULES = _catalogue()
