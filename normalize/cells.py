"""Cells and lines to values with evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extract.records import Box, Cell, Place, TextLine
from normalize.beside import NOTHING_BESIDE, Beside, target_beside
from normalize.dates import parse_date
from normalize.definition import ValueType
from normalize.models import Evidence, EvidencePlace, Qualitative
from normalize.numbers import parse_amount, parse_share
from normalize.repair import Repaired, is_placeholder, repair_text, squeeze

# The confidence below which a value was read with doubt.
SURE = 0.96
# A line that leaves room for this many more characters was ended on purpose.
ENDED = 2.5
# Repairs that take a number for something that does not stand there to the letter.
GUESSES = frozenset({"drop_inner_space", "look_alike"})
# A number is broken where it does not fit; padding is 1-5.4 points on either side.
PADDING = 12.0
# What stands with digits in a figure.
FIGURES = frozenset(" .．,，%％‰≥≤<>=＝－-~～")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+\.\d\d")
# What forms do not write.
_ODD = re.compile(
    r"\d\.\d{3}(?!\d)|^\s*[1一二三|丨A-Za-z]\s*$|^\s*[.·,，、'][一-龥]|[\d%一-龥]\s*[—–-]\s*$"
)
_SENTENCE_END = "。；;：:！!？?"


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says as the type that its place in the form asks for.

    `value` is None where the filer left the cell empty (or set a placeholder),
    and where `unread`: something stands there that is not of the type. `unit` is
    the one that an amount names itself.
    """

    value: Any
    evidence: Evidence
    unread: bool = False
    unit: str = ""


def value_of(
    lines: Sequence[TextLine],
    place: Place,
    type_: ValueType,
    doubt: str = "",
    beside: Beside = NOTHING_BESIDE,
) -> Value:
    """The typed value of some text lines that stand in `place`, a target with what is beside it."""
    if type_ in ("amount", "share", "score"):
        raw = "\n".join(line.text for line in lines)
        said = _regrouped(raw) if lines and lines[0].reader != "text" else raw
        amount = parse_amount(said) if type_ == "amount" else parse_share(raw.removesuffix("分"))
        unread = amount.state == "unread"
        guessed = not GUESSES.isdisjoint(amount.repairs) or said != raw
        if "join_lines" in amount.repairs:
            guessed |= not _is_wrapped(lines, place.box) or _may_lack_point(lines)
        sure = not doubt and not unread and not guessed
        evidence = evidence_of(lines, place, raw, amount.repairs, sure)
        return Value(amount.value, evidence, unread, amount.unit if type_ == "amount" else "")
    breaks = hard_breaks(lines, place.box) if len(lines) > 1 else ()
    repaired = repair_text([line.text for line in lines], breaks)
    if type_ == "target":
        told = target_beside(repaired.text.replace("\n", ""), beside)
        repairs = (*repaired.repairs, *told.repairs)
        garbled = isinstance(told.target, Qualitative) and _is_garbled(lines)
        sure = not (doubt or garbled or _lost_stroke(lines) or _holds_header(lines, beside))
        return Value(told.target, evidence_of(lines, place, repaired.raw, repairs, sure))
    evidence = evidence_of(lines, place, repaired.raw, repaired.repairs, not doubt)
    return Value(*_typed(repaired, type_, evidence))


def _regrouped(raw: str) -> str:
    """An amount whose commas a recogniser read as points, also where it wrapped: 5.370.2 and 0."""
    bare = raw.replace("\n", "")
    if bare.count(".") < 2 or not _GROUPED.fullmatch(bare):
        return raw
    whole, _, decimals = raw.rpartition(".")
    return f"{whole.replace('.', ',')}.{decimals}"


def _may_lack_point(lines: Sequence[TextLine]) -> bool:
    """Whether a recogniser may have lost the point of an amount at a line's end: 3683. and 99."""
    return lines[0].reader != "text" and not any("." in line.text for line in lines)


def _is_garbled(lines: Sequence[TextLine]) -> bool:
    """Whether a recogniser read figures that make no number: `99..5%`, `94.5% ≥95%`."""
    text = "".join(line.text for line in lines)
    figures = sum(1 for char in text if char.isdigit() or char in FIGURES)
    return lines[0].reader != "text" and figures > len(text) / 2


def _lost_stroke(lines: Sequence[TextLine]) -> bool:
    """Whether a recogniser read `>` or `<` alone: forms say at least and at most, and the line
    below the sign is thin."""
    if not lines or lines[0].reader == "text":
        return False
    text = "".join(line.text for line in lines)
    return any(sign in text for sign in "><＞＜") and "=" not in text


def is_doubtful(lines: Sequence[TextLine]) -> bool:
    """Whether the sign or the unit of a target may be another one."""
    return any(line.confidence < SURE for line in lines) or _lost_stroke(lines)


def _holds_header(lines: Sequence[TextLine], beside: Beside) -> bool:
    """Whether the header stands in the cell: the ruling between them was not seen."""
    text = "".join(line.text for line in lines)
    return len(beside.header) > 1 and squeeze(text).startswith(beside.header)


def _typed(repaired: Repaired, type_: ValueType, evidence: Evidence) -> tuple[Any, Evidence, bool]:
    text = repaired.text
    if not text or is_placeholder(text):
        return None, evidence, False
    if type_ == "date":
        date = parse_date(text)
        return (date.date if date else None), evidence, date is None
    return text, evidence, False


def cell_value(cell: Cell, type_: ValueType, beside: Beside = NOTHING_BESIDE) -> Value:
    """The typed value of a whole cell."""
    return value_of(cell.lines, cell.places[0], type_, cell.doubt, beside)


def evidence_of(
    lines: Sequence[TextLine],
    place: Place,
    raw: str,
    repairs: Sequence[str] = (),
    sure: bool = True,
) -> Evidence:
    """Where the lines stand, page by page; an empty cell's evidence is the cell."""
    places = _hulls(lines) if lines else [place]
    page, box = places[0]
    confidence = 1.0
    for line in lines:
        if line.confidence < confidence:
            confidence = line.confidence
    return Evidence.built(
        page=page,
        bbox=_rounded(box),
        raw=raw,
        reader=lines[0].reader if lines else "text",
        confidence=round(confidence, 4),
        sure=sure and confidence >= SURE and not _is_odd(raw, lines),
        repairs=list(repairs),
        others=list(lines[0].others) if len(lines) == 1 else [],
        continues=[
            EvidencePlace.built(page=other.page, bbox=_rounded(other.box)) for other in places[1:]
        ]
        if len(places) > 1
        else [],
    )


def _is_odd(raw: str, lines: Sequence[TextLine]) -> bool:
    """Whether a recogniser read what forms do not write: three digits behind a point, which
    may be a comma; a stroke by itself, which may be a dash; a mark before a word, a dash at the
    end."""
    return (
        bool(lines)
        and lines[0].reader != "text"
        and bool(_ODD.search(raw) or _ODD.search(raw.replace("\n", "")))
    )


def _hulls(lines: Sequence[TextLine]) -> list[Place]:
    if len(lines) == 1:  # most cells
        return [Place(lines[0].page, lines[0].box)]
    hulls: dict[int, Box] = {}
    for line in lines:
        old = hulls.get(line.page)
        x0, top, x1, bottom = line.box
        if old is not None:
            x0, top = min(x0, old.x0), min(top, old.top)
            x1, bottom = max(x1, old.x1), max(bottom, old.bottom)
        hulls[line.page] = Box(x0, top, x1, bottom)
    return [Place(page, box) for page, box in hulls.items()]


def _rounded(box: Box) -> tuple[float, float, float, float]:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def hard_breaks(lines: Sequence[TextLine], box: Box) -> list[int]:
    """Which lines end a paragraph: a sentence ends there and there was room for more."""
    if len(lines) < 2:
        return []
    left = min(line.box.x0 for line in lines)
    right = max(line.box.x1 for line in lines)
    right = max(right, box.x1 - (left - box.x0))
    return [
        index
        for index, line in enumerate(lines[:-1])
        if line.text[-1] in _SENTENCE_END
        and right - line.box.x1 > ENDED * (line.box.x1 - line.box.x0) / len(line.text)
    ]


def _is_wrapped(lines: Sequence[TextLine], box: Box) -> bool:
    """Whether the lines together are longer than the cell is wide."""
    return sum(line.box.x1 - line.box.x0 for line in lines) > box.x1 - box.x0 - PADDING
