"""A department's own declaration against the declarations of its projects."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from rules.across.archive import Group
from rules.across.facts import FilingFacts, Line, Listed
from rules.across.money import Money, agree, money, on_one_scale
from rules.across.names import PERHAPS_THE_SAME, SAME_BUT_FOR_A_SLIP, counted, likeness, nearest
from rules.across.rule import Place, Statement, Statements, across, passed
from rules.projects import CATEGORIES
from rules.rule import DEPARTMENT_FORM, PROJECT_FORM

FORMS = (DEPARTMENT_FORM, PROJECT_FORM)
SOURCE = "部门整体绩效目标申报表“项目支出情况” and the 项目支出绩效目标申报表 of the same year"

# Public budgets carry forms of some projects only (重点项目, from 50 or 100 万元 on): below this
# share of a table nothing is missing.
MOST = Fraction(2, 3)


class Match(NamedTuple):
    """A department's declaration, a row of its project table and that project's own form."""

    department: FilingFacts
    row: Listed
    form: FilingFacts

    @property
    def names(self) -> tuple[Place, ...]:
        """The two places of the name."""
        return (self.department, f"{self.row.pointer}/name"), (self.form, "/project")


class Sides(NamedTuple):
    """A department's project table beside the forms of the year; names that are unique.

    `rows` and `forms` go by squeezed name.
    """

    department: FilingFacts
    rows: dict[str, Listed]
    forms: dict[str, FilingFacts]

    def matches(self) -> list[Match]:
        """The rows whose form is there under the very name."""
        return [
            Match(self.department, row, self.forms[name])
            for name, row in self.rows.items()
            if name in self.forms
        ]

    def unmatched_rows(self) -> list[Listed]:
        """The rows that have no form of the name."""
        return [row for name, row in self.rows.items() if name not in self.forms]

    def unmatched_forms(self) -> list[FilingFacts]:
        """The forms that no row names."""
        return [form for name, form in self.forms.items() if name not in self.rows]


def both_sides(group: Group) -> Iterator[Sides]:
    """Each year's declaration of the department that lists projects, with their forms.

    Years without any project form are left out: the archive has none.
    """
    for department in group.of_form(DEPARTMENT_FORM):
        assert department.year is not None
        forms = group.project_forms(department.year)
        named = {form.project: form for form in forms}
        rows: dict[str, list[Listed]] = {}
        for row in department.listed:
            rows.setdefault(row.name, []).append(row)
        unique = {name: same[0] for name, same in rows.items() if len(same) == 1}
        if unique and named:
            yield Sides(department, unique, named)


@across(
    "across.project_amount",
    number="X06",
    title="项目年度预算与项目申报表不一致",
    title_en="A project's budget is not the one in its own declaration",
    severity="error",
    forms=FORMS,
    source=SOURCE,
    slack="half a unit of the last printed digit of each, 元 and 万元 put on one scale",
)
def project_amount(group: Group) -> Statements:
    """The year's amount of a project differs between the department's table and its form.

    Only the year's amounts are compared, never a total over several years. Where the unit of
    either is not known, a difference is left to a person.

    Example: 后勤保障服务 20.16 万元 in the department's table, 201,600 元 in its form: pass;
    216,000 元: fail.
    """
    for sides in both_sides(group):
        for match in sides.matches():
            listed = money(match.department, match.row.annual)
            declared = money(match.form, match.form.budget)
            if listed is None or declared is None:
                continue
            if agree([declared], listed):
                yield passed(match.department)
                continue
            yield Statement(
                "fail" if on_one_scale(listed, declared) else "undetermined",
                match.department,
                f"项目“{match.row.title}”本年度预算填报为 {listed.shown}，"
                f"项目申报表（{match.form.source}）为 {declared.shown}",
                f"the year's budget of “{match.row.title}” is {listed.shown}, "
                f"{declared.shown} in its own declaration ({match.form.source})",
                (listed.figure.pointer,),
                ((match.form, declared.figure.pointer),),
                (*match.names, *_units(match.department, match.form)),
                expected=declared.shown,
                actual=listed.shown,
            )


def _units(*filings: FilingFacts) -> tuple[Place, ...]:
    return tuple((facts, "/currency_unit") for facts in filings)


def _category_line(department: FilingFacts, category: str) -> Line | None:
    found = [
        line
        for line in department.lines
        if line.side == "expenditure" and line.title.startswith(category)
    ]
    return found[0] if len(found) == 1 else None


@across(
    "across.projects_sum",
    number="X05",
    title="部门项目支出与项目申报合计不符",
    title_en="A department's project expenditure is not the sum of its projects' declarations",
    severity="error",
    forms=FORMS,
    source=SOURCE,
    slack="half a unit of the last printed digit of each amount, 元 and 万元 put on one scale",
)
def projects_sum(group: Group) -> Statements:
    """The forms of a category's projects do not add up to the department's expenditure on it.

    Claimed only where each project that the department lists under the category has one form
    with an amount, so that none can be missing.

    Example: 特定目标类 140.59 万元; its two projects' forms declare 100.59 and 30: fail.
    """
    for sides in both_sides(group):
        for category in CATEGORIES:
            line = _category_line(sides.department, category)
            whole = money(sides.department, line.amount) if line else None
            rows = [row for row in sides.department.listed if row.category.startswith(category)]
            forms = [sides.forms.get(row.name) for row in rows if row.name in sides.rows]
            parts = [money(form, form.budget) for form in forms if form]
            known = [part for part in parts if part]
            if whole is None or not rows or len(known) < len(rows):
                continue
            if agree(known, whole):
                yield passed(sides.department)
            else:
                yield _not_the_sum(sides, category, rows, known, whole)


def _not_the_sum(
    sides: Sides, category: str, rows: list[Listed], parts: list[Money], whole: Money
) -> Statement:
    summed = sum((part.yuan for part in parts), Decimal(0)) / (whole.filing.unit_yuan or 1)
    return Statement(
        "fail" if on_one_scale(*parts, whole) else "undetermined",
        sides.department,
        f"{category}支出填报为 {whole.shown}，所列 {len(parts)} 个项目的申报表合计为 {summed:f}",
        f"{category} is {whole.shown}, the declarations of its {len(parts)} projects add up "
        f"to {summed:f}",
        (whole.figure.pointer, *(f"{row.pointer}/name" for row in rows)),
        tuple((part.filing, part.figure.pointer) for part in parts),
        (
            *_units(sides.department, *(part.filing for part in parts)),
            *((part.filing, "/project") for part in parts),
        ),
        ((sides.department, "/projects"),),
        expected=f"{summed:f}",
        actual=f"{whole.amount:f}",
    )


def _slips(sides: Sides) -> list[tuple[Listed, FilingFacts]]:
    """Rows and forms that are the same project but for a slip in the name."""
    forms = {form.project: form for form in sides.unmatched_forms()}
    found = []
    for row in sides.unmatched_rows():
        name, score = nearest(row.name, list(forms))
        if score >= SAME_BUT_FOR_A_SLIP and counted(name) == counted(row.name):
            found.append((row, forms.pop(name)))
    return found


@across(
    "across.project_name",
    number="X07",
    title="项目名称跨文档不一致",
    title_en="A project has another name in its own declaration",
    severity="warning",
    forms=FORMS,
    source=SOURCE,
    slack="blanks, brackets and marks; names that differ in a number (二期, 2024) are two projects",
)
def project_name(group: Group) -> Statements:
    """A project of the department's table has no form of its name, but one that is near.

    Near is 85% alike; a form that another row names is no candidate.

    Example: 农村饮水安全维修养护 in the table, 农村饮水安全维修养护项目 in the form: fail.
    """
    for sides in both_sides(group):
        for match in sides.matches():
            yield passed(match.department)
        for row, form in _slips(sides):
            alike = likeness(row.name, form.project)
            yield Statement(
                "fail",
                sides.department,
                f"项目“{row.title}”没有同名申报表，疑与“{form.project}”（{form.source}）"
                f"为同一项目（相似度 {alike:.0f}%）",
                f"“{row.title}” has no declaration of its name, perhaps “{form.project}” "
                f"({form.source}) is meant ({alike:.0f}% alike)",
                (f"{row.pointer}/name",),
                ((form, "/project"),),
                expected=form.project,
                actual=row.title,
            )


@across(
    "across.project_without_form",
    number="X15",
    title="所列项目缺少申报表",
    title_en="A listed project has no declaration of its own",
    severity="warning",
    forms=FORMS,
    source=SOURCE,
    slack=f"a form whose name is {PERHAPS_THE_SAME}% alike may be the project's; the smallest "
    "projects may need none",
)
def project_without_form(group: Group) -> Statements:
    """Projects of the department's table have no form, though two thirds of it have.

    Where fewer have one, forms may be asked of some projects only. Not missed is what has a
    no larger budget than any project with a form: they may be asked from an amount on.

    Example: three projects listed for 2024, forms of two of them in the archive: fail.
    """
    for sides in both_sides(group):
        forms = [form.project for form in sides.unmatched_forms()]
        matched = sides.matches()
        budgets = [match.row.annual.value for match in matched if match.row.annual.value]
        if not budgets or len(matched) < MOST * len(sides.rows):
            continue
        missing = [
            row
            for row in sides.unmatched_rows()
            if (row.annual.value or 0) > min(budgets)
            and nearest(row.name, forms)[1] < PERHAPS_THE_SAME
        ]
        if not missing:
            yield passed(sides.department)
            continue
        names = "、".join(row.title for row in missing)
        yield Statement(
            "fail",
            sides.department,
            f"所列项目有 {len(missing)} 个未见项目支出绩效目标申报表：{names}",
            f"{len(missing)} listed projects have no declaration of their own: {names}",
            tuple(f"{row.pointer}/name" for row in missing),
            tuple((match.form, "/project") for match in matched),
            lists=tuple((form, "/project") for form in sides.forms.values()),
        )
