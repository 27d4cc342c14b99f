"""Hypothesis without deadlines: a busy machine takes its time over the first example."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
