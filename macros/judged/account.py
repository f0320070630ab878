"""The closing account: outcomes, states, who has reported and what is still missing, on one day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from macros.judged.judge import Outcome, Result, judge
from macros.records.index import body_of, tasks_of
from macros.records.load import Filing, Project
from macros.records.plan import Body, Measure, Period, Target, Task
from macros.records.progress import State

UNREPORTED = "未报告"


@dataclass(frozen=True)
class Item:
    """Something a body is to report for a year: a target's figure, or its own state of a task."""

    task: Task
    target: Target | None


@dataclass(frozen=True)
class BodyYear:
    """What one body was to report for one year, and what of it has been.

    Attributes:
        newest: the body's own latest record of that year.
    """

    due: list[Item]
    missing: list[Item]
    newest: Filing | None

    @property
    def label(self) -> str:
        """已报, 部分, 未报, or 无应报 where nothing is due."""
        if not self.due:
            return "无应报"
        if not self.missing:
            return "已报"
        return "部分" if len(self.missing) < len(self.due) else "未报"


@dataclass(frozen=True)
class Account:
    """The project's records seen on `today`; the clock is an argument everywhere."""

    project: Project
    today: datetime.date

    @property
    def over(self) -> bool:
        """Whether the plan's period has ended."""
        return self.today.year > self.project.plan.years[-1]

    @cached_property
    def effective(self) -> list[Filing]:
        """The records that count: all that no other record corrects."""
        corrected = {filing.report.corrects for filing in self.project.filings}
        return [filing for filing in self.project.filings if filing.report.id not in corrected]

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Each target's outcome, by its id."""
        years = self.project.plan.years
        return {
            target.id: judge(
                target, (f.report for f in self.effective if f.report.target == target.id), years, self.today
            )
            for target in self.project.targets
        }

    @cached_property
    def counts(self) -> list[tuple[Result, int]]:
        """How many targets came out how; the counts add up to all targets."""
        results = [outcome.result for outcome in self.outcomes.values()]
        return [(result, results.count(result)) for result in Result if result in results]

    @cached_property
    def data_as_of(self) -> datetime.date | None:
        """The newest date that any record is true for; None where there is no record."""
        return max((filing.report.as_of for filing in self.effective), default=None)

    @cached_property
    def changes(self) -> list[Filing]:
        """Every record, corrections and corrected ones included, newest report first."""
        by_id = sorted(self.project.filings, key=lambda filing: filing.report.id)
        return sorted(by_id, key=lambda filing: filing.report.reported_on, reverse=True)

    def history(self, record_id: str) -> list[Filing]:
        """All records about one target or task, oldest report first."""
        return [filing for filing in reversed(self.changes) if filing.report.about == record_id]

    def correction_of(self, filing: Filing) -> Filing | None:
        """The record that corrects this one."""
        return next((f for f in self.project.filings if f.report.corrects == filing.report.id), None)

    def body(self, filing: Filing) -> Body:
        """The body that filed a record."""
        return next(body for body in self.project.bodies if body.slug == filing.slug)

    def latest_states(self, task: Task) -> list[tuple[Body, Filing | None]]:
        """The latest state of a task that each of its bodies reported."""
        bodies = [body_of(self.project, printed) for printed in task.responsible]
        filed = [filing for filing in self.effective if filing.report.task == task.id]
        return [
            (body, max((f for f in filed if f.slug == body.slug), key=lambda f: f.year, default=None))
            for body in bodies
        ]

    def state(self, task: Task) -> str:
        """A task's state in one word: that of its bodies' latest reports where they agree, else 推进中."""
        states = {filing.report.state for _, filing in self.latest_states(task) if filing}
        if not states:
            return UNREPORTED
        return (states.pop() if len(states) == 1 else State.UNDER_WAY) or UNREPORTED

    @cached_property
    def tasks_without_targets(self) -> list[Task]:
        """The tasks in whose text no verifiable figure or event stands."""
        with_targets = {target.task for target in self.project.targets}
        return [task for task in self.project.plan.tasks if task.id not in with_targets]

    def due(self, body: Body, year: int) -> Iterator[Item]:
        """What a body is to report for a year.

        Targets judged year by year and flows are due every year, levels at the period's end; a task
        without a target is due every year, as the body's own state.
        """
        for task in tasks_of(self.project, body):
            targets = [target for target in self.project.targets if target.task == task.id]
            if not targets:
                yield Item(task, None)
            for target in targets:
                every_year = target.period in (Period.EVERY_YEAR, Period.WHOLE_PERIOD)
                if every_year or target.measure is Measure.FLOW or year == self.project.plan.years[-1]:
                    yield Item(task, target)

    def body_year(self, body: Body, year: int) -> BodyYear:
        """What a body was to report for a year and what is missing.

        A target counts as reported whichever of its bodies filed it, for it may be filed only once.
        """
        filed = [filing for filing in self.effective if filing.year == year]
        targets = {filing.report.target for filing in filed}
        own = [filing for filing in filed if filing.slug == body.slug]
        states = {filing.report.task for filing in own}
        due = list(self.due(body, year))
        missing = [
            item for item in due if (item.target.id not in targets if item.target else item.task.id not in states)
        ]
        return BodyYear(due, missing, max(own, key=lambda f: f.report.reported_on, default=None))
