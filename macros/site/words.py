"""Words that people type and the site's own for them: data/words.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from macros.records.base import Record, Text
from macros.records.bodies import Body
from macros.records.load import WORDS, parse
from macros.records.yaml_lines import load_yaml


class Word(Record):
    """Words that are typed for one that the site has; for the search alone."""

    typed: Annotated[list[Text], Field(min_length=1)]
    means: Text


def load_words(root: Path) -> list[Word]:
    """The words of a project; none where it has no such file.

    Raises:
        DataError: with every misshapen entry.
    """
    return parse(load_yaml(root, WORDS), list[Word], WORDS) if (root / WORDS).exists() else []


def also(words: list[Word], bodies: list[Body]) -> dict[str, list[str]]:
    """What is typed to what is written, short names of bodies included."""
    pairs = [(typed, word.means) for word in words for typed in word.typed]
    pairs += [(typed, body.name) for body in bodies for typed in body.also]
    made: dict[str, list[str]] = {}
    for typed, means in pairs:
        made.setdefault(typed, []).append(means)
    return made


def places(issuer: str) -> list[str]:
    """The place in the issuing office's name, with and without the word for its kind: 屯溪区, 屯溪."""
    place, found, _ = issuer.partition("人民政府")
    return [place, place[:-1]] if found and len(place) > 2 else []
