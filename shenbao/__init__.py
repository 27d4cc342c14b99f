"""Filed Chinese budget performance forms as typed, checked data."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shenbao.reading import ReadFiling as ReadFiling
    from shenbao.reading import read_filing as read_filing
    from shenbao.reading import read_filings as read_filings

__version__ = "0.1.0"
__all__ = ["ReadFiling", "__version__", "read_filing", "read_filings"]


def _check_packages() -> None:
    """Refuse to work with strangers.

    PyPI has packages named `rules`, `normalize`, `extract` and `corpus`, and an
    installed one silently wins over an editable checkout of ours.
    """
    for name in ("extract", "normalize", "rules", "corpus"):
        package = import_module(name)
        if getattr(package, "SHENBAO_PACKAGE", None) != "shenbao":
            place = package.__file__ or list(package.__path__)
            raise ImportError(
                f"the package `{name}` at {place} is not shenbao's. Install shenbao into an "
                f"environment of its own, or remove the other one (pip uninstall {name})."
            )


def __getattr__(name: str) -> Any:
    """What `shenbao.reading` offers on demand: `import shenbao` alone stays quick."""
    if name in ("read_filing", "read_filings", "ReadFiling"):
        return getattr(import_module("shenbao.reading"), name)
    raise AttributeError(f"module 'shenbao' has no attribute {name!r}")


_check_packages()
