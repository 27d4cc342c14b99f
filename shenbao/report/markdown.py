"""A short summary in Markdown, for a mail or a wiki."""

import html
from collections.abc import Callable, Iterable, Sequence

from shenbao.report.counts import WEIGHTS, Tally, of_filing
from shenbao.report.report import Report, reason_of
from shenbao.report.shown import FilingShown

MOST_ROWS = 20
"""Of each table: a summary that scrolls is none."""

Row = Sequence[object]


def render_markdown(report: Report) -> str:
    """The summary: filings by outcome, findings by rule and department, the worst filings,
    files that were not read.
    """
    words = report.words
    return "\n".join(
        (
            f"# {words['title']}",
            "",
            _head(report),
            "",
            *(f"> {_escaped(note)}\n" for note in report.notes),
            *_table(words["by_state"], (words["state"], words["count"]), _states(report)),
            *_tallies(report, "by_rule", "rule", report.counts.rules, report.rule_name),
            *_tallies(
                report,
                "by_department",
                "department",
                report.counts.departments,
                lambda key: key or words["no_department"],
            ),
            *_worst(report),
            *_failed(report),
        )
    )


def _head(report: Report) -> str:
    words = report.words
    parts = [f"{words['source_line']} {_escaped(report.folder)}"]
    if report.started:
        parts.append(f"{words['run_line']} {report.started}")
    counts = report.counts
    parts.append(f"{words['filings']} {counts.files}")
    weights = "、" if report.language == "zh" else ", "
    told = weights.join(f"{words['severities'][w]} {n}" for w, n in counts.weights.items())
    parts.append(f"{words['findings']} {counts.findings} ({told})")
    return " · ".join(parts)


def _states(report: Report) -> Iterable[Row]:
    states = report.words["states"]
    return [(states[state], number) for state, number in report.counts.states.items() if number]


def _tallies(
    report: Report, title: str, what: str, tallies: Sequence[Tally], name: Callable[[str], str]
) -> Iterable[str]:
    words = report.words
    columns = (words[what], words["total"], *(words["severities"][weight] for weight in WEIGHTS))
    rows = [
        (name(tally.key), tally.total, *(tally.by_weight[weight] or "" for weight in WEIGHTS))
        for tally in tallies
    ]
    return _table(words[title], columns, rows, words["more_in_html"])


def _worst(report: Report) -> Iterable[str]:
    words = report.words
    ranked = sorted(
        (filing for filing in report.filings if filing.findings),
        key=lambda filing: [-number for number in of_filing(filing).values()],
    )
    columns = (
        words["department"], words["year"], words["file"],
        *(words["severities"][weight] for weight in WEIGHTS),
    )  # fmt: skip
    rows = [_filing(filing, words["no_department"]) for filing in ranked]
    return _table(words["worst_filings"], columns, rows, words["more_in_html"])


def _filing(filing: FilingShown, nameless: str) -> Row:
    numbers = of_filing(filing).values()
    office = " · ".join(filter(None, (filing.department or nameless, filing.project)))
    return office, filing.year or "", filing.file, *(number or "" for number in numbers)


def _failed(report: Report) -> Iterable[str]:
    words = report.words
    rows = [(failed.file, reason_of(failed, report.language)) for failed in report.results.failed]
    columns = (words["file"], words["reason"])
    return _table(words["failed_files"], columns, rows, words["more_in_html"])


def _table(
    title: str, columns: Sequence[str], rows: Iterable[Row], more: str = ""
) -> Iterable[str]:
    """A heading and a table; nothing where there are no rows, a note where there are many."""
    lines = list(rows)
    if not lines:
        return
    yield f"## {title}"
    yield ""
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for line in lines[:MOST_ROWS]:
        yield f"| {' | '.join(map(_escaped, line))} |"
    if len(lines) > MOST_ROWS and more:
        yield ""
        yield more.format(n=len(lines) - MOST_ROWS)
    yield ""


def _escaped(value: object) -> str:
    """A text as a cell that stays one, and stays text."""
    text = html.escape(str(value), quote=False)
    for char in "\\|*_`[]":
        text = text.replace(char, "\\" + char)
    return " ".join(text.split())
