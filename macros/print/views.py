"""What each printed file shows, taken from the open data: one JSON value a file, which its template places.

Nothing is judged here: results, figures, years, positions and words are the published ones. A file gets
only what it prints, so that it is set anew only when that has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import islice
from typing import Any

Row = dict[str, Any]

WIDEST, LONGEST = 24, 40
"""Tasks and bodies that a matrix holds on one page; a larger plan's is parted, by action first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A target as the tables print it.

    Attributes:
        note: said behind the promise where the plan names no period; else "".
        figures: what was reported, year by year; None where nothing was.
        quote: the plan's own sentence.
    """

    name: str
    soft: bool
    promise: str
    note: str
    figures: Sequence[str | None]
    label: str
    sentence: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A task in the matrix's head."""

    number: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A part of the matrix that fits a page.

    Attributes:
        actions: marker, name and number of columns of each action in the head.
        rows: a body, its printed position in each task or None, and how many tasks it has in all.
    """

    actions: Sequence[tuple[str, str, int]]
    columns: Sequence[Column]
    rows: Sequence[tuple[str, Sequence[int | None], int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something a body is to report; by year True for reported, False for missing, None for not due."""

    task: int
    what: str
    years: Sequence[bool | None]


def _chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Parts of at most `size`, as even as they can be."""
    parts = -(-len(items) // size)
    feed = iter(items)
    for number in range(parts):
        yield list(islice(feed, len(items) * (number + 1) // parts - len(items) * number // parts))


class Views:
    """Look-ups over the published tables, and one method a template.

    Args:
        tables: every published table by its name, as JSON reads it; `edition` among them.
    """

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.plan: Row = tables["plan"]
        self.bodies: list[Row] = tables["bodies"]
        self.targets: list[Row] = tables["targets"]
        self.terms: list[Row] = tables["terms"]
        self.edition: Row = tables["edition"]
        self.outcomes = {it["target"]: it for it in tables["outcomes"]}
        self.tasks: list[Row] = [task for action in self.plan["actions"] for task in action["tasks"]]
        self.task = {task["id"]: task for task in self.tasks}
        self.safeguard = {it["id"]: it for it in self.plan["safeguards"]}
        self.years = sorted({it["year"] for it in (*tables["years"], *tables["dues"])})
        self.figures = {(it["target"], it["year"]): it.get("figure") for it in tables["years"]}
        self.position = {(it["task"], it["body"]): it["position"] for it in tables["responsibilities"]}
        self.body = {body["slug"]: body for body in self.bodies}
        self._dues: dict[str, list[Row]] = {}
        for due in tables["dues"]:
            self._dues.setdefault(due["body"], []).append(due)
        self._targets: dict[str, list[Row]] = {}
        for target in self.targets:
            self._targets.setdefault(target["task"], []).append(target)
        self._target_names = {target["id"]: target["name"] for target in self.targets}
        self._labels = {(it["kind"], it["word"]): it.get("label", "") for it in self.terms}

    @cached_property
    def _common(self) -> Row:
        """What every file prints of the edition and the plan's document."""
        return {"document": self.plan["document"], "edition": self.edition, "years": self.years}

    def _rows(self, targets: Iterable[Row]) -> list[TargetRow]:
        rows = []
        for target in targets:
            outcome = self.outcomes[target["id"]]
            unstated = target["period"] == "unstated"
            rows.append(
                TargetRow(
                    name=target["name"],
                    soft=target["soft"],
                    promise=outcome["promise"],
                    note=f"（期限：{self._labels['period', 'unstated']}）" if unstated else "",
                    figures=[self.figures.get((target["id"], year)) for year in self.years],
                    label=outcome["label"],
                    sentence=outcome["sentence"],
                    quote=target["quote"],
                )
            )
        return rows

    @cached_property
    def matrices(self) -> list[Matrix]:
        """The responsibility matrix: one part where it fits a page, else parts by actions and their bodies."""
        pieces = [(action, part) for action in self.plan["actions"] for part in _chunks(action["tasks"], WIDEST)]
        groups: list[list[tuple[Row, Sequence[Row]]]] = []
        for piece in pieces:
            if not groups or sum(len(tasks) for _, tasks in groups[-1]) + len(piece[1]) > WIDEST:
                groups.append([])
            groups[-1].append(piece)
        made = []
        for group in groups:
            tasks = [task for _, part in group for task in part]
            rows = []
            for body in self.bodies:
                cells = [self.position.get((task["id"], body["name"])) for task in tasks]
                if any(cells) or len(groups) == 1:
                    rows.append((body["name"], cells, len(body["tasks"])))
            made += [
                Matrix(
                    actions=[(action["marker"], action["name"], len(part)) for action, part in group],
                    columns=[Column(number=task["number"], title=task["title"]) for task in tasks],
                    rows=part,
                )
                for part in _chunks(rows, LONGEST)
            ]
        return made

    def _duties(self, body: Row) -> list[Row]:
        """A body's tasks with their printed position, then its safeguards."""
        tasks = [
            {
                "number": task["number"],
                "title": task["title"],
                "position": self.position[task["id"], body["name"]],
                "among": len(task["responsible"]),
                "text": task["text"],
            }
            for task in (self.task[task_id] for task_id in body["tasks"])
        ]
        return tasks + [self.safeguard[safeguard_id] for safeguard_id in body["safeguards"]]

    def _own_dues(self, body: Row) -> list[Due]:
        found: dict[tuple[str, str | None], dict[int, bool]] = {}
        for due in self._dues.get(body["name"], ()):
            found.setdefault((due["task"], due.get("target")), {})[due["year"]] = due["reported"]
        order = {task["id"]: number for number, task in enumerate(self.tasks)}
        return [
            Due(
                task=self.task[task]["number"],
                what=self._target_names[target] if target else "进展",
                years=[years.get(year) for year in self.years],
            )
            for (task, target), years in sorted(found.items(), key=lambda it: order[it[0][0]])
        ]

    def full(self) -> Row:
        """The full edition."""
        lists = [
            {"name": body["name"], "tasks": len(body["tasks"]), "duties": self._duties(body)} for body in self.bodies
        ]
        spellings = [
            {
                "name": body["name"],
                "printed": [
                    (name, [self.task[task]["number"] for task in tasks]) for name, tasks in body["printed_in"].items()
                ],
            }
            for body in self.bodies
            if body["aliases"]
        ]
        measures = [
            {
                "name": it["name"],
                "label": self._labels["measure", it["measure"]],
                "reason": it["measure_reason"],
            }
            for it in self.targets
            if "measure" in it
        ]
        return self._common | {
            "plan": self.plan,
            "targets": self._rows(self.targets),
            "matrices": self.matrices,
            "bodies": lists,
            "spellings": spellings,
            "collectives": [body for body in self.bodies if body["kind"] == "collective"],
            "measures": measures,
            "terms": self.terms,
        }

    def matrix(self) -> Row:
        """The responsibility matrix to hang on a wall."""
        return self._common | {"matrices": self.matrices}

    def share(self) -> Row:
        """The picture for links on other sites."""
        counts = {"targets": len(self.targets), "tasks": len(self.tasks), "bodies": len(self.bodies)}
        return {"title": self.plan["title"], "demo": self.edition["demo"]} | counts

    def booklet(self, slug: str) -> Row:
        """One body's booklet."""
        body = self.body[slug]
        dues = self._dues.get(body["name"], ())
        return self._common | {
            "body": body,
            "spellings": list(body["printed_in"]),
            "partners": [(name, len(tasks)) for name, tasks in body["partners"].items()],
            "tasks": len(self.tasks),
            "duties": self._duties(body),
            "targets": self._rows(it for task in body["tasks"] for it in self._targets.get(task, ())),
            "due": len(dues),
            "missing": sum(not it["reported"] for it in dues),
            "dues": self._own_dues(body),
            "how": [it["meaning"] for it in self.terms if it["kind"] == "how_to_report"],
        }


def packed(value: Row) -> bytes:
    """A view as JSON; the same view gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=asdict).encode()
