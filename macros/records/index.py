"""Every question about the plan that more than one page asks, answered once: all answers are look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from macros.records.bodies import Body
from macros.records.plan import GOAL, Action, Plan, Responsibility, Safeguard, Task
from macros.records.targets import Target

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Look-ups over one plan; whoever asks twice gets the same object.

    Holds whatever can be held of data that no rule has checked yet: a name that no body has is left
    out, and of two with one id the first counts. With checked data nothing is missing.

    Attributes:
        named: the body that a printed name, or one that it took later, means, by that spelling.
        bodies: by slug.
        tasks: by id.
        actions: by id.
        targets: by id.
        action_of: a task's action, by the task's id.
        text_of: the issued text that a target's quote must stand in, by a task's id or `goal`.
        printed_in: the tasks in whose clause this very spelling is printed, by that spelling.
        responsible: a task's bodies in printed order, by the task's id.
        responsibilities: one row per task and named body, in printed order.
        tasks_of: the tasks whose clause names the body under any spelling, by slug.
        positions: a body's place in a task's clause, counted from 1, by task id and slug.
        safeguards_of: the safeguards that name the body itself (not as one of 区直有关单位), by slug.
        partners_of: the bodies named beside this one with the shared tasks, most shared first, then
            our order, by slug.
        targets_of: by the id of a task or action, by `goal`, by slug, or by "" for all.
    """

    named: Mapping[str, Body]
    bodies: Mapping[str, Body]
    tasks: Mapping[str, Task]
    actions: Mapping[str, Action]
    targets: Mapping[str, Target]
    action_of: Mapping[str, Action]
    text_of: Mapping[str, str]
    printed_in: Mapping[str, Sequence[Task]]
    responsible: Mapping[str, Sequence[Body]]
    responsibilities: Sequence[Responsibility]
    tasks_of: Mapping[str, Sequence[Task]]
    positions: Mapping[tuple[str, str], int]
    safeguards_of: Mapping[str, Sequence[Safeguard]]
    partners_of: Mapping[str, Sequence[tuple[Body, Sequence[Task]]]]
    targets_of: Mapping[str, Sequence[Target]]


def _first(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """A dictionary in which the first of equal keys counts."""
    found: dict[str, T] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


def _partners(
    bodies: Mapping[str, Body], tasks_of: Mapping[str, list[Task]], responsible: Mapping[str, list[Body]]
) -> dict[str, list[tuple[Body, Sequence[Task]]]]:
    order = {slug: number for number, slug in enumerate(bodies)}
    found: dict[str, list[tuple[Body, Sequence[Task]]]] = {}
    for slug, tasks in tasks_of.items():
        shared: dict[str, list[Task]] = defaultdict(list)
        for task in tasks:
            for other in responsible[task.id]:
                if other.slug != slug:
                    shared[other.slug].append(task)
        ranked = sorted(shared, key=lambda other: (-len(shared[other]), order[other]))
        found[slug] = [(bodies[other], shared[other]) for other in ranked]
    return found


def _targets_of(plan: Plan, targets: Sequence[Target], tasks_of: Mapping[str, list[Task]]) -> dict[str, list[Target]]:
    by_task: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        by_task[target.task].append(target)
    found = {"": list(targets), GOAL: by_task[GOAL]}
    for action in plan.actions:
        found[action.id] = [target for task in action.tasks for target in by_task[task.id]]
        found |= {task.id: by_task[task.id] for task in action.tasks}
    # A body's tasks are in printed order; its targets keep the order of the file.
    rank = {id(target): number for number, target in enumerate(targets)}
    for slug, tasks in tasks_of.items():
        own = [target for task in tasks for target in by_task[task.id]]
        found[slug] = sorted(own, key=lambda target: rank[id(target)])
    return found


def index(plan: Plan, bodies: Sequence[Body], targets: Sequence[Target]) -> Index:
    """Build every look-up, in time linear in what the plan says."""
    # Printed names go first: a name that a body took later may be another one's in print.
    named = _first((name, body) for names in ("names", "own_names") for body in bodies for name in getattr(body, names))
    by_slug = _first((body.slug, body) for body in bodies)
    printed_in: dict[str, list[Task]] = {name: [] for name in named}
    responsible: dict[str, list[Body]] = {}
    tasks_of: dict[str, list[Task]] = {slug: [] for slug in by_slug}
    positions: dict[tuple[str, str], int] = {}
    rows = []
    for task in plan.tasks:
        responsible[task.id] = []
        for position, printed in enumerate(task.responsible, start=1):
            body = named.get(printed)
            if body is None:
                continue
            rows.append(Responsibility(task=task.id, position=position, printed=printed, body=body.name))
            printed_in[printed].append(task)
            if positions.setdefault((task.id, body.slug), position) == position:
                responsible[task.id].append(body)
                tasks_of[body.slug].append(task)
    goal = [text for section in plan.sections if section.id == GOAL for text in section.paragraphs]
    return Index(
        named=named,
        bodies=by_slug,
        tasks=_first((task.id, task) for task in plan.tasks),
        actions=_first((action.id, action) for action in plan.actions),
        targets=_first((target.id, target) for target in targets),
        action_of=_first((task.id, action) for action in plan.actions for task in action.tasks),
        text_of=_first([(GOAL, "\n".join(goal)), *((task.id, task.text) for task in plan.tasks)]),
        printed_in=printed_in,
        responsible=responsible,
        responsibilities=rows,
        tasks_of=tasks_of,
        positions=positions,
        safeguards_of={
            slug: [guard for guard in plan.safeguards if any(name in guard.text for name in body.names)]
            for slug, body in by_slug.items()
        },
        partners_of=_partners(by_slug, tasks_of, responsible),
        targets_of=_targets_of(plan, targets, tasks_of),
    )
