"""The path of one filing: paper, tables, declaration, findings."""

import hashlib
from pathlib import Path

from extract.records import Document
from normalize.form import Reading, read_form
from normalize.models import Filing, Outcomes, Source
from rules.check import Report
from shenbao.checking import check_reading, rule_problems
from shenbao.errors import UnreadableFile
from shenbao.forms import shipped_forms
from shenbao.output import evidence_displayed, problem_displayed, problem_model, table_model
from shenbao.paper import ReadOptions, read_document

__all__ = ["ReadOptions", "process"]


def process(
    source: Path | bytes, options: ReadOptions | None = None, name: str | None = None
) -> Filing:
    """Reads, recovers and checks one filing, given as a path or as its bytes.

    `name` is what `source.file` says (the file's own name by default).
    Raises `UnreadableFile` where nothing can be read.
    """
    data, name = _bytes_of(source, name)
    options = options or ReadOptions()
    document = read_document(data, name, options)
    reading = read_form(document, shipped_forms())
    report = check_reading(reading.declaration, reading.evidence, reading.problems, options.profile)
    return _filing(data, name, document, reading, report)


def _bytes_of(source: Path | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "filing.pdf"
    try:
        return source.read_bytes(), name or source.name
    except OSError as error:
        raise UnreadableFile(source, f"cannot be read: {error.strerror}") from error


def _filing(
    data: bytes, name: str, document: Document, reading: Reading, report: Report | None
) -> Filing:
    restore = document.restore
    problems = [
        *map(problem_model, document.problems),
        *(problem_displayed(problem, restore) for problem in reading.problems),
        *rule_problems(report),
    ]
    return Filing.model_construct(
        source=Source(
            file=name,
            sha256=hashlib.sha256(data).hexdigest(),
            pages=document.page_count,
            kind=document.kind,
        ),
        declaration=reading.declaration,
        evidence={
            path: evidence_displayed(found, restore) for path, found in reading.evidence.items()
        }
        if restore
        else reading.evidence,
        findings=report.findings if report else [],
        outcomes=report.outcomes if report else Outcomes.model_validate({}),
        tables=[table_model(table, restore) for table in reading.tables],
        problems=problems,
    )
