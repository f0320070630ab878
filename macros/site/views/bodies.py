"""Views of the responsible bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.print.press import booklet, sheets
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import Safeguard, Task
from macros.site.views.common import since


@dataclass(frozen=True, slots=True)
class Spelling:
    """A printed name and the tasks in whose clause it stands."""

    name: str
    tasks: Sequence[Task]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in the list of all."""

    body: Body
    tasks: Sequence[Task]
    targets: int
    since: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A task of a body.

    Attributes:
        position: the body's place in the clause, counted from 1.
        bodies: how many bodies the clause names.
    """

    task: Task
    position: int
    bodies: int


@dataclass(frozen=True, slots=True)
class Duties:
    """What the plan asks of a body."""

    tasks: Sequence[Duty]
    safeguards: Sequence[Safeguard]


@dataclass(frozen=True, slots=True)
class Partners:
    """The bodies that share a body's tasks, each with the shared ones."""

    body: Body
    partners: Sequence[tuple[Body, Sequence[Task]]]


@dataclass(frozen=True, slots=True)
class Glance:
    """A body at one glance.

    Attributes:
        of: how many tasks the plan has.
        booklet: path of its booklet below the site; `sheets` of the same two up.
    """

    body: Body
    tasks: int
    of: int
    targets: int
    partners: int
    spellings: Sequence[Spelling]
    since: str
    booklet: str
    sheets: str


def _spellings(release: Release, body: Body) -> list[Spelling]:
    index = release.account.project.index
    return [Spelling(name, index.printed_in[name]) for name in body.names]


def alias_table(release: Release) -> list[tuple[Body, list[Spelling]]]:
    """The bodies that the plan prints under more than one name."""
    return [(body, _spellings(release, body)) for body in release.account.project.bodies if body.aliases]


def body_list(release: Release) -> list[BodyLine]:
    """All bodies with how many tasks and targets each answers for."""
    index = release.account.project.index
    return [
        BodyLine(body, index.tasks_of[body.slug], len(index.targets_of[body.slug]), since(release, body))
        for body in release.account.project.bodies
    ]


def body_duties(release: Release, body: str) -> Duties:
    """What the plan asks of a body, in the plan's words: its tasks, then its safeguards."""
    index = release.account.project.index
    tasks = [Duty(task, index.positions[task.id, body], len(task.responsible)) for task in index.tasks_of[body]]
    return Duties(tasks, index.safeguards_of[body])


def body_partners(release: Release, body: str) -> Partners:
    """The bodies that share a body's tasks."""
    index = release.account.project.index
    return Partners(index.bodies[body], index.partners_of[body])


def body_summary(release: Release, body: str) -> Glance:
    """A body at one glance: spellings, members, tasks, targets."""
    index = release.account.project.index
    return Glance(
        body=index.bodies[body],
        tasks=len(index.tasks_of[body]),
        of=len(index.tasks),
        targets=len(index.targets_of[body]),
        partners=len(index.partners_of[body]),
        spellings=_spellings(release, index.bodies[body]),
        since=since(release, index.bodies[body]),
        booklet=booklet(body),
        sheets=sheets(body),
    )
