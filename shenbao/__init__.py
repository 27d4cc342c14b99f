"""Filed Chinese budget performance forms as typed, checked data."""

__version__ = "0.1.0"
