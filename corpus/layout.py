"""How a filing looks on paper: one frozen record of choices drawn from a seed."""

from dataclasses import dataclass
from random import Random
from typing import Literal

Producer = Literal["chromium", "libreoffice", "reportlab"]
PRODUCERS: tuple[Producer, ...] = ("reportlab", "chromium", "libreoffice")

Rule = Literal["thin", "thick", "double", "dashed", "dotted", "grey"]
Labels = Literal["horizontal", "narrow", "vertical"]
Footer = Literal["none", "dash", "of", "plain"]
Numbering = Literal["1、", "1.", "１．", "（1）", "一、", "(1)"]

FONTS: dict[str, tuple[str, ...]] = {
    "chromium": (
        "Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UMing CN", "AR PL UKai CN",
        "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    ),
    "libreoffice": (
        "Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UMing CN", "AR PL UKai CN",
        "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    ),
    "reportlab": (
        "AR PL UMing CN", "AR PL UKai CN", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
        "STSong-Light",
    ),
}  # fmt: skip

A4 = (595.28, 841.89)


@dataclass(frozen=True, slots=True)
class Layout:
    """The look of one filing. Lengths in points, `seed` draws column widths.

    `split` prints the indicator blocks as tables of their own, whose header
    rows repeat on each page where `repeat_header` is set; otherwise the form is
    one ruled table. `break_rows` lets a row go on over the page edge,
    `break_words` lets words and numbers break anywhere. `open_left` and
    `open_right` leave out the outer ruling on that side, `filled_rulings` draws
    rulings as thin filled rectangles, `turned` stores a landscape page upright
    with /Rotate (reportlab only).
    """

    producer: Producer
    seed: int
    font: str
    size: float
    landscape: bool
    margins: tuple[float, float, float, float]
    ruling: Rule
    open_left: bool
    open_right: bool
    filled_rulings: bool
    shaded: bool
    labels: Labels
    split: bool
    repeat_header: bool
    break_rows: bool
    break_words: bool
    narrow: bool
    numbered: bool
    notes: bool
    footer: Footer
    annex: str
    numbering: Numbering
    merged_levels: bool
    year_headings: bool
    turned: bool = False

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        return (A4[1], A4[0]) if self.landscape else A4

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.page[0] - self.margins[1] - self.margins[3]


def draw_layout(rng: Random, producer: Producer) -> Layout:
    """A look from the seed; each oddity is in a minority of filings."""
    landscape = rng.random() < 0.2
    split = rng.random() < 0.35
    side = rng.choice((36.0, 45.0, 56.0, 72.0))
    font = rng.choice(FONTS[producer])
    ruling: Rule = rng.choices(
        ("thin", "thick", "double", "dashed", "dotted", "grey"), (10, 3, 1, 2, 1, 2)
    )[0]
    return Layout(
        producer=producer,
        seed=rng.randrange(1 << 30),
        font=font,
        size=rng.choice((8.0, 9.0, 9.5, 10.0, 10.5, 10.5, 12.0)),
        landscape=landscape,
        margins=(rng.choice((50.0, 64.0, 72.0)), side, rng.choice((54.0, 68.0)), side),
        ruling=ruling,
        open_left=rng.random() < 0.12,
        open_right=rng.random() < 0.12,
        filled_rulings=rng.random() < 0.3,
        shaded=rng.random() < 0.3,
        labels=_legible(rng.choices(("horizontal", "narrow", "vertical"), (5, 3, 3))[0], font),
        split=split,
        repeat_header=split and rng.random() < 0.8,
        break_rows=rng.random() < 0.6,
        break_words=rng.random() < 0.5,
        narrow=rng.random() < 0.3,
        numbered=rng.random() < 0.25,
        notes=rng.random() < 0.5,
        footer=rng.choice(("none", "dash", "dash", "of", "plain")),
        annex=rng.choice(("附件1", "附件 1", "附件2", "附件1：", "")),
        numbering=rng.choice(("1、", "1、", "1.", "１．", "（1）", "一、", "(1)")),
        merged_levels=rng.random() < 0.9,
        year_headings=rng.random() < 0.4,
        turned=producer == "reportlab" and landscape and rng.random() < 0.5,
    )


def _legible(labels: Labels, font: str) -> Labels:
    """Zen Hei's vertical metrics are nought: its vertical characters lie on each other."""
    return "narrow" if labels == "vertical" and font == "WenQuanYi Zen Hei" else labels
