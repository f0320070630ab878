"""Charts and outcomes as pictures: where every line and word lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.judged.chart import Chart
from macros.judged.judge import Outcome


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


_STEP, _BAR, _BASE, _TALL = 66, 36, 128, 116
"""Least distance of bars, their width, where they stand, and the height of the tallest."""
_NUMBER, _LETTER, _MARK = 150, 10, 28
"""Where numbers stand: below the base, so that nothing lies on one; width of a digit, of all else beside them."""


def _level(share: float | None) -> str:
    return f"{_BASE - _TALL * (share or 0):.1f}"


def picture(drawn: Chart) -> Picture:
    """Work out where everything of a chart lies."""
    bars, lines, labels, feet = [], [], [], []
    step = max([_STEP, *(len(bar.text) * _LETTER + _MARK for bar in drawn.bars)])
    across = len(drawn.bars) * step
    for place, bar in enumerate(drawn.bars):
        left = place * step + (step - _STEP) // 2 + 8
        if bar.height is None:
            lines.append(Shape("gap", left + 4, str(_BASE), 50))
        else:
            style = {True: "met", False: "unmet", None: "part"}[bar.met]
            bars.append(Shape(style, left + 11, _level(bar.height), _BAR, f"{_TALL * bar.height:.1f}"))
        if bar.line is not None:
            lines.append(Shape("promise", left, _level(bar.line), 58))
        mark = {True: " ✓", False: " ×", None: ""}[bar.met]
        labels.append(Label("faint" if bar.height is None else "", left + 29, str(_NUMBER), bar.text + mark))
        feet.append(Label("faint", left + 29, "176", bar.label))
    lines += [Shape("promise", 4, _level(line), across) for line in drawn.lines]
    lines.append(Shape("base", 4, str(_BASE), across))
    return Picture(drawn.title, drawn.text, drawn.promised, across + 8, 188, bars, lines, [*labels, *feet])


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
