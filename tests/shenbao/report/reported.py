"""Folders of results as `shenbao run` leaves them, made of filings that stand in a test."""

import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from reportlab.pdfgen import canvas

from normalize.models import (
    CellModel,
    DepartmentDeclaration,
    Evidence,
    Filing,
    Finding,
    Outcomes,
    Source,
    TableModel,
)

PAGE = (595.0, 842.0)
NAME, PHONE, OFFICE = "陈安和", "13800000000", "广水市陈安镇财政所"
ROWS = {"department": 100.0, "preparer": 120.0, "phone": 140.0, "amount": 160.0, "target": 700.0}
"""The rows of the form below, by their tops in points."""

Box = tuple[float, float, float, float]


def box(row: str) -> Box:
    """Where the value of a row stands."""
    top = ROWS[row]
    return (210.0, top + 4, 390.0, top + 16)


def pdf(rotate: int = 0) -> bytes:
    """A page with a ruled row for each of `ROWS`, its value a black bar over the whole box."""
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pagesize=PAGE, invariant=1)
    for row, top in ROWS.items():
        drawing.rect(100, PAGE[1] - top - 20, 400, 20)
        drawing.line(200, PAGE[1] - top - 20, 200, PAGE[1] - top)
        x0, upper, x1, lower = box(row)
        drawing.rect(x0, PAGE[1] - lower, x1 - x0, lower - upper, fill=1, stroke=0)
    drawing.showPage()
    drawing.save()
    if not rotate:
        return buffer.getvalue()
    turned = io.BytesIO()
    with pikepdf.open(buffer) as file:
        file.pages[0].rotate(rotate, relative=False)
        file.save(turned)
    return turned.getvalue()


def table() -> TableModel:
    """The rows as cells: a label and a value each."""
    labels = ("部门名称", "填报人", "联系电话", "金额", "指标值")
    values = (OFFICE, NAME, PHONE, "116.88", "≥90%")
    cells = []
    for row, (top, label, value) in enumerate(zip(ROWS.values(), labels, values, strict=True)):
        for column, (left, right, text) in enumerate(((100, 200, label), (200, 500, value))):
            bbox = (float(left), top, float(right), top + 20)
            cells.append(
                CellModel(
                    row=row, column=column, row_span=1, column_span=1, text=text, page=1, bbox=bbox
                )
            )
    return TableModel(pages=[1], rows=len(ROWS), columns=2, cells=cells)


def finding(pointers: Sequence[str], **more: object) -> Finding:
    words = {"message": "合计应为 100.00，填报为 116.88", "message_en": "should be 100.00"}
    given = {"rule": "funding.share", "severity": "error", "outcome": "fail", **words, **more}
    return Finding.model_validate(given | {"pointers": list(pointers)})


FINDINGS = (
    finding(["/attributes/金额"], expected="100.00", actual="116.88"),
    finding(
        ["/preparer", "/department"],
        rule="indicator.empty_target",
        severity="warning",
        message=f"{NAME}（{PHONE}）填报的<script>alert(1)</script>",
    ),
    finding(["/attributes/指标值"], severity="info", outcome="undetermined"),
)


def filing(
    source: bytes,
    name: str = "a.pdf",
    findings: Sequence[Finding] = FINDINGS,
    kind: str = "digital",
) -> Filing:
    """A filing of the page above."""

    def read(row: str, raw: str, sure: bool = True) -> Evidence:
        return Evidence(page=1, bbox=box(row), raw=raw, sure=sure)

    declaration = DepartmentDeclaration(
        department=OFFICE,
        preparer=NAME,
        phone=PHONE,
        fiscal_year=2024,
        attributes={"金额": "116.88", "指标值": "≥90%"},
    )
    evidence = {
        "/department": read("department", OFFICE),
        "/preparer": read("preparer", NAME),
        "/phone": read("phone", PHONE),
        "/attributes/金额": read("amount", "116.88"),
        "/attributes/指标值": read("target", "≥90%", sure=False),
    }
    return Filing.model_validate(
        {
            "source": Source.model_validate(
                {
                    "file": name,
                    "sha256": hashlib.sha256(source).hexdigest(),
                    "pages": 1,
                    "kind": kind,
                }
            ),
            "declaration": declaration,
            "evidence": evidence,
            "findings": list(findings),
            "outcomes": Outcomes.model_validate({"pass": 3, "fail": 2, "undetermined": 1}),
            "tables": [table()],
            "problems": [],
        }
    )


def kept(out: Path, filings: dict[Path, Filing], failed: Sequence[dict[str, object]] = ()) -> Path:
    """A folder of results of filings at these paths."""
    (out / "filings").mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    for path, one in filings.items():
        document = out / "filings" / f"{path.stem}.json"
        document.write_text(one.model_dump_json(by_alias=True), "utf-8")
        output = f"filings/{document.name}"
        rows.append({"file": str(path), "status": "read", "output": output})
    run = {"shenbao": "0.1.0", "started": "2026-01-02T03:04:05+00:00", "files": [*rows, *failed]}
    (out / "run.json").write_text(json.dumps(run, ensure_ascii=False), "utf-8")
    return out


EMPTY: dict[str, object] = {
    "file": "empty.pdf",
    "status": "unreadable",
    "error": "EmptyFile",
    "reason": "is empty (0 bytes)",
    "remedy": "Download or copy the file again.",
}


def results(folder: Path) -> Path:
    """One filing with its source, and one file that was not read."""
    source = folder / "a.pdf"
    source.write_bytes(pdf())
    return kept(folder / "out", {source: filing(pdf())}, [EMPTY])
