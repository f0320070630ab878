"""What a page is called and said to be where others show it: in a search, a message, a window's title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.judged.judge import promise
from macros.judged.result import Result
from macros.published.release import Release
from macros.records.targets import Target


@dataclass(frozen=True, slots=True)
class About:
    """One page.

    Attributes:
        title: where the data name the page; "" where it says so itself.
        description: in a sentence or two, of plain text.
    """

    title: str
    description: str


def _counted(release: Release, of: str) -> str:
    """The targets of a task or body by their outcome, as in 目标 4 项：达到 3 项，未报告 1 项."""
    results = [release.account.outcomes[it.id].result for it in release.account.project.index.targets_of[of]]
    words = "，".join(f"{it.label} {results.count(it)} 项" for it in Result if it in results)
    return f"目标 {len(results)} 项：{words}（按 {release.account.today} 的情况判定）。" if results else ""


def _place(release: Release, target: Target) -> str:
    task = release.account.project.index.tasks.get(target.task)
    return f"任务{task.number}" if task else "主要目标"


def _all(release: Release) -> Iterator[tuple[str, About]]:
    project = release.account.project
    for task in project.plan.tasks:
        bodies = "、".join(task.responsible)
        yield f"tasks/{task.id}.html", About("", f"{task.title}。{_counted(release, task.id)}责任单位：{bodies}。")
    for body in project.bodies:
        tasks = len(project.index.tasks_of[body.slug])
        yield f"bodies/{body.slug}.html", About("", f"{body.name}：任务 {tasks} 项。{_counted(release, body.slug)}")
    for target in project.targets:
        outcome, place = release.account.outcomes[target.id], _place(release, target)
        said = f"{outcome.result.label}（按 {release.account.today} 的情况判定）"
        words = f"{place}的目标：{target.name}，{promise(target)}。{said}。原文：“{target.quote}”"
        yield f"targets/{target.id}.html", About(f"{target.name}（{place}）", words)


def about(release: Release) -> dict[str, About]:
    """What there is to say of a page, by its address below the site; of tasks, bodies and targets."""
    return dict(_all(release))
