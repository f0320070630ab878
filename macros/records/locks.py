"""Two runs at once keep out of each other's way: locks that end with the process that holds them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none: there, two runs at once are not kept apart
    fcntl = None  # type: ignore[assignment]


def lock(descriptor: int, *, wait: bool = True) -> bool:
    """Lock an open file or folder until it is closed or this process ends, however it ends.

    Returns:
        False where another process holds it; True where it is ours, or where the system has no locks.
    """
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # a network disk without locks
        return True
    return True


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder`, which is there, against other runs. No lock file is left: the folder is the lock."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        lock(descriptor)
        yield
    finally:
        os.close(descriptor)
