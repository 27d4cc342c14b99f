"""The declaration while it is read: leaves, their evidence, problems."""

from dataclasses import dataclass, field
from typing import Any

from extract.records import Cell
from normalize.cells import Value
from normalize.models import (
    DateTarget,
    Evidence,
    ProblemModel,
    Qualitative,
    Range,
    Threshold,
)

_TARGET_LEAVES = {
    kind: tuple(kind.model_fields) for kind in (Threshold, Range, Qualitative, DateTarget)
}


@dataclass(slots=True)
class Draft:
    """Leaves and evidence while the form is read."""

    data: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    problems: list[ProblemModel] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)

    def place(self, *cells: Cell) -> None:
        """Notes that these cells have found their place in the form."""
        self.placed.update(map(id, cells))

    def has_place(self, cell: Cell) -> bool:
        """Whether a cell was read as a label, a header or a value."""
        return id(cell) in self.placed or any(id(line) in self.placed for line in cell.lines)

    def at(self, path: str) -> Any:
        """What stands at a dotted path so far; None for nothing."""
        found: Any = self.data
        for step in path.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found

    def put_at(self, path: str, value: Value) -> None:
        """Sets the leaf at a dotted path."""
        outer, _, key = path.rpartition(".")
        if not outer:
            self.put(self.data, key, "", value)
            return
        holder, pointer = holder_at(self, outer)
        self.put(holder, key, pointer, value)

    def put(self, holder: Any, key: str | int, pointer: str, value: Value) -> None:
        """Sets a leaf of `holder`, which stands at `pointer` without its last step."""
        path = f"{pointer}/{escape(str(key))}"
        holder[key] = value.value
        self.record(path, value)

    def record(self, path: str, value: Value) -> None:
        """Keeps the evidence of a leaf; that of a target stands at its leaves too."""
        evidence = value.evidence
        self.evidence[path] = evidence
        leaves = _TARGET_LEAVES.get(type(value.value))
        if leaves:
            for leaf in leaves:
                self.evidence[f"{path}/{leaf}"] = evidence
        if value.unread:
            self._doubt(path, evidence, f"{evidence.raw!r} was not understood")
        currency = self.data.get("currency_unit")
        if value.unit and currency and value.unit != currency:
            # The contract keeps the digits as filed: in another unit they mislead.
            self.evidence[path] = evidence.model_copy(update={"sure": False})
            self._doubt(path, evidence, f"{evidence.raw!r} is not in {currency}")

    def _doubt(self, path: str, evidence: Evidence, message: str) -> None:
        self.problems.append(
            ProblemModel(
                stage="values",
                message=message,
                page=evidence.page,
                bbox=evidence.bbox,
                pointer=path,
            )
        )


def escape(step: str) -> str:
    """One step of a JSON Pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


def holder_at(draft: Draft, path: str) -> tuple[Any, str]:
    """The object at a dotted path, made where it is missing, and its pointer."""
    holder: Any = draft.data
    for step in path.split("."):
        holder = holder.setdefault(step, {})
    return holder, "/" + path.replace(".", "/")


def list_at(draft: Draft, path: str) -> tuple[list[dict[str, Any]], str]:
    """The list at a dotted path, made where it is missing, and its pointer."""
    *steps, last = path.split(".")
    holder: Any = draft.data
    for step in steps:
        holder = holder.setdefault(step, {})
    return holder.setdefault(last, []), "/" + path.replace(".", "/")
