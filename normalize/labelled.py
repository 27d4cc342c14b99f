"""What stands beside or behind a label to the leaves that the label's rule names."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.records import Place, TextLine
from normalize.cells import Value, value_of
from normalize.choices import Choices, parse_choices
from normalize.codes import split_code
from normalize.definition import Label
from normalize.draft import Draft, escape
from normalize.periods import FiledPeriod, parse_moment, parse_period
from normalize.repair import squeeze

_CURRENCY = re.compile(r"(?:人民币)?(亿元|百万元|万元|千元|元)")
_CURRENCY_IN_BRACKETS = re.compile(r"\((?:金额)?(?:单位)?(?:人民币)?(亿元|百万元|万元|千元|元)\)")


def put_labelled(
    draft: Draft, rule: Label, label: str, lines: Sequence[TextLine], place: Place, doubt: str
) -> bool:
    """Sets the leaves that a rule names. False where the text says nothing of its type.

    Of a group of check boxes the leaf is what is ticked; none or several go to `choices`.
    """
    if rule.type == "period":
        return _put_period(draft, rule.path, lines, place, doubt)
    plain = rule.type in ("text", "code", "moment", "currency")
    value = value_of(lines, place, "text" if plain else rule.type, doubt)
    if rule.type == "text" and value.value is not None:
        value = _ticked(draft, label, lines, value)
    elif rule.type == "moment" and value.value is not None:
        moment = parse_moment(value.value)
        value = replace(value, value=moment, unread=moment is None)
    elif rule.type == "currency" and value.value is not None:
        match = _CURRENCY.match(squeeze(value.value))
        value = replace(value, value=match[1] if match else None)
    elif rule.type == "code" and value.value is not None:
        _put_code(draft, rule, value)
        return True
    draft.put_at(rule.path, value)
    return True


def _ticked(draft: Draft, label: str, lines: Sequence[TextLine], value: Value) -> Value:
    choices = parse_choices("\n".join(line.text for line in lines))
    if choices is None:
        return value
    if len(choices.ticked) == 1:
        return replace(value, value=choices.ticked[0])
    put_choices(draft, label, choices, value)
    return replace(_believed(choices, value), value=None)


def _put_code(draft: Draft, rule: Label, value: Value) -> None:
    """Name and code apart. A code alone is all that the filer says of the thing."""
    name, code = split_code(value.value)
    draft.put_at(rule.path, replace(value, value=name or code))
    if code is not None and rule.code:
        draft.put_at(rule.code, replace(value, value=code))


def _put_period(
    draft: Draft, path: str, lines: Sequence[TextLine], place: Place, doubt: str
) -> bool:
    value = value_of(lines, place, "text", doubt)
    period = parse_period(value.value or "", draft.data.get("stated_year"))
    if period is not None or value.value is None:
        put_period(draft, path, period or FiledPeriod(None, None), value)
    return period is not None or value.value is None


def put_period(draft: Draft, path: str, period: FiledPeriod, value: Value) -> None:
    """Sets beginning and end, unless they are known. In the place of one that was left blank
    beside the other nothing stands."""
    blank = replace(value, value=None, evidence=value.evidence.model_copy(update={"raw": ""}))
    for step, moment in (("from", period.start), ("to", period.end)):
        if draft.at(f"{path}.{step}") is None:
            is_blank = moment is None and period.left_blank
            draft.put_at(f"{path}.{step}", blank if is_blank else replace(value, value=moment))


def put_choices(draft: Draft, label: str, choices: Choices, value: Value) -> None:
    """Keeps what is ticked in a group of check boxes."""
    draft.data.setdefault("choices", {})[label] = list(choices.ticked)
    pointer = f"/choices/{escape(label)}"
    draft.record(pointer, _believed(choices, value))
    for index in range(len(choices.ticked)):
        draft.evidence[f"{pointer}/{index}"] = value.evidence


def put_attribute(draft: Draft, label: str, lines: Sequence[TextLine], value: Value) -> None:
    """Keeps a label of the form's own and its text, or what is ticked there."""
    if value.value is None:
        return
    choices = parse_choices("\n".join(line.text for line in lines))
    if choices is not None:
        put_choices(draft, label, choices, value)
        return
    draft.data.setdefault("attributes", {})[label] = value.value
    draft.evidence[f"/attributes/{escape(label)}"] = value.evidence


def _believed(choices: Choices, value: Value) -> Value:
    """The value, with doubt where a tick may have been lost: a recogniser that makes nothing
    of a ticked box leaves it out, and reads the empty ones beside it."""
    lost = not choices.ticked and value.evidence.reader != "text"
    return unsure(value) if lost or not choices.is_whole else value


def unsure(value: Value) -> Value:
    """The same value, read with doubt."""
    return replace(value, evidence=value.evidence.model_copy(update={"sure": False}))


def put_currency(draft: Draft, lines: Sequence[TextLine], place: Place) -> None:
    """Sets the unit of money that a label names (`项目资金（元）`), unless it is known."""
    match = _CURRENCY_IN_BRACKETS.search(squeeze("".join(line.text for line in lines)))
    if match and draft.data.get("currency_unit") is None:
        value = value_of(lines, place, "text")
        draft.put(draft.data, "currency_unit", "", replace(value, value=match[1]))
