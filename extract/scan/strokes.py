"""What the strokes of a page belong to: rulings across, rulings down, or print.

A small network looks at the page at `LOOK` pixels a point. It was trained on scans of the
corpus alone (`corpus/train_strokes.py`), whose rulings are known, and knows faint, broken
and dotted ones from folds, seals, dust and the strokes of characters: each by what is
around it, for which no threshold does.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Shares = NDArray[np.float32]

LOOK = 1.5
"""Pixels per point at which the network looks."""
KINDS = ("h", "v", "print")
"""What it tells, in the order of its channels."""
MODEL = Path(__file__).with_name("strokes.onnx")
# The network halves the page four times.
BLOCK = 16


class Strokes(NamedTuple):
    """A page at `LOOK` pixels per point, (H, W): how much ink there is (0 to 1), and how
    surely a pixel belongs to a ruling across, to one down, to print."""

    ink: Shares
    across: Shares
    down: Shares
    print: Shares

    @property
    def turned(self) -> "Strokes":
        """The same with rows for columns."""
        return Strokes(self.ink.T, self.down.T, self.across.T, self.print.T)


def strokes_of(grey: Grey, scale: float) -> Strokes:
    """Tells the strokes of an evened page (255 = paper) of `scale` pixels per point."""
    height, width = (max(1, round(side * LOOK / scale)) for side in grey.shape)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    page = np.zeros((-(-height // BLOCK) * BLOCK, -(-width // BLOCK) * BLOCK), np.float32)
    page[:height, :width] = (255 - small.astype(np.float32)) / 255
    session, name = _session()
    (shares,) = session.run(None, {name: page[None, None]})
    return Strokes(page[:height, :width], *shares[0, :, :height, :width])


@lru_cache(maxsize=1)
def _session() -> tuple[Any, str]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(MODEL, options, providers=["CPUExecutionProvider"])
    return session, session.get_inputs()[0].name
