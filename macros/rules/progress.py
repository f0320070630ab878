"""Rules for progress records: known things, the right figures, dates in order, no conflict."""

from __future__ import annotations

from collections.abc import Iterator

from macros.records.load import PROGRESS
from macros.records.plan import GOAL
from macros.records.problem import Location, Problem, suggestion
from macros.records.progress import Report
from macros.records.project import FiledYear, Project
from macros.records.targets import Op, Target

_FIGURES = ("value", "benchmark", "covered", "total", "held")


def _fields_for(target: Target) -> tuple[str, ...]:
    special = {
        Op.FULL_COVERAGE: ("covered", "total"),
        Op.YEARLY_EVENT: ("held",),
        Op.ABOVE_BENCHMARK: ("value", "benchmark"),
    }
    return special.get(target.op, ("value",))


def _reports(project: Project) -> Iterator[tuple[FiledYear, Report]]:
    for file in project.files:
        for report in file.content.records:
            yield file, report


def files_name_their_body(project: Project) -> Iterator[Problem]:
    """A file stands under a year of the plan, is named by a body's slug and says that body's name."""
    slugs = {body.slug: body.name for body in project.bodies}
    for file in project.files:
        at = Location(file.file)
        if int(file.year) not in project.plan.years:
            years = project.plan.years
            yield Problem(at, f"{file.year} 年不在方案实施期内", f"年份只能是 {years[0]} 至 {years[-1]}")
        if file.slug not in slugs:
            yield Problem(at, f"没有单位的英文名是“{file.slug}”", suggestion(file.slug, slugs))
        elif file.content.body != slugs[file.slug]:
            wrong = f"没有单位“{file.content.body}”"
            if file.content.body in slugs.values():
                wrong = f"文件名是“{slugs[file.slug]}”的，里面写的是“{file.content.body}”"
            yield Problem(file.content.at("body"), wrong, f"是否想写“{slugs[file.slug]}”？")


def made_up_figures_stay_out(project: Project) -> Iterator[Problem]:
    """A file with `demo: true` never stands in data/progress, and one without it nowhere else."""
    for file in project.files:
        if file.content.demo and not project.demo:
            wrong = "这是演示数据（虚构），不能放在正式数据里"
            yield Problem(file.content.at("demo"), wrong, f"从 {PROGRESS} 删掉这个文件")
        if project.demo and not file.content.demo:
            yield Problem(Location(file.file), "演示用的文件没有写明是虚构的", "在第一行写 demo: true")


def report_ids_are_unique(project: Project) -> Iterator[Problem]:
    """A record's id is an address: one of each, beginning with its year."""
    seen: dict[str, Location] = {}
    for file, report in _reports(project):
        at = report.at("id")
        if report.id in seen:
            yield Problem(at, f"编号“{report.id}”用了两次，第一次在 {seen[report.id]}", "换一个没有用过的编号")
        seen.setdefault(report.id, at)
        if not report.id.startswith(f"{file.year}-"):
            yield Problem(at, f"编号“{report.id}”不以年份开头", f"以“{file.year}-”开头")


def reports_name_known_things(project: Project) -> Iterator[Problem]:
    """A record is about one known target or task, of which the body is named responsible."""
    targets = {target.id: target.task for target in project.targets}
    tasks = [task.id for task in project.plan.tasks]
    for file, report in _reports(project):
        if (report.target is None) == (report.task is None):
            remedy = "报数写 target，报进展写 task，只写一个"
            yield Problem(report.at(), "一条记录要写明是哪个目标或哪项任务", remedy)
            continue
        field, known = ("target", [*targets]) if report.target else ("task", tasks)
        if report.about not in known:
            what = "目标" if report.target else "任务"
            yield Problem(report.at(field), f"没有{what}“{report.about}”", suggestion(report.about, known))
            continue
        task = targets.get(report.about, report.about)
        body = project.index.bodies.get(file.slug)
        if body and task != GOAL and (task, body.slug) not in project.index.positions:
            wrong = f"{task} 的责任单位里没有“{body.name}”"
            yield Problem(report.at(field), wrong, "由原文列出的责任单位报告，或者改正目标、任务")


def reports_hold_the_right_figures(project: Project) -> Iterator[Problem]:
    """A target's record has the figures its op asks for, a task's has state and summary."""
    targets = project.index.targets
    for _, report in _reports(project):
        target = targets.get(report.target or "")
        wanted = _fields_for(target) if target else () if report.target else ("state", "summary")
        if (report.target and not target) or (report.target and report.task):
            continue  # reports_name_known_things has said so
        for field in (*_FIGURES, "state", "summary"):
            given = getattr(report, field) is not None
            if given and field not in wanted:
                kind = f"{target.op.value} 的目标" if target else "任务进展"
                yield Problem(report.at(field), f"{kind}不能写 {field}", f"删掉；应写 {'、'.join(wanted)}")
            if not given and field in wanted:
                yield Problem(report.at(), f"缺少 {field}", f"补上 {field}；没有就不报，不要写 0")
        whole = target is not None and target.op is not Op.ABOVE_BENCHMARK and target.unit != "%"
        for field in ("value", "covered", "total"):
            figure = getattr(report, field)
            if whole and figure is not None and figure != int(figure):
                yield Problem(report.at(field), f"{field} 是 {figure}，应为整数", "按实际个数、人数或次数写")
        if report.covered is not None and report.total is not None and report.covered > report.total:
            yield Problem(report.at("covered"), "已覆盖的数大于总数", "核对 covered 和 total")


def dates_are_in_order(project: Project) -> Iterator[Problem]:
    """A figure is of its file's year, and is reported on or after the day it was true."""
    for file, report in _reports(project):
        if report.as_of.year != int(file.year):
            wrong = f"截至日期 {report.as_of} 不在 {file.year} 年"
            yield Problem(report.at("as_of"), wrong, "改正日期，或者写到那一年的文件里")
        if report.reported_on < report.as_of:
            wrong = f"报告日期 {report.reported_on} 早于截至日期 {report.as_of}"
            yield Problem(report.at("reported_on"), wrong, "核对两个日期")


def nothing_is_from_the_future(project: Project) -> Iterator[Problem]:
    """Nothing is reported, or true, after the day of the build."""
    for _, report in _reports(project):
        for field, what in (("as_of", "数据截至日期"), ("reported_on", "报告日期")):
            day = getattr(report, field)
            if day > project.today:
                wrong = f"{what} {day} 在今天之后"
                yield Problem(report.at(field), wrong, "核对年、月、日；还没有到的日子不能报")


def corrections_name_what_they_correct(project: Project) -> Iterator[Problem]:
    """A correction names one earlier record of the same body, year and thing, and says why."""
    by_id = {report.id: (file, report) for file, report in _reports(project)}
    corrected: dict[str, str] = {}
    for file, report in _reports(project):
        if (report.corrects is None) != (report.reason is None):
            field = "reason" if report.corrects else "corrects"
            yield Problem(report.at(), "更正要同时写明更正哪一条（corrects）和原因（reason）", f"补上 {field}")
        if report.corrects is None:
            continue
        at = report.at("corrects")
        if report.corrects not in by_id or report.corrects == report.id:
            others = [other for other in by_id if other != report.id]
            yield Problem(at, f"没有编号为“{report.corrects}”的记录可以更正", suggestion(report.corrects, others))
            continue
        old_file, old = by_id[report.corrects]
        if (old_file.slug, old_file.year, old.about) != (file.slug, file.year, report.about):
            remedy = "只能更正本单位同一年、同一目标或任务的记录"
            yield Problem(at, f"“{old.id}”是另一单位、另一年或另一目标的记录", remedy)
        elif old.reported_on > report.reported_on:
            wrong = f"更正的报告日期早于被更正的记录（{old.reported_on}）"
            yield Problem(report.at("reported_on"), wrong, "核对报告日期")
        if old.id in corrected:
            wrong = f"“{old.id}”已经由“{corrected[old.id]}”更正过"
            yield Problem(at, wrong, f"改为更正“{corrected[old.id]}”")
        corrected.setdefault(old.id, report.id)


def nothing_is_reported_twice(project: Project) -> Iterator[Problem]:
    """One figure per target and year, one state per body, task and year, corrections apart."""
    first: dict[tuple[str, ...], tuple[FiledYear, Report]] = {}
    for file, report in _reports(project):
        if report.corrects is not None:
            continue
        key = (file.year, report.about) if report.target else (file.year, report.about, file.slug)
        if key in first:
            other_file, other = first[key]
            bodies = f"“{other_file.content.body}”和“{file.content.body}”都"
            who = bodies if other_file.slug != file.slug else f"“{file.content.body}”两次"
            wrong = f"{who}报告了 {file.year} 年的 {report.about}，另一条在 {other.at()}"
            yield Problem(report.at(), wrong, "商定由谁报告，删掉一条；要改数就写成更正（corrects）")
        first.setdefault(key, (file, report))


CHECKS = [
    files_name_their_body,
    made_up_figures_stay_out,
    report_ids_are_unique,
    reports_name_known_things,
    reports_hold_the_right_figures,
    dates_are_in_order,
    nothing_is_from_the_future,
    corrections_name_what_they_correct,
    nothing_is_reported_twice,
]
