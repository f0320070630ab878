"""The project's repository: the only place that asks git.

What git refuses is never passed over: `gap_of` says why, and what to do. Only the branch that is published
counts: its first parents.
"""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from macros.records.day import CHINA


@dataclass(frozen=True)
class Gap:
    """Why the history, or a part of it, cannot be read, and what to do about it, in Chinese."""

    wrong: str
    remedy: str


@dataclass(frozen=True)
class Commit:
    """One version of the project.

    Attributes:
        seconds: since 1970, UTC, when it was committed.
    """

    name: str
    seconds: int

    @property
    def day(self) -> datetime.date:
        """The day in China."""
        return date_of(self.seconds)


def date_of(seconds: int) -> datetime.date:
    """The day in China of a moment."""
    return datetime.datetime.fromtimestamp(seconds, tz=CHINA).date()


def _run(root: Path, arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    english = os.environ | {"LC_ALL": "C", "LANGUAGE": ""}  # what git refuses is known by its words
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False, env=english)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, b"", str(error).encode())


def git(root: Path, *arguments: str) -> str:
    """What git says of the project; "" where it does not answer, or is not installed."""
    done = _run(root, arguments)
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def published_ref() -> str:
    """Where what is published stands: before a merge, the branch to merge into."""
    branch = os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") or os.environ.get("GITHUB_BASE_REF")
    return f"origin/{branch}" if branch else "HEAD"


def is_tracked(root: Path) -> bool:
    """Whether git has this project: a copy that was unpacked inside another repository is not in it."""
    return bool(git(root, "ls-files", "--", "data", "mkdocs.yml"))


def gap_of(root: Path) -> Gap | None:
    """Why git does not tell the history of the project below `root`; None where it does."""
    found = _run(root, ["rev-parse", "--is-shallow-repository"])
    whole = "用 git clone 取完整的版本库"
    if found.returncode == 127:
        return Gap("没有安装 git，查不到版本", "安装 git")
    if b"dubious ownership" in found.stderr:
        remedy = f"运行 git config --global --add safe.directory {root.resolve()}，或者把文件夹改为自己所有"
        return Gap("git 拒绝读取版本库：文件夹属于另一个用户", remedy)
    if found.returncode or not is_tracked(root):
        return Gap("这个文件夹不在版本库里（比如是下载的压缩包），查不到版本", whole)
    if found.stdout.strip() == b"true":
        return Gap("版本库只取了一部分（浅克隆），查不到以前的版本", "运行 git fetch --unshallow 补全")
    if not git(root, "rev-parse", "--verify", "--quiet", f"{published_ref()}^{{commit}}"):
        branch = published_ref().removeprefix("origin/")
        if branch == "HEAD":
            return Gap("版本库里还没有提交，查不到版本", "先提交一次")
        return Gap(f"没有取到公开的分支 {branch}，查不到以前的版本", f"运行 git fetch origin {branch}")
    return None


def commits(root: Path) -> list[Commit]:
    """Every version of the published branch, newest first; empty where git does not answer."""
    log = git(root, "log", "--first-parent", "--format=%H %ct", published_ref())
    pairs = (line.split(" ") for line in log.split("\n") if line)
    return [Commit(name, int(seconds)) for name, seconds in pairs]


def blobs(root: Path, names: Sequence[str]) -> dict[str, str]:
    """The texts of git objects by name."""
    raw = _run(root, ["cat-file", "--batch"], "\n".join(names).encode()).stdout if names else b""
    found, start = {}, 0
    while start < len(raw):
        end = raw.index(b"\n", start)
        name, _, size = raw[start:end].decode().split(" ")
        found[name] = raw[end + 1 : end + 1 + int(size)].decode("utf-8", "replace")
        start = end + 1 + int(size) + 1
    return found


def _inside(folder: Path, members: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """What may be unpacked: a link that leads out of the folder would be followed when it is read."""
    for member in members:
        try:
            yield tarfile.data_filter(member, str(folder))
        except tarfile.FilterError:
            continue


def unpack(root: Path, commit: str, parts: Sequence[str], to: Path) -> bool:
    """Put parts of the project as they were in a commit below `to`; the work tree stays as it is.

    Returns whether the commit has all of them.
    """
    # Within a larger repository git archives the folder it stands in, by paths below that.
    raw = _run(root, ["archive", commit, *parts])
    if raw.returncode:
        return False
    with tarfile.open(fileobj=io.BytesIO(raw.stdout)) as tar:
        tar.extractall(to, members=_inside(to, tar), filter="data")
    return True
