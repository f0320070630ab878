"""Bytes in: what may be read at all, before anything is parsed.

A file stands in the project itself, not behind a link that leads out of it: a log must never print
another file's text. It is a plain file of at most `LIMIT` bytes. Anything else is a problem in plain
words, and so is everything below data/ that nothing reads.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from macros.records.problem import DataError, Location, Problem
from macros.records.refused import problem

LIMIT = 2_000_000
"""Bytes of one file. The whole plan has 40,000; a body's year of reports a few thousand."""

_IGNORED = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.directory|\.gitkeep", re.IGNORECASE)
"""What file managers and Git leave behind: no one's words."""
_BACKUP = re.compile(r".*~|#.*#|\..*\.sw[a-p]|.*\.(bak|orig|rej|old|tmp|swp|save|part)", re.IGNORECASE)
_COPY = re.compile(r"(?i).*( ?[(（][0-9]+[)）]| ?- ?(副本|copy).*|的副本)\.ya?ml")
_LOCK = re.compile(r"~\$.*|\.~lock\..*#|\.~.*")
_TABLE = re.compile(r"(?i).*\.(xlsx?|et|wps|docx?|csv|pdf|zip|rar|7z|jpe?g|png|pptx?)")
_OTHER_END = re.compile(r"(?i).*\.(ya?ml|yml\.txt|yaml\.txt)")
_KINDS = (
    (stat.S_ISDIR, "这是文件夹，不是文件"),
    (stat.S_ISFIFO, "这是管道，不是文件"),
    (stat.S_ISSOCK, "这是套接字，不是文件"),
    (stat.S_ISCHR, "这是设备，不是文件"),
    (stat.S_ISBLK, "这是设备，不是文件"),
)
_MISSING = ("找不到这个文件", "从版本库恢复这个文件")
_LINK = "把文件本身放在这里，不要放链接"


def outside(root: Path, path: Path) -> bool:
    """Whether `path`, all links followed, leads out of the folder `root`."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _link_problem(root: Path, path: Path, file: str) -> Problem | None:
    """What is wrong with a link; nothing of what it points to is said."""
    at = Location(file)
    try:
        path.stat()
    except FileNotFoundError:
        return Problem(at, "这是一个断了的链接", _LINK)
    except OSError as error:
        return problem(error, file, "读取")
    return Problem(at, "这个链接指向项目文件夹之外", _LINK) if outside(root, path) else None


def read(root: Path, name: str, shown: str = "") -> bytes:
    """The bytes of `root/name`.

    Args:
        root: folder that a link must not lead out of.
        name: path below it.
        shown: how problems name the file; its path below the project if `root` is not that.

    Raises:
        DataError: it is missing, no plain file, too large, behind a link that leads out, or refused.
    """
    path, file = root / name, shown or name
    at = Location(file)
    try:
        if path.is_symlink() and (found := _link_problem(root, path, file)):
            raise DataError([found])
        if outside(root, path):
            raise DataError([Problem(at, "这个文件所在的文件夹是指向项目之外的链接", "换成文件夹本身")])
        # Without waiting: opening a pipe would otherwise stop here until someone writes into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise DataError([Problem(at, *_MISSING)]) from None
    except OSError as error:
        raise DataError([problem(error, file, "读取")]) from error
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            kind = next(words for is_kind, words in _KINDS if is_kind(mode))
            raise DataError([Problem(at, kind, "移走它，放上文件")])
        with open(descriptor, "rb", closefd=False) as opened:
            raw = opened.read(LIMIT + 1)
    except OSError as error:
        raise DataError([problem(error, file, "读取")]) from error
    finally:
        os.close(descriptor)
    if len(raw) > LIMIT:
        wrong = f"文件超过 {LIMIT // 1_000_000} MB，不读取"
        raise DataError([Problem(at, wrong, "检查是不是放错了文件；报送文件只有几千字节")])
    return raw


def _walk(folder: Path) -> Iterator[tuple[Path, OSError | None]]:
    """Every entry below `folder` that is no plain folder, sorted, and each folder that will not open."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, error
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path), None


def files_below(root: Path, folder: Path, problems: list[Problem]) -> list[Path]:
    """Every plain file below `folder`, sorted, but what file managers leave behind.

    Args:
        root: folder that problems' paths are shown relative to.
        folder: below it; absent is empty.
        problems: takes what cannot be read: links, pipes, folders that do not open.
    """
    found: list[Path] = []
    if not os.path.lexists(folder):
        return found
    shown = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.name
    if folder.is_symlink() and (wrong := _link_problem(root, folder, shown)):
        problems.append(wrong)
        return found
    if not folder.is_dir():
        problems.append(Problem(Location(shown), "这里应当是文件夹，现在是文件", "移走它；里面有数就登到文件夹里"))
        return found
    for path, refused in _walk(folder):
        file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        if refused is not None:
            problems.append(problem(refused, file, "读取文件夹"))
        elif path.is_symlink():
            found_wrong = _link_problem(root, path, file)
            problems.append(found_wrong or Problem(Location(file), "这是链接，里面的内容不会被读取", _LINK))
        elif not path.is_file():
            problems.append(Problem(Location(file), "这不是普通的文件，不会被读取", "移走它，放上文件"))
        elif not _IGNORED.fullmatch(path.name):
            found.append(path)
    return found


def is_copy(name: str) -> bool:
    """Whether a file is named as programs name the second of two, such as `union (1).yml`."""
    return _COPY.fullmatch(name) is not None


def stray(file: str, wanted: str) -> Problem:
    """A file that nothing reads, with what to do about its kind.

    Args:
        file: its path in the project.
        wanted: where such a file would be read.
    """
    at, name = Location(file), file.rpartition("/")[2]
    if _LOCK.fullmatch(name):
        wrong = "这是表格软件打开文件时留下的临时文件，里面有打开者的姓名，不会被读取"
        return Problem(at, wrong, "关掉打开它的程序，再删掉这个文件")
    if _BACKUP.fullmatch(name):
        return Problem(at, "这是编辑器留下的备份，不会被读取", "核对里面没有漏登的数，再删掉")
    if is_copy(name):
        return Problem(at, "这是文件的副本，不会被读取", "把里面没有登过的数登到原来的文件，再删掉副本")
    if _OTHER_END.fullmatch(name) and not name.endswith(".yml"):
        return Problem(at, "文件名的结尾不是 .yml，不会被读取", "把结尾改成小写的 .yml")
    if _TABLE.fullmatch(name):
        return Problem(
            at, "这是表格、文档或图片，不会被读取", "把里面的数写到 data/progress/年份/单位英文名.yml，再移走它"
        )
    return Problem(at, "这个文件不在该在的地方，不会被读取", f"{wanted}，或者删掉")
