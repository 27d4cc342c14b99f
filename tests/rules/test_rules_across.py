"""Five cases for every rule across filings: passes, fails, on the edge, silent, cannot tell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from archived import (
    BUREAU,
    SUPPLY,
    Filings,
    archive,
    bureau,
    evaluation,
    facts,
    form,
    listed,
    named,
    own_evaluation,
)

from normalize.models import Finding
from rules.across.archive import Archive, MemoryArchive
from rules.across.catalogue import ACROSS
from rules.across.check import Crash, Judged, check_across
from rules.across.rule import Statement

AIMS = {"培训人次": "≥200人次", "培训场次": "≥20场", "资助人数": "≥80人", "验收合格率": "≥95%"}
MORE = AIMS | {"检查家次": "≥40家次", "群众满意度": "≥90%", "发放册数": "≥800册"}
RAISED = MORE | {"培训人次": "≥201人次"}
LISTED = [listed(SUPPLY, "20.16"), listed("河道清淤", "8"), listed("水质检测", "5")]
FORMS = [form(2024, SUPPLY, "20.16"), form(2024, "河道清淤", "8"), form(2024, "水质检测", "5")]
SUM = {"特定目标类项目支出": "33.16"}
GOAL = (
    "一是保障农村供水工程正常运行，二是完成水源地巡查和水质检测，三是组织管护人员培训，"
    "四是落实维修养护资金，使供水保证率和水质达标率稳步提高，群众饮水安全得到保障，五是建立"
    "管护台账，明确管护责任，做到小修不过夜、大修不过周，让群众用上放心水。"
)


@dataclass(frozen=True)
class Cases:
    """`doubted` names a document and a pointer that break `fails`."""

    passes: Filings
    fails: Filings
    edge: Filings
    edge_ends: str
    silent: Filings
    doubted: tuple[str, str]


def asked(*percentages: str) -> Filings:
    """As many bureaus of other cities, each with its own 服务对象满意度."""
    return [
        (f"c{place}", bureau(2024, {"服务对象满意度": raw}, name=f"第{place}城市水务局"))
        for place, raw in enumerate(percentages)
    ]


USUAL = ["≥95%", "≥90%", "≥98%", "≥92%"] * 5

CASES = {
    "across.evaluated_target": Cases(
        passes=named(form(2024, aims=AIMS), evaluation(2024, AIMS)),
        fails=named(form(2024, aims=AIMS), evaluation(2024, AIMS | {"培训人次": "≥150人次"})),
        edge=named(form(2024, aims=AIMS), evaluation(2024, AIMS | {"培训人次": "200人次"})),
        edge_ends="pass",
        silent=named(form(2024, aims=AIMS), evaluation(2023, {"培训人次": "≥150人次"})),
        doubted=("b", "/annual/indicators/0/target"),
    ),
    "across.evaluation_lacks_indicator": Cases(
        passes=named(form(2024, aims=AIMS), evaluation(2024, MORE)),
        fails=named(form(2024, aims=AIMS | {"设备台数": "≥3台"}), evaluation(2024, AIMS)),
        edge=named(form(2024, aims=AIMS), evaluation(2024, AIMS | {"验收合格率": None})),
        edge_ends="pass",
        silent=named(form(2024, aims=AIMS), evaluation(2024)),
        doubted=("b", "/annual/indicators/2/level3"),
    ),
    "across.evaluation_adds_indicator": Cases(
        passes=named(form(2024, aims=AIMS), evaluation(2024, AIMS)),
        fails=named(form(2024, aims=AIMS), evaluation(2024, AIMS | {"设备台数": "≥3台"})),
        edge=named(
            form(2024, aims=AIMS | {"设备完好率": "≥95%"}),
            evaluation(2024, AIMS | {"管网设备完好率": "≥95%"}),
        ),
        edge_ends="pass",
        silent=named(form(2024), evaluation(2024, AIMS)),
        doubted=("a", "/annual/indicators/0/level3"),
    ),
    "across.initial_budget": Cases(
        passes=named(form(2024, annual="300"), evaluation(2024, initial="300.00")),
        fails=named(form(2024, annual="300"), evaluation(2024, initial="260")),
        edge=named(form(2024, annual="300"), evaluation(2024, initial="3004999", currency="元")),
        edge_ends="pass",
        silent=named(form(2024, annual="300"), evaluation(2024)),
        doubted=("a", "/funding/0/annual"),
    ),
    "across.project_amount": Cases(
        passes=named(bureau(2024, projects=LISTED), *FORMS),
        fails=named(bureau(2024, projects=LISTED), form(2024, SUPPLY, "21.60")),
        edge=named(bureau(2024, projects=LISTED), form(2024, SUPPLY, "201600", currency="元")),
        edge_ends="pass",
        silent=named(bureau(2024, projects=LISTED), form(2024, "防汛物资储备", "21.60")),
        doubted=("a", "/projects/0/annual_budget"),
    ),
    "across.projects_sum": Cases(
        passes=named(bureau(2024, projects=LISTED, lines=SUM), *FORMS),
        fails=named(
            bureau(2024, projects=LISTED, lines=SUM), *FORMS[:2], form(2024, "水质检测", "15")
        ),
        edge=named(
            bureau(2024, projects=LISTED, lines={"特定目标类项目支出": "33.18"}), *FORMS[:3]
        ),
        edge_ends="pass",
        silent=named(bureau(2024, projects=LISTED, lines=SUM), *FORMS[:2]),
        doubted=("d", "/funding"),
    ),
    "across.project_name": Cases(
        passes=named(bureau(2024, projects=LISTED), *FORMS),
        fails=named(bureau(2024, projects=LISTED), form(2024, f"{SUPPLY}项目")),
        edge=named(
            bureau(2024, projects=[listed("河道清淤二期工程", "8")]),
            form(2024, "河道清淤三期工程"),
        ),
        edge_ends="not_applicable",
        silent=named(bureau(2024, projects=LISTED), form(2024, "防汛物资储备")),
        doubted=("b", "/project"),
    ),
    "across.project_without_form": Cases(
        passes=named(bureau(2024, projects=LISTED), *FORMS),
        fails=named(bureau(2024, projects=LISTED), FORMS[0], FORMS[2]),
        edge=named(bureau(2024, projects=[*LISTED[:2], listed("抗旱", "7.99")]), *FORMS[:2]),
        edge_ends="pass",
        silent=named(bureau(2024, projects=LISTED)),
        doubted=("c", "/project"),
    ),
    "across.copied_year": Cases(
        passes=named(bureau(2024, RAISED, goal=GOAL), bureau(2023, MORE, goal=GOAL)),
        fails=named(bureau(2024, MORE, goal=GOAL), bureau(2023, MORE, goal=GOAL)),
        edge=named(bureau(2024, MORE, goal=GOAL), bureau(2023, MORE, goal=GOAL[:-2])),
        edge_ends="pass",
        silent=named(bureau(2024, AIMS, goal=GOAL), bureau(2023, AIMS, goal=GOAL)),
        doubted=("b", "/annual/indicators/3/target/value"),
    ),
    "across.budget_without_targets": Cases(
        passes=named(bureau(2024, RAISED, "450"), bureau(2023, MORE, "300")),
        fails=named(bureau(2024, MORE, "450"), bureau(2023, MORE, "300")),
        edge=named(bureau(2024, MORE, "389.99"), bureau(2023, MORE, "300")),
        edge_ends="pass",
        silent=named(bureau(2024, {"合格率": "≥95%"}, "450"), bureau(2023, MORE, "300")),
        doubted=("a", "/funding/expenditure/0/amount"),
    ),
    "across.last_year_amount": Cases(
        passes=named(
            bureau(2024, total="428", history={"2023": "416.97"}), bureau(2023, total="380")
        ),
        fails=named(
            bureau(2024, total="428", history={"2023": "416.97"}), bureau(2023, total="41.697")
        ),
        edge=named(
            bureau(2024, total="428", history={"2023": "416.97"}),
            bureau(2023, total="41.7"),
            own_evaluation(2023, executed="625.4"),
        ),
        edge_ends="pass",
        silent=named(bureau(2024, total="428", history={"2023": "416.97"})),
        doubted=("b", "/funding/expenditure/0"),
    ),
    "across.missed_yet_higher": Cases(
        passes=named(
            bureau(2024, {"培训人次": "≥260"}, reached={"培训人次": "230"}),
            bureau(2023, {"培训人次": "≥200"}),
        ),
        fails=named(
            bureau(2024, {"培训人次": "≥260"}, reached={"培训人次": "150"}),
            bureau(2023, {"培训人次": "≥200"}),
        ),
        edge=named(
            bureau(2024, {"培训人次": "≥200"}, reached={"培训人次": "150"}),
            bureau(2023, {"培训人次": "≥200"}),
        ),
        edge_ends="pass",
        silent=named(
            bureau(2024, {"培训人次": "≥260"}), bureau(2023, {"培训人次": "≥200"})
        ),
        doubted=("a", "/annual/indicators/0/history/2023"),
    ),
    "across.project_nature": Cases(
        passes=named(form(2024, nature="延续项目"), form(2023)),
        fails=named(form(2024, nature="新增项目"), form(2023)),
        edge=named(
            form(2024, nature="延续项目"), bureau(2023, projects=[listed(f"{SUPPLY}工程", "1")])
        ),
        edge_ends="pass",
        silent=named(form(2024, nature="一次性项目"), form(2023)),
        doubted=("b", "/fiscal_year"),
    ),
    "across.versions": Cases(
        passes=named(bureau(2024, AIMS, "434.34"), bureau(2024, AIMS, "434.34", day=9)),
        fails=named(bureau(2024, AIMS, "434.34"), bureau(2024, AIMS, "443.34", day=9)),
        edge=named(
            bureau(2024, AIMS, "434.34"),
            bureau(2024, AIMS | {"培训人次": "200人次"}, "434.34", day=9),
        ),
        edge_ends="pass",
        silent=named(bureau(2024, AIMS, "434.34"), bureau(2024, {"甲": "1"}, "1", day=9)),
        doubted=("a", "/funding/expenditure/0/amount"),
    ),
    "across.far_from_peers": Cases(
        passes=asked(*USUAL, "≥70%"),
        fails=asked(*USUAL, "≥30%"),
        edge=asked(*USUAL, "≥64%"),
        edge_ends="pass",
        silent=asked(*USUAL[:18], "≥30%"),
        doubted=("c20", "/annual/indicators/0/target"),
    ),
    "across.copied_text": Cases(
        passes=named(
            bureau(2024, goal=GOAL), bureau(2024, goal=GOAL[::-1], name="南屏县水务局")
        ),
        fails=named(
            bureau(2023, goal=f"广水市{GOAL}"),
            bureau(2024, goal=f"南屏县{GOAL}", name="南屏县水务局"),
        ),
        edge=named(bureau(2023, goal=GOAL), bureau(2024, goal=GOAL)),
        edge_ends="pass",
        silent=named(
            bureau(2023, goal=GOAL[:50]), bureau(2024, goal=GOAL[:50], name="南屏县水务局")
        ),
        doubted=("a", "/annual/goal"),
    ),
}  # fmt: skip


def ending(rule: str, whole: Archive) -> tuple[str, list[Finding]]:
    """How the rule ends over an archive, and its findings."""
    said = list(check_across(whole, {rule: ACROSS[rule]}))
    assert not [one for one in said if isinstance(one, Crash)]
    outcomes = {one.outcome for one in said if isinstance(one, Judged)}
    worst = next((end for end in ("fail", "undetermined", "pass") if end in outcomes), None)
    findings = [one.finding for one in said if isinstance(one, Judged) and one.finding]
    return worst or "not_applicable", findings


def test_every_rule_has_its_five_cases() -> None:
    assert CASES.keys() == ACROSS.keys()


@pytest.mark.parametrize("rule", CASES)
def test_passes(rule: str) -> None:
    assert ending(rule, archive(CASES[rule].passes))[0] == "pass"


@pytest.mark.parametrize("rule", CASES)
def test_fails_and_names_the_other_filing(rule: str) -> None:
    end, findings = ending(rule, archive(CASES[rule].fails))
    assert (end, len(findings)) == ("fail", 1)
    (found,) = findings
    assert (found.outcome, found.severity) == ("fail", ACROSS[rule].severity)
    assert found.message and found.message_en and found.pointers
    known = {f"filings/{name}.json" for name, _ in CASES[rule].fails}
    assert {other.file for other in found.others} <= known
    assert found.others or rule == "across.far_from_peers"


@pytest.mark.parametrize("rule", CASES)
def test_on_the_edge(rule: str) -> None:
    assert ending(rule, archive(CASES[rule].edge))[0] == CASES[rule].edge_ends


@pytest.mark.parametrize("rule", CASES)
def test_does_not_apply(rule: str) -> None:
    assert ending(rule, archive(CASES[rule].silent))[0] == "not_applicable"
    assert ending(rule, archive([]))[0] == "not_applicable"


@pytest.mark.parametrize("rule", CASES)
def test_cannot_be_told_from_a_doubted_value(rule: str) -> None:
    name, pointer = CASES[rule].doubted
    end, findings = ending(rule, archive(CASES[rule].fails, {name: pointer}))
    assert end == "undetermined"
    assert [found.outcome for found in findings] == ["undetermined"]
    assert findings[0].message.startswith("无法判断，请先核对")


@pytest.mark.parametrize("rule", CASES)
def test_a_filing_whose_department_is_doubted_accuses_nobody(rule: str) -> None:
    filings = CASES[rule].fails
    doubted = {name: "/department" for name, _ in filings}
    assert ending(rule, archive(filings, doubted))[0] == "undetermined"


@pytest.mark.parametrize("rule", CASES)
def test_a_doubt_elsewhere_changes_nothing(rule: str) -> None:
    filings = CASES[rule].fails
    doubted = {name: "/preparer" for name, _ in filings}
    assert ending(rule, archive(filings, doubted)) == ending(rule, archive(filings))


@pytest.mark.parametrize("rule", CASES)
def test_the_order_of_the_files_changes_nothing(rule: str) -> None:
    filings = CASES[rule].fails
    turned = ending(rule, archive(filings[::-1]))[1]
    assert turned == ending(rule, archive(filings))[1]


@pytest.mark.parametrize("rule", ACROSS.values(), ids=ACROSS)
def test_a_rule_carries_its_facts(rule) -> None:
    assert rule.number.startswith("X") and rule.title and rule.title_en and rule.slack
    assert rule.decides.endswith(".") and rule.example.endswith(".") and rule.forms


def renamed(filings: Filings, name: str) -> MemoryArchive:
    return MemoryArchive(
        replace(one, department=name if one.department else "") for one in facts(filings, {})
    )


@pytest.mark.parametrize(
    "rule", sorted(CASES.keys() - {"across.far_from_peers", "across.copied_text"})
)
def test_bodies_of_a_name_without_a_place_are_not_taken_for_one(rule: str) -> None:
    assert ending(rule, renamed(CASES[rule].fails, "市水务局"))[0] == "not_applicable"


def test_names_are_compared_without_blanks_and_marks() -> None:
    filings = named(
        form(2024, "农村饮水（安全）维修养护", "300", department="广水市 水务局"),
        evaluation(2024, initial="260", name="农村饮水(安全)维修 养护"),
    )
    assert ending("across.initial_budget", archive(filings))[0] == "fail"


@pytest.mark.parametrize(
    ("initial", "end"), [("300", "pass"), ("3000000", "pass"), ("310", "undetermined")]
)
def test_a_difference_in_unknown_units_is_left_to_a_person(initial: str, end: str) -> None:
    filings = named(form(2024, annual="300"), evaluation(2024, initial=initial, currency=None))
    assert ending("across.initial_budget", archive(filings))[0] == end


def test_an_explained_change_passes() -> None:
    changed = AIMS | {"培训人次": "≥150人次"}
    filings = named(form(2024, aims=AIMS), evaluation(2024, changed, reason="年中预算调整"))
    assert ending("across.evaluated_target", archive(filings))[0] == "pass"


def test_two_that_share_little_are_not_held_against_each_other() -> None:
    filings = named(form(2024, aims=AIMS), evaluation(2024, {"管网长度": "≥3公里"}))
    assert ending("across.evaluation_lacks_indicator", archive(filings))[0] == "undetermined"


def test_a_department_has_evaluations_too() -> None:
    filings = named(bureau(2024, AIMS, "300"), own_evaluation(2024, AIMS, "310"))
    assert ending("across.initial_budget", archive(filings))[0] == "fail"


def test_projects_that_a_unit_carries_out_are_its_own_too() -> None:
    filings = named(
        bureau(2024, projects=LISTED), form(2024, SUPPLY, "21.60", department="随州市水利局",
                                           unit=BUREAU)
    )  # fmt: skip
    assert ending("across.project_amount", archive(filings))[0] == "fail"


def test_the_last_filed_version_holds() -> None:
    filings = named(
        bureau(2024, AIMS, "300", day=1), bureau(2024, AIMS, "310", day=9), own_evaluation(
            2024, AIMS, "310"
        )
    )  # fmt: skip
    assert ending("across.initial_budget", archive(filings))[0] == "pass"


def test_the_same_programme_in_two_places_shares_its_goal() -> None:
    filings = named(
        form(2024, "城乡居民医疗补助", goal=GOAL),
        form(2024, "城乡居民医疗补助", goal=GOAL, department="南屏县医疗保障局"),
    )
    assert ending("across.copied_text", archive(filings))[0] == "pass"


def test_a_copy_is_found_among_many() -> None:
    """Texts of the same words in another order are none."""
    sentences = GOAL.split("，")
    turned = ["，".join(sentences[at:] + sentences[:at]) for at in range(7)]
    others = [
        (f"d{at}", bureau(2023, goal=f"{goal}{str(at) * 40}", name=f"第{at}城市水务局"))
        for at, goal in enumerate(turned)
    ]
    copy = bureau(2024, goal=others[3][1].annual.goal[:-2], name="南屏县水务局")
    end, findings = ending("across.copied_text", archive([*others, ("copy", copy)]))
    assert end == "fail"
    assert [[other.file for other in found.others] for found in findings] == [["filings/d3.json"]]


def crash(group: object) -> Iterator[Statement]:
    yield from ()
    raise ZeroDivisionError("no total")


def test_a_crashing_rule_is_recorded_and_loses_no_other() -> None:
    rules = dict(ACROSS)
    rules["across.versions"] = replace(rules["across.versions"], judge=crash)
    filings = CASES["across.initial_budget"].fails
    said = list(check_across(archive(filings), rules))
    crashes = [one for one in said if isinstance(one, Crash)]
    assert crashes == [Crash("across.versions", BUREAU, "ZeroDivisionError: no total")]
    assert [one for one in said if isinstance(one, Judged) and one.outcome == "fail"]
