"""A whole folder replaced in one step, and only if it is ours.

A site is built into a slot beside its place and changes places with the last one: at no moment is
there no site. The slot is locked by the build that made it, so that the next build can tell a living
one's from a dead one's, and clears away the dead.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from macros.records.locks import lock, locked
from macros.records.problem import DataError, Location, Problem
from macros.records.refused import refusal
from macros.records.writing import flush, write_file

MARK = ".made-by-build"
"""In every site: that it is ours, and which files are. What is not on the list is someone's own."""

_SAYS = "# 本文件夹由 python -m scripts.build 生成，下一次生成时整个换掉；下面是其中的文件，别的文件不要放在这里。"
_SLOT = ".site-"
_FOR = "for"
_OLD_SLOT = re.compile(r"\.site-[a-z0-9_]{8}\Z")
_SOURCES = ("data", "docs", "macros", "scripts", "tests", "overrides")
_SYSTEM = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.changes\.json|\..*\.part", re.IGNORECASE)
"""What file managers leave in any folder that is looked at, and a killed write of ours: nobody's work."""
_EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h


def files_in(folder: Path) -> set[str]:
    """Every file, link or pipe below a folder, by its path with forward slashes."""
    found = set()
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        found |= {Path(place, name).relative_to(folder).as_posix() for name in (*names, *links)}
    return found


def _ours(target: Path) -> set[str] | None:
    """The files that a build of ours put into `target`; None where none did."""
    if (target / MARK).is_file():
        lines = (target / MARK).read_text(encoding="utf-8", errors="replace").splitlines()
        return {MARK, *lines}
    # Sites of the versions before the mark hold a list of their files all the same: their own archive.
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(target / "site.zip") as archive:
        names = {name.removeprefix("site/") for name in archive.namelist()}
        if names >= {"index.html", "open-data/edition.json"}:
            return {"site.zip", *names}
    return None


def mark(folder: Path, more: set[str] | None = None) -> None:
    """Note in a folder that it is ours, with every file it holds, or with `more` files we put there."""
    names = files_in(folder) if more is None else (_ours(folder) or set()) | more
    listed = sorted(name for name in names - {MARK} if not name.startswith("#"))
    write_file(folder / MARK, "\n".join([_SAYS, *listed]) + "\n")


def _refuse(target: Path, wrong: str, remedy: str) -> DataError:
    return DataError([Problem(Location(target.as_posix()), wrong, remedy)])


def replaceable(target: Path, root: Path) -> None:
    """Let only a folder through that a build may replace: absent, empty, or wholly ours.

    Args:
        target: where a site is to go, links followed.
        root: the project, whose files are never replaced.

    Raises:
        DataError: why not, and what to do.
    """
    elsewhere = "用 --site 指定一个新的文件夹"
    home = Path(os.path.realpath(root))
    if any(os.path.exists(target) and os.path.samefile(target, above) for above in (home, *home.parents)):  # noqa: PTH110, PTH121
        raise _refuse(target, "这是项目所在的文件夹，生成网站会删掉其中的文件", elsewhere)
    if target.is_relative_to(home):
        first = target.relative_to(home).parts[0]
        if first.lower() in _SOURCES or first.startswith("."):
            raise _refuse(target, f"这在项目的 {first} 里面，网站不能生成到那里", elsewhere)
    try:
        try:
            target.lstat()
        except FileNotFoundError:
            return
        if not target.is_dir():
            raise _refuse(target, "这个位置上是文件，不是文件夹", f"把它移走，或者{elsewhere}")
        found = {name for name in files_in(target) if not _SYSTEM.fullmatch(name.rpartition("/")[2])}
        if not found:
            return
        ours = _ours(target)
    except OSError as error:
        raise refusal(error, target, "读取") from error
    if ours is None:
        wrong = "这个文件夹里有文件，但没有本项目生成网站时留下的标记，不能换掉"
        raise _refuse(target, wrong, f"里面的文件还要，就给文件夹改名，不要就删掉，再运行一次；或者{elsewhere}")
    if foreign := sorted(found - ours):
        shown = "、".join(foreign[:3]) + (f" 等 {len(foreign)} 个文件" if len(foreign) > 3 else "")
        raise _refuse(target, f"里面有不是生成网站时写的文件：{shown}", "把它们移到别处，再运行一次")


def kept(target: Path) -> str:
    """What is true of `target` after a build that failed."""
    if not os.path.lexists(target):
        return f"网站没有生成：{target} 还不存在。"
    if target.is_dir() and (target / "index.html").is_file() and _ours(target) is not None:
        return f"没有更新：{target} 仍是上一次的内容。"
    return f"网站没有生成：{target} 没有改动。"


def _exchange(a: Path, b: Path) -> bool:
    """Let two folders change places in one step. False where this system cannot."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    here = -100  # AT_FDCWD
    if renameat2(here, os.fsencode(a), here, os.fsencode(b), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):  # a kernel or a disk that does not know it
        return False
    raise OSError(number, os.strerror(number), str(b))


def _put(fresh: Path, target: Path, slot: Path) -> None:
    if not os.path.lexists(target):
        with contextlib.suppress(FileExistsError):  # another build was first: then there is one to exchange
            fresh.rename(target)
            return
    if _exchange(fresh, target):
        return
    # Two moves: what a kill between them leaves is put back by `_clear`.
    last = slot / "last"
    target.rename(last)
    try:
        fresh.rename(target)
    except OSError:
        last.rename(target)
        raise


def _clear(slot: Path) -> None:
    """Remove a slot whose build is dead. A site that it had just taken away is put back first."""
    place, last = slot / _FOR, slot / "last"
    old = _OLD_SLOT.match(slot.name) and {path.name for path in slot.iterdir()} <= {"fresh", "last"}
    if not place.is_file() and not old:
        return  # of the same name, but not ours
    if place.is_file() and last.is_dir():
        target = slot.parent / Path(place.read_text(encoding="utf-8").strip()).name
        if not os.path.lexists(target):
            last.rename(target)
    shutil.rmtree(slot, ignore_errors=True)


def _clear_dead(parent: Path) -> None:
    for slot in parent.glob(f"{_SLOT}*"):
        if slot.is_symlink() or not slot.is_dir():
            continue
        with contextlib.suppress(OSError):
            descriptor = os.open(slot, os.O_RDONLY)
            try:
                if lock(descriptor, wait=False):
                    _clear(slot)
            finally:
                os.close(descriptor)


@contextlib.contextmanager
def slot_for(target: Path, root: Path) -> Iterator[Path]:
    """A new folder beside `target` to build into; it and what dead builds left are cleared away.

    Yields:
        A path that does not exist yet, on the same disk; hand it to `replace_folder` when it is whole.

    Raises:
        DataError: `target` may not be replaced, or the system refused the slot.
    """
    replaceable(target, root)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.parent):  # so that no other build sees a slot that is not locked yet
            _clear_dead(target.parent)
            slot = Path(tempfile.mkdtemp(prefix=_SLOT, dir=target.parent))
            descriptor = os.open(slot, os.O_RDONLY)
            lock(descriptor)
            try:
                (slot / _FOR).write_text(target.name, encoding="utf-8")
            except OSError:  # nothing in it says that it is ours: the next build would leave it alone
                os.close(descriptor)
                shutil.rmtree(slot, ignore_errors=True)
                raise
    except OSError as error:
        raise refusal(error, target, "写入") from error
    try:
        yield slot / "fresh"
    finally:
        with contextlib.suppress(OSError):
            _clear(slot)
        os.close(descriptor)


def replace_folder(fresh: Path, target: Path, root: Path) -> None:
    """Put a whole new folder, built in a slot of `target`, in its place.

    Raises:
        DataError: `target` may not be replaced (any more), or the system refused it; it is as it was.
    """
    replaceable(target, root)
    try:
        if (_ours(fresh) or set()) != files_in(fresh):  # a build that archives itself has marked it already
            mark(fresh)
        _put(fresh, target, fresh.parent)
        flush(target.parent)
    except OSError as error:
        raise refusal(error, target, "写入") from error
