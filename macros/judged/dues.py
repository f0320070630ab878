"""What each body is to report, for which year and until when; and what of it has been."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from macros.records.bodies import Body
from macros.records.plan import GOAL, Task
from macros.records.project import Filing, Project
from macros.records.targets import Target


@dataclass(frozen=True)
class Item:
    """Something a body is to report for a year: a target's figure, or its own state of a task.

    Attributes:
        task: None for a target of the main goal.
        reported: whether it has been: a figure by whichever of its bodies, for it may be filed only once.
    """

    task: Task | None
    target: Target | None
    reported: bool

    @property
    def task_id(self) -> str:
        """The task's id, or `goal`."""
        return self.task.id if self.task else GOAL


@dataclass(frozen=True)
class BodyYear:
    """What one body was to report for one year, and what of it has been.

    Attributes:
        newest: the body's own latest record of that year.
        due_on: the day the year's report falls due.
        days: how many days ago the year's report fell due; 0 where it has not yet.
    """

    due: list[Item]
    newest: Filing | None
    due_on: datetime.date
    days: int

    @cached_property
    def missing(self) -> list[Item]:
        """The due items that have not been reported."""
        return [item for item in self.due if not item.reported]

    @property
    def filed(self) -> int:
        """How many of the due items have been reported."""
        return len(self.due) - len(self.missing)

    @property
    def late(self) -> int:
        """By how many days what is missing is late; 0 where nothing is missing or due yet."""
        return self.days if self.missing else 0

    @property
    def label(self) -> str:
        """已报, 部分, 未报, or 无应报 where nothing is due."""
        if not self.due:
            return "无应报"
        if not self.missing:
            return "已报"
        return "部分" if len(self.missing) < len(self.due) else "未报"


def due_on(project: Project, year: int) -> datetime.date:
    """The day a year's report falls due: that of the first round that asks for the whole year's figures, else
    31 January of the next year.
    """
    rounds = project.rounds.rounds if project.rounds else []
    closing = [each.due_on for each in rounds if each.closes and each.year == year]
    return min(closing, default=datetime.date(year + 1, 1, 31))


def duties(project: Project, body: Body, day: datetime.date) -> Iterator[tuple[Task | None, Target | None]]:
    """What a body reports as of a day: a task and None where it is the body's own state of the task.

    By the office's arrangement where there is one for the target or task; else every body of the clause. Who
    goes on with a body's tasks reports what that body was to report.
    """
    if body.ended(day):
        return
    index, arranged = project.index, project.reporter_of
    taken = [before for before, since in project.predecessors.get(body.name, ()) if since <= day]
    slugs = [body.slug, *(before.slug for before in taken)]
    mine = {about for slug in slugs for about in project.arranged_for.get(slug, ())}
    named = {task.id: task for slug in slugs for task in index.tasks_of[slug]}
    tasks = {index.targets[about].task if about in index.targets else about for about in mine}
    rest = [index.tasks[task] for task in tasks - {*named, GOAL}]
    for task in sorted([*named.values(), *rest], key=lambda task: task.number):
        targets: Sequence[Target | None] = index.targets_of[task.id] or [None]
        for target in targets:
            about = target.id if target else task.id
            if about in mine or (about not in arranged and task.id in named):
                yield task, target
    for target in index.targets_of[GOAL]:
        if target.id in mine:
            yield None, target


def yearly_duty(project: Project, target: Target | None, year: int) -> bool:
    """Whether it is due for a year: a target as it says itself, a task's state every year."""
    return target is None or target.due_in(year, project.plan.years)


def _all_in(body: Body, target: Target | None, members: Collection[str | None]) -> bool:
    """Whether a body has reported: of a figure that its members report in parts, every member has."""
    if target is None or None in members:
        return bool(members)
    return bool(members) and all(member.name in members for member in body.members or ())


def body_years(
    project: Project, effective: Sequence[Filing], today: datetime.date
) -> Mapping[tuple[str, int], BodyYear]:
    """What each body was to report for each year and what is missing, by slug and year.

    Args:
        project: the data.
        effective: the records that count.
        today: the day from which days are counted.
    """
    whole = {(f.report.target, f.year) for f in effective if not f.report.is_part}
    own: dict[tuple[str, int], list[Filing]] = defaultdict(list)
    for filing in effective:
        joint = (project.index.named.get(name) for name in filing.report.joint_with or ())
        for slug in dict.fromkeys([filing.slug, *(body.slug for body in joint if body)]):
            own[slug, filing.year].append(filing)
    found = {}
    for body in project.bodies:
        for year in project.plan.years:
            filings = own[body.slug, year]
            by_subject: dict[str, set[str | None]] = defaultdict(set)
            for filing in filings:
                by_subject[filing.report.about].add(filing.report.member)
            due = []
            for task, target in duties(project, body, datetime.date(year, 12, 31)):
                if yearly_duty(project, target, year):
                    filed = by_subject[target.id if target else task.id if task else ""]
                    there = (target is not None and (target.id, year) in whole) or _all_in(body, target, filed)
                    due.append(Item(task, target, there))
            mine = [filing for filing in filings if filing.slug == body.slug]
            newest = max(mine, key=lambda filing: filing.report.reported_on, default=None)
            day = due_on(project, year)
            found[body.slug, year] = BodyYear(due, newest, day, max(0, (today - day).days))
    return found
