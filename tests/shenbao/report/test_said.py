"""What runs say in English is told in Chinese, and nothing is asked for that no run says."""

import re
import tomllib
from pathlib import Path

import pytest

from shenbao import errors
from shenbao.bulk import FileReport
from shenbao.report.report import reason_of, remedy_of
from shenbao.report.said import said_in

ROOT = Path(__file__).parents[3]
SAYINGS = tomllib.loads((ROOT / "shenbao/report/said.toml").read_text("utf-8"))
FAILURES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.UnreadableFile)
]
# Parts that stand apart in the code, and what the system says.
PUT_TOGETHER = ("a Word", "an old Word", "an RTF", "an HTML", "No such file", "Permission denied")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "page 3 was not read: the picture is damaged or cut off (image file is truncated)",
            "第 3 页未能读出：图片损坏或不完整（image file is truncated）",
        ),
        ("something could not be read: '≥95%\\n以上'", "有内容未能读出：“≥95%以上”"),
        ("something could not be read: ''", "有单元格未能读出文字"),
        (f"'{'长' * 61}' was not understood", f"“{'长' * 60}…”未能解读"),
        ("the second reader reads '10': '1O'", "两种读取方式不一致：“1O”，另一读数为“10”"),
        (
            "the column 备注 of 项目支出情况 has no place in the form",
            "“项目支出情况”中的“备注”栏不属于该表式",
        ),
        ("only the first 500 of 612 pages were read", "共 612 页，只读了前 500 页"),
        ("cannot be read: Permission denied", "没有权限"),
        ("what no run has said so far", "what no run has said so far"),
    ],
)
def test_a_sentence_is_told_in_chinese(english: str, chinese: str) -> None:
    assert said_in("zh", english) == chinese
    assert said_in("en", english) == english


def test_no_saying_is_taken_for_another() -> None:
    for english, chinese in SAYINGS.items():
        blanks = [f"〔{place}〕" for place in range(english.count("{}"))]
        assert said_in("zh", english.format(*blanks)) == chinese.format(*blanks)


def test_every_saying_stands_in_the_code() -> None:
    """What is worded anew there is worded anew here."""
    code = "".join(
        path.read_text("utf-8")
        for package in ("extract", "normalize", "shenbao")
        for path in (ROOT / package).rglob("*.py")
    )
    code = re.sub(r'"\s*f?"', "", code)
    code = re.sub(r"\{SUMMARY\}", "run.json", code)
    for english in SAYINGS:
        if any(part in english for part in PUT_TOGETHER):
            continue
        for part in filter(None, english.split("{}")):
            said = part.strip(" :()'")
            assert said in code, english


@pytest.mark.parametrize("kind", FAILURES)
def test_a_failure_is_told_in_chinese_with_its_remedy(kind: type[errors.UnreadableFile]) -> None:
    failure = kind("a.pdf")
    report = FileReport(
        "a.pdf",
        "unreadable",
        error=kind.__name__,
        reason=failure.reason,
        remedy=failure.remedy,
    )
    assert "（" not in reason_of(report, "zh").replace("（0 字节）", "")
    assert re.search("[㐀-鿿]", remedy_of(report, "zh")) and "." not in remedy_of(report, "zh")
    assert remedy_of(report, "en") == failure.remedy


def test_a_failure_of_its_own_words_tells_them_behind_its_kind() -> None:
    reason = "is a Word, Excel or ZIP file, not a PDF or a picture"
    report = FileReport("a.docx", "unreadable", error="NotAPdf", reason=reason)
    assert reason_of(report, "zh") == "不是 PDF 或图片（是 Word、Excel 或压缩文件）"
    assert reason_of(report, "en") == f"not a PDF or a picture ({reason})"
