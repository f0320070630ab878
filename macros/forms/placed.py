"""Where a form's rows, columns and foot stand on a returned sheet, however it was moved about.

People insert, sort, hide, merge and rename. A row is known by three marks (hidden id, printed number,
defined name), a column by its head. What can be read in one way only is read, with a remark; what
cannot is told. Nothing that somebody wrote is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from macros.forms.book import Book, Sheet, named
from macros.forms.fault import Fault
from macros.forms.heads import USE_FRESH, Placed, find_columns, folded, head_row
from macros.forms.layout import FOOT, ID, NUMBER, defined
from macros.judged.asked import Form, Request


def placed(form: Form, sheet: Sheet, book: Book) -> Placed:
    """Find the form's places on a sheet."""
    found = Placed(form, sheet)
    head = head_row(form, sheet)
    if head == 0:
        found.tell("no_head", "", "找不到表头那一行（序号、任务、指标……）", USE_FRESH)
        return found
    find_columns(found, head)
    last = _rows(found, head, book)
    _foot(found, last)
    _merged(found, head, last)
    _strays(found, head, last)
    return found


def _rows(found: Placed, head: int, book: Book) -> int:
    """Each request's row by its marks; the last row of the table."""
    form, sheet = found.form, found.sheet
    since = {request.about: request for request in form.shown if not request.arranged}
    by_number = {folded(request.number): request.about for request in (*form.asked, *since.values())}
    by_name = {defined(request.about).lower(): request.about for request in form.asked}
    by_row = {
        place[0]: by_name[name.lower()]
        for name, (title, place) in book.names.items()
        if name.lower() in by_name and title == sheet.title
    }
    id_column, number_column = found.columns.get(ID, 0), found.columns.get(NUMBER, 0)
    last, expected = head, [request.about for request in form.asked]
    foot = min((row for (row, _), cell in sheet.cells.items() if row > head and label_of(cell.shown)), default=0)
    below = sorted({row for row, _ in sheet.cells if row > head and (not foot or row < foot)})
    strange: list[int] = []
    last_resort: dict[int, str] = {}
    for row in below:
        hidden = sheet.at(row, id_column).shown.strip() if id_column else ""
        printed = by_number.get(folded(sheet.at(row, number_column).shown), "") if number_column else ""
        about = _which(found, row, hidden, printed, {*form.by_about, *since})
        if about is None:
            last_resort[row] = by_row.get(row, "")
            continue
        last = row
        if about in since:
            _reported_by_another(found, row, since[about])
        elif about in found.rows:
            wrong = f"“{_called(form, about)}”有两行（另一行是第 {found.rows[about]} 行）"
            found.tell("double_row", named((row, number_column or 1)), wrong, "只留一行，多的整行删掉")
        elif about:
            found.rows[about] = row
    for row, about in last_resort.items():
        # A name speaks of its row where both other marks were wiped away, never beside a row that has them.
        if about and about not in found.rows and not found.sheet.at(row, found.columns.get("quote", 0)).empty:
            found.rows[about] = row
            last = max(last, row)
        else:
            strange.append(row)
    _odd_rows(found, strange)
    _missing_rows(found, head)
    here = sorted(found.rows, key=lambda about: found.rows[about])
    if here != [about for about in expected if about in found.rows]:
        cell = named((found.rows[here[0]], number_column or 1))
        found.tell(
            "sorted", cell, "行的次序变了（排过序），已按序号和编号认出各行", "不用改；下次不要排序", blocks=False
        )
    return max([last, *strange])


def _called(form: Form, about: str) -> str:
    request = next(each for each in (*form.asked, *form.shown) if each.about == about)
    name = request.target.name if request.target else request.task.title if request.task else about
    return f"{request.number} {name}"


def _reported_by_another(found: Placed, row: int, request: Request) -> None:
    found.others.append(request.about)
    column = found.columns.get("value", 0)
    if column and not found.sheet.at(row, column).empty:
        wrong = f"“{_called(found.form, request.about)}”这一轮已经由“{request.reporter}”报告：{request.last_words}"
        remedy = "是同一个数，就把这一行填的清空；不是同一个数，先商定由哪个单位报"
        found.tell("reported", named((row, column)), wrong, remedy)


def _which(found: Placed, row: int, hidden: str, printed: str, ours: Collection[str]) -> str | None:
    """The request that a row is, by its hidden id and its printed number; "" for a row of ours that cannot be
    used, None for a row that has neither.
    """
    form = found.form
    known = [mark for mark in (hidden, printed) if mark in ours]
    if not known:
        if hidden:
            cell = named((row, found.columns[ID]))
            found.tell("foreign_row", cell, "这一行是别的单位或别的轮次的表里的", f"整行删掉；或者{USE_FRESH}")
            return ""
        return None
    if len(set(known)) == 2:
        cell = named((row, found.columns[NUMBER]))
        one, other = _called(form, printed), _called(form, hidden)
        wrong = f"序号是“{one}”的，隐藏的编号是“{other}”的，像是只给一部分列排过序"
        found.tell("torn_row", cell, wrong, f"撤销排序；或者{USE_FRESH}，核对每一行")
        return ""
    if len(known) == 1 and hidden and hidden not in ours:
        cell = named((row, found.columns[ID]))
        found.tell("foreign_row", cell, "这一行隐藏的编号改动过", USE_FRESH)
        return ""
    return known[0]


def _odd_rows(found: Placed, rows: Sequence[int]) -> None:
    """Rows of the table that were put in."""
    for row in rows:
        filled = sorted(column for r, column in found.sheet.cells if r == row and not found.sheet.at(r, column).empty)
        if filled:
            wrong = f"第 {row} 行不是表里原有的行，里面的内容不会登记"
            remedy = "要登的内容写到表里原有的行，再删掉这一行"
            found.tell("inserted_row", named((row, filled[0])), wrong, remedy)


def _missing_rows(found: Placed, head: int) -> None:
    """Requests without a row: told at the cell below which the row stood."""
    if {fault.kind for fault in found.faults} & {"torn_row", "foreign_row"}:
        return  # said already, row by row
    above = head
    for request in found.form.asked:
        if request.about in found.rows:
            above = found.rows[request.about]
            continue
        wrong = f"这一格下面少了“{_called(found.form, request.about)}”这一行"
        cell = named((above, found.columns.get(NUMBER, 1)))
        remedy = "在退回的新表里填这一行；没有要报的就空着"
        found.tell("deleted_row", cell, wrong, remedy, about=request.about, key="value")


def label_of(text: str) -> str:
    """The foot's label that a cell begins with, as in 填报人：张三; "" where it begins with none."""
    return next((label for label in FOOT if re.match(rf"\s*{label}\s*(?:[:：]|$)", text)), "")


def _foot(found: Placed, last: int) -> None:
    for (row, column), cell in sorted(found.sheet.cells.items()):
        label = label_of(cell.shown) if row > last else ""
        if not label or label in found.foot:
            continue
        if folded(cell.shown) != label:  # written behind the label, in its own cell
            found.foot[label] = (row, column)
            continue
        right = [c for r, c in found.sheet.cells if r == row and c > column and not found.sheet.at(r, c).empty]
        place = min(right, default=column + 1)
        if label_of(found.sheet.at(row, place).shown):
            place = column + 1  # nothing is written: the next cell that holds anything is another label
        found.foot[label] = (row, place)
    if "日期" not in found.foot:
        found.tell("no_foot", "", "表的下面没有“日期”这一格", USE_FRESH)


def _merged(found: Placed, head: int, last: int) -> None:
    ours = set(found.columns.values())
    for top, left, bottom, right in found.sheet.merged:
        if bottom >= head and top <= last and ours & set(range(left, right + 1)):
            area = f"{named((top, left))}:{named((bottom, right))}"
            wrong = f"{area} 合并成了一格，只有左上角的内容留下"
            found.tell("merged", named((top, left)), wrong, f"取消合并，每一格各写各的；或者{USE_FRESH}")
    for about, row in found.rows.items():
        if row in found.sheet.hidden_rows:
            cell = named((row, found.columns.get(NUMBER, 1)))
            wrong = f"“{_called(found.form, about)}”这一行是隐藏的，看不见，内容已照样读取"
            found.tell("hidden_row", cell, wrong, "取消隐藏或筛选，看看内容对不对", blocks=False)


def _strays(found: Placed, head: int, last: int) -> None:
    """What stands in no place of the form."""
    sheet, ours = found.sheet, set(found.columns.values())
    rows = set(found.rows.values())
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.empty or row <= head:
            continue
        beside = row in rows and column > max(ours)
        if beside or (row > last and (row, column) not in found.foot.values() and not _ours(found, row, column)):
            found.tell(
                "stray",
                named((row, column)),
                f"表外写了“{cell.shown.strip()[:20]}”，不会登记",
                "要登的写到表里；不用登的不必管",
                blocks=False,
            )


def _ours(found: Placed, row: int, column: int) -> bool:
    """Whether a cell below the table is the form's own: the labels, and remarks printed beside them."""
    shown = found.sheet.at(row, column).shown
    return bool(label_of(shown)) or folded(shown).startswith(("工作调度表", "演示数据"))


def changed_texts(found: Placed) -> Iterator[Fault]:
    """The promise is printed; whoever writes over it has answered something else."""
    for about, row in found.rows.items():
        request: Request = found.form.by_about[about]
        if "quote" not in found.columns:
            continue
        cell = found.sheet.at(row, found.columns["quote"])
        if folded(cell.shown) != folded(request.quote):
            place = named((row, found.columns["quote"]))
            wrong = "印好的“承诺（原文）”改动过，或者这一行错了位"
            yield Fault("", found.sheet.title, place, wrong, f"原文不能改；{USE_FRESH}", "changed_text")
