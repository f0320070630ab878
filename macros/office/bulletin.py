"""The bulletin of a round: what it asked, what came, what changed, who has not reported; all from one release.

It says nothing that the release does not; what an office adds (number, addressee, signature, day) is taken from
the settings or left blank.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from macros.changes.compare import compare
from macros.changes.shapes import Change, Changes, Kind
from macros.forms.intake import Options, Taken
from macros.issued.split import numeral
from macros.judged.asked import Form, Request, chosen, forms, rounds
from macros.judged.judge import promise
from macros.office.keep import keep
from macros.office.word import Blank, Block, Grid, Heading, Paragraph, Text, docx
from macros.published.release import Release, release, without
from macros.records.problem import DataError
from macros.records.rounds import Asks, Round
from macros.records.settings import Letter, settings

FOLDER = "通报"
DEMO = "演示数据（虚构），与实际工作无关"
_CAME = (Kind.NEW, Kind.LATER, Kind.UNAVAILABLE, Kind.STATE, Kind.CORRECTION, Kind.WITHDRAWAL)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a round is.

    Attributes:
        next_on: the day of the round after it; None where there is none.
        since: the last day that belongs to the round before.
        came: what came with it.
    """

    round: Round
    since: datetime.date
    next_on: datetime.date | None
    forms: Sequence[Form]
    came: Changes


def chinese(day: datetime.date) -> str:
    """A day as official texts write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def standing(release: Release, asked: Round) -> Standing:
    """What came with a round: reports of its days, and whatever was reported from its day to the next round's."""
    all_of = rounds(release.account)
    before = [it.as_of for it in all_of if it.as_of < asked.as_of]
    since = max([datetime.date(asked.year - 1, 12, 31), *(day for day in before if day.year == asked.year)])
    next_on = min((it.as_of for it in all_of if it.as_of > asked.as_of), default=None)
    came = [
        filing.report.id
        for filing in release.account.project.filings
        for report in [filing.report]
        if (since < report.day <= asked.as_of and filing.year == asked.year)
        or (report.reported_on >= asked.as_of and (next_on is None or report.reported_on < next_on))
    ]
    changes = compare(without(release, came), release)
    return Standing(round=asked, since=since, next_on=next_on, forms=forms(release.account, asked), came=changes)


def _open(form: Form) -> list[Request]:
    return [request for request in form.asked if request.current is None]


def _numbered(changes: Iterable[Change]) -> Iterator[Paragraph]:
    for number, change in enumerate(changes, start=1):
        yield Paragraph(f"{number}．{change.words.rstrip('。')}。")


def _asked(it: Standing) -> Iterator[Block]:
    asked, day, due = it.round, chinese(it.round.as_of), chinese(it.round.due_on)
    if any(form.derived for form in it.forms):
        yield Paragraph(f"没有另行安排轮次。按网站公布的规则，{asked.title}应报的事项截至{day}，{due}以前报送。")
    else:
        yield Paragraph(f"本轮要求报送{asked.asks.label}，截至{day}，{due}以前报送。")
    meaning = asked.asks.meaning if asked.asks is not Asks.STATES else asked.asks.label
    rows, cells = sum(len(form.asked) for form in it.forms), sum(form.needed for form in it.forms)
    yield Paragraph(f"要报的是：{meaning}。共 {len(it.forms)} 张表、{rows} 项，要填的格 {cells} 个。")
    if arranged := next((form.arranged for form in it.forms if form.arranged), ""):
        yield Paragraph(f"哪个单位报哪一项，是{arranged}。")
    else:
        yield Paragraph("没有安排哪个单位报哪一项：任务列出的责任单位都可以报，别的单位已经报了的数不再要求。")


def _came(it: Standing, today: datetime.date) -> Iterator[Block]:
    total = sum(len(form.asked) for form in it.forms)
    left = sum(len(_open(form)) for form in it.forms)
    yield Paragraph(f"到{chinese(today)}，{total} 项中已报 {total - left} 项，未报 {left} 项。")
    if it.forms:
        rows = []
        for form in it.forms:
            open_ = len(_open(form))
            rows.append([form.title, str(len(form.asked)), str(len(form.asked) - open_), str(open_)])
        yield Grid(["单位", "应报", "已报", "未报"], rows, [9, 2, 2, 2])
    until = f"、{chinese(it.next_on)}以前" if it.next_on else ""
    window = f"{chinese(it.since + datetime.timedelta(days=1))}至{chinese(it.round.as_of)}的情况"
    if it.came.of(*_CAME):
        yield Paragraph(f"下面是说明{window}的报告，和{chinese(it.round.as_of)}起{until}报来的其他报告。")
        for number, kind in enumerate([kind for kind in _CAME if it.came.of(kind)], start=1):
            yield Heading(f"（{numeral(number)}）{kind.label}", 2)
            yield from _numbered(it.came.of(kind))
    else:
        yield Paragraph(f"没有说明{window}的报告，{chinese(it.round.as_of)}起{until}也没有别的报告。")


def _changed(it: Standing, release: Release) -> Iterator[Block]:
    told = [(kind, it.came.of(kind)) for kind in (Kind.OUTCOME, Kind.TASK, Kind.STATEMENT) if it.came.of(kind)]
    if it.came.totals:
        yield Paragraph(f"把上面的报告算进去，{it.came.totals}。")
    elif not told:
        yield Paragraph("把上面的报告算进去，没有结果发生变化。")
    for number, (kind, changes) in enumerate(told, start=1):
        yield Heading(f"（{numeral(number)}）{kind.label}", 2)
        if kind is Kind.OUTCOME:  # the sentences stand once, in the table of all targets
            outcomes = release.account.outcomes
            changes = [replace(it, words=it.words.removesuffix(f"：{outcomes[it.about].sentence}")) for it in changes]
        yield from _numbered(changes)


def _groups(it: Standing) -> Iterator[tuple[str, Sequence[Request]]]:
    """Who has not reported what; members of a body of whom the same is missing stand together."""
    found: dict[tuple[str, tuple[str, ...]], list[Form]] = {}
    for form in it.forms:
        if missing := _open(form):
            found.setdefault((form.body.slug, tuple(one.about for one in missing)), []).append(form)
    for alike in found.values():
        first = alike[0]
        names = "、".join(form.member.name for form in alike if form.member)
        each = f"（{names}，各 {len(_open(first))} 项）" if len(alike) > 1 else f"（{names}）" if names else ""
        yield f"{first.body.name}{each}" if names else first.title, _open(first)


def _missing(it: Standing, today: datetime.date) -> Iterator[Block]:
    late = max(0, (today - it.round.due_on).days)
    rows = [
        [title, str(len(found)), "；".join(f"{one.number} {name(one)}" for one in found)]
        for title, found in _groups(it)
    ]
    if not rows:
        yield Paragraph("没有还没有报的事项。")
        return
    over = f"已过 {late} 天" if late else "还没有到期"
    yield Paragraph(f"报送的期限是{chinese(it.round.due_on)}，到{chinese(today)}{over}。只列没有报的事项，不作评价。")
    yield Grid(["单位", "未报", "事项"], rows, [8, 3, 18])


def name(request: Request) -> str:
    """What a request asks for, in few words."""
    return request.target.name if request.target else f"{request.task.title}（进展）" if request.task else ""


def _outcomes(release: Release) -> Grid:
    index = release.account.project.index
    rows = []
    for outcome in release.account.outcomes.values():
        task = index.tasks.get(outcome.target.task)
        owner = f"任务{task.number}" if task else "主要目标"
        said = outcome.sentence.rstrip("。")
        rows.append([f"{owner} {outcome.target.name}", promise(outcome.target), outcome.result.label, f"{said}。"])
    return Grid(["指标", "承诺", "结果", "判定的句子"], rows, [3, 3, 2, 8])


def bulletin(release: Release, asked: Round, letter: Letter) -> Text:
    """The bulletin of a round as a text.

    Args:
        release: whose figures.
        asked: one of the release's rounds.
        letter: what the office sets; what is absent is a blank.
    """
    stamp, it = release.stamp, standing(release, asked)
    plan = release.account.project.plan.document.title
    edition = [f"版本 {stamp.commit}"] if stamp.commit else []
    edition += [f"数据截至{chinese(stamp.data_as_of)}" if stamp.data_as_of else "尚无报告"]
    parts = [
        ("本轮要报的事项", _asked(it)),
        ("报来的情况", _came(it, stamp.today)),
        ("变化", _changed(it, release)),
        ("还没有报的", _missing(it, stamp.today)),
        ("全部目标的结果", iter([_outcomes(release)])),
    ]
    blocks: list[Block] = [
        Paragraph(f"{letter.to.rstrip('：:')}：") if letter.to else Blank("主送单位"),
        Paragraph(f"现将《{plan}》{asked.title}的报送情况通报如下。"),
        Paragraph(
            f"各项数字和判定的句子取自同一版本的数据（{'，'.join(edition)}），按{chinese(stamp.today)}的情况判定。"
        ),
    ]
    for number, (heading, inner) in enumerate(parts, start=1):
        blocks += [Heading(f"{numeral(number)}、{heading}"), *inner]
    blocks.append(Paragraph(letter.by, last=True) if letter.by else Blank("发文机关署名", last=True))
    blocks.append(Paragraph(letter.day, last=True) if letter.day else Blank("成文日期", last=True))
    return Text(
        title=f"《{plan}》{asked.title}报送情况通报",
        above=[Paragraph(letter.number, last=True) if letter.number else Blank("发文字号", last=True)],
        blocks=blocks,
        mark=DEMO if stamp.demo else "",
        timestamp=stamp.timestamp,
    )


def write(folder: Path, release: Release, asked: Round, letter: Letter) -> Path:
    """Write the bulletin of a round into a folder; returns where it is. One that people have edited stays.

    Raises:
        DataError: the system refused it.
    """
    name = f"{asked.title}报送情况通报{'（演示）' if release.stamp.demo else ''}.docx"
    return keep(folder, name, docx(bulletin(release, asked, letter)))


def announce(root: Path, to: Path | None, progress: Path | None, today: datetime.date | None, name: str | None) -> Path:
    """Write the bulletin of the data as they are now; returns where it is.

    Args:
        root: the project.
        to: the folder; one below the project where none is given.
        progress: made-up records to take instead of the project's.
        today: the day to judge on.
        name: a round's id or title; the current one's where none is given.

    Raises:
        DataError: the data have problems, there is no such round, or the system refused the file.
    """
    made = release(root, progress=progress, today=today)
    folder = to or root / (f"{FOLDER}-演示" if progress else FOLDER)
    return write(folder, made, chosen(made.account, name), settings(root).extra.letter)


def after_intake(found: Taken, options: Options) -> Iterator[str]:
    """Write the bulletin after an intake that is all well, and say where it is; the records are taken in already."""
    if found.faulty or options.dry or not found.gathered.files:
        return
    try:
        yield f"通报已写好：{announce(options.root, None, options.progress, options.today, found.round.id)}"
    except DataError as error:
        yield f"{error}\n数已经登记，没有写通报。"
