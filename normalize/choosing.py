"""Which definition fits a paper: by title, labels and headers together."""

from collections.abc import Sequence
from itertools import chain

from normalize.definition import FormDefinition, Section, bare_label
from normalize.repair import squeeze
from normalize.rows import Row
from normalize.sections import MIN_HEADERS
from normalize.titles import Heads, foreign_title, title_lines

# Without its title a form fits if this share of its sections is found.
ENOUGH_SECTIONS = 0.6
# Beside a title this many of the form's words are enough: a sentence about the form has none.
ENOUGH_WORDS = 2


def choose_form(
    forms: Sequence[FormDefinition], rows: Sequence[Row], heads: Heads
) -> FormDefinition | None:
    """The definition that fits best, None where none does.

    One whose title stands there goes before others; of several (layouts of one
    form) the one that knows most of the paper's labels and headers.
    """
    texts = _texts(rows)
    best: FormDefinition | None = None
    best_rank = (False, 0, 0.0)
    for form in forms:
        known = len(texts & form.words)
        if known == 0:
            continue
        share = _share(form, texts)
        titled = bool(title_lines(form, heads))
        fits = share > 0 or known >= ENOUGH_WORDS if titled else share >= ENOUGH_SECTIONS
        rank = (titled, known, share)
        if fits and rank > best_rank and (titled or not foreign_title(form, heads)):
            best, best_rank = form, rank
    return best


def _texts(rows: Sequence[Row]) -> set[str]:
    """The texts of cells and of headings above tables, as they stand and bare."""
    texts = {text for row in rows for _, text in row.starting}
    texts.update(squeeze(line.text) for row in rows for line in row.headings)
    texts.update(
        squeeze(cell.lines[0].text.replace("：", ":").partition(":")[0])
        for row in rows
        if len(row.cells) == 1
        for cell in row.cells
        if cell.lines
    )
    short = {text for text in texts if len(text) < 60}
    return {text for text in chain(short, map(bare_label, short)) if text}


def _share(form: FormDefinition, texts: set[str]) -> float:
    """Which share of the sections that a layout must have is found, in the best of them."""
    return max(
        sum(_is_found(section, texts) for section in needed) / max(1, len(needed))
        for needed in form.needed
    )


def _is_found(section: Section, texts: set[str]) -> bool:
    if not texts.isdisjoint(section.marks):
        return True
    if section.kind == "table":
        return len(texts & section.headers.keys()) >= MIN_HEADERS
    return not texts.isdisjoint(section.side_labels)
