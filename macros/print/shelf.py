"""Set files kept between builds: taken again when everything they were made of is the same.

A shelf is a folder of entries named by the hash of their inputs. Whatever goes wrong with it (a full
disk, a folder that may not be written, a spoiled entry) costs time, never the build.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from macros.print.made import Made

LARGEST = 256_000_000
"""Bytes that a shelf holds before its oldest entries go."""
OLDEST = 30 * 86_400
"""Seconds after its last use that an entry goes."""
_OURS = re.compile(r"[0-9a-f]{64}\.(prints|part-[0-9A-Za-z_]+)")


def _bytes(made: Mapping[str, Made]) -> bytes:
    body = b"".join(it.content for it in made.values())
    files = [(path, it.pages, len(it.content)) for path, it in made.items()]
    head = {"sha256": hashlib.sha256(body).hexdigest(), "files": files}
    return json.dumps(head).encode() + b"\n" + body


def _files(content: bytes) -> dict[str, Made] | None:
    head, _, body = content.partition(b"\n")
    try:
        known = json.loads(head)
        if known["sha256"] != hashlib.sha256(body).hexdigest():
            return None
        made, at = {}, 0
        for path, pages, length in known["files"]:
            made[path] = Made(content=body[at : at + length], pages=pages)
            at += length
    except (ValueError, KeyError, TypeError):
        return None
    return made


class Shelf:
    """The entries of one folder.

    Args:
        folder: made when first written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, key: str) -> dict[str, Made] | None:
        """The files kept under a key; None where there are none, or not whole."""
        entry = self.folder / f"{key}.prints"
        try:
            made = _files(entry.read_bytes())
        except OSError:
            return None
        with suppress(OSError):
            os.utime(entry)
        return made

    def put(self, key: str, made: Mapping[str, Made]) -> None:
        """Keep files under a key: whole or not at all."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f"{key}.part-", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_bytes(made))
                Path(name).replace(self.folder / f"{key}.prints")
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def tidy(self) -> None:
        """Remove our entries that are too old, and the oldest while all are too large; nothing else."""
        with suppress(OSError):
            left, now = LARGEST, time.time()
            ours = [(path.stat(), path) for path in self.folder.iterdir() if _OURS.fullmatch(path.name)]
            for stat, path in sorted(ours, key=lambda it: -it[0].st_mtime):
                left -= stat.st_size
                unfinished = ".part-" in path.name and now - stat.st_mtime > 3600
                if left < 0 or now - stat.st_mtime > OLDEST or unfinished:
                    path.unlink(missing_ok=True)
