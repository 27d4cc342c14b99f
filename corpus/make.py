"""Makes a corpus: filings with known truth, written by every producer there is.

`python -m corpus.make --count 60 --seed 1 --out /tmp/corpus` writes
`f0000-reportlab.pdf` with `f0000-reportlab.truth.json` beside it, and so on.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Literal

from corpus import (
    evaluation_styles,
    project_styles,
    render_chromium,
    render_libreoffice,
    render_reportlab,
)
from corpus.draw import draw_filing
from corpus.filing import FilingDraft, declaration_of, validated
from corpus.form import sheet_of
from corpus.growth import grown
from corpus.layout import PRODUCERS, Layout, Producer, draw_layout
from corpus.places import Evidence
from corpus.plant import Planted, draw_plants
from corpus.plants import draw_breaks
from corpus.sheet import Grid, Sheet, check_covered
from corpus.styles import Style, places_for, printed_pointers, sheet_of_style
from corpus.tree import Draft, TreeDraft, declaration_of_tree, places_in, tree_of

Job = tuple[Sheet, Layout, Path]
Written = tuple[Evidence, int]

AT_ONCE = 2
"""Chromium processes side by side: more than the cores of a small machine gains nothing."""


Form = Literal["department", "project", "evaluation", "department-evaluation"]
FORMS: tuple[Form, ...] = ("department", "project", "evaluation", "department-evaluation")
STYLES: Mapping[Form, tuple[Style, ...]] = {
    "project": project_styles.STYLES,
    "evaluation": evaluation_styles.OF_PROJECTS,
    "department-evaluation": evaluation_styles.OF_DEPARTMENTS,
}
_STYLES = {style.name: style for styles in STYLES.values() for style in styles}


@dataclass(frozen=True, slots=True)
class Made:
    """A filing ready to be written."""

    name: str
    filing: Draft
    layout: Layout
    planted: tuple[Planted, ...]

    @property
    def sheet(self) -> Sheet:
        """The filing on its sheet, in its layout."""
        if isinstance(self.filing, FilingDraft):
            return sheet_of(self.filing, self.layout)
        return sheet_of_style(self.filing, _STYLES[self.filing.style], self.layout)

    def declaration(self, sheet: Sheet) -> dict[str, Any]:
        """The truth in the contract's JSON form: what the sheet says."""
        if isinstance(self.filing, FilingDraft):
            return declaration_of(self.filing)
        return declaration_of_tree(self.filing, printed_pointers(sheet))


def make_corpus(
    count: int,
    seed: int,
    out: Path,
    producers: Sequence[str] | None = None,
    forms: Sequence[Form] = ("department",),
) -> list[Path]:
    """Writes `count` filings and their truth to `out`; the same seed gives the same filings.

    Producers take turns, and so do forms. One that is not installed is named on stderr and left
    out; its filings are then not written (the others stay the same). Raises
    `ValueError` for a producer nobody knows, `RuntimeError` where none is left.
    """
    wanted = tuple(producers) if producers is not None else PRODUCERS
    unknown = set(wanted) - set(PRODUCERS)
    if unknown:
        raise ValueError(f"no such producer: {', '.join(sorted(unknown))}")
    usable = installed(wanted)
    if not usable:
        raise RuntimeError(f"none of {', '.join(wanted)} is installed")
    turns = [name for name in PRODUCERS if name in wanted]
    made = [
        draw_made(index, seed, turns[index % len(turns)], forms[index % len(forms)])
        for index in range(count)
    ]
    return write_all([one for one in made if one.layout.producer in usable], out)


def installed(wanted: Sequence[str]) -> list[str]:
    """Those of the wanted producers that can run here; the missing are named on stderr."""
    fonts = render_reportlab.has_fonts()
    present = {
        "chromium": render_chromium.program() is not None and fonts,
        "libreoffice": render_libreoffice.program() is not None and fonts,
        "reportlab": render_reportlab.is_installed(),
    }
    for name in wanted:
        if not present[name]:
            missing = f"{name} is not installed" if fonts else f"{name} has no font for Chinese"
            print(f"corpus: {missing}, its filings are left out", file=sys.stderr)
    return [name for name in wanted if present[name]]


def draw_made(index: int, seed: int, producer: Producer, form: Form = "department") -> Made:
    """The filing number `index` of a corpus."""
    if form != "department":
        return _draw_tree_made(Random(f"{seed}/{form}/{index}"), index, producer, form)
    return _grown_made(Random(f"{seed}/{index}/growth"), draw_plain(index, seed, producer))


def draw_plain(index: int, seed: int, producer: Producer) -> Made:
    """A department's declaration in the form's own columns."""
    rng = Random(f"{seed}/{index}")
    clean = draw_filing(rng)
    filing, planted = draw_plants(rng, clean)
    layout = draw_layout(rng, producer)
    if filing.years[1] - filing.years[0] != 1:
        # "前年" would name another year than the funding columns print.
        layout = replace(layout, year_headings=True)
    return Made(f"f{index:04d}-{producer}", filing, layout, planted)


def _grown_made(rng: Random, made: Made) -> Made:
    """The same with the columns of other offices, and breaks of every form's kind.

    Nothing more is planted into a clean filing, so that four in ten stay clean.
    """
    if not isinstance(made.filing, FilingDraft):
        raise TypeError("only a department's declaration grows")
    filing: Draft = grown(rng, made.filing)
    planted = made.planted
    if planted:
        filing, planted = draw_breaks(rng, filing, places_in(tree_of(filing)), planted)
    return replace(made, filing=filing, planted=planted)


def _draw_tree_made(rng: Random, index: int, producer: Producer, form: Form) -> Made:
    """A filing of one of the forms that are laid out by `corpus.styles`."""
    layout = draw_layout(rng, producer)
    style = rng.choice(STYLES[form])
    # Browsers and offices take a sign that a font lacks from another; reportlab prints none.
    clean = style.draw(rng, style.name, producer == "reportlab")
    filing, planted = draw_breaks(rng, clean, places_for(clean, style, layout))
    return Made(f"{form}-{index:04d}-{producer}", filing, layout, planted)


def write_all(made: Sequence[Made], out: Path) -> list[Path]:
    """Writes filings with their truth; gives the PDFs in the order of `made`."""
    out.mkdir(parents=True, exist_ok=True)
    sheets = {one.name: one.sheet for one in made}
    written: dict[str, Written] = {}
    for producer, write in _WRITERS.items():
        chosen = [one for one in made if one.layout.producer == producer]
        jobs = [(sheets[one.name], one.layout, out / f"{one.name}.pdf") for one in chosen]
        results = write(jobs) if jobs else []
        written |= {one.name: result for one, result in zip(chosen, results, strict=True)}
    for one in made:
        truth = truth_of(one, sheets[one.name], *written[one.name])
        path = out / f"{one.name}.truth.json"
        path.write_text(dumped(truth), encoding="utf-8")
    return [out / f"{one.name}.pdf" for one in made]


def truth_of(made: Made, sheet: Sheet, evidence: Evidence, pages: int) -> dict[str, Any]:
    """The truth file of a filing.

    Raises pydantic's `ValidationError` where the declaration breaks the
    contract, `ValueError` where the grid has holes.
    """
    declaration = made.declaration(sheet)
    validated(declaration)
    for grid in sheet.grids:
        check_covered(grid)
    return {
        "producer": made.layout.producer,
        "style": made.filing.style if isinstance(made.filing, TreeDraft) else "",
        "layout": asdict(made.layout),
        "declaration": declaration,
        "evidence": evidence,
        "tables": [_table_json(grid) for grid in sheet.grids],
        "planted": [
            {"rule": p.rule, "pointers": list(p.pointers), "also": list(p.also)}
            | ({"asks": True} if p.asks else {})
            for p in made.planted
        ],
        "pages": pages,
    }


def dumped(truth: Mapping[str, Any]) -> str:
    """JSON with a line for each top-level key: small, and still fit for a diff."""
    lines = [
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for key, value in truth.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _table_json(grid: Grid) -> dict[str, Any]:
    cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
    return {
        "rows": grid.rows,
        "columns": grid.columns,
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "row_span": cell.row_span,
                "column_span": cell.column_span,
                "text": cell.text,
            }
            for cell in cells
        ],
    }


def _write_chromium(jobs: Sequence[Job]) -> list[Written]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda job: render_chromium.write(*job), jobs))


def _write_reportlab(jobs: Sequence[Job]) -> list[Written]:
    return [render_reportlab.write(*job) for job in jobs]


_WRITERS: Mapping[str, Callable[[Sequence[Job]], list[Written]]] = {
    "reportlab": _write_reportlab,
    "chromium": _write_chromium,
    "libreoffice": render_libreoffice.write_many,
}


def main() -> None:
    """Command line of the corpus maker."""
    parser = argparse.ArgumentParser(description="Make filings with known truth.")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--producers", nargs="*", choices=PRODUCERS)
    args = parser.parse_args()
    paths = make_corpus(args.count, args.seed, args.out, args.producers)
    print(f"{len(paths)} filings in {args.out}")


if __name__ == "__main__":
    main()
