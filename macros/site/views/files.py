"""Views of what can be taken away: open data, the printed edition, the whole site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.print.press import FULL, LARGE, MATRIX, booklet, sheets
from macros.published.formats import FOLDER
from macros.published.release import Release
from macros.records.bodies import Body


@dataclass(frozen=True, slots=True)
class OpenFile:
    """One published table with how many rows it has, and the paths of its files below the site."""

    title: str
    count: int
    paths: Sequence[str]


@dataclass(frozen=True, slots=True)
class BodyPrints:
    """The paths of a body's booklet, below the site."""

    body: Body
    booklet: str
    sheets: str


@dataclass(frozen=True, slots=True)
class Prints:
    """The paths of the printed edition, below the site."""

    full: str
    large: str
    matrix: str
    bodies: Sequence[BodyPrints]


def open_data_files(release: Release) -> list[OpenFile]:
    """The published files with their size in rows."""
    return [
        OpenFile(it.title, it.count, [f"{FOLDER}/{it.name}.{kind}" for kind in ("json", "csv", "schema.json")])
        for it in release.tables
    ]


def print_list(release: Release) -> Prints:
    """The printed edition: the whole, the matrix, every body's booklet."""
    bodies = release.account.project.bodies
    return Prints(FULL, LARGE, MATRIX, [BodyPrints(body, booklet(body.slug), sheets(body.slug)) for body in bodies])


def print_note(release: Release) -> str:
    """Where the printed edition is."""
    return FULL


def site_zip(release: Release) -> None:
    """The whole site as one file."""
