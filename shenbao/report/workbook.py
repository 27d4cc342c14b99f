"""An audit working paper in Excel: a row for each finding, with room for what comes of it."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from shenbao.export.spreadsheet import fit
from shenbao.report.counts import WEIGHTS, of_filing
from shenbao.report.explained import explanation_of
from shenbao.report.report import Report, reason_of, remedy_of
from shenbao.report.shown import FilingShown, FindingShown, Stated

Cell = str | int | None
Column = tuple[str, float]
"""A title and a width in characters."""

HEAD_COLOUR = "#E4EAF0"
LAST_ROW = 1_048_575


def write_workbook(report: Report, path: Path) -> None:
    """Write the workbook to `path`: summary, findings, filings, rules."""
    # Excel opens what was made in memory as well as what was streamed, and this is quicker.
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        looks = _Looks(workbook)
        words = report.words
        summary = workbook.add_worksheet(words["summary_sheet"])
        _findings(workbook.add_worksheet(words["findings_sheet"]), report, looks)
        _filings(workbook.add_worksheet(words["filings_sheet"]), report, looks)
        _rules(workbook.add_worksheet(words["rules_sheet"]), report, looks)
        _summary(summary, report, looks)
    path.write_bytes(buffer.getvalue())


class _Looks:
    """The formats of the workbook."""

    def __init__(self, workbook: Any) -> None:
        wrapped = {"valign": "top", "text_wrap": True}
        self.text = workbook.add_format(wrapped)
        self.head = workbook.add_format(
            wrapped | {"bold": True, "bg_color": HEAD_COLOUR, "bottom": 1, "valign": "vcenter"}
        )
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.strong = workbook.add_format({"bold": True})
        self.entry = workbook.add_format(wrapped | {"bg_color": "#FFFBE6", "border": 4})


def _columns(report: Report) -> list[Column]:
    words = report.words
    return [
        (words["department"], 26), (words["project"], 20), (words["year"], 8),
        (words["file"], 28), (words["page"], 6), (words["number"], 8), (words["rule"], 26),
        (words["severity"], 9), (words["outcome"], 12), (words["message"], 52),
        (words["stated"], 44), (words["expected"], 16), (words["actual"], 16),
        (words["status"], 12), (words["note"], 30), (words["rule_id"], 26),
    ]  # fmt: skip


def _findings(sheet: Any, report: Report, looks: _Looks) -> None:
    columns = _columns(report)
    rows = [
        _finding(report, filing, finding)
        for filing in report.filings
        for finding in filing.findings
    ]
    _fill(sheet, columns, rows, looks)
    status = [title for title, _ in columns].index(report.words["status"])
    for row in range(1, len(rows) + 1):
        sheet.write_blank(row, status, None, looks.entry)
        sheet.write_blank(row, status + 1, None, looks.entry)
    if rows:
        choices = {"validate": "list", "source": list(report.words["statuses"])}
        sheet.data_validation(1, status, len(rows), status, choices)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _finding(report: Report, filing: FilingShown, finding: FindingShown) -> Sequence[Cell]:
    words = report.words
    number, _, title = report.rule_name(finding.rule).partition(" ")
    return (
        filing.department,
        filing.project,
        filing.year,
        filing.path or filing.file,
        finding.page,
        number,
        title or number,
        words["severities"][finding.severity],
        words["outcomes"][finding.outcome],
        finding.message,
        "\n".join(_stated(one, words) for one in finding.stated),
        finding.expected,
        finding.actual,
        None,
        None,
        finding.rule,
    )


def _stated(one: Stated, words: Mapping[str, Any]) -> str:
    """`收入“财政拨款”占比：89.62 (第 1 页)`."""
    script = words["script"]
    text = script["blank"] if one.text is None else one.text.replace("\n", "")
    place = f" ({script['page'].format(n=one.page)})" if one.page else ""
    doubt = f" [{script['doubt']}]" if not one.sure else ""
    other = f"{one.filing} " if one.filing else ""
    return f"{other}{one.label}{script['colon']}{text}{doubt}{place}"


def _filings(sheet: Any, report: Report, looks: _Looks) -> None:
    words = report.words
    columns = [
        (words["department"], 26.0), (words["project"], 20.0), (words["year"], 8.0),
        (words["form"], 26.0), (words["file"], 40.0), (words["pages"], 7.0), (words["kind"], 10.0),
        (words["state"], 14.0), *((words["severities"][weight], 9.0) for weight in WEIGHTS),
        (words["problems"], 10.0), (words["reason"], 50.0),
    ]  # fmt: skip
    rows: list[Sequence[Cell]] = [_filing(filing, words) for filing in report.filings]
    rows += [
        (None, None, None, None, failed.file, None, None, words["states"][failed.status])
        + (None,) * (len(WEIGHTS) + 1)
        + ("\n".join(say(failed, report.language) for say in (reason_of, remedy_of)).strip(),)
        for failed in report.results.failed
    ]
    _fill(sheet, columns, rows, looks)
    sheet.freeze_panes(1, 1)


def _filing(filing: FilingShown, words: Mapping[str, Any]) -> Sequence[Cell]:
    return (
        filing.department,
        filing.project,
        filing.year,
        filing.form or words["unknown_form"],
        filing.path or filing.file,
        filing.pages,
        words["kinds"][filing.kind],
        words["states"][filing.state],
        *of_filing(filing).values(),
        len(filing.problems),
        None,
    )


def _rules(sheet: Any, report: Report, looks: _Looks) -> None:
    words = report.words
    columns = [
        (words["number"], 8.0), (words["rule"], 30.0), (words["severity"], 9.0),
        (words["decides"], 60.0), (words["example"], 60.0), (words["slack"], 30.0),
        (words["source"], 34.0), (words["rule_id"], 28.0),
    ]  # fmt: skip
    told = ((rule, explanation_of(rule, report.language)) for rule in report.rules)
    rows = [
        (
            rule.number,
            said.title,
            words["severities"][rule.severity],
            said.decides,
            said.example,
            said.slack,
            said.source,
            rule.id,
        )
        for rule, said in told
    ]
    _fill(sheet, columns, rows, looks)
    sheet.freeze_panes(1, 0)


def _fill(
    sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], looks: _Looks
) -> None:
    """A head with filters, and the rows below it."""
    for place, (title, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, looks.head)
    for row, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell, looks.text)
    sheet.autofilter(0, 0, min(len(rows), LAST_ROW), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    """Text stays text, whatever it begins with."""
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, look)
    elif cell is not None:
        sheet.write_string(row, column, fit(cell), look)


def _summary(sheet: Any, report: Report, looks: _Looks) -> None:
    words, counts = report.words, report.counts
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 6, 12)
    sheet.write_string(0, 0, words["title"], looks.title)
    sheet.write_string(1, 0, f"{words['source_line']} {report.folder}")
    sheet.write_string(2, 0, f"{words['run_line']} {report.started or '—'}")
    row = 3
    for note in report.notes:
        row += 1
        sheet.write_string(row, 0, fit(note))
    states = [(words["states"][key], number) for key, number in counts.states.items() if number]
    row = _block(sheet, row + 2, (words["by_state"], words["count"]), states, looks)
    row = _progress(sheet, row, report, looks)
    weights = tuple(words["severities"][weight] for weight in WEIGHTS)
    for title, tallies, name in (
        (words["by_rule"], counts.rules, report.rule_name),
        (words["by_department"], counts.departments, lambda key: key or words["no_department"]),
    ):
        rows = [(name(tally.key), tally.total, *tally.by_weight.values()) for tally in tallies]
        row = _block(sheet, row, (title, words["total"], *weights), rows, looks)


def _block(
    sheet: Any, row: int, head: Sequence[str], rows: Iterable[Sequence[Cell]], looks: _Looks
) -> int:
    """A small table; gives the row where the next may begin."""
    for place, title in enumerate(head):
        sheet.write_string(row, place, title, looks.head)
    for cells in rows:
        row += 1
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell, looks.text)
    return row + 2


def _progress(sheet: Any, row: int, report: Report, looks: _Looks) -> int:
    """How many findings have which status: formulas, which follow what the auditor enters."""
    words = report.words
    titles = [title for title, _ in _columns(report)]
    letter = xlsxwriter.utility.xl_col_to_name(titles.index(words["status"]))
    last = max(report.counts.findings, 1) + 1
    cells = f"'{words['findings_sheet']}'!${letter}$2:${letter}${last}"
    total = report.counts.findings
    _block(sheet, row, (words["progress"], words["count"]), (), looks)
    for status in words["statuses"]:
        row += 1
        sheet.write_string(row, 0, status, looks.text)
        sheet.write_formula(row, 1, f'=COUNTIF({cells},"{status}")', None, 0)
    row += 1
    sheet.write_string(row, 0, words["unchecked"], looks.text)
    filled = f"COUNTA({cells})"
    sheet.write_formula(row, 1, f"={total}-{filled}", None, total)
    return row + 2
