"""The five cases of a rule, as the modules `cases_*` give them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from normalize.models import Declaration


@dataclass(frozen=True)
class Cases:
    """`edge` is the last that is still let pass (or noted); `doubted` breaks `fails`.

    `blanks` is what the form asks for and gave no value, in all but `silent`.
    """

    passes: Declaration
    fails: Declaration
    edge: Declaration
    edge_ends: str
    silent: Declaration
    doubted: str
    blanks: Mapping[str, str] = field(default_factory=dict)
