"""Every rule, and the only way to data that hold them.

A rule is a generator listed in the CHECKS of its module; its docstring is the rule. All rules run and all problems
come together. Messages are Chinese: the coordinator reads them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from macros.records.history import History
from macros.records.load import load
from macros.records.problem import DataError, Problem
from macros.records.project import Project
from macros.records.settings import settings
from macros.rules import bodies, objections, pages, privacy, progress, readers, redirects, rounds, targets, text
from macros.rules.published import published_records_stay


def settings_are_right(project: Project) -> Iterator[Problem]:
    """mkdocs.yml is read as strictly as the data."""
    settings(project.root)
    yield from ()


CHECKS: list[Callable[[Project], Iterator[Problem]]] = [
    *text.CHECKS,
    *pages.CHECKS,
    *bodies.CHECKS,
    *targets.CHECKS,
    *progress.CHECKS,
    *rounds.CHECKS,
    *readers.CHECKS,
    *privacy.CHECKS,
    *redirects.CHECKS,
    *objections.CHECKS,
    settings_are_right,
]


def _found(
    project: Project, checks: Iterable[Callable[[Project], Iterator[Problem]]] = CHECKS
) -> tuple[list[Problem], int]:
    """What rules but that of the history find, and how many problems were counted besides."""
    problems: list[Problem] = []
    more = 0
    for check in checks:
        try:
            problems += check(project)
        except DataError as error:  # a page or the issued text itself cannot be read
            problems += error.problems
            more += error.more
    return problems, more


def held(root: Path, progress: Path | None = None, today: datetime.date | None = None) -> Project:
    """Load the data and hold it to every rule but that of the repository's history."""
    project = load(root, progress, today)
    problems, more = _found(project)
    if problems:
        raise DataError(problems, more)
    return project


def _data_held(root: Path) -> Project:
    """The same for the data alone: an earlier version's pages are not those that today's rules ask for, and what
    its records say was published all the same.
    """
    project = load(root)
    about_pages = (*pages.CHECKS, *redirects.CHECKS, *objections.CHECKS)
    problems, more = _found(project, [it for it in CHECKS if it not in about_pages])
    if problems:
        raise DataError(problems, more)
    return project


def load_checked(
    root: Path, progress: Path | None = None, today: datetime.date | None = None, past: History | None = None
) -> Project:
    """Load the data below `root` (and progress, see `load`) and hold it to every rule.

    Args:
        root: the folder that holds data/ and docs/.
        progress: made-up records to read instead of data/progress.
        today: the day of the build; the clock's where none is given.
        past: what was published before; the repository's history where none is given.

    Raises:
        DataError: with all problems at once; shapes first, for rules need whole records; then rules and what
            was published before.
    """
    project = load(root, progress, today)
    problems, more = _found(project)
    problems += published_records_stay(project, past, holds=_data_held)
    if problems:
        raise DataError(problems, more)
    return project
