"""What a returned form answers: every cell read by its column, every row held to what it asks.

A row that nobody touched is no answer and no fault. What is wrong is never called missing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from macros.forms.book import named
from macros.forms.days import day
from macros.forms.fault import Fault
from macros.forms.heads import Placed
from macros.forms.placed import label_of
from macros.forms.seen import Said, Seen, choice, figure
from macros.forms.words import evidence_wrong, words
from macros.judged.asked import Request
from macros.judged.cells import COUNTED, FIRST, KEYS, Cell, Kind, answer
from macros.records.targets import number

NO_FIGURE = ("未统计", "不涉及", "暂无官方数据")
_NOT = Cell()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One row as it came back.

    Attributes:
        texts: what each cell says, by key, in the words of macros/judged/cells.py; empty ones left out, and
            so are those that cannot be read.
        shown: what each cell showed, by key, for a fresh copy.
        places: each cell's name, by key.
        touched: somebody wrote or chose something here.
    """

    request: Request
    texts: Mapping[str, str]
    shown: Mapping[str, str]
    places: Mapping[str, str]
    touched: bool


@dataclass(kw_only=True)
class Answers:
    """One form as it came back.

    Attributes:
        reported_on: the date at its foot; None where it is not there or not readable.
        signed: what stands at the foot, by label: for the internal folder only.
    """

    placed: Placed
    answers: dict[str, Answer] = field(default_factory=dict)
    reported_on: datetime.date | None = None
    signed: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def tell(self, said: Said, cell: str, about: str = "", key: str = "") -> None:
        """Add a fault of a cell."""
        title = self.placed.sheet.title
        told = Fault("", title, cell, said.wrong, said.remedy, said.kind, write=said.write, about=about, key=key)
        self.faults.append(told)


def answers(placed: Placed, today: datetime.date) -> Answers:
    """Read every cell that the form asks for.

    Args:
        placed: where the cells are.
        today: nothing is reported after it.
    """
    found = Answers(placed=placed, faults=list(placed.faults))
    _foot(found, today)
    for about, row in placed.rows.items():
        request = placed.form.by_about[about]
        read, wrong = _read(found, request, row)
        found.answers[about] = read
        if read.touched:
            for key, said in _row_faults(read, wrong, today, found.reported_on):
                found.tell(said, read.places.get(key, named((row, 1))), about, key)
    if found.reported_on is None and any(read.touched for read in found.answers.values()):
        _date_is_needed(found)
    return found


def _foot(found: Answers, today: datetime.date) -> None:
    for label, place in found.placed.foot.items():
        cell = found.placed.sheet.at(*place)
        if cell.empty:
            continue
        if label_of(cell.shown) == label:
            text = re.sub(rf"^\s*{label}\s*[:：]\s*", "", cell.shown)
            cell = Seen(text, text, "s")
        found.signed[label] = cell.shown.strip()
        if label != "日期":
            continue
        read = day(cell)
        if isinstance(read, Said):
            found.tell(read, named(place), "", label)
        elif read > today:
            found.tell(Said("future", f"填报日期 {read} 还没有到", "写实际填报的日期"), named(place), "", label)
        else:
            found.reported_on = read


def _date_is_needed(found: Answers) -> None:
    place = found.placed.foot.get("日期")
    if place and found.placed.sheet.at(*place).empty:
        found.tell(Said("no_report_day", "没有写填报日期", "写填这张表的日期，如 2026-01-15"), named(place), "", "日期")


def _cell(cell: Seen, asked: Cell, key: str, request: Request) -> str | Said:
    """One cell's words, or what is wrong with it; the cell is not empty."""
    if key == "as_of":
        read = day(cell)
        return read if isinstance(read, Said) else read.isoformat()
    if asked.digits:
        target = request.target
        unit = (target.unit if target else None) or ("%" if request.kind is Kind.BENCHMARK else "个")
        percent = request.kind is Kind.BENCHMARK or unit == "%"
        value: Decimal | Said = figure(cell, unit, whole=not percent, percent=percent)
        return value if isinstance(value, Said) else number(value)
    if asked.options:
        return choice(cell, asked.options)
    return words(cell)


def _read(found: Answers, request: Request, row: int) -> tuple[Answer, Mapping[str, Said]]:
    placed = found.placed
    texts: dict[str, str] = {}
    shown: dict[str, str] = {}
    places: dict[str, str] = {}
    wrong: dict[str, Said] = {}
    for key, asked in request.cells.items():
        column = placed.columns.get(key, 0)
        if not column:
            continue
        places[key] = named((row, column))
        cell = placed.sheet.at(row, column)
        if cell.empty:
            continue
        shown[key] = cell.shown.strip()
        read = _cell(cell, asked, key, request)
        if isinstance(read, Said):
            wrong[key] = read
        elif read:
            texts[key] = read
    given = {key: asked.given for key, asked in request.cells.items()}
    touched = bool(wrong) or any(text != given[key] for key, text in texts.items())
    if touched and not wrong and request.current is not None:
        touched = bool(differing(request, texts))
    touched = _misplaced(found, request, row) or touched
    return Answer(request=request, texts=texts, shown=shown, places=places, touched=touched), wrong


def differing(request: Request, texts: Mapping[str, str]) -> list[str]:
    """The cells in which a row says something else than the recipient's own record of the round.

    What a cell held before anybody wrote says nothing: a record without `basis` is told by 本年新增 too.
    """
    assert request.current is not None
    said = answer(request.kind, request.current.report)
    return [
        key
        for key, cell in request.cells.items()
        if texts.get(key, "") != said.get(key, "") and (key in said or texts.get(key, "") != cell.given)
    ]


def _misplaced(found: Answers, request: Request, row: int) -> bool:
    """Whether something stands where this row asks for nothing; it is told."""
    told = False
    for key in KEYS:
        column = found.placed.columns.get(key, 0)
        shown = found.placed.sheet.at(row, column).shown.strip()[:20] if column else ""
        if shown and shown != "—" and key not in request.cells:
            wrong = f"这一行的这一列不填，写的“{shown}”不会登记"
            said = Said("misplaced", wrong, "清空这一格；要说的话写在“进展情况”里")
            found.tell(said, named((row, column)), request.about, "value")
            told = True
    return told


def _row_faults(
    answer: Answer, wrong: Mapping[str, Said], today: datetime.date, reported_on: datetime.date | None
) -> Iterator[tuple[str, Said]]:
    """Everything that is wrong with one answered row, by the key of the cell."""
    yield from wrong.items()
    request, texts = answer.request, answer.texts
    status = texts.get("status", "")
    none = status in NO_FIGURE

    def lacks(key: str) -> bool:
        return key in request.cells and key not in texts and key not in wrong

    if lacks("status"):
        options = "、".join(request.cells["status"].options)
        yield "status", Said("no_status", "没有选有没有数", f"从下拉列表选一个：{options}")
    if none:
        for key in ("value", "second"):
            if key in texts or key in wrong:
                said = f"选了“{status}”，又写了数“{answer.shown.get(key, '')}”"
                yield key, Said("figure_without_status", said, f"有数就把“有没有数”改选“{COUNTED}”；没有数就清空这一格")
        if lacks("why"):
            yield "why", Said("no_reason", f"选了“{status}”，没有写原因", "写明为什么没有数")
    else:
        yield from _needed(answer, lacks)
    if lacks("as_of"):
        yield "as_of", Said("no_day", "没有写截至日期", f"写数是哪一天的，如 {request.as_of.isoformat()}")
    if lacks("evidence"):
        remedy = "写材料的名称或文号，能公开的加网址；没有依据的数不登"
        yield "evidence", Said("no_evidence", "没有写佐证材料", remedy)
    if "evidence" in texts and (said_of := evidence_wrong(texts["evidence"])):
        yield "evidence", said_of
    if "cause" in texts and not ({"progress", "problem"} & {*texts, *wrong}):
        yield "progress", Said("no_words", "选了原因类别，没有写说明", "在“进展情况”或“存在问题”里写一句说明")
    if "as_of" in texts:
        yield from _days(answer, datetime.date.fromisoformat(texts["as_of"]), today, reported_on)


def _needed(answer: Answer, lacks: Callable[[str], bool]) -> Iterator[tuple[str, Said]]:
    request = answer.request
    target = request.target
    if lacks("value"):
        if request.kind is Kind.STATE:
            yield "value", Said("no_value", "没有选进展的状态", "从下拉列表选：未开展、推进中或已完成")
        elif request.kind is Kind.HELD:
            yield (
                "value",
                Said(
                    "no_value",
                    "没有选是否举办",
                    "从下拉列表选：已举办或未举办；没有统计的，“有没有数”选“未统计”并写原因",
                ),
            )
        else:
            remedy = "写数，是零写 0；没有数的，“有没有数”选“未统计”“不涉及”或“暂无官方数据”，并写原因"
            yield "value", Said("no_value", "这一行填了别的，没有写数", remedy)
    if lacks("second"):
        what = "总数（应覆盖的有多少）" if request.kind is Kind.COVERAGE else "对照的数（如全省平均）"
        yield "second", Said("no_second", f"没有写{what}", f"写{what}")
    if lacks("scope"):
        options = "或".join(f"“{word}”" for word in request.cells["scope"].options)
        yield "scope", Said("no_scope", "没有选这个数是谁的", f"从下拉列表选{options}")
    if request.cells.get("basis", _NOT).needed and lacks("basis"):
        options = "或".join(f"“{word}”" for word in request.cells["basis"].options)
        yield "basis", Said("no_basis", "没有选从哪天算起", f"从下拉列表选{options}")
    if request.kind is Kind.STATE and lacks("progress"):
        yield "progress", Said("no_words", "选了状态，没有写进展情况", "写一句做了什么；还没有开展的，写为什么")
    if request.kind is Kind.COVERAGE and {"value", "second"} <= set(answer.texts) and target:
        covered, total = Decimal(answer.texts["value"]), Decimal(answer.texts["second"])
        if total == 0:
            yield (
                "second",
                Said("zero_total", "总数不能是 0", "写实际的总数；没有要覆盖的，“有没有数”选“不涉及”并写原因"),
            )
        elif covered > total:
            wrong = f"已覆盖的 {number(covered)} 大于总数 {number(total)}"
            yield "value", Said("above_total", wrong, "核对两个数：前面写已覆盖的，后面写总数")


def _days(
    answer: Answer, as_of: datetime.date, today: datetime.date, reported_on: datetime.date | None
) -> Iterator[tuple[str, Said]]:
    request = answer.request
    if as_of > today:
        yield "as_of", Said("future", f"截至日期 {as_of} 还没有到", "写数实际是哪一天的")
    elif as_of.year != request.year or as_of > request.as_of:
        remedy = f"写 {request.as_of} 或者当年更早的一天；填报的日期写在表下面的“日期”里"
        yield (
            "as_of",
            Said("day_outside", f"截至日期 {as_of} 不在这一轮（{request.as_of.year} 年，到 {request.as_of}）", remedy),
        )
    elif reported_on and reported_on < as_of:
        yield "as_of", Said("day_order", f"截至日期 {as_of} 在填报日期 {reported_on} 之后", "核对两个日期")


def is_figure(answer: Answer) -> bool:
    """Whether the row says a figure (or that an event was held), not that there is none."""
    return answer.texts.get("status", COUNTED) in (COUNTED, FIRST) and "value" in answer.texts
