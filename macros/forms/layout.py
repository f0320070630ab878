"""What every workbook of a round says and where: sheets, columns, foot, and how a row is known again.

One workbook a recipient has three sheets: 填报说明, 填报表, 他单位填报 (only where there is such a row). The
workbook that holds all has the same 填报表 once a recipient, named by `sheet_of`. Only 填报表 is read on return.

On 填报表 (rows and columns counted from 1):

- row 1 the title, row 2 who, round, until when, row 3 what is to be done and how many cells are open,
  row `HEAD` the heads of `columns(form)`, from row `HEAD + 1` on one row a request of `form.asked`, in order;
  after a free row the foot: each label of FOOT in its own cell, what is written in the cell right of it.
- A row is known by three marks: its `about` in the hidden column ID, the defined name `defined(about)` that
  speaks of the row's cell under `value`, and `number` printed in the first column.

Who the workbook is for stands in a hidden sheet MARKS, in the custom document properties under the same keys, and
printed in the footer as `printed_mark`. A row of MARKS is: name of the sheet, `about`, key, text. Without
`about` the key is one of `marks(form)`; with it, it is a column's, and the text is what the cell held of
itself when the workbook was made, where its row had been reported: the live check compares with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from macros.judged.asked import Form
from macros.judged.cells import KEYS

VERSION = "1"
"""Of the layout: rises when a workbook of before cannot be read by the same rules any more."""
DEMO = "演示数据（虚构）"
NOT_STATISTICS = "工作调度表，不是统计调查表"

GUIDE, SHEET, OTHERS, MARKS = "填报说明", "填报表", "他单位填报", "标识"
HEAD = 4
"""The row that holds the columns' heads, counted from 1."""

FOOT = ("填报人", "审核人", "单位负责人", "电话", "日期", "盖章处")
"""Below the rows. Read for the internal folder only, but for the date: that is the day of the report."""

NUMBER, CHECK, ID, OPEN, FAULTS = "number", "check", "id", "open", "faults"
"""Columns that hold no field of a record: the printed number, the live check; hidden the id, how many cells of
the row are open, and what is wrong in it."""
HIDDEN = (ID, OPEN, FAULTS)

HEADS: Mapping[str, str] = {
    NUMBER: "序号",
    "task": "任务",
    "target": "指标",
    "quote": "承诺（原文）",
    "last": "上次报告",
    "status": "有没有数",
    "value": "本期",
    "second": "总数或对照数",
    "scope": "范围",
    "basis": "从哪天算起",
    "as_of": "截至日期",
    "progress": "进展情况",
    "problem": "存在问题",
    "cause": "原因类别",
    "next": "下一步打算",
    "why": "没有数、更正或核对的原因",
    "evidence": "佐证材料（名称、文号或网址）",
    CHECK: "检查",
    ID: "编号",
    OPEN: "还缺几格",
    FAULTS: "检查明细",
}


_UNSAFE = re.compile(r"[\[\]:*?/\\'\"<>|\x00-\x1f]")
"""What a sheet's or a file's name cannot hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of 填报表.

    Attributes:
        head: the words at its head; a returned sheet's columns are found by them.
        writable: whether any row of the form can be written in there.
    """

    key: str
    head: str
    writable: bool


def columns(form: Form) -> Sequence[Column]:
    """The form's columns from the left: those that no row of it can fill are left out."""
    used = {key for request in form.asked for key in request.cells}
    return [Column(key, head, key in used) for key, head in HEADS.items() if key in used or key not in KEYS]


def defined(about: str) -> str:
    """The defined name of a row. Letters, digits and underscores, and never like a cell's address."""
    return "row_" + about.replace("-", "_")


def sheet_of(form: Form, taken: Sequence[str] = ()) -> str:
    """A sheet's name in the workbook that holds all: at most 31 characters, none that Excel refuses."""
    name = _UNSAFE.sub("", form.title)[:28]
    return name if name not in taken else f"{name[:26]}{len(taken)}"


def marks(form: Form) -> Mapping[str, str]:
    """Who and what a workbook is for; the same keys in the hidden sheet and the document's properties."""
    return {
        "layout": VERSION,
        "round": form.round.id,
        "body": form.body.slug,
        "member": form.member.name if form.member else "",
        "form": form.slug,
        "edition": form.edition,
        "demo": "true" if form.demo else "false",
    }


def printed_mark(form: Form) -> str:
    """The same for people to read out, as in 2025-annual/education/5524b6f29c35."""
    return f"{form.round.id}/{form.slug}/{form.edition}"


def file_of(form: Form) -> str:
    """The name of the recipient's workbook."""
    return f"{form.round.title}-{_UNSAFE.sub('', form.title)}.xlsx"
