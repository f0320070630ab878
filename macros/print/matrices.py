"""The responsibility matrix in parts that each fit a page: by action first, then by bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
Row = dict[str, Any]

WIDEST, LONGEST = 24, 40
"""Tasks and bodies that a page holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A task in the matrix's head; `bodies` is how many its clause names."""

    number: int
    title: str
    bodies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A part of the matrix.

    Attributes:
        actions: marker, name and number of columns of each action in the head.
        rows: a body, its printed position in each task or None, and how many tasks it has in all.
        told: what became of bodies in the rows since the plan was issued: name and words.
        closes: the rows end here, so that the sums of the columns can follow.
        total: the sum of these sums.
    """

    actions: Sequence[tuple[str, str, int]]
    columns: Sequence[Column]
    rows: Sequence[tuple[str, Sequence[int | None], int]]
    told: Sequence[tuple[str, str]]
    closes: bool
    total: int


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Parts of at most `size`, as even as they can be."""
    parts = -(-len(items) // size)
    feed = iter(items)
    for number in range(parts):
        yield list(islice(feed, len(items) * (number + 1) // parts - len(items) * number // parts))


def matrices(actions: Sequence[Row], bodies: Sequence[Row], position: Mapping[tuple[str, str], int]) -> list[Matrix]:
    """All bodies by all tasks where a page holds them, else parts by actions with the bodies named there.

    Args:
        actions: the plan's, with their tasks.
        bodies: with how many tasks each has.
        position: printed place by task id and body name.
    """
    groups: list[list[tuple[Row, Sequence[Row]]]] = []
    for action in actions:
        for part in chunks(action["tasks"], WIDEST):
            if not groups or sum(len(tasks) for _, tasks in groups[-1]) + len(part) > WIDEST:
                groups.append([])
            groups[-1].append((action, part))
    made = []
    words = {body["name"]: body["told"] for body in bodies if "told" in body}
    for group in groups:
        tasks = [task for _, part in group for task in part]
        rows = []
        for body in bodies:
            cells = [position.get((task["id"], body["name"])) for task in tasks]
            if any(cells) or len(groups) == 1:
                rows.append((body["name"], cells, len(body["tasks"])))
        parts = list(chunks(rows, LONGEST))
        made += [
            Matrix(
                actions=[(action["marker"], action["name"], len(part)) for action, part in group],
                columns=[
                    Column(number=task["number"], title=task["title"], bodies=len(task["responsible"]))
                    for task in tasks
                ],
                rows=part,
                told=[(name, words[name]) for name, _, _ in part if name in words],
                closes=part is parts[-1],
                total=sum(len(task["responsible"]) for task in tasks),
            )
            for part in parts
        ]
    return made
