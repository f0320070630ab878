"""The sheet that shows what others report of the same tasks: to read, nothing to fill."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from macros.forms.layout import DEMO, HEAD, NUMBER, printed_mark
from macros.forms.sheet import ALLOWED, WIDTHS, fixed
from macros.forms.style import LINE_HEIGHT, Style, lines
from macros.judged.asked import Form


def show_others(sheet: Worksheet, style: Style, form: Form) -> None:
    """What others report of the same tasks: to read, nothing to fill."""
    heads = {
        NUMBER: "序号",
        "task": "任务",
        "target": "指标",
        "quote": "承诺（原文）",
        "last": "已报告",
        "by": "填报单位",
    }
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, f"由其他单位填报，供对照{f'　{DEMO}' if form.demo else ''}", style.title)
    sheet.write_string(1, 0, f"这些行不用填。{form.arranged}", style.line)
    widths = WIDTHS | {"task": 22, "target": 26, "quote": 44, "last": 28, "by": 20}
    for row, request in enumerate(form.shown, start=HEAD):
        most = max(lines(fixed(request, key), widths[key]) for key in heads)
        sheet.set_row(row, LINE_HEIGHT * most + 3)
    for column, (key, head) in enumerate(heads.items()):
        sheet.set_column(column, column, widths[key])
        sheet.write_string(HEAD - 1, column, head, style.head)
        for row, request in enumerate(form.shown, start=HEAD):
            text = request.reporter if key == "by" else fixed(request, key)
            sheet.write_string(row, column, text, style.fixed)
    sheet.repeat_rows(HEAD - 1)
    style.page(sheet, f"由其他单位填报　{form.title}", printed_mark(form), landscape=True)
    sheet.protect("", ALLOWED)
