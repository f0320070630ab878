"""Rules for the office's own arrangements: rounds of reporting, and who reports what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.records.load import REPORTING, ROUNDS
from macros.records.plan import GOAL
from macros.records.problem import Problem, suggestion
from macros.records.project import Project
from macros.records.rounds import Asks, Reporter, Round
from macros.rules.meant import target_meant, task_meant

_UNSAFE = re.compile(r'[\\/:*?"<>|\[\]\x00-\x1f\x7f-\x9f]')
LONGEST = 20
"""Characters of a round's title: it stands in the names of files and sheets."""


def made_up_arrangements_stay_out(project: Project) -> Iterator[Problem]:
    """Rounds and reporters with `demo: true` never stand in data/, and those without it nowhere else."""
    for file, name in ((project.rounds, ROUNDS), (project.reporting, REPORTING)):
        if file is not None and file.demo and not project.demo:
            yield Problem(file.at("demo"), "这是演示数据（虚构），不能放在正式数据里", f"从 {name} 删掉演示的内容")
        if file is not None and project.demo and not file.demo:
            yield Problem(file.at(), "演示用的文件没有写明是虚构的", "在第一行写 demo: true")


def rounds_are_in_order(project: Project) -> Iterator[Problem]:
    """A round has an id and a title of its own, a day within the plan's years, ends after that day, and no
    other asks for the same of the same day.
    """
    seen: dict[object, Round] = {}
    for each in project.rounds.rounds if project.rounds else ():
        yield from _named(each, seen)
        years = project.plan.years
        if each.year not in years:
            wrong = f"截至日期 {each.as_of} 不在方案实施期（{years[0]} 至 {years[-1]} 年）内"
            remedy = f"as_of 写数所到的日子，如 {years[-1]}-12-31；实施期以后补报的，也写数所到的日子"
            yield Problem(each.at("as_of"), wrong, remedy)
        if each.due_on <= each.as_of:
            wrong = f"报送的最后一天 {each.due_on} 不在截至日期 {each.as_of} 之后"
            yield Problem(each.at("due_on"), wrong, "核对两个日期")
        if (other := seen.setdefault((each.as_of, each.asks), each)) is not each:
            wrong = f"与“{other.title}”截至同一天、要的内容相同，另一条在 {other.at()}"
            yield Problem(each.at(), wrong, "只留一条；延期的改那一条的 due_on")


def _named(each: Round, seen: dict[object, Round]) -> Iterator[Problem]:
    if (other := seen.setdefault(("id", each.id), each)) is not each:
        yield Problem(each.at("id"), f"编号“{each.id}”用了两次，第一次在 {other.at('id')}", "换一个编号")
    elif not each.id.startswith(f"{each.year}-"):
        wrong = f"编号“{each.id}”不以数所属的年份开头"
        yield Problem(each.at("id"), wrong, f"改成“{each.year}{each.id[4:]}”，或者核对 as_of")
    if (other := seen.setdefault(("title", each.title), each)) is not each:
        wrong = f"名称“{each.title}”用了两次，第一次在 {other.at('title')}"
        yield Problem(each.at("title"), wrong, "换一个名称，表和文件用它来区分")
    if found := _UNSAFE.search(each.title):
        wrong = f"名称里有文件名不能用的字符“{found.group()}”"
        yield Problem(each.at("title"), wrong, "删掉它，或者换成汉字")
    if len(each.title) > LONGEST:
        yield Problem(each.at("title"), f"名称有 {len(each.title)} 个字，太长", f"写成 {LONGEST} 个字以内")


def rounds_ask_for_something(project: Project) -> Iterator[Problem]:
    """What a round asks for exists in the plan."""
    states = any(not project.index.targets_of[task.id] for task in project.plan.tasks)
    for each in project.rounds.rounds if project.rounds else ():
        annual = states or any(target.due_in(each.year, project.plan.years) for target in project.targets)
        there = {Asks.STATES: states, Asks.ALL: states or bool(project.targets), Asks.ANNUAL: annual}
        if not there[each.asks] and each.year in project.plan.years:
            wrong = f"“{each.title}”没有要报的内容：{each.asks.value} 要的是{each.asks.label}"
            yield Problem(each.at("asks"), wrong, "改写 asks: all，或者删掉这一条")


def reporters_are_of_the_clause(project: Project) -> Iterator[Problem]:
    """Each entry names one known target, or one task without a target, and one known body that reports it:
    one that the task's clause names, or one that goes on with its tasks; nothing is named twice.
    """
    index = project.index
    seen: dict[str, Reporter] = {}
    for row in project.reporting.reporters if project.reporting else ():
        if (row.target is None) == (row.task is None):
            yield Problem(row.at(), "一条要写明是哪个目标或哪项任务", "报数写 target，报进展写 task，只写一个")
            continue
        at = row.at("target" if row.target else "task")
        known = list(index.targets if row.target else index.tasks)
        if row.about not in known:
            meant = (target_meant if row.target else task_meant)(project, row.about)
            remedy = f"是否想写“{meant}”？" if meant else suggestion(row.about, known)
            yield Problem(at, f"没有{'目标' if row.target else '任务'}“{row.about}”", remedy)
            continue
        if row.task and index.targets_of[row.task]:
            names = "、".join(target.id for target in index.targets_of[row.task])
            yield Problem(at, f"任务 {row.task} 有目标指标，不单报进展", f"改写成 target，写其中一个：{names}")
        if (first := seen.setdefault(row.about, row)) is not row:
            wrong = f"“{row.about}”的填报单位写了两次，另一次在 {first.at()}，是“{first.body}”"
            yield Problem(at, wrong, "一个数只由一个单位填，删掉一条")
        yield from _body(project, row)


def _body(project: Project, row: Reporter) -> Iterator[Problem]:
    index, at = project.index, row.at("body")
    body = next((body for body in project.bodies if body.name == row.body), None)
    if body is None:
        other = index.named.get(row.body) or next((b for b in project.bodies if row.body in b.own_names), None)
        remedy = f"写全称“{other.name}”" if other else suggestion(row.body, [each.name for each in project.bodies])
        yield Problem(at, f"没有单位“{row.body}”", remedy)
        return
    task = index.targets[row.target].task if row.target else row.about
    slugs = [body.slug, *(before.slug for before, _ in project.predecessors.get(body.name, ()))]
    if task != GOAL and not any((task, slug) in index.positions for slug in slugs):
        whom = "、".join(other.name for other in index.responsible.get(task, ()))
        yield Problem(at, f"{task} 的责任单位里没有“{body.name}”", f"写原文列出的责任单位（{whom}）之一")


CHECKS = [
    made_up_arrangements_stay_out,
    rounds_are_in_order,
    rounds_ask_for_something,
    reporters_are_of_the_clause,
]
