"""Files for people to go on writing in: one that somebody has edited is never written over."""

from __future__ import annotations

import hashlib
import json
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
    """Write a file into a folder, beside its place and moved when whole; under the next free name where the file
    of that name is not as we wrote it.

    Raises:
        DataError: the system refused it; everything is as it was.
    """
    made, path, number = _made(folder), folder / name, 1
    while True:
        try:
            here = path.read_bytes() if path.exists() else None
        except OSError as error:
            raise refusal(error, path, "读取") from error
        if here is None or here == content or made.get(path.name) == _sum(here):
            break
        number += 1
        path = folder / f"{Path(name).stem}（{number}）{Path(name).suffix}"
    if here != content:
        write_file(path, content)
    write_file(folder / MADE, json.dumps(made | {path.name: _sum(content)}, ensure_ascii=False, indent=1) + "\n")
    return path
