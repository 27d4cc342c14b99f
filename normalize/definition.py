"""A form as data: what a definition holds.

`normalize/parsing.py` makes these records out of a file and checks them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from normalize.repair import squeeze

ValueType = Literal[
    "text",
    "amount",
    "share",
    "target",
    "date",
    "currency",
    "score",
    "moment",
    "period",
    "code",
    "item",
]
SectionKind = Literal["table", "items", "text", "amounts"]
ModelName = Literal["department", "project", "project_evaluation", "department_evaluation", "other"]
Part = Literal["", "op", "unit"]

# `2024年度` says the year, `年度` says what it is a year of.
_YEAR_OF = re.compile(r"\(?(?:19|20)\d\d\)?年?(?=度)")
_YEARS = re.compile(r"(?:\((?:19|20)\d\d\)|(?:19|20)\d\d)年?[-~至到]*")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERING = re.compile(r"\(?[一二三四五六七八九十]{1,3}[),.]|\(?\d{1,2}[),.](?!\d)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label beside whose text a value stands; `code` is where a code in the value goes."""

    path: str
    labels: tuple[str, ...]
    type: ValueType
    code: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table section, known by its headers (squeezed).

    `years`: there is one such column a year; the year stands in the header
    below, or follows from the budget year by `offsets` (`上年` = -1). `part` names
    what of a target the column holds where its sign or unit has one of its own.
    A column without a path is known and kept nowhere (`序号`).
    """

    path: str
    headers: tuple[str, ...]
    type: ValueType
    years: bool = False
    offsets: Mapping[str, int] = field(default_factory=dict)
    part: Part = ""


class Named(NamedTuple):
    """What a header names: a column, and the half of the form where it says so."""

    column: Column
    half: str = ""


@dataclass(frozen=True)
class Section:
    """A block of rows, known by its label (squeezed) at the left or above it.

    `first` is the column that makes a row a record, `fill_down` are those whose
    merged cells speak for several rows, `groups` the row groups that are lists
    of their own (收入构成, 支出构成). `text` is where the text of a text section
    goes, `year` and `period` where the year or years in its label go.

    A path that begins with `*` is that of either half of the form (`halves`, the
    form's); which one, the labels or headers say, of which `labels` and `headers`
    are what stands behind a half's words. `meant` are labels that mean a half
    without its words.

    In a section of amounts, `sides` are the labels of each column's sum: a label
    opens the side, the labels below are its items. `sums` are what such labels say
    behind a half's words, `side_of_half` the side that is meant. `items` are names
    that items have, known where no label marks the section, `total` what the sum is
    called; in a table `sums` are names of the item that is the sum.

    `closing` are the labels of a row below a table's records that sums them up, `closes`
    where the values in its columns go.
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
    period: str = ""
    optional: bool = False
    sides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    side_of_half: Mapping[str, str] = field(default_factory=dict)
    total: str = ""
    closing: tuple[str, ...] = ()
    closes: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    halves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def headers(self) -> Mapping[str, Named]:
        """What each header text names."""
        named: dict[str, Named] = {}
        for column in self.columns:
            for text in (*column.headers, *column.offsets):
                named.setdefault(text, Named(column))
        for half, word in self._half_words():
            for column in self.columns:
                for text in column.headers:
                    named.setdefault(word + text, Named(column, half))
        return named

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """Each label that names the section, with the half that it names or ""."""
        marks = dict.fromkeys(self.labels, "")
        for half, word in self._half_words():
            marks.update((word + label, half) for label in self.labels if word + label not in marks)
        for half, labels in self.meant.items():
            marks.update(dict.fromkeys(labels, half))
        return marks

    @cached_property
    def side_labels(self) -> Mapping[str, str]:
        """Each label of a side's sum, with the side."""
        labels = {
            word + noun: side
            for half, side in self.side_of_half.items()
            for word in self.halves[half]
            for noun in self.sums
        }
        return labels | {label: side for side, own in self.sides.items() for label in own}

    def path_of(self, half: str) -> str:
        """The path of its leaves in one half of the form."""
        return self.path.replace("*", half, 1)

    def _half_words(self) -> Iterator[tuple[str, str]]:
        if self.path.startswith("*"):
            for half, words in self.halves.items():
                for word in words:
                    yield half, word


class Mark(NamedTuple):
    """What a label names: a section, and the half of the form where it says so."""

    section: Section
    half: str


@dataclass(frozen=True)
class FormDefinition:
    """All that is known of one form in one or several layouts.

    A line is the form's title if it holds `title` or an alias, or all words of
    `title_has`; never with one of `title_lacks`, which are other forms' words.
    `layouts` are the paths of the sections that each layout of the form must have (one
    of all that are not optional, where the definition says nothing).
    `name` is the file's, `vocabulary` are names that its levels often have,
    `halves` the words of each half of a form that has two (`long_term` =
    中期, 长期; `annual` = 年度); where nothing says which, the last is meant.
    """

    title: str
    aliases: tuple[str, ...]
    version: str
    source: str
    lines: tuple[Label, ...]
    pairs: tuple[Label, ...]
    sections: tuple[Section, ...]
    vocabulary: tuple[str, ...] = ()
    model: ModelName = "department"
    halves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    title_has: tuple[str, ...] = ()
    title_lacks: tuple[str, ...] = ()
    layouts: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def headers(self) -> frozenset[str]:
        """All header texts of its table sections."""
        return frozenset(
            text for section in self.sections if section.kind == "table" for text in section.headers
        )

    @cached_property
    def marks(self) -> Mapping[str, tuple[Mark, ...]]:
        """The section or sections that a label names: a table and another may share one."""
        marks: dict[str, tuple[Mark, ...]] = {}
        for section in self.sections:
            for label, half in section.marks.items():
                marks[label] = (*marks.get(label, ()), Mark(section, half))
        return marks

    @cached_property
    def longest_marks(self) -> tuple[str, ...]:
        """The labels of all sections, longest first."""
        return tuple(sorted(self.marks, key=len, reverse=True))

    @cached_property
    def pair_labels(self) -> Mapping[str, tuple[Label, ...]]:
        """What each label of a pair says; several things where it stands there several times."""
        labels: dict[str, tuple[Label, ...]] = {}
        for pair in self.pairs:
            for label in pair.labels:
                labels[label] = (*labels.get(label, ()), pair)
        return labels

    @cached_property
    def side_labels(self) -> Mapping[str, tuple[Section, str]]:
        """The section of amounts, and its side, that each label of a sum opens."""
        return {
            label: (section, side)
            for section in self.sections
            for label, side in section.side_labels.items()
        }

    def side_of(self, text: str) -> tuple[Section, str] | None:
        """The section of amounts, and its side, whose sum a squeezed label names."""
        label = known_label(text.removeprefix("其中"), self.side_labels)
        return self.side_labels[label] if label else None

    @cached_property
    def words(self) -> frozenset[str]:
        """All labels and headers of the form and what its levels are called, squeezed."""
        return frozenset(
            [
                *self.vocabulary,
                *self.marks,
                *self.pair_labels,
                *self.side_labels,
                *(item for section in self.sections for item in section.items),
                *(
                    header
                    for section in self.sections
                    for header, named in section.headers.items()
                    if header not in named.column.offsets
                ),
            ]
        )

    @cached_property
    def needed(self) -> tuple[tuple[Section, ...], ...]:
        """The sections that each layout must have."""
        if not self.layouts:
            return (tuple(section for section in self.sections if not section.optional),)
        return tuple(
            tuple(section for section in self.sections if section.path in layout)
            for layout in self.layouts
        )

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Title and aliases, squeezed."""
        return (squeeze(self.title), *self.aliases)

    def half_of(self, text: str) -> str:
        """The half of the form that a squeezed text begins with the words of, or ""."""
        bare = bare_label(text)
        return next(
            (half for half, words in self.halves.items() if bare.startswith(words)),
            "",
        )


@lru_cache(maxsize=8192)
def bare_label(text: str) -> str:
    """A squeezed label without numbering, years and what stands in brackets.

    `(一)中期目标(2019)年-(2021)年` is `中期目标`, `2024年度目标` is `年度目标`.
    """
    if text.isalpha():
        return text
    bare = _YEARS.sub("", _YEAR_OF.sub("年", unnumbered(text)))
    return _BRACKETS.sub("", bare).strip("()[]-~:")


def unnumbered(text: str) -> str:
    """A squeezed heading without its number: `一、部门职能概述`."""
    match = _NUMBERING.match(text)
    return text[match.end() :] if match else text


def known_label(text: str, known: Collection[str]) -> str:
    """The label of `known` that a squeezed text is, as it stands or bare; else ""."""
    if text in known:
        return text
    bare = bare_label(text)
    return bare if bare in known else ""
