"""The shapes of what is published beyond the records themselves: derived, never stored."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict, Field

from macros.judged.judge import Result
from macros.records.base import Count, Figure, Text
from macros.records.bodies import Body
from macros.records.objections import Objection
from macros.records.progress import Report

VERSION = "2"
"""Of the data's format: it goes up when a key changes its meaning or goes away; 开放数据 lists what changed."""


class Source(BaseModel):
    """A data file: its path below the project, or below the folder of made-up records, and its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    path: Text
    sha256: Text


class Stamp(BaseModel):
    """Which edition this is.

    Attributes:
        version: of the data's format.
        commit: of the project, as git or, where git does not answer, the CI says; absent where neither does.
        history: why git does not answer, or not wholly; absent where it does.
        as_of: of an earlier edition, the day whose data it shows; absent for the current one.
        today: the day the outcomes are judged on.
        date: of the commit, YYYY-MM-DD in China.
        timestamp: the same in seconds since 1970, UTC.
        data_as_of: newest date any record is true for; absent where there is no record.
        demo: the progress is made up.
        site_url: where the site is published; absent where not configured.
        imprint: who made the edition and how to reach them, as configured: heading to words.
        sources: the data files that the edition was made from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Text = VERSION
    commit: Text | None = None
    history: Text | None = None
    as_of: datetime.date | None = None
    today: datetime.date
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
        told: what became of it since the plan was issued, in words; absent where nothing did.
    """

    printed_in: dict[str, list[str]]
    tasks: list[str]
    positions: dict[str, int]
    safeguards: list[str]
    partners: dict[str, list[str]]
    told: Text | None = None


class PublishedReport(Report):
    """A progress record as published: with the body and year it was filed under (derived).

    Attributes:
        body: the body's full name.
        reported_as: the name that the body had on the day of the report, where that differs.
        year: the year it speaks of.
        subject: the id of the target or task; a withdrawal's is that of what it takes back.
        figure: what it reports of a target, in words.
        verified: who verified it, when, how and with what result, in words.
        counts: whether it is neither corrected nor withdrawn, nor a withdrawal.
        corrected_by: the id of the record that corrects it.
        withdrawn_by: the id of the record that takes it back.
        page: its address for good, below the site: the page of what it speaks of, with its id as the anchor.
        obs_status: SDMX's CL_OBS_STATUS: A normal, P provisional, O missing, M cannot exist, L not
            collected; of figures only.
    """

    body: Text
    reported_as: Text | None = None
    year: Count
    subject: Text
    figure: Text | None = None
    verified: Text | None = None
    counts: bool
    corrected_by: Text | None = None
    withdrawn_by: Text | None = None
    page: Text
    obs_status: Text | None = None


class Statement(BaseModel):
    """Why and what next, in a body's own words.

    Attributes:
        record: the id of the record that says so.
        by: the body, or the member of it.
        cause: why, coded.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    record: Text
    by: Text
    as_of: datetime.date
    statement: Text
    cause: Text | None = None
    next: Text | None = None


class PublishedMember(BaseModel):
    """One of the bodies behind a collective name; `code` is its statistics code."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    body: Text
    name: Text
    code: Text


class PublishedPace(BaseModel):
    """A sum beside the time that had passed when it was true.

    Attributes:
        as_of: the day the newest figure of the sum was true.
        days, of_days: days of the period up to that day, and in all.
        reported, promised: figures in the target's unit.
        words: all of it, in Chinese.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    as_of: datetime.date
    days: int
    of_days: int
    reported: Figure
    promised: Figure
    words: str


class PublishedOutcome(BaseModel):
    """A target's outcome as computed on the edition's day, with the sentence that says why.

    Attributes:
        page: the target's own page, below the site; it never moves.
        promise: the promise in few words.
        outcome: the result's word; `label` is its Chinese name.
        reported: the figure compared, with its unit; absent where nothing was reported.
        as_of: newest date among the records used.
        statements: what the bodies say of it, newest first; absent where they say nothing.
        pace: of a sum, how much is reported beside how much time had passed; no verdict.
    """

    model_config = ConfigDict(extra="forbid")
    target: str
    page: str
    promise: str
    outcome: Result
    label: str
    sentence: str
    reported: str | None = None
    as_of: datetime.date | None = None
    statements: list[Statement] | None = None
    pace: PublishedPace | None = None


class PublishedYear(BaseModel):
    """One year of a target: what the records that count come to.

    Attributes:
        record: id of the newest of them; absent, like `figure`, where nothing was reported.
        records: all of them where there are several: intervals or parts.
        figure: what they come to, in words; 暂无官方数据, 不涉及 or 未统计 where none can be had.
        as_of: the day it was true; of several parts, the earliest.
        met: whether it meets the promise by itself; absent where it decides nothing.
        word: 达到, 未达到, 不能判定, 未报告, or why no figure can be had; of targets judged year by year.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    target: Text
    year: Count
    record: Text | None = None
    records: list[Text] | None = None
    figure: Text | None = None
    as_of: datetime.date | None = None
    met: bool | None = None
    word: Text | None = None


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


class PublishedObjection(Objection):
    """An objection as published, as it stands on the edition's day (derived).

    Attributes:
        subject: id of the target or task that it concerns, also by a record; absent for a page.
        about: the same in words.
        state: how it stands, in words.
        days: from the day it was received to that of the answer; while there is none, to the edition's day.
        address: where it stands, below the site.
    """

    subject: Text | None = None
    about: Text
    state: Text
    days: int
    address: Text


class Due(BaseModel):
    """Something a body is to report for a year.

    Attributes:
        target: absent where the body's own state of the task is due.
        reported: whether it has been, by whichever of the task's bodies.
        due_on: the day it falls due.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    body: Text
    year: Count
    task: Text
    target: Text | None = None
    reported: bool
    due_on: datetime.date


class Term(BaseModel):
    """A word of the data with its Chinese name and meaning, or a numbered rule.

    Attributes:
        kind: op, period, measure, result, state, basis, unavailable, cause, method, settled, asks, rule, pace or
            how_to_report.
        word: the word in the data; a rule's number.
        code: of an unavailable figure, SDMX's observation status.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Text
    word: Text
    label: Text | None = None
    code: Text | None = None
    meaning: Text
