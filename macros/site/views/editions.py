"""The view of earlier editions: what differed from day to day, and where each can be had."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from macros.judged.result import Result
from macros.published.editions import Edition
from macros.published.release import Release


@dataclass(frozen=True, slots=True)
class EditionLine:
    """What differed on a day on which published records changed.

    Attributes:
        reports, corrections, withdrawals, amended: how many records of each kind came, or were added to.
        moves: name of a target to its results before and after; None where they cannot be told.
    """

    day: datetime.date
    commit: str
    records: int
    reports: int
    corrections: int
    withdrawals: int
    amended: int
    moves: Sequence[tuple[str, Result, Result]] | None
    path: str


@dataclass(frozen=True, slots=True)
class Editions:
    """All editions, newest first.

    Attributes:
        gap: why the history does not tell, in Chinese; "" where it does.
        demo: the records are made up; there the day of the report stands for that of publication.
    """

    lines: Sequence[EditionLine]
    gap: str
    demo: bool


def edition_list(release: Release) -> Editions:
    """Every day on which published records changed, and what differed."""

    def line(it: Edition) -> EditionLine:
        corrections = sum(filing.report.corrects is not None for filing in it.came)
        withdrawals = sum(filing.report.withdraws is not None for filing in it.came)
        moves = None if it.moves is None else [(move.target.name, move.old, move.new) for move in it.moves]
        reports = len(it.came) - corrections - withdrawals
        return EditionLine(
            it.day, it.commit, it.records, reports, corrections, withdrawals, len(it.amended), moves, it.path
        )

    return Editions([line(it) for it in release.editions], release.stamp.history or "", release.stamp.demo)
