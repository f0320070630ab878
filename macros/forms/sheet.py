"""The sheet that is filled: its cells, its live check, its signature lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from macros.forms.checks import WRONG, Row
from macros.forms.hints import hint
from macros.forms.layout import (
    CHECK,
    DEMO,
    FAULTS,
    FOOT,
    HEAD,
    HIDDEN,
    ID,
    MARKS,
    NOT_STATISTICS,
    NUMBER,
    OPEN,
    columns,
    defined,
    marks,
    printed_mark,
)
from macros.forms.style import LINE_HEIGHT, Style, lines
from macros.judged.asked import Form, Request
from macros.judged.cells import Cell, answer

WIDTHS = {
    NUMBER: 6,
    "task": 13,
    "target": 14,
    "quote": 21,
    "last": 13,
    "status": 8.5,
    "value": 8.5,
    "second": 8,
    "scope": 8.5,
    "basis": 8.5,
    "as_of": 11.5,
    "progress": 21,
    "problem": 13,
    "cause": 8.5,
    "next": 13,
    "why": 12,
    "evidence": 15,
    CHECK: 30,
    ID: 14,
    OPEN: 8,
    FAULTS: 14,
}
"""In characters of the standard font; on paper the sheet is made one page wide."""
ALLOWED = {"select_locked_cells": True, "format_columns": True, "format_rows": True}
COMMENT = {"author": "检查", "x_scale": 1.6, "y_scale": 1.2}
LEAST = 3
"""Lines that every row has room for, on the screen and for a pen."""
_DIGITS = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")


def held(form: Form, filled: Mapping[tuple[str, str], str]) -> Mapping[tuple[str, str], str]:
    """What each cell of the rows holds when the workbook is made, by (about, column key)."""
    found = {}
    for request in form.asked:
        own = answer(request.kind, request.current.report) if request.current else {}
        for key, cell in request.cells.items():
            of_itself = own.get(key, "") if own else cell.given
            found[request.about, key] = filled.get((request.about, key), of_itself)
    return found


def _heading(sheet: Worksheet, style: Style, form: Form) -> None:
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, f"{form.round.title}填报表{f'　{DEMO}' if form.demo else ''}", style.title)
    until = f"，{form.round.due_on.isoformat()} 前报回" if not form.derived else ""
    who = f"{form.body.name}（{form.member.name}）" if form.member else form.name
    line = f"填报单位：{who}　数据截至 {form.round.as_of.isoformat()}{until}　{NOT_STATISTICS}"
    sheet.write_string(1, 0, line + (f"　{form.arranged}" if form.arranged else ""), style.line)


def fixed(request: Request, key: str) -> str:
    """What a column that nobody writes in says in a row."""
    task, target = request.task, request.target
    words = {
        NUMBER: request.number,
        "task": f"{task.number}．{task.title}" if task else "主要目标",
        "target": (target.name + (f"（{target.unit}）" if target.unit else "")) if target else "任务进展",
        "quote": request.quote,
        "last": request.last_words,
        ID: request.about,
    }
    return words.get(key, "—")


def before(form: Form) -> Mapping[tuple[str, str], str]:
    """What reported rows held of themselves, every cell of them, by (about, column key)."""
    of_itself, reported = held(form, {}), [request for request in form.asked if request.current]
    return {(it.about, key): of_itself[it.about, key] for it in reported for key in it.cells}


@dataclass(frozen=True, kw_only=True)
class Filling:
    """One sheet while it is filled.

    Attributes:
        filled, marked: see `macros.forms.workbook.write`.
        own: the workbook is the recipient's alone, so that its names speak for the whole workbook.
        first_mark: the row of MARKS, counted from 1, at which the form's own begin.
    """

    book: Workbook
    sheet: Worksheet
    style: Style
    form: Form
    filled: Mapping[tuple[str, str], str]
    marked: Mapping[tuple[str, str], str]
    own: bool
    first_mark: int = 1

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {column.key: number for number, column in enumerate(columns(self.form))}

    @cached_property
    def _held(self) -> Mapping[tuple[str, str], str]:
        return held(self.form, self.filled)

    @cached_property
    def _was(self) -> Mapping[tuple[str, str], str]:
        return before(self.form)

    @cached_property
    def _mark_rows(self) -> Mapping[tuple[str, str], int]:
        start = self.first_mark + len(marks(self.form))
        return {pair: number for number, pair in enumerate(self._was, start)}

    def _span(self, key: str) -> str:
        last = HEAD + len(self.form.asked) - 1
        return f"{xl_rowcol_to_cell(HEAD, self._place[key])}:{xl_rowcol_to_cell(last, self._place[key])}"

    def fill(self) -> None:
        """Write heading, heads, rows, foot and the page's set-up."""
        sheet, style, form, place = self.sheet, self.style, self.form, self._place
        _heading(sheet, style, form)
        for column in columns(form):
            number = place[column.key]
            sheet.set_column(number, number, WIDTHS[column.key], None, {"hidden": column.key in HIDDEN})
            sheet.write_string(HEAD - 1, number, column.head, style.head)
        left = sum(self._row(row, request) for row, request in enumerate(form.asked, start=HEAD))
        said = f"只填白底有框的格。还有 {left} 格没有填。"
        formula = f'="只填白底有框的格。还有 "&SUMIF({self._span(OPEN)},">0")&" 格没有填。"'
        sheet.set_row(HEAD - 1, 3 * LINE_HEIGHT)
        sheet.write_formula(2, 0, formula, style.strong, said)
        told = {"type": "text", "criteria": "begins with", "value": WRONG, "format": style.wrong}
        sheet.conditional_format(self._span(CHECK), told)
        foot = self._foot(HEAD + len(form.asked) + 1)
        sheet.ignore_errors({"number_stored_as_text": f"{self._span(NUMBER)} {self._span('value')}"})
        sheet.freeze_panes(HEAD, place["target"] + 1)
        sheet.repeat_rows(HEAD - 1)
        sheet.print_area(0, 0, foot, place[CHECK] - 1)
        style.page(sheet, f"{form.round.title}填报表　{form.title}", printed_mark(form), landscape=True)
        sheet.protect("", ALLOWED)

    def _row(self, row: int, request: Request) -> int:
        """Write one row; how many of its cells are open."""
        place, about = self._place, request.about
        told = {key: self._held[about, key] if key in request.cells else fixed(request, key) for key in place}
        most = max(lines(text, WIDTHS[key]) for key, text in told.items() if key not in HIDDEN)
        # A row of its own height does not grow in every program: so it has room from the start.
        self.sheet.set_row(row, LINE_HEIGHT * min(max(most, LEAST), 26) + 4)
        for key, column in place.items():
            cell = request.cells.get(key)
            if cell is None and key not in (CHECK, OPEN, FAULTS):
                self.sheet.write_string(row, column, fixed(request, key), self.style.fixed)
            elif cell is not None:
                self._put(row, column, cell, self._held[about, key], self.marked.get((about, key), ""))
                hint(self.sheet, row, column, key, cell, request)
        name = defined(about)
        address = xl_rowcol_to_cell(row, place["value"], row_abs=True, col_abs=True)
        self.book.define_name(name if self.own else f"'{self.sheet.name}'!{name}", f"='{self.sheet.name}'!{address}")
        return self._check(row, request)

    def _put(self, row: int, column: int, cell: Cell, text: str, wrong: str) -> None:
        style = self.style
        how = style.bad if wrong else style.digits if cell.digits else style.free
        if not text:
            self.sheet.write_blank(row, column, None, how)
        elif cell.digits and _DIGITS.fullmatch(text):
            self.sheet.write_number(row, column, float(text), how)
        else:
            self.sheet.write_string(row, column, text, how)
        if wrong:
            self.sheet.write_comment(row, column, wrong, COMMENT)

    def _check(self, row: int, request: Request) -> int:
        """The live check of a row, with what it comes to now; how many cells are open."""
        about, place = request.about, self._place
        given = {key: self._was.get((about, key), cell.given) for key, cell in request.cells.items()}
        said = {key: self._held[about, key] for key in request.cells}
        check = Row(request, given)
        at = {key: xl_rowcol_to_cell(row, place[key], col_abs=True) for key in said}
        rows = {key: self._mark_rows.get((about, key)) for key in said}
        at |= {f"was {key}": f"{MARKS}!$D${number}" for key, number in rows.items() if number}
        formulas = check.formulas(at, xl_rowcol_to_cell(row, place[FAULTS], col_abs=True))
        faults = "".join(f"{words}；" for words in check.faults(said))
        left = check.open(said)
        results: Mapping[str, str | int] = {OPEN: left, FAULTS: faults, CHECK: check.check(said)}
        for key, result in results.items():
            self.sheet.write_formula(row, place[key], formulas[key], self.style.check, result)
        return left

    def _foot(self, row: int) -> int:
        """Signature lines: each label with a free cell right of it, three a row. Returns the last row."""
        for number, label in enumerate(FOOT):
            line = row + 2 * (number // 3)
            column = (self._place["task"], self._place["quote"], self._place["progress"])[number % 3]
            wrong = self.marked.get(("", label), "")
            self.sheet.set_row(line, 34)
            self.sheet.write_string(line, column, f"{label}：", self.style.label)
            text = self.filled.get(("", label), "")
            how = self.style.sign_bad if wrong else self.style.sign
            if text:
                self.sheet.write_string(line, column + 1, text, how)
            else:
                self.sheet.write_blank(line, column + 1, None, how)
            if wrong:
                self.sheet.write_comment(line, column + 1, wrong, COMMENT)
        return row + 2
