"""The closing account: outcomes, states, who has reported and what is still missing, on one day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from macros.judged.dues import BodyYear, body_years
from macros.judged.judge import Outcome, Result, judge
from macros.records.bodies import Body
from macros.records.plan import Task
from macros.records.progress import Report, State
from macros.records.project import Filing, Project
from macros.records.standing import Standing, standing
from macros.records.targets import Target

UNREPORTED = "未报告"


@dataclass(frozen=True)
class Account:
    """The project's records seen on `today`; the clock is an argument everywhere.

    Attributes:
        first_days: the day each record first stood in the published branch, by its id, where history tells.
    """

    project: Project
    today: datetime.date
    first_days: Mapping[str, datetime.date] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether the plan's period has ended."""
        return self.today.year > self.project.plan.years[-1]

    @cached_property
    def standing(self) -> Standing:
        """Which records are corrected, withdrawn, and count."""
        return standing(filing.report for filing in self.project.filings)

    @cached_property
    def by_id(self) -> Mapping[str, Filing]:
        """Every record by its id."""
        return {filing.report.id: filing for filing in self.project.filings}

    @cached_property
    def effective(self) -> list[Filing]:
        """The records that count: neither corrected nor withdrawn, nor a withdrawal."""
        return [filing for filing in self.project.filings if filing.report.id in self.standing.counting]

    @cached_property
    def effective_about(self) -> Mapping[str, Sequence[Filing]]:
        """The records that count, by the target or task they speak of."""
        found: dict[str, list[Filing]] = defaultdict(list)
        for filing in self.effective:
            found[filing.report.about].append(filing)
        return found

    def reporter(self, report: Report) -> str:
        """The name under which a record was reported: the member's, else the body's."""
        return report.member or self.name(self.by_id[report.id])

    def _partners(self, target: Target) -> list[str]:
        """From whom parts of a target's figure are due."""
        filed = self.effective_about.get(target.id, ())
        joint = {name for filing in filed for name in filing.report.joint_with or ()}
        names = []
        arranged = self.project.reporter_of.get(target.id)
        for body in [arranged] if arranged else self.project.index.responsible.get(target.task, ()):
            own = [filing for filing in filed if filing.slug == body.slug]
            if all(filing.report.member for filing in own) and (own or arranged) and body.members:
                names += [member.name for member in body.members]
            elif body.name not in joint:
                names.append(body.name)
        return names

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Each target's outcome, by its id."""
        return {
            target.id: judge(
                target,
                [filing.report for filing in self.effective_about.get(target.id, ())],
                self.project.plan.years,
                self.today,
                by=self.reporter,
                partners=self._partners(target),
            )
            for target in self.project.targets
        }

    def statements(self, target: Target) -> list[Filing]:
        """The records that count and say why and what next, newest first."""
        said = [filing for filing in self.effective_about.get(target.id, ()) if filing.report.statement]
        return sorted(said, key=lambda filing: filing.report.day, reverse=True)

    @cached_property
    def figures(self) -> list[Filing]:
        """The records that count and hold a target's figure."""
        return [f for f in self.effective if f.report.target and f.report.unavailable is None]

    @cached_property
    def verified(self) -> list[Filing]:
        """Those of them that somebody else has verified."""
        return [filing for filing in self.figures if filing.report.verification]

    @cached_property
    def counts(self) -> list[tuple[Result, int]]:
        """How many targets came out how; the counts add up to all targets."""
        results = [outcome.result for outcome in self.outcomes.values()]
        return [(result, results.count(result)) for result in Result if result in results]

    @cached_property
    def data_as_of(self) -> datetime.date | None:
        """The newest date that any record is true for; None where there is no record."""
        return max((filing.report.day for filing in self.effective), default=None)

    @cached_property
    def changes(self) -> list[Filing]:
        """Every record, corrections and withdrawals included, by the day it became known, newest first."""
        by_id = sorted(self.project.filings, key=lambda filing: filing.report.id)
        return sorted(by_id, key=self.news, reverse=True)

    @cached_property
    def histories(self) -> Mapping[str, Sequence[Filing]]:
        """All records about one target or task, oldest report first, by its id."""
        found: dict[str, list[Filing]] = defaultdict(list)
        for filing in reversed(self.changes):
            found[self.subject(filing)].append(filing)
        return found

    def name(self, filing: Filing) -> str:
        """The name that the body had on the day of a record."""
        return self.body(filing).name_on(filing.report.reported_on)

    def published_on(self, report: Report) -> datetime.date | None:
        """The day a record was published: as it says, else as the repository's history tells."""
        return report.published_on or self.first_days.get(report.id)

    def news(self, filing: Filing) -> datetime.date:
        """The day a record became known: published, or, where that is not known, reported."""
        return self.published_on(filing.report) or filing.report.reported_on

    def subject(self, filing: Filing) -> str:
        """The id of the target or task a record is about; a withdrawal's is that of what it takes back."""
        withdrawn = self.by_id.get(filing.report.withdraws or "")
        return withdrawn.report.about if withdrawn else filing.report.about

    def correction_of(self, filing: Filing) -> Filing | None:
        """The record that corrects this one."""
        return self.by_id.get(self.standing.corrected.get(filing.report.id, ""))

    def withdrawal_of(self, filing: Filing) -> Filing | None:
        """The record that takes this one back."""
        return self.by_id.get(self.standing.withdrawn.get(filing.report.id, ""))

    def body(self, filing: Filing) -> Body:
        """The body that filed a record."""
        return self.project.index.bodies[filing.slug]

    @cached_property
    def _states(self) -> Mapping[str, Sequence[tuple[Body, Filing | None]]]:
        found = {}
        for task in self.project.plan.tasks:
            newest: dict[str, dict[str, Filing]] = defaultdict(dict)
            filed = self.effective_about.get(task.id, ())
            for filing in sorted(filed, key=lambda filing: (filing.report.day, filing.report.reported_on)):
                newest[filing.slug][filing.report.member or ""] = filing
            found[task.id] = [
                (body, filing)
                for body in self.project.index.responsible[task.id]
                for filing in (newest[body.slug].values() or (None,))
            ]
        return found

    def latest_states(self, task: Task) -> Sequence[tuple[Body, Filing | None]]:
        """The latest state of a task that each of its bodies, or of their members, reported."""
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

    @cached_property
    def body_years(self) -> Mapping[tuple[str, int], BodyYear]:
        """What each body was to report for each year and what is missing, by slug and year."""
        return body_years(self.project, self.effective, self.today)
