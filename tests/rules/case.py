"""The five cases of a rule, as the modules `cases_*` give them."""

from dataclasses import dataclass

from normalize.models import Declaration


@dataclass(frozen=True)
class Cases:
    """`edge` is the last that is still let pass (or noted); `doubted` breaks `fails`."""

    passes: Declaration
    fails: Declaration
    edge: Declaration
    edge_ends: str
    silent: Declaration
    doubted: str
