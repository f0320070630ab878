"""An earlier edition: the data as they stood on a day, in a folder of their own.

The data are those of the last version up to that day that passes the check: what does not pass was never
published. Program, pages and settings are today's, so that the rules which the pages explain are those by
which the edition is judged. The work tree is never touched.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from macros.issued.pages import OWNED, head_of, pages
from macros.records.day import clock_day
from macros.records.history import History, history
from macros.records.load import DATA, PROGRESS, REDIRECTS, load
from macros.records.problem import DataError, Location, Problem
from macros.records.project import Project
from macros.records.repository import Commit, commits, gap_of, git, unpack
from macros.records.settings import FILE as SETTINGS
from macros.records.writing import write_file
from macros.rules.checked import held

_TRIES = 20
"""So many versions that do not pass are passed over; then today's rules are too far from that day's."""


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier edition's data.

    Attributes:
        folder: where they stand, with today's pages and settings beside them.
        day: the day they are judged on.
        commit: the version they are taken from.
        past: the history up to it.
        note: which versions were passed over, in Chinese; "" where none was.
    """

    folder: Path
    day: datetime.date
    commit: Commit
    past: History
    project: Project
    note: str


def _refuse(day: datetime.date, wrong: str, remedy: str) -> DataError:
    return DataError([Problem(Location(DATA), f"做不出 {day} 的版本：{wrong}", remedy)])


def _candidates(root: Path, day: datetime.date) -> Iterator[Commit]:
    """The versions up to a day, newest first, one for each state of the data."""
    if day > clock_day():
        raise _refuse(day, "这一天还没有到", "写今天或者今天以前的日期")
    if gap := gap_of(root):
        raise _refuse(day, gap.wrong, gap.remedy)
    all_of = commits(root)
    if not any(commit.day <= day for commit in all_of):
        raise _refuse(day, f"版本库里最早的版本是 {all_of[-1].day} 的", "写那一天或者以后的日期")
    last = None
    for commit in all_of:
        if commit.day <= day and (tree := git(root, "rev-parse", f"{commit.name}:./{DATA}")) != last:
            last = tree
            yield commit


def _pages(root: Path, folder: Path, project: Project) -> None:
    """Today's pages beside that day's data: what the plan, bodies and targets of that day call for, and no more."""
    shutil.copytree(root / "docs", folder / "docs", symlinks=True)
    shutil.copy(root / SETTINGS, folder / SETTINGS)
    (folder / REDIRECTS).unlink(missing_ok=True)  # they speak of today's pages
    if (root / REDIRECTS).is_file():
        shutil.copy(root / REDIRECTS, folder / REDIRECTS)
    wanted = {page.path: page for page in pages(project.plan, project.bodies, project.targets)}
    for owned in OWNED:
        for path in (folder / "docs" / owned).glob("*.md"):
            if f"{owned}/{path.name}" not in wanted and path.name != "index.md":
                path.unlink()
    for name, page in wanted.items():
        path = folder / "docs" / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        head = head_of(text)
        if head != page.head:
            write_file(path, page.head + (page.tail if head is None else text[len(head) :]))


@contextmanager
def as_it_stood(root: Path, day: datetime.date) -> Iterator[Earlier]:
    """The data below `root` as they stood on a day, as long as the context lasts.

    Raises:
        DataError: git does not tell, there is no version of that day, or none that passes.
    """
    first: DataError | None = None
    passed_over: list[Commit] = []
    for commit in islice(_candidates(root, day), _TRIES):
        with tempfile.TemporaryDirectory(prefix="edition-") as made:
            folder = Path(made).resolve()
            try:
                if not unpack(root, commit.name, [DATA], folder):
                    raise _refuse(day, f"版本 {commit.name[:12]} 里没有 {DATA}/", "写以后的日期")
                project = load(folder, today=day)
                _pages(root, folder, project)
                project = held(folder, today=day)
            except DataError as error:
                first = first or error
                passed_over.append(commit)
                continue
            names = "、".join(f"{it.name[:12]}" for it in passed_over)
            yield Earlier(
                folder=folder,
                day=day,
                commit=commit,
                past=history(root, PROGRESS, commit.name),
                project=project,
                note=f"那一天以前的版本 {names} 没有通过检查，用的是它们之前的一个" if names else "",
            )
            return
    raise DataError(
        [
            *_refuse(
                day,
                f"那一天以前的 {len(passed_over)} 个版本都没有通过现在的检查",
                f"用当时的程序生成：git worktree add ../edition {passed_over[0].name[:12]}",
            ).problems,
            *(first.problems if first else ()),
        ]
    )
