"""Every edition: the days on which published records changed, and what stood on each of them.

All is found in the history that was read once. A record never changes after it was published, so an edition is
those of today's records that were published by its day, in the form that they had; it is judged on that day by
today's rules.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from macros.judged.account import Account
from macros.judged.result import Result
from macros.published.shapes import VERSION
from macros.published.tables import outcomes_table, progress_table
from macros.records.history import History
from macros.records.load import TARGETS, parse
from macros.records.problem import DataError
from macros.records.progress import Report, ReportFile
from macros.records.project import FiledYear, Filing, Project
from macros.records.targets import Target
from macros.records.yaml_lines import parse_yaml

KEPT, KEPT_BYTES = 100, 20_000_000
"""So many of the newest editions, up to so many bytes, are files of their own (each about as large as progress.json
was then); an older one is built by `python -m scripts.build --as-of`.
"""

Results = Mapping[str, Result]


@dataclass(frozen=True, kw_only=True)
class Move:
    """A target whose result changed from one edition to the next."""

    target: Target
    old: Result
    new: Result


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What stood on a day.

    Attributes:
        day: it stands from this day until that of the next edition.
        commit: the version that brought the last change of that day; "" where there is no history.
        came: the records that were published that day.
        amended: ids of older records to which something was added, such as a verification.
        records: how many records had been published by then.
        moves: the targets whose results differ from those of the edition before; None where either day's
            targets cannot be read by today's rules.
        path: of its open data, below the site; "" where it is too old for a file of its own.
        file: what stands there.
    """

    day: datetime.date
    commit: str
    came: Sequence[Filing]
    amended: Sequence[str]
    records: int
    moves: Sequence[Move] | None
    path: str
    file: bytes


def _form(report: Report, past: History, day: datetime.date) -> Report:
    """A record as it stood on a day: what was added later is not in it."""
    forms = past.versions.get(report.id, [])
    then = [form for form in forms if form.day and form.day <= day]
    if not then or then[-1] is forms[-1]:
        return report
    text = "\n".join(["body: x", "records:", *then[-1].lines]) + "\n"
    try:
        return parse(parse_yaml(text, then[-1].file), ReportFile, then[-1].file).records[0]
    except DataError:
        return report  # a shape of before today's rules


def _promised(project: Project, past: History, day: datetime.date) -> list[Target] | None:
    """The targets as they stood on a day; None where they had a shape of before today's rules."""
    then, newest = "", ""
    for on, newest in past.promises:
        then = newest if on <= day else then
    if then in ("", newest):
        return project.targets
    try:
        return parse(parse_yaml(then, TARGETS), list[Target], TARGETS)
    except DataError:
        return None


def _moves(targets: Iterable[Target], old: Results | None, new: Results | None) -> list[Move] | None:
    if old is None or new is None:
        return None
    pairs = ((target, old.get(target.id, Result.NOT_REPORTED), new.get(target.id)) for target in targets)
    return [Move(target=target, old=before, new=now) for target, before, now in pairs if now and before is not now]


def editions(account: Account, past: History) -> list[Edition]:
    """Every edition, newest first; none where the history does not tell. Made-up records have no history:
    there, a record counts as published on the day it was reported.

    Args:
        account: the edition of today.
        past: what the repository's history says of the records.
    """
    project = account.project
    if past.gap and not project.demo:
        return []
    if project.demo:
        past = History()
    known = past.first_days if not project.demo else {it.report.id: account.news(it) for it in project.filings}
    first = {it.report.id: known[it.report.id] for it in project.filings if it.report.id in known}
    changed: dict[datetime.date, str] = dict.fromkeys(sorted(set(first.values())), "")
    forms = [(form.day, name, form.commit) for name in first for form in past.versions.get(name, ()) if form.day]
    amended: dict[datetime.date, set[str]] = defaultdict(set)
    for day, name, commit in sorted(forms, key=lambda it: it[0]):
        changed[day] = commit[:12]
        if day > first[name]:
            amended[day].add(name)
    news: dict[datetime.date, list[Filing]] = defaultdict(list)
    for filing in account.changes:
        if filing.report.id in first:
            news[first[filing.report.id]].append(filing)
    judged: Results | None = {}
    stood = []
    for day in sorted(changed):
        then = _then(account, past, first, day)
        results = {name: outcome.result for name, outcome in then.outcomes.items()} if then.project.targets else None
        stood.append((then, _moves(project.targets, judged, results)))
        judged = results
    found: list[Edition] = []
    size = 0
    for then, moves in reversed(stood):
        day, commit = then.today, changed[then.today]
        file = _file(then, commit) if len(found) < KEPT and size < KEPT_BYTES else b""
        size += len(file)
        found.append(
            Edition(
                day=day,
                commit=commit,
                came=news[day],
                amended=sorted(amended[day]),
                records=len(then.project.filings),
                moves=moves,
                path=f"editions/{day}.json" if file else "",
                file=file,
            )
        )
    return found


def _then(account: Account, past: History, first: Mapping[str, datetime.date], day: datetime.date) -> Account:
    """What stood on a day, seen on that day; without targets where those of the day cannot be read."""

    def known(file: FiledYear) -> FiledYear:
        kept = [_form(it, past, day) for it in file.content.records if it.id in first and first[it.id] <= day]
        return dataclasses.replace(file, content=file.content.model_copy(update={"records": kept}))

    project = account.project
    targets = _promised(project, past, day)
    files = [known(file) for file in project.files]
    return Account(dataclasses.replace(project, files=files, targets=targets or [], today=day), day, account.first_days)


def _file(then: Account, commit: str) -> bytes:
    """An edition's open data: records, and outcomes where they can be judged as on that day."""
    told: dict[str, object] = {"version": VERSION, "as_of": then.today.isoformat()}
    told |= {"commit": commit} if commit else {}
    told |= {"demo": then.project.demo, "progress": progress_table(then).plain}
    told |= {"outcomes": outcomes_table(then).plain} if then.project.targets else {}
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
