"""The declaration and all that goes with it, as the output contract fixes it.

Field names are English, what the filing says stays in Chinese. Numbers are
`Decimal` in memory and strings in JSON, so that what was filed is what comes
out, trailing zeros kept. `None` is "left empty by the filer" (or a placeholder);
the evidence tells the two apart.
"""

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema


def _no_float(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("a number of a filing is a Decimal or a string, never a float")
    return value


Number = Annotated[
    Decimal,
    BeforeValidator(_no_float),
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]
"""A decimal that is written as a string: `"116.88"`."""

Op = Literal[">=", "<=", ">", "<", "="]


class Model(BaseModel):
    """Frozen; a field that nobody declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def built(cls, **values: Any) -> Self:
        """A model of values of our own, all fields given, unchecked.

        There are some hundred a page, and `model_construct` takes several times as long.
        """
        model = cls.__new__(cls)
        put = object.__setattr__
        put(model, "__dict__", values)
        put(model, "__pydantic_fields_set__", set(values))
        put(model, "__pydantic_extra__", None)
        put(model, "__pydantic_private__", None)
        return model


class Threshold(Model):
    """`≥58000人`, `100%`, `5.8万人以上`, `约200户`."""

    raw: str
    kind: Literal["threshold"] = "threshold"
    op: Op
    value: Number
    unit: str
    approximate: bool = False
    base_value: Number
    base_unit: str


class Range(Model):
    """`90%-95%`, `3～5个`, `大于3小于等于5`."""

    raw: str
    kind: Literal["range"] = "range"
    low: Number
    high: Number
    low_inclusive: bool = True
    high_inclusive: bool = True
    unit: str
    approximate: bool = False
    base_low: Number
    base_high: Number
    base_unit: str


class Qualitative(Model):
    """`基本健全`: words that no number follows from."""

    raw: str
    kind: Literal["qualitative"] = "qualitative"
    text: str


class DateTarget(Model):
    """`2024年12月底前`: a deadline (`<=`) or a day (`=`).

    `date` is the last day that still meets it; `date_precision` how exactly it
    was filed.
    """

    raw: str
    kind: Literal["date"] = "date"
    op: Op
    date: datetime.date
    date_precision: Literal["day", "month", "year"]


Target = Annotated[Threshold | Range | Qualitative | DateTarget, Field(discriminator="kind")]


class FundingItem(Model):
    """A row of income or expenditure; `合计` is a row like the others.

    `share` is in percent. `history` maps a year ("2022") to its amount.
    """

    item: str | None
    amount: Number | None
    share: Number | None
    history: dict[str, Number | None] = {}


class Funding(Model):
    """Income and expenditure, item by item, 合计 among them."""

    income: list[FundingItem] = []
    expenditure: list[FundingItem] = []


class Project(Model):
    """A row of the project table; amounts in the currency unit of the filing."""

    name: str | None
    category: str | None
    total_budget: Number | None
    annual_budget: Number | None
    purpose: str | None


class Indicator(Model):
    """A row of the indicator table. `history` maps a year to what was reached."""

    level1: str | None
    level2: str | None
    level3: str | None
    target: Target | None
    basis: str | None
    category: str | None
    history: dict[str, Target | None] = {}


class LongTerm(Model):
    """The long-term goal, the year it is for, and its indicators."""

    until: int | None = None
    goal: str | None = None
    indicators: list[Indicator] = []


class Annual(Model):
    """The goal of the budget year and its indicators."""

    goal: str | None = None
    indicators: list[Indicator] = []


class DepartmentDeclaration(Model):
    """A 部门整体绩效目标申报表.

    `fiscal_year` is the year after the later history year, else the stated one,
    else the one that follows from the filing date; `stated_year` the year that
    the title or the line below it prints (`2024年度`).
    """

    form: Literal["部门整体绩效目标申报表"] = "部门整体绩效目标申报表"
    fiscal_year: int | None = None
    stated_year: int | None = None
    filed_on: datetime.date | None = None
    currency_unit: str | None = None
    department: str | None = None
    preparer: str | None = None
    phone: str | None = None
    funding: Funding = Funding()
    functions: list[str] = []
    tasks: list[str] = []
    projects: list[Project] = []
    long_term: LongTerm = LongTerm()
    annual: Annual = Annual()
    choices: dict[str, list[str]] = {}
    attributes: dict[str, str] = {}


Declaration = DepartmentDeclaration


BoxModel = tuple[float, float, float, float]


class EvidencePlace(Model):
    """A further place that a value stands at: page from 1, box in points."""

    page: int
    bbox: BoxModel


class Evidence(Model):
    """Where a value came from: page from 1, box in points, the text before repair."""

    page: int
    bbox: BoxModel
    raw: str
    reader: Literal["text", "rapidocr", "tesseract", "review"] = "text"
    confidence: float = 1.0
    sure: bool = True
    repairs: list[str] = []
    continues: list[EvidencePlace] = []


Severity = Literal["error", "warning", "info"]


class Finding(Model):
    """What a rule says of a declaration (`fail`), or that it cannot tell."""

    rule: str
    severity: Severity
    outcome: Literal["fail", "undetermined"]
    message: str
    message_en: str
    pointers: list[str]
    expected: str | None = None
    actual: str | None = None


class Outcomes(Model):
    """How many rules ended in which way."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    passed: int = Field(0, alias="pass")
    fail: int = 0
    not_applicable: int = 0
    undetermined: int = 0


class CellModel(Model):
    """A cell with its spans; `continues` where it goes on on later pages."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int
    bbox: BoxModel
    continues: list[EvidencePlace] = []


class TableModel(Model):
    """A table as it stands in the filing, over all its pages."""

    pages: list[int]
    rows: int
    columns: int
    cells: list[CellModel]


class ProblemModel(Model):
    """We may have read something wrongly, or could not read it."""

    stage: str
    message: str
    page: int | None = None
    bbox: BoxModel | None = None
    pointer: str | None = None


class Source(Model):
    """The file that was read."""

    file: str
    sha256: str
    pages: int
    kind: Literal["digital", "scanned", "mixed"]


class Filing(Model):
    """One filing, one JSON document. `declaration` is None for an unknown form."""

    source: Source
    declaration: Declaration | None
    evidence: dict[str, Evidence]
    findings: list[Finding]
    outcomes: Outcomes
    tables: list[TableModel]
    problems: list[ProblemModel]
