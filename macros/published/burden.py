"""What each round asks of everybody, counted: the rounds, the burden, and who is arranged to report what."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from pydantic import BaseModel, ConfigDict

from macros.judged.account import Account
from macros.judged.asked import Form, everyone, rounds
from macros.records.base import Figure, Text
from macros.records.project import Project
from macros.records.rounds import Round


class PublishedRound(BaseModel):
    """A round of reporting, as the office has set it.

    Attributes:
        derived: no file gives it: the latest year of the plan that is over, due by the published rule.
        recipients: who is asked anything: bodies, and members of those whose members are known.
        figures: different figures and states that are asked for.
        requests: rows on all forms: as many as figures where each is asked of one; of a figure that adds up from
            the parts of a body's members, each member is asked.
        cells: cells that can be filled on all forms; `needed` of them have to be, by hand, where there is a figure.
        median: cells that have to be filled on the middle form.
        arranged: in what words it is arranged who reports what; absent where every body of a clause may.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Text
    title: Text
    asks: Text
    as_of: datetime.date
    due_on: datetime.date
    derived: bool
    recipients: int
    figures: int
    requests: int
    cells: int
    needed: int
    median: Figure
    arranged: Text | None = None


class Burden(BaseModel):
    """What one round costs one recipient, whatever has been reported already.

    Attributes:
        member: of a collective body whose members are known.
        requests: rows on its form.
        cells: cells that can be filled; `needed` of them have to be, by hand, where there is a figure.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    round: Text
    body: Text
    member: Text | None = None
    requests: int
    cells: int
    needed: int


class Arranged(BaseModel):
    """Which body reports a target's figure or a task's state: the office's arrangement, not the issued text's.

    Attributes:
        target, task: one of the two.
        by: who has arranged it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    target: Text | None = None
    task: Text | None = None
    body: Text
    by: Text


def _weighed(form: Form) -> Burden | None:
    """What a form costs; None where nothing was ever asked of its recipient."""
    weights = [row.weight for row in (*form.asked, *form.shown) if not row.elsewhere]
    if not weights:
        return None
    return Burden(
        round=form.round.id,
        body=form.body.name,
        member=form.member.name if form.member else None,
        requests=len(weights),
        cells=sum(cells for cells, _ in weights),
        needed=sum(needed for _, needed in weights),
    )


def _round(asked: Round, forms: Sequence[Form], costs: Sequence[Burden]) -> PublishedRound:
    figures = {row.about for form in forms for row in (*form.asked, *form.shown) if not row.elsewhere}
    return PublishedRound(
        **asked.model_dump(include={"id", "title", "asks", "as_of", "due_on"}),
        derived=forms[0].derived,
        recipients=len(costs),
        figures=len(figures),
        requests=sum(cost.requests for cost in costs),
        cells=sum(cost.cells for cost in costs),
        needed=sum(cost.needed for cost in costs),
        median=Decimal(median(cost.needed for cost in costs)),
        arranged=forms[0].arranged or None,
    )


def burdens(account: Account) -> tuple[list[PublishedRound], list[Burden]]:
    """All rounds, and what each costs each recipient."""
    told, all_costs = [], []
    for asked in rounds(account):
        forms = list(everyone(account, asked))
        costs = [cost for cost in map(_weighed, forms) if cost]
        if costs:
            told.append(_round(asked, forms, costs))
            all_costs += costs
    return told, all_costs


def arranged(project: Project) -> Iterator[Arranged]:
    """Who reports what, by arrangement."""
    if project.reporting:
        for row in project.reporting.reporters:
            yield Arranged(target=row.target, task=row.task, body=row.body, by=project.reporting.by)
