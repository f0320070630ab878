"""Records into open data: JSON and CSV with the YAML's keys, and their JSON Schemas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from macros.judged.account import Account
from macros.judged.judge import RULES, Outcome, Result, figure, promise
from macros.published.shapes import (
    Due,
    Edition,
    PublishedBody,
    PublishedOutcome,
    PublishedReport,
    Term,
)
from macros.records import index as query
from macros.records.load import Filing, Project
from macros.records.plan import Body, Measure, Op, Period, Plan, Responsibility, Target
from macros.records.progress import HOW_TO_REPORT, State

FOLDER = "open-data"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    return PublishedBody(
        **dict(body),
        printed_in={name: [task.id for task in query.printed_in(project, name)] for name in body.names},
        tasks=[task.id for task in query.tasks_of(project, body)],
        safeguards=[safeguard.id for safeguard in query.safeguards_of(project, body)],
        partners={other.name: [task.id for task in tasks] for other, tasks in query.partners_of(project, body)},
    )


def _filed(filing: Filing, account: Account) -> PublishedReport:
    correction = account.correction_of(filing)
    target = next((t for t in account.project.targets if t.id == filing.report.target), None)
    return PublishedReport(
        **dict(filing.report),
        body=account.body(filing).name,
        year=filing.year,
        figure=figure(target, filing.report) if target else None,
        corrected_by=correction.report.id if correction else None,
    )


def _outcome(outcome: Outcome) -> PublishedOutcome:
    return PublishedOutcome(
        target=outcome.target.id,
        promise=promise(outcome.target),
        outcome=outcome.result,
        label=outcome.result.label,
        sentence=outcome.sentence,
        reported=outcome.reported or None,
        as_of=outcome.as_of,
    )


def _dues(account: Account) -> Iterator[Due]:
    for body in account.project.bodies:
        for year in account.project.plan.years:
            it = account.body_year(body, year)
            for item in it.due:
                target = item.target.id if item.target else None
                reported = item not in it.missing
                yield Due(body=body.name, year=year, task=item.task.id, target=target, reported=reported)


def _terms() -> Iterator[Term]:
    for kind in (Op, Period, Measure, Result, State):
        for gloss in kind:
            label = gloss.label or None
            yield Term(kind=kind.__name__.lower(), word=gloss.value, label=label, meaning=gloss.meaning)
    for kind, sentences in (("rule", RULES), ("how_to_report", HOW_TO_REPORT)):
        for number, sentence in enumerate(sentences, start=1):
            yield Term(kind=kind, word=str(number), meaning=sentence)


def tables(account: Account) -> list[Table]:
    """Every table the site publishes."""
    project = account.project
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
        Table(
            name="progress",
            title="报告记录（含更正和被更正的）",
            shape=list[PublishedReport],
            rows=[_filed(filing, account) for filing in account.changes],
        ),
        Table(
            name="outcomes",
            title="目标的结果与判定的句子",
            shape=list[PublishedOutcome],
            rows=[_outcome(outcome) for outcome in account.outcomes.values()],
        ),
        Table(name="dues", title="各单位逐年应报事项", shape=list[Due], rows=list(_dues(account))),
        Table(name="terms", title="用词、判定规则与报告方法", shape=list[Term], rows=list(_terms())),
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
    fields = list(rows[0]) if rows else []
    if not isinstance(table.rows, Plan):  # the model's order and names, also where no row has a value
        fields = list(get_args(table.shape)[0].model_fields)
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def files(account: Account, edition: Edition) -> dict[str, bytes]:
    """Every published file: path below the site, content.

    `edition.json` says which edition this is; the tables do not depend on it. CSV is UTF-8 with a
    byte-order mark, because Excel reads it as GBK without one.
    """
    named = edition.model_dump(mode="json", exclude_none=True)
    made = {f"{FOLDER}/edition.json": _json(named).encode()}
    for table in tables(account):
        stem = f"{FOLDER}/{table.name}"
        schema = TypeAdapter(table.shape).json_schema(mode="serialization")
        draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": table.title}
        made[f"{stem}.json"] = _json(_plain(table)).encode()
        made[f"{stem}.csv"] = _csv(table).encode("utf-8-sig")
        made[f"{stem}.schema.json"] = _json(draft | schema).encode()
    return made
