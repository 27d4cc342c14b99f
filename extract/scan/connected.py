"""What hangs together in a picture."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# Labels of 16 bits take 0.4 of the time.
FEW = 1 << 16


def connected(flags: NDArray[Any], few: bool = False) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The pieces of what is set, corners touching: the piece of each pixel (0: none), and a row
    of OpenCV's `CC_STAT_*` for each piece, the first for what is not set.

    `few`: it is known that there can't be 65,000 of them.
    """
    marked = np.ascontiguousarray(flags, bool).view(np.uint8)
    few = few or _most(marked) < FEW
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        marked, connectivity=8, ltype=cv2.CV_16U if few else cv2.CV_32S
    )
    return np.asarray(labels), np.asarray(stats, np.int32)


def _most(marked: NDArray[np.uint8]) -> int:
    """There are no more pieces: each has a first pixel, none of it above, none to the left."""
    height, width = marked.shape
    if height * width < FEW:
        return int(height * width)
    above = np.zeros_like(marked)
    above[1:] = marked[:-1]
    beside = above.copy()
    beside[:, 1:] |= above[:, :-1] | marked[:, :-1]
    beside[:, :-1] |= above[:, 1:]
    return int(np.count_nonzero(marked > beside))
