"""The path of one file: paper, tables, declarations, findings."""

import hashlib
from pathlib import Path

from normalize.filings import Part, split_filings
from normalize.form import Reading, read_form
from normalize.models import Filing, FilingPart, Outcomes, Source
from rules.check import Report
from shenbao.checking import check_reading, rule_problems
from shenbao.errors import UnreadableFile
from shenbao.forms import forms_with
from shenbao.output import evidence_displayed, problem_displayed, problem_model, table_model
from shenbao.paper import ReadOptions, read_document

__all__ = ["ReadOptions", "process", "process_all"]


def process(
    source: Path | bytes, options: ReadOptions | None = None, name: str | None = None
) -> Filing:
    """Reads, recovers and checks the first filing of a file; see `process_all`."""
    return process_all(source, options, name)[0]


def process_all(
    source: Path | bytes, options: ReadOptions | None = None, name: str | None = None
) -> list[Filing]:
    """Reads, recovers and checks all filings of a file, given as a path or as its bytes.

    They come in order, at least one. `name` is what `source.file` says (the file's
    own name by default). Raises `UnreadableFile` where nothing can be read,
    `FormsError` where a definition of the user's own is wrong.
    """
    data, name = _bytes_of(source, name)
    options = options or ReadOptions()
    forms = forms_with(options.forms)
    document = read_document(data, name, options)
    parts = split_filings(document, forms)
    digest = hashlib.sha256(data).hexdigest()
    filings = []
    for number, part in enumerate(parts, start=1):
        reading = read_form(part.document, forms)
        report = check_reading(
            reading.declaration, reading.evidence, reading.problems, options.profile
        )
        source_of = Source(
            file=name,
            sha256=digest,
            pages=document.page_count,
            kind=part.document.kind,
            part=FilingPart(number=number, of=len(parts), pages=list(part.pages))
            if len(parts) > 1
            else None,
        )
        filings.append(_filing(source_of, part, reading, report))
    return filings


def _bytes_of(source: Path | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "filing.pdf"
    try:
        return source.read_bytes(), name or source.name
    except OSError as error:
        raise UnreadableFile(source, f"cannot be read: {error.strerror}") from error


def _filing(source: Source, part: Part, reading: Reading, report: Report | None) -> Filing:
    document = part.document
    restore = document.restore
    tables = sorted([*reading.tables, *part.aside], key=lambda table: table.cells[0].places[0])
    problems = [
        *(
            problem_model(problem)
            for problem in document.problems
            if problem.page is None or problem.page in part.pages
        ),
        *(problem_displayed(problem, restore) for problem in reading.problems),
        *rule_problems(report),
    ]
    return Filing.model_construct(
        source=source,
        declaration=reading.declaration,
        evidence={
            path: evidence_displayed(found, restore) for path, found in reading.evidence.items()
        }
        if restore
        else reading.evidence,
        findings=report.findings if report else [],
        outcomes=report.outcomes if report else Outcomes.model_validate({}),
        tables=[table_model(table, restore, typed=reading.declaration is None) for table in tables],
        problems=problems,
        pairs=[
            pair.model_copy(update={"evidence": evidence_displayed(pair.evidence, restore)})
            for pair in reading.pairs
        ],
    )
