"""Pictures as numbers: what a chart draws, in shares of its height. Templates only place it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from macros.judged.judge import Outcome, Result
from macros.records.targets import Measure, Op, number


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        height: share of the chart's height, above 1 where the chart shows less; None where nothing was reported.
        met: by itself; None where it cannot be judged alone or nothing was reported.
        line: the figure this bar alone is compared with, as a height; None where there is none.
    """

    label: str
    text: str
    height: float | None
    met: bool | None
    line: float | None = None


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

    @property
    def promised(self) -> bool:
        """Whether anything that was promised is drawn."""
        return self.promise is not None

    @property
    def promise(self) -> float | None:
        """Height of the highest thing promised; None where nothing promised is drawn."""
        return max([*self.lines, *(bar.line for bar in self.bars if bar.line is not None)], default=None)

    def scaled(self, reach: float) -> Chart:
        """The same picture, `reach` times the promise high; as it is where nothing promised is drawn."""
        if not self.promise:
            return self
        factor = 1 / (self.promise * reach)

        def to(height: float | None) -> float | None:
            return None if height is None else height * factor

        bars = [replace(bar, height=to(bar.height), line=to(bar.line)) for bar in self.bars]
        return replace(self, bars=bars, lines=[line * factor for line in self.lines])


def _value(outcome: Outcome, index: int) -> tuple[Decimal | None, str]:
    """A year's figure to draw, and what to write on it."""
    reading = outcome.years[index].reading
    if reading is None:
        return None, "未报告"
    if not reading.has_figure:
        return None, reading.shown
    if outcome.target.op is Op.YEARLY_EVENT:
        return Decimal(int(bool(reading.held))), "已举办" if reading.held else "未举办"
    if outcome.target.op is Op.FULL_COVERAGE:
        return reading.covered, f"{number(reading.covered or Decimal(0))}/{number(reading.total or Decimal(0))}"
    return reading.value, f"{'累计' if reading.cumulative else ''}{number(reading.value or Decimal(0))}"


def chart(outcome: Outcome) -> Chart | None:
    """Draw a target's reports by year, a flow with its sum; None where nothing was reported."""
    if not outcome.reports:
        return None
    target = outcome.target
    values = [_value(outcome, index) for index in range(len(outcome.years))]
    flow = target.measure is Measure.FLOW
    final = {Result.MET: True, Result.NOT_MET: False}.get(outcome.result)
    judged = None if flow else outcome.reports[-1].day.year
    # A level before the last year is a way mark, not a failure.
    labels = [
        (str(year.year), year.met if target.yearly else final if year.year == judged else None)
        for year in outcome.years
    ]
    if flow:
        total = outcome.compared
        values.append((total, "未报告" if total is None else number(total)))
        labels.append(("合计", final))
    promised = [value for value in (target.value, target.value_max) if value is not None]
    if target.op is Op.FULL_COVERAGE:
        promised = [max(report.total or Decimal(0) for report in outcome.reports)]
    if target.soft:  # an aim is reached or not, but never failed
        labels = [(label, met or None) for label, met in labels]
    own = [year.reading.benchmark if year.reading else None for year in outcome.years]  # differs by year
    own += [None] * (len(values) - len(own))
    drawn = [value for value in (*promised, *own, *(value for value, _ in values)) if value is not None]
    top = max([*drawn, Decimal(1)])

    def share(value: Decimal | None) -> float | None:
        return None if value is None else float(value / top)

    bars = [
        Bar(label, text, share(value), met, share(line))
        for (label, met), (value, text), line in zip(labels, values, own, strict=True)
    ]
    return Chart(target.name, outcome.sentence, bars, [float(value / top) for value in promised])


REACH = 3
"""How many times the promise pictures side by side show at most; beyond, one bar would flatten all others."""


def charts(outcomes: Iterable[Outcome]) -> list[tuple[Outcome, Chart]]:
    """Pictures to compare, of the targets that have reports: what was promised stands at one height in all."""
    drawn = [(outcome, it) for outcome in outcomes if (it := chart(outcome))]
    reaches = [1 / high for _, it in drawn if (high := it.promise)]
    reach = min(float(REACH), max(reaches, default=1.0))
    return [(outcome, it.scaled(reach)) for outcome, it in drawn]
