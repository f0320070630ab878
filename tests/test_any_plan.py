"""What is true of one plan only is data: its names stand in no template, view, script or style of the site."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from macros.records.load import load
from tests.conftest import ROOT

ROOMS = ("macros", "overrides", "docs/assets", "scripts")


def particular() -> set[str]:
    """Names of the real plan: its place and those above it, its bodies, their members, its actions and tasks."""
    project = load(ROOT)
    place = project.plan.document.issuer.partition("人民政府")[0]
    above = re.findall("([\u4e00-\u9fff]{2})[省市]", " ".join(project.plan.preamble))
    names = {place, place[:-1], *above}
    names |= {name for body in project.bodies for name in body.names}
    names |= {member.name for body in project.bodies for member in body.members or ()}
    names |= {action.name for action in project.plan.actions} | {task.title for task in project.plan.tasks}
    return {name for name in names if len(name) > 1}


def said(path: Path) -> Iterator[str]:
    """What a file can put into a page: of Python its texts, without what is said to who reads the code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield re.sub(r"(?m)^\s*//[^\n]*|/\*.*?\*/|\{#.*?#\}", "", text, flags=re.DOTALL)
        return
    tree = ast.parse(text)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def test_no_name_of_one_plan_stands_in_the_machinery() -> None:
    names = particular()
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".j2", ".html", ".typ", ".js", ".css"}:
                here = {name for text in said(path) for name in names if name in text}
                if here:
                    found[path.relative_to(ROOT).as_posix()] = here
    assert found == {}
