"""The rules across filings over kept results: what is kept aside, and `across.json`."""

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from bad_files import good_pdf, write
from click.testing import CliRunner, Result
from sample_filing import BOX, filing

from normalize.models import DepartmentDeclaration, Evidence, Finding, Funding, FundingItem
from rules.across.archive import MemoryArchive
from rules.across.check import check_across
from rules.across.facts import FilingFacts, facts_of
from shenbao.across import read_across
from shenbao.bulk import document_of
from shenbao.cli import cli
from shenbao.kept import read_kept
from shenbao.spool import Spool, packed

BUREAU = "广水市水务局"


def declared(
    total: str, *, department: str = BUREAU, year: int = 2024, day: int = 1
) -> DepartmentDeclaration:
    row = FundingItem(item="合计", amount=Decimal(total), share=None)
    return DepartmentDeclaration(
        department=department,
        fiscal_year=year,
        filed_on=datetime.date(year - 1, 10, day),
        currency_unit="万元",
        funding=Funding(income=[], expenditure=[row]),
    )


def put(folder: Path, name: str, declaration: Any, doubted: str | None = None) -> Path:
    (folder / "filings").mkdir(exist_ok=True)
    place = Evidence(page=1, bbox=BOX, raw="x", sure=doubted is None)
    document = filing(f"{name}.pdf").model_copy(
        update={
            "declaration": declaration,
            "evidence": {doubted or "/department": place},
            "problems": [],
        }
    )
    path = folder / "filings" / f"{name}.json"
    path.write_bytes(document_of(document))
    return path


def check(folder: Path, *more: object) -> Result:
    arguments = ["check", str(folder), "--across", "--workers", "1", *map(str, more)]
    return CliRunner().invoke(cli, arguments)


def across(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "across.json").read_bytes())
    return document


def two_versions(folder: Path, doubted: str | None = None) -> None:
    put(folder, "a", declared("434.34"))
    put(folder, "b", declared("443.34", day=9), doubted)


def test_what_two_filings_say_is_written_beside_the_run(tmp_path: Path) -> None:
    two_versions(tmp_path)
    put(tmp_path, "unknown", None)
    result = check(tmp_path)
    assert result.exit_code == 0 and "across.json" in result.output
    document = across(tmp_path)
    assert (document["filings"], document["departments"]) == (2, 1)
    assert document["outcomes"]["across.versions"] == {"fail": 1}
    assert document["outcomes"]["across.copied_year"] == {}
    assert list(document["findings"]) == ["filings/b.json"]
    (found,) = read_across(tmp_path)["filings/b.json"]
    assert isinstance(found, Finding) and found.rule == "across.versions"
    assert found.pointers == ["/funding/expenditure/0/amount"]
    assert [(one.file, one.pointer) for one in found.others] == [
        ("filings/a.json", "/funding/expenditure/0/amount")
    ]
    assert "a.pdf" in found.message and "434.34" in found.message


def test_doubt_in_either_filing_is_kept(tmp_path: Path) -> None:
    two_versions(tmp_path, doubted="/funding/expenditure/0/amount")
    check(tmp_path)
    (found,) = read_across(tmp_path)["filings/b.json"]
    assert found.outcome == "undetermined"


def test_a_broken_document_costs_nothing_else(tmp_path: Path) -> None:
    two_versions(tmp_path)
    (tmp_path / "filings" / "broken.json").write_bytes(b"{")
    result = check(tmp_path)
    assert result.exit_code == 3 and result.output.count("broken.json") == 1
    assert across(tmp_path)["outcomes"]["across.versions"] == {"fail": 1}


def test_fail_on_counts_what_is_found_across(tmp_path: Path) -> None:
    two_versions(tmp_path)
    assert check(tmp_path, "--fail-on", "error").exit_code == 0
    assert check(tmp_path, "--fail-on", "warning").exit_code == 4


def test_a_profile_holds_across(tmp_path: Path) -> None:
    two_versions(tmp_path)
    profile = tmp_path / "p.toml"
    profile.write_text('[rules."across.versions"]\non = false\n', "utf-8")
    check(tmp_path, "--profile", profile)
    assert across(tmp_path)["findings"] == {}
    assert "across.versions" not in across(tmp_path)["outcomes"]
    profile.write_text('[rules."across.versions"]\nseverity = "error"\n', "utf-8")
    check(tmp_path, "--profile", profile)
    assert [one.severity for one in read_across(tmp_path)["filings/b.json"]] == ["error"]


def test_without_the_option_nothing_is_written(tmp_path: Path) -> None:
    two_versions(tmp_path)
    CliRunner().invoke(cli, ["check", str(tmp_path), "--workers", "1"])
    assert not (tmp_path / "across.json").exists() and read_across(tmp_path) == {}


def test_a_run_goes_across_and_the_next_takes_that_away(tmp_path: Path) -> None:
    pdf = write(tmp_path, "c.pdf", good_pdf("收入"))
    run = ["run", str(pdf), "--out", str(tmp_path), "--workers", "1"]
    two_versions(tmp_path)
    result = CliRunner().invoke(cli, [*run, "--across", "--fail-on", "warning"])
    assert result.exit_code == 4
    assert list(across(tmp_path)["findings"]) == ["filings/b.json"]
    assert CliRunner().invoke(cli, run).exit_code == 0
    assert not (tmp_path / "across.json").exists()


def some_facts(folder: Path) -> list[FilingFacts]:
    rows = [
        declared(f"{amount}.5", department=department, year=year, day=day)
        for department in (BUREAU, "南屏县教育局", "财政局")
        for year in (2023, 2024)
        for amount, day in ((300, 1), (400, 2))
    ]
    return [
        facts_of(row, f"filings/{place}.json", f"{place}.pdf") for place, row in enumerate(rows)
    ]


def test_the_spool_is_the_same_archive_on_disk(tmp_path: Path) -> None:
    facts = some_facts(tmp_path)
    memory = MemoryArchive(facts)
    with Spool() as spool:
        for one in reversed(facts):
            spool.add(packed(one))
        spool.settle()
        assert list(spool.in_order()) == list(memory.in_order())
        assert [spool.at(place) for place in (0, 7, 11)] == [memory.at(p) for p in (0, 7, 11)]
        assert list(spool.groups()) == list(memory.groups())
        assert list(spool.names()) == sorted([BUREAU, "南屏县教育局"])
        assert list(check_across(spool)) == list(check_across(memory))


def test_a_read_document_gives_the_facts_of_its_declaration(tmp_path: Path) -> None:
    path = put(tmp_path, "a", declared("434.34"))
    declaration = read_kept(path).declaration
    assert declaration is not None
    assert facts_of(declaration, "x", "y") == facts_of(declared("434.34"), "x", "y")
