"""Where on paper something of a declaration stands."""

from collections.abc import Mapping, Sequence

from normalize.models import Evidence


class Places:
    """Pages by JSON Pointer, for values and for what holds them (`/projects/0`)."""

    def __init__(self, evidence: Mapping[str, Evidence]) -> None:
        self._pages: dict[str, int] = {}
        for pointer, place in evidence.items():
            while pointer:
                known = self._pages.get(pointer)
                if known is None or place.page < known:
                    self._pages[pointer] = place.page
                pointer = pointer.rpartition("/")[0]

    def page(self, pointer: str) -> int | None:
        """The first page that a value, or anything inside of it, stands on.

        None where the evidence tells nothing, which includes what is not there.
        """
        return self._pages.get(pointer)

    def first_page(self, pointers: list[str]) -> int | None:
        """The page of the first of these that has one."""
        return next((self._pages[item] for item in pointers if item in self._pages), None)


def pages_named(pages: Sequence[int]) -> str:
    """`page 3`, `pages 3-5`."""
    first, last = min(pages, default=0), max(pages, default=0)
    return f"page {first}" if first == last else f"pages {first}-{last}"
