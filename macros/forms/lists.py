"""What goes back beside the copies: the list of faults, the list of who is missing what, each to read and to sort."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook

from macros.forms.fault import Fault
from macros.forms.gather import Gathered
from macros.forms.returns import Asked
from macros.judged.asked import Form

_WIDEST = 60
DEMO = "演示数据（虚构）"


@dataclass(frozen=True)
class Table:
    """A list: its name, what stands above it, heads, rows."""

    title: str
    above: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The list to read, with Windows' line ends and its mark: its editor of old needs both."""
        lines = [self.title, *self.above, ""]
        for number, row in enumerate(self.rows, start=1):
            first, *rest = row
            said = "　".join(f"{head}：{cell}" for head, cell in zip(self.heads[1:], rest, strict=True) if cell)
            lines.append(f"{number}. {first}　{said}")
        return "\ufeff" + "\r\n".join(lines) + "\r\n"

    def workbook(self, day: datetime.date) -> bytes:
        """The list as a workbook; the same list is the same bytes. Every text is written as text."""
        buffer = io.BytesIO()
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
        book = Workbook(buffer, plain)
        book.set_properties({"title": self.title, "created": datetime.datetime.combine(day, datetime.time())})
        sheet = book.add_worksheet(self.title[:31])
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
        title = book.add_format({"bold": True, "font_size": 14})
        sheet.write_string(0, 0, self.title, title)
        for place, line in enumerate(self.above, start=1):
            sheet.write_string(place, 0, line)
        top = len(self.above) + 2
        for column, head in enumerate(self.heads):
            longest = max([len(head), *(len(row[column]) for row in self.rows)])
            sheet.set_column(column, column, min(_WIDEST, 2 * longest + 2))
            sheet.write_string(top, column, head, bold)
            for number, row in enumerate(self.rows, start=top + 1):
                sheet.write_string(number, column, row[column], cell)
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        book.close()
        return buffer.getvalue()


def degree(fault: Fault) -> str:
    """What is to be done about it in one word."""
    return "请核对" if fault.asks else "要改" if fault.blocks else "提醒"


def fault_list(gathered: Gathered, demo: bool) -> Table:
    """Everything that was found, file by file, what must be mended first."""
    rows = []
    order = {"要改": 0, "请核对": 1, "提醒": 2}
    for file in gathered.files:
        found = [*file.faults, *(fault for each in file.returned for fault in each.faults)]
        title = "、".join(dict.fromkeys(each.form.title for each in file.returned))
        for fault in sorted(found, key=lambda each: (order[degree(each)], each.sheet, _place(each.cell), each.kind)):
            place = f"第 {fault.cell} 格" if fault.cell else ""
            rows.append((file.name, title, degree(fault), fault.sheet, place, fault.wrong, fault.remedy))
    rows += [
        (name, "", "提醒", "", "", "这是表格软件打开文件时留下的临时文件，没有读取", "关掉打开它的程序")
        for name in gathered.skipped
    ]
    above = ("“要改”的，改好再交；“请核对”的，核对后写明依据或改正；“提醒”的不必改。",)
    heads = ("文件", "单位", "怎么办", "工作表", "格子", "问题", "怎样改")
    return Table("问题清单", ((DEMO,) if demo else ()) + above, heads, tuple(rows))


def _place(cell: str) -> tuple[int, int, str]:
    letters = cell.rstrip("0123456789")
    return (int(cell[len(letters) :] or 0), len(letters), letters)


@dataclass(frozen=True)
class Missing:
    """What one recipient has not reported yet in the round.

    Attributes:
        state: 没有交, 退回, 待核对 or 没有填完.
        open: the requests that are open, as printed.
    """

    form: Form
    state: str
    open: tuple[str, ...]


def missing(collected: Asked, gathered: Gathered, done: Mapping[str, frozenset[str]]) -> Iterator[Missing]:
    """Who is missing what in the round: neither in the data nor in a return that is taken now.

    Args:
        collected: what is asked.
        gathered: what came.
        done: by slug of the form, the requests that are answered by what is taken now.
    """
    came = {each.form.slug for each in gathered.returned}
    blocked = {each.form.slug for each in gathered.returned for fault in each.faults if fault.blocks and not fault.asks}
    waits = {each.form.slug for each in gathered.returned for fault in each.faults if fault.blocks and fault.asks}
    for form in collected.forms(collected.round.id).values():
        left = [
            request
            for request in form.asked
            if request.current is None and request.about not in done.get(form.slug, frozenset())
        ]
        if not left:
            continue
        slug = form.slug
        state = (
            "退回待改" if slug in blocked else "待核对" if slug in waits else "没有填完" if slug in came else "没有交"
        )
        names = (
            f"{each.number} {each.target.name if each.target else each.task.title if each.task else each.about}"
            for each in left
        )
        yield Missing(form, state, tuple(names))


def chase_list(found: Sequence[Missing], collected: Asked, demo: bool) -> Table:
    """Who is missing what, and how far the due day is, in neutral words."""
    asked, today = collected.round, collected.account.today
    days = (today - asked.due_on).days
    when = f"已过 {days} 天" if days > 0 else "今天到期" if days == 0 else f"还有 {-days} 天"
    rows = tuple(
        (each.form.title, each.state, f"{len(each.open)} 项", "、".join(each.open), f"{asked.due_on}，{when}")
        for each in found
    )
    whole: dict[str, list[str]] = {}
    for each in found:
        if each.form.member:
            whole.setdefault(each.form.body.name, []).append(each.form.member.name)
    above = [f"轮次：{asked.title}　期限：{asked.due_on}（到 {today} {when}）"]
    above += [f"{name}：还缺{'、'.join(names)}；几份相加的数，收齐了才算" for name, names in whole.items()]
    heads = ("单位", "情况", "还缺", "缺的项目", "期限")
    return Table("催报单", ((DEMO,) if demo else ()) + tuple(above), heads, rows)
