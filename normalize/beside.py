"""What stands beside a target and belongs to it: its unit, its sign, its year.

A form may print the unit in the indicator's name (`报到率（%）`), in the header
(`指标值（万元）`) or in a column of its own (`计量单位`), the sign in another
(`≥`), and the year once for all. Pure: whoever reads the table hands in the texts.
"""

import re
from typing import NamedTuple

from normalize.deadlines import with_year
from normalize.models import DateTarget, Qualitative, Range, Threshold
from normalize.repair import is_placeholder, repair_text
from normalize.targets import AnyTarget, parse_target
from normalize.units import MULTIPLIERS, is_known, on_scale


class Beside(NamedTuple):
    """The texts around a target's cell, "" for what the form has not.

    `name` is the indicator's name, `header` that of the target's column, `unit` and
    `sign` the cells of the columns for them, `year` the year that the targets are for.
    `counted` is the unit of the indicator's target, where what was reached is read.
    """

    name: str = ""
    header: str = ""
    unit: str = ""
    sign: str = ""
    year: int | None = None
    counted: str = ""


class Told(NamedTuple):
    """A target and what of it stood elsewhere, as names of repairs."""

    target: AnyTarget | None
    repairs: tuple[str, ...] = ()


NOTHING_BESIDE = Beside()


def target_beside(text: str, beside: Beside) -> Told:
    """The target of a cell, completed by what stands beside it.

    What the cell says itself is never changed: a unit goes only to a number without
    one, a sign only to a bare number. Repairs: `unit_from_column`, `unit_from_name`,
    `unit_from_header`, `sign_from_column`, `year_from_form`, `drop_name`, `count_from_target`,
    `count_from_name`.
    """
    target = parse_target(text)
    if target is None or beside == NOTHING_BESIDE:
        return Told(target)
    repairs: list[str] = []
    if isinstance(target, Qualitative):
        target = _in_year(target, beside.year, repairs)
    if isinstance(target, Qualitative):
        target = _without_name(target, beside.name, repairs)
    if isinstance(target, Qualitative):
        target = _as_counted(target, beside, repairs)
    if beside.sign and isinstance(target, Threshold | Qualitative):
        target = _with_sign(target, beside.sign, repairs)
    if isinstance(target, Threshold | Range):
        target = _with_unit(target, beside, repairs)
    return Told(target, tuple(repairs))


def _in_year(target: Qualitative, year: int | None, repairs: list[str]) -> AnyTarget:
    """`12月底前` in a form of 2024."""
    dated = with_year(target.raw.replace(" ", ""), year) if year is not None else None
    read = parse_target(dated) if dated is not None else None
    if not isinstance(read, DateTarget):
        return target
    repairs.append("year_from_form")
    return _as_filed(read, target.raw)


def _without_name(target: Qualitative, name: str, repairs: list[str]) -> AnyTarget:
    """`GDP增速6%左右` of the indicator `GDP增速`: the name comes before the value."""
    bare = _bare_name(name)
    if len(bare) < 2 or not target.raw.startswith(bare):
        return target
    rest = target.raw[len(bare) :].lstrip(":：为 ")
    read = parse_target(rest)
    if not isinstance(read, Threshold | Range):
        return target
    repairs.append("drop_name")
    return _as_filed(read, target.raw)


def _as_counted(target: Qualitative, beside: Beside, repairs: list[str]) -> AnyTarget:
    """`5期` says how many where `≥4期` was planned, or where a number is asked for
    (`培训期数`); alone it could say which."""
    read = parse_target("=" + target.raw) if target.raw[0].isdigit() else None
    if not isinstance(read, Threshold) or not read.unit:
        return target
    if read.unit == beside.counted:
        repairs.append("count_from_target")
    elif _bare_name(beside.name).endswith((f"{read.unit}数", "数量")):
        repairs.append("count_from_name")
    else:
        return target
    return _as_filed(read, target.raw)


# What a column of signs holds.
SIGN = re.compile("[≥≤><=]|[不大小高低多少等于超过至以上下内]{2,5}")


def _with_sign(target: Threshold | Qualitative, sign: str, repairs: list[str]) -> AnyTarget:
    """`≥` in the column for it, `95` in the next; a sign in the cell goes before."""
    sign = repair_text([sign]).text
    if not SIGN.fullmatch(sign) or (isinstance(target, Threshold) and target.op != "="):
        return target
    read = parse_target(sign + target.raw)
    if not isinstance(read, Threshold):
        return target
    if isinstance(target, Threshold) and (read.value, read.unit) != (target.value, target.unit):
        return target
    if isinstance(target, Threshold) and read.op == "=":  # a bare number says so already
        return target
    repairs.append("sign_from_column")
    return _as_filed(read, target.raw)


# `1.2万` under `万元` or `%` could be meant in two ways.
_NOT_IN_TENS = frozenset("万亿千百十%‰")


def _with_unit(target: Threshold | Range, beside: Beside, repairs: list[str]) -> AnyTarget:
    if target.unit and target.unit not in MULTIPLIERS:
        return target
    for unit, place in (
        (unit_of_column(beside.unit), "unit_from_column"),
        (unit_in_brackets(beside.name), "unit_from_name"),
        (unit_in_brackets(beside.header), "unit_from_header"),
    ):
        if not unit:
            continue
        whole = target.unit + unit
        if target.unit and (unit[0] in _NOT_IN_TENS or not is_known(whole)):
            return target
        if (
            unit in ("年", "周年")
            and isinstance(target, Threshold)
            and 1900 <= target.value <= 2100
        ):
            return target  # a year, not a stretch of time
        repairs.append(place)
        return _in_unit(target, whole)
    return target


def _in_unit(target: Threshold | Range, unit: str) -> AnyTarget:
    if isinstance(target, Threshold):
        base_value, base_unit = on_scale(target.value, unit)
        return target.model_copy(
            update={"unit": unit, "base_value": base_value, "base_unit": base_unit}
        )
    base_low, base_unit = on_scale(target.low, unit)
    base_high, _ = on_scale(target.high, unit)
    return target.model_copy(
        update={
            "unit": unit,
            "base_low": base_low,
            "base_high": base_high,
            "base_unit": base_unit,
        }
    )


def _as_filed(target: AnyTarget, raw: str) -> AnyTarget:
    return target.model_copy(update={"raw": raw})


_BRACKETS = re.compile(
    r"[（(](?:计量)?(?:单位)?[:：]?([^（）()]{1,8}(?:[（(][^（）()]{1,4}[)）])?)[)）]"
)
_AT_END = re.compile(rf"(?:{_BRACKETS.pattern})\s*[:：]?$")


def unit_in_brackets(text: str) -> str:
    """The unit that ends a name or a header: `报到率（%）`, `指标值（单位：万元）`; else "".

    Only what is surely a unit: `覆盖率（含乡镇）` names none.
    """
    match = _AT_END.search(repair_text(text.split("\n")).text)
    unit = _plain(match[1]) if match else ""
    return unit if unit and is_known(unit) else ""


_NO_UNIT = re.compile(r".*[0-9≥≤><=。，,；;].*|定性|定量|文字(?:描述)?|其他|单位")
_LONGEST_UNIT = 8


def unit_of_column(text: str) -> str:
    """The unit that a cell of the column `计量单位` holds; "" for `定性`, `/` and the like."""
    unit = _plain(repair_text(text.split("\n")).text)
    if not unit or is_placeholder(unit):
        return ""
    if is_known(unit):
        return unit
    return "" if len(unit) > _LONGEST_UNIT or _NO_UNIT.fullmatch(unit) else unit


def _plain(unit: str) -> str:
    """`（%）` as `%`, `台（套）` as `台(套)`."""
    unit = unit.strip().translate({ord("（"): "(", ord("）"): ")"})
    return unit[1:-1] if unit[:1] == "(" and unit[-1:] == ")" and unit.count("(") == 1 else unit


def _bare_name(name: str) -> str:
    """An indicator's name without number, bracketed unit and colon at its end."""
    text = repair_text(name.split("\n")).text.rstrip(":： ")
    return _AT_END.sub("", text) if unit_in_brackets(text) else text
