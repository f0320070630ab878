"""What is to be set and what came of it: shared by the press, its setters and its shelf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One file to set.

    Attributes:
        template: its name without the ending.
        inputs: what Typst reads as `sys.inputs`.
        timestamp: seconds since 1970, UTC; the file's own date.
        path: below the site.
        further: paths of the pages of a picture of many pages, behind the first.
        sheets: path of the same pages two up, to fold; None for none.
        subject: names the file in a message; "" for none.
    """

    template: str
    inputs: Mapping[str, str]
    timestamp: int
    path: str
    sheets: str | None = None
    further: tuple[str, ...] = ()
    kind: Literal["pdf", "png"] = "pdf"
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file as set; `pages` is 1 for a picture."""

    content: bytes
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a piece of work.

    Attributes:
        made: files by path below the site.
        error: the typesetter's words; None where all went well.
        memory: the setter's peak in bytes.
    """

    made: Mapping[str, Made]
    error: str | None
    memory: int
