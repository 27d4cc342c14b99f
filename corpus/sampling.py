"""The handful of samples that are kept in git, and the page that lists them.

`python -m corpus.sampling` makes them again in `corpus/samples`. Each shows
something that readers stumble over; fonts are those whose subset is small.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.layout import Producer
from corpus.make import Made, draw_plain, write_all
from corpus.reference import reference_made

HERE = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: filing number `index` of seed 2024 (None: the reference filing).

    `changes` are put over the drawn layout.
    """

    name: str
    producer: Producer
    index: int | None
    shows: str
    changes: Mapping[str, Any] = field(default_factory=dict)


SEED = 2024

SAMPLES = (
    Sample(
        "reference-chromium",
        "chromium",
        None,
        "the reference filing as published, faults included; narrow columns, labels of one "
        "character a line, rows left open at the page edge",
        {"font": "WenQuanYi Micro Hei"},
    ),
    Sample(
        "landscape-chromium",
        "chromium",
        1,
        "landscape, indicator tables of their own with repeated header rows, shaded headers",
        {
            "font": "WenQuanYi Micro Hei", "landscape": True, "split": True,
            "repeat_header": True, "shaded": True, "labels": "horizontal", "size": 10.5,
            "ruling": "thin", "open_left": False,
        },
    ),
    Sample(
        "vertical-libreoffice",
        "libreoffice",
        2,
        "vertical writing in merged labels, double rulings, rows broken over pages",
        {
            "font": "WenQuanYi Micro Hei", "labels": "vertical", "ruling": "double",
            "break_rows": True, "split": False, "landscape": False, "narrow": True,
        },
    ),
    Sample(
        "dashed-libreoffice",
        "libreoffice",
        3,
        "dashed rulings, no outer ruling on the left and right, repeated header rows",
        {
            "font": "WenQuanYi Micro Hei", "ruling": "dashed", "open_left": True,
            "open_right": True, "split": True, "repeat_header": True, "landscape": False,
            "labels": "horizontal",
        },
    ),
    Sample(
        "narrow-reportlab",
        "reportlab",
        4,
        "columns so narrow that numbers break, rows broken over pages, rulings as thin filled "
        "rectangles",
        {
            "font": "WenQuanYi Micro Hei", "narrow": True, "break_words": True, "size": 12.0,
            "break_rows": True, "filled_rulings": True, "ruling": "thin", "split": False,
            "landscape": False, "turned": False, "labels": "narrow",
        },
    ),
    Sample(
        "turned-reportlab",
        "reportlab",
        5,
        "a font that is not embedded, dotted rulings, pages stored upright with /Rotate 90",
        {
            "font": "STSong-Light", "ruling": "dotted", "landscape": True, "turned": True,
            "filled_rulings": False,
        },
    ),
)  # fmt: skip


def made_sample(sample: Sample) -> Made:
    """The filing of a sample in its layout."""
    made = (
        reference_made(sample.producer)
        if sample.index is None
        else draw_plain(sample.index, SEED, sample.producer)
    )
    return replace(made, name=sample.name, layout=replace(made.layout, **sample.changes))


def write_samples(out: Path) -> list[Path]:
    """Writes all samples, their truth and the page that lists them."""
    made = [made_sample(sample) for sample in SAMPLES]
    paths = write_all(made, out)
    (out / "README.md").write_text(readme(made), encoding="utf-8")
    return paths


def readme(made: list[Made]) -> str:
    """A row for each sample: how it was made, what for, what contradicts itself in it."""
    rows = [
        f"| `{sample.name}.pdf` | {_origin(sample)} | {sample.shows} | "
        f"{', '.join(f'`{p.rule}`' for p in one.planted) or 'none'} |"
        for sample, one in zip(SAMPLES, made, strict=True)
    ]
    return "\n".join(
        (
            "# Samples",
            "",
            "Filings with known truth, small enough for git. All but the reference are invented;",
            "names and telephone numbers are made up in all of them. `NAME.truth.json` beside each",
            "holds the declaration, the place of every leaf, the tables and the planted faults.",
            "Made by `python -m corpus.sampling`.",
            "",
            "| file | made by | shows | planted |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        )
    )


def _origin(sample: Sample) -> str:
    source = "`corpus/reference.py`" if sample.index is None else f"filing {sample.index}"
    names = {"chromium": "Chromium", "libreoffice": "LibreOffice", "reportlab": "reportlab"}
    return f"{source}, {names[sample.producer]}"


def main() -> None:
    """Command line: makes the samples again."""
    parser = argparse.ArgumentParser(description="Make the samples that are kept in git.")
    parser.add_argument("--out", type=Path, default=HERE)
    for path in write_samples(parser.parse_args().out):
        print(path)


if __name__ == "__main__":
    main()
