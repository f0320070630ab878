"""Returns without faults into the data: made beside, held to every rule, and only then written, all or none.

A return is taken whole or not at all; that another one is faulty does not keep it. What a rule says of a
record that came from a cell is told at that cell.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from macros.forms.doubts import CONFIRM
from macros.forms.entries import FIELDS, entry
from macros.forms.fault import Fault
from macros.forms.layout import columns
from macros.forms.returns import Returned
from macros.forms.yaml_out import lines_of, new_file, with_field, with_records
from macros.records.load import PROGRESS
from macros.records.problem import DataError, Problem
from macros.records.project import Project
from macros.rules.checked import held

_COPIED = ("data", "docs", "mkdocs.yml")
"""What the rules read."""


@dataclass(frozen=True)
class Source:
    """The data that returns go into.

    Attributes:
        root: the folder that holds data/ and docs/.
        progress: made-up records that take the place of data/progress; None for the real ones.
        project: both, as loaded and held to every rule.
        used: every id that was ever published, whether it still stands or not.
    """

    root: Path
    progress: Path | None
    project: Project
    used: Collection[str]

    @property
    def base(self) -> Path:
        """The folder that names of files are below, and below which they are written."""
        inside = self.progress is None or self.progress.is_relative_to(self.root)
        return self.root if inside else self.progress or self.root

    @property
    def folder(self) -> str:
        """The folder of progress, below `base`; "" where it is the base itself."""
        if self.progress is None:
            return PROGRESS
        place = self.progress.relative_to(self.base).as_posix()
        return "" if place == "." else place

    def name(self, year: int, slug: str) -> str:
        """A progress file's name below `base`."""
        return f"{self.folder}/{year}/{slug}.yml".lstrip("/")


@dataclass
class Draft:
    """What returns come to as files.

    Attributes:
        files: name below the base to content; only files that change.
        came: the return and the request of each record that is new or confirmed, by its id.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    came: dict[str, tuple[Returned, str]] = field(default_factory=dict)


def draft(source: Source, returns: Sequence[Returned]) -> Draft:
    """The files that returns without faults change; the same return twice adds nothing."""
    made = Draft()
    used = {*source.used, *(filing.report.id for filing in source.project.filings)}
    new: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    confirmed: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for each in sorted(returns, key=lambda each: (each.form.slug, each.file)):
        for about, answer in each.answers.items():
            if not answer.touched or each.reported_on is None or (each.form.slug, about) in seen:
                continue
            seen.add((each.form.slug, about))
            change = entry(each.form, answer, each.reported_on)
            if change is None:
                continue
            key = (answer.request.year, each.form.body.slug)
            if change.record is None:
                confirmed[key].append((change.confirms, change.confirmed))
                made.came[change.confirms] = (each, about)
                continue
            name = _free(f"{answer.request.year}-{each.form.slug}-{about}", used)
            used.add(name)
            made.came[name] = (each, about)
            new[key].append({"id": name, **change.record})
    for year, slug in sorted({*new, *confirmed}):
        name = source.name(year, slug)
        path = source.base / name
        old = path.read_bytes() if path.is_file() else None
        records = new[year, slug]
        if old is None:
            body = source.project.index.bodies[slug].name
            made.files[name] = new_file(body, records, demo=source.project.demo)
            continue
        for record, words in confirmed[year, slug]:
            old = with_field(old, record, "confirmed", words)
        made.files[name] = with_records(old, records) if records else old
    return made


def _free(name: str, used: Collection[str]) -> str:
    """The name, or with the first number behind it that was never used."""
    if name not in used:
        return name
    number = 2
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"


@contextlib.contextmanager
def tried(source: Source, files: Mapping[str, bytes]) -> Iterator[tuple[Path, Path | None]]:
    """A copy of what the rules read, with the files in it: its root, and its folder of made-up records."""
    with tempfile.TemporaryDirectory(prefix="intake-") as name:
        root = Path(name, "project")
        for part in _COPIED:
            place = source.root / part
            if place.is_dir():
                shutil.copytree(place, root / part, symlinks=True)
            elif place.is_file():
                shutil.copy(place, root / part)
        progress = None
        base = root
        if source.progress is not None:
            inside = source.base == source.root
            base = root if inside else Path(name, "made-up", "progress")
            progress = base / source.folder
            shutil.copytree(source.progress, progress, symlinks=True)
            for beside in source.progress.parent.glob("*.yml"):
                shutil.copy(beside, progress.parent / beside.name)
        for file, content in files.items():
            place = base / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        yield root, progress


def _problems(source: Source, files: Mapping[str, bytes], today: datetime.date) -> list[Problem]:
    with tried(source, files) as (root, progress):
        try:
            held(root, progress, today)
        except DataError as error:
            return error.problems
    return []


def taken(source: Source, returns: Sequence[Returned], today: datetime.date) -> tuple[Draft, list[Fault]]:
    """The files that can be written, and what the rules say of the returns that cannot be taken.

    Args:
        source: the data, which hold to every rule.
        returns: returns without blocking faults.
        today: the day to judge on.
    """
    left: list[Returned] = list(returns)
    faults: list[Fault] = []
    while left:
        made = draft(source, left)
        if not made.files:
            return made, faults
        problems = _problems(source, made.files, today)
        if not problems:
            return made, faults
        told = _at_cells(source, made, problems)
        if not told:  # said of a place that no return wrote: found by trying one at a time
            told = _alone(source, left, today)
        faults += told
        blamed = {(fault.file, fault.sheet) for fault in told}
        left = [each for each in left if (each.file, each.sheet) not in blamed]
    return Draft(), faults


def _alone(source: Source, returns: Sequence[Returned], today: datetime.date) -> list[Fault]:
    """The first return with which the ones before it do not hold to the rules."""
    for number, each in enumerate(returns, start=1):
        made = draft(source, returns[:number])
        if problems := _problems(source, made.files, today):
            wrong = _words(each, problems[0].wrong)
            remedy = "核对这张表和以前报的数；看不明白的，把这句话发给管理员"
            return [Fault(each.file, each.sheet, "", wrong, remedy, "rule")]
    raise DataError(_problems(source, draft(source, returns).files, today))


def _at_cells(source: Source, made: Draft, problems: Sequence[Problem]) -> list[Fault]:
    """Each problem at the cell that its record's field was written in."""
    folder = {name: content.decode("utf-8-sig").replace("\r\n", "\n") for name, content in made.files.items()}
    spans = {name: list(lines_of(text)) for name, text in folder.items()}
    found = []
    for problem in problems:
        name = next((name for name in folder if problem.at.file in (name, name.removeprefix(f"{source.folder}/"))), "")
        record = next((r for first, behind, r in spans.get(name, ()) if first <= problem.at.line < behind), "")
        if record not in made.came:
            record = next((r for r in made.came if re.search(f"{re.escape(r)}(?![a-z0-9-])", str(problem))), "")
        if not record:
            continue
        each, about = made.came[record]
        line = folder[name].split("\n")[problem.at.line - 1] if name else ""
        key = re.match(r"\s*(?:- )?([a-z_]+):", line)
        found.append(_told(each, about, FIELDS.get(key.group(1), "value") if key else "value", problem))
    return list(dict.fromkeys(found))


def _told(each: Returned, about: str, key: str, problem: Problem) -> Fault:
    answer = each.answers[about]
    key = key if key in answer.places else "value"
    asks = "请核对" in problem.wrong or "confirmed:" in problem.remedy
    remedy = CONFIRM if asks else "核对后改正这一格；看不明白的，把这句话发给管理员"
    return Fault(
        each.file,
        each.sheet,
        answer.places.get(key, ""),
        _words(each, problem.wrong.removesuffix("，请核对")),
        remedy,
        "rule",
        asks=asks,
        about=about,
        key=key,
    )


def _words(each: Returned, text: str) -> str:
    """A rule's words with the form's own for the names of the files."""
    heads = {column.key: column.head for column in columns(each.form)}
    for about, request in each.form.by_about.items():
        name = request.target.name if request.target else request.task.title if request.task else about
        text = re.sub(f"(?<![a-z0-9-]){re.escape(about)}(?![a-z0-9-])", f"“{request.number} {name}”", text)
    for field_name, key in FIELDS.items():
        if key in heads and field_name not in ("id", "target", "task"):
            text = re.sub(f"(?<![A-Za-z0-9_]){field_name}(?![A-Za-z0-9_])", f"“{heads[key]}”", text)
    return re.sub(r"，?(另一条|第一次)在 \S+:\d+:\d+", "", text)


def with_faults(returns: Sequence[Returned], faults: Sequence[Fault]) -> list[Returned]:
    """The returns with what the rules said of them."""
    by_place: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        by_place[fault.file, fault.sheet].append(fault)
    return [replace(each, faults=(*each.faults, *by_place[each.file, each.sheet])) for each in returns]
