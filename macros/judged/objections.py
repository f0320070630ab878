"""Objections as they stand on a day: what they concern, how long they have been open or took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.judged.account import Account
from macros.records.objections import Objection


@dataclass(frozen=True)
class Case:
    """One objection on the account's day.

    Attributes:
        subject: id of the target or task that it concerns, also by a record; "" for a page.
        about: the same in words.
        days: from the day it was received to that of the answer, or to the account's.
    """

    objection: Objection
    subject: str
    about: str
    days: int

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.objection.answered_on is None

    @property
    def state(self) -> str:
        """How it stands, in Chinese."""
        it = self.objection
        if it.answered_on is None or it.settled is None:
            return f"{it.received_on} 收到，待答复，已 {self.days} 天"
        return f"{it.received_on} 收到，{it.answered_on} 答复：{it.settled.label}"


def _case(account: Account, it: Objection) -> Case:
    index, filing = account.project.index, account.by_id.get(it.record or "")
    subject = account.subject(filing) if filing else it.target or it.task or ""
    if target := index.targets.get(subject):
        task = index.tasks.get(target.task)
        about = f"{f'任务{task.number}' if task else '主要目标'}“{target.name}”"
    elif task := index.tasks.get(subject):
        about = f"任务{task.number} {task.title}"
    else:
        about = f"页面 {it.page}"
    end = it.answered_on or account.today
    return Case(it, subject, f"{about}的记录 {it.record}" if filing else about, (end - it.received_on).days)


def cases(account: Account) -> Sequence[Case]:
    """Every objection, those that wait first, then the newest; of one day in the file's order."""
    listed = account.project.objections.objections if account.project.objections else []
    found = sorted((_case(account, it) for it in listed), key=lambda case: case.objection.received_on, reverse=True)
    return sorted(found, key=lambda case: not case.is_open)
