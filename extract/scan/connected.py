"""What hangs together in a picture."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def connected(flags: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The pieces of what is set, corners touching: the piece of each pixel (0: none), and a row
    of OpenCV's `CC_STAT_*` for each piece, the first for what is not set.

    Its usual algorithm takes 2.5 times as long.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        flags.astype(np.uint8), 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)
