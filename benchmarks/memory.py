"""Reads the files it is given and prints two numbers: MB held after the imports, MB at the peak."""

import resource
import sys
from pathlib import Path

from shenbao.bulk import document_of
from shenbao.process import process_all


def peak_megabytes() -> float:
    """The most memory this process has held so far.

    `ru_maxrss` would do, were it not that Linux hands on the parent's through fork and
    exec: /proc begins anew.
    """
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return float(fields["VmHWM"].split()[0]) / 1024
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    imported = peak_megabytes()
    for path in map(Path, sys.argv[1:]):
        for filing in process_all(path):
            document_of(filing)
    print(imported, peak_megabytes())
