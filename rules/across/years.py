"""One department's, or one project's, filings of successive years."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from rules.across.archive import Group
from rules.across.facts import Aim, FilingFacts, Line, Value
from rules.across.money import Money, money, on_one_scale
from rules.across.names import PERHAPS_THE_SAME, nearest, squeezed
from rules.across.rule import Place, Statement, Statements, across, passed
from rules.across.values import aims_by_name, better, single
from rules.names import is_total
from rules.rule import DECLARATIONS, DEPARTMENT_EVALUATION, DEPARTMENT_FORM, PROJECT_FORM

# Fewer indicators than these are alike by chance: forms of small projects have four or five.
FEWEST_COPIED = 6

# A budget that grew by this share is "大增"; wages and prices alone move budgets by a tenth.
GROWN = Decimal("1.3")

# Fewer counts than these say nothing of the whole.
FEWEST_COUNTS = 3

# What was declared in autumn and what the books say at the end of the year differ by
# 调整预算 and 决算: in the reference filing 2023 is 416.97 of income, 2024 428.34 declared.
# Beyond a third the two are hardly the same thing.
SETTLED = Decimal(1) / 3


def successive(group: Group, *forms: str) -> Iterator[tuple[FilingFacts, FilingFacts]]:
    """Each filing with that of the year before."""
    for facts in group.of_form(*forms):
        if before := group.before(facts):
            yield facts, before


def _shared(facts: FilingFacts, before: FilingFacts) -> list[tuple[Aim, Aim]]:
    """The indicators of both years, by name."""
    earlier = aims_by_name(before)
    return [(aim, earlier[name]) for name, aim in aims_by_name(facts).items() if name in earlier]


def _names(
    facts: FilingFacts, before: FilingFacts, shared: list[tuple[Aim, Aim]]
) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    pointers = tuple(aim.target_pointer for aim, _ in shared)
    return pointers, tuple((before, earlier.target_pointer) for _, earlier in shared)


@across(
    "across.copied_year",
    number="X08",
    title="年度绩效目标与上年完全雷同",
    title_en="The year's targets are last year's word for word",
    severity="warning",
    forms=DECLARATIONS,
    slack=f"fewer than {FEWEST_COPIED} indicators with a target are alike by chance",
)
def copied_year(group: Group) -> Statements:
    """Goal, indicators and targets of the year are those of the year before, without exception.

    Blanks and marks aside. The long-term half is rightly the same, and is not compared.

    Example: all 24 annual indicators of 2024 and 2023 have the same targets, and the goal the
    same words: fail. One target moved: pass.
    """
    for facts, before in successive(group, *DECLARATIONS):
        now, then = _written(facts), _written(before)
        if len(now) < FEWEST_COPIED or len(then) < FEWEST_COPIED:
            continue
        goals = _goal(facts), _goal(before)
        if now != then or (all(goals) and goals[0] != goals[1]):
            yield passed(facts)
            continue
        yield Statement(
            "fail",
            facts,
            f"年度目标及全部 {len(now)} 个指标值与上年（{before.source}）逐字相同",
            f"the goal and all {len(now)} targets are last year's ({before.source}) word for word",
            ("/annual/indicators",),
            ((before, "/annual/indicators"),),
        )


def _written(facts: FilingFacts) -> list[tuple[str, str]]:
    return sorted((aim.name, squeezed(aim.target.raw)) for aim in facts.annual if aim.target)


def _goal(facts: FilingFacts) -> str:
    return next((squeezed(text.text) for text in facts.texts if text.pointer == "/annual/goal"), "")


def _count(aim: Aim) -> Value | None:
    """The target if it counts work done, more of which is better."""
    value = single(aim.target)
    if value is None or value.unit == "%" or better(aim, value) != "high":
        return None
    return value


@across(
    "across.budget_without_targets",
    number="X09",
    title="预算大幅增加而目标未提高",
    title_en="The budget grew, and no target did",
    severity="warning",
    forms=DECLARATIONS,
    slack=f"budgets that grew by less than {(GROWN - 1) * 100:.0f}%, fewer than {FEWEST_COUNTS} "
    "counts in both years",
)
def budget_without_targets(group: Group) -> Statements:
    """The year's amount is at least 130% of last year's, and no count of work done is higher.

    Counts are exact numbers of what is better high; percentages can hardly grow. At least
    three must stand in both years. Amounts in unknown units are not compared.

    Example: 300 万元 in 2023, 450 万元 in 2024, 培训人次 ≥200, 培训场次 ≥20 and 资助人数 ≥80 in
    both: fail.
    """
    for facts, before in successive(group, *DECLARATIONS):
        now, then = money(facts, facts.budget), money(before, before.budget)
        counts = [
            (pair, one, other)
            for pair in _shared(facts, before)
            if (one := _count(pair[0])) and (other := _count(pair[1])) and one.unit == other.unit
        ]
        if now is None or then is None or not on_one_scale(now, then) or then.yuan <= 0:
            continue
        if len(counts) < FEWEST_COUNTS:
            continue
        raised = any(one.low > other.low for _, one, other in counts if one.low and other.low)
        added = _written_names(facts) - _written_names(before)
        if now.yuan < then.yuan * GROWN or raised or added:
            yield passed(facts)
            continue
        pointers, others = _names(facts, before, [pair for pair, _, _ in counts])
        grown = (now.yuan / then.yuan - 1) * 100
        yield Statement(
            "fail",
            facts,
            f"年度预算由 {then.shown} 增至 {now.shown}（增长 {grown:.0f}%），"
            f"{len(counts)} 个数量指标均未提高（上年：{before.source}）",
            f"the budget grew from {then.shown} to {now.shown} ({grown:.0f}%), "
            f"and none of {len(counts)} counts did (last year: {before.source})",
            (now.figure.pointer, *pointers),
            ((before, then.figure.pointer), *others),
            ((facts, "/currency_unit"), (before, "/currency_unit")),
            ((facts, "/annual/indicators"),),
        )


def _written_names(facts: FilingFacts) -> set[str]:
    return {aim.name for aim in facts.annual if aim.target}


def _totals(facts: FilingFacts) -> list[Line]:
    return [line for line in facts.lines if is_total(line.title)]


def _known(group: Group, facts: FilingFacts, line: Line, year: int) -> list[Money]:
    """What other filings of the department say of the total of a year."""
    found: list[Money | None] = []
    if (declared := group.current.get((DEPARTMENT_FORM, "", year))) and declared is not facts:
        same_side = [other for other in _totals(declared) if other.side == line.side]
        found += [money(declared, other.amount) for other in same_side]
    if evaluated := group.current.get((DEPARTMENT_EVALUATION, "", year)):
        columns = (evaluated.budget, evaluated.adjusted, evaluated.executed)
        found += [money(evaluated, figure) for figure in columns]
    return [one for one in found if one]


@across(
    "across.last_year_amount",
    number="X10",
    title="上年金额与上年申报或决算不符",
    title_en="Last year's amount is far from last year's filings",
    severity="warning",
    forms=(DEPARTMENT_FORM, DEPARTMENT_EVALUATION),
    slack="a third: what was declared, adjusted and spent of one year differ by their nature",
)
def last_year_amount(group: Group) -> Statements:
    """近两年收支金额 gives a total of a past year that no filing of that year comes near.

    Compared with the total that was declared for that year and with 年初预算, 全年预算 and
    执行数 of its self-evaluation, where the archive has them; near to one of them is enough.

    Example: the filing of 2024 says 416.97 万元 of 2023, that of 2023 declared 41.70 万元: fail;
    380 万元: pass.
    """
    for facts in group.of_form(DEPARTMENT_FORM):
        for line in _totals(facts):
            for year, figure in line.history:
                stated = money(facts, figure)
                known = _known(group, facts, line, int(year)) if year.isdecimal() else []
                if stated is None or not known or not on_one_scale(stated, *known):
                    continue
                yield _near_or_not(facts, line, year, stated, known)


def _near_or_not(
    facts: FilingFacts, line: Line, year: str, stated: Money, known: list[Money]
) -> Statement:
    if any(abs(stated.yuan - one.yuan) <= SETTLED * max(stated.yuan, one.yuan) for one in known):
        return passed(facts)
    nearest_one = min(known, key=lambda one: abs(stated.yuan - one.yuan))
    side = "收入" if line.side == "income" else "支出"
    return Statement(
        "fail",
        facts,
        f"{year}年{side}合计填报为 {stated.shown}，"
        f"当年的申报或自评（{nearest_one.filing.source}）为 {nearest_one.shown}",
        f"the {line.side} of {year} is {stated.shown}, that year's filing "
        f"({nearest_one.filing.source}) says {nearest_one.shown}",
        (stated.figure.pointer,),
        tuple((one.filing, one.figure.pointer) for one in known),
        (
            (facts, "/currency_unit"),
            *((one.filing, "/currency_unit") for one in known),
        ),
        expected=nearest_one.shown,
        actual=stated.shown,
    )


class Missed(NamedTuple):
    """An indicator whose last target was missed; values on one scale."""

    aim: Aim
    earlier: Aim
    reached: Value
    goal: Value
    last_goal: Value


def _missed(facts: FilingFacts, before: FilingFacts) -> Iterator[tuple[Missed, bool]]:
    """Indicators with a target in both years and last year's actual, and whether it was
    missed and the new target asks for more.
    """
    for aim, earlier in _shared(facts, before):
        reached = single(dict(aim.history).get(str(before.year)))
        goal, last_goal = single(aim.target), single(earlier.target)
        if reached is None or goal is None or last_goal is None:
            continue
        way = better(aim, goal)
        if way is None or len({reached.unit, goal.unit, last_goal.unit}) > 1:
            continue
        sign = 1 if way == "high" else -1
        numbers = (reached.low, last_goal.low, goal.low)
        got, wanted, wants = (sign * number for number in numbers if number is not None)
        yield Missed(aim, earlier, reached, goal, last_goal), got < wanted < wants


@across(
    "across.missed_yet_higher",
    number="X11",
    title="上年未完成仍定更高目标",
    title_en="Last year's target was missed, and this year's asks for more",
    severity="info",
    forms=(DEPARTMENT_FORM,),
    slack="targets that did not rise; indicators whose better way is not known",
)
def missed_yet_higher(group: Group) -> Statements:
    """What was reached last year, as this filing says, lies below the target of last year's
    filing, and the new target lies above that.

    Example: 培训人次 ≥200 declared for 2023, 150 reached, ≥260 for 2024: fail.
    """
    for facts, before in successive(group, DEPARTMENT_FORM):
        for missed, is_higher in _missed(facts, before):
            if not is_higher:
                yield passed(facts)
                continue
            aim, last, pointer = missed.aim, before.year, missed.aim.pointer
            yield Statement(
                "fail",
                facts,
                f"“{aim.title}”{last}年目标 {missed.last_goal.raw}，实际 {missed.reached.raw}，"
                f"未完成，本年目标却提高为 {missed.goal.raw}",
                f"“{aim.title}”: the target of {last} was {missed.last_goal.raw}, "
                f"{missed.reached.raw} was reached, and this year's is {missed.goal.raw}",
                (aim.target_pointer, f"{pointer}/history/{last}"),
                ((before, missed.earlier.target_pointer),),
                ((facts, f"{pointer}/level3"), (before, f"{missed.earlier.pointer}/level3")),
                actual=missed.goal.raw,
            )


@across(
    "across.project_nature",
    number="X12",
    title="新增或延续属性与上年不符",
    title_en="A new project existed last year, or a continued one did not",
    severity="warning",
    forms=(PROJECT_FORM, DEPARTMENT_FORM),
    slack=f"a name that is {PERHAPS_THE_SAME}% alike may be last year's project under another name",
)
def project_nature(group: Group) -> Statements:
    """项目属性 says 新增 and last year's filings have the project, or says 延续 and they do not.

    A continued project is missed only where the department's declaration of last year
    lists its projects and none there or among the forms is near in name.

    Example: 农村饮水安全维修养护 is 新增项目 in 2024, and filed in 2023 too: fail.
    """
    for facts in group.of_form(PROJECT_FORM):
        is_new, goes_on = "新增" in facts.nature, "延续" in facts.nature
        if is_new == goes_on or facts.year is None:
            continue
        before = group.before(facts)
        if is_new and before:
            yield _was_there(facts, before)
        elif is_new:
            yield passed(facts)
        else:
            yield from _goes_on(group, facts, before)


def _was_there(facts: FilingFacts, before: FilingFacts) -> Statement:
    return Statement(
        "fail",
        facts,
        f"项目属性为“{facts.nature}”，但上年（{before.source}）已有同名项目申报",
        f"the project is said to be new, but was filed last year ({before.source})",
        ("/nature", "/project"),
        ((before, "/project"),),
        actual=facts.nature,
    )


def _goes_on(group: Group, facts: FilingFacts, before: FilingFacts | None) -> Statements:
    if before:
        yield passed(facts)
        return
    assert facts.year is not None
    department = group.current.get((DEPARTMENT_FORM, "", facts.year - 1))
    if department is None or not department.listed:
        return
    forms = group.project_forms(facts.year - 1)
    names = [*(row.name for row in department.listed), *(form.project for form in forms)]
    if nearest(facts.project, names)[1] >= PERHAPS_THE_SAME:
        yield passed(facts)
        return
    yield Statement(
        "fail",
        facts,
        f"项目属性为“{facts.nature}”，但上年部门整体申报（{department.source}）未列此项目",
        f"the project is said to go on, but last year's declaration ({department.source}) "
        "does not list it",
        ("/nature", "/project"),
        ((department, "/projects"),),
        lists=((department, "/projects"),),
        actual=facts.nature,
    )
