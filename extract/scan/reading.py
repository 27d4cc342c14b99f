"""What recognisers get wrong by nature, and the line itself can tell."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from extract.scan.recogniser import Char

_WIDE = dict(zip(",;:!?", "，；：！？", strict=True))
# A line of so many characters that ends in a ring ends a sentence.
SENTENCE = 6
_OPENING, _CLOSING = "(（", ")）"
# What blurred print is taken for: the forms of traditional Chinese and of Japanese, and
# radicals that fonts draw with two strokes or three. Forms are filed in simplified characters.
_SIMPLE = dict(
    zip(
        "決況淨凈減湊涼沖準眞規項額績財預續貨費購貿資產業務開關門問間維護設備處際經濟環對質數實責"
        "員長標級縣鎮鄉農衛術訓練評價蓋滿達過遠運輸車轉軟輛時報場導師帶應從態據擴擔斷無機權檢歲殘歷"
        "測滅點熱爭獲獎現療監盤眾確種積稅穩競筆節範築簡類糧紀約純紙組結給統絕緊線編網緣縮總織職聯聲"
        "興舉舊藝藥營獨虛補裝製複視覽觀計訂討記訪許訴詢試話該詳認語誠說課調請論謝證識譯議讀變讓貧貫負"
        "貢買貸賀賽賬賠賣軌軍載輔輕輪辦邊郵鄰醫釋針鋼錄錢錯鐵閉閱陽階隨險雙難電靈靜頁順須頓領頭題願顧"
        "養館馬驗體魚黨齊構華協區單參縱啟團圍壓處寬嚴寶審屬島幣廠廣慶憂懷戶掃換損撥搶擇擊敗樓樣橋歡"
        "曰塡爲敎旣卽靑産淸戸査毎収歩顔徳黒録団圏広発県処検対売変価図関応楽気経済総続戦覚単労営厳従縦帯験険鉄転軽両",
        "决况净净减凑凉冲准真规项额绩财预续货费购贸资产业务开关门问间维护设备处际经济环对质数实责"
        "员长标级县镇乡农卫术训练评价盖满达过远运输车转软辆时报场导师带应从态据扩担断无机权检岁残历"
        "测灭点热争获奖现疗监盘众确种积税稳竞笔节范筑简类粮纪约纯纸组结给统绝紧线编网缘缩总织职联声"
        "兴举旧艺药营独虚补装制复视览观计订讨记访许诉询试话该详认语诚说课调请论谢证识译议读变让贫贯负"
        "贡买贷贺赛账赔卖轨军载辅轻轮办边邮邻医释针钢录钱错铁闭阅阳阶随险双难电灵静页顺须顿领头题愿顾"
        "养馆马验体鱼党齐构华协区单参纵启团围压处宽严宝审属岛币厂广庆忧怀户扫换损拨抢择击败楼样桥欢"
        "日填为教既即青产清户查每收步颜德黑录团圈广发县处检对卖变价图关应乐气经济总续战觉单劳营严从纵带验险铁转轻两",
        strict=True,
    )
)
# Specks are read as these, at the ends of what stands in a cell.
SPECKS = frozenset("·•*'`´^°|")
# Where they touch figures, as these too; longer lines are no figures.
_POINTS = frozenset(".,:;、")
_FIGURE = 14
# The rings of a per cent sign.
_RINGS, _RINGS_BESIDE = frozenset("º°"), frozenset("oO0aº°")
_COMMAS = frozenset(",，、")
# No point stands before these.
_SIGNS = frozenset("≥≤=<>＝＞＜")
# What a speck in a word is read as; 。 is more likely one that was written.
_FULL = ".．"
# An amount in groups of three has one point, before its two decimals: the marks between the
# groups are commas, whatever they were read as.
_GROUPED = re.compile(r"(?<![\d.,，])\d{1,3}(?:[.,，]\d{3})+[.,，]\d\d(?![\d.,，])")
# Hardly any has three decimals.
_IN_THREES = re.compile(r"(?<![\d.,，])\d{1,3}(?:[.,，]\d{3}){2,}(?![\d.,，])")
# Behind these and before a digit stands the dash of a range: 2025年—2026年.
_BEFORE_A_RANGE = frozenset("0123456789%年月日")
_IN_FIGURES = re.compile(r"\d[:：]\d")
_NUMBERED = re.compile(r"\d{1,3}[.、](?!\d)")


def simplified(char: Char) -> Char:
    """A character in the form that filings are written in; a recogniser that cannot tell two
    forms or widths of one apart is as sure of it as of both."""
    text, other = (_SIMPLE.get(one, one) for one in (char.text, char.other))
    if other and _folded(text) == _folded(other):
        both = min(1.0, char.confidence + char.other_confidence)
        return replace(char, text=text, confidence=both, other="", other_confidence=0.0)
    return char if text == char.text else replace(char, text=text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return normalize("NFKC", text)


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
    # One that is closed in the next line: 产出指标（5 above 0分）.
    for start in opened:
        if start and is_chinese(result[start - 1].text):
            result[start] = replace(result[start], text="（")
    # A mark that wrapped is behind Chinese too.
    if result and result[0].text in _WIDE and all(is_chinese(char.text) for char in result[1:2]):
        result[0] = replace(result[0], text=_WIDE[result[0].text])
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


def without_specks(
    chars: Sequence[Char], starts: bool = True, ends: bool = True
) -> tuple[list[Char], bool]:
    """What was read without the specks beside and in it, and whether one of them may have been
    a point, a comma or a digit. `starts`, `ends`: no line of the cell comes before or after,
    from or into which a number (`1030.` and `32`, `1173` and `.15`) may go on."""
    whole = [*chars]
    for index, (before, after) in enumerate(zip(whole, whole[2:], strict=False), 1):
        if whole[index].text in "一－" and before.text in _BEFORE_A_RANGE and after.text.isdigit():
            whole[index] = replace(whole[index], text="—")
    misread = starts and [char.text for char in whole[:1]] == ["二"] and _is_digit(whole[1:2])
    if misread:
        whole[0] = replace(whole[0], text="=")
    signs = len(whole)
    whole = _with_per_cents(whole)
    for index in range(1, len(whole)):
        if _is_point(whole, index, ends):
            whole[index] = replace(whole[index], text=".")
    if len(whole) <= _FIGURE:
        zeros = _with_zeros(whole)
        # 3:5% is 3.5% more often than a ratio.
        colon = any(whole[index].text in ":：" for index in range(1, len(whole) - 1))
        misread = (
            misread or zeros != whole or (colon and _IN_FIGURES.search(_text(whole)) is not None)
        )
        whole = zeros
    commas = _with_commas(whole, _IN_THREES)
    misread = misread or commas != whole
    whole = _with_commas(commas, _GROUPED)
    left = _trimmed(whole, starts, ends)
    text = "".join(char.text for char in left)
    digits = any(char.isdigit() for char in text)
    if len(text) <= _FIGURE:
        left = [char for index, char in enumerate(left) if not _is_in_word(left, index)]
    # `1.` begins an item where something follows.
    begins = (match := _NUMBERED.match(text)) and not (ends and starts and match.end() == len(text))
    if digits and len(text) <= _FIGURE and not begins:
        behind = [char.text for char in left[-2:]]
        if behind[-1] in _POINTS and (ends or behind[0] in "%％"):
            left = left[:-1]
        left = [char for index, char in enumerate(left) if not _is_stray(left, index, starts)]
    gone = [char.text for char in whole if char not in left] if len(left) < len(whole) else []
    doubt = (
        misread or len(whole) < signs or (bool(gone) and (digits or not SPECKS.issuperset(gone)))
    )
    # Between words it is a comma more often than a part of a name.
    return left, doubt or any(char.text in "·•" for char in left[1:-1])


def _text(chars: Sequence[Char]) -> str:
    return "".join(char.text for char in chars)


def _with_zeros(chars: Sequence[Char]) -> list[Char]:
    """With zeros for the letters behind a digit that they are read as."""
    result: list[Char] = []
    for char in chars:
        is_zero = char.text in "oO" and bool(result) and result[-1].text.isdigit()
        result.append(replace(char, text="0") if is_zero else char)
    return result


def _is_digit(chars: Sequence[Char]) -> bool:
    return bool(chars) and chars[0].text.isdigit()


def _with_per_cents(chars: Sequence[Char]) -> list[Char]:
    """With % for what thin print of it is read as, `ºo` and `%0`: no digit follows one."""
    result: list[Char] = []
    for index, char in enumerate(chars):
        before = result[-1] if result else None
        follows = chars[index + 1].text.isdigit() if index + 1 < len(chars) else False
        ring = before is not None and before.text in _RINGS and char.text in _RINGS_BESIDE
        if before is not None and not follows and (ring or _is_ring_of(before, char)):
            believed = min(before.confidence, char.confidence)
            result[-1] = replace(before, text="%", end=char.end, confidence=believed)
        else:
            result.append(char)
    return result


def _with_commas(chars: list[Char], amount: re.Pattern[str]) -> list[Char]:
    """With commas between groups of three digits, and a point before two."""
    text = "".join(char.text if len(char.text) == 1 else "?" for char in chars)
    result = [*chars]
    for match in amount.finditer(text):
        for index in range(*match.span()):
            if not chars[index].text.isdigit():
                mark = "." if index == match.end() - 3 else ","
                result[index] = replace(chars[index], text=mark)
    return result


def _is_ring_of(sign: Char, char: Char) -> bool:
    """Whether a per cent sign's second ring was read once more."""
    return sign.text in "%％" and char.text in "0oO6º"


def _is_point(chars: Sequence[Char], index: int, ends: bool) -> bool:
    """Whether a mark in the middle of its line is a point, where fonts made for Taiwan set it:
    `1·` begins an item, `89·0%` is a number, also where it is broken behind its point."""
    if chars[index].text not in "·•" or not chars[index - 1].text.isdigit():
        return False
    after = chars[index + 1].text if index + 1 < len(chars) else ""
    return after not in "%％" if after else not ends


def _trimmed(chars: Sequence[Char], starts: bool, ends: bool) -> list[Char]:
    """Without specks at the ends; at those of a line that goes on not beside a digit. Nor does
    a text begin with a comma, or end in one, but for a sentence that the page's edge cut."""
    left = [*chars]
    ends_here = ends and len(left) <= _FIGURE
    while len(left) > 1 and (
        (left[-1].text in SPECKS and (ends or not left[-2].text.isdigit()))
        or (left[-1].text in _COMMAS and ends_here)
    ):
        left.pop()
    while len(left) > 1 and _is_before(left, starts):
        del left[0]
    return left


def _is_before(chars: Sequence[Char], starts: bool) -> bool:
    """Whether a line begins with a speck; before the number of an item (`·3.`) it is one too."""
    text, rest = chars[0].text, "".join(char.text for char in chars[1:])
    if text in SPECKS:
        return starts or not rest[0].isdigit() or bool(_NUMBERED.match(rest))
    if text in _FULL and rest[0] in _SIGNS:
        return True
    return starts and (
        text in _COMMAS
        or (text == "。" and rest[0].isdigit())
        or (text in _FULL and is_chinese(rest[0]))
    )


def _is_stray(chars: Sequence[Char], index: int, starts: bool) -> bool:
    """Whether a point stands before a digit and behind none, or before the sign of a share;
    or a speck beside one digit."""
    text = chars[index].text
    behind = chars[index - 1].text.isdigit() if index else not starts
    before = index + 1 < len(chars) and chars[index + 1].text.isdigit()
    if text in _POINTS and index + 1 < len(chars) and chars[index + 1].text in "%％":
        return True
    if text in SPECKS and 0 < index < len(chars) - 1:
        return text != "°" and not (behind and before)
    return text in _POINTS and before and not behind


def _is_in_word(chars: Sequence[Char], index: int) -> bool:
    """Whether a point stands in a word or behind it: 基本型. and 持续提.升."""
    if chars[index].text not in _FULL or not index or not is_chinese(chars[index - 1].text):
        return False
    return index + 1 == len(chars) or is_chinese(chars[index + 1].text)


def is_chinese(text: str) -> bool:
    """Whether this is a Chinese character or its full-width punctuation."""
    return "\u4e00" <= text <= "\u9fff" or text in "”’》）】"
