"""What became of the progress records: reported, corrected, withdrawn, verified, amended, gone."""

from __future__ import annotations

from collections.abc import Iterator

from macros.changes.shapes import Change, Kind
from macros.judged.reading import found
from macros.published.release import Release
from macros.published.shapes import PublishedReport
from macros.records.plan import GOAL
from macros.records.targets import Target

UNREPORTED = "未报告"

_NAMES = {
    "basis": "从哪天算起",
    "confirmed": "核对的依据",
    "evidence": "依据",
    "published_on": "公开日期",
    "as_of": "截至日期",
    "reported_on": "报告日期",
    "reason": "原因",
    "note": "说明",
    "summary": "进展",
    "joint_with": "共同报告的单位",
    "provisional": "是否初步数",
}
_FIGURE = ("value", "benchmark", "covered", "total", "held", "unavailable")


def owner(release: Release, target: Target) -> str:
    """A target as people name it: its task's number and its own name."""
    return f"主要目标 {target.name}" if target.task == GOAL else f"{task_name(release, target.task)} {target.name}"


def task_name(release: Release, task: str) -> str:
    """A task by its number."""
    found = release.account.project.index.tasks.get(task)
    return f"任务{found.number}" if found else task


def _target(release: Release, report: PublishedReport) -> Target | None:
    return release.account.project.index.targets.get(report.subject)


def _subject(release: Release, report: PublishedReport) -> str:
    target = _target(release, report)
    if target is None:
        task = release.account.project.index.tasks.get(report.subject)
        return f"任务{task.number} {task.title}" if task else report.subject
    level = not target.yearly and target.measure is not None and target.measure.value == "stock"
    return owner(release, target) + ("" if level else f"（{report.year}年）")


def who(report: PublishedReport) -> str:
    """Who reported: the body under its name of that day, and its member."""
    name = report.reported_as or report.body
    return f"{name}（{report.member}）" if report.member else name


def _stands(release: Release, target: Target, year: int) -> str:
    """What a target's records come to: of a level at its newest, otherwise of one year; "" for nothing."""
    outcome = release.account.outcomes.get(target.id)
    readings = [it.reading for it in outcome.years if it.reading] if outcome else []
    if target.yearly or target.measure is None or target.measure.value != "stock":
        readings = [reading for reading in readings if reading.year == year]
    return readings[-1].shown if readings else ""


def arrow(old: str, new: str, unit: str | None) -> str:
    """Two figures, the unit written once: 4100 → 5200人."""
    bare = old.removesuffix(unit) if unit and new.endswith(unit) else old
    return f"{bare} → {new}"


def _bracket(report: PublishedReport, *more: str) -> str:
    parts = [who(report)]
    if report.joint_with:
        parts.append(f"与{'、'.join(report.joint_with)}共同报告")
    if report.as_of:
        parts.append(f"截至{report.as_of.isoformat()}")
    if report.basis:
        parts.append(report.basis.label)
    if report.provisional:
        parts.append("初步数")
    if report.is_part:
        parts.append("只是本单位的部分")
    if report.evidence:
        parts.append(f"来源：{report.evidence.title}")
    parts += [it for it in (report.verified, *more) if it]
    return f"（{'，'.join(parts)}）"


def _figure(old: Release, new: Release, report: PublishedReport) -> Iterator[Change]:
    target = _target(new, report)
    assert target is not None
    own = report.figure or ""
    before, after = _stands(old, target, report.year), _stands(new, target, report.year)
    subject = _subject(new, report)
    if report.unavailable is not None:
        because = f"原因：{report.reason}" if report.reason else ""
        words = f"{own}{_bracket(report, because)}"
        stays = f"；现有的数仍是{after}" if after and after == before != own else ""
        yield Change(kind=Kind.UNAVAILABLE, about=report.id, words=f"{subject}：{words}{stays}")
        return
    confirmed = f"已核对：{report.confirmed}" if report.confirmed else ""
    told = _bracket(report, confirmed)
    if not before:
        sums = f"，现在的数是{after}" if after and after != own else ""
        yield Change(kind=Kind.NEW, about=report.id, words=f"{subject}：{UNREPORTED} → {own}{sums}{told}")
    elif before != after:
        differs = f"，这一条报{own}" if own != after else ""
        words = f"{subject}：{arrow(before, after, target.unit)}{differs}{told}"
        yield Change(kind=Kind.LATER, about=report.id, words=words)
    else:
        same = "与现有的数相同" if own == after else f"现有的数仍是{after}"
        yield Change(kind=Kind.LATER, about=report.id, words=f"{subject}：又报{own}，{same}{told}")


def _said(report: PublishedReport) -> str:
    """What a record says in few words."""
    return report.figure or (report.state.label if report.state else "")


def _state(old: Release, report: PublishedReport, subject: str) -> Change:
    slug = old.account.project.index.named.get(report.body)
    filed = [it for it in old.account.effective_about.get(report.subject, ()) if slug and it.slug == slug.slug]
    mine = [it.report for it in filed if it.report.member == report.member]
    last = max(mine, key=lambda it: (it.day, it.reported_on), default=None)
    before = last.state.label if last and last.state else UNREPORTED
    newest = last is None or (last.day, last.reported_on) <= (report.as_of or report.reported_on, report.reported_on)
    now = f"{before} → {_said(report)}" if newest else f"补报{_said(report)}，最近的报告仍是{before}"
    summary = f"：{report.summary}" if report.summary else ""
    return Change(kind=Kind.STATE, about=report.id, words=f"{subject}：{now}{summary}{_bracket(report)}")


def _statement(report: PublishedReport, subject: str) -> Iterator[Change]:
    if report.statement:
        cause = f"（{report.cause.label}）" if report.cause else ""
        stop = "" if report.statement.endswith(("。", "！", "？", "；")) else "；"
        after = f"{stop}下一步：{report.next}" if report.next else ""
        words = f"{subject}：{who(report)}说明{cause}：{report.statement}{after}"
        yield Change(kind=Kind.STATEMENT, about=report.id, words=words)


def _withdrawn(new: Release, report: PublishedReport) -> Change:
    gone = new.reports.get(report.withdraws or "")
    target = _target(new, report)
    now = (_stands(new, target, gone.year if gone else report.year) or UNREPORTED) if target else ""
    left = f"；现在是{now}" if now else ""
    what = f"{_said(gone)}的一条报告" if gone else "一条报告"
    words = f"撤回{what} {report.withdraws}（{who(report)}，原因：{report.reason}）{left}"
    subject = _subject(new, report.model_copy(update={"year": gone.year}) if gone else report)
    return Change(kind=Kind.WITHDRAWAL, about=report.id, words=f"{subject}：{words}")


def _added(old: Release, new: Release, report: PublishedReport) -> Iterator[Change]:
    """What a record says that was not there before."""
    subject = _subject(new, report)
    target = _target(new, report)
    if report.withdraws:
        yield _withdrawn(new, report)
        return
    if report.corrects:
        before = new.reports.get(report.corrects) or old.reports.get(report.corrects)
        own = _said(report)
        figures = arrow(_said(before), own, target.unit if target else None) if before else own
        told = _bracket(report, f"原因：{report.reason}" if report.reason else "")
        yield Change(kind=Kind.CORRECTION, about=report.id, words=f"{subject}：更正 {figures}{told}")
    elif target is None:
        yield _state(old, report, subject)
    else:
        yield from _figure(old, new, report)
    yield from _statement(report, subject)


def _plain(release: Release, name: str) -> dict[str, object]:
    return release.account.by_id[name].report.model_dump()


def _amended(old: Release, new: Release, before: PublishedReport, report: PublishedReport) -> Iterator[Change]:
    """What became of a record that was there before, as it was written: its day of publication comes from
    the history too, which a commit changes without a word of anybody's.
    """
    subject = _subject(new, report)
    was, now = _plain(old, report.id), _plain(new, report.id)
    changed = [name for name in now if was[name] != now[name]]
    if "verification" in changed:
        changed.remove("verification")
        target = _target(new, report)
        other = target and found(target, report)
        words = report.verified or "没有核实的记载了"
        stands = f"，报告的是{report.figure}" if other else ""
        told = f"{subject}：{words}{stands}（{who(report)}的报告 {report.id}）"
        yield Change(kind=Kind.VERIFICATION, about=report.id, words=told)
    if {"statement", "cause", "next"} & set(changed):
        changed = [name for name in changed if name not in ("statement", "cause", "next")]
        yield from _statement(report, subject)
    if changed:
        names = "、".join(dict.fromkeys("数" if name in _FIGURE else _NAMES.get(name, name) for name in changed))
        figures = f"，{arrow(_said(before), _said(report), None)}" if _said(before) != _said(report) else ""
        words = f"{subject}：{who(report)}的报告 {report.id} 改了{names}{figures}"
        yield Change(kind=Kind.EDITED, about=report.id, words=words)


def reports(old: Release, new: Release) -> Iterator[Change]:
    """Every record that came, changed or went, in the order of the newer change log, oldest first."""
    for name in reversed(list(new.reports)):
        report = new.reports[name]
        before = old.reports.get(name)
        yield from _added(old, new, report) if before is None else _amended(old, new, before, report)
    for name, report in old.reports.items():
        if name not in new.reports:
            words = f"{_subject(old, report)}：{who(report)}的报告 {name}（{_said(report) or '撤回'}）没有了"
            yield Change(kind=Kind.REMOVED, about=name, words=words)
