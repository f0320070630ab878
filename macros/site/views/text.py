"""Views of the issued text and its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.issued.sentences import Sentence, sentences
from macros.published.release import Release
from macros.records.plan import Action, Block, Document, Join, Task
from macros.site.views.common import Clause, clause, owner
from macros.site.views.matrix import Matrix, action_matrix


@dataclass(frozen=True, slots=True)
class Counted:
    """A task with how many bodies and targets it has."""

    task: Task
    bodies: int
    targets: int


@dataclass(frozen=True, slots=True)
class ActionTasks:
    """An action's tasks; `matrix` is absent where one page holds all of it."""

    title: str
    tasks: Sequence[Task]
    matrix: Matrix | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of issued text as a page sets it.

    Attributes:
        level: of its heading, 2 to 4; 0 for a paragraph.
        lines: a title's printed lines, or a heading.
        sentences: of a paragraph; `lead` says that the first is its run-in heading.
        style: its class; "" for none.
    """

    id: str
    level: int
    lead: bool
    lines: Sequence[str]
    sentences: Sequence[Sentence]
    style: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A joined line break with the name of where it stands."""

    join: Join
    place: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The task before and the task after; None at either end."""

    before: Task | None
    after: Task | None


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a task."""

    action: Action
    task: Task


def action_list(release: Release) -> list[tuple[Action, list[Counted]]]:
    """All actions with their tasks."""
    index = release.account.project.index
    return [
        (action, [Counted(task, len(task.responsible), len(index.targets_of[task.id])) for task in action.tasks])
        for action in release.account.project.plan.actions
    ]


def action_tasks(release: Release, action: str) -> ActionTasks:
    """The issued text of every task of an action; with its part of a matrix too big for one page."""
    found = release.account.project.index.actions[action]
    return ActionTasks(found.name, found.tasks, action_matrix(release, found))


def disclosure(release: Release) -> Document:
    """What the issued text says of itself, and what it does not."""
    return release.account.project.plan.document


def source_note(release: Release) -> Document:
    """Length and SHA-256 of the issued text's file."""
    return release.account.project.plan.document


def _passage(block: Block, led: set[str], actions: set[str]) -> Passage:
    if block.kind == "title":
        return Passage(block.id, 2, False, block.text.split("\n"), [], "title")
    if block.kind == "heading":
        return Passage(block.id, 4 if block.id in actions else 3, False, [block.text], [], "")
    style = {"notice-date": "date", "notice-to": "to"}.get(block.id, "")
    return Passage(block.id, 0, block.id in led, [], sentences(block), style)


def full_text(release: Release) -> list[Passage]:
    """The whole issued text on one page."""
    plan = release.account.project.plan
    led = {task.id for task in plan.tasks} | {guard.id for guard in plan.safeguards}
    actions = {action.id for action in plan.actions}
    return [_passage(block, led, actions) for block in plan.blocks()]


def join_table(release: Release) -> list[Joined]:
    """Every line break inside a sentence that was joined."""
    return [Joined(join, owner(release, join.block)) for join in release.account.project.plan.document.joins]


def responsible_bodies(release: Release, task: str) -> Clause:
    """The bodies of one task as printed, in printed order."""
    return clause(release, release.account.project.index.tasks[task])


def task_pager(release: Release, task: str) -> Neighbours:
    """Links to the task before and the task after."""
    tasks = release.account.project.plan.tasks
    at = release.account.project.index.tasks[task].number - 1
    return Neighbours(tasks[at - 1] if at else None, tasks[at + 1] if at + 1 < len(tasks) else None)


def task_path(release: Release, task: str) -> Way:
    """The way to a task: chapter, action, task."""
    index = release.account.project.index
    return Way(index.action_of[task], index.tasks[task])
