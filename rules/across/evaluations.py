"""Self-evaluations against the declarations that they are of."""

import re
from collections.abc import Iterator

from rules.across.archive import Group
from rules.across.facts import Aim, FilingFacts
from rules.across.money import agree, money, on_one_scale
from rules.across.names import PERHAPS_THE_SAME, nearest
from rules.across.rule import Place, Statement, Statements, across, passed
from rules.across.values import aims_by_name, same_target
from rules.rule import EVALUATIONS, EVERY_FORM

SOURCE = "财预〔2020〕10号: 绩效自评 compares the targets that were set with what was reached"

# A changed target is explained where the reason speaks of the change.
_CHANGED = re.compile(r"调整|变更|修订|修改|批复|追加|追减|核减")

# Names shown in one message; the pointers name all.
SHOWN = 5


def pairs(group: Group) -> Iterator[tuple[FilingFacts, FilingFacts]]:
    """Each self-evaluation with the declaration that it is of."""
    for evaluation in group.of_form(*EVALUATIONS):
        if declaration := group.declared(evaluation):
            yield evaluation, declaration


def _is_of_another(missing: int, shared: int) -> bool:
    """Whether the two have so little in common that they may not speak of the same."""
    return missing > shared


@across(
    "across.evaluated_target",
    number="X01",
    title="自评目标与申报目标不一致",
    title_en="The target evaluated is not the one declared",
    severity="error",
    forms=EVERY_FORM,
    source=SOURCE,
    slack="numbers that are equal on one scale; words, 约, and numbers in other units are not "
    "compared; a reason that speaks of an adjustment explains it",
)
def evaluated_target(group: Group) -> Statements:
    """An indicator has another target in the self-evaluation than in the declaration.

    Compared are indicators of the same name that stand once in each, of the same
    department, project and year.

    Example: 培训人次 ≥200人次 declared for 2024, ≥150人次 in the self-evaluation of 2024: fail.
    """
    for evaluation, declaration in pairs(group):
        declared = aims_by_name(declaration)
        for name, aim in aims_by_name(evaluation).items():
            wanted = declared[name].target if name in declared else None
            same = same_target(aim.target, wanted) if aim.target and wanted else None
            if same is None or aim.target is None or wanted is None:
                continue
            if same or _CHANGED.search(aim.reason):
                yield passed(evaluation)
                continue
            yield Statement(
                "fail",
                evaluation,
                f"“{aim.title}”自评的目标值为 {aim.target.raw}，"
                f"申报（{declaration.source}）为 {wanted.raw}",
                f"“{aim.title}” is evaluated against {aim.target.raw}, "
                f"declared ({declaration.source}) was {wanted.raw}",
                (aim.target_pointer,),
                ((declaration, declared[name].target_pointer),),
                _names((evaluation, aim), (declaration, declared[name])),
                expected=wanted.raw,
                actual=aim.target.raw,
            )


def _names(*aims: tuple[FilingFacts, Aim]) -> tuple[Place, ...]:
    return tuple((facts, f"{aim.pointer}/level3") for facts, aim in aims)


def _absent(here: FilingFacts, there: FilingFacts) -> tuple[list[Aim], int]:
    """Indicators of `here` that `there` has not, not even under another name that is near,
    and how many both have.
    """
    mine = {aim.name: aim for aim in here.annual}
    theirs = {aim.name for aim in there.annual}
    candidates = [name for name in theirs if name not in mine]
    absent = [
        aim
        for name, aim in mine.items()
        if name not in theirs and nearest(name, candidates)[1] < PERHAPS_THE_SAME
    ]
    return absent, len(mine.keys() & theirs)


def _compared(
    filing: FilingFacts, here: FilingFacts, there: FilingFacts, zh: str, en: str
) -> Statements:
    """What `here` has and `there` has not, said of `filing`, which is one of the two."""
    if not here.annual or not there.annual:
        return
    absent, shared = _absent(here, there)
    if not absent:
        yield passed(filing)
        return
    other = there if filing is here else here
    names = "、".join(aim.title for aim in absent[:SHOWN]) + "等" * (len(absent) > SHOWN)
    places = tuple((here, f"{aim.pointer}/level3") for aim in absent)
    own = tuple(pointer for facts, pointer in places if facts is filing)
    unlike = _is_of_another(len(absent), shared)
    doubt_zh = "两表相同指标过少，请先核对是否同一对象：" if unlike else ""
    doubt_en = "so few indicators are shared that the two may not be of the same: "
    yield Statement(
        "undetermined" if unlike else "fail",
        filing,
        doubt_zh + zh.format(count=len(absent), names=names, other=other.source),
        (doubt_en if unlike else "")
        + en.format(count=len(absent), names=names, other=other.source),
        own or ("/annual/indicators",),
        tuple(place for place in places if place[0] is not filing)
        or ((other, "/annual/indicators"),),
        lists=((there, "/annual/indicators"),),
    )


@across(
    "across.evaluation_lacks_indicator",
    number="X02",
    title="申报指标在自评中消失",
    title_en="Declared indicators are missing from the self-evaluation",
    severity="error",
    forms=EVERY_FORM,
    source=SOURCE,
    slack=f"a name that is {PERHAPS_THE_SAME}% alike may be the same one and is not missed",
)
def evaluation_lacks_indicator(group: Group) -> Statements:
    """An indicator of the declaration does not stand in the self-evaluation of that year.

    Where more are missing than shared, the two may not speak of the same, and a person
    must look; so too where any name in the self-evaluation was read with doubt.

    Example: 培训人次 and 设备验收合格率 declared, 培训人次 alone evaluated: fail.
    """
    for evaluation, declaration in pairs(group):
        yield from _compared(
            evaluation,
            declaration,
            evaluation,
            "申报（{other}）的 {count} 个指标未列入自评：{names}",
            "{count} indicators of the declaration ({other}) are not evaluated: {names}",
        )


@across(
    "across.evaluation_adds_indicator",
    number="X03",
    title="自评新增未申报的指标",
    title_en="The self-evaluation has indicators that were not declared",
    severity="warning",
    forms=EVERY_FORM,
    source=SOURCE,
    slack=f"a name that is {PERHAPS_THE_SAME}% alike may be the same one and is not new",
)
def evaluation_adds_indicator(group: Group) -> Statements:
    """An indicator of the self-evaluation does not stand in the declaration of that year.

    Example: 群众满意度 evaluated in 2024, and nothing like it declared for 2024: fail.
    """
    for evaluation, declaration in pairs(group):
        yield from _compared(
            evaluation,
            evaluation,
            declaration,
            "自评的 {count} 个指标未见于申报（{other}）：{names}",
            "{count} indicators evaluated were not declared ({other}): {names}",
        )


@across(
    "across.initial_budget",
    number="X04",
    title="自评年初预算数与申报数不一致",
    title_en="The initial budget evaluated is not the one declared",
    severity="error",
    forms=EVERY_FORM,
    source=SOURCE,
    slack="half a unit of the last printed digit of each, 元 and 万元 put on one scale",
)
def initial_budget(group: Group) -> Statements:
    """年初预算数 of the self-evaluation is not the year's amount of the declaration.

    Where the unit of either is not known, a difference is left to a person.

    Example: 300 万元 declared, 年初预算数 2,600,000 元 evaluated: fail; 3,000,000 元: pass.
    """
    for evaluation, declaration in pairs(group):
        stated = money(evaluation, evaluation.budget)
        declared = money(declaration, declaration.budget)
        if stated is None or declared is None:
            continue
        if agree([stated], declared):
            yield passed(evaluation)
            continue
        yield Statement(
            "fail" if on_one_scale(stated, declared) else "undetermined",
            evaluation,
            f"自评的年初预算数为 {stated.shown}，申报（{declaration.source}）为 {declared.shown}",
            f"the initial budget is {stated.shown} in the self-evaluation, "
            f"{declared.shown} in the declaration ({declaration.source})",
            (stated.figure.pointer,),
            ((declaration, declared.figure.pointer),),
            ((evaluation, "/currency_unit"), (declaration, "/currency_unit")),
            expected=declared.shown,
            actual=stated.shown,
        )
