"""What a worker process does before its first filing: take on its limits."""

import gc
import logging
import os
import signal
import sys
import threading
from multiprocessing import connection, parent_process
from multiprocessing.queues import SimpleQueue
from pathlib import Path

HEADROOM_MEGABYTES = 64
"""A worker gets at least this much beyond what its imports hold (about 70 MB): with less,
Python can't even say that memory ran out.
"""


def start_worker(megabytes: int, started: "SimpleQueue[int]") -> None:
    """Limit this process, tie it to its parent's life, and say that it is there."""
    # Pebble's own handler is Python code, which a native loop never lets run.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What libraries think of a bad file is told by the filing's problems, not on the terminal.
    logging.getLogger().addHandler(logging.NullHandler())
    limit_memory(megabytes)
    tune_collector()
    started.put(os.getpid())


def tune_collector() -> None:
    """Look for cycles more rarely: a filing is some 100,000 small records without any,
    and looking through them took a tenth of the time.
    """
    gc.freeze()
    gc.set_threshold(1_000_000, 20, 100)


def limit_memory(megabytes: int) -> None:
    """Let allocations fail beyond `megabytes` of private memory.

    RLIMIT_DATA, not RLIMIT_AS: it counts what is private and writable, while
    address space is reserved by the gigabyte without being used. Systems that
    lack it (Windows) or ignore it (macOS) run with the time limit alone.
    """
    if not sys.platform.startswith("linux"):
        return
    import resource  # absent on Windows

    held = (data_size("self") or 0) // 2**20
    limit = max(megabytes, held + HEADROOM_MEGABYTES) * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def data_size(pid: int | str) -> int | None:
    """Bytes of private memory that a process has reserved; None where /proc can't tell."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return None
    return int(fields[5]) * os.sysconf("SC_PAGE_SIZE")


def _end_with_parent() -> None:
    """End this process when the one that runs the batch is gone, however it went.

    The fork server is no help: it lives as long as its children.
    """
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
