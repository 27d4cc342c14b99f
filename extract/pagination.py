"""How page numbers are written."""

import re

_DASHES = r"[-—–－―_·•~\s.]*"
_PAGE_NUMBER = re.compile(
    _DASHES
    + r"(?:第?\d{1,4}页?|第[一二三四五六七八九十百]+页)"
    + r"(?:(?:[/／,，]共?|共|of)\d{1,4}页?)?"
    + _DASHES
)
# What a pen or dirt beside it is read as; a dash may be read as 一 or 十.
_DIRT = r"[^\u4e00-\u9fff]{0,4}"
_DIRTY = re.compile(
    rf"{_DIRT}(?:[-—–―一十]\d{{1,4}}[-—–―一十]|第\d{{1,4}}页){_DIRT}"
    # Nothing else looks like this, whatever a signature beside it is read as.
    r"|.{0,6}第\d{1,4}页[/／,，]?共\d{1,4}页.{0,6}"
)


def is_page_number(text: str, recognised: bool = False) -> bool:
    """`— 2 —`, `- 2 -`, `第 2 页 共 7 页`, `2/7`, `2` alone in a line.

    In a scan, where it was `recognised`, something may be read beside it: `- 2 - /`.
    """
    bare = "".join(text.split())
    return bool(_PAGE_NUMBER.fullmatch(bare) or (recognised and _DIRTY.fullmatch(bare)))
