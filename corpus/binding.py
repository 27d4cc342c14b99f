"""Several filings bound into one file, as offices send them, with the truth of each.

`DIR/both.pdf` gets `both.truth.json`, `both-2.truth.json`, ...: the names that `shenbao run`
gives its documents, so that `corpus score` holds each against its own.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf

from corpus.make import dumped


def bind(filings: Sequence[Path], target: Path) -> list[Path]:
    """Joins filings of a corpus into `target`, in order; gives the truth files, one a filing.

    A truth of a bound filing says under `part` which pages it takes. The filings'
    own files stay as they are.
    """
    truths = []
    with pikepdf.new() as book:
        for number, path in enumerate(filings, start=1):
            before = len(book.pages)
            with pikepdf.open(path) as filing:
                book.pages.extend(filing.pages)
            truth = json.loads(_truth_of(path).read_text(encoding="utf-8"))
            name = target.stem if number == 1 else f"{target.stem}-{number}"
            truths.append(target.with_name(f"{name}.truth.json"))
            pages = range(before + 1, len(book.pages) + 1)
            truths[-1].write_text(dumped(_moved(truth, pages)), encoding="utf-8")
        book.save(target)
    return truths


def _truth_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}.truth.json")


def _moved(truth: Mapping[str, Any], pages: range) -> dict[str, Any]:
    """The truth of a filing whose pages are these of the bound file."""
    evidence = {
        pointer: [{**place, "page": place["page"] + pages.start - 1} for place in places]
        for pointer, places in truth["evidence"].items()
    }
    return {**truth, "evidence": evidence, "part": {"pages": list(pages)}}
