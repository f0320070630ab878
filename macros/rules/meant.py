"""What somebody meant who wrote a task's number, a target's name or a body's name for an id."""

from __future__ import annotations

import re

from macros.records.project import Project

_DIGITS = "零一二三四五六七八九"
_TASK = re.compile(r"(?:任务|第|[Tt])?\s*0*([0-9]+|[一二三四五六七八九十]+)\s*(?:项任务|项|条|号)?")


def _count(word: str) -> int:
    """A number below a hundred, in digits or in Chinese; 0 where it is none."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _DIGITS.find(word) if len(word) == 1 else 0
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)


def task_meant(project: Project, word: str) -> str:
    """The id of the task that a number or a title means; "" where none is meant."""
    tasks = project.plan.tasks
    if match := _TASK.fullmatch(word.strip()):
        return next((task.id for task in tasks if task.number == _count(match.group(1))), "")
    named = [task.id for task in tasks if word and (word in task.title or task.title in word)]
    return named[0] if len(named) == 1 else ""


def target_meant(project: Project, word: str) -> str:
    """The id of the target that a name means; "" where none or several are meant."""
    exact = [target.id for target in project.targets if word in (target.name, target.id.upper(), target.id.title())]
    near = [t.id for t in project.targets if len(word) > 1 and (word in t.name or t.name in word)]
    found = exact or near
    return found[0] if len(found) == 1 else ""


def body_meant(project: Project, word: str) -> str:
    """The slug of the body that a name, also without 区, or a slug in capitals means; "" where none is."""
    for body in project.bodies:
        names = {name.removeprefix("区") for name in body.names} | set(body.names)
        if word.strip() in names or word.strip().lower() == body.slug:
            return body.slug
    return ""
