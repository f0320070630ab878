"""The columns of a returned sheet, known by their heads: missing, doubled, renamed, inserted, moved."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from macros.forms.book import Place, Sheet, named
from macros.forms.fault import Fault
from macros.forms.layout import FOOT, HEADS, columns
from macros.judged.asked import Form

USE_FRESH = "用退回的新表（回表）重填，原来填的内容已经抄在里面"


@dataclass
class Placed:
    """One form found on one sheet.

    Attributes:
        rows: the sheet's row of each request, by its id.
        columns: the sheet's column of each key.
        others: requests that stand on the sheet but have been reported by another body since it was issued.
        foot: the cell right of each label of the foot.
        faults: what is wrong with the sheet as a whole; without the file's name.
    """

    form: Form
    sheet: Sheet
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    foot: dict[str, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def tell(
        self, kind: str, cell: str, wrong: str, remedy: str, *, blocks: bool = True, about: str = "", key: str = ""
    ) -> None:
        """Add a fault of this sheet."""
        told = Fault("", self.sheet.title, cell, wrong, remedy, kind, blocks=blocks, about=about, key=key)
        self.faults.append(told)


def folded(text: object) -> str:
    """A text without blanks and in half-width signs, to know heads and labels again."""
    return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", str(text or ""))).strip("：:*＊")


def head_row(form: Form, sheet: Sheet) -> int:
    """The row that holds most of the heads; 0 where none holds at least three."""
    wanted = {folded(column.head) for column in columns(form)}
    seen: dict[int, int] = defaultdict(int)
    for (row, _), cell in sheet.cells.items():
        seen[row] += folded(cell.shown) in wanted
    best = max(seen, key=lambda row: (seen[row], -row), default=0)
    return best if best and seen[best] >= 3 else 0


def find_columns(found: Placed, head: int) -> None:
    """Each key's column by its head; heads that are missing, doubled, renamed or moved.

    Heads of columns that this form has no longer are known too: another body may have reported the only row
    that needed one.
    """
    wanted = {folded(text): key for key, text in HEADS.items()}
    strange: list[int] = []
    for number in _across(found.sheet, head):
        cell = found.sheet.at(head, number)
        key = wanted.get(folded(cell.shown), "")
        if not key:
            strange.append(number)
        elif key in found.columns:
            wrong = f"表头“{HEADS[key]}”有两列（另一列是 {get_column_letter(found.columns[key])} 列）"
            found.tell("double_head", named((head, number)), wrong, f"只留一列，多的删掉；或者{USE_FRESH}")
        else:
            found.columns[key] = number
    writable = {column.key for column in columns(found.form) if column.writable}
    lost = [key for key in HEADS if key in writable and key not in found.columns]
    for number in strange:
        shown = found.sheet.at(head, number).shown.strip()[:20]
        fits = [key for key in _between(found.columns, number) if key in lost]
        if len(fits) == 1:
            said = f"表头“{shown}”改动过" if shown else "表头删掉了"
            found.tell("head", named((head, number)), said, f"改回“{HEADS[fits[0]]}”")
            lost.remove(fits[0])
        else:
            said = f"多了一列“{shown}”" if shown else f"{get_column_letter(number)} 列不是表里原有的列"
            remedy = "要登的内容写到表里原有的列，再删掉这一列"
            found.tell("column", named((head, number)), f"{said}，里面的内容不会登记", remedy)
    for key in lost:
        found.tell("no_column", named((head, 1)), f"表头里没有“{HEADS[key]}”这一列", f"恢复这一列，或者{USE_FRESH}")
    now = sorted(found.columns, key=lambda key: found.columns[key])
    then = [key for key in HEADS if key in found.columns]
    if now != then:
        key = next(a for a, b in zip(now, then, strict=True) if a != b)
        moved = named((head, found.columns[key]))
        wrong = f"“{HEADS[key]}”这一列不在原来的位置，分不清是列移动了还是只改了表头"
        found.tell("moved_head", moved, wrong, USE_FRESH)


def _across(sheet: Sheet, head: int) -> list[int]:
    """The columns that have a head, or anything below where a head should be, before the last head."""
    filled = [place for place, cell in sheet.cells.items() if not cell.empty]
    heads = {column for row, column in filled if row == head}
    labels = tuple(FOOT)
    foot = min(
        (row for row, column in filled if row > head and sheet.at(row, column).shown.startswith(labels)), default=0
    )
    below = {column for row, column in filled if row > head and (not foot or row < foot)}
    return sorted(heads | {column for column in below if column < max(heads, default=0)})


def _between(columns: Mapping[str, int], number: int) -> list[str]:
    """The keys that belong between the known columns on both sides of a column."""
    order = list(HEADS)
    left = [key for key in order if columns.get(key, number) < number]
    right = [key for key in order if columns.get(key, number) > number]
    start = order.index(left[-1]) + 1 if left else 0
    end = order.index(right[0]) if right else len(order)
    return order[start:end]
