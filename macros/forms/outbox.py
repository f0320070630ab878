"""The folder that goes back: our files in it are renewed, what people changed or put there stays.

A list in the folder says which files are ours and what we wrote. A file of ours that somebody has edited
since is moved aside under a new name before it is written again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from macros.records.refused import refusal
from macros.records.writing import make_folder, write_files

REGISTER = ".made-by-intake.json"


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _registered(folder: Path) -> dict[str, str]:
    try:
        noted = json.loads((folder / REGISTER).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(noted, dict):
        return {}
    return {name: text for name, text in noted.items() if isinstance(name, str) and isinstance(text, str)}


def _noted(sums: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(sums.items())), ensure_ascii=False, indent=0)


def _aside(name: str, taken: Mapping[str, object], folder: Path) -> str:
    stem, dot, end = name.rpartition(".")
    stem, number = (stem, 1) if dot else (name, 1)
    end = f".{end}" if dot else ""
    while True:
        other = f"{stem}（改过的{'' if number == 1 else number}）{end}"
        if other not in taken and not (folder / other).exists():
            return other
        number += 1


def put(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Make the folder hold these files of ours, and what is not ours as it is.

    Args:
        folder: made where it is not there.
        files: name to content.

    Returns:
        The names under which files were kept that somebody had changed.

    Raises:
        DataError: the system refused it; what was there is there.
    """
    make_folder(folder)
    before = _registered(folder)
    kept: list[str] = []
    try:
        old = {name: (folder / name).read_bytes() for name in {*before, *files} if (folder / name).is_file()}
        moved: dict[str, bytes] = {}
        for name, content in sorted(old.items()):
            ours = before.get(name) == _sum(content) or files.get(name) == content
            if not ours:
                moved[_aside(name, {**files, **moved}, folder)] = content
        now = {name: _sum(content) for name, content in files.items()}
        stale = set(old) - set(files)
        # Until they are gone they are ours still: a run that is killed here is made good by the next.
        noted = _noted({**{name: before.get(name, "") for name in stale}, **now})
        write_files(folder, {**moved, **files, REGISTER: noted})
        kept = sorted(moved)
        for name in stale:
            (folder / name).unlink()
        write_files(folder, {REGISTER: _noted(now)})
    except OSError as error:
        raise refusal(error, error.filename or folder, "写入", folder) from error
    return kept
