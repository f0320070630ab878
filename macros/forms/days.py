"""A cell for a day: a true date or 2025-12-31; whatever else people write for one is told, with that day."""

from __future__ import annotations

import datetime
import re

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from macros.forms.seen import Said, Seen, plain, short, trimmed, unreadable
from macros.records.meaning import date_meant


def day(cell: Seen) -> datetime.date | Said:
    """A day, or what is wrong with what stands for one; the cell is not empty."""
    if found := unreadable(cell):
        if found.kind == "error":
            return found._replace(remedy="删掉这一格的内容，直接写日期，如 2025-12-31")
        return found
    value = cell.value
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            return Said("time", f"日期带了时刻（{cell.shown}）", f"只写 {value.date()}", str(value.date()))
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return Said("time", f"这一格是时刻（{cell.shown}），不是日期", "写日期，如 2025-12-31")
    if isinstance(value, (int, float)):
        return _serial(value)
    text = unescape(str(value))
    bare = trimmed(text)
    if re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", bare) and bare == text.strip():
        try:
            return datetime.date.fromisoformat(bare)
        except ValueError:
            return Said("no_day", f"没有“{bare}”这一天", "核对年、月、日，写成 2025-12-31 这样")
    good, cause = date_meant(_arabic(text))
    if not good:
        return Said("no_date", f"“{short(text)}”不是一个日期", "写成 年-月-日，如 2025-12-31")
    cause = (
        "写成 年-月-日，中间是半角减号" if "不加引号" in cause else cause.removesuffix("，月、日各两位，中间是半角减号")
    )
    return Said("date", f"“{short(text)}”不是能直接登记的日期：{cause}", f"写成 {good}", good)


def _arabic(text: str) -> str:
    """A date in Chinese numerals, such as 二〇二五年十二月三十一日, in digits; others as they are."""
    digits = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
    if not re.match("[二][〇○零]", text.strip()):
        return text

    def ones(match: re.Match[str]) -> str:
        tens, ten, rest = match.group().rpartition("十")
        if not ten:
            return "".join(digits[char] for char in rest)
        return str(int(digits.get(tens, "1")) * 10 + int(digits.get(rest, "0")))

    return re.sub("[〇○零一二三四五六七八九十]+", ones, text)


def _serial(value: float) -> Said:
    number = plain(value)
    if re.fullmatch("20[0-9]{6}", f"{number:f}"):
        good, _ = date_meant(f"{number:f}")
        if good:
            return Said("date_digits", f"“{number:f}”是八位数字，不是日期", f"写成 {good}", good)
    if 36526 <= number <= 73050 and number == number.to_integral_value():  # the years 2000 to 2099
        good = str(from_excel(int(number)).date())
        return Said("serial", f"“{number:f}”是表格软件里日期的序号（{good}）", f"写成 {good}", good)
    return Said("no_date", f"“{number:f}”不是一个日期", "写成 年-月-日，如 2025-12-31")
