"""What is wrong with the data, where it stands and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


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


class DataError(Exception):
    """Raised when the data cannot be used; carries every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Name the closest known word as a remedy, or list what is known where nothing is close."""
    known = list(known)
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"是否想写“{close[0]}”？"
    shown = "、".join(known[:6])
    return f"可以写：{shown}{' 等' if len(known) > 6 else ''}"
