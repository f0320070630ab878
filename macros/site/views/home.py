"""The front page: what was promised, who answers, what is reported, where the text is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from macros.judged.result import Result
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import Plan
from macros.site.views.reports import TaskState, account_table
from macros.site.views.targets import TargetTable, target_table


@dataclass(frozen=True, slots=True)
class Home:
    """The front page.

    Attributes:
        over: the plan's period has ended.
        figures: how many targets have a number; `reported` how many have a report.
        most: how many bodies the longest clause names.
        numbers: how many records with a figure count; `verified` of them by another body.
        bodies: each with how many tasks it has.
        counts: how many targets came out how.
        states: how many tasks without targets are in which state.
    """

    plan: Plan
    over: bool
    tasks: int
    targets: int
    figures: int
    reported: int
    most: int
    numbers: int
    verified: int
    data_as_of: datetime.date | None
    bodies: Sequence[tuple[Body, int]]
    counts: Sequence[tuple[Result, int]]
    states: Sequence[tuple[str, int]]
    table: TargetTable
    account: Sequence[TaskState]


def home(release: Release) -> Home:
    """The front page."""
    account = release.account
    project, index = account.project, account.project.index
    rows = account_table(release)
    states = [row.state for row in rows]
    return Home(
        plan=project.plan,
        over=account.over,
        tasks=len(project.plan.tasks),
        targets=len(project.targets),
        figures=sum(target.op.numeric for target in project.targets),
        reported=sum(bool(outcome.reports) for outcome in account.outcomes.values()),
        most=max(len(task.responsible) for task in project.plan.tasks),
        numbers=len(account.figures),
        verified=len(account.verified),
        data_as_of=account.data_as_of,
        bodies=[(body, len(index.tasks_of[body.slug])) for body in project.bodies],
        counts=account.counts,
        states=[(state, states.count(state)) for state in dict.fromkeys(states)],
        table=target_table(release),
        account=rows,
    )
