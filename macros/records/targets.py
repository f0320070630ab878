"""What the plan promises, target by target, as frozen records.

Every enum member carries its Chinese gloss, so that pages and method notes print one definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from macros.records.base import Figure, Gloss, Record, Text


class Op(Gloss):
    """How a reported figure is compared with the promised one."""

    EQUAL = ("equal", "", "原文只写了数，没有写“以上”“超过”等字样（如“2场次”）；达到或超过这个数即为完成")
    AT_LEAST = ("at_least", "不少于", "原文写“达到”“以上”“不少于”；含本数")
    MORE_THAN = ("more_than", "超过", "原文写“超过”；不含本数，刚好等于这个数不算超过")
    BETWEEN = ("between", "", "原文写一个区间（如“1-2家”）；达到下限即为完成，超过上限时另作说明")
    FULL_COVERAGE = ("full_coverage", "全覆盖", "原文写“全覆盖”，没有给出数；要有总数和已覆盖数才能核对")
    YEARLY_EVENT = ("yearly_event", "每年举办", "原文写每年举办某项活动，没有给出次数；每年至少举办一次")
    ABOVE_BENCHMARK = (
        "above_benchmark",
        "对照水平以上",
        "原文以另一个数作对照（如“全省平均水平以上”）；含本数，要有两个数才能核对",
    )

    @property
    def numeric(self) -> bool:
        """Whether the plan's own sentence gives a number to compare with."""
        return self in (Op.EQUAL, Op.AT_LEAST, Op.MORE_THAN, Op.BETWEEN)


class Period(Gloss):
    """The time a target's figure is promised for."""

    EVERY_YEAR = ("every_year", "每年", "原文写“每年”；实施期各年分别计算")
    BY_2025 = ("by_2025", "到2025年", "原文写“到2025年”；按 2025 年底的情况计算")
    WHOLE_PERIOD = ("whole_period", "整个时期", "原文写明一个时期（如“‘十四五’时期”）；按整个时期计算")
    UNSTATED = ("unstated", "原文未载明", "这句话没有写期限；本站不替原文补上期限")


class Measure(Gloss):
    """Whether reported figures are levels or additions; for figures that are not judged year by year."""

    STOCK = ("stock", "存量", "报告的是到那一天为止的总数；以最近一次报告为准")
    FLOW = ("flow", "增量", "报告的是当年新增的数；各年相加")


def number(value: Decimal) -> str:
    """Write a figure without trailing zeros or exponents."""
    return f"{value.normalize():f}"


class Target(Record):
    """One verifiable promise of the plan. Source: the sentence in `quote`.

    Attributes:
        task: a task's id, or `goal`.
        value: in `unit`; percentages as 15, not 0.15; absent where the plan gives no number.
        value_max: upper end of a range, for `between` only.
        soft: the plan says 力争 or 争创: an aim, not a commitment.
        measure: for figures that are not judged year by year; our reading of the sentence.
        measure_reason: why, in Chinese.
        quote: verbatim, with the words that govern the period.
    """

    id: Annotated[str, Field(pattern="^(t[0-9]{2,}|goal)-[a-z0-9]+(-[a-z0-9]+)*$")]
    task: Annotated[str, Field(pattern="^(t[0-9]{2,}|goal)$")]
    name: Text
    op: Op = Field(strict=False)
    value: Figure | None = None
    value_max: Figure | None = None
    unit: Text | None = None
    period: Period = Field(strict=False)
    soft: bool = False
    measure: Measure | None = Field(default=None, strict=False)
    measure_reason: Text | None = None
    quote: Text

    @property
    def yearly(self) -> bool:
        """Whether each year is judged by itself."""
        return self.period in (Period.EVERY_YEAR, Period.WHOLE_PERIOD)

    def due_in(self, year: int, years: Sequence[int]) -> bool:
        """Whether it is due for a year: judged year by year or a flow, every year; a level, in the last of `years`."""
        return self.yearly or self.measure is Measure.FLOW or year == years[-1]

    @property
    def figure(self) -> str:
        """The promised figure with its unit, as in `200人` or `1-2家`; empty where there is none."""
        upper = "" if self.value_max is None else f"-{self.value_max}"
        return "" if self.value is None else f"{self.value}{upper}{self.unit or ''}"


def is_met(target: Target, value: Decimal) -> bool:
    """Compare a figure with the promised one.

    `equal` and `at_least` are met when reached or passed, `more_than` only when passed, a range from
    its lower bound on.
    """
    promised = target.value or Decimal(0)
    return value > promised if target.op is Op.MORE_THAN else value >= promised
