"""The responsible bodies as frozen records."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from macros.records.base import Gloss, Record, Text


class Kind(Gloss):
    """Whether a printed name means one body or several."""

    SINGLE = ("single", "单个单位", "原文写的是一个单位")
    COLLECTIVE = ("collective", "合称", "原文用一个名称统称几个单位")


class Member(Record):
    """One of the bodies behind a collective name; `code` is its statistics code."""

    name: Text
    code: Annotated[str, Field(pattern="^[0-9]{9}$")]


class ChangeKind(Gloss):
    """What became of a body after the plan was issued."""

    RENAMED = ("renamed", "更名为", "单位改了名称，网址不变")
    MERGED = ("merged", "并入", "单位并入另一个单位，它的任务由那个单位接着报告")
    SPLIT = ("split", "分设为", "单位分成几个单位，它的任务由那几个单位接着报告")
    DISSOLVED = ("dissolved", "撤销", "单位撤销了，没有接着报告的单位")


def _chinese(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class Change(Record):
    """What became of a body, when, and where that is written. The issued text never moves.

    Attributes:
        since: from which day on.
        to: the new name, or the full names of the bodies that go on with its tasks.
        source: the document that says so; `url` is its address.
    """

    kind: ChangeKind = Field(strict=False)
    since: datetime.date
    to: list[Text] | None = None
    source: Text
    url: Annotated[str, Field(pattern="^https?://[^\\s\"'<>]+$")] | None = None

    @property
    def words(self) -> str:
        """The change in Chinese, as in 2024年3月15日更名为某局，依据：某文."""
        return f"{_chinese(self.since)}{self.kind.label}{'、'.join(self.to or ())}，依据：{self.source}"


class SetUp(Record):
    """A body that the issued text does not name: since when there is one, and where that is written."""

    since: datetime.date
    source: Text
    url: Annotated[str, Field(pattern="^https?://[^\\s\"'<>]+$")] | None = None


class Body(Record):
    """A responsible body.

    Attributes:
        name: its one full name.
        slug: its id in addresses; never reused.
        aliases: other spellings that the plan prints.
        also: what people type for it; for the search alone, never shown as its name.
        members: of a collective body; absent where no source gives them.
        members_source: where the members were taken from.
        changes: what became of it since, oldest first; absent where no source says that anything did.
        set_up: of a body that the issued text does not name.
    """

    name: Text
    slug: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    kind: Kind = Field(strict=False)
    aliases: list[Text] = Field(default_factory=list)
    also: list[Text] = Field(default_factory=list)
    members: list[Member] | None = None
    members_source: Text | None = None
    changes: list[Change] | None = None
    set_up: SetUp | None = None

    @property
    def names(self) -> list[str]:
        """Every spelling, the full name first."""
        return [self.name, *self.aliases]

    def name_on(self, day: datetime.date) -> str:
        """Its name on a day."""
        renamed = [c for c in self.changes or () if c.kind is ChangeKind.RENAMED and c.since <= day and c.to]
        return (renamed[-1].to or [self.name])[0] if renamed else self.name

    @property
    def own_names(self) -> list[str]:
        """Every name it ever reported under: the full name, then the later ones."""
        renamed = [c.to[0] for c in self.changes or () if c.kind is ChangeKind.RENAMED and c.to]
        return [self.name, *renamed]

    @property
    def history(self) -> str:
        """What became of it, in Chinese; "" where nothing did."""
        if self.set_up is not None:
            return f"{_chinese(self.set_up.since)}新设，原文没有写到，依据：{self.set_up.source}"
        return "；".join(change.words for change in self.changes or ())

    def ended(self, day: datetime.date) -> bool:
        """Whether it was merged, split or dissolved by a day."""
        return any(c.kind is not ChangeKind.RENAMED and c.since <= day for c in self.changes or ())


def taken_over(bodies: Iterable[Body]) -> dict[str, list[tuple[Body, Change]]]:
    """The bodies whose tasks another goes on with, and by what change, by the other's full name."""
    found: dict[str, list[tuple[Body, Change]]] = defaultdict(list)
    for body in bodies:
        for change in body.changes or ():
            if change.kind is not ChangeKind.RENAMED:
                for name in change.to or ():
                    if name != body.name:
                        found[name].append((body, change))
    return found


def predecessors(bodies: Iterable[Body]) -> dict[str, list[tuple[Body, datetime.date]]]:
    """The bodies whose tasks another goes on with, and since when, by the other's full name."""
    return {name: [(body, change.since) for body, change in pairs] for name, pairs in taken_over(bodies).items()}


def told(bodies: Iterable[Body]) -> dict[str, str]:
    """What became of each body since the plan was issued, in Chinese, by slug: its own changes, and whose tasks
    it goes on with; "" where no source tells of a change.
    """
    bodies = list(bodies)
    taken = taken_over(bodies)
    words = {ChangeKind.MERGED: "{name}{day}并入", ChangeKind.SPLIT: "{day}由{name}分设"}
    found = {}
    for body in bodies:
        heard = [
            f"{words[change.kind].format(name=before.name, day=_chinese(change.since))}，依据：{change.source}"
            for before, change in taken.get(body.name, ())
            if change.kind in words
        ]
        found[body.slug] = "；".join(filter(None, [body.history, *heard]))
    return found


class MadeUpChanges(Record):
    """What a demonstration says became of the bodies: tests/demo/bodies.yml.

    Attributes:
        demo: it is made up.
        changes: by slug.
    """

    demo: Literal[True]
    changes: dict[str, list[Change]]
