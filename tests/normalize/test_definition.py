"""Definitions of forms: what is wrong with one is said with file and key."""

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from normalize.definition import bare_label
from normalize.parsing import DefinitionError, parse_definition, read_definition
from normalize.repair import squeeze
from shenbao.forms import shipped_forms

SMALL = """
title = "部门整体绩效目标申报表"
model = "department"
aliases = ["整体绩效目标表（部门）"]
version = "2023"

[[line]]
path = "filed_on"
labels = ["填报 日期"]
type = "date"

[[pair]]
path = "department"
labels = ["部门（单位）名称"]

[[section]]
path = "funding"
kind = "table"
labels = ["资金情况"]
first = "item"
groups = { income = ["收入 构成"] }

[[section.column]]
path = "item"
headers = ["项目"]

[[section.column]]
path = "history"
headers = ["近两年"]
type = "amount"
years = true
offsets = { "上 年" = -1 }

[[section]]
path = "annual"
kind = "text"
labels = ["年度目标"]
text = "goal"
"""


def small() -> dict[str, Any]:
    return tomllib.loads(SMALL)


def test_a_definition() -> None:
    form = parse_definition(small(), "small.toml")
    assert form.titles == ("部门整体绩效目标申报表", "整体绩效目标表(部门)")
    assert form.version == "2023" and form.source == ""
    (line,) = form.lines
    assert (line.path, line.labels, line.type) == ("filed_on", ("填报日期",), "date")
    (pair,) = form.pairs
    assert pair.labels == ("部门(单位)名称",) and pair.type == "text"
    funding, annual = form.sections
    assert funding.groups == {"income": ("收入构成",)} and funding.first == "item"
    assert funding.columns[1].offsets == {"上年": -1} and funding.columns[1].years
    assert not funding.columns[0].years and funding.columns[0].type == "text"
    assert set(funding.headers) == {"项目", "近两年", "上年"}
    assert (annual.kind, annual.text, annual.columns) == ("text", "goal", ())
    assert {"资金情况", "年度目标", "部门(单位)名称", "项目", "近两年"} <= form.words


def drop(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return change


def put(value: Any, *path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


WRONG: dict[str, tuple[Callable[[dict[str, Any]], None], str, str]] = {
    "no title": (drop("title"), "form.title", "is missing"),
    "title is a number": (put(5, "title"), "form.title", "should be str, is int"),
    "unknown key": (put("x", "titel"), "form.titel", "is not known"),
    "aliases are a text": (put("x", "aliases"), "form.aliases", "should be list, is str"),
    "line without path": (drop("line", 0, "path"), "form.line[0].path", "is missing"),
    "line of an unknown type": (
        put("money", "line", 0, "type"), "form.line[0].type", "'money' is none of text, amount",
    ),
    "unknown key in a pair": (put("x", "pair", 0, "lable"), "form.pair[0].lable", "is not known"),
    "section without kind": (drop("section", 0, "kind"), "form.section[0].kind", "is missing"),
    "section of an unknown kind": (
        put("list", "section", 0, "kind"), "form.section[0].kind", "'list' is none of table",
    ),
    "unknown key in a section": (
        put("x", "section", 1, "lables"), "form.section[1].lables", "is not known",
    ),
    "first is no column": (
        put("name", "section", 0, "first"), "form.section[0].first", "'name' is none of",
    ),
    "a table without first": (
        drop("section", 0, "first"), "form.section[0].first", "is none of the section's columns",
    ),
    "groups are a list": (
        put(["x"], "section", 0, "groups"), "form.section[0].groups", "should be dict, is list",
    ),
    "column without path": (
        drop("section", 0, "column", 0, "path"), "form.section[0].column[0].path", "is missing",
    ),
    "years is a text": (
        put("yes", "section", 0, "column", 1, "years"),
        "form.section[0].column[1].years", "should be bool, is str",
    ),
    "unknown key in a column": (
        put("x", "section", 0, "column", 1, "kind"),
        "form.section[0].column[1].kind", "is not known",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "key", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_file_and_key(
    change: Callable[[dict[str, Any]], None], key: str, message: str
) -> None:
    data = copy.deepcopy(small())
    change(data)
    with pytest.raises(DefinitionError) as error:
        parse_definition(data, "small.toml")
    assert str(error.value).startswith(f"small.toml: {key}: ")
    assert message in str(error.value)


LINES = [
    ('aliases = ["整体', 'aliases = [5, "整体', "line 4: form.aliases: should hold texts only"),
    ('labels = ["填报 日期"]', 'lables = ["x"]', "line 9: form.line[0].lables: is not known"),
    ('path = "department"', 'path = "departmnt"', "line 13: form.pair[0].path: 'departmnt' leads"),
    ('kind = "text"', 'kind = "words"', "line 36: form.section[1].kind: 'words' is none of"),
    (
        'headers = ["近两年"]',
        "headers = 5",
        "line 29: form.section[0].column[1].headers: should be",
    ),
    ('text = "goal"', 'text = "gaol"', "line 38: form.section[1].text: 'annual.gaol' leads"),
    ('kind = "text"', "", "line 34: form.section[1].kind: is missing"),
    ('kind = "text"', 'kind = "text', "TOML: "),
]


@pytest.mark.parametrize(("before", "after", "message"), LINES)
def test_the_line_is_said(before: str, after: str, message: str) -> None:
    assert before in SMALL
    with pytest.raises(DefinitionError) as error:
        read_definition(SMALL.replace(before, after), "small.toml")
    assert str(error.value).startswith(f"small.toml: {message}")


def test_the_halves_of_a_form() -> None:
    form = read_definition(HALVES, "halves.toml")
    assert form.half_of("2024年度目标") == "annual" and form.half_of("目标") == ""
    marks = {label: mark.half for label, (mark,) in form.marks.items()}
    assert marks == {
        "目标": "",
        "中期目标": "long_term",
        "年度目标": "annual",
        "本年目标": "annual",
        "项目总目标": "long_term",
    }


HALVES = """
title = "项目支出绩效目标申报表"
model = "project"

[halves]
long_term = ["中期"]
annual = ["年度", "本年"]

[[section]]
path = "*"
kind = "text"
labels = ["目标"]
text = "goal"
meant = { long_term = ["项目总目标"] }
"""

BARE = [
    ("中期目标（2019）年-（2021）年", "中期目标"),
    ("中期目标（2025年1月—2028年12月）", "中期目标"),
    ("2024年度绩效目标", "年度绩效目标"),
    ("一、部门职能概述", "部门职能概述"),
    ("（三）项目概况", "项目概况"),
    ("3.项目概况", "项目概况"),
    ("项目名称（全称）", "项目名称"),
    ("财政拨款", "财政拨款"),
    ("2024", ""),
]


@pytest.mark.parametrize(("label", "bare"), BARE)
def test_a_bare_label(label: str, bare: str) -> None:
    assert bare_label(squeeze(label)) == bare


def test_a_form_of_a_users_own_keeps_its_values_apart() -> None:
    form = read_definition(
        """
        title = "项目总体情况"
        [[pair]]
        path = "builder"
        labels = ["建设单位"]
        [[pair]]
        path = "phone"
        labels = ["联系电话"]
        """,
        "own.toml",
    )
    assert form.model == "other" and form.name == "own"
    assert [pair.path for pair in form.pairs] == ["values.builder", "phone"]


def test_fill_down_must_be_columns() -> None:
    data = small()
    data["section"][0]["fill_down"] = ["level9"]
    with pytest.raises(DefinitionError, match=r"small\.toml: form\.section\[0\].*'level9'"):
        parse_definition(data, "small.toml")


def test_a_form_needs_something_to_read() -> None:
    with pytest.raises(DefinitionError, match=r"empty\.toml: form\.section: .*at least one"):
        parse_definition({"title": "x"}, "empty.toml")


def test_the_shipped_definitions() -> None:
    forms = shipped_forms()
    assert "部门整体绩效目标申报表" in {form.title for form in forms}
    assert len({form.title for form in forms}) == len(forms)
    for form in forms:
        assert form.version and form.source
        paths = [section.path for section in form.sections if section.kind != "text"]
        assert len(paths) == len(set(paths))
        for marks in form.marks.values():
            tables = [mark.section.kind == "table" for mark in marks]
            assert len(tables) == len(set(tables)), "one label names two sections"
        assert all(word == squeeze(word) for word in form.words)
        for section in form.sections:
            headers = [header for column in section.columns for header in column.headers]
            assert len(headers) == len(set(headers)), section.path
            columns = [(column.path, column.part) for column in section.columns]
            assert len(columns) == len(set(columns)), section.path
