"""What hangs together in a picture."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def connected(flags: NDArray[Any], few: bool = False) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The pieces of what is set, corners touching: the piece of each pixel (0: none), and a row
    of OpenCV's `CC_STAT_*` for each piece, the first for what is not set.

    `few`: there can't be 65,000 of them, and it takes 0.4 of the time.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        flags.astype(np.uint8), connectivity=8, ltype=cv2.CV_16U if few else cv2.CV_32S
    )
    return np.asarray(labels), np.asarray(stats, np.int32)
