"""What was published last, read from the site itself: its progress.json stands in where git tells no history."""

from __future__ import annotations

import datetime
import json
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from macros.published.shapes import PublishedReport
from macros.records.bodies import Body
from macros.records.history import History, Version, history, records_in
from macros.records.load import BODIES, PROGRESS, parse
from macros.records.problem import DataError, Location, Problem
from macros.records.progress import Report, ReportFile
from macros.records.yaml_lines import load_yaml, parse_yaml

_LIMIT = 50_000_000
_SECONDS = 30
_KNOWN = PublishedReport.model_fields.keys()
_DERIVED = ("published_on",)  # stands in the file only where the history cannot tell


def past_of(root: Path, published: str = "") -> History:
    """What was published before: as git tells, and where it does not, as the published site does.

    Args:
        root: the project.
        published: path or address of the site's open-data/progress.json; "" for none.

    Raises:
        DataError: that file cannot be had, or is none.
    """
    past = history(root, PROGRESS)
    if not past.gap or not published:
        return past
    return History({row["id"]: [_version(row)] for row in _rows(root, published)}, (), past.gap)


def _refuse(source: str, wrong: str, remedy: str) -> DataError:
    return DataError([Problem(Location(source), wrong, remedy)])


def _bytes(source: str) -> bytes:
    hint = "核对路径或网址；应当是公开网站的 open-data/progress.json"
    if not source.startswith(("http://", "https://")):
        try:
            return Path(source).read_bytes()
        except OSError as error:
            raise _refuse(source, f"读不到以前公开的记录（{error.strerror}）", hint) from error
    try:
        with urllib.request.urlopen(source, timeout=_SECONDS) as answer:
            raw = answer.read(_LIMIT + 1)
    except (OSError, ValueError) as error:
        raise _refuse(source, f"取不到以前公开的记录（{error}）", hint) from error
    if len(raw) > _LIMIT:
        raise _refuse(source, f"文件超过 {_LIMIT // 1_000_000} MB", hint)
    return bytes(raw)


def _rows(root: Path, source: str) -> Iterator[Mapping[str, Any]]:
    """The published records with their file's body as a slug, read as strictly as the data."""
    hint = "应当是公开网站的 open-data/progress.json，不要改动"
    try:
        rows = json.loads(_bytes(source), parse_float=float)
    except ValueError as error:
        raise _refuse(source, "不是公开的记录：不是 JSON", hint) from error
    if not isinstance(rows, list):
        raise _refuse(source, "不是公开的记录：应当是一列", hint)
    slugs = {body.name: body.slug for body in parse(load_yaml(root, BODIES), list[Body], BODIES)}
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not {"id", "body", "year"} <= row.keys() <= _KNOWN:
            raise _refuse(source, f"不是公开的记录：第 {number} 条的字段不对", hint)
        if row["id"] in seen:
            raise _refuse(source, f"不是公开的记录：“{row['id']}”有两条", hint)
        seen.add(row["id"])
        lines = _lines({key: row[key] for key in Report.model_fields if key in row and key not in _DERIVED})
        try:
            parse(parse_yaml("".join(["body: x\n", "records:\n", *lines]), source), ReportFile, source)
        except DataError as error:
            wrong = f"不是公开的记录：第 {number} 条读不懂：{error.problems[0].wrong}"
            raise _refuse(source, wrong, hint) from error
        yield row | {"slug": slugs.get(row["body"], row["body"]), "lines": lines}


def _version(row: Mapping[str, Any]) -> Version:
    """A published record as it stood in its file."""
    ((fields, lines),) = records_in("".join(["records:\n", *row["lines"]])).values()
    day = row.get("published_on")
    file = f"{PROGRESS}/{row['year']}/{row['slug']}.yml"
    return Version(file, "", datetime.date.fromisoformat(day) if day else None, fields, lines)


def _lines(record: Mapping[str, Any]) -> list[str]:
    """A record as lines of its file."""
    plain = [_with_days(record)]
    dumped = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10**6)
    return [f"  {line}\n" for line in dumped.splitlines()]


def _with_days(value: Any) -> Any:
    """The same with days instead of their texts, which YAML would write in quotes."""
    if isinstance(value, dict):
        return {key: _with_days(item) for key, item in value.items()}
    try:
        return datetime.date.fromisoformat(value) if len(value) == len("2025-12-31") else value
    except (TypeError, ValueError):
        return value
