"""What one round asks of whom: forms of requests of cells, as values. Site, workbooks and burden are views of them.

Pure: nothing is read here, no clock and no file. Which cells a request has, and what a cell comes to in a
record, is `macros/judged/cells.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from macros.judged.account import Account
from macros.judged.cells import Scope, kind_of, summable
from macros.judged.dues import due_on, duties, yearly_duty
from macros.judged.reading import figure
from macros.judged.requests import Form, Request
from macros.records.bodies import Body, Member
from macros.records.load import ROUNDS
from macros.records.plan import Task
from macros.records.problem import DataError, Location, Problem, suggestion
from macros.records.project import Filing
from macros.records.rounds import Asks, Round
from macros.records.targets import Target

__all__ = ["Form", "Request", "chosen", "current", "derived", "everyone", "forms", "rounds"]


def rounds(account: Account) -> Sequence[Round]:
    """All rounds that are set, by day and due day; where none is, the derived one, if any year is over."""
    project = account.project
    if project.rounds and project.rounds.rounds:
        return sorted(project.rounds.rounds, key=lambda each: (each.as_of, each.due_on, each.id))
    over = [year for year in project.plan.years if year < account.today.year]
    return [derived(account, over[-1])] if over else []


def derived(account: Account, year: int) -> Round:
    """The round that is asked where no file gives any: a year's figures, by the published rule."""
    day = datetime.date(year, 12, 31)
    due = due_on(account.project, year)
    return Round(id=f"{year}-annual", title=f"{year}年度", asks=Asks.ANNUAL, as_of=day, due_on=due)


def current(account: Account) -> Round | None:
    """The newest round whose day has come; None where there is none yet."""
    come = [each for each in rounds(account) if each.as_of < account.today]
    return come[-1] if come else None


def chosen(account: Account, name: str | None) -> Round:
    """The round of an id or title; the current one where none is given.

    Raises:
        DataError: there is none.
    """
    if name is None:
        if newest := current(account):
            return newest
        wrong = "还没有到期的轮次：没有写轮次，方案实施期也还没有过完一年"
        remedy = "写上一轮（怎样写见 data/README.md），或者等到年底以后"
        if coming := rounds(account):
            wrong = f"各轮都还没有过截至日期，最早的是“{coming[0].title}”（{coming[0].as_of}）"
            remedy = f"过了那一天再运行，或者指定 --round {coming[0].id}，先把表发出去"
        raise DataError([Problem(Location(ROUNDS), wrong, remedy)])
    for each in rounds(account):
        if name in (each.id, each.title):
            return each
    known = [each.id for each in rounds(account)]
    remedy = suggestion(name, known) if known else "写上这一轮（怎样写见 data/README.md）"
    raise DataError([Problem(Location(ROUNDS), f"没有“{name}”这一轮", remedy)])


def _printed(account: Account, task: Task | None, target: Target | None) -> str:
    if target is None:
        return str(task.number if task else "")
    siblings = account.project.index.targets_of[target.task]
    place = 1 + [each.id for each in siblings].index(target.id)
    return f"{task.number if task else '目标'}.{place}"


def _since(account: Account, asked: Round, target: Target | None) -> datetime.date:
    """The last day that belongs to the round before that asked for the same, in the same year."""
    same = [each for each in rounds(account) if each.year == asked.year and _wanted(account, each, target)]
    before = [each.as_of for each in same if each.as_of < asked.as_of]
    return max(before, default=datetime.date(asked.year - 1, 12, 31))


def _told(account: Account, filing: Filing | None) -> str:
    if filing is None:
        return "未报告"
    report, target = filing.report, account.project.index.targets.get(filing.report.target or "")
    words = figure(target, report) if target else report.state or ""
    return f"{words}（截至{report.day.isoformat()}，{account.reporter(report)}）"


@dataclass(frozen=True)
class _Asking:
    """One recipient in one round: makes its requests."""

    account: Account
    round: Round
    body: Body
    member: Member | None

    def _mine(self, filing: Filing) -> bool:
        return filing.slug == self.body.slug and filing.report.member == (self.member.name if self.member else None)

    def request(self, task: Task | None, target: Target | None, reporter: str = "") -> Request:
        """The row of one target or task."""
        about = target.id if target else task.id if task else ""
        elsewhere = bool(reporter)
        project, since = self.account.project, _since(self.account, self.round, target)
        filed = sorted(self.account.effective_about.get(about, ()), key=lambda f: (f.report.day, f.report.reported_on))
        here = [f for f in filed if since < f.report.day <= self.round.as_of and f.year == self.round.year]
        own = [filing for filing in here if self._mine(filing)]
        # A figure of an earlier day that came before this round is a report of its own, not its answer.
        day = self.round.as_of
        answers = [f for f in own if f.report.day == day or f.report.reported_on >= day]
        earlier = [f for f in filed if f.report.day <= since or (f in own and f not in answers)]
        if self.member:
            earlier = [filing for filing in earlier if self._mine(filing)]
        whole = [filing for filing in here if filing.report.target and not filing.report.is_part]
        arranged = about in project.reporter_of
        others = [filing for filing in whole if not self._mine(filing)]
        if not reporter and not own and others:
            reporter = self.account.reporter(others[-1].report)
        seen = (here or earlier) if reporter else earlier
        last = seen[-1] if seen else None
        responsible = project.index.responsible.get(target.task, ()) if target else ()
        scope = Scope.WHOLE
        if self.member:
            scope = Scope.PART
        elif target and summable(target) and not arranged and len(responsible) > 1:
            scope = Scope.EITHER
        return Request(
            about=about,
            number=_printed(self.account, task, target),
            task=task,
            target=target,
            kind=kind_of(target),
            scope=scope,
            as_of=self.round.as_of,
            year=self.round.year,
            last=last,
            last_words=_told(self.account, last),
            current=answers[-1] if answers else None,
            reporter=reporter,
            arranged=arranged,
            elsewhere=elsewhere,
        )


def _wanted(account: Account, asked: Round, target: Target | None) -> bool:
    if asked.asks is Asks.STATES:
        return target is None
    return asked.asks is Asks.ALL or yearly_duty(account.project, target, asked.year)


def _shown(
    account: Account, body: Body, asked: Round, mine: Collection[str]
) -> Iterator[tuple[Task, Target | None, str]]:
    """What others report by arrangement of the tasks whose clause names the body."""
    index, arranged = account.project.index, account.project.reporter_of
    for task in index.tasks_of[body.slug]:
        targets: Sequence[Target | None] = index.targets_of[task.id] or [None]
        for target in targets:
            about = target.id if target else task.id
            if about in arranged and about not in mine and _wanted(account, asked, target):
                yield task, target, arranged[about].name_on(asked.as_of)


def everyone(account: Account, asked: Round) -> Iterator[Form]:
    """A form for each recipient there is in a round, in the order of the bodies, also where it has nothing to fill."""
    settled = account.project.rounds and asked in account.project.rounds.rounds
    for body in account.project.bodies:
        due = duties(account.project, body, asked.as_of)
        mine = [(task, target) for task, target in due if _wanted(account, asked, target)]
        names = {target.id if target else task.id if task else "" for task, target in mine}
        others = list(_shown(account, body, asked, names))
        # A part can be asked of each member; what does not add up is asked of all of them together.
        parts = [(task, target) for task, target in mine if body.members and (target is None or summable(target))]
        rest = [(task, target) for task, target in mine if (task, target) not in parts]
        for member in (*(body.members or ()), None):
            asking = _Asking(account, asked, body, member)
            rows = [asking.request(task, target) for task, target in (parts if member else rest)]
            rows += [asking.request(task, target, other) for task, target, other in others]
            yield Form(
                round=asked,
                derived=not settled,
                body=body,
                member=member,
                name=member.name if member else body.name_on(asked.as_of),
                asked=[row for row in rows if not row.reporter],
                shown=[row for row in rows if row.reporter],
                arranged=account.project.reporting.words if account.project.reporting else "",
                demo=account.project.demo,
            )


def forms(account: Account, asked: Round) -> Sequence[Form]:
    """The forms of a round, one a recipient that has anything to fill, in the order of the bodies."""
    return [form for form in everyone(account, asked) if form.asked]
