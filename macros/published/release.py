"""Which edition is being made: the commit, its date, and whether the progress is made up."""

from __future__ import annotations

import datetime
import os
import subprocess
import time
from pathlib import Path

from macros.judged.account import Account
from macros.published.shapes import Edition

CHINA = datetime.timezone(datetime.timedelta(hours=8))


def now() -> int:
    """Seconds of SOURCE_DATE_EPOCH, which the build sets to the commit's, so that two builds of one
    commit are the same bytes; otherwise of the clock.
    """
    return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())


def date_of(timestamp: int) -> datetime.date:
    """The day in China."""
    return datetime.datetime.fromtimestamp(timestamp, tz=CHINA).date()


def _commit(root: Path) -> str | None:
    """Name the commit, and whether anything is changed since; None outside a repository."""
    command = ["git", "-C", str(root), "describe", "--always", "--dirty=（另有未提交的修改）"]
    try:
        command += ["--abbrev=12", "--exclude=*"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() or None
    except (OSError, subprocess.CalledProcessError):
        return None


def edition(account: Account, site_url: str | None) -> Edition:
    """The edition made now from an account."""
    timestamp = now()
    return Edition(
        commit=_commit(account.project.root),
        date=date_of(timestamp),
        timestamp=timestamp,
        data_as_of=account.data_as_of,
        demo=account.project.demo,
        site_url=site_url or None,
    )
