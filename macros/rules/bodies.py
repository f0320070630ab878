"""Rules for the bodies: printed names are known and mean one; changes have a source and their successors exist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from macros.records.bodies import ChangeKind, Kind
from macros.records.load import BODIES
from macros.records.problem import Problem, suggestion
from macros.records.project import Project

_COUNTS = {
    ChangeKind.RENAMED: (1, 1),
    ChangeKind.MERGED: (1, 1),
    ChangeKind.SPLIT: (2, 99),
    ChangeKind.DISSOLVED: (0, 0),
}


def printed_bodies_are_known(project: Project) -> Iterator[Problem]:
    """Every printed name is the name or alias of a body in bodies.yml."""
    known = project.index.named
    for a, action in enumerate(project.plan.actions):
        for t, task in enumerate(action.tasks):
            for i, printed in enumerate(task.responsible):
                if printed not in known:
                    at = project.plan.at("actions", a, "tasks", t, "responsible", i)
                    wrong = f"{BODIES} 里没有单位“{printed}”"
                    remedy = f"补上这个单位，或者把它写进某单位的 aliases；{suggestion(printed, known)}"
                    yield Problem(at, wrong, remedy)


def names_are_unique(project: Project) -> Iterator[Problem]:
    """A printed name means one body; a slug is one address."""
    names: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for body in project.bodies:
        for index, name in enumerate(body.names):
            at = body.at("aliases", index - 1) if index else body.at("name")
            if name in names:
                yield Problem(at, f"“{name}”已经是“{names[name]}”的名称", "一个名称只能指一个单位，删掉一处")
            names.setdefault(name, body.name)
        if body.slug in slugs:
            wrong = f"slug “{body.slug}”已经用在“{slugs[body.slug]}”"
            yield Problem(body.at("slug"), wrong, "换一个没有用过的英文名")
        slugs.setdefault(body.slug, body.name)


def names_are_printed(project: Project) -> Iterator[Problem]:
    """Every name and alias stands in some task's clause: nothing is invented."""
    printed = [name for task in project.plan.tasks for name in task.responsible]
    for body in project.bodies:
        if body.set_up is not None:
            continue  # the issued text cannot name it
        for index, name in enumerate(body.names):
            if not project.index.printed_in.get(name):
                at = body.at("aliases", index - 1) if index else body.at("name")
                wrong = f"方案里没有一项任务印着“{name}”"
                yield Problem(at, wrong, f"按原文改正；{suggestion(name, dict.fromkeys(printed))}")


def members_belong_to_collectives(project: Project) -> Iterator[Problem]:
    """Only a collective name has members, and members come with their source."""
    for body in project.bodies:
        if body.members is not None and body.kind is Kind.SINGLE:
            yield Problem(body.at("members"), f"“{body.name}”是单个单位，不能有 members", "删掉 members")
        if body.members is not None and body.members_source is None:
            yield Problem(body.at("members"), "members 没有来源", "补上 members_source；没有来源就删掉")


def changes_name_their_successors(project: Project) -> Iterator[Problem]:
    """A renamed body has one new name, a merged one one successor, a split one several, a dissolved one none;
    successors are bodies of their own, and a body that is set up is not printed in the issued text.
    """
    names = [body.name for body in project.bodies]
    for body in project.bodies:
        if body.set_up is not None and any(project.index.printed_in.get(name) for name in body.names):
            yield Problem(body.at("set_up"), f"“{body.name}”印在原文里，不是后来新设的", "删掉 set_up")
        for number, change in enumerate(body.changes or ()):
            at, given = body.at("changes", number), change.to or []
            least, most = _COUNTS[change.kind]
            if not least <= len(given) <= most:
                wanted = ("不写 to", "to 里写一个名称，如 to: [某局]", "to 里写两个以上的名称，如 to: [某局, 某中心]")[
                    least
                ]
                yield Problem(at, f"“{change.kind.label}”后面的单位写得不对", wanted)
            for position, name in enumerate(given):
                where = body.at("changes", number, "to", position)
                if change.kind is ChangeKind.RENAMED and name in names:
                    remedy = "并入那个单位的，把 kind 改成 merged；只是更名的，写新的名称"
                    yield Problem(where, f"“{name}”是另一个单位", remedy)
                elif change.kind is not ChangeKind.RENAMED and name not in names:
                    remedy = (
                        f"在 data/bodies.yml 加上这个单位，写明 set_up（since 和 source）；{suggestion(name, names)}"
                    )
                    yield Problem(where, f"没有单位“{name}”", remedy)
        for (_, before), (number, after) in pairwise(enumerate(body.changes or ())):
            if after.since < before.since:
                yield Problem(body.at("changes", number, "since"), "变动没有按先后排列", "先发生的写在前面")


CHECKS = [
    printed_bodies_are_known,
    names_are_unique,
    names_are_printed,
    members_belong_to_collectives,
    changes_name_their_successors,
]
