"""Whole filings: what `process` makes of the samples in git, held against their truth."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from corpus.score import Miss, Score, score_filing
from normalize.models import Filing
from shenbao.process import ReadOptions, process

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.pdf"))
VALUES = ("basic", "funding", "functions", "tasks", "projects", "long_term", "annual")


@cache
def truth(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8"))
    return document


@cache
def output(name: str) -> dict[str, Any]:
    """The document as it is written to disk."""
    document: dict[str, Any] = json.loads(
        process(SAMPLES / f"{name}.pdf").model_dump_json(by_alias=True)
    )
    return document


@cache
def scored(name: str) -> Score:
    result = Score()
    score_filing(name, truth(name), output(name), result)
    return result


@cache
def schema() -> dict[str, Any]:
    """What `shenbao schema` prints."""
    return Filing.model_json_schema(by_alias=True, mode="serialization")


def told(misses: list[Miss]) -> str:
    """One miss a line, the first twenty."""
    lines = [f"{m.what} {m.pointer}: {m.expected!r} != {m.got!r}" for m in misses[:20]]
    return "\n".join([f"{len(misses)} misses", *lines])


def missed(name: str, *kinds: str) -> list[Miss]:
    return [miss for miss in scored(name).misses if miss.what in kinds]


def leaves(value: Any, pointer: str = "") -> dict[str, Any]:
    """Every scalar under its JSON Pointer; empty lists and objects have none."""
    if isinstance(value, dict):
        steps = [(key.replace("~", "~0").replace("/", "~1"), part) for key, part in value.items()]
    elif isinstance(value, list):
        steps = [(str(index), part) for index, part in enumerate(value)]
    else:
        return {pointer: value}
    found: dict[str, Any] = {}
    for step, part in steps:
        found |= leaves(part, f"{pointer}/{step}")
    return found


def test_the_samples_come_from_all_producers() -> None:
    assert {truth(name)["producer"] for name in NAMES} == {"chromium", "libreoffice", "reportlab"}
    assert {path.name.removesuffix(".truth.json") for path in SAMPLES.glob("*.truth.json")} == set(
        NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_leaf_is_that_of_the_truth(name: str) -> None:
    misses = missed(name, *VALUES)
    assert not misses, told(misses)
    result = scored(name)
    assert result.leaves.share == result.tallies["indicators"].share == 1
    assert result.sure_and_wrong == 0


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_there_that_the_truth_lacks(name: str) -> None:
    """The truth leaves out what follows from a target; all else must be the same leaves."""
    declaration = output(name)["declaration"]
    expected = leaves(truth(name)["declaration"])
    # The truth writes a target without what a reader derives from it.
    extra = {
        pointer: value
        for pointer, value in leaves(declaration).items()
        if pointer not in expected
        and value is not None
        and not any(pointer.startswith(f"{near}/") for near in _targets(declaration))
    }
    assert extra == {}
    lost = {pointer for pointer in expected if expected[pointer] is not None} - set(
        leaves(declaration)
    )
    assert lost == set()


def _targets(declaration: dict[str, Any]) -> set[str]:
    return {
        pointer.removesuffix("/raw")
        for pointer in leaves(declaration)
        if pointer.endswith("/raw") and "/indicators/" in pointer
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_leaf_has_evidence_on_the_right_page(name: str) -> None:
    document = output(name)
    bare = [
        pointer
        for pointer, value in leaves(document["declaration"]).items()
        if value is not None and pointer not in document["evidence"]
    ]
    assert bare == []
    misses = missed(name, "evidence", "placeholders", "pages", "boxes")
    assert not misses, told(misses)


@pytest.mark.parametrize("name", NAMES)
def test_evidence_lies_on_its_page_and_points_to_a_leaf(name: str) -> None:
    document = output(name)
    known = leaves(document["declaration"])
    count = document["source"]["pages"]
    for pointer, evidence in document["evidence"].items():
        assert pointer in known or f"{pointer}/raw" in known, pointer
        assert evidence["sure"] and evidence["confidence"] == 1.0, pointer
        for place in (evidence, *evidence["continues"]):
            assert 1 <= place["page"] <= count, pointer
            x0, top, x1, bottom = place["bbox"]
            assert 0 <= x0 < x1 <= 1300 and 0 <= top < bottom <= 1300, pointer


@pytest.mark.parametrize("name", NAMES)
def test_what_was_planted_is_found_and_nobody_else_accused(name: str) -> None:
    misses = missed(name, "findings", "false error")
    assert not misses, told(misses)
    assert not scored(name).false_alarms["error"]
    assert sum(finding["outcome"] == "fail" for finding in output(name)["findings"]) >= len(
        truth(name)["planted"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_tables_stand_as_they_stand_in_the_filing(name: str) -> None:
    misses = missed(name, "cells")
    assert not misses, told(misses)
    shapes = [(table["rows"], table["columns"]) for table in truth(name)["tables"]]
    assert [(table["rows"], table["columns"]) for table in output(name)["tables"]] == shapes


@pytest.mark.parametrize("name", NAMES)
def test_cells_cover_each_table_once(name: str) -> None:
    for table in output(name)["tables"]:
        seen: set[tuple[int, int]] = set()
        for cell in table["cells"]:
            for row in range(cell["row"], cell["row"] + cell["row_span"]):
                for column in range(cell["column"], cell["column"] + cell["column_span"]):
                    assert (row, column) not in seen, cell
                    seen.add((row, column))
        assert len(seen) == table["rows"] * table["columns"]


@pytest.mark.parametrize("name", NAMES)
def test_no_problem_is_reported(name: str) -> None:
    assert output(name)["problems"] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_document_holds_against_the_schema(name: str) -> None:
    jsonschema.validate(output(name), schema())
    assert Filing.model_validate(output(name)).model_dump(mode="json", by_alias=True) == output(
        name
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_second_reader_says_the_same(name: str) -> None:
    document = process(SAMPLES / f"{name}.pdf", ReadOptions(reader="pdfplumber"))
    assert leaves(document.model_dump(mode="json", by_alias=True)["declaration"]) == leaves(
        output(name)["declaration"]
    )


def test_reading_twice_gives_the_same_bytes() -> None:
    data = (SAMPLES / "turned-reportlab.pdf").read_bytes()
    first, second = (process(data, name="a.pdf").model_dump_json(by_alias=True) for _ in range(2))
    assert first == second


EXAMPLE: dict[str, Any] = {
    "source": {"file": "a.pdf", "sha256": "0" * 64, "pages": 8, "kind": "digital"},
    "declaration": {
        "form": "部门整体绩效目标申报表",
        "fiscal_year": 2024,
        "filed_on": "2023-10-09",
        "currency_unit": "万元",
        "department": "广水市劳动保险服务中心",
        "preparer": "陈安",
        "phone": "13800000000",
        "funding": {
            "income": [
                {
                    "item": "财政拨款",
                    "amount": "428.34",
                    "share": "98.62",
                    "history": {"2022": "279.77", "2023": "416.97"},
                }
            ],
            "expenditure": [
                {
                    "item": "人员类项目支出",
                    "amount": "293.75",
                    "share": "67.63",
                    "history": {"2022": "269.77", "2023": "238.97"},
                }
            ],
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
                        "approximate": False,
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
        "choices": {},
        "attributes": {},
    },
    "evidence": {
        "/projects/0/total_budget": {
            "page": 2,
            "bbox": [85.1, 210.4, 133.0, 224.9],
            "raw": "116.88",
            "reader": "text",
            "confidence": 1.0,
            "sure": True,
            "repairs": [],
            "others": [],
            "continues": [{"page": 3, "bbox": [85.1, 50.0, 133.0, 60.0]}],
        }
    },
    "findings": [
        {
            "rule": "funding.share",
            "severity": "error",
            "outcome": "fail",
            "message": "财政拨款占比应为 98.62%，填报为 89.62%",
            "message_en": "the share of 财政拨款 should be 98.62%, filed is 89.62%",
            "pointers": ["/funding/income/0/share", "/funding/income/0/amount"],
            "expected": "98.62",
            "actual": "89.62",
            "others": [],
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
                    "bbox": [85.1, 210.4, 133.0, 224.9],
                    "continues": [],
                }
            ],
        }
    ],
    "problems": [],
}
"""The example of the contract page, its dots filled."""


def test_the_contracts_example_holds_against_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(EXAMPLE, schema())
    again = Filing.model_validate(EXAMPLE).model_dump(mode="json", by_alias=True)
    for key in ("source", "evidence", "findings", "outcomes", "tables", "problems"):
        assert again[key] == EXAMPLE[key]
    assert leaves(EXAMPLE["declaration"]).items() <= leaves(again["declaration"]).items()


BROKEN = [
    ("/declaration/funding/income/0/amount", 428.34),
    ("/declaration/funding/income/0/amount", "4 2 8"),
    ("/declaration/annual", None),
    ("/source/kind", "paper"),
    ("/evidence/~1projects~10~1total_budget/bbox", [1, 2, 3]),
    ("/findings/0/outcome", "pass"),
    ("/findings/0/severity", "fatal"),
    ("/tables/0/cells/0/row", "0"),
]


@pytest.mark.parametrize(("pointer", "value"), BROKEN)
def test_the_schema_refuses_what_the_contract_rules_out(pointer: str, value: Any) -> None:
    document: Any = json.loads(json.dumps(EXAMPLE))
    holder = document
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    holder[int(last) if isinstance(holder, list) else last] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())
