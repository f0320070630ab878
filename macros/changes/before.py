"""The state to compare with: a commit of the repository, or a folder."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.published.release import Release, beside, release
from macros.records.problem import DataError, Location, Problem
from macros.records.repository import gap_of, git, unpack
from macros.records.settings import settings

_MAIN = ("main", "origin/main", "master", "origin/master")
_FOLDER = "或者写一个放着以前数据的文件夹：python -m scripts.changes 文件夹"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two releases to compare, and what the older one is called."""

    name: str
    old: Release
    new: Release


def _refuse(at: str, wrong: str, remedy: str) -> DataError:
    return DataError([Problem(Location(at), wrong, remedy)])


def _usual(root: Path) -> str:
    """The commit to compare with where none is named: where this branch left the published one, which on
    that branch itself is the last commit.
    """
    target = os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") or os.environ.get("GITHUB_BASE_REF")
    for branch in (*((f"origin/{target}",) if target else ()), *_MAIN):
        if found := git(root, "merge-base", "HEAD", branch):
            return found
    return "HEAD"


def _commit(root: Path, base: str | None) -> str:
    """The commit that a base names.

    Raises:
        DataError: there is no such commit, or git does not answer.
    """
    gap = gap_of(root)
    if gap and not git(root, "rev-parse", "--verify", "--quiet", "HEAD"):
        raise _refuse(base or ".", gap.wrong, f"{gap.remedy}，{_FOLDER}")
    if found := git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base or _usual(root)}^{{commit}}"):
        return found
    more = f"{gap.remedy}，" if gap else ""
    raise _refuse(
        base or ".", f"没有“{base}”这个提交，也没有这个文件夹", f"{more}用 git log --oneline 查编号，{_FOLDER}"
    )


def _older(folder: Path, name: str, new: Release) -> Release:
    try:
        return beside(folder, new)
    except DataError as error:
        told = _refuse(name, "这个版本的数据没有通过现在的检查，不能对比", "换一个较新的提交；没有通过的见其余各行")
        raise DataError([*told.problems, *error.problems], error.more) from error


@contextlib.contextmanager
def pair(root: Path, base: str | None = None) -> Iterator[Pair]:
    """The release of `root` as it lies there, and the one to compare with; both folders are there until
    the end.

    Args:
        root: the project.
        base: a commit or a folder; the usual commit where none is given.

    Raises:
        DataError: one of the two has problems, or there is no such commit or folder.
    """
    told = settings(root)
    new = release(root, site_url=told.site_url, imprint=told.extra.imprint)
    if base and Path(base).is_dir():
        yield Pair(base, _older(Path(base).resolve(), base, new), new)
        return
    commit = _commit(root, base)
    name = base or f"提交 {commit[:12]}"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        if not unpack(root, commit, ["data", "docs", "mkdocs.yml"], folder):
            raise _refuse(name, "这个提交里没有本项目的数据", f"换一个较新的提交，{_FOLDER}")
        yield Pair(name, _older(folder, name, new), new)
