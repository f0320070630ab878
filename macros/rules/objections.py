"""Rules for objections: about something known, answered wholly or not at all, without a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.records.load import OBJECTIONS
from macros.records.objections import Objection
from macros.records.problem import Location, Problem, suggestion
from macros.records.project import Project

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜"
    "崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武莫孔汤洪柯鲍项毕"
)
_PERSON = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:先生|女士|小姐|某某|大爷|大妈|师傅)|[{_SURNAMES}]某")
_WHOLE = ("answered_on", "answer", "settled")


def _all(project: Project) -> list[Objection]:
    return project.objections.objections if project.objections else []


def objections_are_about_something_known(project: Project) -> Iterator[Problem]:
    """An objection is about one target, task, record or page that is there, and what it led to is a record."""
    records = [filing.report.id for filing in project.filings]
    docs = project.root / "docs"
    known = {
        "target": [*project.index.targets],
        "task": [*project.index.tasks],
        "record": records,
        "page": [it.relative_to(docs).with_suffix(".html").as_posix() for it in sorted(docs.rglob("*.md"))],
    }
    names = {"target": "目标", "task": "任务", "record": "记录", "page": "页面"}
    for it in _all(project):
        if len(it.named) != 1:
            wrong = "没有写异议针对什么" if not it.named else f"写了几个对象：{'、'.join(it.named)}"
            yield Problem(it.at(), wrong, "target、task、record、page 写一个，只写一个")
        for field, value in it.named.items():
            if value not in known[field]:
                remedy = suggestion(value, known[field]) if known[field] else "核对编号"
                yield Problem(it.at(field), f"没有{names[field]}“{value}”", remedy)
        if it.led_to is not None and it.led_to not in records:
            remedy = suggestion(it.led_to, records) if records else "删掉"
            yield Problem(it.at("led_to"), f"没有记录“{it.led_to}”", remedy)


def objections_are_answered_wholly(project: Project) -> Iterator[Problem]:
    """An answer has its day and how the objection was settled; nothing is answered before it came or in the future."""
    for it in _all(project):
        given = [field for field in _WHOLE if getattr(it, field) is not None]
        if given and len(given) < len(_WHOLE):
            absent = "、".join(field for field in _WHOLE if field not in given)
            yield Problem(it.at(given[0]), f"答复没有写全，缺 {absent}", "三个都写；还没有答复的，三个都不写")
        if it.answered_on is not None and it.answered_on < it.received_on:
            yield Problem(it.at("answered_on"), "答复的日期早于收到的日期", "核对两个日期")
        for field in ("received_on", "answered_on"):
            if (day := getattr(it, field)) is not None and day > project.today:
                yield Problem(it.at(field), f"{day} 还没有到", "核对日期；到了那一天再写")
        if not it.id.startswith(str(it.received_on.year)):
            wrong = f"编号“{it.id}”与收到的年份 {it.received_on.year} 不符"
            yield Problem(it.at("id"), wrong, f"以“{it.received_on.year}-”开头")


def objection_ids_are_unique(project: Project) -> Iterator[Problem]:
    """An objection's id is an address: it is given once."""
    seen: dict[str, Location] = {}
    for it in _all(project):
        if it.id in seen:
            wrong = f"编号“{it.id}”用了两次，第一次在第 {seen[it.id].line} 行"
            yield Problem(it.at("id"), wrong, "换一个没有用过的编号")
        seen.setdefault(it.id, it.at("id"))


def objections_name_nobody(project: Project) -> Iterator[Problem]:
    """No objection or answer names a person."""
    for it in _all(project):
        for field in ("objection", "answer"):
            if _PERSON.search(getattr(it, field) or ""):
                remedy = "个人姓名不能公开，删掉；写成“有人”，单位的写单位名称"
                yield Problem(it.at(field), "像是人的姓名和称呼", remedy)


def made_up_objections_stay_out(project: Project) -> Iterator[Problem]:
    """Objections with `demo: true` never stand in data/, and those without it nowhere else."""
    file = project.objections
    if file is not None and file.demo and not project.demo:
        yield Problem(file.at("demo"), "这是演示数据（虚构），不能放在正式数据里", f"从 {OBJECTIONS} 删掉演示的内容")
    if file is not None and project.demo and not file.demo:
        yield Problem(file.at(), "演示用的文件没有写明是虚构的", "在第一行写 demo: true")


CHECKS = [
    objections_are_about_something_known,
    objections_are_answered_wholly,
    objection_ids_are_unique,
    objections_name_nobody,
    made_up_objections_stay_out,
]
