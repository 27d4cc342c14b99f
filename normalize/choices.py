"""Check boxes: `□新增项目 ☑延续项目` to what is ticked."""

import re
from dataclasses import dataclass

from normalize.repair import repair_text

# Word's symbol fonts leave private codes in a text layer: Wingdings and Wingdings 2.
_TICKED = "☑√■█☒●✓✔⊠▣✅◉\uf052\uf053\uf0fe\uf0fd"
_OPEN = "□☐◻▢❏❑❒○◯\uf0a3\uf0a8\uf06f\uf071"
_BRACKETED = re.compile(r"[(（\[【]\s*(?:([√✓✔xX×Vv])|)\s*[)）\]】]")
_MARK = re.compile(rf"[{_TICKED}{_OPEN}](?:\s*[√✓✔])?")
# `●` and `○` also begin the items of a list, which are sentences.
_BULLETS = frozenset("●○■█")
LONGEST_OPTION = 24
_GAP = re.compile(r"[一-龥][ \t\u3000]+[一-龥]")
_BLANKS = re.compile(r"[_＿]+")


@dataclass(frozen=True, slots=True)
class Choices:
    """A group of check boxes: all options, and those that are ticked, in order.

    `is_whole` is false where a box was lost on the way (fonts of symbols tell readers
    nothing): two options stand apart with one box, or one lacks its own and none is ticked.
    """

    options: tuple[str, ...]
    ticked: tuple[str, ...]
    is_whole: bool = True


def parse_choices(text: str) -> Choices | None:
    """The check boxes of a cell; None where there are none.

    Boxes stand before their options, or (`新增项目□ 延续项目☑`) behind them.
    """
    if _MARK.search(text) is None and _BRACKETED.search(text) is None:
        return None
    plain = _BRACKETED.sub(lambda match: "☑" if match[1] else "□", text).strip()
    marks = list(_MARK.finditer(plain))
    if not marks:
        return None
    edges = [0, *(edge for mark in marks for edge in mark.span()), len(plain)]
    texts = [plain[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    behind = bool(texts[0].strip()) and not texts[-1].strip()
    options = [_option(part) for part in (texts[:-1] if behind else texts[1:])]
    if not _is_group([mark[0] for mark in marks], options):
        return None
    boxed = [(option, mark[0]) for option, mark in zip(options, marks, strict=True) if option]
    ticked = tuple(option for option, mark in boxed if _is_ticked(mark))
    # `新增项目 □延续项目`: the first option had a box too.
    stray = (texts[-1] if behind else texts[0]).strip(" \n：:")
    is_whole = not any(map(_GAP.search, texts)) and (bool(ticked) or not stray)
    return Choices(tuple(option for option, _ in boxed), ticked, is_whole)


def _option(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return _BLANKS.sub("", repair_text(lines).text if lines else "").strip("、，,；;。：: ")


def _is_ticked(mark: str) -> bool:
    return any(character in _TICKED for character in mark)


def _is_group(marks: list[str], options: list[str]) -> bool:
    """Short options; signs that lists begin with only where one is open, another ticked."""
    if not any(options) or max(map(len, options)) > LONGEST_OPTION:
        return False
    if _BULLETS.isdisjoint("".join(marks)):
        return True
    ticked = [_is_ticked(mark) for mark in marks]
    return any(ticked) and not all(ticked)
