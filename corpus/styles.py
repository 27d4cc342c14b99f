"""A layout of a form as a table of rows, and the sheet that it makes of a filing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from corpus.layout import Layout
from corpus.ruled import Part, block_of, paragraphs_of, pen_of
from corpus.sheet import Align, Grid, Line, Sheet, stacked
from corpus.tree import Tree, TreeDraft
from corpus.written import Written


@dataclass(frozen=True, slots=True)
class Style:
    """A layout of a form: titles to choose from, lines, and tables as tuples of parts.

    `draw` makes a consistent filing that has all that the layout prints; it is told
    the name of the style, and whether only check marks of every font may be used. The
    second and later tables have a header of `heads` rows that may be repeated. `below`
    are lines under the tables.
    """

    name: str
    titles: tuple[str, ...]
    tables: tuple[tuple[Part, ...], ...]
    draw: Callable[[Random, str, bool], TreeDraft]
    above: tuple[tuple[str, Align], ...] = (("（{stated_year}年度）", "center"),)
    below: tuple[str, ...] = ()
    heads: int = 1


def sheet_of_style(draft: TreeDraft, style: Style, layout: Layout) -> Sheet:
    """The filing on its sheet."""
    pen = pen_of(draft.tree, layout)
    annex = (Line(paragraphs_of(layout.annex, "", draft.tree)[0]),) if layout.annex else ()
    title = paragraphs_of(Random(layout.seed).choice(style.titles), "", draft.tree)[0]
    lines = [_line(text, draft.tree, align) for text, align in style.above]
    grids: list[Grid] = []
    for number, parts in enumerate(style.tables):
        blocks = [block_of(part, pen) for part in parts]
        head = style.heads if number else 0
        grids.append(stacked(blocks, head, layout.repeat_header and head > 0))
    below = tuple(_line(text, draft.tree, "left") for text in style.below)
    above = (*annex, Line(title, "center", 1.7, True, 0.4), *lines)
    return Sheet(above, tuple(grids), below)


def _line(text: str, tree: Tree, align: Align) -> Line:
    return Line(paragraphs_of(text, "", tree)[0], align, after=0.3)


def places_for(draft: TreeDraft, style: Style, layout: Layout) -> frozenset[str]:
    """Pointers of all leaves that the layout has a place for, blank ones among them."""
    full = replace(draft, tree=_filled(draft.tree))
    return frozenset(printed_pointers(sheet_of_style(full, style, layout)))


def _filled(tree: Tree) -> Tree:
    if isinstance(tree, Written):
        return tree if tree.paper else Written(None, "-")
    if isinstance(tree, list):
        return [_filled(part) for part in tree]
    return {key: _filled(part) for key, part in tree.items()}


def printed_pointers(sheet: Sheet) -> set[str]:
    """Pointers of all leaves that stand on the sheet."""
    lines = [run for line in (*sheet.above, *sheet.below) for run in line.runs]
    cells = [run for g in sheet.grids for c in g.cells for p in c.paragraphs for run in p]
    return {pointer for run in (*lines, *cells) for pointer in run.pointers}
