"""What is wrong with a scan: one frozen record, drawn from a seed."""

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

Mode = Literal["colour", "grey", "black-and-white"]
Tint = Literal["white", "warm", "yellowed", "grey"]
Bed = Literal["white", "dark", "desk"]
SealAt = Literal["none", "signature", "amount", "both"]
Edge = Literal["none", "left", "right"]
Turn = Literal[0, 90, 180, 270]
Hardness = Literal["mild", "middling", "hard"]


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one scanned filing; the defaults are a perfect scanner.

    Geometry: `skew` in degrees, clockwise, about which single pages wander;
    `turn` in degrees, clockwise, of every page or (`turned` "some") of one page
    in three; `shift` in points right and down; `clipped` cuts the outermost
    ruling off on that side; `photo` is the share of the page by which a corner
    is out of place in a telephone picture (0: a flatbed), `bow` the height in
    points by which the middle of a line hangs; `bed` is what lies around the
    sheet.

    Print: `ink` 1 is black, 0 is white; `rulings` is the strength left in the
    rulings, `gaps` the share of their length that is missing.

    Sheet: `bleed` is the strength of the next page shining through; `seal`
    where seals stand; `handwriting` the number of signatures on a page that is
    signed; `folds` go across the page or down; `streaks` are the lines that
    dust draws down a feeder's scan; `specks` are counted per page.

    Camera: `light` is the share of light lost in the darkest corner, `blur` in
    pixels (sigma), `noise` in grey levels (sigma), `sharpen` the strength of
    the scanner's own sharpening, `whitened` whether it made the paper white,
    `quality` that of JPEG.

    Bundle: `blanks` puts the empty back of each sheet after it, `swap` is the
    page that changed places with the next (0: none).
    """

    seed: int = 0
    dpi: int = 200
    mode: Mode = "colour"
    skew: float = 0.0
    turn: Turn = 0
    turned: Literal["all", "some"] = "all"
    shift: tuple[float, float] = (0.0, 0.0)
    clipped: Edge = "none"
    photo: float = 0.0
    bow: float = 0.0
    bed: Bed = "white"
    ink: float = 1.0
    rulings: float = 1.0
    gaps: float = 0.0
    tint: Tint = "white"
    bleed: float = 0.0
    seal: SealAt = "none"
    handwriting: int = 0
    holes: bool = False
    folds: int = 0
    streaks: int = 0
    specks: int = 0
    light: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    sharpen: float = 0.0
    whitened: bool = False
    quality: int = 90
    blanks: bool = False
    swap: int = 0


def draw_faults(rng: Random, dpi: int, hardness: Hardness | None = None) -> Faults:
    """A scan as an archive has them: most are mild, one in eight is hard."""
    level = hardness or rng.choices(_LEVELS, (55, 33, 12))[0]
    faults = _LEVEL_DRAWS[level](rng, dpi)
    return _with_oddities(rng, faults)


_LEVELS: tuple[Hardness, ...] = ("mild", "middling", "hard")
_TURNS: tuple[Turn, ...] = (0, 90, 180, 270)


def _mild(rng: Random, dpi: int) -> Faults:
    """A good office scanner: nearly straight, clean, crisp."""
    return Faults(
        seed=rng.randrange(1 << 30),
        dpi=dpi,
        mode=_mode(rng, dpi, bitonal=4),
        skew=_rounded(rng.gauss(0, 0.35)),
        shift=(_rounded(rng.gauss(0, 4)), _rounded(rng.gauss(0, 4))),
        ink=_rounded(rng.uniform(0.86, 1.0)),
        tint=rng.choices(("white", "warm", "grey"), (8, 2, 1))[0],
        bleed=_sometimes(rng, 0.15, 0.02, 0.05),
        light=_sometimes(rng, 0.2, 0.02, 0.08),
        blur=_rounded(rng.uniform(0.2, 0.5) * _sharpness(dpi)),
        noise=_rounded(rng.uniform(0.8, 3.0)),
        sharpen=_sometimes(rng, 0.4, 0.3, 0.9),
        whitened=rng.random() < 0.6,
        quality=rng.randint(75, 95),
    )


def _middling(rng: Random, dpi: int) -> Faults:
    """A copier in daily use, or an old sheet."""
    return Faults(
        seed=rng.randrange(1 << 30),
        dpi=dpi,
        mode=_mode(rng, dpi, bitonal=8),
        skew=_rounded(rng.gauss(0, 1.0)),
        shift=(_rounded(rng.gauss(0, 8)), _rounded(rng.gauss(0, 8))),
        bow=_sometimes(rng, 0.1, 0.5, 1.5),
        bed="dark" if rng.random() < 0.15 else "white",
        ink=_rounded(rng.uniform(0.72, 0.95)),
        rulings=_sometimes(rng, 0.3, 0.45, 0.8, otherwise=1.0),
        gaps=_sometimes(rng, 0.2, 0.01, 0.04),
        tint=rng.choices(("white", "warm", "yellowed", "grey"), (4, 3, 2, 2))[0],
        bleed=_sometimes(rng, 0.35, 0.03, 0.09),
        holes=rng.random() < 0.2,
        folds=rng.choice((0, 0, 0, 1, 2)),
        streaks=rng.choices((0, 1), (9, 1))[0],
        specks=rng.choice((0, 0, 30, 80)),
        light=_sometimes(rng, 0.5, 0.04, 0.15),
        blur=_rounded(rng.uniform(0.35, 0.75) * _sharpness(dpi)),
        noise=_rounded(rng.uniform(2.0, 5.0)),
        sharpen=_sometimes(rng, 0.25, 0.3, 0.8),
        whitened=rng.random() < 0.3,
        quality=rng.randint(60, 88),
    )


def _hard(rng: Random, dpi: int) -> Faults:
    """What one is ashamed to send: crooked, grey, or taken with a telephone."""
    faults = Faults(
        seed=rng.randrange(1 << 30),
        dpi=dpi,
        mode=_mode(rng, dpi, bitonal=8),
        skew=_rounded(rng.choice((-1, 1)) * rng.uniform(1.0, 4.5)),
        shift=(_rounded(rng.gauss(0, 12)), _rounded(rng.gauss(0, 12))),
        bed="dark" if rng.random() < 0.3 else "white",
        ink=_rounded(rng.uniform(0.6, 0.85)),
        rulings=_sometimes(rng, 0.5, 0.3, 0.6, otherwise=1.0),
        gaps=_sometimes(rng, 0.4, 0.02, 0.08),
        tint=rng.choices(("white", "warm", "yellowed", "grey"), (2, 2, 3, 3))[0],
        bleed=_sometimes(rng, 0.5, 0.06, 0.14),
        holes=rng.random() < 0.4,
        folds=rng.choice((0, 1, 1, 2)),
        streaks=rng.choices((0, 1, 2), (6, 3, 1))[0],
        specks=rng.choice((0, 80, 200)),
        light=_rounded(rng.uniform(0.05, 0.25)),
        blur=_rounded(rng.uniform(0.5, 1.0) * _sharpness(dpi)),
        noise=_rounded(rng.uniform(3.0, 8.0)),
        quality=rng.randint(40, 75),
    )
    return _as_photo(rng, faults) if rng.random() < 0.35 else faults


_LEVEL_DRAWS = {"mild": _mild, "middling": _middling, "hard": _hard}


def _as_photo(rng: Random, faults: Faults) -> Faults:
    return replace(
        faults,
        mode="colour",
        skew=_rounded(rng.uniform(-2, 2)),
        photo=_rounded(rng.uniform(0.008, 0.03)),
        bow=_rounded(rng.choice((-1, 1)) * rng.uniform(0, 5)),
        bed="desk",
        streaks=0,
        light=_rounded(rng.uniform(0.15, 0.4)),
        quality=rng.randint(60, 90),
    )


def _with_oddities(rng: Random, faults: Faults) -> Faults:
    """What does not depend on how good the scanner is."""
    seal: SealAt = rng.choices(("none", "signature", "amount", "both"), (50, 28, 12, 10))[0]
    if faults.mode == "black-and-white" and seal != "none":
        seal = "signature"
    clipped: Edge = rng.choices(("none", "left", "right"), (94, 3, 3))[0]
    flat = clipped != "none" and not faults.photo
    handwriting = rng.choices((0, 1, 2), (65, 25, 10))[0]
    turn: Turn = rng.choices(_TURNS, (86, 5, 4, 5))[0]
    some = rng.random() < 0.4 and turn != 0
    return replace(
        faults,
        seal=seal,
        handwriting=handwriting,
        turn=turn,
        turned="some" if some else "all",
        clipped=clipped if flat else "none",
        skew=_rounded(faults.skew / 10) if flat else faults.skew,
        blanks=rng.random() < 0.04,
    )


def _mode(rng: Random, dpi: int, bitonal: int) -> Mode:
    """One bit a pixel is for those who scan at 200 dpi and more."""
    weights = (60, 34, bitonal if dpi >= 200 else 0)
    modes: tuple[Mode, ...] = ("colour", "grey", "black-and-white")
    return rng.choices(modes, weights)[0]


def _sharpness(dpi: int) -> float:
    """A coarse scan is not as many pixels out of focus as a fine one."""
    return float((dpi / 300) ** 0.5)


def _sometimes(
    rng: Random, chance: float, low: float, high: float, otherwise: float = 0.0
) -> float:
    value = _rounded(rng.uniform(low, high))
    return value if rng.random() < chance else otherwise


def _rounded(value: float) -> float:
    return round(value, 3)
