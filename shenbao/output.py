"""Records of the paper as models of the output."""

from collections.abc import Mapping, Sequence

from extract.records import Box, Problem, Restore, Table
from normalize.models import CellModel, Evidence, EvidencePlace, ProblemModel, TableModel
from normalize.unknown import surely

Rounded = tuple[float, float, float, float]


def displayed(page: int, box: Sequence[float], restore: Mapping[int, Restore]) -> Rounded:
    """A box of a page as laid out on the page as displayed."""
    x0, top, x1, bottom = box
    laid = Box(x0, top, x1, bottom)
    return rounded(restore[page](laid) if page in restore else laid)


def evidence_displayed(evidence: Evidence, restore: Mapping[int, Restore]) -> Evidence:
    """Evidence on pages as laid out, on pages as displayed."""
    if restore.keys().isdisjoint([evidence.page, *(place.page for place in evidence.continues)]):
        return evidence
    return evidence.model_copy(
        update={
            "bbox": displayed(evidence.page, evidence.bbox, restore),
            "continues": [
                EvidencePlace.built(
                    page=place.page, bbox=displayed(place.page, place.bbox, restore)
                )
                for place in evidence.continues
            ],
        }
    )


def problem_displayed(problem: ProblemModel, restore: Mapping[int, Restore]) -> ProblemModel:
    """A problem on a page as laid out, on the page as displayed."""
    if problem.bbox is None or problem.page is None or problem.page not in restore:
        return problem
    return problem.model_copy(update={"bbox": displayed(problem.page, problem.bbox, restore)})


def table_model(table: Table, restore: Mapping[int, Restore], typed: bool = False) -> TableModel:
    """A table as the contract writes it, on pages as displayed.

    `typed` adds the numbers and days that cells hold.
    """
    return TableModel.built(
        pages=list(table.pages),
        rows=table.rows,
        columns=table.columns,
        cells=[
            CellModel.built(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=cell.text,
                page=cell.places[0].page,
                bbox=displayed(*cell.places[0], restore),
                continues=[
                    EvidencePlace.built(page=place.page, bbox=displayed(*place, restore))
                    for place in cell.places[1:]
                ],
                value=surely(cell.text) if typed and cell.lines else None,
            )
            for cell in table.cells
        ],
    )


def problem_model(problem: Problem) -> ProblemModel:
    """A problem as the contract writes it."""
    return ProblemModel(
        stage=problem.stage,
        message=problem.message,
        page=problem.page,
        bbox=rounded(problem.box) if problem.box else None,
    )


def rounded(box: Box) -> Rounded:
    """A box to a tenth of a point."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
