"""Objections to what is published, and what was answered: what was said, never who said it."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from macros.records.base import Gloss, Record, Text


class Settled(Gloss):
    """How an objection came out."""

    CORRECTED = ("更正", "更正", "异议成立，已经更正")
    KEPT = ("维持", "维持", "核对后与依据相符，不改")
    EVIDENCE = ("补充依据", "补充依据", "数不变，补充了依据或者核实")
    WITHDRAWN = ("撤回", "撤回", "异议成立，撤回了报告")
    EXPLAINED = ("说明", "说明", "内容不变，作了说明")
    PASSED_ON = ("转办", "转办", "不属于本站的内容，已经转给有关单位")


class Objection(Record):
    """One objection.

    Attributes:
        id: the year it was received, then letters; in addresses, never reused.
        target, task, record, page: what it is about; one of the four. A page is named by its address, `method.html`.
        objection: what was objected, in words, without any person's name.
        answer, answered_on, settled: absent until it is answered.
        led_to: id of the record that corrects or withdraws what was objected to.
    """

    id: Annotated[str, Field(pattern="^20[0-9]{2}-[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    received_on: datetime.date
    target: Text | None = None
    task: Text | None = None
    record: Text | None = None
    page: Text | None = None
    objection: Text
    answered_on: datetime.date | None = None
    answer: Text | None = None
    settled: Annotated[Settled | None, Field(strict=False)] = None
    led_to: Text | None = None

    @property
    def named(self) -> dict[str, str]:
        """What it says that it is about, by the name of the field."""
        given = {"target": self.target, "task": self.task, "record": self.record, "page": self.page}
        return {field: value for field, value in given.items() if value is not None}


class Objections(Record):
    """data/objections.yml.

    Attributes:
        demo: they are made up; such files live only below tests/.
    """

    demo: bool = False
    objections: list[Objection]
