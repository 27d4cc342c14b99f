"""Records of the paper as models of the output."""

from extract.records import Box, Problem, Table
from normalize.models import CellModel, EvidencePlace, ProblemModel, TableModel


def table_model(table: Table) -> TableModel:
    """A table as the contract writes it."""
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
                bbox=rounded(cell.places[0].box),
                continues=[
                    EvidencePlace.built(page=place.page, bbox=rounded(place.box))
                    for place in cell.places[1:]
                ],
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


def rounded(box: Box) -> tuple[float, float, float, float]:
    """A box to a tenth of a point."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
