"""Many filings at once, each in a worker process with a time and a memory limit.

Native code can crash, hang or swell on a filing that was made to do so, and only
a process with limits is a limit. What a worker does with a filing is handed in
as a function; its result, or the reason why there is none, comes out as soon as
it is there. Knows nothing of the command line and writes nothing.
"""

import contextlib
import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from multiprocessing.queues import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from shenbao.errors import (
    InternalError,
    MemoryLimit,
    ShenbaoError,
    TimeLimit,
    UnreadableFile,
    WorkerCrashed,
)
from shenbao.worker import data_size, start_worker

ATTEMPTS = 2
"""How often a filing is tried when the pool breaks for a reason that is not its own."""

SAMPLE_SECONDS = 0.1
"""How often the memory of the workers is looked at."""
OPENCV_NO_MEMORY = -4
"""The code of `cv2.error` for a failed allocation."""

OUT_OF_MEMORY_SHARE = 0.5
"""A worker that held this share of its limit when it crashed died of memory: PDFium ends
the process when an allocation fails, and buffers that grow by doubling fail at one half.
"""


class Job(Protocol):
    """Anything that names the file it is about."""

    @property
    def path(self) -> str:
        """The file, for messages."""


J = TypeVar("J", bound=Job)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one filing may take: seconds, and megabytes of its worker's memory.

    After so many `tasks` a fresh process takes a worker's place, so that what native code
    leaks stays small.
    """

    seconds: float = 180.0
    megabytes: int = 3000
    tasks: int = 100


@dataclass(frozen=True, slots=True)
class Outcome(Generic[J, R]):
    """What became of a job: a result, or the failure that left none."""

    job: J
    result: R | None
    failure: UnreadableFile | None = None


@dataclass(frozen=True, slots=True)
class _Reply(Generic[R]):
    """What a worker sends back: plain data, so that no exception is lost on the way."""

    pid: int
    result: R | None
    error: ShenbaoError | None = None


def run_limited(
    function: Callable[[J], R],
    jobs: Sequence[J],
    limits: Limits | None = None,
    workers: int = 1,
) -> Iterator[Outcome[J, R]]:
    """Call `function` with each job in a worker process; outcomes come as they are ready.

    A crash, a hang or a bomb costs its own job alone. Closing the iterator stops
    the workers. `function` and the jobs must be picklable.

    Raises:
        ShenbaoError: when `function` raised one that is not about its file.
    """
    limits = limits or Limits()
    waiting = deque((job, 1) for job in jobs)
    workers = max(1, min(workers, len(waiting)))
    while waiting:
        pool = _Pool(workers, limits)
        try:
            yield from _drain(pool, function, waiting, limits)
        except BaseException:
            pool.stop()
            raise
        pool.close()


class _Pool:
    """Worker processes and what is known of their memory."""

    def __init__(self, workers: int, limits: Limits) -> None:
        context = _context()
        self.workers = workers
        self._started: SimpleQueue[int] = context.SimpleQueue()
        self._memory: dict[int, deque[int]] = {}
        self.pool: Any = ProcessPool(
            max_workers=workers,
            max_tasks=limits.tasks,
            initializer=start_worker,
            initargs=(limits.megabytes, self._started),
            context=context,
        )

    def sample_memory(self) -> None:
        """Note what each worker holds now; the last two seconds are kept."""
        while not self._started.empty():
            self._memory[self._started.get()] = deque(maxlen=20)
        for pid, held in tuple(self._memory.items()):
            size = data_size(pid)
            if size is not None:
                held.append(size)

    def peak(self, pid: int | None) -> int:
        """The most bytes that a worker was lately seen with (0 = never seen)."""
        return max(self._memory.get(pid or 0, ()), default=0)

    def forget(self, pid: int) -> None:
        """Start anew for the next filing of a worker."""
        if pid in self._memory:
            self._memory[pid].clear()

    def close(self) -> None:
        """Wait for the workers to end."""
        self.pool.close() if self.pool.active else self.pool.stop()
        self.pool.join()

    def stop(self) -> None:
        """End the workers now, whatever they are at."""
        self.pool.stop()
        self.pool.join()


def _drain(
    pool: _Pool,
    function: Callable[[J], R],
    waiting: deque[tuple[J, int]],
    limits: Limits,
) -> Iterator[Outcome[J, R]]:
    """Work off what is waiting; returns early, with the rest back in line, if the pool breaks."""
    running: dict[Future[_Reply[R]], tuple[J, int]] = {}
    while waiting or running:
        # A short queue ahead of the workers keeps them busy and memory flat.
        while waiting and len(running) < 2 * pool.workers and pool.pool.active:
            job, attempt = waiting.popleft()
            future = pool.pool.schedule(_attempt, (function, job), timeout=limits.seconds)
            running[future] = (job, attempt)
        done, _ = wait(running, timeout=SAMPLE_SECONDS, return_when=FIRST_COMPLETED)
        pool.sample_memory()
        for future in done:
            job, attempt = running.pop(future)
            outcome = _outcome(job, future, pool, limits)
            if outcome is not None:
                yield outcome
            elif attempt < ATTEMPTS:
                waiting.append((job, attempt + 1))
            else:
                yield Outcome(job, None, WorkerCrashed(job.path, "its worker could not be started"))
        if not pool.pool.active and not done:
            waiting.extend((job, attempt + 1) for job, attempt in running.values())
            return


def _attempt(function: Callable[[J], R], job: J) -> _Reply[R]:
    """In the worker: the result of a job, or an error that survives the way back."""
    try:
        return _Reply(os.getpid(), function(job))
    except ShenbaoError as error:
        return _Reply(os.getpid(), None, error)
    except MemoryError:
        return _Reply(os.getpid(), None, MemoryLimit(job.path))
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        return _Reply(os.getpid(), None, UnreadableFile(job.path, reason))
    except Exception as error:
        if _ran_out_of_memory(error):
            return _Reply(os.getpid(), None, MemoryLimit(job.path))
        return _Reply(os.getpid(), None, internal_error(job.path, error))


def _ran_out_of_memory(error: BaseException | None) -> bool:
    """Whether a failed allocation is behind an error that a library made of it."""
    while error is not None:
        if isinstance(error, MemoryError) or getattr(error, "code", None) == OPENCV_NO_MEMORY:
            return True
        error = error.__cause__ or error.__context__
    return False


def internal_error(path: str, error: Exception) -> InternalError:
    """A slip of shenbao's own, with the traceback for whoever mends it."""
    reason = f"made shenbao stumble ({type(error).__name__}: {error})"
    return InternalError(path, reason, details="".join(traceback.format_exception(error)))


def _outcome(
    job: J, future: Future[_Reply[R]], pool: _Pool, limits: Limits
) -> Outcome[J, R] | None:
    """What a finished future says of its job; None when the pool broke around it.

    Raises:
        ShenbaoError: the worker's, when it is not about the job's file.
    """
    try:
        reply = future.result()
    except TimeoutError:
        return Outcome(job, None, TimeLimit(job.path, f"was not read within {limits.seconds:g} s"))
    except ProcessExpired as error:
        return Outcome(job, None, _crash(job.path, error, pool.peak(error.pid), limits))
    except BrokenProcessPool:
        return None
    pool.forget(reply.pid)
    if reply.error is None:
        return Outcome(job, reply.result)
    if isinstance(reply.error, MemoryLimit):
        return Outcome(job, None, _over_memory(job.path, limits))
    if isinstance(reply.error, UnreadableFile):
        return Outcome(job, None, reply.error)
    raise reply.error


def _crash(path: str, error: Any, peak: int, limits: Limits) -> UnreadableFile:
    """Why a worker died: of memory, by a signal, or by an exit of its own."""
    if peak > OUT_OF_MEMORY_SHARE * limits.megabytes * 2**20:
        return _over_memory(path, limits)
    if error.exitcode < 0:
        how = f"{WorkerCrashed.default_reason} ({_signal_name(-error.exitcode)})"
    else:
        how = f"{WorkerCrashed.default_reason} (exit {error.exitcode})"
    return WorkerCrashed(path, how)


def _over_memory(path: str, limits: Limits) -> MemoryLimit:
    return MemoryLimit(path, f"needs more than {limits.megabytes} MB of memory")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _context() -> BaseContext:
    """Where workers come from: forked off a server that has the imports done.

    The server is a fresh interpreter, so no thread or lock of this process is
    copied, and a worker is there in milliseconds.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["shenbao.worker", "shenbao.process", "shenbao.recheck"])
    from multiprocessing import forkserver  # does not import on Windows

    with _environment(SERVER_ENVIRONMENT):
        forkserver.ensure_running()
    return context


SERVER_ENVIRONMENT = {
    # Else the server, started with `python -c`, would take a `rules` or an `extract` that
    # lies in the current folder for ours.
    "PYTHONSAFEPATH": "1",
    # One filing, one core: threads of a numeric library only cost memory and time here.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Environment variables for the processes that are started inside."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
