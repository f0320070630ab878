"""Pace against time: how much of a sum has been reported, beside how much of the period had passed. No verdict."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from macros.judged.judge import Outcome
from macros.records.targets import Measure, number

FORMULA = (
    "只对各年相加、原文写明了数的目标列出；逐年计算的、只看期末的、力争的目标，时间过半不等于应当过半，不列。",
    "时间：从实施期第一天到报告的数所到的那一天，含这两天，除以实施期的总天数。",
    "完成：报告合计除以原文要求的数（区间取下限）；没有报告的年份没有数，合计里不含，也不推算。",
    "两个百分数保留一位小数，四舍五入。只作对照，不作判定：原文没有要求匀速完成。",
)
"""How it is reckoned, in the words that are published."""


@dataclass(frozen=True)
class Pace:
    """A sum beside the time that had passed when it was true.

    Attributes:
        day: the day the newest figure of the sum was true.
        passed, whole: days of the period up to that day, and in all.
        reported, promised: figures in the target's unit.
        words: all of it, in Chinese.
    """

    day: datetime.date
    passed: int
    whole: int
    reported: Decimal
    promised: Decimal
    words: str


def share(part: Decimal | int, whole: Decimal | int) -> str:
    """A share in per cent, with one decimal."""
    return f"{(Decimal(part) * 100 / Decimal(whole)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def pace(outcome: Outcome, years: Sequence[int]) -> Pace | None:
    """The pace of a target; None where it has no number to add up to, or nothing was reported.

    Args:
        outcome: the target's.
        years: the plan's years.
    """
    target = outcome.target
    if target.measure is not Measure.FLOW or target.yearly or target.soft or not target.value:
        return None
    days = [year.reading.as_of for year in outcome.years if year.reading and year.reading.has_figure]
    if outcome.compared is None or not days:
        return None
    first, last, day = datetime.date(years[0], 1, 1), datetime.date(years[-1], 12, 31), max(days)
    passed, whole = (day - first).days + 1, (last - first).days + 1
    time = f"{whole}天已过{passed}天，即{share(passed, whole)}" if passed < whole else f"{whole}天已满"
    asked = f"{number(target.value)}{target.unit}{'（下限）' if target.value_max is not None else ''}"
    done = share(outcome.compared, target.value)
    words = f"截至{day}，实施期{time}；报告合计{number(outcome.compared)}{target.unit}，是要求的{asked}的{done}"
    return Pace(day, passed, whole, outcome.compared, target.value, words)
