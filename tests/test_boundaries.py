"""Cases that a mutant of the code once passed: each is a place where one word of a condition decides."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from macros.judged.judge import Result, judge
from macros.records.progress import Unavailable
from macros.records.project import Filing
from macros.records.targets import Measure, Op, Period
from macros.rules.plausible import _reported, _running_total
from tests.test_outcome import AFTER, DURING, YEARS, report, target


@pytest.mark.parametrize(
    ("soft", "today", "result"),
    [
        (True, AFTER, Result.REPORTED),
        (False, AFTER, Result.UNAVAILABLE),
        (True, DURING, Result.UNDER_WAY),
        (False, DURING, Result.UNDER_WAY),
    ],
)
def test_a_level_that_fell_short_and_then_could_not_be_had(soft: bool, today: datetime.date, result: Result) -> None:
    aim = target(Op.AT_LEAST, Period.BY_2025, Measure.STOCK, soft=soft)
    reports = [report(2023, value=Decimal(4)), report(2025, unavailable=Unavailable.NOT_COLLECTED, reason="没有统计")]
    assert judge(aim, reports, YEARS, today).result is result


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ((3, 5, 7), True),
        ((10, 12), False),  # the last alone reaches 10
        ((2, 10), False),
        ((7, 5), False),  # falls: no running total
        ((5, 5), True),  # two equal years may be one
        ((2, 3), False),  # not even the sum reaches 10
        ((9,), False),
    ],
)
def test_running_totals_are_asked_about_only_where_the_answer_decides(values: tuple[int, ...], asked: bool) -> None:
    aim = target(Op.AT_LEAST, Period.BY_2025, Measure.FLOW)
    filed = [Filing(report(year, value=Decimal(v)), "x", year) for year, v in zip(YEARS, values, strict=False)]
    assert bool([*_running_total(aim, filed, _reported)]) is asked
