"""A folder for what is not public: names, telephones, photographs. Only one whose files can get into no
repository and onto no site.
"""

from __future__ import annotations

import os
from pathlib import Path

from macros.records.problem import DataError, Location, Problem
from macros.records.replacing import MARK
from macros.records.repository import git

FOLDER = "内部"
"""Below the project and git-ignored: where no other folder is named."""


def _refuse(folder: Path, wrong: str) -> DataError:
    return DataError(
        [Problem(Location(folder.as_posix()), f"{wrong}；里面要放姓名和电话", f"换到项目外面，或者用 {FOLDER}")]
    )


def private_folder(folder: Path, root: Path) -> Path:
    """The folder, links followed, if it may hold what is not public. It need not be there yet.

    Raises:
        DataError: it is the project or a part of it that is published or committed, or git has it or would take it.
    """
    real, home = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    if home.is_relative_to(real):
        raise _refuse(folder, "项目就在这个文件夹里面")
    for above in (real, *real.parents):
        if (above / MARK).is_file():
            raise _refuse(folder, "这是要公开的网站的文件夹")
    inside = real.is_relative_to(home)
    first = real.relative_to(home).parts[0] if inside else ""
    if first.lower() in ("data", "docs", "site", "macros", "scripts", "tests", "overrides"):
        raise _refuse(folder, f"这在项目的 {first} 里面，会公开，或者会进入版本库")
    there = next(above for above in (real, *real.parents) if above.is_dir())
    if git(there, "rev-parse", "--is-inside-work-tree") != "true":
        if inside and first.partition("-")[0] != FOLDER:  # where there is no git to ask yet
            raise _refuse(folder, "这个文件夹在项目里面，会进入版本库")
        return real
    if there == real and git(real, "ls-files", "--", "."):
        raise _refuse(folder, "版本库里已经有这个文件夹的文件")
    if not git(there, "check-ignore", "--", str(real / "x")):
        raise _refuse(folder, "这个文件夹在版本库里面，没有被忽略，会进入版本库")
    return real
