"""Pictures as numbers: what a chart draws, in shares of its height. Templates only place it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from macros.model import Measure, Op, Period
from macros.outcome import Outcome, Result, number


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        height: share of the chart's height, 0 to 1; None where nothing was reported.
        met: by itself; None where it cannot be judged alone or nothing was reported.
    """

    label: str
    text: str
    height: float | None
    met: bool | None


@dataclass(frozen=True)
class Chart:
    """A target's figures against its promise.

    Attributes:
        lines: heights of the promise: one, or two for a range; none where the plan has no number.
        text: the same in words, for readers who do not see it.
    """

    title: str
    text: str
    bars: list[Bar]
    lines: list[float]


def _value(outcome: Outcome, index: int) -> tuple[Decimal | None, str]:
    """A year's figure to draw, and what to write on it."""
    report = outcome.years[index].report
    if report is None:
        return None, "未报告"
    if outcome.target.op is Op.YEARLY_EVENT:
        return Decimal(int(bool(report.held))), "已举办" if report.held else "未举办"
    if outcome.target.op is Op.FULL_COVERAGE:
        return report.covered, f"{number(report.covered or Decimal(0))}/{number(report.total or Decimal(0))}"
    return report.value, number(report.value or Decimal(0))


def chart(outcome: Outcome) -> Chart | None:
    """Draw a target's reports by year, a flow with its sum; None where nothing was reported."""
    if not outcome.reports:
        return None
    target = outcome.target
    values = [_value(outcome, index) for index in range(len(outcome.years))]
    flow = target.measure is Measure.FLOW
    yearly = target.period in (Period.EVERY_YEAR, Period.WHOLE_PERIOD)
    final = {Result.MET: True, Result.NOT_MET: False}.get(outcome.result)
    judged = None if flow else outcome.reports[-1].as_of.year
    # A level before the last year is a way mark, not a failure.
    labels = [
        (str(year.year), year.met if yearly else final if year.year == judged else None) for year in outcome.years
    ]
    if flow:
        total = sum((value for value, _ in values if value is not None), Decimal(0))
        values.append((total, number(total)))
        labels.append(("合计", final))
    promised = [value for value in (target.value, target.value_max) if value is not None]
    if target.op is Op.FULL_COVERAGE:
        promised = [max(report.total or Decimal(0) for report in outcome.reports)]
    if target.op is Op.ABOVE_BENCHMARK:
        promised = []  # the benchmark differs by year: it stands in the words
    top = max([*promised, *(value for value, _ in values if value is not None), Decimal(1)])
    bars = [
        Bar(label, text, None if value is None else float(value / top), met)
        for (label, met), (value, text) in zip(labels, values, strict=True)
    ]
    return Chart(target.name, outcome.sentence, bars, [float(value / top) for value in promised])
