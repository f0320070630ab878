"""Folder and day in, everything that is published out: site, print, preview and forms are views of it."""

from __future__ import annotations

import datetime
import hashlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macros.judged.account import Account
from macros.published import formats, tables
from macros.published.formats import Table
from macros.published.shapes import PublishedOutcome, PublishedReport, Source, Stamp
from macros.records.day import CHINA
from macros.records.history import gap_of, history
from macros.records.load import PROGRESS
from macros.rules.checked import load_checked


@dataclass(frozen=True, kw_only=True)
class Release:
    """What one edition publishes.

    Attributes:
        stamp: which edition this is.
        account: the checked data seen on the edition's day.
        tables: the open data.
        files: the same as files: path below the site to content.
    """

    stamp: Stamp
    account: Account
    tables: Sequence[Table]
    files: Mapping[str, bytes]

    @cached_property
    def reports(self) -> Mapping[str, PublishedReport]:
        """The published records, by id."""
        return {report.id: report for table in self.tables if table.name == "progress" for report in table.rows}

    @cached_property
    def outcomes(self) -> Mapping[str, PublishedOutcome]:
        """The published outcomes, by the target's id."""
        return {row.target: row for table in self.tables if table.name == "outcomes" for row in table.rows}


def date_of(timestamp: int) -> datetime.date:
    """The day in China."""
    return datetime.datetime.fromtimestamp(timestamp, tz=CHINA).date()


def _git(root: Path, *arguments: str) -> str:
    """What git says of the project; "" outside a repository."""
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def now(root: Path) -> int:
    """Seconds of SOURCE_DATE_EPOCH, else of the last commit, so that two builds of one commit are the same
    bytes; else of the clock.
    """
    return int(os.environ.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct") or time.time())


def _commit(root: Path) -> str | None:
    """Name the commit, and whether anything is changed since; else as the CI does; None where neither knows."""
    if gap_of(root):
        return (os.environ.get("CI_COMMIT_SHA") or os.environ.get("GITHUB_SHA") or "")[:12] or None
    dirty = "--dirty=（另有未提交的修改）"
    return _git(root, "describe", "--always", dirty, "--abbrev=12", "--exclude=*") or None


def _sources(root: Path, progress: Path | None) -> Iterator[Source]:
    """Every data file, with what it hashes to."""
    data = root / "data"
    real = (path for path in data.rglob("*") if not (progress and path.is_relative_to(data / "progress")))
    made_up = progress.rglob("*.yml") if progress else ()
    for base, found in ((root, sorted(real)), (progress, sorted(made_up))):
        for path in found:
            if base and path.is_file() and not path.name.startswith("."):
                name = path.relative_to(base).as_posix()
                yield Source(path=name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def release(
    root: Path,
    *,
    progress: Path | None = None,
    today: datetime.date | None = None,
    site_url: str | None = None,
    imprint: Mapping[str, str] | None = None,
) -> Release:
    """Load the data below `root`, hold it to every rule, judge it, and make what is published.

    Args:
        root: the folder that holds data/ and docs/.
        progress: made-up records to take instead of data/progress.
        today: the day to judge on; the day of the build where none is given.
        site_url: where the site is published, ending in a slash.
        imprint: who makes the edition, as configured: heading to words.

    Raises:
        DataError: with all problems of the data at once.
    """
    timestamp = now(root)
    project, past = load_checked(root, progress, today), history(root, PROGRESS)
    # Not the commit's day: a commit of the last year would say 推进中 for ever.
    account = Account(project, project.today, {} if project.demo else past.first_days)
    stamp = Stamp(
        commit=_commit(root),
        history=past.gap or None,
        today=account.today,
        date=date_of(timestamp),
        timestamp=timestamp,
        data_as_of=account.data_as_of,
        demo=account.project.demo,
        site_url=site_url or None,
        imprint=dict(imprint or {}),
        sources=list(_sources(root, progress)),
    )
    made = tables.tables(account)
    return Release(stamp=stamp, account=account, tables=made, files=formats.files(stamp, made))
