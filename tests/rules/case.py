"""The five cases of a rule, as the modules `cases_*` give them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from normalize.models import Declaration


@dataclass(frozen=True)
class Cases:
    """`edge` is the last that is still let pass (or noted); `doubted` breaks `fails`.

    `blanks` is what the form asks for and gave no value, `unread` what was not read, in all
    but `silent`.
    """

    passes: Declaration
    fails: Declaration
    edge: Declaration
    edge_ends: str
    silent: Declaration
    doubted: str
    blanks: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    @property
    def reading(self) -> dict[str, Any]:
        """What `check` is told of the reading."""
        return {"blanks": self.blanks, "unread": self.unread}
