"""部门总体资金情况: sums, shares and the balance of income and expenditure."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from normalize.models import FundingItem
from rules.columns import SIDE_ZH, SIDES, Column, SideName, items_of, shares, whole_share, year_zh
from rules.matches import Checked, Match, errors, notes
from rules.names import is_total, plain_name
from rules.rule import PASS, Verdicts, rule, undetermined
from rules.sums import HUNDRED, Figure, compare_share, compare_sum, compare_to_whole
from rules.view import View, listed_once

SOURCE = "部门整体绩效目标申报表“部门总体资金情况”"
SUM_SLACK = "(n+1)/2 units of the last printed digit, n parts; inside it funding.rounding notes it"
BALANCE_SLACK = "one unit of the last printed digit; inside it funding.rounding notes it"


def _unread_in(view: View, column: Column) -> tuple[str, ...]:
    """Pointers of what a sum needs and nobody read: figures, names of rows, a whole side."""
    if not view.unread:
        return ()
    items = items_of(view.department.funding, column.side)
    if not items:
        return tuple(filter(view.is_unread, (f"/funding/{column.side}",)))
    figures = (*column.parts, column.total) if column.total else column.parts
    blank = [figure.pointer for figure in figures if figure.value is None]
    names = [label for label, row in zip(column.labels, items, strict=True) if row.item is None]
    return tuple(filter(view.is_unread, (*blank, *names)))


@listed_once
def _sums(view: View, side: SideName, year: str | None = None) -> Iterator[Checked]:
    """The parts of a column against its total.

    A column whose parts are all blank may be one that was not read: nothing is said.
    """
    column = view.amounts(side, year)
    if missing := _unread_in(view, column):
        yield undetermined(
            f"{column.title}有未能读出的项目或金额，无法核对合计",
            f"{column.title_en}: items or amounts could not be read, the sum cannot be checked",
            missing,
        )
        return
    total = column.total
    if not column.sound or total is None or not total.value or not column.values:
        return
    comparison = compare_sum(column.values, total.value)
    if comparison.closeness == "equal":
        yield PASS
        return
    yield Match(
        comparison,
        f"{column.title}合计应为各项之和 {comparison.expected}，填报为 {total.value}",
        f"{column.title_en}: the items add up to {comparison.expected}, "
        f"the total is filed as {total.value}",
        (total.pointer, *column.shown),
        column.leant_on,
        expected=str(comparison.expected),
        actual=str(total.value),
    )


@listed_once
def _balances(view: View, year: str | None) -> Iterator[Checked]:
    """Total income against total expenditure; silent where one of them is blank."""
    columns = [view.amounts(side, year) for side in SIDES]
    totals = [column.total for column in columns if column.total]
    missing = [figure.pointer for figure in totals if figure.value is None]
    missing += [f"/funding/{column.side}" for column in columns if not column.labels]
    if unread := tuple(filter(view.is_unread, missing)):
        yield undetermined(
            f"{year_zh(year)}收入合计或支出合计未能读出，无法核对收支平衡",
            "total income or total expenditure could not be read",
            unread,
        )
        return
    values = [figure.value for figure in totals if figure.value is not None]
    if len(values) != len(SIDES):
        return
    comparison = compare_sum(values[:1], values[1])
    if comparison.closeness == "equal":
        yield PASS
        return
    yield Match(
        comparison,
        f"{year_zh(year)}收入合计 {values[0]} 与支出合计 {values[1]} 应相等",
        f"{year + ': ' if year else ''}total income {values[0]} and "
        f"total expenditure {values[1]} should be equal",
        tuple(figure.pointer for figure in totals),
        tuple(label for column in columns for label in column.labels),
        expected=str(values[0]),
        actual=str(values[1]),
    )


def _share(
    view: View, side: SideName, place: int, total: Figure, scale: Decimal
) -> Iterator[Checked]:
    """One printed share against its amount and the total; silent where one is blank."""
    row: FundingItem = items_of(view.department.funding, side)[place]
    comparison = None
    if row.share is not None and row.amount is not None and total.value:
        comparison = compare_share(row.amount, total.value, row.share, scale)
    if comparison and comparison.closeness == "equal":
        yield PASS
        return
    path = f"/funding/{side}/{place}"
    name = (SIDE_ZH[side] if is_total(plain_name(row.item)) else "") + plain_name(row.item)
    name = name or f"第{place + 1}行"
    figures = (Figure(f"{path}/share", row.share), Figure(f"{path}/amount", row.amount), total)
    missing = (figure.pointer for figure in figures if figure.value is None)
    if unread := tuple(dict.fromkeys(filter(view.is_unread, missing))):
        yield undetermined(
            f"{name}的占比或金额未能读出，无法核对占比",
            f"{name}: the share or an amount could not be read",
            unread,
        )
        return
    if comparison is None:
        return
    sign = "%" if scale == HUNDRED else ""
    yield Match(
        comparison,
        f"{name}占比应为 {comparison.expected}{sign}，填报为 {row.share}{sign}",
        f"the share of {name} should be {comparison.expected}{sign}, filed as {row.share}{sign}",
        tuple(dict.fromkeys(figure.pointer for figure in figures)),
        (f"{path}/item",),
        expected=str(comparison.expected),
        actual=str(row.share),
    )


@listed_once
def _shares(view: View) -> Iterator[Checked]:
    """The printed shares of both sides that have a total to be a share of."""
    for side in SIDES:
        total = view.amounts(side).total
        if total is None:
            continue
        if total.value is None and view.is_unread(total.pointer):
            yield undetermined(
                f"{SIDE_ZH[side]}合计未能读出，无法核对占比",
                f"total {side} could not be read, the shares cannot be checked",
                (total.pointer,),
            )
            continue
        scale = whole_share(view.department.funding, side)
        for place in range(len(items_of(view.department.funding, side))):
            yield from _share(view, side, place, total, scale)


@listed_once
def _shares_sums(view: View, side: SideName) -> Iterator[Checked]:
    """The shares of one side against 100; silent where an amount has no share."""
    funding, amounts = view.department.funding, view.amounts(side)
    whole = whole_share(funding, side)
    column = amounts._replace(parts=shares(funding, side))
    blank = tuple(figure.pointer for figure in column.parts if figure.value is None)
    if unread := tuple(filter(view.is_unread, blank)):
        yield undetermined(
            f"{SIDE_ZH[side]}占比有未能读出的，无法核对占比之和",
            f"shares of {side} could not be read",
            unread,
        )
        return
    pairs = zip(column.parts, amounts.parts, strict=True)
    partial = any(share.value is None and amount.value for share, amount in pairs)
    if partial or not column.sound or not column.values:
        return
    comparison = compare_to_whole(column.values, whole)
    if comparison.closeness == "equal":
        yield PASS
        return
    sign = "%" if whole == HUNDRED else ""
    yield Match(
        comparison,
        f"{SIDE_ZH[side]}各项占比之和应为 {whole}{sign}，填报之和为 {comparison.expected}{sign}",
        f"the shares of {side} should add up to {whole}{sign}, "
        f"they add up to {comparison.expected}{sign}",
        column.shown,
        column.leant_on,
        expected=str(whole),
        actual=str(comparison.expected),
    )


def _history_sums(view: View, side: SideName) -> Iterator[Checked]:
    for year in view.history_years:
        yield from _sums(view, side, year)


def _history_balances(view: View) -> Iterator[Checked]:
    for year in view.history_years:
        yield from _balances(view, year)


@rule(
    "funding.income_sum",
    number="B01",
    title="收入合计与各项之和不符",
    title_en="Income does not add up to its total",
    severity="error",
    source=SOURCE,
    slack=SUM_SLACK,
)
def income_sum(view: View) -> Verdicts:
    """The year's income items add up to the row 合计; a blank amount counts as nothing.

    Example: 财政拨款 428.34 + 单位资金 6 = 434.34. With 合计 444.34 the difference of
    10.00 is over the slack of (2+1)/2 x 0.01 = 0.015: fail.
    """
    return errors(_sums(view, "income"))


@rule(
    "funding.expenditure_sum",
    number="B05",
    title="支出合计与各项之和不符",
    title_en="Expenditure does not add up to its total",
    severity="error",
    source=SOURCE,
    slack=SUM_SLACK,
)
def expenditure_sum(view: View) -> Verdicts:
    """The year's expenditure items add up to the row 合计; a blank counts as nothing.

    Example: 人员类 293.75 + 特定目标类 140.59 = 434.34, 合计 434.34: pass.
    """
    return errors(_sums(view, "expenditure"))


@rule(
    "funding.balance",
    number="B14",
    title="收支总计不平",
    title_en="Income and expenditure do not balance",
    severity="error",
    source=SOURCE,
    slack=BALANCE_SLACK,
)
def balance(view: View) -> Verdicts:
    """The year's total income equals its total expenditure.

    Example: income 434.34, expenditure 443.34: fail.
    """
    return errors(_balances(view, None))


@rule(
    "funding.share",
    number="B10",
    title="占比与金额不符",
    title_en="A share does not follow from its amounts",
    severity="error",
    source=SOURCE,
    slack="one unit of the printed share (filers cut digits off, or shift one to close at 100%) "
    "plus what rounding of the amounts moves it; over half a unit funding.rounding notes it",
)
def share(view: View) -> Verdicts:
    """Each printed share is the item's amount divided by the total of its side.

    Example: 财政拨款 428.34 / 434.34 = 98.62%. Filed as 89.62%: fail.
    """
    return errors(_shares(view))


@rule(
    "funding.shares_sum",
    number="B09",
    title="占比之和不为100%",
    title_en="Shares do not add up to 100%",
    severity="error",
    source=SOURCE,
    slack=SUM_SLACK,
)
def shares_sum(view: View) -> Verdicts:
    """The shares of the items of one side add up to 100%.

    Example: 67.63% + 32.37% = 100.00%: pass. 67.63% + 23.37% = 91.00%: fail.
    """
    return errors(chain.from_iterable(_shares_sums(view, side) for side in SIDES))


@rule(
    "funding.history_income_sum",
    number="B01",
    title="近两年收入合计与各项之和不符",
    title_en="Income of a history year does not add up",
    severity="error",
    source=SOURCE,
    slack=SUM_SLACK,
)
def history_income_sum(view: View) -> Verdicts:
    """The income items of each history year add up to that year's 合计.

    Example: 2022: 279.77 + 11.4 = 291.17, 合计 291.17: pass.
    """
    return errors(_history_sums(view, "income"))


@rule(
    "funding.history_expenditure_sum",
    number="B05",
    title="近两年支出合计与各项之和不符",
    title_en="Expenditure of a history year does not add up",
    severity="error",
    source=SOURCE,
    slack=SUM_SLACK,
)
def history_expenditure_sum(view: View) -> Verdicts:
    """The expenditure items of each history year add up to that year's 合计.

    Example: 2023: 238.97 + 181.5 = 420.47. With 合计 402.47: fail.
    """
    return errors(_history_sums(view, "expenditure"))


@rule(
    "funding.history_balance",
    number="B14",
    title="近两年收支总计不平",
    title_en="Income and expenditure of a history year do not balance",
    severity="error",
    source=SOURCE,
    slack=BALANCE_SLACK,
)
def history_balance(view: View) -> Verdicts:
    """The total income of each history year equals its total expenditure.

    Example: 2022: income 291.17, expenditure 279.77: fail (the reference filing).
    """
    return errors(_history_balances(view))


@rule(
    "funding.rounding",
    number="B16",
    title="资金舍入差",
    title_en="Rounding difference in the funding table",
    severity="info",
    source=SOURCE,
    slack="speaks only of differences inside the slack of the other funding rules",
)
def rounding(view: View) -> Verdicts:
    """A sum, share or balance is off by no more than rounding can explain.

    Example: 66.7% + 33.4% = 100.1%: off by 0.1, inside (2+1)/2 x 0.1: a note.
    """
    return notes(
        chain(
            *(_sums(view, side) for side in SIDES),
            *(_history_sums(view, side) for side in SIDES),
            _balances(view, None),
            _history_balances(view),
            _shares(view),
            *(_shares_sums(view, side) for side in SIDES),
        )
    )
