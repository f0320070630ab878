"""The closing account: outcomes, states, who has reported and what is still missing, on one day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from macros.judged.judge import Outcome, Result, judge
from macros.records.bodies import Body
from macros.records.plan import Task
from macros.records.progress import State
from macros.records.project import Filing, Project
from macros.records.targets import Measure, Target

UNREPORTED = "未报告"


@dataclass(frozen=True)
class Item:
    """Something a body is to report for a year: a target's figure, or its own state of a task.

    Attributes:
        reported: whether it has been: a figure by whichever of its bodies, for it may be filed only once.
    """

    task: Task
    target: Target | None
    reported: bool


@dataclass(frozen=True)
class BodyYear:
    """What one body was to report for one year, and what of it has been.

    Attributes:
        newest: the body's own latest record of that year.
    """

    due: list[Item]
    newest: Filing | None

    @cached_property
    def missing(self) -> list[Item]:
        """The due items that have not been reported."""
        return [item for item in self.due if not item.reported]

    @property
    def filed(self) -> int:
        """How many of the due items have been reported."""
        return len(self.due) - len(self.missing)

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
    def corrections(self) -> Mapping[str, Filing]:
        """The record that corrects another, by the other's id."""
        return {filing.report.corrects: filing for filing in self.project.filings if filing.report.corrects}

    @cached_property
    def effective(self) -> list[Filing]:
        """The records that count: all that no other record corrects."""
        return [filing for filing in self.project.filings if filing.report.id not in self.corrections]

    @cached_property
    def effective_about(self) -> Mapping[str, Sequence[Filing]]:
        """The records that count, by the target or task they speak of."""
        found: dict[str, list[Filing]] = defaultdict(list)
        for filing in self.effective:
            found[filing.report.about].append(filing)
        return found

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Each target's outcome, by its id."""
        years = self.project.plan.years
        return {
            target.id: judge(target, (f.report for f in self.effective_about.get(target.id, ())), years, self.today)
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

    @cached_property
    def histories(self) -> Mapping[str, Sequence[Filing]]:
        """All records about one target or task, oldest report first, by its id."""
        found: dict[str, list[Filing]] = defaultdict(list)
        for filing in reversed(self.changes):
            found[filing.report.about].append(filing)
        return found

    def correction_of(self, filing: Filing) -> Filing | None:
        """The record that corrects this one."""
        return self.corrections.get(filing.report.id)

    def body(self, filing: Filing) -> Body:
        """The body that filed a record."""
        return self.project.index.bodies[filing.slug]

    @cached_property
    def _states(self) -> Mapping[str, Sequence[tuple[Body, Filing | None]]]:
        found = {}
        for task in self.project.plan.tasks:
            newest: dict[str, Filing] = {}
            for filing in self.effective_about.get(task.id, ()):
                if filing.slug not in newest or filing.year > newest[filing.slug].year:
                    newest[filing.slug] = filing
            found[task.id] = [(body, newest.get(body.slug)) for body in self.project.index.responsible[task.id]]
        return found

    def latest_states(self, task: Task) -> Sequence[tuple[Body, Filing | None]]:
        """The latest state of a task that each of its bodies reported."""
        return self._states[task.id]

    def state(self, task: Task) -> str:
        """A task's state in one word: that of its bodies' latest reports where they agree, else 推进中."""
        states = {filing.report.state for _, filing in self.latest_states(task) if filing}
        if not states:
            return UNREPORTED
        return (states.pop() if len(states) == 1 else State.UNDER_WAY) or UNREPORTED

    @cached_property
    def tasks_without_targets(self) -> list[Task]:
        """The tasks in whose text no verifiable figure or event stands."""
        targets_of = self.project.index.targets_of
        return [task for task in self.project.plan.tasks if not targets_of[task.id]]

    def _due(self, body: Body, year: int) -> Iterator[tuple[Task, Target | None]]:
        """What a body is to report for a year.

        Targets judged year by year and flows are due every year, levels at the period's end; a task
        without a target is due every year, as the body's own state.
        """
        index = self.project.index
        for task in index.tasks_of[body.slug]:
            targets = index.targets_of[task.id]
            if not targets:
                yield task, None
            for target in targets:
                if target.yearly or target.measure is Measure.FLOW or year == self.project.plan.years[-1]:
                    yield task, target

    @cached_property
    def body_years(self) -> Mapping[tuple[str, int], BodyYear]:
        """What each body was to report for each year and what is missing, by slug and year."""
        targets = {(filing.report.target, filing.year) for filing in self.effective}
        own: dict[tuple[str, int], list[Filing]] = defaultdict(list)
        for filing in self.effective:
            own[filing.slug, filing.year].append(filing)
        found = {}
        for body in self.project.bodies:
            for year in self.project.plan.years:
                filings = own[body.slug, year]
                states = {filing.report.task for filing in filings}
                due = [
                    Item(task, target, (target.id, year) in targets if target else task.id in states)
                    for task, target in self._due(body, year)
                ]
                newest = max(filings, key=lambda filing: filing.report.reported_on, default=None)
                found[body.slug, year] = BodyYear(due, newest)
        return found
