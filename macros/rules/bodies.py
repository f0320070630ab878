"""Rules for what became of the bodies: each change has a source, and its successors exist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from macros.records.bodies import ChangeKind
from macros.records.problem import Problem, suggestion
from macros.records.project import Project

_COUNTS = {
    ChangeKind.RENAMED: (1, 1),
    ChangeKind.MERGED: (1, 1),
    ChangeKind.SPLIT: (2, 99),
    ChangeKind.DISSOLVED: (0, 0),
}


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
                    remedy = f"在 data/bodies.yml 加上这个单位，写明 set_up（on 和 source）；{suggestion(name, names)}"
                    yield Problem(where, f"没有单位“{name}”", remedy)
        for (_, before), (number, after) in pairwise(enumerate(body.changes or ())):
            if after.since < before.since:
                yield Problem(body.at("changes", number, "since"), "变动没有按先后排列", "先发生的写在前面")


CHECKS = [changes_name_their_successors]
