"""The pictures for links to a task, a target or a body: what each says, in words that are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from macros.print.records import Row
from macros.print.titles import broken
from macros.print.views import Views


def card(page: str) -> str:
    """Path of a page's picture, below the site, by the page's own."""
    return f"cards/{page.removesuffix('.html')}.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One picture.

    Attributes:
        above: where the page belongs.
        lines: the title, broken by meaning; `size` of its letters, in points.
        said: what was promised and what became of it.
        day: which day that is true of; "" where nothing is said that a day changes.
    """

    above: str
    lines: Sequence[str]
    size: int
    said: str
    day: str


_SIZES = (56, 42, 30)
_WIDE = 1040
"""Points of a title's letters, the largest that takes three lines is taken; and of a line."""


def _card(above: str, title: str, said: str, day: str) -> Card:
    tried = [(broken(title, _WIDE // size), size) for size in _SIZES]
    lines, size = next((it for it in tried if len(it[0]) <= 3), tried[-1])
    return Card(above=above, lines=lines, size=size, said=said, day=day)


def _counted(views: Views, targets: Iterable[Row]) -> str:
    """Targets by their outcome, as in 目标 4 项：达到 3 项，未报告 1 项."""
    labels = [views.outcomes[target["id"]]["label"] for target in targets]
    order = [it["label"] for it in views.terms if it["kind"] == "result"]
    words = "，".join(f"{label} {labels.count(label)} 项" for label in order if label in labels)
    return f"目标 {len(labels)} 项：{words}"


def _day(views: Views) -> str:
    return f"按 {views.edition['today']} 的情况判定"


def _targets(views: Views) -> Iterator[tuple[str, Card]]:
    for target in views.targets:
        outcome, task = views.outcomes[target["id"]], views.task.get(target["task"])
        as_of = f"，数据截至 {outcome['as_of']}" if "as_of" in outcome else ""
        above = f"任务{task['number']}　{task['title']}" if task else "主要目标"
        said = f"{outcome['promise']}　{outcome['label']}"
        yield outcome["page"], _card(above, target["name"], said, _day(views) + as_of)


def _tasks(views: Views) -> Iterator[tuple[str, Card]]:
    for action in views.plan["actions"]:
        for task in action["tasks"]:
            own = [target for target in views.targets if target["task"] == task["id"]]
            said = _counted(views, own) if own else "原文没有写出可以核对的目标"
            title = f"任务{task['number']}　{task['title']}"
            above = f"{action['marker']}{action['name']}"
            day = _day(views) if own else ""
            yield f"tasks/{task['id']}.html", _card(above, title, said, day)


def _bodies(views: Views) -> Iterator[tuple[str, Card]]:
    for body in views.bodies:
        own = [target for target in views.targets if target["task"] in body["tasks"]]
        said = f"任务 {len(body['tasks'])} 项" + (f"，{_counted(views, own)}" if own else "")
        day = _day(views) if own else ""
        yield f"bodies/{body['slug']}.html", _card("责任单位", body["name"], said, day)


def cards(views: Views) -> Iterator[dict[str, Card]]:
    """Every card by its path below the site, in groups of about equal work that are set each as one file."""
    for kind in (_targets, _tasks, _bodies):
        yield {card(page): made for page, made in kind(views)}
