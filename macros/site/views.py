"""Records into HTML: one method per macro, one autoescaped template of the same name.

Values reach pages only through these templates; nothing is computed in them that another page or the
printed edition would need again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.judged.judge import figure, promise
from macros.judged.reading import verified
from macros.judged.result import RULES, Result
from macros.print import press as book
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.plan import GOAL, Task
from macros.records.progress import HOW_TO_REPORT
from macros.records.targets import Op, Period, Target
from macros.site.chart import chart

TEMPLATES = Path(__file__).parent / "templates"


def page_of(record_id: str) -> str:
    """The Markdown page, below docs/, of a task, action, safeguard, goal or body slug."""
    if re.fullmatch("t[0-9]+", record_id):
        return f"tasks/{record_id}.md"
    if re.fullmatch("a[0-9]+", record_id):
        return f"actions/{record_id}.md"
    if re.fullmatch("g[0-9]+", record_id):
        return "safeguards.md"
    return "goals.md" if record_id == GOAL else f"bodies/{record_id}.md"


def _filter(name: str, label: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    return {"name": name, "label": label, "options": [("", "全部"), *options]}


class Renderer:
    """The macros of the site: every public method is one.

    Args:
        release: what this edition publishes.
        href: address of a docs/ page or published file, relative to the page being built; raises
            KeyError for one that does not exist, so that no link is ever broken.
        prints: the printed edition, path below the site to content.
    """

    def __init__(self, release: Release, href: Callable[[str], str], prints: Mapping[str, bytes]) -> None:
        self.release = release
        self.account = account = release.account
        self.project = project = account.project
        self.index = index = project.index
        self.plan = project.plan
        self.env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.env.globals |= {
            "project": project,
            "plan": project.plan,
            "href": href,
            "link": lambda record_id: href(page_of(record_id)),
            "index": index,
            "account": account,
            "chart": chart,
            "promise": promise,
            "GOAL": GOAL,
            "prints": prints,
            "pages": book.pages,
            "book": book,
        }
        self.bodies, self.tasks, self.actions = index.bodies, index.tasks, index.actions
        self.env.globals |= {
            "actions": self.actions,
            "tasks": self.tasks,
            "targets": index.targets,
            "figure": lambda report: figure(index.targets[report.target], report),
            "verified": lambda report: verified(index.targets[report.target], report),
        }

    def _render(self, macro: str, **values: Any) -> Markup:
        html = self.env.get_template(f"{macro}.html.j2").render(values)
        # Markdown ends a raw HTML block at a blank line where it likes: leave none.
        return Markup("\n".join(line for line in html.split("\n") if line.strip()))

    def account_table(self) -> Markup:
        """The states of the tasks that have no target, by their bodies' own reports."""
        return self._render("account_table")

    def action_list(self) -> Markup:
        """All actions with their tasks."""
        return self._render("action_list")

    def action_tasks(self, action: str) -> Markup:
        """The issued text of every task of an action, each with a link to its page."""
        return self._render("action_tasks", action=self.actions[action])

    def alias_table(self) -> Markup:
        """The bodies that the plan prints under more than one name."""
        return self._render("alias_table")

    def audience_list(self) -> Markup:
        """The groups that the plan names in its actions' headings, each with its tasks."""
        groups = []
        for action in self.plan.actions:
            name, found, _ = action.name.partition("科学素质提升行动")
            if found:
                others = [task for task in self.plan.tasks if name in task.text and task not in action.tasks]
                groups.append((name, action, others))
        return self._render("audience_list", groups=groups)

    def body_duties(self, body: str) -> Markup:
        """What the plan asks of a body, in the plan's words: its tasks, then its safeguards."""
        return self._render("body_duties", body=self.bodies[body])

    def body_list(self) -> Markup:
        """All bodies with how many tasks and targets each answers for."""
        return self._render("body_list")

    def body_partners(self, body: str) -> Markup:
        """The bodies that share a body's tasks."""
        return self._render("body_partners", body=self.bodies[body])

    def body_reports(self, body: str) -> Markup:
        """What a body was to report, year by year, and what is missing."""
        return self._render("body_reports", body=self.bodies[body])

    def change_log(self) -> Markup:
        """Every record by the day it was reported, corrections beside what they correct."""
        return self._render("change_log")

    def body_summary(self, body: str) -> Markup:
        """A body at one glance: spellings, members, tasks, targets."""
        return self._render("body_summary", body=self.bodies[body])

    def disclosure(self) -> Markup:
        """What the issued text says of itself, and what it does not."""
        return self._render("disclosure")

    def full_text(self) -> Markup:
        """The whole issued text on one page."""
        titled = {*self.tasks, *(safeguard.id for safeguard in self.plan.safeguards)}
        blocks = list(self.plan.blocks())
        return self._render("full_text", blocks=blocks, titled=titled)

    def home(self) -> Markup:
        """The front page: what was promised, who answers, what is reported, where the text is."""
        states = [self.account.state(task) for task in self.account.tasks_without_targets]
        return self._render(
            "home",
            figures=sum(target.op.numeric for target in self.project.targets),
            reported=sum(bool(outcome.reports) for outcome in self.account.outcomes.values()),
            over=self.account.over,
            states=[(state, states.count(state)) for state in dict.fromkeys(states)],
            table=self.target_table(),
            tasks_table=self.account_table(),
        )

    def how_to_report(self) -> Markup:
        """What a report has to say."""
        return self._render("sentence_list", sentences=HOW_TO_REPORT)

    def join_table(self) -> Markup:
        """Every line break inside a sentence that was joined."""
        return self._render("join_table", owner=self._owner)

    def measure_table(self) -> Markup:
        """Each figure that is not judged year by year: level or addition, and why."""
        return self._render("measure_table")

    def open_data_files(self) -> Markup:
        """The published files with their size in rows."""
        return self._render("open_data_files", tables=self.release.tables)

    def op_table(self) -> Markup:
        """What each comparison means and how often the plan uses it."""
        return self._render("gloss_table", caption="要求的写法与含义", field="op", glosses=list(Op))

    def period_table(self) -> Markup:
        """What each period means and how often the plan uses it."""
        return self._render("gloss_table", caption="期限的写法与含义", field="period", glosses=list(Period))

    def print_list(self) -> Markup:
        """The printed edition: the whole, the matrix, every body's booklet."""
        return self._render("print_list")

    def print_note(self) -> Markup:
        """Where the printed edition is."""
        return self._render("print_note")

    def report_status(self) -> Markup:
        """Who has reported: all bodies by all years."""
        return self._render("report_status")

    def responsibility_matrix(self) -> Markup:
        """All bodies by all tasks, with the printed position."""
        return self._render("responsibility_matrix", filters=self._filters("任务多的在前"))

    def responsible_bodies(self, task: str) -> Markup:
        """The bodies of one task as printed, in printed order, linked."""
        return self._render("responsible_bodies", task=self.tasks[task])

    def result_table(self) -> Markup:
        """What each result means and how many targets came out so."""
        return self._render("result_table", results=list(Result))

    def rule_list(self) -> Markup:
        """How a result is found."""
        return self._render("sentence_list", sentences=RULES)

    def site_zip(self) -> Markup:
        """The whole site as one file."""
        return self._render("site_zip")

    def source_note(self) -> Markup:
        """Length and SHA-256 of the issued text's file."""
        return self._render("source_note")

    def target_table(self, of: str = "") -> Markup:
        """The targets of a task, an action, the goal, a body, or all of them.

        Args:
            of: an id such as t07, a03, goal or a body's slug; empty for everything.

        Raises:
            KeyError: nothing has this id.
        """
        targets = self.index.targets_of[of]
        groups: list[tuple[Task | None, list[Target]]] = []
        for target in targets:
            task = self.tasks.get(target.task)
            if not groups or groups[-1][0] != task:
                groups.append((task, []))
            groups[-1][1].append(target)
        single = of in self.tasks or of == GOAL
        outcomes = [self.account.outcomes[target.id] for target in targets]
        legend = dict.fromkeys((outcome.result.mark, outcome.result.label) for outcome in outcomes)
        return self._render(
            "target_table",
            of=of,
            title=self._owner(of),
            groups=groups,
            single=single,
            outcomes=outcomes,
            legend=legend,
            filters=[*self._filters("目标多的在前"), _filter("period", "期限", [(p.value, p.label) for p in Period])],
        )

    def task_pager(self, task: str) -> Markup:
        """Links to the task before and the task after."""
        tasks = self.plan.tasks
        index = tasks.index(self.tasks[task])
        before = tasks[index - 1] if index else None
        after = tasks[index + 1] if index + 1 < len(tasks) else None
        return self._render("task_pager", before=before, after=after)

    def task_path(self, task: str) -> Markup:
        """The way to a task: chapter, action, task."""
        record = self.tasks[task]
        return self._render("task_path", task=record, action=self.index.action_of[task])

    def task_reports(self, of: str) -> Markup:
        """Every record about a task or the goal and its targets, corrections beside what they correct."""
        return self._render("task_reports", of=of)

    def _filters(self, most: str) -> list[dict[str, Any]]:
        """What the big tables can be narrowed and sorted by; the page's script makes the controls."""
        return [
            _filter("body", "单位", [(body.slug, body.name) for body in self.project.bodies]),
            _filter("action", "行动", [(action.id, action.heading) for action in self.plan.actions]),
            {"name": "sort", "label": "顺序", "options": [("", "原文顺序"), ("most", most)]},
        ]

    def _owner(self, of: str) -> str:
        """Name what an id stands for."""
        if of in self.tasks:
            return f"任务{self.tasks[of].number}"
        if of in self.actions:
            return self.actions[of].name
        body: Body | None = self.bodies.get(of)
        if body:
            return body.name
        return "主要目标" if of.startswith(GOAL) else "全部任务"


MACROS = tuple(name for name in vars(Renderer) if not name.startswith("_"))
