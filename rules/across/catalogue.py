"""The rules across filings by their id, in the order of the catalogue's part J."""

from types import MappingProxyType, ModuleType

from rules.across import copies, evaluations, peers, projects, versions, years
from rules.across.rule import AcrossRule, ArchiveRule, GroupRule

SUBJECTS: tuple[ModuleType, ...] = (evaluations, projects, years, versions, peers, copies)


def _catalogue() -> MappingProxyType[str, AcrossRule]:
    rules = [
        value
        for subject in SUBJECTS
        for value in vars(subject).values()
        if isinstance(value, GroupRule | ArchiveRule)
    ]
    found: dict[str, AcrossRule] = {rule.id: rule for rule in rules}
    if len(found) != len(rules):
        raise ValueError("two rules have the same id")
    return MappingProxyType(found)


ACROSS = _catalogue()
