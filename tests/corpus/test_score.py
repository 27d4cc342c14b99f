"""The scorer: perfect output scores 100%, each damage lowers the right number."""

import copy
import json

import pytest

from corpus.make import draw_made, dumped, make_corpus
from corpus.score import Score, aligned, same, score, score_filing


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """The truth of a filing with planted faults."""
    folder = tmp_path_factory.mktemp("truth")
    index = next(i for i in range(50) if len(draw_made(i, 1, "reportlab").planted) >= 2)
    paths = make_corpus(index + 1, 1, folder, ["reportlab"])
    return json.loads((folder / f"{paths[-1].stem}.truth.json").read_text("utf-8"))


def output_of(truth):
    """What a perfect reader would write."""
    place = {"page": 1, "bbox": [0, 0, 1, 1]}
    return {
        "declaration": truth["declaration"],
        "evidence": {
            pointer: {**places[0], "raw": "", "sure": True, "continues": places[1:]}
            for pointer, places in truth["evidence"].items()
        },
        "findings": [
            {"rule": p["rule"], "outcome": "fail", "severity": "error", "message": "",
             "pointers": p["pointers"]}
            for p in truth["planted"]
        ],
        "tables": [
            {**table, "pages": [1], "cells": [{**cell, **place} for cell in table["cells"]]}
            for table in truth["tables"]
        ],
    }  # fmt: skip


@pytest.fixture
def scored(truth, tmp_path):
    """Scores an output that a test has damaged."""

    def run(damage=lambda out: None) -> Score:
        out = copy.deepcopy(output_of(truth))
        damage(out)
        (tmp_path / "filings").mkdir(exist_ok=True)
        (tmp_path / "a.truth.json").write_text(dumped(truth), "utf-8")
        (tmp_path / "filings" / "a.json").write_text(json.dumps(out), "utf-8")
        return score(tmp_path, tmp_path)

    return run


def lost(result: Score) -> dict[str, int]:
    return {k: t.total - t.right for k, t in result.tallies.items() if t.total != t.right}


def test_a_perfect_output_scores_everything(scored):
    result = scored()
    assert result.perfect == result.filings == 1
    assert result.leaves.share == 1
    assert lost(result) == {}
    assert result.misses == []
    assert not result.false_alarms


def damage_department(out):
    out["declaration"]["department"] = "另一个部门"


def damage_money(out):
    out["declaration"]["funding"]["income"][0]["amount"] += "1"


def damage_target(out):
    out["declaration"]["long_term"]["indicators"][0]["target"] = None


def damage_function(out):
    out["declaration"]["functions"][1] += "错"


def damage_history(out):
    history = out["declaration"]["annual"]["indicators"][0]["history"]
    history[next(iter(history))] = {"kind": "qualitative", "text": "错"}


def damage_page(out):
    out["evidence"]["/department"]["page"] = 9


def damage_box(out):
    out["evidence"]["/department"]["bbox"] = [0, 0, 1, 1]


def damage_evidence(out):
    del out["evidence"]["/department"]


def damage_cell(out):
    out["tables"][0]["cells"][0]["column_span"] += 1


def damage_finding(out):
    rule = out["findings"][0]["rule"]
    out["findings"] = [f for f in out["findings"] if f["rule"] != rule]


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (damage_department, {"basic": 1}),
        (damage_money, {"funding": 1, "money": 1}),
        (damage_target, {"long_term": 1, "targets": 1, "indicators": 1}),
        (damage_history, {"annual": 1, "targets": 1, "indicators": 1}),
        (damage_function, {"functions": 1}),
        (damage_page, {"pages": 1, "boxes": 1}),
        (damage_box, {"boxes": 1}),
        (damage_evidence, {"evidence": 1}),
        (damage_cell, {"cells": 1}),
        (damage_finding, {"findings": 1}),
    ],
)
def test_a_damage_lowers_its_own_number(scored, damage, expected):
    result = scored(damage)
    assert lost(result) == expected
    assert result.misses


def test_a_lost_row_costs_one_row(scored, truth):
    row = truth["declaration"]["annual"]["indicators"][1]
    leaves = len(row) - 1 + len(row["history"])

    def damage(out):
        del out["declaration"]["annual"]["indicators"][1]

    result = scored(damage)
    assert lost(result)["indicators"] == 1
    assert lost(result)["annual"] == leaves
    assert len(truth["declaration"]["annual"]["indicators"]) > 5


def test_a_wrong_value_that_claims_to_be_sure_is_counted(scored):
    assert scored(damage_department).sure_and_wrong == 1


def test_an_alarm_that_nobody_planted_is_false(scored):
    def damage(out):
        finding = {"rule": "x.y", "outcome": "fail", "severity": "warning", "message": "m"}
        out["findings"].append({**finding, "pointers": []})

    result = scored(damage)
    assert result.false_alarms == {"warning": 1}


def test_no_output_loses_every_leaf(truth, tmp_path):
    (tmp_path / "a.truth.json").write_text(dumped(truth), "utf-8")
    result = score(tmp_path, tmp_path)
    assert result.missing == ["a"]
    assert result.tallies["annual"].right == 0
    assert result.as_dict()["tallies"]["leaves"]["total"] > 100


def test_same_compares_only_what_the_truth_has():
    assert same({"value": "1"}, {"value": "1", "raw": "1"})
    assert not same({"value": "1"}, {"value": "1.0"})
    assert not same("1", 1)
    assert same(None, None)


def test_rows_are_aligned_by_name():
    assert list(aligned("abc", "ac")) == [(0, 0), (1, None), (2, 1)]
    assert list(aligned("ab", "xb")) == [(0, 0), (1, 1)]


PROJECT = {
    "form": "项目支出绩效目标申报表",
    "project": "甲",
    "period": {"from": "2024", "to": "2026"},
    "funding": [{"item": "合计", "total": "9", "annual": "3"}],
    "annual": {
        "goal": "乙",
        "indicators": [
            {"level1": "产出指标", "level3": "丙", "weight": "10",
             "target": {"kind": "qualitative", "text": "优"}}
        ],
    },
    "choices": {"采购形式": ["政府采购"]},
    "attributes": {"政策依据": "丁"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("pointer", "value", "expected"),
    [
        (["project"], "乙", {"basic": 1}),
        (["period", "from"], "2023", {"basic": 1}),
        (["funding", 0, "annual"], None, {"funding": 1, "money": 1}),
        (["annual", "indicators", 0, "target"], None, {"annual": 1, "targets": 1, "indicators": 1}),
        (["annual", "indicators", 0, "weight"], "1", {"annual": 1, "scores": 1, "indicators": 1}),
        (["choices", "采购形式"], [], {"choices": 1}),
        (["choices", "多余"], ["是"], {"choices": 1}),
        (["attributes", "政策依据"], "", {"attributes": 1}),
        (["attributes", "多余"], "是", {"attributes": 1}),
    ],
)
def test_any_form_is_held_against_its_truth(pointer, value, expected):
    got = copy.deepcopy(PROJECT)
    *path, key = pointer
    there = got
    for step in path:
        there = there[step]
    there[key] = value
    total = Score()
    truth = {"declaration": PROJECT, "evidence": {}, "tables": [], "planted": []}
    score_filing("a", truth, {"declaration": got}, total)
    assert lost(total) == expected
    assert total.forms[PROJECT["form"]] == total.tallies


def test_characters_are_counted_by_the_edits_that_mend_them(scored):
    def damage(output):
        output["declaration"]["department"] += "局局"

    whole = scored()
    assert whole.character_errors == 0
    assert scored(damage).character_errors == pytest.approx(2 / whole.characters.total)


@pytest.mark.parametrize(
    ("asks", "outcome", "pointer", "hits"),
    [
        (True, "fail", "/funding/1/annual", 1),
        (True, "undetermined", "/funding/1/annual", 1),
        (True, "undetermined", "/funding/2/annual", 0),
        (False, "undetermined", "/funding/1/annual", 0),
    ],
)
def test_a_question_is_a_hit_where_the_plant_can_only_be_asked_about(asks, outcome, pointer, hits):
    plant = {"rule": "B18", "pointers": ["/funding/1/annual"], "also": [], "asks": asks}
    truth = {"declaration": PROJECT, "evidence": {}, "tables": [], "planted": [plant]}
    finding = {"rule": "amount.not_a_number", "outcome": outcome, "severity": "warning"}
    got = {"declaration": PROJECT, "findings": [finding | {"message": "", "pointers": [pointer]}]}
    total = Score()
    score_filing("a", truth, got, total)
    assert total.by_rule["B18"].right == hits
