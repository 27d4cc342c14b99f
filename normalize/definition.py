"""A form as data: what a definition file holds, checked when it is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

from normalize.repair import squeeze

ValueType = Literal["text", "amount", "share", "target", "date", "currency"]
SectionKind = Literal["table", "items", "text"]


class DefinitionError(ValueError):
    """A definition that cannot be used; names the file and the key."""

    def __init__(self, name: str, key: str, message: str) -> None:
        super().__init__(f"{name}: {key}: {message}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label beside whose text a value stands."""

    path: str
    labels: tuple[str, ...]
    type: ValueType


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table section, known by its headers (squeezed).

    `years`: there is one such column a year; the year stands in the header
    below, or follows from the budget year by `offsets` (`上年` = -1).
    """

    path: str
    headers: tuple[str, ...]
    type: ValueType
    years: bool = False
    offsets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A block of rows, known by its label (squeezed) at the left or above it.

    `first` is the column that makes a row a record, `fill_down` are those whose
    merged cells speak for several rows, `groups` the row groups that are lists
    of their own (收入构成, 支出构成). `text` and `year` are where the text of a
    text section goes and the year that its label names.
    """

    path: str
    kind: SectionKind
    labels: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str = ""
    fill_down: tuple[str, ...] = ()
    text: str = ""
    year: str = ""

    @cached_property
    def headers(self) -> frozenset[str]:
        """All header texts of its columns."""
        return frozenset(
            text for column in self.columns for text in (*column.headers, *column.offsets)
        )


@dataclass(frozen=True)
class FormDefinition:
    """All that is known of one form. `vocabulary` are names that its levels often have."""

    title: str
    aliases: tuple[str, ...]
    version: str
    source: str
    lines: tuple[Label, ...]
    pairs: tuple[Label, ...]
    sections: tuple[Section, ...]
    vocabulary: tuple[str, ...] = ()

    @cached_property
    def headers(self) -> frozenset[str]:
        """All header texts of its table sections."""
        return frozenset(
            text for section in self.sections if section.kind == "table" for text in section.headers
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """All labels and headers of the form and what its levels are called, squeezed."""
        return frozenset(
            [
                *self.vocabulary,
                *(label for section in self.sections for label in section.labels),
                *(label for pair in self.pairs for label in pair.labels),
                *(
                    header
                    for section in self.sections
                    for column in section.columns
                    for header in column.headers
                ),
            ]
        )

    @property
    def titles(self) -> tuple[str, ...]:
        """Title and aliases, squeezed."""
        return (squeeze(self.title), *self.aliases)


def parse_definition(data: Mapping[str, Any], name: str) -> FormDefinition:
    """Checks a definition read from a file called `name`. Raises `DefinitionError`."""
    reader = _Checked(data, name, "form")
    definition = FormDefinition(
        title=reader.text("title"),
        aliases=reader.names("aliases"),
        version=reader.text("version", ""),
        source=reader.text("source", ""),
        lines=tuple(_label(item) for item in reader.items("line")),
        pairs=tuple(_label(item) for item in reader.items("pair")),
        sections=tuple(_section(item) for item in reader.items("section")),
        vocabulary=reader.names("vocabulary"),
    )
    reader.done()
    if not definition.sections and not definition.pairs:
        raise DefinitionError(name, "section", "a form needs at least one section or pair")
    return definition


@dataclass(slots=True)
class _Checked:
    """Takes keys out of a mapping, one by one; what is left over is an error."""

    data: Mapping[str, Any]
    name: str
    where: str
    taken: set[str] = field(default_factory=set)

    def _get(self, key: str, default: Any, kind: type) -> Any:
        self.taken.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise DefinitionError(self.name, f"{self.where}.{key}", "is missing")
        if not isinstance(value, kind):
            message = f"should be {kind.__name__}, is {type(value).__name__}"
            raise DefinitionError(self.name, f"{self.where}.{key}", message)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._get(key, default, str))

    def flag(self, key: str) -> bool:
        return bool(self._get(key, False, bool))

    def names(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        return tuple(squeeze(name) for name in self._get(key, list(default), list))

    def words(self, key: str) -> tuple[str, ...]:
        return tuple(self._get(key, [], list))

    def mapping(self, key: str) -> dict[str, Any]:
        return dict(self._get(key, {}, dict))

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> Any:
        value = self.text(key, default)
        if value not in allowed:
            message = f"{value!r} is none of {', '.join(allowed)}"
            raise DefinitionError(self.name, f"{self.where}.{key}", message)
        return value

    def items(self, key: str) -> list["_Checked"]:
        return [
            _Checked(item, self.name, f"{self.where}.{key}[{index}]")
            for index, item in enumerate(self._get(key, [], list))
        ]

    def done(self) -> None:
        for key in self.data:
            if key not in self.taken:
                raise DefinitionError(self.name, f"{self.where}.{key}", "is not known")


def _label(item: _Checked) -> Label:
    label = Label(
        item.text("path"), item.names("labels"), item.choice("type", get_args(ValueType), "text")
    )
    item.done()
    return label


def _section(item: _Checked) -> Section:
    groups = item.mapping("groups")
    section = Section(
        path=item.text("path"),
        kind=item.choice("kind", get_args(SectionKind)),
        labels=item.names("labels"),
        columns=tuple(_column(column) for column in item.items("column")),
        groups={key: tuple(squeeze(name) for name in names) for key, names in groups.items()},
        first=item.text("first", ""),
        fill_down=item.words("fill_down"),
        text=item.text("text", ""),
        year=item.text("year", ""),
    )
    item.done()
    if section.kind == "table":
        paths = {column.path for column in section.columns}
        for path in (section.first, *section.fill_down):
            if path not in paths:
                message = f"{path!r} is none of the section's columns"
                raise DefinitionError(item.name, f"{item.where}.first", message)
    return section


def _column(item: _Checked) -> Column:
    offsets = item.mapping("offsets")
    column = Column(
        path=item.text("path"),
        headers=item.names("headers"),
        type=item.choice("type", get_args(ValueType), "text"),
        years=item.flag("years"),
        offsets={squeeze(name): int(offset) for name, offset in offsets.items()},
    )
    item.done()
    return column
