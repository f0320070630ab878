"""What became of everything but the records: results, states, what is due, bodies, targets, the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from macros.changes.reports import owner
from macros.changes.shapes import Change, Kind
from macros.judged.dues import BodyYear
from macros.judged.judge import promise
from macros.published.release import Release

_FIELDS = {
    "name": "名称",
    "aliases": "其他写法",
    "also": "搜索用的简称",
    "members": "成员",
    "members_source": "成员的来源",
    "changes": "变动",
    "kind": "种类",
    "set_up": "设立",
    "task": "所属任务",
    "op": "比较的方式",
    "value": "数",
    "value_max": "上限",
    "unit": "单位",
    "period": "期限",
    "soft": "是否力争",
    "measure": "存量或增量",
    "measure_reason": "存量或增量的理由",
    "quote": "原句",
}


def _fields(old: BaseModel, new: BaseModel) -> str:
    """Names of the fields that differ; where they stand in their file is no difference."""
    was, now = old.model_dump(), new.model_dump()
    changed = [name for name in now if was[name] != now[name]]
    return "、".join(_FIELDS.get(name, name) for name in changed)


def outcomes(old: Release, new: Release) -> Iterator[Change]:
    """Targets with another result; the sentence says why."""
    before = old.account.outcomes
    for name, outcome in new.account.outcomes.items():
        if name in before and before[name].result is not outcome.result:
            was, now = before[name].result.label, outcome.result.label
            words = f"{owner(new, outcome.target)}：由‘{was}’变为‘{now}’：{outcome.sentence}"
            yield Change(kind=Kind.OUTCOME, about=name, words=words)


def results(old: Release, new: Release) -> list[tuple[str, str, int]]:
    """How many targets went from one result to another, the most first."""
    before = old.account.outcomes
    pairs = Counter(
        (before[name].result.label, outcome.result.label)
        for name, outcome in new.account.outcomes.items()
        if name in before and before[name].result is not outcome.result
    )
    return [(was, now, count) for (was, now), count in pairs.most_common()]


def states(old: Release, new: Release) -> Iterator[Change]:
    """Tasks without a target whose state in one word is another."""
    known = {task.id: task for task in old.account.tasks_without_targets}
    for task in new.account.tasks_without_targets:
        if task.id in known:
            was, now = old.account.state(known[task.id]), new.account.state(task)
            if was != now:
                yield Change(kind=Kind.TASK, about=task.id, words=f"任务{task.number} {task.title}：{was} → {now}")


def _due(name: str, year: int, was: BodyYear, now: BodyYear) -> str:
    before, left = len(was.missing), len(now.missing)
    if was.late and not now.late:
        if not now.due:
            return f"{name}：{year}年没有应报的了，不再逾期"
        return (
            f"{name}：{year}年应报的 {len(now.due)} 项已经报齐，不再逾期" if not left else f"{name}：{year}年不再逾期"
        )
    if now.late and not was.late:
        return f"{name}：{year}年还缺 {left} 项，逾期 {now.late} 天"
    if before == left:
        return ""
    late = f"，逾期 {now.late} 天" if now.late else ""
    done = "，已经报齐" if not left and now.due else ""
    return f"{name}：{year}年还缺的由 {before} 项变为 {left} 项{done}{late}"


def dues(old: Release, new: Release) -> Iterator[Change]:
    """Bodies that are no longer late, or late now, or of whom more or less is missing."""
    names = {body.slug: body.name for body in new.account.project.bodies}
    before = old.account.body_years
    for (slug, year), now in new.account.body_years.items():
        if (slug, year) in before and (words := _due(names[slug], year, before[slug, year], now)):
            yield Change(kind=Kind.DUE, about=slug, words=words)


def _listed(
    kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any], title: Mapping[str, str], added: Mapping[str, str]
) -> Iterator[Change]:
    for name, record in new.items():
        if name not in old:
            yield Change(kind=kind, about=name, words=f"新增 {title[name]}{added[name]}")
        elif changed := _fields(old[name], record):
            yield Change(kind=kind, about=name, words=f"{title[name]}：改了{changed}{added[name]}")
    for name in old:
        if name not in new:
            yield Change(kind=kind, about=name, words=f"删去 {title[name]}")


def bodies(old: Release, new: Release) -> Iterator[Change]:
    """Bodies that came, went or were changed."""
    before = old.account.project.index.bodies
    after = new.account.project.index.bodies
    title = {slug: body.name for slug, body in (*before.items(), *after.items())}
    told = {
        slug: f"：{body.history}"
        if body.history and (slug not in before or body.history != before[slug].history)
        else ""
        for slug, body in after.items()
    }
    yield from _listed(Kind.BODY, before, after, title, told)


def targets(old: Release, new: Release) -> Iterator[Change]:
    """Targets that came, went or were changed."""
    before = old.account.project.index.targets
    after = new.account.project.index.targets
    title = {name: owner(old, target) for name, target in before.items()}
    title |= {name: owner(new, target) for name, target in after.items()}
    told = {
        name: f"（{promise(before[name])} → {promise(target)}）"
        if name in before and promise(before[name]) != promise(target)
        else ""
        for name, target in after.items()
    }
    yield from _listed(Kind.TARGET, before, after, title, told)


def plan(old: Release, new: Release) -> Iterator[Change]:
    """Blocks of the issued text that came, went or were changed."""
    was, now = old.account.project.plan, new.account.project.plan
    before, after = {it.id: it.text for it in was.blocks()}, {it.id: it.text for it in now.blocks()}
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            verb = "新增" if name not in before else "删去" if name not in after else "改了"
            text = after.get(name) or before[name]
            short = text if len(text) <= 20 else f"{text[:20]}……"
            yield Change(kind=Kind.PLAN, about=name, words=f"{verb}原文“{short}”")
    if was.document.sha256 != now.document.sha256:
        words = f"印发文本的 SHA-256：{was.document.sha256[:12]}… → {now.document.sha256[:12]}…"
        yield Change(kind=Kind.PLAN, about="", words=words)


def settings(old: Release, new: Release) -> Iterator[Change]:
    """What the office set that every edition carries."""
    was, now = old.stamp, new.stamp
    if was.site_url != now.site_url:
        words = f"网址：{was.site_url or '没有'} → {now.site_url or '没有'}"
        yield Change(kind=Kind.SETTING, about="", words=words)
    for name in dict.fromkeys((*was.imprint, *now.imprint)):
        before, after = was.imprint.get(name), now.imprint.get(name)
        if before != after:
            words = f"版本说明“{name}”：{before or '没有'} → {after or '没有'}"
            yield Change(kind=Kind.SETTING, about="", words=words)
