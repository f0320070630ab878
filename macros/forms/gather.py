"""Every file of the folder of returns, read; and what is wrong between them: the same form twice, one figure twice."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from macros.forms.answers import Answer, is_figure
from macros.forms.doubts import doubts
from macros.forms.entries import corrects_without_reason
from macros.forms.fault import Fault, fault
from macros.forms.guard import LARGEST
from macros.forms.heads import folded
from macros.forms.returns import Asked, File, Returned, read_file
from macros.judged.cells import SCOPES
from macros.records.refused import problem

_OPEN = re.compile(r"~\$.*|\.~.*|\.~lock\..*#|.*\.tmp", re.IGNORECASE)
"""What a spreadsheet program leaves beside a file that is open."""
_SYSTEM = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.directory|\.gitkeep|\.gitignore", re.IGNORECASE)


@dataclass(frozen=True)
class Gathered:
    """What the folder of returns holds.

    Attributes:
        files: every file that was looked at, by path.
        skipped: files of open programs, that are no returns.
    """

    files: tuple[File, ...]
    skipped: tuple[str, ...] = ()

    @property
    def returned(self) -> list[Returned]:
        """Every form in every file."""
        return [each for file in self.files for each in file.returned]


def _walk(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def _bytes(path: Path, name: str) -> bytes | Fault:
    """The bytes of one file; of a larger one only so many that the guard sees it."""
    if path.is_symlink() or not path.is_file():
        told = fault("link", "这是链接或快捷方式，不是文件", "把文件本身放在这里")
        return replace(told, file=name)
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        refused = problem(error, name, "读取")
        return replace(fault("refused", refused.wrong, refused.remedy), file=name)


def gather(folder: Path, collected: Asked) -> Gathered:
    """Read the folder, its folders too; one file in memory at a time. Nothing in it is ever changed.

    Args:
        folder: where people put what came back; absent is empty.
        collected: what is asked.
    """
    files: list[File] = []
    skipped: list[str] = []
    for path in _walk(folder) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if _SYSTEM.fullmatch(path.name):
            continue
        if _OPEN.fullmatch(path.name):
            skipped.append(name)
            continue
        raw = _bytes(path, name)
        files.append(File(name=name, faults=(raw,)) if isinstance(raw, Fault) else read_file(raw, name, collected))
    return Gathered(tuple(_compared(files)), tuple(skipped))


def _compared(files: Sequence[File]) -> Iterator[File]:
    """The files with what can be seen only beside the others, and with what is asked of each figure."""
    by_form: dict[str, list[Returned]] = defaultdict(list)
    by_target: dict[str, list[tuple[Returned, Answer]]] = defaultdict(list)
    for file in files:
        for each in file.returned:
            by_form[each.form.slug].append(each)
            for about, answer in each.answers.items():
                whole = answer.request.target and not each.form.member and not SCOPES.get(answer.texts.get("scope", ""))
                if answer.touched and whole and "value" in answer.texts:
                    by_target[about].append((each, answer))
    for file in files:
        returned = []
        for each in file.returned:
            more = [*_twice(each, by_form[each.form.slug]), *_both(each, by_target), *_asked(each)]
            returned.append(replace(each, faults=(*each.faults, *(replace(told, file=file.name) for told in more))))
        yield replace(file, returned=tuple(returned))


def _told(each: Returned, answer: Answer, key: str, words: tuple[str, str, str], *, asks: bool = False) -> Fault:
    kind, wrong, remedy = words
    cell, about = answer.places.get(key, ""), answer.request.about
    return Fault(each.file, each.sheet, cell, wrong, remedy, kind, asks=asks, blocks=not asks, about=about, key=key)


def _twice(each: Returned, others: Sequence[Returned]) -> Iterator[Fault]:
    """Another return of the same form that says something else; the same twice is harmless."""
    if not each.touched:
        return
    for other in others:
        if other is each or not other.touched:
            continue
        remedy = f"问清楚用哪一份，把另一份移出收表的文件夹；也可能是别的单位拿错了“{each.form.title}”的表"
        for about, answer in each.answers.items():
            theirs = other.answers.get(about)
            for key in answer.request.cells:
                here, there = answer.shown.get(key, ""), theirs.shown.get(key, "") if theirs else ""
                if folded(here) != folded(there):
                    place = f"“{other.file}”第 {theirs.places.get(key, '')} 格" if theirs else f"“{other.file}”"
                    wrong = f"同一张表交了两份，填得不一样：这里是“{here[:20]}”，{place}是“{there[:20]}”"
                    yield _told(each, answer, key, ("twice", wrong, remedy))


def _both(each: Returned, by_target: dict[str, list[tuple[Returned, Answer]]]) -> Iterator[Fault]:
    """The same figure from another body in the same folder: only one may report it."""
    for about, answer in each.answers.items():
        others = [
            (other, theirs)
            for other, theirs in by_target.get(about, ())
            if other.form.slug != each.form.slug and answer.touched and (each, answer) in by_target[about]
        ]
        if others and answer.request.current is None:
            other, theirs = others[0]
            said = theirs.shown.get("value", "")
            wrong = f"“{other.form.title}”也报了这个数（{said}，见“{other.file}”），一个数只能由一个单位报"
            remedy = "商定由哪个单位报，另一个单位清空这一行；各报各的，两家都在“范围”里选“只是本单位的数”"
            yield _told(each, answer, "value", ("both", wrong, remedy))


def _asked(each: Returned) -> Iterator[Fault]:
    """Corrections that do not say why, and what can hardly be true."""
    wrong_at = {fault.about for fault in each.faults if fault.about and fault.blocks}
    for about, answer in each.answers.items():
        if about in wrong_at or not answer.texts:
            continue
        if before := corrects_without_reason(answer):
            wrong = f"这一项 {before.reported_on} 报过（记录 {before.id}），现在填的不一样，没有写更正的原因"
            remedy = "写明为什么更正；没有要更正的，改回原来报的"
            yield _told(each, answer, "why", ("no_correction_reason", wrong, remedy))
        if is_figure(answer) and "why" not in answer.texts and (answer.touched or answer.request.current):
            for said in doubts(answer):
                yield _told(each, answer, "value", said[:3], asks=True)
