"""Definitions of forms: what is wrong with one is said with file and key."""

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from normalize.parsing import DefinitionError, parse_definition
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


def test_fill_down_must_be_columns() -> None:
    data = small()
    data["section"][0]["fill_down"] = ["level9"]
    with pytest.raises(DefinitionError, match=r"small\.toml: form\.section\[0\].*'level9'"):
        parse_definition(data, "small.toml")


def test_a_form_needs_something_to_read() -> None:
    with pytest.raises(DefinitionError, match=r"empty\.toml: section: .*at least one"):
        parse_definition({"title": "x"}, "empty.toml")


def test_the_shipped_definitions() -> None:
    forms = shipped_forms()
    assert "部门整体绩效目标申报表" in {form.title for form in forms}
    assert len({form.title for form in forms}) == len(forms)
    for form in forms:
        assert form.version and form.source
        paths = [section.path for section in form.sections]
        assert len(paths) == len(set(paths))
        labels = [label for section in form.sections for label in section.labels]
        assert len(labels) == len(set(labels)), "one label names two sections"
        assert all(word == squeeze(word) for word in form.words)
        for section in form.sections:
            headers = [header for column in section.columns for header in column.headers]
            assert len(headers) == len(set(headers)), section.path
            columns = [(column.path, column.part) for column in section.columns]
            assert len(columns) == len(set(columns)), section.path
