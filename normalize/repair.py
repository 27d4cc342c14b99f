"""Small named repairs of what a cell says, none of which loses a character.

A text layer breaks lines inside words, sets spaces between Chinese characters,
writes a radical (`⻓`) where it shows a character (`长`), and a sign in LaTeX
(`$\\geq$`). A recogniser does other things. Each repair here has a name, and
says when it changed something; the raw text stays beside the repaired one.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.radicals import RADICALS


class Repaired(NamedTuple):
    """`text` after repair, `raw` as it stood (one line a line), the repairs made, in order.

    A "\\n" in `text` is a paragraph break.
    """

    text: str
    raw: str
    repairs: tuple[str, ...]


def _characters(*ranges: tuple[int, int]) -> Iterable[str]:
    return (chr(code) for first, last in ranges for code in range(first, last + 1))


_SPACES = frozenset(c for c in _characters((0, 0x3000)) if c.isspace())

# U+FFFE is what PDFium gives for a hyphen at a line's end, the others are
# controls, zero widths, marks of direction and joiners: none of them prints.
_CONTROLS = (
    frozenset(
        _characters(
            (0x00, 0x1F),
            (0x7F, 0x9F),
            (0xAD, 0xAD),
            (0x61C, 0x61C),
            (0x180E, 0x180E),
            (0x200B, 0x200F),
            (0x202A, 0x202E),
            (0x2060, 0x206F),
            (0xFEFF, 0xFEFF),
            (0xFFF9, 0xFFFB),
            (0xFFFE, 0xFFFF),
        )
    )
    - _SPACES
)

# Chinese punctuation stays as filed; these are the signs that numbers are written with.
_WIDTHS = {
    c: chr(ord(c) - 0xFEE0)
    for c in (
        *_characters((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)),
        *"％．／＋＊＃＆＠＿",
    )
} | {"﹪": "%", "﹢": "+", "﹟": "#", "﹡": "*", "﹫": "@"}
_SIGNS = {
    "＞": ">",
    "﹥": ">",
    "＜": "<",
    "﹤": "<",
    "＝": "=",
    "﹦": "=",
    "－": "-",
    "﹣": "-",
    "−": "-",
    "≧": "≥",
    "⩾": "≥",
    "≦": "≤",
    "⩽": "≤",
}

_FOLDS: tuple[tuple[str, frozenset[str], dict[int, str]], ...] = tuple(
    (name, frozenset(table), {ord(c): to for c, to in table.items()})
    for name, table in (
        ("drop_control", dict.fromkeys(_CONTROLS, "")),
        ("fold_radical", RADICALS),
        ("fold_width", _WIDTHS),
        ("unify_sign", _SIGNS),
    )
)
_FOLD = {code: to for _, _, table in _FOLDS for code, to in table.items()}
_ODD = frozenset(map(chr, _FOLD))

_SURROGATE = re.compile("[\ud800-\udfff]")
_SIGN_PAIR = re.compile(r">=|<=(?!>)|=>(?=[-0-9.])|=<(?=[-0-9.])")
_SIGN_OF_PAIR = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤"}
_LATEX_SIGNS = {
    "geqslant": "≥",
    "geq": "≥",
    "ge": "≥",
    "leqslant": "≤",
    "leq": "≤",
    "1eq": "≤",  # a recogniser takes the l for a figure
    "Ieq": "≤",
    "geg": "≥",
    "leg": "≤",
    "le": "≤",
    "pm": "±",
    "sim": "~",
    "times": "×",
    "%": "%",
}
# Justified lines set the letters apart (`$\g e q $`), narrow columns break between them.
_LATEX_NAMES = "|".join(r"\s*".join(name) for name in _LATEX_SIGNS if name != "%")
_LATEX_COMMAND = re.compile(rf"\\\s*({_LATEX_NAMES})(?![A-Za-z])|\\(%)", re.ASCII)
_LATEX_MATH = re.compile(r"\$([^$]{0,80})\$")
# A recogniser takes the dollars for an S, and a sign between them for what it means.
_LATEX_S = re.compile(
    rf"(?:[Ss](?P<one>\s*(?:\\\s*(?:{_LATEX_NAMES})|[≤≥])\s*)[Ss$]"
    rf"|\$(?P<two>\s*(?:\\\s*(?:{_LATEX_NAMES})|[≤≥])\s*)[Ss])(?![A-Za-z])",
    re.ASCII,
)

_HARD = "\x00"  # stands for a paragraph break while spaces are dropped; no control is left then
_HARD_BREAK = re.compile(r"[\s\x00]*\x00[\s\x00]*")
_SOFT_BREAK = re.compile(r"[^\S\n]*\n\s*")
_SPACE_RUN = re.compile(r"\s+")
_TIGHT = frozenset(_HARD + "<>=±~%‰×")
_QUOTES_AND_DASHES = frozenset("‘’“”–—")

# Text that no repair can change: Chinese characters, ASCII words without spaces, punctuation.
_CLEAN = re.compile(r"[一-龥0-9A-Za-z%≥≤±（），。；：、！？“”《》【】.…—()+*/\-]*")


def repair_text(lines: Sequence[str], hard: Collection[int] = ()) -> Repaired:
    """Repair the text lines of one cell.

    `hard` holds the indexes (from 0) of lines that a real paragraph break follows,
    kept as "\\n". Other lines are joined: without a space next to a Chinese
    character, a sign or between digits, with one between Latin words.
    """
    raw = lines[0] if len(lines) == 1 else "\n".join(lines)
    if _CLEAN.fullmatch(raw):
        return Repaired(raw, raw, ())
    repairs: list[str] = []
    folded = [_fold(line, repairs) for line in lines]
    text = _join(folded, hard)
    steps = (
        ("latex_sign", _latex_signs),
        ("join_lines", _join_lines),
        ("drop_inner_space", _drop_inner_spaces),
        ("unify_sign", _unify_sign_pairs),
    )
    for name, step in steps:
        changed = step(text)
        if changed != text:
            repairs.append(name)
            text = changed
    return Repaired(text.replace(_HARD, "\n"), raw, tuple(dict.fromkeys(repairs)))


def fold_characters(text: str) -> str:
    """Each character in its usual form, controls dropped; spaces and length of lines untouched."""
    return text if _ODD.isdisjoint(text) else text.translate(_FOLD)


def _fold(text: str, repairs: list[str]) -> str:
    """`fold_characters`, adding to `repairs` the name of each that changed something."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        repairs.append("mend_surrogates")
    if _ODD.isdisjoint(text):
        return text
    for name, odd, table in _FOLDS:
        if not odd.isdisjoint(text):
            text = text.translate(table)
            repairs.append(name)
    return text


def _join(lines: Sequence[str], hard: Collection[int]) -> str:
    """One text, with "\\n" after a soft and `_HARD` after a hard line."""
    if not hard:
        return "\n".join(lines)
    marked = (line + (_HARD if number in hard else "\n") for number, line in enumerate(lines))
    return _HARD_BREAK.sub(_HARD, "".join(marked)).strip(_HARD)


def _latex_signs(text: str) -> str:
    """`$\\geq$ 28600` to `≥ 28600`."""
    if "\\" not in text and "$" not in text:
        return text
    text = _LATEX_S.sub(lambda m: m["one"] or m["two"], text)
    text = _LATEX_MATH.sub(lambda m: m[1] if _LATEX_COMMAND.search(m[1]) else m[0], text)
    return _LATEX_COMMAND.sub(lambda m: _LATEX_SIGNS["".join((m[1] or m[2]).split())], text)


def _join_lines(text: str) -> str:
    return _SOFT_BREAK.sub(_line_joint, text) if "\n" in text else text


def _drop_inner_spaces(text: str) -> str:
    return _SPACE_RUN.sub(_space_joint, text)


def _unify_sign_pairs(text: str) -> str:
    return _SIGN_PAIR.sub(lambda m: _SIGN_OF_PAIR[m[0]], text) if "=" in text else text


def _line_joint(match: re.Match[str]) -> str:
    """What stands for a line break: one space between Latin words, else nothing."""
    left, right = _neighbours(match)
    if _tight(left) or _tight(right) or left in "-/(" or right in ",.;:)!?":
        return ""
    return " " if left.isalpha() or right.isalpha() else ""


def _space_joint(match: re.Match[str]) -> str:
    """What stands for spaces inside a line: one between ASCII characters, else nothing."""
    left, right = _neighbours(match)
    return "" if _tight(left) or _tight(right) else " "


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    text, start, end = match.string, match.start(), match.end()
    return (text[start - 1] if start else _HARD), (text[end] if end < len(text) else _HARD)


def _tight(character: str) -> bool:
    """Whether no space belongs beside it: Chinese, a sign, or an edge of the text."""
    if character < "\u2010":
        return character in _TIGHT
    return character not in _QUOTES_AND_DASHES


_SQUEEZED = (
    dict.fromkeys([*_SPACES, *_CONTROLS, *":：︰﹕∶"], "")
    | dict(zip("（），；！？［］〔〕【】｛｝～〜∼｜、＂＇", "(),;!?[][][]{}~~~|,\"'", strict=True))
    | dict.fromkeys("“”„‟〝〞『』「」«»", '"')
    | dict.fromkeys("‘’‚‛′`", "'")
    | dict.fromkeys("‐‑‒–—―─━－−﹣", "-")
)
_SQUEEZE = {
    ord(c): _SQUEEZED.get(folded, folded)
    for c, folded in (
        *((c, c) for c in _SQUEEZED),
        *((chr(code), folded) for code, folded in _FOLD.items()),
    )
}
_TRAILING = ".。,;!?…·-~"


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """The form in which labels and headers are compared.

    No spaces, lines or colons, width folded, brackets, quotes and dashes ASCII,
    punctuation at the end dropped (unless there is nothing else).
    """
    squeezed = text.translate(_SQUEEZE)
    return squeezed.rstrip(_TRAILING) or squeezed


# "…" and rows of dots are what the form's own template prints; the rest is what filers write.
_PLACEHOLDER = re.compile(
    r"[.…⋯·。、\-‐‑‒–—―─━_*/\\|~～]+|[(（]?无[)）]?。?|[xX×✕]{2,}|待定|[Nn]/[Aa]"
)


@lru_cache(maxsize=8192)
def is_placeholder(text: str) -> bool:
    """Whether a cell says only that there is nothing: `.....`, `/`, `—`, `无`, `XX`, `待定`.

    An empty text is blank, which is something else.
    """
    squashed = "".join(fold_characters(text).split())
    return len(squashed) <= 200 and _PLACEHOLDER.fullmatch(squashed) is not None
