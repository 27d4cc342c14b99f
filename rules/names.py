"""Names as the filing prints them, made comparable."""

import re
from functools import lru_cache

_BLANKS = re.compile(r"\s+")
_PLACEHOLDER = re.compile(r"[.。…·*/\\—–\-_、,，]*|无")

# Rows that are no part beside the others: `其中：基金`, `小计`. With one of them in a
# table the parts cannot be told from the parts of parts, and no sum is claimed.
_NESTED = ("其中", "小计", "#", "*")


@lru_cache(maxsize=8192)
def plain_name(text: str | None) -> str:
    """The name without blanks; `""` for None and for a placeholder (`.....`)."""
    bare = _BLANKS.sub("", text or "")
    return "" if _PLACEHOLDER.fullmatch(bare) else bare


def is_total(name: str) -> bool:
    """Whether a row's plain name says that it is the sum: `合计`, `收入总计`."""
    return name.endswith(("合计", "总计"))


def is_nested(name: str) -> bool:
    """Whether a row is part of a part, or a sum of some: `其中：基金`, `小计`."""
    return name.startswith(_NESTED) or name.endswith("小计")
