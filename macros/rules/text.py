"""Rules across files. A rule is a generator listed in CHECKS; its docstring is the rule.

All rules run and all problems come together. Messages are Chinese: the coordinator reads them.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from macros.fonts.covered import printable
from macros.issued.pages import head_of, pages
from macros.issued.split import split
from macros.records.bodies import Kind
from macros.records.load import BODIES, PLAN, SOURCE, load, parse
from macros.records.plan import Plan
from macros.records.problem import DataError, Location, Problem, suggestion
from macros.records.project import Project
from macros.records.reading import read
from macros.records.settings import settings
from macros.records.yaml_lines import decode
from macros.rules import bodies as check_bodies
from macros.rules import pages as check_pages
from macros.rules import privacy as check_privacy
from macros.rules import progress as check_progress
from macros.rules import targets as check_targets
from macros.rules.published import published_records_stay

_RESPLIT = "运行 python -m scripts.split_plan 恢复"
_UNSAFE = re.compile('[<>"\x00-\x1f\x7f-\x9f]')


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
            yield Problem(at, f"与印发文本 {SOURCE} 不一致", f"原文不能改；{_RESPLIT}")


def characters_can_be_printed(project: Project) -> Iterator[Problem]:
    """The printed edition's fonts have every character."""
    known = printable() | {ord("\n")}
    for record in (project.plan, *project.bodies, *project.targets, *(file.content for file in project.files)):
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


def pages_hold_the_issued_text(project: Project) -> Iterator[Problem]:
    """Every page the plan calls for exists, and its head is as the splitter writes it."""
    for page in pages(project.plan, project.bodies):
        at = Location(f"docs/{page.path}")
        if not os.path.lexists(project.root / at.file):
            yield Problem(at, "缺少这个页面", _RESPLIT)
            continue
        try:
            head = head_of(decode(read(project.root, at.file), at.file))
        except DataError as error:
            yield from error.problems
            continue
        if head is None:
            yield Problem(at, "“以上由 …… 写入”那一行被删掉或改动了", "从版本库恢复那一行")
        elif head != page.head:
            pairs = zip(head.split("\n"), page.head.split("\n"), strict=False)
            line = next((n for n, (a, b) in enumerate(pairs, start=1) if a != b), 1)
            wrong = "方案原文部分与印发文本不一致"
            yield Problem(Location(at.file, line), wrong, f"原文不能改，补充内容写在原文之后；{_RESPLIT}")


def pages_have_an_owner(project: Project) -> Iterator[Problem]:
    """No page stands for a task, action or body that does not exist."""
    known = {page.path for page in pages(project.plan, project.bodies)}
    for folder in ("tasks", "actions", "bodies"):
        for path in sorted((project.root / "docs" / folder).glob("*.md")):
            name = f"{folder}/{path.name}"
            if name not in known and path.name != "index.md":
                wrong = "这个页面没有对应的任务、行动或单位"
                yield Problem(Location(f"docs/{name}"), wrong, "改正文件名，或者删掉这个页面")


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


def _front_matter(project: Project, path: Path) -> Iterator[tuple[Location, str]]:
    file = path.relative_to(project.root).as_posix()
    for number, line in enumerate(decode(read(project.root, file), file).split("\n"), start=1):
        if match := re.match(r"(title: *|# +)(.*)", line):
            yield Location(file, number, match.start(2) + 1), re.sub(r"\{:.*|<br>", "", match.group(2))


def titles_are_plain(project: Project) -> Iterator[Problem]:
    """No `<`, `>`, `"` or control character in a title."""
    found: list[tuple[Location, str]] = []
    for path in sorted((project.root / "docs").rglob("*.md")):
        try:
            found += _front_matter(project, path)
        except DataError as error:
            yield from error.problems
    for at, title in found:
        if match := _UNSAFE.search(title):
            wrong = f"标题里有不能用的字符“{match.group()}”：“{title}”"
            yield Problem(at, wrong, "改用中文标点《》“”，或者删掉")


def settings_are_right(project: Project) -> Iterator[Problem]:
    """mkdocs.yml is read as strictly as the data."""
    settings(project.root)
    yield from ()


CHECKS: list[Callable[[Project], Iterator[Problem]]] = [
    plan_is_the_issued_text,
    pages_hold_the_issued_text,
    pages_have_an_owner,
    printed_bodies_are_known,
    names_are_unique,
    names_are_printed,
    members_belong_to_collectives,
    *check_bodies.CHECKS,
    *check_targets.CHECKS,
    *check_progress.CHECKS,
    *check_pages.CHECKS,
    *check_privacy.CHECKS,
    titles_are_plain,
    settings_are_right,
    characters_can_be_printed,
]


def _held(root: Path, progress: Path | None = None, today: datetime.date | None = None) -> Project:
    """Load the data and hold it to every rule but that of the repository's history."""
    project = load(root, progress, today)
    problems: list[Problem] = []
    more = 0
    for check in CHECKS:
        try:
            problems += check(project)
        except DataError as error:  # a page or the issued text itself cannot be read
            problems += error.problems
            more += error.more
    if problems:
        raise DataError(problems, more)
    return project


def load_checked(root: Path, progress: Path | None = None, today: datetime.date | None = None) -> Project:
    """Load the data below `root` (and progress, see `load`) and hold it to every rule.

    Raises:
        DataError: with all problems at once; shapes first, for rules need whole records; then rules; then
            what was published before.
    """
    project = _held(root, progress, today)
    if problems := list(published_records_stay(project, holds=_held)):
        raise DataError(problems)
    return project
