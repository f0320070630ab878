"""Pieces that several views share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from macros.published.release import Release
from macros.published.shapes import PublishedReport
from macros.records.bodies import Kind
from macros.records.plan import GOAL, Task
from macros.records.progress import Evidence


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a clause prints it, with the body's address and full name.

    Attributes:
        collective: what is to be said of a name that stands for several bodies; "" for one body.
    """

    printed: str
    slug: str
    full: str
    collective: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A task with the bodies that answer for it, in printed order."""

    task: Task
    bodies: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a line of a log.

    Attributes:
        about: the name of the target it speaks of; "" for a task's state.
        page: id of the task, or `goal`, whose page tells more.
        said: what it reports, in words.
        corrected_by: id of the record that corrects it, with the day it was reported.
    """

    id: str
    day: datetime.date
    slug: str
    body: str
    year: int
    about: str
    page: str
    task: Task | None
    said: str
    as_of: datetime.date
    evidence: Evidence
    note: str | None
    corrects: str | None
    reason: str | None
    corrected_by: str | None
    corrected_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a big table can be narrowed or sorted by; the page's script makes the control.

    Attributes:
        options: each choice's value and words.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str]]


def clause(release: Release, task: Task) -> Clause:
    """A task with the bodies in its clause."""
    pairs = [(name, release.account.project.index.named[name]) for name in task.responsible]
    return Clause(
        task,
        [
            Named(name, body.slug, body.name, body.kind.label if body.kind is Kind.COLLECTIVE else "")
            for name, body in pairs
        ],
    )


def entry(release: Release, report: PublishedReport) -> Entry:
    """One published record as a line of a log."""
    index = release.account.project.index
    target = index.targets[report.target] if report.target else None
    correction = release.reports[report.corrected_by] if report.corrected_by else None
    state = report.state.label if report.state else ""
    return Entry(
        id=report.id,
        day=report.reported_on,
        slug=index.named[report.body].slug,
        body=report.body,
        year=report.year,
        about=target.name if target else "",
        page=target.task if target else report.about,
        task=index.tasks[report.task] if report.task else None,
        said=f"{state}：{report.summary}" if report.task else report.figure or "",
        as_of=report.as_of,
        evidence=report.evidence,
        note=report.note,
        corrects=report.corrects,
        reason=report.reason,
        corrected_by=report.corrected_by,
        corrected_on=correction.reported_on if correction else None,
    )


def entries(release: Release, ids: Iterable[str]) -> list[Entry]:
    """Published records by their ids."""
    return [entry(release, release.reports[it]) for it in ids]


def choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> Filter:
    """A filter that at first shows all."""
    return Filter(name, label, [("", "全部"), *options])


def filters(release: Release, most: str) -> list[Filter]:
    """What both big tables can be narrowed and sorted by.

    Args:
        release: whose bodies and actions.
        most: words for sorting by count.
    """
    project = release.account.project
    return [
        choice("body", "单位", [(body.slug, body.name) for body in project.bodies]),
        choice("action", "行动", [(action.id, action.heading) for action in project.plan.actions]),
        Filter("sort", "顺序", [("", "原文顺序"), ("most", most)]),
    ]


def owner(release: Release, of: str) -> str:
    """Name what an id stands for."""
    index = release.account.project.index
    if of in index.tasks:
        return f"任务{index.tasks[of].number}"
    if of in index.actions:
        return index.actions[of].name
    if of in index.bodies:
        return index.bodies[of].name
    return "主要目标" if of.startswith(GOAL) else "全部任务"
