"""Rules for progress records: known things, dates in order, corrections that name what they correct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches

from macros.records.bodies import predecessors
from macros.records.load import PROGRESS
from macros.records.plan import GOAL
from macros.records.problem import Location, Mend, Problem, suggestion
from macros.records.progress import Report
from macros.records.project import FiledYear, Project
from macros.records.standing import standing
from macros.rules.evidence import CHECKS as EVIDENCE
from macros.rules.figures import CHECKS as FIGURES
from macros.rules.meant import body_meant, target_meant, task_meant


def _reports(project: Project) -> Iterator[tuple[FiledYear, Report]]:
    """Every record of a year of the plan: of the others, the file's place is the one problem."""
    for file in project.files:
        if int(file.year) in project.plan.years:
            for report in file.content.records:
                yield file, report


def files_name_their_body(project: Project) -> Iterator[Problem]:
    """A file stands under a year of the plan, is named by a body's slug and says that body's name."""
    slugs = {body.slug: body.name for body in project.bodies}
    own = {body.slug: body.own_names for body in project.bodies}
    years = project.plan.years
    for file in project.files:
        at = Location(file.file)
        if int(file.year) not in years:
            remedy = f"年份只能是 {years[0]} 至 {years[-1]}"
            if int(file.year) > years[-1]:
                late = f"{PROGRESS}/{years[-1]}/{file.slug}.yml"
                remedy = (
                    f"文件夹的年份是数所属的年份：{years[-1]} 年的数迟报，也写到 {late}，reported_on 写实际报告的日期"
                )
            yield Problem(at, f"{file.year} 年不在方案实施期内", remedy)
        if file.slug not in slugs:
            meant = body_meant(project, file.slug)
            remedy = f"把文件改名为 {meant}.yml" if meant else suggestion(file.slug, slugs)
            yield Problem(at, f"没有单位的英文名是“{file.slug}”", remedy)
        elif file.content.body not in own[file.slug]:
            wrong = f"没有单位“{file.content.body}”"
            remedy = f"写成“{slugs[file.slug]}”"
            if other := next((slug for slug, names in own.items() if file.content.body in names), ""):
                wrong = f"文件名是“{slugs[file.slug]}”的，里面写的是“{file.content.body}”"
                remedy = f"是{slugs[file.slug]}报的就{remedy}，是{file.content.body}报的就把文件改名为 {other}.yml"
            mend = Mend(file.content.body, slugs[file.slug])
            yield Problem(file.content.at("body"), wrong, remedy, mend)


def made_up_figures_stay_out(project: Project) -> Iterator[Problem]:
    """A file with `demo: true` never stands in data/progress, and one without it nowhere else."""
    for file in project.files:
        if file.content.demo and not project.demo:
            wrong = "这是演示数据（虚构），不能放在正式数据里"
            yield Problem(file.content.at("demo"), wrong, f"从 {PROGRESS} 删掉这个文件")
        if project.demo and not file.content.demo:
            yield Problem(Location(file.file), "演示用的文件没有写明是虚构的", "在第一行写 demo: true")


def _next_id(project: Project, file: FiledYear) -> str:
    """An id that has not been used."""
    used = {report.id for _, report in _reports(project)}
    number = 1
    while f"{file.year}-{file.slug}-{number}" in used:
        number += 1
    return f"{file.year}-{file.slug}-{number}"


def report_ids_are_unique(project: Project) -> Iterator[Problem]:
    """A record's id is an address: one of each, beginning with its year."""
    seen: dict[str, Location] = {}
    for file, report in _reports(project):
        at, other = report.at("id"), _next_id(project, file)
        if report.id in seen:
            wrong = f"编号“{report.id}”用了两次，第一次在 {seen[report.id]}"
            yield Problem(at, wrong, f"换一个没有用过的编号，如 {other}", Mend(report.id, other))
        seen.setdefault(report.id, at)
        if not report.id.startswith(f"{file.year}-"):
            wrong = f"编号“{report.id}”不以年份开头"
            yield Problem(at, wrong, f"以“{file.year}-”开头，如 {other}", Mend(report.id, other))


def reports_name_known_things(project: Project) -> Iterator[Problem]:
    """A record is about one known target or task, of which the body is named responsible."""
    heirs = predecessors(project.bodies)
    for file, report in _reports(project):
        if report.withdraws:
            continue
        if (report.target is None) == (report.task is None):
            remedy = "报数写 target，报进展写 task，只写一个"
            yield Problem(report.at(), "一条记录要写明是哪个目标或哪项任务", remedy)
            continue
        field = "target" if report.target else "task"
        known = project.index.targets if report.target else project.index.tasks
        if report.about not in known:
            what = "目标" if report.target else "任务"
            remedy, mend = _meant(project, field, report.about)
            yield Problem(report.at(field), f"没有{what}“{report.about}”", remedy, mend)
            continue
        task = project.index.targets[report.about].task if report.target else report.about
        body = project.index.bodies.get(file.slug)
        earlier = [before.slug for before, _ in heirs.get(body.name, ())] if body else []
        if body and task != GOAL and not any((task, s) in project.index.positions for s in (body.slug, *earlier)):
            wrong = f"{task} 的责任单位里没有“{body.name}”"
            whom = "、".join(body.name for body in project.index.responsible.get(task, ()))
            yield Problem(
                report.at(field),
                wrong,
                f"由原文列出的责任单位{f'（{whom}）' if whom else ''}报告，或者改正{_WHAT[field]}",
            )


_WHAT = {"target": "目标", "task": "任务"}


def _meant(project: Project, field: str, word: str) -> tuple[str, Mend | None]:
    """What to write for a target or task that is not known."""
    index = project.index
    target, task = target_meant(project, word), task_meant(project, word)
    if word in index.targets:  # a target's id where a task's should stand
        return f"这是目标的编号，改写成 target: {word}，并写数", Mend("task:", "target:")
    if field == "task" and task:
        return f"写成 {task}（{index.tasks[task].title}）", Mend(word, task)
    if field == "target" and (of := word if word in index.tasks else task):
        named = "、".join(f"{t.id}（{t.name}）" for t in index.targets_of[of])
        if not named:
            return f"任务 {of} 没有目标指标，只报进展：改写成 task: {of}，并写 state 和 summary", None
        return f"写其中一个：{named}", None
    if target:
        target_name = f"{target}（{index.targets[target].name}）"
        if field == "task":
            return f"这是一个目标，改写成 target: {target}，并写数", None
        return f"是否想写 {target_name}？", Mend(word, target)
    known = list(index.targets if field == "target" else index.tasks)
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return suggestion(word, known), Mend(word, close[0]) if close else None


def dates_are_in_order(project: Project) -> Iterator[Problem]:
    """A figure is of its file's year, is reported on or after the day it was true, published after that;
    every record but a withdrawal has its day and its evidence.
    """
    for file, report in _reports(project):
        if not report.withdraws and report.as_of is None:
            yield Problem(
                report.at(), "缺少字段“as_of”", f"补上一行“as_of: {file.year}-12-31”（数是哪一天的，就写哪一天）"
            )
        if not report.withdraws and report.evidence is None:
            yield Problem(report.at(), "缺少字段“evidence”", "补上一行“evidence: {title: 依据材料的名称}”")
        if report.as_of and report.as_of.year != int(file.year):
            wrong = f"截至日期 {report.as_of} 不在 {file.year} 年"
            remedy = "改正日期，或者写到那一年的文件里"
            if report.as_of == report.reported_on or report.as_of.year == int(file.year) + 1:
                remedy = f"as_of 是数所到的日期（如 {file.year}-12-31），报告的日期写在 reported_on"
            yield Problem(report.at("as_of"), wrong, remedy)
        if report.as_of and report.reported_on < report.as_of:
            wrong = f"报告日期 {report.reported_on} 早于截至日期 {report.as_of}"
            yield Problem(report.at("reported_on"), wrong, "核对两个日期")
        if report.published_on and report.published_on < report.reported_on:
            wrong = f"公开日期 {report.published_on} 早于报告日期 {report.reported_on}"
            yield Problem(report.at("published_on"), wrong, "核对两个日期；版本库里查得到的，删掉 published_on 这一行")


def nothing_is_from_the_future(project: Project) -> Iterator[Problem]:
    """Nothing is reported, or true, after the day of the build."""
    for _, report in _reports(project):
        looked = report.verification.checked_on if report.verification else None
        days = {
            "as_of": (report.as_of, "数据截至日期"),
            "reported_on": (report.reported_on, "报告日期"),
            "published_on": (report.published_on, "公开日期"),
            "verification": (looked, "核实日期"),
        }
        for field, (day, what) in days.items():
            if day and day > project.today:
                wrong = f"{what} {day} 在今天之后"
                yield Problem(report.at(field), wrong, "核对年、月、日；还没有到的日子不能报")


def corrections_name_what_they_correct(project: Project) -> Iterator[Problem]:
    """A correction or withdrawal names one earlier record of the same body and year, and says why; a
    correction is about the same thing, a withdrawal says nothing else.
    """
    by_id = {report.id: (file, report) for file, report in _reports(project)}
    spoken_of: dict[tuple[str, str], str] = {}
    for file, report in _reports(project):
        named = report.corrects or report.withdraws
        if named and report.reason is None:
            yield Problem(report.at(), f"{'更正' if report.corrects else '撤回'}要写明原因", "加一行“reason: 原因”")
        if not named:
            if report.reason is not None and report.unavailable is None:
                wrong = "写了原因（reason），没有写更正或撤回哪一条"
                remedy = (
                    "更正加一行“corrects: 原记录的编号”，撤回加一行“withdraws: 原记录的编号”，否则把 reason 改成 note"
                )
                yield Problem(report.at("reason"), wrong, remedy)
            continue
        field = "corrects" if report.corrects else "withdraws"
        word, at = ("更正" if report.corrects else "撤回"), report.at(field)
        if report.corrects and report.withdraws:
            yield Problem(at, "一条记录不能又更正又撤回", "要改数就只写 corrects，整条作废就只写 withdraws")
            continue
        if report.withdraws and (report.about or report.as_of):
            yield Problem(at, "撤回只写 id、withdraws、reason 和 reported_on", "删掉 target、task、数和 as_of")
        if named not in by_id or named == report.id:
            near = [
                other.id
                for other_file, other in by_id.values()
                if other_file is file and other.id != report.id and report.about in ("", other.about)
            ]
            remedy = suggestion(named, near) if near else f"本单位这一年没有别的这种记录；删掉 {field} 和 reason"
            yield Problem(at, f"没有编号为“{named}”的记录可以{word}", remedy)
            continue
        old_file, old = by_id[named]
        if (old_file.slug, old_file.year) != (file.slug, file.year):
            remedy = f"只能{word}本单位同一年的记录；改到 {old_file.file} 里写"
            yield Problem(at, f"“{old.id}”是另一单位或另一年的记录", remedy)
        elif report.corrects and old.about != report.about:
            remedy = f"目标、任务报错了的，另写一条“withdraws: {old.id}”撤回原来的，这一条删掉 corrects 和 reason"
            yield Problem(at, f"“{old.id}”是另一目标或任务的记录", remedy)
        elif old.withdraws:
            yield Problem(at, f"“{old.id}”是一条撤回", "撤回不能再更正或撤回；要恢复就重新报告一条")
        elif old.reported_on > report.reported_on:
            wrong = f"{word}的报告日期早于被{word}的记录（{old.reported_on}）"
            yield Problem(report.at("reported_on"), wrong, "核对报告日期")
        if (field, old.id) in spoken_of:
            first = spoken_of[field, old.id]
            wrong = f"“{old.id}”已经由“{first}”{word}过"
            yield Problem(at, wrong, f"改为{word}“{first}”" if report.corrects else "删掉这一条")
        spoken_of.setdefault((field, old.id), report.id)


def nothing_is_reported_twice(project: Project) -> Iterator[Problem]:
    """A year's figure has one reporter, or each of several reports a part; nobody reports twice for one day."""
    alive = standing(report for _, report in _reports(project)).counting
    about = {report.id: (file.file, report.about) for file, report in _reports(project)}
    groups: dict[tuple[str, str], list[tuple[FiledYear, Report]]] = defaultdict(list)
    for file, report in _reports(project):
        astray = report.corrects and about.get(report.corrects) != (file.file, report.about)
        astray = astray or (report.target is not None and report.target not in project.index.targets)
        if report.id in alive and not astray:  # corrections_name_what_they_correct has said so
            groups[file.year, report.about].append((file, report))
    for (year, thing), filed in groups.items():
        first_file, first = filed[0]
        days: dict[tuple[object, ...], Report] = {}
        for file, report in filed:
            day = (file.slug, report.member, report.as_of)
            who = f"“{file.content.body}”"
            if (other := days.get(day)) is not None:
                wrong = f"{who}两次报告了 {year} 年的 {thing}，截至同一天，另一条在 {other.at()}"
                what = "初步数有了定稿的，写成更正" if other.provisional else "要改数就写成更正"
                remedy = f"{what}（加 corrects: {other.id} 和 reason），截至日期不同就改正 as_of，写重了就删掉一条"
                yield Problem(report.at(), wrong, remedy)
            elif report.target and file.slug != first_file.slug and not (report.is_part and first.is_part):
                wrong = f"“{first_file.content.body}”和{who}都报告了 {year} 年的 {thing}，另一条在 {first.at()}"
                remedy = "是同一个数就只留一条，加 joint_with 写上另一单位；各报一部分就各加一行“part: true”"
                yield Problem(report.at(), wrong, remedy)
            elif report.target and report.is_part is not first.is_part:
                wrong = f"{year} 年的 {thing} 有的报的是一部分，有的报的是全部，另一条在 {first.at()}"
                yield Problem(report.at(), wrong, "都报一部分就各加一行“part: true”，否则只由一个单位报全部")
            days.setdefault(day, report)


CHECKS = [
    files_name_their_body,
    made_up_figures_stay_out,
    report_ids_are_unique,
    reports_name_known_things,
    dates_are_in_order,
    nothing_is_from_the_future,
    corrections_name_what_they_correct,
    nothing_is_reported_twice,
    *FIGURES,
    *EVIDENCE,
]
