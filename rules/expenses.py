"""Expenses that a text sums up, and amounts that are no number."""

import re
from decimal import Decimal

from rules.money_said import figures
from rules.rule import EVERY_FORM, PASS, Verdicts, fail, rule
from rules.statements import YUAN
from rules.sums import compare_sum
from rules.view import View

SOURCE = "the catalogue of inconsistencies, part B"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"

_SAYS = r"(?:财政拨款|预算|决算|支出|经费|费用|费|总额|安排|数|合计|总计|共计|共|为|：|:|[”\"])*"
_MONEY = rf"{_SAYS}({_NUMBER})(亿元|万元|元)"
_EXPENSES = {
    "三公经费": re.compile(rf"三公[”\"]?{_MONEY}"),
    "因公出国（境）费": re.compile(rf"出国[（(]?境?[）)]?{_MONEY}"),
    "公务接待费": re.compile(rf"接待{_MONEY}"),
    "公务用车费": re.compile(rf"(?:购置(?:及|和|与)运行(?:维护)?|公务用车){_MONEY}"),
    "公务用车购置费": re.compile(rf"购置{_MONEY}"),
    "公务用车运行费": re.compile(rf"(?<![及和与])运行(?:维护)?{_MONEY}"),
}
SUMS = (
    ("三公经费", ("因公出国（境）费", "公务接待费", "公务用车费")),
    ("公务用车费", ("公务用车购置费", "公务用车运行费")),
)


def _expense(text: str, name: str) -> tuple[str, Decimal] | None:
    """The one amount of an expense, as printed and in 元; None for none or several."""
    found = _EXPENSES[name].findall(text)
    if len(found) != 1:
        return None
    number, unit = found[0]
    return f"{number}{unit}", Decimal(number.replace(",", "")) * YUAN[unit]


@rule(
    "statement.official_expenses",
    number="B13",
    title="三公经费合计不平",
    title_en="三公经费 is not the sum of its three parts",
    severity="error",
    source="部门预算公开: 三公经费 = 因公出国（境）费 + 公务用车购置及运行费 + 公务接待费",
    slack="(n+1)/2 of the last printed digit, n parts",
    forms=EVERY_FORM,
)
def official_expenses(view: View) -> Verdicts:
    """Where a sentence names 三公经费 and its three parts, they add up; so do the cars' two.

    Nothing is said where one of them is not named, or named twice. 公务用车 is 购置 and 运行.

    Example: “三公经费12万元，其中：出国（境）费0万元，公务接待费4万元，公务用车购置及运行费6万元”:
    fail, they add up to 10.
    """
    for said in view.texts:
        if "三公" not in said.text:
            continue
        for sentence in said.text.split("。"):
            yield from _official(said.pointer, sentence)


def _official(pointer: str, sentence: str) -> Verdicts:
    for name, parts in SUMS:
        whole = _expense(sentence, name)
        found = [part for part in (_expense(sentence, part) for part in parts) if part]
        if whole is None or len(found) != len(parts):
            continue
        # In 元 the digits after the point are lost: the last printed one is that of 万元.
        comparison = compare_sum(
            [value / YUAN["万元"] for _, value in found], whole[1] / YUAN["万元"]
        )
        if comparison.closeness != "apart":
            yield PASS
            continue
        yield fail(
            f"{name} {whole[0]} 不等于各项之和（{'、'.join(words for words, _ in found)}）",
            f"{name} is {whole[0]}, its parts are {', '.join(words for words, _ in found)}",
            (pointer,),
            expected=f"{comparison.expected}万元",
            actual=whole[0],
        )


# A number that a reader would take: with it in the cell, the rest are words beside it.
_WHOLE_NUMBER = re.compile(rf"(?<![\d.,])-?{_NUMBER}(?![\d.,])")


@rule(
    "amount.not_a_number",
    number="B18",
    title="金额不是数字",
    title_en="An amount that is no number",
    severity="warning",
    source=SOURCE,
    slack="a number with words beside it is left to the reading, which doubts it",
    forms=EVERY_FORM,
)
def not_a_number(view: View) -> Verdicts:
    """What stands in the place of an amount is a number.

    Words alone (见附件, 按实际) and digits that make none (12..5) are not. The reading doubts
    what it did not understand, so that over a filing this asks a person to look.

    Example: 当年金额 见附件: fail. 12.50: pass.
    """
    if any(row.figure.value is not None for column in view.money for row in column.rows):
        yield PASS
    for figure in figures(view) if view.unread else ():
        unread = figure.value is None and figure.pointer in view.unread
        text = "".join(view.blanks.get(figure.pointer, "").split()) if unread else ""
        if text and not _WHOLE_NUMBER.search(text):
            yield fail(
                f"金额处填写的是“{text}”，不是数字",
                f"“{text}” stands in the place of an amount",
                (figure.pointer,),
                actual=text,
            )
