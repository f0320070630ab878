"""The published data in print: full edition, wall matrix, one booklet a body.

Each file is set from what it alone shows (views.py), in processes of their own on all cores, as PDF/A-2a
and PDF/UA-1; what was set before of the same data is taken from a shelf. Typst refuses a character that
no font has.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import nullcontext
from functools import cache
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urljoin

from macros.fonts import files as fonts
from macros.print.cards import cards
from macros.print.codes import modules
from macros.print.made import Answer, Made, Work
from macros.print.records import Row
from macros.print.shelf import Shelf
from macros.print.views import Views, packed
from macros.published.formats import FOLDER

ROOT = Path(__file__).parents[2]
SHELF = ROOT / ".cache" / "print"
FULL, LARGE, MATRIX = "pdf/plan.pdf", "pdf/plan-large.pdf", "pdf/matrix-a3.pdf"
SHARE = "assets/share.png"
RETIRES = 300_000_000
"""Bytes of a setter's peak above which it is replaced by a new one."""


HEAVY = 300_000
"""Characters of data above which a file is set while no other such is: each may take a gigabyte."""


def booklet(slug: str) -> str:
    """Path of a body's booklet, below the site."""
    return f"pdf/bodies/{slug}.pdf"


def sheets(slug: str) -> str:
    """Path of the same booklet two up on A4, to print, fold and staple."""
    return f"pdf/bodies/{slug}-sheets.pdf"


class BookError(Exception):
    """The edition could not be set; says what and where, in Chinese."""


def works(published: Mapping[str, bytes], name: str = "") -> Iterator[Work]:
    """Every file to set, the longest first.

    Args:
        published: the open data, path below the site to content.
        name: the site's, for the pictures of its pages; without one there are none.
    """
    tables = {
        path.removeprefix(f"{FOLDER}/").removesuffix(".json"): json.loads(content)
        for path, content in published.items()
        if path.startswith(FOLDER) and path.endswith(".json") and not path.endswith(".schema.json")
    }
    views = Views(tables)
    site, timestamp = views.edition.get("site_url"), views.edition["timestamp"]

    def inputs(view: Row, page: str) -> dict[str, str]:
        address = {"qr": modules(urljoin(site, page))} if site else {}
        return {"data": packed(view).decode()} | address

    yield Work(template="full", inputs=inputs(views.full(), ""), timestamp=timestamp, path=FULL)
    large = inputs(views.full(large=True), "")
    yield Work(template="full", inputs=large, timestamp=timestamp, path=LARGE, subject="大字本")
    matrix = inputs(views.matrix(), "matrix.html")
    yield Work(template="matrix", inputs=matrix, timestamp=timestamp, path=MATRIX)
    for slug, body in views.body.items():
        yield Work(
            template="booklet",
            inputs=inputs(views.booklet(slug), f"bodies/{slug}.html"),
            timestamp=timestamp,
            path=booklet(slug),
            sheets=sheets(slug),
            subject=body["name"],
        )
    share = {"data": packed(views.share()).decode()}
    yield Work(template="share", inputs=share, timestamp=timestamp, path=SHARE, kind="png")
    for group in cards(views) if name else ():
        shown = {"site": name, "demo": views.edition["demo"], "cards": list(group.values())}
        first, *rest = group
        data = {"data": packed(shown).decode()}
        yield Work(template="cards", inputs=data, timestamp=timestamp, path=first, further=tuple(rest), kind="png")


@cache
def _tools() -> bytes:
    """The hash of what sets the files: this code, its templates, the fonts, the libraries."""
    found = hashlib.sha256()
    for name in ("typst", "pikepdf", "pillow", "pylopdf-fonts-zh-cn"):
        found.update(f"{name} {version(name)}\n".encode())
    code = Path(__file__).parent
    ours = [*code.rglob("*.typ"), *code.glob("*.py"), *(it for it in fonts.OWN.iterdir() if it.is_file())]
    for path in sorted(ours):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.digest()


def key(work: Work) -> str:
    """The hash of everything that a file is made of."""
    found = hashlib.sha256(_tools())
    day = work.timestamp if work.kind == "pdf" else None  # a picture has no date of its own
    paths = [work.path, work.sheets, *work.further]
    found.update(json.dumps([work.template, day, paths, work.kind]).encode())
    for name, value in sorted(work.inputs.items()):
        found.update(f"\n{name} {len(value)}\n{value}".encode())
    return found.hexdigest()


class Setter:
    """A process that sets one file after another."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "macros.print.setter"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def set(self, work: Work) -> Answer:
        """Have a file set.

        Raises:
            BookError: the process came to an end, as it does where memory runs out.
        """
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(work, process.stdin)
            process.stdin.flush()
            answer: Answer = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            code = process.wait()
            raise BookError(
                f"{work.path}: 排版进程中途停止（退出码 {code}），常见原因是内存不足（关掉其他程序后再运行一次）"
            ) from error
        return answer

    def end(self) -> None:
        """Let the process end; it does by itself when its input does."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def _checked(work: Work, answer: Answer) -> Mapping[str, Made]:
    if answer.error is not None:
        of = f"（{work.subject}）" if work.subject else ""
        raise BookError(f"macros/print/templates/{work.template}.typ{of}: 排不出来：{answer.error}")
    return answer.made


class Prints(Mapping[str, bytes]):
    """Every printed file by its path below the site, with its number of pages.

    Files are set while the build goes on; one that is asked for is waited for.

    Args:
        works: what to set.
        shelf: where files set before are kept; None for none.
        jobs: how many to set at once.

    Raises:
        BookError: on asking for a file, where it, or any before it, could not be set.
    """

    def __init__(self, works: Iterable[Work] = (), shelf: Shelf | None = None, jobs: int = 1) -> None:
        self._files: dict[str, Future[Mapping[str, Made]]] = {}
        self._queue: SimpleQueue[tuple[Work, str, Future[Mapping[str, Made]]]] = SimpleQueue()
        self._shelf = shelf
        self._heavy = threading.Lock()
        waiting = 0
        for work in works:
            future: Future[Mapping[str, Made]] = Future()
            named = key(work)
            kept = shelf.take(named) if shelf else None
            if kept is not None:
                future.set_result(kept)
            else:
                self._queue.put((work, named, future))
                waiting += 1
            self._files |= dict.fromkeys(filter(None, (work.path, work.sheets, *work.further)), future)
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(min(jobs, waiting))]
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        setter: Setter | None = None
        while True:
            try:
                work, named, future = self._queue.get_nowait()
            except Empty:
                break
            try:
                setter = setter or Setter()
                with self._heavy if sum(map(len, work.inputs.values())) > HEAVY else nullcontext():
                    answer = setter.set(work)
                made = _checked(work, answer)
            except Exception as error:
                if setter:
                    setter.end()
                setter = None
                future.set_exception(error)
                continue
            if self._shelf:
                self._shelf.put(named, made)
            future.set_result(made)
            if answer.memory > RETIRES:
                setter.end()
                setter = None
        if setter:
            setter.end()

    def wait(self) -> Prints:
        """Wait for every file; returns itself.

        Raises:
            BookError: a file could not be set.
        """
        for thread in self._threads:
            thread.join()
        for future in self._files.values():
            future.result()
        if self._shelf and self._threads:
            self._shelf.tidy()
        return self

    def _made(self, path: str) -> Made:
        return self._files[path].result()[path]

    def __getitem__(self, path: str) -> bytes:
        return self._made(path).content

    def pages(self, path: str) -> int:
        """How many pages a file has."""
        return self._made(path).pages

    def __contains__(self, path: object) -> bool:
        return path in self._files  # asking whether there is one waits for none

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin(
    published: Mapping[str, bytes],
    shelf: Path | None = SHELF,
    jobs: int | None = None,
    name: str = "",
    more: Iterable[Work] = (),
) -> Prints:
    """Begin to set every PDF and the pictures for links; the same input gives the same bytes.

    Args:
        published: the open data, path below the site to content.
        shelf: the folder of files kept between builds; None for none.
        jobs: how many to set at once; None for one a core.
        name: the site's, for the pictures of its pages; without one there are none.
        more: what is to be set besides the data's own.
    """
    return Prints([*works(published, name), *more], Shelf(shelf) if shelf else None, jobs or _cores())


def books(
    published: Mapping[str, bytes], shelf: Path | None = SHELF, jobs: int | None = None, more: Iterable[Work] = ()
) -> Prints:
    """The same, all set when it returns.

    Raises:
        BookError: a file could not be set.
    """
    return begin(published, shelf, jobs, more=more).wait()
