"""The issued text as frozen records.

Field names are the YAML's and the open data's; JSON Schemas are made from these classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from macros.records.base import Count, Record, Text

GOAL = "goal"
"""Stands where a task id stands, for targets of the main goal that belong to no task."""


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

    @property
    def lead(self) -> str:
        """Its first sentence as printed, marker and full stop included: set as the run-in heading."""
        return self.text[: self.text.index("。") + 1]


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

    @property
    def lead(self) -> str:
        """Its first sentence as printed, marker and full stop included: set as the run-in heading."""
        return self.text[: self.text.index("。") + 1]


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

    @cached_property
    def years(self) -> list[int]:
        """The years of the plan's period, as printed in its title (2022—2025年)."""
        first, last = re.findall("[0-9]{4}", self.document.title)[-2:]
        return list(range(int(first), int(last) + 1))

    @cached_property
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
