"""The report as one HTML file that needs nothing else: template, style, script and data in it."""

import base64
import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
import orjson
from markupsafe import Markup

from rules.rule import RuleFacts
from shenbao import __version__
from shenbao.bulk import FileReport
from shenbao.report.counts import STATES, WEIGHTS, of_filing, weight_of
from shenbao.report.crops import SCALE
from shenbao.report.explained import explanation_of
from shenbao.report.report import Report, reason_of, remedy_of
from shenbao.report.shown import FilingShown, FindingShown
from shenbao.report.words import Language

SCRIPTS = ("state.js", "findings.js", "views.js")

MOST_BARS = 15
"""Of a chart; the rest is a click away."""


def render_page(report: Report) -> bytes:
    """The whole page, UTF-8."""
    words = report.words
    script = "\n".join(map(_asset, SCRIPTS))
    template = _environment().get_template("page.html")
    text = template.render(
        language=report.language,
        words=words,
        version=__version__,
        folder=report.folder,
        started=report.started,
        made=f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M}",
        contacts=report.contacts,
        notes=report.notes,
        counts=report.counts,
        failed=report.results.failed,
        weights=WEIGHTS,
        most=MOST_BARS,
        rule_name=report.rule_name,
        department_name=lambda key: key or words["no_department"],
        reason_of=lambda failed: reason_of(failed, report.language),
        remedy_of=lambda failed: remedy_of(failed, report.language),
        style=Markup(_asset("report.css")),
        script=Markup(script),
        script_hash=_hash_of(script),
        data=_json(_data(report)),
        pictures=[_json(filing.pictures) for filing in report.filings],
    )
    return text.encode()


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FunctionLoader(_asset)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


@cache
def _asset(name: str) -> str:
    return files("shenbao.report").joinpath("assets", name).read_text("utf-8")


def _hash_of(script: str) -> str:
    """What the page's policy lets run: this script and no other, whatever a filing says."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _json(data: Any) -> Markup:
    """JSON that can stand inside a script element: no `<` in it ends the element."""
    return Markup(orjson.dumps(data).replace(b"<", b"\\u003c").decode())


def _data(report: Report) -> Mapping[str, Any]:
    """What the script works on."""
    words = report.words
    columns = {f"{name}_column": words[name] for name in ("page", "pages", "file")}
    named = (
        "severity", "message", "rule", "department", "no_department", "project", "year", "form",
        "unknown_form", "problems", "state", "stated", "expected", "actual",
        "decides", "example", "slack", "source", "forms",
    )  # fmt: skip
    return {
        "language": report.language,
        "scale": SCALE,
        "words": {name: words[name] for name in named}
        | {"filing": words["filings"]}
        | columns
        | words["script"],
        "severities": words["severities"],
        "states": {state: words["states"][state] for state in STATES},
        "kinds": words["kinds"],
        "rules": {rule.id: _rule(rule, report.language) for rule in report.rules},
        "filings": [_filing(filing) for filing in report.filings],
        "failed": [_failed(failed, report.language) for failed in report.results.failed],
    }


def _rule(rule: RuleFacts, language: Language) -> Mapping[str, Any]:
    told = asdict(explanation_of(rule, language))
    return {"number": rule.number, **told, "forms": rule.forms}


def _filing(filing: FilingShown) -> Mapping[str, Any]:
    fields = (
        "name", "file", "path", "pages", "kind", "form", "department", "project", "year",
        "part", "outcomes", "problems", "source", "state",
    )  # fmt: skip
    return {name: getattr(filing, name) for name in fields} | {
        "weights": of_filing(filing),
        "findings": [_finding(finding) for finding in filing.findings],
    }


def _finding(finding: FindingShown) -> Mapping[str, Any]:
    fields = (
        "rule", "message", "expected", "actual", "page", "stated", "views", "more_views",
        "more_others",
    )  # fmt: skip
    return {name: getattr(finding, name) for name in fields} | {"weight": weight_of(finding)}


def _failed(report: FileReport, language: Language) -> Mapping[str, Any]:
    return {"file": report.file, "status": report.status, "reason": reason_of(report, language)}
