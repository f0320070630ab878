"""Everything that came back, in one run: faulty returns go back marked, good ones into the data, and who is missing.

Decided: a return is taken whole or not at all, and does not wait for others. What each member of a collective
reports is taken as it comes; the arithmetic counts the sum only when all members are in, and the list of who is
missing says which are not.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from macros.changes.compare import Pages
from macros.forms.gather import Gathered, gather
from macros.forms.internal import internal_files
from macros.forms.layout import file_of
from macros.forms.lists import Table, chase_list, fault_list, missing
from macros.forms.outbox import put
from macros.forms.preview import preview
from macros.forms.returns import Asked, Returned
from macros.forms.take import Source, taken, with_faults
from macros.forms.workbook import bytes_of
from macros.judged.asked import chosen
from macros.published.release import Release, release
from macros.records.private import private_folder
from macros.records.problem import DataError, Location, Problem, suggestion
from macros.records.rounds import Round
from macros.records.settings import settings
from macros.records.writing import finish, make_folder, write_files


@dataclass(frozen=True, kw_only=True)
class Options:
    """What one run works on.

    Attributes:
        root: the folder that holds data/ and docs/.
        progress: made-up records that take the place of data/progress.
        today: the day to judge on; the clock's where none is given.
        inbox: where what came back lies; never changed.
        outbox: where what goes back is put.
        internal: where names, telephones and pictures go.
        round: id or title of the round to collect; the newest whose day has come where none is given.
        body: full name or slug of the one body whose returns are taken; all where none is given.
        dry: write nothing.
        pages: shows a release's pages, so that the preview names those that change.
    """

    root: Path
    progress: Path | None = None
    today: datetime.date | None = None
    inbox: Path
    outbox: Path
    internal: Path
    round: str = ""
    body: str = ""
    dry: bool = False
    pages: Pages | None = None


@dataclass(frozen=True)
class Taken:
    """What one run found and did.

    Attributes:
        records: how many records are new, corrections among them.
        back: the names of the copies that go back.
        kept: files in the outbox that somebody had changed, and under which name they are kept.
        preview: what changes, in plain words.
        release: the data as they were.
        round: that was collected.
    """

    gathered: Gathered
    records: int
    missing: int
    back: tuple[str, ...]
    kept: tuple[str, ...]
    preview: str
    release: Release
    round: Round

    @property
    def faulty(self) -> int:
        """How many files have something that must be mended or answered first."""
        blocked = (
            [*file.faults, *(fault for each in file.returned for fault in each.faults)] for file in self.gathered.files
        )
        return sum(any(fault.blocks for fault in faults) for faults in blocked)


def _only(gathered: Gathered, wanted: str, collected: Asked) -> Gathered:
    """What came from one body; files that are nobody's stay out too."""
    if not wanted:
        return gathered
    project = collected.account.project
    body = next((body for body in project.bodies if wanted in (body.slug, *body.names, *body.own_names)), None)
    if body is None:
        names = [body.name for body in project.bodies]
        raise DataError([Problem(Location("--body"), f"没有单位“{wanted}”", suggestion(wanted, names))])
    files = [
        replace(file, returned=mine)
        for file in gathered.files
        if (mine := tuple(each for each in file.returned if each.form.body.slug == body.slug))
    ]
    return Gathered(tuple(files))


def _again(gathered: Gathered, returns: list[Returned]) -> Gathered:
    """The same files with what the rules said of the forms in them."""
    by_place = {(each.file, each.sheet): each for each in returns}
    files = [
        replace(file, returned=tuple(by_place.get((each.file, each.sheet), each) for each in file.returned))
        for file in gathered.files
    ]
    return Gathered(tuple(files), gathered.skipped)


def marks(each: Returned) -> dict[tuple[str, str], str]:
    """The comments of a fresh copy, by its cells: what is wrong and what to write."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    first = each.form.asked[0].about
    for fault in each.faults:
        if not (fault.blocks or fault.asks):
            continue
        known = fault.about in each.form.by_about and fault.key in each.form.by_about[fault.about].cells
        foot = not fault.about and fault.key
        place = (fault.about, fault.key) if known or foot else (fault.about or first, "value")
        place = place if place[0] in each.form.by_about or foot else (first, "value")
        whole = "" if known or foot else "整张表："
        asks = "请核对：" if fault.asks else ""
        found[place].append(f"{whole}{asks}{fault.wrong}。\n怎样改：{fault.remedy}。")
    return {place: "\n".join(dict.fromkeys(said)) for place, said in found.items()}


def _copy(each: Returned) -> bytes:
    """A fresh form with what was written in the returned one, and its faults marked."""
    filled = {
        (about, key): answer.shown.get(key, "")
        for about, answer in each.answers.items()
        for key in answer.request.cells
    }
    filled |= {("", label): text for label, text in each.signed.items()}
    return bytes_of(each.form, filled=filled, marked=marks(each))


def copies(gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    """Each return with something to mend or to look at, as a fresh copy; twice the same name gets a number."""
    used: dict[str, int] = defaultdict(int)
    for each in gathered.returned:
        if any(fault.blocks or fault.asks for fault in each.faults):
            name = file_of(each.form)
            used[name] += 1
            number = used[name]
            yield (name if number == 1 else name.replace(".xlsx", f"-{number}.xlsx")), _copy(each)


def _lists(tables: list[Table], day: datetime.date) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for table in tables:
        made[f"{table.title}.xlsx"] = table.workbook(day)
        made[f"{table.title}.txt"] = table.text.encode()
    return made


def _done(gathered: Gathered) -> Mapping[str, frozenset[str]]:
    """What returns without blocking faults answer, by slug of the form."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in gathered.returned:
        if not any(fault.blocks for fault in each.faults):
            found[each.form.slug] |= {about for about, answer in each.answers.items() if answer.touched}
    return {slug: frozenset(abouts) for slug, abouts in found.items()}


def intake(options: Options) -> Taken:
    """Read all that came back, and write what goes back and what is taken.

    Raises:
        DataError: the data themselves have problems, or the system refused something; nothing is taken.
    """
    root = options.root
    finish(root)
    if options.progress and not options.progress.is_relative_to(root):
        finish(options.progress)
    private_folder(options.internal, root)
    told = settings(root)
    before = release(
        root, progress=options.progress, today=options.today, site_url=told.site_url, imprint=told.extra.imprint
    )
    account = before.account
    collected = Asked(account, chosen(account, options.round or None))
    if not options.dry:
        make_folder(options.inbox)
    gathered = _only(gather(options.inbox, collected), options.body, collected)
    source = Source(root, options.progress, account.project, frozenset(before.past.versions))
    good = [each for each in gathered.returned if not any(fault.blocks for fault in each.faults)]
    made, faults = taken(source, good, account.today)
    gathered = _again(gathered, with_faults(gathered.returned, faults))
    absent = list(missing(collected, gathered, _done(gathered)))
    demo = account.project.demo
    lists = [fault_list(gathered, demo), chase_list(absent, collected, demo)]
    words = preview(before, source, made, options.pages)
    back = dict(copies(gathered))
    kept: list[str] = []
    if not options.dry:
        _internal(options.internal, gathered, collected)
        shown = {"变化预览.txt": ("\ufeff" + words.replace("\n", "\r\n")).encode()}
        kept = put(options.outbox, {**back, **_lists(lists, account.today), **shown})
        write_files(source.base, made.files)
    return Taken(gathered, len(made.came), len(absent), tuple(back), tuple(kept), words, before, collected.round)


def _internal(folder: Path, gathered: Gathered, collected: Asked) -> None:
    files = internal_files(gathered, collected.round.id)
    if files:
        make_folder(folder)
        write_files(folder, files)
