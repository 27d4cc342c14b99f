"""PP-OCR's recogniser as `rapidocr` ships it, run on lines of their true width.

RapidOCR itself pads every line to 320 pixels; lines of forms are shorter. Lines
of about the same width go through the model together. All are read first with the model's
weights rounded (`corpus/quantise.py`), which takes half the time, and what is longer than a
figure is looked at small: time goes with the pixels. What this leaves in doubt is read with
the model as it was trained, as large as it was trained for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any, Literal, NamedTuple, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.closer import Piece, cut_out, joined, pieces_of
from extract.scan.ink import INK
from extract.scan.reading import is_chinese, simplified
from extract.scan.recogniser import Char, LineImage, Reading

Engine = Literal["openvino", "onnxruntime"]
Floats = NDArray[np.float32]
_T = TypeVar("_T")


class Size(NamedTuple):
    """What a line is scaled to: its height in pixels, and its width as a share of what
    keeps the letters' shape."""

    height: int
    squeeze: float = 1.0


TRAINED = Size(48)
"""What the model was trained on."""
# With 32 rows the network's last layers have two thirds of the work; how wide a line is tells
# more. So wide, of 11,351 short lines and 579 longer ones with figures that are sure, 16 differ
# from the whole model's reading, all but 4 by the width of a mark, and of those it is not sure.
WIDE = Size(32, 1.5)
"""For what may be a figure: as wide as it was trained on."""
# 0.65 of the pixels of WIDE. Of 1,505 long lines that are sure 23 differ from the whole model's
# reading: 16 without figures, nearly all by the width of a mark, and 7 with. A zero more or a
# point is a pixel or two here, and can be lost without a trace (13800007812 as 1380007812).
QUICK = Size(32, 0.97)
"""For words."""
# Of 36 rows the whole model sees marks in the middle of their square that it loses on 48.
MARKED = Size(36, 0.9)
# The least certain character's confidence from which on a first reading is believed. At 0.95
# 三级指标 was taken for 二级指标 once.
BELIEVED = 0.98
# Lines narrower than this many heights are figures, most of them. Longer ones are read again
# WIDE where this share of the characters is of a figure.
SHORT = 3.0
FIGURE = 1 / 3
# Longer lines are sentences.
WITHIN = 20
# Marks between words, and how surely one must be seen that the large picture does not show.
MARKS = frozenset("、，。；")
SEEN = 0.5
# So many steps from one Chinese character to the next tell how far it is; a mark has room where
# it is so much further, and where ink lies so much beyond the middle of the first or last.
PITCH = 2
ROOM = 1.5
BEYOND = 0.68
# The model looks at the picture in steps of 8 pixels.
STEP = 8
# Widths are filled up with paper to a multiple of this, so that lines share a batch: at 64
# an eighth of all pixels were filling. Single figures want some paper beside them, though not
# more: of 567 short lines 564 are right with 48 at least (532 of them sure), with 16 563
# (501), with 64 559 (468).
BUCKET = 16
NARROWEST = 48
# Lines that go through the model together, as pixels of width: more cost memory, not time.
BATCH = 1024
# Wider lines are rare and cost memory; they are squeezed.
MAX_WIDTH = 3200
MODEL = "PP-OCRv6_rec_small.onnx"
ROUNDED = Path(__file__).with_name("recogniser.onnx")
BLANK = 0
# The file states its input as 3 x 48 x any width, though nothing in it needs the 48:
# these are the two dimensions as written in ONNX, and with the second left open.
_HEIGHT_48 = b"\n\x02\x08\x03\n\x02\x08\x30"
_ANY_HEIGHT = b"\n\x02\x08\x03\n\x02\x12\x00"


class Steps(NamedTuple):
    """Per step along each line: the best and second best class, and their probability."""

    best: NDArray[np.int64]
    best_p: Floats
    second: NDArray[np.int64]
    second_p: Floats


class Model(NamedTuple):
    """A recogniser's network: pictures (n, 3, height, width) to steps, and what its classes
    mean."""

    run: Callable[[Floats], Steps]
    characters: Sequence[str]


class RapidRecogniser:
    """PP-OCRv6 (small), first with rounded weights on ONNX Runtime; what that leaves in doubt
    as it was trained, on ONNX Runtime or on OpenVINO where that is asked for.

    OpenVINO prepares itself anew for every width and keeps what it prepared: when it read all
    lines it held 1.2 GB after 8 filings (ONNX Runtime 0.35). Of a page's time it saves little,
    with bfloat16. `threads`: 0 leaves it to the engine.
    """

    name = "rapidocr"

    def __init__(self, engine: Engine = "onnxruntime", threads: int = 1) -> None:
        self.engine = engine
        self._model, self._first = _load(self.engine, threads)

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """One reading a line. An empty picture gives an empty reading."""
        seen = {index: line for index, line in enumerate(lines) if min(line.shape) > 0}
        words = {index: line for index, line in seen.items() if not is_short(line)}
        readings = self._of(words, QUICK, self._first)
        wide = {i: line for i, line in seen.items() if i not in words or has_figures(readings[i])}
        readings |= self._of(wide, WIDE, self._first)
        marked = {i: line for i, line in seen.items() if has_gap(readings[i], line)}
        for index, reading in self._of(marked, MARKED, self._model).items():
            if len(reading.chars) > len(readings[index].chars):
                readings[index] = reading
        doubted = {
            i: (line, readings[i]) for i, line in seen.items() if readings[i].confidence < BELIEVED
        }
        whole = self._closer(doubted)
        rest = {index: line for index, (line, _) in doubted.items() if index not in whole}
        whole |= self._of(rest, TRAINED, self._model)
        readings |= {i: with_marks(reading, readings[i]) for i, reading in whole.items()}
        return [readings.get(index, Reading()) for index in range(len(lines))]

    def _of(self, lines: Mapping[int, LineImage], size: Size, model: Model) -> dict[int, Reading]:
        """What a model reads of each line at one size."""
        return dict(zip(lines, self._sized([*lines.values()], size, model), strict=True))

    def _closer(self, doubted: Mapping[int, tuple[LineImage, Reading]]) -> dict[int, Reading]:
        """Long lines of which pieces were read again, of those in doubt."""
        places = [
            (index, piece, cut_out(line, reading, piece))
            for index, (line, reading) in doubted.items()
            if not has_figures(reading) and not is_short(line)
            for piece in pieces_of(reading, BELIEVED)
        ]
        crops = [doubted[index][0][:, x0:x1] for index, _, (x0, x1) in places]
        again = self._sized(crops, TRAINED, self._model)
        read: dict[int, list[tuple[Piece, tuple[int, int], Reading]]] = {}
        for (index, piece, place), reading in zip(places, again, strict=True):
            read.setdefault(index, []).append((piece, place, reading))
        whole = {index: joined(*doubted[index], parts) for index, parts in read.items()}
        return {index: reading for index, reading in whole.items() if reading is not None}

    def _sized(self, lines: Sequence[LineImage], size: Size, model: Model) -> list[Reading]:
        """The lines as a model reads them at one size, those of about one width together."""
        readings = [Reading()] * len(lines)
        sized = sorted((_width(line, size), index) for index, line in enumerate(lines))
        for width, group in groupby(sized, key=lambda item: _filled(item[0])):
            for part in batches([*group], max(1, BATCH // width)):
                batch = np.ones((len(part), 3, size.height, width), np.float32)
                for row, (own, index) in enumerate(part):
                    batch[row, :, :, :own] = _normal(lines[index], own, size.height)
                steps = model.run(batch)
                for row, (own, index) in enumerate(part):
                    mine = Steps(*(of[row] for of in steps))
                    readings[index] = _decoded(mine, own, model.characters)
        return readings


def _decoded(steps: Steps, width: int, characters: Sequence[str]) -> Reading:
    """Characters of one line: runs of one class, blanks dropped (CTC)."""
    best = steps.best
    total = width / STEP
    chars: list[Char] = []
    for start, end in _runs(best):
        if best[start] == BLANK:
            continue
        peak = start + int(np.argmax(steps.best_p[start:end]))
        other = int(steps.second[peak])
        char = Char(
            characters[best[start]],
            min(1.0, start / total),
            min(1.0, end / total),
            float(steps.best_p[peak]),
            "" if other == BLANK else characters[other],
            float(steps.second_p[peak]),
        )
        chars.append(simplified(char))
    return Reading(tuple(chars))


def _runs(classes: NDArray[np.int64]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(classes)) + 1
    bounds = [0, *edges.tolist(), len(classes)]
    return [*pairwise(bounds)]


def batches(members: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    """In twos, fours, eights: every other number of lines would be one more shape, and
    OpenVINO prepares itself anew for each."""
    start = 0
    while left := len(members) - start:
        count = 1 << (min(left, most).bit_length() - 1)
        yield members[start : start + count]
        start += count


def is_short(line: LineImage) -> bool:
    """Whether a line may be a figure by its width."""
    height, width = line.shape
    return bool(width < SHORT * height)


def has_figures(reading: Reading) -> bool:
    """Whether much of what was read is a figure, or a short line holds a number of several digits:
    of `$\\geq$ 100%` a small picture loses a zero."""
    figures = sum(char.text in "0123456789.,%" for char in reading.chars)
    if figures >= FIGURE * len(reading.chars):
        return True
    pairs = pairwise(char.text.isdigit() for char in reading.chars)
    return len(reading.chars) <= WITHIN and any(one and other for one, other in pairs)


def has_gap(reading: Reading, line: LineImage) -> bool:
    """Whether between two Chinese characters of some there is room for a mark, or ink before
    the first or behind the last: the rounded model passes over `、` in the middle of its square
    and `，` at the ends, and is sure of what is beside it."""
    chars = reading.chars
    steps = [
        (other.start + other.end - one.start - one.end) / 2
        for one, other in pairwise(chars)
        if is_chinese(one.text) and is_chinese(other.text)
    ]
    if len(steps) < PITCH:
        return False
    pitch = median(steps) if len(steps) > PITCH else min(steps)
    if max(steps) > ROOM * pitch:
        return True
    inked = np.flatnonzero((line < INK * 255).any(axis=0))
    if not len(inked):
        return False
    first, last = ((char.start + char.end) / 2 for char in (chars[0], chars[-1]))
    start, end = inked[0] / line.shape[1], (inked[-1] + 1) / line.shape[1]
    return (is_chinese(chars[0].text) and bool(first - start > BEYOND * pitch)) or (
        is_chinese(chars[-1].text) and bool(end - last > BEYOND * pitch)
    )


def with_marks(reading: Reading, quick: Reading) -> Reading:
    """The reading, with the marks between words that the quick one alone has.

    Those set in the middle of their square (、 of fonts for traditional characters) are
    lost in the large picture at times, and seen in the small one.
    """
    own, other = ([c for c in one.chars if c.text not in MARKS] for one in (reading, quick))
    if [c.text for c in own] != [c.text for c in other]:
        return reading
    if len(quick.chars) <= len(reading.chars):
        return reading
    rest = iter(own)
    chars = tuple(c if c.text in MARKS else next(rest) for c in quick.chars)
    sure = all(c.confidence >= SEEN for c in chars if c.text in MARKS)
    return Reading(chars) if sure else reading


def _filled(width: int) -> int:
    return max(NARROWEST, -(-width // BUCKET) * BUCKET)


def _width(line: LineImage, size: Size) -> int:
    height, width = line.shape
    return int(min(MAX_WIDTH, max(STEP, round(width * size.height / height * size.squeeze))))


def as_input(line: LineImage, size: Size) -> Floats:
    """One line as the model is given it: (1, 3, height, width), -1 to 1."""
    width = _width(line, size)
    batch = np.ones((1, 3, size.height, _filled(width)), np.float32)
    batch[0, :, :, :width] = _normal(line, width, size.height)
    return batch


def _normal(line: LineImage, width: int, height: int) -> Floats:
    shrinks = line.shape[0] > height
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    scaled = cv2.resize(line, (width, height), interpolation=method)
    return scaled.astype(np.float32) / 127.5 - 1


def model_path(name: str = MODEL) -> Path:
    """A model in rapidocr's wheel. Raises `FileNotFoundError` where there is none."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("rapidocr is not installed: pip install rapidocr")
    path = Path(spec.origin).parent / "models" / name
    if not path.is_file():
        raise FileNotFoundError(
            f"rapidocr carries no {name}: install the version in constraints.txt"
        )
    return path


def model_bytes() -> bytes:
    """The model, for pictures of any height."""
    return model_path().read_bytes().replace(_HEIGHT_48, _ANY_HEIGHT, 1)


@lru_cache(maxsize=2)
def _load(engine: Engine, threads: int) -> tuple[Model, Model]:
    """The model, and the one that reads first."""
    first = _onnxruntime(ROUNDED.read_bytes(), threads, _two_best_of_logits)
    if engine == "openvino":
        return _openvino(model_path(), threads), first
    return _onnxruntime(model_bytes(), threads, _two_best), first


def _onnxruntime(data: bytes, threads: int, best_of: Callable[[Floats], Steps]) -> Model:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run(batch: Floats) -> Steps:
        return best_of(session.run(None, {name: batch})[0])

    text = session.get_modelmeta().custom_metadata_map["character"]
    return Model(run, _characters(text))


def _openvino(path: Path, threads: int) -> Model:
    import openvino
    from openvino import opset13 as opset

    core = openvino.Core()
    model = core.read_model(str(path))
    model.reshape([-1, 3, -1, -1])
    text: Any = model.get_rt_info(["framework", "character"])
    # Only the two best of 18,710 classes leave the engine.
    best = opset.topk(model.get_results()[0].input_value(0), opset.constant(2), 2, "max", "value")
    cut = openvino.Model([best.output(0), best.output(1)], model.get_parameters(), "recogniser")
    settings: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": "1",
        "INFERENCE_PRECISION_HINT": "bf16" if _has_bf16(core) else "f32",
    }
    if threads:
        settings["INFERENCE_NUM_THREADS"] = threads
    compiled = core.compile_model(cut, "CPU", settings)
    request = compiled.create_infer_request()

    def run(batch: Floats) -> Steps:
        values, classes = request.infer([batch]).values()
        return Steps(classes[..., 0], values[..., 0], classes[..., 1], values[..., 1])

    return Model(run, _characters(str(getattr(text, "value", text))))


def _has_bf16(core: Any) -> bool:
    return "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _two_best(shares: Floats) -> Steps:
    """The two best classes of each step; where the best one is the blank, that one alone."""
    best = shares.argmax(-1)
    said = best != BLANK
    return _spread(best, said, shares[said])


def _two_best_of_logits(logits: Floats) -> Steps:
    """The same of what shares are made of."""
    best = logits.argmax(-1)
    said = best != BLANK
    shares = logits[said]
    shares -= shares.max(axis=-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=-1, keepdims=True)
    return _spread(best, said, shares)


def _spread(best: NDArray[np.int64], said: NDArray[np.bool_], shares: Floats) -> Steps:
    """Steps of which `shares` has those that say something."""
    best_p, second_p = np.ones(best.shape, np.float32), np.zeros(best.shape, np.float32)
    second = np.zeros_like(best)
    every, first = np.arange(len(shares)), best[said]
    best_p[said] = shares[every, first]
    shares[every, first] = -1
    second[said] = shares.argmax(-1)
    second_p[said] = shares[every, second[said]]
    return Steps(best, best_p, second, second_p)


def _characters(text: str) -> list[str]:
    """Class numbers to characters: a blank first, a space last, as PP-OCR has them."""
    return ["", *text.splitlines(), " "]
