"""The page of one target: what people link to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from macros.issued.sentences import Quoted, quoted
from macros.judged.judge import promise
from macros.published.release import Release
from macros.published.shapes import PublishedYear
from macros.records.bodies import Body
from macros.records.plan import GOAL, Action
from macros.records.targets import Target
from macros.site.views.common import Clause, clause
from macros.site.views.reports import History, history
from macros.site.views.targets import Figure, TargetLine, figures, line


@dataclass(frozen=True, slots=True)
class TargetPage:
    """Everything that is known of one target.

    Attributes:
        promise: in few words.
        action, clause: absent for a target of the main goal.
        reporter: who reports it by arrangement, and `arranged` what is to be said of that; absent without one.
        passages: the paragraphs of the issued text that hold its sentence, which is marked.
        today: the day it is judged on.
        figure: a picture of the reports; absent where there are none.
        years: year by year what the records that count come to.
        numbers: how many of its records with a figure count; `verified` of them by another body.
        history: every record, corrections and withdrawals included; absent where there is none.
        before, after: its neighbours in the plan's order; absent at either end.
    """

    line: TargetLine
    promise: str
    action: Action | None
    clause: Clause | None
    reporter: Body | None
    arranged: str
    passages: Sequence[Quoted]
    today: datetime.date
    figure: Figure | None
    years: Sequence[PublishedYear]
    numbers: int
    verified: int
    history: History | None
    before: Target | None
    after: Target | None


def passages(release: Release, target: Target) -> list[Quoted]:
    """The paragraphs of the issued text that hold a target's sentence."""
    plan, index = release.account.project.plan, release.account.project.index
    of_goal = {
        f"{GOAL}-p{number}"
        for section in plan.sections
        if section.id == GOAL
        for number, _ in enumerate(section.paragraphs, start=1)
    }
    wanted = of_goal if target.task == GOAL else {target.task}
    leads = {} if target.task == GOAL else {target.task: len(index.tasks[target.task].lead)}
    return quoted((block for block in plan.blocks() if block.id in wanted), target.quote, leads)


def target_page(release: Release, target: str) -> TargetPage:
    """Everything that is known of one target.

    Raises:
        KeyError: no target has this id.
    """
    account = release.account
    index, outcome = account.project.index, account.outcomes[target]
    counting = [filing.report for filing in account.effective_about.get(target, ())]
    figures_of = [report for report in counting if report.unavailable is None]
    it = outcome.target
    order = account.project.targets
    at = order.index(it)
    return TargetPage(
        line=line(release, outcome),
        promise=promise(it),
        action=index.action_of.get(it.task),
        clause=clause(release, index.tasks[it.task]) if it.task in index.tasks else None,
        reporter=account.project.reporter_of.get(target),
        arranged=account.project.reporting.words if account.project.reporting else "",
        passages=passages(release, it),
        today=account.today,
        figure=next(iter(figures([outcome])), None),
        years=release.years[target],
        numbers=len(figures_of),
        verified=sum(report.verification is not None for report in figures_of),
        history=history(release, target, it.name),
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
    )
