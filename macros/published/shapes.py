"""The shapes of what is published beyond the records themselves: derived, never stored."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict, Field

from macros.judged.judge import Result
from macros.records.base import Count, Text
from macros.records.bodies import Body
from macros.records.progress import Report


class Source(BaseModel):
    """A data file: its path below the project, or below the folder of made-up records, and its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    path: Text
    sha256: Text


class Stamp(BaseModel):
    """Which edition this is.

    Attributes:
        commit: of the project; absent outside a repository.
        date: of the commit, YYYY-MM-DD in China.
        timestamp: the same in seconds since 1970, UTC.
        data_as_of: newest date any record is true for; absent where there is no record.
        demo: the progress is made up.
        site_url: where the site is published; absent where not configured.
        imprint: who made the edition and how to reach them, as configured: heading to words.
        sources: the data files that the edition was made from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    commit: Text | None = None
    date: datetime.date
    timestamp: int
    data_as_of: datetime.date | None = None
    demo: bool
    site_url: Text | None = None
    imprint: dict[str, str] = Field(default_factory=dict)
    sources: list[Source] = Field(default_factory=list)


class PublishedBody(Body):
    """A body as published, with what the plan says of it (derived).

    Attributes:
        printed_in: spelling to the ids of the tasks it is printed in.
        tasks: ids of all its tasks.
        positions: its place in the clause of each of them, counted from 1, by the task's id.
        safeguards: ids of the safeguards that name it.
        partners: name of a body that shares tasks with it to the shared tasks' ids.
    """

    printed_in: dict[str, list[str]]
    tasks: list[str]
    positions: dict[str, int]
    safeguards: list[str]
    partners: dict[str, list[str]]


class PublishedReport(Report):
    """A progress record as published: with the body and year it was filed under (derived).

    Attributes:
        body: the body's full name.
        year: the year it speaks of.
        figure: what it reports of a target, in words.
        corrected_by: the id of the record that corrects it.
    """

    body: Text
    year: Count
    figure: Text | None = None
    corrected_by: Text | None = None


class PublishedOutcome(BaseModel):
    """A target's outcome as computed on the edition's day, with the sentence that says why.

    Attributes:
        promise: the promise in few words.
        outcome: the result's word; `label` is its Chinese name.
        reported: the figure compared, with its unit; absent where nothing was reported.
        as_of: newest date among the records used.
    """

    model_config = ConfigDict(extra="forbid")
    target: str
    promise: str
    outcome: Result
    label: str
    sentence: str
    reported: str | None = None
    as_of: datetime.date | None = None


class PublishedYear(BaseModel):
    """One year of a target: the report that counts for it.

    Attributes:
        record: id of that report; absent, like `figure` and `met`, where nothing was reported.
        figure: what it reports, in words.
        met: whether it meets the promise by itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    target: Text
    year: Count
    record: Text | None = None
    figure: Text | None = None
    met: bool | None = None


class PublishedBar(BaseModel):
    """A bar of a target's chart: heights are shares of the chart's own.

    Attributes:
        label: the year, or 合计 for the sum where years are added up.
        text: the figure written on it.
        height: absent where nothing was reported.
        met: absent where it cannot be judged alone.
        line: height of the figure that this bar alone is compared with.
        lines: heights of what was promised, the same for all bars of a chart.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    target: Text
    label: Text
    text: Text
    height: float | None = None
    met: bool | None = None
    line: float | None = None
    lines: list[float]


class Due(BaseModel):
    """Something a body is to report for a year.

    Attributes:
        target: absent where the body's own state of the task is due.
        reported: whether it has been, by whichever of the task's bodies.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    body: Text
    year: Count
    task: Text
    target: Text | None = None
    reported: bool


class Term(BaseModel):
    """A word of the data with its Chinese name and meaning, or a numbered rule.

    Attributes:
        kind: op, period, measure, result, state, rule or how_to_report.
        word: the word in the data; a rule's number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Text
    word: Text
    label: Text | None = None
    meaning: Text
