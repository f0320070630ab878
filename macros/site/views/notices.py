"""What a page has to say of figures that were corrected or taken back after it first showed them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from macros.judged.judge import figure
from macros.published.release import Release
from macros.records.plan import GOAL
from macros.records.project import Filing

_ALL = "targets.md"
"""The page that shows every target says how many there are; so does the front page, beside its own sums."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A published record that was corrected or withdrawn.

    Attributes:
        id: of the correction or withdrawal.
        day: when that was published; where it is not known, reported.
        words: what changed, old and new, in Chinese.
        reason: why.
    """

    id: str
    day: datetime.date
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notices:
    """What one page has to say; `count` of them where it only says how many."""

    listed: Sequence[Notice]
    count: int


def _said(release: Release, filing: Filing) -> str:
    target = release.account.project.index.targets.get(filing.report.target or "")
    if target:
        return figure(target, filing.report)
    return filing.report.state.label if filing.report.state else ""


def _notice(release: Release, filing: Filing, old: Filing) -> Notice:
    account, report = release.account, filing.report
    of = old.report.about
    target = account.project.index.targets.get(of)
    what = target.name if target else f"任务{account.project.index.tasks[of].number}进展"
    whose = f"{account.reporter(old.report)}报告的{old.year}年{what}"
    before, after = _said(release, old), _said(release, filing)
    if report.withdraws:
        words = f"{whose}（{before}）已撤回，不再计算"
    elif before == after:
        words = f"{whose}（{before}）更正了数以外的内容"
    else:
        words = f"{whose}由{before}更正为{after}"
    return Notice(report.id, account.news(filing), words, report.reason or "")


def _found(release: Release) -> Iterator[tuple[Notice, Filing]]:
    """Newest first; what was corrected before it was ever published is no news, nor a correction taken back."""
    account = release.account
    for filing in account.changes:
        old = account.by_id.get(filing.report.corrects or filing.report.withdraws or "")
        if old and account.news(old) < account.news(filing) and not account.withdrawal_of(filing):
            yield _notice(release, filing, old), old


def corrected(release: Release) -> int:
    """How many published records were corrected or withdrawn since."""
    return sum(1 for _ in _found(release))


def notices(release: Release) -> dict[str, Notices]:
    """Page, below docs/, to what it has to say; pages that have nothing to say are left out."""
    index = release.account.project.index
    pages: dict[str, list[Notice]] = defaultdict(list)
    count = 0
    for notice, old in _found(release):
        count += 1
        target = index.targets.get(old.report.about)
        task = target.task if target else old.report.about
        if target:
            pages[f"targets/{target.id}.md"].append(notice)
        joint = (index.named[name].slug for name in old.report.joint_with or ())
        for slug in dict.fromkeys([old.slug, *joint]):
            pages[f"bodies/{slug}.md"].append(notice)
        if task == GOAL:
            pages["goals.md"].append(notice)
        else:
            pages[f"tasks/{task}.md"].append(notice)
            pages[f"actions/{index.action_of[task].id}.md"].append(notice)
    found = {page: Notices(listed, len(listed)) for page, listed in pages.items()}
    return found | ({_ALL: Notices([], count)} if count else {})
