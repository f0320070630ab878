"""Pictures as numbers: what a chart draws, in shares of its height. Templates only place it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from macros.judged.judge import Outcome, Result, number
from macros.records.targets import Measure, Op


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        height: share of the chart's height, 0 to 1; None where nothing was reported.
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
        return bool(self.lines) or any(bar.line is not None for bar in self.bars)


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
    final = {Result.MET: True, Result.NOT_MET: False}.get(outcome.result)
    judged = None if flow else outcome.reports[-1].as_of.year
    # A level before the last year is a way mark, not a failure.
    labels = [
        (str(year.year), year.met if target.yearly else final if year.year == judged else None)
        for year in outcome.years
    ]
    if flow:
        total = sum((value for value, _ in values if value is not None), Decimal(0))
        values.append((total, number(total)))
        labels.append(("合计", final))
    promised = [value for value in (target.value, target.value_max) if value is not None]
    if target.op is Op.FULL_COVERAGE:
        promised = [max(report.total or Decimal(0) for report in outcome.reports)]
    if target.soft:  # an aim is reached or not, but never failed
        labels = [(label, met or None) for label, met in labels]
    own = [year.report.benchmark if year.report else None for year in outcome.years]  # differs by year
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


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, or a level line without a height, in a picture's units."""

    style: str
    x: int
    y: str
    width: int
    height: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a picture, centred at `x`, standing on `y`."""

    style: str
    x: int
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with every place worked out, in units of a CSS pixel.

    Attributes:
        title: whose figures; `text` says the same in words.
        promised: whether anything that was promised is drawn.
    """

    title: str
    text: str
    promised: bool
    width: int
    height: int
    bars: Sequence[Shape]
    lines: Sequence[Shape]
    labels: Sequence[Label]


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of squares, one an outcome, in units of a CSS pixel.

    Attributes:
        text: the same in words.
        legend: each mark in it with its meaning.
    """

    text: str
    width: int
    height: int
    squares: Sequence[Shape]
    labels: Sequence[Label]
    legend: Sequence[tuple[str, str]]


_STEP, _BAR, _BASE, _TALL = 66, 36, 156, 116
"""Distance of bars, their width, where they stand, and the height of the tallest."""


def _level(share: float | None) -> str:
    return f"{_BASE - _TALL * (share or 0):.1f}"


def picture(drawn: Chart) -> Picture:
    """Work out where everything of a chart lies."""
    bars, lines, labels, feet = [], [], [], []
    across = len(drawn.bars) * _STEP
    for place, bar in enumerate(drawn.bars):
        left = place * _STEP + 8
        if bar.height is None:
            lines.append(Shape("gap", left + 4, str(_BASE), 50))
        else:
            style = {True: "met", False: "unmet", None: "part"}[bar.met]
            bars.append(Shape(style, left + 11, _level(bar.height), _BAR, f"{_TALL * bar.height:.1f}"))
        if bar.line is not None:
            lines.append(Shape("promise", left, _level(bar.line), 58))
        mark = {True: " ✓", False: " ×", None: ""}[bar.met]
        above = f"{148 - _TALL * (bar.height or 0):.1f}"
        labels.append(Label("faint" if bar.height is None else "", left + 29, above, bar.text + mark))
        feet.append(Label("faint", left + 29, "178", bar.label))
    lines += [Shape("promise", 4, _level(line), across) for line in drawn.lines]
    lines.append(Shape("base", 4, str(_BASE), across))
    return Picture(drawn.title, drawn.text, drawn.promised, across + 8, 190, bars, lines, [*labels, *feet])


def strip(outcomes: Sequence[Outcome]) -> Strip:
    """Outcomes at a glance."""
    styles = [outcome.result.value.replace("_", "-") for outcome in outcomes]
    return Strip(
        "".join(f"{outcome.target.name}：{outcome.result.label}。" for outcome in outcomes),
        len(outcomes) * 44,
        40,
        [Shape(style, place * 44 + 1, "1", 38, "38") for place, style in enumerate(styles)],
        [
            Label(style, place * 44 + 20, "27", outcome.result.mark)
            for place, (style, outcome) in enumerate(zip(styles, outcomes, strict=True))
        ],
        list(dict.fromkeys((outcome.result.mark, outcome.result.label) for outcome in outcomes)),
    )
