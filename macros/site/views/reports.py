"""Views of what has been reported and what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from macros.judged.dues import BodyYear, Item
from macros.judged.objections import Case
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import GOAL, Task
from macros.records.progress import HOW_TO_REPORT, Evidence
from macros.records.rounds import Round
from macros.site.views.common import Clause, Entry, clause, entries
from macros.site.views.rounds import Workbook, asked_of

LOG = 500
"""Records in the change log (about 1 kB of HTML each); older ones stand on the pages of their bodies."""
MISSING = 1_000
"""Items listed as not reported (about 0.25 kB of HTML each); where there are more, each body's page lists its own."""


@dataclass(frozen=True, slots=True)
class FiledYear:
    """How far a body is with one year.

    Attributes:
        label: 已报, 部分, 未报, or 无应报.
        due: how many items are due, `filed` of them reported.
        due_on: the day they fall due; `late` by how many days what is missing is late.
        newest: id of the body's own latest record, with its day; "" where there is none.
        missing: what is due and has not been reported.
    """

    year: int
    label: str
    due: int
    filed: int
    due_on: datetime.date
    late: int
    newest: str
    newest_on: datetime.date | None
    missing: Sequence[Item]


@dataclass(frozen=True, slots=True)
class BodyYears:
    """A body with the years of the plan.

    Attributes:
        open: those of them in which something is missing.
    """

    body: Body
    years: Sequence[FiledYear]
    open: Sequence[FiledYear]


@dataclass(frozen=True, slots=True)
class Log:
    """Records as a log, newest first.

    Attributes:
        older: how many more there are, on the pages of their bodies.
    """

    entries: Sequence[Entry]
    older: int


@dataclass(frozen=True, slots=True)
class BodyReports:
    """A body's years, what it is asked in the current round, and those of its records that are too old for a long
    change log.
    """

    years: BodyYears
    round: Round | None
    workbooks: Sequence[Workbook]
    older: Log


@dataclass(frozen=True, slots=True)
class Status:
    """All bodies by all years.

    Attributes:
        listed: whether what is missing is listed here, and not only on each body's page.
    """

    years: Sequence[int]
    bodies: Sequence[BodyYears]
    listed: bool


@dataclass(frozen=True, slots=True)
class BodyState:
    """A task's latest state as one of its bodies reported it."""

    body: str
    member: str | None
    year: int
    state: str
    summary: str
    as_of: datetime.date
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task without a target: its state in one word and where that comes from.

    Attributes:
        reporting: how many of its bodies have reported.
    """

    clause: Clause
    state: str
    reporting: int
    reports: Sequence[BodyState]


@dataclass(frozen=True, slots=True)
class History:
    """All records about one target or task, oldest first.

    Attributes:
        anchors: whether this is where their addresses lead: the page of what they speak of.
    """

    id: str
    caption: str
    entries: Sequence[Entry]
    anchors: bool


@dataclass(frozen=True, slots=True)
class TaskReports:
    """Everything reported of a task or the goal.

    Attributes:
        task: absent for the main goal.
        asked: what its bodies are to report, in words.
        objections: to it, its targets or their records.
    """

    task: Task | None
    asked: str
    objections: Sequence[Case]
    states: Sequence[BodyState]
    histories: Sequence[History]


def _year(year: int, it: BodyYear) -> FiledYear:
    newest = it.newest.report if it.newest else None
    return FiledYear(
        year,
        it.label,
        len(it.due),
        it.filed,
        it.due_on,
        it.late,
        newest.id if newest else "",
        newest.reported_on if newest else None,
        it.missing,
    )


def body_reports(release: Release, body: str) -> BodyReports:
    """What a body was to report, year by year, and what is missing; its records that the log has no room for."""
    page = f"bodies/{body}.md"
    older = [it for it, where in _older(release).items() if where == page]
    return BodyReports(body_years(release, body), *asked_of(release, body), Log(entries(release, older), 0))


def body_years(release: Release, body: str) -> BodyYears:
    """What a body was to report, year by year, and what is missing."""
    account = release.account
    years = [_year(year, account.body_years[body, year]) for year in account.project.plan.years]
    return BodyYears(account.project.index.bodies[body], years, [year for year in years if year.missing])


def report_status(release: Release) -> Status:
    """Who has reported: all bodies by all years."""
    project = release.account.project
    bodies = [body_years(release, body.slug) for body in project.bodies]
    missing = sum(len(year.missing) for body in bodies for year in body.open)
    return Status(project.plan.years, bodies, missing <= MISSING)


def _states(release: Release, task: Task) -> list[BodyState]:
    return [
        BodyState(
            body.name,
            filing.report.member,
            filing.year,
            filing.report.state.label if filing.report.state else "",
            filing.report.summary or "",
            filing.report.day,
            filing.report.evidence,
        )
        for body, filing in release.account.latest_states(task)
        if filing
    ]


def account_table(release: Release) -> list[TaskState]:
    """The states of the tasks that have no target, by their bodies' own reports."""
    account = release.account
    found = []
    for task in account.tasks_without_targets:
        states = _states(release, task)
        found.append(TaskState(clause(release, task), account.state(task), len({it.body for it in states}), states))
    return found


def history(release: Release, of: str, name: str, *, anchors: bool = True) -> History | None:
    """Every record about a task or target; None where there is none.

    Args:
        release: the edition.
        of: the id of the task or target.
        name: what the records are about, in words.
        anchors: whether the records' addresses lead here.
    """
    filings = release.account.histories.get(of, ())
    if not filings:
        return None
    caption = f"{name}的全部报告（{len(filings)} 条，更正和撤回不覆盖原报告）"
    return History(f"history-{of}", caption, entries(release, (filing.report.id for filing in filings)), anchors)


def task_reports(release: Release, of: str) -> TaskReports:
    """Every record about a task or the goal and its targets, corrections beside what they correct.

    Raises:
        KeyError: nothing has this id.
    """
    index = release.account.project.index
    task = None if of == GOAL else index.tasks[of]
    targets = index.targets_of[of]
    histories = [history(release, of, "任务进展"), *(history(release, it.id, it.name, anchors=False) for it in targets)]
    return TaskReports(
        task=task,
        asked="目标完成数" if targets else "进展",
        objections=[case for it in (of, *(it.id for it in targets)) for case in release.objections.get(it, ())],
        states=_states(release, task) if task and not targets else [],
        histories=[it for it in histories if it],
    )


def _older(release: Release) -> dict[str, str]:
    """Id of every record that the change log has no room for to its body's page, below docs/."""
    named = release.account.project.index.named
    ids = [filing.report.id for filing in release.account.changes[LOG:]]
    return {it: f"bodies/{named[release.reports[it].body].slug}.md" for it in ids}


def change_log(release: Release) -> Log:
    """Every record by the day it was reported, corrections beside what they correct; the newest of many."""
    ids = [filing.report.id for filing in release.account.changes]
    return Log(entries(release, ids[:LOG]), len(ids[LOG:]))


def how_to_report(release: Release) -> Sequence[str]:
    """What a report has to say."""
    return HOW_TO_REPORT
