"""What a number, a date or a yes was meant to be that was written as people write it."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_DIGITS |= {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000} | {"拾": 10, "佰": 100, "仟": 1000}
_ABOUT = re.compile("大约|约|将近|接近|近|超过|超|达到|达|共计|共|累计|不少于|至少|>=?|≥|＞|≈|余|多|左右|以上|上下|\\+")


def _chinese(text: str) -> int | None:
    """A whole number in Chinese characters."""
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TIMES:
            times = _TIMES[char]
            if times >= 10_000:
                total, section, digit = (total + section + digit) * times, 0, 0
            else:
                section, digit = section + (digit or 1) * times, 0
        else:
            return None
    return total + section + digit


_EXACT = "只写确切的数，不写“约”“超过”“以上”"


def number_meant(text: str) -> tuple[str, str]:
    """The number that was meant, and why it was not read as one; the number is "" where it cannot be told, the
    cause where it is no number's.
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip("“”‘’\"'").strip()
    causes = []
    if re.fullmatch("[0-9]+(?:\\.[0-9]+)?", plain):
        good = f"{Decimal(plain).normalize():f}"
        if unicodedata.normalize("NFKC", text) != text:
            return good, "用了全角数字"
        return good, "数的前面不补 0" if re.match("0[0-9]", plain) else "数不加引号"
    if unsure := _unsure(plain):
        return unsure
    if (end := re.fullmatch(r"(.*[0-9])\s*[。,，;；、.]+", plain)) and (good := number_meant(end[1])[0] or end[1]):
        return good, "数的后面多了标点"
    if (bare := _ABOUT.sub("", plain)) != plain:
        causes.append(_EXACT)
    bare = re.sub(r"(?<=[0-9])[,，' _](?=[0-9]{3})", "", bare).strip()
    if re.sub(r"[,，' _]", "", plain) != re.sub(r"[' _]", "", plain).replace(",", "") or re.search(
        "[0-9][,' _][0-9]{3}", plain
    ):
        causes.append("数里不写逗号和空格")
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([十百千万亿]*)\s*([^0-9]*)", bare)
    if match:
        value = Decimal(match.group(1))
        for sign in match.group(2):
            value *= _TIMES[sign]
        if match.group(2):
            causes.append(f"不用“{match.group(2)}”，写全")
        if unit := match.group(3).strip():
            causes.append(f"单位“{unit}”已经写在目标里" if unit != "%" else "百分号已经写在目标里")
        return f"{value.normalize():f}", "，".join(causes) or "只写数"
    word = re.fullmatch(f"([{''.join([*_DIGITS, *_TIMES])}]+)([^0-9]*)", bare)
    if word and (whole := _chinese(word.group(1))) is not None:
        return str(whole), "，".join([*causes, "用阿拉伯数字"])
    return "", ""


def _unsure(plain: str) -> tuple[str, str] | None:
    """What holds more than one number: it cannot be told which is meant, but for a sum."""
    number = r"[0-9]+(?:\.[0-9]+)?"
    if re.fullmatch(rf"=?\s*{number}(?:\s*\+\s*{number})+", plain):
        total = sum(map(Decimal, re.findall(number, plain)), Decimal(0))
        return f"{total.normalize():f}", "只写加好的数"
    if re.fullmatch(rf"{number}\s*(?:[-–—~～至到]|--)+\s*{number}\D*", plain):
        return "", "不写区间，报告的是一个实际的数"
    if re.fullmatch(rf"{number}\s*[/／÷]\s*{number}\D*", plain):
        return "", "不写分数，报告的是一个实际的数"
    if remark := re.fullmatch(rf"({number})\s*\D{{0,3}}\s*[(（【\[].*[0-9].*[)）】\]]", plain):
        return remark[1], "括号里的话写在 note"
    return None


_QUARTERS = {"一": "03-31", "1": "03-31", "二": "06-30", "2": "06-30", "三": "09-30", "3": "09-30"}
_SERIAL = datetime.date(1899, 12, 30)
"""Where spreadsheets begin to count days."""


def date_meant(text: str) -> tuple[str, str]:
    """The day that was meant as YYYY-MM-DD, and why it was not read as one; the day is "" where it cannot be
    told, the cause where it is no day's.
    """
    plain = unicodedata.normalize("NFKC", text).strip().strip("“”‘’\"'。；;，,").strip()
    if re.fullmatch("[〇零一二三四五六七八九十]{4}年.*", plain):  # 二〇二五年十二月三十一日
        plain = re.sub("^[〇零一二三四五六七八九]{4}", lambda it: "".join(str(_DIGITS[char]) for char in it[0]), plain)
        plain = re.sub("[一二三四五六七八九十]+", lambda it: str(_chinese(it[0])), plain)
    plain = re.sub("^(?:截至|截止到?|到|至)", "", plain).removesuffix("止").strip()
    if re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", plain) and _is_day(*map(int, plain.split("-"))):
        if text.strip() in (f"“{plain}”", f'"{plain}"', f"'{plain}'", plain):
            return plain, "日期不加引号"
        if text.strip()[:-1] == plain:
            return plain, "日期后面多了标点"
        return plain, "日期用半角数字" if unicodedata.normalize("NFKC", text) != text else "只写一个日期"
    match = re.fullmatch(
        r"(20[0-9]{2})\s*[-—–/.年、]\s*([0-9]{1,2})\s*[-—–/.月、]\s*([0-9]{1,2})\s*日?(?:[ T].*)?", plain
    )
    match = match or re.fullmatch("(20[0-9]{2})([0-9]{2})([0-9]{2})", plain)
    if match:
        year, month, day = (int(part) for part in match.groups())
        if _is_day(year, month, day):
            return f"{year}-{month:02}-{day:02}", "日期写成 年-月-日，月、日各两位，中间是半角减号"
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
        return "", f"没有这一天，那个月的最后一天是 {year}-{month:02}-{last}" if last else "没有这一天，月份是 01 到 12"
    if match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.](20[0-9]{2})", plain):
        day, month, year = (int(part) for part in match.groups())
        if _is_day(year, month, day) and not _is_day(year, day, month):
            return f"{year}-{month:02}-{day:02}", "日期写成 年-月-日"
    if match := re.fullmatch("(20[0-9]{2})年?(?:底|末|年底|年末|全年|下半年|度|年度)?", plain):
        return f"{match.group(1)}-12-31", "日期要写到日"
    if match := re.fullmatch("(20[0-9]{2})年?上半年", plain):
        return f"{match.group(1)}-06-30", "日期要写到日"
    if match := re.fullmatch("(20[0-9]{2})年?-?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))", plain):
        return f"{match[1]}-{_QUARTERS.get(match[2] or match[3], '12-31')}", "写这个季度的最后一天"
    if match := re.fullmatch(r"(20[0-9]{2})[-/.年]([0-9]{1,2})月?(?:底|末)?", plain):
        year, month = int(match.group(1)), int(match.group(2))
        if 1 <= month <= 12:
            return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}", "日期要写到日"
    if re.fullmatch("4[0-9]{4}", plain):
        day_meant = _SERIAL + datetime.timedelta(days=int(plain))
        return day_meant.isoformat(), "这是表格软件里日期的序号"
    if re.fullmatch(r"[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}日?|[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?", plain):
        return "", "年份要写四位数字"
    if len(re.findall("20[0-9]{2}", plain)) > 1:
        return "", "只写最后的那一天，不写起止"
    return "", ""


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def truth_meant(text: str) -> str:
    """`true` or `false` for a yes or a no in other words; "" where neither is meant."""
    word = text.strip().lower()
    if word in ("是", "有", "已", "已举办", "举办", "举办了", "yes", "y", "true", "1", "√", "对", "on"):
        return "true"
    return (
        "false"
        if word in ("否", "无", "没有", "未举办", "没举办", "没有举办", "no", "n", "false", "0", "×", "off")
        else ""
    )
