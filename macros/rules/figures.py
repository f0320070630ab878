"""Rules for reported figures: the right ones, none that cannot be true, none that can hardly be true."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from macros.records.problem import Mend, Problem
from macros.records.progress import Basis, Report
from macros.records.project import Filing, Project
from macros.records.standing import standing
from macros.records.targets import Measure, Op, Target, is_met, number

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


def counting(project: Project) -> list[Filing]:
    """The records that count, in the order of the files."""
    alive = standing(filing.report for filing in project.filings).counting
    return [filing for filing in project.filings if filing.report.id in alive]


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
        if report.cause and not report.statement:
            yield Problem(
                report.at("cause"), "写了 cause（原因的类别），没有写 statement（说明）", "加一行“statement: 说明”"
            )


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


def figures_can_be_true(project: Project) -> Iterator[Problem]:
    """Whole numbers are whole, no share is above 100 %, no part is above its whole, and 0 of 0 is nothing."""
    for report in (filing.report for filing in project.filings):
        target = project.index.targets.get(report.target or "")
        if target is None:
            continue
        percent = target.op is Op.ABOVE_BENCHMARK or target.unit == "%"
        for holder, path in ((report, ()), (report.verification, ("verification",))):
            for field in ("value", "benchmark", "covered", "total"):
                figure = getattr(holder, field, None)
                if figure is None:
                    continue
                at = report.at(*path, field)
                if percent and figure > 100:
                    yield Problem(at, f"{field} 是 {number(figure)}，比例不能超过 100%", "15% 写 15；核对这个数")
                if not percent and figure != int(figure):
                    yield Problem(at, f"{field} 是 {figure}，应为整数", "按实际个数、人数或次数写")
            covered, total = getattr(holder, "covered", None), getattr(holder, "total", None)
            total = total if total is not None else report.total
            if covered is not None and total is not None and covered > total:
                yield Problem(report.at(*path, "covered"), "已覆盖的数大于总数", "核对 covered 和 total")
        if report.total == 0:
            remedy = "写实际的总数；没有要覆盖的，删掉 covered 和 total，改写 unavailable: 不涉及 和 reason: 原因"
            yield Problem(report.at("total"), "总数不能是 0", remedy)
    yield from _parts_above_wholes(project)


def part_of(project: Project, target: Target) -> Target | None:
    """The target whose figure holds this one's: its sentence goes on with 其中 where the other's ends."""
    whole = target.quote.partition("，其中")[0]
    return next((t for t in project.targets if t.task == target.task and t.quote == whole and t != target), None)


def _parts_above_wholes(project: Project) -> Iterator[Problem]:
    said = {(f.report.target, f.report.as_of): f.report for f in counting(project) if f.report.value is not None}
    for target in project.targets:
        whole = part_of(project, target)
        for (name, day), report in said.items():
            other = said.get((whole.id, day)) if whole and name == target.id else None
            value, most = report.value or Decimal(0), (other.value if other else None) or Decimal(0)
            if whole and other and not report.is_part and value > most:
                wrong = f"“{target.name}”是 {number(value)}，多于“{whole.name}”的 {number(most)}"
                yield Problem(report.at("value"), wrong, f"原文写的是“其中”，不能更多；核对这一条和“{other.id}”")


def special_fields_fit(project: Project) -> Iterator[Problem]:
    """basis, part, member, joint_with and verification stand only where they mean something."""
    names = {body.name: body for body in project.bodies}
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
                near = [n for n in names if name in names[n].names or name.removeprefix("区") in n]
                yield Problem(
                    at, f"没有单位“{name}”", f"写成“{near[0]}”" if near else f"写全称，如“{next(iter(names))}”"
                )
            elif body and name == body.name:
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
            yield Problem(report.at("verification", "by"), f"没有单位“{seen.by}”", "写核实的单位的全称")
        elif body and seen.by == body.name:
            yield Problem(
                report.at("verification", "by"), "核实的单位就是报告的单位", "自己核对不算核实；删掉 verification"
            )
        if seen.checked_on < report.day:
            wrong = f"核实日期 {seen.checked_on} 早于截至日期 {report.day}"
            yield Problem(report.at("verification", "checked_on"), wrong, "核对两个日期")


def _ask(report: Report, wrong: str, remedy: str, field: str = "value") -> Problem:
    return Problem(report.at(field), f"{wrong}，请核对", f"{remedy}；核对无误的，加一行“confirmed: 核对的依据”")


def doubtful_figures_are_confirmed(project: Project) -> Iterator[Problem]:
    """A figure ten times another year's or twenty times the promise, a running total that falls, and years
    that pass the promise only by adding up what may be running totals are asked about.
    """
    filed: dict[str, list[Filing]] = defaultdict(list)
    for filing in counting(project):
        if filing.report.value is not None and filing.report.as_of:
            filed[filing.report.target or ""].append(filing)
    for target in project.targets:
        series = sorted(filed[target.id], key=lambda filing: (filing.report.day, filing.report.id))
        for filing in series:
            value = filing.report.value or Decimal(0)
            high = target.value is not None and value >= max(20 * target.value, Decimal(100)) and target.unit != "%"
            if high and not filing.report.confirmed:
                wrong = f"{number(value)}{target.unit} 是要求的 {int(value / (target.value or 1))} 倍"
                yield _ask(filing.report, wrong, "看是否多写了零或者用错了单位")
        whole = [filing for filing in series if not filing.report.is_part]
        for before, after in itertools.pairwise(whole):
            yield from _step(target, before, after)
        yield from _same_year(target, whole)
        yield from _running_total(target, whole)


def _step(target: Target, before: Filing, after: Filing) -> Iterator[Problem]:
    old, new = before.report.value or Decimal(0), after.report.value or Decimal(0)
    if after.report.confirmed or before.report.basis is not after.report.basis:
        return
    if before.report.basis is Basis.CUMULATIVE and new < old:
        yield _ask(
            after.report,
            f"累计数 {number(new)} 少于上一次的 {number(old)}",
            "累计数不会减少；只是当年数的，把 basis 改成 new",
        )
    elif (
        before.year == after.year
        and target.measure is not Measure.STOCK
        and after.report.basis is not Basis.INTERVAL
        and new < old
    ):
        remedy = "从 1 月 1 日算起的数不会减少；只是上一次报告之后的数，两条都加一行“basis: interval”"
        yield _ask(after.report, f"同一年后报的 {number(new)} 少于先报的 {number(old)}", remedy)
    elif before.year != after.year and min(old, new) > 0 and max(old, new) >= max(10 * min(old, new), Decimal(30)):
        yield _ask(
            after.report,
            f"{number(new)}{target.unit} 与上一次的 {number(old)}{target.unit} 相差十倍以上",
            "看是否写错了位数或者单位",
        )


def _same_year(target: Target, whole: list[Filing]) -> Iterator[Problem]:
    """Several reports a year without basis: the newest counts; asked where adding would change the result."""
    if target.measure is Measure.STOCK or not target.op.numeric:
        return
    for _, group in itertools.groupby(whole, key=lambda filing: filing.year):
        mine = [filing.report for filing in group]
        if len(mine) < 2 or any(report.basis or report.confirmed for report in mine):
            continue
        last, total = mine[-1].value or Decimal(0), sum((report.value or Decimal(0) for report in mine), Decimal(0))
        if target.yearly and is_met(target, total) and not is_met(target, last):
            wrong = f"一年报了 {len(mine)} 次，没有写明从哪天算起：以最近一次为准没有达到，相加就达到"
            remedy = "从 1 月 1 日算起的，各条加一行“basis: new”；从上一次报告之后算起的，各条加一行“basis: interval”"
            yield Problem(mine[-1].at("value"), wrong, remedy)


def _running_total(target: Target, whole: list[Filing]) -> Iterator[Problem]:
    yearly = [list(group)[-1].report for _, group in itertools.groupby(whole, key=lambda filing: filing.year)]
    if (
        target.measure is not Measure.FLOW
        or len(yearly) < 2
        or any(report.basis or report.confirmed for report in yearly)
    ):
        return
    values = [report.value or Decimal(0) for report in yearly]
    rising = all(a <= b for a, b in itertools.pairwise(values))
    if rising and is_met(target, sum(values, Decimal(0))) and not is_met(target, values[-1]):
        listed = "、".join(map(number, values))
        wrong = f"“{target.name}”各年报 {listed}，只增不减，相加才达到，可能是累计数，请核对"
        ids = "、".join(report.id for report in yearly)
        remedy = f"给 {ids} 各加一行：是当年数就写“basis: new”，是累计数就写“basis: cumulative”"
        yield Problem(yearly[-1].at("value"), wrong, remedy, Mend("", "\n    basis: cumulative"))


CHECKS = [
    reports_hold_the_right_figures,
    figures_can_be_true,
    special_fields_fit,
    doubtful_figures_are_confirmed,
]
