"""What the benchmark found, as a Markdown table and an SVG plot. Ratios first; no judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.tools.contestants import NAMES, OURS, PRINTS, STOCK, WARM
from tests.tools.measure import Cost

Results = Mapping[tuple[int, str], Cost | str]
"""By how many times the plan and by contestant: the medians, or why there are none."""

PROJECT = (OURS, PRINTS, WARM)


def ratio(cost: Cost | str | None, base: Cost | str | None, figure: str) -> float | None:
    """One figure of `cost` against that of `base`; None where either is missing."""
    if not isinstance(cost, Cost) or not isinstance(base, Cost):
        return None
    return float(getattr(cost, figure) / getattr(base, figure))


def _times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _sizes(results: Results) -> list[int]:
    return sorted({times for times, _ in results})


def _rows(results: Results, times: int) -> Iterator[str]:
    base = results.get((times, STOCK))
    yield f"| {times}× the plan | CPU ÷ stock | wall ÷ stock | memory ÷ stock | CPU, s | wall, s | peak, MB |"
    yield "| --- | --: | --: | --: | --: | --: | --: |"
    for name in NAMES:
        cost = results.get((times, name))
        ratios = [_times(ratio(cost, base, figure)) for figure in ("cpu", "wall", "peak")]
        if isinstance(cost, Cost):
            yield f"| {name} | {' | '.join(ratios)} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.peak / 1e6:.0f} |"
        elif cost is not None:
            yield f"| {name} | {' | '.join(ratios)} | {cost.replace('|', '/')} | | |"


def _growth(results: Results) -> Iterator[str]:
    first, *more = _sizes(results)
    yield f"| Growth from {first}× | size | CPU | wall | memory |"
    yield "| --- | --: | --: | --: | --: |"
    for name in NAMES:
        for times in more:
            cost, base = results.get((times, name)), results.get((first, name))
            found = [ratio(cost, base, figure) for figure in ("cpu", "wall", "peak")]
            if None not in found:
                yield f"| {name} | {times / first:g}× | {' | '.join(f'{value:.1f}×' for value in found)} |"


def table(results: Results, *, rounds: int, versions: Sequence[str]) -> str:
    """The whole report in Markdown.

    Args:
        versions: of what was measured, one phrase each.
    """
    parts = [
        f"Medians of {rounds}, interleaved in one run; processes with all their children. {'; '.join(versions)}.",
        *("\n".join(_rows(results, times)) for times in _sizes(results)),
    ]
    if len(_sizes(results)) > 1:
        parts.append("\n".join(_growth(results)))
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    label: str
    value: float
    ours: bool


def _panels(results: Results) -> Iterator[tuple[str, list[_Bar]]]:
    """What the plot shows: at each size everyone against stock, then this project against itself."""
    for times in _sizes(results):
        found = [(name, ratio(results.get((times, name)), results.get((times, STOCK)), "cpu")) for name in NAMES]
        bars = [_Bar(label=name, value=value, ours=name in PROJECT) for name, value in found if value is not None]
        if bars:
            yield f"{times}× the plan: CPU against stock Material (= 1)", bars
    first, *more = _sizes(results)
    bars = [
        _Bar(label=f"{name}, {times / first:g}×", value=value, ours=True)
        for name in PROJECT
        for times in more
        if (value := ratio(results.get((times, name)), results.get((first, name)), "cpu")) is not None
    ]
    if bars:
        yield f"Growth of this project: CPU against {first}× the plan", bars


WIDTH, LEFT, RIGHT, LINE = 760, 250, 60, 24


def plot(results: Results) -> str:
    """Horizontal bars, each with its figure; dark ours, light others, so that grey paper shows which."""
    lines, y = [], 8
    for title, bars in _panels(results):
        lines.append(f'<text x="8" y="{y + 16}" font-weight="bold">{escape(title)}</text>')
        y += LINE + 4
        scale = (WIDTH - LEFT - RIGHT) / max(bar.value for bar in bars)
        for bar in bars:
            length, fill = max(1.0, bar.value * scale), "#333" if bar.ours else "#bbb"
            lines.append(f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(bar.label)}</text>')
            lines.append(
                f'<rect x="{LEFT}" y="{y + 3}" width="{length:.1f}" height="{LINE - 8}" fill="{fill}" stroke="#333"/>'
            )
            lines.append(f'<text x="{LEFT + length + 6:.1f}" y="{y + 15}">{bar.value:.2f}</text>')
            y += LINE
        y += 12
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#111">\n<title>Cost of a build</title>\n'
        f'<rect width="{WIDTH}" height="{y}" fill="#fff"/>\n'
    )
    return head + "\n".join(lines) + "\n</svg>\n"
