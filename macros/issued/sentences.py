"""Sentences of the issued text, and where a quotation stands in it: each sentence has an address that stays.

A sentence's id is its block's with its place, counted from 1: `t07-s4`. The issued text never changes, so
neither do they.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from macros.records.plan import Block

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）》]*|[^。！？]+\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph; `start` is its place in it, from 0."""

    id: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a paragraph's characters; `quoted` where it is part of a quotation, `lead` of the run-in heading."""

    text: str
    quoted: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """A paragraph with a quotation marked in it; `sentence` is the id of that in which the quotation begins here."""

    id: str
    runs: Sequence[Run]
    sentence: str


def sentences(block: Block) -> list[Sentence]:
    """Cut a paragraph after each full stop; put together again they are the paragraph."""
    found = enumerate(_SENTENCE.finditer(block.text), start=1)
    return [Sentence(f"{block.id}-s{number}", match.start(), match.group()) for number, match in found]


def _runs(text: str, lead: int, start: int, end: int) -> Iterator[Run]:
    cuts = sorted({0, min(lead, len(text)), max(start, 0), min(max(end, 0), len(text)), len(text)})
    for left, right in pairwise(cuts):
        yield Run(text[left:right], start <= left < end, left < lead)


def quoted(blocks: Iterable[Block], quote: str, leads: dict[str, int]) -> list[Quoted]:
    """The paragraphs that hold a quotation, which may go on from one to the next; no character is changed.

    Args:
        blocks: the paragraphs that it may stand in.
        quote: the quotation, with a line feed between paragraphs.
        leads: the length of a paragraph's run-in heading, by its id; 0 where there is none.
    """
    held = list(blocks)
    start = "\n".join(block.text for block in held).find(quote)
    found = []
    for block in held if start >= 0 else ():
        end = start + len(quote)
        if start < len(block.text) and end > 0:
            own = [it.id for it in sentences(block) if it.start <= max(start, 0)]
            found.append(Quoted(block.id, list(_runs(block.text, leads.get(block.id, 0), start, end)), own[-1]))
        start -= len(block.text) + 1
    return found
