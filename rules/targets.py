"""Indicators' targets: what every value meets, what points the wrong way, what the years say."""

from collections.abc import Iterable

from normalize.models import Range, Threshold
from rules.knowledge import Direction, is_kept_down, is_limit_by_definition, is_share
from rules.knowledge_names import COUNT_UNITS
from rules.rule import DECLARATIONS, EVERY_FORM, PASS, Verdicts, fail, rule, undetermined
from rules.sums import HUNDRED, ZERO
from rules.view import BLOCK_EN, BLOCK_ZH, Row, View

SOURCE = "the catalogue of inconsistencies, part D (after 财预〔2021〕101号 and 财预〔2020〕10号)"

AT_LEAST = frozenset({">=", ">"})
AT_MOST = frozenset({"<=", "<"})


def where(row: Row) -> str:
    """`年度指标“办事人员满意率”`."""
    return f"{BLOCK_ZH[row.block]}指标“{row.name}”"


def where_en(row: Row) -> str:
    """`annual indicator “办事人员满意率”`."""
    return f"{BLOCK_EN[row.block]} indicator “{row.name}”"


# A message names so many indicators and counts the others: it is read at a glance.
NAMED = 3


def some_of(names: list[str]) -> str:
    """The first few of the names, and how many there are: `甲、乙、丙等 5 项`."""
    shown = "、".join(names[:NAMED])
    return f"{shown}等 {len(names)} 项" if len(names) > NAMED else shown


def said_direction(row: Row, limit: Threshold) -> Direction | None:
    """Which way is better, by the name or, where it is not known, by the filer's own ≥.

    Good for a warning, not for an error. Nothing is taken from ≥ of a change, of what
    may be negative, of money and time; nothing from ≤, which may be a mere limit.
    """
    trait = row.trait
    if trait.direction or trait.change or trait.signed or not row.name:
        return trait.direction
    return "high" if limit.op in AT_LEAST and not is_kept_down(row.name) else None


def unread_targets(view: View, rows: Iterable[Row]) -> Verdicts:
    """One `undetermined` for all targets of `rows` that stand there and were not read."""
    if not view.unread:
        return
    missing = tuple(
        row.target_pointer
        for row in rows
        if row.target is None and view.is_unread(row.target_pointer)
    )
    if missing:
        yield undetermined(
            f"有 {len(missing)} 个指标值未能读出，无法核对",
            f"{len(missing)} targets could not be read",
            missing,
        )


def cannot_be_negative(row: Row, unit: str) -> bool:
    """Whether fewer than none of it cannot be: a share, a count; not a change."""
    if row.trait.signed or row.trait.change:
        return False
    return is_share(row.name) if unit in ("%", "") else unit in COUNT_UNITS


def met_by_all(row: Row) -> bool | None:
    """Whether no possible value misses the target; None where the bounds are not known."""
    target = row.target
    if isinstance(target, Range):
        return _range_met_by_all(row, target)
    limit = row.limit
    if limit is None:
        return None
    if limit.op in AT_MOST and limit.base_unit == "%" and row.trait.capped:
        return limit.base_value > HUNDRED or (limit.op == "<=" and limit.base_value == HUNDRED)
    if limit.op in AT_LEAST and cannot_be_negative(row, limit.base_unit):
        return limit.base_value < ZERO or (limit.op == ">=" and limit.base_value == ZERO)
    return None


def _range_met_by_all(row: Row, target: Range) -> bool | None:
    if target.base_unit != "%" or not row.trait.capped or target.approximate:
        return None
    below = target.base_low < ZERO or (target.base_low == ZERO and target.low_inclusive)
    above = target.base_high > HUNDRED or (target.base_high == HUNDRED and target.high_inclusive)
    return below and above


@rule(
    "target.always_met",
    number="D02",
    title="空洞目标",
    title_en="A target that cannot be missed",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def always_met(view: View) -> Verdicts:
    """No possible value misses the target, so that it measures nothing.

    ≤100% (or more) for what cannot pass 100 (满意度, 合格率, 覆盖率, 及时率), ≥0 for a
    share or count, which cannot be negative, 0%-100% for either. Changes (增长率,
    变动率) can be negative, 完成率 and 执行率 can pass 100, ≤100% of a 控制率 can be
    missed: nothing is said of them.

    Example: 服务社区满意率 ≤100%, 高学历、高层次人才储备率 ≥0% (the reference filing): fail.
    """
    speaks_of = (row for row in view.rows if row.trait.capped or is_share(row.name))
    yield from unread_targets(view, speaks_of)
    for row in view.rows:
        met = met_by_all(row)
        if met and row.target:
            yield fail(
                f"{where(row)}的指标值 {row.target.raw} 任何情况下都能达到，无法考核",
                f"{where_en(row)}: every possible value meets {row.target.raw}",
                (row.target_pointer,),
                also=(f"{row.pointer}/level3",),
                actual=row.target.raw,
            )
        elif met is not None:
            yield PASS


def points_wrong_way(row: Row) -> bool | None:
    """Whether the operator contradicts the known direction; None where nothing is known.

    ≤100% of what is spent of a budget is right, whatever the direction.
    """
    limit = row.limit
    if limit is None or row.trait.direction is None or limit.op == "=":
        return None
    if row.trait.ceiling and limit.op in AT_MOST and limit.base_value >= HUNDRED:
        return None
    return limit.op in (AT_MOST if row.trait.direction == "high" else AT_LEAST)


@rule(
    "target.direction",
    number="D04/D05",
    title="指标值方向错误",
    title_en="A target that points the wrong way",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def direction(view: View) -> Verdicts:
    """≤ for what is better high (满意度, 参保人数), ≥ for what is better low (投诉率, 成本).

    Only for names whose direction is known (rules/knowledge.py); `=` is never wrong,
    nor is ≤100% of what is spent of a budget; a target that target.always_met speaks of
    is left to it.

    Example: 企业职工基本养老保险参保人数 ≤58000人: fail. 会议费控制率 ≤100%: pass.
    预算执行率 ≤100%: no more than the budget, nothing is said; ≤89%: fail.
    """
    yield from unread_targets(view, (row for row in view.rows if row.trait.direction))
    for row in view.rows:
        wrong = points_wrong_way(row)
        if wrong is None or met_by_all(row):
            continue
        if not wrong or row.target is None:
            yield PASS
            continue
        high = row.trait.direction == "high"
        yield fail(
            f"{where(row)}越{'高' if high else '低'}越好，指标值却填报为 {row.target.raw}",
            f"{where_en(row)} is better {'high' if high else 'low'}, "
            f"but its target is {row.target.raw}",
            (row.target_pointer,),
            also=(f"{row.pointer}/level3",),
            expected="≥" if high else "≤",
            actual=row.target.raw,
        )


def by_name(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by their name; names that stand twice are left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.name:
            found.setdefault(row.name, []).append(row)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _opposite(one: Threshold, other: Threshold) -> bool:
    return (one.op in AT_LEAST and other.op in AT_MOST) or (
        one.op in AT_MOST and other.op in AT_LEAST
    )


def _beyond(row: Row, annual: Threshold, long_term: Threshold) -> bool:
    """Whether the year asks for more than the long term does."""
    if row.trait.change:
        return False
    goal, end = annual.base_value, long_term.base_value
    if long_term.op in AT_LEAST and annual.op not in AT_MOST:
        return goal > end and said_direction(row, annual) == "high"
    if row.trait.direction == "low" and annual.base_unit == "%" and long_term.op in AT_MOST:
        limit = is_limit_by_definition(row.name)
        return goal < end and annual.op in AT_MOST and not limit
    return False


@rule(
    "target.long_term_against_annual",
    number="L02/L04",
    title="年度目标与长期目标矛盾",
    title_en="The annual target contradicts or passes the long-term one",
    severity="warning",
    source="部门整体绩效目标申报表填报说明7: 年度绩效指标参照长期绩效指标填报",
    forms=DECLARATIONS,
)
def long_term_against_annual(view: View) -> Verdicts:
    """The annual target of the same name points the other way, or asks for more.

    Compared are exact limits on one scale, of names that stand once in each block.
    "More" is claimed of what is known to be better high and of what both targets ask
    for with ≥, of percentages known to be better low, never of changes, of limits by
    definition (控制率), of money and time.

    Example: 办事人员满意率 ≥98% in the long term, ≤100% for the year: opposite, fail (the
    reference filing). 参保人数 ≥58000 and ≥55000: pass.
    """
    annual = by_name(view.annual)
    pairs = [(row, annual[name]) for name, row in by_name(view.long_term).items() if name in annual]
    yield from unread_targets(view, (row for pair in pairs for row in pair))
    for long_row, year_row in pairs:
        end, goal = long_row.limit, year_row.limit
        if end is None or goal is None or end.base_unit != goal.base_unit:
            continue
        if opposite := _opposite(end, goal):
            zh, en = "方向相反", "points the other way than"
        else:
            zh, en = "超过长期目标", "goes beyond"
        if not opposite and not _beyond(year_row, goal, end):
            yield PASS
            continue
        yield fail(
            f"“{year_row.name}”年度指标值 {goal.raw} 与长期指标值 {end.raw} {zh}",
            f"“{year_row.name}”: the annual target {goal.raw} {en} the long-term one {end.raw}",
            (year_row.target_pointer, long_row.target_pointer),
            also=(f"{year_row.pointer}/level3", f"{long_row.pointer}/level3"),
            expected=end.raw,
            actual=goal.raw,
        )
