"""What strangers send: a clear error or an honest partial result, soon, and nothing else lost."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from bad_files import (
    broken_xref,
    deflate_bomb,
    encrypted,
    good_pdf,
    huge_page,
    many_empty_pages,
    nested_forms,
    no_pages,
    recursive_form,
    truncated,
    write,
)

SLACK = 5.0
"""Seconds to start the workers and to end one that hangs."""


def shenbao(*arguments: object, env: dict[str, str] | None = None) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "shenbao", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | (env or {}),
        timeout=300,
    )


def run(folder: Path, *arguments: object) -> tuple[Any, dict[str, Any]]:
    """Read a folder next to which a sound filing is put; the report by file name."""
    write(folder, "zz-sound.pdf", good_pdf())
    out = folder.parent / "out"
    done = shenbao("run", folder, "--out", out, "--workers", 2, *arguments)
    assert "Traceback" not in done.stderr
    report = json.loads((out / "run.json").read_text("utf-8"))
    files = {Path(row["file"]).name: row for row in report["files"]}
    assert files["zz-sound.pdf"]["status"] == "read"
    assert (out / files["zz-sound.pdf"]["output"]).exists()
    return done, files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", "EmptyFile", "is empty"),
        (b"PK\x03\x04 a Word file", "NotAPdf", "not a PDF"),
        (os.urandom(5000).replace(b"%PDF-", b""), "NotAPdf", "not a PDF"),
        (b"%PDF-1.7\n", "DamagedPdf", "damaged"),
        (b"%PDF-1.7\n" + b"\0" * 4000, "DamagedPdf", "damaged"),
        (no_pages(), None, "no pages"),
        (encrypted("secret"), "EncryptedPdf", "--password"),
    ],
    ids=["empty", "word", "noise", "header-only", "zeros", "no-pages", "encrypted"],
)
def test_what_cannot_be_read_is_named_with_its_remedy(
    folder: Path, data: bytes, error: str | None, words: str
) -> None:
    write(folder, "bad.pdf", data)
    done, files = run(folder)
    row = files["bad.pdf"]
    assert done.returncode == 3
    assert row["status"] == "unreadable"
    # PDFium may refuse a document without pages, or open it with none.
    assert row["error"] in ({error} if error else {"NoPages", "DamagedPdf"})
    (line,) = [line for line in done.stderr.splitlines() if "bad.pdf" in line]
    assert row["reason"] in line and row["remedy"] in line
    assert error is None or words in line


def test_a_password_opens_what_is_encrypted(folder: Path) -> None:
    write(folder, "locked.pdf", encrypted("secret"))
    done, files = run(folder, "--password", "secret")
    assert (done.returncode, files["locked.pdf"]["status"]) == (0, "read")
    assert "secret" not in (folder.parent / "out/run.json").read_text("utf-8")
    other, files = run(folder, "--password", "wrong")
    assert (other.returncode, files["locked.pdf"]["error"]) == (3, "EncryptedPdf")
    assert not (folder.parent / "out/filings/locked.json").exists()


def test_a_password_from_the_environment(folder: Path) -> None:
    locked = write(folder, "locked.pdf", encrypted("secret"))
    done = shenbao("show", locked, env={"SHENBAO_PASSWORD": "secret"})
    assert done.returncode == 0


@pytest.mark.parametrize("data", [truncated(), broken_xref()], ids=["truncated", "broken-xref"])
def test_a_damaged_file_is_repaired_or_refused(folder: Path, data: bytes) -> None:
    write(folder, "bad.pdf", data)
    done, files = run(folder)
    row = files["bad.pdf"]
    assert (row["status"], done.returncode) in {("read", 0), ("unreadable", 3)}
    assert row["status"] == "read" or row["error"] == "DamagedPdf"


def test_a_broken_xref_does_not_cost_the_content(folder: Path) -> None:
    write(folder, "bad.pdf", broken_xref())
    _, files = run(folder)
    document = json.loads((folder.parent / "out" / files["bad.pdf"]["output"]).read_bytes())
    assert [cell["text"] for cell in document["tables"][0]["cells"]] == ["hello"] * 4


@pytest.mark.parametrize(
    "data",
    [many_empty_pages(), huge_page(), deflate_bomb(), nested_forms(), recursive_form()],
    ids=["5000-empty-pages", "200-inches", "gigabyte-stream", "nested-forms", "recursive-form"],
)
@pytest.mark.parametrize(("reader", "limit"), [("pdfium", 30), ("pdfplumber", 8)])
def test_a_bomb_costs_itself_alone(folder: Path, data: bytes, reader: str, limit: float) -> None:
    write(folder, "bomb.pdf", data)
    start = time.monotonic()
    done, files = run(folder, "--reader", reader, "--time-limit", limit)
    assert time.monotonic() - start < limit + SLACK
    row = files["bomb.pdf"]
    if row["status"] == "unreadable":
        assert done.returncode == 3
        assert row["error"] in {"TimeLimit", "MemoryLimit", "WorkerCrashed", "TooLarge"}
    else:
        assert done.returncode == 0


def test_pages_that_are_not_read_are_told(folder: Path) -> None:
    write(folder, "many.pdf", many_empty_pages())
    _, files = run(folder)
    row = files["many.pdf"]
    assert row["status"] == "unreadable" or row["problems"] > 0


def test_a_wrong_form_gives_its_tables_and_says_so(folder: Path) -> None:
    write(folder, "other.pdf", good_pdf())
    _, files = run(folder)
    row = files["other.pdf"]
    document = json.loads((folder.parent / "out" / row["output"]).read_bytes())
    assert document["declaration"] is None
    assert document["tables"]
    assert any(problem["stage"] == "form" for problem in document["problems"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems restrict file names")
def test_odd_file_names(folder: Path) -> None:
    names = [
        b"new\nline.pdf",
        b"no-utf8-\xff.pdf",
        "申报表 （终稿）.PDF".encode(),
        b"-rf.pdf",
        b"'\".pdf",
    ]
    for name in names:
        write(folder, os.fsdecode(name), good_pdf())
    done, files = run(folder)
    assert done.returncode == 0
    assert len(files) == len(names) + 1
    outputs = {row["output"] for row in files.values()}
    assert len(outputs) == len(files)
    for output in outputs:
        json.loads((folder.parent / "out" / output).read_text("utf-8"))
    assert files["申报表 （终稿）.PDF"]["output"] == "filings/申报表 （终稿）.json"


def test_a_folder_without_filings(folder: Path) -> None:
    done = shenbao("run", folder, "--out", folder.parent / "out")
    assert done.returncode == 2
    assert "no PDF" in done.stderr and "Traceback" not in done.stderr


def test_things_that_are_no_files(folder: Path) -> None:
    (folder / "gone.pdf").symlink_to("nowhere")
    (folder / "loop.pdf").symlink_to("loop.pdf")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "again").symlink_to(folder)
    done, files = run(folder, folder / "missing.pdf")
    assert done.returncode == 3
    assert {name: row["status"] for name, row in files.items()} == {
        "gone.pdf": "unreadable",
        "loop.pdf": "unreadable",
        "pipe.pdf": "unreadable",
        "missing.pdf": "unreadable",
        "zz-sound.pdf": "read",
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file(folder: Path) -> None:
    write(folder, "secret.pdf", good_pdf()).chmod(0)
    done, files = run(folder)
    assert (done.returncode, files["secret.pdf"]["status"]) == (3, "unreadable")


def test_an_output_folder_that_cannot_be_written(folder: Path) -> None:
    write(folder, "a.pdf", good_pdf())
    blocking = write(folder.parent, "a-file", b"")
    done = shenbao("run", folder, "--out", blocking / "out")
    assert done.returncode == 2
    assert "--out" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that root can't fill")
def test_a_place_where_no_file_can_be_made(folder: Path) -> None:
    source = write(folder, "a.pdf", good_pdf())
    done = shenbao("tables", source, "--to", "csv", "--out", "/proc/self/nothing.csv")
    assert done.returncode == 2
    assert "cannot write" in done.stderr and "Traceback" not in done.stderr
