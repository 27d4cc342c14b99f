"""A consistent self-evaluation raises no error; one change raises the rules that speak of it."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from declaring import evaluate, result, spent
from hypothesis import given
from hypothesis import strategies as st

from normalize.models import EvaluatedIndicator, Execution, ProjectEvaluation
from rules.check import check
from rules.scores import grade_of

CENT = Decimal("0.01")
AMOUNTS = st.decimals(100, 9999, places=2)


NAMES = st.text("甲乙丙丁戊己庚辛壬癸", min_size=4, max_size=8)


@st.composite
def met(draw: st.DrawFn, name: str, weight: int) -> EvaluatedIndicator:
    """A count that was reached, and up to a quarter more, with all its points."""
    goal = draw(st.integers(10, 5000))
    reached = draw(st.integers(goal, goal + goal // 4))
    points = str(weight)
    return result(name, f"≥{goal}个", f"{reached}个", points, weight=points, level1="效益指标")


def shared_out(points: int, cuts: set[int]) -> list[int]:
    """The points in as many parts as there are cuts, and one."""
    edges = [0, *sorted(cuts), points]
    return [end - start for start, end in pairwise(edges)]


@st.composite
def execution(draw: st.DrawFn) -> Execution:
    """What was spent of a budget, with its rate and the points for it."""
    budget, share = draw(AMOUNTS), draw(st.integers(82, 100))
    executed = (budget * share / 100).quantize(CENT)
    rate = (executed / budget * 100).quantize(CENT)
    score = (rate / 10).quantize(CENT)
    return spent(*map(str, (budget, budget, executed, rate, score)))


def summed(filing: ProjectEvaluation) -> ProjectEvaluation:
    """The same with the total and the grade that its scores have."""
    scores = [row.score or Decimal(0) for row in filing.annual.indicators]
    total = sum(scores, filing.execution[0].score or Decimal(0))
    return filing.model_copy(update={"total_score": total, "grade": grade_of(total)})


@st.composite
def evaluations(draw: st.DrawFn) -> ProjectEvaluation:
    weights = shared_out(90, draw(st.sets(st.integers(1, 89), max_size=11)))
    names = draw(st.lists(NAMES, min_size=len(weights), max_size=len(weights), unique=True))
    rows = [draw(met(name, weight)) for name, weight in zip(names, weights, strict=True)]
    return summed(evaluate(*rows, execution=[draw(execution())], currency_unit="万元"))


def with_first(filing: ProjectEvaluation, **values: object) -> ProjectEvaluation:
    first, *others = filing.annual.indicators
    rows = [first.model_copy(update=values), *others]
    return filing.model_copy(
        update={"annual": filing.annual.model_copy(update={"indicators": rows})}
    )


def with_money(filing: ProjectEvaluation, **values: object) -> ProjectEvaluation:
    return filing.model_copy(update={"execution": [filing.execution[0].model_copy(update=values)]})


def errors(filing: ProjectEvaluation) -> set[str]:
    report = check(filing)
    assert not report.problems
    return {found.rule for found in report.findings if found.severity == "error"}


@given(evaluations())
def test_a_consistent_evaluation_raises_no_error(filing: ProjectEvaluation) -> None:
    assert errors(filing) == set()


def other_grade(filing: ProjectEvaluation) -> ProjectEvaluation:
    return filing.model_copy(update={"grade": "差" if filing.grade != "差" else "优"})


def other_total(filing: ProjectEvaluation) -> ProjectEvaluation:
    total = (filing.total_score or Decimal(0)) + 17
    return filing.model_copy(update={"total_score": total, "grade": grade_of(total)})


def more_points(filing: ProjectEvaluation) -> ProjectEvaluation:
    weight = filing.annual.indicators[0].weight or Decimal(0)
    return summed(with_first(filing, score=weight + 3))


def missed(filing: ProjectEvaluation) -> ProjectEvaluation:
    less = result("", "1个", "1个").actual
    return with_first(filing, actual=less)


def other_unit(filing: ProjectEvaluation) -> ProjectEvaluation:
    return with_first(filing, actual=result("", "1%", "99%").actual)


def other_rate(filing: ProjectEvaluation) -> ProjectEvaluation:
    return with_money(filing, rate=(filing.execution[0].rate or Decimal(0)) - 20)


def fewer_points_for_the_rate(filing: ProjectEvaluation) -> ProjectEvaluation:
    return summed(with_money(filing, score=Decimal(3)))


def no_budget(filing: ProjectEvaluation) -> ProjectEvaluation:
    return with_money(filing, initial=Decimal(0), adjusted=Decimal(0))


BROKEN: dict[Callable[[ProjectEvaluation], ProjectEvaluation], set[str]] = {
    other_grade: {"score.grade"},
    other_total: {"score.total"},
    more_points: {"score.within_weight"},
    missed: {"result.missed_full_score", "result.missed_without_reason"},
    other_unit: {"result.unit"},
    other_rate: {"execution.rate"},
    fewer_points_for_the_rate: {"execution.score"},
    no_budget: {"execution.zero_budget"},
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_one_change_raises_the_rules_that_speak_of_it(
    broken: Callable[[ProjectEvaluation], ProjectEvaluation],
) -> None:
    @given(evaluations())
    def holds(filing: ProjectEvaluation) -> None:
        assert errors(broken(filing)) == BROKEN[broken]

    holds()
