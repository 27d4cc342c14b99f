"""A small filing with one of everything, for exports and frames."""

from datetime import date
from decimal import Decimal

from normalize.models import (
    Annual,
    CellModel,
    DateTarget,
    DepartmentDeclaration,
    DepartmentIndicator,
    Evidence,
    Filing,
    Finding,
    Funding,
    FundingItem,
    LongTerm,
    Outcomes,
    ProblemModel,
    Project,
    Qualitative,
    Range,
    Source,
    TableModel,
    Threshold,
)

BOX = (85.1, 210.4, 133.0, 224.9)


def threshold(raw: str, value: str, unit: str) -> Threshold:
    number = Decimal(value)
    return Threshold(raw=raw, op=">=", value=number, unit=unit, base_value=number, base_unit=unit)


def indicator(
    target: Threshold | Range | Qualitative | DateTarget | None, **more: object
) -> DepartmentIndicator:
    return DepartmentIndicator(
        level1="履职效能",
        level2="核心业务产出1",
        level3="参保人数",
        target=target,
        basis="计划标准",
        category="绩效基本型",
        **more,  # type: ignore[arg-type]
    )


PERCENT = Range(
    raw="90%-95.50%",
    low=Decimal("90"),
    high=Decimal("95.50"),
    unit="%",
    base_low=Decimal("90"),
    base_high=Decimal("95.50"),
    base_unit="%",
)


def declaration() -> DepartmentDeclaration:
    history = {"2022": Decimal("279.77"), "2023": Decimal("416.90")}
    return DepartmentDeclaration(
        fiscal_year=2024,
        filed_on=date(2023, 10, 9),
        currency_unit="万元",
        department="广水市劳动保险服务中心",
        preparer="陈安",
        phone="13800000000",
        funding=Funding(
            income=[
                FundingItem(
                    item="财政拨款",
                    amount=Decimal("428.340"),
                    share=Decimal("98.62"),
                    history=dict(history),
                )
            ],
            expenditure=[FundingItem(item="合计", amount=None, share=None)],
        ),
        functions=["贯彻落实国家关于社会保险方面的方针政策。"],
        tasks=["宣传养老、工伤保险政策。"],
        projects=[
            Project(
                name="=cmd|' /C calc'!A0",
                category="特定目标类",
                total_budget=Decimal("116.88"),
                annual_budget=Decimal("20.10"),
                purpose="-",
            )
        ],
        long_term=LongTerm(
            until=2026,
            goal="长期目标",
            indicators=[indicator(threshold("≥58000人", "58000", "人"))],
        ),
        annual=Annual(
            goal="年度目标",
            indicators=[
                indicator(PERCENT, history={"2022": threshold("≥1人", "1", "人"), "2023": None}),
                indicator(Qualitative(raw="基本健全", text="基本健全")),
                indicator(
                    DateTarget(
                        raw="2024年12月底前",
                        op="<=",
                        date=date(2024, 12, 31),
                        date_precision="month",
                    )
                ),
                indicator(None),
            ],
        ),
    )


def cell(row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> CellModel:
    return CellModel(
        row=row, column=column, row_span=rows, column_span=columns, text=text, page=2, bbox=BOX
    )


TABLE = TableModel(
    pages=[2, 3],
    rows=3,
    columns=3,
    cells=[
        cell(0, 0, "合并|的\n单元格", columns=2),
        cell(0, 2, "=1+1", rows=2),
        cell(1, 0, "1,280.50"),
        cell(1, 1, "<007>"),
        cell(2, 0, "007"),
        cell(2, 1, "≥95%"),
    ],
)
"""Merged both ways, with a hole at row 2, column 2."""


def filing(file: str = "a.pdf") -> Filing:
    def evidence(page: int) -> Evidence:
        return Evidence(page=page, bbox=BOX, raw="x")

    return Filing(
        source=Source(file=file, sha256="0" * 64, pages=3, kind="digital"),
        declaration=declaration(),
        evidence={
            "/funding/income/0/share": evidence(1),
            "/projects/0/purpose": evidence(3),
            "/projects/0/total_budget": evidence(2),
            "/annual/indicators/0/level3": evidence(3),
        },
        findings=[
            Finding(
                rule="funding.share",
                severity="error",
                outcome="fail",
                message="财政拨款占比应为 98.62%，填报为 89.62%",
                message_en="The share of 财政拨款 should be 98.62%",
                pointers=["/funding/income/0/share", "/funding/income/0/amount"],
                expected="98.62",
                actual="89.62",
            ),
            Finding(
                rule="targets.empty",
                severity="warning",
                outcome="undetermined",
                message="未能读出",
                message_en="Could not be read",
                pointers=[],
            ),
        ],
        outcomes=Outcomes.model_validate({"pass": 31, "fail": 1, "undetermined": 1}),
        tables=[TABLE, TABLE],
        problems=[ProblemModel(stage="grid", message="a ruling was mended", page=2)],
    )
