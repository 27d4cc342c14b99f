"""A self-evaluation as a whole: units, copied values, money against output, words."""

import re

from normalize.models import Qualitative, Range, Target, Threshold
from rules.execution import spent_rate, whole_row
from rules.knowledge_measures import may_be_alike
from rules.knowledge_words import band_of
from rules.reached import threshold
from rules.rule import EVALUATIONS, PASS, Verdicts, fail, rule
from rules.sums import HUNDRED
from rules.targets import some_of, where, where_en
from rules.view import Result, View

SOURCE = "the catalogue of inconsistencies, part I (after 财预〔2020〕10号)"


def _unit(value: Target | None) -> str:
    return value.base_unit if isinstance(value, Threshold | Range) else ""


@rule(
    "result.unit",
    number="V14",
    title="完成值与指标值单位不同",
    title_en="Target and actual measure different things",
    severity="error",
    source=SOURCE,
    slack="measure words that may stand for one another (场, 次); a bare figure has no unit",
    forms=EVALUATIONS,
)
def unit(view: View) -> Verdicts:
    """The actual measures another kind of thing than the target: % against 人, 万元 against 天.

    Example: ≥95%, reached 95人: fail. ≥1.2万人, reached 12100人: pass.
    """
    for result in view.results:
        target, actual = result.row.target, result.filed.actual
        units = _unit(target), _unit(actual)
        if not all(units) or target is None or actual is None:
            continue
        if may_be_alike(*units):
            yield PASS
            continue
        yield fail(
            f"{where(result.row)}指标值为 {target.raw}，完成值却为 {actual.raw}，单位不同",
            f"{where_en(result.row)}: the target is {target.raw}, the actual {actual.raw}",
            (result.row.actual_pointer, result.row.target_pointer),
            expected=units[0],
            actual=units[1],
        )


# So many limits met to the digit are no chance: of three or four, all may be round.
COPIED_ROWS = 5

# Counts are often reached to the piece, for they were planned: what tells of copying is a
# rate that hits its floor, or an actual with an operator. One of them may be chance.
TELLING_ROWS = 2


def _could_differ(result: Result) -> bool | None:
    """Whether the actual differs from a limit that it need not equal; None for other rows."""
    target, actual = result.row.limit, threshold(result.filed.actual)
    if target is None or target.op == "=" or actual is None:
        return None
    if target.base_value in (0, HUNDRED) or target.base_unit != actual.base_unit:
        return None
    return actual.op not in ("=", target.op) or actual.base_value != target.base_value


def _tells(result: Result) -> bool:
    actual = threshold(result.filed.actual)
    return actual is not None and (actual.op != "=" or actual.base_unit == "%")


@rule(
    "evaluation.actuals_copied",
    number="V15",
    title="完成值照抄指标值",
    title_en="Every actual is the target itself",
    severity="warning",
    source=SOURCE,
    slack="fewer than 5 limits other than 0 and 100%, or fewer than 2 rates among them, are not "
    "judged",
    forms=EVALUATIONS,
)
def actuals_copied(view: View) -> Verdicts:
    """Every limit (≥, ≤) was reached to the digit, of at least five that could be passed.

    Exact targets, 0 and 100% are not counted: to equal them is what they ask for. An actual
    with the target's own operator (≥500) is copied too.

    Example: ≥500, ≥20, ≥95%, ≥90%, ≤30 reached as 500, 20, 95%, 90%, 30: fail.
    """
    judged = [(result, _could_differ(result)) for result in view.results]
    limits = [(result, differs) for result, differs in judged if differs is not None]
    telling = sum(_tells(result) for result, _ in limits)
    if len(limits) < COPIED_ROWS or telling < TELLING_ROWS:
        return
    if any(differs for _, differs in limits):
        yield PASS
        return
    yield fail(
        f"{len(limits)} 个可超额的指标完成值全部与指标值相同，疑为照抄",
        f"the actuals of {len(limits)} limits all equal their targets",
        tuple(result.row.actual_pointer for result, _ in limits),
        also=tuple(result.row.target_pointer for result, _ in limits),
    )


# Below this rate of execution full points for everything are hard to believe, and below
# the second one so is all of the output.
LOW_RATE = 80
VERY_LOW_RATE = 50

# With fewer scored rows (or outputs) "all of them" says little.
FEW_ROWS = 3


def _money(view: View) -> tuple[str, ...]:
    found = whole_row(view)
    names = ("executed", "adjusted", "rate")
    return tuple(f"{found[0]}/{name}" for name in names) if found else ()


@rule(
    "evaluation.all_full_scores",
    number="V16",
    title="执行率低而全部满分",
    title_en="Full points for everything, and little of the money spent",
    severity="warning",
    source=SOURCE,
    slack="from 80% of the budget spent nothing is said",
    forms=EVALUATIONS,
)
def all_full_scores(view: View) -> Verdicts:
    """Every indicator has full points while less than 80% of the money was spent.

    Example: 62% spent, twelve indicators with full points: fail. 85% spent: pass.
    """
    spent = spent_rate(view)
    scored = [result for result in view.results if result.full is not None]
    if spent is None or len(scored) < FEW_ROWS:
        return
    if spent >= LOW_RATE or not all(result.full for result in scored):
        yield PASS
        return
    yield fail(
        f"预算执行率仅 {spent:.2f}%，{len(scored)} 个指标却全部满分",
        f"{spent:.2f}% was spent, and all {len(scored)} indicators have full points",
        (*_money(view), *(f"{result.row.pointer}/score" for result in scored)),
        also=tuple(f"{result.row.pointer}/weight" for result in scored),
    )


@rule(
    "evaluation.output_without_money",
    number="V17",
    title="执行率低而产出全部完成",
    title_en="All of the output, and less than half of the money",
    severity="warning",
    source=SOURCE,
    slack="from 50% of the budget spent nothing is said",
    forms=EVALUATIONS,
)
def output_without_money(view: View) -> Verdicts:
    """All outputs whose figures can be compared met their targets, with less than half spent.

    Example: 42% spent, all five 产出指标 met: fail. 60% spent: pass.
    """
    spent = spent_rate(view)
    outputs = [
        result
        for result in view.results
        if "产出" in (result.row.indicator.level1 or "") and result.met is not None
    ]
    if spent is None or len(outputs) < FEW_ROWS:
        return
    if spent >= VERY_LOW_RATE or not all(result.met for result in outputs):
        yield PASS
        return
    yield fail(
        f"预算执行率仅 {spent:.2f}%，{len(outputs)} 个产出指标却全部完成",
        f"{spent:.2f}% was spent, and all {len(outputs)} outputs met their targets",
        (*_money(view), *(result.row.actual_pointer for result in outputs)),
        also=tuple(result.row.target_pointer for result in outputs),
    )


@rule(
    "result.outside_band",
    number="V19",
    title="定性指标得分不在档",
    title_en="The score of a target in words lies outside of its class",
    severity="warning",
    source="财预〔2020〕10号 自评表说明: 定性指标分三档，100-80%（含）、80-60%（含）、60-0%",
    forms=EVALUATIONS,
)
def outside_band(view: View) -> Verdicts:
    """达成 earns 80-100% of the weight, 部分达成 60-80%, 未达成 at most 60%.

    Only where the actual begins with one of these words.

    Example: 部分达成年度指标, 10 of 10 points: fail. 8 of 10: pass.
    """
    for result in view.results:
        actual, weight, score = result.filed.actual, result.filed.weight, result.filed.score
        band = band_of(actual.text) if isinstance(actual, Qualitative) else None
        if band is None or actual is None or not weight or score is None:
            continue
        low, high = (weight * edge / HUNDRED for edge in band)
        if low <= score <= high:
            yield PASS
            continue
        right = f"{low:.2f}-{high:.2f}"
        yield fail(
            f"{where(result.row)}完成情况“{actual.raw}”，得分应在 {right}，填报为 {score}",
            f"{where_en(result.row)}: “{actual.raw}” earns {right}, filed is {score}",
            (*(f"{result.row.pointer}/{name}" for name in ("actual", "score", "weight")),),
            expected=right,
            actual=str(score),
        )


# The indicators themselves, all of them: 全面完成各项目标任务 is what every report says.
_DONE = "(?:如期|按期|按时|超额|顺利)?(?:完成|达标|达到|达成|实现)"
ALL_DONE = re.compile(
    rf"(?:绩效)?(?:指标|绩效目标|目标值)值?(?:均已?|已?全部|都已?){_DONE}"
    rf"|(?:全部|全面|均已?|圆满){_DONE}了?(?:各项|年度|全年|既定|预期|所有)*(?:绩效指标|绩效目标|指标)"
)


@rule(
    "evaluation.words_against_values",
    number="V20",
    title="完成情况描述与完成值矛盾",
    title_en="All was done, the text says, and an indicator missed its target",
    severity="warning",
    source=SOURCE,
    forms=EVALUATIONS,
)
def words_against_values(view: View) -> Verdicts:
    """实际完成情况 says that all indicators were met, while actuals miss their targets.

    Words about the work (全面完成各项目标任务) are no claim about the indicators.

    Example: 各项指标均已完成, and 培训人次 reached 400 of ≥500: fail.
    """
    text = "".join((view.evaluation.annual.actual or "").split())
    found = ALL_DONE.search(text)
    judged = [result for result in view.results if result.met is not None]
    if found is None or not judged:
        return
    missed = [result for result in judged if not result.met]
    if not missed:
        yield PASS
        return
    names = some_of([f"“{result.row.name}”" for result in missed])
    yield fail(
        f"实际完成情况称“{found[0]}”，{names}却未达到指标值",
        f"“{found[0]}”, and {len(missed)} indicators missed their targets",
        ("/annual/actual", *(result.row.actual_pointer for result in missed)),
        also=tuple(result.row.target_pointer for result in missed),
    )
