"""How to fill a form, step by step, with pictures of a real one: web page and printed page are views of it.

Nothing is written here that the workbook does not do: names, columns, drop-downs and what the check says are those
of a form of the current round, so that the guide cannot grow old.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlsxwriter.utility import xl_col_to_name

from macros.forms.checks import BLANK, FINE, WRONG, Row
from macros.forms.guide import sentences, zero
from macros.forms.layout import CHECK, FOOT, GUIDE, HEAD, HIDDEN, OTHERS, SHEET, Column, columns, file_of
from macros.forms.sheet import fixed
from macros.judged.account import Account
from macros.judged.asked import Form, Request, current, forms
from macros.judged.cells import Cell, Kind

SHOWN = 2
"""Rows of a form that the picture shows."""
_SAYS = {
    "progress": "做了什么",
    "problem": "有困难就写，没有不填",
    "next": "下一步做什么",
    "why": "没有数的、改已报的、检查时请核对而无误的，写原因或依据",
    "evidence": "名称、文号或者网址，至少写一样",
    "second": "全覆盖的写应覆盖的总数，与另一个数对照的写对照的数",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A cell in the picture; `free` can be written in."""

    text: str
    free: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """A column that can be written in: its letter in the spreadsheet, its head, and how to fill it."""

    letter: str
    head: str
    how: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do in a few words, and how."""

    title: str
    words: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Howto:
    """The guide, with the form of one recipient as its example.

    Attributes:
        example: who the example's form is for.
        tabs: the sheets of the workbook.
        letters, heads: of the columns that are seen.
        rows: some of its rows, cell by cell; `numbers` are those of the spreadsheet.
        columns: those that can be written in.
        checks: what somebody might write, and what the check then shows.
        foot: the labels below the rows.
        sentences: the workbook's own first sheet.
    """

    round: str
    example: str
    file: str
    tabs: Sequence[str]
    letters: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[Box]]
    numbers: Sequence[int]
    columns: Sequence[Explained]
    checks: Sequence[tuple[str, str]]
    foot: Sequence[str]
    steps: Sequence[Step]
    sentences: Sequence[str]


def _seen(form: Form) -> list[tuple[str, Column]]:
    """The columns that are seen, each with its letter."""
    pairs = [(xl_col_to_name(number), column) for number, column in enumerate(columns(form))]
    return [(letter, column) for letter, column in pairs if column.key not in HIDDEN]


def _some(form: Form) -> list[Request]:
    """A few rows of the form, of as many kinds as there are."""
    first = {request.kind: request for request in reversed(form.asked)}
    rest = [request for request in form.asked if request is not first[request.kind]]
    chosen = [*first.values(), *rest][:SHOWN]
    return [request for request in form.asked if request in chosen]


def _boxes(form: Form, request: Request) -> Iterator[Box]:
    for _, column in _seen(form):
        cell = request.cells.get(column.key)
        if cell is not None:
            yield Box(cell.given, True)
        elif column.key == CHECK:
            yield Box(_check(request, {}), False)
        else:
            yield Box(fixed(request, column.key), False)


def _given(request: Request) -> dict[str, str]:
    return {key: cell.given for key, cell in request.cells.items()}


def _check(request: Request, written: dict[str, str]) -> str:
    given = _given(request)
    return Row(request, given).check(given | written)


def _how(key: str, cells: Sequence[Cell]) -> str:
    """How to fill a column, from what its cells ask."""
    needed = all(cell.needed for cell in cells)
    some = key == "why" or any(cell.needed for cell in cells)
    said = ["必填" if needed else "有的行必填" if some else "可以不填"]
    options = list(dict.fromkeys(option for cell in cells for option in cell.options))
    digits = any(cell.digits for cell in cells)
    if options:
        said.append(f"{'有下拉的行' if digits else '从下拉里'}选{'、'.join(options)}")
    if digits:
        said.append(f"{'别的行' if options else ''}只写数字，结果是零写 0，不写单位")
    if key in _SAYS:
        said.append(_SAYS[key])
    if all(cell.given for cell in cells):
        said.append("已经写上，与实际不同才改")
    return "；".join(said)


def _explained(form: Form) -> Iterator[Explained]:
    for letter, column in _seen(form):
        cells = [request.cells[column.key] for request in form.asked if column.key in request.cells]
        if cells:
            yield Explained(letter, column.head, _how(column.key, cells))


def _full(request: Request) -> dict[str, str]:
    """A row that says everything that has to be said."""
    words = {"progress": "做了什么", "evidence": "材料的名称"}
    cells = {key: cell for key, cell in request.cells.items() if cell.needed}
    of_digits = {"second": "1"} if request.kind is Kind.COVERAGE else {}
    return {
        key: cell.given
        or of_digits.get(key)
        or ("0" if cell.digits else cell.options[0] if cell.options else words[key])
        for key, cell in cells.items()
    }


def _checks(form: Form) -> Iterator[tuple[str, str]]:
    """Three rows as somebody might leave them, and what the check shows of each."""
    request = next((it for it in form.asked if it.kind is Kind.NUMBER), form.asked[0])
    full, digits = _full(request), request.cells["value"].digits
    wrong = "约20" if digits else "差不多了"
    yield "还没有动过的行", _check(request, {})
    yield f"“本期”写成“{wrong}”，没有写佐证材料", _check(request, full | {"value": wrong, "evidence": ""})
    yield f"“本期”{'写' if digits else '选'}“{full['value']}”，其余必填的格都填好", _check(request, full)


def _steps(form: Form, tabs: Sequence[str]) -> Iterator[Step]:
    other = [f"“{OTHERS}”列出由别的单位填的行，不用填。"] if OTHERS in tabs else []
    open_ = f"文件名像“{file_of(form)}”。用 WPS 表格、Excel 或 LibreOffice 打开。"
    yield Step("打开表", [open_, f"“{GUIDE}”写着怎样填，“{SHEET}”是要填的。", *other])
    fill = "只填白底有框的格，灰底的不用填。已经写上的，与实际不同才改。不要增删行列、改表头。"
    counts = any(request.kind is not Kind.STATE for request in form.asked)
    yield Step("填白格", [fill, *([zero()] if counts else [])])
    wrong = WRONG.rstrip("：")
    told = f"“检查”一列随填随查：还没有动过的行写“{BLANK}”；写“{wrong}”的，照后面的话改；都写“{FINE}”，就填好了。"
    yield Step("看检查", [told])
    yield Step(
        "签字盖章", [f"打印出来，在表尾填上{'、'.join(FOOT[:-1])}，在“{FOOT[-1]}”盖章。这些只供内部联系，不公开。"]
    )
    until = "" if form.derived else f"在 {form.round.due_on.isoformat()} 前"
    back = f"{until}把填好的电子表和签字盖章的纸表一起，报回发给你表的单位。一份表只报一次。"
    again = "收表时再查一遍。有要改的，会收到一份新的表：要改的格涂了色、框了粗线，批注写明哪里不对、怎样改。"
    yield Step("报回", [back, f"{again}改好，再报回这一份。"])


def howto(account: Account) -> Howto | None:
    """The guide for the current round; None where nobody is asked anything."""
    asked = current(account)
    all_of = forms(account, asked) if asked else []
    if not all_of:
        return None
    # The form as it is while nothing of it has been reported.
    all_of = [replace(it, asked=[replace(request, current=None) for request in it.asked]) for it in all_of]
    # The form with the most kinds of rows, and of these the shortest, shows the most.
    form = min(all_of, key=lambda it: (-len({request.kind for request in it.asked}), len(it.asked)))
    seen, rows = _seen(form), _some(form)
    tabs = [GUIDE, SHEET, *([OTHERS] if form.shown else [])]
    return Howto(
        round=form.round.title,
        example=form.title,
        file=file_of(form),
        tabs=tabs,
        letters=[letter for letter, _ in seen],
        heads=[column.head for _, column in seen],
        rows=[list(_boxes(form, request)) for request in rows],
        numbers=[HEAD, *(HEAD + 1 + form.asked.index(request) for request in rows)],
        columns=list(_explained(form)),
        checks=list(_checks(form)),
        foot=FOOT,
        steps=list(_steps(form, tabs)),
        sentences=list(sentences(form)),
    )
