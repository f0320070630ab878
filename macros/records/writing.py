"""The only place that writes files: beside their place first, moved there when whole.

A kill, a full disk or a refused permission leaves each file as it was or as it should be, never half.
Several files are one change: `write_files` writes a journal, and a change that was interrupted between
its moves is finished by the next run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.records.locks import lock, locked
from macros.records.problem import DataError, Location, Problem
from macros.records.refused import refusal

JOURNAL = ".changes.json"
"""Below the project: what is being moved where. Absent but for the moments of a change."""


def flush(folder: Path) -> None:
    """Make the moves within a folder last beyond a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def part_of(path: Path) -> Path:
    """Where a file is written before it is moved to `path`: one name, so that none pile up."""
    return path.with_name(f".{path.name}.part")


def _open_part(part: Path) -> int:
    """Open the file beside, locked. A run that was waiting for another one's file takes a new one."""
    while True:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(part, flags, 0o666)
        lock(descriptor)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), part.stat()):
                return descriptor
        os.close(descriptor)


def _stage(path: Path, content: bytes) -> int:
    """Write `content` beside `path`, whole and on the disk; the open, locked file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    descriptor = _open_part(part)
    try:
        os.ftruncate(descriptor, 0)
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        if path.is_file() and hasattr(os, "fchmod"):
            os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
        os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        os.close(descriptor)
        raise
    return descriptor


def _whole(path: Path) -> Path:
    """Where a write to `path` really goes: a link stays a link, and its file is replaced."""
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        kind = "文件夹" if real.is_dir() else "管道或设备"
        wrong = f"写入没有成功：这个位置上是{kind}，不是文件"
        raise DataError([Problem(Location(path.as_posix()), wrong, "把它移走，再运行一次")])
    return real


def _replace(path: Path, raw: bytes) -> None:
    """Replace one file.

    Raises:
        OSError: the system refused it; the file is as it was.
    """
    real = _whole(path)
    descriptor = _stage(real, raw)
    try:
        part_of(real).replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            part_of(real).unlink()
        raise
    finally:
        os.close(descriptor)
    flush(real.parent)


def write_file(path: Path, content: bytes | str) -> None:
    """Replace one file, or make it with its folders; a text is written as UTF-8.

    Raises:
        DataError: the system refused it; the file is as it was.
    """
    try:
        _replace(path, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise refusal(error, path, "写入") from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are not there yet.

    Raises:
        DataError: the system refused it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(error, folder, "写入") from error


def _sum(path: Path) -> str | None:
    """The file's SHA-256; None where there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _places(root: Path, names: Iterator[str] | list[str]) -> dict[str, Path]:
    """Where each name lies; a name that leads out of the project is no name."""
    home = Path(os.path.realpath(root))
    found = {}
    for name in names:
        place = _whole(root / name)
        if not place.is_relative_to(home) or place == home:
            raise DataError([Problem(Location(name), "写入没有成功：这个位置在项目文件夹之外", "换成项目里的文件")])
        found[name] = place
    return found


def _moved(places: Mapping[str, Path], changes: Mapping[str, Mapping[str, str | None]]) -> None:
    for name, sums in changes.items():
        place, part = places[name], part_of(places[name])
        now = _sum(place)
        if _sum(part) != sums["new"]:
            if now == sums["old"]:  # neither moved nor there to be moved
                wrong = "上一次写入没有完成，要写的内容也不在了"
                raise DataError([Problem(Location(name), wrong, f"从版本库恢复各个文件，删掉 {JOURNAL}，再运行一次")])
        elif now in (sums["old"], sums["new"]):
            part.replace(place)
        else:  # someone has edited it since: their words stay, the next run cuts them in
            part.unlink()
    for folder in {place.parent for place in places.values()}:
        flush(folder)


def _journal(root: Path) -> dict[str, dict[str, dict[str, str | None]]]:
    """What an interrupted change had begun. Raises: DataError: the journal is not ours."""
    try:
        noted: dict[str, dict[str, dict[str, str | None]]] = json.loads((root / JOURNAL).read_bytes())
        ((state, changes),) = noted.items()
        if state not in ("staging", "moving") or any(set(sums) != {"old", "new"} for sums in changes.values()):
            raise ValueError(state)
    except (ValueError, TypeError, AttributeError) as error:
        wrong = "这个记录读不懂，不是本项目写的"
        raise DataError([Problem(Location(JOURNAL), wrong, "删掉这个文件，再运行一次")]) from error
    return noted


def _note(root: Path, state: str, changes: Mapping[str, Mapping[str, str | None]]) -> None:
    _replace(root / JOURNAL, json.dumps({state: changes}, ensure_ascii=False).encode())


def unfinished(root: Path) -> bool:
    """Whether a change below `root` was interrupted, so that some files may be new and others old."""
    return (root / JOURNAL).is_file()


def _finish(root: Path) -> None:
    if not unfinished(root):
        return
    ((state, changes),) = _journal(root).items()
    places = _places(root, list(changes))
    if state == "moving":
        _moved(places, changes)
    for name, place in places.items():
        if _sum(part_of(place)) is not None and state == "staging":
            part_of(places[name]).unlink()
    (root / JOURNAL).unlink()
    flush(root)


def finish(root: Path) -> None:
    """Finish a change that was interrupted between its moves, or forget one that had not come to them.

    Raises:
        DataError: the system refused it; it can be tried again.
    """
    if not unfinished(root):
        return
    try:
        with locked(root):
            _finish(root)
    except OSError as error:
        raise refusal(error, error.filename or root, "补完上一次中断的写入", root) from error


def write_files(root: Path, files: Mapping[str, bytes | str]) -> list[str]:
    """Write several files as one change: all, or none.

    Every file is first written beside its place; only when the disk holds them all are they moved. What
    is refused before the moves changes nothing; what is refused between them is taken back; a kill
    between them is finished by `finish`, which every command calls first.

    Args:
        root: the project.
        files: path below `root` to content; a text is written as UTF-8.

    Returns:
        The names whose content is another one now.

    Raises:
        DataError: the system refused it; everything is as it was.
    """
    raw = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    current = root
    held: list[int] = []
    try:
        with locked(root):
            _finish(root)
            places = _places(root, list(raw))
            before = {name: place.read_bytes() if place.is_file() else None for name, place in places.items()}
            names = [name for name in raw if raw[name] != before[name]]
            if not names:
                return []
            places = {name: places[name] for name in names}
            changes = {
                name: {"old": _sum(places[name]), "new": hashlib.sha256(raw[name]).hexdigest()} for name in names
            }
            current = root / names[0]  # the journal is our own affair: people know this file
            try:
                _note(root, "staging", changes)
                for name in names:
                    current = root / name
                    held.append(_stage(places[name], raw[name]))
                _note(root, "moving", changes)
                _moved(places, changes)
            except OSError:
                _take_back(root, places, before)
                raise
            finally:
                for descriptor in held:
                    os.close(descriptor)
            (root / JOURNAL).unlink()
            flush(root)
            return names
    except OSError as error:
        raise refusal(error, current, "写入", root) from error


def _take_back(root: Path, places: Mapping[str, Path], before: Mapping[str, bytes | None]) -> None:
    """Everything as it was. Where even that is refused the journal stays, and the next run says so."""
    for name, place in places.items():
        old = before[name]
        if old is None:
            place.unlink(missing_ok=True)
        elif not place.is_file() or place.read_bytes() != old:
            _replace(place, old)
    for place in places.values():
        part_of(place).unlink(missing_ok=True)
    (root / JOURNAL).unlink(missing_ok=True)
