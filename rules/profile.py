"""A profile: what a province or an office sets differently, rule by rule, and its own names.

name = "湖北省 2024"

[rules."funding.share"]
severity = "warning"
tolerance = "0.05"

[rules."target.far_from_history"]
on = false

[names."发放进度"]
direction = "high"
capped = true
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, get_args

from normalize.models import Severity
from rules.knowledge import OwnNames, Trait
from rules.rule import RuleFacts, Tolerance

R = TypeVar("R", bound=RuleFacts)

_TOLERANCE = re.compile(r"(\d+(?:\.\d+)?)\s*([%％]?)")
_DIRECTIONS = ("high", "low")
_FLAGS = ("capped", "ceiling", "signed", "change")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a profile says of one rule; None leaves it as it is."""

    severity: Severity | None = None
    tolerance: Tolerance | None = None
    on: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """Settings by rule id, and own names, the longest first. Plain data: it can be pickled."""

    name: str = ""
    settings: tuple[tuple[str, Setting], ...] = ()
    names: OwnNames = ()

    def applied(self, rules: Mapping[str, R]) -> Mapping[str, R]:
        """The rules that are on, with the severity and tolerance of the profile."""
        settings = dict(self.settings)
        if not settings:
            return rules
        return {
            id: _set(rule, settings[id]) if id in settings else rule
            for id, rule in rules.items()
            if id not in settings or settings[id].on
        }


SHIPPED = Profile()


class Slip(NamedTuple):
    """What is wrong in a profile, and the keys that lead there."""

    path: tuple[str, ...]
    message: str


def _set(rule: R, setting: Setting) -> R:
    return replace(rule, severity=setting.severity or rule.severity, tolerance=setting.tolerance)


def read_profile(
    table: Mapping[str, Any], rules: Mapping[str, RuleFacts]
) -> tuple[Profile, list[Slip]]:
    """A profile from its TOML table, and everything that is wrong with it.

    `rules` are all that it may speak of.
    """
    slips: list[Slip] = list(_unknown_keys(table, ("name", "rules", "names"), ()))
    name = table.get("name", "")
    if not isinstance(name, str):
        slips.append(Slip(("name",), "must be a text"))
    settings = {}
    for id, values in _tables(table, "rules", slips):
        path = ("rules", id)
        if id not in rules:
            slips.append(Slip(path, f"there is no such rule.{_hint(id, rules)}"))
            continue
        settings[id] = _setting(values, rules[id], path, slips)
    traits = {
        end: _trait(values, ("names", end), slips) for end, values in _tables(table, "names", slips)
    }
    longest_first = sorted(traits.items(), key=lambda entry: -len(entry[0]))
    return Profile(str(name), tuple(settings.items()), tuple(longest_first)), slips


def _tables(
    table: Mapping[str, Any], key: str, slips: list[Slip]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    part = table.get(key, {})
    if not isinstance(part, dict):
        slips.append(Slip((key,), "must be a table"))
        return
    for name, values in part.items():
        if isinstance(values, dict):
            yield name, values
        else:
            slips.append(Slip((key, name), "must be a table"))


def _setting(
    values: Mapping[str, Any], rule: RuleFacts, path: tuple[str, ...], slips: list[Slip]
) -> Setting:
    slips += _unknown_keys(values, ("severity", "tolerance", "on"), path)
    severities = get_args(Severity)
    take = _taker(values, path, slips)
    return Setting(
        take(
            "severity", lambda value: value in severities, f"must be one of {_listed(severities)}"
        ),
        _tolerance(values, rule, path, slips),
        take("on", lambda value: isinstance(value, bool), "must be true or false", True),
    )


def _tolerance(
    values: Mapping[str, Any], rule: RuleFacts, path: tuple[str, ...], slips: list[Slip]
) -> Tolerance | None:
    if "tolerance" not in values:
        return None
    path = (*path, "tolerance")
    value = values["tolerance"]
    found = _TOLERANCE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        slips.append(Slip(path, 'must be a number in quotes, "0.05", or a share, "2%"'))
        return None
    if rule.slack == "none":
        slips.append(Slip(path, f"{rule.id} compares no figures that could differ by something"))
        return None
    return Tolerance(Decimal(found[1]), bool(found[2]))


def _trait(values: Mapping[str, Any], path: tuple[str, ...], slips: list[Slip]) -> Trait:
    slips += _unknown_keys(values, ("direction", *_FLAGS), path)
    take = _taker(values, path, slips)
    direction = take(
        "direction",
        lambda value: value in _DIRECTIONS,
        f"must be one of {_listed(_DIRECTIONS)}; leave it out where neither is better",
    )
    flags = {
        flag: take(flag, lambda value: isinstance(value, bool), "must be true or false", False)
        for flag in _FLAGS
    }
    return Trait(direction, **flags)


def _taker(
    values: Mapping[str, Any], path: tuple[str, ...], slips: list[Slip]
) -> Callable[..., Any]:
    """A function that takes a value if it is right, and notes a slip if not."""

    def take(key: str, is_right: Callable[[Any], bool], message: str, default: Any = None) -> Any:
        if key not in values:
            return default
        if is_right(values[key]):
            return values[key]
        slips.append(Slip((*path, key), message))
        return default

    return take


def _unknown_keys(
    table: Mapping[str, Any], known: tuple[str, ...], path: tuple[str, ...]
) -> Iterator[Slip]:
    for key in table:
        if key not in known:
            message = f"is no key here, where {_listed(known)} stand.{_nearest(key, known)}"
            yield Slip((*path, key), message)


def _hint(id: str, rules: Iterable[str]) -> str:
    if any(known.startswith(f"{id}.") for known in rules):
        return ' Put the id in quotes, for it has a dot: [rules."..."].'
    return _nearest(id, rules)


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1, 0.5)
    return f' Did you mean "{near[0]}"?' if near else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
