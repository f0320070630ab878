"""Rules for reported figures: a record holds those that its target asks for, and nothing that means nothing."""

from __future__ import annotations

from collections.abc import Iterator

from macros.records.problem import Mend, Problem
from macros.records.progress import Basis, Report
from macros.records.project import Project
from macros.records.targets import Measure, Op, Target
from macros.rules.plausible import CHECKS as PLAUSIBLE

_FIGURES = ("value", "benchmark", "covered", "total", "held")
_KINDS = {
    Op.FULL_COVERAGE: ("全覆盖的目标", ("covered", "total")),
    Op.YEARLY_EVENT: ("每年举办的目标", ("held",)),
    Op.ABOVE_BENCHMARK: ("与另一个数对照的目标", ("value", "benchmark")),
}
_MEANING = {
    "value": "value（数）",
    "benchmark": "benchmark（对照的数）",
    "covered": "covered（已覆盖数）",
    "total": "total（总数）",
    "held": "held（是否举办，true 或 false）",
    "state": "state（未开展、推进中或已完成）",
    "summary": "summary（一段话）",
}
_EXAMPLE = {
    "held": "“held: true”（举办了）或者“held: false”（没有举办）",
    "state": "“state: 未开展”“state: 推进中”或者“state: 已完成”",
    "summary": "“summary: 做了什么”",
}


def reports_hold_the_right_figures(project: Project) -> Iterator[Problem]:
    """A target's record has the figures its kind asks for or says why none can be had; a task's has state
    and summary.
    """
    for report in (filing.report for filing in project.filings if not filing.report.withdraws):
        target = project.index.targets.get(report.target or "")
        astray = report.task is not None and report.task not in project.index.tasks
        if astray or (report.target and not target) or (report.target is None) == (report.task is None):
            continue  # reports_name_known_things has said so
        kind, wanted = (
            _KINDS.get(target.op, ("报数的目标", ("value",))) if target else ("任务进展", ("state", "summary"))
        )
        if report.unavailable is not None:
            kind, wanted = "写了 unavailable 的记录", ()
            if report.reason is None:
                yield Problem(report.at(), "没有数，要写明原因", "加一行“reason: 原因”")
        words = "、".join(_MEANING[field] for field in wanted)
        for field in (*_FIGURES, "state", "summary"):
            given = getattr(report, field) is not None
            if given and field not in wanted:
                yield _misplaced(report, field, kind, words, target)
            if not given and field in wanted:
                example = f"加一行{_EXAMPLE.get(field, f'“{field}: 数”')}"
                other = "；确实没有数的，改写 unavailable 和 reason" if target else ""
                yield Problem(report.at(), f"缺少 {_MEANING[field]}", f"{example}{other}；不知道就整条不报，不要写 0")
        for field in ("statement", "cause", "next"):
            if report.task and getattr(report, field) is not None:
                yield Problem(report.at(field), f"任务进展不能写 {field}", "把这些话写进 summary")
        yield from _found_fits(report, kind, wanted)
        if report.cause and not report.statement:
            yield Problem(
                report.at("cause"), "写了 cause（原因的类别），没有写 statement（说明）", "加一行“statement: 说明”"
            )


def _found_fits(report: Report, kind: str, wanted: tuple[str, ...]) -> Iterator[Problem]:
    """What was found when a figure was verified is of the same kind as the figure."""
    may = [field for field in wanted if field not in ("benchmark", "state", "summary")]
    for field in ("value", "covered", "total", "held"):
        if getattr(report.verification, field, None) is not None and field not in may:
            remedy = "改写成" + "、".join(_MEANING[it] for it in may) if may else f"删掉 {field}，把核实的情况写进 note"
            yield Problem(report.at("verification", field), f"{kind}，核实的结果不能写 {field}", remedy)


def _misplaced(report: Report, field: str, kind: str, words: str, target: Target | None) -> Problem:
    at, wrong = report.at(field), f"{kind}不能写 {field}"
    if field == "summary" and target:
        return Problem(
            at, wrong, "说明写在 statement: 后面，把 summary: 改成 statement:", Mend("summary:", "statement:")
        )
    if field == "state" and target:
        return Problem(at, wrong, f"删掉 state 这一行；要写的是{words}" if words else "删掉 state 这一行")
    if not target:
        return Problem(at, wrong, f"这个数属于一个目标，另写一条 target 的记录；这一条只写 {words}")
    if not words:
        return Problem(at, wrong, f"有数就删掉 unavailable，没有数就删掉 {field} 这一行")
    return Problem(at, wrong, f"把 {field} 的内容改写成 {words}")


def _full_name(project: Project, name: str) -> str:
    """What to write for a body's name that is not its full one."""
    for body in project.bodies:
        if name in (*body.aliases, *body.also) or (len(name) > 2 and name.removeprefix("区") in body.name):
            return f"写成“{body.name}”"
        if any(member.name == name for member in body.members or ()):
            return f"“{name}”属于“{body.name}”：写成“{body.name}”"
    return f"写全称，如“{project.bodies[0].name}”"


def special_fields_fit(project: Project) -> Iterator[Problem]:
    """basis, part, member, joint_with and verification stand only where they mean something."""
    names = {name: body for body in project.bodies for name in body.own_names}
    for filing in project.filings:
        report, body = filing.report, project.index.bodies.get(filing.slug)
        target = project.index.targets.get(report.target or "")
        adds = target is not None and (target.measure is Measure.FLOW or (target.yearly and target.op.numeric))
        if report.basis and not adds:
            yield Problem(report.at("basis"), "这一条不是各年或各期相加的数，不能写 basis", "删掉 basis 这一行")
        elif report.basis is Basis.CUMULATIVE and target and target.yearly:
            remedy = "减去以前各年的数，写当年的数，再把 cumulative 改成 new"
            yield Problem(report.at("basis"), "这个目标逐年计算，不能报累计数", remedy)
        if report.is_part and target and (target.op in (Op.YEARLY_EVENT, Op.ABOVE_BENCHMARK) or target.unit == "%"):
            field = "part" if report.part else "member"
            yield Problem(
                report.at(field), "这个目标的数不能由几部分相加", f"删掉 {field} 这一行，由一个单位报全区的数"
            )
        members = [member.name for member in (body.members if body else None) or ()]
        if report.member and report.member not in members:
            shown = f"可以写：{'、'.join(members)}" if members else "成员名单未见公开来源；删掉 member 这一行"
            yield Problem(report.at("member"), f"“{body.name if body else ''}”没有成员“{report.member}”", shown)
        for position, name in enumerate(report.joint_with or ()):
            at = report.at("joint_with", position)
            if name not in names:
                yield Problem(at, f"没有单位“{name}”", _full_name(project, name))
            elif body and name in body.own_names:
                yield Problem(at, "共同报告的单位里有本单位自己", f"删掉“{name}”")
            elif (
                target
                and project.index.responsible.get(target.task)
                and names[name] not in project.index.responsible[target.task]
            ):
                yield Problem(at, f"{target.task} 的责任单位里没有“{name}”", f"删掉“{name}”，或者核对目标")
        if (seen := report.verification) is None:
            continue
        if seen.by not in names:
            yield Problem(report.at("verification", "by"), f"没有单位“{seen.by}”", _full_name(project, seen.by))
        elif body and seen.by in body.own_names:
            yield Problem(
                report.at("verification", "by"), "核实的单位就是报告的单位", "自己核对不算核实；删掉 verification"
            )
        if seen.checked_on < report.day:
            wrong = f"核实日期 {seen.checked_on} 早于截至日期 {report.day}"
            yield Problem(report.at("verification", "checked_on"), wrong, "核对两个日期")


CHECKS = [reports_hold_the_right_figures, special_fields_fit, *PLAUSIBLE]
