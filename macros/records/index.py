"""Questions to the plan that more than one page asks. Nothing is stored twice: all is derived."""

from __future__ import annotations

from macros.records.load import Project
from macros.records.plan import GOAL, Action, Body, Responsibility, Safeguard, Target, Task


def body_of(project: Project, printed: str) -> Body:
    """The body that a printed name means.

    Raises:
        KeyError: no body has this name or alias (the checks make sure that none is missing).
    """
    for body in project.bodies:
        if printed in body.names:
            return body
    raise KeyError(printed)


def responsibilities(project: Project) -> list[Responsibility]:
    """One row per task and named body, in printed order."""
    return [
        Responsibility(task=task.id, position=position, printed=printed, body=body_of(project, printed).name)
        for task in project.plan.tasks
        for position, printed in enumerate(task.responsible, start=1)
    ]


def tasks_of(project: Project, body: Body) -> list[Task]:
    """The tasks whose clause names the body under any of its spellings."""
    return [task for task in project.plan.tasks if set(body.names) & set(task.responsible)]


def position_in(task: Task, body: Body) -> int:
    """Where the body stands in the task's clause, counted from 1; 0 where it does not."""
    for position, printed in enumerate(task.responsible, start=1):
        if printed in body.names:
            return position
    return 0


def printed_in(project: Project, name: str) -> list[Task]:
    """The tasks in whose clause this very spelling is printed."""
    return [task for task in project.plan.tasks if name in task.responsible]


def safeguards_of(project: Project, body: Body) -> list[Safeguard]:
    """The safeguards that name the body itself (not as one of 区直有关单位)."""
    return [s for s in project.plan.safeguards if any(name in s.text for name in body.names)]


def partners_of(project: Project, body: Body) -> list[tuple[Body, list[Task]]]:
    """The bodies named beside this one, with the shared tasks; most shared first, then our order."""
    shared = {
        other.slug: [task for task in tasks_of(project, body) if position_in(task, other)]
        for other in project.bodies
        if other != body
    }
    pairs = [(other, shared[other.slug]) for other in project.bodies if shared.get(other.slug)]
    return sorted(pairs, key=lambda pair: -len(pair[1]))


def action_of(project: Project, task: Task) -> Action:
    """The action a task belongs to."""
    return next(action for action in project.plan.actions if task in action.tasks)


def targets_of(project: Project, of: str = "") -> list[Target]:
    """Targets of a task, an action, the main goal (`goal`), a body's slug, or all (empty).

    Raises:
        KeyError: nothing has this id.
    """
    if not of:
        return project.targets
    tasks = {task.id: [task.id] for task in project.plan.tasks} | {GOAL: [GOAL]}
    tasks |= {a.id: [task.id for task in a.tasks] for a in project.plan.actions}
    tasks |= {b.slug: [task.id for task in tasks_of(project, b)] for b in project.bodies}
    return [target for target in project.targets if target.task in tasks[of]]


def text_of(project: Project, task_id: str) -> str:
    """The issued text a target's quote must stand in: its task's, or the goal's paragraphs."""
    if task_id == GOAL:
        return "\n".join(p for s in project.plan.sections if s.id == GOAL for p in s.paragraphs)
    return next((task.text for task in project.plan.tasks if task.id == task_id), "")
