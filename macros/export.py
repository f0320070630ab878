"""Records into open data: JSON and CSV with the YAML's keys, and their JSON Schemas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, TypeAdapter

from macros import query
from macros.load import Project
from macros.model import Body, Plan, Responsibility, Target

FOLDER = "open-data"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class PublishedBody(Body):
    """A body as published: with the tasks that each of its spellings is printed in (derived).

    Attributes:
        printed_in: spelling to task ids.
    """

    printed_in: dict[str, list[str]]


class Table(BaseModel):
    """One published table: its rows, their shape and what it holds, in Chinese."""

    name: str
    title: str
    shape: Any
    rows: Any

    @property
    def count(self) -> int:
        """How many rows the table's CSV has."""
        return len(list(_csv_rows(self)))


def _published(body: Body, project: Project) -> PublishedBody:
    printed = {name: [task.id for task in query.printed_in(project, name)] for name in body.names}
    return PublishedBody(**body.model_dump(), printed_in=printed)


def tables(project: Project) -> list[Table]:
    """Every table the site publishes."""
    return [
        Table(name="plan", title="方案原文与结构", shape=Plan, rows=project.plan),
        Table(
            name="bodies",
            title="责任单位",
            shape=list[PublishedBody],
            rows=[_published(body, project) for body in project.bodies],
        ),
        Table(name="targets", title="目标指标", shape=list[Target], rows=project.targets),
        Table(
            name="responsibilities",
            title="任务与责任单位的对应关系",
            shape=list[Responsibility],
            rows=query.responsibilities(project),
        ),
    ]


def _plain(table: Table) -> Any:
    return TypeAdapter(table.shape).dump_python(table.rows, mode="json", exclude_none=True)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _csv_rows(table: Table) -> Iterator[dict[str, Any]]:
    """A table's rows for CSV: the plan as one row per block of text, the others as they are."""
    if isinstance(table.rows, Plan):
        for block in table.rows.blocks():
            yield {"block": block.id, "kind": block.kind, "text": block.text}
        return
    yield from _plain(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        items = [item["name"] if isinstance(item, dict) else str(item) for item in value]
        return _cell("；".join(items))
    if isinstance(value, dict):
        return _cell("；".join(f"{key}：{_cell(item)}" for key, item in value.items()))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value  # a spreadsheet would run it as a formula
    return str(value)


def _csv(table: Table) -> str:
    rows = list(_csv_rows(table))
    fields = list(dict.fromkeys(key for row in rows for key in row))
    if table.shape == list[Target]:  # the model's order, although the first row has no value
        fields = [name for name in Target.model_fields if name in fields]
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def files(project: Project) -> dict[str, bytes]:
    """Every published file: path below the site, content.

    CSV is UTF-8 with a byte-order mark, because Excel reads it as GBK without one.
    """
    made: dict[str, bytes] = {}
    for table in tables(project):
        stem = f"{FOLDER}/{table.name}"
        schema = TypeAdapter(table.shape).json_schema(mode="serialization")
        draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": table.title}
        made[f"{stem}.json"] = _json(_plain(table)).encode()
        made[f"{stem}.csv"] = _csv(table).encode("utf-8-sig")
        made[f"{stem}.schema.json"] = _json(draft | schema).encode()
    return made
