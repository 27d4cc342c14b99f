"""Plausible, consistent self-evaluations (绩效自评表) of projects and of departments from a seed.

Scores follow 财预〔2020〕10号: ten points for the 执行率, each indicator's points in full
where its target was met, else in proportion, and the total is their sum.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from corpus.amounts import TOTAL, cents, percent
from corpus.draw import draw_body, draw_goal, draw_person, draw_phone
from corpus.goals import Aim, Frame, draw_aim, draw_ideas, weights_of, with_costs_first
from corpus.projects import (
    clerk,
    draw_annual,
    draw_code,
    draw_unit,
    plain,
    project_goal,
    shared,
    split,
)
from corpus.spellings import day, reached
from corpus.tree import TreeDraft
from corpus.vocabulary import FIELDS, PROJECT_COMMON, Field
from corpus.written import BLANK, Hand, Written, draw_hand, filing_date, money, text, words

OF_PROJECT, OF_DEPARTMENT = "项目支出绩效自评表", "部门整体绩效自评表"
FOR_EXECUTION = Decimal(10)
GRADES = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))
REASONS = (
    "受年度资金到位时间影响，部分任务延至下一年度实施，将加快推进",
    "前期调研不充分，目标值设置偏高；下一步科学测算，合理设置目标",
    "参与单位人员变动较大，工作进度滞后；已建立调度机制",
    "外部环境变化导致需求减少，今后将加强研判，及时调整绩效目标",
)
DASHES = ("—", "-", "/", "－")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a layout asks of the draft.

    `items` are the kinds of money under the total, `whole` what the total is called. `parts` are
    what the first of the items consists of, in half of the filings named below it.
    `pointed` prints the points of a level 1 beside it (`产出指标（50分）`).
    """

    form: str
    items: tuple[str, ...]
    whole: str = "年度资金总额"
    parts: tuple[str, ...] = ()
    in_yuan: bool = False
    pointed: bool = False


def draw_evaluation(rng: Random, style: str, simple_ticks: bool, needs: Needs) -> TreeDraft:
    """A consistent self-evaluation: rates, scores and the total follow from what is filed."""
    hand = draw_hand(rng)
    field = rng.choice(FIELDS)
    year = rng.randint(2020, 2025)
    name = rng.choice((*field.projects, *PROJECT_COMMON))
    rows, spent, rate = _draw_execution(rng, hand, needs)
    ideas = draw_ideas(rng, field)
    if year >= 2022 and rng.random() < 0.5:
        ideas = with_costs_first(ideas)
    frame = Frame(year, year, spent.budget, spent.budget)
    aims = [draw_aim(rng, hand, idea, frame) for idea in ideas]
    weights = weights_of(ideas, 90)
    results = [
        _draw_result(rng, hand, aim, Decimal(weight), frame, spent.executed)
        for aim, weight in zip(aims, weights, strict=True)
    ]
    total = sum((result.score for result in results), score_of_rate(rate))
    body = draw_body(rng, field)
    date = datetime.date(year + 1, rng.randint(1, 4), rng.randint(1, 28))
    points = _points(aims, weights) if needs.pointed else {}
    tree: dict[str, Any] = {
        "stated_year": Written(year, str(year)),
        "filed_on": filing_date(rng, date),
        "currency_unit": text("元" if needs.in_yuan else "万元"),
        "preparer": text(draw_person(rng)),
        "phone": text(draw_phone(rng)),
        "department": text(body),
        "execution": rows,
        "annual": {
            "goal": text(
                project_goal(rng, field, name)
                if needs.form == OF_PROJECT
                else draw_goal(rng, field)
            ),
            "actual": text(_draw_actual(rng, field)),
            "indicators": [
                _row(aim, result, weight, points)
                for aim, result, weight in zip(aims, results, weights, strict=True)
            ],
        },
        "total_score": text(score_text(total)),
        "grade": text(grade_of(total)),
    }
    if needs.form == OF_PROJECT:
        tree |= {
            "project": text(name),
            "project_code": text(draw_code(rng, year)),
            "unit": text(body if rng.random() < 0.4 else draw_unit(rng, body)),
            "manager": text(draw_person(rng)),
            "attributes": {"填报部门": text(body)},
        }
    if needs.parts and rng.random() < 0.5:
        writer = clerk(hand) if needs.in_yuan else hand
        rows[2:2] = _parts(rng, rows[1], needs.parts, writer)
    shapes = {aim.idea.level3: aim.idea.shape for aim in aims}
    return TreeDraft(needs.form, style, year, tree, hand, shapes)


def _draw_actual(rng: Random, field: Field) -> str:
    """How the year went. It does not say that all was reached, since some of it may not be."""
    goal = draw_goal(rng, field).replace("全面完成", "有序推进")
    return f"本年度各项工作按计划推进，{goal}"


def _row(aim: Aim, result: "Result", weight: int, points: dict[str, int]) -> dict[str, Written]:
    level1 = aim.idea.level1
    shown = f"{level1}（{points[level1]}分）" if points else level1
    return {
        "level1": text(shown),
        "level2": text(aim.idea.level2),
        "level3": text(aim.idea.level3),
        "target": aim.annual,
        "weight": text(str(weight)),
        "actual": result.actual,
        "score": text(score_text(result.score)),
        "reason": result.reason,
    }


def _points(aims: Sequence[Aim], weights: Sequence[int]) -> dict[str, int]:
    """Points of each level 1."""
    points: dict[str, int] = {}
    for aim, weight in zip(aims, weights, strict=True):
        points[aim.idea.level1] = points.get(aim.idea.level1, 0) + weight
    return points


# --- money --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spent:
    """The year's budget and what was spent of it, in 万元."""

    budget: str
    executed: str


def _draw_execution(
    rng: Random, hand: Hand, needs: Needs
) -> tuple[list[dict[str, Written]], Spent, Decimal]:
    """Rows of 预算执行 that add up, the amounts in 万元, the rate in percent."""
    whole = draw_annual(rng, needs.in_yuan)
    adjusted = split(rng, whole, [True for _ in needs.items])
    unchanged = rng.random() < 0.5
    low = rng.random() < 0.3
    columns = []
    for part in adjusted:
        amount = part or Decimal(0)
        initial = amount if unchanged else cents(amount * Decimal(str(rng.uniform(0.8, 1.1))))
        share = rng.uniform(0.82, 0.95) if low else rng.choice((1.0, rng.uniform(0.95, 1.0)))
        columns.append((initial, amount, cents(amount * Decimal(str(share)))))
    sums = tuple(sum((column[i] for column in columns), Decimal(0)) for i in range(3))
    rate = percent(sums[2], sums[1])
    writer = clerk(hand) if needs.in_yuan else hand
    dash = rng.choice(DASHES)
    with_rates = rng.random() < 0.5
    rows = [_execution_row(Written(TOTAL, needs.whole), sums, writer)]
    rows[0] |= {"weight": text("10"), "score": text(score_text(score_of_rate(rate)))}
    for item, column in zip(needs.items, columns, strict=True):
        row = _execution_row(text(item), column, writer)
        row |= {"weight": Written(None, dash), "score": Written(None, dash)}
        if not with_rates or not column[1]:
            row["rate"] = Written(None, dash)
        rows.append(row)
    per = 10000 if needs.in_yuan else 1
    spent = Spent(plain(cents(sums[1] / per)), plain(cents(sums[2] / per)))
    return rows, spent, rate


def _execution_row(item: Written, amounts: Sequence[Decimal], hand: Hand) -> dict[str, Written]:
    initial, adjusted, executed = amounts
    row = {
        "item": item,
        "initial": money(initial, hand),
        "adjusted": money(adjusted, hand),
        "executed": money(executed, hand),
    }
    if adjusted:
        rate = score_text(percent(executed, adjusted))
        row["rate"] = Written(rate, f"{rate}%")
    return row


def _parts(
    rng: Random, row: dict[str, Written], names: Sequence[str], hand: Hand
) -> list[dict[str, Written]]:
    """Rows for the parts of an item; they have a rate where the item has one."""
    amounts = [Decimal(row[name].truth) for name in ("initial", "adjusted", "executed")]
    dashes = {name: leaf for name, leaf in row.items() if name != "item" and leaf.truth is None}
    parts = shared(amounts, [rng.randint(10, 45) for _ in names[1:]], names)
    return [_execution_row(item, values, hand) | dashes for item, values in parts]


def score_of_rate(rate: Decimal) -> Decimal:
    """Points of the 执行率 (in percent), at most ten."""
    return cents(min(rate, Decimal(100)) * FOR_EXECUTION / 100)


def score_text(value: Decimal) -> str:
    """`9.5`, `10`: points without zeros at the end."""
    return format(value.normalize(), "f")


def grade_of(total: Decimal) -> str:
    """优, 良, 中 or 差."""
    return next(grade for limit, grade in GRADES if total >= limit)


# --- indicators ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an indicator."""

    actual: Written
    score: Decimal
    reason: Written


def _draw_result(
    rng: Random, hand: Hand, aim: Aim, weight: Decimal, frame: Frame, executed: str
) -> Result:
    nothing = rng.choice((BLANK, BLANK, BLANK, Written(None, "无"), Written(None, "—")))
    met = Result(_actual(rng, hand, aim, frame, executed), weight, nothing)
    if rng.random() > 0.18 or aim.idea.shape in ("budget", "none", "deadline", "months"):
        return met
    reason = text(rng.choice(REASONS) + rng.choice(("。", "")))
    if aim.meant is None:
        part = cents(weight * Decimal("0.7"))
        return Result(words("部分达成年度指标并具有一定效果"), part, reason)
    if aim.meant.op == "<=" or aim.annual.truth["kind"] == "range":
        return met
    return _missed(rng, hand, aim, weight, reason) or met


def _missed(rng: Random, hand: Hand, aim: Aim, weight: Decimal, reason: Written) -> Result | None:
    """Short of the target by 3% to 25%, points in proportion; None where that is nothing."""
    if aim.meant is None:
        raise ValueError("words are not missed by a number")
    wanted = Decimal(aim.meant.value)
    step = Decimal("0.1") if aim.meant.unit == "%" else Decimal(1)
    got = (wanted * Decimal(str(rng.uniform(0.75, 0.97)))).quantize(step, ROUND_HALF_UP)
    if not 0 < got < wanted:
        return None
    actual = reached(replace(hand, spelling=0), score_text(got), aim.meant.unit)
    return Result(actual, cents(weight * got / wanted), reason)


def _actual(rng: Random, hand: Hand, aim: Aim, frame: Frame, executed: str) -> Written:
    """What was reached where the target was met, never by as much as 30% more."""
    meant, truth = aim.meant, aim.annual.truth
    if aim.idea.shape == "deadline":
        date = datetime.date.fromisoformat(truth["date"])
        done = date - datetime.timedelta(days=rng.randint(0, 40) if truth["op"] == "<=" else 0)
        paper = rng.choice((done.isoformat(), f"{done.year}年{done.month}月{done.day}日"))
        return rng.choice((day(done, paper), words("已按期完成")))
    if meant is None:
        return rng.choice((aim.annual, words("达成年度指标")))
    if aim.idea.shape == "budget":
        return reached(hand, executed, "万元")
    if truth["kind"] == "range":  # its upper end always belongs to it
        return reached(hand, truth["high"], truth["unit"])
    value = Decimal(meant.value)
    exact = truth.get("approximate") or meant.op == "="
    if exact or rng.random() < 0.1:
        return reached(hand, meant.value, meant.unit)
    if meant.op == "<=":
        return reached(hand, str(int(value * Decimal(str(rng.uniform(0.86, 1))))), meant.unit)
    if meant.unit == "%":
        more = Decimal(rng.randint(1, 6)) / 2
        top = min(Decimal(100), value + (more if value > 20 else 0))
        return reached(hand, score_text(top), "%")
    more = max(Decimal(value >= 4), value * Decimal(str(rng.uniform(0.01, 0.12))))
    return reached(hand, str(int(value + more)), meant.unit)
