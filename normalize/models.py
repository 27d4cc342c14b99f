"""The declaration and all that goes with it, as the output contract fixes it.

Field names are English, what the filing says stays in Chinese. Numbers are
`Decimal` in memory and strings in JSON, so that what was filed is what comes
out, trailing zeros kept. `None` is "left empty by the filer" (or a placeholder);
the evidence tells the two apart.
"""

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticSerializationUnexpectedValue


def _no_float(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("a number of a filing is a Decimal or a string, never a float")
    return value


def _digits(value: Any) -> str:
    """In a union the next of its types is tried where this is none."""
    if not isinstance(value, Decimal):
        raise PydanticSerializationUnexpectedValue(f"{value!r} is no decimal")
    return format(value, "f")


Number = Annotated[
    Decimal,
    BeforeValidator(_no_float),
    PlainSerializer(_digits, return_type=str),
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
    """A row of an indicator table. `weight` is its 分值 or 权重, None where the form has none."""

    level1: str | None
    level2: str | None
    level3: str | None
    target: Target | None
    weight: Number | None = None


class DepartmentIndicator(Indicator):
    """A department's indicator. `history` maps a year to what was reached."""

    basis: str | None
    category: str | None
    history: dict[str, Target | None] = {}


class EvaluatedIndicator(Indicator):
    """An indicator after the year: what was reached (`实际完成值`), its score, why it deviates."""

    actual: Target | None = None
    score: Number | None = None
    reason: str | None = None


class LongTerm(Model):
    """A department's long-term goal, the year it is for, and its indicators."""

    until: int | None = None
    goal: str | None = None
    indicators: list[DepartmentIndicator] = []


class Annual(Model):
    """A department's goal of the budget year and its indicators."""

    goal: str | None = None
    indicators: list[DepartmentIndicator] = []


class Goal(Model):
    """One half of a project's goals: the text and its indicators."""

    goal: str | None = None
    indicators: list[Indicator] = []


class EvaluatedGoal(Model):
    """The year's goal, how far it was reached (`实际完成情况`), and the indicators."""

    goal: str | None = None
    actual: str | None = None
    indicators: list[EvaluatedIndicator] = []


class MainTask(Model):
    """A row of 年度主要任务: its content and amounts (总额, 财政拨款, 其他资金)."""

    name: str | None
    content: str | None = None
    amount: Number | None = None
    fiscal: Number | None = None
    other: Number | None = None


class ProjectFunding(Model):
    """A row of 项目资金: `total` for the project or the medium term, `annual` for the year."""

    item: str | None
    total: Number | None
    annual: Number | None


class Execution(Model):
    """A row of 预算执行: 年初预算, 全年(调整)预算, 执行数, 分值, 执行率 in percent, 得分."""

    item: str | None
    initial: Number | None
    adjusted: Number | None
    executed: Number | None
    weight: Number | None
    rate: Number | None
    score: Number | None


class Period(Model):
    """From when to when, as precise as filed: `2024`, `2024-01` or `2024-01-01`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    start: str | None = Field(None, alias="from")
    end: str | None = Field(None, alias="to")


class _Declared(Model):
    """What every declaration has.

    `fiscal_year` is the year that the budget is for, `stated_year` the year that
    the title or the line below it prints (`2024年度`). `choices` maps a group of
    check boxes to what is ticked, `attributes` every other label to its text,
    `unplaced` is what stands in the form's tables and found no place in it.
    """

    form: str
    fiscal_year: int | None = None
    stated_year: int | None = None
    filed_on: datetime.date | None = None
    currency_unit: str | None = None
    preparer: str | None = None
    phone: str | None = None
    choices: dict[str, list[str]] = {}
    attributes: dict[str, str] = {}
    unplaced: list[str] = []


class DepartmentDeclaration(_Declared):
    """A 部门整体绩效目标申报表.

    `fiscal_year` is the year after the later history year, else the stated one,
    else the one that follows from the filing date.
    """

    form: Literal["部门整体绩效目标申报表"] = "部门整体绩效目标申报表"
    department: str | None = None
    funding: Funding = Funding()
    functions: list[str] = []
    tasks: list[str] = []
    main_tasks: list[MainTask] = []
    projects: list[Project] = []
    long_term: LongTerm = LongTerm()
    annual: Annual = Annual()


class _OfProject(_Declared):
    """Whose project: `department` is the 主管部门, `unit` the 实施单位.

    `department_code` is the code beside the department's name, or that stands for it.
    """

    project: str | None = None
    project_code: str | None = None
    department: str | None = None
    department_code: str | None = None
    unit: str | None = None
    manager: str | None = None


class ProjectDeclaration(_OfProject):
    """A 项目支出绩效目标申报表: `long_term` is the 中期, 长期 or 实施周期 half."""

    form: Literal["项目支出绩效目标申报表"] = "项目支出绩效目标申报表"
    category: str | None = None
    nature: str | None = None
    period: Period = Period.model_validate({})
    funding: list[ProjectFunding] = []
    long_term: Goal = Goal()
    annual: Goal = Goal()


class ProjectEvaluation(_OfProject):
    """A 项目支出绩效自评表: `fiscal_year` is the year that was evaluated."""

    form: Literal["项目支出绩效自评表"] = "项目支出绩效自评表"
    execution: list[Execution] = []
    annual: EvaluatedGoal = EvaluatedGoal()
    total_score: Number | None = None
    grade: str | None = None


class DepartmentEvaluation(_Declared):
    """A 部门整体绩效自评表: `fiscal_year` is the year that was evaluated."""

    form: Literal["部门整体绩效自评表"] = "部门整体绩效自评表"
    department: str | None = None
    execution: list[Execution] = []
    annual: EvaluatedGoal = EvaluatedGoal()
    total_score: Number | None = None
    grade: str | None = None


class OtherDeclaration(_Declared):
    """A form that a user's own definition describes.

    `values` maps the definition's paths to typed values, `records` its tables to
    their rows.
    """

    department: str | None = None
    values: dict[str, Target | Number | datetime.date | str | None] = {}
    records: dict[str, list[dict[str, Target | Number | datetime.date | str | None]]] = {}


def _kind_of_form(value: Any) -> str:
    form = value.get("form") if isinstance(value, dict) else getattr(value, "form", None)
    return str(form) if form in _FORMS else "other"


_FORMS = frozenset(
    model.model_fields["form"].default
    for model in (
        DepartmentDeclaration, ProjectDeclaration, ProjectEvaluation, DepartmentEvaluation
    )
)  # fmt: skip

Declaration = Annotated[
    Annotated[DepartmentDeclaration, Tag("部门整体绩效目标申报表")]
    | Annotated[ProjectDeclaration, Tag("项目支出绩效目标申报表")]
    | Annotated[ProjectEvaluation, Tag("项目支出绩效自评表")]
    | Annotated[DepartmentEvaluation, Tag("部门整体绩效自评表")]
    | Annotated[OtherDeclaration, Tag("other")],
    Discriminator(_kind_of_form),
]


BoxModel = tuple[float, float, float, float]


class EvidencePlace(Model):
    """A further place that a value stands at: page from 1, box in points."""

    page: int
    bbox: BoxModel


class Evidence(Model):
    """Where a value came from: page from 1, box in points, the text before repair.

    `others` are readings of a doubtful text that cannot be ruled out, likeliest first.
    """

    page: int
    bbox: BoxModel
    raw: str
    reader: Literal["text", "rapidocr", "tesseract", "review"] = "text"
    confidence: float = 1.0
    sure: bool = True
    repairs: list[str] = []
    others: list[str] = []
    continues: list[EvidencePlace] = []


Severity = Literal["error", "warning", "info"]


class OtherPlace(Model):
    """A value of another filing: its document (`filings/b.json`) and a JSON Pointer into
    that filing's declaration.
    """

    file: str
    pointer: str


class Finding(Model):
    """What a rule says of a declaration (`fail`), or that it cannot tell.

    `others` names what other filings say of the same, where a rule across filings speaks.
    """

    rule: str
    severity: Severity
    outcome: Literal["fail", "undetermined"]
    message: str
    message_en: str
    pointers: list[str]
    expected: str | None = None
    actual: str | None = None
    others: list[OtherPlace] = []


class Outcomes(Model):
    """How many rules ended in which way."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    passed: int = Field(0, alias="pass")
    fail: int = 0
    not_applicable: int = 0
    undetermined: int = 0


class CellModel(Model):
    """A cell with its spans; `continues` where it goes on on later pages.

    `value` is what it says as a number or a day, on a form that no definition knows.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int
    bbox: BoxModel
    continues: list[EvidencePlace] = []
    value: Number | datetime.date | None = Field(None, exclude_if=lambda value: value is None)


class TableModel(Model):
    """A table as it stands in the filing, over all its pages."""

    pages: list[int]
    rows: int
    columns: int
    cells: list[CellModel]


class LabelledValue(Model):
    """A label and what stands beside it, on a form that no definition knows."""

    label: str
    value: Number | datetime.date | str | None
    evidence: Evidence


class ProblemModel(Model):
    """We may have read something wrongly, or could not read it."""

    stage: str
    message: str
    page: int | None = None
    bbox: BoxModel | None = None
    pointer: str | None = None


class FilingPart(Model):
    """Which of the several filings in one file this is: number from 1, of how many, its pages."""

    number: int
    of: int
    pages: list[int]


class Source(Model):
    """The file that was read; `pages` counts all of it, `kind` is that of the filing's own pages.

    `part` is None where the file is one filing.
    """

    file: str
    sha256: str
    pages: int
    kind: Literal["digital", "scanned", "mixed"]
    part: FilingPart | None = Field(None, exclude_if=lambda part: part is None)


class Filing(Model):
    """One filing, one JSON document.

    `declaration` is None for an unknown form; `pairs` are the labels and values found there.
    """

    source: Source
    declaration: Declaration | None
    evidence: dict[str, Evidence]
    findings: list[Finding]
    outcomes: Outcomes
    tables: list[TableModel]
    problems: list[ProblemModel]
    pairs: list[LabelledValue] = Field([], exclude_if=lambda pairs: not pairs)
