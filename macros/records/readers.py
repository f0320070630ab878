"""What helps readers in: the people and places that the plan names, the words that it explains itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from macros.records.base import Record, Text


class Place(Record):
    """A kind of place that people look for.

    Attributes:
        words: how tasks print it.
    """

    name: Text
    words: Annotated[list[Text], Field(min_length=1)]


class Term(Record):
    """A word that the issued text explains itself.

    Attributes:
        where: id of the block of issued text that explains it.
        quote: the explaining words, character for character.
    """

    term: Text
    where: Text
    quote: Text


class Readers(Record):
    """Ways in. Source: the plan's own words only.

    Attributes:
        people: as they stand in the heading of an action.
    """

    people: list[Text] = Field(default_factory=list)
    places: list[Place] = Field(default_factory=list)
    terms: list[Term] = Field(default_factory=list)
