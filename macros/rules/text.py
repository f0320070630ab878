"""Rules for the issued text: plan.yml is what the splitter makes of it, and the fonts have all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from macros.fonts.covered import printable
from macros.issued.pages import RESPLIT
from macros.issued.split import split
from macros.records.load import PLAN, SOURCE, parse
from macros.records.plan import Plan
from macros.records.problem import Location, Problem
from macros.records.project import Project
from macros.records.reading import read


def plan_is_the_issued_text(project: Project) -> Iterator[Problem]:
    """plan.yml is what the splitter makes of plan.txt, word for word."""
    raw = read(project.root, SOURCE)
    plain = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if plain != raw and hashlib.sha256(plain).hexdigest() == project.plan.document.sha256:
        wrong = "字没有改，但是行尾被记事本之类的编辑器改成了 Windows 的（CRLF），或者前面加了 BOM"
        yield Problem(Location(SOURCE), wrong, f"从版本库恢复：git checkout -- {SOURCE}；只看不存")
        return
    issued = parse(split(raw), Plan, PLAN)
    theirs, ours = project.plan.model_dump(), issued.model_dump()
    for field in ours:
        if theirs[field] != ours[field]:
            path = _first_difference(theirs[field], ours[field], (field,))
            at = project.plan.at(*path)
            yield Problem(at, f"与印发文本 {SOURCE} 不一致", f"原文不能改；{RESPLIT}")


def characters_can_be_printed(project: Project) -> Iterator[Problem]:
    """The printed edition's fonts have every character."""
    known = printable() | {ord("\n")}
    objections = [project.objections] if project.objections else []
    files = (file.content for file in project.files)
    for record in (project.plan, *project.bodies, *project.targets, *objections, *files):
        for path, text in _texts(record.model_dump()):
            if not known.issuperset(map(ord, text)):
                for char in sorted(char for char in set(text) if ord(char) not in known):
                    wrong = f"“{char}”（U+{ord(char):04X}）在排印字体里没有，印不出来"
                    yield Problem(record.at(*path), wrong, "换成通用规范汉字里的写法")


def _texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every string in nested data, with the way to it."""
    if isinstance(value, str):
        yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _texts(inner, (*path, key))


def _first_difference(a: object, b: object, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    if isinstance(a, dict) and isinstance(b, dict):
        for key in b:
            if a.get(key) != b[key]:
                return _first_difference(a.get(key), b[key], (*path, key))
    if isinstance(a, list) and isinstance(b, list):
        for index, (left, right) in enumerate(zip(a, b, strict=False)):
            if left != right:
                return _first_difference(left, right, (*path, index))
    return path


CHECKS = [plan_is_the_issued_text, characters_can_be_printed]
