"""Files for people to go on writing in: one that somebody has edited is never written over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from macros.records.refused import refusal
from macros.records.writing import write_file

MADE = ".made-by-office"
"""In a folder of letters: the hash of each file as we wrote it, so that an edited one is known."""


def _made(folder: Path) -> dict[str, str]:
    try:
        noted = json.loads((folder / MADE).read_bytes())
        return {str(name): str(sum_) for name, sum_ in noted.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError):  # spoilt: then nothing is known to be ours, and nothing is written over
        return {}
    except OSError as error:
        raise refusal(error, folder / MADE, "读取") from error


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Write one file; see `keep_all`."""
    return keep_all(folder, {name: content})[name]


def keep_all(folder: Path, files: Mapping[str, bytes], *, whole: bool = False) -> Mapping[str, Path]:
    """Write files into a folder, each beside its place and moved when whole; under the next free name where the
    file of that name is not as we wrote it.

    Args:
        folder: made where it is not there.
        files: name to content.
        whole: these are all there should be: what we wrote before, and nobody has touched since, goes.

    Returns:
        Where each file is.

    Raises:
        DataError: the system refused one; what was written before it stays.
    """
    made, places = _made(folder), dict[str, Path]()
    for name, content in files.items():
        path, number = folder / name, 1
        while (here := _read(path)) not in (None, content) and made.get(path.name) != _sum(here or b""):
            number += 1
            path = folder / f"{Path(name).stem}（{number}）{Path(name).suffix}"
        if here != content:
            write_file(path, content)
        places[name] = path
        made[path.name] = _sum(content)
    if whole:
        for name in sorted(set(made) - {path.name for path in places.values()}):
            if _sum(_read(folder / name) or b"") == made.pop(name):
                (folder / name).unlink()
    write_file(folder / MADE, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    return places


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise refusal(error, path, "读取") from error
