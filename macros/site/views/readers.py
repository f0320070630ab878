"""Ways in: whom the plan names, where its tasks are done, which words it explains itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import Action, Task
from macros.records.readers import Term


@dataclass(frozen=True, slots=True)
class Group:
    """People whom the heading of an action names.

    Attributes:
        others: tasks of other actions whose text names them too.
    """

    name: str
    action: Action
    targets: int
    others: Sequence[Task]


@dataclass(frozen=True, slots=True)
class Spot:
    """A kind of place with the tasks that print it; `id` of its part of the page."""

    id: str
    name: str
    words: Sequence[str]
    tasks: Sequence[Task]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where somebody begins who comes for the first time.

    Attributes:
        members: each town or subdistrict, or other member, by name, with the collective that stands for it.
    """

    people: Sequence[Group]
    places: Sequence[Spot]
    members: Sequence[tuple[str, Body]]


def audience_list(release: Release) -> list[Group]:
    """The people whom the plan names in its actions' headings, each with their tasks."""
    project = release.account.project
    found = []
    for name in project.readers.people:
        action = next(action for action in project.plan.actions if name in action.name)
        own = {task.id for task in action.tasks}
        others = [task for task in project.plan.tasks if name in task.text and task.id not in own]
        found.append(Group(name, action, len(project.index.targets_of[action.id]), others))
    return found


def place_list(release: Release) -> list[Spot]:
    """The places that tasks name, each with these tasks."""
    project = release.account.project
    return [
        Spot(
            f"place-{number}",
            place.name,
            place.words,
            [task for task in project.plan.tasks if any(word in task.text for word in place.words)],
        )
        for number, place in enumerate(project.readers.places, start=1)
    ]


def glossary(release: Release) -> list[Term]:
    """The words that the issued text explains itself."""
    return release.account.project.readers.terms


def ways(release: Release) -> Ways:
    """Where somebody begins who comes for the first time."""
    members = [(member.name, body) for body in release.account.project.bodies for member in body.members or ()]
    return Ways(audience_list(release), place_list(release), members)
