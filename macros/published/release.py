"""Folder and day in, everything that is published out: site, print, preview and forms are views of it."""

from __future__ import annotations

import datetime
import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from macros.judged.account import Account
from macros.judged.asked import Form, current, forms
from macros.judged.objections import Case, cases
from macros.published import formats, tables
from macros.published.before import past_of
from macros.published.earlier import Earlier, as_it_stood
from macros.published.editions import Edition, editions
from macros.published.formats import Table
from macros.published.shapes import PublishedOutcome, PublishedReport, PublishedYear, Source, Stamp
from macros.records.history import History
from macros.records.load import DATA
from macros.records.problem import DataError, Location, Problem
from macros.records.redirects import Redirect
from macros.records.repository import date_of, git, is_tracked
from macros.records.settings import settings
from macros.rules.checked import held, load_checked
from macros.rules.evidence import copies


@dataclass(frozen=True, kw_only=True)
class Release:
    """What one edition publishes.

    Attributes:
        stamp: which edition this is.
        account: the checked data seen on the edition's day.
        tables: the open data.
        files: the same as files: path below the site to content.
        past: what the repository's history says of the records.
        editions: the days on which published records changed, newest first.
    """

    stamp: Stamp
    account: Account
    tables: Sequence[Table]
    files: Mapping[str, bytes]
    past: History = field(default_factory=History)
    editions: Sequence[Edition] = ()

    @cached_property
    def objections(self) -> Mapping[str, Sequence[Case]]:
        """The objections that concern a target or task, by its id."""
        found: dict[str, list[Case]] = defaultdict(list)
        for case in cases(self.account):
            found[case.subject].append(case)
        return found

    @property
    def redirects(self) -> Sequence[Redirect]:
        """Which addresses have moved."""
        return self.account.project.redirects.redirects if self.account.project.redirects else ()

    @cached_property
    def reports(self) -> Mapping[str, PublishedReport]:
        """The published records, by id."""
        return {report.id: report for table in self.tables if table.name == "progress" for report in table.rows}

    @cached_property
    def told(self) -> Mapping[str, str]:
        """What became of each body since the plan was issued, by slug; bodies of which no source tells are absent."""
        bodies = (row for table in self.tables if table.name == "bodies" for row in table.rows)
        return {row.slug: row.told for row in bodies if row.told}

    @cached_property
    def forms(self) -> Sequence[Form]:
        """The forms of the current round; none where there is no round yet."""
        newest = current(self.account)
        return forms(self.account, newest) if newest else ()

    @cached_property
    def forms_of(self) -> Mapping[str, Sequence[Form]]:
        """The same by the body's slug, its members' after each other."""
        found: dict[str, list[Form]] = {body.slug: [] for body in self.account.project.bodies}
        for form in self.forms:
            found[form.body.slug].append(form)
        return found

    @cached_property
    def outcomes(self) -> Mapping[str, PublishedOutcome]:
        """The published outcomes, by the target's id."""
        return {row.target: row for table in self.tables if table.name == "outcomes" for row in table.rows}

    @cached_property
    def years(self) -> Mapping[str, Sequence[PublishedYear]]:
        """The published years of each target, by the target's id."""
        found: dict[str, list[PublishedYear]] = {target.id: [] for target in self.account.project.targets}
        for row in (row for table in self.tables if table.name == "years" for row in table.rows):
            found[row.target].append(row)
        return found


def now(root: Path) -> int:
    """Seconds of SOURCE_DATE_EPOCH, else of the last commit, so that two builds of one commit are the same
    bytes; else of the clock.
    """
    committed = git(root, "log", "-1", "--format=%ct") if is_tracked(root) else ""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or committed or time.time())


def _commit(root: Path) -> str | None:
    """Name the commit, and whether anything is changed since; else as the CI does; None where neither knows."""
    if is_tracked(root):
        return git(root, "describe", "--always", "--dirty=（另有未提交的修改）", "--abbrev=12", "--exclude=*") or None
    return (os.environ.get("CI_COMMIT_SHA") or os.environ.get("GITHUB_SHA") or "")[:12] or None


def _sources(root: Path, progress: Path | None) -> Iterator[Source]:
    """Every data file, with what it hashes to."""
    data = root / "data"
    real = (path for path in data.rglob("*") if not (progress and path.is_relative_to(data / "progress")))
    made_up = progress.rglob("*.yml") if progress else ()
    for base, found in ((root, sorted(real)), (progress, sorted(made_up))):
        for path in found:
            if base and path.is_file() and not path.name.startswith("."):
                name = path.relative_to(base).as_posix()
                yield Source(path=name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def release(
    root: Path,
    *,
    progress: Path | None = None,
    today: datetime.date | None = None,
    as_of: datetime.date | None = None,
    published: str = "",
    site_url: str | None = None,
    imprint: Mapping[str, str] | None = None,
) -> Release:
    """Load the data below `root`, hold it to every rule, judge it, and make what is published.

    Args:
        root: the folder that holds data/ and docs/.
        progress: made-up records to take instead of data/progress.
        today: the day to judge on; the day of the build where none is given.
        as_of: an earlier day: the data as the repository's last version up to it has them, judged on it.
        published: where git tells no history, path or address of the published open-data/progress.json.
        site_url: where the site is published, ending in a slash.
        imprint: who makes the edition, as configured: heading to words.

    Raises:
        DataError: with all problems of the data at once; or git does not tell what stood on `as_of`.
    """
    if as_of is not None:
        if progress or today:
            wrong = "以前的版本只用那一天的数据，按那一天判定"
            raise DataError([Problem(Location(DATA), wrong, "不要同时写别的日期或者演示数据的文件夹")])
        with as_it_stood(root, as_of) as old:
            return earlier_release(old, site_url=site_url, imprint=imprint)
    past = past_of(root, published)
    project = load_checked(root, progress, today, past)
    # Not the commit's day: a commit of the last year would say 推进中 for ever.
    account = Account(project, project.today, {} if project.demo else past.first_days)
    timestamp = now(root)
    gap = past.gap.wrong if past.gap else None
    stamp = _stamp(
        account, list(_sources(root, progress)), timestamp, site_url, imprint, commit=_commit(root), history=gap
    )
    return _made(stamp, account, past)


def earlier_release(old: Earlier, *, site_url: str | None = None, imprint: Mapping[str, str] | None = None) -> Release:
    """The release of an earlier edition."""
    account = Account(old.project, old.day, old.past.first_days)
    sources = list(_sources(old.folder, None))
    commit, note = old.commit.name[:12], old.note or None
    stamp = _stamp(account, sources, old.commit.seconds, site_url, imprint, commit=commit, history=note, as_of=old.day)
    return _made(stamp, account, old.past)


def beside(folder: Path, like: Release, progress: Path | None = None) -> Release:
    """The release of another folder, with the day and the history of `like`: what differs is the data alone.

    Whether published records stayed is not asked: an older state has not got the newer ones.

    Args:
        folder: the folder that holds data/ and docs/.
        like: whose day and history it takes.
        progress: made-up records to take instead of the folder's own.

    Raises:
        DataError: with all problems of its data at once.
    """
    project, told = held(folder, progress, like.stamp.today), settings(folder)
    account = Account(project, project.today, {} if project.demo else like.past.first_days)
    sources = list(_sources(folder, progress))
    stamp = _stamp(
        account,
        sources,
        like.stamp.timestamp,
        told.site_url,
        told.extra.imprint,
        commit=None,
        history=like.stamp.history,
    )
    return _made(stamp, account, like.past)


def without(whole: Release, ids: Collection[str]) -> Release:
    """The same release as if some of its records had not been reported; nor what corrects or withdraws them."""
    project, gone = whole.account.project, set(ids)
    while more := {f.report.id for f in project.filings if {f.report.corrects, f.report.withdraws} & gone} - gone:
        gone |= more
    files = [
        replace(file, content=file.content.model_copy(update={"records": kept}))
        for file in project.files
        for kept in [[record for record in file.content.records if record.id not in gone]]
    ]
    account = Account(replace(project, files=files), whole.account.today, whole.account.first_days)
    return _made(whole.stamp.model_copy(update={"data_as_of": account.data_as_of}), account, whole.past)


def _stamp(
    account: Account,
    sources: list[Source],
    timestamp: int,
    site_url: str | None,
    imprint: Mapping[str, str] | None,
    *,
    commit: str | None,
    history: str | None,
    as_of: datetime.date | None = None,
) -> Stamp:
    return Stamp(
        commit=commit,
        history=history,
        as_of=as_of,
        today=account.today,
        date=date_of(timestamp),
        timestamp=timestamp,
        data_as_of=account.data_as_of,
        demo=account.project.demo,
        site_url=site_url or None,
        imprint=dict(imprint or {}),
        sources=sources,
    )


def _made(stamp: Stamp, account: Account, past: History) -> Release:
    made, earlier = tables.tables(account), editions(account, past)
    files = formats.files(stamp, made) | {it.path: it.file for it in earlier if it.path}
    files |= {f"evidence/{name}": path.read_bytes() for path, name in copies(account.project).items()}
    return Release(stamp=stamp, account=account, tables=made, files=files, past=past, editions=earlier)
