"""A field's wrong shape in the coordinator's words: the cause, and one remedy that works."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from macros.records.address import ADDRESS, wrong_with
from macros.records.base import Record
from macros.records.meaning import date_meant, number_meant, truth_meant
from macros.records.missing import remedy as remedy_for_missing
from macros.records.problem import Location, Mend, Problem, suggestion
from macros.records.progress import Evidence, Report, ReportFile, Verification
from macros.records.slips import KEYS
from macros.records.yaml_lines import NO_RECORDS, LocatedDict, LocatedList, locate

_TEXT = ("应当是文字", "给整个值加上半角引号")
_FIELDS = ("应当是一组字段", "每行写“字段: 值”")
_WANTED = {
    "string_type": _TEXT,
    "is_instance_of": ("应当是数", "只写半角数字"),
    "int_type": ("应当是整数", "只写半角数字"),
    "bool_type": ("应当是 true 或 false", "写 true，或者删掉这一行"),
    "list_type": ("应当是列表", "写成 [甲, 乙]，或每行以“- ”开头"),
    "model_type": _FIELDS,
    "dict_type": _FIELDS,
    "date_type": ("应当是日期", "写成 2025-12-31 这样"),
}
_FORMATS = {
    "file": "data/evidence/ 下的路径，用英文字母、数字、短横线和点",
    "sha256": "64 个小写的十六进制数字",
    **dict.fromkeys(("old", "new"), "页面的网址，如 targets/t07-skilled.html 或 method.html#判定规则"),
    "task": "任务号如 t07，或者 goal",
    "slug": "英文小写，如 education",
    "code": "9 位数字，加半角引号",
    "SiteIDCode": "10 位数字，加半角引号",
}
_WORDS = {
    **dict.fromkeys(("完成", "已完成任务", "完成了", "done", "达到", "已达到", "办结"), "已完成"),
    **dict.fromkeys(("进行中", "正在推进", "在推进", "持续推进", "推进", "实施中", "ongoing"), "推进中"),
    **dict.fromkeys(("未开始", "没有开展", "尚未开展", "未启动", "未实施", "todo"), "未开展"),
    **dict.fromkeys(("累计", "累计数"), "cumulative"),
    **dict.fromkeys(("当年", "当年数", "新增", "年度"), "new"),
    **dict.fromkeys(("本期", "本期数", "当期"), "interval"),
    **dict.fromkeys(("暂无", "没有数据", "无数据", "无官方数据", "暂无数据"), "暂无官方数据"),
    **dict.fromkeys(("不适用", "无此项"), "不涉及"),
    **dict.fromkeys(("没有统计", "未作统计"), "未统计"),
    **dict.fromkeys(("现场核查", "实地核实", "实地核查", "现场查看"), "现场核实"),
    **dict.fromkeys(("电话核实", "电话"), "电话核查"),
    **dict.fromkeys(("查资料", "资料核查", "查阅材料"), "查阅资料"),
}
_NONE = ("暂无官方数据", "不涉及", "未统计")
_NO_FIGURE = ("无", "没有", "不详", "未知", "/", "-", "—", "——", "N/A", "null", "缺", "待定", "待报", "未报告")


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        return value.strip("“”\n") or value
    return str(value) if isinstance(value, (bool, datetime.date)) or not hasattr(value, "at") else "…"


def _shape_at(path: tuple[Any, ...], file: str) -> list[Any]:
    """The shapes whose fields may stand at a place."""
    if not re.search("/[0-9]{4}/[^/]+$|^[0-9]{4}/[^/]+$", file):
        own = (Report, ReportFile, Evidence, Verification)
        return [record for record in Record.__subclasses__() if record not in own]
    names = [step for step in path if isinstance(step, str)]
    last = names[-1] if names else ""
    return [{"evidence": Evidence, "verification": Verification, "records": Report}.get(last, ReportFile)]


def _unknown_field(path: tuple[Any, ...], data: Any, file: str) -> Problem:
    parent, field = data, str(path[-1])
    for step in path[:-1]:
        parent = parent[step]
    at = parent.keys_at[field] if isinstance(parent, LocatedDict) else locate(data, path, Location(file))
    shapes = _shape_at(path[:-1], file)
    known = [name for shape in shapes for name in shape.model_fields]
    wrong = f"没有字段“{field}”"
    if "\u3000" in field or " " in field:
        wrong += "（字段名里有空格）"
    tidy = re.sub("[-\\s]+", "_", field.strip()).lower()
    meant = tidy if tidy in known else KEYS.get(field, "") if KEYS.get(field) in known else ""
    if not meant and field == "name" and "title" in known:
        meant = "title"
    if meant:
        return Problem(at, wrong, f"改成“{meant}”", Mend(field, meant))
    if Report in shapes and field in ("unit", "year", "body", "name", "op", "period"):
        said = {"unit": "单位已经写在目标里", "year": "年份由文件夹的名字表示", "body": "单位写在文件开头"}
        return Problem(at, wrong, f"{said.get(field, '这是目标的字段')}，删掉“{field}”这一行")
    if Report in shapes and field in ("title", "url", "archive", "file", "sha256"):
        return Problem(at, wrong, f"{field} 要写在 evidence 里：evidence: {{title: …, url: …}}")
    if Report in shapes and field in ("method", "by", "checked_on", "on"):
        return Problem(at, wrong, f"{field} 要写在 verification 里：verification: {{method: …, by: …, checked_on: …}}")
    if ReportFile in shapes and field in Report.model_fields:
        return Problem(at, wrong, f"“{field}”属于一条记录：写在 records 下面，比“- id”缩进相同")
    close = get_close_matches(tidy, known, n=1)
    if close:
        return Problem(at, wrong, f"是否想写“{close[0]}”？", Mend(field, close[0]))
    return Problem(at, wrong, f"可以写：{'、'.join(known[:12])} 等；是备注就另起一行，以“# ”开头")


def _example_id(path: tuple[Any, ...], data: Any, file: str) -> str:
    year, slug = file.split("/")[-2], file.split("/")[-1].removesuffix(".yml")
    slug = slug if re.fullmatch("[a-z][a-z0-9-]*", slug) else "union"
    records = data.get("records") if isinstance(data, dict) else None
    used = {record.get("id") for record in records or () if isinstance(record, dict)}
    number = int(path[1]) + 1 if len(path) > 1 and isinstance(path[1], int) else 1
    while f"{year}-{slug}-{number}" in used:
        number += 1
    return f"{year}-{slug}-{number}"


def _format(
    field: str, path: tuple[Any, ...], value: Any, data: Any, file: str, pattern: str
) -> tuple[str, str, Mend | None]:
    """What is wrong with a text that does not fit its pattern, and what to write."""
    shown, wrong = value if isinstance(value, str) else _shown(value), f"“{field}”的写法不对：“{_shown(value)}”"
    if field == "id" and path[:1] == ("records",):
        good = _example_id(path, data, file)
        remedy = f"编号是年份、短横线、英文字母开头的词：写成 {good} 这样，用过的不再用"
        return wrong, remedy, Mend(shown, good, bare=True)
    if field == "id" and path[:1] == ("objections",):
        return wrong, "编号是收到的年份、短横线、英文字母开头的词，如 2026-skilled", None
    if field == "id" and path[:1] == ("rounds",):
        return wrong, "编号是年份、短横线、英文小写，如 2025-annual、2025-half", None
    if field == "id":
        return wrong, "应为任务号加短横线和英文小写，如 t07-skilled", None
    return wrong, f"应为{_FORMATS.get(field, pattern)}", None


_ADDRESSES = {
    "url": "从浏览器地址栏复制完整的网址；不公开就不写 url",
    "archive": "从浏览器地址栏复制完整的网址；没有存档就不写 archive",
    "feedback": '写成 mailto:邮箱 或 https:// 开头的网页；没有就写 ""',
    "site_url": "写成 https://网址/，以“/”结尾；没有就不写",
}


def _address(field: str, value: Any, wrong: str) -> tuple[str, str, Mend | None]:
    """What is wrong with an address, and what to write."""
    shown = _shown(value)
    good = re.sub(r"\s", "%20", shown.strip().strip("“”<>《》"))
    if good != str(value) and not wrong_with(good):
        cause = "地址里有空格" if "%20" in good else "地址两边有多余的标点或空格"
        return f"“{field}”的写法不对：“{shown}”，{cause}", f"写成 {good}", Mend(str(value), good)
    if re.match(r"(www\.)?[\w-]+(\.[\w-]+)+", shown) and "://" not in shown:
        cause = "前面少了 http:// 或 https://"
        return f"“{field}”的写法不对：“{shown}”，{cause}", "从浏览器的地址栏复制完整的网址", None
    return f"“{field}”不是能打开的网址：{wrong}", _ADDRESSES.get(field, _ADDRESSES["url"]), None


def problem_of(error: Any, data: Any, file: str) -> Problem:
    """Put one pydantic error into the coordinator's words."""
    path, kind, value = error["loc"], error["type"], error["input"]
    at = locate(data, path, Location(file))
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    what = f"“{field}”" if field else "这一条"
    if kind == "missing":
        if field == "title" and path[:1] == ("records",):
            remedy = 'evidence 写成 {title: 依据材料的名称}，有网址的写成 {title: 依据材料的名称, url: "网址"}'
            return Problem(at, "依据材料没有名称（title）", remedy)
        if field == "records":
            return Problem(at, "缺少字段“records”", NO_RECORDS)
        wrong = f"缺少字段“{field}”"
        if field == "id" and path[:1] == ("records",):
            return Problem(at, wrong, f"补上一行“id: {_example_id(path, data, file)}”")
        return Problem(at, wrong, remedy_for_missing(field, path, file))
    if kind == "extra_forbidden":
        return _unknown_field(path, data, file)
    if kind == "enum":
        known = re.findall("'([^']+)'", error["ctx"]["expected"])
        bare = str(value).strip().strip("“”\"'")
        good = bare if bare in known else _WORDS.get(bare, "")
        wrong = f"“{field}”不能是“{_shown(value)}”"
        if good in known:
            return Problem(at, wrong, f"写成“{good}”", Mend(str(value), good, bare=True))
        return Problem(at, wrong, suggestion(str(value), known))
    if kind == "string_pattern_mismatch" or (kind == "string_type" and field == "id" and path[:1] == ("records",)):
        error.setdefault("ctx", {}).setdefault("pattern", "")
        wrong, remedy, mend = _format(field, path, value, data, file, error["ctx"]["pattern"])
        return Problem(at, wrong, remedy, mend)
    if kind == "markup":
        return Problem(at, f"“{field}”里有不能用的字符：“{_shown(value)}”", "改用中文标点《》“”，或者删掉")
    if kind == ADDRESS:
        wrong, remedy, mend = _address(field, value, error["ctx"]["wrong"])
        return Problem(at, wrong, remedy, mend)
    if kind == "string_too_short":
        return Problem(at, f"“{field}”是空的", "没有内容就整行删掉")
    if kind.startswith("greater_than"):
        return Problem(at, f"“{field}”不能是 {_shown(value)}", "不能是负数")
    wanted, remedy = _WANTED.get(kind, ("的写法不对", "对照别的条目改正"))
    wrong, mend = f"{what}{wanted}，现在是“{_shown(value)}”", None
    if kind == "is_instance_of" and isinstance(value, str):
        good, cause = number_meant(value)
        if good:
            if path[:1] != ("records",):
                cause = cause.replace("已经写在目标里", "写在 unit 里")
            exact = "核对后写确切的数，如" if "约" in cause else "写成"
            wrong, remedy, mend = f"{wrong}：{cause}", f"{exact} {good}", Mend(value, good, bare=True)
        elif (none := _WORDS.get(value.strip(), value.strip())) in _NONE and path[:1] == ("records",):
            remedy = f"没有数的，这一行改成“unavailable: {none}”，再加一行“reason: 原因”"
        elif value.strip() in _NO_FIGURE and path[:1] == ("records",):
            remedy = "不知道就整条不报；确实没有数的，这一行改成“unavailable: 暂无官方数据”，再加一行“reason: 原因”"
        else:
            wrong += f"：{cause}" if cause else ""
            remedy = "只写一个确切的数，用半角数字；别的话写在 statement 或 note"
    elif kind == "is_instance_of" and isinstance(value, (LocatedList, LocatedDict)):
        wrong, remedy = f"{what}应当是数，现在有括号", "去掉括号，只写半角数字"
    elif kind == "date_type":
        good, cause = date_meant(_shown(value))
        if good:
            wrong, remedy = f"{wrong}：{cause}", f"写成 {good}"
            mend = Mend(value if isinstance(value, str) else _shown(value), good, bare=True)
        elif cause:
            wrong += f"：{cause}"
    elif kind == "bool_type":
        if good := truth_meant(_shown(value)):
            remedy, mend = f"写成 {good}", Mend(_shown(value), good, bare=True)
    elif kind == "string_type" and isinstance(value, (Decimal, bool, datetime.date)):
        good = f'"{_shown(value).lower() if isinstance(value, bool) else _shown(value)}"'
        remedy, mend = f"给整个值加上半角引号，写成 {good}", Mend(good.strip('"'), good)
    elif kind == "model_type" and field == "evidence" and isinstance(value, str):
        good = f'{{title: "{value}"}}' if re.search(r"[,:\[\]{}#]", value) else f"{{title: {value}}}"
        if re.match("https?://", value):
            good = f'{{title: 材料的名称, url: "{value}"}}'
        remedy, mend = f"写成 evidence: {good}", Mend(value, good, bare=True)
    elif kind == "model_type" and isinstance(value, LocatedList) and field == "evidence":
        remedy = "一条记录只写一份依据：删掉“- ”；有几份的，各写一条记录，或者把名称写在一起"
    elif kind == "list_type" and isinstance(value, LocatedDict):
        first = next(iter(value), "id")
        at = value.keys_at.get(first, at)
        wrong, remedy = f"“{field}”下面的第一行前面少了“- ”", f"写成“- {first}: …”"
        mend = Mend(" " * (at.column - 1), " " * (at.column - 3) + "- ") if at.column > 2 else None
    elif kind == "list_type" and isinstance(value, str):
        remedy, mend = f"写成 [{value}]", Mend(value, f"[{value}]", bare=True)
    return Problem(at, wrong, remedy, mend)
