"""Tables as files: JSON and CSV with the YAML's keys, and their JSON Schemas."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from macros.published.shapes import Stamp
from macros.records.plan import Plan

FOLDER = "open-data"

# What a spreadsheet takes for a date or a number that it is not: 3/4, 1-2, 2025-1, 12月31日, 007, 1e5, 16 digits.
_SPOILED = re.compile(
    r"[0-9]{1,2}[-/][0-9]{1,2}(?:[-/][0-9]{1,4})?|[0-9]{4}(?:[-/][0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|-[0-9]-[0-9]{1,2})"
    r"|(?:[0-9]{2,4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?|0[0-9]+|[0-9]{16,}|[0-9.]+[eE][+-]?[0-9]+|[0-9]{1,2}:[0-9]{2}"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, kw_only=True)
class Table:
    """One published table.

    Attributes:
        name: of its files.
        title: what it holds, in Chinese.
        shape: the type of `rows`, which the JSON Schema is made from.
        rows: its records, or the plan.
    """

    name: str
    title: str
    shape: Any
    rows: Any

    @cached_property
    def plain(self) -> Any:
        """The rows as JSON's types; what is absent has no key."""
        return TypeAdapter(self.shape).dump_python(self.rows, mode="json", exclude_none=True)

    @cached_property
    def csv_rows(self) -> Sequence[dict[str, Any]]:
        """The rows for CSV: the plan as one row per block of text, the others as they are."""
        if isinstance(self.rows, Plan):
            return [{"block": block.id, "kind": block.kind, "text": block.text} for block in self.rows.blocks()]
        return self.plain  # type: ignore[no-any-return]

    @property
    def count(self) -> int:
        """How many rows the table's CSV has."""
        return len(self.csv_rows)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        items = [
            str(next((item[k] for k in ("name", "statement") if k in item), ""))
            if isinstance(item, dict)
            else str(item)
            for item in value
        ]
        return _cell("；".join(items))
    if isinstance(value, dict):
        return _cell("；".join(f"{key}：{_cell(item)}" for key, item in value.items()))
    if isinstance(value, str) and _SPOILED.fullmatch(value):
        return "'" + value  # a spreadsheet would make another value of it
    return _held(str(value))


def _held(text: str) -> str:
    """A text that a spreadsheet does not run as a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def _flat(shape: type[BaseModel], row: dict[str, Any]) -> dict[str, Any]:
    """A record within a record as columns of its own: evidence_title, evidence_url."""
    flat: dict[str, Any] = {}
    for name, field in shape.model_fields.items():
        inner = next((t for t in (field.annotation, *get_args(field.annotation)) if _is_record(t)), None)
        if inner is None:
            flat[name] = row.get(name)
        else:
            values = row.get(name) or {}
            flat |= {f"{name}_{key}": values.get(key) for key in inner.model_fields}
    return flat


def _is_record(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)


def _csv(table: Table) -> str:
    rows = list(table.csv_rows)
    fields = list(rows[0]) if rows else []
    if not isinstance(table.rows, Plan):  # the model's order and names, also where no row has a value
        shape = get_args(table.shape)[0]
        fields, rows = list(_flat(shape, {})), [_flat(shape, row) for row in rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, restval="", lineterminator="\r\n")
    writer.writeheader()
    # A day in the issued text stays as it is: a spreadsheet shows it the same.
    shown = _held if isinstance(table.rows, Plan) else _cell
    writer.writerows({key: "" if value is None else shown(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def files(stamp: Stamp, published: Sequence[Table]) -> dict[str, bytes]:
    """Every file of open data: path below the site, content.

    `edition.json` says which edition this is; the tables do not depend on it. CSV is UTF-8 with a
    byte-order mark, because Excel reads it as GBK without one.
    """
    named = stamp.model_dump(mode="json", exclude_none=True)
    made = {f"{FOLDER}/edition.json": _json(named).encode()}
    for table in published:
        stem = f"{FOLDER}/{table.name}"
        schema = TypeAdapter(table.shape).json_schema(mode="serialization")
        draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": table.title}
        made[f"{stem}.json"] = _json(table.plain).encode()
        made[f"{stem}.csv"] = _csv(table).encode("utf-8-sig")
        made[f"{stem}.schema.json"] = _json(draft | schema).encode()
    return made
