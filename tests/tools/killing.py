"""Kill a writer at each of its steps: what changes the disk is counted, and the process ends there.

Python tells an audit hook of every file it opens, moves and removes; the hook ends the process by
SIGKILL, so that nothing is tidied up, as at a power cut.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod"}


def _child(work: Callable[[], object], step: int) -> None:
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in STEPS or (event == "open" and str(arguments[0]).startswith(("/proc", "/sys"))):
            return
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    work()


def killed_at(work: Callable[[], object], step: int) -> bool:
    """Run `work` in a process that is killed before its `step`-th change. False where it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            _child(work, step)
            os._exit(0)
        except BaseException:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the writer failed by itself"
    return False


def kills(work: Callable[[], object], prepare: Callable[[], object]) -> Iterator[int]:
    """Kill `work` at every one of its steps, `prepare` before each; yields after each kill."""
    step = 1
    while True:
        prepare()
        if not killed_at(work, step):
            return
        yield step
        step += 1
