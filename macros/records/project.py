"""Everything that was promised and reported, as loaded: the one argument of checks, account and views."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macros.records.bodies import Body
from macros.records.index import Index, index
from macros.records.plan import Plan
from macros.records.progress import Report, ReportFile
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
    """

    root: Path
    plan: Plan
    bodies: list[Body]
    targets: list[Target]
    files: list[FiledYear]
    demo: bool
    today: datetime.date

    @cached_property
    def index(self) -> Index:
        """The look-ups, built once."""
        return index(self.plan, self.bodies, self.targets)

    @cached_property
    def filings(self) -> list[Filing]:
        """Every record with the body and year it was filed under, corrected ones included."""
        return [Filing(report, file.slug, int(file.year)) for file in self.files for report in file.content.records]
