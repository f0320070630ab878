"""Views of the targets: what was promised, what is reported, what each word means."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from macros.judged.chart import Chart, chart, charts
from macros.judged.judge import Outcome, promise
from macros.judged.objections import Case
from macros.judged.pace import FORMULA
from macros.judged.result import RULES, Result
from macros.published.release import Release
from macros.published.shapes import Statement
from macros.records.base import Gloss
from macros.records.plan import GOAL
from macros.records.targets import Op, Period, Target
from macros.site.picture import Picture, Strip, pictures, strip
from macros.site.views.common import Clause, Filter, choice, clause, filters, owner

TARGETS = 200
"""Targets in one table; more (about 250 kB of HTML) stand by action on the actions' pages."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target with its outcome; `reported` and `as_of` are absent where nothing was reported, `pace` where
    there is no sum to set beside time.
    """

    target: Target
    result: Result
    sentence: str
    reported: str
    as_of: datetime.date | None
    statements: Sequence[Statement]
    objections: Sequence[Case]
    pace: str


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """The targets of one task, or of the main goal.

    Attributes:
        clause: absent for the main goal.
        action: id of the task's action; "" for the main goal.
    """

    clause: Clause | None
    action: str
    targets: Sequence[TargetLine]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of one target's reports."""

    id: str
    name: str
    promise: str
    result: Result
    picture: Picture


@dataclass(frozen=True, slots=True)
class TargetPart:
    """The targets of an action, or of the main goal, which stand on its own page.

    Attributes:
        of: id of the action, or `goal`; `heading` its heading.
        counts: how many targets came out how.
    """

    of: str
    heading: str
    count: int
    counts: Sequence[tuple[Result, int]]


@dataclass(frozen=True, slots=True)
class TargetTable:
    """The targets of a task, an action, the goal, a body, or all of them.

    Attributes:
        id: of the table in the page.
        title: whose targets.
        told: whether any record has been published: then there are columns for reports.
        width: how many columns there are.
        whole: whether these are all targets of the plan.
        single: whether all are of one task.
        strip: outcomes at a glance; absent where it would say nothing.
        parts: where the targets stand if all are too many for one table; then there are no groups.
        compared: whether the figures have one scale, what was promised at one height in all.
        cut: whether a bar in them is higher than its picture.
    """

    id: str
    title: str
    told: bool
    width: int
    whole: bool
    single: bool
    count: int
    groups: Sequence[TargetGroup]
    filters: Sequence[Filter]
    strip: Strip | None
    figures: Sequence[Figure]
    parts: Sequence[TargetPart]
    compared: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class GlossLine:
    """A word of the data with how many targets have it."""

    gloss: Gloss
    count: int


@dataclass(frozen=True, slots=True)
class GlossTable:
    """The words that one field can hold."""

    field: str
    caption: str
    words: Sequence[GlossLine]


def line(release: Release, outcome: Outcome) -> TargetLine:
    """A target with its outcome."""
    target = outcome.target
    row = release.outcomes[target.id]
    objections = release.objections.get(target.id, ())
    pace = row.pace.words if row.pace else ""
    said = row.statements or ()
    return TargetLine(target, outcome.result, outcome.sentence, outcome.reported, outcome.as_of, said, objections, pace)


def _group(release: Release, task: str, outcomes: list[Outcome]) -> TargetGroup:
    index = release.account.project.index
    lines = [line(release, outcome) for outcome in outcomes]
    if task == GOAL:
        return TargetGroup(None, "", lines)
    return TargetGroup(clause(release, index.tasks[task]), index.action_of[task].id, lines)


def _drawn(outcomes: Sequence[Outcome], *, compared: bool) -> list[tuple[Outcome, Chart]]:
    """The targets that have a picture; those of several tasks at one scale."""
    if compared:
        return charts(outcomes)
    return [(outcome, it) for outcome in outcomes if (it := chart(outcome))]


def figures(outcomes: Sequence[Outcome], *, compared: bool = False) -> list[Figure]:
    """Pictures of the targets that have reports, all of one size; compared ones at one scale."""
    drawn = _drawn(outcomes, compared=compared)
    return [
        Figure(outcome.target.id, outcome.target.name, promise(outcome.target), outcome.result, it)
        for (outcome, _), it in zip(drawn, pictures([chart for _, chart in drawn]), strict=True)
    ]


def is_split(release: Release) -> bool:
    """Whether all targets are too many for one table and stand on the pages of the actions and the goal."""
    return len(release.account.project.targets) > TARGETS


def home_of(release: Release, target: Target) -> str:
    """Id of the action, or `goal`, whose page has a target's row even where no page has all."""
    return GOAL if target.task == GOAL else release.account.project.index.action_of[target.task].id


def _parts(release: Release) -> Iterator[TargetPart]:
    """The goal and the actions that have targets, in the targets' order."""
    account = release.account
    results: dict[str, list[Result]] = {}
    for target in account.project.targets:
        results.setdefault(home_of(release, target), []).append(account.outcomes[target.id].result)
    for of, found in results.items():
        heading = "主要目标" if of == GOAL else account.project.index.actions[of].heading
        yield TargetPart(of, heading, len(found), [(it, found.count(it)) for it in Result if it in found])


def target_table(release: Release, of: str = "") -> TargetTable:
    """The targets of a task, an action, the goal, a body, or all of them.

    Args:
        release: the edition.
        of: an id such as t07, a03, goal or a body's slug; empty for everything.

    Raises:
        KeyError: nothing has this id.
    """
    account, index = release.account, release.account.project.index
    outcomes = [account.outcomes[target.id] for target in index.targets_of[of]]
    title, told = owner(release, of), bool(account.changes)
    single, action = of in index.tasks or of == GOAL, of in index.actions
    drawn = figures(outcomes, compared=action) if single or action else []
    split = not of and is_split(release)
    periods = choice("period", "期限", [(period.value, period.label) for period in Period])
    return TargetTable(
        id=f"targets-{of or 'all'}",
        title=title,
        told=told,
        width=6 if told else 4,
        whole=not of,
        single=single,
        count=len(outcomes),
        groups=[
            _group(release, task, list(group))
            for task, group in groupby([] if split else outcomes, key=lambda outcome: outcome.target.task)
        ],
        filters=[] if of else [*filters(release, "目标多的在前"), periods],
        strip=strip(outcomes) if told and outcomes and action else None,
        figures=drawn,
        parts=list(_parts(release)) if split else [],
        compared=action and len(drawn) > 1,
        cut=any(figure.picture.cuts for figure in drawn),
    )


def measure_table(release: Release) -> list[Target]:
    """Each figure that is not judged year by year: level or addition, and why."""
    return [target for target in release.account.project.targets if target.measure]


def op_table(release: Release) -> GlossTable:
    """What each comparison means and how often the plan uses it."""
    used = [target.op for target in release.account.project.targets]
    return GlossTable("op", "要求的写法与含义", [GlossLine(word, used.count(word)) for word in Op])


def period_table(release: Release) -> GlossTable:
    """What each period means and how often the plan uses it."""
    used = [target.period for target in release.account.project.targets]
    return GlossTable("period", "期限的写法与含义", [GlossLine(word, used.count(word)) for word in Period])


def result_table(release: Release) -> list[Result]:
    """What each result means."""
    return list(Result)


def pace_formula(release: Release) -> Sequence[str]:
    """How pace against time is reckoned."""
    return FORMULA


def rule_list(release: Release) -> Sequence[str]:
    """How a result is found."""
    return RULES
