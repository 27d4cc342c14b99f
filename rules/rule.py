"""What a rule is: a record with the facts about it, and a function that judges.

A rule function takes a `View` and yields one `Verdict` for each place it looked
at. It yields nothing where the filing has nothing it speaks of. Adding a rule is
one decorated function in one of the modules that `rules.catalogue` lists:

    @rule("funding.share", number="B10", title="占比与金额不符", ...)
    def share(view: View) -> Verdicts:
        \"\"\"How it decides.

        Example: a worked one, with figures.
        \"\"\"
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from normalize.models import Severity
from rules.view import View

DEPARTMENT_FORM = "部门整体绩效目标申报表"
PROJECT_FORM = "项目支出绩效目标申报表"
PROJECT_EVALUATION = "项目支出绩效自评表"
DEPARTMENT_EVALUATION = "部门整体绩效自评表"
DECLARATIONS = (DEPARTMENT_FORM, PROJECT_FORM)
EVALUATIONS = (PROJECT_EVALUATION, DEPARTMENT_EVALUATION)
EVERY_FORM = (*DECLARATIONS, *EVALUATIONS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one place of the filing.

    `pointers` are the JSON Pointers of the values that it used and shows;
    `also` of those that it leant on without showing them (a blank cell taken for
    nothing, a label). A doubt about either takes a `fail` back. `figures` is True where
    figures that must agree do not, so that another reading with which they do is likely
    the right one.
    """

    outcome: Literal["pass", "fail", "undetermined"]
    message: str = ""
    message_en: str = ""
    pointers: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    expected: str | None = None
    actual: str | None = None
    figures: bool = False


Verdicts = Iterator[Verdict]

PASS = Verdict("pass")


def fail(
    message: str,
    message_en: str,
    pointers: tuple[str, ...],
    *,
    also: tuple[str, ...] = (),
    expected: str | None = None,
    actual: str | None = None,
    figures: bool = False,
) -> Verdict:
    """The filing contradicts itself here."""
    return Verdict("fail", message, message_en, pointers, also, expected, actual, figures)


def undetermined(message: str, message_en: str, pointers: tuple[str, ...]) -> Verdict:
    """What the rule needs was not read: a person must look at `pointers`."""
    return Verdict("undetermined", message, message_en, pointers)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference that is let pass: `amount` in the unit of the figures compared, or
    `amount` percent of the expected one.
    """

    amount: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What the catalogue says of a rule. `number` is its row there (`B10`).

    `decides` and `example` are the two parts of the function's docstring;
    `slack` says which differences are let pass, `tolerance` what a profile lets pass
    besides.
    """

    id: str
    number: str
    title: str
    title_en: str
    severity: Severity
    forms: tuple[str, ...]
    source: str
    slack: str
    decides: str
    example: str
    tolerance: Tolerance | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Rule(RuleFacts):
    """A rule over one declaration."""

    judge: Callable[[View], Verdicts]


def halves(judge: Callable[..., object]) -> tuple[str, str]:
    """How a rule's function decides, and its worked example: its docstring in two parts."""
    text = inspect.getdoc(judge) or ""
    decides, _, example = text.partition("\n\nExample: ")
    return " ".join(decides.split()), " ".join(example.split())


def rule(
    id: str,
    *,
    number: str,
    title: str,
    title_en: str,
    severity: Severity,
    source: str,
    slack: str = "none",
    forms: tuple[str, ...] = (DEPARTMENT_FORM,),
) -> Callable[[Callable[[View], Verdicts]], Rule]:
    """Make a rule of the function below; its docstring says how it decides."""

    def record(judge: Callable[[View], Verdicts]) -> Rule:
        decides, example = halves(judge)
        return Rule(
            id, number, title, title_en, severity, forms, source, slack, decides, example, judge
        )

    return record
