"""How far confidence can be trusted: of the values believed so much, how many are right.

Counted are amounts, shares and targets, each value of the truth once.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
"""Values are gathered between these confidences; most lie close to 1."""


class Believed(NamedTuple):
    """A value of the truth: how surely it was read, and whether rightly.

    A value without evidence was read with no confidence at all.
    """

    confidence: float
    sure: bool
    right: bool


class Silent(NamedTuple):
    """Of `values` so many are `sure`, and so many of those `wrong`."""

    values: int
    sure: int
    wrong: int


class Bin(NamedTuple):
    """Values of about one confidence: the mean of it, how many, and the share that is right."""

    confidence: float
    values: int
    right: float


def silent_errors(believed: Sequence[Believed]) -> Silent:
    """How many values are marked as sure, and how many of those are wrong."""
    sure = [value for value in believed if value.sure]
    return Silent(len(believed), len(sure), sum(1 for value in sure if not value.right))


def bins(believed: Sequence[Believed]) -> list[Bin]:
    """The values by confidence, from the lowest; bins without values are left out."""
    found = []
    for low, high in pairwise(EDGES):
        inside = [v for v in believed if low <= v.confidence < high or v.confidence == high == 1.0]
        if inside:
            mean = sum(value.confidence for value in inside) / len(inside)
            right = sum(value.right for value in inside) / len(inside)
            found.append(Bin(mean, len(inside), right))
    return found


def plot(believed: Sequence[Believed], target: Path) -> None:
    """Draws the share that is right over confidence, how many there are below it.

    Needs matplotlib; writes what the name's ending says (PNG, SVG, PDF).
    """
    from matplotlib.figure import Figure

    found, silent = bins(believed), silent_errors(believed)
    figure = Figure(figsize=(6, 6), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    upper.plot((0, 1), (0, 1), color="#999999", linestyle="--", label="as sure as right")
    upper.plot([b.confidence for b in found], [b.right for b in found], marker="o", color="#0b5394")
    upper.set(ylabel="share that is right", ylim=(-0.02, 1.02))
    upper.set_title(
        f"{silent.values} values, {silent.sure} sure, {silent.wrong} of those wrong", fontsize=10
    )
    upper.legend()
    lower.bar([b.confidence for b in found], [b.values for b in found], width=0.02, color="#0b5394")
    lower.set(xlabel="confidence", ylabel="values", yscale="log", xlim=(0, 1.02))
    figure.savefig(target, dpi=120)
