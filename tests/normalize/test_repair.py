"""Text repair: what each repair does, and that none loses a character."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.repair import Repaired, is_placeholder, repair_text, squeeze

CASES = [
    (["基本合", "规"], "基本合规", ("join_lines",)),
    (["18,000,", "000.00"], "18,000,000.00", ("join_lines",)),
    (["计划", "2023", "年"], "计划2023年", ("join_lines",)),
    (["hello", "world"], "hello world", ("join_lines",)),
    (["multi-", "level, (a", ")"], "multi-level, (a)", ("join_lines",)),
    (["ISO", "9001"], "ISO 9001", ("join_lines",)),
    (["填报 日期：2023 年 10 月"], "填报日期：2023年10月", ("drop_inner_space",)),
    (["产　出　指　标"], "产出指标", ("drop_inner_space",)),
    (["合\u00a0计"], "合计", ("drop_inner_space",)),
    (["the  open source"], "the open source", ("drop_inner_space",)),
    (["≥ 80 %"], "≥80%", ("drop_inner_space",)),
    (["９８．６２％"], "98.62%", ("fold_width",)),
    (["ＡＢ（甲），乙。"], "AB（甲），乙。", ("fold_width",)),
    (["⼀⻓⼈⺠"], "一长人民", ("fold_radical",)),
    (["\uf9b5子"], "例子", ("fold_radical",)),
    (["基\u200b本\x00合\u00ad规\ufeff"], "基本合规", ("drop_control",)),
    (["≧95"], "≥95", ("unify_sign",)),
    (["＞＝95"], "≥95", ("unify_sign",)),
    ([">", "=95"], "≥95", ("join_lines", "unify_sign")),
    (["=>95"], "≥95", ("unify_sign",)),
    (["甲=>乙"], "甲=>乙", ()),
    ([r"$\1eq$3%"], "≤3%", ("latex_sign",)),
    ([r"$\geq$ 28600"], "≥28600", ("latex_sign", "drop_inner_space")),
    ([r"$\geqslant 95\%$"], "≥95%", ("latex_sign", "drop_inner_space")),
    # Justified lines set the letters of a command apart, narrow columns break it.
    ([r"$\g e q $98%"], "≥98%", ("latex_sign", "drop_inner_space")),
    ([r"$\ g e q $ 98%"], "≥98%", ("latex_sign", "drop_inner_space")),
    ([r"$\l", "eq$ 98%"], "≤98%", ("latex_sign", "drop_inner_space")),
    ([r"$\ge", "q$98%"], "≥98%", ("latex_sign",)),
    (["$", r"\geq$98%"], "≥98%", ("latex_sign", "join_lines")),
    ([r"$\geq", "$98%"], "≥98%", ("latex_sign", "join_lines")),
    ([r"\leq 5"], "≤5", ("latex_sign", "drop_inner_space")),
    ([r"S\geqS 94%"], "≥94%", ("latex_sign", "drop_inner_space")),
    ([r"s\geqs7年"], "≥7年", ("latex_sign",)),
    ([r"s≥$94%"], "≥94%", ("latex_sign",)),
    ([r"$\geg$92%"], "≥92%", ("latex_sign",)),
    ([r"$\1eqS 101%"], "≤101%", ("latex_sign", "drop_inner_space")),
    ([r"S≤$98%"], "≤98%", ("latex_sign",)),
    (["$5 与 $6"], "$5与$6", ("drop_inner_space",)),
    (["\ud840\udc0b\ud840"], "𠀋\ufffd", ("mend_surrogates",)),
    (["≥58000人"], "≥58000人", ()),
    ([""], "", ()),
    ([], "", ()),
]


@pytest.mark.parametrize(("lines", "text", "repairs"), CASES)
def test_repairs_are_made_and_named(lines: list[str], text: str, repairs: tuple[str, ...]) -> None:
    assert repair_text(lines) == Repaired(text, "\n".join(lines), repairs)


def test_a_paragraph_break_stays() -> None:
    repaired = repair_text(["1、甲", "乙。 ", "", "2、丙", "丁。"], hard={1, 4})
    assert repaired.text == "1、甲乙。\n2、丙丁。"
    assert repair_text(["甲", "", "乙"], hard=[0]).text == "甲\n乙"


INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
RELEVANT = st.text(
    "甲乙⼀⻓０９Ａｂ09aB zＺ％%>=<＞＝≥≧（），。.,-－/“”—\u3000\u00a0\t\n\x00\u200b\u00ad\ufffe$",
    max_size=30,
)


def signs_apart(text: str) -> str:
    """`≥` and the pairs that become it, in one way of writing."""
    text = text.replace("≥", ">=").replace("≤", "<=")
    while text != (swapped := re.sub("=([<>])", r"\1=", text)):
        text = swapped
    return text


def folded(text: str) -> str:
    return "".join(repair_text([c]).text for c in text)


def visible(text: str) -> str:
    return "".join(text.split())


@given(st.lists(RELEVANT | st.text(max_size=10), max_size=4), st.sets(st.integers(0, 4)))
def test_no_text_is_lost(lines: list[str], hard: set[int]) -> None:
    repaired = repair_text([re.sub("[\\\\\ud800-\udfff]", "", line) for line in lines], hard)
    assert signs_apart(visible(repaired.text)) == signs_apart(folded(repaired.raw))


def test_only_what_does_not_print_is_dropped() -> None:
    dropped = {
        chr(code)
        for code in [*range(0xD800), *range(0xE000, 0x10000), *range(0x2F800, 0x2FA20)]
        if not repair_text([chr(code)]).text
    }
    noncharacters = {
        "\ufffe",
        "\uffff",
        "\u2065",
    }  # PDFium writes U+FFFE for a hyphen at a line end
    assert {c for c in dropped if unicodedata.category(c) not in INVISIBLE} <= noncharacters


def test_every_kangxi_radical_becomes_a_character() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert unicodedata.name(repair_text([chr(code)]).text).startswith("CJK UNIFIED")


@given(RELEVANT)
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = repair_text([text]).text
    assert repair_text([once]).text.replace("=≥", "") == once.replace("=≥", "")


SQUEEZED = [
    ("产　出\n指标", "产出指标"),
    ("长期目标： (截止 2026 年)", "长期目标(截止2026年)"),
    ("长期目标（截止２０２６年）：", "长期目标(截止2026年)"),
    ("“三公经费”变动率", '"三公经费"变动率'),
    ("＂三公经费＂变动率", '"三公经费"变动率'),
    ("合 计。", "合计"),
    ("⻓期⽬标", "长期目标"),
    (".....", "....."),
    ("", ""),
]


@pytest.mark.parametrize(("text", "squeezed"), SQUEEZED)
def test_squeeze(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed


@given(st.text() | RELEVANT)
def test_squeeze_is_idempotent(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize(
    "text",
    [
        *["无", "（无）", "无。", "XX", "xxx", "××", "ＸＸ", "待定", "N/A", ". . .", "…\n…", " — "],
        *["──", "－－", "--", "**", ".....", "……", *"…/\\—-*.。／~"],
    ],
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["", " ", "0", "0%", "无会议费", "X", "100", "≥XX%", "优/良", "-5"]
)
def test_not_placeholders(text: str) -> None:
    assert not is_placeholder(text)
