"""The real pool, real crashes, real hangs, real exhaustion."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from batch_tasks import Deed, do, start_in_vain

from shenbao.batch import Limits, Outcome, run_limited
from shenbao.errors import OutputNotWritable

LIMITS = Limits(seconds=3, megabytes=500)


def outcomes(*deeds: str, workers: int = 2) -> dict[str, Outcome[Deed, str]]:
    jobs = [Deed(f"{what}.pdf", what) for what in deeds]
    return {outcome.job.what: outcome for outcome in run_limited(do, jobs, LIMITS, workers)}


@pytest.mark.parametrize(
    ("deed", "failure", "words"),
    [
        ("abort", "WorkerCrashed", "SIGABRT"),
        ("segfault", "WorkerCrashed", "SIGSEGV"),
        ("exit", "WorkerCrashed", "exit 7"),
        ("hang", "TimeLimit", "within 3 s"),
        ("spin", "TimeLimit", "within 3 s"),
        ("one-block", "MemoryLimit", "more than 500 MB"),
        ("many-blocks", "MemoryLimit", "more than 500 MB"),
        ("wrapped", "MemoryLimit", "more than 500 MB"),
        ("slip", "InternalError", "KeyError"),
        ("unpicklable", "InternalError", "Unpicklable"),
        ("not-a-pdf", "NotAPdf", "is not a PDF"),
        ("missing", "UnreadableFile", "No such file"),
    ],
)
def test_a_failure_costs_its_own_filing_alone(deed: str, failure: str, words: str) -> None:
    found = outcomes("first", deed, "second", "third")
    assert {what: one.result for what, one in found.items() if what != deed} == {
        "first": "first",
        "second": "second",
        "third": "third",
    }
    error = found[deed].failure
    assert type(error).__name__ == failure
    assert words in str(error) and f"{deed}.pdf" in str(error)


def test_all_at_once() -> None:
    bad = ["abort", "hang", "one-block", "many-blocks", "exit", "segfault", "slip"]
    found = outcomes(*bad, *(f"good-{number}" for number in range(50)))
    assert sorted(what for what, one in found.items() if one.failure) == sorted(bad)
    assert len(found) == 57


def test_workers_are_reused() -> None:
    jobs = [Deed(f"{number}.pdf", "pid") for number in range(40)]
    pids = {outcome.result for outcome in run_limited(do, jobs, LIMITS, workers=2)}
    assert 1 <= len(pids) <= 2


def test_no_more_workers_than_filings() -> None:
    assert [one.result for one in run_limited(do, [Deed("a", "x")], LIMITS, workers=64)] == ["x"]


def test_nothing_to_do() -> None:
    assert list(run_limited(do, [], LIMITS)) == []


def test_a_full_disk_ends_the_batch() -> None:
    with pytest.raises(OutputNotWritable, match="No space left"):
        outcomes("disk-full", "x")


def test_closing_the_iterator_stops_the_workers() -> None:
    jobs = [Deed("a", "pid"), *(Deed(f"{number}", "hang") for number in range(4))]
    results = run_limited(do, jobs, LIMITS, workers=2)
    pid = int(next(results).result or 0)
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 2
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process table")
def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "from batch_tasks import Deed, do\n"
        "from shenbao.batch import Limits, run_limited\n"
        "if __name__ == '__main__':\n"
        "    jobs = [Deed('a', 'pid'), Deed('b', 'hang'), Deed('c', 'hang')]\n"
        "    for one in run_limited(do, jobs, Limits(seconds=60), 1):\n"
        "        print(one.result, flush=True)\n"
    )
    here = str(Path(__file__).parent)
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": here},
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    time.sleep(0.5)
    assert psutil.pid_exists(worker)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    gone_by = time.monotonic() + 30
    while _alive(worker) and time.monotonic() < gone_by:
        time.sleep(0.05)
    assert not _alive(worker)


def _alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_packages_in_the_current_folder_are_not_taken_for_ours(tmp_path: Path) -> None:
    for name in ("extract", "normalize", "rules", "corpus", "shenbao"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('a stranger')\n")
    script = Path(sys.executable).with_name("shenbao")
    if not script.exists():
        pytest.skip("shenbao is not installed as a command")
    (tmp_path / "a.pdf").write_bytes(b"nothing")
    done = subprocess.run(
        [script, "run", "a.pdf", "--out", "out"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, "is not a PDF" in done.stderr) == (3, True)


def test_workers_that_do_not_start_are_told_and_not_tried_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shenbao.batch.start_worker", start_in_vain)
    found = outcomes("a", "b")
    assert [type(one.failure).__name__ for one in found.values()] == ["WorkerCrashed"] * 2
    assert "could not be started" in str(found["a"].failure)
