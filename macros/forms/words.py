"""Free words in a returned cell: what no one sees, what cannot be printed, and what must not be published."""

from __future__ import annotations

import datetime
import re

from openpyxl.utils.escape import unescape

from macros.fonts.covered import printable
from macros.forms.seen import Said, Seen, short, unreadable
from macros.records.address import wrong_with
from macros.records.slips import plain_ideograph
from macros.rules.privacy import found as person_in

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\t]")
_ADDRESS = re.compile(r"(?:https?|ftp|file)://[^\s\"'<>，。；、（）]+", re.IGNORECASE)


def words(cell: Seen) -> str | Said:
    """The words of a cell as they go into a record, or what is wrong with them; the cell is not empty.

    Line breaks within the cell stay; blanks around it mean nothing and go.
    """
    if found := unreadable(cell):
        return found
    value = cell.value
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        wrong = f"这一格被表格软件当成了日期（显示 {cell.shown}），原来的字可能变了"
        return Said("date_for_words", wrong, "把单元格格式改成“文本”，再写一遍")
    if isinstance(value, (int, float)) and "%" in cell.form:
        return Said(
            "percent_for_words", f"这一格是百分数（{cell.shown}），不是文字", "把单元格格式改成“文本”，再写一遍"
        )
    text = unescape(cell.shown).replace("\r\n", "\n").replace("\r", "\n").strip(" \n\r\u3000")
    return _unseen(text) or _strange(text) or _person(text) or text


def _unseen(text: str) -> Said | None:
    clean = _ODD_SPACE.sub(" ", _UNSEEN.sub("", text)).strip(" \n\u3000")
    if clean == text:
        return None
    char = _UNSEEN.search(text) or _ODD_SPACE.search(text) or re.search("[^ ]", text)
    code = f"U+{ord(char.group()):04X}" if char else ""
    if not clean:
        return Said("blanks", f"这一格里只有看不见的字符（{code}）", "把这一格清空")
    wrong = f"文字里有看不见的字符（{code}），多半是从网页或 PDF 复制来的"
    return Said("blanks", wrong, f"写成：{clean}", clean)


def _strange(text: str) -> Said | None:
    clean = "".join(plain_ideograph(char) or char for char in text)
    if clean != text:
        char = next(a for a, b in zip(text, clean, strict=True) if a != b)
        wrong = f"“{char}”（U+{ord(char):04X}）是从 PDF 复制来的部首或兼容字，按平常的字查不到"
        return Said("radical", wrong, f"写成：{clean}", clean)
    known = printable()
    if lost := sorted({char for char in text if char != "\n" and ord(char) not in known}):
        shown = "、".join(f"“{char}”" for char in lost[:5])
        return Said("unprintable", f"{shown} 在排印字体里没有，印不出来", "换成平常的字或标点，表情符号删掉")
    return None


def _person(text: str) -> Said | None:
    if seen := person_in(text):
        return Said("person", f"像是{seen[1]}；这一格会公开", "删掉号码；联系方式写在表下面的“电话”里")
    return None


def evidence_wrong(text: str) -> Said | None:
    """What is wrong with the evidence's address; None where there is none or it can be opened."""
    addresses = _ADDRESS.findall(text)
    if len(addresses) > 1:
        return Said("addresses", "写了几个网址，只能登记一个", "只留一个网址，别的材料只写名称")
    for address in addresses:
        if wrong := wrong_with(address):
            return Said(
                "address",
                f"网址“{short(address)}”别人打不开：{wrong}",
                "从浏览器的地址栏复制公开的网址；没有公开的，只写材料名称",
            )
    return None
