"""The plan, its bodies and its targets as frozen records.

Field names are the YAML's and the open data's; JSON Schemas are made from these classes. Every enum
member carries its Chinese gloss, so that pages and method notes print one definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from macros.records.base import Count, Figure, Gloss, Record, Text

GOAL = "goal"
"""Stands where a task id stands, for targets of the main goal that belong to no task."""


class Op(Gloss):
    """How a reported figure is compared with the promised one."""

    EQUAL = ("equal", "", "原文只写了数，没有写“以上”“超过”等字样（如“2场次”）；达到或超过这个数即为完成")
    AT_LEAST = ("at_least", "不少于", "原文写“达到”“以上”“不少于”；含本数")
    MORE_THAN = ("more_than", "超过", "原文写“超过”；不含本数，刚好等于这个数不算超过")
    BETWEEN = ("between", "", "原文写一个区间（如“1-2家”）；达到下限即为完成，超过上限时另作说明")
    FULL_COVERAGE = ("full_coverage", "全覆盖", "原文写“全覆盖”，没有给出数；要有总数和已覆盖数才能核对")
    YEARLY_EVENT = ("yearly_event", "每年举办", "原文写每年举办某项活动，没有给出次数；每年至少举办一次")
    ABOVE_BENCHMARK = (
        "above_benchmark",
        "对照水平以上",
        "原文以另一个数作对照（如“全省平均水平以上”）；含本数，要有两个数才能核对",
    )

    @property
    def numeric(self) -> bool:
        """Whether the plan's own sentence gives a number to compare with."""
        return self in (Op.EQUAL, Op.AT_LEAST, Op.MORE_THAN, Op.BETWEEN)


class Period(Gloss):
    """The time a target's figure is promised for."""

    EVERY_YEAR = ("every_year", "每年", "原文写“每年”；2022、2023、2024、2025 各年分别计算")
    BY_2025 = ("by_2025", "到2025年", "原文写“到2025年”；按 2025 年底的情况计算")
    WHOLE_PERIOD = ("whole_period", "整个时期", "原文写明一个时期（如“‘十四五’时期”）；按整个时期计算")
    UNSTATED = ("unstated", "原文未载明", "这句话没有写期限；本站不替原文补上期限")


class Measure(Gloss):
    """Whether reported figures are levels or additions; for figures that are not judged year by year."""

    STOCK = ("stock", "存量", "报告的是到那一天为止的总数；以最近一次报告为准")
    FLOW = ("flow", "增量", "报告的是当年新增的数；各年相加")


class Join(Record):
    """A line break inside a sentence of the issued text, joined with nothing.

    Attributes:
        line: number of the line that the break ends, in plan.txt, counted from 1.
        block: the block of text it stands in.
        before: the last characters before the break.
        after: the first characters after it.
    """

    line: Count
    block: Text
    before: Text
    after: Text


class Document(Record):
    """What the text says of itself. What it does not say (number, signature) has no field.

    Attributes:
        title: the title above the plan, its printed lines joined.
        issuer: the office named in the notice's title.
        date: date of the notice as printed.
        source: path of the issued text in the project.
        sha256: of that file's bytes.
        characters: its length in characters, line ends included.
    """

    title: Text
    issuer: Text
    date: Text
    source: Text
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    characters: Count
    joins: list[Join]


class Notice(Record):
    """The issuing notice: title lines as printed, addressees, paragraphs, date."""

    title: list[Text]
    addressees: Text
    paragraphs: list[Text]
    date: Text


class Section(Record):
    """A chapter (一、二、三、) with the paragraphs that stand directly under its heading."""

    id: Text
    marker: Text
    name: Text
    paragraphs: list[Text] = Field(default_factory=list)


class Task(Record):
    """A numbered task.

    Attributes:
        number: as printed.
        title: its first sentence, without the full stop.
        text: the whole printed paragraph, marker and clause included, breaks joined.
        clause: the closing bracket that names the responsible bodies, as printed.
        responsible: the names in that clause, as printed and in printed order.
    """

    id: Annotated[str, Field(pattern="^t[0-9]{2,}$")]
    number: Count
    title: Text
    text: Text
    clause: Text
    responsible: list[Text]


class Action(Record):
    """One of the plan's actions, （一） to （十）, with its tasks."""

    id: Annotated[str, Field(pattern="^a[0-9]{2,}$")]
    marker: Text
    name: Text
    tasks: list[Task]

    @property
    def heading(self) -> str:
        """The printed heading line."""
        return self.marker + self.name


class Safeguard(Record):
    """One of the safeguards; its title is the paragraph's first sentence."""

    id: Annotated[str, Field(pattern="^g[0-9]{2,}$")]
    marker: Text
    title: Text
    text: Text


class Block(BaseModel):
    """A run of issued text between two white-space breaks: a heading or a paragraph.

    `kind` is title, heading or paragraph. In a title, printed lines are parted by a line feed.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    kind: Literal["title", "heading", "paragraph"]
    text: str


class Plan(Record):
    """The issued text, cut along its own markers; nothing added, nothing left out."""

    document: Document
    notice: Notice
    title: list[Text]
    preamble: list[Text]
    sections: list[Section]
    actions: list[Action]
    safeguards: list[Safeguard]

    @property
    def years(self) -> list[int]:
        """The years of the plan's period, as printed in its title (2022—2025年)."""
        first, last = re.findall("[0-9]{4}", self.document.title)[-2:]
        return list(range(int(first), int(last) + 1))

    @property
    def tasks(self) -> list[Task]:
        """All tasks in printed order."""
        return [task for action in self.actions for task in action.tasks]

    def blocks(self) -> Iterator[Block]:
        """The whole text in printed order, block by block."""

        def paragraphs(stem: str, texts: list[str]) -> Iterator[Block]:
            for number, text in enumerate(texts, start=1):
                yield Block(id=f"{stem}-p{number}", kind="paragraph", text=text)

        yield Block(id="notice-title", kind="title", text="\n".join(self.notice.title))
        yield Block(id="notice-to", kind="paragraph", text=self.notice.addressees)
        yield from paragraphs("notice", self.notice.paragraphs)
        yield Block(id="notice-date", kind="paragraph", text=self.notice.date)
        yield Block(id="title", kind="title", text="\n".join(self.title))
        yield from paragraphs("preamble", self.preamble)
        for section in self.sections:
            yield Block(id=section.id, kind="heading", text=section.marker + section.name)
            yield from paragraphs(section.id, section.paragraphs)
            if section.id == "tasks":
                for action in self.actions:
                    yield Block(id=action.id, kind="heading", text=action.heading)
                    for task in action.tasks:
                        yield Block(id=task.id, kind="paragraph", text=task.text)
            if section.id == "safeguards":
                for safeguard in self.safeguards:
                    yield Block(id=safeguard.id, kind="paragraph", text=safeguard.text)


class Kind(Gloss):
    """Whether a printed name means one body or several."""

    SINGLE = ("single", "单个单位", "原文写的是一个单位")
    COLLECTIVE = ("collective", "合称", "原文用一个名称统称几个单位")


class Member(Record):
    """One of the bodies behind a collective name; `code` is its statistics code."""

    name: Text
    code: Annotated[str, Field(pattern="^[0-9]{9}$")]


class Body(Record):
    """A responsible body.

    Attributes:
        name: its one full name.
        slug: its id in addresses; never reused.
        aliases: other spellings that the plan prints.
        members: of a collective body; absent where no source gives them.
        members_source: where the members were taken from.
    """

    name: Text
    slug: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    kind: Kind = Field(strict=False)
    aliases: list[Text] = Field(default_factory=list)
    members: list[Member] | None = None
    members_source: Text | None = None

    @property
    def names(self) -> list[str]:
        """Every spelling, the full name first."""
        return [self.name, *self.aliases]


class Target(Record):
    """One verifiable promise of the plan. Source: the sentence in `quote`.

    Attributes:
        task: a task's id, or `goal`.
        value: in `unit`; percentages as 15, not 0.15; absent where the plan gives no number.
        value_max: upper end of a range, for `between` only.
        soft: the plan says 力争 or 争创: an aim, not a commitment.
        measure: for figures that are not judged year by year; our reading of the sentence.
        measure_reason: why, in Chinese.
        quote: verbatim, with the words that govern the period.
    """

    id: Annotated[str, Field(pattern="^(t[0-9]{2,}|goal)-[a-z0-9]+(-[a-z0-9]+)*$")]
    task: Annotated[str, Field(pattern="^(t[0-9]{2,}|goal)$")]
    name: Text
    op: Op = Field(strict=False)
    value: Figure | None = None
    value_max: Figure | None = None
    unit: Text | None = None
    period: Period = Field(strict=False)
    soft: bool = False
    measure: Measure | None = Field(default=None, strict=False)
    measure_reason: Text | None = None
    quote: Text

    @property
    def figure(self) -> str:
        """The promised figure with its unit, as in `200人` or `1-2家`; empty where there is none."""
        upper = "" if self.value_max is None else f"-{self.value_max}"
        return "" if self.value is None else f"{self.value}{upper}{self.unit or ''}"


class Responsibility(BaseModel):
    """One body named in one task's clause.

    Attributes:
        position: place in the printed list, counted from 1; the plan says nothing of leads.
        printed: the spelling in the clause.
        body: the full name.
    """

    model_config = ConfigDict(frozen=True)
    task: str
    position: int
    printed: str
    body: str
