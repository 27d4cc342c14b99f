"""What recognisers get wrong by nature, and the line itself can tell."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.scan.recogniser import Char

_WIDE = dict(zip(",;:!?", "，；：！？", strict=True))
# A line of so many characters that ends in a ring ends a sentence.
SENTENCE = 6
_OPENING, _CLOSING = "(（", ")）"


def widened(chars: Sequence[Char]) -> list[Char]:
    """Punctuation behind Chinese in its full width, both brackets of a pair alike.

    At the size of a comma the two widths differ by the paper around them only,
    and Chinese filings write the wide ones.
    """
    result = [*chars]
    for index, (before, char) in enumerate(pairwise(chars), 1):
        if char.text in _WIDE and is_chinese(before.text):
            result[index] = replace(char, text=_WIDE[char.text])
    opened: list[int] = []
    for index, char in enumerate(result):
        if char.text in _OPENING:
            opened.append(index)
        elif char.text in _CLOSING and opened:
            start = opened.pop()
            inside = (result[i].text for i in (start - 1, *range(start + 1, index)) if i >= 0)
            if result[start].text == "（" or char.text == "）" or any(map(is_chinese, inside)):
                result[start] = replace(result[start], text="（")
                result[index] = replace(char, text="）")
    # What a bracket that was opened in the line above closes, and the round full stop.
    if result and result[0].text == ")" and all(is_chinese(char.text) for char in result[1:2]):
        result[0] = replace(result[0], text="）")
    for index, (before, char) in enumerate(pairwise(result), 1):
        if not is_chinese(before.text):
            continue
        if char.text == ")":
            result[index] = replace(char, text="）")
        elif char.text in "Oo" and index == len(result) - 1 and index >= SENTENCE:
            result[index] = replace(char, text="。")
    return result


def is_chinese(text: str) -> bool:
    """Whether this is a Chinese character or its full-width punctuation."""
    return "\u4e00" <= text <= "\u9fff" or text in "”’》）】"
