"""Records into open data: JSON and CSV with the YAML's keys, and their JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from macros.issued.pages import address_of
from macros.judged.account import Account
from macros.judged.chart import chart
from macros.judged.judge import Outcome, figure, promise
from macros.judged.objections import Case, cases
from macros.judged.pace import FORMULA, pace
from macros.judged.reading import verified
from macros.judged.result import RULES, Result
from macros.published.burden import Arranged, Burden, PublishedRound, arranged, burdens
from macros.published.formats import Table
from macros.published.shapes import (
    Due,
    PublishedBar,
    PublishedBody,
    PublishedMember,
    PublishedObjection,
    PublishedOutcome,
    PublishedPace,
    PublishedReport,
    PublishedYear,
    Statement,
    Term,
)
from macros.records.base import Gloss
from macros.records.bodies import Body, told
from macros.records.objections import Settled
from macros.records.plan import Plan, Responsibility
from macros.records.progress import HOW_TO_REPORT, Basis, Cause, Method, Report, State, Unavailable
from macros.records.project import Filing, Project
from macros.records.rounds import Asks
from macros.records.targets import Measure, Op, Period, Target


def _published(body: Body, project: Project, words: str) -> PublishedBody:
    index = project.index
    return PublishedBody(
        **dict(body),
        printed_in={name: [task.id for task in index.printed_in[name]] for name in body.names},
        tasks=[task.id for task in index.tasks_of[body.slug]],
        positions={task.id: index.positions[task.id, body.slug] for task in index.tasks_of[body.slug]},
        safeguards=[safeguard.id for safeguard in index.safeguards_of[body.slug]],
        partners={other.name: [task.id for task in tasks] for other, tasks in index.partners_of[body.slug]},
        told=words or None,
    )


def _status(report: Report) -> str | None:
    if report.target is None:
        return None
    if report.unavailable is not None:
        return report.unavailable.code
    return "P" if report.provisional else "A"


def _filed(filing: Filing, account: Account) -> PublishedReport:
    correction, withdrawal = account.correction_of(filing), account.withdrawal_of(filing)
    target = account.project.index.targets.get(filing.report.target or "")
    return PublishedReport(
        **(dict(filing.report) | {"published_on": account.published_on(filing.report)}),
        body=account.body(filing).name,
        reported_as=account.name(filing) if account.name(filing) != account.body(filing).name else None,
        year=filing.year,
        subject=account.subject(filing),
        figure=figure(target, filing.report) if target else None,
        verified=(verified(target, filing.report) or None) if target else None,
        counts=filing.report.id in account.standing.counting,
        corrected_by=correction.report.id if correction else None,
        withdrawn_by=withdrawal.report.id if withdrawal else None,
        page=f"{address_of(account.subject(filing))}#{filing.report.id}",
        obs_status=_status(filing.report),
    )


def _statement(filing: Filing, account: Account) -> Statement:
    report = filing.report
    return Statement(
        record=report.id,
        by=account.reporter(report),
        as_of=report.day,
        statement=report.statement or "",
        cause=report.cause,
        next=report.next,
    )


def _members(project: Project) -> list[PublishedMember]:
    return [
        PublishedMember(body=body.name, name=member.name, code=member.code)
        for body in project.bodies
        for member in body.members or ()
    ]


def _outcome(outcome: Outcome, account: Account) -> PublishedOutcome:
    return PublishedOutcome(
        target=outcome.target.id,
        page=address_of(outcome.target.id),
        promise=promise(outcome.target),
        outcome=outcome.result,
        label=outcome.result.label,
        sentence=outcome.sentence,
        reported=outcome.reported or None,
        as_of=outcome.as_of,
        statements=[_statement(filing, account) for filing in account.statements(outcome.target)] or None,
        pace=_pace(outcome, account),
    )


def _pace(outcome: Outcome, account: Account) -> PublishedPace | None:
    it = pace(outcome, account.project.plan.years)
    if it is None:
        return None
    return PublishedPace(
        as_of=it.day,
        days=it.passed,
        of_days=it.whole,
        reported=it.reported,
        promised=it.promised,
        words=it.words,
    )


def _years(account: Account) -> Iterator[PublishedYear]:
    for outcome in account.outcomes.values():
        for it in outcome.years:
            yield PublishedYear(
                target=outcome.target.id,
                year=it.year,
                record=it.report.id if it.report else None,
                records=[r.id for r in it.reading.reports] if it.reading and len(it.reading.reports) > 1 else None,
                figure=it.reading.shown if it.reading else None,
                as_of=it.reading.as_of if it.reading else None,
                met=it.met,
                word=it.word if outcome.target.yearly else None,
            )


def _bars(account: Account) -> Iterator[PublishedBar]:
    for target, outcome in account.outcomes.items():
        if drawn := chart(outcome):
            for bar in drawn.bars:
                yield PublishedBar(target=target, lines=drawn.lines, **asdict(bar))


def _dues(account: Account) -> Iterator[Due]:
    for body in account.project.bodies:
        for year in account.project.plan.years:
            it = account.body_years[body.slug, year]
            for item in it.due:
                yield Due(
                    body=body.name,
                    year=year,
                    task=item.task_id,
                    target=item.target.id if item.target else None,
                    reported=item.reported,
                    due_on=it.due_on,
                )


def _objection(case: Case) -> PublishedObjection:
    return PublishedObjection(
        **dict(case.objection),
        subject=case.subject or None,
        about=case.about,
        state=case.state,
        days=case.days,
        address=f"objections.html#{case.objection.id}",
    )


def _terms() -> Iterator[Term]:
    words: list[type[Gloss]] = [Op, Period, Measure, Result, State, Basis, Unavailable, Cause, Method, Settled, Asks]
    for enum in words:
        for gloss in enum:
            yield Term(
                kind=enum.__name__.lower(),
                word=gloss.value,
                label=gloss.label or None,
                code=gloss.code if isinstance(gloss, Unavailable) else None,
                meaning=gloss.meaning,
            )
    for kind, sentences in (("rule", RULES), ("pace", FORMULA), ("how_to_report", HOW_TO_REPORT)):
        for number, sentence in enumerate(sentences, start=1):
            yield Term(kind=kind, word=str(number), meaning=sentence)


def progress_table(account: Account) -> Table:
    """Every record, corrected and withdrawn ones too, newest first."""
    return Table(
        name="progress",
        title="报告记录（含更正、撤回和被更正、被撤回的）",
        shape=list[PublishedReport],
        rows=[_filed(filing, account) for filing in account.changes],
    )


def outcomes_table(account: Account) -> Table:
    """What became of each target."""
    return Table(
        name="outcomes",
        title="目标的结果与判定的句子",
        shape=list[PublishedOutcome],
        rows=[_outcome(outcome, account) for outcome in account.outcomes.values()],
    )


def burden_tables(account: Account) -> list[Table]:
    """What rounds ask of whom."""
    rounds, costs = burdens(account)
    told = list(arranged(account.project))
    return [
        Table(name="rounds", title="报送轮次和要填的格数", shape=list[PublishedRound], rows=rounds),
        Table(name="burden", title="各单位每轮要填的格数", shape=list[Burden], rows=costs),
        Table(name="reporting", title="填报安排（非方案原文）", shape=list[Arranged], rows=told),
    ]


def tables(account: Account) -> list[Table]:
    """Every table the site publishes."""
    project = account.project
    words = told(project.bodies)
    return [
        Table(name="plan", title="方案原文与结构", shape=Plan, rows=project.plan),
        Table(
            name="bodies",
            title="责任单位",
            shape=list[PublishedBody],
            rows=[_published(body, project, words[body.slug]) for body in project.bodies],
        ),
        Table(name="members", title="合称包括的单位", shape=list[PublishedMember], rows=_members(project)),
        Table(name="targets", title="目标指标", shape=list[Target], rows=project.targets),
        Table(
            name="responsibilities",
            title="任务与责任单位的对应关系",
            shape=list[Responsibility],
            rows=list(project.index.responsibilities),
        ),
        progress_table(account),
        outcomes_table(account),
        Table(name="years", title="目标逐年的报告", shape=list[PublishedYear], rows=list(_years(account))),
        Table(name="charts", title="目标报告图的尺寸", shape=list[PublishedBar], rows=list(_bars(account))),
        Table(name="dues", title="各单位逐年应报事项", shape=list[Due], rows=list(_dues(account))),
        *burden_tables(account),
        Table(
            name="objections",
            title="异议与答复",
            shape=list[PublishedObjection],
            rows=[_objection(case) for case in cases(account)],
        ),
        Table(name="terms", title="用词、判定规则与报告方法", shape=list[Term], rows=list(_terms())),
    ]
