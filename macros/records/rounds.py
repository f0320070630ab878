"""When the office asks for reports, and whom: its own arrangements, never the issued text's."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from macros.records.base import Gloss, Record, Text


class Asks(Gloss):
    """What a round asks for."""

    ANNUAL = (
        "annual",
        "当年应报的数和进展",
        "逐年计算和各年相加的目标的数、没有目标指标的任务的进展；期末还有其余目标的数",
    )
    ALL = ("all", "全部目标的数和进展", "全部目标的数，没有目标指标的任务的进展")
    STATES = ("states", "任务进展", "没有目标指标的任务的进展")


class Round(Record):
    """One round of reporting: what is asked, of which day, until when.

    Attributes:
        id: the year of the figures, then letters; in file names and addresses, never reused.
        title: as it stands on the forms, such as 2025年终.
        as_of: the day that figures and states are asked for.
        due_on: the last day to report on.
    """

    id: Annotated[str, Field(pattern="^20[0-9]{2}-[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    title: Text
    asks: Annotated[Asks, Field(strict=False)]
    as_of: datetime.date
    due_on: datetime.date

    @property
    def year(self) -> int:
        """The year that the figures belong to."""
        return self.as_of.year

    @property
    def closes(self) -> bool:
        """Whether it asks for the whole year's figures, so that its due day is the year's."""
        return self.asks is not Asks.STATES and (self.as_of.month, self.as_of.day) == (12, 31)


class Rounds(Record):
    """data/rounds.yml.

    Attributes:
        demo: they are made up; such files live only below tests/.
    """

    demo: bool = False
    rounds: list[Round]


class Reporter(Record):
    """Which body reports a target's figure or a task's state, by arrangement.

    Attributes:
        target, task: an id; one of the two.
        body: full name of the one body that reports it; of a collective, each member reports its part.
    """

    target: Annotated[Text | None, BeforeValidator(str)] = None
    task: Annotated[Text | None, BeforeValidator(str)] = None
    body: Text

    @property
    def about(self) -> str:
        """The id of the target or task."""
        return self.target or self.task or ""


class Reporting(Record):
    """data/reporting.yml: one reporter for each target and each task's state.

    Attributes:
        demo: it is made up; such files live only below tests/.
        by: who has arranged it.
    """

    demo: bool = False
    by: Text
    reporters: list[Reporter]

    @property
    def words(self) -> str:
        """Stands wherever it is shown, as in 区科协的填报安排，非方案原文; "" where it arranges nothing."""
        return f"{self.by}的填报安排，非方案原文" if self.reporters else ""
