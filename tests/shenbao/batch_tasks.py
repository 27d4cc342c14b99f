"""What a worker may be made to do. A module, since workers import what they are to call."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from shenbao.errors import NotAPdf, OutputNotWritable


@dataclass(frozen=True, slots=True)
class Deed:
    path: str
    what: str


def do(deed: Deed) -> str:
    match deed.what:
        case "abort":
            os.abort()
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(7)
        case "hang":
            time.sleep(600)
        case "spin":
            # A loop in native code: no signal handler written in Python gets its turn.
            sum(range(10**12))
        case "one-block":
            bytearray(4 * 2**30)
        case "many-blocks":
            held = []
            while True:
                held.append(bytearray(2**20))
        case "wrapped":
            try:
                bytearray(4 * 2**30)
            except MemoryError as error:
                raise ValueError("a library hides it") from error
        case "slip":
            raise KeyError("a slip of ours")
        case "unpicklable":
            raise UnpicklableError("left", "right")
        case "not-a-pdf":
            raise NotAPdf(deed.path)
        case "missing":
            Path("/nonexistent/file").read_bytes()
        case "disk-full":
            raise OutputNotWritable(deed.path, "No space left on device")
        case "pid":
            return str(os.getpid())
    return deed.what


class UnpicklableError(Exception):
    """Cannot be made anew from its `args`."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(left)


def start_in_vain(*_: object) -> None:
    """Instead of a worker's start: as when the system has no memory left for one."""
    os._exit(1)
