"""The responsibility matrix.

Bodies down, tasks across. The other way round was tried: 22-character body names make heads of 300 px
that cannot stay in sight, while tasks have numbers that can; and an official looks for a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.print.press import MATRIX
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import Action, Task
from macros.site.views.common import Filter, filters, since


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
class Matrix:
    """All bodies by all tasks.

    Attributes:
        total: how many cells name a body.
        wall: path of the printed sheet below the site.
    """

    actions: Sequence[Action]
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: int
    filters: Sequence[Filter]
    wall: str


def responsibility_matrix(release: Release) -> Matrix:
    """All bodies by all tasks, with the printed position."""
    project = release.account.project
    positions = project.index.positions
    columns = [
        Column(task, action.id, number == 0, [body.slug for body in project.index.responsible[task.id]])
        for action in project.plan.actions
        for number, task in enumerate(action.tasks)
    ]
    rows = [
        Row(
            body,
            [Cell(column, positions.get((column.task.id, body.slug), 0)) for column in columns],
            len(project.index.tasks_of[body.slug]),
            since(body),
        )
        for body in project.bodies
    ]
    total = len(project.index.responsibilities)
    return Matrix(project.plan.actions, columns, rows, total, filters(release, "任务多的在前"), MATRIX)
