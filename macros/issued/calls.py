"""What a page may say besides Markdown: `{{ target_table("t07") }}`, the name of a macro and one text.

That is the whole language. There are no variables, loops, filters or settings, so that a page can
neither print what is not published nor run for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from macros.records.problem import Location, Problem

_CALL = re.compile(r"\{\{ *([a-z_]+)\( *(?:\"([^\"{}\n]*)\"|'([^'{}\n]*)')? *\) *\}\}")
_CLOSING = re.compile(r"[}%#]\}")
_OPENING = re.compile(r"\{\{|\{%|\{#")

TAKES = {
    **dict.fromkeys(("task_pager", "task_path", "responsible_bodies"), "task"),
    **dict.fromkeys(("body_duties", "body_partners", "body_reports", "body_summary"), "body"),
    "action_tasks": "action",
    "task_reports": "task or goal",
    "target_page": "target",
    "target_table": "any or none",
}
"""What stands between a macro's brackets; nothing in those of the others."""


@dataclass(frozen=True)
class Call:
    """One macro called in a page."""

    at: Location
    name: str
    argument: str | None


def location(text: str, place: int, file: str) -> Location:
    """The line and column of the character at `place` in a file's text."""
    return Location(file, text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place))


def calls(text: str, file: str) -> Iterator[Call | Problem]:
    """Every macro that a page calls, and every bracket that is none."""
    place = 0
    while opening := _OPENING.search(text, place):
        at = location(text, opening.start(), file)
        if found := _CALL.match(text, opening.start()):
            yield Call(at, found[1], found[2] if found[2] is not None else found[3])
            place = found.end()
            continue
        place = opening.end()
        line = text[opening.start() :].split("\n", 1)[0]
        closing = _CLOSING.search(line)
        shown = line[: closing.end()] if closing else line
        remedy = '写成 {{ target_table("t07") }} 这样，或者删掉；要显示花括号本身就写 &#123;&#123;'
        yield Problem(at, f"“{shown[:40]}”不是可以用的写法", remedy)


def call_problem(call: Call, known: Mapping[str, Mapping[str, object]], names: set[str]) -> Problem | None:
    """What is wrong with a call; None if nothing.

    Args:
        call: the call.
        known: the ids of tasks, actions, bodies and targets, each kind by its name.
        names: the macros there are.
    """
    if call.name not in names:
        close = get_close_matches(call.name, sorted(names), n=1)
        remedy = f"是否想写“{close[0]}”？" if close else "删掉；可以用的写法见别的页面"
        return Problem(call.at, f"没有“{call.name}”这个写法", remedy)
    takes = TAKES.get(call.name)
    if takes is None or call.argument is None:
        if takes is None and call.argument is not None:
            return Problem(call.at, f"“{call.name}”的括号里不能写内容", f"写成 {{{{ {call.name}() }}}}")
        if takes is not None and "none" not in takes:
            return Problem(call.at, f"“{call.name}”的括号里缺少编号", f'写成 {{{{ {call.name}("编号") }}}}')
        return None
    kinds = ("task", "action", "body") if "any" in takes else [kind for kind in known if kind in takes]
    ids = [each for kind in kinds for each in known[kind]]
    ids += ["goal"] if "goal" in takes or "any" in takes else []
    if call.argument in ids:
        return None
    close = get_close_matches(call.argument, ids, n=1, cutoff=0.5)
    remedy = f"是否想写“{close[0]}”？" if close else "对照地址里的编号改正，如 t07"
    return Problem(call.at, f"“{call.name}”没有“{call.argument}”这个编号", remedy)


def rendered(text: str, macros: Mapping[str, Callable[..., object]]) -> str:
    """A page's text with every call replaced by what its macro makes; the rules have checked them."""

    def made(found: re.Match[str]) -> str:
        argument = found[2] if found[2] is not None else found[3]
        return str(macros[found[1]](*([] if argument is None else [argument])))

    return _CALL.sub(made, text)
