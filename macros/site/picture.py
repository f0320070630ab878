"""Charts and outcomes as pictures: where every line and word lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from macros.judged.chart import Bar, Chart
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
        cuts: signs that a bar is higher than the picture, each a zigzag that begins at `x`, `y`.
    """

    title: str
    text: str
    promised: bool
    width: int
    height: int
    bars: Sequence[Shape]
    lines: Sequence[Shape]
    labels: Sequence[Label]
    cuts: Sequence[Shape]


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


_STEP, _BAR, _BASE, _TALL = 64, 36, 128, 116
"""Least distance of bars, their width, where they stand, and the height of the tallest."""
_YEAR, _ROW = 150, 22
"""Where years stand, and numbers below them: under the base, so that nothing lies on one; how far rows are apart."""
_DIGIT, _SIGN, _MARK = 9, 16, 18
"""Widths of a digit, of a Chinese character, and of the mark behind a number."""
_MARKS = {True: " ✓", False: " ×", None: ""}


def _wide(words: str) -> int:
    return sum(_DIGIT if char.isascii() else _SIGN for char in words)


def _words(bar: Bar) -> list[str]:
    """What stands below a bar, broken into rows: behind 累计, and where it is words alone and wide."""
    if bar.text.startswith("累计"):
        rows = ["累计", bar.text[2:]]
    elif _wide(bar.text) > _STEP and not re.search("[0-9]", bar.text):
        half = (len(bar.text) + 1) // 2
        rows = [bar.text[:half], bar.text[half:]]
    else:
        rows = [bar.text]
    return [*rows[:-1], rows[-1] + _MARKS[bar.met]]


def _level(share: float | None) -> str:
    return f"{_BASE - _TALL * (share or 0):.1f}"


def pictures(drawn: Sequence[Chart]) -> list[Picture]:
    """Work out where everything of some charts lies: all are of one size, each year at the same place."""
    bars = [bar for one in drawn for bar in one.bars]
    below = [_words(bar) for bar in bars]
    rows = max(map(len, below), default=1)
    step = max([_STEP, *(_wide(row.rstrip(" ✓×")) + _MARK + 8 for words in below for row in words if row[-1] in "✓×")])
    step = max([step, *(_wide(row) + 8 for words in below for row in words)])
    slots = max((len(one.bars) for one in drawn), default=0)
    return [_picture(one, step, slots, rows) for one in drawn]


def _picture(drawn: Chart, step: int, slots: int, rows: int) -> Picture:
    bars, lines, labels, cuts = [], [], [], []
    across, foot = slots * step, _YEAR + rows * _ROW
    for place, bar in enumerate(drawn.bars):
        middle = place * step + 4 + step // 2
        if bar.height is None:
            lines.append(Shape("gap", middle - 25, str(_BASE), 50))
        else:
            style, height = {True: "met", False: "unmet", None: "part"}[bar.met], min(bar.height, 1)
            bars.append(Shape(style, middle - _BAR // 2, _level(height), _BAR, f"{_TALL * height:.1f}"))
        if (bar.height or 0) > 1 + 1e-9:
            cuts.append(Shape("cut", middle - 24, "28", 48))
        if bar.line is not None:
            lines.append(Shape("promise", middle - 29, _level(bar.line), 58))
        style = "faint" if bar.height is None else ""
        labels.append(Label("faint", middle, str(_YEAR), bar.label))
        labels += [Label(style, middle, str(_YEAR + row * _ROW), it) for row, it in enumerate(_words(bar), start=1)]
    lines += [Shape("promise", 4, _level(line), across) for line in drawn.lines]
    lines.append(Shape("base", 4, str(_BASE), across))
    return Picture(drawn.title, drawn.text, drawn.promised, across + 8, foot + 14, bars, lines, labels, cuts)


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
