"""Views of the rounds of reporting: what is asked, what it costs, and each recipient's workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros.forms.howto import Howto, howto
from macros.forms.workbook import bytes_of
from macros.judged.asked import Form
from macros.judged.dues import due_on
from macros.print.howto import FORMS
from macros.published.burden import PublishedRound
from macros.published.release import Release
from macros.records.plan import GOAL
from macros.records.rounds import Round
from macros.records.targets import Measure


@dataclass(frozen=True, slots=True)
class Workbook:
    """A recipient's workbook.

    Attributes:
        name: the recipient's.
        path: of its file, below the site.
    """

    name: str
    path: str


def _path(form: Form) -> str:
    return f"forms/{form.slug}.xlsx"


def workbooks(release: Release) -> Mapping[str, bytes]:
    """The workbooks of the current round: path below the site to content."""
    return {_path(form): bytes_of(form) for form in release.forms}


def asked_of(release: Release, body: str) -> tuple[Round | None, Sequence[Workbook]]:
    """The current round and what a body fills in it: one workbook, or one a member; none where it has nothing to
    fill, and no round where there is none yet.
    """
    mine = release.forms_of[body]
    return (mine[0].round if mine else None), [Workbook(form.name, _path(form)) for form in mine]


def round_list(release: Release) -> Sequence[PublishedRound]:
    """All rounds with what they cost to answer, newest first."""
    (found,) = (table.rows for table in release.tables if table.name == "rounds")
    return list(reversed(found))


def report_rules(release: Release) -> list[str]:
    """What is due of whom and when, in sentences that are true of these data."""
    return list(_rules(release))


def _rules(release: Release) -> Iterator[str]:
    project = release.account.project
    last, targets = project.plan.years[-1], project.targets
    every = [word for word, there in _yearly(release) if there]
    if every:
        yield f"每年都报：{'、'.join(every)}。"
    if any(not target.due_in(last - 1, project.plan.years) for target in targets):
        yield f"其余的目标，{last} 年报。"
    arranged = project.reporting.words if project.reporting else ""
    shared = "几个单位共同负责的目标，由其中一个单位报告即可，报了就算都报了；各报一部分的，各报各的"
    if arranged:
        yield f"哪个单位报哪一项，按{arranged}。没有安排的，责任单位都可以报；{shared}。"
    else:
        yield f"没有安排哪个单位报哪一项：责任单位都可以报。{shared}。"
    goals = project.index.targets_of[GOAL]
    if open_ := [target for target in goals if target.id not in project.reporter_of]:
        yield f"主要目标的 {len(open_)} 项，没有列责任单位，也没有安排填报单位，不在此列。"
    closing = [it for it in project.rounds.rounds if it.closes] if project.rounds else []
    days = "、".join(f"{it.year} 年的 {due_on(project, it.year)}" for it in closing)
    rest = "次年 1 月 31 日" if len({it.year for it in closing}) < len(project.plan.years) else ""
    if days:
        yield f"报送的最后一天：{days}{f'；其他年份按{rest}' if rest else ''}。没有报的只列已过几天，不作评价。"
    else:
        yield f"没有布置报送的日期，按{rest}计算没有报的已过几天；只列天数，不作评价。"


def _yearly(release: Release) -> Iterator[tuple[str, bool]]:
    project = release.account.project
    yield "逐年计算的目标", any(target.yearly for target in project.targets)
    yield "各年相加的目标", any(target.measure is Measure.FLOW for target in project.targets)
    yield "没有目标指标的任务的进展", bool(release.account.tasks_without_targets)


@dataclass(frozen=True, slots=True)
class FormGuide:
    """How to fill a form; `howto` is None where nobody is asked anything. `print` is its printed page."""

    howto: Howto | None
    print: str


def form_guide(release: Release) -> FormGuide:
    """How to fill and return a form, step by step."""
    return FormGuide(howto(release.account), FORMS)
