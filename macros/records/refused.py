"""What the machine refuses (no such file, no permission, disk full), in words with a remedy."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from macros.records.problem import DataError, Location, Problem

_SAYS = {
    errno.ENOSPC: ("磁盘满了", "腾出空间后再运行一次"),
    errno.EDQUOT: ("磁盘配额用完了", "腾出空间后再运行一次"),
    errno.EFBIG: ("文件大小超过系统允许的上限", "放宽上限（ulimit -f）后再运行一次"),
    errno.EACCES: ("没有权限", "请管理员给出读写权限，或者换一个文件夹"),
    errno.EPERM: ("系统不允许", "请管理员给出读写权限，或者换一个文件夹"),
    errno.EROFS: ("这个位置是只读的", "换一个可以写入的文件夹"),
    errno.ENOENT: ("找不到", "核对路径，或者从版本库恢复"),
    errno.ENOTDIR: ("路径里有一段是文件，不是文件夹", "核对路径"),
    errno.EISDIR: ("这是文件夹，不是文件", "移走这个文件夹，放上文件"),
    errno.EEXIST: ("同名的文件已经存在", "移走它，或者换一个名称"),
    errno.ELOOP: ("链接绕成了圈", "删掉这个链接，放上文件本身"),
    errno.ENAMETOOLONG: ("名称太长", "换一个短的名称"),
    errno.EBUSY: ("正在被占用，或者是挂载点", "关掉占用它的程序，或者换成它下面的文件夹"),
    errno.EXDEV: ("两处不在同一个磁盘上", "换一个文件夹"),
    errno.ENOTEMPTY: ("文件夹不是空的", "换一个文件夹"),
    errno.EMFILE: ("打开的文件太多", "关掉一些程序后再运行一次"),
    errno.ENFILE: ("打开的文件太多", "关掉一些程序后再运行一次"),
    errno.ENOMEM: ("内存不够", "关掉一些程序后再运行一次"),
    errno.EIO: ("磁盘读写出错", "检查磁盘，换一个位置再运行一次"),
}


def named(path: Path | str, root: Path | None = None) -> str:
    """A path as messages show it: below `root` relative, with forward slashes."""
    path = Path(path)
    if root is not None and path.is_relative_to(root):
        path = path.relative_to(root)
    return path.as_posix()


def problem(error: OSError, path: Path | str, doing: str, root: Path | None = None) -> Problem:
    """One refusal as a problem.

    Args:
        error: what the system raised.
        path: what was asked for; the error's own name may be a temporary one.
        doing: 读取 or 写入, the words that the refusal stands behind.
        root: folder that `path` is shown relative to.
    """
    wrong, remedy = _SAYS.get(error.errno or 0, (f"系统出错（{os.strerror(error.errno or errno.EIO)}）", "再运行一次"))
    return Problem(Location(named(path, root)), f"{doing}没有成功：{wrong}", remedy)


def refusal(error: OSError, path: Path | str, doing: str, root: Path | None = None) -> DataError:
    """The same as an error to raise."""
    return DataError([problem(error, path, doing, root)])
