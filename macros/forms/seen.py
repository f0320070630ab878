"""One cell of a returned workbook, as a person sees it, into a value; nothing is coerced or guessed.

A value is taken where it can only mean one thing: a number in a number cell, a day in a date cell, the
digits 20 as text. Everything else is told, with what to write instead.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl.utils.escape import unescape

from macros.records.meaning import number_meant

_ERRORS = {
    "#VALUE!": "算式里有文字或者写法不对的日期",
    "#REF!": "算式指向的格子被删掉了",
    "#DIV/0!": "除数是 0 或者空格子",
    "#N/A": "查找的内容找不到",
    "#NAME?": "算式里有表格软件不认识的词",
    "#NUM!": "算式里的数超出范围",
    "#NULL!": "算式的区域写得不对",
}
_NOTHING = re.compile(
    r"[-—–－―_~～/／\\×xX*.。…·\s]+|(暂?无|没有|空|零报告|未报|未知|不详|不清楚|待统计|待定|暂缺|同上|见附件|n/?a|null|none)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"""DISPIMG\(\s*["“]?([A-Za-z0-9_-]+)""", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?])")
_MOST_DIGITS = 15


class Said(NamedTuple):
    """What is wrong with one cell: kind, words, remedy, and what exactly to write where that is known."""

    kind: str
    wrong: str
    remedy: str
    write: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as openpyxl reads it twice: its formula or value, and the value it last showed.

    Attributes:
        value: the constant, or the formula's text.
        cached: what a formula last came to; for a constant the same as `value`.
        kind: openpyxl's letter: n number, s text, b truth, d day, e error, f formula.
        form: its number format.
        picture: Excel's picture in a cell stands here.
    """

    value: Any = None
    cached: Any = None
    kind: str = "n"
    form: str = "General"
    picture: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing, or nothing but blanks, is in it."""
        return self.value is None or (isinstance(self.value, str) and not trimmed(self.value))

    @property
    def image(self) -> str:
        """The name of the picture that WPS shows in this cell; "" where it shows none."""
        found = _PICTURE.search(f"{self.value} {self.cached}") if isinstance(self.value, str) else None
        return found.group(1) if found else ""

    @property
    def shown(self) -> str:
        """Its content in a few words, for messages and for a fresh copy."""
        value = self.cached if self.kind == "f" else self.value
        if isinstance(value, datetime.datetime):
            value = value.date() if value.time() == datetime.time() else value
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, (int, float)):
            number = plain(value)
            return f"{number * 100:f}".rstrip("0").rstrip(".") + "%" if "%" in self.form and number else f"{number:f}"
        return "" if value is None else str(value)


def plain(value: float) -> Decimal:
    """A stored number as people see it: 15 digits, as spreadsheets show; the bits beyond are noise."""
    return Decimal(f"{value:.15g}").normalize() + 0


def trimmed(text: str) -> str:
    """A text without the blanks around it, those of PDFs and of Chinese text included."""
    return text.strip(" \t\r\n\u3000\u00a0")


def short(text: str) -> str:
    """A text cut to what a message can hold."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def unreadable(cell: Seen) -> Said | None:
    """What no column takes: formulas, errors, pictures."""
    if cell.image or cell.picture:
        remedy = "删掉这格里的图片，写上图片里的字或数；图片已经另存，不会丢"
        return Said("picture", "这一格里放的是图片，图片里的字读不出来", remedy)
    shown = cell.cached if cell.kind == "f" else cell.value
    if cell.kind == "e" or (isinstance(shown, str) and shown in _ERRORS):
        code = str(shown) if isinstance(shown, str) else "错误值"
        why = f"：{_ERRORS[code]}" if code in _ERRORS else ""
        return Said("error", f"这一格显示 {code}{why}", "删掉这一格的内容，直接写数或字")
    if cell.kind == "f":
        text = cell.value if isinstance(cell.value, str) else "数组公式"
        formula = short(getattr(cell.value, "text", None) or text)
        if cell.cached is None or cell.shown == "":
            return Said("formula", f"这一格是公式（{formula}），没有算出来的结果", "删掉公式，直接写数或字")
        remedy = f"直接写 {cell.shown}，或者复制这一格，在原处“选择性粘贴—数值”"
        return Said(
            "formula", f"这一格是公式（{formula}），现在显示 {cell.shown}；公式会跟着别的格子变", remedy, cell.shown
        )
    if isinstance(cell.value, bool):
        return Said("truth", f"这一格写的是 {cell.shown}", "删掉，按这一列的要求写")
    return None


def figure(cell: Seen, unit: str, *, whole: bool, percent: bool = False) -> Decimal | Said:
    """A number, or what is wrong with what stands for one.

    Args:
        cell: not empty.
        unit: of the target, for messages.
        whole: whether it counts things.
        percent: whether it is a share in per cent: 15, not 0.15.
    """
    if found := unreadable(cell):
        return found
    value = cell.value
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        wrong = f"这一格被表格软件当成了日期（显示 {cell.shown}），不是数"
        return Said("date_for_number", wrong, "把单元格格式改成“常规”，再写数；或者在退回的新表里写")
    if isinstance(value, (int, float)):
        return _number(cell, plain(value), unit, whole=whole, percent=percent)
    text = unescape(str(value))
    if re.fullmatch("(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?", trimmed(text)) and "\u00a0" not in text and "\u3000" not in text:
        return _checked(Decimal(trimmed(text)), unit, whole=whole, percent=percent)
    return _no_number(text, unit)


def _number(cell: Seen, number: Decimal, unit: str, *, whole: bool, percent: bool) -> Decimal | Said:
    form = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", cell.form)
    if "%" in form:
        times = f"{number * 100:f}".rstrip("0").rstrip(".") if number else "0"
        remedy = f"把单元格格式改成“常规”，再写 {times}；或者在退回的新表里写 {times}"
        if percent:
            return Said("percent", f"这一格是百分数（{times}%）；单位 % 已经印在表里，只写数", remedy, times)
        return Said(
            "percent", f"这一格是百分数（{times}%），这里要的是多少{unit}", "把单元格格式改成“常规”，写实际的数"
        )
    if _SCALED.search(form):
        wrong = f"这一格的格式把数缩小了显示，存的其实是 {number:f}"
        return Said("scaled", wrong, "把单元格格式改成“常规”，核对后重写这个数")
    return _checked(number, unit, whole=whole, percent=percent)


def _checked(number: Decimal, unit: str, *, whole: bool, percent: bool) -> Decimal | Said:
    if number < 0:
        return Said("negative", f"数不能是负的（{number:f}）", "写实际的数；减少了的写在“进展情况”里")
    if len(f"{number:f}".replace(".", "")) > _MOST_DIGITS:
        return Said("long", "数太长，不像是实际的数", "核对后重写这个数")
    if percent and number > 100:
        return Said("over", f"比例是 {number:f}%，不能超过 100%", "核对后重写这个数；15% 写 15")
    if whole and number != number.to_integral_value():
        return Said("fraction", f"{number:f} 不是整数，这里要的是多少{unit}", "写实际的整数；单位不是“万”")
    return number


def _no_number(text: str, unit: str) -> Said:
    bare = trimmed(text)
    shown = short(text)
    folded = unicodedata.normalize("NFKC", bare)
    if _NOTHING.fullmatch(bare) or _NOTHING.fullmatch(folded):
        remedy = "是零就写 0；没有数就把这一格清空，选“未统计”“不涉及”或“暂无官方数据”，并写原因"
        return Said("dash", f"“{shown}”有的单位表示零，有的表示没有统计，分不清", remedy)
    if re.search("[0-9]\\s*(?:-|—|–|~|～|至|到|－)+\\s*[0-9]", folded):
        return Said("range", f"“{shown}”是一个范围，不是一个数", f"只写一个确切的数，如实际是多少{unit}就写多少")
    if re.fullmatch("[-−－][0-9.]+", folded):
        return Said("negative", f"数不能是负的（{shown}）", "写实际的数；减少了的写在“进展情况”里")
    good, cause = number_meant(text)
    if not good:
        remedy = "只写一个确切的数，用半角数字；别的话写在“进展情况”里"
        return Said("no_number", f"“{shown}”不是一个数", remedy)
    kind, remedy = "number", f"只写 {good}"
    if "确切" in cause:
        kind, remedy = "about", f"写确切的数；正好是 {good} 就写 {good}"
    elif re.search("[\u00a0\u3000]", text) and re.fullmatch("[0-9.]+", bare):
        kind, cause = "blanks", "前后有看不见的空格"
    elif "全角" in cause:
        kind = "full_width"
    elif "逗号" in cause:
        kind = "comma"
    elif "不用“" in cause:
        kind = "ten_thousands"
    elif "百分号" in cause:
        kind, cause = "percent", "单位 % 已经印在表里"
    elif "单位" in cause:
        kind, cause = "unit", "单位已经印在表里，只写数" if folded.endswith(unit) else "数的后面有别的字"
    elif "标点" in cause:
        kind, cause = "unit", "数的后面有别的字"
    elif "括号" in cause:
        kind, cause = "no_number", "括号里的话写在“进展情况”里"
    elif "阿拉伯" in cause:
        kind = "chinese_number"
    elif folded != bare or "不加引号" in cause:
        kind, cause = "blanks", "数的前后或中间有看不见的空格或者引号"
    return Said(kind, f"“{shown}”不是能直接登记的数：{cause}", remedy, good)


def choice(cell: Seen, options: Sequence[str]) -> str | Said:
    """One of the options of a drop-down, or what is wrong; the cell is not empty."""
    if found := unreadable(cell):
        return found
    text = trimmed(unescape(cell.shown))
    if text in options:
        return text
    listed = "、".join(f"“{option}”" for option in options)

    def bare(word: str) -> str:
        return re.sub(r"[\s“”\"'。，]", "", unicodedata.normalize("NFKC", word))

    near = [option for option in options if bare(option) == bare(text) or bare(option).partition("(")[0] == bare(text)]
    if len(near) == 1:
        return Said("choice", f"“{short(text)}”与下拉列表里的写法不同", f"从下拉列表选“{near[0]}”", near[0])
    return Said("choice", f"“{short(text)}”不在下拉列表里", f"从下拉列表选一个：{listed}")
