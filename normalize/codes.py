"""A name and the code that stands with it: `[181]某市水务局`, `某市水务局（181001）`."""

import re
from typing import NamedTuple

# A year behind a name is none.
_CODE = r"(?!(?:19|20)\d\d(?!\w))[A-Za-z]{0,3}\d[\dA-Za-z.\-]*\d"
_JOINT = r"\s*[-—–_/、,，:：;；\s]\s*"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<code>{_CODE})",
        rf"[\[(（【〔]\s*(?P<code>{_CODE})\s*[\])）】〕]\s*(?P<name>\S.*)",
        rf"(?P<name>.*\S)\s*[\[(（【〔]\s*(?P<code>{_CODE})\s*[\])）】〕]",
        rf"(?P<code>{_CODE}){_JOINT}(?P<name>[^\d\s].*)",
        rf"(?P<name>.*[^\d\s]){_JOINT}(?P<code>{_CODE})",
        # Without anything between them: `420115某项目`, but not `2024年某项目`.
        r"(?P<code>\d{6,}[\dA-Za-z]*)(?P<name>[^\d\s].*)",
        r"(?P<name>.*?[^\d\s])(?P<code>\d{6,}[\dA-Za-z]*)",
    )
)


class Coded(NamedTuple):
    """A name and a code; either may be missing (None)."""

    name: str | None
    code: str | None


def split_code(text: str) -> Coded:
    """Name and code of a repaired text; a text without a code is a name."""
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text.strip())
        if match:
            found = match.groupdict()
            return Coded(found.get("name"), found["code"])
    return Coded(text, None)
