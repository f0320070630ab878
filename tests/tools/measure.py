"""One command's cost: CPU, wall time and memory of all its processes together."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05
"""Seconds between two looks at the memory; a shorter peak can be missed."""
LIMIT = 8 * 2**30
"""Bytes above which a run is ended: it would take the machine with it."""


class RunError(Exception):
    """A command failed, took too long or too much memory; says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run, or the median of several, cost.

    Attributes:
        cpu: seconds in user and system mode, of the command and every process it waited for.
        wall: seconds from start to end.
        peak: bytes; the greatest sum of PSS over all processes of the tree at one look. PSS counts a page
            that n processes share as one n-th in each, so that nothing is counted twice.
    """

    cpu: float
    wall: float
    peak: float


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        cpu=statistics.median(cost.cpu for cost in costs),
        wall=statistics.median(cost.wall for cost in costs),
        peak=statistics.median(cost.peak for cost in costs),
    )


def _parents() -> Iterable[tuple[int, int]]:
    """Every process with its parent."""
    for folder in os.listdir("/proc"):  # noqa: PTH208 (looked at twenty times a second)
        if folder.isdigit():
            with contextlib.suppress(OSError):  # it has ended meanwhile
                stat = Path("/proc", folder, "stat").read_text(encoding="utf-8", errors="replace")
                yield int(folder), int(stat.rpartition(")")[2].split()[1])


def tree(root: int, parents: Iterable[tuple[int, int]]) -> set[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for child, parent in parents:
        children.setdefault(parent, []).append(child)
    found, waiting = set(), [root]
    while waiting:
        process = waiting.pop()
        found.add(process)
        waiting += children.get(process, [])
    return found


def pss(process: int) -> int:
    """Bytes of one process; 0 once it has ended."""
    with contextlib.suppress(OSError):
        for line in Path("/proc", str(process), "smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def measure(command: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float) -> Cost:
    """Run a command to its end. Linux only: it reads /proc.

    Args:
        env: added to this process's own.
        timeout: seconds.

    Raises:
        RunError: it failed, took longer than `timeout`, or more memory than LIMIT.
    """
    ended, reason, peak = threading.Event(), "", 0
    with tempfile.TemporaryFile() as said:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **env}, stdout=said, stderr=said, start_new_session=True
        )

        def watch() -> None:
            nonlocal peak, reason
            while not ended.wait(INTERVAL):
                peak = max(peak, sum(map(pss, tree(process.pid, _parents()))))
                late = time.perf_counter() - start > timeout
                if late or peak > LIMIT:
                    reason = f"ended after {timeout:.0f} s" if late else f"ended above {LIMIT / 2**30:.0f} GiB"
                    os.killpg(process.pid, signal.SIGKILL)
                    return

        watcher = threading.Thread(target=watch)
        watcher.start()
        status = process.wait()
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        ended.set()
        watcher.join()
        if status:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            raise RunError(reason or f"status {status}: {lines[-1] if lines else ''}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu=cpu, wall=wall, peak=peak)
