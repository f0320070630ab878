"""The responsible bodies as frozen records."""

from __future__ import annotations

from typing import Annotated

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


class Body(Record):
    """A responsible body.

    Attributes:
        name: its one full name.
        slug: its id in addresses; never reused.
        aliases: other spellings that the plan prints.
        also: what people type for it; for the search alone, never shown as its name.
        members: of a collective body; absent where no source gives them.
        members_source: where the members were taken from.
    """

    name: Text
    slug: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    kind: Kind = Field(strict=False)
    aliases: list[Text] = Field(default_factory=list)
    also: list[Text] = Field(default_factory=list)
    members: list[Member] | None = None
    members_source: Text | None = None

    @property
    def names(self) -> list[str]:
        """Every spelling, the full name first."""
        return [self.name, *self.aliases]
