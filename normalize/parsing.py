"""A definition file to a `FormDefinition`; what is wrong with it is said by line and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from normalize.definition import (
    Column,
    FormDefinition,
    Label,
    ModelName,
    Part,
    Section,
    SectionKind,
    ValueType,
)
from normalize.leaves import MODELS, leads_to_field
from normalize.repair import squeeze

_HEADING = re.compile(r"\s*\[\[?\s*([\w.]+)\s*\]\]?")
# A list of rules, one a line: `pair = [` and `{ path = "unit", labels = ["单位"] },`.
_LIST = re.compile(r"(pair|line)\s*=\s*\[\s*$")
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


class DefinitionError(ValueError):
    """A definition that cannot be used; names the file, the line where it is known, the key."""

    def __init__(self, name: str, key: str, message: str, line: int | None = None) -> None:
        at = f"line {line}: " if line else ""
        super().__init__(f"{name}: {at}{key}: {message}")
        self.name, self.key, self.message, self.line = name, key, message, line


def read_definition(text: str, name: str) -> FormDefinition:
    """The definition that a TOML text holds. Raises `DefinitionError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(name, "TOML", str(error)) from error
    try:
        return parse_definition(data, name)
    except DefinitionError as error:
        line = line_of(text, error.key)
        raise DefinitionError(name, error.key, error.message, line) from error


def parse_definition(data: Mapping[str, Any], name: str) -> FormDefinition:
    """Checks a definition read from a file called `name`. Raises `DefinitionError`."""
    reader = _Checked(data, name, "form")
    halves = reader.lists("halves")
    definition = FormDefinition(
        title=reader.text("title"),
        aliases=reader.names("aliases"),
        version=reader.text("version", ""),
        source=reader.text("source", ""),
        lines=tuple(_label(item) for item in reader.items("line")),
        pairs=tuple(_label(item) for item in reader.items("pair")),
        sections=tuple(_section(item, halves) for item in reader.items("section")),
        vocabulary=reader.names("vocabulary"),
        model=reader.choice("model", get_args(ModelName), "other"),
        halves=halves,
        name=name.removesuffix(".toml"),
        title_has=reader.names("title_has"),
        title_lacks=reader.names("title_lacks"),
        layouts=reader.layouts("layouts"),
    )
    reader.done()
    paths = {section.path for section in definition.sections}
    for path in (path for layout in definition.layouts for path in layout):
        if path not in paths:
            raise reader.error("layouts", f"{path!r} is no section of the form")
    if not definition.sections and not definition.pairs:
        raise reader.error("section", "a form needs at least one section or pair")
    for key, path in _paths(definition):
        if not leads_to_field(MODELS[definition.model], path):
            message = f"{path!r} leads to no field of a {definition.model}"
            raise DefinitionError(name, f"form.{key}", message)
    return _kept_apart(definition) if definition.model == "other" else definition


def line_of(text: str, key: str) -> int | None:
    """The line (from 1) of a TOML text that a key like `form.section[1].kind` stands in.

    That of the table it is missing from where it is not there.
    """
    steps = [(name, int(index or 0)) for name, index in _STEP.findall(key)][1:]
    counts: dict[str, int] = {}
    where: list[tuple[str, int]] = []
    found = None
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            name = heading[1]
            counts = {
                other: count for other, count in counts.items() if not other.startswith(f"{name}.")
            }
            counts[name] = counts.get(name, -1) + 1
            parts = name.split(".")
            where = [
                (part, counts.get(".".join(parts[: depth + 1]), 0))
                for depth, part in enumerate(parts)
            ]
            if where == steps or where == steps[:-1]:
                found = number
        elif opened := _LIST.match(line):
            where = [(opened[1], -1)]
            if where[0][0] == steps[-1][0]:
                found = found or number
        elif line.lstrip().startswith("{") and len(where) == 1:
            where = [(where[0][0], where[0][1] + 1)]
            if where == steps[:1]:
                return number
        elif where == steps[:-1] and re.match(rf"\s*{re.escape(steps[-1][0])}\s*=", line):
            return number
    return found


@dataclass(slots=True)
class _Checked:
    """Takes keys out of a mapping, one by one; what is left over is an error."""

    data: Mapping[str, Any]
    name: str
    where: str
    taken: set[str] = field(default_factory=set)

    def error(self, key: str, message: str) -> DefinitionError:
        return DefinitionError(self.name, f"{self.where}.{key}", message)

    def _get(self, key: str, default: Any, kind: type) -> Any:
        self.taken.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise self.error(key, "is missing")
        if not isinstance(value, kind):
            raise self.error(key, f"should be {kind.__name__}, is {type(value).__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._get(key, default, str))

    def flag(self, key: str) -> bool:
        return bool(self._get(key, False, bool))

    def names(self, key: str) -> tuple[str, ...]:
        return tuple(map(squeeze, self.words(key)))

    def words(self, key: str) -> tuple[str, ...]:
        words = self._get(key, [], list)
        if not all(isinstance(word, str) for word in words):
            raise self.error(key, "should hold texts only")
        return tuple(words)

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        inner = _Checked(self._get(key, {}, dict), self.name, f"{self.where}.{key}")
        return {name: inner.names(name) for name in inner.data}

    def mapping(self, key: str) -> dict[str, str]:
        inner = _Checked(self._get(key, {}, dict), self.name, f"{self.where}.{key}")
        return {name: inner.text(name) for name in inner.data}

    def layouts(self, key: str) -> tuple[tuple[str, ...], ...]:
        layouts = self._get(key, [], list)
        if not all(isinstance(paths, list) for paths in layouts):
            raise self.error(key, "should be lists of the paths of sections")
        return tuple(tuple(paths) for paths in layouts)

    def offsets(self, key: str) -> dict[str, int]:
        offsets = self._get(key, {}, dict)
        if not all(isinstance(offset, int) for offset in offsets.values()):
            raise self.error(key, "should hold whole numbers")
        return {squeeze(name): offset for name, offset in offsets.items()}

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> Any:
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(key, f"{value!r} is none of {', '.join(filter(None, allowed))}")
        return value

    def items(self, key: str) -> list["_Checked"]:
        items = self._get(key, [], list)
        if not all(isinstance(item, dict) for item in items):
            raise self.error(key, f"should be tables, as [[{key}]] makes them")
        return [
            _Checked(item, self.name, f"{self.where}.{key}[{index}]")
            for index, item in enumerate(items)
        ]

    def done(self) -> None:
        for key in self.data:
            if key not in self.taken:
                raise self.error(key, "is not known")


def _label(item: _Checked) -> Label:
    label = Label(
        item.text("path"),
        item.names("labels"),
        item.choice("type", get_args(ValueType), "text"),
        item.text("code", ""),
    )
    item.done()
    return label


def _section(item: _Checked, halves: Mapping[str, tuple[str, ...]]) -> Section:
    section = Section(
        path=item.text("path"),
        kind=item.choice("kind", get_args(SectionKind)),
        labels=item.names("labels"),
        columns=tuple(_column(column) for column in item.items("column")),
        groups=item.lists("groups"),
        first=item.text("first", ""),
        fill_down=item.words("fill_down"),
        text=item.text("text", ""),
        year=item.text("year", ""),
        period=item.text("period", ""),
        optional=item.flag("optional"),
        sides=item.lists("sides"),
        items=item.names("items"),
        sums=item.names("sums"),
        side_of_half=item.mapping("side_of_half"),
        closing=item.names("closing"),
        closes=item.mapping("closes"),
        total=item.text("total", ""),
        meant=item.lists("meant"),
        halves=halves,
    )
    item.done()
    _check_section(section, item)
    return section


def _check_section(section: Section, item: _Checked) -> None:
    if not section.labels:
        raise item.error("labels", "a section needs at least one label")
    if section.path.startswith("*") and not section.halves:
        raise item.error("path", "`*` needs the form's [halves]")
    for half in section.meant:
        if half not in section.halves:
            raise item.error("meant", f"{half!r} is none of the form's [halves]")
    if section.kind == "table":
        paths = {column.path for column in section.columns}
        if section.first not in paths:
            raise item.error("first", f"{section.first!r} is none of the section's columns")
        for path in section.fill_down:
            if path not in paths:
                raise item.error("fill_down", f"{path!r} is none of the section's columns")
    for path in section.closes:
        if path not in {column.path for column in section.columns}:
            raise item.error("closes", f"{path!r} is none of the section's columns")
    if section.kind == "amounts" and not section.sides:
        raise item.error("sides", "is missing")
    for half, side in section.side_of_half.items():
        if half not in section.halves or side not in section.sides:
            raise item.error("side_of_half", f"{half!r} is no half or {side!r} no side")


def _column(item: _Checked) -> Column:
    column = Column(
        path=item.text("path"),
        headers=item.names("headers"),
        type=item.choice("type", get_args(ValueType), "text"),
        years=item.flag("years"),
        offsets=item.offsets("offsets"),
        part=item.choice("part", get_args(Part), ""),
    )
    item.done()
    return column


def _paths(definition: FormDefinition) -> Iterator[tuple[str, str]]:
    """Every path of the definition with the key that it stands at."""
    for kind, labels in (("line", definition.lines), ("pair", definition.pairs)):
        for index, label in enumerate(labels):
            yield f"{kind}[{index}].path", label.path
            if label.code:
                yield f"{kind}[{index}].code", label.code
    for index, section in enumerate(definition.sections):
        for half in definition.halves if section.path.startswith("*") else ("",):
            for key, path in _section_paths(section, section.path_of(half)):
                yield f"section[{index}].{key}", path


def _section_paths(section: Section, path: str) -> Iterator[tuple[str, str]]:
    if section.period:
        yield "period", section.period
    if section.kind == "text":
        yield "text", _joined(path, section.text)
        if section.year:
            yield "year", _joined(path, section.year)
        return
    places = [_joined(path, group) for group in section.groups] or [path]
    for place in section.closes.values():
        yield "closes", place
    for place in places:
        yield "path", place
        for index, column in enumerate(section.columns):
            if column.path:
                yield f"column[{index}].path", f"{place}.{column.path}"
        for side in section.sides:
            yield "sides", f"{place}.{side}"


def _joined(*steps: str) -> str:
    return ".".join(filter(None, steps))


def _kept_apart(form: FormDefinition) -> FormDefinition:
    """The definition of a form of another kind: its values and records stand in dicts."""

    def moved(path: str) -> str:
        return path if path in MODELS["other"].model_fields else f"values.{path}"

    def moved_section(section: Section) -> Section:
        if section.kind == "text":
            path = moved(_joined(section.path, section.text))
            return replace(section, path="", text=path)
        closes = {column: moved(path) for column, path in section.closes.items()}
        return replace(section, path=f"records.{section.path}", closes=closes)

    def moved_label(label: Label) -> Label:
        return replace(label, path=moved(label.path), code=label.code and moved(label.code))

    return replace(
        form,
        lines=tuple(map(moved_label, form.lines)),
        pairs=tuple(map(moved_label, form.pairs)),
        sections=tuple(map(moved_section, form.sections)),
    )
