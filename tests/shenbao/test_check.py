"""`shenbao check`: kept documents checked again, broken ones named, counts put right."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sample_filing import BOX, filing

from normalize.models import Evidence, Filing, FundingItem, ProblemModel
from rules.catalogue import RULES
from shenbao.bulk import document_of
from shenbao.checking import Told, check_reading, doubts_of, says_nothing
from shenbao.cli import cli
from shenbao.kept import NoDocument, parts_of, read_kept, telling, with_findings


def row(name: str, amount: str, share: str | None = None) -> FundingItem:
    return FundingItem(item=name, amount=Decimal(amount), share=Decimal(share) if share else None)


def kept(file: str, total: str = "434.34", **changes: Any) -> Filing:
    """A filing with findings of an old catalogue; its income sums to 434.34."""
    whole = filing(file)
    declaration = whole.declaration
    assert declaration is not None
    rows = [row("财政拨款", "428.34"), row("单位资金", "6"), row("合计", total)]
    funding = declaration.funding.model_copy(update={"income": rows, "expenditure": []})
    return whole.model_copy(
        update={"declaration": declaration.model_copy(update={"funding": funding})} | changes
    )


def put(folder: Path, name: str, document: Filing | bytes) -> Path:
    (folder / "filings").mkdir(exist_ok=True)
    path = folder / "filings" / f"{name}.json"
    path.write_bytes(document if isinstance(document, bytes) else document_of(document))
    return path


def check(folder: Path, *more: object) -> Result:
    arguments = ["check", str(folder), "--workers", "1", *map(str, more)]
    return CliRunner().invoke(cli, arguments)


def found(path: Path) -> dict[str, str]:
    return {one["rule"]: one["outcome"] for one in json.loads(path.read_bytes())["findings"]}


def test_findings_are_put_anew_and_all_else_stays_byte_for_byte(tmp_path: Path) -> None:
    path = put(tmp_path, "a", kept("a.pdf", "444.34"))
    before = json.loads(path.read_bytes())
    assert check(tmp_path).exit_code == 0
    after = json.loads(path.read_bytes())
    assert found(path)["funding.income_sum"] == "fail"
    assert "targets.empty" not in found(path)
    changed = {key for key in before if before[key] != after[key]}
    assert list(after) == list(before) and changed == {"findings", "outcomes"}
    Filing.model_validate_json(path.read_bytes())
    again = path.read_bytes(), path.stat().st_mtime_ns
    assert check(tmp_path).exit_code == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == again


def test_what_a_fresh_reading_finds_a_kept_one_finds_too(tmp_path: Path) -> None:
    whole = kept("a.pdf", "444.34")
    report = check_reading(whole.declaration, whole.evidence, whole.problems)
    assert report is not None
    path = put(tmp_path, "a", whole)
    check(tmp_path)
    again = Filing.model_validate_json(path.read_bytes())
    assert (again.findings, again.outcomes) == (report.findings, report.outcomes)


def test_doubt_is_kept(tmp_path: Path) -> None:
    whole = kept("a.pdf", "444.34")
    place = whole.evidence["/funding/income/0/share"].model_copy(update={"sure": False})
    doubted = put(
        tmp_path,
        "doubted",
        whole.model_copy(update={"evidence": {"/funding/income/2/amount": place}}),
    )
    problem = ProblemModel(stage="cells", message="?", pointer="/annual/indicators/3/target")
    unread = put(tmp_path, "unread", whole.model_copy(update={"problems": [problem]}))
    plain = put(tmp_path, "plain", whole)
    check(tmp_path)
    assert found(doubted)["funding.income_sum"] == "undetermined"
    assert found(plain)["indicator.empty_target"] == "fail"
    assert found(unread)["indicator.empty_target"] == "undetermined"
    assert json.loads(unread.read_bytes())["problems"][0]["stage"] == "cells"


BROKEN = {
    "empty": b"",
    "half": document_of(kept("half.pdf"))[:4000],
    "list": b"[]",
    "other": b'{"source":{},"declaration":null}',
    "schema": document_of(kept("s.pdf")).replace(b'"department":', b'"office":'),
    "tables": document_of(kept("t.pdf")).replace(b'"rows":3', b'"rows":'),
    "float": document_of(kept("f.pdf")).replace(b'"amount":"6"', b'"amount":6.0'),
}


def test_a_broken_document_is_named_and_costs_nothing_else(tmp_path: Path) -> None:
    for name, data in BROKEN.items():
        put(tmp_path, name, data)
    sound = put(tmp_path, "sound", kept("a.pdf", "444.34"))
    result = check(tmp_path)
    assert result.exit_code == 3
    for name, data in BROKEN.items():
        path = tmp_path / "filings" / f"{name}.json"
        assert str(path) in result.output
        assert path.read_bytes() == data
    assert found(sound)["funding.income_sum"] == "fail"
    assert "Traceback" not in result.output


def test_a_document_in_another_layout_is_read_and_put_back_as_one_of_ours(tmp_path: Path) -> None:
    plain = document_of(kept("a.pdf", "444.34"))
    indented = json.dumps(json.loads(plain), ensure_ascii=False, indent=1).encode()
    path = put(tmp_path, "a", indented)
    assert check(tmp_path).exit_code == 0
    assert found(path)["funding.income_sum"] == "fail"
    assert json.loads(path.read_bytes())["tables"] == json.loads(plain)["tables"]


def test_text_that_looks_like_a_key_is_text(tmp_path: Path) -> None:
    tricky = ',"findings":[],"outcomes":{},"tables":['
    whole = kept("a.pdf", problems=[ProblemModel(stage="grid", message=tricky)])
    path = put(tmp_path, "a", whole)
    document = read_kept(path)
    assert document.problems[0].message == tricky
    assert with_findings(document, whole.findings, whole.outcomes, document.problems) == (
        path.read_bytes()
    )


def test_counts_of_the_run_are_put_right(tmp_path: Path) -> None:
    path = put(tmp_path, "a", kept("a.pdf", "444.34"))
    old = {"findings": {"error": 9, "warning": 9, "info": 9}, "undetermined": 9, "problems": 9}
    files = [
        {"file": "a.pdf", "status": "read", "output": "filings/a.json", **old},
        {"file": "b.pdf", "status": "unreadable", **old},
    ]
    run = {"files": files, "summary": {"filings": 2, **old}, "settings": {"reader": "pdfium"}}
    (tmp_path / "run.json").write_text(json.dumps(run), "utf-8")
    check(tmp_path)
    after = json.loads((tmp_path / "run.json").read_bytes())
    first, second = after["files"]
    findings = json.loads(path.read_bytes())["findings"]
    errors = sum(one["severity"] == "error" and one["outcome"] == "fail" for one in findings)
    assert first["findings"]["error"] == errors > 0 and first["problems"] == 1
    assert second == files[1]
    assert after["summary"]["findings"]["error"] == errors + 9
    assert after["summary"]["filings"] == 2 and after["settings"] == run["settings"]
    assert after["checked"]["shenbao"]


@pytest.mark.parametrize(
    ("total", "more", "code"),
    [
        ("434.34", [], 0),
        ("434.34", ["--fail-on", "error"], 0),
        ("444.34", [], 0),
        ("444.34", ["--fail-on", "error"], 4),
        ("444.34", ["--fail-on", "warning"], 4),
    ],
)
def test_exit_codes(tmp_path: Path, total: str, more: list[str], code: int) -> None:
    put(tmp_path, "a", kept("a.pdf", total))
    others = (f'[rules."{rule}"]\non = false\n' for rule in RULES if rule != "funding.income_sum")
    profile = tmp_path / "sums.toml"
    profile.write_text("".join(others), "utf-8")
    assert check(tmp_path, "--profile", profile, *more).exit_code == code


def test_a_folder_without_results_is_wrong_usage(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.exit_code == 2 and "shenbao run" in result.output


def test_a_filing_of_no_known_form_stays_without_findings(tmp_path: Path) -> None:
    path = put(tmp_path, "a", kept("a.pdf", declaration=None, evidence={}))
    assert check(tmp_path).exit_code == 0
    assert found(path) == {}


def test_a_profile_holds(tmp_path: Path) -> None:
    path = put(tmp_path, "a", kept("a.pdf", "444.34"))
    profile = tmp_path / "hubei.toml"
    profile.write_text('[rules."funding.income_sum"]\ntolerance = "10"\n', "utf-8")
    check(tmp_path, "--profile", profile)
    assert "funding.income_sum" not in found(path)
    profile.write_text('[rules."funding.income_sum"]\nseverity = "info"\n', "utf-8")
    check(tmp_path, "--profile", profile)
    severities = {one["rule"]: one["severity"] for one in json.loads(path.read_bytes())["findings"]}
    assert severities["funding.income_sum"] == "info"


def test_documents_of_an_unreadable_place_are_named(tmp_path: Path) -> None:
    with pytest.raises(NoDocument, match="cannot be read"):
        read_kept(tmp_path / "missing.json")


def test_a_blank_is_kept(tmp_path: Path) -> None:
    whole = kept("a.pdf")
    blank = whole.evidence["/funding/income/0/share"].model_copy(update={"raw": "……"})
    path = put(tmp_path, "a", whole.model_copy(update={"evidence": {"/phone": blank}}))
    told = doubts_of(read_kept(path).evidence, [])
    assert told.blanks == {"/phone": "……"} and not told.doubted


RAWS = [
    "",
    " ",
    "/",
    "—",
    "无",
    "待定",
    "无法统计",
    "12.5",
    "≥98%",
    "．．．",
    "ＸＸ",
    "a\nb",
    "x" * 250,
]
POINTERS = ["/annual/goal", "/attributes/主管“部门”", "/attributes/a~1b", "/funding/income/0/share"]


@given(
    st.dictionaries(
        st.sampled_from(POINTERS) | st.text().map(lambda text: f"/{text}"),
        st.tuples(st.sampled_from(RAWS) | st.text(), st.booleans() | st.just(True)),
    ),
    st.frozensets(st.sampled_from(POINTERS)),
)
def test_what_is_taken_of_the_evidence_is_what_a_full_look_takes(
    drawn: dict[str, tuple[str, bool]], unread: frozenset[str]
) -> None:
    evidence = {
        pointer: Evidence(page=1, bbox=BOX, raw=raw, sure=sure)
        for pointer, (raw, sure) in drawn.items()
    }
    expected = {
        pointer: Told(place.raw, place.sure, place.others)
        for pointer, place in evidence.items()
        if not place.sure or pointer in unread or says_nothing(place.raw)
    }
    data = document_of(filing().model_copy(update={"evidence": evidence}))
    assert telling(parts_of(data)["evidence"], unread) == expected
