"""Pictures as numbers: heights are shares of the tallest, nothing is drawn from nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from macros.judged.chart import REACH, chart, charts
from macros.judged.judge import judge
from macros.records.targets import Measure, Op, Period
from macros.site.picture import pictures
from tests.test_outcome import AFTER, YEARS, report, target, values


def test_no_picture_of_nothing() -> None:
    assert chart(judge(target(Op.EQUAL, Period.EVERY_YEAR), [], YEARS, AFTER)) is None


def test_a_year_without_a_report_is_a_gap_and_zero_is_a_bar() -> None:
    drawn = chart(judge(target(Op.EQUAL, Period.EVERY_YEAR), values({2022: 20, 2023: 0}), YEARS, AFTER))
    assert [bar.height for bar in drawn.bars] == [1, 0, None, None]
    assert [bar.met for bar in drawn.bars] == [True, False, None, None]
    assert [bar.text for bar in drawn.bars] == ["20", "0", "未报告", "未报告"]
    assert drawn.lines == [0.5]


def test_a_flow_is_judged_by_its_sum() -> None:
    aim = target(Op.BETWEEN, Period.UNSTATED, Measure.FLOW)
    drawn = chart(judge(aim, values({2022: 10, 2025: 10}), YEARS, AFTER))
    assert [(bar.label, bar.met) for bar in drawn.bars][-1] == ("合计", True)
    assert {bar.met for bar in drawn.bars[:-1]} == {None}
    assert drawn.lines == [0.5, 0.75]


def test_a_level_before_the_last_year_has_not_failed() -> None:
    aim = target(Op.AT_LEAST, Period.BY_2025, Measure.STOCK)
    drawn = chart(judge(aim, values({2023: 5, 2025: 8}), YEARS, AFTER))
    assert [bar.met for bar in drawn.bars] == [None, None, None, False]
    assert [bar.met for bar in chart(judge(aim, values({2023: 5}), YEARS, AFTER)).bars] == [None] * 4


def test_a_soft_aim_is_never_marked_as_failed() -> None:
    aim = target(Op.BETWEEN, Period.EVERY_YEAR, soft=True)
    drawn = chart(judge(aim, values({2022: 0, 2023: 12}), YEARS, AFTER))
    assert [bar.met for bar in drawn.bars] == [None, True, None, None]


def test_a_benchmark_is_drawn_on_its_own_bar() -> None:
    filed = [report(2024, value=Decimal(5), benchmark=Decimal(10))]
    drawn = chart(judge(target(Op.ABOVE_BENCHMARK, Period.WHOLE_PERIOD), filed, YEARS, AFTER))
    assert [bar.line for bar in drawn.bars] == [None, None, pytest.approx(1), None]
    assert drawn.bars[2].height == pytest.approx(0.5)
    assert drawn.lines == []


def test_pictures_side_by_side_have_the_promise_at_one_height() -> None:
    small = judge(target(Op.EQUAL, Period.EVERY_YEAR), values({2022: 20, 2023: 5}), YEARS, AFTER)
    large = judge(target(Op.EQUAL, Period.EVERY_YEAR), values({2022: 4200}), YEARS, AFTER)
    none = judge(target(Op.EQUAL, Period.EVERY_YEAR), [], YEARS, AFTER)
    made = charts([small, none, large])
    assert [outcome for outcome, _ in made] == [small, large]
    heights = [drawn.lines for _, drawn in made]
    assert heights[0] == pytest.approx(heights[1])
    assert heights[0] == [pytest.approx(1 / REACH)]
    assert made[1][1].bars[0].height == pytest.approx(420 / REACH)
    one, other = pictures([drawn for _, drawn in made])
    assert (len(one.cuts), len(other.cuts)) == (0, 1)
    assert (one.width, one.height) == (other.width, other.height)
    assert [label.x for label in one.labels if label.text == "2023"] == [
        label.x for label in other.labels if label.text == "2023"
    ]
    tall = other.bars[0]
    assert float(tall.y) >= 0
    assert float(tall.height) < 188
    assert made[0][1].bars[1].height == pytest.approx(0.5 / REACH)
