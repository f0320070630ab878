"""What is wrong in a row, said while it is filled: the sheet's live check, and the same in Python.

Never nested deeper than the old .xls allows (seven). What a formula cannot know (a day in the future, another
body's record) is said on return, as everything else again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from macros.forms.conditions import (
    AnyOf,
    Blank,
    Cells,
    Changed,
    Condition,
    Day,
    Listed,
    More,
    Not,
    Number,
    every,
    quoted,
)
from macros.forms.layout import HEADS
from macros.judged.asked import Request
from macros.judged.cells import STATUSES, Kind

BLANK, FINE, WRONG = "未填", "可以", "要改："
"""What the check column begins with."""
ERROR = "有单元格是错误值，删掉重填"
FIGURE = ("value", "second", "scope", "basis")
"""Columns that stay empty where there is no figure, or say nothing then."""


@dataclass(frozen=True)
class Row:
    """The check of one row.

    Attributes:
        given: what the row's cells held when the workbook was made, by column key.
    """

    request: Request
    given: Cells

    @cached_property
    def _none(self) -> Condition | None:
        """It is said that there is no figure; None where nobody can say so."""
        return Listed("status", STATUSES[2:]) if "status" in self.request.cells else None

    @cached_property
    def _touched(self) -> Condition:
        """Somebody has filled something, now or in an earlier report of the same round."""
        parts: list[Condition] = []
        for key, cell in self.request.cells.items():
            other = Not(Listed(key, (cell.given,)))
            parts.append(every(Not(Blank(key)), other) if cell.given else Not(Blank(key)))
        return AnyOf(tuple(parts))

    @cached_property
    def _open(self) -> Sequence[Condition]:
        """The cells that have to be filled yet."""
        found: list[Condition] = []
        for key, cell in self.request.cells.items():
            if cell.needed:
                excused = key in FIGURE and self._none
                found.append(every(Blank(key), Not(excused)) if excused else Blank(key))
        return [*found, *([every(self._none, Blank("why"))] if self._none else [])]

    @cached_property
    def _rules(self) -> Sequence[tuple[Condition, str]]:
        return list(self._of_cells()) + list(self._of_rows())

    def _of_cells(self) -> Iterator[tuple[Condition, str]]:
        for key, cell in self.request.cells.items():
            head, none = HEADS[key], self._none
            if cell.needed:
                excused = none if key in FIGURE else None
                missing = every(Blank(key), Not(excused)) if excused else Blank(key)
                yield missing, f"缺{head.partition('（')[0]}"
            if cell.options:
                yield every(Not(Blank(key)), Not(Listed(key, cell.options))), f"“{head}”要从下拉里选"
            if cell.digits:
                filled = Not(Blank(key))
                yield (every(filled, Not(Number(key)), Not(none)) if none else filled), f"“{head}”只写数字"
                if none:
                    yield every(filled, none), f"没有数的，“{head}”不填"
                yield Number(key, below=0), f"“{head}”不能是负数"
                target = self.request.target
                if self.request.kind is Kind.BENCHMARK or (target and target.unit == "%"):
                    yield Number(key, above=100), f"“{head}”是比例，不超过100；15%写15"
                else:
                    yield Number(key, fraction=True), f"“{head}”要写整数"

    def _of_rows(self) -> Iterator[tuple[Condition, str]]:
        cells = self.request.cells
        yield every(Not(Blank("as_of")), Not(Day("as_of"))), "截至日期写成2025-12-31这样"
        yield every(Day("as_of"), Not(Day("as_of", self.request.year))), f"截至日期不在{self.request.year}年"
        if "cause" in cells:
            silent = (Blank("progress"), Blank("problem"))
            yield every(Not(Blank("cause")), *silent), "选了原因类别，还要写进展情况或存在问题"
        if self._none:
            yield every(self._none, Blank("why")), "没有数，要写原因"
        if self.request.kind is Kind.COVERAGE:
            yield every(Number("value"), Number("second"), More("value", "second")), "已覆盖的数大于总数"
            yield every(Number("second"), Number("second", below=1), Not(Number("second", below=0))), "总数不能是0"
        if self.request.current:
            changed = AnyOf(tuple(Changed(key, self.given[key]) for key in cells if key not in ("as_of", "why")))
            same = Not(Changed("as_of", self.given["as_of"]))  # a figure of another day is another report
            yield every(same, changed, Blank("why")), "改了已报的，要写原因"

    def faults(self, said: Cells) -> Sequence[str]:
        """All that is wrong in a row that holds these texts."""
        return [words for condition, words in self._rules if condition.holds(said)]

    def open(self, said: Cells) -> int:
        """How many of its cells have to be filled yet."""
        return sum(condition.holds(said) for condition in self._open)

    def check(self, said: Cells) -> str:
        """What the check column shows: not filled, fine, or what is wrong."""
        if not self._touched.holds(said):
            return BLANK
        faults = self.faults(said)
        return WRONG + "；".join(faults) if faults else FINE

    def formulas(self, at: Cells, faults: str) -> Mapping[str, str]:
        """The three formulas of a row, under `open`, `faults` and `check`.

        Args:
            at: the addresses of its cells, and under `was ` and a key of what they held before.
            faults: the address of the cell that holds the second.
        """
        said = "&".join(f"IF({rule.formula(at)},{quoted(words + '；')},{quoted('')})" for rule, words in self._rules)
        wrong = f"{quoted(WRONG)}&LEFT({faults},LEN({faults})-1)"
        filled = f"IF(LEN({faults})=0,{quoted(FINE)},{wrong})"
        shown = f"IF({self._touched.formula(at)},{filled},{quoted(BLANK)})"
        return {
            "open": "=" + "+".join(f"IF({part.formula(at)},1,0)" for part in self._open),
            "faults": f"={said}",
            "check": f"=IF(ISERROR({faults}),{quoted(WRONG + ERROR)},{shown})",
        }
