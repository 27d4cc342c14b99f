"""Trains the network of `extract.scan.strokes` on scans of the corpus.

    pip install -c constraints.txt '.[train]'
    shenbao corpus make --count 240 --seed 77001 --form all --out FILINGS
    python -m corpus.train_strokes FILINGS --minutes 8 --workers 16 --out extract/scan/strokes.onnx

Workers scan pages of the filings anew, with other faults each time, and cut them into
crops; the network learns from them as long as it is given, on a GPU where there is one. The
network that is shipped learned for 12 minutes on one GPU with 16 workers, in two rounds:
12,000 steps of 32 crops, from about 8,000 pages. It halves the page three times over, looks
far along rows and columns at every scale, and goes back up: a ruling is told by what lies on
its line and at its ends, a stroke of a character by its neighbours.
"""

import argparse
import math
import multiprocessing
import queue
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from corpus.strokes import learning_page
from corpus.warp import Image
from extract.pdfium import UnplacedTextError
from extract.scan.strokes import KINDS

CROP = (384, 320)
AT_ONCE = 8
"""Crops that a worker hands over at a time."""
BATCH = 4 * AT_ONCE
HELD = 30
"""Pages that a worker holds at a time."""
CUTS = 32
"""Crops that it cuts from those for each new one."""
KEPT = 800
"""Handfuls of crops that are shown again where the workers do not keep up."""
WARM_UP = 0.1
"""Share of the time in which the rate rises."""
LONG = 15
"""Pixels, at each scale, that are looked along."""
WIDTHS = (12, 24, 32, 48)
RATE = 4e-3
WEIGHTS = (4.0, 4.0, 1.5)
"""How much worse it is to miss a pixel of a kind than to take another for it."""

Crop = tuple[npt.NDArray[np.float32], Image]


class _Step(nn.Sequential):  # type: ignore[misc]
    """A convolution, normed and rectified."""

    def __init__(self, ins: int, outs: int, size: int = 3, stride: int = 1) -> None:
        convolution = nn.Conv2d(ins, outs, size, stride, padding=size // 2, bias=False)
        super().__init__(convolution, nn.BatchNorm2d(outs), nn.ReLU())


class _Along(nn.Module):  # type: ignore[misc]
    """Adds what lies far along the row and the column."""

    def __init__(self, width: int) -> None:
        super().__init__()
        half = LONG // 2
        self.row = nn.Conv2d(width, width, (1, LONG), padding=(0, half), groups=width)
        self.column = nn.Conv2d(width, width, (LONG, 1), padding=(half, 0), groups=width)
        self.mix = _Step(3 * width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.mix(torch.cat([x, self.row(x), self.column(x)], 1))


class Network(nn.Module):  # type: ignore[misc]
    """(N, 1, H, W) of ink, 0 to 1, to (N, kinds, H, W) of logits; sides in sixteens."""

    def __init__(self) -> None:
        super().__init__()
        first, *rest = WIDTHS
        self.top = nn.Sequential(_Step(4, first), _Step(first, first))
        self.down = nn.ModuleList(
            nn.Sequential(_Step(a, b, 3, 2), _Along(b), _Step(b, b))
            for a, b in zip(WIDTHS, rest, strict=False)
        )
        self.narrow = nn.ModuleList(_Step(b, a, 1) for a, b in zip(WIDTHS, rest, strict=False))
        self.up = nn.ModuleList(
            nn.Sequential(_Step(a, a), _Along(a)) if depth else _Step(a, a)
            for depth, a in enumerate(WIDTHS[:-1])
        )
        self.out = nn.Conv2d(first, 4 * len(KINDS), 1)

    def forward(self, page: Tensor) -> Tensor:
        """One page, or several."""
        x = self.top(functional.pixel_unshuffle(page, 2))
        levels = []
        for down in self.down:
            levels.append(x)
            x = down(x)
        for narrow, up, level in zip(
            reversed(self.narrow), reversed(self.up), reversed(levels), strict=True
        ):
            size = level.shape[2:]
            x = up(functional.interpolate(narrow(x), size=size, mode="nearest") + level)
        return functional.pixel_shuffle(self.out(x), 2)


def crops(files: Sequence[Path], rng: Random) -> Iterator[Crop]:
    """Pieces of pages, 0 to 1 of ink and a bit per kind, as good and as bad as they come."""
    held: list[tuple[Image, Image]] = []
    while True:
        try:
            page = learning_page(rng.choice(files), rng)
        except UnplacedTextError:
            continue  # a font of the filing is not installed here
        one = page[:, :, 0].copy(), page[:, :, 1].copy()
        if len(held) < HELD:
            held.append(one)
        else:
            held[rng.randrange(HELD)] = one
        for _ in range(CUTS):
            grey, marks = _cut(*_sized(*_turned(*rng.choice(held), rng), rng), rng)
            if marks.any() or rng.random() < 0.2:
                ink = ((255 - grey.astype(np.float32)) / 255).astype(np.float32)
                ink, marks = _overprinted(_frayed(ink, marks, rng), marks, rng)
                yield _worn(ink, rng), marks


def _turned(grey: Image, marks: Image, rng: Random) -> tuple[Image, Image]:
    if rng.random() < 0.15:
        rows, columns = (marks.T >> 1) & 1, (marks.T & 1) << 1
        grey, marks = grey.T, ((marks.T & 4) | rows | columns).astype(np.uint8)
    if rng.random() < 0.3:
        grey, marks = grey[:, ::-1], marks[:, ::-1]
    if rng.random() < 0.3:
        grey, marks = grey[::-1], marks[::-1]
    return grey, marks


def _sized(grey: Image, marks: Image, rng: Random) -> tuple[Image, Image]:
    if rng.random() < 0.6:
        return grey, marks
    by = rng.uniform(0.9, 1.3)
    ways = (cv2.INTER_LINEAR, cv2.INTER_NEAREST)
    grey, marks = (
        np.asarray(cv2.resize(part, None, fx=by, fy=by, interpolation=way), np.uint8)
        for part, way in zip((grey, marks), ways, strict=True)
    )
    return grey, marks


def _frayed(ink: npt.NDArray[np.float32], marks: Image, rng: Random) -> npt.NDArray[np.float32]:
    """Rulings as thin copies leave them: grains, or dashes with gaps."""
    if rng.random() < 0.7:
        return ink
    lines = cv2.dilate(((marks & 3) > 0).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    lines &= (marks & 4) == 0
    lost = rng.uniform(0.3, 0.8)
    if rng.random() < 0.6:
        grain = rng.choice((1, 2, 3))
        size = [-(-side // grain) for side in ink.shape]
        grains = np.random.default_rng(rng.randrange(1 << 30)).random(size) < lost
        gone = np.kron(grains, np.ones((grain, grain), bool))[: ink.shape[0], : ink.shape[1]]
    else:
        rows, columns = np.indices(ink.shape)
        step = rng.randint(3, 9)
        gone = np.asarray((rows + columns) % step < min(0.6, lost) * step)
    return np.where(lines & gone, 0, ink).astype(np.float32)


def _overprinted(
    ink: npt.NDArray[np.float32], marks: Image, rng: Random
) -> tuple[npt.NDArray[np.float32], Image]:
    """Text that runs into rulings, as offices print it into rows that are too low."""
    if rng.random() < 0.6:
        return ink, marks
    down, right = rng.randint(3, 12) * rng.choice((-1, 1)), rng.randint(-6, 6)
    text = np.roll(np.where(marks & 4, ink, 0), (down, right), (0, 1))
    clear = np.where((marks & 4) > 0, 0, ink)
    print_only = np.roll(marks & 4, (down, right), (0, 1))
    return np.maximum(clear, text).astype(np.float32), ((marks & 3) | print_only).astype(np.uint8)


def _cut(grey: Image, marks: Image, rng: Random) -> tuple[Image, Image]:
    """A crop, a little over the edge at times: beyond it is paper."""
    edge = 20
    grey = np.pad(grey, edge, constant_values=255)
    marks = np.pad(marks, edge)
    high, wide = CROP
    top, left = (rng.randint(0, max(0, n - c)) for n, c in zip(grey.shape, CROP, strict=True))
    part = np.s_[top : top + high, left : left + wide]
    fill = [(0, high - grey[part].shape[0]), (0, wide - grey[part].shape[1])]
    return np.pad(grey[part], fill, constant_values=255), np.pad(marks[part], fill)


def _worn(ink: npt.NDArray[np.float32], rng: Random) -> npt.NDArray[np.float32]:
    """Paler, darker, softer, with holes and noise."""
    luck = rng.random()
    if luck < 0.4:
        ink = ink * rng.uniform(0.5, 1)
    elif luck < 0.55:
        ink = np.minimum(1, ink * rng.uniform(1, 1.6))
    if rng.random() < 0.2:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.4, 0.9)), np.float32)
    for _ in range(rng.randint(2, 12) if rng.random() < 0.4 else 0):
        top, left, size = rng.randrange(CROP[0]), rng.randrange(CROP[1]), rng.randint(2, 9)
        ink[top : top + size, left : left + size] = 0
    if rng.random() < 0.3:
        noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(ink.shape)
        ink = np.clip(ink + noise * rng.uniform(0.01, 0.06), 0, 1)
    return ink.astype(np.float32)


def _work(files: Sequence[Path], seed: int, out: Any) -> None:
    """A worker: handfuls of crops, ink (N, H, W) of 0 to 255 and marks, without end."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    source = crops(files, Random(seed))
    while True:
        ink, marks = map(np.stack, zip(*(next(source) for _ in range(AT_ONCE)), strict=True))
        out.put(((ink * 255).round().astype(np.uint8), marks.astype(np.uint8)))


def _handfuls(made: Any, rng: Random) -> Iterator[list[tuple[Image, Image]]]:
    """What a step learns from: new handfuls as far as there are any, else such as were seen."""
    seen: list[tuple[Image, Image]] = []
    while True:
        batch: list[tuple[Image, Image]] = []
        while len(batch) < BATCH // AT_ONCE:
            try:
                batch.append(made.get(block=len(seen) < 2 * BATCH))
            except queue.Empty:
                batch += rng.choices(seen, k=BATCH // AT_ONCE - len(batch))
                break
            if len(seen) < KEPT:
                seen.append(batch[-1])
            else:
                seen[rng.randrange(KEPT)] = batch[-1]
        yield batch


def train(filings: Path, minutes: float, workers: int, seed: int = 1) -> Network:
    """The network after so many minutes. `filings`: digital ones with their truth."""
    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = Network()
    network.to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
    weights = torch.tensor(WEIGHTS, device=device).view(1, -1, 1, 1)
    context = multiprocessing.get_context("fork")
    made = context.Queue(maxsize=8 * workers)
    files = sorted(filings.glob("*.pdf"))
    crew = [
        context.Process(target=_work, args=(files, seed * 1000 + number, made), daemon=True)
        for number in range(workers)
    ]
    for one in crew:
        one.start()
    began = time.monotonic()
    for step, batch in enumerate(_handfuls(made, Random(seed))):
        done = (time.monotonic() - began) / (60 * minutes)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = RATE * _share(done)
        ink, marks = (torch.from_numpy(np.concatenate(part)) for part in zip(*batch, strict=True))
        marks = marks.to(device)
        truth = torch.stack([(marks >> bit) & 1 for bit in range(len(KINDS))], 1).float()
        page = (ink.to(device).float() / 255)[:, None].to(memory_format=torch.channels_last)
        with torch.autocast(device, dtype=torch.bfloat16):
            logits = network(page)
        loss = _loss(logits.float(), truth, weights)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        if step % 100 == 0:
            print(f"{done:.0%}, step {step}: loss {loss.item():.4f}", flush=True)
    for one in crew:
        one.kill()
    network.cpu()
    return network


def _share(done: float) -> float:
    """Of the highest rate: rising at first, then falling slowly."""
    if done < WARM_UP:
        return done / WARM_UP + 1e-3
    return 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP))) + 1e-3


def _loss(logits: Tensor, truth: Tensor, weights: Tensor) -> Tensor:
    """Per pixel, and per kind as a whole: rulings are few."""
    by_pixel = functional.binary_cross_entropy_with_logits(logits, truth, pos_weight=weights)
    shares, over = logits.sigmoid(), (0, 2, 3)
    common = 2 * (shares * truth).sum(over) + 1
    dice = 1 - common / (shares.sum(over) + truth.sum(over) + 1)
    return by_pixel + 0.5 * dice.mean()


def export(network: Network, out: Path) -> None:
    """Writes the network as ONNX, for pages of any size."""
    network.eval()
    torch.onnx.export(
        nn.Sequential(network, nn.Sigmoid()),
        torch.zeros(1, 1, 320, 256),
        str(out),
        input_names=["page"],
        output_names=["shares"],
        dynamic_axes={"page": {2: "h", 3: "w"}, "shares": {2: "h", 3: "w"}},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Train the network that tells strokes.")
    parser.add_argument("filings", type=Path, help="a folder of digital filings with their truth")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    export(train(args.filings, args.minutes, args.workers), args.out)


if __name__ == "__main__":
    main()
