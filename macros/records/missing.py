"""The line to put where a field is missing: a line that is right as it stands, and what else it could say."""

from __future__ import annotations

from collections.abc import Mapping

from macros.records.base import Gloss
from macros.records.bodies import ChangeKind, Kind
from macros.records.progress import Method
from macros.records.rounds import Asks
from macros.records.targets import Op, Period

_LINES: Mapping[str, Mapping[str, str]] = {
    "bodies": {
        "name": "name: 单位全称",
        "slug": "slug: education",
        "kind": "kind: single",
        "since": "since: 2024-03-01",
        "source": "source: 依据文件的名称和文号",
        "code": 'code: "341002000"',
    },
    "targets": {
        "id": "id: t07-skilled",
        "task": "task: t07",
        "name": "name: 目标的名称",
        "op": "op: at_least",
        "period": "period: by_2025",
        "quote": "quote: 原文里写这个目标的话",
    },
    "rounds": {
        "id": "id: 2025-annual",
        "title": "title: 2025年终",
        "asks": "asks: annual",
        "as_of": "as_of: 2025-12-31",
        "due_on": "due_on: 2026-01-31",
        "rounds": "rounds: []",
    },
    "reporting": {
        "by": "by: 作出安排的单位全称",
        "reporters": "reporters: []",
        "body": "body: 填报的单位全称",
    },
    "objections": {
        "id": "id: 2026-skilled",
        "received_on": "received_on: 2026-02-10",
        "objection": "objection: 异议的内容，不写是谁提的",
        "objections": "objections: []",
    },
    "redirects": {
        "old": "old: targets/t07-workers.html",
        "new": "new: targets/t07-skilled.html",
        "redirects": "redirects: []",
    },
    "readers": {"term": "term: 原文里的词", "where": "where: t07", "quote": "quote: 原文里解释它的话"},
    "progress": {
        "reported_on": "reported_on: 2026-01-15",
        "title": "title: 依据材料的名称",
        "method": "method: 查阅资料",
        "by": "by: 核实的单位全称",
        "checked_on": "checked_on: 2026-03-01",
    },
}

_CHOICES: Mapping[tuple[str, str], type[Gloss]] = {
    ("bodies", "kind"): Kind,
    ("targets", "op"): Op,
    ("targets", "period"): Period,
    ("rounds", "asks"): Asks,
    ("progress", "method"): Method,
}


def remedy(field: str, path: tuple[object, ...], file: str) -> str:
    """What to write where `field` is missing at `path` of a data file."""
    about = "progress" if "records" in path else file.rpartition("/")[2].removesuffix(".yml")
    line = _LINES.get(about, {}).get(field, f"{field}: …")
    choices = _CHOICES.get((about, field))
    if about == "bodies" and field == "kind" and "changes" in path:
        line, choices = "kind: renamed", ChangeKind
    said = "、".join(f"{it.value}（{it.label}）" if it.value != it.label else it.value for it in choices or ())
    return f"补上一行“{line}”" + (f"；可以写的有 {said}" if said else "")
