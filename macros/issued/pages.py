"""The committed Markdown pages: which there are, and the part of each that holds issued text.

A page is a head, written by the splitter, and a tail, which people own. The head ends with a comment
line; what stands below is never touched again. In the head every block of issued text carries
`data-plan="<block id>"`, so that a reader of the built HTML can prove the text block by block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from macros.records.bodies import Body
from macros.records.plan import GOAL, Block, Plan
from macros.records.targets import Target

OWNED = ("tasks", "actions", "bodies", "targets")
"""Folders below docs/ in which each page is that of a task, an action, a body or a target."""
HEAD_END = "<!-- 以上由 python -m scripts.split_plan 写入，请勿改动；以下可以自由补充，重新拆分时原样保留 -->"
RESPLIT = "运行 python -m scripts.split_plan 恢复"
"""What to do where the issued text was changed."""

_GOAL_TAIL = """## 目标指标

{{ target_table("goal") }}

## 报告情况

{{ task_reports("goal") }}
"""

# Python-Markdown or Jinja would read these; as character references they reach the page as themselves.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#&|~^=$!]")
_LINE_START = re.compile(r"^([-+:>]|[0-9]+(?=[.)])|(?<=[0-9])[.)])", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One Markdown page: its path below docs/, the splitter's head, the tail a new page starts with."""

    path: str
    head: str
    tail: str


def escape(text: str) -> str:
    """Write issued text so that Markdown and Jinja pass it on character for character."""

    def reference(match: re.Match[str]) -> str:
        return "".join(f"&#{ord(char)};" for char in match.group())

    return _LINE_START.sub(reference, _SPECIAL.sub(reference, text))


def _block(block: Block, level: int, lead: str = "") -> str:
    """One block as Markdown; `lead` is the run-in title that is set in bold."""
    mark = f'data-plan="{block.id}"'
    if block.kind != "paragraph":
        text = "<br>".join(escape(line) for line in block.text.split("\n"))
        return f"{'#' * level} {text} {{: {mark} }}\n"
    text = block.text
    if lead and text.startswith(lead):
        return f"**{escape(lead)}**{escape(text[len(lead) :])}\n{{: {mark} }}\n"
    return f"{escape(text)}\n{{: {mark} }}\n"


def _page(path: str, title: str, intro: str, text: str, tail: str) -> Page:
    issued = f'<div class="plan-text" markdown="1">\n\n{text}\n</div>\n\n' if text else ""
    head = f"---\ntitle: {title}\n---\n\n{intro}{issued}{HEAD_END}\n"
    return Page(path, head, f"\n{tail}" if tail else "")


def pages(plan: Plan, bodies: list[Body], targets: Iterable[Target]) -> Iterator[Page]:
    """Every page that the plan calls for, in printed order, then one per body and one per target.

    A target's page shows its name, but does not hold it: who corrects a name in targets.yml writes it once.
    """
    blocks = {block.id: block for block in plan.blocks()}

    def text_of(*wanted: str) -> str:
        """The blocks whose ids are, or start with, the wanted ones; the first is the h1."""
        found = [b for b in blocks.values() if any(re.fullmatch(w, b.id) for w in wanted)]
        return "\n".join(_block(b, 1 if number == 0 else 2) for number, b in enumerate(found))

    yield _page("notice.md", "印发通知", "", text_of("notice-.*"), "{{ disclosure() }}\n")
    goal = text_of("title", "preamble-.*", "goal(-.*)?")
    yield _page("goals.md", "主要目标", "", goal, _GOAL_TAIL)
    yield _page("actions/index.md", "重点任务", "", text_of("tasks"), "{{ action_list() }}\n")
    for action in plan.actions:
        tail = f'{{{{ action_tasks("{action.id}") }}}}\n\n## 目标指标\n\n'
        tail += f'{{{{ target_table("{action.id}") }}}}\n'
        title = action.heading
        yield _page(f"actions/{action.id}.md", title, "", text_of(action.id), tail)
        for task in action.tasks:
            intro = f'{{{{ task_path("{task.id}") }}}}\n\n# 任务{task.number} {escape(task.title)}\n\n'
            lead = task.text[: task.text.index("。") + 1]
            tail = (
                f'## 责任单位\n\n{{{{ responsible_bodies("{task.id}") }}}}\n\n'
                f'## 目标指标\n\n{{{{ target_table("{task.id}") }}}}\n\n'
                f'## 报告情况\n\n{{{{ task_reports("{task.id}") }}}}\n\n'
                f'{{{{ task_pager("{task.id}") }}}}\n'
            )
            text = _block(blocks[task.id], 1, lead)
            title = f"任务{task.number} {task.title}"
            yield _page(f"tasks/{task.id}.md", title, intro, text, tail)
    guards = [b for b in blocks.values() if re.fullmatch("safeguards|g[0-9]+", b.id)]
    text = "\n".join(_block(b, 1, b.text[: b.text.find("。") + 1]) for b in guards)
    yield _page("safeguards.md", "保障措施", "", text, "")
    for body in bodies:
        tail = (
            f'{{{{ body_summary("{body.slug}") }}}}\n\n'
            f'## 方案要求\n\n{{{{ body_duties("{body.slug}") }}}}\n\n'
            f'## 目标指标\n\n{{{{ target_table("{body.slug}") }}}}\n\n'
            f'## 报送情况\n\n{{{{ body_reports("{body.slug}") }}}}\n\n'
            f'## 共同负责的单位\n\n{{{{ body_partners("{body.slug}") }}}}\n'
        )
        yield _page(f"bodies/{body.slug}.md", body.name, f"# {body.name}\n\n", "", tail)
    for target in targets:
        yield _page(f"targets/{target.id}.md", f"目标 {target.id}", "", "", f'{{{{ target_page("{target.id}") }}}}\n')


def head_of(text: str) -> str | None:
    """The splitter's part of a page's text; None where its closing line was deleted."""
    head, end, _ = text.partition(HEAD_END + "\n")
    return head + end if end else None


def page_of(record_id: str) -> str:
    """The Markdown page, below docs/, of a task, action, safeguard, goal, target or body slug."""
    if re.fullmatch("(t[0-9]+|goal)-.+", record_id):
        return f"targets/{record_id}.md"
    if re.fullmatch("t[0-9]+", record_id):
        return f"tasks/{record_id}.md"
    if re.fullmatch("a[0-9]+", record_id):
        return f"actions/{record_id}.md"
    if re.fullmatch("g[0-9]+", record_id):
        return "safeguards.md"
    return "goals.md" if record_id == GOAL else f"bodies/{record_id}.md"


def address_of(record_id: str) -> str:
    """The same page's address, below the site."""
    return page_of(record_id).removesuffix(".md") + ".html"
