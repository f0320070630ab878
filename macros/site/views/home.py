"""The front page: what was promised, who answers, what is reported, where the text is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from macros.judged.result import Result
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import Plan
from macros.site.views.notices import corrected
from macros.site.views.overview import Overview, Row, overview
from macros.site.views.readers import Ways, ways
from macros.site.views.reports import TaskState, account_table
from macros.site.views.targets import TargetTable, is_split, target_table


@dataclass(frozen=True, slots=True)
class Section:
    """The targets of the goal or of an action, below its heading."""

    of: str
    heading: str
    counts: Sequence[tuple[Result, int]]
    table: TargetTable


@dataclass(frozen=True, slots=True)
class Home:
    """The front page.

    Attributes:
        over: the plan's period has ended.
        figures: how many targets have a number; `reported` how many have a report.
        least: how many bodies the shortest clause names; `most` the longest.
        numbers: how many records with a figure count; `verified` of them by another body.
        corrected: how many published records were corrected or withdrawn since.
        bodies: each with how many tasks it has.
        counts: how many targets came out how.
        states: how many tasks without targets are in which state.
        whole: where all targets stand if they are too many for this page; otherwise None.
        tables: the targets of the goal and of each action.
    """

    plan: Plan
    over: bool
    tasks: int
    targets: int
    figures: int
    reported: int
    least: int
    most: int
    numbers: int
    verified: int
    corrected: int
    data_as_of: datetime.date | None
    bodies: Sequence[tuple[Body, int]]
    counts: Sequence[tuple[Result, int]]
    states: Sequence[tuple[str, int]]
    ways: Ways
    overview: Overview
    whole: TargetTable | None
    tables: Sequence[Section]
    account: Sequence[TaskState]


def _section(release: Release, row: Row) -> Section:
    """A row of the overview as a table, without the pictures that stand on the action's own page."""
    table = replace(target_table(release, row.of), strip=None, figures=[], compared=False, cut=False)
    return Section(row.of, row.heading, row.counts, table)


def home(release: Release) -> Home:
    """The front page."""
    account = release.account
    project, index = account.project, account.project.index
    rows = account_table(release)
    states = [row.state for row in rows]
    clauses = [len(task.responsible) for task in project.plan.tasks]
    seen, split = overview(release), is_split(release)
    return Home(
        plan=project.plan,
        over=account.over,
        tasks=len(project.plan.tasks),
        targets=len(project.targets),
        figures=sum(target.op.numeric for target in project.targets),
        reported=sum(bool(outcome.reports) for outcome in account.outcomes.values()),
        least=min(clauses),
        most=max(clauses),
        numbers=len(account.figures),
        verified=len(account.verified),
        corrected=corrected(release),
        data_as_of=account.data_as_of,
        bodies=[(body, len(index.tasks_of[body.slug])) for body in project.bodies],
        counts=account.counts,
        states=[(state, states.count(state)) for state in dict.fromkeys(states)],
        ways=ways(release),
        overview=seen,
        whole=target_table(release) if split else None,
        tables=[] if split else [_section(release, row) for row in seen.rows],
        account=rows,
    )
