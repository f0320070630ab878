"""Pieces that several views share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from macros.published.release import Release
from macros.published.shapes import PublishedReport
from macros.records.bodies import Body, Kind
from macros.records.plan import GOAL, Task
from macros.records.progress import Evidence


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a clause prints it, with the body's address and full name.

    Attributes:
        collective: what is to be said of a name that stands for several bodies; "" for one body.
        since: what became of the body after the plan was issued; "" for nothing known.
    """

    printed: str
    slug: str
    full: str
    collective: str
    since: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A task with the bodies that answer for it, in printed order."""

    task: Task
    bodies: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a line of a log.

    Attributes:
        news: the day it became known; `day` the day it was reported.
        member: which of the bodies behind a collective name reported; `joint_with` who else signed.
        about: the name of the target it speaks of; "" for a task's state.
        page: id of the target or task whose page tells more, and holds the record's own address.
        said: what it reports, in words; `marks` what is to be known of that.
        gone: whether it is corrected or withdrawn.
        corrected_by: id of the record that corrects it, with the day that was reported.
        withdrawn_by: id of the record that takes it back, likewise.
    """

    id: str
    news: datetime.date
    day: datetime.date
    slug: str
    body: str
    member: str | None
    joint_with: Sequence[str]
    year: int
    about: str
    page: str
    task: Task | None
    said: str
    marks: Sequence[str]
    as_of: datetime.date | None
    evidence: Evidence | None
    corrects: str | None
    withdraws: str | None
    reason: str | None
    gone: bool
    corrected_by: str | None
    corrected_on: datetime.date | None
    withdrawn_by: str | None
    withdrawn_on: datetime.date | None


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
            Named(
                name,
                body.slug,
                body.name,
                body.kind.label if body.kind is Kind.COLLECTIVE else "",
                since(release, body),
            )
            for name, body in pairs
        ],
    )


def _collective(body: Body) -> str:
    return body.kind.label if body.kind is Kind.COLLECTIVE else ""


def since(release: Release, body: Body) -> str:
    """What became of a body after the plan was issued; "" where no source tells of a change."""
    words = release.told.get(body.slug, "")
    return f"原文：{body.name}（{words}）" if body.changes else words


def _explained(report: PublishedReport) -> Iterator[str]:
    """Why and what next, in the body's own words."""
    if report.statement:
        cause = f"（{report.cause.label}）" if report.cause else ""
        following = f"下一步：{report.next}" if report.next else ""
        yield f"单位说明{cause}：{report.statement}{following}"
    if report.note:
        yield f"说明：{report.note}"


def _marks(report: PublishedReport) -> Iterator[str]:
    """What is to be known of a record beside what it reports."""
    if report.basis:
        yield f"{report.basis.label}：{report.basis.meaning}"
    if report.part:
        yield "只是本单位的部分"
    if report.provisional:
        yield "初步数"
    if report.unavailable and report.reason and not report.corrects:
        yield f"原因：{report.reason}"
    if report.target and report.verification:
        note = report.verification.note
        yield f"{report.verified}{f'：{note}' if note else ''}"
    elif report.target and not report.unavailable:
        yield "自报"
    if report.confirmed:
        yield f"已核对：{report.confirmed}"
    yield from _explained(report)


def _said(report: PublishedReport) -> str:
    if report.withdraws:
        return "撤回原报告"
    if report.task:
        return f"{report.state.label if report.state else ''}：{report.summary}"
    return report.figure or ""


def entry(release: Release, report: PublishedReport) -> Entry:
    """One published record as a line of a log."""
    index = release.account.project.index
    target = index.targets.get(report.subject)
    correction = release.reports[report.corrected_by] if report.corrected_by else None
    withdrawal = release.reports[report.withdrawn_by] if report.withdrawn_by else None
    return Entry(
        id=report.id,
        news=report.published_on or report.reported_on,
        day=report.reported_on,
        slug=index.named[report.body].slug,
        body=report.reported_as or report.body,
        member=report.member,
        joint_with=report.joint_with or (),
        year=report.year,
        about=target.name if target else "",
        page=report.subject,
        task=index.tasks.get(report.subject),
        said=_said(report),
        marks=list(_marks(report)),
        as_of=report.as_of,
        evidence=report.evidence,
        corrects=report.corrects,
        withdraws=report.withdraws,
        reason=report.reason,
        gone=bool(correction or withdrawal),
        corrected_by=report.corrected_by,
        corrected_on=correction.reported_on if correction else None,
        withdrawn_by=report.withdrawn_by,
        withdrawn_on=withdrawal.reported_on if withdrawal else None,
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
