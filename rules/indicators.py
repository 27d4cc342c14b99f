"""The indicator tables themselves: rows that stand twice, rows without a target."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from normalize.models import Threshold
from rules.names import plain_name
from rules.rule import EVERY_FORM, PASS, Verdicts, fail, rule, undetermined
from rules.targets import AT_LEAST, AT_MOST, SOURCE, where, where_en
from rules.view import BLOCK_EN, BLOCK_ZH, Block, Row, View, listed_once

# With more than half of the named rows of a block empty, and at least so many, the
# column was more likely not read than not filled: seen in the field, where a scan
# taken for an empty form gave 12 false findings.
EMPTY_COLUMN_ROWS = 4

BLOCKS: tuple[Block, ...] = ("long_term", "annual")

LEVELS = ("level2", "level3")


def _of(view: View, block: Block) -> tuple[Row, ...]:
    return view.long_term if block == "long_term" else view.annual


@listed_once
def _same_rows(view: View, block: Block) -> Iterable[list[Row]]:
    """Rows of one block by 二级指标 and 三级指标; rows without 三级指标 are skipped.

    A row whose 二级指标 is blank, and not merely unread, is the same as the one above it
    that has none either and the same name, and as no other: rows further off may belong
    to two of them.
    """
    found: dict[tuple[str | int, str], list[Row]] = {}
    above: tuple[str | int, str] = ("", "")
    for place, row in enumerate(_of(view, block)):
        level2 = plain_name(row.indicator.level2)
        blank = not level2 and not view.is_unread(f"{row.pointer}/level2")
        goes_on = blank and isinstance(above[0], int) and above[1] == row.name
        key = above if goes_on else (level2 or place, row.name)
        if row.name:
            found.setdefault(key, []).append(row)
        above = key
    return found.values()


def exclude_each_other(one: Threshold, other: Threshold) -> bool:
    """Whether no value meets both: =95% and =100%, ≤5 and ≥10, not ≥200 and ≥300."""
    if one.base_unit != other.base_unit:
        return False
    low, high = sorted((one, other), key=lambda limit: limit.base_value)
    if low.base_value == high.base_value:
        return {low.op, high.op} in ({">", "<"}, {">", "<="}, {">=", "<"}, {">", "="}, {"<", "="})
    return low.op not in AT_LEAST and high.op not in AT_MOST


def _excluding(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    limits = [(row, row.limit) for row in rows if row.limit]
    for (one, first), (other, second) in combinations(limits, 2):
        if exclude_each_other(first, second):
            yield one, other


@rule(
    "indicator.two_values",
    number="D14",
    title="同名指标的指标值互相矛盾",
    title_en="One indicator with two targets that exclude each other",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def two_values(view: View) -> Verdicts:
    """The same 三级指标 under the same 二级指标 has two targets that no value meets both.

    Compared are exact limits on one scale. Two floors (≥200 and ≥300) can both be met, and
    are indicator.duplicate's matter.

    Example: 产出数量 / 培训人次 =200人次 and again 培训人次 =300人次: fail.
    """
    for block in BLOCKS:
        for rows in _same_rows(view, block):
            if len(rows) == 1:
                continue
            pair = next(_excluding(rows), None)
            if pair is None:
                yield PASS
                continue
            first, second = (row.target.raw if row.target else "" for row in pair)
            yield fail(
                f"{where(pair[0])}出现两次，指标值 {first} 与 {second} 不能同时达到",
                f"{where_en(pair[0])} stands twice, and no value meets both {first} and {second}",
                (pair[0].target_pointer, pair[1].target_pointer),
                also=tuple(f"{row.pointer}/{level}" for row in pair for level in LEVELS),
                expected=first,
                actual=second,
            )


@rule(
    "indicator.duplicate",
    number="D13",
    title="同名指标重复",
    title_en="An indicator that stands twice",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def duplicate(view: View) -> Verdicts:
    """The same 三级指标 stands twice under the same 二级指标 of one block.

    Long-term and annual block are two: an indicator belongs into both. Rows whose
    三级指标 is blank or a placeholder are skipped; of rows without 二级指标 only
    neighbours are compared. Targets that exclude each other are indicator.two_values'.

    Example: 产出数量 / 培训人次 ≥200 and again 培训人次 ≥300: fail, with different values.
    """
    for block in BLOCKS:
        for rows in _same_rows(view, block):
            if len(rows) == 1 or next(_excluding(rows), None):
                yield PASS
                continue
            raws = [row.target.raw if row.target else "空" for row in rows]
            differ = len(set(raws)) > 1
            yield fail(
                f"{where(rows[0])}重复 {len(rows)} 次"
                + (f"，指标值不同：{'、'.join(raws)}" if differ else ""),
                f"{where_en(rows[0])} stands {len(rows)} times"
                + (f" with different targets: {', '.join(raws)}" if differ else ""),
                tuple(f"{row.pointer}/level3" for row in rows),
                also=tuple(f"{row.pointer}/level2" for row in rows),
                expected="1",
                actual=str(len(rows)),
            )


def _has_cell(view: View, row: Row) -> bool:
    """Whether the form has a place for the row's target, as far as that is known."""
    return not view.blanks or row.target_pointer in view.blanks


def _block_empty(view: View, block: Block, rows: list[Row]) -> Verdicts:
    empty = [row for row in rows if row.target is None]
    unread = [row for row in empty if view.is_unread(row.target_pointer)]
    if len(empty) >= EMPTY_COLUMN_ROWS and 2 * len(empty) > len(rows):
        yield undetermined(
            f"{BLOCK_ZH[block]}指标中 {len(empty)} 个没有指标值，可能是该列未能读出",
            f"{len(empty)} {BLOCK_EN[block]} indicators have no target: "
            "the column may not have been read",
            tuple(row.target_pointer for row in empty),
        )
        return
    for row in unread:
        yield undetermined(
            f"{where(row)}的指标值未能读出",
            f"{where_en(row)}: the target could not be read",
            (row.target_pointer,),
        )
    for row in rows:
        if row.target is not None:
            yield PASS
        elif row not in unread and _has_cell(view, row):
            yield fail(
                f"{where(row)}没有填报指标值",
                f"{where_en(row)} has no target",
                (row.target_pointer,),
                also=(f"{row.pointer}/level3",),
            )


@rule(
    "indicator.empty_target",
    number="A03",
    title="指标值为空",
    title_en="An indicator without a target",
    severity="warning",
    source="部门整体绩效目标申报表填报说明5: 三级指标对应具体的指标值",
    forms=EVERY_FORM,
)
def empty_target(view: View) -> Verdicts:
    """A row that names a 三级指标 has no 指标值, or only a placeholder.

    A warning, for one cell may be merged over two indicators. Where more than half
    of a block (and four rows) are empty, the column is doubted and not the filer.

    Example: 行政管理体制改革成效 with a blank 指标值 (the reference filing): fail.
    """
    for block in BLOCKS:
        yield from _block_empty(view, block, [row for row in _of(view, block) if row.name])
