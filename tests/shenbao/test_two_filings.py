"""Files that hold several filings: one document each, none lost, none left over."""

import json
import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner

from shenbao import read_filing, read_filings
from shenbao.cli import cli
from shenbao.frames import frames_of

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
REFERENCE = SAMPLES / "reference-chromium.pdf"
NARROW = SAMPLES / "narrow-reportlab.pdf"


def bound(target: Path, *parts: Path) -> Path:
    """The pages of several files in one."""
    book = pdfium.PdfDocument.new()
    for part in parts:
        book.import_pages(pdfium.PdfDocument(part))
    book.save(target)
    return target


@pytest.fixture
def both(tmp_path: Path) -> Path:
    return bound(tmp_path / "both.pdf", REFERENCE, NARROW)


def test_each_reads_as_it_does_alone(both: Path) -> None:
    first, second = read_filings(both)
    for filing, alone, shift in (
        (first, read_filing(REFERENCE), 0),
        (second, read_filing(NARROW), 7),
    ):
        assert filing.declaration == alone.declaration
        assert filing.evidence.keys() == alone.evidence.keys()
        for pointer, found in alone.evidence.items():
            assert filing.evidence[pointer].page == found.page + shift
        assert filing.source.file == "both.pdf"
        assert filing.source.pages == 13
    assert first.source.part is not None
    assert second.source.part is not None
    assert first.source.part.pages == [1, 2, 3, 4, 5, 6, 7]
    assert (second.source.part.number, second.source.part.of) == (2, 2)
    assert read_filing(both) == first


def test_show_prints_each_under_its_heading(both: Path) -> None:
    result = CliRunner().invoke(cli, ["show", str(both), "--only-findings"])
    assert result.exit_code == 0, result.output
    headings = re.findall(r"^(filing|department) +(.*?) *$", result.output, re.MULTILINE)
    departments = [filing.declaration.department for filing in read_filings(both)]
    assert headings == [
        ("filing", "1 of 2 (pages 1-7)"),
        ("department", departments[0]),
        ("filing", "2 of 2 (pages 8-13)"),
        ("department", departments[1]),
    ]
    assert result.output.count("findings (") == 2


def test_one_filing_has_no_number() -> None:
    assert not re.search("^filing ", CliRunner().invoke(cli, ["show", str(NARROW)]).output)


def test_tables_are_those_of_all_filings(both: Path) -> None:
    result = CliRunner().invoke(cli, ["tables", str(both), "--to", "json"])
    pages = [table["pages"] for table in json.loads(result.output)["tables"]]
    assert pages == [table.pages for filing in read_filings(both) for table in filing.tables]
    assert pages[-1][-1] == 13


def test_frames_tell_which_filing_of_the_file_a_row_is_from(both: Path) -> None:
    frame = frames_of(read_filings(both))["indicators"]
    assert list(frame.columns[:2]) == ["file", "part"]
    assert [*frame["part"].unique()] == [1, 2]
    assert frame[frame["part"] == 2]["page"].between(8, 13).all()
    (alone,) = read_filings(NARROW)
    assert alone.frames()["indicators"]["part"].isna().all()


def test_one_filing_is_no_part() -> None:
    (filing,) = read_filings(REFERENCE)
    assert filing.source.part is None


def run(out: Path, *files: Path) -> list[dict[str, str]]:
    result = CliRunner().invoke(cli, ["run", *map(str, files), "--out", str(out)])
    assert result.exit_code == 0, result.output
    files_read: list[dict[str, str]] = json.loads((out / "run.json").read_bytes())["files"]
    return files_read


def test_the_run_writes_a_document_for_each(both: Path, tmp_path: Path) -> None:
    other = bound(tmp_path / "both-2.pdf", REFERENCE)
    rows = run(tmp_path / "out", both, other)
    assert [(Path(row["file"]).name, row["output"], row["pages"]) for row in rows] == [
        ("both.pdf", "filings/both.json", 7),
        ("both.pdf", "filings/both-3.json", 6),
        ("both-2.pdf", "filings/both-2.json", 7),
    ]
    second = json.loads((tmp_path / "out/filings/both-3.json").read_bytes())
    assert second["source"]["file"] == "both.pdf"
    assert second["source"]["part"] == {"number": 2, "of": 2, "pages": [8, 9, 10, 11, 12, 13]}


def test_a_filing_that_is_there_no_more_leaves_no_document(both: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, both)
    bound(both, REFERENCE)
    run(out, both)
    assert [path.name for path in (out / "filings").iterdir()] == ["both.json"]
