"""The responsibility matrix.

Bodies down, tasks across. The other way round was tried: 22-character body names make heads of 300 px
that cannot stay in sight, while tasks have numbers that can; and an official looks for a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from macros.print.press import MATRIX
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import Action, Task
from macros.site.views.common import Filter, choice, filters, since

CELLS = 5_000
"""Cells in one table; a matrix of more (about 400 kB of HTML) stands by action on the actions' pages."""


@dataclass(frozen=True, slots=True)
class Column:
    """One task.

    Attributes:
        action: id of its action; `first` of whose tasks it is or not.
        bodies: slugs of the bodies that its clause names, in printed order.
    """

    task: Task
    action: str
    first: bool
    bodies: Sequence[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a task's clause says of a body: its place, counted from 1; 0 where it is not named."""

    column: Column
    position: int


@dataclass(frozen=True, slots=True)
class Row:
    """One body with a cell a task; `count` of them name it."""

    body: Body
    cells: Sequence[Cell]
    count: int
    since: str


@dataclass(frozen=True, slots=True)
class Part:
    """An action whose part of the matrix is on its own page, with how many tasks and bodies it has."""

    action: Action
    tasks: int
    bodies: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """All bodies by all tasks.

    Attributes:
        total: how many cells name a body.
        wall: path of the printed sheet below the site; "" for none.
        parts: where the cells stand if they are too many for one page; otherwise empty.
    """

    actions: Sequence[Action]
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: int
    filters: Sequence[Filter]
    wall: str
    parts: Sequence[Part]


def _matrix(release: Release, actions: Sequence[Action], bodies: Sequence[Body]) -> Matrix:
    """Some bodies by the tasks of some actions, with the printed position."""
    project = release.account.project
    positions = project.index.positions
    columns = [
        Column(task, action.id, number == 0, [body.slug for body in project.index.responsible[task.id]])
        for action in actions
        for number, task in enumerate(action.tasks)
    ]
    rows = []
    for body in bodies:
        cells = [Cell(column, positions.get((column.task.id, body.slug), 0)) for column in columns]
        rows.append(Row(body, cells, sum(bool(cell.position) for cell in cells), since(release, body)))
    return Matrix(actions, columns, rows, sum(row.count for row in rows), [], "", [])


def is_split(release: Release) -> bool:
    """Whether the matrix is too big for one page and stands by action on the actions' pages."""
    project = release.account.project
    return len(project.bodies) * len(project.plan.tasks) > CELLS


def _named(release: Release, action: Action) -> list[Body]:
    """The bodies that an action's tasks name, in the plan's order."""
    index = release.account.project.index
    named = {body.slug for task in action.tasks for body in index.responsible[task.id]}
    return [body for body in release.account.project.bodies if body.slug in named]


def action_matrix(release: Release, action: Action) -> Matrix | None:
    """The part of the matrix on an action's page; None where the matrix is whole on its own page."""
    return _matrix(release, [action], _named(release, action)) if is_split(release) else None


def responsibility_matrix(release: Release) -> Matrix:
    """All bodies by all tasks; above a size, where the parts of it stand."""
    project = release.account.project
    whole = _matrix(release, project.plan.actions, project.bodies)
    if is_split(release):
        parts = [Part(it, len(it.tasks), len(_named(release, it))) for it in project.plan.actions]
        return replace(whole, wall=MATRIX, parts=parts)
    body, action, order = filters(release, "任务多的在前")
    task = choice("task", "任务", [(it.id, f"任务{it.number} {it.title}") for it in project.plan.tasks])
    return replace(whole, wall=MATRIX, filters=[body, action, task, order])
