"""A first definition of an unknown form, from one filing of it: for a person to go on from."""

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from extract.records import Cell, Document
from normalize.choices import parse_choices
from normalize.definition import Label, ValueType
from normalize.models import LabelledValue, OtherDeclaration
from normalize.numbers import parse_share
from normalize.periods import parse_moment
from normalize.repair import is_placeholder, repair_text, squeeze
from normalize.rows import Row, rows_of
from normalize.targets import parse_target
from normalize.unknown import behind_labels, beside_labels, columns_of, is_label, surely

LONGEST_TITLE = 40
# With fewer columns a table looks like labels and values.
FEWEST_COLUMNS = 3
_OPERATOR = re.compile("[≥≤><±~～%％]|不低于|不超过|以上|以内")


@dataclass(frozen=True, slots=True)
class _Table:
    """Headers and the cells below each of them; `label` marks the table."""

    label: str
    headers: tuple[str, ...]
    below: tuple[tuple[str, ...], ...]


def draft_definition(document: Document, name: str, known: Mapping[str, Label]) -> str:
    """TOML for a form that this is a filing of; `name` stands in where no title is found.

    `known` are labels whose meaning other forms tell (`联系电话` is `phone`).
    """
    title = _title(document) or name
    blocks = [
        _block(
            title=title,
            aliases=[],
            version=str(datetime.date.today().year),
            source=f"drafted from {name}",
        )
    ]
    for heading, found in (("pair", beside_labels(document)), ("line", behind_labels(document))):
        if rows := list(_labels(found, known, heading)):
            blocks.append(f"{heading} = [\n" + "".join(f"    {row},\n" for row in rows) + "]\n")
    for number, table in enumerate(_tables(document), start=1):
        blocks += _section(table, number)
    return "\n".join(blocks)


def _labels(
    pairs: Iterable[LabelledValue], known: Mapping[str, Label], heading: str
) -> Iterator[str]:
    """A rule for each label. The second of a label is told apart by its place alone, and
    needs a name of its own."""
    paths: Counter[str] = Counter()
    for number, pair in enumerate(pairs, start=1):
        label = squeeze(pair.label)
        if is_placeholder(label):
            continue
        path, type_ = _meaning(label, pair, known, f"{heading}_{number}")
        paths[path] += 1
        own = path if paths[path] == 1 else f"{path}_{paths[path]}"
        of_type = "" if type_ == "text" else f", type = {_toml(type_)}"
        yield f"{{ path = {_toml(own)}, labels = {_toml([label])}{of_type} }}"


def _title(document: Document) -> str:
    """The first line that could be one: short, and ending as titles of forms do, if any does."""
    rows = rows_of(document.tables)
    wide = [row.cells[0].lines[0] for row in rows[:1] if len(row.cells) == 1 and row.cells[0].lines]
    texts = [repair_text([line.text]).text for line in (*wide, *document.lines)]
    short = [text for text in texts if len(text) <= LONGEST_TITLE and is_label(text[:20])]
    named = [text for text in short if re.search("[表单书票册]$", text)]
    return next(iter([*named, *short]), "")


def _meaning(
    label: str, pair: LabelledValue, known: Mapping[str, Label], instead: str
) -> tuple[str, ValueType]:
    """Where a value goes and of which type it is."""
    rule = known.get(label)
    if rule is not None and rule.path in OtherDeclaration.model_fields:
        return rule.path, rule.type
    return identifier(pair.label, instead), _type_of(pair.evidence.raw)


def identifier(label: str, instead: str) -> str:
    """A label as a name: `投资总概算(万元)` is `投资总概算`."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", label)
    name = "_".join(re.sub(r"[^\w\s]", "", bare).split()).lower()
    return name if name.isidentifier() else instead


def _type_of(raw: str) -> ValueType:
    text = repair_text(raw.split("\n")).text
    found = surely(text)
    if isinstance(found, Decimal):
        # A number of a telephone or a post code is no amount.
        return "text" if re.fullmatch(r"0\d+|\d{6}|\d{7,}", text) else "amount"
    if found is not None:
        return "date"
    if text.endswith("%") and parse_share(text).value is not None:
        return "share"
    if parse_choices(raw) is None and len(text) <= len("2014年12月") and parse_moment(text):
        return "moment"
    return "text"


def _tables(document: Document) -> Iterator[_Table]:
    """Runs of rows with the same columns, headers in the first."""
    rows = rows_of(document.tables, document.lines)
    for _, run in groupby(rows, key=lambda row: (row.table, columns_of(row))):
        block = list(run)
        first = [cell for cell, _ in block[0].starting if _is_of_row(cell, block[0])]
        texts = [squeeze(cell.text) for cell in first]
        if len(first) < FEWEST_COLUMNS or len(block) < 2 or not all(map(is_label, texts)):
            continue
        below = [[cell for cell, _ in row.starting] for row in block[1:]]
        if any(all(is_label(squeeze(cell.text)) for cell in row[::2]) for row in below[:1]) and (
            len(first) % 2 == 0
        ):
            continue
        yield _Table(
            _label_of(block[0]),
            tuple(texts),
            tuple(
                tuple(cell.text for row in below if len(row) > index for cell in [row[index]])
                for index in range(len(first))
            ),
        )


def _is_of_row(cell: Cell, row: Row) -> bool:
    return cell.row_span == 1 or cell is not row.cells[0]


def _label_of(row: Row) -> str:
    """What marks a table: the label to its left, or the line above it; "" for nothing."""
    first = row.cells[0]
    if first.row_span > 1 and first.lines:
        return squeeze(first.text)
    lines = [squeeze(line.text) for line in row.headings]
    return next((text for text in lines if is_label(text)), "")


def _section(table: _Table, number: int) -> Iterator[str]:
    names = [identifier(header, f"column_{place}") for place, header in enumerate(table.headers, 1)]
    firsts = [name for name, header in zip(names, table.headers, strict=True) if header != "序号"]
    yield _block(
        "section",
        path=identifier(table.label, f"table_{number}"),
        kind="table",
        # Without a label it is known by its headers.
        labels=[table.label or f"表{number}"],
        first=firsts[0],
    )
    for name, header, below in zip(names, table.headers, table.below, strict=True):
        yield _block("section.column", path=name, headers=[header], type=_type_of_column(below))


def _type_of_column(texts: Sequence[str]) -> ValueType:
    """What most of a column's cells are."""
    filled = [text for text in texts if text.strip() and not is_placeholder(text)]
    types = Counter(map(_type_of, filled))
    if not types:
        return "text"
    (best, count), *_ = types.most_common(1)
    signs = sum(bool(_OPERATOR.search(text)) and _is_target(text) for text in filled)
    if signs * 2 > len(filled):
        return "target"
    return best if count == len(filled) else "text"


def _is_target(text: str) -> bool:
    target = parse_target(text)
    return target is not None and target.kind != "qualitative"


def _block(heading: str = "", **values: str | list[str]) -> str:
    lines = [f"[[{heading}]]"] if heading else []
    lines += [f"{key} = {_toml(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _toml(value: str | list[str]) -> str:
    """A text or a list of texts; JSON's strings are TOML's."""
    return json.dumps(value, ensure_ascii=False)
