"""Rules for pages: the issued text in them, and what people write: macros, front matter, files beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from macros.issued.calls import Call, call_problem, calls, location
from macros.issued.pages import OWNED, RESPLIT, head_of, pages
from macros.records.problem import DataError, Location, Problem
from macros.records.project import Project
from macros.records.reading import files_below, read
from macros.records.yaml_lines import LocatedDict, decode, parse_yaml

_UNSAFE = re.compile('[<>"\x00-\x1f\x7f-\x9f]')
_NOT_OURS = (
    "这种文件不能放在网站里，里面可能有姓名、位置或印章",
    "移到别处；公开的附件发布到单位网站，在页面里写它的网址",
)
_IN_DRAWING = re.compile(
    r"(?i)<(?:[a-z]+:)?(?:image|foreignObject|script|metadata|title|desc|text)\b|data:|<!--|<!DOCTYPE"
)
NAMES = frozenset(
    [
        "account_table",
        "action_list",
        "action_tasks",
        "alias_table",
        "audience_list",
        "body_duties",
        "body_list",
        "body_partners",
        "body_reports",
        "body_summary",
        "change_log",
        "disclosure",
        "edition_list",
        "form_guide",
        "full_text",
        "glossary",
        "home",
        "how_to_report",
        "join_table",
        "measure_table",
        "objection_list",
        "op_table",
        "pace_formula",
        "open_data_files",
        "period_table",
        "place_list",
        "print_list",
        "print_note",
        "report_rules",
        "report_status",
        "responsibility_matrix",
        "responsible_bodies",
        "result_table",
        "round_list",
        "rule_list",
        "site_zip",
        "source_note",
        "target_page",
        "target_table",
        "task_pager",
        "task_path",
        "task_reports",
    ]
)
"""The macros that pages may call; a test holds them to the views that there are."""

_HEAD = re.compile(r"---\n(.*?\n)---(?:\n|\Z)", re.DOTALL)
KINDS = (".md", ".css", ".js", ".svg")
"""What docs/ may hold and the site publishes."""


def _pages(project: Project, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Every page that can be read: its file and its text."""
    root = project.root
    owners = {task.id for task in project.plan.tasks} | {action.id for action in project.plan.actions}
    owners |= {body.slug for body in project.bodies} | {target.id for target in project.targets}
    for path in sorted((root / "docs").rglob("*.md")):
        file = path.relative_to(root).as_posix()
        if path.parent.name in OWNED and path.stem not in (*owners, "index"):
            continue  # pages_have_an_owner says so
        try:
            yield file, decode(read(root, file), file)
        except DataError as error:
            problems += error.problems


def pages_call_known_macros(project: Project) -> Iterator[Problem]:
    """A page calls registered macros, with the ids of this plan, and says nothing else in braces."""
    problems: list[Problem] = []
    tasks, actions = project.plan.tasks, project.plan.actions
    known = {
        "task": dict.fromkeys(task.id for task in tasks),
        "action": dict.fromkeys(action.id for action in actions),
        "body": dict.fromkeys(body.slug for body in project.bodies),
        "target": dict.fromkeys(target.id for target in project.targets),
    }
    for file, text in _pages(project, problems):
        for call in calls(text, file):
            problem = call_problem(call, known, set(NAMES)) if isinstance(call, Call) else call
            if problem:
                yield problem
    yield from problems


def front_matter_is_plain(project: Project) -> Iterator[Problem]:
    """A page begins with its title, between two lines of hyphens; a description may stand there too."""
    problems: list[Problem] = []
    for file, text in _pages(project, problems):
        head = _HEAD.match(text)
        if not head:
            yield Problem(Location(file), "页面开头没有标题", "开头写三行：---、title: 标题、---")
            continue
        try:
            meta = parse_yaml("\n" + head[1], file)
        except DataError as error:
            yield from error.problems
            continue
        if not isinstance(meta, LocatedDict) or "title" not in meta:
            yield Problem(Location(file, 2), "页面开头没有标题", "补上一行 title: 标题")
            continue
        for key, value in meta.items():
            if key not in ("title", "description", "hide"):
                yield Problem(meta.keys_at[key], f"页面开头不能写“{key}”", "删掉；只能写 title 和 description")
            elif key != "hide" and (not isinstance(value, str) or not value.strip()):
                yield Problem(meta.values_at[key], f"“{key}”应当是文字", "给整个值加上半角引号")
            elif key == "description" and re.search('[<>"]', value):
                yield Problem(meta.values_at[key], "“description”里有不能用的字符", "改用中文标点《》“”，或者删掉")
    yield from problems


def nothing_else_is_published(project: Project) -> Iterator[Problem]:
    """docs/ holds pages and the site's own style, script and drawings, overrides/ page frames: no picture, letter or
    table, and no drawing with one inside.

    Photographs, scans and office files carry names, places and seals that no one sees at first.
    """
    problems: list[Problem] = []
    docs, frames = project.root / "docs", project.root / "overrides"
    for path in files_below(project.root, docs, problems):
        file = path.relative_to(project.root).as_posix()
        if path.suffix not in KINDS or (path.suffix != ".md" and not path.is_relative_to(docs / "assets")):
            yield Problem(Location(file), *_NOT_OURS)
        elif path.suffix == ".svg":
            drawing = decode(read(project.root, file), file)
            if match := _IN_DRAWING.search(drawing):
                at = location(drawing, match.start(), file)
                yield Problem(at, "图里嵌着别的东西，可能有姓名、位置或印章", "只画线条和形状；照片和说明另外公开")
    for path in files_below(project.root, frames, problems) if frames.is_dir() else ():
        if path.suffix != ".html":
            yield Problem(Location(path.relative_to(project.root).as_posix()), *_NOT_OURS)
    yield from problems


def pages_hold_the_issued_text(project: Project) -> Iterator[Problem]:
    """Every page the plan calls for exists, and its head is as the splitter writes it."""
    for page in pages(project.plan, project.bodies, project.targets):
        at = Location(f"docs/{page.path}")
        if not os.path.lexists(project.root / at.file):
            yield Problem(at, "缺少这个页面", RESPLIT)
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
            yield Problem(Location(at.file, line), wrong, f"原文不能改，补充内容写在原文之后；{RESPLIT}")


def pages_have_an_owner(project: Project) -> Iterator[Problem]:
    """No page stands for a task, action, body or target that does not exist."""
    known = {page.path for page in pages(project.plan, project.bodies, project.targets)}
    for folder in OWNED:
        for path in sorted((project.root / "docs" / folder).glob("*.md")):
            name = f"{folder}/{path.name}"
            if name not in known and path.name != "index.md":
                wrong = "这个页面没有对应的任务、行动、单位或目标"
                yield Problem(Location(f"docs/{name}"), wrong, "改正文件名，或者删掉这个页面")


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


CHECKS = [
    pages_hold_the_issued_text,
    pages_have_an_owner,
    pages_call_known_macros,
    front_matter_is_plain,
    titles_are_plain,
    nothing_else_is_published,
]
