"""Rules for what people write in pages: macros, front matter, files beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.issued.calls import Call, call_problem, calls
from macros.records.problem import DataError, Location, Problem
from macros.records.project import Project
from macros.records.reading import files_below, read
from macros.records.yaml_lines import LocatedDict, decode, parse_yaml

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
        "full_text",
        "home",
        "how_to_report",
        "join_table",
        "measure_table",
        "op_table",
        "open_data_files",
        "period_table",
        "print_list",
        "print_note",
        "report_status",
        "responsibility_matrix",
        "responsible_bodies",
        "result_table",
        "rule_list",
        "site_zip",
        "source_note",
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
    owners |= {body.slug for body in project.bodies}
    for path in sorted((root / "docs").rglob("*.md")):
        file = path.relative_to(root).as_posix()
        if path.parent.name in ("tasks", "actions", "bodies") and path.stem not in (*owners, "index"):
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
    """docs/ holds pages and the site's own style, script and drawings: no picture, letter or table.

    Photographs, scans and office files carry names, places and seals that no one sees at first.
    """
    problems: list[Problem] = []
    for path in files_below(project.root, project.root / "docs", problems):
        if path.suffix not in KINDS or (
            path.suffix != ".md" and not path.is_relative_to(project.root / "docs" / "assets")
        ):
            at = Location(Path(path).relative_to(project.root).as_posix())
            wrong = "这种文件不能放在网站里，里面可能有姓名、位置或印章"
            yield Problem(at, wrong, "移到别处；公开的附件发布到单位网站，在页面里写它的网址")
    yield from problems


CHECKS = [pages_call_known_macros, front_matter_is_plain, nothing_else_is_published]
