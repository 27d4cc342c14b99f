"""The long-term half of a declaration against the annual one, as a whole."""

from normalize.models import DepartmentDeclaration, ProjectDeclaration
from rules.rule import DECLARATIONS, PASS, PROJECT_FORM, Verdicts, fail, rule
from rules.targets import by_name, some_of
from rules.view import Row, View

SOURCE = "部门整体绩效目标申报表填报说明7 and 项目支出绩效目标申报表: 中长期目标与年度目标分别填报"

# With fewer rows in a half, equal ones are no copy: a small project has two or three
# indicators that are the same every year.
COPIED_ROWS = 4

# Fewer than half of the names in common: the halves are built differently on purpose.
COMMON = 2

PERIOD = ("/period/from", "/period/to")


def one_year(view: View) -> str | None:
    """The year that the project begins and ends in; None for longer ones, or where unknown."""
    if not isinstance(view.declaration, ProjectDeclaration):
        return None
    period = view.declaration.period
    if not period.start or not period.end or period.start[:4] != period.end[:4]:
        return None
    return period.start[:4]


def _goals(view: View) -> tuple[str, str]:
    declaration = view.declaration
    if not isinstance(declaration, DepartmentDeclaration | ProjectDeclaration):
        return "", ""
    halves = declaration.long_term, declaration.annual
    first, second = ("".join((half.goal or "").split()) for half in halves)
    return first, second


def _written(rows: tuple[Row, ...]) -> list[tuple[str, str]]:
    return [(row.name, row.target.raw if row.target else "") for row in rows if row.name]


@rule(
    "goals.copied",
    number="L01",
    title="年度目标与长期目标完全相同",
    title_en="The annual half copies the long-term one",
    severity="warning",
    source=SOURCE,
    slack="halves of fewer than 4 indicators are not compared",
    forms=DECLARATIONS,
)
def copied(view: View) -> Verdicts:
    """Both halves have the same goal, the same indicators and the same values, word for word.

    Not said of a project of one year, whose halves are rightly the same.

    Example: a project 2024-2026 with six indicators, all of them equal in both halves, and
    the same 总体目标: fail. One value differs: pass.
    """
    long_term, annual = _written(view.long_term), _written(view.annual)
    if min(len(long_term), len(annual)) < COPIED_ROWS or one_year(view):
        return
    goals = _goals(view)
    if goals[0] != goals[1] or long_term != annual:
        yield PASS
        return
    texts = ("/long_term/goal", "/annual/goal") if goals[0] else ()
    rows = [row for row in (*view.long_term, *view.annual) if row.name]
    yield fail(
        f"年度目标与长期目标完全相同（{len(annual)} 个指标逐项一致）",
        f"the annual half repeats the long-term one word for word ({len(annual)} indicators)",
        (*texts, "/annual/indicators", "/long_term/indicators"),
        also=tuple(row.target_pointer for row in rows),
    )


@rule(
    "goals.one_year_values",
    number="L03",
    title="一年期项目两期指标值不一致",
    title_en="A project of one year with different values in its two halves",
    severity="warning",
    source=SOURCE,
    forms=(PROJECT_FORM,),
)
def one_year_values(view: View) -> Verdicts:
    """In a project that begins and ends in one year, the year's value is the whole value.

    Compared are exact limits on one scale, of names that stand once in each half.

    Example: 2024-01 to 2024-12, 培训人次 ≥500 in all and ≥300 for the year: fail.
    """
    year = one_year(view)
    if year is None:
        return
    annual = by_name(view.annual)
    for name, whole in by_name(view.long_term).items():
        part = annual.get(name)
        end, goal = whole.limit, part.limit if part else None
        if part is None or end is None or goal is None or end.base_unit != goal.base_unit:
            continue
        if end.base_value == goal.base_value:
            yield PASS
            continue
        yield fail(
            f"项目起止均在 {year} 年，“{name}”年度指标值 {goal.raw} 却与长期指标值 {end.raw} 不同",
            f"the project is of {year} alone, but “{name}” is {goal.raw} for the year "
            f"and {end.raw} in all",
            (part.target_pointer, whole.target_pointer),
            also=(
                "/period/from",
                "/period/to",
                f"{part.pointer}/level3",
                f"{whole.pointer}/level3",
            ),
            expected=end.raw,
            actual=goal.raw,
        )


@rule(
    "goals.missing_in_annual",
    number="L05",
    title="长期指标在年度指标中缺失",
    title_en="Long-term indicators that the annual half lacks",
    severity="info",
    source=SOURCE,
    slack="said only where at least half of the long-term names stand in the annual half",
    forms=DECLARATIONS,
)
def missing_in_annual(view: View) -> Verdicts:
    """Indicators of the long-term half have no row of the same name in the annual one.

    Where the halves have less than half of their names in common they are built
    differently on purpose, and nothing is said.

    Example: 企业职工基本养老保险待遇领取率 stands in the long-term half alone: a note (the
    reference filing).
    """
    annual = {row.name for row in view.annual if row.name}
    named = [row for row in view.long_term if row.name]
    missing = [row for row in named if row.name not in annual]
    if not named or not annual or COMMON * len(missing) > len(named):
        return
    if not missing:
        yield PASS
        return
    names = some_of([f"“{row.name}”" for row in missing])
    yield fail(
        f"长期指标{names}没有对应的年度指标",
        f"{len(missing)} long-term indicators have no annual one of the same name",
        tuple(f"{row.pointer}/level3" for row in missing),
    )


@rule(
    "goals.one_year_long_term",
    number="L06",
    title="一年期项目另填长期目标",
    title_en="A project of one year with a long-term goal of its own",
    severity="info",
    source=SOURCE,
    forms=(PROJECT_FORM,),
)
def one_year_long_term(view: View) -> Verdicts:
    """A project that begins and ends in one year has a long-term half that differs.

    Judged are the goal's text and the names of the indicators; values are the matter of
    goals.one_year_values.

    Example: 2024-01 to 2024-12 with indicators in the long-term half that the year lacks: a note.
    """
    year = one_year(view)
    names = {row.name for row in view.long_term if row.name}
    goals = _goals(view)
    if year is None or not (names or goals[0]):
        return
    other_goal = bool(goals[0] and goals[1] and goals[0] != goals[1])
    if not other_goal and names <= {row.name for row in view.annual}:
        yield PASS
        return
    yield fail(
        f"项目起止均在 {year} 年，却另填了不同的长期目标",
        f"the project is of {year} alone, and has a long-term half of its own",
        ("/long_term/goal" if other_goal else "/long_term/indicators",),
        also=(*PERIOD, "/annual/goal"),
    )
