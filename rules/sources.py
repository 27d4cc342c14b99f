"""Money by its sources in any form: totals, parts of parts, what was carried over."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from normalize.models import ProjectDeclaration
from rules.knowledge_money import COMPLETE, MAY_BE_NEGATIVE, PARENTS, Kind
from rules.matches import Checked, Match, errors, notes
from rules.money import MoneyColumn, MoneyRow
from rules.rule import (
    DEPARTMENT_FORM,
    EVALUATIONS,
    EVERY_FORM,
    PASS,
    PROJECT_FORM,
    Verdicts,
    fail,
    rule,
    undetermined,
)
from rules.sums import ZERO, Comparison, Figure, compare_sum, last_unit
from rules.view import View

BY_SOURCE = (PROJECT_FORM, *EVALUATIONS)
SOURCE = (
    "财预〔2015〕88号 项目支出绩效目标申报表, 财预〔2020〕10号 项目支出绩效自评表: 资金总额及其来源"
)
SUM_SLACK = "(n+1)/2 units of the last printed digit, n parts"

# The same money in 元 and in 万元 or 亿元.
SCALES = (10**4, 10**8)


def _unread(view: View, column: MoneyColumn) -> tuple[str, ...]:
    if not view.unread:
        return ()
    return tuple(
        row.figure.pointer
        for row in column.rows
        if row.figure.value is None and view.is_unread(row.figure.pointer)
    )


def _closest(parts: tuple[MoneyRow, ...], column: MoneyColumn) -> Comparison | None:
    """The parts against the total: with what was carried over, or without if that is nearer.

    Filers count 上年结转 into 财政拨款 or beside it.
    """
    total = column.total
    if total is None or total.value is None:
        return None
    values = [row.figure.value for row in parts if row.figure.value is not None]
    without = [
        row.figure.value for row in parts if row.figure.value is not None and row.kind != "carried"
    ]
    ways = [compare_sum(way, total.value) for way in (values, without) if way]
    return min(ways, key=lambda way: abs(way.difference)) if ways else None


def _is_sound(column: MoneyColumn) -> bool:
    """Whether the rows are plainly one total and its sources, known by name."""
    kinds = [row.kind for row in column.rows if row.figure.value is not None]
    one_axis = "fiscal" in kinds or not ("budget" in kinds and "level" in kinds)
    return "unknown" not in kinds and one_axis and kinds.count("fiscal") <= 1


def _is_exhaustive(column: MoneyColumn) -> bool:
    """Whether the table has a row for 财政拨款 and one for the rest, filled in or not.

    `其中：财政拨款` alone under a total says nothing of the rest. 基本支出 and 项目支出 are all.
    """
    kinds = {row.kind for row in column.rows}
    by_source = kinds & {"other", "carried"} and kinds & {"fiscal", "budget", "level"}
    return bool(by_source) or {"basic", "projects"} <= kinds


def _sources(view: View) -> Iterator[Checked]:
    """Totals against their sources."""
    for column in view.money:
        total, parts = column.total, column.parts
        if not parts or not _is_sound(column):
            continue
        if total is None or not total.value:
            continue
        if missing := _unread(view, column):
            yield undetermined(
                f"{column.title}有未能读出的金额，无法核对来源之和",
                f"amounts of {column.title_en} could not be read",
                missing,
            )
            continue
        comparison = _closest(parts, column)
        if comparison is None or (comparison.difference > 0 and not _is_exhaustive(column)):
            continue
        equal = comparison.closeness == "equal"
        yield PASS if equal else _source_match(column, parts, comparison)


def _source_match(
    column: MoneyColumn, parts: tuple[MoneyRow, ...], comparison: Comparison
) -> Match:
    total = column.total
    return Match(
        comparison,
        f"{column.title}总额应为各项来源之和 {comparison.expected}，填报为 {comparison.actual}",
        f"{column.title_en}: the sources add up to {comparison.expected}, "
        f"the total is filed as {comparison.actual}",
        ((total.pointer,) if total else ()) + tuple(row.figure.pointer for row in parts),
        tuple(row.label for row in column.rows)
        + tuple(row.figure.pointer for row in column.rows if row.figure.value is None),
        expected=str(comparison.expected),
        actual=str(comparison.actual),
    )


@rule(
    "funding.sources_sum",
    number="B01/B15",
    title="资金总额与来源之和不符",
    title_en="Funds do not add up to their total",
    severity="error",
    source=SOURCE,
    slack=SUM_SLACK + "; inside it funding.sources_rounding notes it",
    forms=BY_SOURCE,
)
def sources_sum(view: View) -> Verdicts:
    """资金总额 is 财政拨款 and other sources together, in every column of the table.

    Parts of a source (一般公共预算 beside 财政拨款) count once. Nothing is said where a row
    is not known by name, nor of less than the total without a row 其他资金; a total of zero
    is funding.zero_total's matter. 上年结转 may be counted into 财政拨款 or beside it.

    Example: 财政拨款 6250 + 其他资金 4480 = 10730. With 资金总额 10370: fail.
    """
    return errors(_sources(view))


@rule(
    "funding.sources_rounding",
    number="B16",
    title="资金来源舍入差",
    title_en="Rounding difference between funds and their total",
    severity="info",
    source=SOURCE,
    slack="speaks only of differences inside the slack of funding.sources_sum",
    forms=BY_SOURCE,
)
def sources_rounding(view: View) -> Verdicts:
    """A total is off its sources by no more than rounding can explain.

    Example: 66.67 + 33.34 = 100.01 against 100.00: a note.
    """
    return notes(_sources(view))


@rule(
    "funding.zero_total",
    number="B02",
    title="总额为零而分项不为零",
    title_en="A total of zero above parts that are not",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def zero_total(view: View) -> Verdicts:
    """A total is 0 while one of its parts is more than nothing.

    Example: 年度资金总额 0, 财政拨款 230: fail.
    """
    for column in view.money:
        total = column.total
        parts = [row for row in column.rows if row.kind != "total" and row.figure.value]
        if total is None or not column.rows[1:]:
            continue
        if total.value or not parts:
            yield PASS
            continue
        yield fail(
            f"{column.title}总额为 0，{parts[0].name}却为 {parts[0].figure.value}",
            f"{column.title_en}: the total is 0, but {parts[0].name} is {parts[0].figure.value}",
            (total.pointer, *(row.figure.pointer for row in parts)),
            also=tuple(row.label for row in column.rows),
            expected=str(sum((row.figure.value or ZERO for row in parts), ZERO)),
            actual=str(total.value),
            figures=True,
        )


def _decompositions(view: View, child: Kind) -> Iterator[Checked]:
    """A row of the parent's kind against its children, where two or more have a figure.

    With all that it can consist of in the table they are its sum, else at most that.
    """
    for column in view.money:
        wholes, parts = column.of(PARENTS[child]), column.of(child)
        if len(wholes) != 1 or len(parts) < 2 or wholes[0].figure.value is None:
            continue
        if missing := _unread(view, column):
            yield undetermined(
                f"{column.title}有未能读出的金额，无法核对{wholes[0].name}",
                f"amounts of {column.title_en} could not be read",
                missing,
            )
            continue
        whole = wholes[0].figure
        comparison = compare_sum(
            [row.figure.value for row in parts if row.figure.value is not None],
            whole.value or ZERO,
        )
        names = "".join(row.name for row in column.rows if row.kind == child)
        complete = all(word in names for word in COMPLETE.get(child, ("?",)))
        if comparison.closeness == "equal" or (comparison.difference > 0 and not complete):
            yield PASS
            continue
        yield Match(
            comparison,
            f"{column.title}中{wholes[0].name}应为其各项之和 {comparison.expected}，"
            f"填报为 {whole.value}",
            f"{column.title_en}: the parts of {wholes[0].name} add up to "
            f"{comparison.expected}, it is filed as {whole.value}",
            (whole.pointer, *(row.figure.pointer for row in parts)),
            tuple(row.label for row in column.rows),
            expected=str(comparison.expected),
            actual=str(whole.value),
        )


@rule(
    "funding.basic_parts",
    number="B06",
    title="基本支出分解不平",
    title_en="基本支出 is not 人员经费 and 公用经费",
    severity="error",
    source="部门预算: 基本支出 = 人员经费 + 公用经费",
    slack=SUM_SLACK,
    forms=EVERY_FORM,
)
def basic_parts(view: View) -> Verdicts:
    """基本支出 is 人员经费 and 公用经费 together, where the table has all three.

    Example: 人员经费 200 + 公用经费 60 against 基本支出 280: fail.
    """
    return errors(_decompositions(view, "basic_part"))


@rule(
    "funding.project_parts",
    number="B05",
    title="项目支出分解不平",
    title_en="项目支出 is not the sum of its kinds",
    severity="error",
    source="预算管理一体化规范: 项目支出分为人员类、运转类、特定目标类",
    slack=SUM_SLACK,
    forms=EVERY_FORM,
)
def project_parts(view: View) -> Verdicts:
    """项目支出 is 人员类, 运转类 and 特定目标类 together, and never less than some of them.

    Example: 项目支出 400, 人员类 300, 运转类 0, 特定目标类 140: fail.
    """
    return errors(_decompositions(view, "projects_part"))


@rule(
    "funding.fiscal_parts",
    number="B07",
    title="财政拨款分解不平",
    title_en="财政拨款 is not the sum of its budgets",
    severity="error",
    source="政府收支分类科目: 一般公共预算、政府性基金预算、国有资本经营预算",
    slack=SUM_SLACK,
    forms=EVERY_FORM,
)
def fiscal_parts(view: View) -> Verdicts:
    """The three budgets make up 财政拨款; two of them, or levels of government, at most.

    Example: 财政拨款 660, 一般公共预算 600, 政府性基金 80, 国有资本经营 0: fail.
    """
    return errors(chain(_decompositions(view, "budget"), _decompositions(view, "level")))


@rule(
    "funding.part_over_whole",
    number="B08",
    title="其中项大于总项",
    title_en="A part that is larger than its whole",
    severity="error",
    source=SOURCE,
    slack="one unit of the last printed digit",
    forms=EVERY_FORM,
)
def part_over_whole(view: View) -> Verdicts:
    """No row is larger than the total; one marked 其中 not than the last row unmarked.

    Totals of a department's table are the matter of the rules that sum its sides.

    Example: 财政拨款 300, 其中：上级补助 320: fail.
    """
    for column in view.money:
        for whole, part in _wholes(column, view.declaration.form != DEPARTMENT_FORM):
            yield from _part(column, whole, part)


def _wholes(column: MoneyColumn, of_total: bool) -> Iterator[tuple[MoneyRow, MoneyRow]]:
    """Rows with what they are a part of: the last row unmarked, or else the total.

    A department's rows are all summed by the rules of their side: `of_total` is False.
    """
    totals = column.of("total") if of_total else ()
    total = totals[0] if len(totals) == 1 and totals[0].figure.value else None
    above: MoneyRow | None = None
    for row in column.rows:
        if not row.nested:
            above = row
        whole = above if row.nested else total
        if whole and row is not whole and row.figure.value is not None:
            yield whole, row


def _part(column: MoneyColumn, whole: MoneyRow, part: MoneyRow) -> Verdicts:
    if whole.figure.value is None:
        return
    values = (whole.figure.value, part.figure.value or ZERO)
    if values[1] - values[0] <= last_unit(values):
        yield PASS
        return
    yield fail(
        f"{column.title}中“{part.name}” {values[1]} 大于“{whole.name}” {values[0]}",
        f"{column.title_en}: {part.name} {values[1]} is more than {whole.name} {values[0]}",
        (part.figure.pointer, whole.figure.pointer),
        also=(part.label, whole.label),
        expected=f"<= {values[0]}",
        actual=str(values[1]),
        figures=True,
    )


@rule(
    "amount.negative",
    number="B17",
    title="资金为负数",
    title_en="A negative amount",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def negative(view: View) -> Verdicts:
    """No amount of the money table is below zero, except balances and changes (结余, 调整).

    Example: 其他资金 -20: fail. 结转结余 -3.5: nothing is said.
    """
    for column in view.money:
        for row in column.rows:
            value = row.figure.value
            if value is None or MAY_BE_NEGATIVE.search(row.name):
                continue
            if value >= 0:
                yield PASS
                continue
            yield fail(
                f"{column.title}“{row.name}”为负数 {value}",
                f"{column.title_en}: {row.name} is negative: {value}",
                (row.figure.pointer,),
                also=(row.label,),
                expected=">= 0",
                actual=str(value),
            )


def _in_another_unit(values: list[Decimal], total: Decimal) -> int | None:
    """Which value makes the sum close in another unit, -1 for the total; None for none."""
    for scale in SCALES:
        for factor in (Decimal(scale), 1 / Decimal(scale)):
            if compare_sum(values, total * factor).closeness == "equal":
                return -1
            for place, value in enumerate(values):
                tried = [*values[:place], value * factor, *values[place + 1 :]]
                if value and compare_sum(tried, total).closeness == "equal":
                    return place
    return None


def _other_unit(column: MoneyColumn) -> tuple[MoneyRow, Figure] | None:
    """A row and the figure that it does not fit but for the unit; None where all is well."""
    total, parts = column.total, column.parts
    if total is None or not total.value:
        return None
    values = [row.figure.value for row in parts if row.figure.value is not None]
    if sum(values, ZERO) == total.value or not _is_sound(column):
        return None
    if compare_sum(values, total.value).closeness != "apart":
        return None
    place = _in_another_unit(values, total.value)
    if place is None:
        return None
    return (parts[place], total) if place >= 0 else (column.of("total")[0], parts[0].figure)


# The whole of a project is not a thousand years, and the year not a thousand projects.
FAR_APART = 1000


def _halves_apart(view: View) -> tuple[MoneyRow, Figure] | None:
    """The year's total and that of the whole project where they are in different units."""
    if not isinstance(view.declaration, ProjectDeclaration) or len(view.money) != 2:
        return None
    whole, year = (column.of("total") for column in view.money)
    if len(whole) != 1 or len(year) != 1:
        return None
    one, other = whole[0].figure.value, year[0].figure.value
    if not one or not other or max(one / other, other / one) < FAR_APART:
        return None
    return year[0], whole[0].figure


@rule(
    "amount.unit_mixed",
    number="C01",
    title="元与万元混用",
    title_en="元 and 万元 in one table",
    severity="error",
    source=SOURCE,
    slack="none: the sum must close exactly in the other unit",
    forms=EVERY_FORM,
)
def unit_mixed(view: View) -> Verdicts:
    """Amounts for one thing differ by 10^4 or 10^8.

    A sum that does not close does so exactly with one part, or the total, in the other
    unit; or the year's total and the whole project's are a thousand times apart.

    Example: 财政拨款 6250, 其他资金 44800000, 资金总额 10730: 44800000 元 are 4480 万元: fail.
    """
    found = [pair for column in view.money if (pair := _other_unit(column))]
    halves = _halves_apart(view)
    for row, figure in (*found, *((halves,) if halves else ())):
        yield fail(
            f"“{row.name}” {row.figure.value} 与 {figure.value} 单位不一致",
            f"{row.name} {row.figure.value} and {figure.value} are in different units",
            (row.figure.pointer, figure.pointer),
            also=(row.label,),
            actual=str(row.figure.value),
        )
    if not found and not halves:
        yield from (PASS for column in view.money if column.total and column.parts)
