"""How the cells of a workbook look. Nothing is told by colour alone: what is to be filled is framed, what is not
is grey and locked, and the check says in words what is wrong.
"""

from __future__ import annotations

import math
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from macros.forms.layout import DEMO

FONT = "宋体"
SIZE, LINE_HEIGHT = 10.5, 15
"""五号, and the height of one line of it, in points."""
GREY, PALE, WARN, LINE = "#F2F2F2", "#FFFFFF", "#FFD9D0", "#7F7F7F"
A4 = 9


class Style:
    """The formats of one workbook.

    Args:
        book: the workbook.
        demo: its data are made up, and every sheet says so.
    """

    def __init__(self, book: Workbook, demo: bool) -> None:
        self._book, self.demo = book, demo
        base = {"font_name": FONT, "font_size": SIZE, "valign": "top", "text_wrap": True}
        locked = base | {"border": 1, "border_color": LINE, "num_format": "@"}
        self.title = self._format(font_name=FONT, font_size=20, bold=True)
        self.line = self._format(font_name=FONT, font_size=12)
        self.strong = self._format(font_name=FONT, font_size=12, bold=True)
        self.text = self._format(**base, num_format="@")
        self.head = self._format(**base | {"valign": "vcenter", "align": "center"}, bold=True, border=1, bg_color=GREY)
        self.fixed = self._format(**locked, bg_color=GREY)
        self.check = self._format(**base, border=1, border_color=LINE)
        self.free = self._format(**locked, bg_color=PALE, locked=False)
        self.digits = self._format(**locked | {"num_format": "General", "align": "right"}, bg_color=PALE, locked=False)
        self.bad = self._format(**locked | {"border": 5, "border_color": "#C00000"}, bg_color=WARN, locked=False)
        self.label = self._format(font_name=FONT, font_size=12, align="right", valign="bottom")
        self.sign = self._format(font_name=FONT, font_size=12, bottom=1, num_format="@", locked=False, text_wrap=True)
        self.sign_bad = self._format(
            font_name=FONT, font_size=12, border=5, num_format="@", locked=False, bg_color=WARN
        )
        self.wrong = book.add_format({"bold": True, "font_color": "#C00000"})

    def _format(self, **how: Any) -> Any:
        return self._book.add_format(how)

    def page(self, sheet: Worksheet, title: str, mark: str, *, landscape: bool) -> None:
        """A4, one page wide, numbered, with what it is above and whose it is below."""
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        demo = f"　{DEMO}" if self.demo else ""
        sheet.set_header(f"&L{_plain(title)}{demo}", {"margin": 0.3})
        sheet.set_footer(f"&L{_plain(mark)}{demo}&R第 &P 页，共 &N 页", {"margin": 0.3})


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: a Chinese character is as wide as two digits.

    Args:
        text: the text, perhaps with line feeds.
        width: the column's, in digits of the standard font.
    """
    wide = (sum(2 if ord(char) > 0x2000 or char in "“”—" else 1.1 for char in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(size / max(1.0, width - 1))) for size in wide)


def _plain(text: str) -> str:
    """A text in a header: `&` begins a code there, and there is room for few."""
    return text[:80].replace("&", "&&")
