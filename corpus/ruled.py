"""Ruled forms written down as rows of text, and drawn as blocks of cells.

A layout is a tuple of parts. A row of a part is a line of text,

    项目名称 16 | {project} 50 | 实施单位~执行单位 66 | {unit} 100

each cell its content, then its right edge in hundredths of the table's width.
`{pointer}` stands for a leaf, `{a&b}` for one print of two leaves (of `a` alone where `b` is
blank), `~` between
spellings of which each filing has one, `¶` begins a new paragraph. After the edge:
`v` for a label set vertically, `t` for running text, `l` or `r` for text
set left or right, `/2` for
a cell over two rows. In the row of `Each`, `*` is the number of the record, and cells
marked `m` are one where neighbours are equal, each within those marked before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from corpus.layout import Layout
from corpus.sheet import Align, Block, Box, Role, Run
from corpus.tree import Tree, at
from corpus.written import Written

_EDGE = re.compile(r"(?P<content>.*?)\s*(?P<edge>\d+(\.\d+)?)(?P<flags>[vtlrm]*)(/(?P<span>\d+))?")
_LEAF = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they stand; `head` marks them as headers of a table below."""

    text: str
    head: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """A row for each record of a list."""

    pointer: str
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """A label at the left of some parts; its own text ends in its right edge."""

    label: str
    parts: "tuple[Part, ...]"


Part = Rows | Each | Side


@dataclass(frozen=True, slots=True)
class Pen:
    """What the drawing of parts needs to know: the leaves, the look, the bend of columns."""

    tree: Tree
    layout: Layout
    bend: float

    def edge(self, hundredths: float) -> float:
        """A right edge as a fraction of the width, bent so that filings differ in widths."""
        x = hundredths / 100
        return x + self.bend * x * (1 - x)


def pen_of(tree: Tree, layout: Layout) -> Pen:
    """A pen whose columns are bent a little this way or that."""
    return Pen(tree, layout, Random(layout.seed).uniform(-0.08, 0.22))


def block_of(part: Part, pen: Pen, left: float = 0.0) -> Block:
    """The cells of a part that begins at `left` (hundredths of the width)."""
    match part:
        case Rows():
            role: Role | None = "header" if part.head else None
            return _rows_block(part.text, "", pen, left, role)
        case Each():
            return _each_block(part, pen, left)
        case Side():
            return _side_block(part, pen, left)


def _side_block(side: Side, pen: Pen, left: float) -> Block:
    label = next(_cells(side.label))
    inner = [block_of(part, pen, label.edge) for part in side.parts]
    rows = sum(block.rows for block in inner)
    boxes = [replace(_box(label, 0, left, "", pen, "label"), row_span=rows)]
    offset = 0
    for block in inner:
        boxes += [replace(box, row=box.row + offset) for box in block.boxes]
        offset += block.rows
    return Block(rows, tuple(boxes))


def _rows_block(text: str, number: str, pen: Pen, left: float, role: Role | None) -> Block:
    """Rows of text; a cell over more than one row is stepped over in the rows below it."""
    boxes: list[Box] = []
    reach: list[tuple[float, float, int]] = []
    lines = [line for line in text.strip().splitlines() if line.strip()]
    for row, line in enumerate(lines):
        x = left
        for cell in _cells(line):
            x = _stepped(x, row, reach)
            boxes.append(_box(cell, row, x, number, pen, role))
            if cell.span > 1:
                reach.append((x, cell.edge, row + cell.span))
            x = cell.edge
    return Block(len(lines), tuple(boxes))


def _stepped(x: float, row: int, reach: Sequence[tuple[float, float, int]]) -> float:
    for start, end, until in sorted(reach):
        if start == x and row < until:
            x = end
    return x


def _each_block(each: Each, pen: Pen, left: float) -> Block:
    boxes: list[Box] = []
    count = len(at(pen.tree, each.pointer))
    for index in range(count):
        block = _rows_block(each.text, str(index), pen, left, None)
        boxes += [replace(box, row=index) for box in block.boxes]
    merged = _marked(each.text, pen, left) if pen.layout.merged_levels else []
    return Block(count, tuple(_merged(boxes, merged)))


def _marked(text: str, pen: Pen, left: float) -> list[float]:
    """Left edges of the cells that are marked to be merged."""
    cells = list(_cells(text.strip()))
    starts = [left, *(cell.edge for cell in cells)]
    return [
        pen.edge(start) for start, cell in zip(starts, cells, strict=False) if "m" in cell.flags
    ]


def _merged(boxes: Sequence[Box], lefts: Sequence[float]) -> Iterator[Box]:
    """Boxes with equal neighbours of some columns made one, each within the columns before."""
    yield from (box for box in boxes if box.left not in lefts)
    owner = {(box.row, box.left): box for box in boxes}
    rows = sorted({box.row for box in boxes})
    for depth, x in enumerate(lefts):
        for _, group in groupby(rows, key=lambda row: _merge_key(owner, row, lefts[: depth + 1])):
            yield _joined([owner[row, x] for row in group])


def _merge_key(
    owner: Mapping[tuple[int, float], Box], row: int, lefts: Sequence[float]
) -> tuple[object, ...]:
    """Equal for rows that share a cell; a blank one shares with nobody."""
    texts = [_text(owner[row, x]) for x in lefts]
    return (*texts, "" if texts[-1] else row)


def _text(box: Box) -> str:
    return "".join(run.text for paragraph in box.paragraphs for run in paragraph)


def _joined(boxes: Sequence[Box]) -> Box:
    """The first box over the rows of all, its runs standing for the leaves of all."""
    first = boxes[0]
    paragraphs = tuple(
        tuple(
            replace(run, pointers=tuple(p for box in boxes for p in _run(box, i, j).pointers))
            for j, run in enumerate(paragraph)
        )
        for i, paragraph in enumerate(first.paragraphs)
    )
    return replace(first, row_span=sum(box.row_span for box in boxes), paragraphs=paragraphs)


def _run(box: Box, paragraph: int, index: int) -> Run:
    return box.paragraphs[paragraph][index]


# --- cells --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spec:
    content: str
    edge: float
    flags: str
    span: int


def _cells(line: str) -> Iterator[_Spec]:
    for text in line.split(" | "):
        found = _EDGE.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"a cell without its right edge: {text!r}")
        yield _Spec(found["content"], float(found["edge"]), found["flags"], int(found["span"] or 1))


def _box(cell: _Spec, row: int, left: float, number: str, pen: Pen, role: Role | None) -> Box:
    content = _chosen(cell.content, pen.layout.seed)
    vertical = "v" in cell.flags and pen.layout.labels == "vertical"
    if vertical:
        # Each paragraph would be a column of its own, wider than the label.
        content = content.replace("¶", "")
    is_label = not _LEAF.search(content)
    align: Align = "right" if "r" in cell.flags else "center"
    if "t" in cell.flags or "l" in cell.flags:
        align = "left"
    return Box(
        row=row,
        left=pen.edge(left),
        right=pen.edge(cell.edge),
        paragraphs=paragraphs_of(content, number, pen.tree),
        row_span=cell.span,
        role="text" if "t" in cell.flags else role or ("label" if is_label else "value"),
        align=align,
        vertical=vertical,
    )


def _chosen(content: str, seed: int) -> str:
    spellings = content.split("~")
    return spellings[Random(f"{seed}/{content}").randrange(len(spellings))]


def paragraphs_of(content: str, number: str, tree: Tree) -> tuple[tuple[Run, ...], ...]:
    """The paragraphs of a cell, or of a line outside the tables."""
    made = (tuple(_runs(part, number, tree)) for part in content.split("¶"))
    return tuple(paragraph for paragraph in made if paragraph)


def _runs(content: str, number: str, tree: Tree) -> Iterator[Run]:
    for index, text in enumerate(_LEAF.split(content)):
        if index % 2 == 0:
            if text:
                yield Run(text)
            continue
        pointers = tuple("/" + name.replace("*", number) for name in text.split("&"))
        value, *others = (at(tree, pointer) for pointer in pointers)
        if not isinstance(value, Written):
            raise TypeError(f"{pointers[0]} is no leaf")
        if value.paper:
            said = (pointers[0], *(p for p, o in zip(pointers[1:], others, strict=True) if o.paper))
            yield Run(value.paper, () if "/_" in pointers[0] else said)
