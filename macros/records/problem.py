"""What is wrong with the data, where it stands and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the project.

    Attributes:
        file: path relative to the project's root, with forward slashes.
        line: counted from 1.
        column: in characters, counted from 1.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Mend:
    """A remedy that a program can follow: in the problem's line, put `new` for the first `old`.

    Attributes:
        old: "" stands for the line's end.
        new: may hold line feeds.
        bare: quotes around `old` go with it.
    """

    old: str
    new: str
    bare: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the data: place, what is wrong, what to do (in Chinese: officials read it).

    Attributes:
        mend: the same remedy for a program, where there is one way to follow it.
    """

    at: Location
    wrong: str
    remedy: str
    mend: Mend | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.at}: {self.wrong}（{self.remedy}）"


MOST = 200
"""So many messages are shown: more are no help, and a spoiled file can have a million."""
COUNTED = 20_000
"""So many more of one file are counted; then it is said that there are at least so many, at once."""


class DataError(Exception):
    """Raised when the data cannot be used; carries the problems found, sorted by place.

    Args:
        problems: what was found.
        more: how many were counted besides, where so many were found that they were not kept.
    """

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        self.problems = sorted(set(problems))
        self.more = more
        super().__init__()

    @property
    def count(self) -> int:
        """How many problems there are, shown or not."""
        return len(self.problems) + self.more

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MOST]]
        if hidden := self.count - len(lines):
            least = "至少 " if self.more >= COUNTED else ""
            lines.append(f"另有{least or ' '}{hidden} 个问题没有列出，改好上面的再检查一次。")
        return "\n".join(lines)


def first_of(found: Iterator[Problem]) -> tuple[list[Problem], int]:
    """The problems to show of one file, and how many more there are: counted, not kept."""
    shown = list(islice(found, MOST))
    return shown, sum(1 for _ in islice(found, COUNTED))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Name the closest known word as a remedy, or list what is known where nothing is close."""
    known = list(known)
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"是否想写“{close[0]}”？"
    shown = "、".join(known[:6])
    return f"可以写：{shown}{' 等' if len(known) > 6 else ''}"
