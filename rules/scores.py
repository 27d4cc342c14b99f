"""The points of a self-evaluation: each within its weight, their sum, and the grade."""

import re
from collections.abc import Iterator
from decimal import Decimal

from rules.execution import rows_of, whole_row
from rules.rule import EVALUATIONS, PASS, Verdicts, fail, rule, undetermined
from rules.sums import ZERO, Figure, decimals, last_unit
from rules.targets import where, where_en
from rules.view import View

SOURCE = "财预〔2020〕10号 项目支出绩效评价管理办法, 附件 项目支出绩效自评表"


def _scored(view: View) -> Iterator[tuple[str, str, str, Figure, Figure]]:
    """Name (Chinese, English), pointer, weight and score of all that has both."""
    found = whole_row(view)
    if found:
        pointer, row = found
        weight, score = (
            Figure(f"{pointer}/weight", row.weight),
            Figure(f"{pointer}/score", row.score),
        )
        yield "预算执行率", "the rate of execution", pointer, weight, score
    for result in view.results:
        pointer = result.row.pointer
        weight = Figure(f"{pointer}/weight", result.filed.weight)
        score = Figure(f"{pointer}/score", result.filed.score)
        yield where(result.row), where_en(result.row), pointer, weight, score


@rule(
    "score.within_weight",
    number="V05",
    title="得分大于分值",
    title_en="More points than the weight, or fewer than none",
    severity="error",
    source=f"{SOURCE}: 得分一档最高不能超过该指标分值上限",
    forms=EVALUATIONS,
)
def within_weight(view: View) -> Verdicts:
    """Each score lies between 0 and the weight of its row.

    Example: 分值 10, 得分 12: fail. 分值 10, 得分 10: pass.
    """
    for zh, en, _, weight, score in _scored(view):
        if weight.value is None or score.value is None:
            continue
        if ZERO <= score.value <= weight.value:
            yield PASS
            continue
        yield fail(
            f"{zh}得分 {score.value} 超出分值 {weight.value} 的范围",
            f"{en}: the score {score.value} is not within 0 and {weight.value}",
            (score.pointer, weight.pointer),
            expected=f"0-{weight.value}",
            actual=str(score.value),
            figures=True,
        )


def sum_slack(scores: list[Decimal], total: Decimal) -> Decimal:
    """How far sum and total may be apart by rounding: whole points are exact, decimals are not.

    Each score with decimals, and a total that has fewer than the scores, is rounded to its
    last digit, and off by half of it.
    """
    rounded = [score for score in scores if decimals(score)]
    if not rounded:
        return ZERO
    return (len(rounded) * last_unit(rounded) + last_unit([total])) / 2


def _scored_rows(view: View) -> list[tuple[str, Decimal | None]]:
    """The scores of the indicators, of nameless rows too where they have one."""
    return [
        (f"{row.pointer}/score", row.evaluated.score)
        for row in view.annual
        if row.evaluated and (row.name or row.evaluated.score is not None)
    ]


def _sums(view: View) -> tuple[list[Decimal], Decimal, tuple[str, ...]] | None:
    """The indicators' scores, that of the execution, and where all stand; None with a gap.

    The execution is scored in the row of the whole money, whatever that is called.
    """
    scored_parts = [(pointer, row) for pointer, row in rows_of(view) if row.score is not None]
    found = whole_row(view) or (scored_parts[0] if len(scored_parts) == 1 else None)
    execution = found[1].score if found else None
    scored = _scored_rows(view)
    scores = [score for _, score in scored if score is not None]
    if not scores or len(scores) < len(scored):
        return None
    head = [f"{found[0]}/score"] if found else []
    return scores, execution or ZERO, (*head, *(pointer for pointer, _ in scored))


@rule(
    "score.total",
    number="V06",
    title="总分与分项得分之和不符",
    title_en="The total score is not the sum of the scores",
    severity="error",
    source=SOURCE,
    slack="half of the last digit for each score with decimals and for the total; whole points "
    "are exact",
    forms=EVALUATIONS,
)
def total(view: View) -> Verdicts:
    """总分 is the sum of the indicators' scores and of the points for the rate of execution.

    The sum without the latter passes too: its 10 points may stand outside of the table.
    Nothing is said where an indicator has no score.

    Example: 40 + 30 + 10 of the indicators and 9.7 for the execution: 89.7. Filed as 98.7: fail.
    """
    printed = view.evaluation.total_score
    missing = [pointer for pointer, score in _scored_rows(view) if score is None]
    if unread := tuple(filter(view.is_unread, [*missing, "/total_score", "/annual/indicators"])):
        yield undetermined("有未能读出的得分，无法核对总分", "scores could not be read", unread)
        return
    sums = _sums(view)
    if printed is None or sums is None:
        return
    scores, execution, places = sums
    slack = sum_slack([*scores, execution], printed)
    whole = sum(scores, execution)
    if any(abs(printed - one) <= slack for one in (whole, whole - execution)):
        yield PASS
        return
    yield fail(
        f"总分应为各项得分之和 {whole}，填报为 {printed}",
        f"the scores add up to {whole}, the total is filed as {printed}",
        ("/total_score", *places),
        also=tuple(f"{pointer}/item" for pointer, _ in rows_of(view)),
        expected=str(whole),
        actual=str(printed),
        figures=True,
    )


# 优 from 90, 良 from 80, 中 from 60, else 差 (财预〔2020〕10号, 第十九条 and the form).
GRADES = (("优", 90), ("良", 80), ("中", 60), ("差", 0))
_GRADE = re.compile(r"[优良中差]")


def grade_of(score: Decimal) -> str:
    """The grade that a score of 100 points earns."""
    return next((grade for grade, least in GRADES if score >= least), "差")


@rule(
    "score.grade",
    number="V21",
    title="等级与总分不符",
    title_en="The grade does not go with the total score",
    severity="error",
    source="财预〔2020〕10号 项目支出绩效评价管理办法: 90（含）-100分为优、80（含）-90分为良、"
    "60（含）-80分为中、60分以下为差",
    forms=EVALUATIONS,
)
def grade(view: View) -> Verdicts:
    """优 from 90 points, 良 from 80, 中 from 60, 差 below.

    Nothing is said where the grade names none or several of the four.

    Example: 总分 85.5 and 优: fail. 90 and 优: pass.
    """
    filed, score = view.evaluation.grade, view.evaluation.total_score
    named = set(_GRADE.findall(filed or ""))
    if score is None or len(named) != 1:
        return
    right = grade_of(score)
    if named == {right}:
        yield PASS
        return
    yield fail(
        f"总分 {score} 应评为“{right}”，填报为“{filed}”",
        f"{score} points are “{right}”, the grade is filed as “{filed}”",
        ("/grade", "/total_score"),
        expected=right,
        actual=filed,
    )
