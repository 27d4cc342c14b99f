"""PP-OCR's recogniser as `rapidocr` ships it, run on lines of their true width.

RapidOCR itself pads every line to 320 pixels; lines of forms are shorter. Lines
of about the same width go through the model together.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.recogniser import Char, LineImage, Reading

Engine = Literal["openvino", "onnxruntime"]
Floats = NDArray[np.float32]

HEIGHT = 48
"""Pixels: what the model was trained on."""
# The model looks at the picture in steps of 8 pixels.
STEP = 8
# Widths are filled up with paper to a multiple of this, so that lines share a batch.
BUCKET = 64
# Lines that go through the model together, as pixels of width: more cost memory, not time.
BATCH = 1024
# Wider lines are rare and cost memory; they are squeezed.
MAX_WIDTH = 3200
MODEL = "PP-OCRv6_rec_small.onnx"
BLANK = 0


class Steps(NamedTuple):
    """Per step along each line: the best and second best class, and their probability."""

    best: NDArray[np.int64]
    best_p: Floats
    second: NDArray[np.int64]
    second_p: Floats


Model = Callable[[Floats], Steps]


class RapidRecogniser:
    """PP-OCRv6 (small) on ONNX Runtime, or on OpenVINO where that is installed.

    `threads`: 0 leaves it to the engine.
    """

    name = "rapidocr"

    def __init__(self, engine: Engine | None = None, threads: int = 1) -> None:
        self.engine = engine or default_engine()
        self._model, self._characters = _load(self.engine, threads)

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """One reading a line. An empty picture gives an empty reading."""
        readings = [Reading()] * len(lines)
        sized = sorted(
            (_width(line), index) for index, line in enumerate(lines) if min(line.shape) > 0
        )
        for width, group in groupby(sized, key=lambda item: -(-item[0] // BUCKET) * BUCKET):
            members = [*group]
            count = max(1, BATCH // width)
            for start in range(0, len(members), count):
                part = members[start : start + count]
                batch = np.ones((len(part), 3, HEIGHT, width), np.float32)
                for row, (own, index) in enumerate(part):
                    batch[row, :, :, :own] = _normal(lines[index], own)
                for row, (own, index) in enumerate(part):
                    if row == 0:
                        steps = self._model(batch)
                    readings[index] = self._decoded(Steps(*(part[row] for part in steps)), own)
        return readings

    def _decoded(self, steps: Steps, width: int) -> Reading:
        """Characters of one line: runs of one class, blanks dropped (CTC)."""
        best = steps.best
        total = width / STEP
        chars: list[Char] = []
        for start, end in _runs(best):
            if best[start] == BLANK:
                continue
            peak = start + int(np.argmax(steps.best_p[start:end]))
            other = int(steps.second[peak])
            chars.append(
                Char(
                    self._characters[best[start]],
                    min(1.0, start / total),
                    min(1.0, end / total),
                    float(steps.best_p[peak]),
                    "" if other == BLANK else self._characters[other],
                    float(steps.second_p[peak]),
                )
            )
        return Reading(tuple(chars))


def _runs(classes: NDArray[np.int64]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(classes)) + 1
    bounds = [0, *edges.tolist(), len(classes)]
    return [*pairwise(bounds)]


def _width(line: LineImage) -> int:
    height, width = line.shape
    return min(MAX_WIDTH, max(STEP, round(width * HEIGHT / height))) if height else STEP


def _normal(line: LineImage, width: int) -> Floats:
    shrinks = line.shape[0] > HEIGHT
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    scaled = cv2.resize(line, (width, HEIGHT), interpolation=method)
    return scaled.astype(np.float32) / 127.5 - 1


def default_engine() -> Engine:
    """OpenVINO where it is installed: about twice as fast."""
    return "openvino" if find_spec("openvino") else "onnxruntime"


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


@lru_cache(maxsize=2)
def _load(engine: Engine, threads: int) -> tuple[Model, list[str]]:
    load = _openvino if engine == "openvino" else _onnxruntime
    return load(model_path(), threads)


def _onnxruntime(path: Path, threads: int) -> tuple[Model, list[str]]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run(batch: Floats) -> Steps:
        return _two_best(session.run(None, {name: batch})[0])

    text = session.get_modelmeta().custom_metadata_map["character"]
    return run, _characters(text)


def _openvino(path: Path, threads: int) -> tuple[Model, list[str]]:
    import openvino
    from openvino import opset13 as opset

    core = openvino.Core()
    model = core.read_model(str(path))
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

    return run, _characters(str(getattr(text, "value", text)))


def _has_bf16(core: Any) -> bool:
    return "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _two_best(probabilities: Floats) -> Steps:
    best = probabilities.argmax(-1)
    best_p = np.take_along_axis(probabilities, best[..., None], -1)[..., 0]
    np.put_along_axis(probabilities, best[..., None], -1, -1)
    second = probabilities.argmax(-1)
    second_p = np.take_along_axis(probabilities, second[..., None], -1)[..., 0]
    return Steps(best, best_p, second, second_p)


def _characters(text: str) -> list[str]:
    """Class numbers to characters: a blank first, a space last, as PP-OCR has them."""
    return ["", *text.splitlines(), " "]
