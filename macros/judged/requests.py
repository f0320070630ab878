"""What one recipient is asked in one round: a form of requests of cells, as values."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from macros.judged.cells import Cell, Kind, Scope, cells
from macros.records.bodies import Body, Member
from macros.records.plan import Task
from macros.records.project import Filing
from macros.records.rounds import Round
from macros.records.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One row of a form: a target's figure or a task's state, of one day, from one recipient.

    Attributes:
        about: the target's or task's id; unique within a form.
        number: as printed on the form, the same on every form of the plan: 18.2 is the second target of
            task 18, 3 the state of task 3, 目标.1 the first target of the main goal. Always a text.
        task: None for a target of the main goal.
        target: None where the recipient's own state of the task is asked for.
        kind: how it is answered.
        scope: whose figure it is: the whole district's, the recipient's part, or the recipient says which.
        as_of: the day it is asked for; prefilled.
        year: the folder below data/progress that the record goes to.
        last: the newest record that counts before this round, by whomever; None where there is none.
        last_words: the same in Chinese, with its day and who reported it; 未报告 where there is none.
        current: the recipient's own record of this round that counts: an answer that differs from it
            corrects it.
        reporter: who reports it instead: the row is read-only then; "" where the recipient is asked.
        arranged: the reporter is arranged in reporting.yml, not in the issued text.
        elsewhere: nobody asks the recipient: by arrangement another one reports it.
    """

    about: str
    number: str
    task: Task | None
    target: Target | None
    kind: Kind
    scope: Scope
    as_of: datetime.date
    year: int
    last: Filing | None
    last_words: str
    current: Filing | None
    reporter: str
    arranged: bool
    elsewhere: bool

    @property
    def quote(self) -> str:
        """The promise in the issued text's own words: the target's sentence, or the task's first one."""
        return self.target.quote if self.target else self.task.lead if self.task else ""

    @property
    def cells(self) -> Mapping[str, Cell]:
        """What is to be written or chosen in this row, by the column's key; empty where it is read-only."""
        return {} if self.reporter else self._cells

    @property
    def _cells(self) -> Mapping[str, Cell]:
        return cells(self.kind, self.scope, self.target, self.as_of)

    @property
    def weight(self) -> tuple[int, int]:
        """How many cells it asked for, and how many had to be filled by hand, before anybody reported anything."""
        mine = {} if self.elsewhere else self._cells
        return len(mine), sum(cell.needed and not cell.given for cell in mine.values())


@dataclass(frozen=True, kw_only=True)
class Form:
    """What one recipient is asked in one round.

    Attributes:
        derived: no file gives the round: it is the latest year that is over, due by the published rule.
        member: of a collective body whose members are known; None for the body itself.
        name: the recipient's name on the round's day.
        asked: the rows to fill, in printed order.
        shown: the rows of the same tasks that others report, read-only.
        arranged: in what words an arrangement says who reports what; "" where there is none.
        demo: the data are made up.
    """

    round: Round
    derived: bool
    body: Body
    member: Member | None
    name: str
    asked: Sequence[Request]
    shown: Sequence[Request]
    arranged: str
    demo: bool

    @property
    def slug(self) -> str:
        """Its id in addresses and file names: the body's slug, for a member with its statistics code."""
        return f"{self.body.slug}-{self.member.code}" if self.member else self.body.slug

    @property
    def title(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.body.name}（{self.member.name}）" if self.member else self.name

    @cached_property
    def by_about(self) -> Mapping[str, Request]:
        """The rows to fill, by id."""
        return {request.about: request for request in self.asked}

    @cached_property
    def edition(self) -> str:
        """Twelve hexadecimal digits that change when what is asked changes, and only then."""
        said = [[r.about, r.number, r.kind, r.scope, r.quote, r.as_of.isoformat(), sorted(r.cells)] for r in self.asked]
        whole = [self.round.id, self.slug, self.name, said]
        return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()[:12]

    @property
    def writable(self) -> int:
        """How many cells can be filled."""
        return sum(len(request.cells) for request in self.asked)

    @property
    def needed(self) -> int:
        """How many cells have to be filled by hand where there is a figure: needed and not prefilled."""
        return sum(cell.needed and not cell.given for request in self.asked for cell in request.cells.values())
