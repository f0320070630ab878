"""What can be true of a row's cells, said twice from one value: as a formula for the sheet, and in Python.

The formulas use only what Excel, WPS and LibreOffice have had for decades. `holds` is what they come to: the
sheet is written with its results, for a program that only shows a workbook does not compute.
"""

from __future__ import annotations

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Cells = Mapping[str, str]
"""By column key: for a formula the cells' addresses, in Python what stands in them as text."""

_PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,5}[1-9])?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


class Condition(ABC):
    """Something that is so or not."""

    @abstractmethod
    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""

    @abstractmethod
    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""


@dataclass(frozen=True)
class Blank(Condition):
    """Nothing stands in a cell."""

    key: str

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        return f"LEN(TRIM({at[self.key]}))=0"

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        return not said[self.key].strip(" ")


@dataclass(frozen=True)
class Listed(Condition):
    """One of some words stands in a cell."""

    key: str
    words: tuple[str, ...]

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        return AnyOf.joined([f"{at[self.key]}={quoted(word)}" for word in self.words])

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        return said[self.key] in self.words


@dataclass(frozen=True)
class Number(Condition):
    """A number in plain digits stands in a cell, stored as a number or as a text; then it may have to be more:
    `below`, `above` another number or not `whole`.
    """

    key: str
    below: int | None = None
    above: int | None = None
    fraction: bool = False

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        cell = at[self.key]
        value = f"VALUE({cell})"
        more = f'EXACT({value}&"",{cell}&"")'
        if self.below is not None:
            more = f"AND({more},{value}<{self.below})"
        if self.above is not None:
            more = f"AND({more},{value}>{self.above})"
        if self.fraction:
            more = f"AND({more},{value}<>INT({value}))"
        return f"IF(ISERROR({value}),FALSE,{more})"

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        if not _PLAIN.fullmatch(said[self.key]):
            return False
        value = Decimal(said[self.key])
        low = self.below is None or value < self.below
        high = self.above is None or value > self.above
        return low and high and (not self.fraction or value != int(value))


@dataclass(frozen=True)
class More(Condition):
    """Two cells hold numbers, and the first is more."""

    key: str
    than: str

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        a, b = f"VALUE({at[self.key]})", f"VALUE({at[self.than]})"
        return f"IF(ISERROR({a}+{b}),FALSE,{a}>{b})"

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        a, b = said[self.key], said[self.than]
        return bool(_PLAIN.fullmatch(a) and _PLAIN.fullmatch(b)) and Decimal(a) > Decimal(b)


@dataclass(frozen=True)
class Day(Condition):
    """A text such as 2025-12-31 stands in a cell, of a day that there is, and of a year where one is asked."""

    key: str
    year: int | None = None

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        cell = at[self.key]
        # Of this form alone, which every language's DATEVALUE reads, and with its hyphens in their places.
        parts = [f"LEN({cell})=10", f'MID({cell},5,1)="-"', f'MID({cell},8,1)="-"']
        if self.year is not None:
            parts.append(f"VALUE(LEFT({cell},4))={self.year}")
        return f"IF(ISERROR(DATEVALUE({cell})),FALSE,AND({','.join(parts)}))"

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        found = _DAY.fullmatch(said[self.key])
        try:
            day = datetime.date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        return day is not None and self.year in (None, day.year)


@dataclass(frozen=True)
class Changed(Condition):
    """A cell holds something else than it was given."""

    key: str
    was: str

    def formula(self, at: Cells) -> str:
        """As a formula over addresses; what it was given stands at the address under its key with a mark."""
        given = at.get(f"was {self.key}")
        return f'{at[self.key]}&""<>{given}&""' if given else f'{at[self.key]}&""<>{quoted(self.was)}'

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        return said[self.key] != self.was


@dataclass(frozen=True)
class Not(Condition):
    """The other is not so."""

    other: Condition

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        return f"NOT({self.other.formula(at)})"

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        return not self.other.holds(said)


@dataclass(frozen=True)
class AllOf(Condition):
    """All are so."""

    parts: tuple[Condition, ...]

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        return f"AND({','.join(part.formula(at) for part in self.parts)})"

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        return all(part.holds(said) for part in self.parts)


@dataclass(frozen=True)
class AnyOf(Condition):
    """One of them is so."""

    parts: tuple[Condition, ...]

    @staticmethod
    def joined(formulas: list[str]) -> str:
        """Formulas of which one is to be so."""
        return formulas[0] if len(formulas) == 1 else f"OR({','.join(formulas)})"

    def formula(self, at: Cells) -> str:
        """As a formula over addresses."""
        return self.joined([part.formula(at) for part in self.parts])

    def holds(self, said: Cells) -> bool:
        """Whether it is so of these texts."""
        return any(part.holds(said) for part in self.parts)


def every(*parts: Condition) -> Condition:
    """All of some conditions."""
    return parts[0] if len(parts) == 1 else AllOf(parts)
