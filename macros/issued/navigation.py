"""The navigation, made from the plan: nothing in it can name another page than the one it leads to.

A page's label is its title; a section's is printed in the plan or says what kind of pages it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from macros.records.bodies import Body
from macros.records.plan import GOAL, Plan
from macros.records.targets import Target

_FRONT = ("index.md",)
_TEXT_BEFORE, _TEXT_AFTER = ("full-text.md", "notice.md", "goals.md"), ("safeguards.md", "audience.md")
_TARGETS, _MATRIX = "targets.md", "matrix.md"
_REPORTS = ("reports.md", "changes.md", "forms.md", "objections.md")
_ABOUT = ("method.md", "open-data.md", "about.md")


def navigation(plan: Plan, bodies: Sequence[Body], targets: Sequence[Target], pages: Iterable[str]) -> list[Any]:
    """The navigation as MkDocs reads it: paths, and sections as a mapping of one name to a list.

    Args:
        plan: the plan.
        bodies: the bodies, in our order.
        targets: the targets; their pages stand by action, so that a menu shows those of one action at a time.
        pages: every page that there is, by its path below docs/; one that has no place of its own comes
            last, under 说明与数据.
    """
    there = list(pages)
    actions = [
        {action.heading: [f"actions/{action.id}.md", *(f"tasks/{task.id}.md" for task in action.tasks)]}
        for action in plan.actions
    ]
    of_bodies = ["bodies/index.md", *(f"bodies/{body.slug}.md" for body in bodies)]
    of_targets: dict[str, list[str]] = {}
    heading_of = {task.id: action.heading for action in plan.actions for task in action.tasks}
    for target in targets:
        heading = "主要目标" if target.task == GOAL else heading_of[target.task]
        of_targets.setdefault(heading, []).append(f"targets/{target.id}.md")
    placed = {
        *_FRONT,
        *_TEXT_BEFORE,
        *_TEXT_AFTER,
        _TARGETS,
        _MATRIX,
        *_REPORTS,
        *_ABOUT,
        *of_bodies,
        "actions/index.md",
    }
    placed |= {path for group in (*actions, of_targets) for paths in group.values() for path in paths}
    rest = [path for path in there if path not in placed]
    whole: list[Any] = [
        *_FRONT,
        {"方案原文": [*_TEXT_BEFORE, {"重点任务": ["actions/index.md", *actions]}, *_TEXT_AFTER]},
        {"目标指标": [_TARGETS, *({heading: paths} for heading, paths in of_targets.items())]},
        _MATRIX,
        {"报送情况": [*_REPORTS]},
        {"责任单位": of_bodies},
        {"说明与数据": [*_ABOUT, *rest]},
    ]
    return _present(whole, set(there))


def _present(items: list[Any], there: set[str]) -> list[Any]:
    """The same without pages that are not there and sections left empty."""
    kept: list[Any] = []
    for item in items:
        if isinstance(item, str):
            kept += [item] if item in there else []
        else:
            ((name, inner),) = item.items()
            if present := _present(inner, there):
                kept.append({name: present})
    return kept
