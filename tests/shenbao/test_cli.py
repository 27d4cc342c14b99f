"""The commands, in this process where that is enough and as a program where it is not."""

import json
import re
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from bad_files import good_pdf, one_page, stream, write
from click.testing import CliRunner, Result
from other_filings import EVALUATION, OTHER, PROJECT, filing_of
from rich.cells import cell_len
from sample_filing import filing

import normalize.models
import shenbao
from rules.catalogue import RULES
from shenbao.bulk import FileReport, summarise
from shenbao.cli import COMMANDS, cli
from shenbao.cli.run import _exit_code
from shenbao.frames import COLUMNS
from shenbao.report.explained import explanation_of


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def program(*arguments: object, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "shenbao", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def report(out: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((out / "run.json").read_text("utf-8"))
    return document


HEAVY = ("pandas", "numpy", "pydantic", "rich", "pebble", "pypdfium2", "pdfplumber", "camelot")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom shenbao.cli import cli\n"
        f"try:\n    cli({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_import_shenbao_is_light() -> None:
    script = f"import sys, shenbao\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_the_summary_that_help_prints_and_an_example(name: str) -> None:
    module, summary = COMMANDS[name]
    assert import_module(module).command.get_short_help_str(limit=200) == summary
    result = invoke(name, "--help")
    assert result.exit_code == 0
    assert f"Example: shenbao {name}" in " ".join(result.output.split())


def test_version() -> None:
    assert shenbao.__version__ in invoke("--version").output


def test_unknown_command() -> None:
    assert invoke("rnu").exit_code == 2


# run


def test_run_writes_documents_and_a_report(folder: Path) -> None:
    write(folder, "申报.pdf", good_pdf("收入"))
    (folder / "sub").mkdir()
    write(folder / "sub", "申报.pdf", good_pdf(pages=2))
    out = folder.parent / "out"
    result = invoke("run", folder, folder / "申报.pdf", "--out", out)
    assert result.exit_code == 0
    assert sorted(path.name for path in (out / "filings").iterdir()) == ["申报-2.json", "申报.json"]
    document = report(out)
    assert document["summary"] | {"seconds": 0, "pages_per_second": 0} == {
        "filings": 2,
        "read": 2,
        "unreadable": 0,
        "not_reached": 0,
        "pages": 3,
        "findings": {"error": 0, "warning": 0, "info": 0},
        "undetermined": 0,
        "problems": document["summary"]["problems"],
        "seconds": 0,
        "pages_per_second": 0,
    }
    assert document["summary"]["pages_per_second"] > 0
    assert [Path(row["file"]).name for row in document["files"]] == ["申报.pdf", "申报.pdf"]
    raw = (out / "filings/申报-2.json").read_text("utf-8")
    assert json.loads(raw)["source"] | {"sha256": ""} == {
        "file": "申报.pdf",
        "sha256": "",
        "pages": 2,
        "kind": "digital",
    }
    assert "\\u" not in raw
    for words in ("filings", "pages per second", "findings: error", "problems"):
        assert words in result.output


def test_a_second_run_replaces_what_it_was_given_and_leaves_the_rest(folder: Path) -> None:
    first, second = write(folder, "a.pdf", good_pdf()), write(folder, "b.pdf", good_pdf())
    out = folder.parent / "out"
    assert invoke("run", folder, "--out", out).exit_code == 0
    second.write_bytes(b"broken")
    result = invoke("run", second, "--out", out)
    assert result.exit_code == 3
    assert (out / "filings/a.json").exists()
    assert not (out / "filings/b.json").exists()
    assert [Path(row["file"]).name for row in report(out)["files"]] == ["b.pdf"]
    assert invoke("run", first, "--out", out).exit_code == 0


@pytest.mark.parametrize("to", ["csv", "xlsx"])
def test_run_writes_the_frames_of_the_batch(folder: Path, to: str) -> None:
    write(folder, "a.pdf", good_pdf())
    out = folder.parent / "out"
    assert invoke("run", folder, "--out", out, "--tables", to).exit_code == 0
    names = {path.name for path in (out / "tables").iterdir()}
    frames = {f"{name}.csv" for name in COLUMNS}
    assert names == (frames if to == "csv" else {"shenbao.xlsx"})


@pytest.mark.parametrize(
    ("findings", "unreadable", "fail_on", "code"),
    [
        ({"error": 0, "warning": 1}, False, None, 0),
        ({"error": 0, "warning": 1}, False, "error", 0),
        ({"error": 0, "warning": 1}, False, "warning", 4),
        ({"error": 1, "warning": 0}, False, "error", 4),
        ({"error": 1, "warning": 0}, False, "warning", 4),
        ({"error": 1, "warning": 0}, True, "error", 3),
    ],
)
def test_exit_codes(findings: dict[str, int], unreadable: bool, fail_on: Any, code: int) -> None:
    reports = [FileReport("a.pdf", "read", findings=findings)]
    if unreadable:
        reports.append(FileReport("b.pdf", "unreadable"))
    assert _exit_code(summarise(reports, 1.0), False, fail_on) == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "a.pdf"],
        ["run", "a.pdf", "--out", "out", "--workers", "0"],
        ["run", "a.pdf", "--out", "out", "--time-limit", "0"],
        ["run", "a.pdf", "--out", "out", "--reader", "nobody"],
        ["run", "a.pdf", "--out", "out", "--fail-on", "info"],
        ["tables", "a.pdf"],
        ["rules", "explain", "no.such.rule"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_what_was_done(folder: Path, number: int) -> None:
    write(folder, "a.pdf", good_pdf())
    # Big enough that it is being read when the signal comes.
    slow = good_pdf(pages=400)
    for index in range(30):
        write(folder, f"b{index:02}.pdf", slow)
    out = folder.parent / "out"
    run = program("run", folder, "--out", out, "--workers", 1, "--reader", "pdfplumber")
    until = time.monotonic() + 90
    while not (out / "filings/a.json").exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(1)  # the document is there before its report has come back
    run.send_signal(number)
    _, errors = run.communicate(timeout=90)
    assert run.returncode == 130
    assert "Traceback" not in errors
    document = report(out)
    assert document["interrupted"]
    status = [row["status"] for row in document["files"]]
    assert status[0] == "read" and status[-1] == "not_reached"
    assert document["summary"]["not_reached"] > 0


# show, tables, schema, rules


def test_show_prints_a_filing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shenbao.cli.show.read_limited_all", lambda *_: [filing()])
    result = invoke("show", "a.pdf")
    assert result.exit_code == 0
    for text in (
        "广水市劳动保险服务中心",
        "428.340",
        "财政拨款占比应为 98.62%",
        "≥58000人",
        "基本健全",
        "贯彻落实国家",
        "31 passed",
        "a ruling was mended",
        "unsure",
    ):
        assert text in result.output
    assert "陈安" not in result.output and "13800000000" not in result.output


SHOWN = [
    (PROJECT, ["饮水安全", "水务中心", "2026-12", "建成。", "≥10处", "30", "政府采购、自行采购",
               "河长制方案", "以上由某处核定"]),
    (EVALUATION, ["310", "93.55", "已经开工。", "8处", "征地未完成", "88.36"]),
    (OTHER, ["项目总体情况", "某公司", "6621", "works", "≥5公里"]),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "texts"), SHOWN)
def test_show_prints_any_form(
    monkeypatch: pytest.MonkeyPatch, declared: dict[str, Any], texts: list[str]
) -> None:
    monkeypatch.setattr("shenbao.cli.show.read_limited_all", lambda *_: [filing_of(declared)])
    output = invoke("show", "a.pdf").output
    assert [text for text in texts if text not in output] == []
    assert "蔡某某" not in output and "88880000" not in output and "13800000000" not in output


def test_show_in_english_and_findings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shenbao.cli.show.read_limited_all", lambda *_: [filing()])
    result = invoke("show", "a.pdf", "--english", "--only-findings")
    assert "The share of 财政拨款 should be 98.62%" in result.output
    assert "基本健全" not in result.output


def test_columns_line_up_under_chinese_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shenbao.cli.show.read_limited_all", lambda *_: [filing()])
    tables = re.findall(r"^┏.*?^└[^\n]*", invoke("show", "a.pdf").output, re.DOTALL | re.MULTILINE)
    assert len(tables) == 7
    for table in tables:
        assert len({cell_len(line) for line in table.splitlines()}) == 1


def test_show_of_an_unknown_form(folder: Path) -> None:
    result = invoke("show", write(folder, "a.pdf", good_pdf()))
    assert result.exit_code == 0
    assert "unknown; 1 tables" in result.output


@pytest.mark.parametrize("command", [["show"], ["tables", "--to", "csv"]])
def test_one_line_for_what_cannot_be_read(folder: Path, command: list[str]) -> None:
    path = write(folder, "a.pdf", b"nothing")
    result = invoke(*command, path)
    assert result.exit_code == 3
    assert result.output.count("\n") == 1 and "is not a PDF" in result.output
    assert "Traceback" in invoke("--traceback", *command, path).output


def test_tables_to_standard_output_and_to_a_file(folder: Path) -> None:
    path = write(folder, "a.pdf", good_pdf("x"))
    assert invoke("tables", path, "--to", "csv").output.splitlines() == ["x,x", "x,x"]
    out = folder / "a.csv"
    assert invoke("tables", path, "--to", "csv", "--out", out).exit_code == 0
    assert out.read_bytes() == b"\xef\xbb\xbfx,x\r\nx,x\r\n"
    book = folder / "a.xlsx"
    assert invoke("tables", path, "--to", "xlsx", "--out", book).exit_code == 0
    assert openpyxl.load_workbook(book).worksheets[0]["B2"].value == "x"
    assert len(json.loads(invoke("tables", path, "--to", "json").stdout)["tables"]) == 1


def test_tables_of_a_file_without_any(folder: Path) -> None:
    path = write(folder, "a.pdf", one_page(stream(b"")))
    result = invoke("tables", path, "--to", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"tables": []})
    assert "no table was found" in result.stderr


def test_a_pipe_that_closes_early(folder: Path) -> None:
    path = write(folder, "a.pdf", good_pdf(pages=50))
    run = program("tables", path, "--to", "json")
    assert run.stdout is not None and run.stderr is not None
    run.stdout.close()
    assert "Traceback" not in run.stderr.read()
    run.wait()
    run.stderr.close()


def test_a_slip_of_ours_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(*_: object) -> None:
        raise KeyError("slip")

    monkeypatch.setattr("shenbao.cli.show.read_limited_all", slip)
    result = invoke("show", "a.pdf")
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "Please report" in result.output
    assert "Traceback" in invoke("--traceback", "show", "a.pdf").output


def test_the_schema_holds_for_documents_and_refuses_others() -> None:
    schema = json.loads(invoke("schema").output)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(filing().model_dump_json(by_alias=True))
    jsonschema.validate(document, schema)
    assert document["outcomes"]["pass"] == 31
    document["declaration"]["funding"]["income"][0]["amount"] = 428.34
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


CONTRACT = {
    "source": {"file": "a.pdf", "sha256": "…", "pages": 8, "kind": "digital"},
    "declaration": {
        "form": "部门整体绩效目标申报表",
        "fiscal_year": 2024,
        "filed_on": "2023-10-09",
        "currency_unit": "万元",
        "department": "广水市劳动保险服务中心",
        "preparer": "…",
        "phone": "…",
        "funding": {
            "income": [
                {
                    "item": "财政拨款",
                    "amount": "428.34",
                    "share": "98.62",
                    "history": {"2022": "279.77", "2023": "416.97"},
                }
            ],
            "expenditure": [],
        },
        "functions": ["贯彻落实国家关于社会保险方面的方针政策和决策部署，…"],
        "tasks": ["宣传养老、工伤保险政策，扩大覆盖面。"],
        "projects": [
            {
                "name": "后勤保障服务",
                "category": "特定目标类",
                "total_budget": "116.88",
                "annual_budget": "20.16",
                "purpose": "…",
            }
        ],
        "long_term": {
            "until": 2026,
            "goal": "…",
            "indicators": [
                {
                    "level1": "履职效能",
                    "level2": "核心业务产出1",
                    "level3": "企业职工基本养老保险参保人数",
                    "target": {
                        "raw": "≥58000人",
                        "kind": "threshold",
                        "op": ">=",
                        "value": "58000",
                        "unit": "人",
                        "base_value": "58000",
                        "base_unit": "人",
                    },
                    "basis": "计划标准",
                    "category": "绩效基本型",
                    "history": {},
                }
            ],
        },
        "annual": {"goal": "…", "indicators": []},
    },
    "evidence": {
        "/projects/0/total_budget": {
            "page": 2,
            "bbox": [85.1, 210.4, 133.0, 224.9],
            "raw": "116.88",
            "reader": "text",
            "confidence": 1.0,
            "sure": True,
        }
    },
    "findings": [
        {
            "rule": "funding.share",
            "severity": "error",
            "outcome": "fail",
            "message": "财政拨款占比应为 98.62%，填报为 89.62%",
            "message_en": "…",
            "pointers": ["/funding/income/0/share", "/funding/income/0/amount"],
            "expected": "98.62",
            "actual": "89.62",
        }
    ],
    "outcomes": {"pass": 31, "fail": 4, "not_applicable": 6, "undetermined": 1},
    "tables": [
        {
            "pages": [2, 3],
            "rows": 24,
            "columns": 7,
            "cells": [
                {
                    "row": 0,
                    "column": 0,
                    "row_span": 1,
                    "column_span": 2,
                    "text": "…",
                    "page": 2,
                    "bbox": [1.0, 2.0, 3.0, 4.0],
                }
            ],
        }
    ],
    "problems": [],
}
"""The example of the output contract, its `…` taken as text."""


def test_the_example_of_the_contract_is_a_filing() -> None:
    read = normalize.models.Filing.model_validate(CONTRACT)
    written = json.loads(read.model_dump_json(by_alias=True))
    schema = json.loads(invoke("schema").output)
    jsonschema.validate(written, schema)
    _contains(written, CONTRACT)


def _contains(document: Any, example: Any) -> None:
    """Whatever the example has, the document has too; it may have more fields."""
    if isinstance(example, dict):
        for name, value in example.items():
            _contains(document[name], value)
    elif isinstance(example, list):
        assert len(document) == len(example)
        for one, other in zip(document, example, strict=True):
            _contains(one, other)
    else:
        assert document == example


def test_rules_are_listed_and_explained() -> None:
    listed = invoke("rules", "list")
    assert listed.exit_code == 0 and "funding.share" in listed.output
    explained = invoke("rules", "explain", "funding.share")
    assert "占比" in explained.output and "98.62" in explained.output


@pytest.mark.parametrize("columns", ["60", "80", "160"])
def test_a_rule_is_explained_in_chinese_whatever_the_width(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    result = invoke("rules", "explain", "target.always_met", "--lang", "zh")
    rule = RULES["target.always_met"]
    said = explanation_of(rule, "zh")
    printed = re.sub(r"\s", "", result.output)
    for text in (rule.title, *rule.forms, said.decides, said.example, said.source):
        assert re.sub(r"\s", "", text) in printed
    assert not re.search("^ *[，。；：、）”]", result.output, re.MULTILINE)


def test_corpus_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise RuntimeError("none of chromium is installed")

    monkeypatch.setattr("corpus.make.make_corpus", missing)
    result = invoke("corpus", "make", "--count", 1, "--out", tmp_path, "--producer", "chromium")
    assert result.exit_code == 2
    assert "none of chromium is installed" in result.output and "corpus-tools" in result.output


def test_a_stranger_among_the_packages_is_named(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/__init__.py").write_text("")
    done = subprocess.run(
        [sys.executable, "-c", "import shenbao"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    message = done.stderr.splitlines()[-1]
    assert str(tmp_path / "rules") in message and "pip uninstall rules" in message


def test_a_scan_is_made_and_read(tmp_path: Path) -> None:
    truth, out = tmp_path / "truth", tmp_path / "out"
    made = invoke(
        "corpus", "make", "--count", 1, "--scans", "--dpi", 150, "--producer", "reportlab",
        "--out", truth,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert [path.suffix for path in sorted(truth.iterdir())] == [".pdf", ".json"]
    seen = tmp_path / "seen"
    assert invoke("run", truth, "--out", out, "--debug-images", seen).exit_code == 0
    (path,) = (out / "filings").iterdir()
    document = json.loads(path.read_bytes())
    assert document["source"]["kind"] == "scanned"
    assert document["declaration"]["form"] == "部门整体绩效目标申报表"
    assert {found["reader"] for found in document["evidence"].values()} <= {
        "rapidocr",
        "tesseract",
        "text",
    }
    assert len([*seen.glob("*-page-*.png")]) == document["source"]["pages"]


def test_scans_stay_unread_where_no_recogniser_is_wanted(tmp_path: Path) -> None:
    truth, out = tmp_path / "truth", tmp_path / "out"
    invoke(
        "corpus",
        "make",
        "--count",
        1,
        "--scans",
        "--dpi",
        150,
        "--producer",
        "reportlab",
        "--out",
        truth,
    )
    assert invoke("run", truth, "--out", out, "--ocr", "none").exit_code == 0
    (path,) = (out / "filings").iterdir()
    problems = [problem["message"] for problem in json.loads(path.read_bytes())["problems"]]
    assert any("page 1 was not read" in problem for problem in problems)


def test_a_resolution_is_for_scans(tmp_path: Path) -> None:
    result = invoke("corpus", "make", "--dpi", 200, "--out", tmp_path)
    assert result.exit_code == 2 and "add --scans" in result.output


def test_a_corpus_is_made_read_and_scored(tmp_path: Path) -> None:
    truth, out = tmp_path / "truth", tmp_path / "out"
    made = invoke("corpus", "make", "--count", 1, "--producer", "reportlab", "--out", truth)
    assert (made.exit_code, "1 filings" in made.output) == (0, True)
    assert invoke("run", truth, "--out", out).exit_code == 0
    (document,) = (out / "filings").iterdir()
    assert json.loads(document.read_bytes())["declaration"]["form"] == "部门整体绩效目标申报表"
    target = tmp_path / "score.json"
    scored = invoke("corpus", "score", truth, out, "--json", target)
    assert scored.exit_code == 0 and "leaves" in scored.output
    assert json.loads(target.read_bytes())["filings"] == 1


def test_nothing_to_score(tmp_path: Path) -> None:
    assert invoke("corpus", "score", tmp_path, tmp_path).exit_code == 2
