"""Answers into records: what a returned row adds to data/progress, in the fields and the order of the files."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from macros.forms.answers import NO_FIGURE, Answer, differing
from macros.forms.doubts import doubts
from macros.judged.asked import Form
from macros.judged.cells import BASES, FIRST, HELD, SCOPES, Kind, evidence_of, joined
from macros.records.progress import Report

FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("value", "covered", "held", "state", "unavailable", "target", "task", "id"), "value"),
    **dict.fromkeys(("total", "benchmark"), "second"),
    **dict.fromkeys(("statement", "summary"), "progress"),
    **dict.fromkeys(("reason", "confirmed", "corrects", "note"), "why"),
    **dict.fromkeys(("part", "member", "joint_with"), "scope"),
    **{name: name for name in ("as_of", "evidence", "cause", "next", "basis")},
}
"""In which cell of its row a record's field was written."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one row changes.

    Attributes:
        about: the request's id.
        record: a new record without its id; None where only a confirmation comes to one that is there.
        confirms: the id of that record; "".
        confirmed: its words.
    """

    about: str
    record: Mapping[str, Any] | None = None
    confirms: str = ""
    confirmed: str = ""


def entry(form: Form, row: Answer, reported_on: datetime.date) -> Entry | None:
    """What a row without faults changes; None where everything it says is there."""
    request, texts = row.request, row.texts
    current = request.current.report if request.current else None
    if current is not None:
        differs = differing(request, texts)
        if not differs:
            return None
        if differs == ["why"] and not current.reason and not current.confirmed:
            return Entry(about=request.about, confirms=current.id, confirmed=texts["why"])
    record = _record(form, row, reported_on)
    if current is not None:
        record |= {"corrects": current.id, "reason": texts.get("why", "")}
    return Entry(about=request.about, record=record)


def corrects_without_reason(row: Answer) -> Report | None:
    """The record that a row would correct, where it does not say why; None where it says so or corrects none."""
    request = row.request
    current = request.current.report if request.current else None
    if current is None or not row.touched or "why" in row.texts:
        return None
    return current if differing(request, row.texts) else None


def _record(form: Form, row: Answer, reported_on: datetime.date) -> dict[str, Any]:
    request, texts = row.request, row.texts
    record: dict[str, Any] = {"target" if request.target else "task": request.about}
    if form.member:
        record["member"] = form.member.name
    status = texts.get("status", "")
    if request.kind is Kind.STATE:
        record["state"] = texts["value"]
        record["summary"] = joined(texts["progress"], texts.get("problem", ""), texts.get("next", ""))
    elif status in NO_FIGURE:
        record["unavailable"] = status
    else:
        record |= _figures(request.kind, texts)
        if status == FIRST:
            record["provisional"] = True
    if SCOPES.get(texts.get("scope", "")):
        record["part"] = True
    if "basis" in texts and status not in NO_FIGURE:
        record["basis"] = BASES[texts["basis"]].value
    record["as_of"] = datetime.date.fromisoformat(texts["as_of"])
    record["reported_on"] = reported_on
    title, url = evidence_of(texts["evidence"])
    record["evidence"] = {"title": title} | ({"url": url} if url else {})
    if request.kind is not Kind.STATE:
        said = joined(texts.get("progress", ""), texts.get("problem", ""))
        record |= {"statement": said} if said else {}
        record |= {key: texts[key] for key in ("cause", "next") if key in texts}
    return record | _why(row, status)


def _figures(kind: Kind, texts: Mapping[str, str]) -> dict[str, Any]:
    if kind is Kind.HELD:
        return {"held": HELD[texts["value"]]}
    value = Decimal(texts["value"])
    if kind is Kind.COVERAGE:
        return {"covered": value, "total": Decimal(texts["second"])}
    if kind is Kind.BENCHMARK:
        return {"value": value, "benchmark": Decimal(texts["second"])}
    return {"value": value}


def _why(row: Answer, status: str) -> dict[str, Any]:
    """The one text that says why: why there is no figure, or why a figure is true all the same."""
    if (why := row.texts.get("why", "")) == "":
        return {}
    if status in NO_FIGURE:
        return {"reason": why}
    if row.request.current is None or any(True for _ in doubts(row)):
        return {"confirmed": why}
    return {}
