"""`shenbao report`: what it writes, and what it says when it can't."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from reported import EMPTY, FINDINGS, NAME, OFFICE, PHONE, filing, finding, kept, pdf, results

from normalize.models import Filing, FilingPart
from shenbao import errors
from shenbao.cli import cli
from shenbao.report.counts import STATES, WEIGHTS
from shenbao.report.explained import EVERY, explanation_of
from shenbao.report.gather import gather
from shenbao.report.looking import Options
from shenbao.report.page import SCRIPTS, _asset
from shenbao.report.persons import MASK
from shenbao.report.results import find_results
from shenbao.report.shown import FilingShown
from shenbao.report.words import Language, words_of


def report(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["report", *map(str, arguments)])


def written(out: Path, *arguments: object) -> str:
    done = report(out, "--to", "html", *arguments)
    assert done.exit_code == 0, done.output
    return (out / "report.html").read_text("utf-8")


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def looked(out: Path, **more: Any) -> FilingShown:
    """The only filing of a folder, as it is shown."""
    (shown,) = gather(find_results(out), Options(**more), workers=1).filings
    return shown


def test_a_filing_is_shown_with_what_it_states_and_a_picture_of_it(tmp_path: Path) -> None:
    shown = looked(results(tmp_path))
    assert (shown.source, shown.state, shown.year, shown.department) == (
        "same", "error", 2024, OFFICE
    )  # fmt: skip
    money, _, doubted = shown.findings
    ((stated,), (view,)) = money.stated, money.views
    assert (stated.label, stated.text, stated.page, stated.sure) == ("金额", "116.88", 1, True)
    assert (money.expected, money.actual, money.page) == ("100.00", "116.88", 1)
    assert view.picture == 0 and view.size == (406.0, 26.0) and len(view.marks) == 1
    assert doubted.stated[0].sure is False and doubted.views[0].marks[0].sure is False
    assert all(uri.startswith("data:image/png;base64,") for uri in shown.pictures)


def across(tmp_path: Path, *, others: int = 1, sources: bool = True) -> Path:
    """Filings `a`, `b0`, `b1`, ...: a rule says that `a` and all of the others disagree."""
    filings: dict[Path, Filing] = {}
    for name in ("a", *(f"b{number}" for number in range(others))):
        filings[tmp_path / f"{name}.pdf"] = filing(pdf(), f"{name}.pdf", findings=())
        if sources:
            (tmp_path / f"{name}.pdf").write_bytes(pdf())
    out = kept(tmp_path / "out", filings)
    said = finding(
        ["/attributes/金额"],
        rule="across.copied_text",
        message=f"与{NAME}所填不符",
        others=[
            {"file": f"filings/b{number}.json", "pointer": "/attributes/指标值"}
            for number in range(others)
        ],
    )
    document = {"findings": {"filings/a.json": [said.model_dump(mode="json")]}}
    (out / "across.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return out


def test_a_finding_across_filings_shows_what_each_of_them_says(tmp_path: Path) -> None:
    gathered = gather(find_results(across(tmp_path)), Options(), workers=1)
    a, b = gathered.filings
    ((one,), other) = a.findings, b.findings
    assert other == () and NAME not in one.message and MASK in one.message
    assert [(stated.filing, stated.text) for stated in one.stated] == [
        (None, "116.88"), ("b0", "≥90%"),
    ]  # fmt: skip
    assert [(view.filing, view.picture) for view in one.views] == [(None, 0), ("b0", 1)]


def test_of_many_other_filings_some_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    gathered = gather(find_results(across(tmp_path, others=5)), Options(), workers=1)
    (one,) = gathered.filings[0].findings
    assert len(one.stated) == 4 and one.more_others == 2


def test_another_filing_that_is_gone_costs_its_part_alone(tmp_path: Path) -> None:
    out = across(tmp_path)
    (out / "filings" / "b0.json").unlink()
    (one,) = looked(out).findings
    assert len(one.stated) == 1 and len(one.views) == 1


@pytest.mark.parametrize("text", ["", "[]", '{"findings": 3}', '{"findings": {"a": [1]}}'])
def test_broken_findings_across_filings_are_noted(tmp_path: Path, text: str) -> None:
    out = results(tmp_path)
    (out / "across.json").write_text(text)
    assert any("across.json" in note for note in find_results(out).notes)
    assert len(looked(out).findings) == len(FINDINGS)


def test_several_filings_in_one_file_say_which_they_are(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf())
    one = filing(pdf())
    part = one.source.model_copy(update={"part": FilingPart(number=2, of=3, pages=[1])})
    out = kept(tmp_path / "out", {source: one.model_copy(update={"source": part})})
    (out / "filings" / "a.json").rename(out / "filings" / "a-2.json")
    shown = looked(out, filings_from=tmp_path)
    assert (shown.part, shown.pages, shown.source) == ((2, 3), 1, "same")


def test_equal_crops_are_kept_once(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf())
    twice = [finding(["/attributes/金额"]), finding(["/attributes/金额"], severity="info")]
    shown = looked(kept(tmp_path / "out", {source: filing(pdf(), findings=twice)}))
    assert len(shown.pictures) == 1
    assert [finding.views[0].picture for finding in shown.findings] == [0, 0]


def test_a_source_that_is_gone_or_changed_is_said_and_marked_on_an_empty_sheet(
    tmp_path: Path,
) -> None:
    out = results(tmp_path)
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf() + b"%")
    changed = looked(out)
    source.unlink()
    gone = looked(out)
    assert (changed.source, gone.source) == ("changed", "gone")
    for shown in (changed, gone):
        (view,) = shown.findings[0].views
        assert view.picture is None and view.size == (595.3, 841.9) and len(view.marks) == 1
        assert shown.pictures == ()


@pytest.mark.parametrize("place", ["a.pdf", "deep/er/a.pdf"])
def test_filings_that_were_moved_are_found(tmp_path: Path, place: str) -> None:
    out = results(tmp_path)
    moved = tmp_path / "elsewhere" / place
    moved.parent.mkdir(parents=True)
    (tmp_path / "a.pdf").rename(moved)
    decoy = tmp_path / "elsewhere" / "decoy" / "a.pdf"
    decoy.parent.mkdir()
    decoy.write_bytes(b"%PDF- another of the same name")
    assert looked(out, filings_from=tmp_path / "elsewhere").source == "same"


def test_a_document_that_no_run_speaks_of_is_reported_too(tmp_path: Path) -> None:
    out = results(tmp_path)
    (out / "run.json").unlink()
    found = find_results(out)
    assert [one.name for one in found.kept] == ["a"] and "run.json is missing" in found.notes[0]
    assert looked(out, filings_from=tmp_path).source == "same"


def test_a_source_that_cannot_be_drawn_costs_its_pictures_alone(tmp_path: Path) -> None:
    broken = b"%PDF-1.7 and no more"
    source = tmp_path / "a.pdf"
    source.write_bytes(broken)
    shown = looked(kept(tmp_path / "out", {source: filing(broken)}))
    assert shown.source == "unreadable" and shown.findings[0].views[0].picture is None


def test_a_slip_while_drawing_costs_its_pictures_alone_and_is_told(tmp_path: Path) -> None:
    """A box that no page can have."""
    out = results(tmp_path)
    document = out / "filings" / "a.json"
    text = document.read_text("utf-8").replace('"page":1', '"page":99999999999')
    document.write_text(text, "utf-8")
    done = report(out, "--to", "html")
    assert done.exit_code == 0
    shown = looked(out)
    assert shown.source == "unreadable" and len(shown.findings) == len(FINDINGS)


@pytest.mark.parametrize("to", ["html", "xlsx", "md"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_persons_are_named_only_when_asked_for(tmp_path: Path, to: str, language: str) -> None:
    out = results(tmp_path)
    told = {}
    for asked in ((), ("--with-contacts",)):
        done = report(out, "--to", to, "--lang", language, *asked)
        assert done.exit_code == 0, done.output
        told[asked] = texts_of(out / f"report.{to}")
    assert NAME not in told[()] and PHONE not in told[()]
    if to != "md" and language == "zh":
        assert NAME in told["--with-contacts",]
    if to != "md":
        assert OFFICE in told[()]


def texts_of(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


def test_the_page_asks_for_nothing_and_holds_no_markup_of_a_filing(tmp_path: Path) -> None:
    page = written(results(tmp_path), "--with-contacts")
    assert "<script>alert" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "default-src 'none'" in page and "script-src 'sha256-" in page
    assert "<script>alert(1)</script>" in data_of(page)["filings"][0]["findings"][1]["message"]


def test_without_crops_no_source_is_looked_for(tmp_path: Path) -> None:
    data = data_of(written(results(tmp_path), "--no-crops"))
    assert data["filings"][0]["source"] == "off"
    assert all(not one["views"] for one in data["filings"][0]["findings"])


def test_broken_documents_are_named_and_left_out(tmp_path: Path) -> None:
    out = results(tmp_path)
    for name, text in (("half", '{"source": {"fi'), ("other", '{"a": 1}'), ("none", "")):
        (out / "filings" / f"{name}.json").write_text(text, "utf-8")
    done = report(out, "--to", "html")
    assert done.exit_code == 3
    page = (out / "report.html").read_text("utf-8")
    for name in ("half", "other", "none"):
        assert f"{name}.json" in done.stderr and f"{name}.json" in page
    assert [one["name"] for one in data_of(page)["filings"]] == ["a"]


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', '{"files": [1, {}]}', "\xff"])
def test_a_run_that_tells_nothing_is_noted_and_the_documents_are_reported(
    tmp_path: Path, text: str
) -> None:
    out = results(tmp_path)
    (out / "run.json").write_text(text, "latin-1")
    assert report(out, "--to", "md").exit_code == 0
    assert "A" not in {one.name for one in find_results(out).kept}
    assert [one.name for one in find_results(out).kept] == ["a"]


def no_folder(tmp_path: Path) -> Path:
    return tmp_path / "nowhere"


def a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("x")
    return tmp_path / "file"


def an_empty_folder(tmp_path: Path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (no_folder, "no such folder"),
        (a_file, "is not a folder"),
        (an_empty_folder, "no results"),
    ],
)
def test_nothing_to_report_says_what_to_name(  # type: ignore[no-untyped-def]
    tmp_path: Path, make, words: str
) -> None:
    done = report(make(tmp_path), "--to", "html")
    assert done.exit_code == 2
    assert (words in done.stderr and "shenbao run" in done.stderr) or "--out" in done.stderr


def test_a_place_that_cannot_be_written_to_is_told_before_the_work(tmp_path: Path) -> None:
    out = results(tmp_path)
    done = report(out, "--to", "html", "--out", a_file(tmp_path) / "report.html")
    assert done.exit_code == 2 and "cannot write here" in done.stderr


def test_a_second_run_replaces_the_first_whole(tmp_path: Path) -> None:
    out = results(tmp_path)
    target = tmp_path / "new" / "page.html"
    for _ in range(2):
        assert report(out, "--to", "html", "--out", target).exit_code == 0
    assert [path.name for path in target.parent.iterdir()] == ["page.html"]


def test_the_working_paper(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf())
    formula = finding(["/attributes/金额"], message="=1+1", expected="=cmd|' /C calc'!A0")
    findings = [*FINDINGS, formula]
    out = kept(tmp_path / "out", {source: filing(pdf(), findings=findings)}, [EMPTY])
    assert report(out, "--to", "xlsx").exit_code == 0
    book = openpyxl.load_workbook(out / "report.xlsx")
    assert book.sheetnames == ["汇总", "问题清单", "申报表", "规则说明"]
    sheet = book["问题清单"]
    head, *rows = list(sheet.iter_rows())
    titles = [cell.value for cell in head]
    assert len(rows) == len(findings)
    first = dict(zip(titles, [cell.value for cell in rows[0]], strict=True))
    assert first["部门（单位）"] == OFFICE and first["年度"] == 2024 and first["页"] == 1
    assert first["文件"] == str(source) and first["编号"] == "B10" and first["级别"] == "错误"
    assert (first["应为"], first["填报"]) == ("100.00", "116.88")
    assert first["填报内容"] == "金额：116.88 (第 1 页)" and first["规则代码"] == "funding.share"
    assert first["核实状态"] is None and first["备注"] is None
    assert all(cell.data_type in "sn" for row in rows for cell in row), "no formula"
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"待核实,属实,误报,已整改"'
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == f"A1:P{len(findings) + 1}"
    assert sheet.column_dimensions["J"].width > 40
    filings = [[cell.value for cell in row] for row in book["申报表"].iter_rows()]
    assert filings[1][:5] == [OFFICE, None, 2024, "部门整体绩效目标申报表", str(source)]
    assert filings[2][4] == "empty.pdf" and "文件为空" in str(filings[2][-1])
    assert "COUNTIF" in texts_of(out / "report.xlsx")
    rules = [[cell.value for cell in row] for row in book["规则说明"].iter_rows()]
    assert [row[0] for row in rules] == ["编号", "B10", "A03"]
    assert rules[0][3:5] == ["判定方法", "示例"] and str(rules[1][4]).endswith("89.62%：不符。")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_are_explained_in_the_language_of_the_page(
    tmp_path: Path, language: Language
) -> None:
    page = written(results(tmp_path), "--lang", language)
    told = data_of(page)["rules"]["funding.share"]
    said = explanation_of(EVERY["funding.share"], language)
    assert {name: told[name] for name in asdict(said)} == asdict(said)


def test_the_summary(tmp_path: Path) -> None:
    out = results(tmp_path)
    assert report(out, "--to", "md", "--lang", "en").exit_code == 0
    text = (out / "report.md").read_text("utf-8")
    for line in (
        "| With errors | 1 |",
        "| Unreadable | 1 |",
        f"| {OFFICE} | 3 | 1 | 1 |  | 1 |",
        f"| {OFFICE} | 2024 | a.pdf | 1 | 1 |  | 1 |",
        "| empty.pdf | empty (0 bytes) |",
    ):
        assert line in text.splitlines()


def test_the_summary_lets_no_name_break_its_tables(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    one = filing(b"").model_dump(by_alias=True)
    one["declaration"]["department"] = "甲|乙<b>*局*"
    out = kept(tmp_path / "out", {source: Filing.model_validate(one)})
    assert report(out, "--to", "md").exit_code == 0
    text = (out / "report.md").read_text("utf-8")
    assert "甲\\|乙&lt;b&gt;\\*局\\* |" in text and "<b>" not in text


def keys_of(words: Any, path: str = "") -> set[str]:
    if not isinstance(words, dict):
        return {path + (f"[{len(words)}]" if isinstance(words, list) else "")}
    return {key for name, inner in words.items() for key in keys_of(inner, f"{path}/{name}")}


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    assert keys_of(words_of("zh")) == keys_of(words_of("en"))
    blanks = re.compile(r"\{\w+\}")
    chinese, english = words_of("zh")["script"], words_of("en")["script"]
    for key, text in chinese.items():
        assert sorted(blanks.findall(text)) == sorted(blanks.findall(english[key])), key


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_that_is_told_has_a_word(language: Language) -> None:
    words = words_of(language)
    failures = {kind.__name__ for kind in vars(errors).values() if is_failure(kind)}
    assert failures <= words["errors"].keys()
    assert set(STATES) == words["states"].keys()
    assert set(WEIGHTS) == words["severities"].keys()
    assert {"digital", "scanned", "mixed"} == words["kinds"].keys()
    assert {"fail", "undetermined"} == words["outcomes"].keys()


def is_failure(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, errors.UnreadableFile)


def test_the_script_asks_for_no_word_that_it_is_not_given(tmp_path: Path) -> None:
    given_words = data_of(written(results(tmp_path)))["words"]
    asked = set(re.findall(r"\bwords\.(\w+)", "".join(map(_asset, SCRIPTS))))
    assert asked and asked <= given_words.keys()


def test_every_word_is_used() -> None:
    """What is deleted from the report goes from its words, too."""
    package = Path(__file__).parents[3] / "shenbao" / "report"
    code = "".join(
        path.read_text("utf-8")
        for path in package.rglob("*")
        if path.suffix in (".py", ".js", ".html")
    )
    for language in ("zh", "en"):
        for name in {*words_of(language), *words_of(language)["script"]}:
            assert re.search(rf"\b{name}\b", code), name
