"""What was promised and reached, the points for it, and the reason given."""

import re
from collections.abc import Iterator
from decimal import Decimal

from normalize.models import Threshold
from rules.reached import in_unit_of, over_fulfilment
from rules.rule import EVALUATIONS, PASS, Verdict, Verdicts, fail, rule, undetermined
from rules.sums import ZERO, last_unit
from rules.targets import AT_LEAST, AT_MOST, where, where_en
from rules.view import Result, View, listed_once

SCORING = (
    "财预〔2020〕10号 项目支出绩效自评表说明: 完成指标值的，记该指标所赋全部分值；未完成指标值的，"
    "按照完成值与指标值的比例记分；完成值高于指标值较多的，要分析原因"
)

# From here on an over-fulfilment needs a reason and fewer points (the catalogue, V13;
# 偏离度 30% is what self-evaluation notices of the provinces name).
FAR_OVER = Decimal("1.3")

# A score below what the proportion gives is the scheme's right (no points under 60%); a
# quarter of the weight below it, and yet some points, is no scheme seen.
TOO_FEW = Decimal("0.25")

# Reasons that give none. 无 alone is a placeholder and read as blank.
NO_REASON = re.compile(
    r"(?:已|均|全部|按时|按期|正常|基本|按计划|如期)*(?:完成|达标|达成|正常|实现)(?:目标|任务|指标|计划)?"
    r"|无(?:偏差|偏离|差异|原因)?|没有|不适用|暂无|见附件|详见.{0,8}|同上|略"
)
DEVIATION = re.compile(
    r"未完成|未达|没有完成|不达标|滞后|延迟|推迟|延期|延至|偏低|偏高|不足|不充分|差距|未能|部分完成"
    r"|未实施|未开展|低于|影响|困难|减少|下一步|今后|改进|整改|加快推进"
)
NO_DEVIATION = re.compile(r"无偏|不存在|未发生|未出现|没有偏|超额|超出|超过|高于|多于|提前")
CAUSE_LABEL = re.compile(r"原因|偏差|偏离|改进|整改|存在.{0,4}问题|情况说明")


def _where(result: Result) -> str:
    return where(result.row)


def _values(result: Result) -> str:
    target, actual = result.row.target, result.filed.actual
    return f"指标值 {target.raw if target else ''}，实际完成 {actual.raw if actual else ''}"


def _values_en(result: Result) -> str:
    target, actual = result.row.target, result.filed.actual
    return f"target {target.raw if target else ''}, actual {actual.raw if actual else ''}"


def _fail(result: Result, zh: str, en: str, *also: str, expected: str | None = None) -> Verdict:
    filed = result.filed
    return fail(
        f"{_where(result)}{_values(result)}，{zh}",
        f"{where_en(result.row)}: {_values_en(result)}; {en}",
        (result.row.actual_pointer, result.row.target_pointer),
        also=(f"{result.row.pointer}/level3", *also),
        expected=expected,
        actual=None if filed.score is None else str(filed.score),
    )


def _points_of(result: Result) -> tuple[str, str]:
    return f"{result.row.pointer}/score", f"{result.row.pointer}/weight"


def unread_results(view: View) -> Verdicts:
    """One `undetermined` for the targets and actuals that stand there and were not read."""
    if not view.unread:
        return
    pairs = [
        (pointer, value)
        for result in view.results
        for pointer, value in (
            (result.row.target_pointer, result.row.target),
            (result.row.actual_pointer, result.filed.actual),
        )
    ]
    missing = tuple(
        pointer for pointer, value in pairs if value is None and view.is_unread(pointer)
    )
    if missing:
        yield undetermined(
            f"有 {len(missing)} 个指标值或完成值未能读出，无法核对",
            f"{len(missing)} targets or actual values could not be read",
            missing,
        )


def _is_blank(view: View, pointer: str) -> bool:
    """Whether nothing stands at a place that the form asks for; all do where none is known."""
    return view.is_blank(pointer) if view.blanks else not view.is_unread(pointer)


def in_figures(result: Result) -> Decimal | None:
    """What was reached, where target and actual are figures of one kind."""
    limit = result.row.limit
    return in_unit_of(limit, result.filed.actual) if limit else None


@listed_once
def _reasons(view: View) -> Iterator[tuple[Result, str]]:
    """Results with the reason for their deviation, `""` where it was left blank.

    Left out are those whose reason was not read, or is not asked for by the form.
    """
    for result in view.results:
        reason = "".join((result.filed.reason or "").split())
        if reason or _is_blank(view, result.reason_pointer):
            yield result, reason


def _with_reason(view: View, met: bool) -> list[tuple[Result, str]]:
    """The results that met, or that missed, with their reasons."""
    return [(result, reason) for result, reason in _reasons(view) if result.met is met]


def _unread_reasons(view: View) -> Verdicts:
    missing = tuple(
        result.reason_pointer
        for result in view.results
        if not result.filed.reason and view.unread and view.is_unread(result.reason_pointer)
    )
    if missing:
        yield undetermined("有偏差原因未能读出", "reasons of deviations could not be read", missing)


@rule(
    "result.missed_full_score",
    number="V07",
    title="未达标却得满分",
    title_en="The target was missed, and all points were given",
    severity="error",
    source=SCORING,
    forms=EVALUATIONS,
)
def missed_full_score(view: View) -> Verdicts:
    """What was reached does not meet the target, and the score is the whole weight.

    Judged are exact figures and dates on one scale. Beyond an exact target (=) lies a miss
    only where the better way is known.

    Example: ≥95%, reached 88%, 10 of 10 points: fail. 9 of 10 points: pass.
    """
    yield from unread_results(view)
    for result in view.results:
        if result.met is not False or result.full is None:
            continue
        if result.full:
            yield _fail(
                result, "未达标却得满分", "missed, and full points", *_points_of(result),
                expected=f"< {result.filed.weight}",
            )  # fmt: skip
        else:
            yield PASS


def far_over(result: Result) -> bool:
    """Whether far more was reached than promised, of what is asked for from below."""
    target = result.row.target
    if not isinstance(target, Threshold) or target.op in AT_MOST or result.met is not True:
        return False
    if target.op not in AT_LEAST and result.row.trait.direction == "low":
        return False
    ratio = over_fulfilment(target, result.filed.actual)
    return ratio is not None and ratio >= FAR_OVER


@rule(
    "result.met_points_lost",
    number="V08",
    title="达标却扣分且无说明",
    title_en="The target was met, and points were taken without a reason",
    severity="warning",
    source=SCORING,
    forms=EVALUATIONS,
)
def met_points_lost(view: View) -> Verdicts:
    """What was reached meets a target in figures, points were taken, and no reason stands there.

    Points taken for far more than was promised (from 130%) are right.

    Example: ≥95%, reached 97%, 8 of 10 points, reason blank: fail.
    """
    yield from _unread_reasons(view)
    for result, reason in _with_reason(view, met=True):
        if result.full is None or in_figures(result) is None:
            continue
        if result.full or reason or far_over(result):
            yield PASS
        else:
            also = (*_points_of(result), result.reason_pointer)
            yield _fail(result, "已达标却扣分，没有说明", "met, and points were taken", *also)


def _share_of_points(result: Result) -> Decimal | None:
    """The points in proportion to what was reached, for a miss of what is better high."""
    target, weight = result.row.target, result.filed.weight
    if result.met is not False or not weight or not isinstance(target, Threshold):
        return None
    ratio = None if target.op in AT_MOST else over_fulfilment(target, result.filed.actual)
    return ratio * weight if ratio is not None and ZERO <= ratio < 1 else None


@rule(
    "result.not_in_proportion",
    number="V09",
    title="未完成指标未按比例计分",
    title_en="A missed target scored out of proportion",
    severity="warning",
    source=SCORING,
    slack="one unit of the score's last digit above the proportion; a quarter of the weight below",
    forms=EVALUATIONS,
)
def not_in_proportion(view: View) -> Verdicts:
    """A missed target earns points in proportion to what was reached: actual by target by weight.

    Full points are result.missed_full_score's matter; no points at all are a scheme's right.

    Example: ≥500人次, reached 400人次, weight 10: 8 points. 9.5: fail. 9 and 8: pass.
    """
    for result in view.results:
        right, score, weight = _share_of_points(result), result.filed.score, result.filed.weight
        if right is None or score is None or weight is None or result.full:
            continue
        low = score > ZERO and right - score > TOO_FEW * weight
        if score - right <= last_unit([score]) and not low:
            yield PASS
            continue
        points = f"{right:.2f}"
        zh = f"按比例应得 {points} 分，填报 {score} 分"
        en = f"in proportion {points} points, filed are {score}"
        yield _fail(result, zh, en, *_points_of(result), expected=points)


def explained_elsewhere(view: View) -> bool:
    """Whether reasons stand below the table, for all indicators together."""
    return any(CAUSE_LABEL.search(label) for label in view.declaration.attributes)


@rule(
    "result.missed_without_reason",
    number="V10",
    title="未达标缺少偏差原因",
    title_en="The target was missed, and no reason is given",
    severity="error",
    source=SCORING,
    forms=EVALUATIONS,
)
def missed_without_reason(view: View) -> Verdicts:
    """What was reached does not meet the target, and 偏差原因 is blank.

    Nothing is said where reasons stand below the table for all indicators together.

    Example: ≥95%, reached 88%, reason blank: fail. 受疫情影响: pass.
    """
    if explained_elsewhere(view):
        return
    yield from _unread_reasons(view)
    for result, reason in _with_reason(view, met=False):
        if reason:
            yield PASS
        else:
            yield _fail(result, "没有偏差原因", "no reason is given", result.reason_pointer)


@rule(
    "result.vacuous_reason",
    number="V11",
    title="偏差原因空泛",
    title_en="A reason that gives none",
    severity="warning",
    source=SCORING,
    forms=EVALUATIONS,
)
def vacuous_reason(view: View) -> Verdicts:
    """Missed, or short of all points, and the whole reason is 已完成, 无偏差, 正常.

    Of words that can't be compared the points say whether they were reached.

    Example: ≥95%, reached 88%, reason 已完成: fail. 因项目延期，部分工程未验收: pass.
    """
    for result, reason in _reasons(view):
        short = result.met is False or (result.met is None and result.full is False)
        if not reason or not short:
            continue
        if not NO_REASON.fullmatch(reason.rstrip("。")):
            yield PASS
        else:
            zh = f"偏差原因“{reason}”没有说明原因"
            yield _fail(result, zh, f"the reason “{reason}” gives none", result.reason_pointer)


@rule(
    "result.reason_without_deviation",
    number="V12",
    title="达标满分却填写未完成原因",
    title_en="Met with full points, and a reason why it was missed",
    severity="warning",
    source=SCORING,
    forms=EVALUATIONS,
)
def reason_without_deviation(view: View) -> Verdicts:
    """Met and full points, while the reason speaks of what was not done.

    Words on why far more was reached, and 无偏差, are no contradiction.

    Example: ≥95%, reached 97%, 10 of 10, reason 进度滞后，未完成: fail.
    """
    for result, reason in _with_reason(view, met=True):
        if not result.full or not reason:
            continue
        if not DEVIATION.search(reason) or NO_DEVIATION.search(reason) or far_over(result):
            yield PASS
        else:
            also = (*_points_of(result), result.reason_pointer)
            zh = f"得满分，却填写偏差原因“{reason}”"
            yield _fail(result, zh, f"full points, and the reason “{reason}”", *also)


@rule(
    "result.far_over_without_reason",
    number="V13",
    title="超额完成30%以上未说明",
    title_en="Far more than was promised, without a reason",
    severity="warning",
    source=SCORING,
    slack="below 130% of the target nothing is asked for",
    forms=EVALUATIONS,
)
def far_over_without_reason(view: View) -> Verdicts:
    """At least 130% of a target from below was reached, and no reason says why.

    Example: ≥500人次, reached 900人次 (180%), reason blank: fail. Reached 600人次: pass.
    """
    if explained_elsewhere(view):
        return
    for result, reason in _with_reason(view, met=True):
        if not isinstance(result.row.target, Threshold) or result.row.target.op in AT_MOST:
            continue
        if not far_over(result) or reason:
            yield PASS
        else:
            zh = "超额完成 30% 以上，没有分析原因"
            yield _fail(result, zh, "far over, and no reason is given", result.reason_pointer)
