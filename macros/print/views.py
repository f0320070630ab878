"""What each printed file shows, taken from the open data: one JSON value a file, which its template places.

Nothing is judged here: results, figures, years, positions and words are the published ones. A file gets
only what it prints, so that it is set anew only when that has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from macros.print.matrices import matrices
from macros.print.records import PIECE, Register, Row, labelled, objection, pieces, stated, tight
from macros.print.titles import broken

ABSENT = "，不当作 0，也不当作未达到"
"""What the sentence of each target without a report says; print says it once, in the table's note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A target as the tables print it.

    Attributes:
        note: said behind the promise where the plan names no period; else "".
        figures: what was reported, year by year; None where nothing was.
        sentences: the published sentence in pieces that a page can hold, then what bodies said of it; each
            behind its label.
        quotes: the plan's own sentence, likewise.
        bars: of its chart; none where nothing was reported.
    """

    id: str
    task: str
    name: str
    soft: bool
    promise: str
    note: str
    figures: Sequence[str | None]
    label: str
    sentences: Sequence[tuple[str, str]]
    quotes: Sequence[str]
    bars: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something a body is to report: of which task or of the main goal; by year what was reported, "" for missing,
    None for not due.
    """

    of: str
    what: str
    years: Sequence[str | None]


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
        self.objections: list[Row] = tables["objections"]
        self.outcomes = {it["target"]: it for it in tables["outcomes"]}
        self.tasks: list[Row] = [task for action in self.plan["actions"] for task in action["tasks"]]
        self.task = {task["id"]: task for task in self.tasks}
        self.safeguard = {it["id"]: it for it in self.plan["safeguards"]}
        self.years = sorted({it["year"] for it in (*tables["years"], *tables["dues"])})
        self._year = {(it["target"], it["year"]): it for it in tables["years"]}
        self.position = {(it["task"], it["body"]): it["position"] for it in tables["responsibilities"]}
        self.body = {body["slug"]: body for body in self.bodies}
        self._bars = _grouped(tables["charts"], "target")
        self._records = {it["id"]: it for it in tables["progress"]}
        self._dues, self._targets = _grouped(tables["dues"], "body"), _grouped(self.targets, "task")
        self._filed = _grouped(tables["progress"], "body")
        self._target_names = {target["id"]: target["name"] for target in self.targets}
        self._labels = {(it["kind"], it["word"]): it.get("label", "") for it in self.terms}
        self._order = {task["id"]: number for number, task in enumerate(self.tasks)}

    @cached_property
    def _common(self) -> Row:
        """What every file prints of the edition and the plan's document."""
        edition = {key: value for key, value in self.edition.items() if key not in ("timestamp", "sources")}
        return {"document": self.plan["document"], "edition": edition, "years": self.years}

    @property
    def _listed(self) -> Row:
        """Whether the full edition has a list that smaller files refer to."""
        return {"sources_listed": bool(self.edition.get("sources"))}

    def _register(self, records: Iterable[Row]) -> Register:
        basis = {word: label for (kind, word), label in self._labels.items() if kind == "basis"}
        return Register(records, self.task, self._target_names, basis)

    def _counting(self, target: Row) -> list[Row]:
        """The records that count for a target, by year."""
        rows = [self._year[key] for year in self.years if (key := (target["id"], year)) in self._year]
        found = [record for row in rows for record in row.get("records", [row["record"]] if "record" in row else [])]
        return [self._records[record] for record in found]

    def _rows(self, targets: Iterable[Row], register: Register, most: int = PIECE) -> list[TargetRow]:
        rows = []
        for target in targets:
            outcome = self.outcomes[target["id"]]
            unstated = target["period"] == "unstated"
            sentence = register.cited(outcome["sentence"].replace(ABSENT, ""), self._counting(target))
            pace = [("与时间对照（不作判定）", outcome["pace"]["words"])] if "pace" in outcome else []
            rows.append(
                TargetRow(
                    id=target["id"],
                    task=target["task"],
                    name=target["name"],
                    soft=target["soft"],
                    promise=outcome["promise"],
                    note=f"（期限：{self._labels['period', 'unstated']}）" if unstated else "",
                    figures=[self._year.get((target["id"], year), {}).get("figure") for year in self.years],
                    label=outcome["label"],
                    sentences=[
                        *labelled("判定", tight(sentence), most),
                        *(it for label, words in pace for it in labelled(label, tight(words), most)),
                        *stated(outcome.get("statements", ()), most),
                    ],
                    quotes=pieces(target["quote"], most),
                    bars=self._bars.get(target["id"], ()),
                )
            )
        return rows

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
        states: dict[tuple[str, int], str] = {
            (it["task"], it["year"]): it["state"]
            for it in self._filed.get(body["name"], ())
            if "task" in it and it["counts"]
        }
        found: dict[tuple[str, str | None], dict[int, str]] = {}
        for due in self._dues.get(body["name"], ()):
            task, target, year = due["task"], due.get("target"), due["year"]
            said = self._year.get((target, year), {}).get("figure") if target else states.get((task, year))
            found.setdefault((task, target), {})[year] = (said or "已报") if due["reported"] else ""
        return [
            Due(
                of=f"任务{self.task[task]['number']}" if task in self.task else "主要目标",
                what=self._target_names[target] if target else "进展",
                years=[years.get(year) for year in self.years],
            )
            for (task, target), years in sorted(
                found.items(), key=lambda it: self._order.get(it[0][0], len(self._order))
            )
        ]

    def _reported(self, register: Register) -> Row:
        """The annexes of what was reported."""
        progress, corrections = register.progress(), register.corrections()
        return {"progress": progress, "evidence": register.evidence, "corrections": corrections}

    def _terms(self, *kinds: str) -> list[tuple[str, str]]:
        return [
            (it.get("label", "（只写数）"), tight(it["meaning"]))
            for kind in kinds
            for it in self.terms
            if it["kind"] == kind
        ]

    def full(self, *, large: bool = False) -> Row:
        """The full edition, in large print too."""
        register = self._register(self._records.values())
        em = 442.2 / (26 if large else 22)
        return self._common | {
            "large": large,
            "plan": self.plan,
            "notice_title": [part for line in self.plan["notice"]["title"] for part in broken(line, em)],
            "plan_title": [part for line in self.plan["title"] for part in broken(line, em)],
            "targets": self._rows(self.targets, register, PIECE // 2 if large else PIECE),
            **self._reported(register),
            "matrices": matrices(self.plan["actions"], self.bodies, self.position),
            "bodies": [
                {"name": body["name"], "tasks": len(body["tasks"]), "duties": [_brief(it) for it in self._duties(body)]}
                | {"slug": body["slug"], "ids": body["tasks"], "told": body.get("told", "")}
                for body in self.bodies
            ],
            "spellings": [
                {
                    "name": body["name"],
                    "printed": [
                        (name, [self.task[task]["number"] for task in tasks])
                        for name, tasks in body["printed_in"].items()
                    ],
                }
                for body in self.bodies
                if body["aliases"]
            ],
            "collectives": [body for body in self.bodies if body["kind"] == "collective"],
            "measures": [
                (it["name"], self._labels["measure", it["measure"]], tight(it["measure_reason"]))
                for it in self.targets
                if "measure" in it
            ],
            "terms": {kind: self._terms(kind) for kind in ("op", "period", "measure", "result")},
            "objections": [row for it in self.objections for row in objection(it, PIECE // 3 if large else PIECE)],
            "rules": [meaning for _, meaning in self._terms("rule")],
            "sources": self.edition.get("sources", []),
        }

    def matrix(self) -> Row:
        """The responsibility matrix to hang on a wall."""
        return self._common | self._listed | {"matrices": matrices(self.plan["actions"], self.bodies, self.position)}

    def share(self) -> Row:
        """The picture for links on other sites."""
        counts = {"targets": len(self.targets), "tasks": len(self.tasks), "bodies": len(self.bodies)}
        issuer = self.plan["document"]["issuer"]
        return {"title": self.plan["title"], "issuer": issuer, "demo": self.edition["demo"]} | counts

    def booklet(self, slug: str) -> Row:
        """One body's booklet."""
        body = self.body[slug]
        dues = self._dues.get(body["name"], ())
        targets = [it for task in body["tasks"] for it in self._targets.get(task, ())]
        own = self._filed.get(body["name"], [])
        shown = {it["id"]: it for it in (*own, *(it for target in targets for it in self._counting(target)))}
        register = self._register(shown.values())
        elsewhere = {it["id"] for it in self.targets if it["task"] not in self.task}
        reported = self._reported(register) | {
            "others": [it for it in register.figures(elsewhere) if it.of == body["name"]],
            "progress": [it for it in register.progress() if it.of == body["name"]],
            "corrections": [it for it in register.corrections() if it.body == body["name"]],
        }
        return (
            self._common
            | self._listed
            | {
                "body": {
                    key: body[key]
                    for key in ("name", "slug", "kind", "members", "members_source", "told")
                    if key in body
                },
                "title": broken(body["name"], 15),
                "own_tasks": len(body["tasks"]),
                "safeguards": len(body["safeguards"]),
                "spellings": list(body["printed_in"]),
                "partners": [(name, len(tasks)) for name, tasks in body["partners"].items()],
                "tasks": len(self.tasks),
                "duties": self._duties(body),
                "targets": self._rows(targets, register),
                **reported,
                "due": len(dues),
                "missing": sum(not it["reported"] for it in dues),
                "dues": self._own_dues(body),
                "how": [tight(it["meaning"]) for it in self.terms if it["kind"] == "how_to_report"],
            }
        )


def _brief(duty: Row) -> Row:
    """A duty without its text."""
    return {key: value for key, value in duty.items() if key != "text"}


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def packed(value: Row) -> bytes:
    """A view as JSON; the same view gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=asdict).encode()
