"""All targets in one picture: by action down, by outcome across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.judged.result import Result
from macros.published.release import Release
from macros.records.plan import GOAL, Action
from macros.site.views.targets import home_of, is_split


@dataclass(frozen=True, slots=True)
class Square:
    """One target; its mark says its outcome without colour."""

    id: str
    name: str
    result: Result


@dataclass(frozen=True, slots=True)
class Row:
    """The targets of an action, or of the main goal, best outcome first.

    Attributes:
        of: id of the action, or `goal`; `heading` its heading.
        squares: none where there are too many to draw: then the counts alone.
    """

    of: str
    heading: str
    squares: Sequence[Square]
    counts: Sequence[tuple[Result, int]]


@dataclass(frozen=True, slots=True)
class Overview:
    """All targets.

    Attributes:
        without: the actions that have none.
        legend: the outcomes that there are, in the order of the squares.
    """

    rows: Sequence[Row]
    without: Sequence[Action]
    legend: Sequence[Result]


def overview(release: Release) -> Overview:
    """All targets by action and by outcome."""
    account = release.account
    drawn = not is_split(release)
    found: dict[str, list[Square]] = {}
    for target in account.project.targets:
        square = Square(target.id, target.name, account.outcomes[target.id].result)
        found.setdefault(home_of(release, target), []).append(square)
    order = list(Result)
    headings = {GOAL: "主要目标"} | {action.id: action.heading for action in account.project.plan.actions}
    rows = []
    for of in (of for of in headings if of in found):
        squares = sorted(found[of], key=lambda square: order.index(square.result))
        results = [square.result for square in squares]
        counts = [(it, results.count(it)) for it in dict.fromkeys(results)]
        rows.append(Row(of, headings[of], squares if drawn else [], counts))
    shown = {result for row in rows for result, _ in row.counts}
    without = [action for action in account.project.plan.actions if action.id not in found]
    return Overview(rows, without, [it for it in order if it in shown])
