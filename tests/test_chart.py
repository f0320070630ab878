"""Pictures as numbers: heights are shares of the tallest, nothing is drawn from nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.judged.chart import chart
from macros.judged.judge import judge
from macros.records.targets import Measure, Op, Period
from tests.test_outcome import AFTER, YEARS, report, target, values


def test_no_picture_of_nothing() -> None:
    assert chart(judge(target(Op.EQUAL, Period.EVERY_YEAR), [], YEARS, AFTER)) is None


def test_a_year_without_a_report_is_a_gap_and_zero_is_a_bar() -> None:
    picture = chart(judge(target(Op.EQUAL, Period.EVERY_YEAR), values({2022: 20, 2023: 0}), YEARS, AFTER))
    assert [bar.height for bar in picture.bars] == [1, 0, None, None]
    assert [bar.met for bar in picture.bars] == [True, False, None, None]
    assert [bar.text for bar in picture.bars] == ["20", "0", "未报告", "未报告"]
    assert picture.lines == [0.5]


def test_a_flow_is_judged_by_its_sum() -> None:
    aim = target(Op.BETWEEN, Period.UNSTATED, Measure.FLOW)
    picture = chart(judge(aim, values({2022: 10, 2025: 10}), YEARS, AFTER))
    assert [(bar.label, bar.met) for bar in picture.bars][-1] == ("合计", True)
    assert {bar.met for bar in picture.bars[:-1]} == {None}
    assert picture.lines == [0.5, 0.75]


def test_a_level_before_the_last_year_has_not_failed() -> None:
    aim = target(Op.AT_LEAST, Period.BY_2025, Measure.STOCK)
    picture = chart(judge(aim, values({2023: 5, 2025: 8}), YEARS, AFTER))
    assert [bar.met for bar in picture.bars] == [None, None, None, False]
    assert [bar.met for bar in chart(judge(aim, values({2023: 5}), YEARS, AFTER)).bars] == [None] * 4


def test_a_soft_aim_is_never_marked_as_failed() -> None:
    aim = target(Op.BETWEEN, Period.EVERY_YEAR, soft=True)
    picture = chart(judge(aim, values({2022: 0, 2023: 12}), YEARS, AFTER))
    assert [bar.met for bar in picture.bars] == [None, True, None, None]


def test_a_benchmark_is_drawn_on_its_own_bar() -> None:
    filed = [report(2024, value=Decimal(5), benchmark=Decimal(10))]
    picture = chart(judge(target(Op.ABOVE_BENCHMARK, Period.WHOLE_PERIOD), filed, YEARS, AFTER))
    assert [bar.line for bar in picture.bars] == [None, None, pytest.approx(1), None]
    assert picture.bars[2].height == pytest.approx(0.5)
    assert picture.lines == []
