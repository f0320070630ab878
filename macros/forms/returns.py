"""One returned file: what it is, whose form of which round it holds, and everything that is wrong with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from macros.forms.answers import Answer, Answers, answers
from macros.forms.book import Book, Sheet, opened
from macros.forms.convert import converted, soffice
from macros.forms.fault import Fault, fault
from macros.forms.guard import look
from macros.forms.heads import USE_FRESH, head_row
from macros.forms.layout import GUIDE, HEAD, MARKS, OTHERS, SHEET, VERSION
from macros.forms.pictures import Picture, pictures
from macros.forms.placed import changed_texts, placed
from macros.judged.account import Account
from macros.judged.asked import Form, forms, rounds
from macros.records.rounds import Round

_PRINTED = re.compile("(20[0-9]{2}-[a-z0-9-]+)/([a-z][a-z0-9-]*)/([0-9a-f]{12})")
_SAVE = "用 WPS 表格或 Excel 打开，点“文件—另存为”，文件类型选“Excel 文件（*.xlsx）”，再交一次"
_OF_FORM = {"deleted_row", "foreign_row", "changed_text", "no_column", "column", "head", "moved_head", "torn_row"}
"""Faults that only say that a form is an older one, where it is."""


@dataclass(frozen=True, kw_only=True)
class Returned:
    """One form in one file.

    Attributes:
        file: its path below the folder of returns.
        sheet: the name on the tab.
        form: as it is asked today.
        answers: by the request's id.
        reported_on: the date at the foot.
        signed: what stands at the foot, for the internal folder only.
        faults: what is wrong, questions and remarks among it.
        pictures: what lay in the file besides.
    """

    file: str
    sheet: str
    form: Form
    answers: Mapping[str, Answer]
    reported_on: datetime.date | None
    signed: Mapping[str, str]
    faults: tuple[Fault, ...]
    pictures: tuple[Picture, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether anything in it is answered."""
        return any(answer.touched for answer in self.answers.values())


@dataclass(frozen=True, kw_only=True)
class File:
    """One file of the folder: the forms in it, and what is wrong with the file itself."""

    name: str
    returned: tuple[Returned, ...] = ()
    faults: tuple[Fault, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is being collected, looked up by what a workbook says of itself.

    Attributes:
        account: the data as they are.
        round: the round that is collected.
    """

    account: Account
    round: Round
    _forms: dict[str, dict[str, Form]] = field(default_factory=dict)

    @cached_property
    def rounds(self) -> Mapping[str, Round]:
        """Every round, by id."""
        return {each.id: each for each in rounds(self.account)}

    def forms(self, name: str) -> Mapping[str, Form]:
        """The forms of a round, by slug."""
        if name not in self._forms:
            found = self.rounds.get(name)
            self._forms[name] = {form.slug: form for form in forms(self.account, found)} if found else {}
        return self._forms[name]


def read_file(raw: bytes, name: str, collected: Asked) -> File:
    """Read one file of the folder of returns.

    Args:
        raw: its bytes.
        name: its path below the folder.
        collected: what is asked.
    """
    looked = look(raw)
    if looked.faults:
        return File(name=name, faults=tuple(replace(each, file=name) for each in looked.faults))
    if looked.kind != "xlsx":
        end = name.rpartition(".")[2].lower()
        raw = converted(raw, end)
        if not raw:
            shown = f"（.{end}）" if end in ("xls", "et", "ods", "ett") else ""
            why = "这台电脑上的 LibreOffice 也没能打开" if soffice() else "这台电脑上没有能转换它的 LibreOffice"
            told = fault("old_format", f"这是旧格式的表格{shown}，{why}", _SAVE)
            return File(name=name, faults=(replace(told, file=name),))
        if again := look(raw).faults:
            return File(name=name, faults=tuple(replace(each, file=name) for each in again))
    book = opened(raw)
    if isinstance(book, Fault):
        return File(name=name, faults=(replace(book, file=name),))
    found = pictures(raw)
    read = tuple(_read(book, name, collected))
    faults = [each for each in read if isinstance(each, Fault)]
    faults += [_floating(picture) for picture in found if not picture.key]
    return File(
        name=name,
        returned=tuple(each for each in read if isinstance(each, Returned)),
        faults=tuple(replace(each, file=name) for each in faults),
        pictures=tuple(found),
    )


def _floating(picture: Picture) -> Fault:
    near = f"（在 {picture.cell} 附近）" if picture.cell else ""
    wrong = f"表里贴了图片或附件{near}，图片里的字不会登记"
    return replace(fault("floating", wrong, "已另存到内部文件夹；要登的字和数写到格子里"), blocks=False)


@dataclass(frozen=True)
class _Mark:
    """What a sheet says it is."""

    round: str
    slug: str
    edition: str
    layout: str = VERSION
    demo: str = ""


def _printed(sheet: Sheet) -> _Mark | None:
    """What is printed on a sheet, above the rows or at the foot of its pages."""
    texts = [cell.shown for (row, _), cell in sorted(sheet.cells.items()) if row < HEAD]
    found = next(filter(None, map(_PRINTED.search, [*texts, sheet.footer])), None)
    return _Mark(*found.groups()) if found else None


def _hidden(book: Book, title: str) -> _Mark | None:
    """What the hidden sheet says of a sheet, or of the only one; else what the document's properties say."""
    by_sheet: dict[str, dict[str, str]] = {}
    if sheet := book.sheet(MARKS):
        for row in sorted({row for row, _ in sheet.cells}):
            named, about, key, text = (sheet.at(row, column).shown for column in (1, 2, 3, 4))
            if not about:
                by_sheet.setdefault(named, {})[key] = text
    only = next(iter(by_sheet.values())) if len(by_sheet) == 1 else {}
    said = by_sheet.get(title) or only or book.said
    if not {"round", "form", "edition"} <= set(said):
        return None
    return _Mark(said["round"], said["form"], said["edition"], said.get("layout", ""), said.get("demo", ""))


def _read(book: Book, name: str, collected: Asked) -> Iterator[Returned | Fault]:
    """The forms in a workbook, and what is wrong with the workbook."""
    ours = {GUIDE, OTHERS, MARKS}
    marks = {sheet.title: _printed(sheet) for sheet in book.sheets if sheet.title not in ours}
    sheets = [sheet for sheet in book.sheets if marks.get(sheet.title) or sheet.title == SHEET]
    if not sheets:
        any_form = next(iter(collected.forms(collected.round.id).values()), None)
        sheets = [s for s in book.sheets if s.title not in ours and any_form and head_row(any_form, s)]
    if not sheets:
        shown = "、".join(f"“{sheet.title}”" for sheet in book.sheets[:4])
        wrong = f"这不是发下去的填报表：里面的工作表是{shown}"
        yield fault("no_form", wrong, "把数填到发下去的填报表里再交；不是报数的文件，移出这个文件夹")
        return
    for sheet in sheets:
        hidden = _hidden(book, sheet.title)
        mark = marks.get(sheet.title) or hidden
        if mark is None:
            wrong = "表里的标识没有了，认不出是哪个单位、哪一轮的表"
            yield Fault("", sheet.title, "", wrong, f"表头上面几行和隐藏的工作表不能删；{_ask_again()}", "no_mark")
            continue
        yield from _form(book, sheet, mark, hidden, name, collected)
    titles = {sheet.title for sheet in sheets}
    for sheet in book.sheets:
        if sheet.title not in ours | titles and any(not cell.empty for cell in sheet.cells.values()):
            wrong = "这张工作表不是填报表里的，里面的内容不会登记"
            yield Fault("", sheet.title, "", wrong, "要登的内容写到“填报表”里", "other_sheet", blocks=False)


def _ask_again() -> str:
    return "请填报单位用发下去的表重填一份"


def _form(
    book: Book, sheet: Sheet, mark: _Mark, hidden: _Mark | None, name: str, collected: Asked
) -> Iterator[Returned | Fault]:
    def whole(kind: str, wrong: str, remedy: str) -> Fault:
        return Fault("", sheet.title, "", wrong, remedy, kind)

    if hidden is not None and (hidden.round, hidden.slug) != (mark.round, mark.slug):
        wrong = "表头上印的单位或轮次与隐藏的标识不一致，像是把别的表复制了进来"
        yield whole("mixed", wrong, _ask_again())
        return
    now, known = collected.round, collected.rounds.get(mark.round)
    if known is None:
        yield whole("round", "这一轮没有在收：表上的轮次不认识", "核对是不是放错了文件；用这一轮发下去的表填")
        return
    if known.id != now.id:
        remedy = f"用“{now.title}”发下去的表填；确实是补报“{known.title}”的，运行 make intake ROUND={known.id}"
        yield whole("round", f"这是“{known.title}”的表，现在收的是“{now.title}”", remedy)
        return
    form = collected.forms(now.id).get(mark.slug)
    if form is None:
        wrong = "这一轮没有请这个单位填报：要报的都已由别的单位报告，或者单位变动过"
        yield whole("not_asked", wrong, "核对是不是放错了文件；不用填报的，移出这个文件夹")
        return
    demo = (hidden or mark).demo
    if demo and (demo == "true") is not form.demo:
        yield whole("demo", "演示用的表和正式的表混在了一起", "演示的表不能登记到正式数据，正式的表也不能登记到演示")
        return
    yield _returned(book, sheet, mark, form, name, collected)


def _returned(book: Book, sheet: Sheet, mark: _Mark, form: Form, name: str, collected: Asked) -> Returned:
    place = placed(form, sheet, book)
    place.faults += changed_texts(place)
    read: Answers = answers(place, collected.account.today)
    faults = list(read.faults)
    if mark.edition not in (form.edition, _as_issued(form, place.others).edition) or mark.layout != VERSION:
        faults = [each for each in faults if each.kind not in _OF_FORM]
        wrong = "这张表是旧的：发出以后，要填的内容改过"
        faults.append(Fault("", sheet.title, "", wrong, USE_FRESH, "edition"))
    if wrong := _other_name(form, name, collected):
        faults.append(Fault("", sheet.title, "", wrong, "核对是哪个单位的表；没有错就改正文件名", "other_body"))
    return Returned(
        file=name,
        sheet=sheet.title,
        form=form,
        answers=read.answers,
        reported_on=read.reported_on,
        signed=read.signed,
        faults=tuple(replace(each, file=name) for each in faults),
    )


def _as_issued(form: Form, others: Sequence[str]) -> Form:
    """The form before another body reported some of its rows."""
    if not others:
        return form
    back = [replace(request, reporter="") for request in form.shown if request.about in others and not request.arranged]
    goal = [request for request in (*form.asked, *back) if request.task is None]
    tasks = [request for request in (*form.asked, *back) if request.task is not None]
    number = {request.about: [int(part) for part in request.number.split(".")] for request in tasks}
    goal.sort(key=lambda request: int(request.number.rpartition(".")[2]))
    return replace(form, asked=[*sorted(tasks, key=lambda request: number[request.about]), *goal])


def _other_name(form: Form, name: str, collected: Asked) -> str:
    """Whose name the file carries where that is another one's; "" where it carries its own or none."""
    own = [form.name, form.title, *(() if form.member else (*form.body.names, *form.body.own_names))]
    if any(each in name for each in own):
        return ""
    for body in collected.account.project.bodies:
        members = [member.name for member in body.members or ()]
        for said in (*body.own_names, *members):
            # 报区科协.xlsx names whom it goes to.
            if re.search(f"(?<![报送给致呈]){re.escape(said)}", name) and said != form.body.name:
                return f"文件名写的是“{said}”，里面是“{form.title}”的表"
    return ""
