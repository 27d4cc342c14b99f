"""How page numbers are written."""

import re

_DASHES = r"[-—–－―_·•~\s.]*"
_PAGE_NUMBER = re.compile(
    _DASHES
    + r"(?:第?\d{1,4}页?|第[一二三四五六七八九十百]+页)"
    + r"(?:(?:[/／,，]共?|共|of)\d{1,4}页?)?"
    + _DASHES
)


def is_page_number(text: str) -> bool:
    """`— 2 —`, `- 2 -`, `第 2 页 共 7 页`, `2/7`, `2` alone in a line."""
    return bool(_PAGE_NUMBER.fullmatch("".join(text.split())))
