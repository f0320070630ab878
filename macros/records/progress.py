"""Progress records: what a responsible body reported, when, and on what evidence.

Zero is a number; absent means not reported. A correction replaces nothing: it names the record it
corrects and says why, and both stay.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from macros.records.address import Address
from macros.records.base import Figure, Gloss, Record, Text

Day = Annotated[datetime.date, Field()]


HOW_TO_REPORT = (
    "写明：目标或任务、数（没有目标指标的任务写进展）、截至日期、报告日期、依据材料（名称，能公开的附网址）。",
    "没有依据的数不登；0 要写 0，不知道就不写。",
    "每年举办的活动写是否举办；全覆盖写已覆盖数和总数；与全省平均相比的写本区和全省两个数。",
    "要改已报的数，不改原来的记录，另报一条更正并写明原因，两条都会保留。",
)
"""What a report has to say, in the words that site and print publish."""


class State(Gloss):
    """How far a task is, in the reporting body's own judgement. The words are those in the files."""

    NOT_STARTED = ("未开展", "未开展", "责任单位报告还没有开展")
    UNDER_WAY = ("推进中", "推进中", "责任单位报告正在开展")
    DONE = ("已完成", "已完成", "责任单位报告已经完成")


class Evidence(Record):
    """What a record rests on: a document's title and, if it is public, its address."""

    title: Text
    url: Address | None = None


class Report(Record):
    """One report, of a target's figure or of a task's state, for one year.

    Attributes:
        id: beginning with the year; never reused.
        target: a target's id; then one of value, held, or covered with total.
        task: a task's id; then state and summary.
        value: in the target's unit; for `above_benchmark`, beside `benchmark`.
        held: whether all events that the target's sentence names were held that year.
        covered: how many of `total` are covered.
        as_of: the day the figure or state was true.
        reported_on: the day it was reported.
        corrects: the id of the record that this one corrects; then `reason`.
    """

    id: Annotated[str, Field(pattern="^20[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$")]
    target: Text | None = None
    task: Text | None = None
    value: Figure | None = None
    benchmark: Figure | None = None
    covered: Figure | None = None
    total: Figure | None = None
    held: bool | None = None
    state: Annotated[State | None, Field(strict=False)] = None
    summary: Text | None = None
    as_of: Day
    reported_on: Day
    evidence: Evidence
    note: Text | None = None
    corrects: Text | None = None
    reason: Text | None = None

    @property
    def about(self) -> str:
        """The id of the target or task it speaks of."""
        return self.target or self.task or ""


class ReportFile(Record):
    """One body's records for one year: data/progress/<year>/<slug>.yml.

    Attributes:
        demo: the figures are made up; such files live only below tests/.
        body: the body's full name.
    """

    demo: bool = False
    body: Text
    records: list[Report]
