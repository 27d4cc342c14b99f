"""Every plant for forms by pointers, and how many of them a filing gets.

A new module of plants is added to `SUBJECTS`; see `corpus.planting`.
"""

from random import Random
from types import ModuleType

from corpus import (
    plant_gaps,
    plant_money,
    plant_periods,
    plant_results,
    plant_rows,
    plant_scores,
    plant_targets,
    plant_tasks,
    plant_texts,
    plant_time,
)
from corpus.plant import Planted
from corpus.planting import Plant, bed_of, planted, touches
from corpus.tree import Draft, form_of

SUBJECTS: tuple[ModuleType, ...] = (
    plant_money,
    plant_gaps,
    plant_scores,
    plant_results,
    plant_targets,
    plant_texts,
    plant_time,
    plant_periods,
    plant_rows,
    plant_tasks,
)

PLANTS: tuple[Plant, ...] = tuple(
    value for subject in SUBJECTS for value in vars(subject).values() if isinstance(value, Plant)
)

MOST = 3
TRIES = 12
"""A filing has no place for most plants of another layout: some are drawn in vain."""


def draw_breaks(
    rng: Random, draft: Draft, places: frozenset[str], done: tuple[Planted, ...] = ()
) -> tuple[Draft, tuple[Planted, ...]]:
    """Breaks the filing in 0 to 3 places besides `done`; four in ten stay clean.

    No two breaks speak of the same row, or of a rule that another breaks on the way.
    """
    wanted = 0 if rng.random() < 0.4 else rng.randint(1, MOST)
    fitting = [plant for plant in PLANTS if form_of(draft) in plant.forms]
    for plant in rng.sample(fitting, min(TRIES, len(fitting))):
        if wanted == 0:
            break
        broken = planted(plant, rng, bed_of(draft, places))
        if broken is None or touches(done, broken.record) or _hides(done, broken.record):
            continue
        if broken.moves:
            # What is planted after or before would have pointers to other rows.
            return (draft, done) if done else (broken.draft, (broken.record,))
        draft, done, wanted = broken.draft, (*done, broken.record), wanted - 1
    return draft, done


def _hides(done: tuple[Planted, ...], new: Planted) -> bool:
    names = {name for p in done for name in (*p.rule.split("/"), *p.also)}
    return bool(names & {*new.rule.split("/"), *new.also})
