"""Everything that was promised and reported, as loaded: the one argument of checks, account and views."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from macros.records.bodies import Body, predecessors
from macros.records.index import Index, index
from macros.records.objections import Objections
from macros.records.plan import Plan
from macros.records.progress import Report, ReportFile
from macros.records.readers import Readers
from macros.records.redirects import Redirects
from macros.records.rounds import Reporting, Rounds
from macros.records.targets import Target


@dataclass(frozen=True)
class FiledYear:
    """One progress file: its place, and what it says."""

    file: str
    year: str
    slug: str
    content: ReportFile


@dataclass(frozen=True)
class Filing:
    """A record with the slug of the body and the year it was filed under."""

    report: Report
    slug: str
    year: int


@dataclass(frozen=True)
class Project:
    """The loaded data.

    Attributes:
        root: the folder that holds data/ and docs/.
        files: the progress files, by year and slug.
        demo: the progress is made up: it was read from elsewhere than data/progress.
        today: the day of the build; nothing is reported after it.
        rounds: when the office asks for what; None where no file says so.
        objections: to what is published; None where there are none.
        redirects: which addresses have moved; None where none has.
        reporting: who reports what; None where no file says so, and every body of a clause may.
        readers: what helps readers in.
    """

    root: Path
    plan: Plan
    bodies: list[Body]
    targets: list[Target]
    files: list[FiledYear]
    demo: bool
    today: datetime.date
    rounds: Rounds | None = None
    reporting: Reporting | None = None
    redirects: Redirects | None = None
    readers: Readers = field(default_factory=Readers)
    objections: Objections | None = None

    @cached_property
    def index(self) -> Index:
        """The look-ups, built once."""
        return index(self.plan, self.bodies, self.targets)

    @cached_property
    def reporter_of(self) -> Mapping[str, Body]:
        """The one body that is to report a target's figure or a task's state, by its id; by arrangement only."""
        rows = self.reporting.reporters if self.reporting else []
        named, known = self.index.named, {*self.index.targets, *self.index.tasks}
        return {row.about: named[row.body] for row in reversed(rows) if row.body in named and row.about in known}

    @cached_property
    def arranged_for(self) -> Mapping[str, Sequence[str]]:
        """What a body is to report by arrangement, by its slug."""
        found: dict[str, list[str]] = defaultdict(list)
        for about, body in self.reporter_of.items():
            found[body.slug].append(about)
        return found

    @cached_property
    def predecessors(self) -> Mapping[str, Sequence[tuple[Body, datetime.date]]]:
        """The bodies whose tasks another goes on with, and since when, by the other's full name."""
        return predecessors(self.bodies)

    @cached_property
    def filings(self) -> list[Filing]:
        """Every record with the body and year it was filed under, corrected ones included."""
        return [Filing(report, file.slug, int(file.year)) for file in self.files for report in file.content.records]
